"""The site for everybody: what axe-core finds, and whether it fits a phone."""

import pytest

from axe_playwright_python.sync_playwright import Axe

from cnmaker_data import edition


LANGUAGES = {"en": "", "zh_CN": "zh-cn/"}
PAGES = [
    "index.html",
    "quick-start.html",
    "explorer.html",
    "api/contests.html",
    "exports.html",
    "design.html",
    "provenance.html",
    "data-dictionary.html",
]


@pytest.fixture(params=LANGUAGES.values(), ids=LANGUAGES)
def folder(request):
    return request.param


@pytest.fixture(params=["light", "dark"])
def theme(request):
    return request.param


def _violations(page):
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {node['html']}\n{node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(visit, folder, theme, name):
    page = visit(f"{folder}{name}", color_scheme=theme)
    assert _violations(page) == []


@pytest.mark.parametrize("is_phone", [False, True], ids=["desktop", "phone"])
def test_axe_finds_nothing_in_what_opens(visit, folder, theme, phone, is_phone):
    contest = edition().contests.by_tier("thematic")[-1].id
    address = f"{folder}explorer.html?place=鼓楼区#{contest}"
    options = {"viewport": phone} if is_phone else {}
    page = visit(address, color_scheme=theme, **options)
    page.locator("#explorer-answer li").first.wait_for()
    page.locator(".explorer-as-table summary").click()
    for summary in page.locator("figure summary").all():
        summary.click()
    assert _violations(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_fits_a_phone(visit, folder, phone, name):
    page = visit(f"{folder}{name}", viewport=phone)
    widths = page.evaluate(
        "[document.documentElement.scrollWidth, document.body.scrollWidth]"
    )
    assert max(widths) <= phone["width"]
