"""The map of the READMEs: it shows the data, and is up to date."""

import re
import sys

from xml.etree import ElementTree as ET

import pytest

from showcase import map as tile_map
from showcase import tiles

from cnmaker_data import edition


@pytest.fixture(scope="module")
def draw_map(request):
    docs = request.config.rootpath / "docs"
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(docs))
        import draw_map

        yield draw_map
    sys.modules.pop("draw_map")


@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_the_checked_in_map_is_up_to_date(draw_map, code):
    path = draw_map.DOCS / "static" / draw_map.PICTURES[code]
    assert path.read_text(encoding="utf-8") == draw_map.drawn(code), (
        "run: python docs/draw_map.py"
    )


def test_each_readme_shows_its_map(draw_map):
    for name, picture in (
        ("README.md", "map.svg"),
        ("README.zh-CN.md", "map.zh-CN.svg"),
    ):
        path = draw_map.DOCS.parent / name
        shown = re.findall(r"!\[.+\]\((.+)\)", path.read_text(encoding="utf-8"))
        assert shown == [f"docs/static/{picture}"]


def test_it_shows_each_region_and_its_count(language):
    root = ET.fromstring(tile_map.svg(edition()))  # noqa: S314  # ours
    groups = root.findall("{*}g")
    shown = [
        [text.text for text in group.findall("{*}text")] for group in groups
    ]
    wanted = [
        [tile.region.short_name, tile.english, str(len(tile.contests))]
        for tile in tiles.tiles(edition())
    ]
    if language == "zh_CN":
        wanted = [[name, count] for name, _, count in wanted]
    assert shown == wanted


def test_it_stands_alone():
    text = tile_map.svg(edition())
    assert re.findall(r"https?://[^\"]+", text) == [
        "http://www.w3.org/2000/svg"
    ]
    assert "url(" not in text
