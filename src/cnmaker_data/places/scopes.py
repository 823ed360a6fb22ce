"""
The names that an address may print in each division, and how they are read.

A scope holds the names that may follow when a division has been named; the
scope of the whole country those that may begin an address. It is built when it
is first needed: most tables are of a few provinces.
"""

from __future__ import annotations

import functools

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from cnmaker_data import _resources
from cnmaker_data.places.gazetteer import (
    all_regions,
    codes_above,
    forms_of,
    is_inside,
    names_of,
    nearest_holding,
    region_of,
)
from cnmaker_data.places.region import CORPS, CORPS_CITIES, Region, level_of
from cnmaker_data.places.retired import Retired, retired_divisions


__all__ = ["Found", "read_names"]


class Found(NamedTuple):
    """
    What names at the beginning of a text mean.
    """

    end: int
    #: Several, where it is ambiguous.
    codes: tuple[str, ...]
    is_retired: bool
    is_zone: bool


# What a name needs to stand: a full one nothing; a short one a division named
# before it, or something of the division behind it; a filler the latter. The
# short name of a district is often that of a gate or a temple: it only
# confirms the city before it.
_FULL, _SHORT, _FILLER, _DISTRICT = range(4)


class _Name(NamedTuple):
    text: str
    code: str
    kind: int
    is_retired: bool = False
    is_zone: bool = False


_Scope: TypeAlias = dict[str, list[_Name]]
_COUNTRY = ""
_FILLERS = (
    *("省直辖县级行政区划", "省直辖县级行政单位", "省直辖县", "省直辖"),
    *("自治区直辖县级行政区划", "自治区直辖县级行政单位"),
)
_NUMERALS = [
    "一",
    "二",
    "三",
    "四",
    "五",
    "六",
    "七",
    "八",
    "九",
    "十",
    "十一",
    "十二",
    "十三",
    "十四",
]
# What goes on behind the last character of a full name makes another word.
_OTHER_WORDS = {"市": "场", "区": "域", "师": "范"}
_DIRECTIONS = "东南西北中上下内外前后大小新老一二三四五六七八九十0123456789"


def read_names(key: str, start: int, scope: str = _COUNTRY) -> Found | None:
    """
    Return what the names at a place in a key mean, or None.

    Of several readings the longest counts, and of several divisions the
    highest ones. An ambiguous name inside a division means this one.
    """
    longest: list[Found] = []
    best = start
    confirmed = False
    for name in _scope(scope).get(key[start : start + 2], ()):
        if not key.startswith(name.text, start):
            continue
        found = _read_behind(key, start, scope, name)
        if not found:
            continue
        if found.end == start:
            confirmed = True
        elif found.end >= best:
            if found.end > best:
                longest.clear()
                best = found.end
            longest.append(found)
    if len(longest) == 1:
        return longest[0]
    if longest:
        found = _merged(longest)
        if len(found.codes) == 1 or not scope:
            return found
        confirmed = True
    return Found(start, (scope,), False, False) if confirmed else None


def _read_behind(key: str, start: int, scope: str, name: _Name) -> Found | None:
    """
    Return what a name and those behind it mean, where the name stands.
    """
    text, code, kind, is_retired, is_zone = name
    end = start + len(text)
    following = key[end : end + 1]
    if kind == _DISTRICT:
        if not scope or _is_other_word(key, end):
            return None
        if end == len(key):
            return Found(end, (code,), False, False)
        return Found(start, (scope,), False, False)
    if _OTHER_WORDS.get(text[-1]) == following and following:
        return None
    found = read_names(key, end, code)
    zone_end = 0
    if not found and kind != _FILLER:
        zone_end = _end_of_zone(key, end)
        if zone_end:
            found = read_names(key, zone_end, code)
    if found:
        if not (is_retired or is_zone):
            return found
        return Found(
            found.end,
            found.codes,
            found.is_retired or is_retired,
            found.is_zone or is_zone,
        )
    if kind == _FULL:
        return Found(end, (code,), is_retired, is_zone)
    if kind == _SHORT:
        if zone_end:
            return Found(zone_end, (code,), is_retired, True)
        if scope and not _is_other_word(key, end):
            return Found(end, (code,), is_retired, is_zone)
    return None


def _merged(found: list[Found]) -> Found:
    level = {"province": 0, "corps": 0, "prefecture": 1, "county": 2}
    codes = {code for each in found for code in each.codes}
    highest = min(level[level_of(code)] for code in codes)
    kept = sorted(c for c in codes if level[level_of(c)] == highest)
    return Found(
        found[0].end,
        tuple(kept),
        any(each.is_retired for each in found if each.codes[0] in kept),
        any(each.is_zone for each in found),
    )


def _end_of_zone(key: str, start: int) -> int:
    """
    Return where the words of a development zone end, or 0.
    """
    words = _words("zone").get(key[start : start + 2], ())
    return next((start + len(w) for w in words if key.startswith(w, start)), 0)


def _is_other_word(key: str, start: int) -> bool:
    """
    Return whether a short name is the beginning of another word: 大连西路.
    """
    following = key[start : start + 6]
    return following.startswith(_other_words()) or following.lstrip(
        _DIRECTIONS
    ).startswith(_other_words())


@functools.cache
def _other_words() -> tuple[str, ...]:
    return tuple(word for words in _words("other").values() for word in words)


@functools.cache
def _words(kind: str) -> dict[str, list[str]]:
    """
    Return the words of a kind by their first two characters, longest first.
    """
    found: dict[str, list[str]] = {}
    lines = _resources.read("address-words.csv").decode().splitlines()[1:]
    words = [line.split(",")[1] for line in lines if line.startswith(kind)]
    for word in sorted(words, key=len, reverse=True):
        found.setdefault(word[:2], []).append(word)
    return found


