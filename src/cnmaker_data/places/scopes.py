"""
The names that addresses print, by the division in which they print them.

A scope holds the names that may follow when a division has been named, and the
scope of the country those that may begin an address. Each is made when it is
first needed: most tables are of a few provinces.
"""

from __future__ import annotations

import functools

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from cnmaker_data import _resources
from cnmaker_data.places.gazetteer import (
    all_regions,
    codes_above,
    codes_named,
    forms_of,
    is_inside,
    names_of,
    nearest_holding,
    region_of,
)
from cnmaker_data.places.region import CORPS, CORPS_CITIES, Region, level_of
from cnmaker_data.places.retired import Retired, retired_divisions


COUNTRY = ""

# When a name counts: a full one always; a short one behind a division, or
# before something that lies in its own; a filler before something alone. The
# short name of a district is often that of a gate or a temple: it confirms the
# city before it, and no more.
FULL, SHORT, FILLER, DISTRICT = range(4)


class Name(NamedTuple):
    """A name, what it means, and when it counts."""

    text: str
    code: str
    kind: int
    is_retired: bool = False
    is_zone: bool = False


_Scope: TypeAlias = dict[str, list[Name]]

_FILLERS = (
    *("省直辖县级行政区划", "省直辖县级行政单位", "省直辖县", "省直辖"),
    *("自治区直辖县级行政区划", "自治区直辖县级行政单位"),
)
# 台湾省, 香港 and 澳门: the names of places in them are words.
_WITHOUT_DIVISIONS = ("71", "81", "82")
_NUMERALS = "一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四"
_IN_XINJIANG = ("新疆生产建设兵团", "生产建设兵团", "新疆兵团", "兵团")


@functools.cache
def words(kind: str) -> dict[str, list[str]]:
    """
    Return the words of a kind by their first two characters, longest first.
    """
    found: dict[str, list[str]] = {}
    lines = _resources.read("address-words.csv").decode().splitlines()[1:]
    listed = [line.split(",")[1] for line in lines if line.startswith(kind)]
    for word in sorted(listed, key=len, reverse=True):
        found.setdefault(word[:2], []).append(word)
    return found


@functools.cache
def names_in(scope: str) -> _Scope:
    """
    Return the names of a scope by their first two characters, longest first.
    """
    names = {*_present(scope), *_zones_in().get(scope, ())}
    names |= {*_retired(scope, names)}
    if not scope or level_of(scope) == "province":
        names = {name for name in names if not _is_everywhere(name)}
    found: _Scope = {}
    for name in sorted(names, key=lambda each: (-len(each.text), each)):
        found.setdefault(name.text[:2], []).append(name)
    return found


@functools.cache
def paths_to_counties() -> tuple[dict[str, str], dict[str, list[int]]]:
    """
    Return the counties that paths of full names mean, and how long they are.

    Of the paths that can mean only one county, with their lengths by the first
    two characters, the longest first. Most addresses begin with one.
    """
    paths: dict[str, str] = {}
    for region in all_regions():
        code, name = region.code, region.name
        above = codes_above(code)
        if level_of(code) != "county" or not above:
            continue
        *cities, province = (region_of(each).name for each in above)
        paths["".join([province, *cities, name])] = code
        paths["".join([*cities, name])] = code
        # Without its city, a name that no other has or had there.
        for scope, head in ((above[-1], province), (COUNTRY, "")):
            named = [c for c in names_of(name) if c.startswith(scope[:2])]
            if (
                named != [code]
                or name in _retired_in().get(scope, {})
                or _is_everywhere(Name(name, code, FULL))
            ):
                if cities or scope == COUNTRY:
                    paths.pop(head + name, None)
            else:
                paths[head + name] = code
    lengths: dict[str, set[int]] = {}
    for path in paths:
        lengths.setdefault(path[:2], set()).add(len(path))
    return paths, {k: sorted(v, reverse=True) for k, v in lengths.items()}


