"""Where addresses start and end in a text."""

from __future__ import annotations

import re
import string

from collections.abc import Iterator
from typing import NoReturn, TypeAlias, cast

from cnmaker_data.errors import InvalidURLError
from cnmaker_data.links.grammar import (
    DASH,
    FOLDED,
    HAN,
    IS_FILE,
    IS_LETTER,
    IS_SUFFIX,
    IS_TLD,
    KNOWN_HOST,
    LABEL,
    LETTER,
    START,
    STARTS_WITH_HOST,
    TLD,
    TLD_IN_HAN,
    WORD,
    compiled,
    end_of,
    is_complete,
)
from cnmaker_data.urls import FULL_WIDTH, looks_like_http, normalize_url


# Where an address starts and ends, and whether its host is a guess.
Span: TypeAlias = tuple[int, int, bool]

_HAS_FULL_WIDTH = re.compile(f"[{FULL_WIDTH}]").search
# All that repeats is possessive or bounded: a search takes no longer than the
# text.
_NOT_ASCII = re.compile(r"[^\0-\x7f]")
_BREAK_IN_MAIL = (
    r"(?<=\.)(?<!\.cn\.)(?<!\.com\.)[\r\n]{1,2}(?=[a-z0-9])(?!www|http)"
    r"|(?<=[a-z0-9])[\r\n]{1,2}(?=\.[a-z0-9])"
)
_WORD_OR_MAIL = compiled(
    r"(?P<mail>(?<![a-z0-9_%+\-.])[a-z0-9_%+\-.]++(?:@[ \t\u3000]*+"
    rf"(?:[\r\n]{{1,2}}(?={KNOWN_HOST})(?!www))?"
    r"|[ \t]*+[(（\[【{<][ \t]*+(?:at|@)[ \t]*+[)）\]】}>][ \t]*+"
    rf"|(?<!\.cn)(?<!\.com)(?<!\.net)(?<!\.org)(?:#(?={KNOWN_HOST})"
    r"|[ \t]*+(?:at|艾特|[*$☆★])[ \t]*+(?=(?:1(?:26|39|63|89)|qq|sina|sohu|foxmail"
    r"|aliyun|gmail|hotmail|outlook|yeah)\.)))"
    rf"(?:[a-z0-9\-.。]|{_BREAK_IN_MAIL})*+)|[a-z0-9][a-z0-9_\-.。｡]{{0,300}}+"
)
_UP_TO_BLANK = re.compile(f"[!-~＼{DASH}]*+")
_SCHEME_SIGN = compiled(
    r"(?P<colon>:/{2,}+(?![\\＼]))|[ \t]*+[:;，。,.]{0,2}[ \t]*+[/\\＼]{2,}+"
    r"|[ \t]*+[:;][ \t]*+[/\\＼]|[ \t]*+[:;/][ \t]*+(?=www\.)"
    rf"|[:;](?={KNOWN_HOST})"
)
_IPV6 = re.compile(r"\[[^\]\s]{2,60}\]?")
_GLUED_WWW = compiled(
    r"(?:(?<=[_\-。｡])|(?<=\.(?:cn|hk|tw|cc))|(?<=\.(?:com|net|org|gov|edu|top|xyz))"
    r"|(?<=\.(?:cn|hk|tw|cc)[0-9]\.)|(?<=\.(?:com|net|org|gov|edu|top|xyz)[0-9]\.))"
    r"www[.。]"
)
_IS_WWW = compiled(r"www[.。｡]").match
_IS_WWW_AND_LABEL = compiled(r"www[.。｡][^.。｡]+").fullmatch
_IDN_HOST = compiled(rf"(?:www[.。｡])?{LABEL}(?:[.。｡]{LABEL}){{1,9}}").match
_UP_TO_TLD = compiled(
    rf".*[.。｡](?:{TLD}(?![a-z0-9_\-])|[a-z]{{2,}}(?!{LETTER})|{TLD_IN_HAN}"
    rf"|(?:(?![\0-\x7f{HAN}]){LETTER}){{2,63}})"
).match
_STARTS_WITH_HAN_TLD = compiled(rf"{TLD_IN_HAN}(?![.。｡]?{LETTER})").match
_IS_HAN = re.compile(f"[{HAN}]").match
# Abbreviations and two sentences without a blank between them.
_IS_NUMBER_OR_ABBREVIATION = compiled(
    r"(?:(?:[0-9]{1,2}|[a-z])\.)+[^.]*|(?-i:.*[a-z]\.[A-Z][a-z]+)"
).fullmatch
_IS_COMPANY = compiled(r"co\.ltd").fullmatch
_IS_HOST_NAME = compiled(
    r"(?:[a-z0-9][a-z0-9_\-]*+\.)++(?:[a-z]{2,}+|xn--[a-z0-9\-]++)"
).fullmatch
_LIST_NUMBER = compiled(r"(?:(?:[0-9]{1,2}|[a-z])\.)++").match
_DIGITS_BEFORE_WWW = compiled(r"[0-9]{1,3}(?=www[.。])").match
_NUMBERED_HOST = compiled(rf"([0-9]{{1,2}})\.(?={KNOWN_HOST})").match
_SECOND_IN_LIST = compiled(r"(?<![a-z0-9.])2\.[a-z]").search
_PORT_NOT_DATE = re.compile(
    r":[0-9]{1,6}+(?![0-9]|:[0-9]|[.\-~][0-9]|[ \t]*+[年月日号时時點点分秒个家项届名期])"
)
_TAIL = re.compile(r"[A-Za-z0-9!#$%&'()*+,\-./:;=?@\[\]_~]{0,2000}+")
# The number of the next item in a list, and the address behind it.
_NEXT_NUMBER = rf"(?:[,;]?\([0-9]{{1,2}}\)|[,;][0-9]{{1,2}}[.)])(?=https?://|www\.|{KNOWN_HOST})"
_NUMBER_AT_END = compiled(r"[,;][0-9]{1,2}\Z").search
_NEXT_BEHIND_NUMBER = compiled(
    rf"[、．）)][ \t]*+(?:https?://|www\.|{KNOWN_HOST})"
).match
_NEXT_IN_PATH = compiled(
    rf"{_NEXT_NUMBER}|(?<![,;])[,;]++(?=https?://|www\.)|[/.](?=https?://|www\.)"
    rf"|(?<=[a-z0-9])(?:https?://|www\.)|[/,;](?={KNOWN_HOST})"
)
_NEXT_IN_QUERY = compiled(
    rf"{_NEXT_NUMBER}|[,;](?={START})|(?<=[a-z0-9])https?://"
)
_QUERY_OR_END = re.compile(r"[?#]|\Z")
_BRACKET = re.compile(r"[()\[\]]")
_DASH_AND_NAME = compiled(rf"[{DASH}](?=[a-z0-9])(?!{START})").match
_OTHER_HYPHEN = compiled(r"(?<=[a-z0-9])[‐‑](?=[a-z0-9])").match
_TLD_AND_HYPHEN = compiled(rf"(.*\.{TLD})-").match
# A date or number of the text: no top-level domain has digits.
_TLD_AND_DIGITS = compiled(rf"(.*\.{TLD})[0-9]+").fullmatch
_TEXT_OR_NEXT = compiled(rf"(?![\0-\x7f]){LETTER}|[、）]|www[.。]").match
_CHINESE_STOP = re.compile("[。｡]")
_HAS_DOT = re.compile("[.。｡]").search
_NO_HOST = compiled(r"[.:%]|[a-z0-9:._%+\-]*+@")


