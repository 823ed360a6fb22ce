"""
Who enters where, compared with a second, naive implementation of the rule.

It works the other way round: rather than go from a place up to a contest, it
starts at the provinces and lets each contest take all that lies under it, so
that the contests of smaller places come last and keep what is theirs.
"""

from __future__ import annotations

import csv

from collections import defaultdict
from pathlib import Path

import attrs
import pytest

from hypothesis import given
from hypothesis import strategies as st

from cnmaker_data import Contests, Tier, edition, find_region
from cnmaker_data.entry import CrosswalkRow


with (Path(__file__).parent / "data" / "divisions.csv").open(
    encoding="utf-8", newline=""
) as file:
    DIVISIONS = list(csv.DictReader(file))

CODES = [division["code"] for division in DIVISIONS]
CHILDREN = defaultdict(list)
for division in DIVISIONS:
    CHILDREN[division["parent"]].append(division["code"])

CORPS_CITIES = [
    division["name"] for division in DIVISIONS if division["code"][:4] == "6590"
]
NO_CONTEST = {"15", "64"}


def within(code):
    """Return a division and all under it."""
    return [code, *(each for child in CHILDREN[code] for each in within(child))]


def naive(collection):
    """Return the id of the contest, or None, for each division."""
    answers = dict.fromkeys([*CODES, "660000"])
    regional = {
        contest.location.code: contest.id
        for contest in collection
        if contest.tier is Tier.REGIONAL
    }
    overseas = [c.id for c in collection if c.tier is Tier.OVERSEAS]
    if overseas:
        for name in ("香港", "澳门", "台湾"):
            for each in within(find_region(name).code):
                answers[each] = overseas[0]
    for level in ("province", "prefecture"):
        for code, contest in regional.items():
            if find_region(code).level == level:
                answers |= dict.fromkeys(within(code), contest)
    for city in CORPS_CITIES:
        answers[find_region(city).code] = regional.get("660000")
    for code, contest in regional.items():
        if find_region(code).level in ("county", "corps"):
            answers[code] = contest
    return answers


def check(collection):
    expected = naive(collection)
    corps = collection.entry_for("兵团")
    assert (corps and corps.id) == expected.pop("660000")
    rows = collection.crosswalk()
    assert {row.code: row.contest_id for row in rows} == expected
    return rows


def test_edition_8(contests):
    rows = check(contests)
    for row in rows:
        contest = contests.entry_for(row.code)
        assert (contest and contest.id) == row.contest_id


def test_the_first_overseas_contest_counts(contests):
    one = contests["overseas/international"]
    other = attrs.evolve(one, id="8/overseas/apec")
    for first, second in ((one, other), (other, one)):
        found = Contests([*contests.by_tier("regional"), first, second])
        assert found.entry_for("香港") == first


def test_a_crosswalk_says_how_many_divisions_it_has(contests):
    rows = contests.crosswalk()
    assert "<caption>3,214 divisions</caption>" in rows._repr_html_()
    assert "<caption>1 division</caption>" in rows[:1]._repr_html_()


def test_crosswalk_is_entry_for_row_by_row():
    rows = edition(8).crosswalk()
    assert rows == edition(8).contests.crosswalk()
    assert len(rows) == 3214
    assert [row.code for row in rows] == CODES
    for row, division in zip(rows, DIVISIONS, strict=True):
        region = find_region(row.code)
        contest = edition(8).contests.entry_for(region)
        assert row == CrosswalkRow(
            code=division["code"],
            name=division["name"],
            level=division["level"],
            contest_id=contest and contest.id,
        )


def test_only_inner_mongolia_and_ningxia_enter_none(contests):
    rows = contests.crosswalk()
    none = {row.code for row in rows if row.contest_id is None}
    assert none == {code for code in CODES if code[:2] in NO_CONTEST}


@given(st.data())
def test_any_subset_of_the_contests(contests, data):
    entered = [c for c in contests if c.tier is not Tier.THEMATIC]
    left_out = data.draw(st.sets(st.sampled_from(entered)))
    check(Contests(c for c in contests if c not in left_out))


