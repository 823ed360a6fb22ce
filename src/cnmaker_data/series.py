"""
How contests are named across editions: slugs, and the numbers of editions.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from cnmaker_data import _resources
from cnmaker_data.errors import MissingExtraError
from cnmaker_data.model import Region
from cnmaker_data.places import CORPS, all_regions, codes_above, find_region


#: The first edition was held in 2016, and one each year since.
YEAR_BEFORE_FIRST = 2015

#: A value that fewer independent sources give is unconfirmed.
SOURCES_TO_CONFIRM = 2

#: A number up to 99 in Chinese or Arabic digits, as a regular expression.
NUMERAL = "[〇零一二三四五六七八九十0-9]{1,3}"
_DIGITS = "〇一二三四五六七八九"
_EDITION = re.compile(f"第({NUMERAL})届")


def parse_numeral(text: str) -> int | None:
    """
    Return the number that Arabic or Chinese digits write, up to 99.

    >>> [parse_numeral(text) for text in ("8", "八", "十", "十二", "二十一")]
    [8, 8, 10, 12, 21]
    """
    if text.isdecimal():
        return int(text)
    tens, ten, units = text.replace("零", "〇").rpartition("十")
    if not all(len(part) <= 1 and part in _DIGITS for part in (tens, units)):
        return None
    value = _DIGITS.index(units) if units else 0
    if ten:
        value += 10 * (_DIGITS.index(tens) if tens else 1)
    return value


def numeral(number: int) -> str:
    """
    Return a number up to 99 in Chinese digits.

    >>> [numeral(number) for number in (8, 10, 12, 21)]
    ['八', '十', '十二', '二十一']
    """
    tens, units = divmod(number, 10)
    ten = "十" if tens else ""
    return f"{_DIGITS[tens] if tens > 1 else ''}{ten}{_DIGITS[units] if units else ''}"


def numbers_of_editions(text: str) -> list[int | None]:
    """
    Return the number of each edition that a text names.

    >>> numbers_of_editions("第八届大赛组委会、第9届大赛组委会")
    [8, 9]
    """
    folded = unicodedata.normalize("NFKC", text)
    return list(map(parse_numeral, _EDITION.findall(folded)))


def competition() -> dict[int, dict[str, str]]:
    """
    Return what is on record of each edition, by number and column.

    The columns are those of `competition.csv`: behind a value or a group of
    values stands the number of independent sources that give it.

    >>> competition()[8]["final_city"], competition()[8]["final_sources"]
    ('东莞市', '2')
    """
    header, *lines = _resources.read("competition.csv").decode().splitlines()
    columns = header.split(",")
    rows = (dict(zip(columns, line.split(","), strict=True)) for line in lines)
    return {int(row["edition"]): row for row in rows}


def notice_on_record(number: int) -> str | None:
    """
    Return the document number of an edition's notice, if it is confirmed.

    Plans are attachments and rarely print it.

    >>> notice_on_record(8)
    '工信部联企业函〔2023〕191号'
    >>> competition()[9]["notice"], notice_on_record(9)
    ('信中〔2024〕13号', None)
    """
    row = competition().get(number, {})
    sources = int(row.get("notice_sources", 0))
    return row["notice"] if sources >= SOURCES_TO_CONFIRM else None


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
    """Return the slugs that were chosen by hand, by the folded name."""
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
