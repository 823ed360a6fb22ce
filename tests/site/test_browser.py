"""
The explorer in a browser: search, filters, the map, links and history, “where
do I enter?”, with a mouse, with keys, without JavaScript, and from a disk.
"""

import csv
import itertools
import re
import unicodedata

import pytest

from cnmaker_data import (
    AmbiguousRegionError,
    UnknownRegionError,
    ancestors,
    edition,
    find_region,
    locate,
    path_of,
)
from cnmaker_data.places import CORPS, all_regions, codes_above
from cnmaker_data.places.retired import retired_divisions
from cnmaker_data.series import numeral


CONTESTS = edition().contests
NUMBER = edition().number
PAGES = {"en": "explorer.html", "zh_CN": "zh-cn/explorer.html"}


@pytest.fixture(params=PAGES.values(), ids=PAGES)
def path(request):
    return request.param


@pytest.fixture
def page(visit, path):
    return visit(path)


def _shown(page):
    rows = page.locator(".explorer-contest:visible")
    return rows.evaluate_all("rows => rows.map(row => row.dataset.id)")


def _ids(contests):
    return [contest.id for contest in contests]


def _open(page):
    """Return the id of the contest that is open, or None."""
    names = page.locator('.explorer-name[aria-expanded="true"]')
    details = page.locator(".explorer-detail:visible")
    assert names.count() == details.count() <= 1
    return details.get_attribute("id") if details.count() else None


def _focused(page):
    return page.evaluate("document.activeElement.getAttribute('href')")


def _tile(page, code):
    return page.locator(f'.explorer-tile[data-region="{code}"]')


def _chip(page, tier):
    return page.locator(f'.explorer-tiers label:has([value="{tier}"])')


def _tier(page):
    """Return the tier whose chip is pressed, "" for all; None where none is."""
    pressed = page.locator('[name="tier"]:checked')
    return pressed.get_attribute("value") if pressed.count() else None


def _says_count(page, contests):
    text = page.locator("#explorer-count").text_content()
    numbers = sorted(map(int, re.findall(r"\d+", text)))
    assert numbers == sorted([len(contests), len(CONTESTS)])


def test_lists_all_contests(page, path):
    assert _shown(page) == _ids(CONTESTS)
    _says_count(page, CONTESTS)
    tag = "zh-CN" if path.startswith("zh") else "en"
    assert page.locator("html").get_attribute("lang") == tag


# Search and filters


def _texts():
    """Yield what a contest may be searched by, taken from the data."""
    thematic = CONTESTS.by_tier("thematic")[-1]
    city = next(
        contest.location
        for contest in CONTESTS.by_tier("regional")
        if contest.location.level == "prefecture"
    )
    yield thematic.id
    yield thematic.theme
    yield f"{thematic.location.short_name} {thematic.theme[:2]}"
    yield city.name
    yield city.english_name.upper()
    # In full-width letters.
    yield "".join(chr(ord(c) + 0xFEE0) for c in city.english_name.lower())
    organizations = [
        organizer.organization
        for contest in CONTESTS
        for organizer in contest.organizers
    ]
    yield organizations[-1].name
    yield next(alias for each in organizations for alias in each.aliases)
    yield CONTESTS[1].urls[0].removeprefix("http://").rstrip("/")


def _mentions(contest, word):
    location = contest.location
    texts = [
        contest.id,
        contest.name,
        contest.tier.label,
        path_of(location),
        location.english_name,
        *(str(organizer.organization) for organizer in contest.organizers),
        *contest.urls,
    ]
    folded = unicodedata.normalize("NFKC", word).lower()
    return any(folded in text.lower() for text in texts)


@pytest.mark.parametrize("text", tuple(_texts()))
def test_search(page, text):
    found = [
        contest
        for contest in CONTESTS
        if all(_mentions(contest, word) for word in text.split())
    ]
    assert 0 < len(found) < len(CONTESTS)
    page.fill("#explorer-q", text)
    assert _shown(page) == _ids(found)
    _says_count(page, found)


def test_search_for_what_is_not_there(page):
    page.fill("#explorer-q", "没有的赛事")
    assert _shown(page) == []
    assert page.locator(".explorer-nothing").is_visible()
    page.locator(".explorer-count button").click()
    assert _shown(page) == _ids(CONTESTS)
    assert page.locator("#explorer-q").input_value() == ""


