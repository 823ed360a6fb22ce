"""Mentions: which contests a text names."""

from __future__ import annotations

import random
import time

from pathlib import Path

import pytest

from hypothesis import assume, given
from hypothesis import strategies as st

from cnmaker_data import (
    DataError,
    Mention,
    Tier,
    contests,
    find_mentions,
    find_region,
)
from cnmaker_data.places import all_regions, path_of
from mention_texts import english_sentence, sentence


DATA = Path(__file__).parent / "data"
LOOKALIKES = DATA / "lookalikes.txt"
THEMES = DATA / "themes.txt"


def seeded(seed):
    return random.Random(seed)  # noqa: S311  # no secret


sentences = st.builds(
    lambda make, seed: make(seeded(seed)),
    st.sampled_from([sentence, sentence, sentence, english_sentence]),
    st.integers(0, 2**32),
)


def found(text):
    return [
        (
            mention.edition,
            mention.tier and mention.tier.value,
            mention.location and mention.location.name,
            mention.theme,
            mention.is_preliminary,
        )
        for mention in find_mentions(text)
    ]


@pytest.mark.parametrize("contest", contests, ids=lambda one: one.id)
def test_each_contest_of_the_plan_is_found_by_its_name(contest):
    (mention,) = find_mentions(contest.name)
    assert mention.tier == contest.tier
    assert mention.series == contest.series
    assert mention.theme == contest.theme
    assert not mention.is_preliminary
    if contest.tier is Tier.OVERSEAS:
        # It counts its own editions.
        assert mention.edition is None
    else:
        assert contests[mention.id] == contest
    if contest.tier is Tier.REGIONAL:
        assert mention.location == contest.location


@pytest.mark.parametrize("make", [sentence, english_sentence])
def test_nearly_all_generated_mentions_are_right_in_every_attribute(make):
    wrong = []
    for seed in range(3_000):
        generated = make(seeded(seed))
        mentions = find_mentions(generated.text)
        if len(mentions) != 1 or not generated.expected.agrees(mentions[0]):
            wrong.append((generated.text, mentions))
    assert len(wrong) < 30, wrong


def test_each_division_is_read_by_its_path():
    for region in all_regions():
        if region.code > "700000":
            continue
        path = path_of(region)
        for text in (
            f"第九届“创客中国”{path}中小企业创新创业大赛",
            f"第九届“创客中国”中小企业创新创业大赛{path}赛区",
            f"{path}第九届“创客中国”中小企业创新创业大赛",
        ):
            (mention,) = find_mentions(text)
            assert (mention.location, mention.text) == (region, text)


def test_themes_are_not_taken_for_places():
    for theme in THEMES.read_text(encoding="utf-8").splitlines():
        for text in (
            f"第九届“创客中国”{theme}中小企业创新创业大赛",
            f"第九届“创客中国”{theme}专题赛",
            f"第九届“创客中国”中小企业创新创业大赛{theme}专题赛",
        ):
            (mention,) = find_mentions(text)
            assert (mention.theme, mention.text) == (theme, text)


def test_no_lookalike_is_taken_for_a_mention():
    lines = LOOKALIKES.read_text(encoding="utf-8").splitlines()
    assert len(lines) >= 100
    assert {line: find_mentions(line) for line in lines} == dict.fromkeys(
        lines, ()
    )


@given(st.text() | sentences.map(lambda one: one.text))
def test_spans_are_exact(text):
    end = 0
    for mention in find_mentions(text):
        assert end <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.text
        end = mention.end


@given(
    sentences,
    st.text(max_size=40) | sentences.map(lambda one: one.text),
    st.text(max_size=40) | sentences.map(lambda one: one.text),
)
def test_other_sentences_change_nothing(one, before, behind):
    text = f"{before}。{one.text}。{behind}"
    start = len(before) + 1
    inside = [
        (mention.start - start, mention.end - start, mention)
        for mention in find_mentions(text)
        if start <= mention.start < start + len(one.text)
    ]
    alone = find_mentions(one.text)
    assert [(first, last) for first, last, _ in inside] == [
        (mention.start, mention.end) for mention in alone
    ]
    assert facts(mention for *_, mention in inside) == facts(alone)


@given(sentences, sentences, st.sampled_from("。；，\n！"))
def test_the_order_of_two_mentions_does_not_matter(one, other, between):
    forwards = find_mentions(f"{one.text}{between}{other.text}")
    backwards = find_mentions(f"{other.text}{between}{one.text}")
    assert sorted(facts(forwards)) == sorted(facts(backwards))
    assert sorted(facts(forwards)) == sorted(
        facts(find_mentions(one.text)) + facts(find_mentions(other.text))
    )


def facts(mentions):
    return [
        repr((m.text, m.edition, m.year, m.tier, m.location, m.theme, m.series))
        for m in mentions
    ]


@given(sentences)
def test_an_id_is_the_edition_and_the_series(one):
    for mention in find_mentions(one.text):
        if mention.edition is None or mention.series is None:
            assert mention.id is None
        else:
            assert mention.id == f"{mention.edition}/{mention.series}"
        edition = mention.edition
        assert mention.year == (None if edition is None else 2015 + edition)


@pytest.mark.parametrize("text", [None, b"", 8, ["创客中国大赛"]])
def test_only_text_is_taken(text):
    with pytest.raises(DataError) as caught:
        find_mentions(text)
    assert str(caught.value) == f"{text!r} is not text"


