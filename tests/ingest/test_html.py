"""A web page is read as it shows, or refused."""

from __future__ import annotations

import sys

from typing import TYPE_CHECKING

import pytest

import plans

from cnmaker_data import MissingExtraError, edition
from cnmaker_data.ingest import files, html, read_plan
from cnmaker_data.ingest.document import Cell, Line, Table
from plans import NO_TITLE, refusal


if TYPE_CHECKING:
    from pathlib import Path


def cells(rows: str) -> list[list[Cell]]:
    """Return the cells of a table."""
    (table,) = (
        each
        for each in html.parse(f"<table>{rows}</table>").blocks
        if isinstance(each, Table)
    )
    return [list(row) for row in table.rows]


def lines(page: str) -> tuple[str, ...]:
    return tuple(
        each.text for each in html.parse(page).blocks if isinstance(each, Line)
    )


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("北京市", "北京市"),
        ("\n  北京\n  市\n", "北京市"),
        ("\n  a\n  b\n", "a b"),
        ("<b>北</b><!-- x -->京<?php x ?>市", "北京市"),
        ("北京<br>市", "北京\n市"),
        ("北京<br/>\n<br/>市", "北京\n\n市"),
        ("北京</br>市</BR >区", "北京\n市\n区"),
        ("北京<br>", "北京"),
        ("北京<br><br>", "北京\n"),
        ("<br>北京", "\n北京"),
        ("<p>北京</p>\n<p>市</p>", "北京\n市"),
        ("<p>北京<br></p><div><p>市</p></div>", "北京\n市"),
        ("<p>北京</p><p><br></p><p>市</p>", "北京\n\n市"),
        ("<p>北京</p><p>&nbsp;</p><p>市</p>", "北京\n \n市"),
        ("北京<div>市</div>区", "北京\n市\n区"),
        ("<span> 北京 </span> <span> 市</span>", "北京 市"),
        ("&nbsp;北京&nbsp;&nbsp;", " 北京  "),
        ("\u3000北京\u200b&shy;", "\u3000北京\u200b\xad"),
        ("大赛官网<a href='http://b.cn'>www.a.cn</a>", "大赛官网www.a.cn"),
        ("<script>x</script><style>x</style>北京", "北京"),
        ("&lt;&amp;&quot;&#21271;&ldquo;", '<&"北“'),
        ("", ""),
        ("&nbsp;", " "),
        ("</foo>北京", "北京"),
        ("<q>创客</q>中国", "“创客”中国"),
        ("<ul><li>甲<li>乙</ul>", "甲\n乙"),
        ("<input value='北京市'>", "北京市"),
        ("北<input type=text value='京' readonly>市", "北京市"),
        ("<input type='SUBMIT' value='北京'>市", "北京市"),
        ("北京<input value=''><input>市", "北京市"),
        ("北京<input type=Hidden value=x>", "北京"),
        ("<input type='checkbox' value=x>北京", "北京"),
        ("北京<input value=x style='visibility:hidden'>市", "北京市"),
        ("北京<b style='font-size:0'>x<input value=x>x</b>市", "北京市"),
        ("<a href='http://a.cn'><input value='a'></a>", "a"),
        ("<select><option>北京<option>上海</select>市", "北京市"),
        ("<select><option>北京<option selected>上海</select>市", "上海市"),
        ("<select multiple><option>北京<option>上海</select>", "北京上海"),
        ("<select></select>北京", "北京"),
        ("<textarea>甲\n乙</textarea>", "甲\n乙"),
        ("<pre>甲\n 乙  丙\n</pre>", "甲\n 乙  丙"),
        (
            "<b style='white-space:pre-line'>甲\n<i>乙\n</i>丙</b>\n丁",
            "甲\n乙\n丙丁",
        ),
        ("<pre>甲<b style='white-space: normal'>乙\n丙</b></pre>", "甲乙丙"),
        ("<ol><li>甲<li>乙</ol>", "1.甲\n2.乙"),
        ("<ol start=3><li>甲</ol>", "3.甲"),
        ("<ol start=x><li>甲</ol>", "1.甲"),
        ("<ol><li value=7>甲<li>乙</ol>", "7.甲\n8.乙"),
        ("<ol><li hidden>甲<li>乙</ol>", "1.乙"),
        ("<ol type=1 style='list-style:none'><li>甲</ol>", "甲"),
        ("<ul style='list-style:none'><ol><li>甲</ol></ul>", "1.甲"),
        (
            "甲<i style='display:block'>乙<b>丙</b></i><i style='display:flex'>丁",
            "甲\n乙丙\n丁",
        ),
        ("甲<i style='display:inline-block'>乙</i>", "甲乙"),
        ("北京<b style='/* x; */display/**/:none'>x</b>市", "北京市"),
        ("北京<meter>3</meter><svg><title>x</title></svg>市", "北京市"),
        ("<fieldset><legend>甲</legend>乙</fieldset>", "甲\n乙"),
    ],
)
def test_text_is_what_shows(inside: str, text: str) -> None:
    ((cell, other),) = cells(f"<tr><td>{inside}<td>x")
    assert cell.text == text
    assert other == Cell("x")


