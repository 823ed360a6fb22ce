"""Retired divisions, and the present divisions that took their places."""

from __future__ import annotations

import functools

from collections.abc import Iterable
from typing import NamedTuple

from cnmaker_data import _resources
from cnmaker_data.places.gazetteer import (
    is_inside,
    nearest_holding,
    nearest_of,
)


class Retired(NamedTuple):
    """A division that is no longer on the list."""

    code: str
    name: str
    short_name: str
    province: str
    prefecture: str
    since: str
    until: str
    #: The codes of the present divisions, joined by semicolons; empty where no
    #: source says.
    present: str
    #: The code of the nearest present division that holds all of it. Where no
    #: source says for a prefecture, this holds what its counties are now.
    holder: str
    #: The codes of the divisions after which addresses print its name, joined
    #: by semicolons: those that held it, and those that hold it now.
    scopes: str

    @property
    def now(self) -> list[str]:
        """The codes of the present divisions."""
        return self.present.split(";") if self.present else []


@functools.cache
def retired_divisions() -> tuple[Retired, ...]:
    """Return the divisions that were retired since 1980, by code and year."""
    return tuple(
        Retired(*row) for row in _resources.read_rows("retired-divisions.csv")
    )


@functools.cache
def retired_codes() -> dict[str, str]:
    """Return the nearest present division of each retired code."""
    found: dict[str, str] = {}
    for row in retired_divisions():
        if row.holder:
            # A code was given twice at times, also in two provinces: there the
            # last one counts.
            holders = {row.holder, found.get(row.code, row.holder)}
            found[row.code] = nearest_holding(holders) or row.holder
    return found


def nearest_now(digits: str) -> tuple[str | None, bool]:
    """
    Return the nearest present division of a code, and whether it is retired.

    >>> nearest_now("332299"), nearest_now("330799")
    (('330200', True), ('330700', False))
    """
    code = nearest_of(digits)
    for head in (digits, digits[:4]):
        own = head.ljust(6, "0")
        if own == code:
            break
        if present := retired_codes().get(own):
            return present, True
    return code, False


@functools.cache
def retired_named() -> dict[str, list[Retired]]:
    """
    Return the divisions retired since 2000 by their full and short names.

    Those without present divisions are left out.
    """
    found: dict[str, list[Retired]] = {}
    for row in retired_divisions():
        if row.present and row.until >= "2000":
            for name in {row.name, row.short_name}:
                found.setdefault(name, []).append(row)
    return found


def rivals_of(names: Iterable[str], codes: Iterable[str]) -> set[str]:
    """
    Return the divisions that replaced retired ones with these names elsewhere.

    Elsewhere is outside the divisions with *codes*: 江北区 is in 宁波, and was
    in 重庆 until 2025.
    """
    return {
        code
        for name in names
        for row in retired_named().get(name, ())
        if not is_inside(row.now, codes)
        for code in row.now
    }
