"""
Every spelling of every division means that division, or is refused.

The answers are compared with those of a second, naive implementation: it
writes down each text that means a division, from a list of divisions of its
own (`data/divisions.csv`) and short names that it makes by rule, and looks the
text up.
"""

from __future__ import annotations

import csv
import functools
import json
import pickle
import re
import subprocess
import sys
import unicodedata

from collections import defaultdict
from itertools import product
from pathlib import Path
from typing import NamedTuple

import attrs
import pycountry
import pytest

from hypothesis import assume, given
from hypothesis import strategies as st

import cnmaker_data

from cnmaker_data import (
    AmbiguousRegionError,
    CnmakerDataError,
    Region,
    UnknownRegionError,
    ancestors,
    contests,
    find_region,
)
from cnmaker_data.places import all_regions, codes_above, path_of


REFERENCE = Path(cnmaker_data.__file__).parent / "resources"


class Division(NamedTuple):
    code: str
    name: str
    level: str
    parent: str


with (Path(__file__).parent.parent / "data" / "divisions.csv").open(
    encoding="utf-8", newline=""
) as file:
    DIVISIONS = {row["code"]: Division(**row) for row in csv.DictReader(file)}

CORPS = Division("660000", "新疆生产建设兵团", "corps", "")
EVERYTHING = DIVISIONS | {CORPS.code: CORPS}
LEVELS = ["province", "corps", "prefecture", "county"]


@functools.cache
def by_code():
    return {code: find_region(code) for code in EVERYTHING}


def every_region():
    return list(by_code().values())


# The short names, by rule.

# The longest ending that leaves two characters: of 清新区, 区 and not 新区.
GENERIC = re.compile(
    "(.{2,}?)(?:特别行政区|自治区|自治州|自治县|自治旗|地区|新区|矿区|林区|特区"
    "|省|市|盟|区|县|旗)"
)
PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|"
    "傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|"
    "毛南|仡佬|锡伯|塔吉克|怒|裕固|独龙|普米|保安|各"
)
# In 新疆 some stand without 族.
OF_PEOPLES = re.compile(
    f"(.{{2,}}?)(?:(?:{PEOPLES})族|蒙古|哈萨克|柯尔克孜|塔吉克|锡伯|维吾尔)+"
    "(?:自治区|自治州|自治县|自治旗|区)"
)
SHORT_NAMES_BESIDE_THE_RULE = {
    # The name of the people is the name of the place.
    "鄂温克族自治旗": "鄂温克",
    "东乡族自治县": "东乡",
    # 井陉 is the county beside it.
    "井陉矿区": "井陉矿区",
    # No 林区, as 神农架林区 is: 万柏林 is the name.
    "万柏林区": "万柏林",
    # Nobody's ending: the corps has no generic name.
    "新疆生产建设兵团": "兵团",
}
# Of two or three banners of one name, 左旗 is no ending but half of the name.
BANNER = re.compile("[左右前中后]旗$|联合旗$")
SHORT_FORMS = defaultdict(set)
with (REFERENCE / "short-forms.csv").open(encoding="utf-8", newline="") as file:
    for row in csv.DictReader(file):
        SHORT_FORMS[row["code"]].add(row["short_form"])
PEOPLES_AUTONOMY = {
    "自治区": "自治区",
    "自治州": "州",
    "自治县": "县",
    "自治旗": "旗",
    "族区": "区",
}


def short_name_by_rule(name: str) -> str:
    if BANNER.search(name):
        return name
    for pattern in (OF_PEOPLES, GENERIC):
        if found := pattern.fullmatch(name):
            return found[1]
    # One character is no name: 赵县 stays.
    return name


def test_short_names_are_what_remains_without_ending_and_peoples():
    beside_the_rule = {
        region.name: region.short_name
        for region in every_region()
        if region.short_name != short_name_by_rule(region.name)
    }
    assert beside_the_rule == SHORT_NAMES_BESIDE_THE_RULE


