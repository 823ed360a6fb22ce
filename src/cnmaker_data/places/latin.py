"""Names of divisions as English and ISO 3166-2 write them."""

from __future__ import annotations

import functools
import re
import unicodedata

from collections.abc import Iterator
from typing import TypeAlias

from cnmaker_data.places.gazetteer import (
    codes_above,
    codes_named,
    highest,
    names_of,
    region_of,
    rows_of,
)


# The key of a name, and the endings that its Chinese name may have.
_Part: TypeAlias = tuple[str, tuple[str, ...]]

COUNTRIES = frozenset({"china", "prc", "prchina", "peoplesrepublicofchina"})
# ISO 3166-2 had the digits of GB/T 2260 until 2017, and these two.
_OLDER = {"cn91": "81", "cn92": "82"}


def codes_in_words(text: str, key: str) -> list[str]:
    """Return the codes that a text means in English words or by an older code."""
    if re.fullmatch("cn[0-9]{2}", key):
        return codes_named(_OLDER.get(key, key[2:]) + "0000")
    found: set[str] = set()
    for part, *above in _readings(text):
        if not found or above:
            found |= {
                code
                for code in _spelled(part)
                if all({*codes_above(code)} & _spelled(each) for each in above)
            }
    return highest(found)


def _spelled(part: _Part) -> set[str]:
    key, endings = part
    return {
        code for code in names_of(key) if region_of(code).name.endswith(endings)
    }


def _readings(text: str) -> Iterator[list[_Part]]:
    """Yield the names that a text may consist of, the smallest division first."""
    # Lists of ISO 3166-2 print remarks in brackets.
    spelled = unicodedata.normalize("NFKD", text.partition("(")[0]).casefold()
    names = [
        words for name in re.split("[,、;]", spelled) if (words := _words(name))
    ]
    if names and "".join(names[-1]) in COUNTRIES:
        names.pop()
    # English starts with the smallest division, and Chinese with the largest.
    for smallest, *above in (names, names[::-1])[: len(names)]:
        heads = [next(_parts(words)) for words in above]
        for part in _parts(smallest):
            yield [part, *heads]


def _words(name: str) -> list[str]:
    words = re.split(r"[\s-]+", name)
    return list(filter(None, (re.sub(r"[\W_]", "", word) for word in words)))


def _parts(words: list[str]) -> Iterator[_Part]:
    """Yield a name without its generic words, and without those of its peoples."""
    ends: tuple[str, ...] = ("",)
    for count in (3, 2, 1):
        found = endings().get(" ".join(words[-count:]))
        if found and words[:-count]:
            words, ends = words[:-count], found
            break
    yield "".join(words), ends
    if ends[0].startswith("自治"):
        # Guangxi Zhuang, Yanbian Korean, Xinjiang Uygur.
        for count in range(len(words) - 1, 0, -1):
            yield "".join(words[:count]), ends


@functools.cache
def endings() -> dict[str, tuple[str, ...]]:
    """Return the endings of Chinese names that generic words stand for."""
    rows = rows_of("english-endings.csv")
    return {words: tuple(ends.split(";")) for words, ends in rows}
