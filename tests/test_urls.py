"""
The canonical spelling of a web address.

The referees are four parsers: rfc3986, urllib.parse and yarl for RFC 3986, and
ada for the WHATWG URL standard, which browsers follow. Where an address leads
and what it means there is compared by `fuzz.known_links`, which decodes no
reserved character.
"""

from __future__ import annotations

import pickle
import unicodedata

import ada_url
import pytest

from hypothesis import example, given, settings
from hypothesis import strategies as st

from cnmaker_data import contests, normalize_url
from cnmaker_data.errors import CnmakerDataError, InvalidURLError
from fuzz import known_links
from fuzz.normalize_url import check_text
from fuzz.referees import INVISIBLE, check_agreement


# --- what people might write -------------------------------------------------

PRINTED = st.deferred(
    lambda: st.sampled_from(
        sorted({link.text for contest in contests for link in contest.links})
    )
)

# Characters that break parsers.
TRIPS = st.sampled_from(
    [
        *"/\\?#@:.%[]()'\"<>`{}|^~!$&*+,;=-_ \t\r\n\0\x1f\x7f\x85\xa0\xad",
        *"。｡．：／＠？＃％－＿ｗＷ０　\u200b\u200c\u200d\u200e\u202e\u2060\ufeff",
        *"\ufe0f\u0301\u0338\u3164\uffa0\u2028\ud800\U000e0001\u2024\u2044\u2215",
        *"ΣσςßẞİıſKÅ℀℡①⒈㎏ﬁǅᏣꭰ١۱२໑、，；“”（）【】《》—·・ー々〇创客🎉",
        "..", "//", "://", "%2e", "%2F", "%00", "%zz", "%C3%9F", "%ff", "xn--",
        "0x", "127.0.0.1", "[::1]", "http:", "@a.cn", "XN--", "%25", "%27", "%5C",
    ]
)  # fmt: skip