# The naive implementation.


@functools.cache
def chinese(code: str) -> frozenset[str]:
    name = EVERYTHING[code].name
    short = SHORT_NAMES_BESIDE_THE_RULE.get(name) or short_name_by_rule(name)
    spellings = {name, short, *SHORT_FORMS[code]}
    for ending, short_ending in PEOPLES_AUTONOMY.items():
        if name.endswith(ending):
            spellings.add(short + short_ending)
            if ending != "族区":
                spellings |= {short + ending, name.removesuffix(ending)}
    if code == CORPS.code:
        spellings.add("新疆兵团")
    return frozenset(spellings)


@functools.cache
def latin(code: str) -> frozenset[str]:
    extra = {"xpcc"} if code == CORPS.code else set()
    return frozenset({folded(by_code()[code].english_name), *extra})


BETWEEN = {
    "市辖区",
    "县",
    "省直辖县级行政区划",
    "省直辖县级行政单位",
    "自治区直辖县级行政区划",
    "自治区直辖县级行政单位",
}


def folded(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in letters if letter.isalnum())


def paths_to(code, spellings):
    """Yield each path of names that leads to a division."""
    parents = []
    division = EVERYTHING[code]
    while division.parent:
        division = EVERYTHING[division.parent]
        parents.insert(0, sorted(spellings(division.code)))
    if EVERYTHING[code].level == "county" and len(parents) == 1:
        between = {*parents[0], *BETWEEN}
        if code.startswith("6590"):
            between |= spellings(CORPS.code)
        parents.append(sorted(between))
    optional = [["", *names] for names in parents]
    for names in product(*optional, sorted(spellings(code))):
        yield "".join(names)


def meanings(spellings):
    """Return the divisions of the highest level for each path of names."""
    found = defaultdict(set)
    for code in EVERYTHING:
        for path in paths_to(code, spellings):
            found[path].add(code)
    return {path: highest(codes) for path, codes in found.items()}


def highest(codes):
    levels = {code: LEVELS.index(EVERYTHING[code].level) for code in codes}
    top = min(levels.values())
    return sorted(code for code, level in levels.items() if level == top)


