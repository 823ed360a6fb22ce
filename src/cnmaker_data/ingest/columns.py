"""The columns that tables of contests have."""

from __future__ import annotations

import enum

from typing import TYPE_CHECKING

from cnmaker_data.ingest.headings import fold, one_line


if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnmaker_data.ingest.document import Cell, Row


class Column(enum.Enum):
    """The contents of a column of a plan."""

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
    return KNOWN.get(fold(without_blanks(heading)))


def without_blanks(heading: str) -> str:
    """Return the heading of a column as it is compared."""
    return "".join(one_line(heading).split())


def is_header(row: Row) -> bool:
    """Return whether a row holds the headings of the columns of contests."""
    return sum(find_column(cell.text) is not None for cell in row) >= 2


def cells_of(row: Row) -> Row:
    """Return the cells of a row without the columns that it leaves out."""
    return tuple(cell for cell in row if not cell.gap)


def starts(row: Row) -> Iterator[tuple[int, Cell]]:
    """Yield where in the grid each cell of a row starts, and the cell."""
    start = 0
    for cell in row:
        yield start, cell
        start += cell.span


def position_of(header: Row, column: Column) -> int | None:
    """Return which cell of a row of headings is the heading of a column."""
    for position, cell in enumerate(cells_of(header)):
        if find_column(cell.text) is column:
            return position
    return None


def is_second_header(header: Row, row: Row) -> bool:
    """Return whether a row splits headings of the row above in two."""
    names = position_of(header, Column.NAME)
    start = sum(cell.span for cell in header[: names or 0])
    return any(cell.above for at, cell in starts(row) if at == start)


def under(header: Row, row: Row) -> Row:
    """Return the headings of columns that stand in two rows."""
    above = dict(starts(header))
    return tuple(
        above.get(at, cell) if cell.above else cell for at, cell in starts(row)
    )