@pytest.mark.parametrize(
    "text", ["义乌", "Jinhua, Yiwu", "330782", " 浙江 义乌 "]
)
def test_a_search_for_a_place_leads_to_where_it_enters(page, text):
    page.fill("#explorer-q", text)
    assert _shown(page) == []
    button = page.locator(".explorer-nothing button")
    assert f"“{text.strip()}”" in button.text_content()
    button.click()
    assert page.locator("#explorer-place").input_value() == text.strip()
    entered = page.locator("#explorer-answer .explorer-entered a")
    contest = CONTESTS.entry_for("义乌市")
    assert entered.get_attribute("href") == f"#{contest.id}"
    assert page.evaluate("document.activeElement.id") == "explorer-place"
    top = page.locator("#explorer-place").bounding_box()["y"]
    assert 0 <= top < 450
    # What is shown below it is up to the search, as before.
    assert page.locator("#explorer-q").input_value() == text
    page.go_back()
    assert page.locator("#explorer-place").input_value() == ""
    assert page.locator("#explorer-answer").text_content() == ""


def test_a_search_for_an_ambiguous_place_leads_to_the_choices(page):
    with pytest.raises(AmbiguousRegionError) as caught:
        find_region("Yiwu")
    page.fill("#explorer-q", "Yiwu")
    page.locator(".explorer-nothing button").click()
    choices = page.locator("#explorer-answer li")
    choices.first.wait_for()
    assert choices.count() == len(caught.value.candidates)


def test_only_a_search_leads_to_where_a_place_enters(visit, path):
    page = visit(f"{path}?region=999999&q=%20")
    assert _shown(page) == []
    assert page.locator(".explorer-nothing").is_visible()
    assert page.locator(".explorer-nothing button").is_hidden()


@pytest.mark.parametrize("tier", ["final", "regional", "thematic", "overseas"])
def test_filter_by_tier(page, tier):
    _chip(page, tier).click()
    assert _shown(page) == _ids(CONTESTS.by_tier(tier))
    _says_count(page, CONTESTS.by_tier(tier))
    assert page.locator(".explorer-group:visible").count() == 1


def test_a_tier_can_be_chosen_again_after_a_clear(page):
    for _ in range(2):
        _chip(page, "overseas").click()
        assert _tier(page) == "overseas"
        assert _shown(page) == _ids(CONTESTS.by_tier("overseas"))
        page.locator(".explorer-count button").click()
        assert _tier(page) == ""
        assert _shown(page) == _ids(CONTESTS)


def test_back_and_forward_press_the_chip_of_the_tier(page):
    _chip(page, "regional").click()
    _chip(page, "final").click()
    for step, tier in (
        (page.go_back, "regional"),
        (page.go_back, ""),
        (page.go_forward, "regional"),
        (page.go_back, ""),
    ):
        step()
        assert _tier(page) == tier
        contests = CONTESTS.by_tier(tier) if tier else CONTESTS
        assert _shown(page) == _ids(contests)
    _chip(page, "regional").click()
    assert _shown(page) == _ids(CONTESTS.by_tier("regional"))


def test_a_link_to_an_unknown_tier_presses_no_chip(visit, path):
    page = visit(f"{path}?tier=none")
    assert _tier(page) is None
    assert _shown(page) == []
    _chip(page, "").first.click()
    assert _shown(page) == _ids(CONTESTS)


def test_filter_by_region(page):
    page.select_option("#explorer-region", "330200")
    assert _shown(page) == [f"{NUMBER}/regional/ningbo"]
    assert _tile(page, "330200").get_attribute("aria-pressed") == "true"


def test_filter_by_organizer(page):
    name = "浙江省经济和信息化厅"
    page.select_option("#explorer-organizer", name)
    assert _shown(page) == _ids(CONTESTS.by_organizer(name))


def test_filters_add_up(page):
    name = "浙江省经济和信息化厅"
    page.select_option("#explorer-organizer", name)
    _chip(page, "thematic").click()
    wanted = CONTESTS.by_organizer(name).by_tier("thematic")[-1]
    page.fill("#explorer-q", wanted.id)
    assert _shown(page) == [wanted.id]


def test_click_on_a_tile(page):
    held = [
        c for c in CONTESTS.by_region("浙江") if c.location.name != "宁波市"
    ]
    _tile(page, "330000").click()
    assert _shown(page) == _ids(held)
    assert page.locator('[aria-pressed="true"]').count() == 1
    assert page.locator("#explorer-region").input_value() == "330000"
    _tile(page, "330000").click()
    assert _shown(page) == _ids(CONTESTS)
    assert page.locator('[aria-pressed="true"]').count() == 0