@functools.cache
def rivals():
    """
    Return the present divisions of the divisions retired since 2000, by name.
    """
    found = defaultdict(list)
    with (REFERENCE / "retired-divisions.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        for row in csv.DictReader(file):
            if row["now"] and row["until"] >= "2000":
                name, now = row["name"], row["now"].split(";")
                short = re.sub("(地区|[省市盟区县旗])$", "", name)
                for each in {name, short if len(short) > 1 else name}:
                    found[each].append(now)
    return found


def with_rivals(found):
    for name, retired in rivals().items():
        codes = found.get(name, [])
        if not codes or LEVELS.index(EVERYTHING[codes[0]].level) < 3:
            continue
        found[name] = sorted({*codes, *elsewhere(retired, codes)})
    return found


def elsewhere(retired, codes):
    """
    Return the present divisions of those of which none lies in some others.
    """
    return {
        code
        for now in retired
        if not any(
            {each, f"{each[:4]}00", f"{each[:2]}0000"} & set(codes)
            for each in now
        )
        for code in now
    }


def chinese_names(code):
    return {by_code()[code].name, by_code()[code].short_name}


CHINESE = with_rivals(meanings(chinese))
AMBIGUOUS = {path: codes for path, codes in CHINESE.items() if len(codes) > 1}


@functools.cache
def mixed():
    """Return what texts of Chinese and English names mean, codes too."""
    found = with_rivals(meanings(lambda code: chinese(code) | latin(code)))
    # 江北 and 江北区, which are Jiangbei, were names in 重庆, too.
    for key in {key for code in EVERYTHING for key in latin(code)}:
        codes = found[key]
        if EVERYTHING[codes[0]].level == "county":
            names = {n for code in codes for n in chinese_names(code)}
            retired = [now for name in names for now in rivals()[name]]
            found[key] = sorted({*codes, *elsewhere(retired, codes)})
    for region in every_region():
        found[region.code] = [region.code]
        if region.iso_3166_2:
            found[folded(region.iso_3166_2)] = [region.code]
    return found


def answer(text):
    """Return the codes that `find_region` finds or has as candidates."""
    try:
        return [find_region(text).code]
    except AmbiguousRegionError as caught:
        error = caught
    assert error.given == text
    assert len(error.candidates) > 1
    return [region.code for region in error.candidates]


# The list of divisions.


def test_divisions_are_those_of_the_reference():
    regions = list(all_regions())
    assert len(regions) == len(DIVISIONS) == 3214
    assert [region.code for region in regions] == sorted(DIVISIONS)
    for region in regions:
        division = DIVISIONS[region.code]
        assert (region.name, region.level) == (division.name, division.level)
        above = codes_above(region.code)
        assert "".join(above[:1]) == division.parent


def test_each_is_what_the_model_would_make():
    # Resources are not checked when they are loaded, so check them here.
    for region in every_region():
        checked = Region(**attrs.asdict(region))
        assert region == checked
        assert hash(region) == hash(checked)
        assert repr(region) == repr(checked)
        assert pickle.loads(pickle.dumps(region)) == checked


def test_corps_is_found_but_is_not_a_division():
    corps = find_region("660000")
    assert corps.level == "corps"
    assert corps not in set(all_regions())
    assert codes_above(corps.code) == ()
    for text in (
        "新疆生产建设兵团",
        "兵团",
        "新疆兵团",
        "xpcc",
        "660000000000",
    ):
        assert find_region(text) is corps


def test_paths_name_what_stands_above():
    assert path_of(find_region("320106")) == "江苏省南京市鼓楼区"
    for region in every_region():
        assert answer(path_of(region)) == [region.code]


def test_no_two_divisions_have_one_path():
    paths = [path_of(region) for region in every_region()]
    assert len(set(paths)) == len(paths)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("江北区", ["330205", "500157"]),
        ("江北", ["330205", "500157"]),
        ("Jiangbei", ["330205", "500157"]),
        ("Jiangbei District", ["330205", "500157"]),
        ("东乡县", ["361003", "622926"]),
        ("清河区", ["211204", "320812"]),
    ],
)
def test_names_that_a_retired_division_had_are_ambiguous(text, codes):
    assert answer(text) == codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        # The retired division lies in the one that bears the name now.
        ("忻州市", "140900"),
        # It is not known what lies there now.
        ("巢湖市", "340181"),
        ("浙江省江北区", "330205"),
        ("330205", "330205"),
    ],
)
def test_names_that_a_retired_division_elsewhere_did_not_have(text, code):
    assert answer(text) == [code]


def test_what_lies_above():
    assert [each.name for each in ancestors(find_region("义乌市"))] == [
        "浙江省",
        "金华市",
    ]
    for region in every_region():
        assert path_of(region) == "".join(
            each.name for each in (*ancestors(region), region)
        )


# Each spelling.


@pytest.mark.parametrize("more", ["", "000000", "001000", "010203"])
def test_codes_of_six_and_twelve_digits(more):
    for region in every_region():
        assert find_region(region.code + more) is region


def test_codes_that_no_division_has():
    for text in (
        "000000",
        "110100",  # 市辖区, a heading of the list and no division
        "330799",
        "429000",  # 省直辖县级行政区划, as well
        "341400",  # abolished in 2011
        "33",
        "3300",
        "33000",
        "3300000",
        "33000000000",
        "3300000000000",
        "999999001000",
        "٣٣٠٠٠٠",
    ):
        with pytest.raises(UnknownRegionError) as caught:
            find_region(text)
        assert caught.value.given == text


