"""
Folding a text for reading: simplified characters in normal width, no blanks.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from typing import NamedTuple

from cnmaker_data import _resources
from cnmaker_data._text import FORMAT_CHARACTERS


__all__ = ["BLANK", "Folded", "fold_for_reading"]


# Web sites that convert texts to traditional characters for search engines
# print the pinyin behind each: 創(chuàng)業(yè).
_PINYIN = r"[(（][a-z]{0,4}[à-ǜ][a-z]{0,4}[)）]"
#: What may stand between two characters of a word, as a regular expression.
BLANK = rf"(?:[\s{FORMAT_CHARACTERS}]|{_PINYIN})*+"

# Quotation marks are doubled in CSV and escaped in JSON.
_PASSED_OVER = re.compile(rf"""{_PINYIN}|"(?=")|'(?=')|\\(?=["'])""")
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


class Folded(NamedTuple):
    """
    A folded text, and where its characters stand in the given one.
    """

    text: str
    #: The position of each character in the given text.
    at: list[int]
    #: The blanks and line breaks before a character.
    gaps: dict[int, str]


def fold_for_reading(text: str) -> Folded:
    """
    Return a text as it is compared, character by character.

    All quotation marks become one, as do brackets, dots and dashes. Of blanks
    only one between two Latin words is kept.

    >>> fold_for_reading("第 7 屆「創客\\n中國」").text
    '第7届"创客中国"'
    """
    characters: list[str] = []
    at: list[int] = []
    gaps: dict[int, str] = {}
    blanks = ""
    behind = 0
    for position, character in enumerate(text):
        if position < behind:
            continue
        folded = _CHARACTERS[character]
        if folded <= " ":
            blanks += folded
            continue
        if folded in '("\\' and (past := _PASSED_OVER.match(text, position)):
            behind = past.end()
            continue
        if blanks:
            if characters and _is_latin(characters[-1][-1] + folded[0]):
                characters.append(" ")
                at.append(position - 1)
            gaps[len(at)] = blanks
            blanks = ""
        characters.append(folded)
        at.extend([position] * len(folded))
    return Folded("".join(characters), at, gaps)


class _Characters(dict[str, str]):
    """
    What each character is folded to, worked out when it is first met.
    """

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
