import json
import pickle

from types import SimpleNamespace

import attrs
import pytest

from hypothesis import given
from hypothesis import strategies as st

from cnmaker_data import (
    CnmakerDataError,
    Contest,
    Contests,
    DataError,
    Edition,
    Link,
    Organization,
    Organizer,
    Region,
    Role,
    Source,
    Tier,
    UnknownColumnError,
    UnknownTierError,
)


class Plain(str):
    """Text of another library."""

    __slots__ = ()


@pytest.fixture(scope="module")
def samples():
    """Return an object of each class."""
    region = Region("110000", "北京市", "北京", "province", "Beijing", "CN-BJ")
    organization = Organization("北京市经济和信息化局")
    organizer = Organizer(organization, Role.LEAD)
    link = Link("http://www.smebj.cn/", "www.smebj.cn")
    source = Source(
        "二、区域赛（共35个）", 1, [("序号", "1"), ("地点", "北京市")]
    )
    contest = Contest(
        id="8/regional/beijing",
        edition=8,
        tier=Tier.REGIONAL,
        number=1,
        name="第八届“创客中国”北京市中小企业创新创业大赛",
        location=region,
        organizers=[organizer],
        links=[link],
        source=source,
    )
    return SimpleNamespace(
        region=region,
        organization=organization,
        organizer=organizer,
        link=link,
        source=source,
        contest=contest,
        edition=Edition(
            number=8, year=2023, title="赛事计划", contests=[contest]
        ),
    )


@pytest.mark.parametrize(
    "kind",
    [
        "region",
        "organization",
        "organizer",
        "link",
        "source",
        "contest",
        "edition",
    ],
)
class TestEveryClass:
    def test_is_frozen(self, samples, kind):
        value = getattr(samples, kind)
        name = attrs.fields(type(value))[0].name
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(value, name, None)

    def test_is_slotted(self, samples, kind):
        assert not hasattr(getattr(samples, kind), "__dict__")

    def test_equals_and_hashes_by_value(self, samples, kind):
        value = getattr(samples, kind)
        copy = pickle.loads(pickle.dumps(value))
        assert copy == value
        assert hash(copy) == hash(value)
        assert copy is not value

    def test_holds_its_collections_as_tuples(self, samples, kind):
        value = getattr(samples, kind)
        for field in attrs.fields(type(value)):
            held = getattr(value, field.name)
            assert not isinstance(held, list | set | dict)

    @given(data=st.data())
    def test_refuses_values_of_other_types(self, samples, kind, data):
        value = getattr(samples, kind)
        field = data.draw(st.sampled_from(attrs.fields(type(value))))
        wrong = data.draw(
            st.sampled_from([object(), 1.5, b"x", ["x", None], {"x": "y"}])
        )
        with pytest.raises(DataError) as caught:
            attrs.evolve(value, **{field.name: wrong})
        # An id or a level may be refused first, since it contradicts.
        assert caught.value.path in attrs.fields_dict(type(value))
        assert isinstance(caught.value, ValueError)
        assert isinstance(caught.value, CnmakerDataError)


