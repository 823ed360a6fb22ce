"""Retired divisions, and the present divisions that took their places."""

from __future__ import annotations

import functools

from itertools import chain
from typing import NamedTuple

from cnmaker_data import _resources
from cnmaker_data.places.gazetteer import nearest_holding


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
        return self.present.split(";") if self.present else []

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
def retired_codes() -> dict[str, str | None]:
    """Return the nearest present division of each retired code."""
    found: dict[str, list[list[str]]] = {}
    for row in sorted(retired_divisions(), key=lambda row: row.until):
        if row.now:
            found.setdefault(row.code, []).append(row.now)
    # Some codes were used twice; if no division holds both, the last counts.
    return {
        code: nearest_holding(chain(*now)) or nearest_holding(now[-1])
        for code, now in found.items()
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
