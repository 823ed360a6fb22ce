"""
What the lines of a plan say: its title and the headings of its tables.
"""

from __future__ import annotations

import re
import unicodedata

from typing import TYPE_CHECKING, NamedTuple

from cnmaker_data.series import NUMERAL, parse_numeral


if TYPE_CHECKING:
    from collections.abc import Sequence


__all__ = [
    "Heading",
    "Title",
    "find_title",
    "parse_heading",
    "plain_quotes",
]


# What moves the cursor of a terminal, if it is printed.
_CONTROLS = r"\0-\x1f\x7f-\x9f"
_HEADING = re.compile(
    rf"(?:(?P<number>{NUMERAL})[、.] ?)?"
    rf"(?P<label>[^\s{_CONTROLS}、,;:。()]{{1,10}}赛)"
    r"(?: ?\(共 ?(?P<count>[0-9]{1,4}) ?[个场项]\))?"
)
_UNNUMBERED = re.compile("总决赛|区域赛|专题赛|境外区域赛")
_TITLE = re.compile(
    rf'(?P<edition>第(?P<number>{NUMERAL})届"创客中国")'
    rf"(?P<contest>[^\s{_CONTROLS}]{{2,40}}?大赛)(?:赛事)?(?:计划|安排)"
)
# What an attachment starts with.
_ATTACHMENT = re.compile("附件[0-9]*[:：]?")
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


def plain_quotes(text: str) -> str:
    """
    Return a text with its quotation marks made one, of the same length.
    """
    return _QUOTES.sub('"', text)