NOT_A_LINE = (
    "is not one line of text that starts and ends with a visible character"
)
NOT_POSITIVE = "is not a number from 1 to 9999"
NOT_A_PAIR = "is not a pair of column and text"
NO_NOTE = "is not one line with a visible character"
A_SLUG = "is not of the form 8/regional/<slug>"
WRONG_VALUES = {
    ("region", "code"): [
        (11, "11 is not plain text"),
        ("1", "'1' is not a code of six digits"),
        ("１１００００", "'１１００００' is not a code of six digits"),
    ],
    ("region", "name"): [
        ("", f"'' {NOT_A_LINE}"),
        (" 北京", f"' 北京' {NOT_A_LINE}"),
        ("北京 ", f"'北京 ' {NOT_A_LINE}"),
        ("北\n京", f"'北\\n京' {NOT_A_LINE}"),
        ("\u200b京", f"'\\u200b京' {NOT_A_LINE}"),
        ("\ud800", f"'\\ud800' {NOT_A_LINE}"),
        (110000, "110000 is not plain text"),
    ],
    ("region", "level"): [
        ("county", "'county' is not the level of 110000; use 'province'"),
        ("Province", "'Province' is not the level of 110000; use 'province'"),
    ],
    ("region", "iso_3166_2"): [
        ("BJ", "'BJ' is not a code of ISO 3166-2, such as CN-ZJ"),
    ],
    ("organization", "name"): [
        (Plain("甲"), "'甲' is not plain text"),
        ([0] * 999, f"[{'0, ' * 66}… is not plain text"),
    ],
    ("organization", "aliases"): [
        ("别名", "'别名' is not a collection"),
        ({"甲"}, "{'甲'} is not a collection"),
        (5, "5 is not a collection"),
        ([5], "5 is not plain text"),
        ([""], f"'' {NOT_A_LINE}"),
        (["甲", "甲"], "'甲' appears twice"),
        (
            ["北京市经济和信息化局"],
            "'北京市经济和信息化局' is the name already",
        ),
    ],
    ("organizer", "organization"): [
        ("北京市", "'北京市' is not an Organization"),
    ],
    ("organizer", "role"): [("lead", "'lead' is not a Role")],
    ("link", "url"): [
        (
            "www.smebj.cn",
            "'www.smebj.cn' is not normalized; use 'http://www.smebj.cn/'",
        ),
        (
            "ftp://a.cn/",
            "'ftp://a.cn/' is not a usable web address: its scheme is 'ftp', "
            "not http or https",
        ),
    ],
    ("link", "text"): [("", f"'' {NOT_A_LINE}")],
    ("link", "label"): [("", f"'' {NOT_A_LINE}")],
    ("link", "inherited"): [(1, "1 is not True or False")],
    ("source", "row"): [
        (0, f"0 {NOT_POSITIVE}"),
        (10_000, f"10000 {NOT_POSITIVE}"),
        (True, f"True {NOT_POSITIVE}"),
    ],
    ("source", "cells"): [
        (5, "5 is not a collection"),
        (["ab"], f"'ab' {NOT_A_PAIR}"),
        ([("a",)], f"('a',) {NOT_A_PAIR}"),
        ([("a", 1)], "1 is not plain text"),
        ([("a", Plain("x"))], "'x' is not plain text"),
        ([("", "x")], f"'' {NOT_A_LINE}"),
        ([("a", "x\0")], "'x\\x00' holds control characters"),
        ([("a", "x"), ("a", "y")], "'a' appears twice"),
    ],
    ("contest", "id"): [
        ("8/regional/Beijing", f"'8/regional/Beijing' {A_SLUG}"),
        ("8/final", f"'8/final' {A_SLUG}"),
        ("9/regional/beijing", f"'9/regional/beijing' {A_SLUG}"),
        ("8/regional/北京", f"'8/regional/北京' {A_SLUG}"),
        ("8/regional/a--b", f"'8/regional/a--b' {A_SLUG}"),
        ("", f"'' {NOT_A_LINE}"),
    ],
    ("contest", "edition"): [(0, f"0 {NOT_POSITIVE}")],
    ("contest", "tier"): [("regional", "'regional' is not a Tier")],
    ("contest", "number"): [(0, f"0 {NOT_POSITIVE}")],
    ("contest", "name"): [("", f"'' {NOT_A_LINE}")],
    ("contest", "theme"): [
        ("", f"'' {NOT_A_LINE}"),
        ("大数据", "'大数据' given, but only thematic contests have one"),
    ],
    ("contest", "location"): [("北京", "'北京' is not a Region")],
    ("contest", "organizers"): [
        ([], "must not be empty"),
        ("甲", "'甲' is not a collection"),
        ([Role.HOST], "<Role.HOST: 'host'> is not an Organizer"),
    ],
    ("contest", "source"): [(None, "None is not a Source")],
    ("edition", "contests"): [
        ([], "must not be empty"),
        (5, "5 is not a collection"),
        (["8"], "'8' is not a Contest"),
    ],
    ("edition", "year"): [(0, f"0 {NOT_POSITIVE}")],
    ("edition", "title"): [("", f"'' {NOT_A_LINE}")],
    ("edition", "notice"): [("", f"'' {NOT_A_LINE}")],
    ("edition", "notes"): [
        ("注", "'注' is not a collection"),
        ([5], "5 is not plain text"),
        ([Plain("注")], "'注' is not plain text"),
        (["注\n注"], f"'注\\n注' {NO_NOTE}"),
        ([" \u200b"], f"' \\u200b' {NO_NOTE}"),
        (["注\u2028"], "'注\\u2028' holds control characters"),
    ],
}


