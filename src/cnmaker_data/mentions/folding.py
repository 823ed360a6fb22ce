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
# print the pinyin behind each: 創(chuàng)業(yè).
_PINYIN = r"[(（][a-z]{0,4}[à-ǜ][a-z]{0,4}[)）]"
# Attributes may hold names of contests: 创客中国 in title="…" is read.
_TAG = r"</?[A-Za-z][^<>一-鿿]{0,300}>"
_ENTITY = r"&(?:[A-Za-z]{2,8}|#[0-9]{2,5}|#[Xx][0-9A-Fa-f]{2,4});"
# Cells keep their contents apart as tabs do, paragraphs as line breaks do.
_CELL = re.compile("</?t[dh](?![a-z])", re.IGNORECASE)
_BLOCK = re.compile(
    "</?(?:p|div|li|ul|ol|tr|table|br|hr|h[1-6]|section)(?![a-z])",
    re.IGNORECASE,
)
#: A regular expression of all that may stand between two characters of a
#: word.
BLANK = rf"(?:[\s{FORMAT_CHARACTERS}]|{_PINYIN}|{_TAG})*+"

# Quotation marks are doubled in CSV and escaped in JSON.
_PASSED_OVER = re.compile(
    rf"""(?P<tag>{_TAG})|(?P<entity>{_ENTITY})"""
    rf"""|{_PINYIN}|"(?=")|'(?=')|\\(?=["'])"""
)
_FORMAT = re.compile(f"[{FORMAT_CHARACTERS}]")
_SIGNS = {
    sign: signs[0]
    for signs in (
        "\"'“”„‟‘’「」『』《》〈〉〝〞〟«»‹›",
        "([{【〔〖",
        ")]}】〕〗",
        "·•‧∙⋅・●",
        "-‐‑‒–—―─~～",
        "、､",
        "〇○◯",
    )
    for sign in signs
}


# The folded characters that something to pass over starts with.
_OPENINGS = frozenset('("\\<&')


class Folded(NamedTuple):
    """A folded text, and where its characters stand in the given one."""

    text: str
    #: The position of each character in the given text.
    at: list[int]
    #: Where an entity ends, by its position: &ldquo; is one character.
    ends: dict[int, int]
    #: The blanks and line breaks before a character.
    gaps: dict[int, str]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the folded text stands in the given one."""
        last = self.at[end - 1]
        return self.at[start], self.ends.get(last, last + 1)


def fold_for_reading(text: str) -> Folded:
    """
    Return a text as it is compared, character by character.

    All quotation marks become one, as do brackets, dots and dashes. Of blanks
    only one between two Latin words is kept.

    >>> fold_for_reading("第 7 屆「創客\\n中國」").text
    '第7届"创客中国"'
    >>> fold_for_reading("&ldquo;创客<b>中国</b>&rdquo;").text
    '"创客中国"'
    """
    characters: list[str] = []
    at: list[int] = []
    ends: dict[int, int] = {}
    gaps: dict[int, str] = {}
    blanks = ""
    behind = 0
    for position, character in enumerate(text):
        if position < behind:
            continue
        folded = _CHARACTERS[character]
        if folded in _OPENINGS and (past := _PASSED_OVER.match(text, position)):
            behind = past.end()
            if past["tag"]:
                blanks += _blank_of(past["tag"])
                continue
            if not past["entity"]:
                continue
            ends[position] = behind
            folded = "".join(
                _CHARACTERS[each] for each in html.unescape(past["entity"])
            )
        if folded <= " ":
            blanks += folded
            continue
        if blanks:
            if characters and _is_latin(characters[-1][-1] + folded[0]):
                characters.append(" ")
                at.append(position - 1)
            gaps[len(at)] = blanks
            blanks = ""
        characters.append(folded)
        at.extend([position] * len(folded))
    return Folded("".join(characters), at, ends, gaps)


def printed(text: str, start: int, end: int) -> str:
    """Return a stretch of the given text in one line, without tags."""
    line = "".join(text[start:end].splitlines())
    return html.unescape(re.sub(_TAG, "", line))


def _blank_of(tag: str) -> str:
    if _CELL.match(tag):
        return "\t"
    return "\n" if _BLOCK.match(tag) else " "


class _Characters(dict[str, str]):
    """The folded form of each character, computed when it is first needed."""

    def __missing__(self, character: str) -> str:
        self[character] = _fold_character(character)
        return self[character]


_CHARACTERS = _Characters()


def _fold_character(character: str) -> str:
    if _FORMAT.match(character):
        return ""
    folded = unicodedata.normalize("NFKC", character).casefold()
    if folded.isspace():
        return {"\n": "\n", "\r": "\r", "\t": "\t"}.get(folded, " ")
    simple = folded.translate(_simplified())
    return "".join(_SIGNS.get(each, each) for each in simple if each > " ")


@functools.cache
def _simplified() -> dict[int, str]:
    pairs = _resources.read("traditional.txt").decode().split()
    return {ord(pair[0]): pair[1] for pair in pairs}


def _is_latin(characters: str) -> bool:
    return characters.isascii() and characters.isalnum()
