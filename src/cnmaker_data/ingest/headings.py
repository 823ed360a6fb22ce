"""
What the lines of a plan say: its title and the headings of its tables.
"""

from __future__ import annotations

import re
import unicodedata

from typing import TYPE_CHECKING, NamedTuple


if TYPE_CHECKING:
    from collections.abc import Sequence


__all__ = [
    "Heading",
    "Title",
    "find_title",
    "numbers_of_editions",
    "numeral",
    "parse_heading",
    "parse_numeral",
    "plain_quotes",
]


_DIGITS = "〇一二三四五六七八九"
_NUMERAL = "[〇零一二三四五六七八九十0-9]{1,3}"
# What moves the cursor of a terminal, if it is printed.
_CONTROLS = r"\0-\x1f\x7f-\x9f"
_HEADING = re.compile(
    rf"(?:(?P<number>{_NUMERAL})[、.] ?)?"
    rf"(?P<label>[^\s{_CONTROLS}、,;:。()]{{1,10}}赛)"
    r"(?: ?\(共 ?(?P<count>[0-9]{1,4}) ?[个场项]\))?"
)
_UNNUMBERED = re.compile("总决赛|区域赛|专题赛|境外区域赛")
_TITLE = re.compile(
    rf'(?P<edition>第(?P<number>{_NUMERAL})届"创客中国")'
    rf"(?P<contest>[^\s{_CONTROLS}]{{2,40}}?大赛)(?:赛事)?(?:计划|安排)"
)
# What an attachment starts with.
_ATTACHMENT = re.compile("附件[0-9]*[:：]?")
_EDITION = re.compile(f"第({_NUMERAL})届")
# Quotation marks in all their forms, one character each.
_QUOTES = re.compile("[“”„‟＂「」『』]")


class Title(NamedTuple):
    """
    What the title of a plan says, from which the names of its contests follow.
    """

    #: The title as printed, in one line.
    text: str
    #: 8.
    number: int
    #: 第八届"创客中国", with which each name starts, in plain quotes.
    edition: str
    #: 中小企业创新创业大赛, which stands behind what a contest is about.
    contest: str


class Heading(NamedTuple):
    """
    What the heading of a table says: 二、区域赛（共35个）.
    """

    #: The line as printed.
    text: str
    #: 二, as a number; None where it is missing.
    number: int | None
    #: 区域赛.
    label: str
    #: 35; None where none is announced.
    announced: int | None


def find_title(lines: Sequence[str]) -> Title | None:
    """
    Return the title of the plan in the lines above its tables.

    It is the last one there: a page may name other plans in its menus.
    """
    for place in reversed(range(len(lines))):
        # Documents break a long title in two.
        for line in (lines[place], "".join(lines[place : place + 2])):
            flat = _ATTACHMENT.sub("", "".join(line.split()), count=1)
            found = _TITLE.fullmatch(plain_quotes(flat))
            number = found and parse_numeral(found["number"])
            if found and number:
                return Title(flat, number, found["edition"], found["contest"])
    return None


def parse_heading(line: str) -> Heading | None:
    """
    Return what a line says if it is the heading of a table.

    Without a number or a count in it, only the four tiers count: any line of
    a cell may end in 赛.

    >>> parse_heading("四、境外区域赛（共1场）")
    Heading(text='四、境外区域赛（共1场）', number=4, label='境外区域赛', \
announced=1)
    """
    text = line.strip()
    found = _HEADING.fullmatch(unicodedata.normalize("NFKC", text))
    if not found or not (
        found["number"]
        or found["count"]
        or _UNNUMBERED.fullmatch(found["label"])
    ):
        return None
    return Heading(
        text,
        parse_numeral(found["number"]) if found["number"] else None,
        found["label"],
        int(found["count"]) if found["count"] else None,
    )


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


def plain_quotes(text: str) -> str:
    """
    Return a text with its quotation marks made one, of the same length.
    """
    return _QUOTES.sub('"', text)