@pytest.mark.parametrize(
    ("kind", "name", "wrong", "reason"),
    [
        (*field, wrong, reason)
        for field, cases in WRONG_VALUES.items()
        for wrong, reason in cases
    ],
)
def test_refuses_wrong_values(samples, kind, name, wrong, reason):
    with pytest.raises(DataError) as caught:
        attrs.evolve(getattr(samples, kind), **{name: wrong})
    assert caught.value.path == name
    assert str(caught.value) == f"{name}: {reason}"


def test_refuses_what_appears_twice(samples):
    for value, name, problem in [
        (
            samples.contest,
            "organizers",
            "organizers: '北京市经济和信息化局（牵头）' appears twice",
        ),
        (
            samples.contest,
            "links",
            "links: 'http://www.smebj.cn/' appears twice",
        ),
        (
            samples.edition,
            "contests",
            "contests: '8/regional/beijing' appears twice",
        ),
    ]:
        [item] = getattr(value, name)
        with pytest.raises(DataError) as caught:
            attrs.evolve(value, **{name: [item, item]})
        assert str(caught.value) == problem


def test_finds_what_appears_twice_in_linear_time():
    aliases = [f"甲{number}" for number in range(100_000)]
    with pytest.raises(DataError, match="'甲99999' appears twice"):
        Organization("乙", [*aliases, aliases[-1]])


def test_ids_agree_with_tiers_and_editions(samples):
    with pytest.raises(DataError) as caught:
        attrs.evolve(samples.contest, tier=Tier.FINAL)
    assert str(caught.value) == (
        "id: '8/regional/beijing' is not of the form 8/final"
    )
    with pytest.raises(DataError) as caught:
        attrs.evolve(samples.edition, number=9)
    assert str(caught.value) == (
        "contests: '8/regional/beijing' is not of edition 9"
    )
    with pytest.raises(DataError) as caught:
        attrs.evolve(samples.edition, number=0)
    assert str(caught.value) == f"number: 0 {NOT_POSITIVE}"


def test_thematic_contests_need_a_theme(samples):
    changes = {"id": "8/thematic/big-data", "tier": Tier.THEMATIC}
    with pytest.raises(DataError) as caught:
        attrs.evolve(samples.contest, **changes)
    assert str(caught.value) == (
        "theme: is missing; a thematic contest needs one"
    )
    contest = attrs.evolve(samples.contest, **changes, theme="大数据")
    assert contest.series == "thematic/big-data"


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("330000", "province"),
        ("660000", "corps"),
        ("330200", "prefecture"),
        ("330782", "county"),
    ],
)
def test_the_level_follows_from_the_code(code, level):
    assert Region(code, "名", "名", level, "Name").level == level