@pytest.mark.parametrize("is_phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize("query", ["", "?place=义乌市"])
@pytest.mark.parametrize("code", ["330000", "330200", "150000", "810000"])
def test_a_tile_answers_in_view(visit, path, phone, is_phone, code, query):
    options = {"viewport": phone} if is_phone else {}
    page = visit(f"{path}{query}", **options)
    if query:
        page.locator("#explorer-answer .explorer-entered").wait_for()
    tile = _tile(page, code)
    tile.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    tile.click()
    # Browsers round where they scroll to.
    assert abs(page.evaluate("scrollY") - before) <= 1
    told = page.locator(".explorer-told")
    assert (
        page.locator("#explorer-place").bounding_box()["y"]
        < page.locator(".explorer-legend").bounding_box()["y"]
    )
    box = told.bounding_box()
    size = page.viewport_size
    assert 0 <= box["y"] < box["y"] + box["height"] <= size["height"]
    assert 0 <= box["x"] < box["x"] + box["width"] <= size["width"]
    text = told.inner_text()
    region = find_region(code)
    assert region.name in told.locator("h3").inner_text()
    is_english = path == PAGES["en"]
    assert (region.english_name in text) == is_english
    shown = [CONTESTS[each] for each in _shown(page)]
    held = told.locator("li .explorer-name")
    hrefs = held.evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert hrefs == [f"#{contest.id}" for contest in shown]
    for contest in shown:
        for organizer in contest.organizers:
            assert organizer.organization.name in text
            role = organizer.role
            assert (role.value if is_english else role.label) in text
    contest = CONTESTS.entry_for(region)
    entered = told.locator("p > .explorer-name")
    links = told.locator("p > a[rel]").evaluate_all("l => l.map(a => a.href)")
    if contest:
        assert entered.get_attribute("href") == f"#{contest.id}"
        assert links == list(contest.urls)
    else:
        assert entered.count() == len(links) == 0


def test_the_answer_of_a_tile_goes_away(page):
    told = page.locator(".explorer-told")
    assert told.is_hidden()
    _tile(page, "330000").click()
    told.locator(".explorer-close").click()
    assert told.is_hidden()
    assert _shown(page) == _ids(CONTESTS)
    focused = page.evaluate("document.activeElement.dataset.region")
    assert focused == "330000"
    page.go_back()
    assert told.is_visible()
    _tile(page, "330000").click()
    assert told.is_hidden()


def test_a_contest_in_the_answer_of_a_tile_opens(page):
    _tile(page, "330200").click()
    page.locator(".explorer-told li .explorer-name").click()
    assert _open(page) == f"{NUMBER}/regional/ningbo"


TITLES = {
    "第十届“创客中国”中小企业创新创业大赛全国总决赛二等奖": "final",
    "入选2019年“创客中国”中小企业创新创业大赛200强": "final",
    "第十届“创客中国”深圳市中小企业大赛一等奖": "regional/shenzhen",
    "第九届“创客中国”广东省中小企业大赛优胜奖": "regional/guangdong",
    "第八届“创客中国·创业天府”四川省大赛三等奖": "regional/sichuan",
    "浙江省第九届“创客中国”大赛创客组二等奖": "regional/zhejiang",
    "第七届创客中国兵团中小企业创新创业大赛": "regional/xpcc",
    "the 7th “Maker China” Shenzhen SME contest": "regional/shenzhen",
    "第九届「创客中国」低代码中小企业大赛企业组三等奖": "thematic/low-code",
    "2022年“创客中国”大数据专题赛一等奖": "thematic/big-data",
    "“创客中国”广东省深圳市中小企业大赛": "regional/shenzhen",
    "2020年“创客中国”大数据大赛决赛在青岛蓝谷开赛": "thematic/big-data",
    "Maker in China SME Global Contest 2021": "overseas/international",
}


def test_search_for_a_title_with_an_award(page):
    own = {f"{each.name}一等奖": each.series for each in CONTESTS}
    for title, series in {**TITLES, **own}.items():
        page.fill("#explorer-q", title)
        assert _shown(page) == [CONTESTS[series].id], title


@pytest.mark.parametrize(
    "title",
    [
        "第十四届中国创新创业大赛深圳赛区一等奖",
        "“创客广东”大赛复赛优胜奖",
        "the biggest smartphone maker in Guangdong",
    ],
)
def test_search_for_the_title_of_another_competition(page, title):
    page.fill("#explorer-q", title)
    assert _shown(page) == []


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("第十届“创客中国”深圳市大赛一等奖", 10),
        ("第十一届“创客中国”深圳市大赛", 11),
        ("第 7 届创客中国深圳市大赛", 7),
        ("2019年“创客中国”深圳市大赛", 4),
        ("第二十届“创客中国”深圳市大赛", 20),
        ("创客中国深圳市大赛", None),
        (f"{CONTESTS['regional/shenzhen'].name}一等奖", None),
    ],
)
def test_a_title_of_another_edition_says_so(page, path, title, number):
    page.fill("#explorer-q", title)
    assert _shown(page) == [CONTESTS["regional/shenzhen"].id]
    note = page.locator(".explorer-note")
    if number is None:
        assert note.text_content() == ""
    else:
        write = str if path == PAGES["en"] else numeral
        assert all(write(n) in note.text_content() for n in (number, NUMBER))


