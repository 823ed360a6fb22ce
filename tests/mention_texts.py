"""Mentions in all the forms that public pages use, and what they name."""

from __future__ import annotations

import functools
import re

from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from cnmaker_data import AmbiguousRegionError, Tier, find_region
from cnmaker_data.places import all_regions


if TYPE_CHECKING:
    from random import Random

    from cnmaker_data import Mention, Region


class Expected(NamedTuple):
    text: str
    edition: int | None
    year: int | None
    tier: Tier | None
    location: Region | None
    theme: str | None
    is_preliminary: bool
    series: str | None

    def agrees(self, mention: Mention) -> bool:
        return self == tuple(getattr(mention, name) for name in self._fields)


class Sentence(NamedTuple):
    """A sentence that holds one mention."""

    before: str
    expected: Expected
    behind: str

    @property
    def text(self) -> str:
        return self.before + self.expected.text + self.behind


QUOTES = ("“”", "“”", "“”", "「」", '""', "‘’", "《》", "【】", "")
DIGITS = "〇一二三四五六七八九"
KINDS = (
    "中小企业创新创业大赛",
    "中小企业创新创业大赛",
    "中小微企业创新创业大赛",
    "创新创业大赛",
    "大赛",
)
THEMES = {
    "大数据": "big-data",
    "低代码": "low-code",
    "物联网": "internet-of-things",
    "医疗器械": "medical-devices",
    "新一代信息技术": "next-generation-it",
    "高校成果转化": "university-research",
    "人工智能": None,
    "生物医药": None,
    "AIGC": None,
    "元宇宙": None,
    "低空经济": None,
    "5G应用": None,
    "海洋产业": None,
    "工业互联网": None,
    "汽车再制造": None,
    "智能仿生机器人": None,
    "信息技术应用": None,
    "电子信息与信息安全": None,
    "新能源和新材料": None,
    "量子信息（通信）": None,
}
AWARDS = ("", "", "一等奖", "优胜奖", "企业组二等奖", "获奖名单公示", "启动")
VENUES = ("", "", "", "在东莞举行", "在青岛蓝谷开赛", "于杭州收官")
OPENINGS = ("", "", "荣获", "关于举办", "我公司入选", "热烈祝贺我市项目在")
CUPS = ("", "", "", "“工商银行杯”", "“建行杯”")
SPECIAL = ("大连市", "宁波市", "厦门市", "青岛市", "深圳市")


def sentence(random: Random) -> Sentence:
    """Return a random sentence with a mention in Chinese."""
    form = random.choice(
        (_regional, _regional, _preliminary, _thematic, _final, _whole, _abroad)
    )
    number = random.randint(1, 11)
    when, is_named, year = _when(random, number)
    edition = number if is_named else None
    opening, closing = random.choice(QUOTES) or ("", "")
    extra = random.choice(("", "", "", "·创业天府")) if closing else ""
    mark = f"{opening}创客中国{extra}{closing}"
    text, tier, location, theme, is_preliminary, series, behind = form(
        random, when, mark
    )
    if tier is Tier.OVERSEAS:
        # The overseas contest counts its own editions.
        edition = year and year - 2015
    text = _disturbed(random, text)
    theme = theme and _printed(theme, text)
    expected = Expected(
        text,
        edition,
        edition and edition + 2015,
        tier,
        location,
        theme,
        is_preliminary,
        series,
    )
    cup = random.choice(CUPS) if when else ""
    return Sentence(random.choice(OPENINGS) + cup, expected, behind)


def _when(random: Random, number: int) -> tuple[str, bool, int | None]:
    """
    Return words, whether they name the edition, and the year that they name.
    """
    tens, units = divmod(number, 10)
    chinese = ("十" if tens else "") + (DIGITS[units] if units else "")
    ordinal = random.choice(
        (f"第{chinese}届", f"第{chinese}届", f"第{number}届", f"第 {number} 届")
    )
    if number == 1:
        ordinal = random.choice((ordinal, "首届"))
    year = 2015 + number
    dated = random.choice((f"{year}年", f"{year}年", f"{year}年度", f"{year}"))
    # Where both are named and differ, the number wins.
    other = random.randint(2016, 2026)
    return random.choice(
        (
            (ordinal, True, None),
            (ordinal, True, None),
            (dated, True, year),
            (f"{dated}{ordinal}", True, year),
            (f"{ordinal}（{year}年）", True, year),
            (f"{year}（{ordinal}）", True, year),
            (f"{other}年{ordinal}", True, other),
            ("", False, None),
        )
    )


