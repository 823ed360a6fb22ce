"""Which division the names at the beginning of an address mean."""

from __future__ import annotations

import functools
import re

from typing import NamedTuple

from cnmaker_data.places.gazetteer import (
    all_regions,
    ancestors,
    codes_with_name,
    highest,
    nearest_holding,
    region_of,
)
from cnmaker_data.places.scopes import (
    COUNTRY,
    DISTRICT,
    FILLER,
    FULL,
    GENERIC,
    SHORT,
    Name,
    names_in,
    words,
)


class Found(NamedTuple):
    """The division that the names at the beginning of a text mean."""

    end: int
    #: Several, where it is ambiguous.
    codes: tuple[str, ...]
    is_retired: bool = False
    is_zone: bool = False


# A full name that continues with one of these is part of another word.
_OTHER_WORDS = {"市": "场", "区": "域", "师": "范", "乡": "村"}
# 莘县路8号 is in 青岛, and 息县路口乡 in 息县.
_ROAD = re.compile(r"..路(?![^\W\d])")
# The longest words after the name of a city: those of a zone, and others.
_LONGEST_ZONE = 12
_LONGEST_WORD = 6
_DIRECTIONS = "东南西北中上下内外前后大小新老一二三四五六七八九十0-9"
# The name of a zone has none of these.
_NO_ZONE = "路街道巷弄号村镇乡市县区旗省楼院店栋室0-9"
# 杭州湾上虞经济技术开发区 is not in 杭州市, nor 深圳（河源）产业转移工业园 in 深圳市;
# but 石嘴山河滨工业园区 is in 石嘴山市, and 日照山海天旅游度假区 in 日照市.
_NO_LANDMARK = "(?![湾湖门陵岸庙]|山(?!海)|河(?![套滨])|洋(?!河)|.*转移工)"


def read_path(text: str) -> Found | None:
    """
    Return what a text means that starts with a path to a county, or None.

    `read_names` gives the same answer, but takes three times as long.

    >>> read_path("浙江省杭州市西湖区文三路")
    Found(end=9, codes=('330106',), is_retired=False, is_zone=False)
    """
    paths, lengths = _paths_from(text[:2])
    for length in lengths:
        path = text[:length]
        if found := paths.get(path):
            following = text[len(path) : len(path) + 1]
            is_other = following == _OTHER_WORDS.get(path[-1]) or _ROAD.match(
                text, len(path) - 2
            )
            if is_other or (following and not following.isalnum()):
                return None
            return found
    return None


@functools.lru_cache(maxsize=4096)
def _paths_from(start: str) -> tuple[dict[str, Found], list[int]]:
    """
    Return the paths that start with a text, and their lengths.

    They are those that mean one county, and that no other name can follow.
    """
    paths: dict[str, Found] = {}
    for path, code in _paths_to_counties().get(start, ()):
        found = Found(len(path), (code,))
        if not names_in(code) and read_names(path, 0) == found:
            paths[path] = found
    return paths, sorted({*map(len, paths)}, reverse=True)


@functools.cache
def _paths_to_counties() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for region in all_regions():
        names = [each.name for each in ancestors(region)]
        for kept in (names, names[1:], names[:1], []):
            path = "".join([*kept, region.name])
            if region.level == "county":
                found.setdefault(path[:2], []).append((path, region.code))
    return found


def read_names(key: str, start: int, scope: str = COUNTRY) -> Found | None:
    """
    Return what the names at a position in a key mean, or None.

    The longest reading wins; of several, those without a zone, and of these
    those with the longest first name. If these mean several divisions, the
    highest win. An ambiguous name inside a division means that division.

    >>> read_names("浙江省杭州市文三路", 0)
    Found(end=6, codes=('330100',), is_retired=False, is_zone=False)
    """
    best: list[Found] = []
    highest_rank = (0, False, 0)
    for name in names_in(scope).get(key[start : start + 2], ()):
        if not key.startswith(name.text, start):
            continue
        found = _read(key, start, scope, name)
        if found is None:
            continue
        rank = (found.end, not found.is_zone, len(name.text))
        if rank > highest_rank:
            best, highest_rank = [], rank
        if rank == highest_rank:
            best.append(found)
    if len(best) < 2:
        return best[0] if best else None
    merged = _merged(best)
    if scope and len(merged.codes) > 1:
        return Found(start, (scope,))
    return merged


