"""
The command `where`.
"""

from __future__ import annotations

from typing import NamedTuple

from cnmaker_data import Edition, Region, find_region
from cnmaker_data import edition as load_edition
from cnmaker_data.cli.options import EditionNumber, NotThereError, Output
from cnmaker_data.cli.streams import Line, lines_of
from cnmaker_data.cli.terminal import (
    print_csv,
    print_json,
    print_table,
    table_of,
)
from cnmaker_data.errors import AmbiguousRegionError, UnknownRegionError
from cnmaker_data.places import path_of


def where(
    *places: str,
    edition: EditionNumber = None,
    format: Output = "table",
) -> None:
    """
    Tell which contest a company in each place enters, and where it registers.

    Parameters
    ----------
    places
        Names or codes of divisions; without any, they are read from standard
        input, one a line.
    edition
        The number of the edition; the newest by default.
    format
        How to print it.
    """
    plan = load_edition(edition)
    failed: list[str] = []
    lines = lines_of(places, "a place")
    answers = (_answer(line, plan, failed) for line in lines)
    if format == "json":
        print_json([answer._asdict() for answer in answers])
    elif format == "csv":
        print_csv(_Answer._fields, map(_answer_record, answers))
    else:
        table = table_of("place", "contest", "organizers", "urls")
        for answer in answers:
            table.add_row(
                answer.place,
                answer.contest or answer.note,
                "\n".join(answer.organizers),
                "\n".join(answer.urls),
            )
        print_table(table)
    if failed:
        raise NotThereError("\n".join(failed))


class _Answer(NamedTuple):
    """
    What `where` tells of one place.
    """

    place: str
    code: str | None = None
    region: str | None = None
    contest_id: str | None = None
    contest: str | None = None
    organizers: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    #: Why there is no contest.
    note: str | None = None


def _answer(line: Line, plan: Edition, failed: list[str]) -> _Answer:
    # One for each line, also an empty one: who joins the two counts on it.
    place = line.text
    if not place.strip():
        return _Answer(place, note="no place is given")
    region = _region_of(line)
    if isinstance(region, str):
        failed.append(line.located(region))
        return _Answer(place, note=region)
    contest = plan.contests.entry_for(region)
    if contest is None:
        return _Answer(
            place,
            region.code,
            path_of(region),
            note=f"edition {plan.number} has no contest for {region.name}",
        )
    return _Answer(
        place,
        region.code,
        path_of(region),
        contest.id,
        contest.name,
        tuple(map(str, contest.organizers)),
        contest.urls,
    )


def _region_of(line: Line) -> Region | str:
    """
    Return the region that a line means, or why it means none.
    """
    if line.problem is not None:
        return line.problem
    try:
        return find_region(line.text)
    except (AmbiguousRegionError, UnknownRegionError) as error:
        return str(error)


def _answer_record(answer: _Answer) -> list[object]:
    return [
        answer.place,
        answer.code,
        answer.region,
        answer.contest_id,
        answer.contest,
        "、".join(answer.organizers),
        " ".join(answer.urls),
        answer.note,
    ]
