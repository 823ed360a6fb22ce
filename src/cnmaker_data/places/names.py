"""From a name or code to the one division that it means."""

from __future__ import annotations

import functools

from collections.abc import Iterable

from cnmaker_data.errors import AmbiguousRegionError, UnknownRegionError
from cnmaker_data.places.gazetteer import (
    LONGEST,
    codes_named,
    is_inside,
    is_on_its_own,
    key_of,
    names_of,
    path_of,
    region_of,
)
from cnmaker_data.places.region import Region, level_of


def find_region(text: Region | str) -> Region:
    """
    Return the administrative division that a text means.

    *text* is one of: the full name (浙江省), the short name (浙江, 延边,
    积石山) or a common short form (延边州, 新疆自治区, 前郭县), a path of
    names with or without its first and middle parts (广东省深圳市南山区,
    南京鼓楼区, 北京市北京市), the code of GB/T 2260 (330000) or of statistics
    (twelve digits, of which the first six count), the code or name of ISO
    3166-2 (CN-ZJ, CN-33, Zhejiang Sheng), the English name in any case, with
    or without its generic word (zhejiang, Ningbo City, Zhejiang), or a
    `Region`, which is returned as it is. Full-width forms, blanks, accents,
    hyphens and separators of paths do not matter. Traditional characters and
    retired names are not known; `locate` reads the latter.

    If a name exists at several levels, the highest wins: 吉林 is the
    province. Raises `AmbiguousRegionError`, with the candidates, if several
    divisions of that level have the name, or if a division elsewhere had it
    until it was retired after 1999, and `UnknownRegionError`, with the nearest
    names, if no division has it.

    >>> find_region("广东省深圳市南山区").code
    '440305'
    >>> find_region("CN-ZJ") is find_region("Zhejiang Province")
    True
    """
    if isinstance(text, Region):
        return text
    if not isinstance(text, str) or len(text) > LONGEST:
        raise unknown(text)
    return _find(text)


@functools.lru_cache(maxsize=4096)
def _find(text: str) -> Region:
    key = key_of(text)
    codes = codes_named(key)
    if not codes and key.endswith("市辖区"):
        codes = [c for c in codes_named(key[:-3]) if is_on_its_own(c)]
    if not codes and key[:1].isascii():
        from cnmaker_data.places.latin import codes_in_words

        codes = codes_in_words(text, key)
    if not codes:
        raise unknown(text)
    if level_of(codes[0]) == "county" and not key.isdecimal():
        codes = sorted({*codes, *rivals(text, key, codes)})
    if len(codes) > 1:
        raise ambiguous(text, codes)
    return region_of(codes[0])


def rivals(text: str, key: str, codes: list[str]) -> set[str]:
    """
    Return the divisions that took the places of retired ones of a bare name.

    江北区 was a district of 重庆, too, until 2025.
    """
    names = {key}
    if key.isascii():
        names = {
            name
            for region in map(region_of, codes)
            for name in (region.name, region.short_name)
            if names_of(key) or "," not in text
        }
    elif not names_of(key):
        return set()  # a path
    from cnmaker_data.places.retired import retired_named

    return {
        code
        for name in names
        for row in retired_named().get(name, ())
        if not is_inside(row.now, codes)
        for code in row.now
    }


def ambiguous(text: str, codes: Iterable[str]) -> AmbiguousRegionError:
    """Return the error for a name that the divisions with these codes share."""
    candidates = [region_of(code) for code in codes]
    return AmbiguousRegionError(text, candidates, map(path_of, candidates))


def unknown(given: object) -> UnknownRegionError:
    """Return the error for what names no division; hints are worked out late."""
    return UnknownRegionError(given, _suggest)


def _suggest(given: object) -> list[str]:
    from cnmaker_data.places.hints import suggest

    return suggest(given)
