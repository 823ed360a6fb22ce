"""Parquet: a row for each contest, with the columns of its Arrow table."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from cnmaker_data.catalog import Edition
from cnmaker_data.collection import Contests


# It is not typed.
_pyarrow: Any = import_module("pyarrow")
_parquet: Any = import_module("pyarrow.parquet")


def to_bytes(contests: Contests, _edition: Edition | None = None) -> bytes:
    """Return contests as a Parquet file."""
    table = _pyarrow.table(contests)
    sink = _pyarrow.BufferOutputStream()
    # Every reader supports snappy, and it is fast.
    _parquet.write_table(table, sink, compression="snappy")
    return bytes(sink.getvalue())
