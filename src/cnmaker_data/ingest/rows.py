"""The rows of a table of contests, each cell under its column."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cnmaker_data.ingest.columns import Column, cells_of, starts
from cnmaker_data.ingest.document import Cell
from cnmaker_data.ingest.headings import (
    one_line,
    parse_ordinal,
    printed_line,
)
from cnmaker_data.ingest.problems import Problem
from cnmaker_data.ingest.sheets import in_one_line


if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnmaker_data.ingest import document
    from cnmaker_data.ingest.sheets import Sheet
    from cnmaker_data.model import Tier


_MAX_CELL = 2_000
_NO_CELL = Cell("", gap=True)


class Row(NamedTuple):
    """A row of a table, with what merged cells say filled in."""

    #: The heading of the table, as printed.
    table: str
    tier: Tier
    #: From 1.
    number: int
    #: The heading and the text of each cell as printed.
    printed: tuple[tuple[str, str], ...]
    #: The heading of each column.
    headings: dict[Column, str]
    #: The cell that holds the text of each column, which may stand in a row
    #: above; none if it is merged with one that is not known.
    cells: dict[Column, Cell]
    #: The columns whose text stands in a row above.
    inherited: frozenset[Column]
    #: 序号, as a number; None if the table has no such column.
    ordinal: int | None
    problems: tuple[Problem, ...]

    def text(self, column: Column) -> str:
        cell = self.cells.get(column)
        return cell.text if cell else ""

    def problem(self, kind: str, reason: str, column: Column) -> Problem:
        """Return what is wrong with a cell."""
        heading = self.headings[column]
        return Problem(
            kind,
            reason,
            self.text(column) or dict(self.printed)[heading],
            self.table,
            self.number,
            heading,
        )


class Rows(NamedTuple):
    """The rows of a table, and what is wrong with the table."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    #: The last 序号, with which the next table may go on.
    last: int


def read_rows(sheet: Sheet, last: int) -> Rows:
    """
    Return the rows of a table that can be read.

    *last* is the last number of the table before it.
    """
    numbers = _Ordinals(sheet, last)
    rows: list[Row] = []
    problems: list[Problem] = []
    merged_links = not sheet.shows_merged and _has_merged_links(sheet)
    cells = dict.fromkeys(sheet.columns, _NO_CELL)
    for number, row in enumerate(sheet.rows, 1):
        aligned = _aligned(sheet.header, row)
        if isinstance(aligned, str):
            text = in_one_line(row)
            table = sheet.heading.text
            problems.append(Problem(aligned, aligned, text, table, number))
            numbers.skip()
            cells = {}  # what cells below are merged with is unknown
            continue
        inherited = {
            column
            for column, position in sheet.columns.items()
            if aligned[position].above
        }
        if merged_links and number > 1:
            inherited.add(Column.LINKS)
        cells = {
            column: cells[column] if column in inherited else aligned[position]
            for column, position in sheet.columns.items()
            if column in cells or column not in inherited
        }
        read = _row(sheet, number, aligned, cells, frozenset(inherited))
        rows.append(numbers.check(read))
    counted = numbers.check_count(len(sheet.rows), len(rows))
    return Rows(
        tuple(rows), (*sheet.problems, *counted, *problems), numbers.last
    )


def _row(
    sheet: Sheet,
    number: int,
    aligned: tuple[Cell, ...],
    cells: dict[Column, Cell],
    inherited: frozenset[Column],
) -> Row:
    headings = [printed_line(cell.text) for cell in cells_of(sheet.header)]
    row = Row(
        sheet.heading.text,
        sheet.tier,
        number,
        tuple(
            (heading, cell.text)
            for heading, cell in zip(headings, aligned, strict=True)
            if heading
        ),
        {column: headings[at] for column, at in sheet.columns.items()},
        cells,
        inherited,
        None,
        (),
    )
    problems = [
        problem
        for column, position in sheet.columns.items()
        if (problem := _wrong_cell(row, column, aligned[position]))
    ]
    problems += [
        Problem(
            "no column",
            "stands in a column without a heading",
            cell.text,
            row.table,
            number,
        )
        for heading, cell in zip(headings, aligned, strict=True)
        if not heading and one_line(cell.text)
    ]
    return row._replace(problems=tuple(problems))