def _read(key: str, start: int, scope: str, name: Name) -> Found | None:
    """Return what a name and those after it mean, or None if it is no name."""
    text, code, kind, is_retired, is_zone = name
    end = start + len(text)
    if end == len(key):
        counts = kind == FULL or (kind != FILLER and (scope or is_zone))
        return Found(end, (code,), is_retired, is_zone) if counts else None
    following = key[end]
    if kind != FULL and following in GENERIC:
        # The full name is there, too: only 乐山 and 市中区 are 乐山市中区.
        return None if kind == DISTRICT else read_names(key, end, code)
    if _ROAD.match(key, start) or _OTHER_WORDS.get(text[-1]) == following:
        return None
    has_more = kind != DISTRICT and names_in(code)
    found = read_names(key, end, code) if has_more else None
    zone_end = 0
    # A full name needs no zone; one of its divisions may follow it.
    if not found and (has_more or kind != FULL):
        zone_end = _end_of_zone(key, end, name)
        if zone_end and has_more:
            found = read_names(key, zone_end, code)
    if found:
        if is_retired or is_zone:
            found = found._replace(
                is_retired=found.is_retired or is_retired,
                is_zone=found.is_zone or is_zone,
            )
        return found
    if kind == FULL:
        return Found(end, (code,), is_retired, is_zone)
    if kind == FILLER:
        return None
    if zone_end:
        return Found(zone_end, (code,), is_retired, is_zone=True)
    if not scope or patterns()["other"].match(key, end, end + _LONGEST_WORD):
        return None  # 大连西路
    if kind == DISTRICT:
        return Found(start, (scope,))
    return Found(end, (code,))


def _merged(found: list[Found]) -> Found:
    """Return one reading for several: the highest divisions of all of them."""
    codes = {code for each in found for code in each.codes}
    is_retired = any(each.is_retired for each in found)
    # The present division of a retired county may be a city.
    # 万县市 was 万州区 first, and then 重庆市 around it.
    is_nested = not is_retired or nearest_holding(codes) in codes
    kept = highest(codes) if is_nested else sorted(codes)
    return found[0]._replace(codes=tuple(kept), is_retired=is_retired)


def _end_of_zone(key: str, start: int, name: Name) -> int:
    """
    Return where the words of a development zone end, or 0.

    They are those of any zone (经济技术开发区); after the short name of a
    county, they may also be a town (吴江盛泽镇); after that of a city, the name
    of a zone (宁波东钱湖旅游度假区, 江阴临港经济开发区).
    """
    longer = key[start - len(name.text) : start + 1]
    # 龙泉驿经济技术开发区 is not in 龙泉市.
    if name.kind == FULL or codes_with_name(longer):
        kind = "zone"
    elif name.kind == SHORT and name.code.endswith("00"):
        kind = "zone of a prefecture"
    elif name.kind == SHORT and region_of(name.code).name.endswith("市"):
        kind = "zone of a city"
    else:
        kind = "zone or town"
    found = patterns()[kind].match(key, start, start + _LONGEST_ZONE)
    return found.end() if found else 0


@functools.cache
def patterns() -> dict[str, re.Pattern[str]]:
    """Return the patterns of zones, and of words that begin like a name."""
    zone, ending, own, other = (
        "|".join(words()[kind]) for kind in ("zone", "ending", "own", "other")
    )
    # 五峰采花乡 is in 五峰, but 昭平台库区乡 is not in 昭平, nor 三水瑶族乡 in 三水.
    or_town = f"{zone}|[^族{_NO_ZONE}]{{2,3}}(?:[镇乡]|街道)(?!村)"
    named = f"{_NO_LANDMARK}[^{_NO_ZONE}]"
    with_ending = f"{named}*?(?:{ending})"
    # 深圳工业园 is in many cities, 深圳机场工业园 in one.
    of_prefecture = f"{zone}|{with_ending}|{named}+?(?:{own})区?"
    return {
        "zone": re.compile(zone),
        "zone or town": re.compile(or_town),
        "zone of a city": re.compile(f"{or_town}|{with_ending}"),
        "zone of a prefecture": re.compile(of_prefecture),
        # 沙河店镇 is not in 沙河市.
        "other": re.compile(f"[{_DIRECTIONS}]*(?:{other})|.(?:[镇乡]|街道)"),
    }