def test_rows_show_that_they_open(page):
    marks = page.locator(".explorer-contest .explorer-name").evaluate_all(
        "all => all.map(a => getComputedStyle(a, '::before').content)"
    )
    assert marks == ['"▸"'] * len(CONTESTS)


def test_roles_stand_in_the_list(page, path):
    for contest in CONTESTS:
        row = page.locator(f'[data-id="{contest.id}"]')
        roles = row.locator(".explorer-role").all_text_contents()
        assert roles == [
            each.role.value if path == PAGES["en"] else each.role.label
            for each in contest.organizers
        ]


def test_tiles_of_regions_without_a_regional_contest(page):
    provinces = [each for each in all_regions() if each.level == "province"]
    marked = page.locator("button.explorer-tile-none")
    codes = marked.evaluate_all("tiles => tiles.map(t => t.dataset.region)")
    assert set(codes) == {
        each.code for each in provinces if CONTESTS.entry_for(each) is None
    }
    for code in codes:
        _tile(page, code).click()
        assert _shown(page) == _ids(CONTESTS.by_region(code))


def test_names_of_tiles(visit):
    # It has no city with a tile.
    count = len(CONTESTS.by_region("江苏"))
    names = {
        "en": f"江苏 Jiangsu : {count} contests (1 of them regional)",
        "zh_CN": f"江苏 : {count} 场赛事 (其中区域赛 1 场)",
    }
    for language, name in names.items():
        page = visit(PAGES[language])
        assert page.get_by_role("button", name=name).count() == 1


# Links and history


def test_link_to_a_contest(visit, path):
    contest = f"{NUMBER}/regional/ningbo"
    page = visit(f"{path}#{contest}")
    assert _open(page) == contest
    assert _focused(page) == f"#{contest}"
    row = page.locator(f'[data-id="{contest}"]').bounding_box()
    assert 0 <= row["y"] < 450


def test_each_contest_has_a_link(page):
    for contest in CONTESTS:
        page.evaluate("id => { location.hash = id }", contest.id)
        page.wait_for_function(
            "id => document.getElementById(id).checkVisibility()",
            arg=contest.id,
        )
        assert _open(page) == contest.id


def test_back_and_forward(page):
    first, second = f"{NUMBER}/final", f"{NUMBER}/regional/beijing"
    page.locator(f'a.explorer-name[href="#{first}"]').first.click()
    assert _open(page) == first
    page.locator(f'a.explorer-name[href="#{second}"]').first.click()
    assert _open(page) == second
    _tile(page, "110000").click()
    here = page.url
    assert here.endswith(f"?region=110000#{second}")
    assert _shown(page) == _ids(CONTESTS.by_region("北京"))
    page.go_back()
    assert _shown(page) == _ids(CONTESTS)
    assert _open(page) == second
    page.go_back()
    assert _open(page) == first
    page.go_back()
    assert _open(page) is None
    for _ in range(3):
        page.go_forward()
    assert page.url == here
    assert _open(page) == second
    assert _shown(page) == _ids(CONTESTS.by_region("北京"))


def test_a_view_can_be_shared(page, visit):
    region = CONTESTS.by_tier("thematic")[-1].location.code[:2] + "0000"
    page.fill("#explorer-q", "工业和信息化")
    _chip(page, "thematic").click()
    page.select_option("#explorer-region", region)
    page.fill("#explorer-place", "义乌")
    page.locator(".explorer-name:visible").last.click()
    other = visit(page.url)
    assert _shown(other) == _shown(page)
    assert 0 < len(_shown(other)) < len(CONTESTS.by_tier("thematic"))
    assert _open(other) == _open(page) is not None
    for field in ("q", "region", "place"):
        value = page.locator(f"#explorer-{field}").input_value()
        assert other.locator(f"#explorer-{field}").input_value() == value
    assert _tier(other) == "thematic"
    other.locator("#explorer-answer .explorer-entered").wait_for()


def test_a_link_shows_a_contest_that_filters_hide(visit, path):
    contest = f"{NUMBER}/regional/ningbo"
    page = visit(f"{path}?tier=thematic#{contest}")
    assert _open(page) == contest
    assert _shown(page) == _ids(CONTESTS)


