"""From a name or code to the one division that it means."""

from __future__ import annotations

import functools
import re
import unicodedata

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from cnmaker_data import _resources
from cnmaker_data.errors import AmbiguousRegionError, UnknownRegionError
from cnmaker_data.places.gazetteer import (
    LONGEST,
    codes_above,
    codes_meant,
    codes_with_name,
    highest,
    is_on_its_own,
    key_of,
    path_of,
    region_of,
)
from cnmaker_data.places.region import Region, level_of


# The key of a name, and the endings that its Chinese name may have.
_Part: TypeAlias = tuple[str, tuple[str, ...]]

_CHINA = ("china", "prc", "prchina", "peoplesrepublicofchina")
COUNTRIES = frozenset(
    f"{before}{name}" for before in ("", "of", "ofthe") for name in _CHINA
)
# ISO 3166-2 used the digits of GB/T 2260 until 2017, except for these two.
_OLD_ISO_CODES = {"cn91": "81", "cn92": "82"}


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
    codes = codes_meant(key)
    if not codes and key.endswith("市辖区"):
        codes = [c for c in codes_meant(key[:-3]) if is_on_its_own(c)]
    if not codes and key[:1].isascii():
        codes = _codes_in_words(text, key)
    if not codes:
        raise unknown(text)
    if level_of(codes[0]) == "county" and not key.isdecimal():
        codes = sorted({*codes, *rivals(text, key, codes)})
    if len(codes) > 1:
        raise ambiguous(text, codes)
    return region_of(codes[0])


def _codes_in_words(text: str, key: str) -> list[str]:
    """Return the codes that a text in English or an older code means."""
    if re.fullmatch("cn[0-9]{2}", key):
        return codes_meant(_OLD_ISO_CODES.get(key, key[2:]) + "0000")
    found: set[str] = set()
    for part, *above in _readings(text):
        if not found or above:
            found |= {
                code
                for code in _spelled(part)
                if all({*codes_above(code)} & _spelled(each) for each in above)
            }
    return highest(found)


def _spelled(part: _Part) -> set[str]:
    key, endings = part
    return {
        code
        for code in codes_with_name(key)
        if region_of(code).name.endswith(endings)
    }


def _readings(text: str) -> Iterator[list[_Part]]:
    """Yield the names that a text may consist of, the lowest level first."""
    # Lists of ISO 3166-2 print remarks in brackets.
    spelled = unicodedata.normalize("NFKD", text.partition("(")[0]).casefold()
    spelled = re.sub(r"[^\w\s,、;-]|_", "", spelled).replace("-", " ")
    parts = map(_without_country, re.split("[,、;]", spelled))
    names = [words for words in parts if words]
    # English starts with the smallest division, and Chinese with the largest.
    for smallest, *above in (names, names[::-1])[: len(names)]:
        heads = [next(_parts(words)) for words in above]
        for part in _parts(smallest):
            yield [part, *heads]


def _without_country(name: str) -> list[str]:
    """Return the words of a name without the country at its end."""
    words = name.split()
    ends = (n for n in range(len(words)) if "".join(words[n:]) in COUNTRIES)
    return words[: next(ends, None)]


def _parts(words: list[str]) -> Iterator[_Part]:
    """Yield a name without its generic words, then without its peoples."""
    ends: tuple[str, ...] = ("",)
    for count in (3, 2, 1):
        found = endings().get(" ".join(words[-count:]))
        if found and words[:-count]:
            words, ends = words[:-count], found
            break
    # Guangxi Zhuang, Yanbian Korean, Xinjiang Uygur.
    fewest = 1 if ends[0].startswith("自治") else len(words)
    for count in range(len(words), fewest - 1, -1):
        yield "".join(words[:count]), ends


@functools.cache
def endings() -> dict[str, tuple[str, ...]]:
    """Return the endings of Chinese names, by their generic English words."""
    rows = _resources.read_rows("english-endings.csv")
    return {words: tuple(ends.split(";")) for words, ends in rows}


def rivals(text: str, key: str, codes: list[str]) -> set[str]:
    """
    Return the divisions that replaced retired ones with the same bare name.

    江北区 was a district of 重庆, too, until 2025.
    """
    # `codes_meant` reads Tieling Qinghe, and not Jiangbei District.
    is_path = not key.isascii() or "," in text or codes_meant(key)
    if is_path and not codes_with_name(key):
        return set()
    names = {key}
    if key.isascii():
        names = {
            name
            for region in map(region_of, codes)
            for name in (region.name, region.short_name)
        }
    from cnmaker_data.places.retired import rivals_of

    return rivals_of(names, codes)


def ambiguous(text: str, codes: Iterable[str]) -> AmbiguousRegionError:
    """Return the error for a name that the divisions with these codes share."""
    candidates, paths = _candidates(tuple(codes))
    return AmbiguousRegionError(text, candidates, paths)


# Tables repeat such names; this saves a third of the time of the error.
@functools.lru_cache(maxsize=1024)
def _candidates(codes: tuple[str, ...]) -> tuple[list[Region], list[str]]:
    candidates = [region_of(code) for code in codes]
    return candidates, [path_of(each) for each in candidates]


def unknown(given: object) -> UnknownRegionError:
    """Return the error for what names no division; it suggests some later."""
    return UnknownRegionError(given, _suggest)


def _suggest(given: object) -> list[str]:
    from cnmaker_data.places.hints import suggest

    return suggest(given)
