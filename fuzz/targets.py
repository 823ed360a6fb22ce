"""The targets by name."""

from __future__ import annotations

import functools

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, get_args

from cnmaker_data import Format
from fuzz import (
    find_links,
    find_mentions,
    find_region,
    loads,
    locate,
    mutation,
    normalize_url,
    read_plan,
    where_table,
)


if TYPE_CHECKING:
    from collections.abc import Callable


__all__ = ["TARGETS", "Target"]


class Target(NamedTuple):
    """A check, and how its inputs are generated."""

    check: Callable[[bytes], None]
    mutate: Callable[[bytes, int, int], bytes]
    #: The words that inputs are built from.
    words: tuple[str, ...]
    #: The longest input, in bytes.
    longest: int


def _words(name: str) -> tuple[str, ...]:
    path = Path(__file__).parent / "words" / f"{name}.txt"
    return tuple(path.read_text(encoding="utf-8").splitlines())


_URLS = _words("urls")
_REGIONS = _words("regions")
_ADDRESSES = (*_words("addresses"), *_REGIONS)
_MENTIONS = _words("mentions")
_PLANS = _words("plans")

TARGETS: dict[str, Target] = {
    "normalize_url": Target(
        normalize_url.check, mutation.of_text(_URLS), _URLS, 1_000
    ),
    "find_links": Target(
        find_links.check, mutation.of_text(_URLS), _URLS, 2_000
    ),
    "find_mentions": Target(
        find_mentions.check, mutation.of_text(_MENTIONS), _MENTIONS, 1_000
    ),
    "find_region": Target(
        find_region.check, mutation.of_text(_REGIONS), _REGIONS, 120
    ),
    "locate": Target(
        locate.check, mutation.of_text(_ADDRESSES), _ADDRESSES, 400
    ),
    **{
        f"loads_{format_}": Target(
            functools.partial(loads.check, format_),
            mutation.of_document(*loads.plain(format_)),
            _PLANS,
            16_000,
        )
        for format_ in get_args(Format)
    },
    "read_plan_text": Target(
        read_plan.check_text, mutation.of_text(_PLANS), _PLANS, 8_000
    ),
    "read_plan_word": Target(
        read_plan.check_word, mutation.of_xml, _PLANS, 32_000
    ),
    "read_plan_html": Target(
        read_plan.check_html, mutation.of_html, _PLANS, 16_000
    ),
    "where_csv": Target(
        where_table.check_csv, mutation.of_text(_ADDRESSES), _ADDRESSES, 4_000
    ),
    "where_xlsx": Target(
        where_table.check_xlsx, mutation.of_xml, _ADDRESSES, 8_000
    ),
}
