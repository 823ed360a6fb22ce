"""
The picture of the house: the contract's layers, and what each module is for.
"""

import re

import house
import pytest


def test_layers_are_those_of_the_contract():
    listed = [name for layer in house.layers() for name in layer]
    assert listed[0] == "__main__"
    assert listed[-1] == "errors"
    assert ["display", "arrow"] in house.layers()
    assert len(set(listed)) == len(listed)


def test_every_module_of_the_package_has_a_place():
    modules = {
        path.stem
        for path in house.PACKAGE.iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    listed = {name for layer in house.layers() for name in layer}
    assert listed == modules - {"__init__"}


@pytest.mark.parametrize(
    "name", [name for layer in house.layers() for name in layer]
)
def test_every_module_says_what_it_is_for(name):
    assert re.fullmatch("[^`]*(`[^`]+`[^`]*)*", house.purpose(name))
    assert len(house.purpose(name)) > 10


def test_an_unknown_module_is_an_error():
    with pytest.raises(FileNotFoundError):
        house.purpose("nowhere")


def test_the_page_names_files_that_exist(site):
    text = (house.ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:src|docs|tests)/[\w./-]+)`", text)
    assert len(named) >= 10
    assert [name for name in named if not (house.ROOT / name).exists()] == []


@pytest.mark.parametrize("folder", ["", "zh-cn/"])
def test_the_page_shows_each_layer(site, folder):
    html = (site / folder / "design.html").read_text(encoding="utf-8")
    shown = re.findall(r"<code[^>]*><span class=\"pre\">(\w+)</span>", html)
    listed = [name for layer in house.layers() for name in layer]
    start = shown.index("__main__")
    assert set(listed) <= set(shown[start:])