A, B, C, D = map(Cell, "abcd")
ABOVE, WIDE, GAP = Cell("", above=True), Cell("d", 2), Cell("", gap=True)


@pytest.mark.parametrize(
    ("rows", "grid"),
    [
        (
            "<thead><tr><th>a</th><th>b</th></tr></thead>"
            "<tbody><tr><td>c</td><td>d</td></tr></tbody>",
            [[A, B], [C, D]],
        ),
        # The foot may be written above the rows.
        (
            "<thead><tr><td>a</thead><tfoot><tr><td>b</tfoot>"
            "<tbody><tr><td>c</tbody>",
            [[A], [C], [B]],
        ),
        ("<tr><td>a<td rowspan=2>b<tr><td>c", [[A, B], [C, ABOVE]]),
        ("<tr><td rowspan='2'>a<td>b<tr><td>d", [[A, B], [ABOVE, D]]),
        # To the end of its part of the table, and not beyond it.
        (
            "<tbody><tr><td rowspan=0>a<td>b<tr><td>c<tr><td>d</tbody>"
            "<tbody><tr><td>c<td>d</tbody>",
            [[A, B], [ABOVE, C], [ABOVE, D], [C, D]],
        ),
        (
            "<thead><tr><td rowspan=9>a<td>b</thead><tr><td>c<td>d",
            [[A, B], [C, D]],
        ),
        (
            "<tr><td>a<td>b<td>c<tr><td colspan=2>d<td>a",
            [[A, B, C], [WIDE, A]],
        ),
        (
            "<tr><td>a<td>b<td>c<tr><td colspan=2 rowspan=2>d<td>a<tr><td>b",
            [[A, B, C], [WIDE, A], [Cell("", 2, above=True), B]],
        ),
        (
            "<tr><td colspan=2>a<td>b<tr><td colspan=2>d<td>a",
            [[Cell("a", 2), B], [WIDE, A]],
        ),
        # A row that is too short, and one that skips a column.
        ("<tr><td>a<td>b<tr><td>c", [[A, B], [C]]),
        (
            "<tr><td>a<td>b<td rowspan=2>c<tr><td>d",
            [[A, B, C], [D, GAP, ABOVE]],
        ),
        # Browsers read the digits that such values start with, or 1.
        (
            "<tr><td rowspan='2x'>a<td colspan='-1'>b<tr><td rowspan='x'>d"
            "<tr><td colspan=0>c<td>d",
            [[A, B], [ABOVE, D], [C, D]],
        ),
        ("<caption>x</caption><tr><td>a<td>b", [[A, B]]),
        ("<tr><td>a<td>b<tr hidden><td>c<td>d", [[A, B]]),
        # Tags that are missing or misplaced.
        ("<td>a<td>b<tr><td>c</tr></tr><th>d", [[A, B], [C], [D]]),
        ("<tbody><td>a<td>b<tr><td>c", [[A, B], [C]]),
        ("<tr><form><td>a</td><x><td>b</form><tr><td>c", [[A, B], [C]]),
        ("<div><tr><td>a</div><tr><td>b", [[A], [B]]),
        ("<tr><td><div>a<td>b</div></td><td>c", [[A, B, C]]),
        ("<tr><td><div>a<tr><td>b</div><td>c", [[A], [B, C]]),
    ],
)
def test_the_grid_is_the_pages(rows: str, grid: list[list[Cell]]) -> None:
    assert cells(rows) == grid


def test_only_the_innermost_tables_are_tables() -> None:
    inner = "<table><tr><td>a<td>b</table>"
    page = f"<table><tr><td>x</td><td>y{inner}z</td></tr></table><p>w"
    assert lines(page) == ("x", "y", "z", "w")
    (table,) = (
        each for each in html.parse(page).blocks if isinstance(each, Table)
    )
    assert table.rows == ((A, B),)


