import attrs
import pytest

from hypothesis import given
from hypothesis import strategies as st

from cnmaker_data import (
    DataError,
    Link,
    Organization,
    Organizer,
    Role,
    diff,
    edition,
    find_region,
)
from cnmaker_data.strategies import editions, plan_text


def changed(plan, series, **changes):
    return attrs.evolve(
        plan,
        contests=[
            attrs.evolve(contest, **changes)
            if contest.series == series
            else contest
            for contest in plan.contests
        ],
    )


def renumbered(plan, number, changes):
    """Return a plan as another edition's, with the changes to each contest."""
    return attrs.evolve(
        plan,
        number=number,
        contests=[
            attrs.evolve(
                each,
                id=f"{number}/{each.series}",
                edition=number,
                **changes(each),
            )
            for each in plan.contests
        ],
    )


@given(editions())
def test_an_edition_is_like_itself(plan):
    found = diff(plan, attrs.evolve(plan))
    assert not found
    assert not (found.added or found.removed or found.changed or found.fields)


@given(editions(), editions())
def test_every_contest_is_accounted_for(old, new):
    found = diff(old, new)
    before = {contest.series for contest in old.contests}
    after = {contest.series for contest in new.contests}
    assert {contest.series for contest in found.added} == after - before
    assert {contest.series for contest in found.removed} == before - after
    assert {change.series for change in found.changed} <= before & after
    assert str(found).count("\n+ ") == len(found.added)
    assert str(found).count("\n- ") == len(found.removed)


@given(editions(number=8), editions(number=8))
def test_two_states_of_one_edition_differ_where_their_plans_do(old, new):
    assert bool(diff(old, new)) == (plan_text(old) != plan_text(new))


@given(
    editions(number=8),
    st.integers(9, 99),
    st.sampled_from(["第九届", "第 10 届", "首届", "2024年", "2024年第九届"]),
)
def test_the_ordinal_alone_is_no_change(plan, number, ordinal):
    text = plan_text(plan)
    later = renumbered(
        plan,
        number,
        lambda each: {
            "name": each.name.replace("第八届", ordinal),
            "number": None,
        },
    )
    assert text
    assert not diff(plan, later)


def test_changes_field_by_field():
    plan = edition(8)
    old = plan.contests["regional/beijing"]
    link = Link("https://new.smebj.cn/", "https://new.smebj.cn", "大赛官网")
    lead = Organizer(Organization("北京市科学技术委员会"), Role.HOST)
    new = changed(
        plan, "regional/beijing", links=[link], organizers=[lead], number=40
    )
    [change] = diff(plan, new).changed
    assert change.series == "regional/beijing"
    assert change.old is old
    assert [(field.name, field.old, field.new) for field in change.fields] == [
        ("number", 1, 40),
        ("organizers", old.organizers, (lead,)),
        ("links", old.links, (link,)),
    ]


@pytest.mark.parametrize(
    ("series", "changes"),
    [
        ("thematic/low-code", {"theme": "零代码"}),
        ("regional/zhejiang", {"location": find_region("宁波")}),
        (
            "regional/zhejiang",
            {"organizers": (Organizer(Organization("甲局"), Role.HOST),)},
        ),
        ("regional/zhejiang", {"links": ()}),
        ("regional/zhejiang", {"name": "第九届大赛"}),
    ],
)
def test_changes_from_one_edition_to_the_next(series, changes):
    old = edition(8)
    new = renumbered(
        old,
        9,
        lambda each: (
            {"number": 77} | (changes if each.series == series else {})
        ),
    )
    [change] = diff(old, new).changed
    [field] = change.fields
    before = getattr(old.contests[series], field.name)
    assert change.series == series
    assert (field.old, {field.name: field.new}) == (before, changes)


def test_a_difference_is_shown_as_a_table():
    old = edition(8)
    new = changed(old, "regional/zhejiang", theme=None, links=())
    html = diff(old, new)._repr_html_()
    assert "regional/zhejiang" in html
    assert "links" in html
    assert "regional/beijing" not in html


def test_changes_of_an_edition():
    old = edition(8)
    new = attrs.evolve(old, year=2024, title="标题", notice=None, notes=["注"])
    fields = diff(old, new).fields
    assert [(field.name, field.old, field.new) for field in fields] == [
        ("year", old.year, 2024),
        ("title", old.title, "标题"),
        ("notice", old.notice, None),
        ("notes", (), ("注",)),
    ]
    assert str(diff(old, new)).endswith("\n~ notes: none → '注'")
    # Another edition has others: that is no change.
    later = renumbered(new, 9, lambda _: {})
    assert diff(old, later).fields == ()