class Reader:
    """Finds where the addresses stand in a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        # One character for one, so that positions are the same.
        self._plain = text if text.isascii() else text.translate(FOLDED)
        # Where to go on, and where the last address ended.
        self._at = self._last = 0
        # The last number of a list; whether bare hosts are numbered, too.
        self._number = 0
        self._counts: bool | None = None

    def addresses(self) -> Iterator[Span]:
        """Yield where each starts and ends, and whether its host is a guess."""
        while token := _WORD_OR_MAIL.search(self._plain, self._at):
            start, self._at = token.span()
            if not token["mail"]:
                yield from self._word(start, self._at)

    def _word(
        self, start: int, end: int, scheme: int | None = None
    ) -> Iterator[Span]:
        """
        Yield the addresses that start in a word, behind a scheme or without.
        """
        plain = self._plain
        glued = _GLUED_WWW.search(plain, start + 1, end)
        if glued or end - start > 300:
            # A host is shorter than that: it ends at 。, or there is no host.
            end = glued.start() if glued else plain.find("。", start, end)
            if end < 0:
                self._at = end_of(WORD, plain, start)
            else:
                yield from self._host(start, end, scheme)
            return
        stem = plain[start:end].rstrip(".。｡")
        name = stem[len(stem.rstrip(string.ascii_letters)) :].lower()
        known = "https" if name.endswith("https") else "http"
        sign = _SCHEME_SIGN.match(plain, start + len(stem)) if name else None
        if not sign or (not sign["colon"] and not looks_like_http(name)):
            yield from self._host(start, end, scheme)
        elif sign[0] == "://" and (
            name == known
            or (name.endswith(known) and not set(name) <= set("https"))
        ):
            at = end - len(known)
            if scheme is not None and plain[start:at].lower() == "www.":
                self._refuse(scheme, sign.end())
            elif at > start:
                yield from self._host(start, at, scheme)
                self._at = at
            elif scheme is not None:
                self._refuse(scheme, sign.end())
            else:
                yield from self._with_scheme(at, sign.end())
        elif looks_like_http(name):
            self._refuse(start + len(stem) - len(name), sign.end())
        elif STARTS_WITH_HOST(plain, start):
            self._refuse(start, sign.end())
        else:  # another scheme
            self._at = end_of(_UP_TO_BLANK, plain, end)

    def _with_scheme(self, scheme: int, start: int) -> Iterator[Span]:
        """
        Yield the address that a scheme starts, if a host stands behind it.
        """
        plain = self._plain
        self._at = start
        word = WORD.match(plain, start)
        if ipv6 := _IPV6.match(plain, start):
            yield self._address(scheme, start, ipv6.end())
        elif _NO_HOST.match(plain, start) or (word and len(word[0]) > 300):
            self._refuse(scheme, start)
        elif word:
            self._at = word.end()
            yield from self._word(start, word.end(), scheme)
        elif end := self._whole_host(start):
            yield self._address(scheme, start, end, is_guess=True)

    def _host(self, start: int, end: int, scheme: int | None) -> Iterator[Span]:
        """Yield the address whose host a word starts with."""
        plain, word = self._plain, start
        self._at = end
        if scheme is None:
            start = self._behind_number(start, end)
        host = plain[start : self._sentence_end(start, end)].rstrip(".。｡_-")
        cut = _TLD_AND_HYPHEN(host)
        if _TEXT_OR_NEXT(plain, end):
            cut = cut or _TLD_AND_DIGITS(host)
        if cut and not is_complete(host):
            host = cut[1]
        stop = start + len(host)
        begin = start if scheme is None else scheme
        is_certain = begin < start or bool(_IS_WWW(plain, start))
        dashed = None if is_complete(host) else _DASH_AND_NAME(plain, stop)
        if (
            dashed and (is_certain or STARTS_WITH_HOST(plain, dashed.end()))
        ) or (is_certain and plain.startswith("./", stop)):
            self._refuse(begin, stop)
        whole: int | None = stop
        if self._at == end and IS_LETTER(plain, end):
            whole = self._before_letter(start, stop, end, is_certain)
        if whole is None:
            return
        if plain.startswith("@", whole):
            self._at = end_of(WORD, plain, whole + 1)
        elif begin < start or whole > stop or self._is_host(word, start, host):
            yield self._address(begin, start, whole, is_guess=whole > stop)

    def _behind_number(self, start: int, end: int) -> int:
        """Return where a host starts behind its number in a list."""
        plain = self._plain
        found = _DIGITS_BEFORE_WWW(plain, start, end)
        if found and _IS_HAN(plain[start - 1 : start]):
            return found.end()  # of the label
        found = _LIST_NUMBER(plain, start, end)
        if found and (found.end() == end or _IS_WWW(plain, found.end())):
            digits = found[0].split(".")[-2]
            self._number = int(digits) if digits.isdigit() else 0
            return found.end()
        # A host may start with a number as well: look if a list counts on.
        found = _NUMBERED_HOST(plain, start, end)
        if found and int(found[1]) == self._number + 1:
            if self._counts is None:
                self._counts = bool(_SECOND_IN_LIST(plain))
            if self._number or self._counts:
                self._number += 1
                return found.end()
        return start

    def _sentence_end(self, start: int, end: int) -> int:
        """Return where a host ends at 。, if that is not one of its dots."""
        plain = self._plain
        for found in _CHINESE_STOP.finditer(plain, start, end):
            at = found.start()
            rest = _CHINESE_STOP.split(plain[at + 1 : end], maxsplit=1)[0]
            if is_complete(plain[start:at]) and not IS_SUFFIX(rest):
                self._at = at
                return at
        return end

    def _before_letter(
        self, start: int, stop: int, end: int, is_certain: bool
    ) -> int | None:
        """
        Return where a host ends that a letter follows that is not ASCII.

        Return None if the letter is a part of it, but where it ends is open.
        """
        plain = self._plain
        if plain[end - 1] == "." and (
            found := _STARTS_WITH_HAN_TLD(plain, end)
        ):
            return found.end()
        is_han = bool(_IS_HAN(plain, end))
        if is_complete(plain[start:stop]) and (is_han or stop < end):
            return stop
        whole = self._whole_host(start) if is_certain else 0
        if plain[end - 1] == "." and _IS_WWW_AND_LABEL(plain, start, stop):
            return whole if whole > stop else None
        if whole:
            return whole
        found = _IDN_HOST(plain, start)
        if is_han and (
            is_certain
            or "." not in plain[start:stop]
            or _IS_NUMBER_OR_ABBREVIATION(plain, start, stop)
            or not (found and _HAS_DOT(found[0], end - start))
        ):
            return stop
        self._at = max(end, found.end() if found else 0)
        return None

    def _whole_host(self, start: int) -> int:
        """Return where a host in letters of any script ends, or 0."""
        run = _IDN_HOST(self._plain, start)
        found = _UP_TO_TLD(self._plain, start, run.end()) if run else None
        return found.end() if found else 0

    def _is_host(self, word: int, start: int, host: str) -> bool:
        """Return whether a name without a scheme is a host, where it stands."""
        name = _CHINESE_STOP.sub(".", host)
        *labels, last = name.split(".")
        before = self._plain[start - 1 : start]
        if _IS_WWW(name) and labels[1:]:
            if "" in labels:
                self._refuse(start, start + len(host))
            return bool(_IS_HOST_NAME(name)) and before != "@"
        return (
            bool(_IS_HOST_NAME(name))
            and not (IS_FILE(last) or _IS_COMPANY(name))
            and (bool(IS_TLD(last)) or not _IS_NUMBER_OR_ABBREVIATION(name))
            and (start > word or self._stands_free(start))
        )

    def _stands_free(self, start: int) -> bool:
        """
        Return whether a host may start here, and not a part of something else.
        """
        before = self._plain[start - 1 : start]
        second = self._plain[start - 2 : start - 1] if start > 1 else ""
        if not before or start == self._last:
            return True
        if before == "/":
            is_path = second.isascii() and (
                second.isalnum() or second in "._-~"
            )
            return start - 1 == self._last or not (second and is_path)
        if before == ".":
            return not (second.isalnum() or IS_LETTER(second))
        is_part = IS_LETTER(before) and not _IS_HAN(before)
        return before not in "@_\\" and not is_part

    def _address(
        self, begin: int, start: int, stop: int, *, is_guess: bool = False
    ) -> Span:
        """
        Return the address whose host starts and stops here, with its tail.
        """
        text, plain = self._text, self._plain
        end = end_of(_PORT_NOT_DATE, plain, stop)
        if (
            text[stop : stop + 1] == "："
            and end - stop < 4
            and plain[stop:end] != ":80"
        ):
            end = stop  # of a sentence: 8 o'clock, 8/31
        tail = end
        sign = text[tail : tail + 1]
        is_wide = bool(_HAS_FULL_WIDTH(text, start, stop))
        if (sign and sign in "/?#／") or (
            is_wide and plain[tail : tail + 1] in "?#"
        ):
            end = end_of(_TAIL, plain, tail)
            query = cast(
                "re.Match[str]", _QUERY_OR_END.search(plain, tail, end)
            ).start()
            following = _NEXT_IN_PATH.search(
                plain, tail, query
            ) or _NEXT_IN_QUERY.search(plain, query, end)
            if following:
                end = following.start()
            if not is_wide and (
                other := _NOT_ASCII.search(text, tail + 1, end)
            ):
                end = other.start()
            end = _closed(plain, tail, end)
            found = _NUMBER_AT_END(plain, tail, end)
            if found and _NEXT_BEHIND_NUMBER(plain, end):
                end = found.start()
            marks = ".,;:!?'(["
            if IS_LETTER(plain, end):
                marks += "-_"
            while end > tail and plain[end - 1] in marks:
                end -= 1
            if end == tail + 2_000 or _OTHER_HYPHEN(plain, end):
                self._refuse(begin, end, "it is over 2,000 characters long")
        self._last = end
        self._at = max(self._at, end)
        return begin, end, is_guess

    def _refuse(
        self, start: int, end: int, reason: str = "it is malformed"
    ) -> NoReturn:
        """
        Raise the error for a malformed address, quoted up to the next blank.
        """
        printed = self._text[start : end_of(_UP_TO_BLANK, self._plain, end)]
        try:
            normalize_url(printed)
        except InvalidURLError as error:
            reason = error.reason
        raise InvalidURLError(printed, reason)


def _closed(plain: str, start: int, end: int) -> int:
    """Return where an address ends: at a bracket of the text around it."""
    opened: list[int] = []
    for bracket in _BRACKET.finditer(plain, start, end):
        if bracket[0] in "([":
            opened.append(bracket.start())
        elif opened and plain[opened[-1]] + bracket[0] in {"()", "[]"}:
            opened.pop()
        else:
            end = bracket.start()
            break
    return opened[0] if opened else end
