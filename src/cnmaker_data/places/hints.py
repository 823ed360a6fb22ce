"""The divisions that a text without an answer may mean."""

from __future__ import annotations

import functools

from collections.abc import Iterable
from difflib import SequenceMatcher

from cnmaker_data import _resources
from cnmaker_data.errors import short_repr
from cnmaker_data.places.gazetteer import (
    LONGEST,
    all_regions,
    codes_above,
    key_of,
    names_of,
    nearest_of,
    path_of,
    region_of,
)
from cnmaker_data.places.region import CORPS, Region, level_of


@functools.cache
def _other_places() -> dict[str, str]:
    """
    Return the places in 台湾省, whose divisions are not on the list, with it.

    The labels of tables that name no place (全国) have an empty text.
    """
    lines = _resources.read("other-places.csv").decode().splitlines()[1:]
    return dict(line.split(",") for line in lines)


def suggest(given: object) -> list[str]:
    """
    Return the paths of the divisions that were most likely meant.

    They lie in the province that a text names. For a code it is the division
    that its first digits name.
    """
    is_number = type(given) is int and given >= 0
    # Of a number with thousands of digits, `str` makes no text.
    text = short_repr(given) if is_number else given
    if not isinstance(text, str) or len(text) > LONGEST:
        return []
    key = key_of(text)
    if key.isascii() and key.isdecimal():
        code = nearest_of(key[:6])
        if not code:
            return []
        # Codes are text: a number of six digits lacks no more than that.
        is_whole = is_number and code == key
        return [key if is_whole else path_of(region_of(code))]
    for name, province in _other_places().items():
        if key.startswith(name) if province else key == name:
            return [province] * bool(province)
    # The longest beginning that names a province.
    named = (
        (code, end)
        for end in range(min(8, len(key)), 1, -1)
        for code in names_of(key[:end])
        if level_of(code) == "province"
    )
    province, end = next(named, ("", 0))
    names = [
        (each.code, each.name, _names_to_compare(each, province))
        for each in (region_of(CORPS), *all_regions())
        if province in ("", each.code, *codes_above(each.code))
        or (each.code == CORPS and province == "650000")
    ]
    # All paths in a province are alike: 浙江省义鸟市 is 义鸟市 in it.
    found = _nearest(key[end:], names) or _nearest(key, names)
    if len(key) == 2 and (
        len(found) > 3 or any(code.endswith("0000") for code in found)
    ):
        # Half of a word of two characters says little.
        found = [code for code in found if code.endswith("0000")]
    if not found and province:
        found = [province]
    return [path_of(region_of(code)) for code in found[:3]]


def _names_to_compare(region: Region, province: str) -> set[str]:
    """Return the keys of a division's names, and of its path in a province."""
    names = region.name, region.short_name, region.english_name
    head = region_of(province).name if province else ""
    return {*map(key_of, names), path_of(region).removeprefix(head)} - {""}


def _nearest(key: str, names: Iterable[tuple[str, str, set[str]]]) -> list[str]:
    """
    Return the codes of the divisions whose names are nearest, the best first.

    *names* are the code, the full name and the keys of each division.
    """
    matcher = SequenceMatcher(b=key)
    letters = set(key)
    # Shenzen is a slip for Shenzhen; Taipei is not a slip for Taiping.
    least = 0.8 if key.isascii() else 0.6 if len(key) > 2 else 0.5
    found: list[tuple[float, int, bool, int, str]] = []
    for order, (code, name, keys) in enumerate(names):
        # How alike a name is; then, where half of it is wrong, whether the
        # other half stands where it should: 义乌 before 遵义 for 义鸟.
        best = (0.0, 0)
        for each in keys:
            if letters.isdisjoint(each) or not _is_slip(key, each, name):
                continue
            matcher.set_seq1(each)
            # The first two are quick and never less than the third.
            if (
                matcher.real_quick_ratio() >= least
                and matcher.quick_ratio() >= least
            ):
                in_place = sum(map(str.__eq__, each, key))
                best = max(best, (matcher.ratio(), in_place))
        if best[0] >= least:
            # 广洲市 is 广州市 rather than 广水市.
            is_county = level_of(code) == "county"
            found.append((-best[0], -best[1], is_county, order, code))
    return [code for *_, code in sorted(found)]


def _is_slip(key: str, spelled: str, name: str) -> bool:
    """Return whether a key may be a slip for a name and not another word."""
    return len(key) > 2 or (
        key[:1] == spelled[0] and name.endswith(("省", "市"))
    )
