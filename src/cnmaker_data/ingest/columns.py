"""The columns that tables of contests have."""

from __future__ import annotations

import enum

from itertools import accumulate
from typing import TYPE_CHECKING

from cnmaker_data.ingest.headings import comparable


if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnmaker_data.ingest.document import Cell, Row


class Column(enum.Enum):
    """What a column of a plan holds."""

    NUMBER = "序号"
    NAME = "赛事名称"
    LOCATION = "地点"
    HOSTS = "主办单位"
    UNDERTAKERS = "承办单位"
    LINKS = "报名网址"


#: The headings that plans have for each.
KNOWN = {column.value: column for column in Column} | {
    "决赛地点": Column.LOCATION,
    "举办地点": Column.LOCATION,
    "报名网站": Column.LINKS,
    "报名方式": Column.LINKS,
}
REQUIRED = (Column.NAME, Column.LOCATION, Column.HOSTS)


def find_column(heading: str) -> Column | None:
    """Return what a column with this heading holds, if it is known."""
    return KNOWN.get(comparable(heading))


def find_columns(header: Row) -> dict[Column, int]:
    """Return which cell of a row of headings is the first of each column."""
    columns: dict[Column, int] = {}
    for position, cell in enumerate(cells_of(header)):
        if column := find_column(cell.text):
            columns.setdefault(column, position)
    return columns


def is_header(row: Row) -> bool:
    """Return whether a row holds the headings of the columns of contests."""
    return sum(find_column(cell.text) is not None for cell in row) >= 2


def cells_of(row: Row) -> Row:
    """Return the cells of a row without the columns that it leaves out."""
    return tuple(cell for cell in row if not cell.gap)


def starts(row: Row) -> Iterator[tuple[int, Cell]]:
    """Return the grid column where each cell of a row starts, and the cell."""
    ends = accumulate(cell.span for cell in row)
    return (
        (end - cell.span, cell) for end, cell in zip(ends, row, strict=True)
    )


def with_second_row(header: Row, row: Row) -> Row | None:
    """Return the headings of columns in two rows, if *row* is the second."""
    name = find_columns(header).get(Column.NAME, 0)
    start = sum(cell.span for cell in header[:name])
    if not any(cell.above for at, cell in starts(row) if at == start):
        return None
    above = dict(starts(header))
    return tuple(
        above.get(at, cell) if cell.above else cell for at, cell in starts(row)
    )
