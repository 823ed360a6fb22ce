"""The divisions that stand at a position of a running text."""

from __future__ import annotations

import functools

from typing import NamedTuple

from cnmaker_data import _resources
from cnmaker_data.places.gazetteer import (
    all_regions,
    codes_above,
    region_of,
)
from cnmaker_data.places.region import CORPS, CORPS_CITIES, Region


# The endings of names that are short forms in common use.
_SHORTER = {
    "维吾尔自治区": "自治区",
    "壮族自治区": "自治区",
    "回族自治区": "自治区",
    "自治州": "州",
    "自治县": "县",
}
_LEVELS = {"corps": 0, "province": 0, "prefecture": 1, "county": 2}


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

    A name that several divisions share means the highest, or the one *within*
    the given division; if that leaves several, the path ends before it.

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
    names, longest = _chinese()
    for end in range(min(len(text), longest), 1, -1):
        if found := _all_highest(names.get(text[:end], ())):
            is_full = all(region.name == text[:end] for region in found)
            return (found, end) if is_full and len(found) > 1 else None
    return None


def english_places(name: str) -> tuple[Region, ...]:
    """
    Return the divisions that an English name in lower case means.

    Cities may share one: Suzhou is 苏州 or 宿州.

    >>> [region.name for region in english_places("inner mongolia")]
    ['内蒙古自治区']
    >>> [region.name for region in english_places("suzhou")]
    ['苏州市', '宿州市']
    """
    return _all_highest(_english().get(_letters(name), ()))


def _place_at(
    text: str, start: int, within: Region | None
) -> NamedPlace | None:
    names, longest = _chinese()
    for end in range(min(len(text), start + longest), start + 1, -1):
        if found := names.get(text[start:end]):
            regions = _within(found, within)
            if region := _highest(regions):
                name = text[start:end]
                # 赵县 is both its full and its short name.
                is_full = name == region.name or name != region.short_name
                return NamedPlace(region, end, is_full, name in _zones())
            if regions:
                return None  # 朝阳区 is ambiguous, and does not mean 朝阳
    return None


def _within(
    regions: tuple[Region, ...], above: Region | None
) -> tuple[Region, ...]:
    if above is None:
        return regions
    return tuple(r for r in regions if above.code in _above(r.code))


def _highest(regions: tuple[Region, ...]) -> Region | None:
    found = _all_highest(regions)
    return found[0] if len(found) == 1 else None


def _all_highest(regions: tuple[Region, ...]) -> tuple[Region, ...]:
    highest = min((_LEVELS[r.level] for r in regions), default=0)
    return tuple(r for r in regions if _LEVELS[r.level] == highest)


def _above(code: str) -> tuple[str, ...]:
    corps = (CORPS,) if code.startswith(CORPS_CITIES) else ()
    return codes_above(code) + corps


@functools.cache
def _chinese() -> tuple[dict[str, tuple[Region, ...]], int]:
    names: dict[str, tuple[Region, ...]] = {}
    for region in (region_of(CORPS), *all_regions()):
        spellings = {region.name, region.short_name}
        spellings |= {
            region.short_name + short
            for ending, short in _SHORTER.items()
            if region.name.endswith(ending)
        }
        if region.code == CORPS:
            spellings |= {"新疆兵团", "生产建设兵团"}
        for spelling in spellings:
            names[spelling] = (*names.get(spelling, ()), region)
    for name, code in _zones().items() | _short_forms():
        names[name] = (region_of(code),)
    return names, max(map(len, names))


@functools.cache
def _zones() -> dict[str, str]:
    """Return the codes of the divisions of development zones."""
    lines = _resources.read("zones.csv").decode().splitlines()[1:]
    rows = (line.split(",") for line in lines)
    return {name: row[1] for row in rows for name in row[0].split(";")}


def _short_forms() -> set[tuple[str, str]]:
    lines = _resources.read("short-forms.csv").decode().splitlines()[1:]
    return {(name, code) for name, code in (line.split(",") for line in lines)}


@functools.cache
def _english() -> dict[str, tuple[Region, ...]]:
    names: dict[str, tuple[Region, ...]] = {}
    for region in (region_of(CORPS), *all_regions()):
        # Names of counties are short, and like English words.
        if region.level != "county":
            name = _letters(region.english_name.casefold())
            names[name] = (*names.get(name, ()), region)
    others = {"xpcc": CORPS, "tibet": "540000", "hk": "810000"}
    others["macau"] = "820000"
    return names | {name: (region_of(code),) for name, code in others.items()}


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name))
