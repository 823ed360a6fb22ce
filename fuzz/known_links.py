"""
Links and cells that are made up by chance, with the answers known.

``python -m fuzz.known_links --links 1000000 --cells 300000`` checks as many
as it is told and prints what it found; each is made from its number alone, so
that ``--first N`` goes on where an earlier run stopped.
"""

from __future__ import annotations

import random

from collections import Counter
from typing import TYPE_CHECKING

from fuzz.normalize_url import check_text


if TYPE_CHECKING:
    from collections.abc import Iterable


__all__ = ["check_links", "made_up_link"]


_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz0123456789",
    "ABCXYZabcxyz019-_",
    "0123456789",
    "创客中国中小企业大赛官网一〇々䶿龥鿿𠀀㐀",
    "абвгдеёжзийАБВЯᲀ",
    "αβγδεΣσςΐΑΒϲ𝛓",
    "äöüßẞéøłÄÖſİıKÅ",
    "대한민국한글",
    "ไทยประเทศ",
    "हिन्दीक्ष\u200c\u200d",
    "عربيةنص١",
    "עבריתאב",
    "あいうアイウーｱｲｰﾞ",
    "🎉👍❤️①⒈℀",
    "ａｂｃＡＢＣ０９－",
    "ᏣꭰꭱꮝЀ",
    "\u0301\u200b\u00ad\u00b7\u0f0b\u01c5\ufb01\u3002\ufe0f",
)
_LABELS = (
    "www", "cnmaker", "org", "gov", "com", "中国", "a" * 63, "a" * 64,
    "创" * 15, "-a", "a-", "ab--c", "_a", "a%62", "", "1", "0x1", "xn--p1ai",
)  # fmt: skip
_HOSTS = (
    "127.0.0.1", "[::1]", "[2001:DB8:0::1]", "[::ffff:1.2.3.4]", "1.2.3",
    "[::1.2.3.4]", "[fe80::1%25a]", "localhost", "1.2.3.4.5", "[::1",
)  # fmt: skip
_SCHEMES = (
    *("http://",) * 6, *("https://",) * 4, "", "//", "HTTP://", "hTTps://",
    "ｈｔｔｐ：／／", "http:", "http:/", "http:///", "ftp://", "htttp://",
)  # fmt: skip
_PORTS = (
    *("",) * 20, ":80", ":443", "：８０", ":0080", ":8080", ":", ":65536", ":x",
)  # fmt: skip
_SEGMENTS = (
    "", ".", "..", "%2e", "%2E%2e", ".%2E", "%2F", "%5c", "...", "报名",
    "index.html", "a=b&c", "'", "%27", "附件１", "（样表）", "/x", "%e6%8a%a5",
)  # fmt: skip
_SIGNS = "ab.~-_!$&'()*+,;=:@2fF[]{}|^`\"<>?#/报名？＃％／１（）"
_TRIPS = (
    *"/\\?#@:.%[]()'\"<>`{}|^~!$&*+,;=-_ \t\r\n\0\x1f\x7f\x85\xa0\xad",
    *"。｡．：／＠？＃％－＿ｗＷ０　\u200b\u200e\u202e\u2060\ufeff\ufe0f\u0301",
    *"\u0338\u3164\uffa0\u2028\ud800\U000e0001\u2024\u2044\u2215‐‑–—",
    "..", "//", "://", "%2e", "%2F", "%00", "%zz", "%C3%9F", "%ff", "xn--",
    "0x", "127.0.0.1", "[::1]", "http:", "@a.cn", "XN--", "%25", "%5C",
)  # fmt: skip


def _word(chance: random.Random, letters: str, longest: int) -> str:
    return "".join(chance.choices(letters, k=chance.randint(1, longest)))


def _label(chance: random.Random) -> str:
    match chance.randrange(12):
        case 0:
            return chance.choice(_LABELS)
        case 1:
            letters = "".join(chance.sample(_ALPHABETS, 2))
            return _word(chance, letters, 5)
        case 2:
            word = _word(chance, chance.choice(_ALPHABETS), 4)
            return f"xn--{word.encode('punycode').decode()}"
        case 3:
            return f"a{chr(chance.randrange(0x80, 0xD800))}"[
                chance.randrange(2) :
            ]
        case _:
            return _word(chance, chance.choice(_ALPHABETS), 6)


def _piece(chance: random.Random) -> str:
    match chance.randrange(4):
        case 0:
            return chance.choice(_SEGMENTS)
        case 1:
            return f"%{chance.randrange(256):02{chance.choice('xX')}}"
        case _:
            return "".join(chance.choices(_SIGNS, k=chance.randrange(8)))


def _pairs(chance: random.Random) -> str:
    return "&".join(
        f"{_piece(chance)}={_piece(chance)}" for _ in range(chance.randrange(3))
    )


def made_up_link(number: int) -> str:
    """
    Return what somebody might give as an address; the same for a number.
    """
    chance = random.Random(number)  # noqa: S311
    host = ".".join(_label(chance) for _ in range(chance.randint(1, 3)))
    host += chance.choice((".cn", ".com", ".gov.cn", ".中国", ""))
    if chance.random() < 0.05:
        host = chance.choice(_HOSTS)
    link = chance.choice(_SCHEMES) + host + chance.choice(_PORTS)
    for _ in range(chance.randrange(5)):
        link += f"/{_piece(chance)}"
    for sign in "?#":
        if chance.random() < 0.5:
            link += f"{sign}{_pairs(chance)}"
    if chance.random() < 0.3:
        for _ in range(chance.randint(1, 2)):
            at = chance.randint(0, len(link))
            behind = link[at + chance.randrange(2) :]
            link = f"{link[:at]}{chance.choice(_TRIPS)}{behind}"
    return link


def check_links(numbers: Iterable[int]) -> Counter[str]:
    """
    Check the links of these numbers, and count how they fared.
    """
    found: Counter[str] = Counter()
    for number in numbers:
        text = made_up_link(number)
        try:
            url = check_text(text)
        except (AssertionError, ValueError):
            print(f"link {number}: {text!r}")  # noqa: T201
            raise
        found["refused" if url is None else "normalized"] += 1
    return found