@pytest.mark.parametrize(
    "tail",
    ["#no-contest", "#%E0%A4%A", "?tier=none&q=%E0%A4%A#", "?region=999999"],
)
def test_a_broken_link_is_no_error(visit, path, tail):
    page = visit(path + tail)
    assert _open(page) is None
    assert page.locator("#explorer-count").is_visible()


UNKNOWN = [
    f"{NUMBER}/regional/nowhere",
    f"{NUMBER - 1}/regional/ningbo",
    f"{NUMBER}/regional/<b>$&{{id}}</b>",
]


def _says_unknown(page):
    """
    Return what is said of a contest that there is not, "" where nothing is.
    """
    line = page.locator(".explorer-unknown")
    return line.text_content() if line.is_visible() else ""


@pytest.mark.parametrize("contest", UNKNOWN)
def test_a_link_to_an_unknown_contest_says_so(visit, path, contest):
    said = {
        PAGES["en"]: f"Edition {NUMBER} has no contest “{contest}”.",
        PAGES["zh_CN"]: f"第{numeral(NUMBER)}届没有赛事“{contest}”。",
    }
    page = visit(f"{path}#{contest}")
    assert _says_unknown(page) == said[path]
    assert page.locator(".explorer-unknown").bounding_box()["y"] < 450
    assert _open(page) is None
    assert _shown(page) == _ids(CONTESTS)
    page.fill("#explorer-q", "ningbo")
    assert _says_unknown(page) == ""
    assert "#" not in page.url


@pytest.mark.parametrize(
    "action",
    [
        lambda page: page.locator(".explorer-name").first.click(),
        lambda page: _tile(page, "330000").click(),
        lambda page: _chip(page, "final").click(),
        lambda page: page.fill("#explorer-place", "义乌"),
        lambda page: page.evaluate("location.hash = '8/final'"),
    ],
    ids=["open", "tile", "tier", "place", "link"],
)
def test_what_is_said_of_an_unknown_contest_goes_away(visit, path, action):
    page = visit(f"{path}#{UNKNOWN[0]}")
    assert _says_unknown(page)
    action(page)
    page.wait_for_function(
        "document.querySelector('.explorer-unknown').textContent === ''"
    )
    assert _says_unknown(page) == ""


def test_an_unknown_contest_is_said_wherever_one_is_on_the_page(page):
    page.locator(".explorer-name").last.click()
    page.evaluate("id => { location.hash = id }", UNKNOWN[0])
    page.locator(".explorer-unknown:visible").wait_for()
    assert 0 <= page.locator(".explorer-unknown").bounding_box()["y"] < 900
    page.go_back()
    assert _says_unknown(page) == ""
    assert _open(page) == CONTESTS[-1].id


def test_what_is_said_of_a_long_link_is_short(visit, path):
    page = visit(f"{path}#{NUMBER}/{'x' * 5_000}")
    said = _says_unknown(page)
    assert f"{NUMBER}/xxx" in said
    assert "x…”" in said
    assert len(said) < 100


def test_other_places_on_the_page_are_no_unknown_contests(visit, path):
    for anchor in ("", "explorer-q", "no-contest", "%E0%A4%A"):
        assert _says_unknown(visit(f"{path}#{anchor}")) == ""


def test_a_row_closes_again(page):
    name = page.locator(".explorer-name").first
    name.click()
    assert _open(page) == CONTESTS[0].id
    name.click()
    assert _open(page) is None
    assert "#" not in page.url


def test_what_a_row_opens_to(page):
    contest = next(
        c for c in CONTESTS if any(link.inherited for link in c.links)
    )
    page.locator(f'.explorer-name[href="#{contest.id}"]').click()
    detail = page.locator(".explorer-detail:visible")
    text = detail.inner_text()
    for said in (contest.source.table, contest.theme, "主办"):
        assert said in text
    assert detail.locator(".explorer-origin-inherited").is_visible()
    links = detail.locator("dd a")
    hrefs = links.evaluate_all("links => links.map(a => a.href)")
    assert hrefs == list(contest.urls)


# Where do I enter?


def _ask(page, text):
    page.fill("#explorer-place", text)
    answer = page.locator("#explorer-answer")
    answer.locator("p").first.wait_for()
    page.wait_for_timeout(300)
    return answer


@pytest.mark.parametrize(
    "text",
    [
        "义乌市",
        "义乌",
        "浙江省金华市义乌市",
        "330782",
        "ｊｉｎｈｕａ, yiwu",
        "ZHEJIANG YIWU",
    ],
)
def test_where_a_place_enters(page, text):
    answer = _ask(page, text)
    assert "浙江省金华市义乌市" in answer.inner_text()
    contest = CONTESTS.entry_for("义乌市")
    link = answer.locator(".explorer-name")
    assert link.get_attribute("href") == f"#{contest.id}"
    assert link.text_content() == contest.name
    urls = answer.locator("a[rel]").evaluate_all("all => all.map(a => a.href)")
    assert urls == list(contest.urls)
    link.click()
    assert _open(page) == contest.id


