"""The tables of contests in a plan, and the lines that are no part of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cnmaker_data.errors import short_repr, shorten
from cnmaker_data.ingest.columns import (
    KNOWN,
    REQUIRED,
    Column,
    cells_of,
    find_column,
    is_header,
    is_second_header,
    position_of,
    under,
    without_blanks,
)
from cnmaker_data.ingest.document import Line
from cnmaker_data.ingest.headings import (
    TIERS,
    Heading,
    HeadingNumbers,
    check_tier,
    has_text_behind_heading,
    is_contest,
    one_line,
    parse_attachment,
    parse_heading,
    parse_ordinal,
    parse_title,
    parse_total,
    printed_line,
    prints_nothing,
)
from cnmaker_data.ingest.problems import Problem


if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from cnmaker_data.ingest.document import Row, Table
    from cnmaker_data.ingest.extent import Extent
    from cnmaker_data.model import Tier


# Far more than a plan has, and few enough to look each of them up.
_MAX_CONTESTS = 500

_LOST = (
    "has no table of contests below it that can be read; its columns, a table "
    "inside its cells or a picture may be the reason"
)
_NO_HEADING = (
    "these columns have no heading of a table above them, such as "
    "二、区域赛（共35个）"
)


class Sheet(NamedTuple):
    """A table of contests, its headings understood, its parts put together."""

    heading: Heading
    tier: Tier
    #: The heading of each column of the first row; empty where none is.
    header: Row
    columns: dict[Column, int]
    rows: tuple[Row, ...]
    #: Whether the document says which cells are merged.
    shows_merged: bool
    problems: tuple[Problem, ...]


class Sheets(NamedTuple):
    """The tables of a plan, the lines that are neither, and what is wrong."""

    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...]
    problems: tuple[Problem, ...]


class _Draft:
    """A table that is being read."""

    def __init__(self, heading: Heading | None, header: Row, line: str) -> None:
        self.heading = heading
        #: The line above, which may be a heading that is misspelt.
        self.line = line
        self.header = header
        self.rows: list[Row] = []
        self.problems: list[Problem] = []

    def repeats(self, header: Row, following: Row | None) -> bool:
        """Return whether a row of headings is that of this table once more."""
        if _names(header) != _names(self.header):
            return False
        if not self.rows:
            return True
        if position_of(self.header, Column.NUMBER) is None:
            return bool(self.heading and self.heading.announced)
        return _ordinal(following or (), self.header) != 1

    def goes_on_with(self, row: Row) -> bool:
        """Return whether a row of the next table is one of this table."""
        cells = cells_of(row)
        if len(cells) != len(cells_of(self.header)):
            return False
        names = position_of(self.header, Column.NAME)
        return (
            not self.rows
            or _ordinal(row, self.header) is not None
            or (names is not None and "创客中国" in one_line(cells[names].text))
        )


class _Total(NamedTuple):
    """A line that counts the contests otherwise than its table."""

    text: str
    contests: int | None
    #: The table that it stands in or below, and the rows of it above the line.
    draft: _Draft | None
    rows: int | None

    def problem(self, drafts: list[_Draft]) -> Iterator[Problem]:
        """
        Yield what is wrong, unless it counts all tables from above or below.
        """
        reasons: list[str] = []
        if self.draft:
            reasons.append(f"{self.rows} rows of its table stand above it")
        if self.draft is None or self.draft is drafts[-1]:
            rows = sum(len(each.rows) for each in drafts)
            if self.contests == rows:
                return
            reasons.append(f"the plan has {rows}")
        but = ", and ".join(reasons)
        reason = f"counts {self.contests} contests, but {but}"
        yield Problem("total", reason, self.text)


def in_one_line(row: Row) -> str:
    """Return the texts of a row as a message shows them."""
    return shorten(" | ".join(one_line(cell.text) for cell in row))


def find_sheets(extent: Extent, keep_columns: Collection[str]) -> Sheets:
    """Return the tables of contests of a plan, and its notes."""
    reader = _Reader(extent)
    for block in extent.blocks:
        if isinstance(block, Line):
            reader.add_line(block)
        else:
            reader.add_table(block)
    return reader.finish(frozenset(map(without_blanks, keep_columns)))


class _Reader:
    """Puts the blocks of a plan together as tables."""

    def __init__(self, extent: Extent) -> None:
        self._title = extent.title
        self._shows_merged = extent.shows_merged
        self._items: list[_Draft | Heading | _Total | Problem] = []
        self._draft: _Draft | None = None
        self._pending: list[Heading] = []
        #: The heading of the current table, printed once more.
        self._repeated: list[Heading] = []
        self._stray: list[Row] = []
        self._notes: list[str] = []
        self._line = ""

    def add_line(self, line: Line) -> None:
        text = line.text
        if line.fault:
            self._items.append(Problem("line", line.fault, text))
        heading = parse_heading(text, anywhere=True)
        if heading and self._is_repeated(heading):
            self._repeated.append(heading)
        elif heading:
            self._end_stray()
            self._draft = None
            self._pending.append(heading)
        elif not self._is_of_pages(text):
            self._check_note(text)
            if note := printed_line(text):
                self._notes.append(note)
                self._line = note

    def _is_repeated(self, heading: Heading) -> bool:
        last = self._draft.heading if self._draft else None
        return last is not None and (
            heading.text == last.text
            or (heading.continued and heading.label == last.label)
        )

    def _is_of_pages(self, text: str) -> bool:
        if prints_nothing(text) or parse_attachment(text):
            return True
        return self._title is not None and parse_title([text]) == self._title

    def _check_note(self, text: str) -> None:
        total = parse_total(text)
        rows = len(self._draft.rows) if self._draft else None
        if total not in (None, rows):
            self._items.append(_Total(text, total, self._draft, rows))
        if has_text_behind_heading(text):
            reason = (
                "has more text behind the heading of a table; write it on "
                "lines of its own, and contests as rows of a table"
            )
            self._items.append(Problem("line", reason, text))
        # Below a heading, its lost table is the problem.
        if self._title and not self._pending and is_contest(text, self._title):
            reason = (
                "names a contest outside of the tables; put it into a table, "
                "with the headings of the columns above it"
            )
            self._items.append(Problem("line", reason, text))

    def add_table(self, table: Table) -> None:
        rows = table.rows
        if (
            self._draft
            and not any(map(is_header, rows))
            and not self._draft.goes_on_with(rows[0])
        ):
            self._items.append(_unread(rows[0]))
            return
        self._repeated = []
        following = (*rows[1:], None)
        for row, after in zip(rows, following, strict=True):
            if is_header(row):
                self._start(row, after)
            elif self._draft is None:
                self._stray.append(row)
            elif not self._draft.rows and is_second_header(
                self._draft.header, row
            ):
                self._draft.header = under(self._draft.header, row)
            else:
                self._draft.rows.append(row)
        if self._draft is None and not self._pending:
            self._end_stray()

    def _start(self, header: Row, after: Row | None) -> None:
        if self._draft and self._draft.repeats(header, after):
            return
        heading = self._pending.pop() if self._pending else None
        self._items += self._pending
        self._draft = _Draft(heading, header, self._line)
        self._line = ""
        self._draft.problems += [
            Problem(
                "above",
                "stands above the headings of the columns",
                in_one_line(row),
                table=heading.text if heading else "",
            )
            for row in self._stray
        ]
        self._items.append(self._draft)
        self._pending, self._stray = [], []

    def _end_stray(self) -> None:
        # No table goes on below a heading that was printed once more.
        self._items += self._repeated
        self._repeated = []
        if self._stray and not self._pending:
            self._items.append(_unread(self._stray[0]))
        elif self._stray and self._pending[-1].number is None:
            # The table below this heading is lost.
            text = self._pending.pop().text
            self._items.append(Problem("lost", _LOST, text))
        self._stray = []

    def finish(self, kept: frozenset[str]) -> Sheets:
        self._end_stray()
        self._items += self._pending
        drafts = [each for each in self._items if isinstance(each, _Draft)]
        labels = {each.heading.label for each in drafts if each.heading}
        problems: list[Problem] = []
        sheets: list[Sheet] = []
        tiers: set[Tier] = set()
        numbers = HeadingNumbers()
        if sum(len(each.rows) for each in drafts) > _MAX_CONTESTS:
            reason = f"holds over {_MAX_CONTESTS} contests; no plan does"
            return Sheets((), (), (Problem("size", reason),))
        for item in self._items:
            if isinstance(item, Problem):
                problems.append(item)
            elif isinstance(item, _Total):
                problems += item.problem(drafts)
            elif isinstance(item, Heading):
                if self._is_lost(item, labels):
                    problems += numbers.check(item)
                    problems.append(Problem("lost", _LOST, item.text))
                else:
                    self._notes.append(printed_line(item.text))
            elif item.heading is None:
                names = "、".join(_names(item.header))
                line = short_repr(item.line) if item.line else "missing"
                reason = f"{_NO_HEADING}; the line above is {line}"
                problems.append(Problem("heading", reason, names))
                numbers.skip()
            else:
                item.problems[:0] = [
                    *numbers.check(item.heading),
                    *check_tier(item.heading, tiers),
                ]
                sheet = _sheet(item, item.heading, kept, self._shows_merged)
                if isinstance(sheet, Sheet):
                    sheets.append(sheet)
                else:
                    problems += sheet
        if not drafts:
            columns = "、".join(column.value for column in REQUIRED)
            reason = (
                f"has no table of contests, which has the columns {columns}"
            )
            problems.append(Problem("tables", reason))
        return Sheets(tuple(sheets), tuple(self._notes), tuple(problems))

    def _is_lost(self, heading: Heading, found: set[str]) -> bool:
        """
        Return whether a heading without a table has lost it.

        A page names the tiers elsewhere, too. In plain text such a line may
        as well be the end of a cell.
        """
        if heading.number is not None or heading.announced is not None:
            return True
        if heading.label not in TIERS:
            return False
        return not self._shows_merged or heading.label not in found


def _sheet(
    draft: _Draft, heading: Heading, kept: frozenset[str], shows_merged: bool
) -> Sheet | list[Problem]:
    """Return a table with its columns found, or what is wrong with them."""
    problems = list(draft.problems)
    text = in_one_line(draft.header)
    problems += [
        Problem(fault, fault, text, heading.text)
        for fault in dict.fromkeys(cell.fault for cell in draft.header)
        if fault
    ]
    positions: dict[Column, int] = {}
    unknown: list[str] = []
    for position, cell in enumerate(cells_of(draft.header)):
        text = one_line(cell.text).strip()
        column = find_column(text)
        if column in positions:
            first = cells_of(draft.header)[positions[column]].text
            problems.append(
                Problem(
                    "column",
                    f"holds the same as {one_line(first)} before it",
                    text,
                    table=heading.text,
                    column=f"{position + 1}",
                )
            )
        elif column:
            positions[column] = position
        elif text and without_blanks(text) not in kept:
            unknown.append(text)
    missing = [each.value for each in REQUIRED if each not in positions]
    if unknown or missing:
        problems.append(_wrong_columns(unknown, missing, heading))
    tier = TIERS.get(heading.label)
    if problems[len(draft.problems) :] or tier is None:
        return problems
    if not draft.rows:
        reason = "has no contest below it"
        return [*problems, Problem("empty", reason, heading.text)]
    return Sheet(
        heading,
        tier,
        draft.header,
        positions,
        tuple(draft.rows),
        shows_merged,
        tuple(problems),
    )


def _wrong_columns(
    unknown: list[str], missing: list[str], heading: Heading
) -> Problem:
    if not unknown:
        reason = f"the columns {'、'.join(missing)} are missing"
        return Problem("missing", reason, table=heading.text)
    reason = "is no known column; "
    if missing:
        reason += f"{'、'.join(missing)} is missing; "
    else:
        names = ", ".join(map(repr, unknown))
        reason += f"keep_columns=[{names}] keeps it in the source; "
    return Problem(
        "unknown",
        f"{reason}known are {'、'.join(KNOWN)}",
        "、".join(unknown),
        table=heading.text,
    )


def _names(header: Row) -> list[str]:
    return [one_line(cell.text) for cell in cells_of(header)]


def _ordinal(row: Row, header: Row) -> int | None:
    at = position_of(header, Column.NUMBER)
    texts = [cell.text for cell in cells_of(row)]
    if at is None or at >= len(texts):
        return None
    return parse_ordinal(texts[at])


def _unread(row: Row) -> Problem:
    return Problem(
        "unread",
        "is the start of a table in the plan that cannot be read as one of "
        "contests; write the headings of its columns above it, or move it "
        "out of the plan",
        in_one_line(row),
    )
