"""Retired divisions, and the present divisions that took their places."""

from __future__ import annotations

import functools

from typing import NamedTuple

from cnmaker_data import _resources
from cnmaker_data.places.gazetteer import codes_above, nearest_holding
from cnmaker_data.places.region import level_of


class Retired(NamedTuple):
    """A division that is no longer on the list."""

    code: str
    name: str
    province: str
    prefecture: str
    since: str
    until: str
    #: The codes of the present divisions, joined by semicolons.
    present: str

    @property
    def now(self) -> list[str]:
        """The codes of the present divisions; empty where no source says."""
        codes = self.present.split(";") if self.present else []
        if self.code.endswith("00") and not self.name.endswith("市"):
            # A county is not all of a prefecture: 零陵地区 is not 零陵区 now.
            codes = [code for code in codes if code.endswith("00")]
        return codes

    @property
    def short_name(self) -> str:
        """The name without its generic word, unless that is too short."""
        ending = next(filter(self.name.endswith, _ENDINGS), "")
        short = self.name.removesuffix(ending)
        return short if len(short) > 1 else self.name


# The autonomous ones come first: 县 is the end of 自治县, too.
_ENDINGS = ("自治县", "自治旗", "地区", "省", "市", "盟", "区", "县", "旗")


@functools.cache
def retired_divisions() -> tuple[Retired, ...]:
    """Return the divisions that were retired since 1980."""
    return tuple(
        Retired(*row) for row in _resources.read_rows("retired-divisions.csv")
    )


@functools.cache
def _counties() -> dict[tuple[str, str], set[str]]:
    """Return the present divisions of each prefecture's retired counties."""
    found: dict[tuple[str, str], set[str]] = {}
    for row in retired_divisions():
        key = row.prefecture, row.province
        found.setdefault(key, set()).update(row.now)
    return found


def holder_of(row: Retired) -> str | None:
    """Return the nearest present division that holds a retired one."""
    codes = {*row.now}
    # The source names one successor of 许昌地区, of which there are three.
    if row.code.endswith("00") and (not codes or row.name.endswith("地区")):
        codes |= _counties().get((row.name, row.province), set())
    code = nearest_holding(codes)
    if code and not row.now and level_of(code) == "county":
        return codes_above(code)[-1]
    return code


@functools.cache
def retired_codes() -> dict[str, str | None]:
    """Return the nearest present division of each retired code."""
    found: dict[str, list[str]] = {}
    for row in sorted(retired_divisions(), key=lambda row: row.until):
        if row.present and (code := holder_of(row)):
            found.setdefault(row.code, []).append(code)
    # A code was given twice at times, also in two provinces: the last one.
    return {
        code: nearest_holding(holders) or holders[-1]
        for code, holders in found.items()
    }


@functools.cache
def retired_named() -> dict[str, list[Retired]]:
    """
    Return the divisions retired since 2000 by their full and short names.

    Those without present divisions are left out.
    """
    found: dict[str, list[Retired]] = {}
    for row in retired_divisions():
        if row.now and row.until >= "2000":
            for name in {row.name, row.short_name}:
                found.setdefault(name, []).append(row)
    return found
