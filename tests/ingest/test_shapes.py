"""Each shape of a plan is read as it prints, or refused at its place."""

from __future__ import annotations

import re

from itertools import pairwise
from typing import TYPE_CHECKING

import attrs
import pytest

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import plans
import shapes

from cnmaker_data import Edition, IngestError, diff, edition, strategies
from cnmaker_data.ingest import read_plan


if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def read(data: bytes, folder: Path) -> Edition:
    path = folder / "plan"
    path.write_bytes(data)
    return read_plan(path)


@pytest.mark.parametrize(
    ("shape", "form"),
    [(shape, form) for shape in shapes.SAME for form in shape.forms],
    ids=str,
)
def test_a_shape_is_read(
    shape: shapes.Shape, form: str, tmp_path: Path
) -> None:
    eighth = edition(8)
    found = read(shapes.write(plans.printed(eighth), form, shape), tmp_path)
    expected = shape.reads(eighth)
    assert str(diff(expected, found)).splitlines()[1:] == []
    assert found == expected


@pytest.mark.parametrize("form", ["text", "word", "html"])
@given(drawn=strategies.editions(), data=st.data())
@settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_shapes_together_are_read_or_refused(
    form: str, drawn: Edition, data: st.DataObject, tmp_path: Path
) -> None:
    chosen = data.draw(
        st.lists(
            st.sampled_from([s for s in shapes.SAME if form in s.forms]),
            max_size=4,
            unique_by=str,
        ),
        "shapes",
    )
    expected = drawn
    for shape in chosen:
        expected = shape.reads(expected)
    try:
        found = read(
            shapes.write(plans.printed(drawn), form, *chosen), tmp_path
        )
    except IngestError:
        return
    assert sorted(found.notes) == sorted(expected.notes)
    expected = attrs.evolve(expected, notes=found.notes)
    assert str(diff(expected, found)).splitlines()[1:] == []
    assert found == expected


def _in_grid(
    table: int, change: Callable[[plans.Grid], object]
) -> Callable[[plans.Plan], plans.Plan]:
    def changed(plan: plans.Plan) -> plans.Plan:
        tables = [
            each._replace(grid=[list(row) for row in each.grid])
            for each in plan.tables
        ]
        change(tables[table].grid)
        return plan._replace(tables=tables)

    return changed


def _with_table(
    heading: str, *rows: str, at: int = 4
) -> Callable[[plans.Plan], plans.Plan]:
    table = plans.Table(heading, [row.split() for row in rows])
    return lambda plan: plan._replace(
        tables=[*plan.tables[:at], table, *plan.tables[at:]]
    )


def _headed(table: int, heading: str) -> Callable[[plans.Plan], plans.Plan]:
    return lambda plan: plan._replace(
        tables=[
            each._replace(heading=heading) if at == table else each
            for at, each in enumerate(plan.tables)
        ]
    )


def _as_list(tier: str) -> tuple[Callable[[plans.Plan], plans.Plan], str]:
    """Return a change that adds a tier without a table, and its problem."""
    return (
        lambda plan: plan._replace(below=(tier, "绿色制造")),
        f"'{tier}': has no table",
    )


def _shifted(grid: plans.Grid) -> None:
    for above, below in pairwise(grid[5:]):
        above[2] = below[2]
    grid[-1][2] = ""


def _titled(title: str) -> Callable[[plans.Plan], plans.Plan]:
    return lambda plan: plan._replace(above=[title])


