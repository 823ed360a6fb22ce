"""The commands `list`, `show` and `export`, and how to choose contests."""

from __future__ import annotations

import json
import re

from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

import attrs

from cyclopts import CycloptsError, Parameter
from rich.text import Text

from cnmaker_data import Contest, Contests, dumps, tables
from cnmaker_data import edition as load_edition
from cnmaker_data._text import fold
from cnmaker_data.cli import options, terminal
from cnmaker_data.cli.streams import print_errors
from cnmaker_data.errors import DataError, UnknownError
from cnmaker_data.export import Format, format_of, write
from cnmaker_data.places import path_of
from cnmaker_data.table import counted


_LAYOUTS = (
    ("id", "name", "location", "organizers", "urls"),
    ("id", "name", "location", "urls"),
    ("id", "name", "location", "link"),
    ("id", "contest", "place", "link"),
)
# All names contain these words.
_COMMON = re.compile("^.*?“创客中国”|中小企业创新创业大赛")


class UnknownThemeError(UnknownError):
    """No contest of the edition has this theme."""


def _themes(contest: Contest) -> Iterable[str]:
    if contest.theme is not None:
        yield contest.theme
        yield contest.series.partition("/")[2]


def _organizers(contest: Contest) -> Iterable[str]:
    for each in contest.organizers:
        yield each.organization.name
        yield from each.organization.aliases


@Parameter(name="*")
@attrs.frozen(kw_only=True)
class Filters:
    """
    The contests of an edition that match all options.

    Parameters
    ----------
    tier
        Only those of a tier: final, regional, thematic, overseas, or its
        Chinese term.
    region
        Only those held in a region or a division under it: a name, code,
        ISO 3166-2 code or English name.
    theme
        Only the one with a theme, such as 低代码 or low-code.
    organizer
        Only those of an organization: its whole name or an alias.
    search
        Only those whose name, theme, place, organizers or id contain each
        word of a text.
    edition
        The number of the edition; the newest by default.
    """

    tier: options.TierName | None = None
    region: options.Place | None = None
    theme: Annotated[str | None, options.proposing(_themes)] = None
    organizer: Annotated[str | None, options.proposing(_organizers)] = None
    search: str | None = None
    edition: options.EditionNumber = None

    def chosen(self) -> Contests:
        """Return the contests that match; raise `UnknownError` for a typo."""
        found = load_edition(self.edition).contests
        steps: list[tuple[str | None, Callable[[Contests, str], Contests]]] = [
            (self.theme, _by_theme),
            (self.organizer, Contests.by_organizer),
            (self.tier, Contests.by_tier),
            (self.region, Contests.by_region),
            (self.search, Contests.search),
        ]
        for value, narrow in steps:
            if value is not None:
                found = narrow(found, value)
        return found

    def why_none(self) -> str:
        """Return the message if no contest matches."""
        region = (self.region or "").strip()
        if not region or load_edition(self.edition).contests.by_region(region):
            return "no contest matches all filters"
        region = f'"{region}"' if " " in region else region
        edition = "" if self.edition is None else f" --edition {self.edition}"
        return (
            f"no contest is held in {region}; to see which one its "
            f"companies enter: cnmaker-data where {region}{edition}"
        )


_ALL = Filters()


def _by_theme(contests: Contests, theme: str) -> Contests:
    wanted = fold(theme)
    found = [c for c in contests if wanted in map(fold, _themes(c))]
    if not found:
        names = sorted({name for c in contests for name in _themes(c)})
        containing = [name for name in names if wanted in fold(name)]
        nearest = get_close_matches(theme, names) or containing
        raise UnknownThemeError(theme, nearest)
    return Contests(found)


def list_contests(
    *, filters: Filters = _ALL, format: options.Output = "table"
) -> None:
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
        sheet = tables.sheet("contests", found, "en")
        terminal.print_csv((each.name for each in sheet.columns), sheet.rows)
    elif found:
        terminal.print_rows(_LAYOUTS, map(_cells, found))
    if not found:
        print_errors(filters.why_none())


def _cells(contest: Contest) -> dict[str, terminal.Cell]:
    whole, location = terminal.whole, contest.location
    return {
        "id": whole(contest.id),
        "name": whole(contest.name),
        # The part of the name that differs from the others.
        "contest": _COMMON.sub("", contest.name),
        "location": whole(location.name),
        "place": whole(location.short_name),
        "organizers": [whole(str(each)) for each in contest.organizers],
        **terminal.links(contest.urls),
    }


def show(
    id: options.ContestKey,
    /,
    *,
    edition: options.EditionNumber = None,
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
    if edition is None and (number := re.match(r"\d{1,4}(?=/)", id)):
        edition = int(number[0])
    contest = load_edition(edition).contests[id]
    if format == "json":
        terminal.print_json(json.loads(dumps(contest)))
        return
    rows = ({"": name, "value": value} for name, value in _details(contest))
    terminal.print_rows([("", "value")], rows, headings=False)


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


def export(
    file: Path,
    /,
    *,
    filters: Filters = _ALL,
    format: Format | None = None,
    headings: tables.Headings = "en",
    force: options.Force = False,
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
    try:
        format = format or format_of(file)
    except DataError as error:
        raise CycloptsError(msg=str(error)) from None
    plan, found = load_edition(filters.edition), filters.chosen()
    if not found:
        raise options.NotThereError(filters.why_none())
    write(
        plan if filters == Filters(edition=filters.edition) else found,
        file,
        format=format,
        headings=headings,
        overwrite=force,
    )
    count = counted(len(found), "contest")
    terminal.print_text(f"{file.name}: edition {plan.number}, {count}")