def test_each_path_of_chinese_names():
    assert len(CHINESE) > 50_000
    wrong = {
        path: codes for path, codes in CHINESE.items() if answer(path) != codes
    }
    assert wrong == {}


def test_each_english_name():
    english = defaultdict(set)
    for region in every_region():
        for name in (region.english_name, region.english_name.upper()):
            english[name].add(region.code)
    merged = defaultdict(set)
    for name, codes in english.items():
        merged[folded(name)] |= codes
    for name in english:
        codes = highest(merged[folded(name)])
        assert {*codes} <= {*answer(name)}
        assert answer(name) == mixed()[folded(name)]


def test_ambiguous_names_list_their_candidates():
    with pytest.raises(AmbiguousRegionError) as caught:
        find_region("鼓楼区")
    assert caught.value.paths == (
        "江苏省南京市鼓楼区",
        "江苏省徐州市鼓楼区",
        "福建省福州市鼓楼区",
        "河南省开封市鼓楼区",
    )
    message = str(caught.value)
    assert message.startswith("region '鼓楼区' is ambiguous: ")
    for candidate, path in zip(
        caught.value.candidates, caught.value.paths, strict=True
    ):
        assert path_of(candidate) == path
        assert f"{path} ({candidate.code})" in message
        # Each suggestion works.
        assert find_region(path) is find_region(candidate.code) is candidate


def test_each_ambiguous_name_is_told_apart_by_the_paths_it_lists():
    assert len(AMBIGUOUS) > 100
    for text in AMBIGUOUS:
        with pytest.raises(AmbiguousRegionError) as caught:
            find_region(text)
        for path, region in zip(
            caught.value.paths, caught.value.candidates, strict=True
        ):
            assert find_region(path) is region


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("吉林", "220000"),
        ("吉林市", "220200"),
        ("吉林吉林", "220200"),
        ("海南", "460000"),
        ("青海海南", "632500"),
        ("海南州", "632500"),
        ("内蒙古海南", "150303"),
        ("朝阳", "211300"),
        ("朝阳县", "211321"),
        ("北京朝阳", "110105"),
        ("延边", "222400"),
        ("延边州", "222400"),
        ("恩施", "422800"),
        ("积石山", "622927"),
        ("积石山县", "622927"),
        ("新疆自治区", "650000"),
        ("管城区", "410104"),
        ("广东省深圳市南山区", "440305"),
        ("广东南山", "440305"),
        ("南京鼓楼区", "320106"),
        ("北京市市辖区东城区", "110101"),
        ("北京市北京市东城区", "110101"),
        ("重庆市县城口县", "500229"),
        ("湖北省省直辖县级行政区划仙桃市", "429004"),
        ("新疆兵团石河子市", "659001"),
        ("新疆维吾尔自治区新疆生产建设兵团石河子市", "659001"),
        ("新疆维吾尔自治区自治区直辖县级行政单位石河子市", "659001"),
        ("乐山市中区", "511102"),
        ("３３０７８２", "330782"),
        ("　浙江　省 ", "330000"),
        ("浙江省 / 宁波市 / 鄞州区", "330212"),
        ("浙江，宁波，鄞州", "330212"),
        ("cn-zj", "330000"),
        ("ＣＮ－ＺＪ", "330000"),
        ("inner mongolia", "150000"),
        ("Inner-Mongolia", "150000"),
        ("URUMQI", "650100"),
        ("xian", "610100"),
        ("Zhejiang, Ningbo", "330200"),
        # A city that is named twice.
        ("北京市北京市", "110000"),
        ("北京市市辖区", "110000"),
        ("东莞市东莞市", "441900"),
        ("广东省东莞市东莞市", "441900"),
        ("河南省济源市济源市", "419001"),
        ("浙江省杭州市市辖区西湖区", "330106"),
        # Short forms.
        ("前郭县", "220721"),
        ("喀左县", "211324"),
        ("察右前旗", "150926"),
        ("巴州", "652800"),
        ("新疆巴州库尔勒市", "652801"),
        ("新疆建设兵团", "660000"),
        ("湘西自治州", "433100"),
        ("伊犁哈萨克", "654000"),
        # Names in English and of ISO 3166-2.
        ("Zhejiang Province", "330000"),
        ("Ningbo City", "330200"),
        ("Jilin City", "220200"),
        ("Hangzhou, Zhejiang", "330100"),
        ("Jiangbei District, Ningbo, Zhejiang, China", "330205"),
        ("Xiamen, Fujian Province, P.R. China", "350200"),
        ("Inner Mongolia Autonomous Region", "150000"),
        ("Guangxi Zhuang AR", "450000"),
        ("Guangxi-Zhuang Autonomous Region", "450000"),
        ("Xinjiang (Uygur)", "650000"),
        ("Hebei (once Chihli)", "130000"),
        ("Ning Xia Hui Autonomous Region", "640000"),
        ("Enshi Tujia Miao Autonomous Prefecture", "422800"),
        # Xian means a county, too.
        ("Xian, Shaanxi", "610100"),
        # Without a generic word, as GADM and Natural Earth have them.
        ("Ningxia Hui", "640000"),
        ("Inner Mongol", "150000"),
        ("Zhejiang Province, Yiwu City", "330782"),
        # 清河区 was also in 淮安 until 2016.
        ("Tieling Qinghe", "211204"),
        ("China, Zhejiang", "330000"),
        ("Zhejiang Province PR China", "330000"),
        ("Yinzhou Dist., Ningbo, Zhejiang Prov., China", "330212"),
        ("Hong Kong SAR", "810000"),
        ("Hong Kong SAR China", "810000"),
        ("Macao Special Administrative Region of China", "820000"),
        ("Tibet", "540000"),
        ("Yanbian Korean Autonomous Prefecture", "222400"),
        ("CN-33", "330000"),
        ("CN-91", "810000"),
        # Tones tell them apart.
        ("Shǎnxī", "610000"),
        ("Shānxī", "140000"),
    ],
)
def test_spellings_in_use(text, code):
    assert find_region(text) is by_code()[code]