@functools.cache
def _scope(code: str) -> _Scope:
    """
    Return the names that may follow a division by their first characters.
    """
    names = {*_present(code), *_retired(code), *_zones(code)}
    found: _Scope = {}
    for name in sorted(names, key=lambda each: (-len(each.text), each.code)):
        found.setdefault(name.text[:2], []).append(name)
    return found


def _present(scope: str) -> Iterator[_Name]:
    if scope:
        yield from _inside(region_of(scope))
        return
    for region in all_regions():
        yield from _names(region, scope)
    yield from (_Name(n, CORPS, _FULL) for n in forms_of(CORPS) | {"新疆兵团"})
    yield _Name("兵团", CORPS, _FILLER)
    yield from _divisions_of_corps(_FILLER)


def _inside(region: Region) -> Iterator[_Name]:
    code = region.code
    if code == CORPS:
        for each in all_regions():
            if each.code.startswith(CORPS_CITIES):
                yield from _names(each, code)
        yield from _divisions_of_corps(_FULL, "")
        return
    in_city = region.level == "county" and len(codes_above(code)) > 1
    if in_city:
        return
    # 北京市北京市, 东莞市东莞市, 北京市市辖区
    yield _Name(region.name, code, _FULL)
    yield _Name("市辖区", code, _FULL)
    yield from (_Name(filler, code, _FILLER) for filler in _FILLERS)
    for each in all_regions():
        if each.code != code and (
            code in codes_above(each.code) or _is_beside(code, each.code)
        ):
            yield from _names(each, code)
            if region.level == "province" and each.name.endswith("县"):
                yield _Name(
                    f"县{each.name}", each.code, _FULL
                )  # 重庆市县城口县
    if code.startswith("65"):
        for name in ("新疆生产建设兵团", "生产建设兵团", "新疆兵团", "兵团"):
            yield _Name(name, CORPS, _FULL)
        yield from _divisions_of_corps(_FULL)


def _is_beside(code: str, other: str) -> bool:
    """
    Return whether addresses print a division under one beside it.

    伊犁 governs 塔城 and 阿勒泰; cities of the corps lie in prefectures.
    """
    if code == "654000" and other[:4] in ("6542", "6543"):
        return True
    return code[:2] == "65" and other.startswith(CORPS_CITIES)


def _names(region: Region, scope: str) -> Iterator[_Name]:
    for form in forms_of(region.code):
        alone = scope or len(names_of(form)) == 1 or form == region.name
        yield _Name(form, region.code, _FULL if alone else _SHORT)
    if region.short_name == region.name:
        return
    is_district = region.level == "county" and region.name.endswith("区")
    if scope:
        kind = _DISTRICT if is_district else _SHORT
        yield _Name(region.short_name, region.code, kind)
    elif not is_district and (
        region.level != "county" or len(names_of(region.short_name)) == 1
    ):
        yield _Name(region.short_name, region.code, _SHORT)


def _divisions_of_corps(kind: int, *prefixes: str) -> Iterator[_Name]:
    """
    Yield the names of the corps' divisions: 第八师, 农八师.
    """
    numbers = [*_NUMERALS, *map(str, range(1, len(_NUMERALS) + 1))]
    for prefix in ("第", "农", "农业第", "农业建设第", *prefixes):
        for number in numbers:
            yield _Name(f"{prefix}{number}师", CORPS, kind, is_zone=True)


def _retired(scope: str) -> Iterator[_Name]:
    """
    Yield the names of retired divisions, each with the present division.
    """
    present: dict[str, set[str]] = {}
    for name in _present(scope):
        if name.kind == _FULL:
            present.setdefault(name.text, set()).add(name.code)
    rows: dict[str, list[Retired]] = {}
    for row in retired_divisions():
        if _lies_in(row, scope):
            rows.setdefault(row.name, []).append(row)
    for text, named in rows.items():
        bearers = present.get(text, set())
        late = [row for row in named if row.until >= "2000"]
        for row in late if late or bearers else named:
            code = _present_of(row)
            if code and not (
                bearers and (not row.now or is_inside(row.now, bearers))
            ):
                yield _Name(text, code, _FULL, is_retired=True)


def _lies_in(row: Retired, scope: str) -> bool:
    if not scope:
        return True
    code = _present_of(row)
    if not code or code[:2] != scope[:2]:
        return False
    region = region_of(scope)
    if region.level == "province":
        return row.province == region.name
    if region.level != "prefecture":
        return False
    return row.code != scope and (
        row.prefecture == region.name or is_inside([code], [scope])
    )


def _present_of(row: Retired) -> str | None:
    """
    Return the nearest present division that holds what a retired one held.
    """
    return nearest_holding(row.now or _prefectures().get(row[1:3], ()))


@functools.cache
def _prefectures() -> dict[tuple[str, ...], set[str]]:
    """
    Return the present divisions of the counties of each retired prefecture.
    """
    found: dict[tuple[str, ...], set[str]] = {}
    for row in retired_divisions():
        key = (row.prefecture, row.province)
        found.setdefault(key, set()).update(row.now)
    return found


def _zones(scope: str) -> Iterator[_Name]:
    """
    Yield the development zones in a division, or all.
    """
    lines = _resources.read("zones.csv").decode().splitlines()[1:]
    for name, code, *_ in (line.split(",") for line in lines):
        if not scope or is_inside([code], [scope]):
            yield _Name(name, code, _FULL, is_zone=True)
