"""Which division the names at the beginning of an address mean."""

from __future__ import annotations

import functools
import re

from typing import NamedTuple

from cnmaker_data.places.gazetteer import highest, nearest_holding
from cnmaker_data.places.scopes import (
    COUNTRY,
    DISTRICT,
    FILLER,
    FULL,
    SHORT,
    Name,
    names_in,
    paths_to_counties,
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
_OTHER_WORDS = {"市": "场", "区": "域", "师": "范"}
# How far behind a city's name its zone ends, and what no zone's name holds.
_LONGEST_ZONE = 12
_NO_ZONE = "路街道巷弄号村镇乡市县区省楼院店栋室0-9"
_GENERIC = "省市州盟县旗区"
_DIRECTIONS = "东南西北中上下内外前后大小新老一二三四五六七八九十0123456789"


def read_path(text: str) -> Found | None:
    """
    Return what a text means that begins with a path of full names, or None.

    `read_names` answers the same for it, in three times the time.

    >>> read_path("浙江省杭州市西湖区文三路")
    Found(end=9, codes=('330106',), is_retired=False, is_zone=False)
    """
    paths, lengths = paths_to_counties()
    for length in lengths.get(text[:2], ()):
        path = text[:length]
        if code := paths.get(path):
            end = len(path)
            is_other = text[end : end + 1] == _OTHER_WORDS.get(path[-1])
            return None if is_other else Found(end, (code,))
    return None


def read_names(key: str, start: int, scope: str = COUNTRY) -> Found | None:
    """
    Return what the names at a place in a key mean, or None.

    Of several readings the longest counts, and of those the one with the
    longest first name; of several divisions the highest ones do. An ambiguous
    name inside a division means this one.

    >>> read_names("浙江省杭州市文三路", 0)
    Found(end=6, codes=('330100',), is_retired=False, is_zone=False)
    """
    best: Found | None = None
    others: list[Found] = []
    length = 0
    for name in names_in(scope).get(key[start : start + 2], ()):
        if not key.startswith(name[0], start):
            continue
        found = _read(key, start, scope, name)
        if found is None:
            continue
        if best is None or found[0] > best[0]:
            best = found
            length = len(name[0])
            others = []
        elif found[0] == best[0] and len(name[0]) == length:
            others.append(found)
    if best is None or not others:
        return best
    found = _merged([best, *others])
    if len(found.codes) == 1 or not scope:
        return found
    return Found(start, (scope,))


def _read(key: str, start: int, scope: str, name: Name) -> Found | None:
    """
    Return what a name means together with those behind it, where it counts.
    """
    text, code, kind, is_retired, is_zone = name
    end = start + len(text)
    if end == len(key):
        counts = kind == FULL or (kind != FILLER and (scope or is_zone))
        return Found(end, (code,), is_retired, is_zone) if counts else None
    following = key[end]
    if kind != FULL and following in _GENERIC:
        # The full name is there, too: only 乐山 and 市中区 are 乐山市中区.
        return None if kind == DISTRICT else read_names(key, end, code)
    if kind == DISTRICT:
        return _read_district(key, start, scope, name)
    if _OTHER_WORDS.get(text[-1]) == following:
        return None
    zone_end = 0
    found = None
    if names_in(code):
        found = read_names(key, end, code)
        # A full name needs no zone; one of its divisions may stand behind it.
        if not found and (zone_end := _end_of_zone(key, end, name)):
            found = read_names(key, zone_end, code)
    elif kind == SHORT:
        zone_end = _end_of_zone(key, end, name)
    if found:
        if is_retired or is_zone:
            return Found(
                found.end,
                found.codes,
                found.is_retired or is_retired,
                found.is_zone or is_zone,
            )
        return found
    if kind == FULL:
        return Found(end, (code,), is_retired, is_zone)
    if kind == FILLER:
        return None
    if zone_end:
        return Found(zone_end, (code,), is_retired, True)
    if scope and not _is_other_word(key, end):
        return Found(end, (code,), is_retired, is_zone)
    return None


def _read_district(
    key: str, start: int, scope: str, name: Name
) -> Found | None:
    end = start + len(name.text)
    if zone_end := _end_of_zone(key, end, name):
        return Found(zone_end, (name.code,), name.is_retired, True)
    return None if _is_other_word(key, end) else Found(start, (scope,))


def _merged(found: list[Found]) -> Found:
    """Return one reading of several: of the highest divisions, or ambiguous."""
    codes = {code for each in found for code in each.codes}
    is_retired = any(each.is_retired for each in found)
    # The present division of a retired county may be a city.
    # 万县市 was 万州区 first, and then 重庆市 around it.
    is_nested = not is_retired or nearest_holding(codes) in codes
    kept = highest(codes) if is_nested else sorted(codes)
    is_zone = any(each.is_zone for each in found)
    return Found(found[0].end, tuple(kept), is_retired, is_zone)


def _end_of_zone(key: str, start: int, name: Name) -> int:
    """
    Return where the words of a development zone end, or 0.

    The first are those of any zone (经济技术开发区); behind the short name of
    a city a zone may have one of its own (宁波东钱湖旅游度假区).
    """
    for word in words("zone").get(key[start : start + 2], ()):
        if key.startswith(word, start):
            return start + len(word)
    if name.kind != SHORT or name.code[4:] != "00":
        return 0
    found = _own_zone().match(key, start, start + _LONGEST_ZONE)
    return found.end() if found else 0


@functools.cache
def _own_zone() -> re.Pattern[str]:
    # 深圳工业园 is in many cities, 深圳机场工业园 in one.
    alone, behind = ("|".join(_all_words(kind)) for kind in ("ending", "own"))
    no = f"[^{_NO_ZONE}]"
    return re.compile(f"{no}*?(?:{alone})|{no}+?(?:{behind})")


def _is_other_word(key: str, start: int) -> bool:
    """Return whether a short name is the beginning of another word: 大连西路."""
    following = key[start : start + 6]
    others = _all_words("other")
    return following.startswith(others) or (
        following.lstrip(_DIRECTIONS).startswith(others)
    )


@functools.cache
def _all_words(kind: str) -> tuple[str, ...]:
    return tuple(word for listed in words(kind).values() for word in listed)
