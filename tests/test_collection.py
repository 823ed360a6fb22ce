import pickle
import re
import unicodedata

from collections.abc import Collection, Reversible

import pytest

from hypothesis import given
from hypothesis import strategies as st

from cnmaker_data import (
    Contest,
    Contests,
    Crosswalk,
    DataError,
    Organization,
    Role,
    Tier,
    UnknownContestError,
    UnknownOrganizerError,
    UnknownRegionError,
    UnknownRoleError,
    UnknownTableError,
    UnknownTierError,
    edition,
    find_region,
    path_of,
)
from cnmaker_data.strategies import contests as any_contests
from cnmaker_data.strategies import editions, regions


# Of several editions, too, as a user may join them.
COLLECTIONS = st.lists(
    editions(max_contests=4), max_size=3, unique_by=lambda plan: plan.number
).map(lambda plans: Contests(c for plan in plans for c in plan.contests))


class TestTheEighthEdition:
    def test_has_fifty_contests(self, contests):
        assert len(contests) == 50
        assert [len(contests.by_tier(tier)) for tier in Tier] == [1, 35, 13, 1]

    @pytest.mark.parametrize(
        "spelling", ["浙江", "浙江省", "330000", "CN-ZJ", "Zhejiang"]
    )
    def test_by_region(self, contests, spelling):
        assert [contest.id for contest in contests.by_region(spelling)] == [
            "8/regional/zhejiang",
            "8/regional/ningbo",
            "8/thematic/visual-intelligence",
            "8/thematic/low-code",
        ]

    def test_by_region_without_what_is_under_it(self, contests):
        for within in (False, 0, None):
            found = contests.by_region("浙江", within=within)
            assert [contest.id for contest in found] == ["8/regional/zhejiang"]

    def test_by_organizer(self, contests):
        assert len(contests.by_organizer("工业和信息化部信息中心")) == 14
        assert contests.by_organizer(
            "工业和信息化部网络安全产业发展中心"
        ) == contests.by_organizer(" 工业和信息化部 信息中心")

    def test_organizers_of(self, contests):
        leads = contests.organizers_of("8/regional/shenzhen")
        assert [str(lead) for lead in leads] == [
            "深圳市工业和信息化局（牵头）",
            "深圳市中小企业服务局（牵头）",
        ]

    def test_has_two_regions_without_a_regional_contest(self, contests):
        provinces = {
            contest.location.code[:2] for contest in contests.by_tier("区域赛")
        }
        for name in ("内蒙古", "宁夏"):
            assert find_region(name).code[:2] not in provinces


class TestSequence:
    @given(COLLECTIONS)
    def test_is_one(self, found):
        items = list(found)
        assert len(found) == len(items)
        assert Contests(items) == found == tuple(items)
        assert hash(Contests(items)) == hash(found)
        assert list(reversed(found)) == items[::-1]
        assert all(contest in found for contest in items)

    @given(COLLECTIONS, st.slices(12))
    def test_slices(self, found, cut):
        part = found[cut]
        assert type(part) is Contests
        assert part == tuple(found)[cut]

    def test_positions(self, contests):
        assert contests[0].id == "8/final"
        assert contests[-1].id == "8/overseas/international"
        with pytest.raises(
            IndexError,
            match="position 50 is out of range for <50 contests: 8/final, ",
        ):
            contests[50]
        with pytest.raises(IndexError, match="-2 .* <1 contest: 8/final>$"):
            contests[:1][-2]
        with pytest.raises(IndexError, match="<0 contests>$"):
            contests[:0][0]
        with pytest.raises(IndexError, match="^.{,300}$"):
            contests[10**1000]

    @pytest.mark.parametrize("wrong", [1, None, "8/final", [[0] * 10**5]])
    def test_refuses_what_is_no_contest(self, contests, wrong):
        with pytest.raises(
            DataError, match=r"^\[2\]: .{,300} is not a Contest$"
        ) as caught:
            Contests([*contests[:2], wrong])
        assert repr(wrong)[:50] in str(caught.value)

    @given(COLLECTIONS)
    def test_pickles_without_its_indexes(self, found):
        before = pickle.dumps(found)
        found.by_tier("final")
        found.get("final")
        assert pickle.dumps(found) == before
        assert pickle.loads(before) == found
        assert type(pickle.loads(before)) is Contests

    def test_shows_its_ids(self, contests):
        assert repr(contests) == (
            "<50 contests: 8/final, 8/regional/beijing, 8/regional/tianjin, …>"
        )
        assert repr(contests[:4]).endswith(", 8/regional/tianjin, …>")
        assert repr(contests[:3]).endswith(", 8/regional/tianjin>")
        assert repr(contests[:1]) == "<1 contest: 8/final>"
        assert repr(contests[:0]) == "<0 contests>"


