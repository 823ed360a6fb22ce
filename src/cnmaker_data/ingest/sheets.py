"""The tables of contests in a plan, and the lines that are no part of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from attrs import define, field

from cnmaker_data.errors import short_repr, shorten
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
    flat,
    has_text_behind_heading,
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
    from collections.abc import Collection, Iterable, Iterator

    from cnmaker_data.ingest.extent import Extent
    from cnmaker_data.ingest.headings import Title
    from cnmaker_data.model import Tier


# Far more than a plan has, and few enough to look each of them up.
_MAX_CONTESTS = 500


class Sheet(NamedTuple):
    """A table of contests, its headings understood, its parts put together."""

    heading: Heading
    tier: Tier
    header: Row
    #: The heading of each column as printed; empty where none is.
    headings: list[str]
    columns: dict[Column, int]
    rows: list[Row]
    #: Whether the document says which cells are merged.
    shows_merged: bool


class Sheets(NamedTuple):
    """The tables of a plan, the lines that are neither, and what is wrong."""

    sheets: list[Sheet]
    notes: list[str]
    problems: list[Problem]


@define(eq=False)
class _Draft:
    """A table of contests that is being read."""

    header: Row
    #: The line above, which may be a heading that is misspelt.
    line: str
    rows: list[Row] = field(factory=list[Row])

    def ordinal(self, row: Row) -> int | None:
        at = find_columns(self.header).get(Column.NUMBER)
        texts = [cell.text for cell in cells_of(row)]
        if at is None or at >= len(texts):
            return None
        return parse_count("ordinal", texts[at])

    def sheet(self, heading: Heading, tier: Tier, merges: bool) -> Sheet:
        columns = find_columns(self.header)
        names = [printed_line(cell.text) for cell in cells_of(self.header)]
        return Sheet(
            heading, tier, self.header, names, columns, self.rows, merges
        )

    def goes_on_with(self, row: Row) -> bool:
        """Return whether a row of the next table is one of this table."""
        cells = cells_of(row)
        if len(cells) != len(cells_of(self.header)):
            return False
        name = find_columns(self.header).get(Column.NAME)
        return (
            not self.rows
            or self.ordinal(row) is not None
            or (name is not None and "创客中国" in one_line(cells[name].text))
        )


class _Total(NamedTuple):
    """A line that counts the contests otherwise than the rows above it."""

    text: str
    contests: int
    draft: _Draft | None
    rows: int


@define
class _Section:
    """A heading and what stands below it, up to the next heading."""

    #: None above the first heading.
    heading: Heading | None
    drafts: list[_Draft] = field(factory=list[_Draft])
    #: The rows above the headings of the columns.
    stray: list[Row] = field(factory=list[Row])
    #: The heading once more, until a table goes on below it.
    repeated: list[Heading] = field(factory=list[Heading])
    notes: list[str] = field(factory=list[str])
    #: The last line that may be a heading.
    line: str = ""
    problems: list[Problem] = field(factory=list[Problem])
    totals: list[_Total] = field(factory=list[_Total])

    def heading_of(self, draft: _Draft) -> Heading | None:
        """Return the heading of a table: one serves for one table."""
        return self.heading if draft is self.drafts[0] else None

    def is_repeated(self, heading: Heading) -> bool:
        own = self.heading_of(self.drafts[-1]) if self.drafts else None
        return own is not None and (
            heading.text == own.text
            or (heading.continued and heading.label == own.label)
        )

    def without_table(self) -> list[Heading]:
        own = [self.heading] if self.heading and not self.drafts else []
        return own + self.repeated

    def loses(self, heading: Heading, tabled: Collection[str]) -> bool:
        """
        Return whether a heading without a table has lost it.

        A page names the tiers elsewhere, too. In plain text such a line may
        as well be the end of a cell.
        """
        if not self.drafts and self.stray:
            return True
        if (heading.number, heading.announced) != (None, None):
            return True
        return heading.label in TIERS and heading.label not in tabled

    def add_line(self, text: str, title: Title | None) -> None:
        if match("page", text) or match("attachment", text):
            return
        if title and parse_title([text]) == title:
            return
        draft = self.drafts[-1] if self.drafts else None
        total = parse_count("total", text)
        rows = len(draft.rows) if draft else 0
        if total is not None and not (draft and rows == total):
            self.totals.append(_Total(text, total, draft, rows))
        if has_text_behind_heading(text):
            self.problems.append(problem("line behind", text))
        # Below a heading without a table, the lost table is the problem.
        if title and (draft or not self.heading) and is_contest(text, title):
            self.problems.append(problem("line contest", text))
        if note := printed_line(text):
            self.notes.append(note)
            self.line = note

    def add_table(self, rows: tuple[Row, ...]) -> None:
        draft = self.drafts[-1] if self.drafts else None
        if (
            draft
            and not any(map(is_header, rows))
            and not draft.goes_on_with(rows[0])
        ):
            self.problems.append(problem("unread", in_one_line(rows[0])))
            return
        self.repeated.clear()
        for row, following in zip(rows, (*rows[1:], ()), strict=True):
            if is_header(row):
                if not (draft and self._repeats(draft, row, following)):
                    draft = _Draft(row, self.line)
                    self.drafts.append(draft)
                    self.line = ""
            elif draft is None:
                self.stray.append(row)
            elif not draft.rows and (
                header := with_second_row(draft.header, row)
            ):
                draft.header = header
            else:
                draft.rows.append(row)
        if self.stray and not self.drafts and not self.heading:
            self.problems.append(problem("unread", in_one_line(self.stray[0])))
            self.stray.clear()

    def _repeats(self, draft: _Draft, header: Row, following: Row) -> bool:
        """Return whether a row of headings is that of a table once more."""
        if in_one_line(header) != in_one_line(draft.header):
            return False
        if Column.NUMBER in find_columns(header):
            return not draft.rows or draft.ordinal(following) != 1
        heading = self.heading_of(draft)
        return not draft.rows or bool(heading and heading.announced)


def find_sheets(extent: Extent, keep_columns: Iterable[str]) -> Sheets:
    """Return the tables of contests of a plan, and its notes."""
    sections = _sections(extent)
    drafts = [draft for section in sections for draft in section.drafts]
    if sum(len(draft.rows) for draft in drafts) > _MAX_CONTESTS:
        return Sheets([], [], [problem("size", most=_MAX_CONTESTS)])
    sheets: list[Sheet] = []
    notes: list[str] = []
    problems: list[Problem] = []
    headings: list[Heading | None] = []
    tiers: set[Tier] = set()
    kept = {*map(flat, keep_columns)}
    tabled = {
        section.heading.label
        for section in sections
        if section.heading and section.drafts and extent.shows_merged
    }
    for section in sections:
        problems += section.problems
        problems += _wrong_totals(section, drafts)
        if section.heading and section.drafts:
            problems += [
                problem("above columns", in_one_line(row), section.heading.text)
                for row in section.stray
            ]
        for draft in section.drafts:
            heading = section.heading_of(draft)
            headings.append(heading)
            wrong = list(_wrong_table(draft, heading, kept))
            tier = TIERS.get(heading.label) if heading else None
            if heading:
                problems += _wrong_tier(heading, tiers)
            if heading and tier and not wrong:
                sheets.append(draft.sheet(heading, tier, extent.shows_merged))
                if not draft.rows:
                    problems.append(problem("empty", heading.text))
            problems += wrong
        for heading in section.without_table():
            if section.loses(heading, tabled):
                headings.append(heading)
                problems.append(problem("lost", heading.text))
            else:
                notes.append(heading.text)
        notes += section.notes
    problems += _wrong_numbers(headings)
    if not drafts:
        names = "、".join(column.value for column in REQUIRED)
        problems.append(problem("tables", columns=names))
    return Sheets(sheets, notes, problems)


def _sections(extent: Extent) -> list[_Section]:
    sections = [_Section(None)]
    for block in extent.blocks:
        section = sections[-1]
        if not isinstance(block, Line):
            section.add_table(block.rows)
            continue
        if block.fault:
            section.problems.append(problem(block.fault, block.text))
        heading = parse_heading(block.text)
        if heading and section.is_repeated(heading):
            section.repeated.append(heading)
        elif heading:
            sections.append(_Section(heading))
        else:
            section.add_line(block.text, extent.title)
    return sections


def _wrong_totals(section: _Section, drafts: list[_Draft]) -> Iterator[Problem]:
    """Yield the totals that count neither a table nor the whole plan."""
    counted = sum(len(draft.rows) for draft in drafts)
    for text, contests, draft, rows in section.totals:
        reasons: list[str] = []
        if draft:
            reasons.append(f"{rows} rows of its table stand above it")
        if draft is None or draft is drafts[-1]:
            if contests == counted:
                continue
            reasons.append(f"the plan has {counted}")
        but = ", and ".join(reasons)
        yield problem("total", text, contests=contests, rows=but)


def _wrong_numbers(headings: list[Heading | None]) -> Iterator[Problem]:
    """Yield the headings whose numbers do not count the tables."""
    expected = {1}
    for heading in headings:
        # A heading without a number, as the final has, may count or not.
        following = {each + 1 for each in expected}
        if heading is None or heading.number is None:
            expected |= following
        elif heading.number in expected:
            expected = {heading.number + 1}
        else:
            yield problem(
                "order",
                heading.text,
                number=heading.number,
                expected=max(expected),
            )
            expected = {max(following), heading.number + 1}


def _wrong_tier(heading: Heading, before: set[Tier]) -> Iterator[Problem]:
    tier = TIERS.get(heading.label)
    if tier is None:
        tiers = "、".join(dict.fromkeys(each.label for each in TIERS.values()))
        yield problem("tier", heading.text, tiers=tiers)
    elif tier in before:
        yield problem("tier second", heading.text, tier=tier.label)
    else:
        before.add(tier)


def _wrong_table(
    draft: _Draft, heading: Heading | None, kept: set[str]
) -> Iterator[Problem]:
    """Yield what is wrong with the top of a table, so that it is not read."""
    texts = [one_line(cell.text).strip() for cell in cells_of(draft.header)]
    if heading is None:
        line = short_repr(draft.line) if draft.line else "missing"
        yield problem("heading", "、".join(texts), line=line)
        return
    table = heading.text
    for fault in dict.fromkeys(cell.fault for cell in draft.header):
        if fault:
            yield problem(fault, in_one_line(draft.header), table)
    columns = find_columns(draft.header)
    unknown: list[str] = []
    for position, text in enumerate(texts):
        column = find_column(text)
        if column and position != columns[column]:
            first = texts[columns[column]]
            at = f"{position + 1}"
            yield problem("column", text, table, column=at, first=first)
        elif not column and text and flat(text) not in kept:
            unknown.append(text)
    missing = "、".join(
        column.value for column in REQUIRED if column not in columns
    )
    if unknown:
        yield problem(
            "unknown missing" if missing else "unknown",
            "、".join(unknown),
            table,
            columns=missing,
            names=unknown,
            known="、".join(KNOWN),
        )
    elif missing:
        yield problem("missing", table=table, columns=missing)


def in_one_line(row: Row) -> str:
    """Return the texts of a row as a message shows them."""
    return shorten(" | ".join(one_line(cell.text) for cell in row))
