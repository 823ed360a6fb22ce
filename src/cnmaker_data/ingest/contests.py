"""
A row of a plan as a `Contest`, or what is wrong with its cells.
"""

from __future__ import annotations

import re

from typing import TYPE_CHECKING

import attrs

from cnmaker_data.errors import (
    AmbiguousRegionError,
    DataError,
    InvalidURLError,
    UnknownRegionError,
)
from cnmaker_data.ingest.headings import plain_quotes
from cnmaker_data.ingest.problems import Problems
from cnmaker_data.ingest.sheets import INVISIBLE, Column, flat
from cnmaker_data.links import JOINT, scan_links
from cnmaker_data.model import (
    Contest,
    Link,
    Organization,
    Organizer,
    Region,
    Role,
    Source,
    Tier,
)
from cnmaker_data.places import find_region
from cnmaker_data.series import numbers_of_editions, region_slug, slug


if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnmaker_data.ingest.headings import Title
    from cnmaker_data.ingest.sheets import Row


__all__ = ["read_contest"]


# A name in Chinese, in which there may be Latin words and quotation marks.
_NAME = r"(?=[^（(]*[\u3400-\u9fff\U00020000-\U0003ffff])[\w·“”《》&\- ]++"
_ORGANIZATION = re.compile(
    rf"(?P<name>{_NAME})(?P<aliases>(?:[（(][^（）()]++[）)]\s*+)*+)"
)
# What tells that a text is more than the name of an organization.
_NO_NAME = re.compile(
    r"主办|牵头|承办|协办|待定|(?:参与|负责|共同|等)$"
    r"|(?<=[\u3400-\u9fff]) +(?=[\u3400-\u9fff])"
)
# A line that ends, or the next one starts, without 、: one name or two?
_BROKEN = re.compile(r"(?<![、\s])\s*\n\s*(?![、\s])(?=\S)")
_ALIAS = re.compile(r"[（(]([^（）()]++)[）)]")
# 、 and, as a whole, what stands in brackets, which may hold one.
_SEPARATOR = re.compile(r"[（(][^（）()]*+[）)]|(?P<separator>、)")


def read_contest(row: Row, title: Title, problems: Problems) -> Contest | None:
    """
    Return the contest of a row, or report all that is wrong with it.
    """
    found = Problems()
    for column in row.sheet.positions:
        _check_cell(row, column, title, found)
    contest = _contest(row, title, found)
    # As they are printed, and not as they are read.
    found.sort(key=lambda problem: row.sheet.columns.index(problem.column))
    problems += found
    return None if found else contest


def _check_cell(
    row: Row, column: Column, title: Title, problems: Problems
) -> None:
    """
    Report what any cell can have wrong.
    """
    cell = row.printed[row.sheet.positions[column]]
    text = row.texts.get(column)
    own = column in (Column.NUMBER, Column.NAME)
    if cell.merged == "before":
        reason = "is merged with the cell before it; split them"
    elif column in row.inherited and cell.text.strip():
        reason = f"is merged with the cell above it, but holds {cell.text!r}"
    elif column in row.inherited and own:
        reason = "is merged with the cell above it; split them"
    elif text is not None and not text.strip():
        reason = "is empty"
        if column is Column.NUMBER:
            reason += (
                "; a number that Word or a browser adds is not read: type it"
            )
    else:
        reason = ""
    if reason:
        row.report(reason, column, problems)
    for number in numbers_of_editions(cell.text):
        if number != title.number:
            reason = f"names another edition than {title.number}, the plan's"
            row.report(reason, column, problems)


def _contest(row: Row, title: Title, problems: Problems) -> Contest | None:
    tier = row.sheet.tier
    _check_number(row, problems)
    subject = _subject(row, title, problems)
    location = _location(row, problems)
    organizers = [
        *_organizers(row, Column.HOSTS, problems),
        *_organizers(row, Column.UNDERTAKERS, problems),
    ]
    links = list(_links(row, problems))
    if tier is Tier.REGIONAL and subject and location:
        _check_location(row, subject, location, problems)
    if problems or subject is None or location is None:
        return None
    cells = zip(row.sheet.columns, row.printed, strict=True)
    try:
        return Contest(
            id=f"{title.number}/{_series(tier, subject, location)}",
            edition=title.number,
            tier=tier,
            number=row.number if Column.NUMBER in row.texts else None,
            name=flat(row.texts[Column.NAME]),
            theme=subject if tier is Tier.THEMATIC else None,
            location=location,
            organizers=organizers,
            links=links,
            source=Source(
                row.sheet.heading.text,
                row.number,
                [(column, cell.text) for column, cell in cells],
            ),
        )
    except DataError as error:
        row.report(f"makes no contest: {error}", Column.NAME, problems)
        return None


def _series(tier: Tier, subject: str, location: Region) -> str:
    match tier:
        case Tier.FINAL:
            return "final"
        case Tier.REGIONAL:
            return f"regional/{region_slug(location)}"
        case _:
            return f"{tier.value}/{slug(subject)}"