def _disturbed(random: Random, text: str) -> str:
    way = random.randrange(12)
    if way == 0:
        for simple, traditional in _traditional().items():
            text = text.replace(simple, traditional)
    elif way == 1:
        text = text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"})
    elif way == 2:
        at = random.randrange(1, len(text))
        if not text[at - 1 : at + 1].isalnum() or not text[at].isdecimal():
            blank = random.choice((" ", "\n", "　"))
            text = f"{text[:at]}{blank}{text[at:]}"
    elif way == 3:
        text = text.replace("中国", "中国\u200b")
    return text


def _printed(theme: str, text: str) -> str:
    """Return how a disturbed text prints a theme, in one line."""
    forms = (f"[{each}{_traditional().get(each, '')}]" for each in theme)
    found = re.search("[ \n　]?".join(forms), _narrow(text))
    return text[found.start() : found.end()].replace("\n", "")


def _narrow(text: str) -> str:
    return text.translate({ord(c) + 0xFEE0: c for c in "0123456789"})


@functools.cache
def _traditional() -> dict[str, str]:
    resource = files("cnmaker_data").joinpath("resources", "traditional.txt")
    pairs = resource.read_text(encoding="utf-8").split()
    return {pair[1]: pair[0] for pair in pairs}


@functools.cache
def _regions() -> tuple[tuple[Region, ...], tuple[Region, ...]]:
    """Return the divisions that hold regional contests, and the others."""
    regional = [find_region("兵团")]
    others = []
    for region in all_regions():
        if region.name in {"台湾省", "香港特别行政区", "澳门特别行政区"}:
            continue
        try:
            is_unique = find_region(region.name) == region
        except AmbiguousRegionError:
            continue
        if region.level == "province" or region.name in SPECIAL:
            regional.append(region)
        elif is_unique:
            others.append(region)
    return tuple(regional), tuple(others)


@functools.cache
def _slug(code: str) -> str:
    if code.startswith("6590") or code == "660000":
        return "regional/xpcc"
    for special in SPECIAL:
        region = find_region(special)
        if code[:4] == region.code[:4]:
            return f"regional/{region.english_name.lower()}"
    province = find_region(f"{code[:2]}0000")
    name = province.english_name.lower().replace(" ", "-").replace("'", "")
    return f"regional/{name}"


def _tail(random: Random) -> str:
    joined = random.choice(
        ("", "", "暨第七届“市长杯”创新创业大赛", "暨“专精特新”创新创业大赛")
    )
    return joined or random.choice(AWARDS) or random.choice(VENUES)


def _regional(random: Random, when: str, mark: str):
    region = random.choice(_regions()[0])
    place = random.choice((region.name, region.short_name))
    kind = random.choice(KINDS)
    stage = random.choice(("", "", "决赛", "总决赛", "复赛"))
    texts = [
        f"{when}{mark}{place}{kind}{stage}",
        f"{when}{mark}{place}{kind}{stage}",
        f"{when}{mark}{place}赛区",
        f"{when}{mark}（{place}赛区）",
        f"{when}{mark}{place}区域赛",
        f"{when}{mark}{kind}{place}赛区{stage}",
        f"{when}{mark}{kind}（{place}赛区）",
        f"{when}{mark}{kind}{place}区域赛",
        f"{when}{mark}{place}{stage or '决赛'}",
        f"{when}{mark}暨{random.choice(('', '2022年'))}{place}{kind}{stage}"
        if when
        else f"{mark}{place}{kind}",
    ]
    if when:
        texts.append(f"{region.name}{when}{mark}{kind}")
    return (
        random.choice(texts),
        Tier.REGIONAL,
        region,
        None,
        False,
        _slug(region.code),
        _tail(random),
    )


def _preliminary(random: Random, when: str, mark: str):
    region = random.choice(_regions()[1])
    above = find_region(f"{region.code[:2]}0000").name
    kind = random.choice(KINDS)
    names = [region.name, f"{above}{region.name}"]
    if region.code.startswith("6590"):
        names = [region.name]
    place = random.choice(names)
    stage = random.choice(("", "", "决赛", "初赛"))
    text = random.choice(
        (
            f"{when}{mark}{place}{kind}{stage}",
            f"{when}{mark}{place}{kind}{stage}",
            f"{when}{mark}{kind}{place}赛区",
            f"{when}{mark}{kind}{place}选拔赛",
            f"{when}{mark}{above}{kind}{region.name}初赛",
            f"{when}{mark}{above}{kind}（{region.name}分站赛）",
        )
    )
    return (
        text,
        Tier.REGIONAL,
        region,
        None,
        True,
        _slug(region.code),
        _tail(random),
    )


