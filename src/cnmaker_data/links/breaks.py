"""A text without invisible characters, and without breaks in its addresses."""

from __future__ import annotations

import re

from collections.abc import Iterator

from cnmaker_data._text import UNSEEN
from cnmaker_data.errors import InvalidURLError
from cnmaker_data.links.grammar import FOLDED, match, pattern, search


_SEEN = re.compile(f"[^{UNSEEN}]")
_HOST_SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789-._"


def cleaned(text: str) -> tuple[str, list[int]]:
    """
    Return a text without invisible characters and line breaks in addresses,
    and the position that each character had.
    """
    origin = [found.start() for found in _SEEN.finditer(text)]
    text = "".join(text[at] for at in origin)
    inside = set(_gaps(text.translate(FOLDED)))
    kept = [at for at in range(len(text)) if at not in inside]
    return "".join(text[at] for at in kept), [origin[at] for at in kept]


def _gaps(plain: str) -> Iterator[int]:
    """Yield the positions of blanks and line breaks inside addresses."""
    joined, end = "", 0
    for gap in pattern("gap").finditer(plain):
        left = gap["left"]
        if gap.start() == end:
            left = joined + left
        joined, end = "", gap.end()
        lines = len(f"{gap['blanks']}|".splitlines())
        if lines < 3 and _goes_on(
            left, " \n"[lines - 1], gap["right"], gap["after"] or ""
        ):
            yield from range(*gap.span("blanks"))
            joined = left[-300:]


def _goes_on(left: str, sign: str, right: str, after: str) -> bool:
    """
    Return whether an address goes on after a line break or a blank.

    Raise `InvalidURLError` if it may, but nothing shows whether it does.
    """
    address = left[-300:].lower()
    at = len(address) - 1
    end = f"{sign}{right}{after}"
    if scheme := search("open_scheme", address, at - 8):
        return bool(match("open_scheme_joint", address + end, scheme.start()))
    if match("starts_other", right + after):
        return False
    address = address[max(address.rfind("www."), address.rfind("://"), 0) :]
    before_port = re.sub(r":[0-9]*\Z", "", address)
    start = len(before_port.rstrip(_HOST_SIGNS))
    host = before_port[start:]
    is_certain = "www." in f"{host}." or before_port == f"://{host}"
    if match("in_path", address):
        state, start = "in_path", len(address) - 1
    elif pattern("complete").fullmatch(host.rstrip(".-")):
        state = "complete"
    else:
        state = "certain" if is_certain else "bare"
    if sign == " " and not is_certain:
        return False
    if match(f"{state}_joint", address + end, start):
        return True
    if state != "bare" and match(f"{state}_broken", address + end, start):
        raise InvalidURLError(
            f"{left} {right}",
            "it may be broken over two lines; write it in one",
        )
    return False
