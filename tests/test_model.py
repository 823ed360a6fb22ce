import pickle

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
    edition,
)
from cnmaker_data._validators import restore
from cnmaker_data.strategies import editions


class Plain(str):
    """Text of another library."""

    __slots__ = ()


BEIJING = Region("110000", "北京市", "北京", "province", "Beijing", "CN-BJ")
BUREAU = Organization("北京市经济和信息化局")
LEAD = Organizer(BUREAU, Role.LEAD)
LINK = Link("http://www.smebj.cn/", "www.smebj.cn")
SOURCE = Source("二、区域赛（共35个）", 1, [("序号", "1"), ("地点", "北京市")])
CONTEST = Contest(
    id="8/regional/beijing",
    edition=8,
    tier=Tier.REGIONAL,
    number=1,
    name="第八届“创客中国”北京市中小企业创新创业大赛",
    location=BEIJING,
    organizers=[LEAD],
    links=[LINK],
    source=SOURCE,
)
EDITION = Edition(
    number=8, year=2023, title="赛事计划", notice=None, contests=[CONTEST]
)
OBJECTS = [BEIJING, BUREAU, LEAD, LINK, SOURCE, CONTEST, EDITION]


@pytest.mark.parametrize("value", OBJECTS, ids=lambda each: type(each).__name__)
class TestEveryClass:
    def test_is_frozen(self, value):
        name = attrs.fields(type(value))[0].name
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(value, name, None)

    def test_is_slotted(self, value):
        assert not hasattr(value, "__dict__")

    def test_equals_and_hashes_by_value(self, value):
        copy = pickle.loads(pickle.dumps(value))
        assert copy == value
        assert hash(copy) == hash(value)
        assert copy is not value

    def test_holds_its_collections_as_tuples(self, value):
        for field in attrs.fields(type(value)):
            held = getattr(value, field.name)
            assert not isinstance(held, list | set | dict)

    @given(data=st.data())
    def test_refuses_values_of_other_types(self, value, data):
        field = data.draw(st.sampled_from(attrs.fields(type(value))))
        wrong = data.draw(
            st.sampled_from([object(), 1.5, b"x", ["x", None], {"x": "y"}])
        )
        with pytest.raises(DataError) as caught:
            attrs.evolve(value, **{field.name: wrong})
        # An id or a level may be refused first, for it says otherwise.
        assert caught.value.path in attrs.fields_dict(type(value))
        assert isinstance(caught.value, ValueError)
        assert isinstance(caught.value, CnmakerDataError)


NOT_A_LINE = (
    "is not one line of text that starts and ends with a visible character"
)
NOT_POSITIVE = "is not a number from 1 to 9999"
NOT_A_PAIR = "is not a pair of column and text"
A_SLUG = "is not of the form 8/regional/<slug>"


