"""The pages: what the sidebar lists, and how code looks and is copied."""

import re

import pytest


FOLDERS = {"en": "", "zh_CN": "zh-cn/"}


@pytest.fixture(params=FOLDERS.values(), ids=FOLDERS)
def folder(request):
    return request.param


def _pages(site, folder):
    names = {path.name for path in (site / folder).glob("*.html")}
    return names - {"genindex.html", "py-modindex.html", "search.html"}


def test_the_sidebar_lists_each_page_once(visit, site, folder):
    page = visit(f"{folder}index.html")
    links = page.locator(".sidebar-tree > ul > li > a")
    hrefs = links.evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert sorted(hrefs) == sorted(_pages(site, folder) - {"index.html"})
    # The last are for reference.
    assert hrefs[-3:] == ["security.html", "benchmarks.html", "changelog.html"]


def test_both_languages_have_the_same_pages(site):
    assert _pages(site, "") == _pages(site, "zh-cn")


def _code(page):
    return page.locator("div.highlight pre")


@pytest.mark.parametrize("name", ["quick-start.html", "exports.html"])
def test_no_example_ends_in_an_empty_line(visit, folder, name):
    page = visit(f"{folder}{name}")
    texts = _code(page).all_text_contents()
    assert len(texts) > 5
    assert [text for text in texts if text != text.rstrip() + "\n"] == []


def test_code_has_no_underlines(visit, folder):
    page = visit(f"{folder}quick-start.html", color_scheme="dark")
    lines = page.locator("div.highlight pre span").evaluate_all(
        "all => all.map(e => getComputedStyle(e).textDecorationLine)"
    )
    assert set(lines) == {"none"}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_code_that_is_too_wide_has_a_shadow(visit, folder, theme, phone):
    page = visit(f"{folder}exports.html", color_scheme=theme, viewport=phone)
    wide = [
        code
        for code in _code(page).all()
        if code.evaluate("e => e.scrollWidth > e.clientWidth")
    ]
    assert wide
    for code in wide:
        image = code.evaluate("e => getComputedStyle(e).backgroundImage")
        assert image.count("linear-gradient") == 4
        colour, background = code.evaluate(
            "e => [getComputedStyle(e).backgroundColor,"
            " getComputedStyle(e.parentElement).backgroundColor]"
        )
        assert colour == background


def test_a_copy_has_no_prompts_and_no_output(browser, address, folder):
    context = browser.new_context(
        permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    page.goto(f"{address}/{folder}quick-start.html")
    block = page.locator("div.highlight", has_text="organizers_of").last
    block.hover()
    block.locator("button.copybtn").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    context.close()
    assert copied.splitlines()[:2] == [
        'for organizer in contests.organizers_of("8/regional/shenzhen"):',
        "    print(organizer.organization.name, organizer.role.label)",
    ]
    assert ">>>" not in copied
    assert "深圳市工业和信息化局" not in copied


def test_buttons_to_copy_have_a_name(visit, folder):
    page = visit(f"{folder}quick-start.html")
    buttons = page.locator("button.copybtn")
    assert buttons.count() > 5
    said = {button.get_attribute("data-tooltip") for button in buttons.all()}
    assert said == {"复制" if folder else "Copy"}


def test_comments_in_chinese_examples_are_chinese(site):
    for path in sorted((site / "zh-cn").glob("*.html")):
        html = path.read_text(encoding="utf-8")
        comments = re.findall(r'<span class="c1"># (.*?)</span>', html)
        in_english = [
            comment
            for comment in comments
            if not re.search("[\u4e00-\u9fff]", comment)
        ]
        assert in_english == [], path.name


def test_code_in_chinese_examples_is_the_same(visit):
    """A translation changes comments, and nothing else."""
    english, chinese = (
        _code(visit(f"{folder}quick-start.html")).all_text_contents()
        for folder in FOLDERS.values()
    )
    comment = re.compile("  # .*")
    assert [comment.sub("", text) for text in english] == [
        comment.sub("", text) for text in chinese
    ]
