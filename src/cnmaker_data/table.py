"""Tables: columns and rows, and how they reach data frames and screens."""

from __future__ import annotations

import sys

from collections.abc import Collection, Iterable, Iterator, Reversible
from typing import (
    Any,
    Literal,
    NamedTuple,
    Self,
    SupportsIndex,
    TypeVar,
    cast,
    overload,
)

from attrs import frozen

from cnmaker_data.arrow import Tabular
from cnmaker_data.display import Displayed


_R = TypeVar("_R")


def counted(count: int, what: str, form: str = "") -> str:
    """Return how many there are of something, in the form of `format`."""
    return f"{count:{form}} {what}{'' if count == 1 else 's'}"


class Rows(Displayed, Tabular, Collection[_R], Reversible[_R]):
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
            return self._rows == tuple(cast("Iterable[object]", other))
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self._rows)

    def __add__(self, other: Self | tuple[_R, ...], /) -> Self:
        if isinstance(other, Rows | tuple):
            return type(self)((*self, *other))
        return NotImplemented

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
class Table(Displayed, Tabular):
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
