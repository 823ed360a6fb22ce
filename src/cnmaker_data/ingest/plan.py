"""
The tables of a plan as an `Edition`, or every reason why they are none.
"""

from __future__ import annotations

import enum
import os
import re
import unicodedata

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import attrs

from cnmaker_data import _resources
from cnmaker_data.errors import (
    AmbiguousRegionError,
    DataError,
    IngestError,
    IngestProblem,
    InvalidURLError,
    UnknownRegionError,
)
from cnmaker_data.ingest import documents
from cnmaker_data.ingest.documents import Cell, Document, Heading
from cnmaker_data.ingest.slugs import region_slug, slug
from cnmaker_data.model import (
    Contest,
    Edition,
    Link,
    Organization,
    Organizer,
    Region,
    Role,
    Source,
    Tier,
)
from cnmaker_data.regions import find_region
from cnmaker_data.urls import JOINT, scan_links


__all__ = ["YEAR_BEFORE_FIRST", "notice_on_record", "read_plan"]


class _Column(enum.Enum):
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
_COLUMNS = {column.value: column for column in _Column} | {
    "决赛地点": _Column.LOCATION,
    "举办地点": _Column.LOCATION,
    "报名网站": _Column.LINKS,
    "报名方式": _Column.LINKS,
}

#: The first edition was held in 2016, and one each year since.
YEAR_BEFORE_FIRST = 2015

_TITLE = re.compile(
    rf'(?P<edition>第(?P<number>{documents.NUMERAL})届"创客中国")'
    r"(?P<contest>\S{2,40}?大赛)(?:赛事)?(?:计划|安排)"
)
_NOTICE = re.compile(r"工信\w{1,12}〔(?P<year>2[0-9]{3})〕[0-9]{1,5}号")
_EDITION = re.compile(f"第({documents.NUMERAL})届")
# Quotation marks in all their forms, one character each.
_QUOTES = re.compile("[“”„‟＂「」『』]")
# What nobody sees, and editors leave behind.
_INVISIBLE = re.compile("[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_ORGANIZATION = re.compile(
    r"(?P<name>[^（）()，,；;：:。]+?)\s*"
    r"(?P<aliases>(?:[（(][^（）()]+[）)]\s*)*)"
)
_ALIAS = re.compile(r"[（(]([^（）()]+)[）)]")
# 、 outside brackets.
_SEPARATOR = re.compile(r"、(?![^（()）]*[）)])")
_ROLES = tuple(role.label for role in Role)