def _wrong_cell(row: Row, column: Column, printed: Cell) -> Problem | None:
    """Return what any cell can have wrong."""
    text = one_line(printed.text)
    inherits = column in row.inherited
    if inherits and column not in row.cells:
        return None  # the row above, in which it starts, cannot be read
    if printed.fault:
        kind = reason = printed.fault
    elif "\ufffd" in text:
        kind, reason = "undecoded", "holds a damaged character; type it again"
    elif printed.gap:
        kind, reason = "before", "is merged with the cell before it; split them"
    elif inherits and text:
        kind = "covered"
        reason = f"is merged with the cell above it, but holds {printed.text!r}"
    elif inherits and column in (Column.NUMBER, Column.NAME):
        kind, reason = "above", "is merged with the cell above it; split them"
    elif not inherits and not text:
        kind, reason = "empty", "is empty"
        if column is Column.LINKS:
            reason += "; if one cell holds for several rows, merge it over them"
    else:
        return None
    return row.problem(kind, reason, column)


def _aligned(header: document.Row, row: document.Row) -> tuple[Cell, ...] | str:
    """
    Return the cell of a row under each heading, or the reason against it.

    Borders that were dragged give a table a finer grid than its columns, and
    rows of the same columns other spans. So rows with a cell for each column
    are taken cell by cell; others by the grid.
    """
    if any(len(cell.text) > _MAX_CELL for cell in row):
        return f"a cell holds over {_MAX_CELL} characters; none of a plan does"
    columns, cells = cells_of(header), cells_of(row)
    filled = [cell for cell in cells if one_line(cell.text) or cell.fault]
    if len(filled) == 1 and not any(cell.above for cell in cells):
        return (
            "the row has a text in one cell alone; merge the row into one "
            "cell if it is a note, or fill in the other cells"
        )
    if len(cells) == len(columns):
        return cells
    placed = {start: cell for start, cell in starts(row) if not cell.gap}
    found = tuple(
        placed.get(start, _NO_CELL)
        for start, cell in starts(header)
        if not cell.gap
    )
    under = {id(cell) for cell in found}
    width = sum(cell.span for cell in row)
    if width == sum(cell.span for cell in header) and not any(
        id(cell) not in under for cell in filled
    ):
        return found
    return (
        f"the row has {len(cells)} cells, but the table {len(columns)} columns"
    )


def _has_merged_links(sheet: Sheet) -> bool:
    """
    Return whether the links look like one cell, merged down the table.

    Where the document does not say what is merged, it does if the first row
    alone has a text there.
    """
    position = sheet.columns.get(Column.LINKS)
    if position is None:
        return False
    first, *others = [
        row[position].text.strip() for row in sheet.rows if len(row) > position
    ] or [""]
    return bool(first) and not any(others)


class _Ordinals:
    """Checks that 序号 counts the rows, so that a lost row is one problem."""

    def __init__(self, sheet: Sheet, last: int) -> None:
        self._sheet = sheet
        self._wrong = False
        # Numbers may go on from the table before.
        self._next: set[int] = {1, last + 1}
        self.last = last

    def skip(self) -> None:
        """Pass a row that cannot be read."""
        # It may count or not: a note in one of its cells does not.
        self._next |= {each + 1 for each in self._next}

    def check(self, row: Row) -> Row:
        """Return a row with its number, and with what is wrong with it."""
        if Column.NUMBER not in row.cells or Column.NUMBER in row.inherited:
            self.skip()
            return row
        text = row.text(Column.NUMBER)
        ordinal = parse_ordinal(text)
        expected = min(self._next)
        if ordinal is not None and ordinal in self._next:
            self._next = {ordinal + 1}
            self.last = ordinal
            return row._replace(ordinal=ordinal)
        # The rows below may count this one or not.
        self._next = {expected + 1, (ordinal or expected) + 1}
        if not one_line(text):
            return row  # reported as empty
        self._wrong = True
        if ordinal is None:
            reason = f"is not a number; {expected} comes here"
        elif ordinal < expected:
            reason = (
                f"is the number of a row above; {expected} comes here: is a "
                "row doubled?"
            )
        else:
            reason = f"comes where {expected} is expected; is a row lost?"
        problem = row.problem("number", reason, Column.NUMBER)
        return row._replace(ordinal=ordinal, problems=(problem, *row.problems))

    def check_count(self, rows: int, readable: int) -> Iterator[Problem]:
        """
        Yield a problem if the heading announces another number of rows.

        A number that is wrong tells of the lost or doubled row already, as
        does a row that cannot be read.
        """
        heading = self._sheet.heading
        sound = rows == readable and not self._wrong
        if heading.announced not in (None, rows) and sound:
            reason = (
                f"announces {heading.announced} contests, but {rows} rows "
                "stand below it"
            )
            yield Problem("count", reason, heading.text)
