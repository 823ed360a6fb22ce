"""
The divisions by code and by name, and which lies in which.

They come in two files: the provinces, prefectures and the corps, which nearly
all questions are about, and the counties, which are read when a text means
none of the first. A name that both have means the higher level, so the first
file alone answers as both would.
"""

from __future__ import annotations

import functools
import unicodedata

from itertools import chain, product
from typing import TYPE_CHECKING

from cnmaker_data import _resources
from cnmaker_data._validators import restore
from cnmaker_data.places.region import CORPS, CORPS_CITIES, Region, level_of


if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator


#: The collective names of GB/T 2260, which an address may print between a
#: province and a county that belongs to it directly.
FILLERS = (
    *("市辖区", "县", "省直辖县级行政区划", "省直辖县级行政单位"),
    *("自治区直辖县级行政区划", "自治区直辖县级行政单位"),
)
_LEVELS = ("province", "corps", "prefecture", "county")

#: Longer than any path of names; no more of an address is read.
LONGEST = 200
# No key of a name is longer.
_LONGEST_NAME = 40

_SEPARATORS = frozenset("/,、>·'’‘`-")
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


class _Gazetteer:
    """
    The divisions of one file, by code and by each spelling of their names.
    """

    def __init__(self, resource: str) -> None:
        # By column, not by row: the first answer waits for this.
        header, _, body = _resources.read(resource).decode().partition("\n")
        cells = body.removesuffix("\n").replace("\n", ",").split(",")
        width = header.count(",") + 1
        codes, *names = (cells[column::width] for column in range(width))
        #: The names of each division: the cells behind its code.
        self.rows = dict(zip(codes, zip(*names, strict=True), strict=True))
        # Chinese names are their own keys. Folding a whole column at once is
        # much faster than name by name.
        full_names, short_names, *latin = names
        latin = [key_of("|".join(column)).split("|") for column in latin]
        columns = (full_names, short_names, *latin)
        pairs = (zip(each, codes, strict=True) for each in columns)
        by_rule = (
            (key, code)
            for code, (name, short_name, *_) in self.rows.items()
            if name.endswith((*_OF_PEOPLES,))
            for key in _forms_by_rule(name, short_name)
        )
        forms = _resources.read_rows("short-forms.csv")
        in_use = ((form, code) for form, code in forms if code in self.rows)
        # The codes of each key, joined by blanks: most keys have one code, and
        # a str takes less memory than a list.
        self._named: dict[str, str] = {}
        for key, code in chain(*pairs, by_rule, in_use):
            more = self._named.get(key)
            self._named[key] = f"{more} {code}" if more else code
        # Only provinces have a code of ISO 3166-2.
        self._named.pop("", None)

    @functools.cached_property
    def keys(self) -> dict[str, set[str]]:
        """The keys of each division."""
        found: dict[str, set[str]] = {code: set() for code in self.rows}
        for key in self._named:
            for code in self.named(key):
                found[code].add(key)
        return found

    def named(self, key: str) -> list[str]:
        return self._named.get(key, "").split()

    def search(self, key: str) -> list[str]:
        """Return the codes of the highest level that a key means."""
        if len(key) in (6, 12) and key.isascii() and key.isdecimal():
            return [key[:6]] if key[:6] in self.rows else []
        # A long text takes no more steps than the longest name.
        starts = range(max(1, len(key) - _LONGEST_NAME), len(key))
        return highest(
            self.named(key)
            or {
                code
                for start in starts
                for code in self.named(key[start:])
                if key[:start] in _heads(code, key[start:])
            }
        )


@functools.cache
def _upper() -> _Gazetteer:
    return _Gazetteer("regions.csv")


@functools.cache
def _counties() -> _Gazetteer:
    return _Gazetteer("divisions.csv")


def codes_meant(key: str) -> list[str]:
    """Return the codes of the highest level that a key means."""
    return _upper().search(key) or _counties().search(key)


def codes_with_name(key: str) -> list[str]:
    """Return the codes of the divisions that have this name; not of paths."""
    return [*_upper().named(key), *_counties().named(key)]


def highest(codes: Collection[str]) -> list[str]:
    """Return the codes of the highest level among some, in their order."""
    highest = min(map(_rank, codes), default=0)
    return sorted({code for code in codes if _rank(code) == highest})


def _rank(code: str) -> int:
    return _LEVELS.index(level_of(code))


@functools.cache
def places_of(resource: str) -> dict[str, str]:
    """Return the codes of the divisions of zones or towns, by name."""
    return {
        name: code
        for names, code, *_ in _resources.read_rows(resource)
        for name in names.split(";")
    }


_REGIONS: dict[str, Region] = {}