LETTERS = [
    "abcdefghijklmnopqrstuvwxyz0123456789",
    "ABCXYZabcxyz019-_",
    "0123456789",
    "创客中国中小企业大赛官网一〇々",
    "абвгдеёжзийАБВЯ",
    "αβγδεΣσςΐΑΒ",
    "äöüßẞéøłÄÖ",
    "대한민국한글",
    "ไทยประเทศ",
    "हिन्दीक्ष",
    "عربيةنص١",
    "עבריתאב",
    "あいうアイウー",
    "🎉👍❤️",
    "ａｂｃＡＢＣ０９－",
    "\u0301\u200c\u200d\u00b7\u0f0b\u1e9e\u01c5\ufb01\u2460\u3002",
]
LABELS = st.one_of(
    *(st.text(letters, min_size=1, max_size=6) for letters in LETTERS),
    st.sampled_from(["www", "cnmaker", "org", "cn", "gov", "com", "中国"]),
    st.sampled_from(["xn--fiqs8s", "xn--strae-oqa", "xn--", "xn--a", "XN--P1AI"]),
    st.builds("xn--{}".format, st.text("abc0189-", max_size=8)),
    st.text("abc创", min_size=1, max_size=3).map(
        lambda text: f"xn--{text.encode('punycode').decode()}"
    ),
    st.sampled_from(["", "a" * 63, "a" * 64, "创" * 15, "创" * 63]),
    st.sampled_from(["-a", "a-", "a--b", "ab--c", "_a", "-", "_", "a%62"]),
    st.text(max_size=3),
)  # fmt: skip
NUMBERS = st.one_of(
    st.integers(0, 300).map(str),
    st.sampled_from(["0x7f", "0X", "0", "00", "0177", "1e3", "4294967295", "08"]),
)  # fmt: skip
HOSTS = st.one_of(
    st.lists(LABELS, min_size=1, max_size=4).map(".".join),
    st.lists(LABELS, min_size=2, max_size=3).map(".".join),
    st.tuples(
        st.lists(LABELS, min_size=1, max_size=3).map(".".join),
        st.sampled_from([".", "..", "。", "．", ".123", ".0x1", "%2e"]),
    ).map("".join),
    st.lists(NUMBERS, min_size=1, max_size=5).map(".".join),
    st.ip_addresses(v=4).map(str),
    st.ip_addresses(v=6).map("[{}]".format),
    st.ip_addresses(v=6).map(lambda address: f"[{address.exploded.upper()}]"),
    st.ip_addresses(v=4).map("[::ffff:{}]".format),
    st.ip_addresses(v=4).map("[::{}]".format),
    st.sampled_from(
        ["[::1%25eth0]", "[fe80::1%eth0]", "[::1", "::1]", "[]", "[v1.a]",
         "[::01]", "[1:0:0:2::3]", "[a.cn]", "[::1]a", "a[::1]", "[[::1]]"]
    ),
)  # fmt: skip
SCHEMES = st.sampled_from(
    ["http://"] * 6 + ["https://"] * 4 + ["", "", "//", "HTTP://", "hTTps://"]
    + ["ｈｔｔｐ：／／", "http:", "http:/", "http:///", "://", ":", "ftp://",
       "ws://", "file:///", "mailto:", "javascript:", "a.b://", "https:\\\\"]
)  # fmt: skip
CREDENTIALS = st.sampled_from(
    [""] * 20 + ["user@", "user:pass@", "@", ":@", "＠"]
)
PORTS = st.one_of(
    st.just(""),
    st.integers(0, 70_000).map(":{}".format),
    st.sampled_from(
        [":", ":80", ":443", ":0080", "：８０", ":-1", ":+80", ":8 0", ":x",
         ":٨٠", ":80:80", ":65535", ":65536", ":²"]
    ),
)  # fmt: skip
SEGMENTS = st.one_of(
    st.sampled_from(
        ["", ".", "..", "%2e", "%2E%2e", ".%2E", "%2F", "%5c", "...", "%", "%4"]
    ),
    st.integers(0, 255).map("%{:02X}".format),
    st.integers(0, 255).map("%{:02x}".format),
    st.text("ab.~-_!$&'()*+,;=:@%2fF", max_size=8),
    st.text("abc报名？＃％／", max_size=4),
    st.text(max_size=4),
)
PATHS = st.one_of(
    st.just(""), st.lists(SEGMENTS, max_size=5).map(lambda p: "/" + "/".join(p))
)
PIECES = st.one_of(
    SEGMENTS, st.sampled_from([*"?&=+;/:@'#", "a=b", "%26", "%3D"])
)
QUERIES = st.one_of(
    st.just(""), st.lists(PIECES, max_size=5).map(lambda q: "?" + "".join(q))
)
FRAGMENTS = st.one_of(
    st.just(""), st.lists(PIECES, max_size=4).map(lambda f: "#" + "".join(f))
)
GENERATED = st.tuples(
    SCHEMES, CREDENTIALS, HOSTS, PORTS, PATHS, QUERIES, FRAGMENTS
).map("".join)