class TestTerms:
    def test_have_chinese_labels(self):
        assert [tier.label for tier in Tier] == [
            "总决赛",
            "区域赛",
            "专题赛",
            "境外区域赛",
        ]
        assert [role.label for role in Role] == ["主办", "牵头", "承办"]

    @pytest.mark.parametrize("kind", [Tier, Role])
    def test_are_texts(self, kind):
        for member in kind:
            assert member == member.value == str(member) == f"{member}"
            assert json.dumps([member]) == json.dumps([member.value])
            assert {member: 1}[member.value] == 1

    @pytest.mark.parametrize("kind", [Tier, Role])
    def test_are_found_by_value_and_label(self, kind):
        for member in kind:
            for name in (member, member.value, member.label):
                assert kind(name) is member
            assert kind(f" {member.value.upper()} ") is member
            assert kind(" ".join(member.label)) is member

    @pytest.mark.parametrize("wrong", ["", "x", "赛", None, 1, b"final", []])
    def test_have_no_other_names(self, wrong):
        for kind in (Tier, Role):
            with pytest.raises(ValueError, match="is not a valid"):
                kind(wrong)


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        ("regionl", "did you mean 'final', 'regional', 'thematic' or"),
        ("区域", "did you mean '总决赛', '区域赛', '专题赛' or '境外区域赛'?"),
        (8, "8 is not text; use 'final', 'regional', 'thematic' or"),
        (type("Odd", (), {"__repr__": lambda _: 1 / 0})(), "<Odd> is not text"),
    ],
)
def test_queries_take_terms_by_any_name(samples, wrong, hint):
    contests = samples.edition.contests
    for tier in Tier:
        expected = (samples.contest,) if tier is Tier.REGIONAL else ()
        for name in (tier, tier.value, tier.label, f" {tier.value.upper()}"):
            assert contests.by_tier(name) == expected
    for role in Role:
        expected = (samples.organizer,) if role is Role.LEAD else ()
        for name in (role, role.value, role.label):
            assert contests.organizers_of("8/regional/beijing", role=name) == (
                expected
            )
    with pytest.raises(UnknownTierError) as caught:
        contests.by_tier(wrong)
    assert caught.value.given is wrong
    assert hint in str(caught.value)


def test_sources_are_mappings_of_the_printed_cells(samples):
    source = samples.source
    assert source["地点"] == "北京市"
    assert dict(source) == {"序号": "1", "地点": "北京市"}
    assert list(source) == ["序号", "地点"]
    assert Source(source.table, 1, map(list, source.items())) == source
    assert len(source) == 2
    assert source.get("承办单位") is None
    with pytest.raises(UnknownColumnError) as caught:
        source["承办单位"]
    assert isinstance(caught.value, KeyError)
    assert str(caught.value) == (
        "column '承办单位' is unknown; did you mean '序号' or '地点'?"
    )


def test_texts_for_people(samples):
    assert {kind: str(value) for kind, value in vars(samples).items()} == {
        "region": "北京市",
        "organization": "北京市经济和信息化局",
        "organizer": "北京市经济和信息化局（牵头）",
        "link": "http://www.smebj.cn/",
        "source": "二、区域赛（共35个）, row 1",
        "contest": "第八届“创客中国”北京市中小企业创新创业大赛",
        "edition": "赛事计划",
    }
    assert str(Organization("甲", ("乙", "丙"))) == "甲（乙）（丙）"


def test_notebooks_show_tables(samples):
    for value, heading in (
        (samples.contest, "区域赛 (regional)"),
        (samples.edition, samples.contest.name),
    ):
        html = value._repr_html_()
        assert f'<caption><span lang="zh">{value}</span></caption>' in html
        assert samples.link.url in html
        assert heading in html


def test_reprs_fit_on_a_line(samples):
    assert repr(samples.contest) == (
        "Contest(id='8/regional/beijing', "
        "name='第八届“创客中国”北京市中小企业创新创业大赛')"
    )
    assert repr(samples.edition) == "Edition(number=8, year=2023, notice=None)"
    assert repr(samples.region) == (
        "Region(code='110000', name='北京市', level='province')"
    )


def test_series_and_urls(samples):
    assert samples.contest.series == "regional/beijing"
    assert samples.contest.urls == ("http://www.smebj.cn/",)


def test_editions_hold_a_collection_that_answers(samples):
    edition = samples.edition
    assert isinstance(edition.contests, Contests)
    assert edition.contests.by_region("北京") == (samples.contest,)
    assert attrs.evolve(edition).contests is edition.contests
    assert edition.crosswalk() == edition.contests.crosswalk()


def test_notes_are_lines_as_printed(samples):
    notes = ["\u3000\u3000注：以通知为准 ", "联系人：\t张三\u200b", "注", "注"]
    edition = attrs.evolve(samples.edition, notes=notes)
    assert edition.notes == tuple(notes)
    assert samples.edition.notes == ()
