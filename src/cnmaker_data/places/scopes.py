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
    FILLERS,
    all_regions,
    codes_above,
    codes_meant,
    codes_with_name,
    forms_of,
    is_inside,
    is_on_its_own,
    places_of,
    region_of,
)
from cnmaker_data.places.region import CORPS, CORPS_CITIES, Region, level_of
from cnmaker_data.places.retired import (
    Retired,
    retired_divisions,
    rivals_of,
)


COUNTRY = ""

#: The last characters of the full names of divisions.
GENERIC = "省市州盟县旗区"

# When a name counts: a full one always; a short one after a division, or before
# a name or zone inside its own; a filler only before another name. The short
# name of a district is often that of a gate or a temple, and only confirms the
# city before it.
FULL, SHORT, FILLER, DISTRICT = range(4)


class Name(NamedTuple):
    """A name, what it means, and when it counts."""

    text: str
    code: str
    kind: int
    is_retired: bool = False
    is_zone: bool = False


_Scope: TypeAlias = dict[str, list[Name]]

_NUMERALS = "一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四"


@functools.cache
def words() -> dict[str, list[str]]:
    """Return the words in addresses by their kinds, the longest first."""
    found: dict[str, list[str]] = {}
    for kind, word in sorted(
        _resources.read_rows("address-words.csv"), key=lambda row: -len(row[1])
    ):
        found.setdefault(kind, []).append(word)
    return found


@functools.cache
def names_in(scope: str) -> _Scope:
    """
    Return the names of a scope by their first two characters, longest first.
    """
    names = {*_present(scope)}
    names |= {*_retired(scope, names)}
    found: _Scope = {}
    is_above_cities = not scope or level_of(scope) == "province"
    for name in sorted(names, key=lambda each: (-len(each.text), each)):
        # 东区 and 新区 are too common without their cities; 昆区 is not.
        is_common = (
            len(name.text) == 2
            and name.text.endswith("区")
            and (name.is_retired or name.text == region_of(name.code).name)
        )
        if not (is_above_cities and is_common):
            found.setdefault(name.text[:2], []).append(name)
    return found


def _present(scope: str) -> Iterator[Name]:
    if scope not in _regions_in():
        return
    for region in _regions_in()[scope]:
        yield from _forms(region, scope)
    zones = places_of("zones.csv")
    for name, code in (zones | places_of("towns.csv")).items():
        if scope in (COUNTRY, code, *codes_above(code)):
            # 前海 is a lake in 北京, too, and 大亚湾核电站 is in 深圳.
            is_short = len(name) < 4 and name in zones and not scope
            kind = SHORT if is_short else FULL
            yield Name(name, code, kind, is_zone=True)
    if scope not in (COUNTRY, CORPS):
        # 北京市北京市, 广西壮族自治区广西南宁市, 北京市市辖区
        for code in (scope, *codes_above(scope)):
            for form in (*forms_of(code), region_of(code).short_name):
                is_own = code == scope and form[-1] in GENERIC
                yield Name(form, scope, FULL if is_own else FILLER)
        yield Name("市辖区", scope, FULL)
        others = "省直辖行政单位", "省直辖县", "省直辖"
        for filler in (*FILLERS[2:], *others):
            yield Name(filler, scope, FILLER)
        for place in words().get(scope, ()):
            yield Name(place, scope, FULL, is_zone=True)
    if scope in (COUNTRY, CORPS) or scope.startswith("65"):
        yield from _of_corps(scope)


def _of_corps(scope: str) -> Iterator[Name]:
    """Yield the names of the corps and its divisions: 第八师, 农八师."""
    if scope != CORPS:
        for form in forms_of(CORPS):
            yield Name(form, CORPS, FULL)
        yield Name("兵团", CORPS, FULL if scope else FILLER)
    numerals = _NUMERALS.split()
    prefixes = ["第", "农", "农业第", "农业建设第"] + [""] * (scope == CORPS)
    for prefix in prefixes:
        # An army has a 第八师, too.
        kind = FULL if scope or prefix.startswith("农") else FILLER
        for number in (*numerals, *range(1, len(numerals) + 1)):
            yield Name(f"{prefix}{number}师", CORPS, kind, is_zone=True)


