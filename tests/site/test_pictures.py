"""The pictures: what they show is what the data say."""

import re

from html.parser import HTMLParser

import pytest

from hypothesis import HealthCheck, given, settings
from showcase import counted, pictures
from showcase.drawing import Bar, Line, bars, element, lines

from cnmaker_data import Role, Tier, edition
from cnmaker_data.strategies import editions as any_editions


_ANY = settings(
    suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=50
)


@pytest.mark.parametrize("name", pictures.PICTURES)
def test_each_picture_has_a_name_a_caption_and_a_table(name, language):
    html = pictures.html(name, edition())
    assert '<svg role="img" aria-labelledby="picture-' in html
    picture = pictures.PICTURES[name](edition())
    for text in (picture.title, picture.caption, *picture.columns):
        assert str(text)
        assert re.search("[\u4e00-\u9fff]", text) or language == "en"
    HTMLParser().feed(html)


@_ANY
@given(any_editions())
def test_any_edition_can_be_drawn(shown):
    for name in pictures.PICTURES:
        assert "<svg" in pictures.html(name, shown)


def test_organizers_are_counted_once_a_tier_and_role():
    picture = counted.organizers_by_tier(edition(8))
    rows = {label: counts for label, *counts in picture.rows}
    contests = edition(8).contests
    for tier, label in zip(Tier, rows, strict=True):
        for role, count in zip(Role, rows[label], strict=True):
            assert count == len(
                {
                    o.organization.name
                    for contest in contests.by_tier(tier)
                    for o in contests.organizers_of(contest, role=role)
                }
            )
    names = {o.organization.name for c in contests for o in c.organizers}
    assert str(len(names)) in picture.caption


def test_each_thematic_final_is_drawn():
    picture = counted.thematic_finals(edition(8))
    thematic = edition(8).contests.by_tier("thematic")
    assert sum(count for _, count, _ in picture.rows) == len(thematic)
    for place, count, themes in picture.rows:
        there = thematic.by_region(place)
        assert count == len(there)
        assert themes.split("、") == [contest.theme for contest in there]
    drawn = picture.drawing.shapes
    assert drawn.count("<rect") == len(thematic)
    assert all(contest.theme in drawn for contest in thematic)


@_ANY
@given(any_editions())
def test_each_contest_has_one_kind_of_link(shown):
    (_, *total), *tiers = counted.own_links(shown).rows
    assert sum(total) == len(shown.contests)
    columns = zip(*(counts for _, *counts in tiers), strict=True)
    assert total == [sum(each) for each in columns]


def test_own_links_are_printed_for_one_contest_alone():
    (_, own, shared, inherited, missing), *_ = counted.own_links(
        edition(8)
    ).rows
    contests = edition(8).contests
    printed = [
        {link.url for link in contest.links if not link.inherited}
        for contest in contests
    ]
    alone = [
        urls
        for i, urls in enumerate(printed)
        if urls - set().union(*printed[:i], *printed[i + 1 :])
    ]
    assert own == len(alone)
    assert missing == sum(not contest.links for contest in contests)
    assert inherited == sum(
        bool(contest.links) and all(link.inherited for link in contest.links)
        for contest in contests
    )
    assert shared == len(contests) - own - inherited - missing


def test_bars_are_as_long_as_their_numbers():
    drawing = bars([Bar("a", (30, 10)), Bar("b", (0, 20))])
    widths = [
        float(each)
        for each in re.findall(r'<rect[^>]* width="([\d.]+)%"', drawing.shapes)
    ]
    assert widths == [67.5, 22.5, 45]


def test_shares_fill_the_width():
    drawing = bars([Bar("a", (1, 3)), Bar("b", (7, 0))], as_shares=True)
    widths = re.findall(r'<rect[^>]* width="([\d.]+)%"', drawing.shapes)
    assert list(map(float, widths)) == [25, 75, 100]


def test_lines_have_a_square_each():
    drawing = lines([Line("x", "A"), Line("y"), Line("z", "B")])
    assert drawing.shapes.count("<rect") == 3
    # Between the groups.
    assert drawing.shapes.count("<line") == 1


def test_elements_escape():
    made = element("text", "<b>&", class_='"x"', dx=1)
    assert made == '<text class="&#34;x&#34;" dx="1">&lt;b&gt;&amp;</text>'
