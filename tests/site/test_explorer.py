"""The explorer's page: all that the edition says is in it, whatever it says."""

import csv
import json

from html.parser import HTMLParser

import attrs
import pytest

from hypothesis import HealthCheck, given, settings
from showcase import explorer, places, tiles
from sphinx.errors import ExtensionError

from cnmaker_data import Contests, Tier, edition, editions, find_region
from cnmaker_data.places import all_regions
from cnmaker_data.strategies import editions as any_editions


# Elements that have no end.
_VOID = {"br", "input", "wbr"}


class _Page(HTMLParser):
    """The elements of a page, each with its attributes and all text inside."""

    def __init__(self, html):
        super().__init__()
        self.elements = []
        self._open = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attributes):
        element = {"tag": tag, "text": "", **dict(attributes)}
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag):
        assert self._open.pop()["tag"] == tag

    def handle_data(self, data):
        for element in self._open:
            element["text"] += data

    def of_class(self, name):
        return [
            element
            for element in self.elements
            if name in (element.get("class") or "").split()
        ]


@pytest.fixture
def html(language):
    return explorer.html(edition())


@pytest.fixture
def page(html):
    return _Page(html)


def _says_all(page, shown):
    rows = page.of_class("explorer-contest")
    details = page.of_class("explorer-detail")
    assert [row["data-id"] for row in rows] == [c.id for c in shown.contests]
    for contest, detail in zip(shown.contests, details, strict=True):
        assert detail["id"] == contest.id
        said = [
            contest.name,
            contest.theme or "",
            contest.location.name,
            contest.location.code,
            *(o.organization.name for o in contest.organizers),
            *(a for o in contest.organizers for a in o.organization.aliases),
            *(o.role.label for o in contest.organizers),
            *(link.url for link in contest.links),
            *(link.text for link in contest.links),
            *(link.label or "" for link in contest.links),
            contest.source.table,
            *contest.source.keys(),
            *contest.source.values(),
        ]
        assert [text for text in said if text not in detail["text"]] == []
    links = {
        element["href"]
        for element in page.elements
        if element["tag"] == "a" and not element["href"].startswith("#")
    }
    assert links == {url for c in shown.contests for url in c.urls}


def test_says_all_of_the_edition(page):
    _says_all(page, edition())


@pytest.fixture(scope="module")
def roomy_layout(tmp_path_factory):
    """Give a layout with a tile for each division."""
    path = tmp_path_factory.mktemp("layout") / "tiles.csv"
    regions = [find_region("660000"), *all_regions()]
    rows = [f"{r.code},{i},1,{r.name}," for i, r in enumerate(regions, 1)]
    text = "\n".join(["code,row,column,sign,english", *rows])
    path.write_text(text, encoding="utf-8")
    return path


@settings(
    suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=50
)
@given(any_editions())
def test_says_all_of_any_edition(roomy_layout, shown):
    _says_all(_Page(explorer.html(shown, roomy_layout)), shown)


def _with_name(name):
    contests = edition().contests
    changed = attrs.evolve(contests["final"], name=name)
    return attrs.evolve(edition(), contests=[changed, *contests[1:]])


def test_text_is_text():
    name = "</script><script>alert('x')</script>&amp;\"><b>"
    page = _Page(explorer.html(_with_name(name)))
    scripts = [each for each in page.elements if each["tag"] == "script"]
    assert len(scripts) == 1
    [detail, *_] = page.of_class("explorer-detail")
    assert name in detail["text"]


def test_words_of_the_script_are_one_json_document(page, html):
    [script] = [each for each in page.elements if each["tag"] == "script"]
    words = json.loads(script["text"])
    assert set(words) >= {"count", "enters", "unknown"}
    assert all(words.values())
    assert "<" not in script["text"]


def test_each_language_has_words_of_its_own(language):
    [_, group, *_] = _Page(explorer.html(edition())).of_class("explorer-group")
    assert "区域赛" in group["text"]
    assert ("Regional" in group["text"]) == (language == "en")


def test_inherited_links_are_marked(page):
    inherited = [
        contest
        for contest in edition().contests
        if any(link.inherited for link in contest.links)
    ]
    # In the row, in what it opens to, and in the legend.
    marks = page.of_class("explorer-origin-inherited")
    assert inherited
    assert len(marks) == 2 * len(inherited) + 1