def test_region_is_returned_as_it_is():
    other = Region(
        code="330000",
        name="别省",
        short_name="别",
        level="province",
        english_name="Other",
    )
    assert find_region(other) is other


# Spellings that vary.

SEPARATORS = [
    "",
    " ",
    "\u3000",
    "/",
    ",",
    "，",
    "、",
    ">",
    "＞",
    "·",
    "-",
    "\n",
]


def wide(text):
    """Write ASCII in its full-width forms."""
    return "".join(
        chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c.replace(" ", "\u3000")
        for c in text
    )


@st.composite
def varied(draw, text):
    """Draw a text that differs from another in what does not matter."""
    separators = st.sampled_from(SEPARATORS)
    text = "".join(part for c in text for part in (draw(separators), c))
    change = draw(st.sampled_from([str, str.upper, str.title, str.swapcase]))
    width = draw(st.sampled_from([str, wide]))
    return width(change(text)) + draw(separators)


@given(st.data(), st.sampled_from(sorted(CHINESE)))
def test_separators_do_not_matter(data, path):
    assert answer(data.draw(varied(path))) == CHINESE[path]


@given(st.data())
def test_width_case_and_accents_do_not_matter(data):
    region = data.draw(st.sampled_from(every_region()))
    text = data.draw(
        st.sampled_from(
            [
                region.code,
                f"{region.code}000000",
                region.english_name,
                region.iso_3166_2 or region.name,
            ]
        )
    )
    form = data.draw(st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
    expected = mixed()[folded(text).removesuffix("000000")]
    assert (
        answer(unicodedata.normalize(form, data.draw(varied(text)))) == expected
    )


@given(st.data(), st.sampled_from(sorted(EVERYTHING)))
def test_paths_mix_chinese_and_english(data, code):
    text = data.draw(
        st.sampled_from(
            list(paths_to(code, lambda each: chinese(each) | latin(each)))
        )
    )
    assert answer(data.draw(varied(text))) == mixed()[text]


# Texts that are no names.

CHARACTERS = sorted({c for path in CHINESE for c in path})


def check_nothing_is_guessed(text):
    codes = mixed().get(folded(text))
    if codes is None:
        with pytest.raises(UnknownRegionError) as caught:
            find_region(text)
        assert caught.value.given == text
        assert repr(text) in str(caught.value)
        for path in caught.value.expected:
            assert isinstance(find_region(path), Region)
    else:
        assert answer(text) == codes


@given(st.data(), st.sampled_from(sorted(CHINESE)))
def test_wrong_character_is_no_name(data, path):
    position = data.draw(st.integers(0, len(path) - 1))
    character = data.draw(st.sampled_from(CHARACTERS))
    check_nothing_is_guessed(path[:position] + character + path[position + 1 :])


@given(st.lists(st.sampled_from(sorted(CHINESE)), min_size=2, max_size=3))
def test_names_that_do_not_belong_together_are_no_path(names):
    # 七台河七台河市 is a city named twice.
    assume(len({tuple(CHINESE[name]) for name in names}) == len(names))
    check_nothing_is_guessed("".join(names))


@given(st.text(st.sampled_from([*CHARACTERS, *SEPARATORS[1:], *"aeinhgu"])))
def test_characters_of_names_are_no_name(text):
    check_nothing_is_guessed(text)


@given(st.text())
def test_any_text_gives_a_region_or_a_documented_error(text):
    try:
        region = find_region(text)
    except (UnknownRegionError, AmbiguousRegionError) as caught:
        error = caught
    else:
        assert region is by_code()[region.code]
        return
    assert error.given == text
    assert isinstance(error, CnmakerDataError)
    assert isinstance(error, LookupError)


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        # The last digits are wrong.
        ("330799", "浙江省金华市"),
        ("33", "浙江省"),
        ("福健", "福建省"),
        ("福健省", "福建省"),
        ("深证市", "广东省深圳市"),
        ("浙江升", "浙江省"),
        ("在浙江", "浙江省"),
        ("义鸟", "浙江省金华市义乌市"),
        ("浙江省宁渡市", "浙江省宁波市"),
        ("海盐现", "浙江省嘉兴市海盐县"),
        ("广东省深圳市南三区", "广东省深圳市南山区"),
        ("shenzen", "广东省深圳市"),
        ("新疆生产兵团", "新疆生产建设兵团"),
        ("广洲市", "广东省广州市"),
        # Retired, and development zones.
        ("巢湖地区", "安徽省"),
        ("襄樊", "湖北省襄阳市"),
        ("江东区", "浙江省宁波市鄞州区"),
        ("宁波市江东区", "浙江省宁波市鄞州区"),
        ("雄安新区", "河北省"),
    ],
)
def test_unknown_names_are_answered_with_the_nearest(text, nearest):
    with pytest.raises(UnknownRegionError) as caught:
        find_region(text)
    assert nearest in caught.value.expected
    assert len(caught.value.expected) <= 3
    assert f"region {text!r} is unknown; did you mean " in str(caught.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Behind the same province all paths are alike.
        ("浙江省义鸟市", ("浙江省金华市义乌市",)),
        ("广东升" + "圳" * 197, ("广东省",)),
        ("广东升" + "圳" * 198, ()),
        ("中国香港", ("香港特别行政区",)),
        ("通什", ("海南省五指山市",)),
        ("Heilongjiang Nowhere", ("黑龙江省",)),
        ("山西省西安市", ("山西省",)),
        # A city says in which province it is, too.
        ("中山市石歧区", ("广东省中山市",)),
        ("吴江市某地", ("江苏省苏州市吴江区",)),
        ("浙江省南京市", ("浙江省",)),
        (
            "新疆乌市",
            (
                "新疆维吾尔自治区塔城地区乌苏市",
                "新疆维吾尔自治区乌鲁木齐市",
            ),
        ),
        # Four divisions begin with 瑞, too many to suggest them.
        ("瑞鸟", ()),
        ("鹤鸟", ("黑龙江省鹤岗市", "河南省鹤壁市", "广东省江门市鹤山市")),
        ("襄樊", ("湖北省襄阳市",)),
        # Of names that are as near, those with more characters in place come
        # first, and then cities.
        (
            "义鸟市",
            ("浙江省金华市义乌市", "河南省三门峡市义马市", "贵州省遵义市"),
        ),
        ("广洲市", ("湖南省株洲市", "广东省广州市", "四川省广元市")),
        # Half of 五大连池.
        ("五大类", ()),
        *[("开发区", ()), ("市辖区", ()), ("全国", ())],
        *[("华东", ()), ("西部", ()), ("本省", ()), ("新能源", ())],
    ],
)
def test_hints_are_silent_rather_than_silly(text, expected):
    with pytest.raises(UnknownRegionError) as caught:
        find_region(text)
    assert caught.value.expected == expected


