"""The tables of contests in a plan, and the lines outside of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import define, field

from cnmaker_data.errors import shorten
from cnmaker_data.ingest.columns import (
    KNOWN,
    REQUIRED,
    Column,
    cells_of,
    find_column,
    find_columns,
    is_header,
    with_second_row,
)
from cnmaker_data.ingest.document import Line, Row
from cnmaker_data.ingest.headings import (
    TIERS,
    Heading,
    comparable,
    has_text_after_heading,
    is_contest,
    match,
    one_line,
    parse_count,
    parse_heading,
    parse_title,
    printed_line,
)
from cnmaker_data.ingest.problems import Problem, problem


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cnmaker_data.ingest.extent import Extent
    from cnmaker_data.ingest.headings import Title
    from cnmaker_data.model import Tier


#: Stands for the heading of a table without one.
NO_HEADING = Heading("", None, "", None)
# Far more than a plan has, and few enough to look each of them up.
_MAX_CONTESTS = 500


@define(eq=False)
class Sheet:
    """A heading and the table below it, whose parts are put together."""

    #: `NO_HEADING` before the first heading, and for a table without one.
    heading: Heading
    #: Whether the document says which cells are merged.
    shows_merged: bool
    #: The line above the columns, which may be a misspelled heading.
    line: str = ""
    #: The headings of the columns; empty without a table of contests.
    header: Row = ()
    rows: list[Row] = field(factory=list[Row])
    #: The rows above the headings of the columns.
    stray: list[Row] = field(factory=list[Row])
    #: Repetitions of the heading that the table has not continued after.
    repeated: list[Heading] = field(factory=list[Heading])
    notes: list[str] = field(factory=list[str])
    #: Totals that differ from the number of rows above: the text, the total
    #: and the number of rows, which is None above the columns.
    totals: list[tuple[str, int | None, int | None]] = field(factory=list[Any])
    problems: list[Problem] = field(factory=list[Problem])

    @property
    def tier(self) -> Tier:
        return TIERS[self.heading.label]

    @property
    def headings(self) -> list[str]:
        """The heading of each column as printed, which may be empty."""
        return [printed_line(cell.text) for cell in cells_of(self.header)]

    @property
    def columns(self) -> dict[Column, int]:
        """The position of the cell of each column in a row."""
        return find_columns(self.header)

    def add_line(self, text: str, title: Title) -> None:
        if match("page", text) or match("attachment", text):
            return
        if parse_title([text]) == title:
            return
        total = parse_count("total", text)
        rows = len(self.rows) if self.header else None
        if total not in (None, rows):
            self.totals.append((text, total, rows))
        if has_text_after_heading(text):
            self.problems.append(problem("line behind", text))
        if is_contest(text, title) and all(
            each.kind != "line" for each in self.problems
        ):
            self.problems.append(problem("line contest", text))
        if note := printed_line(text):
            self.notes.append(note)

    def is_repeated_by(self, heading: Heading) -> bool:
        own = self.heading
        return heading.label == own.label and (
            heading.continued
            or (
                heading.number in (None, own.number)
                and heading.announced in (None, own.announced)
            )
        )

    def is_divided_by(self, heading: Heading) -> bool:
        """Return whether a heading is of a lower level: （一） below 二、."""
        own = self.heading
        return (
            bool(self.header)
            and heading.label not in TIERS
            and heading.text.startswith(("（", "("))
            and not own.text.startswith(("（", "("))
            and (
                heading.number != (own.number or 0) + 1
                or heading.label.endswith(own.label)
            )
        )

    def goes_on_with(self, table: Sequence[Row]) -> bool:
        """Return whether a table continues this one or has its own headings."""
        if not self.header or any(map(is_header, table)):
            return True
        cells = cells_of(table[0])
        if len(cells) != len(cells_of(self.header)):
            return False
        name = self.columns.get(Column.NAME)
        return (
            not self.rows
            or self._ordinal(table[0]) is not None
            or (name is not None and "创客中国" in one_line(cells[name].text))
        )

    def has_columns(self, header: Row, following: Row) -> bool:
        """Return whether a row repeats the headings of this table."""
        if in_one_line(header) != in_one_line(self.header):
            return False
        if Column.NUMBER in self.columns:
            return not self.rows or self._ordinal(following) != 1
        return not self.rows or bool(self.heading.announced)

    def add_row(self, row: Row) -> None:
        if not self.header:
            self.stray.append(row)
        elif not self.rows and (second := with_second_row(self.header, row)):
            self.header = second
        else:
            self.rows.append(row)

    def _ordinal(self, row: Row) -> int | None:
        at = self.columns.get(Column.NUMBER)
        texts = [cell.text for cell in cells_of(row)]
        if at is None or at >= len(texts):
            return None
        return parse_count("ordinal", texts[at])


class Sheets(NamedTuple):
    """The tables of a plan, its other lines, and the problems of both."""

    sheets: list[Sheet]
    notes: list[str]
    problems: list[Problem]


def find_sheets(extent: Extent, keep_columns: Iterable[str]) -> Sheets:
    """Return the tables of contests of a plan, and its notes."""
    sheets = _split(extent)
    tables = [sheet for sheet in sheets if sheet.header]
    counted = sum(len(table.rows) for table in tables)
    if counted > _MAX_CONTESTS:
        return Sheets([], [], [problem("size", most=_MAX_CONTESTS)])
    found = Sheets([], [], [])
    headings: list[Heading] = []
    tiers: set[Tier] = set()
    kept = {*map(comparable, keep_columns)}
    for sheet in sheets:
        heading = sheet.heading
        problems = sheet.problems
        problems += _wrong_totals(sheet, tables, counted)
        if sheet.header:
            headings.append(heading)
            wrong = [
                *_wrong_heading(sheet, tiers),
                *_wrong_columns(sheet, kept),
            ]
            problems += wrong
            if wrong:
                pass
            elif sheet.rows:
                found.sheets.append(sheet)
            else:
                problems.append(problem("empty", heading.text))
        bare = [] if sheet.header or heading is NO_HEADING else [heading]
        bare += sheet.repeated
        lost: list[Heading] = []
        for each in bare:
            if _is_lost(each, sheet, tables):
                lost.append(each)
            else:
                found.notes.append(each.text)
        if lost:
            headings.extend(lost)
            # The contests of the lost table may stand there as lines.
            problems = [each for each in problems if each.kind != "line"]
            problems += [problem("lost", each.text) for each in lost]
        found.notes.extend(sheet.notes)
        found.problems.extend(problems)
    found.problems.extend(_wrong_numbers(headings))
    if not tables:
        names = "、".join(column.value for column in REQUIRED)
        found.problems.append(problem("tables", columns=names))
    return found


def _split(extent: Extent) -> list[Sheet]:
    """Return the blocks of a plan, split at its headings."""
    merges = extent.shows_merged
    sheets = [Sheet(NO_HEADING, merges)]
    line = ""
    for block in extent.blocks:
        sheet, above = sheets[-1], line
        line = printed_line(block.text) if isinstance(block, Line) else ""
        if isinstance(block, Line):
            if block.fault:
                sheet.problems.append(problem(block.fault, block.text))
            heading = parse_heading(block.text)
            if heading and sheet.is_repeated_by(heading):
                sheet.repeated.append(heading)
            elif heading and not sheet.is_divided_by(heading):
                sheets.append(Sheet(heading, merges))
            else:
                sheet.add_line(block.text, extent.title)
            continue
        rows = block.rows
        if not sheet.goes_on_with(rows):
            sheet.problems.append(problem("unread", in_one_line(rows[0])))
            continue
        sheet.repeated.clear()
        for row, following in zip(rows, (*rows[1:], ()), strict=True):
            is_second = sheet.header and any(cell.above for cell in row)
            if is_second or not is_header(row):
                sheet.add_row(row)
            elif not sheet.header:
                sheet.header, sheet.line = row, above
            elif not sheet.has_columns(row, following):
                line_above = above if row is rows[0] else ""
                sheet = Sheet(NO_HEADING, merges, line_above, row)
                sheets.append(sheet)
        if sheet.heading is NO_HEADING and sheet.stray:
            if not sheet.header:
                text = in_one_line(sheet.stray[0])
                sheet.problems.append(problem("unread", text))
            sheet.stray.clear()
    return sheets


def _is_lost(heading: Heading, sheet: Sheet, tables: Sequence[Sheet]) -> bool:
    """
    Return whether the table below a heading is lost.

    A page may name the tiers elsewhere, too. In plain text such a line may
    also be the end of a cell.
    """
    if heading.is_certain or (sheet.stray and not sheet.header):
        return True
    return heading.label in TIERS and not (
        sheet.shows_merged
        and any(table.heading.label == heading.label for table in tables)
    )


def _wrong_totals(
    sheet: Sheet, tables: list[Sheet], counted: int
) -> Iterator[Problem]:
    """Yield the totals that are wrong for a table and for the whole plan."""
    for text, contests, rows in sheet.totals:
        reasons: list[str] = []
        if rows is not None:
            reasons.append(f"{rows} rows of its table stand above it")
        if rows is None or sheet is tables[-1]:
            if contests == counted:
                continue
            reasons.append(f"the plan has {counted}")
        but = ", and ".join(reasons)
        yield problem("total", text, contests=contests, rows=but)


def _wrong_numbers(headings: list[Heading]) -> Iterator[Problem]:
    """Yield the first heading whose number is out of order."""
    expected = {1}
    for heading in headings:
        number = heading.number
        if number is None:
            # A heading without a number, like the final's, may count or not.
            expected |= {each + 1 for each in expected}
        elif number in expected:
            expected = {number + 1}
        else:
            at = max(expected)
            yield problem("order", heading.text, number=number, expected=at)
            return


def _wrong_heading(sheet: Sheet, before: set[Tier]) -> Iterator[Problem]:
    """Yield what is wrong above the columns of a table."""
    heading = sheet.heading
    if heading is NO_HEADING:
        return
    for row in sheet.stray:
        yield problem("above columns", in_one_line(row), heading.text)
    if heading.label not in TIERS:
        tiers = "、".join(dict.fromkeys(each.label for each in TIERS.values()))
        yield problem("tier", heading.text, tiers=tiers)
    elif sheet.tier in before:
        yield problem("tier second", heading.text)
    else:
        before.add(sheet.tier)


def _wrong_columns(sheet: Sheet, kept: set[str]) -> Iterator[Problem]:
    """Yield what is wrong with the headings of a table's columns."""
    texts = [one_line(cell.text).strip() for cell in cells_of(sheet.header)]
    table = sheet.heading.text
    if sheet.heading is NO_HEADING:
        kind = "heading line" if sheet.line else "heading"
        yield problem(kind, sheet.line or "、".join(texts))
        return
    faults = dict.fromkeys(cell.fault for cell in sheet.header if cell.fault)
    for fault in faults:
        yield problem(fault, in_one_line(sheet.header), table)
    if faults:
        return
    columns = sheet.columns
    unknown: list[str] = []
    for position, text in enumerate(texts):
        column = find_column(text)
        if column and position != columns[column]:
            first = texts[columns[column]]
            at = f"{position + 1}"
            yield problem("column", text, table, column=at, first=first)
        elif not column and text and comparable(text) not in kept:
            unknown.append(text)
    missing = "、".join(
        column.value for column in REQUIRED if column not in columns
    )
    if unknown:
        each = problem(
            "unknown missing" if missing else "unknown",
            "、".join(unknown),
            table,
            columns=missing,
            known="、".join(KNOWN),
        )
        yield each._replace(unknown=() if missing else tuple(unknown))
    elif missing:
        yield problem("missing", table=table, columns=missing)


def in_one_line(row: Row) -> str:
    """Return the texts of a row as a message shows them."""
    return shorten(" | ".join(one_line(cell.text) for cell in row))
