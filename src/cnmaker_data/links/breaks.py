"""A text without what got between the characters of its addresses."""

from __future__ import annotations

import re
import string

from collections.abc import Iterator

from cnmaker_data._text import UNSEEN
from cnmaker_data.errors import InvalidURLError
from cnmaker_data.links.grammar import (
    FOLDED,
    end_of,
    is_whole,
    match,
    pattern,
    search,
)


_SEEN = re.compile(f"[^{UNSEEN}]")
_HOST_SIGNS = f"{string.ascii_letters}{string.digits}-._"


def cleaned(text: str) -> tuple[str, list[int]]:
    """
    Return a text without invisible characters and without breaks inside of
    addresses, and where each of its characters stood.
    """
    origin = [found.start() for found in _SEEN.finditer(text)]
    text = "".join(text[at] for at in origin)
    inside = set(_gaps(text.translate(FOLDED)))
    kept = [at for at in range(len(text)) if at not in inside]
    return "".join(text[at] for at in kept), [origin[at] for at in kept]


def _gaps(plain: str) -> Iterator[int]:
    """Yield where blanks and line breaks stand inside of an address."""
    joined, end = "", 0
    for gap in pattern("gap").finditer(plain):
        left = gap["left"]
        if gap.start() == end:
            left = joined + left
        joined, end = "", gap.end()
        lines = len(f"{gap['blanks']}|".splitlines())
        if lines < 3 and _goes_on(
            left, gap["right"], gap["after"] or "", lines == 2
        ):
            yield from range(*gap.span("blanks"))
            joined = left[-300:]


def _goes_on(left: str, right: str, after: str, is_broken: bool) -> bool:
    """
    Return whether an address goes on behind a line break or a blank.

    Raise `InvalidURLError` if it does, but nothing shows how.
    """
    if scheme := search("open_scheme", left[-9:]):
        missing = "://"[len(scheme[1]) :]
        return right.startswith(missing) if missing else right[0].isalnum()
    if match("starts_other", right + after):
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
    word = right[: end_of("word", right, dots)]
    is_suffix = is_whole("suffix", word.strip("."))
    is_host = bool(match("host", right))
    start = search("tail_start", left)
    address = left[: start.start()] if start else ""
    if (
        "://" in address
        or "www." in address
        or is_whole("complete", address.rstrip(f":{string.digits}"))
    ):
        if not is_broken or match("host", right.lstrip("/")):
            return False
        if match("is_label", right + after):
            return False
        if "." in {first, last}:
            return is_whole("file", word.strip("."))
        if last == "?":
            return "=" in right
        if last == "/" and right[-1] in "-.":
            return False  # it goes on itself
        if last in "/-_&=%#+~":
            return first.isalnum() or first in "%_~"
        if match("path_rest", right + (after or "\n")) and last.isalnum():
            raise broken
        return first in "/_&=%#+?" and right[1:2].isalnum() and last.isalnum()
    complete = is_whole("complete", host.rstrip(".-"))
    is_certain = "www." in f"{host}." or left[: -len(host)].endswith("://")
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
        return right[1:2].isalnum() and not match("host", right, 1)
    if "." in host and (
        (complete and is_suffix and len(word) == len(right.rstrip("/")))
        or (is_certain and not complete and (is_host or is_suffix))
    ):
        raise broken
    return False
