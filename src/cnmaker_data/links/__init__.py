"""The web addresses in a printed text, and what they are called there."""

from __future__ import annotations

import re

from collections.abc import Iterator
from typing import cast

from cnmaker_data.errors import InvalidURLError
from cnmaker_data.links.addresses import (
    PATTERNS,
    Reader,
    cleaned,
    end_of,
    is_whole,
    match,
    search,
)
from cnmaker_data.model import Link
from cnmaker_data.urls import normalize_url


__all__ = ["JOINT", "find_links", "scan_links"]


#: What joins two addresses in one cell.
JOINT = PATTERNS["joint"]


def find_links(text: str) -> tuple[Link, ...]:
    """
    Return the links in a text, such as a cell of the plan, in its order.

    An address starts with a scheme or ``www.``, or is a bare host. It may be
    glued to Chinese text or to another address, stand in full-width forms or
    brackets, behind the number of a list, or over two lines where the break
    can only be inside it. The name right before it, or before the brackets
    around it, is its label. E-mail addresses are passed over. A host in other
    letters than ASCII is returned whole or passed over; a path ends at its
    first letter that is not ASCII.

    Raises `InvalidURLError` for an address that is broken over lines, has a
    malformed scheme or cannot be normalized.

    >>> first, second = find_links("大赛官网www.cnmaker.org.cn或http://a.cn/b")
    >>> first
    Link(url='http://www.cnmaker.org.cn/', label='大赛官网')
    >>> second.text
    'http://a.cn/b'
    """
    return tuple(link for link, _, _ in scan_links(text))


def scan_links(text: str) -> Iterator[tuple[Link, int, int]]:
    """
    Yield each link in a text with the start and end of what it accounts for.

    That is the address, its label, the brackets around it and its number in a
    list. The spans are in order and do not overlap: if the text outside of
    them has nothing but `JOINT` and invisible characters, all of it was read.
    """
    if not isinstance(text, str):
        raise InvalidURLError(text, "it is not text")
    printed, origin = cleaned(text)
    last = 0
    for start, end, is_guess in Reader(printed).addresses():
        address = printed[start:end]
        try:
            url = normalize_url(address)
        except InvalidURLError:
            if is_guess:
                continue  # its end is a guess, so it may be no address
            raise
        # The label starts after what joins the two addresses.
        after = end_of("joint", printed, last) if last else 0
        label, length, opening = _label(printed[after:start])
        last = end
        if is_whole("brackets", opening + printed[end : end + 1]):
            last += 1
        elif opening and not label:
            length = 0  # the bracket belongs to the text around it
        first = start - length
        yield Link(url, address, label), origin[first], origin[last - 1] + 1


def _label(before: str) -> tuple[str | None, int, str]:
    """
    Return the label at the end of a text, how much of it is accounted for, and
    a bracket that opens there.
    """
    found = cast("re.Match[str]", match("before", before[::-1]))
    opening = found["open"] or ""
    if label := found["wrapped"]:
        return label[::-1], found.end(), opening
    label = (found["label"] or "")[::-1]
    if JOINT.fullmatch(label) or not (
        search("han", label) or (found["colon"] and not label.isdigit())
    ):
        length = found.start("label") if label else found.end()
        return None, length, opening
    length = found.end()
    first = len(before) - found.end("label")
    leftover = match("leftover", before, first)
    if leftover and (
        is_whole("file", leftover["letters"] or "")
        or not search("is_numbered", before, max(first - 20, 0), first)
    ):
        label = label[len(leftover[0]) :]
        length = len(before) - leftover.end()
    if label.startswith(("(", "（")):
        return None, found.start("label"), opening  # it explains the leftover
    joined = "".join(label.split())
    return None if JOINT.fullmatch(joined) else joined, length, opening
