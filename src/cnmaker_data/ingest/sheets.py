"""
The tables of contests in a document: their headings, columns and rows.
"""

from __future__ import annotations

import enum
import re
import unicodedata

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from cnmaker_data.ingest.headings import Heading, parse_heading
from cnmaker_data.model import Tier


if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnmaker_data.ingest import documents
    from cnmaker_data.ingest.documents import Document
    from cnmaker_data.ingest.problems import Problems


__all__ = [
    "INVISIBLE",
    "Column",
    "Row",
    "Sheet",
    "flat",
    "lines_above",
    "rows",
    "sheets",
]


class Column(enum.Enum):
    """
    What a column of a plan holds.
    """

    NUMBER = "序号"
    NAME = "赛事名称"
    LOCATION = "地点"
    HOSTS = "主办单位"
    UNDERTAKERS = "承办单位"
    LINKS = "报名网址"


# The headings that the plans have had for each.
_COLUMNS = {column.value: column for column in Column} | {
    "决赛地点": Column.LOCATION,
    "举办地点": Column.LOCATION,
    "报名网站": Column.LINKS,
    "报名方式": Column.LINKS,
}
_REQUIRED = (Column.NAME, Column.LOCATION, Column.HOSTS)
_TIERS = {tier.label: tier for tier in Tier}

# Far more than a plan has, and few enough to look each of them up.
_MAX_CONTESTS = 500
_MAX_CELL = 2_000