# Texts that are easily misread; each stands for a kind.
CASES = {
    # Numbers and years.
    "“创客中国”第九届中小企业创新创业大赛": [(9, None, None, None, False)],
    "第七届、第八届“创客中国”大赛": [
        (7, None, None, None, False),
        (8, None, None, None, False),
    ],
    "湖南省2019年、2020年和2021年“创客中国”大赛": [
        (4, "regional", "湖南省", None, False),
        (5, "regional", "湖南省", None, False),
        (6, "regional", "湖南省", None, False),
    ],
    "第十届、十一届“创客中国”大赛": [
        (10, None, None, None, False),
        (11, None, None, None, False),
    ],
    # The ends of a range stand in the text, what lies between does not.
    "第一届至第五届“创客中国”大赛": [
        (1, None, None, None, False),
        (5, None, None, None, False),
    ],
    "第一至五届“创客中国”大赛": [
        (1, None, None, None, False),
        (5, None, None, None, False),
    ],
    "2019—2022年“创客中国”湖南省大赛": [
        (4, "regional", "湖南省", None, False),
        (7, "regional", "湖南省", None, False),
    ],
    "2020年到2021年“创客中国”大赛": [
        (5, None, None, None, False),
        (6, None, None, None, False),
    ],
    "“创客中国”第七、八届大赛": [
        (7, None, None, None, False),
        (8, None, None, None, False),
    ],
    "创客中国大赛2019、2020、2021年50强": [
        (4, "final", None, None, False),
        (5, "final", None, None, False),
        (6, "final", None, None, False),
    ],
    "“创客中国”湖南省大赛（2021年、2022年）": [
        (6, "regional", "湖南省", None, False),
        (7, "regional", "湖南省", None, False),
    ],
    "“Maker in China” Shanghai Contest 2021 and 2022": [
        (6, "regional", "上海市", None, False),
        (7, "regional", "上海市", None, False),
    ],
    "“创客中国”第三届、第四届“创客北京”大赛": [
        (None, "regional", "北京市", None, False)
    ],
    "“创客中国”第七届、第八届、“创客中国”": [],
    "2020年、第六届“创客中国”大赛": [(6, None, None, None, False)],
    "第五届、第六届获得“创客中国”二等奖": [],
    "第二届创客中国节": [],
    "创客中国 大赛动态": [],
    "“创客中国 ”大赛动态": [(None, None, None, None, False)],
    "2021创客中国年度人物": [],
    "2019年《创客中国》节目": [],
    "“创客中国行”大赛": [],
    "创客中国_大赛": [],
    "创客中国网2021年大赛": [],
    "“创客中国梦”创业大赛": [],
    "“创客中国”行业应用专题赛": [(None, "thematic", None, "行业应用", False)],
    "创客中国专场招聘、创客中国专题报道": [],
    "“创客中国”医疗器械专题研讨会、“创客中国”网上专题": [],
    "“创客中国”专项资金、“创客中国”发展方向、“创客中国”赛项": [],
    "第九届“创客中国”深圳专场": [(9, "regional", "深圳市", None, False)],
    "“创客中国”医疗器械专场举行": [(None, "thematic", None, "医疗器械", False)],
    "2014年第三届“创客中国”大赛": [(3, None, None, None, False)],
    "2015年“创客中国”大赛": [(None, None, None, None, False)],
    "二〇二二年“创客中国”大赛": [(7, None, None, None, False)],
    "二○二一年“创客中国”大赛": [(6, None, None, None, False)],
    "首届“创客中国”大赛": [(1, None, None, None, False)],
    "“创客中国”大赛（2019）": [(4, None, None, None, False)],
    "the 2021“创客中国”大赛": [(6, None, None, None, False)],
    "2021\nMaker in China Contest": [(6, None, None, None, False)],
    "第九届“创客中国”创新创业赛": [(9, None, None, None, False)],
    "“创客中国”全国创新创业大赛": [(None, None, None, None, False)],
    "“创客中国”大赛2021年全国总决赛": [(6, "final", None, None, False)],
    "第五届“创客中国”网络安全创新创业专题赛": [
        (5, "thematic", None, "网络安全", False)
    ],
    "第九届“创客中国”“低空经济”中小企业创新创业大赛": [
        (9, "thematic", None, "低空经济", False)
    ],
    "第九届“创客中国”“白鹭之星”创新创业大赛": [(9, None, None, None, False)],
    "第六届“创客中国”“浙江好项目”中小微企业大赛": [
        (6, "regional", "浙江省", None, False)
    ],
    # Divisions that were retired since.
    "2017年“创客中国”大赛宁乡县初赛": [(2, "regional", "宁乡市", None, True)],
    "宁乡县“创客中国”大赛": [(None, "regional", "宁乡市", None, True)],
    "“创客中国”宁波市江东区大赛": [(None, "regional", "鄞州区", None, True)],
    "第五届“创客中国”杭州市江干区大赛": [(5, "regional", "杭州市", None, True)],
    "第九届“创客中国”重庆市江北区大赛": [
        (9, "regional", "两江新区", None, True)
    ],
    "“创客中国”浙江省大赛宁乡县初赛": [
        (None, "regional", "宁乡市", None, True)
    ],
    "“创客中国”重庆市大赛渝北初赛": [(None, "regional", "重庆市", None, False)],
    "第九届“创客中国”江北区大赛": [(9, "regional", "江北区", None, True)],
    # Its parts are in two districts: the contest is not that of the city.
    "“创客中国”渝北区大赛": [(None, "regional", "重庆市", None, True)],
    # Saga is a county, but also a word.
    "Maker in China Saga Contest": [(None, "thematic", None, "Saga", False)],
    "“创客中国”大赛2016年首次举办": [(None, None, None, None, False)],
    "“创客中国”大赛（第八届）": [(8, None, None, None, False)],
    "2018年工信部“创客中国”大赛": [(3, None, None, None, False)],
    "全国第九届“创客中国”大赛": [(9, None, None, None, False)],
    "“创客中国”（2021年）一等奖": [(6, None, None, None, False)],
    "“创客中国2021”一等奖": [(6, None, None, None, False)],
    "第九届“创客中国”四川省创客组一等奖": [
        (9, "regional", "四川省", None, False)
    ],
    "2021年“创客中国”青岛企业组第二名": [
        (6, "regional", "青岛市", None, False)
    ],
    # Behind a final, its venue may stand in brackets.
    "“创客中国”福建省大赛总决赛（厦门）": [
        (None, "regional", "福建省", None, False)
    ],
    "“创客中国”福建省大赛决赛（厦门赛区）": [
        (None, "regional", "厦门市", None, False)
    ],
    "“创客中国”大赛2021年度一等奖": [(6, None, None, None, False)],
    "2023年“创客中国”三等奖": [(8, None, None, None, False)],
    "创客中国2020年度山东省一等奖": [(5, "regional", "山东省", None, False)],
    "“创客中国2023”湖南省大赛": [(8, "regional", "湖南省", None, False)],
    f"{'2020年' * 9}“创客中国”大赛": [(5, None, None, None, False)],
    f"“创客中国”{'2020年' * 15}大赛": [],
    f"“创客中国”{'暨' * 15}大赛": [],
    "Maker in China Global Contest 2024\n“创客中国”大赛": [
        (9, "overseas", None, None, False),
        (None, None, None, None, False),
    ],
    f"“创客中国”大赛{'决赛' * 9}": [(None, "final", None, None, False)],
    # A number in brackets may be another series', a year is the same for all.
    "“创客中国”深圳市大赛（第十六届深创赛）": [
        (None, "regional", "深圳市", None, False)
    ],
    "“创客中国”北京市大赛（2021年“创客北京”大赛）": [
        (6, "regional", "北京市", None, False)
    ],
    "“创客中国”大赛（第五届江苏省创新创业大赛）": [
        (None, None, None, None, False)
    ],
    "“创客中国”大赛（第七届四川赛区）": [
        (7, "regional", "四川省", None, False)
    ],
    "“创客中国”大赛（第七届，2022年）": [(7, None, None, None, False)],
    "“创客中国”及省级创新创业大赛获奖企业": [],
    "2023年“兴业银行”杯“创客中国”大赛": [(8, None, None, None, False)],
    "“创客中国”或者其他省级大赛": [],
    r"第八届“创客中国”江\n苏省大赛": [(8, None, None, None, False)],
    "“创客中国”（智能制造）专题赛": [
        (None, "thematic", None, "智能制造", False)
    ],
    "“创客中国”首场专题赛": [],
    "“创客中国”大赛第七届四川赛区": [(7, "regional", "四川省", None, False)],
    "“创客中国”大赛2023年四川省赛启动": [
        (8, "regional", "四川省", None, False)
    ],
    "“创客中国”大赛2023年四川省将举办": [(None, None, None, None, False)],
    # Other series count for themselves.
    "“创客中国”厦门赛区暨“白鹭之星”创新创业大赛2022年总决赛": [
        (7, "regional", "厦门市", None, False)
    ],
    "第七届“创客陕西”暨“创客中国”中小企业创新创业大赛总决赛": [
        (None, "regional", "陕西省", None, False)
    ],
    "湖南省创新创业大赛暨2021年“创客中国”大赛": [
        (6, "regional", "湖南省", None, False)
    ],
    "“创客中国”北京市大赛暨“创客北京2023”大赛海淀区域赛": [
        (8, "regional", "海淀区", None, True)
    ],
    "“创客中国”安徽省大赛暨中国创新创业大赛江苏赛区": [
        (None, "regional", "安徽省", None, False)
    ],
    "“创客中国‘皖美创业’”安徽省大赛": [
        (None, "regional", "安徽省", None, False)
    ],
    "**第八届“创客中国”**四川省大赛": [(8, "regional", "四川省", None, False)],
    "第八届“创客中国”湖北省...": [(8, "regional", "湖北省", None, False)],
    "“创客中国”暨创客江苏2022大赛": [(7, "regional", "江苏省", None, False)],
    "“创客中国”暨第三届创客之星大赛": [(None, None, None, None, False)],
    "“创客中国”暨创客之星2022大赛": [(7, None, None, None, False)],
    "“创客中国”暨创客黑龙江2022大赛": [
        (7, "regional", "黑龙江省", None, False)
    ],
    "“创客中国·创客江苏”大赛": [(None, "regional", "江苏省", None, False)],
    "“创客中国”暨“创客北京朝阳”大赛": [
        (None, "regional", "北京市", None, False)
    ],
    "“创客中国”暨第三届湖南省创新创业大赛": [
        (None, "regional", "湖南省", None, False)
    ],
    "“创客中国”第三届“创客北京”大赛": [
        (None, "regional", "北京市", None, False)
    ],
    "“创客中国2023”长沙赛区“星火”项目获奖": [
        (8, "regional", "长沙市", None, True)
    ],
    "“创客中国2023”大赛，“创客北京”大赛": [(8, None, None, None, False)],
    "“创客中国”暨创客之星国际大赛": [(None, "overseas", None, None, False)],
    "“创客中国”暨创客黑龙江国际大赛": [(None, "overseas", None, None, False)],
    "“创客中国2021”大赛暨“创客北京”大赛": [
        (6, "regional", "北京市", None, False)
    ],
    "2021年湖南省创新创业大赛暨“创客中国”一等奖": [
        (6, "regional", "湖南省", None, False)
    ],
    "“创客中国”大赛暨江苏省中小企业大赛": [
        (None, "regional", "江苏省", None, False)
    ],
    "“创客中国”暨“创客北京2022”大赛": [(7, "regional", "北京市", None, False)],
    "“创客中国”暨“专精特新”创新创业大赛": [(None, None, None, None, False)],
    "第三届“市长杯”“创客中国”大赛": [(None, None, None, None, False)],
    "2020年“中行杯”“创客中国”大赛": [(5, None, None, None, False)],
    "“创客中国”和“创客北京”大赛": [(None, None, None, None, False)],
    "“创客中国”、“创客北京”大赛": [(None, None, None, None, False)],
    # Places.
    "山东省青岛市2021年“创客中国”大赛": [
        (6, "regional", "青岛市", None, False)
    ],
    "2025年靖州县“创客中国”湖南省创新创业大赛": [
        (10, "regional", "靖州苗族侗族自治县", None, True)
    ],
    "第九届“创客中国”深圳市的企业": [(9, None, None, None, False)],
    "“创客中国”海南区域赛": [(None, "regional", "海南省", None, False)],
    "“创客中国”海南州创新创业大赛": [
        (None, "regional", "海南藏族自治州", None, True)
    ],
    "“创客中国”海南自由贸易港大赛": [(None, "regional", "海南省", None, False)],
    "“创客中国”苏州工业园区大赛": [(None, "regional", "苏州市", None, True)],
    "“创客中国”兵团石河子赛区": [(None, "regional", "石河子市", None, True)],
    "“创客中国”兵团赛区石河子市选拔赛": [
        (None, "regional", "石河子市", None, True)
    ],
    "“创客中国”大赛（龙岗）": [(None, "regional", "龙岗区", None, True)],
    # A name ends where that of another mark starts.
    "“创客中国”创客中国区域赛": [(None, "regional", None, None, False)],
    "湖南省\n2020年“创客中国”大赛": [(5, "regional", "湖南省", None, False)],
    "湖南省举办的“创客中国”大赛": [(None, None, None, None, False)],
    "长沙“创客中国”大赛": [(None, "regional", "长沙市", None, True)],
    "岳麓“创客中国”大赛": [(None, None, None, None, False)],
    "雄安新区“创客中国”大赛": [(None, "regional", "河北省", None, True)],
    "“创客中国”大赛长沙总决赛": [(None, "regional", "长沙市", None, True)],
    # Several divisions share the name.
    "“创客中国”朝阳区创新创业大赛": [(None, "regional", None, None, True)],
    "“创客中国”大赛朝阳区初赛": [(None, "regional", None, None, True)],
    "“创客中国”大赛朝阳区": [(None, None, None, None, False)],
    "“创客中国”大赛（朝阳区）": [(None, "regional", None, None, True)],
    "“创客中国”北京市大赛朝阳区初赛": [
        (None, "regional", "朝阳区", None, True)
    ],
    "“创客中国”朝阳区大赛（北京赛区）": [
        (None, "regional", "朝阳区", None, True)
    ],
    "北京市“创客中国”朝阳创新创业大赛": [
        (None, "regional", "朝阳区", None, True)
    ],
    "北京市“创客中国”朝阳农业赛区": [
        (None, "thematic", None, "朝阳农业", False)
    ],
    "“创客中国”南京市大赛鼓楼赛区": [(None, "regional", "鼓楼区", None, True)],
    "“创客中国”湖南省大赛朝阳区初赛": [
        (None, "regional", "湖南省", None, False)
    ],
    "“创客中国”朝阳区物联网大赛": [(None, "regional", None, None, True)],
    "“创客中国”朝阳区物联网专题赛": [(None, "thematic", None, "物联网", False)],
    "“创客中国”海南区块链大赛": [(None, "regional", "海南省", None, False)],
    "“创客中国”朝阳区块链大赛": [(None, "thematic", None, "朝阳区块链", False)],
    "“创客中国”贵阳贵安赛区": [(None, "regional", "贵阳市", None, True)],
    "“创客中国”光山农业赛区": [(None, "thematic", None, "光山农业", False)],
    "“创客中国”兵团第八师石河子市赛区": [
        (None, "regional", "石河子市", None, True)
    ],
    "“创客中国”第一师阿拉尔市初赛": [
        (None, "regional", "阿拉尔市", None, True)
    ],
    "“创客中国”兵团第四师赛区": [
        (None, "regional", "新疆生产建设兵团", None, True)
    ],
    "“创客中国”天津赛区滨海新区选拔赛": [
        (None, "regional", "滨海新区", None, True)
    ],
    "“创客中国”吉林省大赛（长春）举办": [
        (None, "regional", "吉林省", None, False)
    ],
    "“创客中国”雄安新区大赛": [(None, "regional", "河北省", None, True)],
    "“创客中国”巴州大赛": [
        (None, "regional", "巴音郭楞蒙古自治州", None, True)
    ],
    "“创客中国”上海张江科学城大赛": [(None, "regional", "上海市", None, True)],
    "“创客中国”港口大赛": [(None, "thematic", None, "港口", False)],
    "“创客中国”华东赛区": [(None, "regional", None, None, False)],
    "“创客中国”京津冀区域赛": [(None, "regional", None, None, False)],
    "“创客中国”京津冀专题赛": [(None, "thematic", None, "京津冀", False)],
    "“创客中国”全省总决赛": [(None, "regional", None, None, False)],
    "“创客中国”湖北省、湖南省区域赛": [
        (None, "regional", "湖北省", None, False),
        (None, "regional", "湖南省", None, False),
    ],
    "湖南省\n\n2020年“创客中国”大赛": [(5, None, None, None, False)],
    "“创客中国”湖北、湖南、江西和安徽区域赛": [
        (None, "regional", "湖北省", None, False),
        (None, "regional", "湖南省", None, False),
        (None, "regional", "江西省", None, False),
        (None, "regional", "安徽省", None, False),
    ],
    "“创客中国”湖南省大赛长沙、株洲和湘潭初赛": [
        (None, "regional", "长沙市", None, True),
        (None, "regional", "株洲市", None, True),
        (None, "regional", "湘潭市", None, True),
    ],
    "“创客中国”北京市大赛海淀区、朝阳区等五区初赛": [
        (None, "regional", "海淀区", None, True),
        (None, "regional", "朝阳区", None, True),
    ],
    "“创客中国”大赛（长沙、株洲）": [
        (None, "regional", "长沙市", None, True),
        (None, "regional", "株洲市", None, True),
    ],
    "第九届“创客中国”深圳、宁波两地联合区域赛": [
        (9, "regional", "深圳市", None, False),
        (9, "regional", "宁波市", None, False),
    ],
    "“创客中国”大赛湖南、湖北两省的企业": [(None, None, None, None, False)],
    "（“创客中国”大赛、湖南省）": [(None, None, None, None, False)],
    "“创客中国”国际大赛澳门、深圳分站赛": [
        (None, "overseas", "澳门特别行政区", None, False),
        (None, "overseas", "深圳市", None, False),
    ],
    "“创客中国”国际大赛、湖南省区域赛": [
        (None, "overseas", None, None, False),
        (None, "regional", "湖南省", None, False),
    ],
    "“创客中国”湖南省大赛、湖北省、江西省的项目": [
        (None, "regional", "湖南省", None, False)
    ],
    "第九届“创客中国”湖南省区域赛、一等奖": [
        (9, "regional", "湖南省", None, False)
    ],
    "第九届“创客中国”湖南省区域赛、湖北省的项目": [
        (9, "regional", "湖南省", None, False)
    ],
    "2021年“创客中国”山东省区域赛、激光专题赛": [
        (6, "regional", "山东省", None, False),
        (6, "thematic", None, "激光", False),
    ],
    "第九届“创客中国”山东省区域赛、激光专题赛双赛": [
        (9, "regional", "山东省", None, False),
        (9, "thematic", None, "激光", False),
    ],
    "“创客中国·海港行动”大赛": [(None, None, None, None, False)],
    "第九届“创客中国”山东省区域赛／激光专题赛": [
        (9, "regional", "山东省", None, False),
        (9, "thematic", None, "激光", False),
    ],
    "“创客中国”海南省大赛暨海南省中小企业大赛": [
        (None, "regional", "海南省", None, False)
    ],
    "“创客中国”大赛海南省区域赛暨海南省中小企业大赛": [
        (None, "regional", "海南省", None, False)
    ],
    "“创客中国”（中国·成都）大赛": [(None, "regional", "成都市", None, True)],
    "“创客中国”湖南省大赛、湖北省创业大赛": [
        (None, "regional", "湖南省", None, False)
    ],
    "“创客中国”大赛及湖南省创新创业大赛": [(None, None, None, None, False)],
    "“创客中国”湖南省、湖北省中小微企业创新创业大赛": [
        (None, "regional", "湖南省", None, False),
        (None, "regional", "湖北省", None, False),
    ],
    # The national final.
    "第三届创客中国百强企业论坛": [],
    "“创客中国”50强企业家沙龙": [],
    "“创客中国”全国50强": [(None, "final", None, None, False)],
    "第三届创客中国全国百强": [(3, "final", None, None, False)],
    "“创客中国”TOP500": [(None, "final", None, None, False)],
    "“创客中国”全国二十强": [(None, "final", None, None, False)],
    "“创客中国”暨“创响江苏”24强": [(None, "regional", "江苏省", None, False)],
    "“创客中国”湖北省50强": [(None, "regional", "湖北省", None, False)],
    "湖北省“创客中国”50强": [(None, "regional", "湖北省", None, False)],
    "“创客中国”大赛全国赛": [(None, "final", None, None, False)],
    "湖南省第九届“创客中国”大赛全国总决赛": [(9, "final", None, None, False)],
    "“创客中国”大赛全国总决赛暨“创客江苏”大赛": [
        (None, "final", None, None, False)
    ],
    "“创客中国”全国50强总决赛暨“创客江苏”大赛": [
        (None, "final", None, None, False)
    ],
    "“创客中国”大赛总决赛暨“创客江苏”大赛": [
        (None, "regional", "江苏省", None, False)
    ],
    "湖南省“创客中国”大赛全国赛总决赛": [(None, "final", None, None, False)],
    "“创客中国”企业组总决赛": [(None, "final", None, None, False)],
    # Pages as they are written.
    "第八届＜创客中国＞、<创客中国>江苏省大赛": [
        (8, None, None, None, False),
        (None, "regional", "江苏省", None, False),
    ],
    "“创客&nbsp;中国”大赛": [(None, None, None, None, False)],
    "Maker&nbsp;in <b>China</b> Contest 2021": [(6, None, None, None, False)],
    "ＭＡＫＥＲ　ＩＮ　ＣＨＩＮＡ 2022 Contest": [(7, None, None, None, False)],
    "第九届&ldquo;创客中国&#8221;&nbsp;江苏省大赛": [
        (9, "regional", "江苏省", None, False)
    ],
    "第九届“<b>创客</b><i>中国</i>”<br/>江苏省大赛": [
        (9, "regional", "江苏省", None, False)
    ],
    "<td>湖南省</td><td>第九届“创客中国”大赛</td>": [
        (9, None, None, None, False)
    ],
    '<a title="第九届“创客中国”大赛">大赛</a>': [(9, None, None, None, False)],
    "“创客中国”人工<em>智能</em>&amp;制造专题赛": [
        (None, "thematic", None, "人工智能&制造", False)
    ],
    # Themes.
    "“创客中国”中国移动赛道": [(None, "thematic", None, "中国移动赛道", False)],
    "“创客中国”江苏省物联网专题赛": [(None, "thematic", None, "物联网", False)],
    "“创客中国”江苏物联网专题赛": [
        (None, "thematic", None, "江苏物联网", False)
    ],
    "“创客中国” 物联网大赛": [(None, "thematic", None, "物联网", False)],
    "创客中国 物联网大赛": [],
    "创客中国 物联网创新创业大赛": [],
    "“创客中国”“青年创业”专题赛": [(None, "thematic", None, "青年创业", False)],
    "“创客中国”等离子体专题赛": [(None, "thematic", None, "等离子体", False)],
    "“创客中国”大赛聚焦人工智能方向": [(None, None, None, None, False)],
    "“创客中国”大赛设立激光、低空经济等专题赛": [
        (None, None, None, None, False)
    ],
    "第九届“创客中国”等大赛": [(9, None, None, None, False)],
    "“创客中国”全国性创新创业大赛": [(None, None, None, None, False)],
    "“创客中国”岷县首届创新创业大赛": [(1, "regional", "岷县", None, True)],
    "“创客中国”“互联网+制造”专题赛": [
        (None, "thematic", None, "互联网+制造", False)
    ],
    "“创客中国”创新创业大赛视觉智能方向": [
        (None, "thematic", None, "视觉智能", False)
    ],
    "“创客中国”人工智能专题赛总决赛": [
        (None, "thematic", None, "人工智能", False)
    ],
    "“创客中国”大赛专题赛": [(None, "thematic", None, None, False)],
    "“创客中国”大赛区域赛、专题赛": [(None, None, None, None, False)],
    '第八届\\"创客中国\\"江苏省创新创业大赛': [
        (8, "regional", "江苏省", None, False)
    ],
    '第八届""创客中国""江苏省创新创业大赛': [
        (8, "regional", "江苏省", None, False)
    ],
    "创客中国江苏赛区2022年度20强": [(7, "regional", "江苏省", None, False)],
    "“创客中国”人工\n智能大赛": [(None, "thematic", None, "人工智能", False)],
    "“創(chuàng)客中國(guó)”大數(shù)據(jù)專題賽": [
        (None, "thematic", None, "大數(shù)據", False)
    ],
    "“创客中国”大赛暨“和平杯”大赛": [(None, None, None, None, False)],
    # The overseas contest.
    "第八届“创客中国”台湾赛区": [(None, "overseas", "台湾省", None, False)],
    "“创客中国”国际创新创业大赛广州总决赛": [
        (None, "overseas", None, None, False)
    ],
    "“创客中国”国际创新创业大赛中国香港分站赛": [
        (None, "overseas", "香港特别行政区", None, False)
    ],
    "“创客中国”国际创新创业大赛深圳分站赛": [
        (None, "overseas", "深圳市", None, False)
    ],
    "“创客中国”国际创新创业大赛德国分站赛（2021）": [
        (6, "overseas", None, None, False)
    ],
    "“创客中国”国际创新创业大赛德国分站赛": [
        (None, "overseas", None, None, False)
    ],
    # English.
    "the 10th “Maker in China” Suzhou SME Competition": [
        (10, "regional", None, None, True)
    ],
    "“Maker in China” Jiangsu Suzhou SME Competition": [
        (None, "regional", "苏州市", None, True)
    ],
    "“Maker in China” Suzhou, Anhui SME Competition": [
        (None, "regional", "宿州市", None, True)
    ],
    "“Maker in China” Global Competition (Hong Kong) opened": [
        (None, "overseas", "香港特别行政区", None, False)
    ],
    "(2021 “Maker in China” SME Contest in Suzhou)": [
        (6, None, None, None, False)
    ],
    "2023 Maker China Xinjiang Production and Construction Corps Contest": [
        (8, "regional", "新疆生产建设兵团", None, False)
    ],
    "“Maker in China” 5th SME Contest": [(5, None, None, None, False)],
    "the First “Maker in China” SME Contest": [(1, None, None, None, False)],
    "the eleventh “Maker in China” SME Contest": [
        (11, None, None, None, False)
    ],
    "“Maker in China” National Final Competition": [
        (None, "final", None, None, False)
    ],
    "the national finals of the “Maker in China” SME Contest": [
        (None, "final", None, None, False)
    ],
    "the Jiangxi finals of the 9th “Maker in China” Contest": [
        (9, "regional", "江西省", None, False)
    ],
    "Youth Final of the “Maker in China” Contest": [
        (None, None, None, None, False)
    ],
    "the 9th edition of the “Maker in China” Contest": [
        (9, None, None, None, False)
    ],
    "the 9th annual Maker in China Contest": [(9, None, None, None, False)],
    "Innovation China, Maker in China and other contests": [],
    "the final of the “Maker in China” Jiangsu Contest": [
        (None, "regional", "江苏省", None, False)
    ],
    "“Maker in China” SME Contest, Top 500": [
        (None, "final", None, None, False)
    ],
    "“Maker in China” Low-code Thematic Contest": [
        (None, "thematic", None, "Low-code", False)
    ],
    "“Maker in China” Artificial Intelligence Chip Contest": [
        (None, "thematic", None, "Artificial Intelligence Chip", False)
    ],
    "Latest news\nMaker in China Contest 2021": [(6, None, None, None, False)],
    f"Maker in China {'SME ' * 40}Contest": [],
    "2021 Maker in China contest in 2020 held": [(6, None, None, None, False)],
    "the biggest maker in China contest": [],
    "Hong Kong Chapter of “Maker in China” Global Contest 2021": [
        (6, "overseas", "香港特别行政区", None, False)
    ],
    "Suzhou Division of “Maker in China” Contest 2021": [
        (6, "regional", None, None, True)
    ],
    "Maker in China Hong Kong": [],
    "Maker in China Hong Kong 2026 kicks off": [
        (11, "overseas", "香港特别行政区", None, False)
    ],
    "2026 Maker in China Hong Kong was held": [
        (11, "overseas", "香港特别行政区", None, False)
    ],
    "Maker in China Global Contest (MiC Global Contest) 2022 Final": [
        (7, "overseas", None, None, False)
    ],
    "the 11th “Maker China” Industrial Agent track": [
        (11, "thematic", None, "Industrial Agent track", False)
    ],
    "2020 Maker China Zhejiang Good Project Lishui Competition": [
        (5, "regional", "丽水市", None, True)
    ],
    "“Maker China” Xi'an SME Competition in Shaanxi Division": [
        (None, "regional", "西安市", None, True)
    ],
    "“Maker China” Competition Final in Shenzhen": [
        (None, "final", None, None, False)
    ],
    "2021 “Maker China” Contest, third prize": [(6, None, None, None, False)],
}