def _check_number(row: Row, problems: Problems) -> None:
    number = flat(row.texts.get(Column.NUMBER, ""))
    is_own = Column.NUMBER not in row.inherited
    if number and is_own and number != str(row.number):
        row.report(
            f"is the number of row {row.number}; they go from 1 without a "
            "gap or a repeat",
            Column.NUMBER,
            problems,
        )


def _subject(row: Row, title: Title, problems: Problems) -> str | None:
    """
    Return what a name has between the edition and the kind of contest.
    """
    name = flat(row.texts.get(Column.NAME, ""))
    if not name:
        return None  # reported as empty
    plain = plain_quotes(name)
    start = len(title.edition)
    end = plain.find(title.contest, start)
    subject = name[start:end].strip()
    behind = name[end + len(title.contest) :]
    tier = row.sheet.tier
    reason = ""
    if not plain.startswith(title.edition) or end < 0:
        edition = title.text[:start]
        reason = f"is not a name like {edition}…{title.contest}"
    elif tier is Tier.FINAL and subject:
        reason = f"has {subject!r} before {title.contest}, as no final has"
    elif tier is not Tier.FINAL and not subject:
        reason = f"does not say before {title.contest} what it is about"
    elif tier in (Tier.REGIONAL, Tier.THEMATIC) and behind:
        reason = f"goes on with {behind!r} behind {title.contest}"
    if reason:
        row.report(reason, Column.NAME, problems)
        return None
    return subject


def _location(row: Row, problems: Problems) -> Region | None:
    place = flat(row.texts.get(Column.LOCATION, ""))
    if not place:
        return None  # reported as empty
    try:
        return find_region(place)
    except (AmbiguousRegionError, UnknownRegionError) as error:
        row.report(f"is no place: {error}", Column.LOCATION, problems)
        return None


def _check_location(
    row: Row, subject: str, location: Region, problems: Problems
) -> None:
    try:
        named = find_region(subject)
    except (AmbiguousRegionError, UnknownRegionError) as error:
        row.report(f"names no place: {error}", Column.NAME, problems)
        return
    if named != location:
        reason = f"contradicts the name of the contest, which says {subject}"
        row.report(reason, Column.LOCATION, problems)


def _organizers(
    row: Row, column: Column, problems: Problems
) -> Iterator[Organizer]:
    printed = INVISIBLE.sub("", row.texts.get(column, "")).strip()
    text = flat(printed)
    if not text:
        return  # reported as empty, or not a column of this table
    if _BROKEN.search(printed):
        reason = (
            "has a line break that may be in a name or between two; write 、 "
            "between organizations, and each in one line"
        )
        row.report(reason, column, problems)
        return
    role = Role.HOST if column is Column.HOSTS else Role.UNDERTAKER
    if role is Role.HOST and text.endswith(Role.LEAD.label):
        role = Role.LEAD
        text = text.removesuffix(Role.LEAD.label)
    seen = set[Organization]()
    for part in _parts(text):
        organization = _organization(part)
        if not part:
            reason = "has an empty organizer; 、 separates them"
        elif organization is None:
            reason = f"{part!r} is not the name of an organization"
        elif organization in seen:
            reason = f"has {part!r} twice"
        else:
            seen.add(organization)
            yield Organizer(organization, role)
            continue
        row.report(reason, column, problems)


def _parts(text: str) -> Iterator[str]:
    start = 0
    for found in _SEPARATOR.finditer(text):
        if found["separator"]:
            yield text[start : found.start()].strip()
            start = found.end()
    yield text[start:].strip()


def _organization(text: str) -> Organization | None:
    found = _ORGANIZATION.fullmatch(text)
    if not found or _NO_NAME.search(text):
        return None
    aliases = map(str.strip, _ALIAS.findall(found["aliases"]))
    try:
        return Organization(found["name"].rstrip(), aliases)
    except DataError:
        return None


def _links(row: Row, problems: Problems) -> Iterator[Link]:
    text = row.texts.get(Column.LINKS, "")
    if not text.strip():
        return  # reported as empty, or not a column of this table
    seen = set[str]()
    rest, end = "", 0
    reason = ""
    try:
        for link, start, stop in scan_links(text):
            if link.url in seen:
                reason = f"has {link.url} twice"
            seen.add(link.url)
            rest += text[end:start]
            end = stop
            inherited = Column.LINKS in row.inherited
            yield attrs.evolve(link, inherited=inherited)
    except InvalidURLError as error:
        row.report(str(error), Column.LINKS, problems)
        return
    rest = JOINT.sub("", INVISIBLE.sub("", rest + text[end:]))
    if not seen:
        reason = "holds no address of http or https"
    elif rest:
        reason = f"{rest!r} is neither an address nor the name of one"
    if reason:
        row.report(reason, Column.LINKS, problems)