def test_where_nothing_is_open(page):
    answer = _ask(page, "呼和浩特")
    assert "内蒙古自治区呼和浩特市" in answer.inner_text()
    assert answer.locator("a").count() == 0
    # That there is none, and what that does not mean.
    assert answer.locator("p").count() == 2


def _english_path(region):
    above = [find_region(code) for code in codes_above(region.code)]
    return ", ".join(each.english_name for each in (region, *above))


def test_english_pages_name_places_in_english(page, path):
    is_english = path == PAGES["en"]
    region = find_region("330782")
    answer = _ask(page, region.code)
    assert (_english_path(region) in answer.inner_text()) == is_english
    with pytest.raises(AmbiguousRegionError) as caught:
        find_region("鼓楼区")
    choices = _ask(page, "鼓楼区").locator("li")
    for choice, each in zip(
        choices.all(), caught.value.candidates, strict=True
    ):
        said = choice.locator("button").inner_text()
        assert (_english_path(each) in said) == is_english


def test_an_ambiguous_name_lists_the_choices(page):
    answer = _ask(page, "鼓楼区")
    choices = answer.locator("li")
    with pytest.raises(AmbiguousRegionError) as caught:
        find_region("鼓楼区")
    assert choices.count() == len(caught.value.paths)
    for choice, region in zip(
        choices.all(), caught.value.candidates, strict=True
    ):
        assert path_of(region) in choice.inner_text()
        href = choice.locator("a").get_attribute("href")
        assert href == f"#{CONTESTS.entry_for(region).id}"
    choices.locator("button").nth(1).click()
    page.wait_for_function(
        "text => document.querySelector('#explorer-answer')"
        ".textContent.includes(text)",
        arg=caught.value.candidates[1].code,
    )
    entered = page.locator("#explorer-answer .explorer-entered a")
    assert entered.count() == 1


def test_an_unknown_name_says_so(page):
    answer = _ask(page, "没有这个县")
    assert "没有这个县" in answer.inner_text()
    assert answer.locator("a, li").count() == 0


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("黔南布依", "贵州省黔南布依族苗族自治州"),
        ("福健", "福建省"),
        ("义鸟", "浙江省金华市义乌市"),
        ("yiwuu", "浙江省金华市义乌市"),
    ],
)
def test_an_unknown_name_suggests_others(page, text, name):
    answer = _ask(page, text)
    assert f"“{text}”" in answer.inner_text()
    suggested = answer.locator("li button [lang]").all_text_contents()
    assert name in suggested
    assert len(suggested) <= 3
    answer.locator("li button").first.click()
    code = find_region(suggested[0]).code
    assert page.locator("#explorer-place").input_value() == code


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("浙江省义乌市稠州北路699号", "“浙江省义乌市”"),
        ("吴江市松陵镇", "“吴江市”"),
        ("330183", "“330183”"),
        ("义乌市", None),
        ("91330782MA00000004", None),
    ],
)
def test_an_address_says_what_was_read(page, text, says):
    answer = _ask(page, text)
    located = locate(text)
    assert path_of(located.region) in answer.inner_text()
    contest = CONTESTS.entry_for(located.region)
    entered = answer.locator(".explorer-entered a")
    assert entered.get_attribute("href") == f"#{contest.id}"
    first = answer.locator("p").first.inner_text()
    if says:
        assert says in first
    else:
        assert "“" not in first


def test_a_province_names_its_cities_with_a_contest_of_their_own(page):
    answer = _ask(page, "浙江省")
    links = answer.locator(".explorer-name")
    hrefs = links.evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert hrefs == [
        f"#{NUMBER}/regional/zhejiang",
        f"#{NUMBER}/regional/ningbo",
    ]
    assert answer.get_by_text("宁波市").count()


def test_what_is_typed_is_bounded_and_its_echo_is_short(visit, page, path):
    regions = [find_region(CORPS), *all_regions()]
    longest = max(len(_english_path(region)) for region in regions)
    field = page.locator("#explorer-place")
    assert longest < int(field.get_attribute("maxlength")) <= 200
    # An address is as long as somebody likes.
    for length in (210, 900, 5_000):
        other = visit(f"{path}?place={'某' * length}")
        said = other.locator("#explorer-answer p").first
        said.wait_for()
        assert "某…”" in said.text_content()
        assert len(said.text_content()) < 100