TRACKS = ("赛道 举办城市 组织单位", "甲 乙 丙", "甲 乙 丙")
OVERSEAS = (
    "赛事名称 地点 主办单位 报名网址",
    "第八届“创客中国”绿色制造中小企业创新创业大赛 广州市 甲局 www.a.cn",
)
FAULTS = {
    "a lost row": (
        _in_grid(1, lambda grid: grid.pop(26)),
        "row 26, column 序号",
    ),
    "a doubled row": (
        _in_grid(1, lambda grid: grid.insert(7, list(grid[7]))),
        "row 8, column 序号",
    ),
    "a lost last row": (_in_grid(1, lambda grid: grid.pop()), "announces 35"),
    "a shifted column": (_in_grid(1, _shifted), "row 5, column 地点"),
    "a lost cell": (_in_grid(1, lambda grid: grid[9].pop(2)), "row 9"),
    "cells that moved": (
        _in_grid(1, lambda grid: grid[9].append(grid[9].pop(2))),
        "row 9: its cells in 地点、主办单位、报名网址",
    ),
    "an older title": (
        _titled("第七届“创客中国”中小企业创新创业大赛赛事计划"),
        "is of edition 7, but its contests are named after edition 8",
    ),
    "an older name": (
        _in_grid(
            1,
            lambda grid: grid[4].__setitem__(1, grid[4][1].replace("八", "七")),
        ),
        "row 4, column 赛事名称",
    ),
    "a tier of tracks": (
        _with_table("五、赛道赛（共2个）", *TRACKS),
        "五、赛道赛",
    ),
    "tracks without a number": (_with_table("赛道赛", *TRACKS), "赛道赛"),
    "a list of tracks": (
        lambda plan: _with_table("1.绿色、2.智能", at=5)(
            _with_table("五、赛道赛（共2个）")(plan)
        ),
        "五、赛道赛",
    ),
    "a heading with its contests behind it": (
        _with_table("五、赛道赛（共2个） 1.绿色制造 2.智能制造"),
        "五、赛道赛（共2个） 1.绿色制造",
    ),
    "a heading with its contests behind a colon": (
        _with_table("五、赛道赛：1.绿色制造"),
        "五、赛道赛：1.绿色制造",
    ),
    "a list of names": (
        _with_table("1.第八届“创客中国”绿色中小企业创新创业大赛"),
        "names a contest outside of the tables",
    ),
    "an unknown tier": (
        _with_table("五、赛道赛（共1个）", *OVERSEAS),
        "is the heading of no tier",
    ),
    "a table without a heading": (
        _with_table("", *OVERSEAS),
        "announces 1 contests, but 2 rows",
    ),
    "a quota table": (
        _with_table("推荐名额", "省份 名额", "北京 20", at=2),
        "省份 | 名额",
    ),
    "a lost heading": (_headed(2, ""), "have no heading"),
    "a misspelt heading": (_headed(1, "二、区域赛们"), "区域赛们"),
    "headings that are no headings": (
        shapes.of_tables(lambda t: [t._replace(heading=f"A.{t.heading}")]),
        "; so for 'A.二、区域赛（共35个）', 'A.三",
    ),
    "headings of no tier": (
        shapes.of_tables(
            lambda t: [t._replace(heading=t.heading.replace("赛", "大赛"))]
        ),
        "; so for '二、区域大赛（共35个）', '三",
    ),
    "tables in another order": (
        lambda plan: plan._replace(
            tables=[plan.tables[at] for at in (0, 2, 1, 3)]
        ),
        "'三、专题赛（共13个）': is numbered 3, but is table 2",
    ),
    "another plan": (
        lambda plan: plan._replace(
            tables=[
                *plan.tables,
                plans.Table(plan.above[-1].replace("八", "九"), []),
                *plan.tables,
            ]
        ),
        "is a second plan in this file",
    ),
    "a plan that appears twice": (
        lambda plan: plan._replace(
            tables=[
                *plan.tables,
                plans.Table(plan.above[-1], []),
                *plan.tables,
            ]
        ),
        "is the second table of its tier",
    ),
    "a lost table": (
        lambda plan: plan._replace(tables=plan.tables[1:]),
        "is numbered 2, but is table 1",
    ),
    "a wrong total": (
        _in_grid(1, lambda grid: grid.append(["合计", "34个", "", "", ""])),
        "counts 34 contests, but 35 rows",
    ),
    "a total with another table": (
        _in_grid(1, lambda grid: grid.append(["合计", "36", "", "", ""])),
        "counts 36 contests, but 35 rows",
    ),
    "a wrong total of the plan": (
        _in_grid(3, lambda grid: grid.append(["总计", "49", "", "", ""])),
        "counts 49 contests, but 1 rows of its table stand above it, and the",
    ),
    "a row of one cell": (
        _in_grid(1, lambda grid: grid.insert(31, ["计划单列市", *[""] * 4])),
        "row 31: '计划单列市",
    ),
    "a table behind the next attachment": (
        _headed(2, "附件3"),
        "is a table of contests outside of the plan",
    ),
    "a tier as a list below a heading without a number": (
        lambda plan: plan._replace(
            below=(
                "赛道赛",
                "1.第八届“创客中国”绿色制造中小企业创新创业大赛",
                "2.第八届“创客中国”低空经济中小企业创新创业大赛",
                "3.第八届“创客中国”量子科技中小企业创新创业大赛",
            )
        ),
        "绿色制造中小企业创新创业大赛': names a contest outside",
    ),
    "a tier with a Roman number as a list": _as_list("Ⅴ.赛道赛"),
    "a tier with a mark as a list": _as_list("◆赛道赛"),
    "a tier with quotation marks as a list": _as_list("五、“揭榜挂帅”赛"),
    "a tier called 赛道 as a list": _as_list("五、揭榜挂帅赛道"),
    "two numbers of notices": (
        lambda plan: plan._replace(
            above=["信中〔2025〕4号", "工信部企业函〔2017〕203号", *plan.above]
        ),
        "give the one of the notice",
    ),
}


