"""
How contests are named across editions: slugs, and the numbers of editions.
"""

from __future__ import annotations

import csv
import functools
import re
import unicodedata

from cnmaker_data import _resources
from cnmaker_data.errors import MissingExtraError
from cnmaker_data.model import Region, Tier
from cnmaker_data.places import CORPS, all_regions, codes_above, find_region


#: The first edition was held in 2016, and one every year since.
YEAR_BEFORE_FIRST = 2015

#: A number up to 99 in Chinese or Arabic digits, as a regular expression.
NUMERAL = "[〇零一二三四五六七八九十0-9]{1,3}"
_UNITS = ("", *"一二三四五六七八九")
_NUMERALS: list[str] = [
    tens + units
    for tens in ("", "十", *(f"{digit}十" for digit in _UNITS[2:]))
    for units in _UNITS
]


def parse_numeral(text: str) -> int | None:
    """
    Return the number that Arabic or Chinese digits write, up to 99.

    >>> [parse_numeral(text) for text in ("8", "八", "十", "十二", "二十一")]
    [8, 8, 10, 12, 21]
    """
    if text.isdecimal():
        return int(text)
    return _NUMERALS.index(text) if text in _NUMERALS else None


def numeral(number: int) -> str:
    """
    Return a number up to 99 in Chinese digits.

    >>> [numeral(number) for number in (8, 10, 12, 21)]
    ['八', '十', '十二', '二十一']
    """
    return _NUMERALS[number]


def competition() -> dict[int, dict[str, str]]:
    """
    Return what is on record of each edition, by number and column.

    The columns are those of `competition.csv`: after a value or a group of
    values comes the number of independent sources that give it.

    >>> competition()[8]["final_city"], competition()[8]["final_sources"]
    ('东莞市', '2')
    """
    lines = _resources.read("competition.csv").decode().splitlines()
    return {int(row["edition"]): row for row in csv.DictReader(lines)}


def notice_on_record(number: int) -> str | None:
    """
    Return the document number of an edition's notice, if two sources give it.

    >>> notice_on_record(8)
    '工信部联企业函〔2023〕191号'
    >>> competition()[9]["notice"], notice_on_record(9)
    ('信中〔2024〕13号', None)
    """
    row = competition().get(number, {})
    return row["notice"] if int(row.get("notice_sources", 0)) >= 2 else None


def slug(name: str) -> str:
    """
    Return the slug of a theme: the curated one, or else its pinyin.

    Blanks and the width of brackets do not matter.

    >>> slug("锂电 (新能源)"), slug("低空经济")
    ('lithium-battery', 'di-kong-jing-ji')
    """
    folded = "".join(unicodedata.normalize("NFKC", name).split())
    chosen = curated().get(folded)
    if chosen or folded.isascii():
        return chosen or _hyphenated(folded)
    try:
        from pypinyin import lazy_pinyin
    except ImportError as error:
        raise MissingExtraError(
            f"the slug of {name!r}, which has no curated one,", "ingest"
        ) from error
    return _hyphenated(" ".join(lazy_pinyin(folded)))


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
    if _owners().get(own) == region.code:
        return own
    above = find_region(codes_above(region.code)[0])
    return f"{region_slug(above)}-{own}"


def series_of(tier: Tier, subject: str, location: Region) -> str:
    """
    Return the series of the contest of a tier, on a subject, in a place.

    >>> series_of(Tier.REGIONAL, "宁波市", find_region("宁波"))
    'regional/ningbo'
    """
    if tier is Tier.FINAL:
        return tier.value
    is_regional = tier is Tier.REGIONAL
    return f"{tier}/{region_slug(location) if is_regional else slug(subject)}"


@functools.cache
def curated() -> dict[str, str]:
    """Return the slugs that were chosen by hand, by the folded name."""
    return dict(_resources.read_rows("slugs.csv"))


def _hyphenated(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.replace("'", "")).lower()
    letters = re.sub(r"[^\w\0-\x7f]", "", decomposed)
    # Rare characters have no pinyin; their code points stand in for them.
    spelled = re.sub(
        r"[^\W\0-\x7f]", lambda rare: f" u{ord(rare[0]):x} ", letters
    )
    return "-".join(re.findall("[a-z0-9]+", spelled))


@functools.cache
def _owners() -> dict[str, str]:
    """Return the code of the division that a slug alone means, by the slug."""
    named: dict[str, list[Region]] = {}
    # The names of the levels are in reverse alphabetical order.
    for region in sorted(all_regions(), key=lambda r: r.level, reverse=True):
        named.setdefault(_hyphenated(region.english_name), []).append(region)
    return {
        own: first.code
        for own, (first, *others) in named.items()
        if first.level not in [each.level for each in others]
    }
