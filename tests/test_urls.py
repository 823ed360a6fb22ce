"""
Links in a text, and their canonical spelling.

The referees are three parsers: yarl and urllib.parse for RFC 3986, and ada for
the WHATWG URL standard, which browsers follow.
"""

from __future__ import annotations

import pickle
import re

from urllib.parse import parse_qsl, unquote_to_bytes, urlsplit

import ada_url
import pytest
import yarl

from hypothesis import example, given, settings
from hypothesis import strategies as st

from cnmaker_data import contests, find_links, normalize_url
from cnmaker_data.errors import CnmakerDataError, InvalidURLError
from cnmaker_data.links import JOINT, scan_links
from cnmaker_data.model import Link


# --- what people might write -------------------------------------------------

PRINTED = sorted({link.text for contest in contests for link in contest.links})

# What parsers trip over, wherever it stands.
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
    mutated(st.sampled_from(PRINTED)),
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


def check_agreement(url: str) -> None:
    """
    Check that the parsers see the same in an address and leave it as it is.
    """
    ours, theirs, browsers = yarl.URL(url), urlsplit(url), ada_url.URL(url)
    assert url.isascii()
    assert str(ours) == url
    assert theirs.geturl() == url
    assert browsers.href == url
    assert ours.scheme == theirs.scheme == browsers.protocol[:-1]
    host = browsers.hostname.strip("[]")
    assert ours.raw_host == theirs.hostname == host
    port = int(browsers.port) if browsers.port else None
    assert ours.explicit_port == theirs.port == port
    assert ours.raw_path == theirs.path == browsers.pathname
    query, fragment = browsers.search[1:], browsers.hash[1:]
    assert ours.raw_query_string == theirs.query == query
    assert ours.raw_fragment == theirs.fragment == fragment
    assert ours.raw_user is theirs.username is None
    assert not browsers.username
    assert "." in host or ":" in host


@given(text=WRITTEN, default_scheme=DEFAULTS)
@settings(max_examples=1200, deadline=None)
def test_parsers_agree_on_what_comes_out(text, default_scheme):
    url = normalized(text, default_scheme)
    if url is not None:
        check_agreement(url)
        for scheme in ("http", "https"):
            assert normalize_url(url, default_scheme=scheme) == url


def test_parsers_agree_on_all_letters_that_are_not_checked_with_them():
    letters = characters((0x4E00, 0x9FA5))
    for start in range(0, len(letters), 12):
        host = f"a1{letters[start : start + 12]}.中国"
        url = normalize_url(host)
        assert url == ada_url.URL(f"http://{host}").href
        assert url == str(yarl.URL(f"http://{host}/"))


def meaning(url: ada_url.URL) -> tuple[object, ...]:
    """
    Return where a browser is led by an address, with its escapes decoded.
    """
    return (
        url.protocol,
        url.host,
        [unquote_to_bytes(segment) for segment in url.pathname.split("/")],
        unquote_to_bytes(url.search[1:]),
        parse_qsl(url.search[1:], True, errors="surrogateescape"),
        unquote_to_bytes(url.hash[1:]),
    )


def characters(*ranges: tuple[int, int]) -> str:
    return "".join(
        chr(code) for first, last in ranges for code in range(first, last + 1)
    )