def test_text_in_a_table_outside_of_its_cells_shows_above_it() -> None:
    page = (
        "<p>x<table>a<caption>b</caption><tr>c<td>y<td>z<p>d</tr><h2>e</h2>"
        "<tr><b>f</b><td>y</table>g"
    )
    assert lines(page) == ("x", "a", "b", "c", "e", "f", "g")


def test_cells_outside_of_a_table_are_lines() -> None:
    assert lines("<td>a<div><td>b</div><tr><td>c<p>d") == tuple("abcd")


@pytest.mark.parametrize("end", ["</html>", "</BODY\n></html >", "</body>"])
def test_a_page_does_not_end_with_its_tags(end: str) -> None:
    page = f"<html><body><div><p>a{end}<table><tr><td>b</table><p>c</div>{end}d"
    line, table, *others = html.parse(page).blocks
    assert isinstance(table, Table)
    assert table.rows == ((B,),)
    assert [each[0] for each in (line, *others)] == ["a", "c", "d"]
    assert line.place[:2] == table.place[:2]


def test_what_does_not_show_is_no_line() -> None:
    assert lines(
        "<head><title>t</title></head><body><h1>a</h1>b<br> <b>c</b> d\n"
        "<template>e</template><noscript>f</noscript><!-- g --><hr>h"
    ) == ("a", "b", "c d", "h")


def test_style_sheets_hide_what_they_select() -> None:
    assert lines(
        "<style>@charset 'utf-8'; p.x b, p.z { display: none } a:hover { display: none }</style>"
        "<p class=x><b>a</b>b<p class=y><b>c</b><div class=x><b>d</b></div>"
        "<a>e</a><div class=z>f</div><p class=z>g"
    ) == ("b", "c", "d", "e", "f")


@pytest.mark.parametrize(
    ("sheet", "shown"),
    [
        # Rules of media that a wide screen is.
        ("@media screen { .x { display: none } }", ""),
        ("@media ALL{.y{color:red}.x{display:none}}", ""),
        ("@media only screen and (min-width: 9px) {.x{display:none}}", ""),
        ("@media print, screen {.x{display:none}}", ""),
        ("@media not print {.x{display:none}}", ""),
        ("@media (width >= 9px) {.x{display:none}}", ""),
        ("@media print {.x{display:none}} .y{display:none}", "x"),
        ("@media (max-width: 99px) {.x{display:none}}", "x"),
        (".x{display:none} @media (max-width:9px){.x{display:block}}", ""),
        ("@supports (display:grid) {.x{display:none}}", ""),
        # Which of two rules holds.
        ("span.x{display:none} .x{display:inline}", ""),
        (".x{display:none} .x{display:inline}", "x"),
        (".x{display:none} .z{display:inline}", "x"),
        (".z{display:none} .x{display:inline}", "x"),
        (".x{display:inline} .z{display:none}", ""),
        (".z{display:inline} .x{display:none}", ""),
        (".x{display:none}</style><style>.z{display:inline}", "x"),
        (".z{display:none}</style><style>.x{display:inline}", "x"),
        ("span.x{display:inline} .x{display:none}", "x"),
        ("#i{display:inline} p span.x.z{display:none}", "x"),
        (".x{display:none !important} #i{display:inline}", ""),
        # Which elements a rule is of.
        ("p > span{display:none}", ""),
        ("div>span{display:none}", "x"),
        ("p.w{visibility:hidden} p.w span{visibility:visible}", "x"),
        ("p.w{font-size:0} p.w span{font-size:12px}", "x"),
        ("p.w{font-size:0} p.w span{font-size:100%}", ""),
        ("p.w{visibility:hidden} p.w span{visibility:inherit}", ""),
        ("p.w{text-decoration:line-through} .x{text-decoration:none}", ""),
        ("p.w{opacity:0} .x{opacity:1}", ""),
        (".x{opacity:0.0!important}", ""),
        (".x{opacity:0.5}", "x"),
        (".x{color:transparent}", ""),
        ("/* @media { */ .x{display:none}", ""),
        ("<!-- .x{display:none} -->", ""),
        (".x{display:none", ""),
        ("@import url(a); .x{display:none}", ""),
        ("@keyframes k{from{opacity:0}} @font-face{a:b} .x{display:none}", ""),
        ("@layer a {.x{display:none}}", ""),
        ("@layer a{@media print{.x{display:none}}}", "x"),
        ("@media print{@supports (a:b){.x{display:none}}}", "x"),
        (":where(#i.x){display:none} span{display:inline}", "x"),
        (":not(#k){display:inline} .x{display:none}", "x"),
        ("[class]{display:inline} span{display:none}", "x"),
        (".x{position:absolute;left:-9999px}", ""),
        (".x{left:-5px}", "x"),
        (".x{text-indent:-9999px}", ""),
        (".x{clip-path:inset(50%)}", ""),
        (".x{position:absolute;clip:rect(1px, 1px, 1px, 1px)}", ""),
    ],
)
def test_the_rules_of_a_style_sheet_hold_as_browsers_apply_them(
    sheet: str, shown: str
) -> None:
    page = "<div><p class=w><span id=i class='x z'>x</span></div><p>b"
    found = lines(f"<style>{sheet}</style>{page}")
    assert found == tuple(filter(None, (shown, "b")))