def _is_everywhere(name: Name) -> bool:
    """Return whether a name needs its city: 东区, 新区, 市区."""
    is_own = name.is_retired or name.text == region_of(name.code).name
    return is_own and len(name.text) == 2 and name.text.endswith("区")


def _present(scope: str) -> Iterator[Name]:
    for region in _regions_in().get(scope, ()):
        yield from _forms(region, scope)
        if region.name.endswith("县") and len(codes_above(region.code)) == 1:
            yield Name(f"县{region.name}", region.code, FULL)  # 重庆市县城口县
    if scope == COUNTRY:
        yield from (Name(form, CORPS, FULL) for form in _IN_XINJIANG[:3])
        yield Name("兵团", CORPS, FILLER)
        yield from _divisions_of_corps(FILLER)
    elif scope == CORPS:
        yield from _divisions_of_corps(FULL, "")
    elif scope in _regions_in():
        # 北京市北京市, 东莞市东莞市, 北京市市辖区
        yield Name(region_of(scope).name, scope, FULL)
        yield Name("市辖区", scope, FULL)
        yield from (Name(filler, scope, FILLER) for filler in _FILLERS)
        if scope.startswith(_WITHOUT_DIVISIONS):
            for listed in words(scope).values():
                for place in listed:
                    yield Name(place, scope, FULL, is_zone=True)
        if scope.startswith("65"):
            yield from (Name(form, CORPS, FULL) for form in _IN_XINJIANG)
            yield from _divisions_of_corps(FULL)


@functools.cache
def _regions_in() -> dict[str, list[Region]]:
    """Return the divisions that addresses print in each scope."""
    found: dict[str, list[Region]] = {COUNTRY: []}
    cities = [r for r in all_regions() if r.code.startswith(CORPS_CITIES)]
    for region in all_regions():
        above = codes_above(region.code)
        if region.code[:4] in ("6542", "6543"):
            above += ("654000",)  # 伊犁 governs 塔城 and 阿勒泰, too.
        for scope in (COUNTRY, *above):
            found.setdefault(scope, []).append(region)
        # 东莞 and 仙桃 have no divisions, and may be named twice.
        is_city = len(above) == 1 and region.name.endswith("市")
        if level_of(region.code) != "county" or is_city:
            found.setdefault(region.code, [])
    for scope in found:
        if scope.startswith("65") and scope != "650000":
            found[scope] += cities
    return found | {CORPS: cities}


def _forms(region: Region, scope: str) -> Iterator[Name]:
    code, short_name = region.code, region.short_name
    for form in forms_of(code):
        is_sure = scope or form == region.name or names_of(form) == [code]
        yield Name(form, code, FULL if is_sure else SHORT)
    # 南昌高新区 in 南昌市 need not be in 南昌县.
    is_of_city = scope.endswith("00") and scope[2:4] != "00"
    if short_name == region.name or (
        is_of_city and short_name == region_of(scope).short_name
    ):
        return
    if scope:
        is_district = code[4:] != "00" and region.name.endswith("区")
        yield Name(short_name, code, DISTRICT if is_district else SHORT)
    elif codes_named(short_name) == [code] and _is_unmistakable(region):
        yield Name(short_name, code, SHORT)


def _is_unmistakable(region: Region) -> bool:
    """
    Return whether the zone behind a short name is certainly one of a division.

    The names of districts are often those of sights: only 萧山, which was a
    county, is meant in 萧山经济技术开发区, and not 东湖 in 东湖开发区.
    """
    if region.level != "county":
        return True
    rows = _retired_by_short_name().get(region.short_name, [])
    return all(
        is_inside(row.now, [region.code]) for row in rows if row.now
    ) and (
        not region.name.endswith("区")
        or any(not row.name.endswith("区") for row in rows)
    )


