"""The one canonical spelling of a web address."""

from __future__ import annotations

import contextlib
import re
import unicodedata

from difflib import get_close_matches
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import quote

from cnmaker_data._text import UNSEEN
from cnmaker_data.errors import InvalidURLError, short_repr, shorten


_DEFAULT_PORTS = {"http": 80, "https": 443}

FULL_WIDTH = re.compile("[！-～]")
# Full-width ASCII, and the stops that stand for a dot in Chinese text.
_FOLDED = str.maketrans("。｡", "..") | {
    code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)
}

_EDGE = f"\\s\0-\x1f\x7f-\x9f{UNSEEN}"
_TRIMMED = re.compile(f"[{_EDGE}]*+(.*[^{_EDGE}])", re.DOTALL)
# Browsers drop some of these and encode others; in a host, reject all.
_STRAY = re.compile(f"[{_EDGE}\ud800-\udfff]")
_CONTROL = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_BLANK = re.compile(r"\s")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2}).{0,2}")
_SCHEME = re.compile(
    r"([a-z][a-z0-9+.\-]*|[^/?#]*(?=://)):(?:(//)|([0-9]*(?:[/?#]|\Z)))?",
    re.IGNORECASE,
)
_TAIL_START = re.compile(r"[/?#]")
_HOST_AND_PORT = re.compile(r"(\[[^\]]*\]|[^:\[\]]*)(?::([^\]]*))?")
_LABEL = re.compile(r"[a-z0-9_\-]+")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_DASHES = "‐‑‒–—―−﹘"
_RIGHT_TO_LEFT = {"R", "AL", "AN"}
# A label, up to the start of the address after it.
_LABELLED = re.compile(
    r"(?!https?:)(?=[^/?#.@]*[^\0-\x7f])[^/?#.@]*"
    r"(?:https?:|www\.|[:、\s()\[\]（）【】《》“”「」](?:www\.|[a-z0-9\-]+\.[a-z]))",
    re.IGNORECASE,
)
_LABELLED_REASON = (
    "a label stands before the address; remove the label, or let "
    "find_links() find the address in the text"
)

_CODES = re.compile("(?:%..)+")
# The characters that RFC 3986 allows in a part, besides letters, digits and
# `-._~`. Browsers also encode the apostrophe in a query.
_IN_PATH = "%!$&'()*+,;=:@/"
_IN_QUERY = "%!$&()*+,;=:@/?"
_IN_FRAGMENT = "%!$&'()*+,;=:@/?"

# An address that is canonical already, apart from the scheme and the slash:
# nearly all that people print.
_PLAIN = re.compile(
    r"(https?://)?(?=[a-z0-9.\-]{1,253}(?:/|\Z))"
    r"(?:(?!xn--)[a-z0-9\-]{1,63}\.)+(?!xn--)[a-z][a-z0-9\-]{0,62}"
    r"(/(?:(?!\.{1,2}(?:/|\Z))[A-Za-z0-9_.\-~]+(?:/|\Z))*)?"
).fullmatch


