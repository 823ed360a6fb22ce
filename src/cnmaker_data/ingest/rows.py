"""The rows of a table of contests, and what empty and merged cells mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, field

from cnmaker_data.ingest.columns import Column, cells_of, starts
from cnmaker_data.ingest.document import Cell, Row
from cnmaker_data.ingest.headings import one_line, parse_count
from cnmaker_data.ingest.problems import Problem, problem
from cnmaker_data.ingest.sheets import in_one_line


if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnmaker_data.ingest.sheets import Sheet


_MAX_CELL = 2_000
_NO_CELL = Cell("", gap=True)


@define
class ContestRow:
    """A row of a table, with the contents of merged cells filled in."""

    sheet: Sheet
    #: The heading of each column as printed.
    headings: dict[Column, str]
    #: From 1.
    number: int
    #: The cells as printed, one for each heading.
    printed: tuple[Cell, ...]
    #: The cell with the text of each column, which may be in a row above;
    #: missing if the row above could not be read.
    cells: dict[Column, Cell]
    #: The columns whose text is in a row above.
    inherited: set[Column]
    #: 序号, as a number; None if the table has no such column.
    ordinal: int | None = None
    problems: list[Problem] = field(factory=list[Problem])

    def text(self, column: Column) -> str:
        """Return what a cell prints, empty if it is known to be wrong."""
        cell = self.cells.get(column)
        wrong = {each.column for each in self.problems}
        return cell.text if cell and self.headings[column] not in wrong else ""

    def report(self, kind: str, column: Column, **values: object) -> None:
        """Add what is wrong with a cell to the problems."""
        self.problems.append(
            problem(
                kind,
                self.cells[column].text,
                self.sheet.heading.text,
                self.number,
                self.headings[column],
                **values,
            )
        )

    def problems_in_order(self) -> list[Problem]:
        order = {name: at for at, name in enumerate(self.sheet.headings)}
        return sorted(
            self.problems, key=lambda each: order.get(each.column or "", -1)
        )


def read_rows(sheet: Sheet, last: int) -> Iterator[ContestRow | Problem]:
    """
    Yield the rows of a table, or what is wrong with one that cannot be read.

    *last* is the last number of the table before it.
    """
    # Numbers may go on from the table before.
    expected = {1, last + 1}
    merged_links = not sheet.shows_merged and _has_merged_links(sheet)
    columns, names = sheet.columns, sheet.headings
    headings = {column: names[at] for column, at in columns.items()}
    cells = dict.fromkeys(columns, _NO_CELL)
    for number, printed in enumerate(sheet.rows, 1):
        aligned = _aligned(sheet, number, printed)
        if isinstance(aligned, Problem):
            # The next number may count this row or not: it may be a note.
            expected |= {each + 1 for each in expected}
            cells = {}  # cells below may be merged with unknown ones
            yield aligned
            continue
        inherited = {
            column
            for column, position in columns.items()
            if aligned[position].above
            or (merged_links and number > 1 and column is Column.LINKS)
        }
        cells = {
            column: cells[column] if column in inherited else aligned[position]
            for column, position in columns.items()
            if column in cells or column not in inherited
        }
        row = ContestRow(sheet, headings, number, aligned, cells, inherited)
        expected = _check_ordinal(row, expected)
        _check_cells(row)
        yield row


def _check_ordinal(row: ContestRow, expected: set[int]) -> set[int]:
    """Check that 序号 counts the rows, and return what may come next."""
    first = min(expected)
    if Column.NUMBER not in row.cells or Column.NUMBER in row.inherited:
        return expected | {each + 1 for each in expected}
    text = row.text(Column.NUMBER)
    ordinal = parse_count("ordinal", text)
    if ordinal in expected:
        row.ordinal = ordinal
        return {ordinal + 1}
    if one_line(text):
        kind = "number"
        if ordinal is not None:
            kind = "number doubled" if ordinal < first else "number gap"
        row.report(kind, Column.NUMBER, expected=first)
    # The rows below may count this one or not.
    return {first + 1, (ordinal or first) + 1}


def _check_cells(row: ContestRow) -> None:
    """Report what may be wrong with a cell of any column."""
    for column, position in row.sheet.columns.items():
        cell = row.printed[position]
        text = one_line(cell.text)
        inherits = column in row.inherited
        if inherits and column not in row.cells:
            pass  # the row above, in which it starts, cannot be read
        elif cell.fault:
            row.report(cell.fault, column)
        elif "\ufffd" in text:
            row.report("undecoded", column)
        elif cell.gap:
            row.report("before", column)
        elif inherits and text:
            row.report("covered", column, own=cell.text)
        elif inherits and (
            row.number == 1 or column in (Column.NUMBER, Column.NAME)
        ):
            row.report("above", column)
        elif not inherits and not text:
            links = column is Column.LINKS
            row.report("empty links" if links else "empty cell", column)
    for heading, cell in zip(row.sheet.headings, row.printed, strict=True):
        if not heading and one_line(cell.text):
            table = row.sheet.heading.text
            row.problems.append(
                problem("no column", cell.text, table, row.number)
            )


def _aligned(sheet: Sheet, number: int, row: Row) -> tuple[Cell, ...] | Problem:
    """
    Return the cell of a row under each heading, or what is wrong with the row.

    Dragged borders give a table more grid columns than columns, and its rows
    different spans. So a row with a cell for each column is taken cell by
    cell, and any other by the grid.
    """
    columns, cells = cells_of(sheet.header), cells_of(row)
    filled = [cell for cell in cells if one_line(cell.text) or cell.fault]
    if any(len(cell.text) > _MAX_CELL for cell in row):
        kind = "long"
    elif len(filled) == 1 and not any(cell.above for cell in cells):
        kind = "one cell"
    elif len(cells) == len(columns):
        return cells
    else:
        kind = "width"
        placed = {start: cell for start, cell in starts(row) if not cell.gap}
        found = tuple(
            placed.pop(start, _NO_CELL)
            for start, cell in starts(sheet.header)
            if not cell.gap
        )
        width = sum(cell.span for cell in row)
        if width == sum(cell.span for cell in sheet.header) and not any(
            cell in filled for cell in placed.values()
        ):
            return found
    return problem(
        kind,
        in_one_line(row),
        sheet.heading.text,
        number,
        most=_MAX_CELL,
        cells=len(cells),
        columns=len(columns),
    )


def _has_merged_links(sheet: Sheet) -> bool:
    """
    Return whether the links look like one cell, merged down the table.

    That is so if only the first row has a text there. It is for documents that
    do not say what is merged.
    """
    at = sheet.columns.get(Column.LINKS)
    if at is None:
        return False
    texts = [row[at].text.strip() for row in sheet.rows if len(row) > at]
    return any(texts[:1]) and not any(texts[1:])