@pytest.mark.parametrize(
    "text",
    [
        "全国",
        "海外",
        "高新",
        "生物医药",
        "大连西路261号",
        "London",
        "990000",
        "浙江" * 999,
    ],
)
def test_what_resembles_no_name_is_answered_with_none(text):
    with pytest.raises(UnknownRegionError) as caught:
        find_region(text)
    assert caught.value.expected == ()


@pytest.mark.parametrize(
    "text", ["河北雄安新区", "河北某地", "河北省x", "Hebei Nowhere"]
)
def test_what_is_suggested_lies_in_the_province_that_is_named(text):
    with pytest.raises(UnknownRegionError) as caught:
        find_region(text)
    assert caught.value.expected
    for path in caught.value.expected:
        assert path.startswith("河北省")


@pytest.mark.parametrize("text", ["台北", "台北市", "Taipei", "臺南", "高雄市"])
def test_places_in_taiwan_are_not_on_the_list(text):
    with pytest.raises(UnknownRegionError) as caught:
        find_region(text)
    assert caught.value.expected == ("台湾省",)
    assert "has no divisions here" in str(caught.value)


def test_suggestions_are_worked_out_when_they_are_read(monkeypatch):
    asked = []
    with pytest.raises(UnknownRegionError) as caught:
        find_region("义鸟市")
    monkeypatch.setattr(
        "difflib.SequenceMatcher.ratio", lambda _: asked.append(1) or 1.0
    )
    assert not asked
    assert "did you mean" in str(caught.value)
    assert asked