@pytest.mark.parametrize(
    ("value", "changes", "path", "reason"),
    [
        (BEIJING, {"code": 11}, "code", "11 is not a code of six digits"),
        (BEIJING, {"code": "1"}, "code", "'1' is not a code of six digits"),
        (
            BEIJING,
            {"code": "１１００００"},
            "code",
            "'１１００００' is not a code of six digits",
        ),
        (BEIJING, {"name": ""}, "name", f"'' {NOT_A_LINE}"),
        (BEIJING, {"name": " 北京"}, "name", f"' 北京' {NOT_A_LINE}"),
        (BEIJING, {"name": "北京 "}, "name", f"'北京 ' {NOT_A_LINE}"),
        (BEIJING, {"name": "北\n京"}, "name", f"'北\\n京' {NOT_A_LINE}"),
        (BEIJING, {"name": "\u200b京"}, "name", f"'\\u200b京' {NOT_A_LINE}"),
        (BEIJING, {"name": "\ud800"}, "name", f"'\\ud800' {NOT_A_LINE}"),
        (BEIJING, {"name": 110000}, "name", "110000 is not plain text"),
        (
            BEIJING,
            {"level": "county"},
            "level",
            "'county' is not the level of 110000; use 'province'",
        ),
        (
            BEIJING,
            {"level": "Province"},
            "level",
            "'Province' is not the level of 110000; use 'province'",
        ),
        (
            BEIJING,
            {"iso_3166_2": "BJ"},
            "iso_3166_2",
            "'BJ' is not a code of ISO 3166-2, as CN-ZJ",
        ),
        (BUREAU, {"aliases": "别名"}, "aliases", "'别名' is not a collection"),
        (BUREAU, {"aliases": {"甲"}}, "aliases", "{'甲'} is not a collection"),
        (BUREAU, {"aliases": 5}, "aliases", "5 is not a collection"),
        (BUREAU, {"aliases": [5]}, "aliases", "5 is not a name"),
        (BUREAU, {"name": Plain("甲")}, "name", "'甲' is not plain text"),
        (
            BUREAU,
            {"name": [0] * 999},
            "name",
            f"[{'0, ' * 66}… is not plain text",
        ),
        (BUREAU, {"name": 10**5000}, "name", "<int> is not plain text"),
        (BUREAU, {"aliases": [""]}, "aliases", f"'' {NOT_A_LINE}"),
        (BUREAU, {"aliases": ["甲", "甲"]}, "aliases", "'甲' is there twice"),
        (
            BUREAU,
            {"aliases": [BUREAU.name]},
            "aliases",
            f"'{BUREAU.name}' is the name already",
        ),
        (
            LEAD,
            {"organization": "北京市"},
            "organization",
            "'北京市' is not an Organization",
        ),
        (LEAD, {"role": "lead"}, "role", "'lead' is not a Role"),
        (
            LINK,
            {"url": "www.smebj.cn"},
            "url",
            "'www.smebj.cn' is not normalized; use 'http://www.smebj.cn/'",
        ),
        (
            LINK,
            {"url": "ftp://a.cn/"},
            "url",
            "'ftp://a.cn/' is not a usable web address: its scheme is 'ftp', "
            "not http or https",
        ),
        (LINK, {"text": ""}, "text", f"'' {NOT_A_LINE}"),
        (LINK, {"label": ""}, "label", f"'' {NOT_A_LINE}"),
        (LINK, {"inherited": 1}, "inherited", "1 is not True or False"),
        (SOURCE, {"row": 0}, "row", f"0 {NOT_POSITIVE}"),
        (SOURCE, {"row": 10_000}, "row", f"10000 {NOT_POSITIVE}"),
        (SOURCE, {"row": True}, "row", f"True {NOT_POSITIVE}"),
        (SOURCE, {"cells": 5}, "cells", "5 is not a collection"),
        (SOURCE, {"cells": ["ab"]}, "cells", f"'ab' {NOT_A_PAIR}"),
        (SOURCE, {"cells": [("a",)]}, "cells", f"('a',) {NOT_A_PAIR}"),
        (SOURCE, {"cells": [("a", 1)]}, "cells", f"('a', 1) {NOT_A_PAIR}"),
        (SOURCE, {"cells": [("", "x")]}, "cells", f"'' {NOT_A_LINE}"),
        (
            SOURCE,
            {"cells": [("a", "x\0")]},
            "cells",
            "'x\\x00' has controls in it",
        ),
        (
            SOURCE,
            {"cells": [("a", "x"), ("a", "y")]},
            "cells",
            "holds a column twice",
        ),
        (
            CONTEST,
            {"id": "8/regional/Beijing"},
            "id",
            f"'8/regional/Beijing' {A_SLUG}",
        ),
        (CONTEST, {"id": "8/final"}, "id", f"'8/final' {A_SLUG}"),
        (
            CONTEST,
            {"id": "9/regional/beijing"},
            "id",
            f"'9/regional/beijing' {A_SLUG}",
        ),
        (
            CONTEST,
            {"id": "8/regional/北京"},
            "id",
            f"'8/regional/北京' {A_SLUG}",
        ),
        (
            CONTEST,
            {"id": "8/regional/a--b"},
            "id",
            f"'8/regional/a--b' {A_SLUG}",
        ),
        (
            CONTEST,
            {"tier": Tier.FINAL},
            "id",
            "'8/regional/beijing' is not of the form 8/final",
        ),
        (CONTEST, {"edition": 0}, "edition", f"0 {NOT_POSITIVE}"),
        (CONTEST, {"tier": "regional"}, "tier", "'regional' is not a Tier"),
        (CONTEST, {"number": 0}, "number", f"0 {NOT_POSITIVE}"),
        (CONTEST, {"name": ""}, "name", f"'' {NOT_A_LINE}"),
        (CONTEST, {"theme": ""}, "theme", f"'' {NOT_A_LINE}"),
        (
            CONTEST,
            {"theme": "大数据"},
            "theme",
            "'大数据' given, but only thematic contests have one",
        ),
        (CONTEST, {"location": "北京"}, "location", "'北京' is not a Region"),
        (
            CONTEST,
            {"organizers": []},
            "organizers",
            "is empty; there is always one",
        ),
        (
            CONTEST,
            {"organizers": [LEAD, LEAD]},
            "organizers",
            "'北京市经济和信息化局（牵头）' is there twice",
        ),
        (
            CONTEST,
            {"organizers": "甲"},
            "organizers",
            "'甲' is not a collection",
        ),
        (
            CONTEST,
            {"organizers": [BUREAU]},
            "organizers",
            f"{BUREAU!r} is not an Organizer",
        ),
        (
            CONTEST,
            {"links": [LINK, LINK]},
            "links",
            "'http://www.smebj.cn/' is there twice",
        ),
        (CONTEST, {"source": None}, "source", "None is not a Source"),
        (
            EDITION,
            {"number": 9},
            "contests",
            "'8/regional/beijing' is not of edition 9",
        ),
        (
            EDITION,
            {"contests": []},
            "contests",
            "is empty; there is always one",
        ),
        (
            EDITION,
            {"contests": [CONTEST, CONTEST]},
            "contests",
            "'8/regional/beijing' is there twice",
        ),
        (EDITION, {"contests": 5}, "contests", "5 is not a collection"),
        (EDITION, {"contests": ["8"]}, "contests", "'8' is not a Contest"),
        (EDITION, {"year": 0}, "year", f"0 {NOT_POSITIVE}"),
        (EDITION, {"title": ""}, "title", f"'' {NOT_A_LINE}"),
        (EDITION, {"notice": ""}, "notice", f"'' {NOT_A_LINE}"),
    ],
)
def test_refuses_wrong_values(value, changes, path, reason):
    with pytest.raises(ValueError, match=path) as caught:
        attrs.evolve(value, **changes)
    assert isinstance(caught.value, DataError)
    assert caught.value.path == path
    assert str(caught.value) == f"{path}: {reason}"


