"""
The commands `list`, `show` and `export`.
"""

from __future__ import annotations

import difflib
import json
import sys

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from cnmaker_data import Contest, Contests, dumps, tables
from cnmaker_data import edition as load_edition
from cnmaker_data.cli.options import (
    EditionNumber,
    Flag,
    NotThereError,
    Output,
    misuse,
)
from cnmaker_data.cli.streams import readable
from cnmaker_data.cli.terminal import (
    print_csv,
    print_json,
    print_table,
    print_text,
    table_of,
)
from cnmaker_data.errors import DataError
from cnmaker_data.export import Format, format_of, write
from cnmaker_data.places import path_of


def list_contests(
    *,
    tier: str | None = None,
    region: str | None = None,
    organizer: str | None = None,
    edition: EditionNumber = None,
    format: Output = "table",
) -> None:
    """
    List the contests of an edition.

    Parameters
    ----------
    tier
        Only those of a tier: final, regional, thematic, overseas, or its
        Chinese term.
    region
        Only those in a region or a division under it: a name, code, ISO
        3166-2 code or English name.
    organizer
        Only those of an organization: its whole name or an alias.
    edition
        The number of the edition; the newest by default.
    format
        How to print them.
    """
    found = load_edition(edition).contests
    if organizer is not None:
        organizer = readable(organizer)
        known = found
        found = found.by_organizer(organizer)
        if not found:
            raise NotThereError(_no_organizer(organizer, known))
    if tier is not None:
        found = found.by_tier(readable(tier))
    if region is not None:
        found = found.by_region(readable(region))
    if format == "json":
        print_json(json.loads(dumps(found)))
    elif format == "csv":
        sheet = tables.sheet("contests", found)
        print_csv((each.name for each in sheet.columns), sheet.rows)
    else:
        table = table_of("id", "name", "location", "urls")
        for contest in found:
            table.add_row(
                contest.id,
                contest.name,
                contest.location.name,
                "\n".join(contest.urls),
            )
        print_table(table)
    if not found:
        print("cnmaker-data: no contest matches all filters", file=sys.stderr)


def show(
    id: str,
    /,
    *,
    edition: EditionNumber = None,
    format: Literal["table", "json"] = "table",
) -> None:
    """
    Show one contest, and the printed row that it comes from.

    Parameters
    ----------
    id
        The id, 8/regional/ningbo, or the series, regional/ningbo.
    edition
        The number of the edition, where a series is given; the newest by
        default.
    format
        How to print it.
    """
    id = readable(id)
    number, slash, _ = id.partition("/")
    # Longer ones are no editions, and int() refuses thousands of digits.
    if edition is None and slash and number.isdecimal() and len(number) < 5:
        edition = int(number)
    contest = load_edition(edition).contests[id]
    if format == "json":
        print_json(json.loads(dumps(contest)))
        return
    table = table_of("", "")
    table.show_header = False
    for name, value in _details(contest):
        table.add_row(name, value)
    print_table(table)


def export(
    file: Path,
    /,
    *,
    edition: EditionNumber = None,
    format: Format | None = None,
    force: Flag = False,
) -> None:
    """
    Write an edition for other tools: spreadsheets, databases, data frames.

    Parameters
    ----------
    file
        Where to write; its ending says the format, unless --format does.
    edition
        The number of the edition; the newest by default.
    format
        The format. A datapackage is a folder, or a zip where the file ends
        in .zip.
    force
        Overwrite what is there.
    """
    if format is None:
        try:
            format = format_of(file)
        except DataError as error:
            raise misuse(str(error)) from None
    plan = load_edition(edition)
    try:
        write(plan, file, format=format, overwrite=force)
    except FileExistsError as error:
        raise NotThereError(f"{error}; --force overwrites it") from None
    print_text(
        f"{file.name}: edition {plan.number}, {len(plan.contests)} contests"
    )


def _details(contest: Contest) -> Iterator[tuple[str, str]]:
    yield "id", contest.id
    yield "name", contest.name
    yield "tier", f"{contest.tier.value} ({contest.tier.label})"
    if contest.theme is not None:
        yield "theme", contest.theme
    location = contest.location
    yield "location", f"{path_of(location)} ({location.code})"
    yield "organizers", "\n".join(map(str, contest.organizers))
    for link in contest.links:
        label = f" {link.label}" if link.label else ""
        inherited = " (from a merged cell)" if link.inherited else ""
        yield "link", f"{link.url}{label}{inherited}"
    yield "source", str(contest.source)
    for column, text in contest.source.items():
        yield f"  {column}", text


def _no_organizer(name: str, contests: Contests) -> str:
    names = {
        name
        for contest in contests
        for organizer in contest.organizers
        for name in (
            organizer.organization.name,
            *organizer.organization.aliases,
        )
    }
    nearest = difflib.get_close_matches(name, sorted(names), n=3)
    hint = f"; did you mean {' or '.join(nearest)}?" if nearest else ""
    return f"no organizer is called {name!r}{hint}"