@st.composite
def mutated(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> str:
    text = draw(texts)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        new = draw(TRIPS | st.characters())
        match draw(st.sampled_from(["insert", "replace", "delete", "repeat"])):
            case "insert":
                text = text[:at] + new + text[at:]
            case "replace":
                text = text[:at] + new + text[at + 1 :]
            case "delete":
                text = text[:at] + text[at + 1 :]
            case _:
                text = text[: at + 1] + text[at:]
    return text


WRITTEN = st.one_of(
    GENERATED,
    mutated(PRINTED),
    mutated(GENERATED),
    st.text(),
    st.lists(TRIPS, max_size=8).map("".join),
)
DEFAULTS = st.sampled_from(["http", "https"])


def normalized(text: str, default_scheme: str = "http") -> str | None:
    try:
        return normalize_url(text, default_scheme=default_scheme)
    except InvalidURLError:
        return None


# --- what every result is ----------------------------------------------------


@example("http://www.ΟΔΟΣ/")  # Python's lower case of the last Σ is ς
@example("http://a.cn/❤\ufe0f")  # the selector belongs to the heart
@example("http://a.cn/报%ad#报%2f#")
@given(text=WRITTEN)
@settings(max_examples=1500, deadline=None)
def test_what_comes_out_keeps_every_promise(text):
    check_text(text)


def test_generated_links_keep_every_promise():
    found = known_links.check_links(range(4_000))
    assert found["normalized"] > 1_000 < found["refused"]


def characters(*ranges: tuple[int, int]) -> str:
    return "".join(
        chr(code) for first, last in ranges for code in range(first, last + 1)
    )


def test_each_ideograph_leads_where_browsers_lead():
    letters = characters((0x3400, 0x4DBF), (0x4E00, 0x9FFC), (0x20000, 0x203FF))
    for start in range(0, len(letters), 12):
        host = f"a1{letters[start : start + 12]}.中国"
        assert normalize_url(host) == ada_url.URL(f"http://{host}").href


def test_each_character_leads_where_browsers_lead_or_nowhere():
    for code in range(0x80, 0x30000):
        text = f"http://a{chr(code)}b.cn/"
        url = normalized(text)
        if url is not None and chr(code) not in "。．｡？／＃：":
            assert ada_url.URL(text).href == url
            assert ada_url.URL(url).href == url


# --- what is changed, and what is refused --------------------------------------


@pytest.mark.parametrize(
    ("text", "url"),
    [
        # scheme
        ("www.smebj.cn", "http://www.smebj.cn/"),
        ("//www.smebj.cn", "http://www.smebj.cn/"),
        ("HTTPS://zj87.jxt.zj.gov.cn", "https://zj87.jxt.zj.gov.cn/"),
        ("a.cn:8080/b:c", "http://a.cn:8080/b:c"),
        # full-width forms and stops
        ("ｈｔｔｐ：／／ｗｗｗ．ａ．ｃｎ／ｂ？ｃ＝１＃ｄ", "http://www.a.cn/b?c=1#d"),
        ("www。cnmaker｡org.cn", "http://www.cnmaker.org.cn/"),
        ("www.a.cn：８０８０", "http://www.a.cn:8080/"),
        ("ａ.cn/％41？q＝１", "http://a.cn/A?q=1"),
        ("a.cn/％41？q＝１", "http://a.cn/%EF%BC%8541%EF%BC%9Fq%EF%BC%9D%EF%BC%91"),
        # ends
        (f"{INVISIBLE}www.a.cn{INVISIBLE}", "http://www.a.cn/"),
        ("a.cn/❤\ufe0f", "http://a.cn/%E2%9D%A4%EF%B8%8F"),
        # host
        ("WWW.CNMaker.ORG.cn", "http://www.cnmaker.org.cn/"),
        ("a_b-c.cn", "http://a_b-c.cn/"),
        ("创客.中国", "http://xn--5br15u.xn--fiqs8s/"),
        ("创客。中国", "http://xn--5br15u.xn--fiqs8s/"),
        ("XN--5BR15U.xn--FIQS8S", "http://xn--5br15u.xn--fiqs8s/"),
        ("Straße.de", "http://xn--strae-oqa.de/"),
        ("www.ΟΔΟΣ", "http://www.xn--pxavbq/"),
        ("пример.РФ", "http://xn--e1afmkfd.xn--p1ai/"),
        ("대한민국.한국", "http://xn--3e0bs9hfvinn1a.xn--3e0b707e/"),
        ("a\u0308.de", "http://xn--4ca.de/"),
        ("サーバー.jp", "http://xn--vckucxgb.jp/"),
        ("हिन्दी.भारत", "http://xn--j2bd4cyah0f.xn--h2brj9c/"),
        # mapped by UTS 46, as browsers do
        ("http://a_b.ꭰꭱ.cn", "http://a_b.xn--58dc.cn/"),
        ("http://a_b.ᲀ.cn", "http://a_b.xn--b1a.cn/"),
        ("-a.a-.创客.cn", "http://-a.a-.xn--5br15u.cn/"),
        ("r3---sn.cn", "http://r3---sn.cn/"),
        ("𝐗创.cn", "http://xn--x-2d8a.cn/"),
        ("创\ufe0f客.cn", "http://xn--5br15u.cn/"),
        ("www.aϲ.cn", "http://www.xn--a-0mb.cn/"),
        ("ﬁ.cn", "http://fi.cn/"),
        ("127.0.0.1", "http://127.0.0.1/"),
        ("[2001:DB8:0:0:0:0:0:1]:80", "http://[2001:db8::1]/"),
        (f"{'A' * 63}.cn", f"http://{'a' * 63}.cn/"),
        (f"{'a.' * 125}com", f"http://{'a.' * 125}com/"),
        (f"{'_.' * 125}com", f"http://{'_.' * 125}com/"),
        # port
        ("http://a.cn:80/", "http://a.cn/"),
        ("https://a.cn:443/", "https://a.cn/"),
        ("http://a.cn:443/", "http://a.cn:443/"),
        ("http://a.cn:/b", "http://a.cn/b"),
        ("http://a.cn:00065535/", "http://a.cn:65535/"),
        (f"http://a.cn:{'0' * 5000}1/", "http://a.cn:1/"),
        # path
        ("http://a.cn", "http://a.cn/"),
        ("http://a.cn?b", "http://a.cn/?b"),
        ("http://a.cn/./b/../c/", "http://a.cn/c/"),
        ("http://a.cn/../../b/..", "http://a.cn/"),
        ("http://a.cn/%2e%2E/b/.%2e/c", "http://a.cn/c"),
        ("http://a.cn/..//b", "http://a.cn//b"),
        ("http://a.cn//", "http://a.cn//"),
        # escapes
        ("http://a.cn/%41%7e%2d", "http://a.cn/A~-"),
        ("http://a.cn/%e6%8a%a5/报", "http://a.cn/%E6%8A%A5/%E6%8A%A5"),
        ("http://a.cn/%2f%5c%25", "http://a.cn/%2F%5C%25"),
        ("http://a.cn/%ff%0a", "http://a.cn/%FF%0A"),
        # reserved characters mean something else when they are encoded
        *(
            (text, text)
            for text in [
                "http://a.cn/#/login?redirect=%2Fhome%3Fa%3D1%26b%3D2",
                "https://x.cn/#/reg?tel=%2B8610",
                "https://x.cn/#/a%23b%40c%3Ad%2C",
                "http://a.cn/c1/%3B.txt",
                "http://a.cn/a%40b.pdf?Signature=x%2By%3D",
                "http://a.cn/a%26b/a%3Db/a%2Cb/a%27b",
                "http://a.cn/%21%24%28%29%2A%3A",
                "http://a.cn/!$()*:&=,;@'",
                "http://a.cn/?a=b+c%2B%26%23%3F",
            ]
        ),
        ("http://a.cn/#a%2fb%3f报", "http://a.cn/#a%2Fb%3F%E6%8A%A5"),
        ("http://a.cn/#a#b", "http://a.cn/#a%23b"),
        ("http://a.cn/报%ad", "http://a.cn/%E6%8A%A5%AD"),
        # browsers encode the apostrophe in a query
        ("http://a.cn/?q='", "http://a.cn/?q=%27"),
        ("http://a.cn/?q=%27", "http://a.cn/?q=%27"),
        ("http://a.cn/?param=a''b", "http://a.cn/?param=a%27%27b"),
        # full-width forms in the rest are content where the host has none
        (
            "https://a.cn/附件１.pdf",
            "https://a.cn/%E9%99%84%E4%BB%B6%EF%BC%91.pdf",
        ),
        ("http：／／a.cn／（１）", "http://a.cn/%EF%BC%88%EF%BC%91%EF%BC%89"),
        (
            "https://zh.wikipedia.org/wiki/为什么？",
            "https://zh.wikipedia.org/wiki/%E4%B8%BA%E4%BB%80%E4%B9%88%EF%BC%9F",
        ),
        ("a.cn：８０８０？ａ＝１", "http://a.cn:8080/?%EF%BD%81%EF%BC%9D%EF%BC%91"),
        ("a。cn/１。", "http://a.cn/%EF%BC%91%E3%80%82"),
        ("ａ.cn/附件１。pdf", "http://a.cn/%E9%99%84%E4%BB%B61.pdf"),
        ('http://a.cn/[|]^{`}"<>', "http://a.cn/%5B%7C%5D%5E%7B%60%7D%22%3C%3E"),
        ("http://a.cn/?%26=%3D&b=c+d%2B", "http://a.cn/?%26=%3D&b=c+d%2B"),
        ("http://a.cn/'#'", "http://a.cn/'#'"),
        # nothing in them
        ("http://a.cn/?", "http://a.cn/"),
        ("http://a.cn/#", "http://a.cn/"),
        ("http://a.cn/?#", "http://a.cn/"),
        ("http://a.cn/?#b", "http://a.cn/#b"),
    ],
)  # fmt: skip
def test_one_spelling(text, url):
    assert normalize_url(text) == url
    check_agreement(url)
    assert normalize_url(url, default_scheme="https") == url


@pytest.mark.parametrize("text", ["a.cn", "//a.cn", "a.cn:443", " ａ.cn/"])
def test_the_default_scheme_is_for_what_has_none(text):
    assert normalize_url(text, default_scheme="https") == "https://a.cn/"
    assert normalize_url(text).startswith("http://a.cn")


@pytest.mark.parametrize("text", ["http://a.cn/b", "HTTP://A.cn:80/b"])
def test_the_default_scheme_replaces_none(text):
    assert normalize_url(text, default_scheme="https") == "http://a.cn/b"


LONG = f"xn--{('创' * 63).encode('punycode').decode()}"
ENDS_IN_A_NUMBER = (
    "its host {!r} ends in a number and is not an IPv4 address of four decimal "
    "numbers"
)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it is empty"),
        (" \u3000\u200b\r\n", "it is empty"),
        # other schemes
        ("ftp://a.cn/", "its scheme is 'ftp', not http or https"),
        ("FTP://a.cn/", "its scheme is 'FTP', not http or https"),
        ("tp://a.cn/", "its scheme is 'tp', not http or https"),
        ("a.cn://b.cn", "its scheme is 'a.cn', not http or https"),
        ("mailto:info@a.cn", "its scheme is 'mailto', not http or https"),
        ("javascript:alert(1)", "its scheme is 'javascript', not http or https"),
        *(
            (text, "its scheme appears twice; write it once")
            for text in [
                "http://http://a.cn", "https://http://a.cn", "http://www.http://a.cn",
                "http://HTTPS://a.cn",
                "ｈｔｔｐ：／／ｈｔｔｐ：／／ａ．ｃｎ",
            ]
        ),
        *(
            (text, f"its scheme lacks the colon; write {scheme}:// once")
            for text, scheme in [
                ("http//a.cn", "http"), ("HTTPS//a.cn", "https"),
                ("https／／a.cn/b", "https"), ("www.http//a.cn", "http"),
                ("http://https//a.cn", "https"),
            ]
        ),
        *(
            (text, f"its scheme {scheme!r} is misspelled; write http:// or https://")
            for text, scheme in [
                ("htttp://a.cn", "htttp"), ("HTPS://a.cn", "HTPS"),
                ("ttp://a.cn/b", "ttp"), ("hhtp//a.cn", "hhtp"),
                ("httpss：／／a.cn", "httpss"), ("hhttp:a.cn", "hhttp"),
                ("hhhttttpp://a.cn", "hhhttttpp"),
                ("http.://a.cn", "http."),
            ]
        ),
        *(
            (
                text,
                "a label stands before the address; remove the label, or let "
                "find_links() find the address in the text",
            )
            for text in [
                "网址：www.a.cn", "大赛官网（www.a.cn）", "网址http://a.cn",
                "1、www.a.cn", "大赛官网www.a.cn", "大赛官网ＷＷＷ．ａ．ｃｎ/b",
                "http://官网www.a.cn", "http://a.报名www.cn",
                "PC端: www.a.cn", "报名 a.cn/b", "【官网】https://a.cn",
            ]
        ),
        ("http:a.cn", "write http:// before the host"),
        ("HTTPS:/a.cn", "write https:// before the host"),
        # credentials
        ("http://user@a.cn", "it has credentials (user@host); leave them out"),
        ("http://u:p@a.cn", "it has credentials (user@host); leave them out"),
        ("http://u＠a.cn", "it has credentials (user@host); leave them out"),
        ("info@a.cn", "it has credentials (user@host); leave them out"),
        # hosts
        ("http://", "it has no host; write the host behind two slashes"),
        ("http:///a.cn", "it has no host; write the host behind two slashes"),
        ("http://:80/", "it has no host; write the host behind two slashes"),
        ("?a", "it has no host; write the host behind two slashes"),
        ("localhost", "its host 'localhost' has a single label"),
        ("localhost:80/a", "its host 'localhost' has a single label"),
        ("中国", "its host '中国' has a single label"),
        ("www..cn", "its host has an empty label; write one dot"),
        (".a.cn", "its host has an empty label; write one dot"),
        ("a١.cn", "'١' (U+0661) in its host is written from right to left, on which parsers differ"),
        ("xn---fiqs8s.cn", "'xn---fiqs8s' in its host is not a name that IDNA allows"),
        ("www.a.cn.", "its host ends in a dot; remove the dot"),
        ("www.创客..cn", "its host has an empty label; write one dot"),
        ("www.创客。", "its host ends in a dot; remove the dot"),
        (f"{'a' * 64}.cn", f"its host has a label over 63 long: {'a' * 64!r}"),
        (
            f"{'创' * 63}.cn",
            f"its host has a label over 63 long: {LONG!r}",
        ),
        (
            f"{'中' * 254}.cn",
            f"its host has a label over 63 long: '{'中' * 198}…",
        ),
        (f"{'a.' * 126}cn", "its host is over 253 long"),
        ("a%62.cn", "'a%62' in its host is not a name"),
        ("a,b.cn", "'a,b' in its host is not a name"),
        ("a*.cn", "'a*' in its host is not a name"),
        ("a\u2024b.cn", "'․' (U+2024) cannot stand in its host"),
        ("⒈xn--.cn", "'⒈' (U+2488) cannot stand in its host"),
        ("a℀b.cn", "'aa/cb' in its host is not a name"),
        ("xn--.cn", "'xn--' in its host is not a name that IDNA allows"),
        ("xn--a-.cn", "'xn--a-' in its host is not a name that IDNA allows"),
        ("xn--999999999.cn", "'xn--999999999' in its host is not a name that IDNA allows"),
        ("a🎉.cn", "'🎉' (U+1F389) cannot stand in its host"),
        ("xn--6o8h.cn", "'xn--6o8h' in its host is not a name that IDNA allows"),
        ("创\u200b客.cn", "'\\u200b' (U+200B) stands in its host; remove it"),
        ("\u0301创.cn", "'\u0301创' in its host is not a name that IDNA allows"),
        ("创·客.cn", "'·' (U+00B7) cannot stand in its host"),
        ("عرب.cn", "'ع' (U+0639) in its host is written from right to left, on which parsers differ"),
        ("א.cn", "'א' (U+05D0) in its host is written from right to left, on which parsers differ"),
        *(
            (
                text,
                f"{dash!r} (U+{ord(dash):04X}) stands in its host; write a hyphen (-)",
            )
            for text, dash in [
                ("cx‑fj.a.cn", "‑"), ("http://a‐b.cn/", "‐"), ("a–b.cn", "–"),
                ("www.a—b.cn", "—"), ("a−b.cn", "−"),
            ]
        ),
        ("http://_Ꮳ.中国/", "'_' (U+005F) cannot stand in its host"),
        ("-创.cn", "'-创' in its host is not a name that IDNA allows"),
        ("ab--创.cn", "'ab--创' in its host is not a name that IDNA allows"),
        ("a\u0378.cn", "'\\u0378' (U+0378) cannot stand in its host"),
        ("xn--ngbrx.cn", "'ع' (U+0639) in its host is written from right to left, on which parsers differ"),
        # numbers
        *(
            (
                host,
                ENDS_IN_A_NUMBER.format(host),
            )
            for host in ["1.2.3", "1.2.3.256", "1.2.3.4.5", "1.2.3.04", "a.1",
                         "1.2.3.0x4", "a.0x", "0x7f.0.0.1"]
        ),
        ("[::1", "its brackets are unbalanced"),
        ("::1]", "its brackets are unbalanced"),
        ("[::1]a", "its brackets are unbalanced"),
        ("[::1]]:80", "its brackets are unbalanced"),
        ("a[b.cn", "its brackets are unbalanced"),
        ("a[::1]", "its brackets are unbalanced"),
        ("a.cn]", "its brackets are unbalanced"),
        ("[a.cn]", "[a.cn] is not an IPv6 address"),
        ("[]", "[] is not an IPv6 address"),
        ("[v1.a]", "[v1.a] is not an IPv6 address"),
        *(
            (f"http://{host}/", f"{host} has a zone; leave out the zone")
            for host in ["[fe80::1%eth0]", "[fe80::1%25eth0]", "[fe80::1%25]"]
        ),
        *(
            (host, f"parsers spell {host} differently; write the IPv4 address")
            for host in ["[::ffff:1.2.3.4]", "[::FFFF:0102:0304]"]
        ),
        # ports
        ("http://a.cn:0", "its port 0 is not from 1 to 65535"),
        ("http://a.cn:65536", "its port 65536 is not from 1 to 65535"),
        (f"a.cn:{'9' * 5000}", f"its port {'9' * 20} is not from 1 to 65535"),
        ("http://a.cn:b", "its port 'b' is not a number"),
        ("a.cn:b", "its port 'b' is not a number"),
        ("http://a.cn:-1", "its port '-1' is not a number"),
        ("http://a.cn:²", "its port '²' is not a number"),
        ("http://a.cn:٨٠", "its port '٨٠' is not a number"),
        ("http://a.cn:80:80", "its port '80:80' is not a number"),
        # characters
        ("http:\\\\a.cn", "write http:// before the host"),
        ("a.cn\\b", "it has a backslash; write a slash"),
        ("http://ａ.cn/b＼c", "it has a backslash; write a slash"),
        ("a.cn/b c", "' ' (U+0020) stands inside it; percent-encode it"),
        ("a.cn/?b\u3000c", "'\\u3000' (U+3000) stands inside it; percent-encode it"),
        ("a.cn/#b\xa0c", "'\\xa0' (U+00A0) stands inside it; percent-encode it"),
        ("a.cn/b\tc", "'\\t' (U+0009) stands inside it; remove it"),
        ("a.cn/x\ny", "'\\n' (U+000A) stands inside it; remove it"),
        ("a.cn/?x\r\ny", "'\\r' (U+000D) stands inside it; remove it"),
        ("a.cn/#x\u2028y", "'\\u2028' (U+2028) stands inside it; remove it"),
        ("a.cn/b\0c", "'\\x00' (U+0000) stands inside it; remove it"),
        ("a.cn/b\x85c", "'\\x85' (U+0085) stands inside it; remove it"),
        ("a.cn/\ud800", "'\\ud800' (U+D800) stands inside it; remove it"),
        ("a .cn", "' ' (U+0020) stands in its host; remove it"),
        ("www.\na.cn/b", "'\\n' (U+000A) stands in its host; remove it"),
        ("http://a.cn: 80/", "' ' (U+0020) stands in its host; remove it"),
        ("www.\u00adsmebj.cn", "'\\xad' (U+00AD) stands in its host; remove it"),
        ("a.cn/100%", "'%' is not a code; write %25 for a percent"),
        ("a.cn/%4", "'%4' is not a code; write %25 for a percent"),
        ("a.cn/?%zz", "'%zz' is not a code; write %25 for a percent"),
        # what is no text
        (None, "it is not text"),
        (8, "it is not text"),
        (b"www.a.cn", "it is not text"),
    ],
)  # fmt: skip
def test_refused(text, reason):
    with pytest.raises(InvalidURLError) as caught:
        normalize_url(text)
    error = caught.value
    assert isinstance(error, CnmakerDataError)
    assert isinstance(error, ValueError)
    assert error.text is text
    assert error.reason == reason
    # A long text is cut in the message.
    start, _, end = str(error).partition(" is not a usable web address: ")
    assert start == (repr(text) if len(repr(text)) <= 200 else start)
    assert repr(text).startswith(start.rstrip("…"))
    assert end == reason
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None


@pytest.mark.parametrize(
    "scheme", ["", "ftp", "HTTP", "http:", None, 1, [], b"http"]
)
def test_refused_default_schemes(scheme):
    with pytest.raises(InvalidURLError) as caught:
        normalize_url("www.a.cn", default_scheme=scheme)
    assert caught.value.text == "www.a.cn"
    assert caught.value.reason == (
        f"the default scheme {scheme!r} is not http or https"
    )


def test_the_error_survives_pickling():
    with pytest.raises(InvalidURLError) as caught:
        normalize_url("www..cn")
    again = pickle.loads(pickle.dumps(caught.value))
    assert type(again) is InvalidURLError
    assert again.text == "www..cn"
    assert again.reason == "its host has an empty label; write one dot"
    assert str(again) == str(caught.value)


@pytest.mark.parametrize("host", ["\U0002ebf0.cn", "\u209d_.cn"])
def test_a_letter_that_python_does_not_know_yet(host):
    # Of Unicode 15.1 and 17, which idna knows.
    if unicodedata.category(host[0]) != "Cn":
        pytest.skip("this Python knows it")
    with pytest.raises(InvalidURLError, match=f"U\\+{ord(host[0]):X}"):
        normalize_url(f"http://{host}")