def _divisions_of_corps(kind: int, *prefixes: str) -> Iterator[Name]:
    """Yield the names of the corps' divisions: 第八师, 农八师."""
    numerals = _NUMERALS.split()
    numbers = [*numerals, *map(str, range(1, len(numerals) + 1))]
    for prefix in ("第", "农", "农业第", "农业建设第", *prefixes):
        for number in numbers:
            yield Name(f"{prefix}{number}师", CORPS, kind, is_zone=True)


@functools.cache
def _zones_in() -> dict[str, list[Name]]:
    """Return the names of development zones in each scope."""
    found: dict[str, list[Name]] = {}
    lines = _resources.read("zones.csv").decode().splitlines()[1:]
    for names, code, _ in (line.split(",") for line in lines):
        for scope in {COUNTRY, code, *codes_above(code)} & {*_regions_in()}:
            for name in names.split(";"):
                # 前海 is a lake in 北京, too, and 大亚湾核电站 is in 深圳.
                kind = SHORT if len(name) < 4 and not scope else FULL
                zone = Name(name, code, kind, is_zone=True)
                found.setdefault(scope, []).append(zone)
    return found


def _retired(scope: str, present: set[Name]) -> Iterator[Name]:
    """Yield the names of retired divisions, each with what has its place."""
    bearers: dict[str, set[str]] = {}
    for name in present:
        bearers.setdefault(name.text, set())
        if name.kind == FULL:
            bearers[name.text].add(name.code)
    for text, rows in _retired_in().get(scope, {}).items():
        codes = bearers.get(text, set())
        late = [row for row in rows if row.until >= "2000"]
        for row in late if late or codes else rows:
            if codes and (not row.now or is_inside(row.now, codes)):
                continue  # It bears the name still.
            code = _successor(row) or ""
            yield Name(text, code, FULL, is_retired=True)
            if row.prefecture == "直辖" and text.endswith("县"):
                # 北京市县密云县
                yield Name(f"县{text}", code, FULL, is_retired=True)
            if scope and len(text) > 2 and text[:-1] not in bearers:
                yield Name(text[:-1], code, DISTRICT, is_retired=True)


@functools.cache
def _retired_in() -> dict[str, dict[str, list[Retired]]]:
    """Return the retired divisions in each scope by their names."""
    # 巢湖市 was a prefecture: 无为县 was in it, and is not in the county.
    cities = {(row.code[:2], row.prefecture) for row in retired_divisions()}
    prefectures = {
        named: region.code
        for region in sorted(all_regions(), key=lambda each: each.level)
        if (named := (region.code[:2], region.name)) in cities
    }
    found: dict[str, dict[str, list[Retired]]] = {}
    for row in retired_divisions():
        code = _successor(row)
        if not code:
            continue
        scopes = {COUNTRY}
        province = row.code[:2]
        if code[:2] == province:
            city = prefectures.get((province, row.prefecture), "")
            scopes |= {city, code, *codes_above(code), f"{province}0000"}
        for scope in scopes & {*_regions_in(), *prefectures.values()}:
            for name in _forms_of_retired(row.name):
                found.setdefault(scope, {}).setdefault(name, []).append(row)
    return found


def _forms_of_retired(name: str) -> set[str]:
    # 伊盟 is 伊克昭盟.
    return {name, f"{name[0]}盟"} if name.endswith("盟") else {name}


@functools.cache
def _retired_by_short_name() -> dict[str, list[Retired]]:
    found: dict[str, list[Retired]] = {}
    for row in retired_divisions():
        found.setdefault(row.name[:-1], []).append(row)
    return found


def _successor(row: Retired) -> str | None:
    """
    Return the nearest present division that holds what a retired one held.
    """
    return nearest_holding(row.now or _counties_of().get(row[1:3], ()))


@functools.cache
def _counties_of() -> dict[tuple[str, ...], set[str]]:
    """
    Return the present divisions of the counties of each retired prefecture.
    """
    found: dict[tuple[str, ...], set[str]] = {}
    for row in retired_divisions():
        key = (row.prefecture, row.province)
        found.setdefault(key, set()).update(row.now)
    return found