#: What nobody sees, and editors leave behind.
INVISIBLE = re.compile("[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


class Sheet(NamedTuple):
    """
    A table of contests, its headings understood.
    """

    heading: Heading
    tier: Tier
    #: The heading of each column, in printed order.
    columns: tuple[str, ...]
    #: Where each column stands.
    positions: dict[Column, int]
    rows: tuple[documents.Row, ...]
    #: Whether the document says which cells are merged.
    shows_merged: bool


class Row(NamedTuple):
    """
    A row of a table, with what merged cells say filled in.
    """

    sheet: Sheet
    #: From 1.
    number: int
    printed: documents.Row
    #: The text of each column, but for cells merged with one that is unknown.
    texts: dict[Column, str]
    #: The columns whose text stands in a row above.
    inherited: frozenset[Column]

    def report(self, reason: str, column: Column, problems: Problems) -> None:
        """
        Report what is wrong with a cell.
        """
        position = self.sheet.positions[column]
        problems.report(
            reason,
            self.texts.get(column) or self.printed[position].text,
            table=self.sheet.heading.text,
            row=self.number,
            column=self.sheet.columns[position],
        )


class _Block(NamedTuple):
    """
    A table of contests, or what stands below the last.
    """

    #: The headings of tables since the block before.
    headings: tuple[Heading, ...]
    #: The headings of its columns; none below the last table.
    columns: tuple[str, ...] = ()
    #: What stands above these in the table, where nothing should.
    misplaced: tuple[documents.Row, ...] = ()
    rows: tuple[documents.Row, ...] = ()


def flat(text: str) -> str:
    """
    Return a text in one line, without what nobody sees.
    """
    lines = INVISIBLE.sub("", text).split("\n")
    return "".join(line.strip() for line in lines)


def lines_above(document: Document) -> list[str]:
    """
    Return the lines above the first table of contests, or all without one.
    """
    lines: list[str] = []
    for table in document.tables:
        lines += table.above
        if any(map(_is_columns, table.rows)):
            return lines
    return [*lines, *document.below]


def sheets(document: Document, problems: Problems) -> Iterator[Sheet]:
    """
    Yield the tables of contests in a document, reporting what is wrong.
    """
    *blocks, below = _blocks(document)
    labels = {block.headings[-1].label for block in blocks if block.headings}
    # Plain text has no menus: what looks like a heading there may as well be
    # the end of a cell.
    named = labels if document.shows_merged else set[str]()
    tiers = set[Tier]()
    contests = 0
    for place, block in enumerate(blocks, 1):
        contests += len(block.rows)
        if contests > _MAX_CONTESTS:
            problems.report(
                f"holds over {_MAX_CONTESTS} contests; no plan does"
            )
            return
        _report_lost(
            block.headings[:-1], labels if place == 1 else named, problems
        )
        if block.headings:
            _check_heading(block, place, tiers, problems)
            if sheet := _sheet(block, problems, document.shows_merged):
                yield sheet
        else:
            problems.report(
                "these columns have no heading of a table above them, such "
                "as 二、区域赛（共35个）",
                "、".join(block.columns),
            )
    _report_lost(below.headings, named, problems)
    if not blocks:
        columns = "、".join(column.value for column in _REQUIRED)
        problems.report(
            f"has no table of contests, which has the columns {columns}"
        )


def _blocks(document: Document) -> Iterator[_Block]:
    """
    Yield each table of contests, and at last what stands below them.
    """
    headings: list[Heading] = []
    for table in document.tables:
        headings += filter(None, map(parse_heading, table.above))
        starts = [at for at, row in enumerate(table.rows) if _is_columns(row)]
        # In plain text, two tables without a heading between them are one.
        for start, end in pairwise([*starts, len(table.rows)]):
            yield _Block(
                tuple(headings),
                tuple(flat(cell.text) for cell in table.rows[start]),
                table.rows[:start] if start == starts[0] else (),
                table.rows[start + 1 : end],
            )
            headings = []
    headings += filter(None, map(parse_heading, document.below))
    yield _Block(tuple(headings))


def _is_columns(row: documents.Row) -> bool:
    """
    Return whether a row holds the headings of the columns of contests.
    """
    return sum(_column(flat(cell.text)) is not None for cell in row) >= 2


def _column(heading: str) -> Column | None:
    folded = "".join(unicodedata.normalize("NFKC", heading).split())
    return _COLUMNS.get(folded)


def _report_lost(
    headings: tuple[Heading, ...], labels: set[str], problems: Problems
) -> None:
    """
    Report headings whose table is lost.

    A notice and the menus of a page name the tiers, too. That is no loss
    for the tiers of *labels*, whose tables are found.
    """
    for heading in headings:
        is_lost = heading.label in _TIERS and heading.label not in labels
        if is_lost or heading.announced is not None:
            problems.report(
                "has no table of contests below it that can be read; its "
                "columns or a table inside its cells may be the reason",
                heading.text,
            )


def _check_heading(
    block: _Block, place: int, before: set[Tier], problems: Problems
) -> None:
    heading, contests = block.headings[-1], len(block.rows)
    tier = _TIERS.get(heading.label)
    if tier is None:
        problems.report(
            f"is the heading of no tier; they are {'、'.join(_TIERS)}",
            heading.text,
        )
    elif tier in before:
        problems.report(
            f"is the second table of {tier.label}; a plan has one of each",
            heading.text,
        )
    else:
        before.add(tier)
    if heading.number not in (None, place):
        problems.report(
            f"is numbered {heading.number}, but is table {place} of the plan",
            heading.text,
        )
    if heading.announced not in (None, contests):
        problems.report(
            f"announces {heading.announced} contests, but {contests} rows "
            "stand below it",
            heading.text,
        )
    elif not contests:
        problems.report("has no contest below it", heading.text)


def _sheet(
    block: _Block, problems: Problems, shows_merged: bool
) -> Sheet | None:
    """
    Return a table with its columns found, or None where it lacks one.
    """
    heading = block.headings[-1]
    for row in block.misplaced:
        problems.report(
            "stands above the headings of the columns",
            _in_one_line(row),
            table=heading.text,
        )
    positions: dict[Column, int] = {}
    for position, text in enumerate(block.columns):
        column = _column(text)
        if column in positions:
            first = block.columns[positions[column]]
            reason = f"holds the same as {first} before it"
        elif column:
            positions[column] = position
            continue
        else:
            reason = f"is an unknown column; known are {'、'.join(_COLUMNS)}"
        problems.report(
            reason, text, table=heading.text, column=f"{position + 1}"
        )
    missing = [column for column in _REQUIRED if column not in positions]
    for column in missing:
        problems.report(
            "the column is missing", table=heading.text, column=column.value
        )
    tier = _TIERS.get(heading.label)
    if missing or tier is None:
        return None
    return Sheet(
        heading, tier, block.columns, positions, block.rows, shows_merged
    )


def rows(sheet: Sheet, problems: Problems) -> Iterator[Row]:
    """
    Yield the rows of a table that can be read, and report the others.
    """
    merged_links = not sheet.shows_merged and _has_merged_links(sheet)
    texts = dict.fromkeys(sheet.positions, "")
    for number, cells in enumerate(sheet.rows, 1):
        if reason := _malformed(cells, len(sheet.columns)):
            problems.report(
                reason,
                _in_one_line(cells),
                table=sheet.heading.text,
                row=number,
            )
            texts = {}  # what cells below are merged with is unknown
            continue
        inherited = {
            column
            for column, position in sheet.positions.items()
            if cells[position].merged == "above"
        }
        if merged_links and number > 1:
            inherited.add(Column.LINKS)
        texts = {
            column: texts[column]
            if column in inherited
            else cells[position].text
            for column, position in sheet.positions.items()
            if column in texts or column not in inherited
        }
        yield Row(sheet, number, cells, texts, frozenset(inherited))


def _malformed(cells: documents.Row, columns: int) -> str | None:
    if len(cells) != columns:
        return (
            f"the row has {len(cells)} cells, but the table {columns} columns"
        )
    if any(len(cell.text) > _MAX_CELL for cell in cells):
        return f"a cell holds over {_MAX_CELL} characters; none of a plan does"
    return None


def _in_one_line(cells: documents.Row) -> str:
    text = " | ".join(flat(cell.text) for cell in cells)
    return text if len(text) <= 200 else f"{text[:199]}…"


def _has_merged_links(sheet: Sheet) -> bool:
    """
    Return whether the links look like one cell, merged down the table.

    Where the document does not say what is merged, it does if the first row
    alone has a text there.
    """
    position = sheet.positions.get(Column.LINKS)
    if position is None:
        return False
    first, *others = [
        row[position].text.strip() for row in sheet.rows if len(row) > position
    ] or [""]
    return bool(first) and not any(others)
