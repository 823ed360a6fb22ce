"""
The ASCII names of contests, from which their ids are made.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from cnmaker_data import _resources
from cnmaker_data.errors import MissingExtraError
from cnmaker_data.model import Region
from cnmaker_data.regions import (
    CORPS,
    all_regions,
    codes_above,
    find_region,
)


__all__ = ["curated", "region_slug", "slug"]


def slug(name: str) -> str:
    """
    Return the slug of a theme: the curated one, or else its pinyin.

    Blanks and the width of brackets do not matter.

    >>> slug("锂电 (新能源)"), slug("低空经济")
    ('lithium-battery', 'di-kong-jing-ji')
    """
    folded = "".join(unicodedata.normalize("NFKC", name).split())
    return curated().get(folded) or _hyphenated(_pinyin(folded))


def region_slug(region: Region) -> str:
    """
    Return the slug of a region: its English name.

    Where a division of the same or a higher level has the same one, the name
    of the division above goes before it.

    >>> region_slug(find_region("内蒙古")), region_slug(find_region("兵团"))
    ('inner-mongolia', 'xpcc')
    >>> region_slug(find_region("苏州"))
    'jiangsu-suzhou'
    """
    if region.code == CORPS:
        return "xpcc"
    own = _hyphenated(region.english_name)
    if _owners()[own] == region.code:
        return own
    above = find_region(codes_above(region.code)[0])
    return f"{region_slug(above)}-{own}"


@functools.cache
def curated() -> dict[str, str]:
    """
    Return the slugs that were chosen by hand, by the folded name.
    """
    lines = _resources.read("slugs.csv").decode().splitlines()[1:]
    return dict(line.split(",") for line in lines)


def _pinyin(text: str) -> str:
    if text.isascii():
        return text
    try:
        from pypinyin import lazy_pinyin
    except ImportError as error:
        raise MissingExtraError(
            f"the slug of {text!r}, which has no curated one,", "ingest"
        ) from error
    return " ".join(lazy_pinyin(text))


def _hyphenated(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.replace("'", "")).lower()
    spelled = "".join(map(_spelled, decomposed))
    return "-".join(re.findall("[a-z0-9]+", spelled))


def _spelled(character: str) -> str:
    if character.isascii():
        return character
    # Rare characters have no pinyin, but must make a slug, too.
    is_letter = unicodedata.category(character)[0] == "L"
    return f" u{ord(character):x} " if is_letter else ""


@functools.cache
def _owners() -> dict[str, str | None]:
    """
    Return the division that has each slug for itself, None where several do.
    """
    owners: dict[str, str | None] = {}
    levels: dict[str, int] = {}
    for region in all_regions():
        own = _hyphenated(region.english_name)
        level = ("province", "prefecture", "county").index(region.level)
        if level < levels.get(own, level + 1):
            owners[own], levels[own] = region.code, level
        elif level == levels[own]:
            owners[own] = None
    return owners