@pytest.mark.parametrize("form", ["text", "word", "html"])
@pytest.mark.parametrize("fault", FAULTS)
def test_one_fault_is_one_problem_at_its_place(
    fault: str, form: str, tmp_path: Path
) -> None:
    change, place = FAULTS[fault]
    with pytest.raises(IngestError) as caught:
        read(shapes.write(change(plans.printed(edition(8))), form), tmp_path)
    assert len(caught.value.problems) <= 2, str(caught.value)
    # In plain text, a line below a table may be one of its last cell.
    assert place in str(caught.value) or form == "text"


@pytest.mark.parametrize("form", ["text", "word", "html"])
@pytest.mark.parametrize(("table", "total"), [(1, 35), (3, 1), (3, 50)])
def test_a_total_is_of_its_table_or_behind_all_of_the_plan(
    table: int, total: int, form: str, tmp_path: Path
) -> None:
    plan = _in_grid(
        table, lambda grid: grid.append(["合计", f"{total}", "", "", ""])
    )(plans.printed(edition(8)))
    found = read(shapes.write(plan, form), tmp_path)
    assert found.contests == edition(8).contests
    assert found.notes == (f"合计 {total}",)


@pytest.mark.parametrize("form", ["text", "word", "html"])
@pytest.mark.parametrize("label", ["备注", "说明：", "注"])
def test_a_note_may_have_its_label_in_a_cell_of_its_own(
    label: str, form: str, tmp_path: Path
) -> None:
    note = [label, "地点以通知为准。", "", "", ""]
    plan = _in_grid(1, lambda grid: grid.append(note))(
        plans.printed(edition(8))
    )
    found = read(shapes.write(plan, form), tmp_path)
    assert found.contests == edition(8).contests
    assert found.notes == (f"{label} 地点以通知为准。",)


@pytest.mark.parametrize("form", ["text", "word", "html"])
def test_headings_of_a_lower_level_are_notes(form: str, tmp_path: Path) -> None:
    notes = ("（一）省级区域赛", "（二）计划单列市区域赛", "（三）兵团区域赛")

    def divide(grid: plans.Grid) -> None:
        for at, note in zip((36, 31, 1), reversed(notes), strict=True):
            grid.insert(at - (at == 36), [note, *[""] * 4])

    plan = _in_grid(1, divide)(plans.printed(edition(8)))
    found = read(shapes.write(plan, form), tmp_path)
    assert found.contests == edition(8).contests
    assert found.notes == notes