INVISIBLE = characters(
    (0x00, 0x20), (0x7F, 0xA0), (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C),
    (0x1680, 0x1680), (0x180E, 0x180E), (0x2000, 0x200F), (0x2028, 0x202F),
    (0x205F, 0x206F), (0x3000, 0x3000), (0x3164, 0x3164), (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
)  # fmt: skip
NEEDS_FOLDING = re.compile("[\uff01-\uff5e。｡]")


@example("http://www.ΟΔΟΣ/")  # Python's lower case of the last Σ is ς
@example("http://a.cn/❤\ufe0f")  # the selector belongs to the heart
@given(text=WRITTEN)
@settings(max_examples=1200, deadline=None)
def test_it_leads_where_it_led(text):
    url = normalized(text)
    if url is None or NEEDS_FOLDING.search(text):
        return
    trimmed = text.strip(INVISIBLE)
    try:
        original = ada_url.URL(trimmed)
    except ValueError:
        return
    if original.protocol in {"http:", "https:"}:
        assert meaning(ada_url.URL(url)) == meaning(original)


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
        ("a.cn/％41", "http://a.cn/A"),
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
        ("127.0.0.1", "http://127.0.0.1/"),
        ("[2001:DB8:0:0:0:0:0:1]:80", "http://[2001:db8::1]/"),
        (f"{'a' * 63}.cn", f"http://{'a' * 63}.cn/"),
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
SPELLED_DIFFERENTLY = "parsers spell {} differently; leave out the zone, or write the IPv4 address"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "there is nothing in it"),
        (" \u3000\u200b\r\n", "there is nothing in it"),
        # other schemes
        ("ftp://a.cn/", "its scheme is 'ftp', not http or https"),
        ("FTP://a.cn/", "its scheme is 'FTP', not http or https"),
        ("a.cn://b.cn", "its scheme is 'a.cn', not http or https"),
        ("mailto:info@a.cn", "its scheme is 'mailto', not http or https"),
        ("javascript:alert(1)", "its scheme is 'javascript', not http or https"),
        ("http:a.cn", "write http:// before the host"),
        ("HTTPS:/a.cn", "write https:// before the host"),
        # credentials
        ("http://user@a.cn", "it has credentials (user@host); leave them out"),
        ("http://u:p@a.cn", "it has credentials (user@host); leave them out"),
        ("http://u＠a.cn", "it has credentials (user@host); leave them out"),
        ("info@a.cn", "it has credentials (user@host); leave them out"),
        # hosts
        ("http://", "it has no host"),
        ("http:///a.cn", "it has no host"),
        ("http://:80/", "it has no host"),
        ("?a", "it has no host"),
        ("localhost", "its host 'localhost' has a single label"),
        ("localhost:80/a", "its host 'localhost' has a single label"),
        ("中国", "its host '中国' has a single label"),
        ("www..cn", "its host has an empty label"),
        (".a.cn", "its host has an empty label"),
        ("a١.cn", "'١' in its host is written from right to left, on which parsers differ"),
        ("𝐗创.cn", "'X' cannot stand in its host"),
        ("xn---fiqs8s.cn", "'xn---fiqs8s' in its host is not an encoded name"),
        ("www.a.cn.", "its host has an empty label"),
        ("www.创客..cn", "its host has an empty label"),
        ("www.创客。", "its host has an empty label"),
        (f"{'a' * 64}.cn", f"its host has a label over 63 long: {'a' * 64!r}"),
        (f"{'创' * 64}.cn", f"its host has a label over 63 long: {'创' * 64!r}"),
        (
            f"{'创' * 63}.cn",
            f"its host has a label over 63 long: {LONG!r}",
        ),
        (f"{'a.' * 126}cn", "its host is over 253 long"),
        ("a%62.cn", "'a%62' in its host is not a name"),
        ("a,b.cn", "'a,b' in its host is not a name"),
        ("a*.cn", "'a*' in its host is not a name"),
        ("a\u2024b.cn", "'a.b' in its host is not a name"),
        ("⒈xn--.cn", "'1.xn--' in its host is not a name"),
        ("a℀b.cn", "'aa/cb' in its host is not a name"),
        ("xn--.cn", "'xn--' in its host is not an encoded name"),
        ("xn--a-.cn", "'xn--a-' in its host is not an encoded name"),
        ("xn--999999999.cn", "'xn--999999999' in its host is not an encoded name"),
        ("a🎉.cn", "'🎉' cannot stand in its host"),
        ("xn--6o8h.cn", "'🐲' cannot stand in its host"),
        ("创\u200b客.cn", "'\\u200b' cannot stand in its host"),
        ("\u0301创.cn", "'\u0301' cannot stand in its host"),
        ("创·客.cn", "'·' cannot stand in its host"),
        ("عرب.cn", "'ع' in its host is written from right to left, on which parsers differ"),
        ("א.cn", "'א' in its host is written from right to left, on which parsers differ"),
        ("ꭰꭱ.cn", "parsers encode its host 'ꭰꭱ.cn' differently"),
        # The mappings disagree on which sigma it is, or drop the selector.
        ("www.aϲ.cn", "parsers encode its host 'www.aϲ.cn' differently"),
        ("www.a𝛓.cn", "parsers encode its host 'www.a𝛓.cn' differently"),
        ("创\ufe0f客.cn", "parsers encode its host '创\ufe0f客.cn' differently"),
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
            (
                host,
                SPELLED_DIFFERENTLY.format(host),
            )
            for host in ["[fe80::1%25eth0]", "[fe80::1%25]", "[::ffff:1.2.3.4]"]
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
        ("http:\\\\a.cn", "it has a backslash; write a slash"),
        ("http://a.cn/b＼c", "it has a backslash; write a slash"),
        ("a.cn/b c", "' ' stands inside it; percent-encode it"),
        ("a.cn/b\tc", "'\\t' stands inside it; percent-encode it"),
        ("a.cn/b\u3000c", "'\\u3000' stands inside it; percent-encode it"),
        ("a.cn/b\0c", "'\\x00' stands inside it; percent-encode it"),
        ("a.cn/b\x85c", "'\\x85' stands inside it; percent-encode it"),
        ("a.cn/\ud800", "'\\ud800' stands inside it; percent-encode it"),
        ("a.cn/100%", "'%' is not a code; write %25 for a percent"),
        ("a.cn/%4", "'%4' is not a code; write %25 for a percent"),
        ("a.cn/?%zz", "'%zz' is not a code; write %25 for a percent"),
        ("a.cn/?'", "browsers encode the apostrophe in its query and others do not"),
        ("a.cn/?%27", "browsers encode the apostrophe in its query and others do not"),
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
    assert again.reason == "its host has an empty label"
    assert str(again) == str(caught.value)


