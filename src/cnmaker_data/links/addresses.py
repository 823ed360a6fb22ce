"""Where addresses start and end in a text."""

from __future__ import annotations

import re

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from string import ascii_letters
from typing import NoReturn, TypeAlias

from cnmaker_data._resources import Grammar
from cnmaker_data._text import INVISIBLE, UNSEEN
from cnmaker_data.errors import InvalidURLError
from cnmaker_data.urls import FULL_WIDTH, looks_like_http, normalize_url


# The start and end of an address, and whether its host is a guess.
Span: TypeAlias = tuple[int, int, bool]

# Full-width forms that people type in addresses. The excluded ones are
# punctuation of the text around.
_FOLDED = {
    code: code - 0xFEE0
    for code in range(0xFF01, 0xFF5F)
    if chr(code) not in "！＂＇（），；＜＞［＼］＾｀｛｜｝"
}

PATTERNS = Grammar(
    "links.toml", re.IGNORECASE | re.VERBOSE, invisible=INVISIBLE
)
match: Callable[..., re.Match[str] | None] = PATTERNS.match
search: Callable[..., re.Match[str] | None] = PATTERNS.search
is_whole: Callable[[str, str], bool] = PATTERNS.is_whole
end_of: Callable[..., int] = PATTERNS.end_of

_UNSEEN = re.compile(f"[{UNSEEN}]+")
_HOST_SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789-._"


