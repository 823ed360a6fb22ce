"""
Links in a printed text, with their labels.
"""

from __future__ import annotations

import pytest

from hypothesis import given, settings
from hypothesis import strategies as st

from cnmaker_data import contests, find_links, normalize_url
from cnmaker_data.errors import InvalidURLError
from cnmaker_data.links import JOINT, scan_links
from cnmaker_data.model import Link
from fuzz.known_links import made_up_link
from fuzz.referees import check_agreement


PRINTED = sorted({link.text for contest in contests for link in contest.links})
WRITTEN = st.text() | st.integers(0, 2**32).map(made_up_link)


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