def test_thematic_contests_need_a_theme():
    changes = {"id": "8/thematic/big-data", "tier": Tier.THEMATIC}
    with pytest.raises(DataError, match="theme: is missing"):
        attrs.evolve(CONTEST, **changes)
    contest = attrs.evolve(CONTEST, **changes, theme="大数据")
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


def test_tiers_and_roles_have_chinese_labels():
    assert [tier.label for tier in Tier] == [
        "总决赛",
        "区域赛",
        "专题赛",
        "境外区域赛",
    ]
    assert [role.label for role in Role] == ["主办", "牵头", "承办"]
    assert [tier.value for tier in Tier] == [
        "final",
        "regional",
        "thematic",
        "overseas",
    ]
    assert [role.value for role in Role] == ["host", "lead", "undertaker"]


def test_sources_are_mappings_of_the_printed_cells():
    assert SOURCE["地点"] == "北京市"
    assert dict(SOURCE) == {"序号": "1", "地点": "北京市"}
    assert list(SOURCE) == ["序号", "地点"]
    assert len(SOURCE) == 2
    assert SOURCE.get("承办单位") is None
    with pytest.raises(UnknownColumnError) as caught:
        SOURCE["承办单位"]
    assert isinstance(caught.value, KeyError)
    assert str(caught.value) == (
        "column '承办单位' is unknown; did you mean '序号' or '地点'?"
    )


def test_texts_for_people():
    assert [str(value) for value in OBJECTS] == [
        "北京市",
        "北京市经济和信息化局",
        "北京市经济和信息化局（牵头）",
        "http://www.smebj.cn/",
        "二、区域赛（共35个）, row 1",
        "第八届“创客中国”北京市中小企业创新创业大赛",
        "赛事计划",
    ]
    assert str(Organization("甲", ("乙", "丙"))) == "甲（乙）（丙）"


def test_reprs_fit_on_a_line():
    assert repr(CONTEST) == (
        "Contest(id='8/regional/beijing', "
        "name='第八届“创客中国”北京市中小企业创新创业大赛')"
    )
    assert repr(EDITION) == "Edition(number=8, year=2023, notice=None)"
    assert repr(BEIJING) == (
        "Region(code='110000', name='北京市', level='province')"
    )


def test_series_and_urls():
    assert CONTEST.series == "regional/beijing"
    assert CONTEST.urls == ("http://www.smebj.cn/",)


def test_editions_hold_a_collection_that_answers():
    assert isinstance(EDITION.contests, Contests)
    assert EDITION.contests.by_region("北京") == (CONTEST,)
    assert attrs.evolve(EDITION).contests is EDITION.contests


class TestDigest:
    def test_is_of_a_canonical_form(self):
        assert EDITION.digest.startswith("sha256:")
        assert len(EDITION.digest) == len("sha256:") + 64

    @given(editions())
    def test_changes_with_any_value(self, plan):
        other = attrs.evolve(plan, title=plan.title + "（修订）")
        assert plan.digest != other.digest
        assert plan.digest == attrs.evolve(plan).digest

    def test_of_edition_8_is_pinned(self):
        # A change of it is a correction of the data, and goes into the
        # changelog.
        assert edition(8).digest == (
            "sha256:13a4631b8495a2cc5b22bcb212bff8cfa105ebe4a0e29f1eb4a1b71e7baf036e"
        )


@given(editions())
def test_restored_objects_are_as_those_that_are_made(made):
    for each in (made, *made.contests):
        copied = restore(type(each), attrs.asdict(each, recurse=False))
        assert copied == each
        assert hash(copied) == hash(each)
        assert repr(copied) == repr(each)
        assert pickle.dumps(copied) == pickle.dumps(each)
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            copied.name = ""