@pytest.mark.parametrize("number", [8, 9])
def test_names_change_in_one_edition_and_between_two(number):
    old = edition(8)
    new = renumbered(
        old,
        number,
        lambda each: {"name": "第九届新名称"} if each.series == "final" else {},
    )
    [change] = diff(old, new).changed
    [field] = change.fields
    assert (field.name, field.old, field.new) == (
        "name",
        old.contests["final"].name,
        "第九届新名称",
    )


def test_rows_that_moved_to_another_table():
    plan = edition(8)
    source = plan.contests["final"].source
    new = changed(
        plan, "final", source=attrs.evolve(source, table="五、其他赛")
    )
    [change] = diff(plan, new).changed
    [field] = change.fields
    assert (field.name, field.old, field.new) == (
        "source.table",
        source.table,
        "五、其他赛",
    )


def test_organizers_in_the_report():
    plan = edition(8)
    host, lead = (
        Organizer(Organization(name), role)
        for name, role in (("甲局", Role.HOST), ("乙局", Role.LEAD))
    )
    new = changed(plan, "final", organizers=[host, lead])
    assert str(diff(plan, new)).endswith(" → 甲局（主办）、乙局（牵头）")


def test_links_in_the_report():
    plan = edition(8)
    new = changed(
        plan, "regional/beijing", links=[Link("http://a.cn/", "a.cn")]
    )
    assert str(diff(plan, new)).endswith(" → http://a.cn/ (a.cn)")


def test_the_report():
    plan = edition(8)
    new = changed(
        attrs.evolve(
            plan,
            title="新标题",
            contests=[c for c in plan.contests if c.series != "final"],
        ),
        "thematic/low-code",
        location=plan.contests["regional/beijing"].location,
        links=[],
        source=attrs.evolve(
            plan.contests["thematic/low-code"].source,
            row=11,
            cells=[("地点", "北京市 "), ("序号", "10")],
        ),
    )
    assert (
        str(diff(plan, new))
        == """\
edition 8 (2023) → edition 8 (2023): 0 added, 1 removed, 1 changed
~ title: '第八届“创客中国”中小企业创新创业大赛赛事计划' → '新标题'
- final: 第八届“创客中国”中小企业创新创业大赛全国总决赛
~ thematic/low-code: 第八届“创客中国”低代码中小企业创新创业大赛
    location: 杭州市 → 北京市
    links: http://www.cnmaker.org.cn/ (www.cnmaker.org.cn, 大赛官网, \
inherited) → none
    source.row: 10 → 11
    source.columns: '序号、赛事名称、决赛地点、主办单位、报名网址' → '地点、序号'
    source[赛事名称]: '第八届“创客中国”低代码中小企业创新创业大赛' → none
    source[决赛地点]: '杭州市' → none
    source[主办单位]: '工业和信息化部网络安全产业发展中心\
（工业和信息化部信息中心）、\\n\\n浙江省经济和信息化厅' → none
    source[报名网址]: '' → none
    source[地点]: none → '北京市 '"""
    )


def test_the_report_of_added_contests_and_themes():
    plan = edition(8)
    fewer = attrs.evolve(plan, contests=plan.contests[:-1])
    report = str(
        diff(fewer, changed(plan, "thematic/low-code", theme="无代码"))
    )
    assert "+ overseas/international: 第八届“创客中国”国际" in report
    assert "    theme: '低代码' → '无代码'" in report


def test_a_new_name_is_a_change_between_editions():
    plan = edition(8)
    later = renumbered(
        plan,
        9,
        lambda each: {
            "name": each.name.replace("第八届", "第九届") + "（预赛）"
        },
    )
    found = diff(plan, later)
    assert len(found.changed) == 50
    assert all(
        [field.name for field in change.fields] == ["name"]
        for change in found.changed
    )


@pytest.mark.parametrize("wrong", [8, "8", None])
def test_only_editions_can_be_compared(wrong):
    reason = f"{wrong!r} is not an Edition; edition() returns one"
    for pair in ((edition(8), wrong), (wrong, edition(8))):
        with pytest.raises(DataError) as caught:
            diff(*pair)
        assert caught.value.problems == (("", reason),)


def test_diffs_are_values():
    assert diff(edition(8), edition(8)) == diff(edition(8), edition(8))
    assert hash(diff(edition(8), edition(8)))
