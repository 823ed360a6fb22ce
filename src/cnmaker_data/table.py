"""Tables: columns and rows, and how they reach data frames and screens."""

from __future__ import annotations

import sys

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Reversible
from typing import (
    TYPE_CHECKING,
    Any,
    Literal,
    NamedTuple,
    NoReturn,
    Self,
    SupportsIndex,
    TypeVar,
    overload,
)

from attrs import frozen


if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from rich.table import Table as RichTable


_R = TypeVar("_R")


def counted(count: int, noun: str, format_spec: str = "") -> str:
    """Return a number with a noun in the singular or plural."""
    return f"{count:{format_spec}} {noun}{'' if count == 1 else 's'}"


class Displayed(ABC):
    """Something that notebooks and terminals show as a table."""

    __slots__ = ()

    @abstractmethod
    def _table(self) -> Table: ...

    def _shown(self) -> Table:
        """Return the table to show, which may have fewer columns."""
        return self._table()

    def _repr_html_(self) -> str:
        from cnmaker_data import display

        return display.html(self._shown())

    def __rich__(self) -> RichTable:
        from cnmaker_data import display

        return display.rich(self._shown())


class Tabular(Displayed):
    """Something that data frames and databases read as a table."""

    __slots__ = ()

    def __arrow_c_schema__(self) -> object:
        """Return the columns as a capsule with an ``ArrowSchema``."""
        from cnmaker_data import arrow

        schema = arrow.array_of(self._table().columns, ()).schema
        return schema.__arrow_c_schema__()

    def __arrow_c_stream__(
        self, requested_schema: object | None = None
    ) -> object:
        """
        Return the rows as a capsule with an ``ArrowArrayStream``.

        *requested_schema* is ignored; consumers cast.
        """
        from cnmaker_data import arrow

        table = self._table()
        return arrow.array_of(table.columns, table.rows).__arrow_c_stream__()

    def __array__(self, *_: object, **__: object) -> NoReturn:
        # pandas.DataFrame and numpy.array would make one column of objects.
        raise TypeError(
            f"{type(self).__name__} is a table, not an array: use to_pandas() "
            "or to_polars(), or tuple() for an array of objects"
        )

    def to_pandas(self) -> pd.DataFrame:
        """Return a data frame of pandas, which has to be installed."""
        from cnmaker_data import arrow

        frame: pd.DataFrame = arrow.frame("pandas", self._table())
        return frame

    def to_polars(self) -> pl.DataFrame:
        """Return a data frame of Polars, which has to be installed."""
        from cnmaker_data import arrow

        frame: pl.DataFrame = arrow.frame("polars", self._table())
        return frame


class Rows(Tabular, Collection[_R], Reversible[_R]):
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

    @overload
    def __getitem__(self, key: SupportsIndex, /) -> _R: ...
    @overload
    def __getitem__(self, key: slice, /) -> Self: ...
    def __getitem__(self, key: SupportsIndex | slice, /) -> _R | Self:
        if isinstance(key, slice):
            return type(self)(self._rows[key])
        return self._rows[key]

    def index(self, row: _R, start: int = 0, stop: int = sys.maxsize, /) -> int:
        """Return the first position of a row, or raise `ValueError`."""
        return self._rows.index(row, start, stop)

    def count(self, row: _R, /) -> int:
        """Return how often a row appears."""
        return self._rows.count(row)

    def __contains__(self, key: object, /) -> bool:
        return key in self._rows

    def __eq__(self, other: object, /) -> bool:
        if isinstance(other, Rows | tuple):
            return self._rows == (*other,)
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self._rows)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._rows,)  # without the indexes


class Column(NamedTuple):
    """One column of a `Table`."""

    #: The heading.
    name: str
    #: As in a Frictionless table schema.
    type: Literal["string", "integer", "boolean", "array", "object"]
    #: Whether values may be None.
    nullable: bool = False
    #: What the values are, in one sentence.
    meaning: str = ""
    #: The one kind of item in an array, or the fields of an object.
    items: tuple[Column, ...] = ()
    #: Whether the texts are web addresses.
    is_url: bool = False


@frozen(repr=False)
class Table(Tabular):
    """
    An immutable table: columns, and rows of values in their order.

    An array is a tuple, and so is an object: its values in the order of its
    fields. Data frames and databases take it by the Arrow PyCapsule
    interface, and notebooks show it.

    >>> from cnmaker_data import contests
    >>> table = contests.table("links")
    >>> table
    <table links: 51 rows of contest_id, position, url, text, label, inherited>
    >>> table.columns[2].meaning, table.rows[0][2]
    ('The normalized address.', 'http://www.smebj.cn/')
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    #: What a row is, in one sentence.
    meaning: str = ""
    #: What stands above the table where it is shown.
    caption: str = ""
    #: Whether it is shown as one record, with a line for each column.
    is_record: bool = False

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self.rows)

    def __repr__(self) -> str:
        names = ", ".join(column.name for column in self.columns)
        return f"<table {self.name}: {counted(len(self), 'row')} of {names}>"

    def _table(self) -> Table:
        return self