@pytest.mark.parametrize(
    ("selector", "shown"),
    [
        ("[class]", "ab d fg"),
        ("[data-x]", "abcdefg"),
        ("[TITLE]", "abcdef"),
        ("[title=t]", "abcdefg"),
        ("[title='t>u, v']", "abcdef"),
        ('[title="T>U, v" i]', "abcdef"),
        ("[title^='t>']", "abcdef"),
        ("[title^='u']", "abcdefg"),
        ("[title$=v]", "abcdef"),
        ("[title$='t>']", "abcdefg"),
        ("[title*='u,']", "abcdef"),
        ("[class~=y]", "abd efg"),
        ("[class|=x]", "abcd fg"),
        ("p[class='x y']", "abd efg"),
        ("p:not(.x)", "a c"),
        ("p:not(.x, [title])", "a c g"),
        ("p:not(:hover)", "a"),
        ("p:not(:not(.x))", "abd efg"),
        (":is(.x, .x-1)", "abd fg"),
        (":is(.x):where(.y)", "abd efg"),
        ("h1 + p", "a cdefg"),
        (".x + p", "abc efg"),
        ("p + p + p", "abc"),
        (".x ~ p", "abc"),
        (".x ~ .x-1 + p", "abcde g"),
        ("body > .x ~ p", "abc"),
        ("div .x ~ p", "abcdefg"),
        ("h1:first-child", "bcdefg"),
        ("p:first-child", "abcdefg"),
        ("h1 + p, .x", "a d efg"),
        (".x\n>\nb, h1\t+\tp", "a cdefg"),
        (".\\31 0 , .x", "ab defg"),
        (".x\\:y", "abcdefg"),
        # States that need a mouse, and pseudo-elements.
        ("p:hover, p:focus-within b", "abcdefg"),
        ("p::after, p:before, p::-webkit-scrollbar", "abcdefg"),
        ("p:-moz-broken", "abcdefg"),
        # Rules that browsers drop.
        ("", "abcdefg"),
        ("p,", "abcdefg"),
        ("p >", "abcdefg"),
        ("p, p!", "abcdefg"),
        ("p[title", "abcdefg"),
        ("p:not(.x", "abcdefg"),
    ],
)
def test_selectors_select_as_in_browsers(selector: str, shown: str) -> None:
    page = (
        "<h1>a</h1><p>b<p class='x y'>c<p>d<p class=x-1>e<p>f"
        "<p title='t>u, v'>g"
    )
    found = lines(f"<style>{selector}{{display:none}}</style>{page}")
    assert found == tuple(shown.replace(" ", ""))


def test_states_that_a_page_is_saved_in_are_its_styles() -> None:
    sheet = ".y{display:none} :checked + .y{display:block}"
    page = "<div><input type=radio{}><p class=y>a</p><p>b"
    assert lines(f"<style>{sheet}</style>{page.format('')}") == ("b",)
    checked = page.format(" checked")
    assert lines(f"<style>{sheet}</style>{checked}") == ("a", "b")


@pytest.mark.parametrize(
    ("sheet", "doubtful"),
    [
        ("p:nth-child(2) {display:none}", "abc"),
        ("p.x:nth-child(2) {display:none}", "b"),
        (".x:has(b) {opacity:0}", "b"),
        ("p:not(:last-child) {display:none}", "abc"),
        (":is(.x, .y:only-child) {display:none}", "b"),
        ("body:lang(zh) {display:none}", "abc"),
        ("body:lang(zh) {opacity:0} p {opacity:1}", "abc"),
        # Whether such a rule holds makes no difference.
        (".x:lang(zh) {display:block}", ""),
        (".x:lang(zh) {color:transparent} #i {color:red}", ""),
        (".x:lang(zh) {white-space:pre}", ""),
    ],
)
def test_what_a_style_may_hide_is_a_fault(sheet: str, doubtful: str) -> None:
    page = html.parse(f"<style>{sheet}</style><p>a<p id=i class=x>b<p>c")
    found = [each for each in page.blocks if isinstance(each, Line)]
    assert [each.text for each in found] == ["a", "b", "c"]
    assert [each.text for each in found if each.fault] == list(doubtful)
    assert all(
        each.fault.startswith("may show otherwise")
        for each in found
        if each.fault
    )


