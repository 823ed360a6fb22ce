"""Any text as the name of a place."""

from __future__ import annotations

from cnmaker_data import (
    AmbiguousRegionError,
    UnknownRegionError,
    contests,
    find_region,
)
from cnmaker_data.places import path_of
from fuzz.promises import refusing


__all__ = ["check"]


def check(data: bytes) -> None:
    text = data.decode("utf-8", "surrogateescape")
    with refusing(AmbiguousRegionError, UnknownRegionError):
        try:
            region = find_region(text)
        except UnknownRegionError as error:
            # Every suggestion names a division.
            for name in error.expected:
                assert path_of(find_region(str(name))) == name
            raise
        except AmbiguousRegionError as error:
            for candidate, path in zip(
                error.candidates, error.paths, strict=True
            ):
                assert find_region(path) == candidate
            raise
        assert find_region(f" {text}\n") == region
        assert find_region(region.code) == region
        contests.entry_for(region)