@pytest.mark.parametrize("text", CASES)
def test_traps(text):
    assert found(text) == CASES[text]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("荣获“创客中国”大赛一等奖", "“创客中国”大赛"),
        ("“创客中国大赛”一等奖", "“创客中国大赛”"),
        ("“第八届创客中国”大赛一等奖", "“第八届创客中国”大赛"),
        ("“2023创客中国大赛一等奖”", "2023创客中国大赛"),
        ("“创客中国大赛一等奖”", "创客中国大赛"),
        ("“创客中国2021”一等奖", "“创客中国2021”"),
        ("创客中国2020年度山东省一等奖", "创客中国2020年度山东省"),
        ("“创客中国”暨“创响江苏”24强获奖", "“创客中国”暨“创响江苏”"),
        (
            "第九届“创客中国”（中国香港赛区）获奖",
            "第九届“创客中国”（中国香港赛区）",
        ),
        ("“创客中国”（2021年）一等奖", "“创客中国”（2021年）"),
        ("（创客中国大赛）", "创客中国大赛"),
        ("（第八届“创客中国”大赛）", "第八届“创客中国”大赛"),
        ("（第八届“创客中国”大赛（长沙））", "第八届“创客中国”大赛（长沙）"),
        (
            "（第八届）“创客中国”大赛（长沙）",
            "（第八届）“创客中国”大赛（长沙）",
        ),
        ("（第八届“创客中国”（湖南）大赛）", "第八届“创客中国”（湖南）大赛"),
        (
            "（第八届“创客中国”（2023年）（湖南赛区）大赛）",
            "第八届“创客中国”（2023年）（湖南赛区）大赛",
        ),
        ("“2021创客中国”湖南省大赛", "“2021创客中国”湖南省大赛"),
        ("【创客中国】大赛", "【创客中国】大赛"),
        (
            "第九届“创客中国”（Maker in China）大赛获奖",
            "第九届“创客中国”（Maker in China）大赛",
        ),
        ("创客中国（Maker China）大赛获奖", "创客中国（Maker China）大赛"),
        (
            "“建行杯”“创客中国”大赛（福建赛区）获奖",
            "“创客中国”大赛（福建赛区）",
        ),
        ("第八届创客中国获奖", "第八届创客中国"),
        ("第八届创客中国 大赛获奖", "第八届创客中国 大赛"),
        (
            "“创客中国”（宁波赛区）创新大赛获奖",
            "“创客中国”（宁波赛区）创新大赛",
        ),
        ("“创客中国”国际大赛德国分站赛获奖", "“创客中国”国际大赛德国分站赛"),
        ("“创客中国”国际大赛启动分站赛", "“创客中国”国际大赛"),
        ("“创客中国”大赛优秀赛区名单", "“创客中国”大赛"),
        ("“创客中国”人工智能专题赛深圳赛区", "“创客中国”人工智能专题赛"),
        ("“创客中国”大赛总决赛深圳赛区", "“创客中国”大赛总决赛"),
        ("“创客中国”大赛总决赛低空经济专题赛", "“创客中国”大赛总决赛"),
        ("2020“创客中国”（成都站）路演", "2020“创客中国”（成都站）"),
        ("“创客中国”大赛晋城分赛场获奖", "“创客中国”大赛晋城分赛场"),
        (
            "Youth Division of “Maker in China” Contest",
            "“Maker in China” Contest",
        ),
        (
            "2026 Maker in China Hong Kong was held",
            "2026 Maker in China Hong Kong",
        ),
        ("“创客中国”大赛（第二届深创赛）获奖", "“创客中国”大赛"),
        (
            "“创客中国”北京市大赛暨“创客北京”大赛海淀赛区获奖",
            "“创客中国”北京市大赛暨“创客北京”大赛海淀赛区",
        ),
        (
            "final of the “Maker in China” Contest",
            "final of the “Maker in China” Contest",
        ),
        (
            "“Maker in China” Contest Top 500 list",
            "“Maker in China” Contest Top 500",
        ),
        ("&quot;创客中国大赛&quot;获奖", "&quot;创客中国大赛&quot;"),
        ("<b>“创客中国”大赛</b>获奖", "“创客中国”大赛"),
    ],
)
def test_what_belongs_to_the_name(text, span):
    for whole in (text, f"喜报：{text}"):
        (mention,) = find_mentions(whole)
        assert mention.text == span