class TestByKey:
    @given(COLLECTIONS)
    def test_by_id_and_series(self, found):
        for contest in found:
            newest = max(
                (each for each in found if each.series == contest.series),
                key=lambda each: each.edition,
            )
            assert found[contest.id] is contest
            assert found[contest.series] is newest
            assert found.get(contest.id) is contest
            assert contest.id in found
            assert contest.series in found

    def test_unknown_ones(self, contests):
        assert contests.get("regional/ningxia") is None
        assert contests.get("8/x", "nothing") == "nothing"
        assert contests.get([]) is None
        assert "regional/ningxia" not in contests
        assert 7 not in contests
        with pytest.raises(UnknownContestError) as caught:
            contests["regional/nigbo"]
        assert isinstance(caught.value, LookupError)
        assert caught.value.given == "regional/nigbo"
        assert caught.value.expected[0] == "regional/ningbo"
        assert str(caught.value).startswith(
            "contest 'regional/nigbo' is unknown; did you mean 'regional/ningbo'"
        )
        for wrong, nearest in (
            ("REGIONAL/NINGBO", "regional/ningbo"),
            ("8/regional/nigbo", "8/regional/ningbo"),
        ):
            with pytest.raises(UnknownContestError) as caught:
                contests[wrong]
            assert caught.value.expected[0] == nearest
        with pytest.raises(
            UnknownContestError, match="^contest 'XX' is unknown$"
        ):
            contests["XX"]


class TestByTier:
    @given(COLLECTIONS, st.sampled_from(Tier))
    def test_agrees_with_a_filter(self, found, tier):
        expected = [contest for contest in found if contest.tier is tier]
        for spelling in (
            tier,
            tier.value,
            tier.label,
            f" {tier.value.upper()}",
        ):
            queried = found.by_tier(spelling)
            assert list(queried) == expected
            assert type(queried) is Contests

    @pytest.mark.parametrize("wrong", ["regionl", "", 3, [], None, Role.HOST])
    def test_unknown_ones(self, contests, wrong):
        with pytest.raises(UnknownTierError) as caught:
            contests.by_tier(wrong)
        names = "'final', 'regional', 'thematic' or 'overseas'"
        problem = f"is unknown; did you mean {names}?"
        if not isinstance(wrong, str):
            problem = f"is not text; use {names}"
        assert str(caught.value) == f"tier {wrong!r} {problem}"


class TestByRegion:
    @given(COLLECTIONS, regions())
    def test_agrees_with_a_filter(self, found, region):
        self.check(found, region)

    @given(COLLECTIONS.filter(bool), st.data())
    def test_agrees_around_its_locations(self, found, data):
        contest = data.draw(st.sampled_from(tuple(found)))
        code = contest.location.code
        above = data.draw(st.sampled_from([code, f"{code[:2]}0000"]))
        self.check(found, find_region(above))

    def check(self, found, region):
        # Codes nest: what is under a division starts with its digits but for
        # the zeros that fill up.
        width = {"province": 2, "corps": 2, "prefecture": 4, "county": 6}
        start = region.code[: width[region.level]]
        assert list(found.by_region(region)) == [
            contest
            for contest in found
            if contest.location.code.startswith(start)
        ]
        assert list(found.by_region(region.code, within=False)) == [
            contest for contest in found if contest.location == region
        ]

    def test_of_the_corps_is_not_within_xinjiang(self, contests):
        assert "8/regional/xpcc" not in contests.by_region("新疆")
        assert [c.id for c in contests.by_region("兵团")] == ["8/regional/xpcc"]

    def test_unknown_ones(self, contests):
        with pytest.raises(UnknownRegionError):
            contests.by_region("亚特兰蒂斯")


def _names_of(contest):
    for organizer in contest.organizers:
        yield organizer.organization.name
        yield from organizer.organization.aliases


def _hints(contests, name):
    with pytest.raises(UnknownOrganizerError) as caught:
        contests.by_organizer(name)
    assert pickle.loads(pickle.dumps(caught.value)).given == name
    return caught.value.expected


