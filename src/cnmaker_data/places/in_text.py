"""The divisions that a running text names at a position."""

from __future__ import annotations

from typing import NamedTuple

from cnmaker_data.places.gazetteer import (
    ancestors,
    codes_above,
    codes_with_name,
    highest,
    places_of,
    region_of,
)
from cnmaker_data.places.region import CORPS, CORPS_CITIES, Region, level_of
from cnmaker_data.places.retired import retired_named


# No name in Chinese is longer.
_LONGEST = 20


class NamedPlace(NamedTuple):
    """A division that a text names."""

    region: Region
    #: Where its name ends.
    end: int
    #: Whether the generic word stands there: 长沙市, and not 长沙.
    is_full: bool
    #: Whether it is the name of a development zone in the division.
    is_zone: bool = False


def places_at(
    text: str, start: int, within: Region | None = None
) -> list[NamedPlace]:
    """
    Return the path of divisions that starts at a position, the highest first.

    A name that several divisions share means the highest one, of those inside
    *within* if it is given; if several are left, the path ends before it.

    >>> [place.region.name for place in places_at("在湖南长沙举行", 1)]
    ['湖南省', '长沙市']
    """
    path: list[NamedPlace] = []
    while len(found := _longest_at(text, start, within)) == 1:
        path += found
        start, within = found[0].end, found[0].region
    return path


def place_in(text: str) -> Region | None:
    """
    Return the first division that a text names, counties in full only.

    >>> place_in("创客北京2022")
    Region(code='110000', name='北京市', level='province')
    """
    for start in range(len(text)):
        for region, _, is_full, _ in reversed(places_at(text, start)):
            if is_full or region.level != "county":
                return region
    return None


def shared_name_at(text: str) -> tuple[tuple[Region, ...], int] | None:
    """
    Return the divisions that share the full name at the start, and its end.

    >>> regions, end = shared_name_at("朝阳区创业大赛")
    >>> [region.code for region in regions], end
    (['110105', '220104'], 3)
    """
    found = _longest_at(text, 0)
    if len(found) > 1 and all(place.is_full for place in found):
        return tuple(place.region for place in found), found[0].end
    return None


def english_places(name: str) -> tuple[Region, ...]:
    """
    Return the divisions that an English name in lower case means.

    Cities may share one: Suzhou is 苏州 or 宿州. Names of counties are short,
    and like English words.

    >>> [region.name for region in english_places("inner mongolia")]
    ['内蒙古自治区']
    >>> [region.name for region in english_places("suzhou")]
    ['苏州市', '宿州市']
    """
    codes = codes_with_name("".join(filter(str.isalnum, name)))
    larger = [code for code in codes if level_of(code) != "county"]
    return tuple(map(region_of, highest(larger)))


def _longest_at(
    text: str, start: int, within: Region | None = None
) -> list[NamedPlace]:
    """
    Return the places that the longest name at a position may mean.

    Several have the name: 朝阳区 does not mean 朝阳.
    """
    if text[start : start + 1].isascii():
        return []
    zones = places_of("zones.csv")
    for end in range(min(len(text), start + _LONGEST), start + 1, -1):
        name = text[start:end]
        codes = [zones[name]] if name in zones else codes_with_name(name)
        # Most stretches name nothing: this saves a third of the time.
        if not codes and name not in retired_named():
            continue
        if within:
            codes = [code for code in codes if _lies_in(code, within)]
        # 赵县 is both its full and its short name.
        found = [
            NamedPlace(
                region,
                end,
                name == region.name or name != region.short_name,
                name in zones,
            )
            for region in map(region_of, highest(codes))
        ]
        if found := found or _retired_places(name, end, within)[:1]:
            return found
    return []


def _retired_places(
    name: str, end: int, within: Region | None
) -> list[NamedPlace]:
    """Return the nearest divisions that hold all of the retired ones."""
    return [
        NamedPlace(region, end, True, row.holder not in row.now)
        for row in retired_named().get(name, ())
        # There were no contests before 2016.
        if row.holder and row.name == name and row.until >= "2016"
        for region in [region_of(row.holder)]
        if not within or within in (region, *ancestors(region))
    ]


def _lies_in(code: str, above: Region) -> bool:
    of_corps = above.code == CORPS and code.startswith(CORPS_CITIES)
    return of_corps or above.code in codes_above(code)