def test_finds_a_contest_by_all_that_names_it(page):
    rows = {r["data-id"]: r for r in page.of_class("explorer-contest")}
    for contest in edition().contests:
        searched = rows[contest.id]["data-search"]
        for text in (
            contest.id,
            contest.name,
            contest.theme or "",
            contest.tier.label,
            contest.location.name,
            contest.location.english_name,
            *(o.organization.name for o in contest.organizers),
            *(a for o in contest.organizers for a in o.organization.aliases),
        ):
            assert explorer.fold(text) in searched


# The map


@pytest.mark.parametrize("number", editions())
def test_map_has_a_tile_for_each_region(number):
    contests = edition(number).contests
    provinces = {r.code for r in all_regions() if r.level == "province"}
    regional = {c.location.code for c in contests.by_tier("regional")}
    codes = [tile.region.code for tile in tiles.tiles(edition(number))]
    assert len(provinces) == 34
    assert sorted(codes) == sorted(provinces | regional | {"660000"})


def test_layout_has_no_more_than_the_editions_need():
    with tiles.LAYOUT.open(encoding="utf-8", newline="") as file:
        codes = [row["code"] for row in csv.DictReader(file)]
    needed = {
        tile.region.code
        for number in editions()
        for tile in tiles.tiles(edition(number))
    }
    assert sorted(codes) == sorted(needed)


def test_no_two_tiles_share_a_place():
    placed = [(tile.row, tile.column) for tile in tiles.tiles(edition())]
    assert len(set(placed)) == len(placed)
    assert all(row > 0 < column for row, column in placed)


def test_tiles_count_each_contest_once():
    counted = [c for tile in tiles.tiles(edition()) for c in tile.contests]
    assert sorted(counted, key=edition().contests.index) == list(
        edition().contests
    )


def test_tiles_count_what_is_held_there():
    contests = edition().contests
    for tile in tiles.tiles(edition()):
        held = contests.by_region(tile.region)
        own = [t.region for t in tiles.tiles(edition()) if t.is_city]
        elsewhere = {
            contest
            for city in own
            if city != tile.region
            for contest in contests.by_region(city)
        }
        assert set(tile.contests) == set(held) - elsewhere


def test_tiles_know_where_no_contest_is_open():
    entered = {t.region.short_name: t.entry for t in tiles.tiles(edition(8))}
    none = {name for name, contest in entered.items() if contest is None}
    overseas = {
        name
        for name, contest in entered.items()
        if contest and contest.tier is Tier.OVERSEAS
    }
    assert none == {"内蒙古", "宁夏"}
    assert overseas == {"香港", "澳门", "台湾"}


def test_a_city_without_a_tile_is_named():
    contests = edition().contests
    chengdu = attrs.evolve(
        contests["regional/ningbo"],
        id=f"{edition().number}/regional/chengdu",
        location=find_region("成都"),
    )
    shown = attrs.evolve(edition(), contests=Contests([*contests, chengdu]))
    with pytest.raises(ExtensionError, match=r"成都市 \(510100\).*add a row"):
        tiles.tiles(shown)


@pytest.mark.parametrize("most", range(1, 40))
def test_levels_are_ranges_from_one_to_the_most(most):
    levels = tiles.levels(most)
    counts = [count for level in levels for count in level.counts]
    shades = [level.shade for level in levels]
    assert counts[:most] == list(range(1, most + 1))
    assert len(levels) <= 5
    assert shades[-1] == 5
    assert shades == sorted(set(shades))
    assert shades[0] >= 1
    assert tiles.shade(0, levels) == 0


# Where do I enter?


def test_script_has_all_divisions():
    text = places.script(edition())
    start = "Places.tables = "
    assert text.startswith(start)
    tables = json.loads(text.removeprefix(start).rstrip(";\n"))
    rows = [row.split(",") for row in tables["rows"].split("\n")]
    entered = {code: contest for code, *_, contest, _ in rows}
    crosswalk = edition().crosswalk()
    assert len(rows) == len(crosswalk) + 1
    assert entered.pop("660000") == f"{edition().number}/regional/xpcc"
    assert entered == {row.code: row.contest_id or "" for row in crosswalk}
