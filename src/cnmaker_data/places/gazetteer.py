"""
Administrative divisions: from a name or code to a `Region`.

The divisions come in two files: the provinces, prefectures and the corps,
which nearly all questions are about, and the counties, which are read when a
text means none of the first. A name that both have means the higher level, so
the first file alone answers as both would.
"""

from __future__ import annotations

import functools
import unicodedata

from itertools import product
from typing import TYPE_CHECKING

from cnmaker_data import _resources
from cnmaker_data._validators import restore
from cnmaker_data.errors import AmbiguousRegionError, UnknownRegionError
from cnmaker_data.places.region import (
    CORPS,
    CORPS_CITIES,
    Level,
    Region,
    level_of,
)


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


__all__ = [
    "all_regions",
    "codes_above",
    "find_region",
    "path_of",
]


# What an address may print between a province and a county that belongs to it
# directly: the collective names of GB/T 2260.
_FILLERS = {
    "市辖区",
    "县",
    "省直辖县级行政区划",
    "省直辖县级行政单位",
    "自治区直辖县级行政区划",
    "自治区直辖县级行政单位",
}
_LEVELS: tuple[Level, ...] = ("province", "corps", "prefecture", "county")

# Far longer than any path of names, and short enough to be remembered.
_LONGEST = 1_000

_JOINTS = frozenset("/,、>·'’‘`-")
# The endings whose common short form leaves out the names of the peoples:
# 延边州 for 延边朝鲜族自治州, 新疆自治区 for 新疆维吾尔自治区, 管城区 for
# 管城回族区.
_OF_PEOPLES = {
    "自治区": "自治区",
    "自治州": "州",
    "自治县": "县",
    "自治旗": "旗",
    "族区": "区",
}
# The endings of all names that have other forms.
_VARIED = (*_OF_PEOPLES, "兵团")


def find_region(text: Region | str) -> Region:
    """
    Return the administrative division that a text means.

    *text* is one of: the full name (浙江省), the short name (浙江, 延边,
    积石山; 延边州 and 新疆自治区, too), a path of names with or without its
    first and middle parts (广东省深圳市南山区, 南京鼓楼区), the code of GB/T
    2260 (330000) or of statistics (twelve digits, of which the first six
    count), the code of ISO 3166-2 (CN-ZJ), the English name in any case
    (zhejiang), or a `Region`, which is returned as it is. Full-width forms,
    blanks, accents, hyphens and separators of paths do not matter.
    Traditional characters and names that are no longer in use are not known.

    A name that divisions of several levels share means the highest: 吉林 is
    the province. Raises `AmbiguousRegionError`, with the candidates, where
    several divisions of that level have it, and `UnknownRegionError`, with
    the nearest names, where none has.

    >>> find_region("广东省深圳市南山区").code
    '440305'
    >>> find_region("CN-ZJ") is find_region("浙江")
    True
    """
    if isinstance(text, Region):
        return text
    if not isinstance(text, str):
        # A code is text: the numbers of other codes start with zeros.
        meant = [str(text)] if type(text) is int else []
        raise UnknownRegionError(text, meant)
    if len(text) > _LONGEST:
        raise UnknownRegionError(text)
    return _find(text)


@functools.lru_cache(maxsize=4096)
def _find(text: str) -> Region:
    key = _key(text)
    codes = _upper().search(key) or _counties().search(key)
    if not codes:
        raise UnknownRegionError(text, _nearest(key))
    if len(codes) > 1:
        candidates = [_region(code) for code in codes]
        raise AmbiguousRegionError(text, candidates, map(path_of, candidates))
    return _region(codes[0])


def all_regions() -> Iterator[Region]:
    """
    Yield every administrative division by its code; the corps is not one.
    """
    for code in sorted({*_upper().rows, *_counties().rows} - {CORPS}):
        yield _region(code)


@functools.lru_cache(maxsize=4096)
def codes_above(code: str) -> tuple[str, ...]:
    """
    Return the codes of the divisions above one, the nearest first.

    Codes nest (GB/T 2260): the first two digits are the province's, the first
    four the prefecture's, where the county is in one.

    >>> codes_above("330782")
    ('330700', '330000')
    """
    rows = _upper().rows
    above = (f"{code[:4]}00", f"{code[:2]}0000")
    return tuple(each for each in above if each != code and each in rows)


def path_of(region: Region) -> str:
    """
    Return the names from the province down to a region, in one.

    >>> path_of(find_region("320106"))
    '江苏省南京市鼓楼区'
    """
    above = [_region(code).name for code in reversed(codes_above(region.code))]
    return "".join([*above, region.name])


