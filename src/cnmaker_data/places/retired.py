"""Retired divisions, and the present divisions that took their places."""

from __future__ import annotations

import functools

from typing import NamedTuple

from cnmaker_data import _resources


class Retired(NamedTuple):
    """A division that is no longer on the list."""

    code: str
    name: str
    province: str
    prefecture: str
    since: str
    until: str
    #: The codes of the present divisions; empty where no source says.
    now: tuple[str, ...]


# The autonomous ones come first: 县 is the end of 自治县, too.
_ENDINGS = ("自治县", "自治旗", "地区", "省", "市", "盟", "区", "县", "旗")


@functools.cache
def retired_divisions() -> tuple[Retired, ...]:
    """Return the divisions that were retired since 1980."""
    lines = _resources.read("retired-divisions.csv").decode().splitlines()[1:]
    return tuple(_retired(*line.split(",")) for line in lines)


def _retired(
    code: str,
    name: str,
    province: str,
    prefecture: str,
    since: str,
    until: str,
    now: str,
) -> Retired:
    codes = tuple(now.split(";")) if now else ()
    return Retired(code, name, province, prefecture, since, until, codes)


@functools.cache
def retired_now() -> dict[str, list[tuple[str, ...]]]:
    """Return the present divisions of each retired code, the last ones last."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for row in sorted(retired_divisions(), key=lambda row: row.until):
        if row.now:
            found.setdefault(row.code, []).append(row.now)
    return found


@functools.cache
def retired_named() -> dict[str, list[Retired]]:
    """
    Return the divisions retired since 2000 by their full and short names.

    Those without present divisions are left out.
    """
    found: dict[str, list[Retired]] = {}
    for row in retired_divisions():
        if row.now and row.until >= "2000":
            for name in {row.name, _short(row.name)}:
                found.setdefault(name, []).append(row)
    return found


def _short(name: str) -> str:
    ending = next(filter(name.endswith, _ENDINGS), "")
    short = name.removesuffix(ending)
    return short if len(short) > 1 else name
