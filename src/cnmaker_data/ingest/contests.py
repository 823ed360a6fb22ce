"""A row of a plan as a `Contest`, or what is wrong with its cells."""

from __future__ import annotations

import re

from typing import TYPE_CHECKING

import attrs

from cnmaker_data.errors import DataError, InvalidURLError, short_repr
from cnmaker_data.ingest.columns import Column
from cnmaker_data.ingest.headings import (
    INVISIBLE,
    find_edition,
    fold_in_place,
    one_line,
    other_editions,
)
from cnmaker_data.ingest.organizers import read_organizers
from cnmaker_data.links import JOINT, scan_links
from cnmaker_data.model import Contest, Link, Organizer, Role, Source, Tier
from cnmaker_data.places import find_region
from cnmaker_data.series import series_of
from cnmaker_data.urls import normalize_url


if TYPE_CHECKING:
    from cnmaker_data.ingest.document import Hyperlink
    from cnmaker_data.ingest.headings import Title
    from cnmaker_data.ingest.rows import ContestRow
    from cnmaker_data.model import Region


_NO_ADDRESS = "holds no address of http or https"
# Others lead elsewhere on the page's own site.
_ABSOLUTE = re.compile("//|[^/.]+:|www[.]", re.IGNORECASE)


def read_contest(row: ContestRow, title: Title) -> Contest | None:
    """Return the contest of a row, or None after reporting what is wrong."""
    sheet, number = row.sheet, title.number
    for column in row.headings:
        # Empty cells are reported already.
        if column is not Column.NAME and other_editions(
            row.text(column), number
        ):
            _report(row, "edition", column, number=number)
    name = one_line(row.text(Column.NAME)).strip()
    subject = _subject(row, name, title) if name else None
    location = _location(row, subject)
    organizers = [
        *_organizers(row, Column.HOSTS, Role.HOST),
        *_organizers(row, Column.UNDERTAKERS, Role.UNDERTAKER),
    ]
    links = _links(row)
    if row.problems or subject is None or not location:
        return None
    cells = zip(sheet.headings, row.printed, strict=True)
    try:
        return Contest(
            id=f"{number}/{series_of(sheet.tier, subject, location)}",
            edition=number,
            tier=sheet.tier,
            number=row.ordinal,
            name=name,
            theme=subject if sheet.tier is Tier.THEMATIC else None,
            location=location,
            organizers=organizers,
            links=links,
            source=Source(
                sheet.heading.text,
                row.number,
                [(heading, cell.text) for heading, cell in cells if heading],
            ),
        )
    except DataError as error:
        row.report("model", Column.NAME, error=error)
        return None


def _report(
    row: ContestRow, kind: str, column: Column, **values: object
) -> None:
    # Report a merged cell once, in the row that prints it.
    if column not in row.inherited:
        row.report(kind, column, **values)


def _subject(row: ContestRow, name: str, title: Title) -> str | None:
    """Return the part of a name between the edition and 中小企业…大赛."""
    kind, tier = fold_in_place(title.contest), row.sheet.tier
    number, start = find_edition(name) or (None, 0)
    end = fold_in_place(name).find(kind, start)
    subject, behind = name[start:end].strip(), name[end + len(kind) :].strip()
    wrong = ""
    if number is None or end < 0:
        wrong = "name"
    elif number != title.number or other_editions(behind, title.number):
        wrong = "name edition"
    elif tier is Tier.FINAL and subject:
        wrong = "name final"
    elif tier is not Tier.FINAL and not subject:
        wrong = "name subject"
    elif tier in (Tier.REGIONAL, Tier.THEMATIC) and behind:
        wrong = "" if behind.startswith("暨") else "name behind"
    if not wrong:
        return subject
    row.report(
        wrong,
        Column.NAME,
        number=title.number,
        edition=title.edition,
        contest=title.contest if wrong == "name" else kind,
        subject=subject,
        behind=behind,
    )
    return None


def _location(row: ContestRow, subject: str | None) -> Region | None:
    """Return the place of a contest; the name of a regional one must agree."""
    place = one_line(row.text(Column.LOCATION)).strip()
    if not place:
        return None
    try:
        location = find_region(place)
    except LookupError as error:
        _report(row, "place", Column.LOCATION, error=error)
        return None
    if subject and row.sheet.tier is Tier.REGIONAL:
        try:
            if find_region(subject) != location:
                row.report("contradicts", Column.LOCATION, subject=subject)
        except LookupError as error:
            row.report("name place", Column.NAME, error=error)
    return location


def _organizers(row: ContestRow, column: Column, role: Role) -> list[Organizer]:
    text = row.text(column)
    try:
        return read_organizers(text, role) if one_line(text) else []
    except ValueError as error:
        _report(row, "organizer", column, reason=error)
        return []


def _links(row: ContestRow) -> list[Link]:
    text = row.text(Column.LINKS)
    if not one_line(text):
        return []
    hyperlinks = row.cells[Column.LINKS].hyperlinks
    try:
        links, reason = _scanned(text)
        if not links and hyperlinks:
            links, reason = _labelled(text, hyperlinks)
    except InvalidURLError as error:
        links, reason = [], str(error)
    if reason:
        if hyperlinks:
            urls = ", ".join(short_repr(each.url) for each in hyperlinks)
            reason += f"; the hyperlink in the cell leads to {urls}"
        _report(row, "link", Column.LINKS, reason=reason)
    inherited = Column.LINKS in row.inherited
    return [attrs.evolve(link, inherited=inherited) for link in links]


def _scanned(text: str) -> tuple[list[Link], str]:
    """Return the addresses that a cell prints, and what is wrong with it."""
    links: dict[str, Link] = {}
    rest, reason = text, ""
    for link, start, stop in scan_links(text):
        if link.url in links:
            reason = f"has {link.url} twice"
        links[link.url] = link
        rest = rest.replace(text[start:stop], "", 1)
    if not links:
        return [], _NO_ADDRESS
    return list(links.values()), _unread(rest) or reason


def _labelled(
    text: str, hyperlinks: tuple[Hyperlink, ...]
) -> tuple[list[Link], str]:
    """Return the targets of hyperlinks in a cell, such as 点击报名."""
    links: dict[str, Link] = {}
    for label, address in hyperlinks:
        text = text.replace(label, "", 1)
        if not _ABSOLUTE.match(address):
            return [], _NO_ADDRESS
        url = normalize_url(address)
        links.setdefault(url, Link(url, one_line(label).strip()))
    return list(links.values()), _unread(text)


def _unread(rest: str) -> str:
    rest = JOINT.sub("", INVISIBLE.sub("", rest))
    return rest and f"{rest!r} is neither an address nor the name of one"