class _Gazetteer:
    """
    The divisions of one file, by code and by each spelling of their names.
    """

    def __init__(self, resource: str) -> None:
        # A column at a time, not a row: the first answer waits for this.
        header, _, body = _resources.read(resource).decode().partition("\n")
        cells = body.removesuffix("\n").replace("\n", ",").split(",")
        width = header.count(",") + 1
        codes, *names = (cells[column::width] for column in range(width))
        #: The names of each division: the cells behind its code.
        self.rows = dict(zip(codes, zip(*names, strict=True), strict=True))
        # The codes that a key means, with blanks between them. Most keys mean
        # one: a text costs less than a collection.
        self._named: dict[str, str] = {}
        # Chinese names are keys as they stand.
        full_names, short_names, *latin = names
        for keys in (full_names, short_names, *map(_keys, latin)):
            self._name(zip(keys, codes, strict=True))
        self._name(
            (key, code)
            for code, (name, short_name, *_) in self.rows.items()
            if name.endswith(_VARIED)
            for key in _other_keys(name, short_name)
        )
        # Only provinces have a code of ISO 3166-2.
        self._named.pop("", None)

    def _name(self, pairs: Iterable[tuple[str, str]]) -> None:
        named = self._named
        for key, code in pairs:
            named[key] = f"{named[key]} {code}" if key in named else code

    @functools.cached_property
    def _longest(self) -> int:
        return max(map(len, self._named))

    def search(self, key: str) -> list[str]:
        """
        Return the codes of the highest level that a key means.
        """
        if len(key) in (6, 12) and key.isascii() and key.isdecimal():
            return [key[:6]] if key[:6] in self.rows else []
        codes = set(self._named.get(key, "").split()) or self._of_path(key)
        highest = min(map(_rank, codes), default=0)
        return sorted(code for code in codes if _rank(code) == highest)

    def _of_path(self, key: str) -> set[str]:
        """
        Return the codes that a path of names means.
        """
        # No name is longer than the longest: a text of any length is read
        # in no more steps than that.
        shortest_head = max(1, len(key) - self._longest)
        return {
            code
            for end in range(shortest_head, len(key))
            for code in self._named.get(key[end:], "").split()
            if key[:end] in _heads(code)
        }


def _rank(code: str) -> int:
    return _LEVELS.index(level_of(code))


@functools.cache
def _upper() -> _Gazetteer:
    return _Gazetteer("regions.csv")


@functools.cache
def _counties() -> _Gazetteer:
    return _Gazetteer("divisions.csv")


_REGIONS: dict[str, Region] = {}


def _region(code: str) -> Region:
    # One object for all who ask, from whatever thread.
    if code not in _REGIONS:
        names = _upper().rows.get(code) or _counties().rows[code]
        name, short_name, english_name, *iso_3166_2 = names
        region = restore(
            Region,
            {
                "code": code,
                "name": name,
                "short_name": short_name,
                "level": level_of(code),
                "english_name": english_name,
                "iso_3166_2": "".join(iso_3166_2) or None,
            },
        )
        _REGIONS.setdefault(code, region)
    return _REGIONS[code]


def _key(text: str) -> str:
    """
    Return what of a text matters when names are compared.
    """
    key = unicodedata.normalize("NFKD", text).casefold()
    for char in set(key):
        if char.isspace() or char in _JOINTS or unicodedata.combining(char):
            key = key.replace(char, "")
    return key


def _keys(texts: Iterable[str]) -> list[str]:
    """
    Return the key of each text: of all at once, which takes far less time.
    """
    return _key("|".join(texts)).split("|")


def _other_keys(name: str, short_name: str) -> set[str]:
    """
    Return the keys of the other forms in use of a name that ends like these.
    """
    if name.endswith("兵团"):
        return {"新疆兵团", "xpcc"}
    return {
        short_name + short_ending
        for ending, short_ending in _OF_PEOPLES.items()
        if name.endswith(ending)
    }


def _heads(code: str) -> set[str]:
    """
    Return the keys that may stand before a division's name in a path.
    """
    above = [_name_keys(each) for each in reversed(codes_above(code))]
    if level_of(code) == "county" and len(above) == 1:
        # 北京市市辖区东城区 and 北京市北京市东城区 are in use, and for the
        # corps' cities 新疆石河子市, 兵团石河子市 and both at once.
        between = above[0] | _FILLERS
        if code.startswith(CORPS_CITIES):
            between |= _name_keys(CORPS)
        above.append(between)
    return {"".join(names) for names in product(*(a | {""} for a in above))}


def _name_keys(code: str) -> set[str]:
    name, short_name, english_name, _ = _upper().rows[code]
    others = _other_keys(name, short_name)
    return {name, short_name, _key(english_name), *others}


def _nearest(key: str) -> list[str]:
    """
    Return the names nearest to a key that is none, the best first.
    """
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(b=key)
    letters = set(key)
    found: list[tuple[float, int, int, str]] = []
    for code, names in _names_to_compare():
        # How alike a name is; then, where half of it is wrong, whether the
        # other half stands where it should: 义乌 before 遵义 for 义鸟.
        best = (0.0, 0)
        for name in names:
            if letters.isdisjoint(name):
                continue
            matcher.set_seq1(name)
            # The first two are quick and never less than the third.
            if (
                matcher.real_quick_ratio() >= 0.5
                and matcher.quick_ratio() >= 0.5
            ):
                in_place = sum(map(str.__eq__, name, key))
                best = max(best, (matcher.ratio(), in_place))
        if best[0] >= 0.5:
            found.append((-best[0], -best[1], _rank(code), code))
    return [path_of(_region(code)) for *_, code in sorted(found)[:3]]


@functools.cache
def _names_to_compare() -> list[tuple[str, set[str]]]:
    """
    Return the codes of all divisions, and the keys of their main names.
    """
    regions = (_region(CORPS), *all_regions())
    return [
        (
            region.code,
            {
                _key(name)
                for name in (
                    region.name,
                    region.short_name,
                    region.english_name,
                    path_of(region),
                )
            },
        )
        for region in regions
    ]
