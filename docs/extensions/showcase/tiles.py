"""
The tile map: where the contests of an edition are held.

One tile for each region of province level, for the corps, and for each city
that has a regional contest of its own. Where a tile lies is data, in
``tiles.csv``: its row and column on the map, the one or two characters that
stand for the region where there is little room, and an English name where its
own is too long.
"""

from __future__ import annotations

import csv

from pathlib import Path
from typing import NamedTuple

from sphinx.errors import ExtensionError

from cnmaker_data import Contests, Edition, Region, Tier, find_region
from cnmaker_data.places import CORPS, all_regions, codes_above


__all__ = ["LAYOUT", "Level", "Tile", "levels", "shade", "tile_of", "tiles"]


LAYOUT = Path(__file__).with_name("tiles.csv")
# A map in more shades than these cannot be read.
_SHADES = 5
_STEP = _SHADES - 1
# The levels of the regions that have a tile in any case.
_LARGE = ("province", "corps")


class Tile(NamedTuple):
    region: Region
    row: int
    column: int
    #: What stands for the region where there is little room.
    sign: str
    #: Its English name, or a short one.
    english: str
    #: What is held there, and not in a city that has a tile.
    contests: Contests
    #: What a company there enters; None where the plan has nothing for it.
    entry_tier: Tier | None

    @property
    def is_city(self) -> bool:
        return self.region.level not in _LARGE

    @property
    def regional(self) -> Contests:
        return self.contests.by_tier(Tier.REGIONAL)


def tiles(edition: Edition, layout: Path = LAYOUT) -> list[Tile]:
    """
    Return the tiles of an edition, from north to south and west to east.

    Raises `ExtensionError` where the layout does not have a place for each.
    """
    contests = edition.contests
    regions = {region.code: region for region in _regions(contests)}
    with layout.open(encoding="utf-8", newline="") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    missing = [region for code, region in regions.items() if code not in rows]
    if missing:
        listed = ", ".join(f"{each} ({each.code})" for each in missing)
        raise ExtensionError(
            f"{layout.name} has no tile for {listed}, which edition "
            f"{edition.number} needs; add a row for each"
        )
    made = [
        Tile(
            region,
            int(rows[code]["row"]),
            int(rows[code]["column"]),
            rows[code]["sign"],
            rows[code]["english"] or region.english_name,
            _held_in(region, contests, regions),
            entry.tier if (entry := contests.entry_for(region)) else None,
        )
        for code, region in regions.items()
    ]
    return sorted(made, key=lambda tile: (tile.row, tile.column))


def _regions(contests: Contests) -> list[Region]:
    provinces = [each for each in all_regions() if each.level == "province"]
    regional = [each.location for each in contests.by_tier(Tier.REGIONAL)]
    own = [each for each in regional if each.level not in _LARGE]
    return [*provinces, find_region(CORPS), *own]


def _held_in(
    region: Region, contests: Contests, regions: dict[str, Region]
) -> Contests:
    """
    Return the contests in a region, without those that have a nearer tile.
    """
    return Contests(
        contest
        for contest in contests.by_region(region)
        if tile_of(contest.location, regions) == region.code
    )


def tile_of(location: Region, codes: dict[str, Region]) -> str:
    """
    Return the code of the nearest region that has a tile.
    """
    above = (location.code, *codes_above(location.code))
    return next(code for code in above if code in codes)


class Level(NamedTuple):
    """
    The counts that share a shade.
    """

    counts: range
    #: From 1, the lightest, to 5, the darkest.
    shade: int


def levels(most: int) -> list[Level]:
    """
    Return the shades for all counts from 1 to the most.

    >>> levels(3)
    [Level(counts=range(1, 2), shade=1), Level(counts=range(2, 3), shade=3), \
Level(counts=range(3, 4), shade=5)]
    >>> [level.counts for level in levels(12)]
    [range(1, 4), range(4, 7), range(7, 10), range(10, 13)]
    """
    width = -(-most // _SHADES)
    starts = range(1, most + 1, width)
    return [
        Level(
            range(start, start + width),
            # Spread over all shades, however few there are.
            _SHADES
            - round((len(starts) - 1 - i) * _STEP / max(1, len(starts) - 1)),
        )
        for i, start in enumerate(starts)
    ]


def shade(count: int, scale: list[Level]) -> int:
    """
    Return the shade of a count; 0 is that of none.
    """
    return next((each.shade for each in scale if count in each.counts), 0)
