"""A row of a plan as a `Contest`, or what is wrong with its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import attrs

from cnmaker_data.errors import (
    AmbiguousRegionError,
    DataError,
    InvalidURLError,
    UnknownRegionError,
    short_repr,
)
from cnmaker_data.ingest.columns import Column
from cnmaker_data.ingest.headings import (
    find_edition,
    fold,
    one_line,
    other_editions,
)
from cnmaker_data.ingest.organizers import read_organizers
from cnmaker_data.links import JOINT, scan_links
from cnmaker_data.model import Contest, Link, Organizer, Role, Source, Tier
from cnmaker_data.places import find_region
from cnmaker_data.series import region_slug, slug
from cnmaker_data.urls import normalize_url


if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnmaker_data.ingest.document import Hyperlink
    from cnmaker_data.ingest.headings import Title
    from cnmaker_data.ingest.problems import Problem
    from cnmaker_data.ingest.rows import Row
    from cnmaker_data.model import Region


_INVISIBLE = dict.fromkeys(map(ord, "\xad\u200b\u200c\u200d\u2060\ufeff"))


class Read(NamedTuple):
    """The contest of a row, or what is wrong with it."""

    contest: Contest | None
    problems: tuple[Problem, ...]


def read_contest(row: Row, title: Title) -> Read:
    """Return the contest of a row, or all that is wrong with it."""
    reader = _Reader(row, title)
    contest = reader.contest()
    problems = sorted(
        (*row.problems, *reader.problems),
        key=lambda problem: reader.order.get(problem.column or "", -1),
    )
    return Read(None if problems else contest, tuple(problems))


class _Reader:
    """Reads the cells of one row."""

    def __init__(self, row: Row, title: Title) -> None:
        self._row = row
        self._title = title
        self.problems: list[Problem] = []
        headings = (heading for heading, _ in row.printed)
        self.order = {heading: at for at, heading in enumerate(headings)}
        # The columns that are wrong already.
        self._wrong = {problem.column for problem in row.problems}

    def _text(self, column: Column) -> str:
        """Return what a cell prints, empty if it is known to be wrong."""
        heading = self._row.headings.get(column)
        return "" if heading in self._wrong else self._row.text(column)

    def _report(self, kind: str, reason: str, column: Column) -> None:
        # A cell that rows share is wrong once, in the row that prints it.
        if column not in self._row.inherited or kind == "contradicts":
            self.problems.append(self._row.problem(kind, reason, column))

    def contest(self) -> Contest | None:
        row, title = self._row, self._title
        subject = self._subject()
        self._check_editions()
        location = self._location()
        organizers = [
            *self._organizers(Column.HOSTS, Role.HOST),
            *self._organizers(Column.UNDERTAKERS, Role.UNDERTAKER),
        ]
        links = list(self._links())
        if row.tier is Tier.REGIONAL and subject and location:
            self._check_location(subject, location)
        if self.problems or row.problems or subject is None or not location:
            return None
        try:
            return Contest(
                id=f"{title.number}/{_series(row.tier, subject, location)}",
                edition=title.number,
                tier=row.tier,
                number=row.ordinal,
                name=one_line(row.text(Column.NAME)).strip(),
                theme=subject if row.tier is Tier.THEMATIC else None,
                location=location,
                organizers=organizers,
                links=links,
                source=Source(row.table, row.number, row.printed),
            )
        except DataError as error:
            reason = f"makes no contest: {error}"
            self._report("model", reason, Column.NAME)
            return None

    def _subject(self) -> str | None:
        """
        Return what a name has between the edition and the kind of contest.
        """
        name = one_line(self._text(Column.NAME)).strip()
        if not name:
            return None  # `rows` reports empty cells
        plain, kind = fold(name), fold(self._title.contest)
        tier = self._row.tier
        edition = find_edition(name)
        end = plain.find(kind, edition.end) if edition else -1
        if not edition or end < 0:
            like = f"{self._title.edition}…{self._title.contest}"
            self._report("name", f"is not a name like {like}", Column.NAME)
            return None
        subject = name[edition.end : end].strip()
        behind = name[end + len(kind) :].strip()
        number = self._title.number
        reason = ""
        if edition.number != number or other_editions(behind, number):
            reason = f"names another edition than {number}, the plan's"
        elif tier is Tier.FINAL and subject:
            reason = f"has {subject!r} before {kind}, as no final has"
        elif tier is not Tier.FINAL and not subject:
            reason = f"does not say before {kind} what it is about"
        elif (
            tier in (Tier.REGIONAL, Tier.THEMATIC)
            and behind
            and not behind.startswith("暨")
        ):
            reason = f"goes on with {behind!r} behind {kind}"
        if reason:
            self._report("name", reason, Column.NAME)
            return None
        return subject

    def _check_editions(self) -> None:
        number = self._title.number
        for column in self._row.headings:
            if column is not Column.NAME and other_editions(
                self._text(column), number
            ):
                reason = f"names another edition than {number}, the plan's"
                self._report("edition", reason, column)

    def _location(self) -> Region | None:
        place = one_line(self._text(Column.LOCATION)).strip()
        if not place:
            return None  # `rows` reports empty cells
        try:
            return find_region(place)
        except (AmbiguousRegionError, UnknownRegionError) as error:
            self._report("place", f"is no place: {error}", Column.LOCATION)
            return None

    def _check_location(self, subject: str, location: Region) -> None:
        try:
            named = find_region(subject)
        except (AmbiguousRegionError, UnknownRegionError) as error:
            self._report("name", f"names no place: {error}", Column.NAME)
            return
        if named != location:
            self._report(
                "contradicts",
                f"contradicts the name of the contest, which says {subject}",
                Column.LOCATION,
            )

    def _organizers(self, column: Column, role: Role) -> list[Organizer]:
        text = self._text(column)
        if not one_line(text):
            return []  # `rows` reports empty cells; or not a column of this table
        organizers, reason = read_organizers(text, role)
        if reason:
            self._report("organizer", reason, column)
        return organizers

    def _links(self) -> Iterator[Link]:
        text = self._text(Column.LINKS)
        if not one_line(text):
            return  # `rows` reports empty cells; or not a column of this table
        inherited = Column.LINKS in self._row.inherited
        hyperlinks = self._row.cells[Column.LINKS].hyperlinks
        links, reason = _scanned(text)
        if not links and hyperlinks:
            links, reason = _labelled(text, hyperlinks)
        if reason:
            if hyperlinks:
                urls = ", ".join(short_repr(each.url) for each in hyperlinks)
                reason += f"; the hyperlink in the cell leads to {urls}"
            self._report("link", reason, Column.LINKS)
        for link in links:
            yield attrs.evolve(link, inherited=inherited)


def _scanned(text: str) -> tuple[list[Link], str]:
    """Return the addresses that a cell prints, and what is wrong with it."""
    links: list[Link] = []
    rest, end = "", 0
    reason = ""
    try:
        for link, start, stop in scan_links(text):
            if any(link.url == each.url for each in links):
                reason = f"has {link.url} twice"
            links.append(link)
            rest += text[end:start]
            end = stop
    except InvalidURLError as error:
        return [], str(error)
    rest = JOINT.sub("", (rest + text[end:]).translate(_INVISIBLE))
    if not links:
        reason = "holds no address of http or https"
    elif rest:
        reason = f"{rest!r} is neither an address nor the name of one"
    return links, reason


def _labelled(
    text: str, hyperlinks: tuple[Hyperlink, ...]
) -> tuple[list[Link], str]:
    """Return the addresses behind the words of a cell, such as 点击报名."""
    links: list[Link] = []
    rest = text
    for label, address in hyperlinks:
        rest = rest.replace(label, "", 1)
        try:
            url = normalize_url(address)
        except InvalidURLError as error:
            return [], str(error)
        if all(url != each.url for each in links):
            links.append(Link(url, one_line(label).strip()))
    rest = JOINT.sub("", rest.translate(_INVISIBLE))
    if rest:
        return [], f"{rest!r} is neither an address nor the name of one"
    return links, ""


def _series(tier: Tier, subject: str, location: Region) -> str:
    match tier:
        case Tier.FINAL:
            return "final"
        case Tier.REGIONAL:
            return f"regional/{region_slug(location)}"
        case _:
            return f"{tier.value}/{slug(subject)}"