def test_a_text_with_braces_is_shown_as_it_is(page):
    answer = _ask(page, "{place}$&{text}<b>")
    assert "“{place}$&{text}<b>”" in answer.inner_text()


def test_the_answer_is_in_the_address(visit, path):
    page = visit(f"{path}?place=330782")
    page.locator("#explorer-answer .explorer-entered").wait_for()
    assert page.locator("#explorer-place").input_value() == "330782"


def _spellings():
    """Yield texts that mean divisions, several, or none."""
    regions = [find_region(CORPS), *all_regions()]
    for region in regions:
        above = [find_region(code) for code in codes_above(region.code)]
        yield region.code
        yield f"{region.code}000000"
        yield region.name
        yield region.short_name
        yield region.english_name.upper()
        yield region.iso_3166_2 or f" {region.name} "
        yield path_of(region)
        yield f"{region.english_name}, " + ", ".join(
            each.english_name for each in above
        )
        for names in itertools.product(
            *([each.name, each.short_name, ""] for each in reversed(above))
        ):
            yield " / ".join([*names, region.name])
            yield "".join([*names, region.short_name])
        for filler in ("市辖区", "县", "省直辖县级行政区划"):
            yield f"{above[-1] if above else ''}{filler}{region.name}"
    yield from ["新疆兵团", "xpcc", "兵团石河子", "新疆兵团石河子市"]
    yield from ["延边州", "新疆自治区", "积石山县", "管城区", "广西自治区"]
    yield from [
        "",
        " ",
        "市",
        "１１００００",
        "999999",
        "110100",
        "广东省杭州市",
    ]
    yield from ["福健", "廣東", "Nowhere", "<b>", "\\", "(", "constructor"]
    # As long as the library reads, and longer.
    yield from ["北京" + " " * 998, "北京" + " " * 999]


def _library_says(text):
    try:
        located = locate(text)
    except AmbiguousRegionError as error:
        return [region.code for region in error.candidates], "", "", None
    except UnknownRegionError:
        return [], "", "", None
    contest = CONTESTS.entry_for(located.region)
    return (
        [located.region.code],
        located.read,
        located.basis,
        contest.id if contest else "",
    )


_LOCATE = """texts => {
    const places = new Places();
    return texts.map(text => {
        const {places: found, read, basis} = places.locate(text);
        const contest = found.length === 1 ? found[0].contest : null;
        return [found.map(place => place.code), read, basis, contest];
    });
}"""


def _differing(page, texts):
    answers = page.evaluate(_LOCATE, texts)
    return {
        text: (answer, said)
        for text, answer in zip(texts, answers, strict=True)
        if tuple(answer) != (said := _library_says(text))
    }


def test_answers_as_the_library_does(visit):
    """For each division in each spelling, and followed by a street."""
    texts = sorted(set(_spellings()))
    assert len(texts) > 30_000
    page = visit("explorer.html")
    _ask(page, "北京")
    assert _differing(page, texts) == {}
    paths = [path_of(region) for region in all_regions()]
    streets = [f"{path}人民路1号" for path in paths]
    without_province = [
        "".join(each.name for each in (*ancestors(region)[1:], region)) + "大道"
        for region in all_regions()
    ]
    assert _differing(page, [*streets, *without_province]) == {}


def test_answers_the_cases_of_the_library(visit, site):
    path = site.parents[2] / "tests" / "data" / "located.csv"
    with path.open(encoding="utf-8", newline="") as file:
        cases = list(csv.DictReader(file))
    page = visit("explorer.html")
    _ask(page, "北京")
    answers = page.evaluate(_LOCATE, [case["text"] for case in cases])
    differing = {
        case["text"]: answer
        for case, (*answer, _) in zip(cases, answers, strict=True)
        if answer != [case["codes"].split(), case["read"], case["basis"]]
    }
    assert differing == {}


def test_answers_for_retired_divisions_as_the_library_does(visit):
    page = visit("explorer.html")
    _ask(page, "北京")
    texts = {
        text
        for row in retired_divisions()
        for text in (
            row.code,
            f"{row.name}中山路1号",
            f"{row.province}{row.name}中山路1号",
            f"{row.province}{row.prefecture}{row.name}1号",
        )
    }
    assert _differing(page, sorted(texts)) == {}


# Keys