@functools.cache
def region_of(code: str) -> Region:
    """Return the division with a code of the list."""
    names = _upper().rows.get(code) or _counties().rows[code]
    name, short_name, english_name, *iso_3166_2 = names
    fields = {
        "code": code,
        "name": name,
        "short_name": short_name,
        "level": level_of(code),
        "english_name": english_name,
        "iso_3166_2": "".join(iso_3166_2) or None,
    }
    # One object for each division, whichever thread asks first.
    return _REGIONS.setdefault(code, restore(Region, fields))


def all_regions() -> Iterator[Region]:
    """Yield every administrative division by its code; the corps is not one."""
    codes = {*_upper().rows, *_counties().rows} - {CORPS}
    return map(region_of, sorted(codes))


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


def ancestors(region: Region) -> tuple[Region, ...]:
    """
    Return the divisions above a region, the province first.

    >>> ancestors(region_of("330782"))[0].name
    '浙江省'
    """
    return tuple(map(region_of, reversed(codes_above(region.code))))


def path_of(region: Region) -> str:
    """
    Return the names from the province down to a region, in one.

    >>> path_of(region_of("320106"))
    '江苏省南京市鼓楼区'
    """
    return "".join(each.name for each in (*ancestors(region), region))


def nearest_of(digits: str) -> str | None:
    """
    Return the code of the nearest division that digits lie in, or None.

    >>> nearest_of("330799"), nearest_of("33")
    ('330700', '330000')
    """
    # 6590 is a heading of the list; the cities under it are the corps'.
    for length in (6, 4, 2):
        head = digits[:length]
        code = CORPS if head == CORPS_CITIES else head.ljust(6, "0")
        if len(head) == length and (
            code in _upper().rows or code in _counties().rows
        ):
            return code
    return None


def nearest_holding(codes: Iterable[str]) -> str | None:
    """
    Return the code of the nearest division that holds all, or None.

    >>> nearest_holding(["330702", "330782"])
    '330700'
    """
    paths = [{code, *codes_above(code)} for code in codes]
    # The zeros at their ends make the codes of higher levels smaller.
    return max(paths[0].intersection(*paths), default=None)


def is_inside(codes: Iterable[str], others: Iterable[str]) -> bool:
    """Return whether any of *codes* is, or lies in, any of *others*."""
    return any(
        {code, *codes_above(code)}.intersection(others) for code in codes
    )


def is_on_its_own(code: str) -> bool:
    """Return whether a division is a city that lies in no other city."""
    in_city = level_of(code) == "county" and len(codes_above(code)) > 1
    return not in_city and region_of(code).name.endswith("市")


def key_of(text: str) -> str:
    """Return a text without case, accents, blanks, separators and width."""
    key = unicodedata.normalize("NFKD", text).casefold()
    # Tones tell Shǎnxī from Shānxī; English writes Shaanxi for the first.
    key = key.replace("sha\u030cnxi", "shaanxi")
    for char in set(key):
        if char.isspace() or char in _SEPARATORS or unicodedata.combining(char):
            key = key.replace(char, "")
    return key


def _forms_by_rule(name: str, short_name: str) -> set[str]:
    """Return the keys of the other forms in use of a name, by its ending."""
    found: set[str] = set()
    for ending, short_ending in _OF_PEOPLES.items():
        if name.endswith(ending):
            found.add(short_name + short_ending)
            if ending != "族区":
                # 湘西自治州, 伊犁哈萨克
                found |= {short_name + ending, name.removesuffix(ending)}
    return found


def keys_of(code: str) -> set[str]:
    """Return the keys of a division's names and short forms."""
    file = _upper() if code in _upper().rows else _counties()
    return file.keys[code]


def forms_of(code: str) -> list[str]:
    """Return the Chinese forms in use of a division's full name."""
    region = region_of(code)
    keys = keys_of(code) - {region.short_name} | {region.name}
    return [key for key in keys if not key.isascii()]


def _heads(code: str, name: str) -> set[str]:
    """Return the keys that may stand before a division's name in a path."""
    above = [keys_of(each) for each in reversed(codes_above(code))]
    if level_of(code) == "county" and len(above) == 1:
        # 北京市市辖区东城区 and 北京市北京市东城区 are in use, and for the
        # corps' cities 新疆石河子市, 兵团石河子市 and both at once.
        between = above[0].union(FILLERS)
        if code.startswith(CORPS_CITIES):
            between |= keys_of(CORPS)
        above.append(between)
    elif level_of(code) == "county":
        above[1] = above[1].union(f"{city}市辖区" for city in above[1])
    if name == region_of(code).name and is_on_its_own(code):
        above.append(keys_of(code))  # 北京市北京市, 广东省东莞市东莞市
    return {"".join(names) for names in product(*(a | {""} for a in above))}
