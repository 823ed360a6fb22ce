"""
Which characters are invisible, and how text is folded before it is compared.
"""

from __future__ import annotations

import re
import unicodedata


# Each is the inside of a character class of `re`.

#: Zero-width and directional characters, which editors leave in text.
FORMAT_CHARACTERS = "\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
#: All invisible characters, also rare ones; but not variation selectors, which
#: belong to the character before.
UNSEEN = f"{FORMAT_CHARACTERS}\u034f\u061c\u180e\u2065-\u206f\u3164\uffa0"
#: Lone surrogates, which no encoding takes, and control characters that JSON,
#: YAML, TOML and XML treat differently.
UNENCODABLE = "\ud800-\udfff\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029"
#: Characters that one line of text must not hold: line ends, and invisible
#: characters, which make equal names unequal.
INVISIBLE = f"{UNENCODABLE}\t\n{FORMAT_CHARACTERS}"


def fold(text: str) -> str:
    """
    Return a text without blanks, in normal width and lower case.

    >>> fold("锂电 （新能源） ＡＩ")
    '锂电(新能源)ai'
    """
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def words_of(text: str) -> list[str]:
    """
    Return the words of a text, folded.

    Blanks and punctuation separate words, but ids stay whole.

    >>> words_of("浙江，８/thematic/Low-Code")
    ['浙江', '8/thematic/low-code']
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.findall(r"[a-z0-9]+(?:[/-][a-z0-9]+)*|\w+", folded)
