"""
The one canonical spelling of a web address.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from typing import TYPE_CHECKING

from cnmaker_data.errors import InvalidURLError, short_repr, shorten


if TYPE_CHECKING:
    from yarl import URL


__all__ = ["normalize_url"]


_DEFAULT_PORTS = {"http": 80, "https": 443}

# Full-width ASCII, and the stops that stand for a dot in Chinese text.
_FOLDED = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord("。"): ord("."),
    ord("｡"): ord("."),
}

# What shows as nothing: blanks, controls, zero-width and directional marks.
# Variation selectors are none: they belong to the character before them.
INVISIBLE = (
    "\\s\\0-\x1f\x7f-\xa0\xad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202f"
    "\u2060-\u206f\u3164\ufeff\uffa0"
)
_TRIMMED = re.compile(f"[{INVISIBLE}]*+(.*[^{INVISIBLE}])", re.DOTALL)
_BLANK = re.compile("[\\s\\0-\x1f\x7f-\x9f\ud800-\udfff]")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2}).{0,2}")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):(.*)")
_PORT_AND_TAIL = re.compile(r"[0-9]*(?:[/?#]|\Z)")
_TAIL_START = re.compile(r"[/?#]")
_LABEL = re.compile(r"[a-z0-9_\-]+")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
# Of the letters that each version of IDNA takes as they are, and none maps or
# minds where they stand: the ideographs of Unicode 3.2, which it started from.
_SETTLED_HOST = re.compile(r"[A-Za-z0-9.\u4e00-\u9fa5]+")

# What is canonical at sight, and needs no parser: nearly all that people print.
# A host with xn-- is not, nor is a path segment of dots.
_PLAIN_HOST = (
    r"(?=[a-z0-9.\-]{1,253}(?:/|\Z))"
    r"(?:(?!xn--)[a-z0-9\-]{1,63}\.)+(?!xn--)[a-z][a-z0-9\-]{0,62}"
)
_PLAIN_PATH = r"/(?:(?!\.{1,2}(?:/|\Z))[A-Za-z0-9_.\-~]+(?:/|\Z))*"
_PLAIN = re.compile(rf"(https?://)?{_PLAIN_HOST}({_PLAIN_PATH})?").fullmatch
_IS_PLAIN_HOST = re.compile(_PLAIN_HOST).fullmatch
_IS_PLAIN_PATH = re.compile(_PLAIN_PATH).fullmatch


def normalize_url(text: str, *, default_scheme: str = "http") -> str:
    """
    Return the canonical spelling of a web address.

    It is ASCII, does not change when normalized again, and is what parsers of
    RFC 3986 and of the WHATWG URL standard (browsers) agree on: they see the
    same parts in it, and none of them would spell it otherwise.

    *text* may lack a scheme; then it gets *default_scheme*, ``http`` or
    ``https``. Full-width forms and 。 are folded, invisible characters
    trimmed at the ends, scheme and host put in lower case, the host encoded
    (IDNA), default ports, dot segments and empty queries and fragments
    dropped, and the percent-encoding normalized: ASCII that needs none is
    decoded, hexadecimal digits are in upper case.

    Raises `InvalidURLError`, with the reason, where they would differ or the
    address names no site: another scheme, credentials, a host
    that is missing, has a single label or an empty or over-long one, or ends
    in a number and is not an IPv4 address; backslashes, controls and blanks
    inside, stray percent signs, an apostrophe in the query, a port that is
    not from 1 to 65535, unbalanced brackets.

    >>> normalize_url("ＷＷＷ.CNMaker.org.cn：80/./报名 ")
    'http://www.cnmaker.org.cn/%E6%8A%A5%E5%90%8D'
    >>> normalize_url("zj87.jxt.zj.gov.cn", default_scheme="https")
    'https://zj87.jxt.zj.gov.cn/'
    >>> normalize_url("mailto:info@cnmaker.org.cn")
    Traceback (most recent call last):
        ...
    cnmaker_data.errors.InvalidURLError: 'mailto:info@cnmaker.org.cn' is not \