class TestByOrganizer:
    @given(COLLECTIONS, st.data())
    def test_agrees_with_a_filter(self, found, data):
        names = [name for each in found for name in _names_of(each)]
        name = data.draw(st.sampled_from(names or ["无此单位"]))
        role = data.draw(st.sampled_from([None, *Role]))

        def fold(text):
            return unicodedata.normalize("NFKC", text).casefold()

        expected = [
            contest
            for contest in found
            if any(
                fold(name) == fold(each) and role in (None, organizer.role)
                for organizer in contest.organizers
                for each in (
                    organizer.organization.name,
                    *organizer.organization.aliases,
                )
            )
        ]
        assert list(found.by_organizer(name, role=role)) == expected
        if role is not None:
            assert list(found.by_organizer(name, role=role.label)) == expected

    @given(COLLECTIONS, st.data())
    def test_an_organization_is_known_by_all_its_names(self, found, data):
        organizers = [o for each in found for o in each.organizers]
        known = [organizer.organization for organizer in organizers]
        other = Organization("无此单位", ["无此别名"])
        organization = data.draw(st.sampled_from([other, *known]))
        names = (organization.name, *organization.aliases)
        by_name = [found.by_organizer(Organization(name)) for name in names]
        assert list(found.by_organizer(organization)) == [
            contest
            for contest in found
            if any(contest in group for group in by_name)
        ]

    def test_a_name_that_no_organizer_has(self, contests):
        with pytest.raises(UnknownOrganizerError) as caught:
            contests.by_organizer("工信部")
        assert str(caught.value) == (
            "organizer '工信部' is unknown; did you mean '工业和信息化部'?"
        )
        # A part of a name, and a text that is nowhere near one.
        assert _hints(contests, "小企业服务") == ("深圳市中小企业服务局",)
        assert _hints(contests, "x" * 10_000) == ()

    @given(COLLECTIONS, st.data())
    def test_queries_keep_the_names_of_the_whole(self, found, data):
        names = [name for each in found for name in _names_of(each)]
        name = data.draw(st.sampled_from(names or ["无此单位"]))
        tier = data.draw(st.sampled_from(Tier))
        expected = found.by_organizer(name)
        for part in (
            found.by_tier(tier),
            found.by_tier(tier).by_region("110000"),
            found.by_region("浙江"),
            found.search("a"),
            found[1:],
            found[1:][:2],
            found[:0],
        ):
            for same in (part, pickle.loads(pickle.dumps(part))):
                assert same == part
                answer = same.by_organizer(name)
                assert type(answer) is Contests
                assert list(answer) == [c for c in part if c in expected]

    def test_an_organization_may_organize_none(self, contests):
        assert contests.by_organizer(Organization("无此单位")) == ()
        assert contests.by_organizer("财政部", role="undertaker") == ()
        assert Contests().by_organizer("无此单位") == ()

    @pytest.mark.parametrize("wrong", [None, 5, [], b"x"])
    def test_what_is_no_text(self, contests, wrong):
        with pytest.raises(DataError) as caught:
            contests.by_organizer(wrong)
        assert caught.value.problems == (
            ("", f"{wrong!r} is not text or an Organization"),
        )

    def test_unknown_roles(self, contests):
        with pytest.raises(UnknownRoleError, match="'host', 'lead' or 'under"):
            contests.by_organizer("财政部", role="boss")


class TestSearch:
    @given(COLLECTIONS, st.data())
    def test_finds_a_contest_by_each_of_its_texts(self, found, data):
        for contest in found:
            place = contest.location
            texts = [
                contest.id,
                contest.name,
                contest.theme or "",
                place.name,
                place.english_name,
                path_of(place),
                *map(str, contest.organizers),
            ]
            text = " ".join(
                data.draw(st.lists(st.sampled_from(texts), max_size=3))
            )
            text = re.sub("（(主办|牵头|承办)）", "", text)
            assert contest in found.search(text)
            assert found.search(text.upper()) == found.search(text)

    @pytest.mark.parametrize(
        ("text", "ids"),
        [
            ("浙江 低代码", ["8/thematic/low-code"]),
            ("浙江　低代码", ["8/thematic/low-code"]),
            ("低代码,杭州", ["8/thematic/low-code"]),
            ("LOW-CODE", ["8/thematic/low-code"]),
            ("Hangzhou low-code", ["8/thematic/low-code"]),
            ("８/ｆｉｎａｌ", ["8/final"]),
            ('第八届"创客中国"宁波市', ["8/regional/ningbo"]),
            ("浙江宁波 low", []),
            ("亚特兰蒂斯", []),
            ("XX", []),
            ("锂电 新能源", ["8/thematic/lithium-battery"]),
            ("锂电（新能源）", ["8/thematic/lithium-battery"]),
        ],
    )
    def test_in_the_eighth_edition(self, contests, text, ids):
        assert [contest.id for contest in contests.search(text)] == ids

    def test_narrows(self, contests):
        found = contests.search("浙江")
        assert set(contests.by_region("浙江")) <= set(found)
        assert type(found) is Contests
        assert contests.search("") == contests.search("，。") == contests

    @pytest.mark.parametrize("wrong", [None, 8, b"8", [[0] * 10**5]])
    def test_what_is_no_text(self, contests, wrong):
        with pytest.raises(DataError, match="^.{,300} is not text$") as caught:
            contests.search(wrong)
        assert str(caught.value).startswith(repr(wrong)[:50])


