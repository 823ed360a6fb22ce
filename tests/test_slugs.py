"""Contests keep their ids: slugs are ASCII, and no two divisions share one."""

from __future__ import annotations

import re
import sys

from collections import Counter

import pytest

from cnmaker_data import MissingExtraError, edition, find_region
from cnmaker_data.places import all_regions, codes_above
from cnmaker_data.series import region_slug, series_of, slug


THEMES = [
    "visual-intelligence",
    "internet-of-things",
    "optoelectronics",
    "intelligent-equipment",
    "digital-transformation",
    "lithium-battery",
    "medical-devices",
    "university-research",
    "biomanufacturing",
    "low-code",
    "public-data",
    "next-generation-it",
    "big-data",
]


def test_the_themes_of_the_eighth_edition_have_curated_slugs() -> None:
    thematic = edition(8).contests.by_tier("thematic")
    assert [slug(contest.theme) for contest in thematic] == THEMES
    assert slug("国际") == "international"


@pytest.mark.parametrize(
    ("theme", "expected"),
    [
        ("盲文", "mang-wen"),
        ("锂电（新能源）", "lithium-battery"),
        ("锂电 (新能源) ", "lithium-battery"),
        ("AI+制造", "ai-zhi-zao"),
        ("５Ｇ", "5g"),
        ("IoT 2", "iot2"),
        ("镕㐂3", "rong-u3402-3"),
        ("Café", "cafe"),
        ("！", ""),
        ("Cafés", "cafes"),
    ],
)
def test_other_themes_get_their_pinyin(theme: str, expected: str) -> None:
    assert slug(theme) == expected


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("内蒙古", "inner-mongolia"),
        ("陕西", "shaanxi"),
        ("山西", "shanxi"),
        ("西藏", "xizang"),
        ("宁波", "ningbo"),
        ("大连", "dalian"),
        ("兵团", "xpcc"),
        ("吉林", "jilin"),
        ("吉林市", "jilin-jilin"),
        ("苏州", "jiangsu-suzhou"),
        ("宿州", "anhui-suzhou"),
        ("义乌", "jinhua-yiwu"),
        ("西安", "xian"),
        ("南京市鼓楼区", "nanjing-gulou"),
    ],
)
def test_the_slug_of_a_region_is_its_english_name(
    place: str, expected: str
) -> None:
    assert region_slug(find_region(place)) == expected


def test_regions_share_no_slug() -> None:
    regions = [*all_regions(), find_region("兵团")]
    slugs = Counter(map(region_slug, regions))
    form = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
    assert all(map(form.fullmatch, slugs))
    shared = [region for region in regions if slugs[region_slug(region)] > 1]
    # Only where the same division is above both.
    for region in shared:
        others = [
            other
            for other in shared
            if region_slug(other) == region_slug(region)
        ]
        assert len({codes_above(other.code)[0] for other in others}) == 1


def test_ids_are_made_of_tiers_and_slugs() -> None:
    for contest in edition(8).contests:
        subject = contest.theme or contest.name
        if contest.tier == "overseas":
            subject = "国际"
        series = series_of(contest.tier, subject, contest.location)
        assert series == contest.series


def test_the_extra_is_named_where_pinyin_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pypinyin", None)
    assert slug("大数据") == "big-data"
    assert slug("5G") == "5g"
    with pytest.raises(MissingExtraError) as caught:
        slug("盲文")
    assert str(caught.value) == (
        "the slug of '盲文', which has no curated one, needs extra packages; "
        "install them with: python -m pip install 'cnmaker-data[ingest]'"
    )
