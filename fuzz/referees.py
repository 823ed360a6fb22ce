"""
Other parsers of web addresses, and what they have to agree on with ours.

ada reads as browsers do (the WHATWG URL standard); rfc3986, urllib.parse and
yarl read by RFC 3986.
"""

from __future__ import annotations

import re

from urllib.parse import urlsplit

import ada_url
import rfc3986
import yarl

from rfc3986.validators import Validator


__all__ = ["INVISIBLE", "check_agreement", "check_meaning", "check_spelling"]


def _characters(*ranges: tuple[int, int]) -> str:
    return "".join(
        chr(code) for first, last in ranges for code in range(first, last + 1)
    )


#: What `normalize_url` trims at both ends, said again.
INVISIBLE = _characters(
    (0x00, 0x20), (0x7F, 0xA0), (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C),
    (0x1680, 0x1680), (0x180E, 0x180E), (0x2000, 0x200F), (0x2028, 0x202F),
    (0x205F, 0x206F), (0x3000, 0x3000), (0x3164, 0x3164), (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
)  # fmt: skip

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_UNRESERVED = frozenset(f"{_LETTERS}0123456789-._~")
_PATH = frozenset("!$&'()*+,;=:@/")
_QUERY = _PATH - {"'"} | {"?"}
_FRAGMENT = _PATH | {"?"}

_HOST = re.compile(
    r"(?:https?[:：][/／]{2})?([^/?#:／？＃：]*)([:：][^/?#／？＃]*)?(.?)",
    re.IGNORECASE,
)
_VALID = (
    Validator()
    .require_presence_of("scheme", "host", "path")
    .check_validity_of("scheme", "host", "port", "path", "query", "fragment")
)
_HAS_FULL_WIDTH = re.compile("[\uff01-\uff5e]").search


def check_agreement(url: str) -> None:
    """Check that all see the same parts in an address and leave it as it is."""
    browsers, ours = ada_url.URL(url), yarl.URL(url, encoded=True)
    theirs, strict = urlsplit(url), rfc3986.uri_reference(url)
    assert url.isascii()
    assert browsers.href == str(ours) == theirs.geturl() == url
    _VALID.validate(strict)
    assert strict.normalize().unsplit() == url
    assert ours.scheme == theirs.scheme == browsers.protocol[:-1]
    host = browsers.hostname.strip("[]")
    assert ours.raw_host == theirs.hostname == host
    assert "." in host or ":" in host
    port = int(browsers.port) if browsers.port else None
    assert ours.explicit_port == theirs.port == port
    path = browsers.pathname
    assert ours.raw_path == theirs.path == strict.path == path
    query, fragment = browsers.search[1:], browsers.hash[1:]
    assert ours.raw_query_string == theirs.query == query
    assert (strict.query or "") == query
    assert ours.raw_fragment == theirs.fragment == fragment
    assert (strict.fragment or "") == fragment
    assert ours.raw_user is theirs.username is None
    assert not browsers.username


def check_spelling(url: str) -> None:
    """Check that all is encoded that has to be, and nothing else."""
    browsers = ada_url.URL(url)
    for part, others in (
        (browsers.pathname, _PATH),
        (browsers.search[1:], _QUERY),
        (browsers.hash[1:], _FRAGMENT),
    ):
        assert _spelled(part, others) == part
    assert "/./" not in f"{browsers.pathname}/"
    assert "/../" not in f"{browsers.pathname}/"


def _spelled(part: str, others: frozenset[str]) -> str:
    """
    Return a part as RFC 3986, section 6.2.2, spells it.

    It decodes no reserved character: `%2F` and `/` stay different.
    """
    pieces = []
    at = 0
    while at < len(part):
        piece = part[at]
        code = part[at + 1 : at + 3]
        if piece == "%" and re.fullmatch("[0-9A-Fa-f]{2}", code):
            at += 2
            decoded = chr(int(code, 16))
            piece = decoded if decoded in _UNRESERVED else f"%{code.upper()}"
        elif piece not in _UNRESERVED | others:
            piece = "".join(f"%{byte:02X}" for byte in piece.encode())
        pieces.append(piece)
        at += 1
    return "".join(pieces)


def _meaning(url: ada_url.URL) -> tuple[str, ...]:
    return (
        url.protocol,
        url.host,
        _spelled(url.pathname, _PATH),
        _spelled(url.search[1:], _QUERY),
        _spelled(url.hash[1:], _FRAGMENT),
    )


def check_meaning(text: str, url: str) -> bool:
    """
    Check that an address leads where a browser leads from the text.

    Return False for a text that browsers do not read: it has no scheme, or
    its host ends in a full-width sign; and for a host in full-width forms, as
    the rest is folded with it.
    """
    text = text.strip(INVISIBLE)
    host, port, behind = _HOST.match(text).groups()  # type: ignore[union-attr]
    if (
        not re.match("https?://", text, re.IGNORECASE)
        or _HAS_FULL_WIDTH(f"{host}{port}")
        or behind in {*"／？＃"}
    ):
        return False
    assert _meaning(ada_url.URL(url)) == _meaning(ada_url.URL(text))
    return True
