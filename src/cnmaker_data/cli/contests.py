"""The commands `list`, `show` and `export`."""

from __future__ import annotations

import json
import re

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from rich.text import Text

from cnmaker_data import Contest, dumps, tables
from cnmaker_data import edition as load_edition
from cnmaker_data.cli import terminal
from cnmaker_data.cli.filters import Filters
from cnmaker_data.cli.options import (
    ContestKey,
    EditionNumber,
    Force,
    NotThereError,
    Output,
    misuse,
    naming_force,
)
from cnmaker_data.cli.streams import print_errors, readable
from cnmaker_data.errors import DataError
from cnmaker_data.export import Format, format_of, write
from cnmaker_data.places import path_of


_ALL = Filters()
_LAYOUTS = (
    ("id", "name", "location", "organizers", "urls"),
    ("id", "name", "location", "urls"),
    ("id", "name", "location", "link"),
    ("id", "contest", "place", "link"),
)
# All names have these words in common.
_COMMON = re.compile("^.*?“创客中国”|中小企业创新创业大赛")


def list_contests(*, filters: Filters = _ALL, format: Output = "table") -> None:
    """
    List the contests of an edition.

    Parameters
    ----------
    format
        How to print them.
    """
    found = filters.chosen()
    if format == "json":
        terminal.print_json(json.loads(dumps(found)))
    elif format == "csv":
        sheet = tables.sheet("contests", found)
        terminal.print_csv((each.name for each in sheet.columns), sheet.rows)
    elif found:
        terminal.print_rows(_LAYOUTS, map(_cells, found))
    if not found:
        print_errors(filters.why_none())


def _cells(contest: Contest) -> dict[str, terminal.Cell]:
    return {
        "id": terminal.whole(contest.id),
        "name": terminal.whole(contest.name),
        # The part of the name that differs from the others.
        "contest": _COMMON.sub("", contest.name),
        "location": terminal.whole(contest.location.name),
        "place": terminal.whole(contest.location.short_name),
        "organizers": [
            terminal.whole(str(each)) for each in contest.organizers
        ],
        "urls": [terminal.whole(url, url) for url in contest.urls],
        "link": terminal.hosts(contest.urls),
    }


def show(
    id: ContestKey,
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
        terminal.print_json(json.loads(dumps(contest)))
        return
    rows = ({"": name, "value": value} for name, value in _details(contest))
    terminal.print_rows([("", "value")], rows, headings=False)


def export(
    file: Path,
    /,
    *,
    filters: Filters = _ALL,
    format: Format | None = None,
    headings: tables.Headings = "en",
    force: Force = False,
) -> None:
    """
    Write an edition for other tools: spreadsheets, databases, data frames.

    Parameters
    ----------
    file
        Where to write; its ending says the format, unless --format does.
    format
        The format. A datapackage is a folder, or a zip where the file ends
        in .zip.
    headings
        The language of headings, tiers and roles in CSV and Excel.
    """
    if format is None:
        try:
            format = format_of(file)
        except DataError as error:
            raise misuse(str(error)) from None
    plan, found = filters.plan(), filters.chosen()
    if not found:
        raise NotThereError(filters.why_none())
    with naming_force():
        write(
            found if filters else plan,
            file,
            format=format,
            headings=headings,
            overwrite=force,
        )
    terminal.print_text(
        f"{file.name}: edition {plan.number}, {len(found)} contests"
    )


def _details(contest: Contest) -> Iterator[tuple[str, terminal.Cell]]:
    yield "id", terminal.whole(contest.id)
    yield "name", contest.name
    yield "tier", f"{contest.tier.value} ({contest.tier.label})"
    if contest.theme is not None:
        yield "theme", contest.theme
    location = contest.location
    yield "location", f"{path_of(location)} ({location.code})"
    yield "organizers", [Text(str(each)) for each in contest.organizers]
    for link in contest.links:
        label = f" {link.label}" if link.label else ""
        inherited = " (from a merged cell)" if link.inherited else ""
        yield "link", terminal.whole(link.url, link.url) + f"{label}{inherited}"
    yield "source", str(contest.source)
    for column, text in contest.source.items():
        yield f"  {column}", text
