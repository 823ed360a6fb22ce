"""
Folding a text for reading: simplified characters in normal width, no blanks.
"""

from __future__ import annotations

import functools
import html
import re
import unicodedata

from typing import NamedTuple

from cnmaker_data import _resources
from cnmaker_data._text import FORMAT_CHARACTERS


# Web sites that convert texts to traditional characters for search engines
# print the pinyin after some: 創(chuàng)業(yè).
_PINYIN = r"[(（][a-z]{0,4}[à-ǜ][a-z]{0,4}[)）]"
# Attributes may hold names of contests: 创客中国 in title="…" is read.
_TAG = r"</?[A-Za-z][^<>一-鿿]{0,300}>"
#: What may stand between two characters of a word, as a regular expression.
BLANK = rf"(?:[\s{FORMAT_CHARACTERS}]|{_PINYIN}|{_TAG})*+"

# Cells separate texts as tabs do, and paragraphs as line breaks do. Quotation
# marks are doubled in CSV and escaped in JSON.
_SPECIAL = re.compile(
    rf"""(?P<cell>(?=</?(?i:t[dh])(?![A-Za-z])){_TAG})"""
    r"|(?P<block>(?=</?(?i:p|div|[uo]l|li|tr|table|[bh]r|h[1-6]|section)"
    rf"(?![A-Za-z])){_TAG})|(?P<tag>{_TAG})"
    rf"""|(?P<nothing>{_PINYIN}|"(?=")|'(?=')|\\(?=["']))"""
    r"|(?P<entity>&(?:[A-Za-z]{2,8}|#[0-9]{2,5}|#[Xx][0-9A-Fa-f]{2,4});)"
)
_MEANINGS = {"cell": "\t", "block": "\n", "tag": " ", "nothing": ""}
_LATIN = re.compile("[a-z0-9]{2}")
_SIGNS = (
    "\"'“”„‟‘’「」『』《》〈〉〝〞〟«»‹›",
    "([{【〔〖",
    ")]}】〕〗",
    "·•‧∙⋅・●",
    "-‐‑‒–—―─~～",
    "、､",
    "〇○◯",
)


class Folded(NamedTuple):
    """A folded text, and the positions of its characters in the original."""

    text: str
    #: The position of each character in the original.
    at: list[int]
    #: The tags, entities and so on in the original, by their positions.
    specials: dict[int, re.Match[str]]
    #: The blanks and line breaks before a character.
    gaps: dict[int, str]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the start and end in the original of a part of the text."""
        last = self.at[end - 1]
        special = self.specials.get(last)
        return self.at[start], special.end() if special else last + 1


def fold_for_reading(text: str) -> Folded:
    """
    Return a text in simplified characters, normal width and lower case.

    Quotation marks become one, as do brackets, dots and dashes. The only blank
    that is kept is one between two Latin words.

    >>> fold_for_reading("第 7 屆「創客\\n中國」").text
    '第7届"创客中国"'
    >>> fold_for_reading("&ldquo;创客<b>中国</b>&rdquo;").text
    '"创客中国"'
    """
    characters: list[str] = []
    at: list[int] = []
    gaps: dict[int, str] = {}
    specials = {found.start(): found for found in _SPECIAL.finditer(text)}
    blanks = ""
    special_end = 0
    for position, character in enumerate(text):
        if position < special_end:
            continue
        if special := specials.get(position):
            special_end = special.end()
            meaning = _MEANINGS.get(special.lastgroup or "")
            folded = _fold(special[0]) if meaning is None else meaning
        else:
            folded = _fold(character)
        if folded <= " ":
            blanks += folded
            continue
        if blanks:
            if characters and _LATIN.match(characters[-1][-1] + folded[0]):
                characters.append(" ")
                at.append(position - 1)
            gaps[len(at)] = blanks
            blanks = ""
        characters.append(folded)
        at += [position] * len(folded)
    return Folded("".join(characters), at, specials, gaps)


def printed(text: str, start: int, end: int) -> str:
    """Return a part of the original in one line, without tags."""
    line = "".join(text[start:end].splitlines())
    return html.unescape(re.sub(_TAG, "", line))


@functools.lru_cache(100_000)
def _fold(piece: str) -> str:
    """Return the folded form of a character or entity."""
    folded = unicodedata.normalize("NFKC", html.unescape(piece)).casefold()
    if folded.isspace():
        return folded if folded in "\n\r\t" else " "
    return re.sub(f"[\0- {FORMAT_CHARACTERS}]", "", folded.translate(_table()))


@functools.cache
def _table() -> dict[int, str]:
    """Return the simplified form, or the common sign, of each character."""
    pairs = _resources.read("traditional.txt").decode().split()
    groups = (*(pair[::-1] for pair in pairs), *_SIGNS)
    return {ord(each): group[0] for group in groups for each in group[1:]}