class Reader:
    """Finds the addresses in a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        # Each character folds to one, so positions are the same in both.
        self._plain = text.translate(_FOLDED)
        # Where to go on, and where the last address ended.
        self._at = self._last = 0

    @cached_property
    def _listed(self) -> set[int]:
        """The numbers next to one that the text has."""
        numbers = map(int, PATTERNS["number"].findall(self._plain))
        return {near for number in numbers for near in (number - 1, number + 1)}

    def addresses(self) -> Iterator[Span]:
        while token := search("token", self._plain, self._at):
            start, self._at = token.span()
            if not token["other"]:
                yield from self._word(start, start, self._at)

    def _word(self, begin: int, start: int, end: int) -> Iterator[Span]:
        """Yield the addresses that start in a word, maybe after a scheme."""
        plain = self._plain
        stem = plain[start:end].rstrip(".。｡")
        name = stem[len(stem.rstrip(ascii_letters)) :]
        name_end = start + len(stem)
        name_start = name_end - len(name)
        sign = match("scheme_sign", plain, name_end) if name else None
        if not (sign and (sign["colon"] or looks_like_http(name))):
            yield from self._host(begin, start, end)
            return
        scheme = PATTERNS["scheme"].fullmatch(name)
        if scheme and sign[0] == "://":
            at = name_start + scheme.start(1)
            if begin == at:
                yield from self._with_scheme(at, sign.end())
            elif begin == start or plain[start:at].lower() not in {"", "www."}:
                yield from self._host(begin, start, at)
                self._at = at
            else:
                self._refuse(begin, sign.end())
        elif looks_like_http(name):
            self._refuse(name_start, sign.end())
        elif match("host", plain, start):
            self._refuse(start, sign.end())
        else:  # another scheme
            self._at = end_of("printed", plain, end)

    def _with_scheme(self, begin: int, start: int) -> Iterator[Span]:
        """Yield the address that a scheme starts, if it has a host."""
        plain = self._plain
        self._at = start
        if host := match("ipv6", plain, start):
            yield self._address(begin, start, host.end())
        elif match("no_host", plain, start):
            self._refuse(begin, start)
        elif word := match("word", plain, start):
            yield from self._word(begin, start, word.end())
        elif host := match("whole_host", plain, start):
            yield self._address(begin, start, host.end())

    def _host(self, begin: int, start: int, end: int) -> Iterator[Span]:
        """Yield the address whose host a word starts with."""
        plain, word = self._plain, start
        self._at = end
        number = match("list_number", plain, start, end)
        # Only the form of a bare number does not show that it is one of a list.
        if (begin == start and number) and (
            not number["bare"] or int(number["bare"]) in self._listed
        ):
            begin = start = number.end()
        host = plain[start:end]
        if found := match("host_and_stop", host):
            host = found["host"]
            self._at = start + len(host)
        host = host.rstrip(".。｡_-")
        cut = match("cut_host", host + plain[end : end + 4])
        if cut and not is_whole("complete", host):
            host = cut[1] or cut[2]
        stop = start + len(host)
        is_certain = begin < start or bool(match("www", plain, start))
        is_complete = is_whole("complete", host)
        typo = match("bad_start", plain, start)
        if not typo and (is_certain or is_complete):
            typo = match("comma_and_suffix", plain, end)
        if typo:
            self._refuse(begin, typo.end(), "write http:// or www. before it")
        dash = "dash_and_name" if is_certain else "dash_and_host"
        if (match(dash, plain, stop) and not is_complete) or (
            is_certain and plain.startswith("./", stop)
        ):
            self._refuse(begin, stop)
        whole: int | None = stop
        if self._at == end and match("other_letter", plain, end):
            whole = self._before_letter(start, stop, end, is_certain)
        if whole is None or plain.startswith("@", whole):
            return
        if begin < start or whole > stop or self._is_host(word, start, host):
            yield self._address(begin, start, whole)

    def _before_letter(
        self, start: int, stop: int, end: int, is_certain: bool
    ) -> int | None:
        """
        Return where a host ends that a non-ASCII letter follows.

        Return None if the letter is a part of it, but its end is not clear.
        """
        plain = self._plain
        host = plain[start:stop]
        ends_in_dot = plain[end - 1] == "."
        if ends_in_dot and (found := match("ends_in_han", plain, end)):
            return found.end()
        is_han = bool(match("han", plain, end))
        if is_whole("complete", host) and (is_han or stop < end):
            return stop
        if is_certain and (whole := match("whole_host", plain, start)):
            return whole.end()
        if ends_in_dot and is_whole("www_and_label", host):
            return None
        if is_han and (
            is_certain
            or "." not in host
            or is_whole("abbreviation", host)
            or not match("label_and_dot", plain, end)
        ):
            return stop
        self._at = max(end, end_of("idn_host", plain, start))
        return None

    def _is_host(self, word: int, start: int, host: str) -> bool:
        """Return whether a name without a scheme is a host at its position."""
        name = PATTERNS["stop"].sub(".", host)
        if match("www_host", name) and ".." in name:
            self._refuse(start, start + len(host))
        return is_whole("bare_host", name) and (
            start > word
            or self._plain[self._last : start] == "/"
            or bool(match("stands_free", self._plain, start))
        )

    def _address(self, begin: int, start: int, stop: int) -> Span:
        """Return the address that begins here and has this host."""
        text, plain = self._text, self._plain
        tail = end = end_of("port", text, stop)
        is_wide = bool(FULL_WIDTH.search(text, start, stop))
        if is_wide or text[tail : tail + 1] not in {"？", "＃"}:
            end = end_of("tail", plain, tail)
        if end > tail:
            if not is_wide:
                end = min(end, end_of("ascii", text, tail + 1))
            end = end_of("balanced", plain, tail, end)
            marks = ".,;:!?'"
            if match("other_letter", plain, end):
                marks += "-_"
            end = tail + len(plain[tail:end].rstrip(marks))
            if end - tail >= 2_000:
                self._refuse(begin, end, "it is over 2,000 characters long")
            if match("other_hyphen", plain, end):
                self._refuse(
                    begin,
                    end,
                    "it has a typographic hyphen; write a hyphen (-)",
                )
        if match("backslash", plain, end):
            self._refuse(begin, end)
        self._last = end
        self._at = max(self._at, end)
        return begin, end, bool(search("other_letter", plain, start, stop))

    def _refuse(
        self, start: int, end: int, reason: str = "it is malformed"
    ) -> NoReturn:
        """Raise the error for a malformed address, up to the next blank."""
        printed = self._text[start : end_of("printed", self._plain, end)]
        normalize_url(printed)  # knows the reason, nearly always
        raise InvalidURLError(printed, reason)


def cleaned(text: str) -> tuple[str, list[int]]:
    """
    Return a text without invisible characters and line breaks in addresses,
    and the position that each character had.
    """
    unseen = (found.span() for found in _UNSEEN.finditer(text))
    text, seen = _without(unseen, text)
    text, kept = _without(_gaps(text.translate(_FOLDED)), text)
    return text, [seen[at] for at in kept]


def _without(
    spans: Iterable[tuple[int, int]], text: str
) -> tuple[str, list[int]]:
    pieces: list[str] = []
    kept: list[int] = []
    last = 0
    for start, end in (*spans, (len(text), 0)):
        pieces.append(text[last:start])
        kept += range(last, start)
        last = end
    return "".join(pieces), kept


def _gaps(plain: str) -> Iterator[tuple[int, int]]:
    """Yield where blanks and line breaks inside addresses start and end."""
    joined, end = "", 0
    for gap in PATTERNS["gap"].finditer(plain):
        left = gap["left"]
        if gap.start() == end:
            left = joined + left
        joined, end = "", gap.end()
        lines = len(f"{gap['blanks']}|".splitlines())
        if lines < 3 and _goes_on(
            left, " \n"[lines - 1], gap["right"], gap["after"] or ""
        ):
            yield gap.span("blanks")
            joined = left[-300:]


def _goes_on(left: str, sign: str, right: str, after: str) -> bool:
    """
    Return whether an address goes on after a line break or a blank.

    Raise `InvalidURLError` if it may, but nothing shows whether it does.
    """
    address = left[-300:].lower()
    end = f"{sign}{right}{after}"
    if scheme := search("open_scheme", address, len(address) - 9):
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
    elif is_whole("complete", host.rstrip(".-")):
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