def normalize_url(text: str, *, default_scheme: str = "http") -> str:
    """
    Return the canonical spelling of a web address.

    It is ASCII, does not change when normalized again, and means the same to
    parsers of RFC 3986 and of the WHATWG URL standard (browsers): they see
    the same parts in it, and none of them spells it otherwise.

    *text* may lack a scheme; then it gets *default_scheme*, ``http`` or
    ``https``. Invisible characters at the ends are trimmed, full-width forms
    and 。 folded in scheme, host and port, and in the rest only if the host
    has full-width forms, too. Scheme and host are put in lower case, the host
    is encoded (IDNA, UTS 46), and default ports, dot segments and empty
    queries and fragments are dropped. Percent-encoding follows RFC 3986,
    section 6.2.2: letters, digits and ``-._~`` are decoded, nothing else is,
    hexadecimal digits are in upper case, and characters that may not stand in
    a part are encoded.

    Raises `InvalidURLError`, with the reason and the cure, if parsers read
    the address differently or it names no site: another scheme, credentials,
    a host that is missing, has a single, an empty or an over-long label, ends
    in a dot, is written from right to left, or ends in a number and is not an
    IPv4 address; backslashes, controls and blanks inside, stray percent signs,
    a port that is not from 1 to 65535, unbalanced brackets.

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
    trimmed = _TRIMMED.match(text)
    if not trimmed:
        raise InvalidURLError(text, "it is empty")
    try:
        return _normalize(trimmed[1], default_scheme)
    except ValueError as error:
        reason = str(error)
        if _LABELLED.match(trimmed[1].translate(_FOLDED)):
            reason = _LABELLED_REASON
        raise InvalidURLError(text, reason) from None


def looks_like_http(scheme: str) -> bool:
    """Return whether a scheme is http, maybe misspelled: htttp, ttp, hxtp."""
    scheme = scheme.lower()
    repeats = re.fullmatch("h[htps]{2,}", scheme)
    close = get_close_matches(scheme, _DEFAULT_PORTS, cutoff=0.75)
    return bool(repeats or close)


def _with_code_point(character: str) -> str:
    return f"{character!r} (U+{ord(character):04X})"


def _check_spelling(scheme: str) -> None:
    if looks_like_http(scheme):
        raise ValueError(
            f"its scheme {scheme!r} is misspelled; write http:// or https://"
        )


def _normalize(text: str, default_scheme: str) -> str:
    # Each character folds to one, so positions are the same in both.
    folded = text if text.isascii() else text.translate(_FOLDED)
    scheme, start = default_scheme, 2 if folded.startswith("//") else 0
    found = _SCHEME.match(folded)
    if found and found[1].lower() in _DEFAULT_PORTS:
        scheme, start = found[1].lower(), found.end()
        if not found[2]:
            raise ValueError(f"write {scheme}:// before the host")
    elif found and (found[2] or not (found[3] is not None or "." in found[1])):
        _check_spelling(found[1])
        raise ValueError(
            f"its scheme is {short_repr(found[1])}, not http or https"
        )
    authority = _TAIL_START.split(folded[start:])[0]
    end = start + len(authority)
    host, port = _split_authority(authority, folded[end : end + 2])
    netloc = _canonical_host(host) + _canonical_port(port, scheme)
    tail = folded[end:]
    if not FULL_WIDTH.search(text, start, start + len(host)):
        # Fold only the sign that starts the tail; the rest is content.
        tail = tail[:1] + text[end + 1 :]
    return f"{scheme}://{netloc}{_canonical_tail(tail)}"


def _split_authority(authority: str, following: str) -> tuple[str, str]:
    """Return the host, which may be an IPv6 address in brackets, and port."""
    if stray := _STRAY.search(authority):
        name = _with_code_point(stray[0])
        raise ValueError(f"{name} stands in its host; remove it")
    if "\\" in authority:
        raise ValueError("it has a backslash; write a slash")
    if "@" in authority:
        raise ValueError("it has credentials (user@host); leave them out")
    found = _HOST_AND_PORT.fullmatch(authority)
    if not found:
        raise ValueError("its brackets are unbalanced")
    host, port = found[1], found[2] or ""
    if following == "//":
        name = host.lower().rpartition(".")[2]
        if name in _DEFAULT_PORTS and authority == host:
            raise ValueError(
                f"its scheme lacks the colon; write {name}:// once"
            )
        if name in _DEFAULT_PORTS:
            raise ValueError("its scheme appears twice; write it once")
        _check_spelling(host)
    return host, port


def _canonical_port(port: str, scheme: str) -> str:
    if not port:
        return ""
    if not (port.isascii() and port.isdigit()):
        raise ValueError(f"its port {short_repr(port)} is not a number")
    # int() refuses thousands of digits; six are enough to reject a port.
    number = int(port.lstrip("0")[:6] or "0")
    if not 1 <= number <= 65_535:
        raise ValueError(f"its port {port[:20]} is not from 1 to 65535")
    return "" if number == _DEFAULT_PORTS[scheme] else f":{number}"


def _canonical_tail(tail: str) -> str:
    """Return the rest of an address, spelled by RFC 3986, section 6.2.2."""
    for stray, cure in (_CONTROL, "remove it"), (_BLANK, "percent-encode it"):
        if found := stray.search(tail):
            name = _with_code_point(found[0])
            raise ValueError(f"{name} stands inside it; {cure}")
    if "\\" in tail:
        raise ValueError("it has a backslash; write a slash")
    if found := _STRAY_PERCENT.search(tail):
        raise ValueError(f"{found[0]!r} is not a code; write %25 for a percent")
    tail = _CODES.sub(
        lambda codes: quote(bytes.fromhex(codes[0].replace("%", "")), ""), tail
    )
    rest, _, fragment = tail.partition("#")
    path, _, query = rest.partition("?")
    path = _without_dots(quote(path, _IN_PATH))
    query = query and f"?{quote(query, _IN_QUERY)}"
    fragment = fragment and f"#{quote(fragment, _IN_FRAGMENT)}"
    return f"{path}{query}{fragment}"


def _without_dots(path: str) -> str:
    if "/." not in path:  # saves 4 % of the time for a messy address
        return path or "/"
    segments: list[str] = []
    parts = path.split("/")[1:]
    for part in parts:
        if part == "..":
            del segments[-1:]
        elif part != ".":
            segments.append(part)
    if parts[-1] in {".", ".."}:
        segments.append("")
    return f"/{'/'.join(segments)}"


def _canonical_host(host: str) -> str:
    if not host:
        raise ValueError("it has no host; write the host behind two slashes")
    if host.startswith("["):
        return _canonical_ipv6(host)
    labels = host.split(".")
    if len(labels) == 1:
        raise ValueError(f"its host {short_repr(host)} has a single label")
    if not labels[-1]:
        raise ValueError("its host ends in a dot; remove the dot")
    labels = list(map(_canonical_label, labels))
    canonical = ".".join(labels)
    if len(canonical) > 253:
        raise ValueError("its host is over 253 long")
    if _NUMBER.fullmatch(labels[-1]):
        try:
            IPv4Address(canonical)
        except ValueError:
            raise ValueError(
                f"its host {short_repr(canonical)} ends in a number and is not "
                "an IPv4 address of four decimal numbers"
            ) from None
    return canonical


def _canonical_label(label: str) -> str:
    if not label:
        raise ValueError("its host has an empty label; write one dot")
    canonical = label.lower()
    if not canonical.isascii() or canonical.startswith("xn--"):
        if canonical.endswith("www") and not canonical.isascii():
            raise ValueError(_LABELLED_REASON)
        if len(label) <= 253:
            canonical = _encoded_label(label)
    if len(canonical) > 63:
        raise ValueError(
            f"its host has a label over 63 long: {short_repr(canonical)}"
        )
    if not _LABEL.fullmatch(canonical):
        raise ValueError(f"{short_repr(canonical)} in its host is not a name")
    return canonical


def _encoded_label(label: str) -> str:
    """Return a label as IDNA encodes it, if all parsers agree on it."""
    import idna  # few hosts need it

    readable = label
    with contextlib.suppress(idna.IDNAError):
        mapped = idna.uts46_remap(label, std3_rules=False)
        # Parsers differ on characters that are unassigned in some Unicode.
        known = "Cn" not in map(unicodedata.category, label)
        if known and mapped.isascii() and not mapped.startswith("xn--"):
            return mapped  # idna would refuse an underscore in it
        readable = idna.ulabel(mapped)
        encoded = f"xn--{readable.encode('punycode').decode('ascii')}"
        directions = map(unicodedata.bidirectional, readable)
        if (
            known
            and _RIGHT_TO_LEFT.isdisjoint(directions)
            and (
                mapped == readable
                # Other encodings of the same name are not valid.
                or (
                    mapped == encoded and idna.uts46_remap(readable) == readable
                )
            )
        ):
            return encoded
    for character in readable:
        if character in _DASHES:
            fault = "stands in its host; write a hyphen (-)"
        elif unicodedata.bidirectional(character) in _RIGHT_TO_LEFT:
            fault = (
                "in its host is written from right to left, on which parsers "
                "differ"
            )
        else:
            fault = "cannot stand in its host"
            with contextlib.suppress(idna.IDNAError):
                idna.alabel(idna.uts46_remap(f"a{character}a"))
                if unicodedata.category(character) != "Cn":
                    fault = ""
        if fault:
            raise ValueError(f"{_with_code_point(character)} {fault}")
    raise ValueError(
        f"{short_repr(label)} in its host is not a name that IDNA allows"
    )


def _canonical_ipv6(host: str) -> str:
    shown = shorten(host)
    if "%" in host:
        raise ValueError(f"{shown} has a zone; leave out the zone")
    try:
        address = IPv6Address(host[1:-1])
    except ValueError:
        raise ValueError(f"{shown} is not an IPv6 address") from None
    if address.ipv4_mapped:
        raise ValueError(
            f"parsers spell {shown} differently; write the IPv4 address"
        )
    return f"[{address}]"