def read_plan(
    path: str | os.PathLike[str],
    *,
    edition: int | None = None,
    notice: str | None = None,
) -> Edition:
    """
    Return the edition that a plan document describes.

    *path* is a text, a Word (.docx) or an HTML file; the last two need the
    extra ``ingest``. Text is in UTF-8 or GB 18030: a line that starts with a
    tab starts a cell, a blank line before it starts a row, other lines
    continue the cell. *edition* is the number that the plan must be of.
    *notice* is the document number of the notice that the plan is attached
    to, where the document does not print it.

    Every row and cell is accounted for. Raises `IngestError`, which lists
    each problem with its table, row and column, for a plan that does not add
    up and for a file that is none, and `MissingExtraError`.

    >>> from cnmaker_data.ingest import read_plan
    >>> read_plan("edition-09.txt")
    Traceback (most recent call last):
        ...
    cnmaker_data.errors.IngestError: edition-09.txt: cannot be read: No such \
file or directory
    """
    path = Path(path)
    try:
        document = documents.read(path)
    except OSError as error:
        raise _refused(path, f"cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise _refused(path, str(error)) from None
    problems = _Problems()
    lines = [line for table in document.tables for line in table.above]
    title = _title(lines or list(document.below), problems)
    sheets = _sheets(document, problems)
    contests = _contests(sheets, title, problems) if title else ()
    if title and edition not in (None, title.number):
        problems.report(
            f"is of edition {title.number}, not {edition}", title.text
        )
    if title is None or problems:
        raise IngestError(problems, path.name)

    notice = notice or _notice(lines, title.number)
    dated = _NOTICE.fullmatch(notice or "")
    year = int(dated["year"]) if dated else title.number + YEAR_BEFORE_FIRST
    try:
        return Edition(
            number=title.number,
            year=year,
            title=title.text,
            notice=notice,
            contests=contests,
        )
    except DataError as error:
        raise _refused(path, str(error)) from None


def _refused(path: Path, reason: str) -> IngestError:
    return IngestError([IngestProblem("", None, None, "", reason)], path.name)


class _Title(NamedTuple):
    """
    What the title of a plan says, from which the names of its contests follow.
    """

    #: The title as printed, in one line.
    text: str
    #: 8.
    number: int
    #: 第八届"创客中国", with which each name starts, in plain quotes.
    edition: str
    #: 中小企业创新创业大赛, which stands behind what a contest is about.
    contest: str


class _Sheet(NamedTuple):
    """
    A table of contests, its headings understood.
    """

    heading: Heading
    tier: Tier
    #: The heading of each column as printed, in printed order.
    columns: tuple[str, ...]
    #: Where each column that is known stands.
    positions: dict[_Column, int]
    rows: tuple[tuple[Cell, ...], ...]


class _Row(NamedTuple):
    """
    A row of a table, with what merged cells say filled in.
    """

    sheet: _Sheet
    #: From 1.
    number: int
    printed: tuple[Cell, ...]
    texts: dict[_Column, str]
    inherited: frozenset[_Column]


class _Problems(list[IngestProblem]):
    """
    What is wrong with a document, in its order.
    """

    def report(
        self,
        reason: str,
        text: str = "",
        *,
        sheet: _Sheet | None = None,
        row: int | None = None,
        column: str | None = None,
    ) -> None:
        table = sheet.heading.text if sheet else ""
        self.append(IngestProblem(table, row, column, text, reason))

    def report_cell(self, reason: str, row: _Row, column: _Column) -> None:
        position = row.sheet.positions[column]
        self.report(
            reason,
            row.texts.get(column) or row.printed[position].text,
            sheet=row.sheet,
            row=row.number,
            column=row.sheet.columns[position],
        )


def _title(lines: list[str], problems: _Problems) -> _Title | None:
    # Documents break a long title in two.
    for line in (*lines, *map("".join, pairwise(lines))):
        flat = re.sub("^附件[0-9]*[:：]?", "", "".join(line.split()))
        found = _TITLE.fullmatch(_plain_quotes(flat))
        number = found and documents.parse_numeral(found["number"])
        if found and number:
            return _Title(flat, number, found["edition"], found["contest"])
    problems.report(
        "has no title of a plan, such as "
        "第八届“创客中国”中小企业创新创业大赛赛事计划"
    )
    return None


def _notice(lines: list[str], number: int) -> str | None:
    """
    Return the document number of a plan's notice, printed or on record.
    """
    for line in lines:
        if found := _NOTICE.search("".join(line.split())):
            return found[0]
    return notice_on_record(number)


def notice_on_record(number: int) -> str | None:
    """
    Return the document number of an edition's notice, where it is known.

    Plans are attachments, and seldom print it.

    >>> notice_on_record(8)
    '工信部联企业函〔2023〕191号'
    """
    lines = _resources.read("notices.csv").decode().splitlines()[1:]
    return dict(line.split(",") for line in lines).get(str(number))


def _sheets(document: Document, problems: _Problems) -> list[_Sheet]:
    sheets: list[_Sheet] = []
    headings: list[Heading] = []
    place = 0
    for table in document.tables:
        headings += filter(None, map(documents.parse_heading, table.above))
        rows = list(table.rows)
        while rows and (heading := _heading_in(rows[0])):
            headings.append(heading)
            del rows[0]
        columns = tuple(_flat(cell.text) for cell in rows[0]) if rows else ()
        if sum(_known(column) is not None for column in columns) < 2:
            continue  # a table of the page and not of the plan
        place += 1
        if not headings:
            problems.report(
                "is a table of contests without a heading, such as 二、区域赛",
                "、".join(columns),
            )
            continue
        *unused, heading = headings
        headings = []
        _report_unused(unused, problems)
        if sheet := _sheet(heading, columns, tuple(rows[1:]), problems):
            _check_sheet(sheet, place, sheets, problems)
            sheets.append(sheet)
    _report_unused(headings, problems)
    if not place:
        problems.report("holds no table of contests")
    return sheets


def _heading_in(row: tuple[Cell, ...]) -> Heading | None:
    """
    Return the heading that a row across the whole table holds.
    """
    first, *others = (cell.text.strip() for cell in row)
    return None if any(others) else documents.parse_heading(first)


def _report_unused(headings: Iterable[Heading], problems: _Problems) -> None:
    for heading in headings:
        # What is neither numbered nor counted may be a word of the page.
        if heading.number or heading.announced:
            problems.report("has no table of contests below it", heading.text)


def _sheet(
    heading: Heading,
    columns: tuple[str, ...],
    rows: tuple[tuple[Cell, ...], ...],
    problems: _Problems,
) -> _Sheet | None:
    """
    Return a table with its columns found, or None where that failed.
    """
    before = len(problems)
    tier = next((tier for tier in Tier if tier.label == heading.label), None)
    sheet = _Sheet(heading, tier or Tier.FINAL, columns, {}, rows)
    if tier is None:
        labels = "、".join(each.label for each in Tier)
        problems.report(f"is none of {labels}", heading.text)
    for position, text in enumerate(columns):
        column = _known(text)
        if column is None:
            problems.report(
                f"is an unknown column; known are {'、'.join(_COLUMNS)}",
                text,
                sheet=sheet,
                column=f"{position + 1}",
            )
        elif column in sheet.positions:
            problems.report(
                "stands there for a second time",
                text,
                sheet=sheet,
                column=f"{position + 1}",
            )
        else:
            sheet.positions[column] = position
    for column in (_Column.NAME, _Column.LOCATION, _Column.HOSTS):
        if column not in sheet.positions:
            problems.report(
                "the column is missing", sheet=sheet, column=column.value
            )
    return sheet if len(problems) == before else None


def _check_sheet(
    sheet: _Sheet, place: int, before: list[_Sheet], problems: _Problems
) -> None:
    heading, found = sheet.heading, len(sheet.rows)
    if any(sheet.tier is other.tier for other in before):
        problems.report("is the heading of a second table", heading.text)
    if heading.number not in (None, place):
        problems.report(
            f"is numbered {heading.number}, but is table {place}", heading.text
        )
    if heading.announced not in (None, found):
        problems.report(
            f"announces {heading.announced} contests, but {found} rows are there",
            heading.text,
        )


def _contests(
    sheets: list[_Sheet], title: _Title, problems: _Problems
) -> list[Contest]:
    contests: dict[str, Contest] = {}
    for sheet in sheets:
        for row in _filled_rows(sheet, problems):
            before = len(problems)
            _check_row(row, title, problems)
            contest = _contest(row, title, problems)
            if contest is None or len(problems) > before:
                continue
            if contest.id in contests:
                reason = f"is the second contest with the id {contest.id}"
                problems.report_cell(reason, row, _Column.NAME)
            contests[contest.id] = contest
    return list(contests.values())


def _filled_rows(sheet: _Sheet, problems: _Problems) -> Iterator[_Row]:
    merged_links = _has_merged_links(sheet)
    texts: dict[_Column, str] = {}
    for number, cells in enumerate(sheet.rows, 1):
        if len(cells) != len(sheet.columns):
            problems.report(
                f"the row has {len(cells)} cells, not {len(sheet.columns)}",
                " | ".join(_flat(cell.text) for cell in cells),
                sheet=sheet,
                row=number,
            )
            texts = {}
            continue
        inherited = frozenset(
            column
            for column, position in sheet.positions.items()
            if cells[position].merged
            or (column is _Column.LINKS and merged_links and number > 1)
        )
        texts = {
            column: texts.get(column, "")
            if column in inherited
            else cells[position].text
            for column, position in sheet.positions.items()
        }
        yield _Row(sheet, number, cells, texts, inherited)


def _has_merged_links(sheet: _Sheet) -> bool:
    """
    Return whether the links look like one cell, merged down the table.

    Where the document does not say what is merged, it does if the first row
    alone has a text there.
    """
    position = sheet.positions.get(_Column.LINKS)
    if position is None:
        return False
    cells = [row[position] for row in sheet.rows if len(row) > position]
    first, *others = cells or [Cell("")]
    return bool(first.text.strip()) and all(
        cell.merged is None and not cell.text.strip() for cell in others
    )


def _check_row(row: _Row, title: _Title, problems: _Problems) -> None:
    """
    Report what any cell of a row can have wrong.
    """
    for column, position in row.sheet.positions.items():
        printed = row.printed[position].text
        if not row.texts[column].strip():
            problems.report_cell("the cell is empty", row, column)
        if column in row.inherited and printed.strip():
            problems.report_cell(
                f"is covered by a merged cell, but holds {printed!r}",
                row,
                column,
            )
        if column in row.inherited and column in (_Column.NUMBER, _Column.NAME):
            problems.report_cell("is merged with the row above", row, column)
        for number in _EDITION.findall(printed):
            if documents.parse_numeral(number) != title.number:
                problems.report_cell(
                    f"names another edition than {title.edition}", row, column
                )
    number = _flat(row.texts.get(_Column.NUMBER, str(row.number)))
    if number.strip() and number != str(row.number):
        problems.report_cell(
            f"is the number of row {row.number}; "
            "the numbers go from 1 without a gap or a repeat",
            row,
            _Column.NUMBER,
        )


def _contest(row: _Row, title: _Title, problems: _Problems) -> Contest | None:
    tier = row.sheet.tier
    name = _flat(row.texts[_Column.NAME])
    subject = _subject(row, name, title, problems)
    location = _location(row, problems)
    organizers = [
        *_organizers(row, _Column.HOSTS, problems),
        *_organizers(row, _Column.UNDERTAKERS, problems),
    ]
    links = _links(row, problems)
    if subject is None or location is None:
        return None
    series = tier.value
    if tier is Tier.REGIONAL:
        _check_location(row, subject, location, problems)
        series += f"/{region_slug(location)}"
    elif tier is not Tier.FINAL:
        series += f"/{slug(subject)}"
    try:
        return Contest(
            id=f"{title.number}/{series}",
            edition=title.number,
            tier=tier,
            number=row.number if _Column.NUMBER in row.texts else None,
            name=name,
            theme=subject if tier is Tier.THEMATIC else None,
            location=location,
            organizers=organizers,
            links=links,
            source=Source(
                row.sheet.heading.text,
                row.number,
                [
                    (column, cell.text)
                    for column, cell in zip(
                        row.sheet.columns, row.printed, strict=True
                    )
                ],
            ),
        )
    except DataError as error:
        problems.report_cell(f"makes no contest: {error}", row, _Column.NAME)
        return None


def _subject(
    row: _Row, name: str, title: _Title, problems: _Problems
) -> str | None:
    """
    Return what a name has between the edition and the kind of contest.
    """
    if not name:
        return None  # reported as empty
    plain = _plain_quotes(name)
    start = len(title.edition)
    end = plain.find(title.contest, start)
    if not plain.startswith(title.edition) or end < 0:
        problems.report_cell(
            f"is not a name like {title.edition}…{title.contest}",
            row,
            _Column.NAME,
        )
        return None
    subject = name[start:end].strip()
    behind = name[end + len(title.contest) :].strip()
    if (subject == "") != (row.sheet.tier is Tier.FINAL):
        what = "nothing" if row.sheet.tier is Tier.FINAL else "what it is about"
        reason = f"has {subject!r} before {title.contest}, where {what} belongs"
        problems.report_cell(reason, row, _Column.NAME)
        return None
    if behind and row.sheet.tier in (Tier.REGIONAL, Tier.THEMATIC):
        problems.report_cell(
            f"goes on behind {title.contest}", row, _Column.NAME
        )
        return None
    return subject


def _location(row: _Row, problems: _Problems) -> Region | None:
    place = _flat(row.texts[_Column.LOCATION])
    if not place:
        return None  # reported as empty
    try:
        return find_region(place)
    except (AmbiguousRegionError, UnknownRegionError) as error:
        problems.report_cell(f"is no place: {error}", row, _Column.LOCATION)
        return None


def _check_location(
    row: _Row, subject: str, location: Region, problems: _Problems
) -> None:
    try:
        named = find_region(subject)
    except (AmbiguousRegionError, UnknownRegionError) as error:
        problems.report_cell(f"names no place: {error}", row, _Column.NAME)
        return
    if named != location:
        problems.report_cell(
            f"contradicts the name of the contest, which says {subject}",
            row,
            _Column.LOCATION,
        )


def _organizers(
    row: _Row, column: _Column, problems: _Problems
) -> Iterator[Organizer]:
    text = _flat(row.texts.get(column, ""))
    if not text:
        return  # reported as empty, or not a column of this table
    role = Role.HOST if column is _Column.HOSTS else Role.UNDERTAKER
    if role is Role.HOST and text.endswith(Role.LEAD.label):
        role = Role.LEAD
        text = text.removesuffix(Role.LEAD.label)
    for part in map(str.strip, _SEPARATOR.split(text)):
        found = _ORGANIZATION.fullmatch(part)
        if not part:
            problems.report_cell("has an empty organizer", row, column)
        elif not found or found["name"].endswith(_ROLES):
            problems.report_cell(
                f"{part!r} is not the name of an organization", row, column
            )
        else:
            aliases = map(str.strip, _ALIAS.findall(found["aliases"]))
            yield Organizer(Organization(found["name"], aliases), role)


def _links(row: _Row, problems: _Problems) -> list[Link]:
    text = row.texts.get(_Column.LINKS, "")
    if not text.strip():
        return []  # reported as empty, or not a column of this table
    links: list[Link] = []
    rest, end = "", 0
    try:
        for link, start, stop in scan_links(text):
            links.append(link)
            rest += text[end:start]
            end = stop
    except InvalidURLError as error:
        problems.report_cell(str(error), row, _Column.LINKS)
        return []
    rest = JOINT.sub("", _INVISIBLE.sub("", rest + text[end:]))
    if rest or not links:
        problems.report_cell(
            f"{rest!r} is neither an address nor its label"
            if links
            else "holds no address",
            row,
            _Column.LINKS,
        )
    inherited = _Column.LINKS in row.inherited
    return [attrs.evolve(link, inherited=inherited) for link in links]


def _known(heading: str) -> _Column | None:
    folded = "".join(unicodedata.normalize("NFKC", heading).split())
    return _COLUMNS.get(folded)


def _flat(text: str) -> str:
    """
    Return a text in one line, without what nobody sees.
    """
    lines = _INVISIBLE.sub("", text).split("\n")
    return "".join(line.strip() for line in lines)


def _plain_quotes(text: str) -> str:
    return _QUOTES.sub('"', text)
