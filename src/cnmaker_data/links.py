"""
The web addresses in a printed text.
"""

from __future__ import annotations

import re

from collections import Counter
from collections.abc import Iterator

from cnmaker_data._text import INVISIBLE
from cnmaker_data.errors import InvalidURLError
from cnmaker_data.model import Link
from cnmaker_data.urls import normalize_url


__all__ = ["JOINT", "find_links", "scan_links"]


# What an address is made of, in a text that may continue in Chinese right
# behind it: ASCII, or its full-width letters, digits, dots and slashes. All
# that repeats is possessive or ends at a character of its own, so that a
# search takes no longer than the text.
_WORD = "A-Za-z0-9０-９Ａ-Ｚａ-ｚ"
_DOT = "[.．]"
_SCHEME_PRINTED = r"[HhＨｈ][TtＴｔ]{2}[PpＰｐ][SsＳｓ]?[:：][/／]{2}"
# A comma may join two addresses, and may stand in one.
_TAIL = (
    rf"(?:[{_WORD}!#$%&'()*+\-./:=?@_~\[\]．／－＿]"
    rf"|[,;](?!{_SCHEME_PRINTED}|[WwＷｗ]{{3}}{_DOT}))*+"
)
_PORT_AND_PATH = rf"(?:[:：][0-9０-９]++)?+(?:[/／?#]{_TAIL})?+"
_MAIL = rf"{_WORD}_%+\-.．－＿"
# Endings of files that are no top-level domains: index.html is no host.
_FILE = (
    r"(?:[Aa][Ss][Pp][Xx]?|[Dd][Oo][Cc][Xx]?|[Gg][Ii][Ff]|[Jj][Pp][Ee]?[Gg]"
    r"|[Jj][Ss][Pp]?|[Pp][Dd][Ff]|[Pp][Hh][Pp]|[Pp][Nn][Gg]|[Pp][Pp][Tt][Xx]?"
    r"|[Ss]?[Hh][Tt][Mm][Ll]?|[Tt][Xx][Tt]|[Xx][Ll][Ss][Xx]?)"
)
_ADDRESS = re.compile(
    rf"(?<![{_MAIL}])[{_MAIL}]++[@＠][{_MAIL}]*+"
    rf"|(?P<link>{_SCHEME_PRINTED}[{_WORD}%@:_\-.\[\]．－＿]++{_PORT_AND_PATH}"
    rf"|(?<![{_WORD}@＠_.\-．－＿/／])"
    rf"(?:[{_WORD}][{_WORD}_\-－＿]*+{_DOT})+"
    rf"(?!{_FILE}(?![{_WORD}.．]))[A-Za-zＡ-Ｚａ-ｚ]{{2,}}+"
    rf"(?!{_DOT}?[{_WORD}@＠_\-－＿]){_PORT_AND_PATH})"
)
# Read backwards from an address: a search forwards would try every start.
_LABEL_BACKWARDS = re.compile(
    r"[^\S\n]*+[:：]?+[^\S\n]*+"
    rf"((?:[)）][^（）()\ud800-\udfff{INVISIBLE}]*+[（(])?[\u3400-\u9fff]++)"
)
#: What joins two addresses in one cell.
JOINT = re.compile(r"(?:[\s、，,；;。/]|或者?|以及|和|及|与)*")


def find_links(text: str) -> tuple[Link, ...]:
    """
    Return the links in a text, such as a cell of the plan, in its order.

    An address may be bare or have a scheme, stand in full-width forms, and be
    glued to Chinese text on both sides; the name right before it is its
    label. E-mail addresses are passed over. Addresses in other letters than
    ASCII are not looked for: where they end cannot be told.

    Raises `InvalidURLError` for an address that cannot be normalized.

    >>> first, second = find_links("大赛官网www.cnmaker.org.cn或http://a.cn/b")
    >>> first
    Link(url='http://www.cnmaker.org.cn/', label='大赛官网')
    >>> second.text
    'http://a.cn/b'
    """
    return tuple(link for link, _, _ in scan_links(text))


def scan_links(text: str) -> Iterator[tuple[Link, int, int]]:
    """
    Yield each link in a text with where it, or its label, starts and ends.
    """
    if not isinstance(text, str):
        raise InvalidURLError(text, "it is not text")
    end = 0
    for found in _ADDRESS.finditer(text):
        address = found["link"]
        if not address:
            continue  # of e-mail
        printed = _without_punctuation(address)
        start = found.start()
        before = text[end:start]
        if end:
            # The label starts behind what joins the two addresses.
            before = JOINT.sub("", before, count=1)
        label = _LABEL_BACKWARDS.match(before[::-1])
        link = Link(
            url=normalize_url(printed),
            text=printed,
            label=label[1][::-1] if label else None,
        )
        end = start + len(printed)
        yield link, start - (label.end() if label else 0), end


def _without_punctuation(address: str) -> str:
    """
    Return an address without the punctuation of the sentence around it.
    """
    count = Counter(address)
    end = len(address)
    while (last := address[end - 1]) in ".,;:!?'([．" or (
        last in ")]" and count[last] > count["(" if last == ")" else "["]
    ):
        count[last] -= 1
        end -= 1
    return address[:end]