@pytest.mark.parametrize("total", [49, 50])
def test_a_total_above_the_tables_is_of_the_plan(
    total: int, tmp_path: Path
) -> None:
    plan = plans.printed(edition(8))
    plan = plan._replace(above=[*plan.above, f"共计：{total}场赛事"])
    if total == 50:
        found = read(plans.as_word(plan), tmp_path)
        assert found.notes == ("共计：50场赛事",)
    else:
        with pytest.raises(IngestError, match="but the plan has 50"):
            read(plans.as_word(plan), tmp_path)


NO_ORGANIZERS = (
    "无 同上 另行通知 暂定 待定 详见官网 有关部门 2023年8月 8月15日 三月 下旬 — / "
    "张三13800138000 张三（010-12345678） 联系人张三 张三女士 北京市 "
    "甲局会同乙局 甲局和乙局 甲局与乙局 甲局或乙局 甲局、乙局联合主办 甲局/乙局 "
    "甲局；乙局 甲局,乙局 ①甲局②乙局 1.甲局2.乙局 （1）甲局 甲局① 甲局1 甲局等 "
    "甲局等单位 甲局等3家单位 由甲局牵头、乙局配合 甲局（拟） 甲局（暂定） "
    "甲局（牵头）、乙局 牵头单位：甲局 各省工信厅 财政部和工业和信息化部 "
    "北京市经济和信息化局北京市财政局 甲局　乙局 甲局|乙局 甲局等六部门 甲部等部委 "
    "甲局&乙局 甲局·乙局 甲局-乙局 未知 不详 视情况而定 暂缺 线上 上半年 周一 "
    "一、甲局 一、甲局、二、乙局 壹、甲局 甲局同乙局 甲局（乙局、丙局） 甲局（盖章） "
    "工业和信息化部财政部 广东省工信厅财政厅 ·甲局 -甲局 "
    "下午3点 同区域赛 某某公司 XX市政府 单位名称 第八届“创客中国”北京市创新创业大赛"
).replace("|", "\n")


@pytest.mark.parametrize("text", re.split("[ ]", NO_ORGANIZERS))
def test_what_names_no_organization_is_refused(
    text: str, tmp_path: Path
) -> None:
    plan = _in_grid(1, lambda grid: grid[1].__setitem__(3, text))(
        plans.printed(edition(8))
    )
    with pytest.raises(IngestError) as caught:
        read(plans.as_word(plan), tmp_path)
    (problem,) = caught.value.problems
    assert (problem.row, problem.column) == (1, "主办单位")
    assert re.search("write|is the cell in another column", problem.reason)


@pytest.mark.parametrize(
    "name",
    [
        "国家税务总局深圳市税务局",
        "华中科技大学同济医学院",
        "上海市公安局浦东分局",
        "卫生和计划生育委员会",
        "住房和城乡建设厅",
        "科学技术与经济信息化局",
        "中国电子科技集团公司第十四研究所",
        "5G产业联盟",
        "360集团",
        "华为技术（深圳）有限公司",
        "新疆生产建设兵团",
        "中共深圳市委员会宣传部",
    ],
)
def test_names_with_such_words_are_read(name: str, tmp_path: Path) -> None:
    for text, role in ((name, "host"), (f"由{name}牵头", "lead")):
        plan = _in_grid(
            1, lambda grid, text=text: grid[1].__setitem__(3, text)
        )(plans.printed(edition(8)))
        found = read(plans.as_word(plan), tmp_path)
        (organizer,) = found.contests[1].organizers
        assert (organizer.organization.name, organizer.role) == (name, role)
