"""
The tile map: where the contests of an edition are held.

There is one tile for each region of province level, for the corps, and for each
city with its own regional contest. ``tiles.csv`` has the row and column of each
tile, a sign of one or two characters for small screens, and a short English
name if the region's is too long.
"""

from __future__ import annotations

import csv

from pathlib import Path
from typing import NamedTuple

from sphinx.errors import ExtensionError

from cnmaker_data import (
    Contest,
    Contests,
    Edition,
    Region,
    Tier,
    find_region,
)
from cnmaker_data.places import CORPS, all_regions, codes_above


__all__ = ["LAYOUT", "Level", "Tile", "levels", "shade", "tile_of", "tiles"]


LAYOUT = Path(__file__).with_name("tiles.csv")
# Readers cannot tell more shades apart.
_SHADES = 5
_STEP = _SHADES - 1
# The levels of regions that always have a tile.
_LARGE = ("province", "corps")


class Tile(NamedTuple):
    region: Region
    row: int
    column: int
    #: One or two characters for small screens.
    sign: str
    #: The English name, or a short form of it.
    english: str
    #: The contests held there, without those in a city with its own tile.
    contests: Contests
    #: The contest that a company there enters, or None.
    entry: Contest | None

    @property
    def is_city(self) -> bool:
        return self.region.level not in _LARGE

    @property
    def regional(self) -> Contests:
        return self.contests.by_tier(Tier.REGIONAL)


def tiles(edition: Edition, layout: Path = LAYOUT) -> list[Tile]:
    """
    Return the tiles of an edition, from north to south and west to east.

    Raises `ExtensionError` if a region is missing from the layout.
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
            contests.entry_for(region),
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
    """Return the contests in a region, without those with a nearer tile."""
    return Contests(
        contest
        for contest in contests.by_region(region)
        if tile_of(contest.location, regions) == region.code
    )


def tile_of(location: Region, codes: dict[str, Region]) -> str:
    """Return the code of the nearest region that has a tile."""
    above = (location.code, *codes_above(location.code))
    return next(code for code in above if code in codes)


class Level(NamedTuple):
    """The counts that have the same shade."""

    counts: range
    #: From 1 (lightest) to 5 (darkest).
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
            # Spread a few levels over the whole scale.
            _SHADES
            - round((len(starts) - 1 - i) * _STEP / max(1, len(starts) - 1)),
        )
        for i, start in enumerate(starts)
    ]


def shade(count: int, scale: list[Level]) -> int:
    """Return the shade of a count; the shade of no contests is 0."""
    return next((each.shade for each in scale if count in each.counts), 0)