@given(
    data=st.data(),
    codes=st.sets(st.sampled_from([*CODES, "660000"]), max_size=12),
)
def test_contests_of_any_places(contests, data, codes):
    pattern = contests["regional/zhejiang"]
    places = [
        attrs.evolve(
            pattern, id=f"8/regional/in-{code}", location=find_region(code)
        )
        for code in codes
    ]
    others = [c for c in contests if c.location.code not in codes]
    left = data.draw(st.lists(st.sampled_from(others), unique=True))
    check(Contests(data.draw(st.permutations([*places, *left]))))


def test_counties_enter_the_nearest_contest_above(contests):
    ningbo = contests["regional/ningbo"]
    zhejiang = contests["regional/zhejiang"]
    without = Contests(c for c in contests if c is not ningbo)
    for code in within("330200"):
        assert contests.entry_for(code) is ningbo
        assert without.entry_for(code) is zhejiang
    neither = Contests(c for c in without if c is not zhejiang)
    for code in within("330000"):
        assert neither.entry_for(code) is None


@pytest.mark.parametrize(
    ("place", "series"),
    [
        ("义乌市", "regional/zhejiang"),
        ("宁波", "regional/ningbo"),
        ("浙江省宁波市鄞州区", "regional/ningbo"),
        ("深圳市南山区", "regional/shenzhen"),
        ("广州", "regional/guangdong"),
        ("CN-BJ", "regional/beijing"),
        ("310115000000", "regional/shanghai"),
        ("Xiamen", "regional/xiamen"),
        ("喀什", "regional/xinjiang"),
        ("兵团", "regional/xpcc"),
        *((city, "regional/xpcc") for city in CORPS_CITIES),
        ("香港", "overseas/international"),
        ("澳门特别行政区", "overseas/international"),
        ("Taiwan", "overseas/international"),
        ("内蒙古", None),
        ("呼和浩特", None),
        ("宁夏", None),
        ("银川市兴庆区", None),
    ],
)
def test_places(contests, place, series):
    contest = contests.entry_for(place)
    assert (contest and contest.series) == series
    assert contests.entry_for(find_region(place)) is contest


def test_corps_cities_do_not_enter_xinjiang(contests):
    # The corps runs the cities; without its contest they have none.
    without = Contests(c for c in contests if c.series != "regional/xpcc")
    assert len(CORPS_CITIES) == 13
    for city in CORPS_CITIES:
        assert without.entry_for(city) is None
    assert without.entry_for("兵团") is None
    assert without.entry_for("新疆") is contests["regional/xinjiang"]


def test_hong_kong_macao_and_taiwan_enter_a_contest_of_their_own_first(
    contests,
):
    location = find_region("香港")
    own = attrs.evolve(
        contests["regional/zhejiang"],
        id="8/regional/hong-kong",
        location=location,
    )
    collection = Contests([*contests, own])
    assert collection.entry_for("香港") is own
    overseas = contests["overseas/international"]
    assert collection.entry_for("澳门") is overseas
    assert contests.by_tier("regional").entry_for("澳门") is None


def test_newest_edition_wins(contests):
    later = [
        attrs.evolve(c, id=f"9/{c.series}", edition=9)
        for c in contests
        if c.series in ("regional/zhejiang", "overseas/international")
    ]
    for collection in (
        Contests([*contests, *later]),
        Contests([*later, *contests]),
    ):
        assert collection.entry_for("义乌").id == "9/regional/zhejiang"
        # Contests that the newest plan dropped are closed.
        assert collection.entry_for("宁波").id == "9/regional/zhejiang"
        assert collection.entry_for("北京") is None
        assert collection.entry_for("香港").id == "9/overseas/international"


def test_no_contests_no_entry():
    rows = Contests().crosswalk()
    assert len(rows) == 3214
    assert {row.contest_id for row in rows} == {None}
