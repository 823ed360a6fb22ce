"""Suggestions for a text that names no division."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches

from cnmaker_data import _resources
from cnmaker_data.errors import short_repr
from cnmaker_data.places.gazetteer import (
    LONGEST,
    all_regions,
    codes_above,
    codes_with_name,
    key_of,
    keys_of,
    nearest_of,
    path_of,
    region_of,
)
from cnmaker_data.places.reading import read_names
from cnmaker_data.places.region import CORPS, level_of
from cnmaker_data.places.retired import retired_named


def suggest(given: object) -> list[str]:
    """
    Return the paths of the divisions that were most likely meant.

    They lie in the province that a text names. For a code it is the division
    that its first digits name.
    """
    is_number = type(given) is int and given >= 0
    # `str` refuses numbers with thousands of digits.
    text = short_repr(given) if is_number else given
    if not isinstance(text, str) or len(text) > LONGEST:
        return []
    key = key_of(text)
    if key.isascii() and key.isdecimal():
        code = nearest_of(key)
        if not code:
            return []
        # Codes are text: suggest the text for a number that is one.
        return [key if is_number and code == key else path_of(region_of(code))]
    # Zones and retired divisions, which only `locate` knows.
    read = read_names(key, 0)
    codes = {row.holder for row in retired_named().get(key, ())}
    if read and read.end == len(key):
        codes = {*read.codes}
    if codes:
        return [path_of(region_of(code)) for code in sorted(codes)]
    # Places in 台湾省, whose divisions are not on the list, and the labels of
    # tables that name no place (全国).
    for name, province in _resources.read_rows("other-places.csv"):
        if key.startswith(name) if province else key == name:
            return [province] if province else []
    # The longest beginning that names a province.
    named = (
        (code, end)
        for end in range(len(key), 1, -1)
        for code in codes_with_name(key[:end])
        if level_of(code) == "province"
    )
    sure = read.codes[0] if read and len(read.codes) == 1 else ""
    province, end = next(named, (sure and f"{sure[:2]}0000", 0))
    head = region_of(province).name if province else ""
    above = {CORPS: ("650000",)}
    # Paths in a province all start with it: compare 义鸟市 for 浙江省义鸟市.
    names = [
        (code, {*keys_of(code), path_of(each).removeprefix(head)} - {""})
        for each in (region_of(CORPS), *all_regions())
        if (code := each.code) == province
        or province in ("", *above.get(code, codes_above(code)))
    ]
    found = _nearest(key[end:], names) or _nearest(key, names)
    provinces = [code for code in found if level_of(code) == "province"]
    if len(key) == 2 and (len(found) > 3 or provinces):
        found = provinces  # Half of a word of two characters says little.
    if not found and province:
        found = [sure or province]
    return [path_of(region_of(code)) for code in found[:3]]


def _nearest(key: str, names: Iterable[tuple[str, set[str]]]) -> list[str]:
    """Return the codes of the divisions with the nearest keys, best first."""
    spelled: dict[str, list[str]] = {}
    for code, keys in names:
        for each in keys:
            # A word of two characters is a slip for few names.
            if len(key) > 2 or (
                key[:1] == each[0] and region_of(code).name[-1] in "省市"
            ):
                spelled.setdefault(each, []).append(code)
    # Shenzen is a slip for Shenzhen; Taipei is not a slip for Taiping.
    least = 0.8 if key.isascii() else 0.6 if len(key) > 2 else 0.5
    found: list[tuple[float, int, bool, str]] = []
    for each in get_close_matches(key, spelled, len(spelled) or 1, least):
        ratio = SequenceMatcher(None, each, key).ratio()
        # Of equal ratios, the one with more characters in place wins: for
        # 义鸟, 义乌 before 遵义; for 广洲市, 广州市 before 广水市.
        in_place = sum(map(str.__eq__, each, key))
        found += [
            (-ratio, -in_place, level_of(code) == "county", code)
            for code in spelled[each]
        ]
    return list(dict.fromkeys(code for *_, code in sorted(found)))