@functools.cache
def _regions_in() -> dict[str, list[Region]]:
    """Return the divisions that addresses print in each scope."""
    found: dict[str, list[Region]] = {COUNTRY: []}
    cities = [r for r in all_regions() if r.code.startswith(CORPS_CITIES)]
    for region in all_regions():
        code = region.code
        above = codes_above(code)
        if code[:4] in ("6542", "6543"):
            above += ("654000",)  # 伊犁 governs 塔城 and 阿勒泰, too.
        for scope in (COUNTRY, *above):
            found.setdefault(scope, []).append(region)
        # 东莞 and 仙桃 have no divisions, and may be named twice.
        if level_of(code) != "county" or is_on_its_own(code):
            found.setdefault(code, [])
    for scope in found:
        if scope.startswith("65") and scope != "650000":
            found[scope] += cities
    return found | {CORPS: cities}


def _forms(region: Region, scope: str) -> Iterator[Name]:
    code, name, short_name = region.code, region.name, region.short_name
    for form in forms_of(code):
        # 内蒙路 is a road.
        is_sure = form[-1] in GENERIC and codes_with_name(form) == [code]
        kind = FULL if scope or form == name or is_sure else SHORT
        yield Name(form, code, kind)
    if region.level == "province" and name.endswith("市") and not scope:
        yield Name(f"{name}县", code, FILLER)  # 重庆市县城口县
    # 南昌高新区 in 南昌市 need not be in 南昌县.
    is_of_city = scope.endswith("00") and scope[2:4] != "00"
    if short_name == name or (
        is_of_city and short_name == region_of(scope).short_name
    ):
        return
    is_district = region.level == "county" and name.endswith("区")
    if scope:
        yield Name(short_name, code, DISTRICT if is_district else SHORT)
    elif (
        codes_meant(short_name) == [code]
        and not rivals_of([short_name], [code])
        and (not is_district or short_name in _former_counties())
    ):
        # 合作 is a word, and 金山 the name of towns in 18 other provinces: no
        # 合作示范区 or 金山工业园区 is certainly there.
        is_common = short_name in words()["common"]
        yield Name(short_name, code, FILLER if is_common else SHORT)


@functools.cache
def _former_counties() -> set[str]:
    """
    Return the short names of retired divisions that were no districts.

    The names of districts are often those of sights: only 萧山, which was a
    county, is meant in 萧山经济技术开发区, and not 东湖 in 东湖开发区.
    """
    return {
        row.short_name
        for row in retired_divisions()
        if not row.name.endswith("区")
    }


def _retired(scope: str, present: set[Name]) -> Iterator[Name]:
    """Yield the names of retired divisions, with the codes of present ones."""
    bearers: dict[str, set[str]] = {}
    for name in present:
        bearers.setdefault(name.text, set())
        if name.kind == FULL:
            bearers[name.text].add(name.code)
    for text, rows in _retired_in().get(scope, {}).items():
        codes = bearers.get(text, set())
        late = [row for row in rows if row.until >= "2000"]
        # 南城区 was in 太原 until 1997, and is a part of 东莞.
        is_district = text.endswith("区") and not text.endswith("地区")
        is_late = late or codes or (is_district and not scope)
        for row in late if is_late else rows:
            if codes and (not row.now or is_inside(row.now, codes)):
                continue  # a present division still has the name
            yield Name(text, row.holder, FULL, is_retired=True)
            short_name = text[:-1]
            if len(text) < 3 or short_name in bearers:
                continue
            if scope:
                yield Name(short_name, row.holder, DISTRICT, is_retired=True)
            elif (
                # 襄樊高新区; other short names are often those of sights.
                row.name.endswith("市")
                and row.until >= "2000"
                and not codes_with_name(short_name)
            ):
                yield Name(short_name, row.holder, SHORT, is_retired=True)


@functools.cache
def _retired_in() -> dict[str, dict[str, list[Retired]]]:
    """Return the retired divisions in each scope by name."""
    found: dict[str, dict[str, list[Retired]]] = {}
    for row in retired_divisions():
        names = {row.name}
        if row.name.endswith("盟"):
            names.add(f"{row.name[0]}盟")  # 伊盟 is 伊克昭盟.
        for scope in (COUNTRY, *row.scopes.split(";")) if row.holder else ():
            for name in names:
                found.setdefault(scope, {}).setdefault(name, []).append(row)
    return found
