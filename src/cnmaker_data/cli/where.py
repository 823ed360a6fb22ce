"""The command `where`: which contest a company in a place enters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.text import Text

from cnmaker_data import Edition, Region, find_region, locate
from cnmaker_data import edition as load_edition
from cnmaker_data.cli import terminal
from cnmaker_data.cli.columns import NO_TABLE, TableOptions
from cnmaker_data.cli.options import (
    EditionNumber,
    Flag,
    NotThereError,
    Output,
    Place,
)
from cnmaker_data.cli.sheets import Row, text_of
from cnmaker_data.cli.streams import Line, lines_of, visible
from cnmaker_data.errors import AmbiguousRegionError, UnknownRegionError
from cnmaker_data.places import path_of


_LAYOUTS = (
    ("place", "read", "region", "contest", "organizers", "urls"),
    ("place", "region", "contest", "urls"),
    ("place", "region", "id", "link"),
)
_NEW_COLUMNS = (
    "contest_id",
    "contest",
    "register_at",
    "region_code",
    "region",
    "located_by",
    "note",
)
# So many places without an answer are told on standard error.
_MOST_TOLD = 100
# Of unknown places: how much of each is counted, and how many are.
_BEGINNING, _MOST_BEGINNINGS = 6, 10_000


def where(
    *places: Place,
    exact: Flag = False,
    table: TableOptions = NO_TABLE,
    edition: EditionNumber = None,
    format: Output = "table",
) -> None:
    """
    Find the contest that a company in each place enters, and where it
    registers.

    Parameters
    ----------
    places
        Addresses, unified social credit codes, or names or codes of divisions.
        Without any, they are read from standard input, one a line.
    exact
        Take names and codes of divisions only.
    edition
        The number of the edition; the newest by default.
    format
        How to print the answers.
    """
    find = _Finder(load_edition(edition), is_exact=exact)
    if table:
        summary = _Summary()

        def answer(cells: Row) -> Iterator[Row]:
            yield _new_cells(find, summary, table.column, cells)

        table.add_columns(_NEW_COLUMNS, answer, places, format)
        terminal.print_text(f"{summary}")
        return
    failures: list[str] = []
    lines = lines_of(places, "a place")
    answers = (_answer(find, line, failures) for line in lines)
    if format == "json":
        terminal.print_json([answer._asdict() for answer in answers])
    elif format == "csv":
        terminal.print_csv(
            _Answer._fields, (answer.record() for answer in answers)
        )
    else:
        terminal.print_rows(_LAYOUTS, map(_cells, answers))
    if failures:
        raise NotThereError("\n".join(failures))


class _Answer(NamedTuple):
    """The contest for one place, or a note that says why it has no contest."""

    place: str
    read: str | None = None
    code: str | None = None
    region: str | None = None
    located_by: str | None = None
    contest_id: str | None = None
    contest: str | None = None
    organizers: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    note: str | None = None

    def record(self) -> list[object]:
        """Return the cells of a row of CSV."""
        organizers, urls = "、".join(self.organizers), " ".join(self.urls)
        return [*self[:-3], organizers, urls, self.note]


class _Finder:
    """Answers for a place by the rule of `Contests.entry_for`."""

    def __init__(self, plan: Edition, *, is_exact: bool) -> None:
        self._plan = plan
        self._is_exact = is_exact

    def __call__(self, place: str | float) -> _Answer:
        """Raise `UnknownRegionError` or `AmbiguousRegionError` otherwise."""
        if self._is_exact:
            find_region(text_of(place))
        located = locate(place)
        region = located.region
        found = _Answer(
            text_of(place),
            located.read,
            region.code,
            path_of(region),
            located.basis,
        )
        contest = self._plan.contests.entry_for(region)
        if contest is None:
            number = self._plan.number
            note = f"edition {number} has no contest for {region.name}"
            return found._replace(note=note)
        return found._replace(
            contest_id=contest.id,
            contest=contest.name,
            organizers=tuple(map(str, contest.organizers)),
            urls=contest.urls,
            note=self._note(region),
        )

    def _note(self, region: Region) -> str | None:
        """Return which cities of a province have a contest of their own."""
        if region.level != "province":
            return None
        regional = self._plan.contests.by_tier("regional").by_region(region)
        cities = [c.location.name for c in regional if c.location != region]
        if not cities:
            return None
        names = "、".join(cities)
        return f"only {region.name} was read; {names} has its own contest"


def _answer(find: _Finder, line: Line, failures: list[str]) -> _Answer:
    # One for each line, also an empty one: who joins the two counts on it.
    if not line.text.strip():
        return _Answer(line.text, note="no place is given")
    try:
        if line.problem is None:
            return find(line.text)
        reason = line.problem
    except (AmbiguousRegionError, UnknownRegionError) as error:
        # A message may search for what is meant, which takes a while.
        is_told = len(failures) < _MOST_TOLD
        reason = str(error) if is_told else "the place is unknown or ambiguous"
    if len(failures) < _MOST_TOLD:
        failures.append(line.located(reason))
    elif len(failures) == _MOST_TOLD:
        failures.append("and more places without an answer")
    return _Answer(line.text, note=reason)


def _cells(answer: _Answer) -> dict[str, terminal.Cell]:
    place = terminal.clipped(answer.place)
    place.highlight_words([visible(answer.read or "")], "bold")
    is_understood = answer.region is not None or not answer.place.strip()
    # Why a place is not understood is told below the table.
    note = answer.note if is_understood else "–"
    notes = [Text(note)] if note else []
    return {
        "place": place,
        "read": terminal.clipped(answer.read or ""),
        "region": answer.region or "",
        "contest": [
            *map(terminal.whole, filter(None, [answer.contest])),
            *notes,
        ],
        "id": [*map(terminal.whole, filter(None, [answer.contest_id])), *notes],
        "organizers": [Text(each) for each in answer.organizers],
        "urls": [terminal.whole(url, url) for url in answer.urls],
        "link": terminal.hosts(answer.urls),
    }


class _Summary:
    """How many rows of a table have which kind of answer."""

    def __init__(self) -> None:
        self._kinds: Counter[str] = Counter()
        self._beginnings: Counter[str] = Counter()

    def count(self, kind: str, place: str = "") -> None:
        """Count a row; *place* is what was not understood."""
        self._kinds[kind] += 1
        if kind != "unknown":
            return
        self._beginnings[place[:_BEGINNING]] += 1
        if len(self._beginnings) > _MOST_BEGINNINGS:
            # Memory is bounded: rare ones go.
            frequent = self._beginnings.most_common(_MOST_BEGINNINGS // 2)
            self._beginnings = Counter(dict(frequent))

    def __str__(self) -> str:
        kinds = ("answered", "no contest", "ambiguous", "unknown", "empty")
        lines = [f"{kind}: {self._kinds[kind]:,}" for kind in kinds]
        if self._beginnings:
            lines.append("the most frequent beginnings of unknown places:")
        frequent = self._beginnings.most_common(10)
        lines += [f"  {text}: {count:,}" for text, count in frequent]
        return "\n".join(lines)


def _new_cells(
    find: _Finder,
    summary: _Summary,
    columns: Sequence[str],
    cells: Row,
) -> Row:
    """Return the cells of `_NEW_COLUMNS` for the first column that answers."""
    kind, unknown = "empty", ""
    reasons: list[str] = []
    for column, cell in zip(columns, cells, strict=True):
        place = cell if isinstance(cell, int | float) else text_of(cell).strip()
        if place == "":
            reasons.append(f"{column} is empty")
            continue
        try:
            found = find(place)
        except AmbiguousRegionError as error:
            kind = "ambiguous"
            reasons.append(f"{column}: {error}")
        except UnknownRegionError:
            # Its message would search for what is meant, in each row.
            kind = "unknown" if kind == "empty" else kind
            unknown = unknown or text_of(place)
            reasons.append(f"{column} names no division")
        else:
            summary.count("answered" if found.contest else "no contest")
            note = f"from {column}" + (f"; {found.note}" if found.note else "")
            return (
                found.contest_id,
                found.contest,
                " ".join(found.urls),
                found.code,
                found.region,
                found.located_by,
                note,
            )
    summary.count(kind, unknown)
    return (*[None] * (len(_NEW_COLUMNS) - 1), "; ".join(reasons))