def _thematic(random: Random, when: str, mark: str):
    theme = random.choice(tuple(THEMES))
    slug = THEMES[theme]
    kind = random.choice(KINDS)
    stage = random.choice(("", "", "决赛", "总决赛"))
    text = random.choice(
        (
            f"{when}{mark}{theme}{kind}{stage}",
            f"{when}{mark}{theme}{kind}{stage}",
            f"{when}{mark}{theme}专题赛{stage}",
            f"{when}{mark} · {theme} 专题赛",
            f"{when}{mark}{kind}{theme}专题赛{stage}",
            f"{when}{mark}{kind}（{theme}专题赛）",
        )
    )
    return (
        text,
        Tier.THEMATIC,
        None,
        theme,
        False,
        f"thematic/{slug}" if slug else None,
        _tail(random),
    )


def _final(random: Random, when: str, mark: str):
    kind = random.choice(KINDS)
    end = random.choice(
        ("全国总决赛", "全国总决赛", "总决赛", "决赛", "200强", "全国500强")
    )
    behind = random.choice(("", "一等奖", "在东莞举行", "名单公示"))
    return (
        f"{when}{mark}{kind}{end}",
        Tier.FINAL,
        None,
        None,
        False,
        "final",
        behind,
    )


def _whole(random: Random, when: str, mark: str):
    kind = random.choice(KINDS)
    behind = random.choice(("", "的通知", "官网", "一等奖", "，我市获奖"))
    return f"{when}{mark}{kind}", None, None, None, False, None, behind


def _abroad(random: Random, when: str, mark: str):
    kind = random.choice(KINDS)
    place = random.choice(("香港", "澳门", "香港特别行政区", ""))
    stage = random.choice(("分站赛", "赛区"))
    text = random.choice(
        (
            f"{when}{mark}国际{kind}{place}{stage if place else ''}",
            f"{when}{mark}国际{kind}{place}{stage if place else '总决赛'}",
        )
    )
    return (
        text,
        Tier.OVERSEAS,
        find_region(place) if place else None,
        None,
        False,
        "overseas/international",
        random.choice(("", "在广州举行", "一等奖")),
    )


ORDINALS = ("first", "2nd", "3rd", "Fourth", "5th", "6th", "7th", "8th", "9th")


def english_sentence(random: Random) -> Sentence:
    """Return a random sentence with a mention in English."""
    number = random.randint(1, 9)
    year = 2015 + number
    when, is_named = random.choice(
        ((f"{ORDINALS[number - 1]} ", True), (f"{year} ", True), ("", False))
    )
    mark = random.choice(
        ("“Maker in China”", '"Maker China"', "Maker in China")
    )
    kind = random.choice(
        (
            "SME Innovation and Entrepreneurship Competition",
            "SME Innovation & Entrepreneurship Contest",
            "Small and Medium-sized Enterprises Innovation and "
            "Entrepreneurship Competition",
            "Innovation Competition",
        )
    )
    tier: Tier | None = None
    series = location = None
    which = random.randrange(3)
    if which == 0:
        location = random.choice(_regions()[0][1:])
        tier, series = Tier.REGIONAL, _slug(location.code)
        text = random.choice(
            (
                f"{when}{mark} {location.english_name} {kind}",
                f"{when}{mark} {location.english_name} Division {kind}",
            )
        )
    elif which == 1:
        tier, series = Tier.OVERSEAS, "overseas/international"
        text = f"{mark} SME Innovation and Entrepreneurship Global Contest"
        if random.random() < 0.5:
            location = find_region("香港")
            text += " Hong Kong Chapter"
        is_named = random.random() < 0.5
        text += f" {year}" if is_named else ""
    else:
        text = f"{when}{mark} {kind}"
    expected = Expected(
        text,
        number if is_named else None,
        year if is_named else None,
        tier,
        location,
        None,
        False,
        series,
    )
    return Sentence(
        random.choice(("", "winner of the ", "At the ", "in the ")),
        expected,
        random.choice(("", ", third prize", " was held in Dongguan", ".")),
    )