@pytest.mark.parametrize(
    "text",
    [
        *["", " ", "-", "北", "省", "市", "县", "市辖区", "?", "CN", "CN-"],
        *["CN-99", "Foo City", "Zhejiang City", "Hangzhou, Jiangsu", ", China"],
        *["杭州市杭州", "浙江省江苏省", "西湖区西湖区", "市辖区西湖"],
        *["义乌市义乌市", "金华市义乌市市辖区"],
        # Traditional characters.
        *["廣東", "義烏市", "臺灣省"],
    ],
)
def test_texts_that_name_nothing(text):
    with pytest.raises(UnknownRegionError):
        find_region(text)


@pytest.mark.parametrize("thing", [None, 330000, b"330000", ["浙江"], 3.3])
def test_what_is_no_text_is_no_region(thing):
    with pytest.raises(UnknownRegionError) as caught:
        find_region(thing)
    assert caught.value.given is thing
    assert repr(thing) in str(caught.value)


def test_a_code_is_text():
    with pytest.raises(UnknownRegionError) as caught:
        find_region(330000)
    assert caught.value.expected == ("330000",)
    with pytest.raises(UnknownRegionError) as caught:
        find_region(330799)
    assert caught.value.expected == ("浙江省金华市",)
    with pytest.raises(UnknownRegionError) as caught:
        find_region(330000.0)
    assert caught.value.expected == ()