@pytest.mark.parametrize(
    "page",
    [
        "<ol type=a><li>a</ol>",
        "<ol reversed><li>a</ol>",
        "<ol><li type=I>a</ol>",
        "<ol style='list-style: inside cjk-ideographic'><li>a</ol>",
        "<style>ol {list-style-type: lower-roman}</style><ol><li>a</ol>",
    ],
)
def test_a_number_of_a_list_in_another_form_is_a_fault(page: str) -> None:
    (line,) = html.parse(page).blocks
    assert isinstance(line, Line)
    assert line.fault.startswith("may show otherwise")


def test_what_a_style_may_show_is_a_fault() -> None:
    sheet = ".x{display:none} .x:lang(zh){display:block}"
    (row,) = cells(f"<style>{sheet}</style><tr><td>a<td class=x>b")
    assert [(each.text, bool(each.fault)) for each in row] == [
        ("a", False),
        ("b", True),
    ]


@pytest.mark.parametrize(
    "style",
    [
        # More rules and elements than any page has, and more siblings.
        f"{'p{color:red}' * 1_001}</style>{'<p>' * 1_000}",
        f"p~p{{color:red}}</style>{'<p>' * 3_000}",
        f"{'[a*=b]{color:red}' * 100}</style><p a={'x' * 100_000}>",
        f"{'p,' * 300_000}p{{color:red}}</style><p>",
    ],
)
def test_a_page_has_no_more_styles_than_a_page_of_a_plan(style: str) -> None:
    with pytest.raises(ValueError, match="far more styles"):
        html.parse(f"<style>{style}")


@pytest.mark.parametrize(
    "start", ["@a", "/*", "@media", "a{", "}", "[", ":is("]
)
def test_broken_styles_take_no_time(start: str) -> None:
    # These took minutes when the time grew with the square of the length.
    assert lines(f"<style>{start * 20_000}</style><p>a") == ("a",)


def test_a_page_with_too_many_elements_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(ValueError, match="far more elements"):
        html.parse("<p>" * 1_300_000)


def test_a_style_sheet_may_be_for_print_alone() -> None:
    sheet = "<style media={}>p.x{{display:none}}</style><p class=x>a<p>b"
    assert lines(sheet.format("print")) == ("a", "b")
    assert lines(sheet.format("screen")) == ("b",)


def test_pictures_and_dialogs_that_do_not_show_are_no_faults() -> None:
    page = "<p style='visibility:hidden'><img src=a.png></p><dialog>a</dialog>"
    assert lines(f"{page}<dialog open>b</dialog>") == ("b",)


@pytest.mark.parametrize("tag", ["s", "STRIKE ", "del"])
def test_paragraphs_may_be_struck_out(tag: str) -> None:
    assert lines(f"<p>a</p><{tag}><p>b</p><p>c</p></{tag}>d") == ("a", "d")


def test_a_page_without_a_body_shows_all_of_its_text() -> None:
    page = "<html><head><title>t</title><section>a</section><p>b"
    assert lines(page) == ("a", "b")


def test_what_is_hidden_twice_is_hidden() -> None:
    page = "<div style='visibility: hidden'><p hidden>a</p></div><p>b"
    assert lines(page) == ("b",)
    assert lines("<html hidden><p>a") == ()


@pytest.mark.parametrize(
    "page",
    [
        "<style>[v-cloak]{display:none}</style><p v-cloak>创客中国",
        "<div style='visibility: hidden; opacity: 0'><p>创客中国</p></div>",
        "<title>创客中国</title><div id=app></div><script>x</script>",
        "<p>a<script>var x = '创客中国'</script>",
    ],
)
def test_a_page_that_needs_a_script_is_refused_with_the_cure(page: str) -> None:
    with pytest.raises(ValueError, match="open it in a browser and save it"):
        html.parse(page)


def test_what_a_click_shows_is_read() -> None:
    found = html.parse(
        "<details><summary>a</summary>b<table><tr><td>c</table></details>"
        "<table hidden><tr><td>d</table>"
    )
    assert [type(each) for each in found.blocks] == [Line, Line, Table]


