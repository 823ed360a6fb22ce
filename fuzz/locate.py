"""Any text as an address, a credit code or the code of a division."""

from __future__ import annotations

from stdnum.cn import uscc

from cnmaker_data import (
    AmbiguousRegionError,
    Located,
    UnknownRegionError,
    contests,
    find_region,
    locate,
    path_of,
)
from fuzz.promises import refusing


__all__ = ["check"]


def check(data: bytes) -> None:
    text = data.decode("utf-8", "surrogateescape")
    with refusing(AmbiguousRegionError, UnknownRegionError):
        try:
            found = locate(text)
        except (AmbiguousRegionError, UnknownRegionError):
            assert _exact(text) is None
            raise
        assert _exact(text) in {None, found.region}
        _check_answer(text, found)


def _exact(text: str) -> object:
    try:
        return find_region(text)
    except LookupError:
        return None


def _check_answer(text: str, found: Located) -> None:
    assert found.read
    assert found.read + found.rest == text
    if found.basis not in {"address", "retired"}:
        assert not found.rest
    if found.basis == "credit-code":
        assert uscc.is_valid(text)
    assert locate(text) == found
    assert find_region(found.region.code) == found.region
    street = locate(f"{path_of(found.region)}人民路1号")
    assert (street.region, street.rest) == (found.region, "人民路1号")
    contests.entry_for(found.region)
