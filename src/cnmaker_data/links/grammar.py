"""The grammar of addresses in a text, as patterns of `re`."""

from __future__ import annotations

import re

from functools import cache

from cnmaker_data import _resources
from cnmaker_data._text import INVISIBLE


# Full-width forms that people type in addresses. The excluded ones are
# punctuation of the text around.
FOLDED = {
    code: code - 0xFEE0
    for code in range(0xFF01, 0xFF5F)
    if chr(code) not in "！＂＇（），；＜＞［＼］＾｀｛｜｝"
}


@cache
def _parts() -> dict[str, str]:
    grammar = _resources.read_toml("links.toml")
    characters = {"invisible": INVISIBLE, **grammar["characters"]}
    named = grammar["words"] | grammar["patterns"]
    return _resources.fill_in(named, **characters)


@cache
def pattern(name: str) -> re.Pattern[str]:
    return re.compile(_parts()[name], re.IGNORECASE | re.VERBOSE)


def match(name: str, text: str, *span: int) -> re.Match[str] | None:
    return pattern(name).match(text, *span)


def search(name: str, text: str, *span: int) -> re.Match[str] | None:
    return pattern(name).search(text, *span)


def is_whole(name: str, text: str) -> bool:
    return bool(pattern(name).fullmatch(text))


def end_of(name: str, text: str, *span: int) -> int:
    """Return where a match ends, or where it should start."""
    found = pattern(name).match(text, *span)
    return found.end() if found else span[0]
