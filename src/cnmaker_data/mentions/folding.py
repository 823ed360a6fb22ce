"""
Folding a text for reading: simplified characters in normal width, no blanks.
"""

from __future__ import annotations

import functools
import html
import re
import unicodedata

from bisect import bisect
from string import ascii_lowercase
from typing import NamedTuple

from cnmaker_data import _resources
from cnmaker_data._text import FORMAT_CHARACTERS


# Web sites that convert texts to traditional characters for search engines
# print the pinyin after some: 創(chuàng)業(yè).
_PINYIN = r"[(（][a-z]{0,4}[à-ǜ][a-z]{0,4}[)）]"
# Attributes may hold names of contests: 创客中国 in title="…" is read.
_TAG = r"</?[A-Za-z][^<>一-鿿]{0,300}>"
_ENTITY = r"&(?:[A-Za-z]{2,8}|#[0-9]{2,5}|#[Xx][0-9A-Fa-f]{2,4});"
#: What may stand between two characters of a word, as a regular expression.
BLANK = rf"(?>(?:[\s{FORMAT_CHARACTERS}]|{_PINYIN}|{_TAG}|{_ENTITY})*)"

# Cells separate texts as tabs do, and paragraphs as line breaks do. Quotation
# marks are doubled in CSV and escaped in JSON, words stand in asterisks in
# Markdown. Common characters are one character in every form.
_PIECE = re.compile(
    r"(?P<common>[一-鿿a-zA-Z0-9，。]++)"
    rf"""|(?P<cell>(?=</?(?i:t[dh])(?![A-Za-z])){_TAG})"""
    r"|(?P<quote>[＜＞]|<(?=[一-鿿])|(?<=[一-鿿])>)"
    r"|(?P<block>(?=</?(?i:p|div|[uo]l|li|tr|table|[bh]r|h[1-6]|section)"
    rf"(?![A-Za-z])){_TAG})|(?P<tag>{_TAG})"
    rf"""|(?P<nothing>{_PINYIN}|[*]|"(?=")|'(?=')|\\(?=["']))"""
    rf"|{_ENTITY}|(?s:.)"
)
_MEANINGS = {
    "cell": "\t",
    "block": "\n",
    "tag": " ",
    "nothing": "",
    "quote": '"',
}
_LATIN = re.compile("[a-z0-9]{2}")
_SIGNS = (
    "\"'“”„‟‘’「」『』《》〈〉〝〞〟«»‹›",
    "([{【〔〖",
    ")]}】〕〗",
    "·•‧∙⋅・●",
    "-‐‑‒–—―─~～",
    "、､",
    ",，",
    "〇○◯",
)


class Folded(NamedTuple):
    """A folded text, and where its characters stand in the original."""

    text: str
    #: Where each piece starts here, its length here, and its span there.
    pieces: list[tuple[int, int, int, int]]
    #: The blanks and line breaks before a character.
    gaps: dict[int, str]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the start and end in the original of a part of the text."""
        return self._span(start)[0], self._span(end - 1)[1]

    def _span(self, at: int) -> tuple[int, int]:
        number = bisect(self.pieces, (at + 1,)) - 1
        offset, length, start, end = self.pieces[number]
        # Characters of other pieces have no place of their own.
        first = start + at - offset
        return (first, first + 1) if length == end - start else (start, end)


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
    words: list[str] = []
    pieces: list[tuple[int, int, int, int]] = []
    gaps: dict[int, str] = {}
    offset, last, blanks = 0, "", ""
    for found in _PIECE.finditer(text):
        kind = found.lastgroup or ""
        if kind == "common":
            folded = found[0].translate(_table())
        elif kind in _MEANINGS:
            folded = _MEANINGS[kind]
        else:
            folded = _fold(found[0])
        if folded <= " ":
            blanks += folded
            continue
        start, end = found.span()
        if blanks:
            if _LATIN.match(last + folded):
                words.append(" ")
                offset += 1
            gaps[offset] = blanks
            blanks = ""
        words.append(folded)
        pieces.append((offset, len(folded), start, end))
        offset += len(folded)
        last = folded[-1]
    return Folded("".join(words), pieces, gaps)


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
    capitals = (f"{letter}{letter.upper()}" for letter in ascii_lowercase)
    groups = (*(pair[::-1] for pair in pairs), *capitals, *_SIGNS)
    return {ord(each): group[0] for group in groups for each in group[1:]}