@pytest.mark.parametrize("sign", ["、", "和", "及", "与", "以及"])
def test_a_list_of_competitions_is_no_joined_one(sign):
    (mention,) = find_mentions(f"“创客中国”{sign}“创客北京2022”大赛")
    assert (mention.edition, mention.tier) == (None, None)
    assert find_mentions(f"“创客中国”{sign}湖南省创新创业大赛") == ()


def test_each_edition_of_a_list_is_a_mention_by_itself():
    text = "湖南省第七届、第八届“创客中国”大赛一等奖"
    assert [mention.text for mention in find_mentions(text)] == [
        "湖南省第七届",
        "第八届“创客中国”大赛",
    ]
    mentions = find_mentions("湖南省第六、七及八届“创客中国”大赛一等奖")
    assert [(mention.text, mention.id) for mention in mentions] == [
        ("湖南省第六", "6/regional/hunan"),
        ("七", "7/regional/hunan"),
        ("八届“创客中国”大赛", "8/regional/hunan"),
    ]
    # Two lists name the same editions.
    mentions = find_mentions("第七届、第八届“创客中国”大赛（2022、2023年）")
    assert [mention.text for mention in mentions] == [
        "第七届",
        "第八届“创客中国”大赛（2022、2023年）",
    ]
    mentions = find_mentions("“创客中国”第六届、七届及八届湖南省大赛一等奖")
    assert [(mention.text, mention.id) for mention in mentions] == [
        ("“创客中国”第六届", "6/regional/hunan"),
        ("七届", "7/regional/hunan"),
        ("八届湖南省大赛", "8/regional/hunan"),
    ]


