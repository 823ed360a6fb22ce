"""The command `where`: which contest a company in a place enters."""

from __future__ import annotations

import functools

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple, TypeAlias

from rich.text import Text

from cnmaker_data import Edition, find_region, locate
from cnmaker_data import edition as load_edition
from cnmaker_data.cli import options, terminal
from cnmaker_data.cli.sheets import Row, TableOptions, text_of
from cnmaker_data.cli.streams import Line, lines_of, visible
from cnmaker_data.errors import AmbiguousRegionError, UnknownRegionError
from cnmaker_data.places import codes_above, path_of


_LAYOUTS = (
    ("place", "read", "region", "contest", "organizers", "urls"),
    ("place", "region", "contest", "urls"),
    ("place", "region", "id", "link"),
)
_NEW_COLUMNS = (
    *("contest_id", "contest", "register_at", "region_code", "region"),
    *("located_by", "note"),
)
_KINDS = ("answered", "no contest", "ambiguous", "unknown", "empty")
# How many places without an answer are reported on standard error.
_MOST_REPORTED = 100
# The length of the beginnings of unknown places that are counted, and a limit
# for their number.
_BEGINNING, _MOST_BEGINNINGS = 6, 10_000


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


_Find: TypeAlias = Callable[[str], _Answer]


def where(
    *places: options.Place,
    exact: bool = False,
    table: TableOptions | None = None,
    edition: options.EditionNumber = None,
    format: options.Output = "table",
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
    find = functools.partial(_find, load_edition(edition), is_exact=exact)
    if table:
        _add_columns(find, table, places, format)
        return
    failures: list[str] = []
    lines = lines_of(places, "a place")
    answers = (_answer(find, line, failures) for line in lines)
    if format == "json":
        terminal.print_json([answer._asdict() for answer in answers])
    elif format == "csv":
        records = (
            [
                *each[:-3],
                "、".join(each.organizers),
                " ".join(each.urls),
                each.note,
            ]
            for each in answers
        )
        terminal.print_csv(_Answer._fields, records)
    else:
        terminal.print_rows(_LAYOUTS, map(_cells, answers))
    if failures:
        raise options.NotThereError("\n".join(failures))


def _find(plan: Edition, place: str, *, is_exact: bool) -> _Answer:
    """Answer for a place, with *is_exact* only if `find_region` knows it."""
    if is_exact:
        find_region(place)
    located = locate(place)
    region = located.region
    contest = plan.contests.entry_for(region)
    found = _Answer(
        place, located.read, region.code, path_of(region), located.basis
    )
    if contest is None:
        return found._replace(
            note=f"edition {plan.number} has no contest for {region.name}"
        )
    note = None
    if region.level == "province":
        held = plan.contests.by_tier("regional").by_region(region)
        if cities := [x.location.name for x in held if x != contest]:
            note = (
                f"only {region.name} was read; {'、'.join(cities)} has its own "
                "contest"
            )
    return found._replace(
        contest_id=contest.id,
        contest=contest.name,
        organizers=tuple(map(str, contest.organizers)),
        urls=contest.urls,
        note=note,
    )


def _answer(find: _Find, line: Line, failures: list[str]) -> _Answer:
    # Every line has an answer, so that the two can be joined side by side.
    if not line.text.strip():
        return _Answer(line.text, note="no place is given")
    reason = line.problem
    try:
        if not reason:
            return find(line.text)
    except (AmbiguousRegionError, UnknownRegionError) as error:
        # The message may have suggestions, which take time.
        is_full = len(failures) >= _MOST_REPORTED
        reason = "the place is unknown or ambiguous" if is_full else str(error)
    failures.append(f"{line.prefix}{reason}")
    if len(failures) > _MOST_REPORTED:
        failures[_MOST_REPORTED:] = ["and more places without an answer"]
    return _Answer(line.text, note=reason)


def _cells(answer: _Answer) -> dict[str, terminal.Cell]:
    place = terminal.clipped(answer.place)
    place.highlight_words([visible(answer.read or "")], "bold")
    # The reason why a place is not understood stands below the table.
    is_understood = answer.region or not answer.place.strip()
    note = answer.note if is_understood else "–"
    notes = [Text(note)] if note else []
    whole = terminal.whole
    return {
        "place": place,
        "read": terminal.clipped(answer.read or ""),
        "region": answer.region or "",
        "contest": [*map(whole, filter(None, [answer.contest])), *notes],
        "id": [*map(whole, filter(None, [answer.contest_id])), *notes],
        "organizers": [Text(each) for each in answer.organizers],
        **terminal.links(answer.urls),
    }


def _add_columns(
    find: _Find,
    table: TableOptions,
    places: tuple[str, ...],
    format: options.Output,
) -> None:
    """Answer each row of a table, and print a summary."""
    kinds: Counter[str] = Counter()
    beginnings: Counter[str] = Counter()

    def answer(cells: Row) -> list[Row]:
        kind, unknown, source, found = "empty", "", "", _Answer("")
        reasons: list[str] = []
        columns = zip(table.column, cells, strict=True)
        for column, cell in columns:
            place = text_of(cell).strip()
            try:
                if place:
                    # The first column that answers counts.
                    found, source = find(place), column
                    break
                reasons.append(f"{column} is empty")
            except AmbiguousRegionError as error:
                kind = "ambiguous"
                reasons.append(f"{column}: {error}")
            except UnknownRegionError:
                # Its message would look for suggestions, for every row.
                kind = "unknown" if kind == "empty" else kind
                unknown = unknown or place
                reasons.append(f"{column} names no division")
        for column, cell in columns:
            # In 浙江省, one of the next columns may name 宁波市.
            if not (found.contest and found.note):
                break
            with suppress(AmbiguousRegionError, UnknownRegionError):
                nearer = find(text_of(cell).strip())
                if nearer.code and found.code in codes_above(nearer.code):
                    found, source = nearer, column
        if source:
            kind = "answered" if found.contest else "no contest"
            reasons = [f"from {source}", *filter(None, [found.note])]
        kinds[kind] += 1
        if kind == "unknown":
            beginnings[unknown[:_BEGINNING]] += 1
        if len(beginnings) > _MOST_BEGINNINGS:
            # Drop rare ones, to limit the memory.
            for text, _ in beginnings.most_common()[_MOST_BEGINNINGS // 2 :]:
                del beginnings[text]
        new = found.contest_id, found.contest, " ".join(found.urls)
        region = found.code, found.region, found.located_by
        return [[*new, *region, "; ".join(reasons)]]

    table.add_columns(_NEW_COLUMNS, answer, places, format)
    lines = [f"{kind}: {kinds[kind]:,}" for kind in _KINDS]
    if beginnings:
        lines.append("the most frequent beginnings of unknown places:")
    frequent = beginnings.most_common(10)
    lines += [f"  {text}: {count:,}" for text, count in frequent]
    terminal.print_text("\n".join(lines))
