"""Charts of the contests of an edition."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from cnmaker_data import Contest, Contests, Edition, Region, Role, Tier
from cnmaker_data.places import path_of

from . import words
from .drawing import Bar, Line, Picture, bars, lines


if TYPE_CHECKING:
    from collections.abc import Iterable


__all__ = ["organizers_by_tier", "own_links", "thematic_finals"]


_ = words.gettext


def organizers_by_tier(edition: Edition) -> Picture:
    """Draw how many organizations each tier has, by role."""
    counted = {
        tier: tuple(len(_organizations(contests, role)) for role in Role)
        for tier, contests in _tiers(edition)
    }
    in_all = _organizations(edition.contests)
    role_words = {
        Role.HOST: _("host (主办)"),
        Role.LEAD: _("lead (牵头)"),
        Role.UNDERTAKER: _("undertaker (承办)"),
    }
    tier_words = words.tiers()
    return Picture(
        title=_("Organizers by tier"),
        caption=_(
            "{organizations} organizations organize the {contests} contests "
            "of edition {edition}. Each is counted once in a tier for each "
            "role that it has there, however many contests of the tier it "
            "organizes."
        ).format(
            organizations=len(in_all),
            contests=len(edition.contests),
            edition=words.ordinal(edition.number),
        ),
        drawing=bars(
            [Bar(tier_words[tier], counts) for tier, counts in counted.items()]
        ),
        columns=(_("Tier"), *role_words.values()),
        rows=[(tier_words[tier], *counts) for tier, counts in counted.items()],
        legend=tuple(role_words.values()),
    )


def _tiers(edition: Edition) -> list[tuple[Tier, Contests]]:
    """Return the tiers with contests, in the order of the plan."""
    by_tier = [(tier, edition.contests.by_tier(tier)) for tier in Tier]
    return [(tier, contests) for tier, contests in by_tier if contests]


def _organizations(contests: Contests, role: Role | None = None) -> set[str]:
    return {
        organizer.organization.name
        for contest in contests
        for organizer in contest.organizers
        if role in (None, organizer.role)
    }


def thematic_finals(edition: Edition) -> Picture:
    """Draw where the finals of the thematic contests are held."""
    held = defaultdict[Region, list[Contest]](list)
    for contest in edition.contests.by_tier(Tier.THEMATIC):
        held[contest.location].append(contest)
    places = sorted(held, key=lambda region: (-len(held[region]), region.code))
    provinces = {region.code[:2] for region in places}
    name = path_of if words.in_chinese() else _bilingual
    drawn = [
        Line(contest.theme or "", name(region) if i == 0 else "")
        for region in places
        for i, contest in enumerate(held[region])
    ]
    return Picture(
        title=_("Where thematic finals are held"),
        caption=_(
            "The finals of the {contests} thematic contests of edition "
            "{edition} are held in {places} cities, in {provinces} provinces and "
            "municipalities. "
            "A square is one final; behind it stands the theme, as printed."
        ).format(
            contests=len(drawn),
            edition=words.ordinal(edition.number),
            places=len(places),
            provinces=len(provinces),
        ),
        drawing=lines(drawn),
        columns=(_("Place"), _("Finals"), _("Themes")),
        rows=[
            (
                path_of(region),
                len(held[region]),
                "、".join(contest.theme or "" for contest in held[region]),
            )
            for region in places
        ],
    )


def _bilingual(region: Region) -> str:
    return f"{region.short_name} {region.english_name}"


class _Kind(NamedTuple):
    """The best kind of link of a contest, as counts that can be added."""

    is_own: int = 0
    is_shared: int = 0
    is_inherited: int = 0
    is_missing: int = 0


def own_links(edition: Edition) -> Picture:
    """Draw how many contests have a link of their own."""
    printed = Counter(
        link.url
        for contest in edition.contests
        for link in contest.links
        if not link.inherited
    )
    kinds = {
        tier: _sum(_kind(contest, printed) for contest in contests)
        for tier, contests in _tiers(edition)
    }
    total = _sum(kinds.values())
    tier_words = words.tiers()
    counted = [
        (_("All contests"), total),
        *((tier_words[tier], kind) for tier, kind in kinds.items()),
    ]
    legend = (
        _("an address that no other contest prints"),
        _("an address that several contests print"),
        _("only through a merged cell (inherited)"),
        _("none printed"),
    )
    contests = len(edition.contests)
    return Picture(
        title=_("Contests with a link of their own"),
        caption=_(
            "Of the {contests} contests of edition {edition}, {own} "
            "({share} %) print an address that no other contest prints. Only "
            "an address that others print as well: {shared}. Only through a "
            "merged cell: {inherited}. None: {missing}. The length of a part "
            "is its share of the contests of the tier, and the number says "
            "how many they are."
        ).format(
            own=total.is_own,
            contests=contests,
            edition=words.ordinal(edition.number),
            share=round(100 * total.is_own / contests),
            shared=total.is_shared,
            inherited=total.is_inherited,
            missing=total.is_missing,
        ),
        drawing=bars([Bar(*each) for each in counted], as_shares=True),
        columns=(_("Tier"), *legend),
        rows=[(label, *kind) for label, kind in counted],
        legend=legend,
    )


def _kind(contest: Contest, printed: Counter[str]) -> _Kind:
    own = [link.url for link in contest.links if not link.inherited]
    if any(printed[url] == 1 for url in own):
        return _Kind(is_own=1)
    if own:
        return _Kind(is_shared=1)
    return _Kind(is_inherited=1) if contest.links else _Kind(is_missing=1)


def _sum(kinds: Iterable[_Kind]) -> _Kind:
    return _Kind(*map(sum, zip(*kinds, strict=True)))
