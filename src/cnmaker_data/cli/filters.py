"""The options that choose contests of an edition."""

from __future__ import annotations

import difflib

from collections.abc import Callable, Iterable
from typing import Annotated

import attrs

from cyclopts import Parameter

from cnmaker_data import Contest, Contests, Edition
from cnmaker_data import edition as load_edition
from cnmaker_data._text import fold
from cnmaker_data.cli.options import (
    EditionNumber,
    NotThereError,
    Place,
    TierName,
    proposing,
)
from cnmaker_data.cli.streams import readable
from cnmaker_data.errors import short_repr


def _themes(contest: Contest) -> Iterable[str]:
    if contest.theme is not None:
        yield contest.theme
        yield contest.series.partition("/")[2]


def _organizers(contest: Contest) -> Iterable[str]:
    for each in contest.organizers:
        yield each.organization.name
        yield from each.organization.aliases


def _names(
    contests: Iterable[Contest], of: Callable[[Contest], Iterable[str]]
) -> list[str]:
    return [name for contest in contests for name in of(contest)]


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

    tier: TierName | None = None
    region: Place | None = None
    theme: Annotated[
        str | None, proposing(lambda plan, _: _names(plan.contests, _themes))
    ] = None
    organizer: Annotated[
        str | None,
        proposing(lambda plan, _: _names(plan.contests, _organizers)),
    ] = None
    search: str | None = None
    edition: EditionNumber = None

    def plan(self) -> Edition:
        """Return the edition."""
        return load_edition(self.edition)

    def __bool__(self) -> bool:
        """Return whether anything is filtered."""
        return self != Filters(edition=self.edition)

    def chosen(self) -> Contests:
        """Return the contests that match; raise `NotThereError` for a typo."""
        found = everything = self.plan().contests
        if self.organizer is not None:
            found = found.by_organizer(readable(self.organizer))
        if self.theme is not None:
            theme = readable(self.theme)
            themed = [
                contest
                for contest in everything
                if fold(theme) in map(fold, _themes(contest))
            ]
            if not themed:
                names = sorted({*_names(everything, _themes)})
                nearest = difflib.get_close_matches(theme, names)
                raise NotThereError(
                    f"theme {short_repr(theme)} is unknown"
                    + "; did you mean " * bool(nearest)
                    + " or ".join(map(short_repr, nearest))
                    + "?" * bool(nearest)
                )
            found = Contests(each for each in found if each in themed)
        if self.tier is not None:
            found = found.by_tier(readable(self.tier))
        if self.region is not None:
            found = found.by_region(readable(self.region))
        if self.search is not None:
            found = found.search(readable(self.search))
        return found

    def why_none(self) -> str:
        """Return what to say if no contest matches."""
        if self.region is not None:
            region = readable(self.region).strip()
            if not self.plan().contests.by_region(region):
                region = f'"{region}"' if " " in region else region
                return (
                    f"no contest is held in {region}; to see which one its "
                    f"companies enter: cnmaker-data where {region}"
                )
        return "no contest matches all filters"
