"""Names of divisions as English and ISO 3166-2 write them."""

from __future__ import annotations

import functools
import re
import unicodedata

from collections.abc import Iterator
from typing import TypeAlias

from cnmaker_data import _resources


#: The key of a name, and the endings that its Chinese name may have.
Part: TypeAlias = tuple[str, tuple[str, ...]]

# Names of provinces in other romanizations and languages.
_OTHER_NAMES = {
    "neimongol": "innermongolia",
    "neimenggu": "innermongolia",
    "tibet": "xizang",
    "macau": "macao",
    "xianggang": "hongkong",
    "aomen": "macao",
}
_COUNTRIES = {"china", "prc", "prchina", "peoplesrepublicofchina"}


def readings(text: str) -> Iterator[list[Part]]:
    """
    Yield the names that a text may consist of, the smallest division first.

    >>> list(readings("Hangzhou City, China"))
    [[('hangzhou', ('市',))]]
    """
    # Lists of ISO 3166-2 print remarks in brackets.
    spelled = unicodedata.normalize("NFKD", text.partition("(")[0]).casefold()
    names = [
        [word for part in re.split(r"[\s-]+", name) if (word := _letters(part))]
        for name in re.split("[,、;]", spelled)
    ]
    names = [words for words in names if words]
    if names and "".join(names[-1]) in _COUNTRIES:
        names.pop()
    # English starts with the smallest division, and Chinese with the largest.
    for smallest, *above in (names, names[::-1])[: len(names)]:
        heads = [next(_parts(words)) for words in above]
        for part in _parts(smallest):
            yield [part, *heads]


def _parts(words: list[str]) -> Iterator[Part]:
    """
    Yield a name without its generic words, and without those of its peoples.
    """
    endings: tuple[str, ...] = ("",)
    for count in (3, 2, 1):
        found = _endings().get(" ".join(words[-count:]))
        if found and words[:-count]:
            words, endings = words[:-count], found
            break
    yield _part(words, endings)
    if endings[0].startswith("自治"):
        # Guangxi Zhuang, Yanbian Korean, Xinjiang Uygur.
        for count in range(len(words) - 1, 0, -1):
            yield _part(words[:count], endings)


def _part(words: list[str], endings: tuple[str, ...]) -> Part:
    key = "".join(words)
    return _OTHER_NAMES.get(key, key), endings


def _letters(word: str) -> str:
    return "".join(filter(str.isalnum, word))


@functools.cache
def _endings() -> dict[str, tuple[str, ...]]:
    lines = _resources.read("english-endings.csv").decode().splitlines()[1:]
    rows = (line.split(",") for line in lines)
    return {words: tuple(endings.split(";")) for words, endings in rows}
