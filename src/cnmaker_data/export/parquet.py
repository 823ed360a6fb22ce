"""
Parquet: a row for each contest, with lists of organizers and links.

The columns are those of the contests as a table of Arrow.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from cnmaker_data.catalog import Edition
from cnmaker_data.collection import Contests


# It has no types.
_pyarrow: Any = import_module("pyarrow")
_parquet: Any = import_module("pyarrow.parquet")


def to_bytes(contests: Contests, _edition: Edition | None = None) -> bytes:
    """
    Return contests as a Parquet file.

    >>> from cnmaker_data import contests
    >>> file = _pyarrow.BufferReader(to_bytes(contests))
    >>> _parquet.read_table(file).num_rows
    50
    """
    table = _pyarrow.table(contests)
    sink = _pyarrow.BufferOutputStream()
    # Every reader supports snappy, and it is fast.
    _parquet.write_table(table, sink, compression="snappy")
    return bytes(sink.getvalue())