class TestOrganizersOf:
    @given(any_contests(), st.sampled_from([None, *Role]))
    def test_agrees_with_a_filter(self, contest, role):
        found = Contests([contest])
        expected = tuple(
            organizer
            for organizer in contest.organizers
            if role in (None, organizer.role)
        )
        for key in (contest, contest.id, contest.series):
            assert found.organizers_of(key, role=role) == expected

    def test_by_role(self, contests):
        assert len(contests.organizers_of("final", role="承办")) == 4
        assert len(contests.organizers_of("final", role=Role.HOST)) == 3
        assert contests.organizers_of("final", role="lead") == ()

    def test_unknown_ones(self, contests):
        for wrong in ("8/nothing", None, 0, b"final"):
            with pytest.raises(UnknownContestError) as caught:
                contests.organizers_of(wrong)
            assert caught.value.given == wrong
        with pytest.raises(UnknownRoleError):
            contests.organizers_of("final", role="boss")


def test_the_theme_leads_to_the_series(contests):
    with pytest.raises(UnknownContestError, match="thematic/low-code"):
        contests["低代码"]


def test_suggestions_are_in_the_language_that_was_asked_in(contests):
    with pytest.raises(UnknownTierError, match="'总决赛', '区域赛'"):
        contests.by_tier("区域")


def test_tables_have_names(contests):
    assert contests.table().name == "contests"
    assert contests.table("links").rows[0][0] == contests[1].id
    with pytest.raises(UnknownTableError) as caught:
        contests.table("link")
    assert caught.value.given == "link"
    assert caught.value.expected == ("contests", "organizers", "links")


def test_queries_chain(contests):
    found = (
        contests.by_tier("thematic")
        .by_region("杭州")
        .by_organizer("浙江省经济和信息化厅", role="host")
    )
    assert [contest.theme for contest in found] == ["视觉智能", "低代码"]
    assert isinstance(found[0], Contest)


def test_indexes_are_built_once(contests):
    assert contests.by_tier("regional") is contests.by_tier("区域赛")
    assert contests.by_region("浙江") is contests.by_region("330000")
    assert edition(8).contests is contests


class TestCrosswalk:
    def test_is_a_sequence_that_equals_a_tuple(self, contests):
        crosswalk = contests.crosswalk()
        rows = tuple(crosswalk)
        assert isinstance(crosswalk, Collection)
        assert isinstance(crosswalk, Reversible)
        assert crosswalk == rows == crosswalk
        assert hash(crosswalk) == hash(rows)
        assert crosswalk != rows[1:]
        assert crosswalk != list(rows)
        assert crosswalk == edition(8).crosswalk()
        assert list(reversed(crosswalk)) == list(reversed(rows))
        assert rows[5] in crosswalk
        assert crosswalk[5] == rows[5]
        assert type(crosswalk[:5]) is Crosswalk
        assert crosswalk[:5] == rows[:5]

    def test_shows_its_size(self, contests):
        crosswalk = contests.crosswalk()
        assert repr(crosswalk) == "<crosswalk of 3214 divisions>"
        assert repr(crosswalk[:1]) == "<crosswalk of 1 division>"

    def test_pickles(self, contests):
        crosswalk = contests.crosswalk()
        copied = pickle.loads(pickle.dumps(crosswalk))
        assert type(copied) is Crosswalk
        assert copied == crosswalk


def test_no_more_than_three_names_are_proposed(contests):
    for key in ("8/regional/", "创客中国"):
        with pytest.raises(UnknownContestError) as caught:
            contests[key]
        assert len(caught.value.expected) == 3
    with pytest.raises(UnknownContestError) as caught:
        contests["创新创业大赛"]
    assert list(caught.value.expected) == [each.series for each in contests[:3]]
