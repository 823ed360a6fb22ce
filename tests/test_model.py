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
from cnmaker_data.model import restored
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


@pytest.mark.parametrize(
    ("value", "changes", "path", "reason"),
    [
        (BEIJING, {"code": "11000"}, "code", "not a code of six digits"),
        (BEIJING, {"code": "１１００００"}, "code", "not a code of six digits"),
        (BEIJING, {"name": ""}, "name", "not one line of text"),
        (BEIJING, {"name": " 北京市"}, "name", "not one line of text"),
        (BEIJING, {"name": "北京\n市"}, "name", "not one line of text"),
        (BEIJING, {"name": "北京\u200b市"}, "name", "not one line of text"),
        (BEIJING, {"name": "北京\ud800"}, "name", "not one line of text"),
        (BEIJING, {"name": 110000}, "name", "110000 is not plain text"),
        (
            BEIJING,
            {"level": "county"},
            "level",
            "'county' is not the level of 110000; use 'province'",
        ),
        (BEIJING, {"level": "Province"}, "level", "use 'province'"),
        (
            BEIJING,
            {"iso_3166_2": "BJ"},
            "iso_3166_2",
            "'BJ' is not a code of ISO 3166-2, as CN-ZJ",
        ),
        (BUREAU, {"aliases": "别名"}, "aliases", "'别名' is not a collection"),
        (BUREAU, {"aliases": {"甲", "乙"}}, "aliases", "not a collection"),
        (BUREAU, {"name": Plain("甲")}, "name", "not plain text"),
        (BUREAU, {"name": [0] * 999}, "name", ", 0, … is not plain text"),
        (BUREAU, {"name": 10**5000}, "name", "<int> is not plain text"),
        (BUREAU, {"aliases": [""]}, "aliases", "not one line of text"),
        (BUREAU, {"aliases": ["甲", "甲"]}, "aliases", "'甲' is there twice"),
        (BUREAU, {"aliases": [BUREAU.name]}, "aliases", "the name already"),
        (LEAD, {"organization": "北京市"}, "organization", "an Organization"),
        (LEAD, {"role": "lead"}, "role", "'lead' is not a Role"),
        (LINK, {"url": "www.smebj.cn"}, "url", "use 'http://www.smebj.cn/'"),
        (LINK, {"url": "ftp://a.cn/"}, "url", "its scheme is 'ftp'"),
        (LINK, {"text": ""}, "text", "not one line of text"),
        (LINK, {"label": ""}, "label", "not one line of text"),
        (LINK, {"inherited": 1}, "inherited", "1 is not True or False"),
        (SOURCE, {"row": 0}, "row", "not a number from 1"),
        (SOURCE, {"row": True}, "row", "not a number from 1"),
        (SOURCE, {"cells": ["ab"]}, "cells", "not a"),
        (SOURCE, {"cells": [("a",)]}, "cells", "not a"),
        (SOURCE, {"cells": [("a", 1)]}, "cells", "not a"),
        (SOURCE, {"cells": [("", "x")]}, "cells", "not one line of text"),
        (SOURCE, {"cells": [("a", "x\0")]}, "cells", "controls"),
        (SOURCE, {"cells": [("a", "x"), ("a", "y")]}, "cells", "twice"),
        (CONTEST, {"id": "8/regional/Beijing"}, "id", "8/regional/<slug>"),
        (CONTEST, {"id": "8/final"}, "id", "8/regional/<slug>"),
        (CONTEST, {"id": "9/regional/beijing"}, "id", "8/regional/<slug>"),
        (CONTEST, {"id": "8/regional/北京"}, "id", "8/regional/<slug>"),
        (CONTEST, {"id": "8/regional/a--b"}, "id", "8/regional/<slug>"),
        (CONTEST, {"edition": 0}, "edition", "not a number from 1"),
        (CONTEST, {"tier": "regional"}, "tier", "not a Tier"),
        (CONTEST, {"number": 0}, "number", "not a number from 1"),
        (CONTEST, {"name": ""}, "name", "not one line of text"),
        (CONTEST, {"theme": "大数据"}, "theme", "only thematic contests"),
        (CONTEST, {"location": "北京市"}, "location", "not a Region"),
        (CONTEST, {"organizers": []}, "organizers", "empty"),
        (CONTEST, {"organizers": [LEAD, LEAD]}, "organizers", "twice"),
        (CONTEST, {"organizers": BUREAU}, "organizers", "not a collection"),
        (CONTEST, {"organizers": [BUREAU]}, "organizers", "not an Organizer"),
        (CONTEST, {"links": [LINK, LINK]}, "links", "twice"),
        (CONTEST, {"source": None}, "source", "None is not a Source"),
        (
            EDITION,
            {"number": 9},
            "contests",
            "'8/regional/beijing' is not of edition 9",
        ),
        (EDITION, {"contests": []}, "contests", "empty"),
        (EDITION, {"contests": [CONTEST, CONTEST]}, "contests", "twice"),
        (EDITION, {"contests": [EDITION]}, "contests", "not a Contest"),
        (EDITION, {"year": 0}, "year", "not a number from 1"),
        (EDITION, {"title": ""}, "title", "not one line of text"),
        (EDITION, {"notice": ""}, "notice", "not one line of text"),
    ],
)
def test_refuses_wrong_values(value, changes, path, reason):
    with pytest.raises(ValueError, match=path) as caught:
        attrs.evolve(value, **changes)
    assert isinstance(caught.value, DataError)
    assert caught.value.path == path
    assert reason in str(caught.value)


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
        copied = restored(type(each), attrs.asdict(each, recurse=False))
        assert copied == each
        assert hash(copied) == hash(each)
        assert repr(copied) == repr(each)
        assert pickle.dumps(copied) == pickle.dumps(each)
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            copied.name = ""
