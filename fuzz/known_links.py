"""
Links and cells that are made up by chance, with the answers known.

``python -m fuzz.known_links --links 1000000 --cells 300000`` checks as many
and prints how they fared. Each is made from its number alone. With ``--state
FILE`` a run goes on where the last one with this file stopped.
"""

from __future__ import annotations

import argparse
import json
import random

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cnmaker_data import InvalidURLError, normalize_url
from cnmaker_data.links import JOINT, scan_links
from fuzz.normalize_url import check_text


if TYPE_CHECKING:
    from collections.abc import Iterable


__all__ = ["check_cells", "check_links", "made_up_cell", "made_up_link"]


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
        case 4 | 5 | 6:
            return _word(chance, chance.choice(_ALPHABETS), 6)
        case _:
            return _word(chance, chance.choice(_ALPHABETS[:6]), 6)


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
    """Return what somebody might give as an address; the same for a number."""
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


class _Cell(NamedTuple):
    text: str
    #: The addresses with their labels, in order.
    links: list[tuple[str, str | None]]
    #: Whether it holds nothing but these and what joins them.
    is_read: bool


_NAMES = (
    "cnmaker", "smebj", "xjsme8718", "cx-fj", "zj87", "i", "5sme", "a_b",
    "maker.jilin", "jxt.zj", "SMEGX",
)  # fmt: skip
_SUFFIXES = ("cn", "com", "org.cn", "gov.cn", "com.cn", "net", "COM", "top")
_TAILS = (
    *("",) * 4, "/", "/mh", "/mh/", "/a/b.html", "/#/login?to=%2Fa%3Fb%3D1",
    "/?a=b&c=d", "/a(b)", "?id=1", ":8080", ":8080/x", "/x?u=http://c.cn/",
    "/~a/b-c_d.aspx?e=[f]", "#top", "/@maker", "/a;b/c,d",
)  # fmt: skip
_MARKED = (
    None,
    "大赛官网",
    "报名网址",
    "PC端",
    "移动APP端",
    "备用网址（移动端）",
    "官网2",
)
_SEPARATORS = ("：", ":", " ： ", " ", "-", "——", "/", "")
_AROUND = ("（）", "()", "“”", "《》", "<>", "【】", "[]")
_JOINTS = (
    "、", "，", "；", "\n", "\n\n", " ", "\u3000", "或", "或者", " / ", "。",
    " | ", "；\n", "\r\n", " 和 ", "——",
)  # fmt: skip
_MAILS = (
    "邮箱info@a.cn", "li.ming＠a.com.cn", "name#163.com", "name(at)qq.com",
    "name＃qq.com", "li[at]sme.gov.cn", "（name@ a.cn）",
)  # fmt: skip
_UNSEEN = "\xad\u200b\u200c\u200d\u200e\u202a\u2060\ufeff\u061c\u034f"
_WIDE = {code: code + 0xFEE0 for code in map(ord, "abcdehimnoptw.:/0123458")}


def _address(chance: random.Random) -> tuple[str, int, str]:
    """
    Return the scheme, host and tail of an address, and where a break is safe.
    """
    start = chance.choice(("", "www.", "http://", "https://", "HTTP://www."))
    host = f"{chance.choice(_NAMES)}.{chance.choice(_SUFFIXES)}"
    tail = chance.choice(_TAILS)
    return f"{start}{host}", len(start), tail


def _broken(
    chance: random.Random, host: str, start: int, tail: str
) -> tuple[str, str]:
    """Return host and tail over two lines, where the break must be inside."""
    end = chance.choice(("\n", " \n", "\r\n ", "\v"))
    dot = host.index(".", start)
    if host.startswith("http") and chance.random() < 0.3:
        at = host.index("//") + chance.choice((0, 2))
    elif not start and "-" in host and host < "\u4e00":
        at = host.index("-") + 1
    elif start and chance.random() < 0.8:
        at = dot + chance.randrange(2)
    elif tail == "/a/b.html":
        return host, f"/a/{end}b.html"
    else:
        return host, tail
    return f"{host[:at]}{end}{host[at:]}", tail


