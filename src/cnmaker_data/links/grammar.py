"""Patterns for the parts of an address in a text."""

from __future__ import annotations

import re


# Full-width forms that people type in addresses; the others are punctuation.
FOLDED = {
    code: code - 0xFEE0
    for code in range(0xFF01, 0xFF5F)
    if chr(code) not in "！＂＇（），；＜＞［＼］＾｀｛｜｝"
}
# Top-level domains at which a host is complete. There are more, but words of
# a sentence and the endings of files look like them.
TLD = (
    r"(?:com|net|org|gov|edu|int|mil|cn|hk|tw|mo|cc|io|tv|info|biz|asia|mobi|top"
    r"|xyz|vip|club|shop|site|online|tech|wang|ren|ink|ltd|group|xn--[a-z0-9\-]+)"
)
TLD_IN_HAN = (
    "(?:中国|中國|公司|网络|網絡|网址|中文网|政务|公益|在线|商城|集团|机构|信息"
    "|香港|台湾|台灣|新加坡|网店|商标|企业|我爱你)"
)
FILE = (
    r"(?:7z|apk|aspx?|avi|bmp|caj|csv|css|dmg|doc[mx]?|dotx?|dp[st]|dwg|epub|ett?"
    r"|exe|flv|gif|gz|heic|jpe?g|jsp?|json|log|m4[av]|md|mht|mkv|mov|mp[34]|msi|od[st]"
    r"|ofd|pdf|php|png|pp[st][mx]?|psd|py|rar|rtf|s?html?|svg|tar|tiff?|txt|wav|webp"
    r"|wm[av]|wp[st]|xls[mx]?|xmind|xml|zip)"
)
_SUFFIX = rf"(?:{TLD}\.){{0,2}}{TLD}"
START = r"(?:https?:|www\.)"
KNOWN_HOST = (
    rf"(?:[a-z0-9][a-z0-9_\-]{{0,62}}\.){{1,9}}{TLD}"
    rf"(?:(?={START})|(?![a-z0-9_\-]|\.[a-z0-9]))"
)
HAN = "\u3400-\u9fff〇々"
DASH = "‐‑‒–—―−"
# A letter, digit or mark of any script, or a hyphen. Case counts: else `k` is the
# same as the Kelvin sign, which is left out.
LETTER = (
    r"(?-i:[^\0-,./:-@\[-^`{-\xbf\xd7\xf7\s\u2000-\u2e7f\u3001-\u3004\u3008-\u3020"
    r"\u3030\u303d-\u303f\ufe10-\ufe6f\uff00-\uff65\ud800-\uf8ff"
    r"\U0001f000-\U0001faff])"
)
LABEL = rf"(?:(?!{START}){LETTER}){{1,63}}"


def compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


WORD = compiled(r"[a-z0-9_\-][a-z0-9_\-.。｡]*+")
IS_LETTER = re.compile(rf"(?![\0-\x7f]){LETTER}").match
IS_TLD = compiled(TLD).fullmatch
IS_FILE = compiled(FILE).fullmatch
IS_SUFFIX = compiled(_SUFFIX).fullmatch
STARTS_ADDRESS = compiled(START).match
STARTS_WITH_HOST = compiled(KNOWN_HOST).match


def end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def is_complete(host: str) -> bool:
    name, _, last = host.rpartition(".")
    return bool(name and name.lower() != "www" and IS_TLD(last))
