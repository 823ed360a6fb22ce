"""A text without what got between the characters of its addresses."""

from __future__ import annotations

import re
import string

from collections.abc import Iterator, Sequence

from cnmaker_data._text import UNSEEN
from cnmaker_data.errors import InvalidURLError
from cnmaker_data.links.grammar import (
    FILE,
    FOLDED,
    HAN,
    IS_FILE,
    IS_LETTER,
    IS_SUFFIX,
    KNOWN_HOST,
    START,
    STARTS_ADDRESS,
    STARTS_WITH_HOST,
    TLD,
    WORD,
    compiled,
    end_of,
    is_complete,
)


_UNSEEN = re.compile(f"[{UNSEEN}]")
_IN_ADDRESS = re.compile("[!-~]++")
_OPEN_SCHEME = compiled(r"https?(:?/{0,2})\Z")
# The next item of a list, a label or an address behind a label.
_STARTS_OTHER = compiled(
    rf"[0-9]{{1,2}}[)、]|[a-z0-9]+:(?![0-9/])|[a-z0-9]{{1,2}}\.{START}"
    rf"|[0-9]{{1,2}}\.(?:[a-z0-9]*[{HAN}]|(?![a-z0-9])|{KNOWN_HOST})"
    rf"|(?![a-z0-9.\-]{{0,99}}{TLD}https?:)[^/?#=,;]*?://"
    rf"|[^/?#=]*?(?:@|#{KNOWN_HOST}|[(\[{{<](?:at|@)[)\]}}>])"
).match
# The rest of a path: it has signs of one, or is one small word in its line.
_IS_TAIL = re.compile(
    rf"[A-Za-z0-9_\-%]++(?:[/?&=]|\.{FILE}(?![A-Za-z0-9.]))|[a-z0-9_\-]++(?<!-)[\s，。；、）]"
).match
_HOST_SIGNS = f"{string.ascii_letters}{string.digits}-._"
_TAIL_START = re.compile(r"(?<![:/])[/?#]")


def cleaned(text: str) -> tuple[str, Sequence[int]]:
    """
    Return a text without invisible characters and without breaks inside of
    addresses, and where each of its characters stood.
    """
    origin: Sequence[int] = range(len(text))
    if _UNSEEN.search(text):
        origin = [at for at, sign in enumerate(text) if not _UNSEEN.match(sign)]
        text = "".join(text[at] for at in origin)
    gaps = list(_gaps(text if text.isascii() else text.translate(FOLDED)))
    if gaps:
        pieces, kept, last = list[str](), list[int](), 0
        for start, end in [*gaps, (len(text), len(text))]:
            pieces.append(text[last:start])
            kept += origin[last:start]
            last = end
        text, origin = "".join(pieces), kept
    return text, origin


def _gaps(plain: str) -> Iterator[tuple[int, int]]:
    """Yield where blanks and line breaks stand inside of an address."""
    left, end = "", 0
    for run in _IN_ADDRESS.finditer(plain):
        between = plain[end : run.start()]
        right = run[0]
        lines = len(f"{between}|".splitlines())
        is_broken = lines == 2
        if (
            left
            and lines < 3
            and between.isspace()
            and _goes_on(
                left, right, plain[run.end() : run.end() + 1], is_broken
            )
        ):
            yield end, run.start()
            right = left[-300:] + right
        left, end = right, run.end()


def _goes_on(left: str, right: str, after: str, is_broken: bool) -> bool:
    """
    Return whether an address goes on behind a line break or a blank.

    Raise `InvalidURLError` if it does, but nothing shows how.
    """
    if scheme := _OPEN_SCHEME.search(left[-9:]):
        missing = "://"[len(scheme[1]) :]
        return right.startswith(missing) if missing else right[0].isalnum()
    if STARTS_ADDRESS(right) or _STARTS_OTHER(right + after.replace("．", ".")):
        return False
    broken = InvalidURLError(
        f"{left} {right}",
        "it may be broken over two lines; write it in one",
    )
    left = left[-300:].lower()
    left = left[max(left.rfind("www."), left.rfind("://"), 0) :].lstrip("/")
    if not left:
        return False
    first, last = right[0], left[-1]
    host = left[len(left.rstrip(_HOST_SIGNS)) :]
    dots = len(right) - len(right.lstrip("."))
    word = right[: end_of(WORD, right, dots)]
    is_suffix = bool(IS_SUFFIX(word.strip(".")))
    is_host = bool(STARTS_WITH_HOST(right))
    start = _TAIL_START.search(left)
    address = left[: start.start()] if start else ""
    if (
        "://" in address
        or "www." in address
        or is_complete(address.rstrip(f":{string.digits}"))
    ):
        if not is_broken or STARTS_WITH_HOST(right.lstrip("/")):
            return False
        if right.isalnum() and (
            IS_LETTER(after) or (after and after in "：（(")
        ):
            return False  # a label
        if "." in {first, last}:
            return bool(IS_FILE(word.strip(".")))
        if last == "?":
            return "=" in right
        if last == "/" and right[-1] in "-.":
            return False  # it goes on itself
        if last in "/-_&=%#+~":
            return first.isalnum() or first in "%_~"
        if _IS_TAIL(right + (after or "\n")) and last.isalnum():
            raise broken
        return first in "/_&=%#+?" and right[1:2].isalnum() and last.isalnum()
    complete = is_complete(host.rstrip(".-"))
    is_certain = "www." in f"{host}.".lower() or left[: -len(host)].endswith(
        "://"
    )
    if not is_certain and not is_broken:
        return False
    if last == ".":
        if is_certain:
            return word[:1].isalnum() and (not complete or is_suffix)
        in_host = "." in host[:-1] and not complete
        return (is_suffix and host[-2:-1].isalpha()) or (in_host and is_host)
    if first == ".":
        if is_certain:
            return len(word) > 1 and (not complete or is_suffix)
        return is_suffix and host[-1:].isalnum()
    if "-" in {first, last}:
        is_inside = is_certain or (is_host and last == "-")
        return is_broken and not complete and is_inside
    if not is_broken or not host:
        return False
    if first == ":" and (complete or is_certain):
        return right[1:2].isdigit()
    if first == "/" and (complete or is_certain):
        return right[1:2].isalnum() and not STARTS_WITH_HOST(right, 1)
    if "." in host and (
        (complete and is_suffix and len(word) == len(right.rstrip("/")))
        or (is_certain and not complete and (is_host or is_suffix))
    ):
        raise broken
    return False
