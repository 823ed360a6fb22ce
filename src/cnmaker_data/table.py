"""
Rows that data frames, databases, notebooks and terminals take as a table.
"""

from __future__ import annotations

import sys

from collections.abc import Collection, Iterable, Iterator, Reversible
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast


if TYPE_CHECKING:
    import pandas as pd
    import polars as pl


__all__ = ["Rows"]


_R = TypeVar("_R")


class Rows(Collection[_R], Reversible[_R]):
    """
    An immutable collection that equals a tuple of its rows.

    It is not registered as a sequence: data frame libraries take sequences
    apart before they ask for an Arrow stream.
    """

    def __init__(self, rows: Iterable[_R] = (), /) -> None:
        self._rows = tuple(rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[_R]:
        return iter(self._rows)

    def __reversed__(self) -> Iterator[_R]:
        return reversed(self._rows)

    def index(self, row: _R, start: int = 0, stop: int = sys.maxsize, /) -> int:
        """
        Return the first position of a row; raise `ValueError` without one.
        """
        return self._rows.index(row, start, stop)

    def count(self, row: _R, /) -> int:
        """
        Return how often a row appears.
        """
        return self._rows.count(row)

    def __contains__(self, key: object, /) -> bool:
        return key in self._rows

    def __eq__(self, other: object, /) -> bool:
        if isinstance(other, Rows | tuple):
            return self._rows == tuple(cast("Iterable[object]", other))
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self._rows)

    def __add__(self, other: Self | tuple[_R, ...], /) -> Self:
        if isinstance(other, Rows | tuple):
            return type(self)((*self, *other))
        return NotImplemented

    def __reduce__(self) -> tuple[type[Self], tuple[tuple[_R, ...]]]:
        # Without the indexes.
        return type(self), (self._rows,)

    def __arrow_c_schema__(self) -> object:
        """
        Return the columns as a capsule with an ``ArrowSchema``.
        """
        from cnmaker_data import arrow

        return arrow.schema(type(self))

    def __arrow_c_stream__(
        self, requested_schema: object | None = None
    ) -> object:
        """
        Return the rows as a capsule with an ``ArrowArrayStream``.

        *requested_schema* is ignored; consumers cast.
        """
        from cnmaker_data import arrow

        return arrow.stream(self)

    def to_pandas(self) -> pd.DataFrame:
        """
        Return a data frame of pandas, which has to be installed.
        """
        from cnmaker_data import arrow

        return arrow.to_pandas(self)

    def to_polars(self) -> pl.DataFrame:
        """
        Return a data frame of Polars, which has to be installed.
        """
        from cnmaker_data import arrow

        return arrow.to_polars(self)

    def _repr_html_(self) -> str:
        from cnmaker_data import display

        return display.html(self)

    def __rich__(self) -> Any:
        from cnmaker_data import display

        return display.rich(self)