a usable web address: its scheme is 'mailto', not http or https
    """
    if not isinstance(text, str):
        raise InvalidURLError(text, "it is not text")
    if default_scheme not in tuple(_DEFAULT_PORTS):
        raise InvalidURLError(
            text,
            f"the default scheme {short_repr(default_scheme)} is not http or https",
        )
    if plain := _PLAIN(text):
        scheme = "" if plain[1] else f"{default_scheme}://"
        return f"{scheme}{text}{'' if plain[2] else '/'}"
    try:
        return _normalize(text, default_scheme)
    except ValueError as error:
        raise InvalidURLError(text, str(error)) from None


def _normalize(text: str, default_scheme: str) -> str:
    trimmed = _TRIMMED.match(
        text if text.isascii() else text.translate(_FOLDED)
    )
    if not trimmed:
        raise ValueError("there is nothing in it")
    folded = trimmed[1]
    _check_characters(folded)
    scheme, rest = _split_scheme(folded, default_scheme)
    authority = _TAIL_START.split(rest, maxsplit=1)[0]
    tail = rest[len(authority) :]
    host, port = _split_authority(authority)
    netloc = _canonical_host(host) + _canonical_port(port, scheme)

    spelled = f"{scheme}://{netloc}{'' if tail.startswith('/') else '/'}{tail}"
    if not tail or _IS_PLAIN_PATH(tail):
        return spelled
    url = _parser()(spelled)
    if "'" in url.raw_query_string:
        raise ValueError(
            "browsers encode the apostrophe in its query and others do not"
        )
    return str(url)


@functools.cache
def _parser() -> type[URL]:
    # On first use: few links need it, and its import takes longer than ours.
    from yarl import URL

    return URL


def _check_characters(folded: str) -> None:
    if blank := _BLANK.search(folded):
        raise ValueError(f"{blank[0]!r} stands inside it; percent-encode it")
    if "\\" in folded:
        raise ValueError("it has a backslash; write a slash")
    if stray := _STRAY_PERCENT.search(folded):
        raise ValueError(f"{stray[0]!r} is not a code; write %25 for a percent")


def _split_scheme(folded: str, default: str) -> tuple[str, str]:
    """
    Return the scheme and what follows its two slashes.
    """
    if folded.startswith("//"):
        return default, folded[2:]
    found = _SCHEME.fullmatch(folded)
    if not found:
        return default, folded
    scheme, rest = found[1].lower(), found[2]
    if scheme in _DEFAULT_PORTS:
        if rest.startswith("//"):
            return scheme, rest[2:]
        raise ValueError(f"write {scheme}:// before the host")
    if rest.startswith("//") or not (
        "." in scheme or _PORT_AND_TAIL.match(rest)
    ):
        raise ValueError(
            f"its scheme is {short_repr(found[1])}, not http or https"
        )
    return default, folded  # a host with its port


def _split_authority(authority: str) -> tuple[str, str]:
    """
    Return the host, an IPv6 address in its brackets, and the port.
    """
    if "@" in authority:
        raise ValueError("it has credentials (user@host); leave them out")
    if authority.startswith("["):
        host, bracket, port = authority.partition("]")
        if not bracket or (port and not port.startswith(":")):
            raise ValueError("its brackets are unbalanced")
        return host + bracket, port[1:]
    host, _, port = authority.partition(":")
    if "[" in host or "]" in authority:
        raise ValueError("its brackets are unbalanced")
    return host, port


def _canonical_port(port: str, scheme: str) -> str:
    if not port:
        return ""
    if not (port.isascii() and port.isdigit()):
        raise ValueError(f"its port {short_repr(port)} is not a number")
    # The length first: int() refuses thousands of digits.
    digits = port.lstrip("0")
    number = int(digits or "0") if len(digits) < 6 else 65_536
    if not 1 <= number <= 65_535:
        raise ValueError(f"its port {port[:20]} is not from 1 to 65535")
    return "" if number == _DEFAULT_PORTS[scheme] else f":{number}"


def _canonical_host(host: str) -> str:
    if not host:
        raise ValueError("it has no host")
    if host.startswith("["):
        return _canonical_ipv6(host)
    # One by one: in a word, the lower case of Σ depends on what follows it.
    lowered = host.lower() if host.isascii() else "".join(map(str.lower, host))
    if _IS_PLAIN_HOST(lowered):
        return lowered
    is_ascii = lowered.isascii() and "xn--" not in lowered
    # Parted before it is mapped: what decomposes to a dot is none everywhere.
    readable = lowered.split(".")
    if not is_ascii:
        readable = [_readable_label(label) for label in readable]
    labels = [_encoded_label(label) for label in readable]
    ascii_host = ".".join(labels)
    for label in labels:
        if not label:
            raise ValueError("its host has an empty label")
        _check_length(label)
        if not _LABEL.fullmatch(label):
            raise ValueError(f"{short_repr(label)} in its host is not a name")
    if len(ascii_host) > 253:
        raise ValueError("its host is over 253 long")
    if len(labels) == 1:
        raise ValueError(f"its host {short_repr(host)} has a single label")
    if _NUMBER.fullmatch(labels[-1]):
        _check_ipv4(ascii_host)
    if not is_ascii and not _SETTLED_HOST.fullmatch(host):
        for spelling in {host, ".".join(readable)}:
            _check_idna(spelling, ascii_host)
    return ascii_host


def _check_length(label: str) -> None:
    if len(label) > 63:
        raise ValueError(
            f"its host has a label over 63 long: {short_repr(label)}"
        )


def _check_ipv4(host: str) -> None:
    from ipaddress import IPv4Address

    try:
        IPv4Address(host)
    except ValueError:
        raise ValueError(
            f"its host {short_repr(host)} ends in a number and is not an IPv4 address "
            "of four decimal numbers"
        ) from None


def _canonical_ipv6(host: str) -> str:
    from ipaddress import IPv6Address

    try:
        address = IPv6Address(host[1:-1])
    except ValueError:
        raise ValueError(f"{shorten(host)} is not an IPv6 address") from None
    if address.scope_id is not None or address.ipv4_mapped is not None:
        raise ValueError(
            f"parsers spell {shorten(host)} differently; leave out the zone, or write "
            "the IPv4 address"
        )
    return f"[{address}]"


def _readable_label(label: str) -> str:
    """
    Return a label in lower case mapped and decoded, if it can be a name.
    """
    mapped = unicodedata.normalize("NFKC", label)
    _check_length(mapped)
    if not mapped.startswith("xn--"):
        _check_letters(mapped)
        return mapped
    try:
        decoded = mapped[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        decoded = ""
    if decoded.isascii() or _encoded_label(decoded) != mapped:
        raise ValueError(
            f"{short_repr(mapped)} in its host is not an encoded name"
        )
    _check_letters(decoded)
    return decoded


def _encoded_label(label: str) -> str:
    if label.isascii():
        return label
    return f"xn--{label.encode('punycode').decode('ascii')}"


def _check_idna(host: str, expected: str) -> None:
    """
    Refuse a host that not all encode alike.

    The mappings of the two standards differ at the edges, as do the versions
    of Unicode they are of. Where the plain one, NFKC of the lower case, is
    not what the parser makes of it, they may differ. It is asked twice, as it
    does not look into a label that is encoded already.
    """
    try:
        encoded = _parser().build(host=host).raw_host
    except ValueError:
        encoded = None
    if encoded != expected:
        raise ValueError(
            f"parsers encode its host {short_repr(host)} differently"
        )


def _check_letters(label: str) -> None:
    """
    Refuse what is not a word of letters, digits and marks from left to right.
    """
    if label.isascii():
        return
    for position, character in enumerate(label):
        category = unicodedata.category(character)
        if (
            character not in "-_"
            and category not in {"Ll", "Lo", "Lm", "Mn", "Mc", "Nd"}
        ) or (position == 0 and category[0] == "M"):
            raise ValueError(f"{character!r} cannot stand in its host")
        if unicodedata.bidirectional(character) in {"R", "AL", "AN"}:
            raise ValueError(
                f"{character!r} in its host is written from right to left, "
                "on which parsers differ"
            )