# --- links in a text -----------------------------------------------------------


def test_the_links_of_the_plan():
    assert len(PRINTED) > 10
    for contest in contests:
        for link in contest.links:
            assert link.url == normalize_url(link.text)
            check_agreement(link.url)
        printed = contest.source.get("报名网址", "")
        if printed.strip():
            assert find_links(printed) == contest.links


def parts(text: str) -> list[tuple[str, str | None]]:
    return [(link.text, link.label) for link in find_links(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("无", []),
        ("www.smebj.cn", [("www.smebj.cn", None)]),
        ("cx-fj.fujiansme.com  ", [("cx-fj.fujiansme.com", None)]),
        ("大赛官网www.cnmaker.org.cn", [("www.cnmaker.org.cn", "大赛官网")]),
        ("大赛官网 ： www.a.cn", [("www.a.cn", "大赛官网")]),
        ("大赛官网（备用）:www.a.cn", [("www.a.cn", "大赛官网（备用）")]),
        ("大赛官网\nwww.a.cn", [("www.a.cn", None)]),
        ("大赛官网（\0）www.a.cn", [("www.a.cn", None)]),
        ("大赛官网（\ud800）www.a.cn", [("www.a.cn", None)]),
        ("大赛官网（\u200b）www.a.cn", [("www.a.cn", None)]),
        ("（备用）www.a.cn", [("www.a.cn", None)]),
        (
            "www.xjmaker.org.cn \n\nwww.xjsmefw.cn ",
            [("www.xjmaker.org.cn", None), ("www.xjsmefw.cn", None)],
        ),
        (
            "大赛官网www.cnmaker.org.cn或\nhttp://www.xjbtsme.gov.cn.org.cn",
            [
                ("www.cnmaker.org.cn", "大赛官网"),
                ("http://www.xjbtsme.gov.cn.org.cn", None),
            ],
        ),
        (
            "官网www.a.cn；备用网www.b.cn",
            [("www.a.cn", "官网"), ("www.b.cn", "备用网")],
        ),
        # commas join addresses, or stand in one
        ("www.a.cn,www.b.cn", [("www.a.cn", None), ("www.b.cn", None)]),
        (
            "http://a.cn,http://b.cn",
            [("http://a.cn", None), ("http://b.cn", None)],
        ),
        (
            "http://a.cn/b;http://b.cn/,www.c.cn",
            [("http://a.cn/b", None), ("http://b.cn/", None), ("www.c.cn", None)],
        ),
        ("a.cn/b,c;d", [("a.cn/b,c;d", None)]),
        ("a.cn或者备用b.cn", [("a.cn", None), ("b.cn", "备用")]),
        ("a.cn 备用和主站b.cn", [("a.cn", None), ("b.cn", "备用和主站")]),
        ("a.cn甲和乙b.cn", [("a.cn", None), ("b.cn", "甲和乙")]),
        ("a.cn/?u=http://b.cn/", [("a.cn/?u=http://b.cn/", None)]),
        # e-mail addresses
        ("info@cnmaker.org.cn", []),
        ("info＠cnmaker.org.cn", []),
        ("zhang.san@cnmaker.org.cn", []),
        ("zhang.san+cy@cnmaker.org.cn", []),
        ("a.cn:80+b.cn@c.cn", [("a.cn:80", None)]),
        ("邮箱info@a.cn，官网www.a.cn", [("www.a.cn", "官网")]),
        ("www.a.cn info@a.cn www.b.cn", [("www.a.cn", None), ("www.b.cn", None)]),
        ("a.cn/?mail=info@a.cn", [("a.cn/?mail=info@a.cn", None)]),
        # what is no address
        ("ftp://www.a.cn/", []),
        ("192.168.1.1", []),
        ("v1.2", []),
        ("www.a.cn_b", []),
        ("www.abc.12", []),
        ("/var/www.html", []),
        # punctuation
        ("见www.a.cn。", [("www.a.cn", "见")]),
        ("See www.a.cn. And", [("www.a.cn", None)]),
        ("(http://a.cn/b)", [("http://a.cn/b", None)]),
        ("(http://a.cn/b(c))", [("http://a.cn/b(c)", None)]),
        ("[http://a.cn/?b].", [("http://a.cn/?b", None)]),
        ("http://a.cn/b(官网)", [("http://a.cn/b", None)]),
        ("（www.a.cn）", [("www.a.cn", None)]),
        ("“www.a.cn”、", [("www.a.cn", None)]),
        ("www.a.cn/b?!'", [("www.a.cn/b", None)]),
        ("http://a.cn/X.X", [("http://a.cn/X.X", None)]),
        ("http://a.cn/a(b)))", [("http://a.cn/a(b)", None)]),
        ("http://a.cn/a)b)", [("http://a.cn/a)b", None)]),
        ("http://a.cn/b?c[]", [("http://a.cn/b?c[]", None)]),
        ("http://a.cn/b?c[0]]]", [("http://a.cn/b?c[0]", None)]),
        ("http://a.cn/b[[]", [("http://a.cn/b[[]", None)]),
        # full-width forms
        (
            "官网ｈｔｔｐｓ：／／ｗｗｗ．ａ．ｃｎ：８０８０／ｂ，",
            [("ｈｔｔｐｓ：／／ｗｗｗ．ａ．ｃｎ：８０８０／ｂ", "官网")],
        ),
        ("ｗｗｗ．ａ．ｃｎ．", [("ｗｗｗ．ａ．ｃｎ", None)]),
        # with a scheme
        ("http://127.0.0.1:80/a", [("http://127.0.0.1:80/a", None)]),
        ("http://[::1]:8080", [("http://[::1]:8080", None)]),
        ("官网HTTP://A.CN报名", [("HTTP://A.CN", "官网")]),
        ("a.cn#b", [("a.cn#b", None)]),
    ],
)  # fmt: skip
def test_links_in_a_text(text, expected):
    assert parts(text) == expected