def test_keys_alone(page):
    page.locator("#explorer-place").focus()
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.dataset.region")
    assert first
    # From 黑龙江 south to 吉林 and 辽宁, then west to 天津.
    assert first == "230000"
    for key, code in (
        ("ArrowDown", "220000"),
        ("ArrowDown", "210000"),
        ("ArrowRight", "210200"),
        ("ArrowLeft", "210000"),
        ("ArrowLeft", "120000"),
    ):
        page.keyboard.press(key)
        focused = page.evaluate("document.activeElement.dataset.region")
        assert focused == code
    page.keyboard.press("Enter")
    assert _shown(page) == _ids(CONTESTS.by_region("天津"))
    page.keyboard.press("Space")
    assert _shown(page) == _ids(CONTESTS)
    # The map is one stop; then its table, and the search.
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "explorer-q"
    page.keyboard.type("ningbo")
    contest = f"{NUMBER}/regional/ningbo"
    for _ in range(10):
        page.keyboard.press("Tab")
        if _focused(page) == f"#{contest}":
            break
    page.keyboard.press("Enter")
    assert _open(page) == contest
    page.keyboard.press("Enter")
    assert _open(page) is None


def test_every_tile_can_be_reached_by_keys(page):
    reached = page.evaluate(
        """() => {
            const start = document.querySelector('.explorer-tile');
            const reached = new Set([start]);
            for (const tile of reached) {
                for (const key of ['Left', 'Right', 'Up', 'Down']) {
                    tile.focus();
                    tile.dispatchEvent(new KeyboardEvent('keydown',
                        {key: `Arrow${key}`, bubbles: true}));
                    reached.add(document.activeElement);
                }
            }
            return reached.size;
        }"""
    )
    assert reached == page.locator(".explorer-tile").count()


def test_focus_can_be_seen(page):
    page.locator("#explorer-place").focus()
    for _ in range(6):
        page.keyboard.press("Tab")
        width = page.evaluate(
            """() => {
                const at = document.activeElement;
                const seen = at.type === 'radio' ? at.nextElementSibling : at;
                return parseFloat(getComputedStyle(seen).outlineWidth);
            }"""
        )
        assert width >= 2


# Ways to look at it


def _lightness(page, selector):
    colour = page.locator(selector).first.evaluate(
        "element => getComputedStyle(element).backgroundColor"
    )
    return sum(map(int, re.findall(r"\d+", colour)[:3]))


def test_dark_mode(visit, path):
    light = visit(path, color_scheme="light")
    dark = visit(path, color_scheme="dark")
    assert _lightness(light, "body") > 600
    assert _lightness(dark, "body") < 150
    # More contests are darker, or in the dark lighter.
    for page, sign in ((light, 1), (dark, -1)):
        few, many = (
            _lightness(page, f".explorer-tile.explorer-shade-{shade}")
            for shade in (1, 5)
        )
        assert (few - many) * sign > 100


def test_dark_mode_by_the_theme_s_button(visit, path):
    page = visit(path, color_scheme="light")
    button = page.locator(".theme-toggle:visible").first
    for _ in range(3):
        if page.locator("body").get_attribute("data-theme") == "dark":
            break
        button.click()
    assert _lightness(page, "body") < 150
    assert _lightness(page, ".explorer-tile.explorer-shade-1") < 250


def test_phone(visit, path, phone):
    page = visit(f"{path}#{NUMBER}/regional/xpcc", viewport=phone)
    assert _open(page) == f"{NUMBER}/regional/xpcc"
    for tile in page.locator(".explorer-tile").all():
        box = tile.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= phone["width"]
        # The least that a finger hits.
        assert min(box["width"], box["height"]) >= 24


def test_without_javascript(visit, path):
    page = visit(path, java_script_enabled=False)
    names = page.locator(".explorer-contest:visible .explorer-name")
    assert names.all_text_contents() == [c.name for c in CONTESTS]
    # What cannot work is not offered.
    assert page.locator("form:visible input[name=q] >> nth=1").count() == 0
    assert page.locator(".explorer-filters").is_hidden()
    assert page.locator(".explorer-entry").is_hidden()
    assert page.locator(".explorer-tile:enabled").count() == 0
    assert page.locator("noscript").first.is_visible()
    # All of a row is behind its link.
    page.locator(".explorer-more summary").first.click()
    detail = page.locator(".explorer-detail").first
    assert CONTESTS[0].source["主办单位"] in detail.inner_text()


def test_link_without_javascript(visit, path):
    contest = f"{NUMBER}/regional/ningbo"
    page = visit(f"{path}#{contest}", java_script_enabled=False)
    page.locator(f'[id="{contest}"]').wait_for()


def test_from_a_disk(visit, path, site):
    page = visit((site / path).as_uri())
    assert _shown(page) == _ids(CONTESTS)
    assert "浙江" in _ask(page, "义乌").inner_text()
    page.fill("#explorer-q", "ningbo")
    page.locator(".explorer-name:visible").last.click()
    assert _open(page) == f"{NUMBER}/regional/ningbo"
    page.go_back()
    assert _open(page) is None