def test_text_of_any_length_is_refused():
    text = "浙江" * 100_000
    with pytest.raises(UnknownRegionError) as caught:
        find_region(text)
    assert caught.value.given is text


@pytest.mark.parametrize("text", ["福健", "鼓楼区", 42])
def test_errors_survive_pickling(text):
    with pytest.raises((UnknownRegionError, AmbiguousRegionError)) as caught:
        find_region(text)
    error = caught.value
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert vars(copy) == vars(error)
    assert str(copy) == str(error)
    assert copy.given == text


# ISO 3166-2.

# Generic words of ISO 3166-2, after and before the name.
ISO_SUFFIX = re.compile(
    " (Sheng|Shi|(Huizu |Uygur |Zhuangzu )?Zizhiqu|SAR)( \\(.*\\))?$"
)
ISO_NAMES = {
    # English says Inner Mongolia, the standard the romanized Mongolian.
    "CN-NM": "Nei Mongol",
}


def test_each_name_of_iso_3166_2_is_found():
    assert find_region("Aomen Tebiexingzhengqu").iso_3166_2 == "CN-MO"
    for each in pycountry.subdivisions.get(country_code="CN"):
        assert find_region(each.name).iso_3166_2 == each.code
        assert find_region(each.name.partition(" (")[0]).iso_3166_2 == each.code


def test_iso_3166_2_agrees_with_pycountry():
    standard = {
        each.code: ISO_SUFFIX.sub("", each.name)
        for each in pycountry.subdivisions.get(country_code="CN")
    }
    ours = {
        region.iso_3166_2: ISO_NAMES.get(region.iso_3166_2, region.english_name)
        for region in every_region()
        if region.iso_3166_2
    }
    assert ours == standard
    for region in every_region():
        assert (region.level == "province") == bool(region.iso_3166_2)
        if region.iso_3166_2:
            assert find_region(region.iso_3166_2) is region
            assert find_region(region.iso_3166_2.lower()) is region


# Texts that are read.

PROBE = """
import json, sys
opened = []
sys.addaudithook(
    lambda event, args: opened.append(str(args[0])) if event == "open" else None
)
def read():
    return any("divisions.csv" in path for path in opened)
from cnmaker_data import contests, find_region
for text in json.loads(sys.stdin.read()):
    region = find_region(text)
    contests.by_region(text)
    contests.entry_for(text)
    assert region in {contest.location for contest in contests}, text
before = read()
find_region("义乌")
print(json.dumps({
    "regions": any("regions.csv" in path for path in opened),
    "before": before,
    "after": read(),
}))
"""


def test_regions_of_the_plan_do_not_need_the_counties():
    texts = []
    for code in {contest.location.code for contest in contests}:
        region = by_code()[code]
        texts += [code, f"{code}000000", path_of(region)]
        paths = paths_to(code, lambda each: chinese(each) - SHORT_FORMS[each])
        for text in (*paths, region.english_name):
            # 吉林 and Suzhou may mean another one.
            if mixed()[folded(text)] == [code]:
                texts.append(text)
        texts += [region.iso_3166_2] if region.iso_3166_2 else []
    done = subprocess.run(
        [sys.executable, "-c", PROBE],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert json.loads(done.stdout) == {
        "regions": True,
        "before": False,
        "after": True,
    }


@pytest.mark.parametrize("text", ["浙江" + " " * 10**6, "ﷺ" * 10**6, "a" * 201])
def test_what_is_far_longer_than_a_name_is_unknown_at_once(text):
    # Some of these characters stand for eighteen when they are folded.
    with pytest.raises(UnknownRegionError) as caught:
        find_region(text)
    assert len(str(caught.value)) < 300
    assert find_region("浙江" + " " * 198).code == "330000"