@pytest.mark.parametrize(
    "text",
    ["http://a..cn", "http://user@a.cn/", "a.cn:65536", None, 8, b""],
)
def test_texts_with_what_cannot_be_an_address(text):
    with pytest.raises(InvalidURLError):
        find_links(text)


@pytest.mark.parametrize("text", [None, 8, b"www.a.cn"])
def test_what_is_no_text_at_all(text):
    for function in (find_links, normalize_url):
        with pytest.raises(InvalidURLError) as caught:
            function(text)
        assert caught.value.args == (text, "it is not text")


def check_links(text: str) -> None:
    try:
        scanned = list(scan_links(text))
    except InvalidURLError:
        return
    assert find_links(text) == tuple(link for link, _, _ in scanned)
    last = 0
    for link, start, end in scanned:
        assert last <= start < end <= len(text)
        assert text[start:end].endswith(link.text)
        assert text[start:end].startswith(link.label or link.text)
        assert link.url == normalize_url(link.text)
        assert not link.inherited
        last = end


@given(
    st.lists(WRITTEN | st.sampled_from(["官网", "（", "）", "：", "或"])).map(
        "".join
    )
)
@settings(max_examples=200, deadline=None)
def test_links_stand_in_the_text(text):
    check_links(text)


LINK_LABELS = st.none() | st.sampled_from(
    ["大赛官网", "报名", "备用网址（移动端）"]
)
ADDRESSES = st.sampled_from(PRINTED) | st.builds(
    "{}{}.{}{}{}".format,
    st.sampled_from(["", "http://", "https://", "HTTP://", "ｈｔｔｐ：／／"]),
    st.from_regex(r"[a-z][a-z0-9-]{0,8}(\.[a-z0-9]{1,5})?", fullmatch=True),
    st.sampled_from(["cn", "com", "org.cn", "gov.cn", "ｃｎ"]),
    st.sampled_from(["", ":8080", "：８０８０"]),
    st.sampled_from(
        ["", "/", "/mh", "/a/b.html", "/a(b)", "/?a=b&c=d,e", "#top"]
    ),
)
JOINTS = st.sampled_from(
    ["或", "或者", "、", "，", "；", "\n", " \n\n", " 和 ", " / "]
)


@given(st.lists(st.tuples(LINK_LABELS, ADDRESSES, JOINTS), max_size=5))
@settings(max_examples=200, deadline=None)
def test_a_cell_comes_back(entries):
    text = "".join(
        f"{label or ''}{address}{joint}" for label, address, joint in entries
    )
    assert find_links(text) == tuple(
        Link(normalize_url(address), address, label)
        for label, address, _ in entries
    )
    rest, last = "", 0
    for _, start, end in scan_links(text):
        rest += text[last:start]
        last = end
    assert JOINT.fullmatch(rest + text[last:])


@pytest.mark.parametrize(
    "text", ["http://", "见http://。", "https://创客.中国/报名"]
)
def test_a_scheme_alone_is_no_address(text):
    assert find_links(text) == ()
    assert len(find_links(f"{text}，备用www.a.cn")) == 1
