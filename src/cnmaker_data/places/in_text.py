"""The divisions that a running text names at a position."""

from __future__ import annotations

from typing import NamedTuple

from cnmaker_data.places.gazetteer import (
    ancestors,
    codes_above,
    codes_with_name,
    highest,
    nearest_holding,
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
    while place := _place_at(text, start, within):
        path.append(place)
        start, within = place.end, place.region
    return path


def place_in(text: str) -> Region | None:
    """
    Return the first division that a text names, counties in full only.

    >>> place_in("创客北京2022")
    Region(code='110000', name='北京市', level='province')
    """
    for start in range(len(text) - 1):
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
    for end in range(min(len(text), _LONGEST), 1, -1):
        if codes := highest(_codes_of(text[:end])):
            found = tuple(map(region_of, codes))
            is_full = all(region.name == text[:end] for region in found)
            return (found, end) if is_full and len(found) > 1 else None
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


def _codes_of(name: str) -> list[str]:
    zone = places_of("zones.csv").get(name)
    return [zone] if zone else codes_with_name(name)


def _place_at(
    text: str, start: int, within: Region | None
) -> NamedPlace | None:
    if text[start : start + 1].isascii():
        return None
    for end in range(min(len(text), start + _LONGEST), start + 1, -1):
        name = text[start:end]
        codes = _codes_of(name)
        # Most stretches name nothing: this saves a third of the time.
        if not codes and name not in retired_named():
            continue
        if within:
            codes = [code for code in codes if _lies_in(code, within)]
        found = highest(codes)
        if len(found) > 1:
            return None  # 朝阳区 is ambiguous, and does not mean 朝阳
        if found:
            region = region_of(found[0])
            # 赵县 is both its full and its short name.
            is_full = name == region.name or name != region.short_name
            return NamedPlace(
                region, end, is_full, name in places_of("zones.csv")
            )
        if place := _retired_place(name, end, within):
            return place
    return None


def _retired_place(
    name: str, end: int, within: Region | None
) -> NamedPlace | None:
    """Return the nearest division that holds all of a retired one."""
    for row in retired_named().get(name, ()):
        code = nearest_holding(row.now)
        # There were no contests before 2016.
        if code and row.name == name and row.until >= "2016":
            region = region_of(code)
            if not within or within in (region, *ancestors(region)):
                return NamedPlace(region, end, True, code not in row.now)
    return None


def _lies_in(code: str, above: Region) -> bool:
    of_corps = above.code == CORPS and code.startswith(CORPS_CITIES)
    return of_corps or above.code in codes_above(code)
