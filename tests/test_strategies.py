import sys

import pytest

from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from cnmaker_data import (
    Contest,
    Contests,
    DataError,
    Edition,
    Link,
    MissingExtraError,
    Organization,
    Organizer,
    Region,
    Source,
    Tier,
    UnknownTierError,
    edition,
    find_links,
)
from cnmaker_data.ingest import read_plan
from cnmaker_data.strategies import (
    contests,
    editions,
    links,
    organizations,
    plan_text,
    plan_texts,
    regions,
)


@pytest.mark.parametrize(
    "cls",
    [
        Contest,
        Contests,
        Edition,
        Link,
        Organization,
        Organizer,
        Region,
        Source,
    ],
)
@given(data=st.data())
def test_from_type_draws_them(cls, data):
    assert type(data.draw(st.from_type(cls))) is cls


@given(
    st.data(), st.sampled_from(["province", "prefecture", "county", "corps"])
)
def test_regions_of_a_level(data, level):
    assert data.draw(regions(level=level)).level == level


@pytest.mark.parametrize("level", ["province", "corps"])
def test_a_level_of_few_regions(level):
    assert smallest_of(regions(level=level)).level == level


def test_an_unknown_level():
    with pytest.raises(InvalidArgument, match="length-zero"):
        smallest_of(regions(level="city"))


@given(editions(tiers=["thematic", "区域赛"]))
def test_editions_of_tiers(plan):
    assert {each.tier for each in plan.contests} <= {
        Tier.THEMATIC,
        Tier.REGIONAL,
    }


@given(links())
def test_links_are_those_found_in_their_text(link):
    assert find_links(f"{link.label or ''}{link.text}") == (link,)


@given(st.data(), st.sampled_from(Tier), st.integers(1, 99))
def test_contests_of_a_tier_and_edition(data, tier, number):
    spelling = data.draw(st.sampled_from([tier, tier.value, tier.label]))
    contest = data.draw(contests(edition=number, tier=spelling))
    assert contest.tier is tier
    assert contest.edition == number


@given(st.data(), st.integers(1, 4), st.integers(0, 3))
def test_sizes_of_editions(data, least, more):
    plan = data.draw(editions(min_contests=least, max_contests=least + more))
    assert least <= len(plan.contests) <= least + more


@pytest.mark.parametrize("number", [0, 100, st.integers(100, 200), "8"])
def test_numbers_that_have_no_numeral(number):
    with pytest.raises(DataError, match="is not a number from 1 to 99"):
        smallest_of(editions(number=number))


@given(editions(number=st.integers(8, 9)))
def test_numbers_of_editions(plan):
    assert plan.number in (8, 9)


def test_read_plan_reads_what_plan_text_prints(tmp_path):
    path = tmp_path / "plan.txt"

    @given(editions())
    def check(plan):
        path.write_text(plan_text(plan), encoding="utf-8")
        assert read_plan(path) == plan

    check()


def test_read_plan_reads_the_eighth_plan_printed_again(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_text(plan_text(edition(8)), encoding="utf-8")
    assert read_plan(path) == edition(8)


def test_plan_texts_are_plans(tmp_path):
    path = tmp_path / "plan.txt"

    @given(plan_texts(number=9, max_contests=3))
    def check(text):
        path.write_text(text, encoding="utf-8")
        assert read_plan(path).number == 9

    check()


def smallest_of(strategy):
    # Explaining takes most of the time, and there is nothing to explain.
    phases = [Phase.generate, Phase.shrink]
    return find(
        strategy,
        lambda _: True,
        settings=settings(max_examples=2_000, phases=phases, database=None),
    )


def test_they_shrink_to_something_small_and_readable():
    smallest = smallest_of(editions(number=8, max_contests=2))
    assert plan_text(smallest).splitlines() == [
        "第八届“创客中国”中小企业创新创业大赛赛事计划",
        "",
        "一、区域赛（共1个）",
        "",
        "\t序号",
        "\t赛事名称",
        "\t地点",
        "\t主办单位",
        "\t报名网址",
        "",
        "\t1",
        "\t第八届“创客中国”北京市中小企业创新创业大赛",
        "\t北京市",
        "\t北京市工业和信息化厅牵头",
        "\twww.a.cn",
        "",
    ]
    assert smallest_of(regions()).name == "北京市"
    assert smallest_of(organizations()).aliases == ()
    assert smallest_of(links()).url == "http://www.a.cn/"


def test_missing_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    monkeypatch.delitem(sys.modules, "cnmaker_data.strategies")
    with pytest.raises(MissingExtraError, match=r"cnmaker-data\[hypothesis\]"):
        import cnmaker_data.strategies  # noqa: F401


def test_unknown_tiers_are_refused_at_once():
    with pytest.raises(UnknownTierError):
        contests(tier="regionl")