def test_each_place_of_a_list_is_a_mention_by_itself():
    text = "第九届“创客中国”湖南省大赛长沙、株洲赛区一等奖"
    assert [mention.text for mention in find_mentions(text)] == [
        "第九届“创客中国”湖南省大赛长沙",
        "株洲赛区",
    ]


def test_a_mention_shows_what_it_is():
    (mention,) = find_mentions("第九届“创客中国”湖南省长沙市大赛")
    assert mention == Mention(
        text="第九届“创客中国”湖南省长沙市大赛",
        start=0,
        end=17,
        edition=9,
        year=2024,
        tier=Tier.REGIONAL,
        location=find_region("长沙"),
        is_preliminary=True,
        series="regional/hunan",
    )
    assert mention.id == "9/regional/hunan"
    assert hash(mention) == hash(find_mentions(mention.text)[0])
    assert find_mentions("第九届“创客中国”大赛")[0].id is None


PREFIXES = [
    "创客中国",
    "“创客中国",
    "第九届“创客中国”",
    "第九届“创客中国”深圳市",
    "广东省深圳市南山区2020年",
    "“工商银行杯”“创客中国”",
    "创客中国（",
    "“创客中国”暨第七届",
    "maker in china ",
    "the 7th maker in china sme ",
    "創(chuàng)客",
    "创客中国 \n",
    "创客中国企业创新创业",
    "第七届、第八届、“创客中国”",
    "创客中国<a ",
    "&ldquo;创客<b>",
    "创客中国朝阳区",
    "创客中国第七届、第八届、",
    "创客中国大赛长沙、株洲、",
]


@pytest.mark.parametrize("prefix", PREFIXES)
def test_time_is_linear_in_the_text(prefix):
    def seconds(times):
        text = prefix * times
        start = time.process_time()
        find_mentions(text)
        return time.process_time() - start

    seconds(10)
    # Four times the text: a quadratic search takes sixteen times as long.
    short = min(seconds(300) for _ in range(3))
    assert min(seconds(1_200) for _ in range(3)) < 8 * short + 0.02


@given(sentences)
def test_traditional_and_simplified_characters_mean_the_same(one):
    assume("暨" not in one.text)
    changed = one.text.replace("届", "屆").replace("赛", "賽")
    assert [m.series for m in find_mentions(changed)] == [
        m.series for m in find_mentions(one.text)
    ]