def made_up_cell(number: int) -> _Cell:
    """Return a cell as an official might type it; the same for a number."""
    chance = random.Random(number)  # noqa: S311
    links = list[tuple[str, str | None]]()
    numbered = chance.choice((None, None, None, "{}.", "（{}）", "{}、", "{})"))
    mailed = chance.random() < 0.15
    text, broken = "", False
    for item in range(1, chance.randint(1, 4) + 1):
        host, start, tail = _address(chance)
        label = chance.choice(_MARKED)
        before, after = "", ""
        if label and chance.random() < 0.2:
            before, after = chance.choice(_AROUND)
            before = label + before
        elif label and chance.random() < 0.15:
            before = f"【{label}】"
        elif label:
            safe = _SEPARATORS[: 3 if label[-1].isdigit() else None]
            before = label + chance.choice(safe)
        elif chance.random() < 0.15:
            before, after = chance.choice(_AROUND[:2])
        sign = numbered.format(item) if numbered else ""
        if sign.endswith(".") and not label and not start:
            host, start = f"www.{host}", 4
        printed, shown, broken = host, tail, False
        if chance.random() < 0.1:
            printed, shown = _broken(chance, host, start, tail)
            broken = True
        elif chance.random() < 0.08 and tail in {"", "/", "/mh", ":8080"}:
            printed, shown = printed.translate(_WIDE), shown.translate(_WIDE)
            host, tail = printed, shown
        address = printed + shown
        if chance.random() < 0.08:
            at = chance.randint(0, len(address))
            address = address[:at] + chance.choice(_UNSEEN) + address[at:]
        if text:
            glued = not (sign or before) and host[:3].lower() in {"www", "htt"}
            ends = links and links[-1][0][-3:] in {"com", ".cn", "net"}
            joint = chance.choice(_JOINTS)
            if glued and ends and not mailed and text[-1].isalnum():
                signs = (",", "/") if broken else ("", ",", "/")
                joint = chance.choice((*signs, joint))
            text += joint
        if mailed and chance.random() < 0.5:
            text += f"{chance.choice(_MAILS)}，"
        text += f"{sign}{before}{address}{after}"
        links.append((f"{host}{tail}", label))
    return _Cell(
        text + chance.choice(("", "", " ", "。", "\n")), links, not mailed
    )


def _check_cell(cell: _Cell) -> None:
    scanned = list(scan_links(cell.text))
    found = [(link.text, link.label) for link, _, _ in scanned]
    assert found == cell.links, found
    rest, last = "", 0
    for link, start, end in scanned:
        assert last <= start < end <= len(cell.text)
        assert link.url == normalize_url(link.text)
        rest += cell.text[last:start]
        last = end
    rest += cell.text[last:]
    if cell.is_read:
        rest = "".join(sign for sign in rest if sign not in _UNSEEN)
        assert JOINT.fullmatch(rest), rest


def check_cells(numbers: Iterable[int]) -> Counter[str]:
    """Check the cells of these numbers, and count what was found."""
    found: Counter[str] = Counter()
    for number in numbers:
        cell = made_up_cell(number)
        try:
            _check_cell(cell)
        except (AssertionError, InvalidURLError):
            print(f"cell {number}: {cell.text!r}, {cell.links}")  # noqa: T201
            raise
        found["cells"] += 1
        found["links"] += len(cell.links)
    return found


def check_links(numbers: Iterable[int]) -> Counter[str]:
    """Check the links of these numbers, and count how they fared."""
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--links", type=int, default=0)
    parser.add_argument("--cells", type=int, default=0)
    parser.add_argument("--state", type=Path)
    options = parser.parse_args()
    done = Counter[str]()
    if options.state and options.state.exists():
        done.update(json.loads(options.state.read_text(encoding="utf-8")))
    for name, check in (("links", check_links), ("cells", check_cells)):
        end = getattr(options, name)
        for first in range(done[f"{name} done"], end, 5_000):
            last = min(first + 5_000, end)
            done += Counter(
                {
                    f"{name}: {key}": count
                    for key, count in check(range(first, last)).items()
                }
            )
            done[f"{name} done"] = last
            if options.state:
                state = json.dumps(done, indent=1)
                options.state.write_text(state, encoding="utf-8")
    for key, count in sorted(done.items()):
        print(f"{key}: {count:,}")  # noqa: T201


if __name__ == "__main__":
    main()