def test_a_picture_in_a_line_of_its_own_is_a_fault() -> None:
    page = "<p><img src=a.png></p><p><img src=a.png width=9>a</p>"
    picture, line = html.parse(page).blocks
    assert isinstance(picture, Line)
    assert (picture.text, picture.fault[:15]) == ("", "holds a picture")
    assert line == Line("a", "", line.place)


PAGE = "<meta {}><p>创客</p>"


@pytest.mark.parametrize(
    ("page", "encoding"),
    [
        (PAGE.format("charset=utf-8"), "utf-8"),
        (PAGE.format("charset='GB2312'"), "gb18030"),
        (PAGE.format('charset = "gbk"'), "gbk"),
        (
            PAGE.format(
                'http-equiv="Content-Type" content="text/html; charset=gb2312"'
            ),
            "gb18030",
        ),
        (PAGE.format("charset=utf-16"), "utf-8"),
        # A byte order mark goes before what is declared.
        (PAGE.format("charset=gbk"), "utf-8-sig"),
        (PAGE.format("charset=gbk"), "utf-16"),
        # A declared charset may be wrong.
        (PAGE.format("charset=gb2312"), "utf-8"),
        (PAGE.format("charset=utf-8"), "gbk"),
        (PAGE.format("charset=iso-8859-1"), "gb18030"),
        (PAGE.format("charset=punycode"), "utf-8"),
        (PAGE.format("name=x"), "utf-8"),
        (PAGE.format("name=x"), "gb18030"),
        ("<?xml version='1.0' encoding='GBK'?><html><p>创客</p></html>", "gbk"),
    ],
)
def test_the_charset_is_what_the_page_is_in(
    page: str, encoding: str, tmp_path: Path
) -> None:
    path = tmp_path / "page"
    path.write_bytes(page.encode(encoding))
    (line,) = files.read(path).blocks
    assert line.text == "创客"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_page_is_known_behind_a_byte_order_mark(
    encoding: str, tmp_path: Path
) -> None:
    path = tmp_path / "plan"
    page = plans.as_html(plans.printed(edition(8))).decode()
    path.write_bytes(f"\n{page}".encode(encoding))
    assert read_plan(path) == edition(8)


@pytest.mark.parametrize(
    ("page", "message"),
    [
        (
            b"<p>\xff\xff",
            "is not text in utf-8 or gb18030; save it in UTF-8",
        ),
        (
            b"<p>a\0b",
            "is binary; a plan is text, a Word file or a web page",
        ),
        (b"<p>no tables", NO_TITLE),
        (
            b"<table><tr><td>menu<td>menu</table>",
            NO_TITLE,
        ),
        (b"<!-- -->", "is not a web page (Document is empty)"),
    ],
)
def test_a_page_that_is_no_plan_is_refused(
    page: bytes, message: str, tmp_path: Path
) -> None:
    assert refusal(page, tmp_path) == message


def test_menus_may_name_the_tables(tmp_path: Path) -> None:
    page = plans.as_html(plans.printed(edition(8))).decode()
    menu = (
        "<body><p>总决赛</p><table><tr><td>区域赛<td>专题赛<tr><td>a<td>b"
        "</table><ul><li>境外区域赛</ul>"
    )
    path = tmp_path / "plan.html"
    path.write_text(page.replace("<body>", menu), "utf-8")
    assert read_plan(path) == edition(8)


def test_a_table_inside_a_cell_is_refused(tmp_path: Path) -> None:
    page = plans.as_html(plans.printed(edition(8))).decode()
    inner = "<table><tr><td>www.smeiegc.com</table>"
    start = page.rindex("<td>")
    end = page.index("</td>", page.index("smeiegc")) if "smeiegc" in page else 0
    cell = page.rindex("<td>", 0, end)
    path = page[:cell] + f"<td>{inner}" + page[end:]
    assert start > 0
    assert refusal(path.encode(), tmp_path).startswith(
        "'四、境外区域赛（共1场）': has no table of contests below it that can be "
        "read"
    )


@pytest.mark.parametrize("module", ["lxml.etree", "lxml.html"])
def test_the_extra_is_named_where_it_is_missing(
    module: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "plan.html"
    path.write_text("<html>")
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtraError) as caught:
        read_plan(path)
    assert str(caught.value) == (
        "reading web pages needs extra packages; install them with: "
        "python -m pip install 'cnmaker-data[ingest]'"
    )
