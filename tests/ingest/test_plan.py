"""Each form of a plan gives its edition, and no slip in one passes unseen."""

from __future__ import annotations

import contextlib
import functools
import re

from typing import TYPE_CHECKING

import attrs
import pytest

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import plans

from cnmaker_data import (
    Edition,
    IngestError,
    diff,
    edition,
    export,
    strategies,
)
from cnmaker_data.ingest import read_plan
from cnmaker_data.ingest.headings import one_line, parse_heading


if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from plans import Grid, Plan


def as_text(plan: Plan) -> bytes:
    return plans.as_text(plan).encode()


TEXTS = {
    "utf-8": as_text,
    "bom": lambda plan: plans.as_text(plan).encode("utf-8-sig"),
    "gb18030": lambda plan: plans.as_text(plan).encode("gb18030"),
    "utf-16": lambda plan: plans.as_text(plan).encode("utf-16"),
    "crlf": lambda plan: as_text(plan).replace(b"\n", b"\r\n"),
    "cr": lambda plan: as_text(plan).replace(b"\n", b"\r"),
}
WORD = {
    "word": plans.as_word,
    "word, headings in the tables": functools.partial(
        plans.as_word, headings_in_tables=True
    ),
    "word, line breaks": functools.partial(plans.as_word, breaks="br"),
}
HTML = {
    "html": plans.as_html,
    "html, gb2312": functools.partial(plans.as_html, charset="gb2312"),
    "html, gbk, paragraphs": functools.partial(
        plans.as_html, charset="gbk", breaks="p"
    ),
    "html, headings in the tables": functools.partial(
        plans.as_html, headings_in_tables=True
    ),
}
FORMS = TEXTS | WORD | HTML
ONE_OF_EACH = {"text": as_text, "word": plans.as_word, "html": plans.as_html}

# One folder serves all examples: each writes its file anew.
properties = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def read(data: bytes, folder: Path) -> Edition:
    path = folder / "plan"
    path.write_bytes(data)
    return read_plan(path)


@pytest.mark.parametrize("form", FORMS)
def test_the_shipped_plan_is_the_same_in_each_form(
    form: str, tmp_path: Path
) -> None:
    eighth = edition(8)
    found = read(FORMS[form](plans.printed(eighth)), tmp_path)
    assert str(diff(eighth, found)).splitlines()[1:] == []
    assert found == eighth
    for contest, same in zip(found.contests, eighth.contests, strict=True):
        assert contest.source.cells == same.source.cells
        assert [link.inherited for link in contest.links] == [
            link.inherited for link in same.links
        ]


@pytest.mark.parametrize("form", ONE_OF_EACH)
@pytest.mark.parametrize("place", ["地点", "决赛地点", "举办地点"])
@pytest.mark.parametrize("links", ["报名网址", "报名网站", "报名 方式"])
def test_columns_are_found_by_their_headings(
    form: str, place: str, links: str, tmp_path: Path
) -> None:
    names = {"地点": place, "决赛地点": place, "报名网址": links}
    eighth = plans.with_columns(
        edition(8),
        name=lambda column: names.get(column, column),
        order=lambda cells: cells[::-1],
    )
    found = read(ONE_OF_EACH[form](plans.printed(eighth)), tmp_path)
    assert found == eighth


@pytest.mark.parametrize("form", FORMS)
@given(drawn=strategies.editions(), data=st.data())
@settings(properties, max_examples=12)
def test_a_generated_plan_is_the_same_in_each_form(
    form: str, drawn: Edition, data: st.DataObject, tmp_path: Path
) -> None:
    seed = data.draw(st.integers(0, 5), "order of the columns")
    drawn = plans.with_columns(
        drawn, order=lambda cells: cells[seed:] + cells[:seed]
    )
    plan = plans.printed(drawn)
    if form in TEXTS and not _is_writable_as_text(plan):
        return
    found = read(FORMS[form](plan), tmp_path)
    assert str(diff(drawn, found)).splitlines()[1:] == []
    assert found == drawn


def _is_writable_as_text(plan: Plan) -> bool:
    # A cell in plain text cannot hold the end of a row or a table.
    return not any(
        (cell or "").endswith("\n") or _ends_with_heading(cell or "")
        for table in plan.tables
        for row in table.grid
        for cell in row
    )


def _ends_with_heading(cell: str) -> bool:
    return parse_heading(cell.rpartition("\n\n")[2]) is not None


def test_a_cell_that_ends_like_a_heading_is_refused(tmp_path: Path) -> None:
    # In plain text nothing tells the end of such a cell from a heading.
    text = strategies.plan_text(edition(8)).replace(
        "二、区域赛", "总决赛\n\n\n二、区域赛"
    )
    with pytest.raises(IngestError, match="'总决赛': has no table of contests"):
        read(text.encode(), tmp_path)


@given(drawn=strategies.editions())
@settings(properties, max_examples=20)
def test_a_plan_text_is_its_printed_cells(
    drawn: Edition, tmp_path: Path
) -> None:
    text = strategies.plan_text(drawn)
    assert text == plans.as_text(plans.printed(drawn))


# Slips of the hand when a table is copied, each in one cell.
def _delete(grid: Grid, row: int, column: int, _: Noise) -> None:
    del grid[row][column]


def _duplicate(grid: Grid, row: int, column: int, _: Noise) -> None:
    grid[row].insert(column, grid[row][column])


def _swap_in_row(grid: Grid, row: int, column: int, _: Noise) -> None:
    other = column + 1 if column + 1 < len(grid[row]) else column - 1
    cells = grid[row]
    cells[column], cells[other] = cells[other], cells[column]


def _swap_in_column(grid: Grid, row: int, column: int, _: Noise) -> None:
    other = row + 1 if row + 1 < len(grid) else row - 1
    above, below = grid[row], grid[other]
    above[column], below[column] = below[column], above[column]


def _empty(grid: Grid, row: int, column: int, _: Noise) -> None:
    grid[row][column] = ""


def _insert(grid: Grid, row: int, column: int, noise: Noise) -> None:
    text = grid[row][column] or ""
    at = noise.at % (len(text) + 1)
    grid[row][column] = text[:at] + noise.character + text[at:]


def _replace(grid: Grid, row: int, column: int, noise: Noise) -> None:
    text = grid[row][column] or ""
    at = noise.at % max(len(text), 1)
    grid[row][column] = text[:at] + noise.character + text[at + 1 :]


def _remove(grid: Grid, row: int, column: int, noise: Noise) -> None:
    text = grid[row][column] or ""
    at = noise.at % max(len(text), 1)
    grid[row][column] = text[:at] + text[at + 1 :]


def _delete_row(grid: Grid, row: int, _: int, __: Noise) -> None:
    del grid[row]


def _duplicate_row(grid: Grid, row: int, _: int, __: Noise) -> None:
    grid.insert(row, list(grid[row]))


def _swap_rows(grid: Grid, row: int, _: int, __: Noise) -> None:
    other = row + 1 if row + 1 < len(grid) else row - 1
    grid[row], grid[other] = grid[other], grid[row]


@attrs.frozen
class Noise:
    """A character, and where it goes."""

    character: str
    at: int


SLIPS: list[Callable[[Grid, int, int, Noise], None]] = [
    _delete,
    _duplicate,
    _swap_in_row,
    _swap_in_column,
    _empty,
    _insert,
    _replace,
    _remove,
    _delete_row,
    _duplicate_row,
    _swap_rows,
]
NOISE = st.builds(
    Noise,
    st.sampled_from(
        "一8九省市、，（）()。.:/aA-或 \n\u3000\u200b“\"'<&;牵头第届"
    ),
    st.integers(0, 200),
)


def _slipped(plan: Plan, slip, at: tuple[int, int, int], noise: Noise) -> Plan:
    table, row, column = at
    tables = [
        each._replace(grid=[list(cells) for cells in each.grid])
        for each in plan.tables
    ]
    slip(tables[table].grid, row, column, noise)
    return plan._replace(tables=tables)


def _prints(plan: Plan, form: str) -> object:
    """Return what a plan prints, without what its form cannot show."""

    def shown(cell: str | None) -> str | None:
        return (cell or "").rstrip("\n") if form == "text" else cell

    tables: list[object] = []
    for heading, grid in plan.tables:
        # The headings of columns may be broken over lines, as narrow ones
        # need it.
        columns = [one_line(cell or "") for row in grid[:1] for cell in row]
        # Pages repeat them.
        rows = [list(map(shown, row)) for row in grid[1:] if row != grid[0]]
        tables.append((heading, columns, rows))
    return plan.above, tables


def _check_is_seen(
    original: Edition, plan: Plan, form: str, folder: Path
) -> None:
    before = plans.printed(original)
    data = ONE_OF_EACH[form](plan)
    if data == ONE_OF_EACH[form](before) or _prints(before, form) == _prints(
        plan, form
    ):
        return  # swapped with its like
    with contextlib.suppress(IngestError):
        found = read(data, folder)
        assert diff(original, found), plan


@st.composite
def _cells(draw: st.DrawFn, plan: Plan) -> tuple[int, int, int]:
    table = draw(st.integers(0, len(plan.tables) - 1))
    grid = plan.tables[table].grid
    row = draw(st.integers(0, len(grid) - 1))
    return table, row, draw(st.integers(0, len(grid[row]) - 1))


@pytest.mark.parametrize("slip", SLIPS)
@pytest.mark.parametrize("form", ONE_OF_EACH)
@given(drawn=strategies.editions(), data=st.data())
@settings(properties, max_examples=10)
def test_no_slip_in_a_generated_plan_passes_unseen(
    slip, form: str, drawn: Edition, data: st.DataObject, tmp_path: Path
) -> None:
    plan = plans.printed(drawn)
    at = data.draw(_cells(plan), "cell")
    slipped = _slipped(plan, slip, at, data.draw(NOISE, "noise"))
    _check_is_seen(drawn, slipped, form, tmp_path)


@pytest.mark.parametrize("slip", SLIPS)
@pytest.mark.parametrize("form", ONE_OF_EACH)
@given(data=st.data())
@settings(properties, max_examples=3)
def test_no_slip_in_the_shipped_plan_passes_unseen(
    slip, form: str, data: st.DataObject, tmp_path: Path
) -> None:
    plan = plans.printed(edition(8))
    at = data.draw(_cells(plan), "cell")
    slipped = _slipped(plan, slip, at, data.draw(NOISE, "noise"))
    _check_is_seen(edition(8), slipped, form, tmp_path)


@pytest.mark.parametrize("form", ONE_OF_EACH)
@given(
    drawn=strategies.editions() | st.builds(edition, st.just(8)), data=st.data()
)
@settings(properties, max_examples=40)
def test_no_slip_in_a_line_passes_unseen(
    form: str, drawn: Edition, data: st.DataObject, tmp_path: Path
) -> None:
    plan = plans.printed(drawn)
    grid: Grid = [[plan.above[-1], *(table.heading for table in plan.tables)]]
    column = data.draw(st.integers(0, len(grid[0]) - 1), "line")
    slip = data.draw(st.sampled_from([_empty, _insert, _replace, _remove]))
    slip(grid, 0, column, data.draw(NOISE, "noise"))
    title, *headings = [(line or "").strip() for line in grid[0]]
    if (
        "\n" in "".join([title, *headings])
        or one_line("".join(title.split())) == plan.above[-1]
        or [one_line(title), *map(one_line, headings)]
        == [plan.above[-1], *(table.heading for table in plan.tables)]
    ):
        return  # a title may be broken over lines, and hold what nobody sees
    slipped = plans.Plan(
        [*plan.above[:-1], title],
        [
            plans.Table(heading, table.grid)
            for heading, table in zip(headings, plan.tables, strict=True)
        ],
    )
    _check_is_seen(drawn, slipped, form, tmp_path)


@pytest.mark.parametrize("form", ONE_OF_EACH)
@given(drawn=strategies.editions(min_contests=2), data=st.data())
@settings(properties, max_examples=20)
def test_no_lost_or_moved_table_passes_unseen(
    form: str, drawn: Edition, data: st.DataObject, tmp_path: Path
) -> None:
    plan = plans.printed(drawn)
    table = data.draw(st.integers(0, len(plan.tables) - 1))
    slipped = plan._replace(tables=list(plan.tables))
    lost = slipped.tables.pop(table)
    if data.draw(st.booleans(), "moved"):
        slipped.tables.insert(0 if table else 1, lost)
    _check_is_seen(drawn, slipped, form, tmp_path)


EIGHTH = "第八届“创客中国”"
KIND = "中小企业创新创业大赛"
REGIONAL = "二、区域赛（共35个）"
THEMATIC = "三、专题赛（共13个）"
COLUMNS = "序号、赛事名称、地点、主办单位、承办单位、报名网址"


def refusal(
    text: str, tmp_path: Path, *, name: str = "plan.txt", **options: int
) -> str:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(IngestError) as caught:
        read_plan(path, **options)
    assert caught.value.document == name
    return str(caught.value)


def plan_of(*rows: str, heading: str = "一、区域赛（共{}个）") -> str:
    """Return a plan of one table, a row being its cells with blanks between."""
    columns = "序号 赛事名称 地点 主办单位 报名网址"
    lines = [f"{EIGHTH}{KIND}赛事计划", "", heading.format(len(rows)), ""]
    for row in (columns, *rows):
        lines += [f"\t{cell}" for cell in row.split(" ")] + [""]
    return "\n".join(lines)


def row(
    number: str = "1",
    name: str = f"{EIGHTH}北京市{KIND}",
    place: str = "北京市",
    hosts: str = "北京市经济和信息化局牵头",
    links: str = "www.smebj.cn",
) -> str:
    return f"{number} {name} {place} {hosts} {links}"


AT = "plan.txt: 一、区域赛（共1个）, row 1, column "
AT_2 = "plan.txt: 一、区域赛（共2个）, row 2, column "


def test_the_plan_that_the_refusals_start_from_is_read(tmp_path: Path) -> None:
    found = read(plan_of(row()).encode(), tmp_path)
    assert [contest.id for contest in found.contests] == ["8/regional/beijing"]


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        # A place.
        (
            {"place": "北京市甲"},
            "地点: '北京市甲': is no place: region '北京市甲' is unknown; did "
            "you mean '北京市'?",
        ),
        (
            {"place": "天津市"},
            "地点: '天津市': contradicts the name of the contest, which says "
            "北京市",
        ),
        (
            {"name": f"{EIGHTH}火星{KIND}"},
            f"赛事名称: '{EIGHTH}火星{KIND}': names no place: region '火星' is "
            "unknown",
        ),
        # A name.
        (
            {"name": f"北京市{KIND}"},
            f"赛事名称: '北京市{KIND}': is not a name like {EIGHTH}…{KIND}",
        ),
        (
            {"name": f"{EIGHTH}{KIND}"},
            f"赛事名称: '{EIGHTH}{KIND}': does not say before {KIND} what it "
            "is about",
        ),
        (
            {"name": f"{EIGHTH}北京市{KIND}决赛"},
            f"赛事名称: '{EIGHTH}北京市{KIND}决赛': goes on with '决赛' behind "
            f"{KIND}",
        ),
        # Another edition.
        (
            {"hosts": "第七届大赛组委会牵头"},
            "主办单位: '第七届大赛组委会牵头': names another edition than 8, "
            "the plan's",
        ),
        # Empty cells.
        (
            {"number": ""},
            "序号: is empty",
        ),
        ({"name": ""}, "赛事名称: is empty"),
        ({"place": "\u3000"}, "地点: '\\u3000': is empty"),
        ({"hosts": ""}, "主办单位: is empty"),
        (
            {"links": ""},
            "报名网址: is empty; if one cell holds for several rows, merge it "
            "over them",
        ),
        # Organizers.
        (
            {"hosts": "甲、、乙牵头"},
            "主办单位: '甲、、乙牵头': has an empty organizer; 、 separates "
            "them",
        ),
        (
            {"hosts": "牵头"},
            "主办单位: '牵头': has an empty organizer; 、 separates them",
        ),
        (
            {"hosts": "甲牵头、乙牵头"},
            "主办单位: '甲牵头、乙牵头': '甲牵头' says who does what; only 牵头 at "
            "the end of the cell is understood, so write the names of "
            "organizations alone",
        ),
        (
            {"hosts": "甲（乙"},
            "主办单位: '甲（乙': '甲（乙' is not the name of an organization; "
            "write names alone, and 、 between organizations",
        ),
        (
            {"hosts": "甲（甲）"},
            "主办单位: '甲（甲）': '甲（甲）' is not the name of an "
            "organization: aliases: '甲' is the name already",
        ),
        ({"hosts": "甲、甲"}, "主办单位: '甲、甲': has '甲' twice"),
        # Links.
        (
            {"links": "ftp://a.cn"},
            "报名网址: 'ftp://a.cn': holds no address of http or https",
        ),
        (
            {"links": "http://a"},
            "报名网址: 'http://a': 'http://a' is not a usable web address: its "
            "host 'a' has a single label",
        ),
        (
            {"links": "大赛官网"},
            "报名网址: '大赛官网': holds no address of http or https",
        ),
        (
            {"links": "www.a.cn（暂定）"},
            "报名网址: 'www.a.cn（暂定）': '（暂定）' is neither an address "
            "nor the name of one",
        ),
        (
            {"links": "www.a.cn或http://www.a.cn/"},
            "报名网址: 'www.a.cn或http://www.a.cn/': has http://www.a.cn/ "
            "twice",
        ),
    ],
)
def test_a_cell_that_does_not_add_up_is_refused(
    cells: dict[str, str], message: str, tmp_path: Path
) -> None:
    assert refusal(plan_of(row(**cells)), tmp_path) == AT + message


def test_numbers_go_up_without_a_gap_or_a_repeat(tmp_path: Path) -> None:
    tianjin = row(name=f"{EIGHTH}天津市{KIND}", place="天津市")
    at = "plan.txt: 一、区域赛（共2个）, row 2, column 序号: "
    for number, reason in (
        ("1", "is the number of a row above; 2 comes here: is a row doubled?"),
        ("3", "comes where 2 is expected; is a row lost?"),
        ("二二", "is not a number; 2 comes here"),
    ):
        plan = plan_of(row(), number + tianjin[1:])
        assert refusal(plan, tmp_path) == f"{at}'{number}': {reason}"


@pytest.mark.parametrize(
    "spelling", ["（{}）", "({})", "{}.", "{}、", "0{}", "第{}", "{} "]
)
def test_numbers_are_read_in_their_usual_spellings(
    spelling: str, tmp_path: Path
) -> None:
    tianjin = row("2", name=f"{EIGHTH}天津市{KIND}", place="天津市")
    for two in ("2", "２", "二"):
        number = spelling.format(two).strip()
        plan = plan_of(row(), number + tianjin[1:])
        found = read(plan.encode(), tmp_path)
        assert [contest.number for contest in found.contests] == [1, 2]
        assert found.contests[1].source["序号"] == number


def test_a_contest_is_there_once(tmp_path: Path) -> None:
    plan = plan_of(row(), row("2", place="北京"))
    assert refusal(plan, tmp_path) == (
        f"plan.txt: 一、区域赛（共2个）, row 2, column 赛事名称: "
        f"'{EIGHTH}北京市{KIND}': has the id 8/regional/beijing, as "
        f"'{EIGHTH}北京市{KIND}' has (一、区域赛（共2个）, row 1); ids are "
        "unique"
    )


def test_the_final_is_about_nothing_else(tmp_path: Path) -> None:
    plan = plan_of(row(), heading="总决赛")
    assert refusal(plan, tmp_path) == (
        f"plan.txt: 总决赛, row 1, column 赛事名称: '{EIGHTH}北京市{KIND}': has "
        f"'北京市' before {KIND}, as no final has"
    )


def test_a_theme_needs_a_name_that_can_be_spelled(tmp_path: Path) -> None:
    name = f"{EIGHTH}！！{KIND}"
    plan = plan_of(row(name=name), heading="一、专题赛")
    assert refusal(plan, tmp_path) == (
        f"plan.txt: 一、专题赛, row 1, column 赛事名称: '{name}': makes no "
        "contest: id: '8/thematic/' is not of the form 8/thematic/<slug>"
    )


@pytest.mark.parametrize(
    ("heading", "problem"),
    [
        (
            "一、区域赛（共3个）",
            "announces 3 contests, but 1 rows stand below it",
        ),
        ("二、区域赛（共1个）", "is numbered 2, but is table 1 of the plan"),
        (
            "一、区预赛（共1个）",
            "is the heading of no tier; they are 总决赛、区域赛、专题赛、"
            "境外区域赛; a new tier is a change of the library, a misspelt one "
            "is corrected in the file",
        ),
    ],
)
def test_a_heading_that_does_not_add_up_is_refused(
    heading: str, problem: str, tmp_path: Path
) -> None:
    plan = plan_of(row(), heading=heading)
    assert refusal(plan, tmp_path) == f"plan.txt: '{heading}': {problem}"


def test_a_tier_has_one_table(tmp_path: Path) -> None:
    plan = plan_of(row())
    second = plan_of(
        row(name=f"{EIGHTH}天津市{KIND}", place="天津市"),
        heading="二、区域赛（共1个）",
    ).partition("\n")[2]
    assert refusal(plan + second, tmp_path) == (
        "plan.txt: '二、区域赛（共1个）': is the second table of its tier; a plan "
        "has one of each, whose second half repeats its heading or says 续"
    )


def test_a_table_needs_a_heading(tmp_path: Path) -> None:
    columns = "'序号、赛事名称、地点、主办单位、报名网址'"
    plan = plan_of(row(), heading="二、区域赛们（共1个）")
    assert refusal(plan, tmp_path) == (
        "plan.txt: '二、区域赛们（共1个）': is no heading of a table, such as "
        "二、区域赛（共35个）, but stands above the columns of one"
    )
    problem = (
        f"plan.txt: {columns}: these columns have no heading of a table above "
        "them, such as 二、区域赛（共35个）"
    )
    plan = plan_of(row(), heading="")
    assert refusal(plan, tmp_path) == problem
    # Nor does the heading of the table before serve.
    plan = plan_of(row(), heading="一、区域赛")
    second = plan_of(row()).partition("）\n")[2]
    assert refusal(f"{plan}\n{second}", tmp_path) == problem


def test_a_heading_needs_a_table(tmp_path: Path) -> None:
    lost = (
        "has no table of contests below it that can be read; its columns, a "
        "table inside its cells or a picture may be the reason"
    )
    plan = plan_of(row())
    assert refusal(f"{plan}\n\n二、专题赛\n", tmp_path) == (
        f"plan.txt: '二、专题赛': {lost}"
    )
    plan = plan.replace("一、区域赛", "总决赛\n一、大赛（共2个）\n二、区域赛")
    assert refusal(plan, tmp_path) == (
        f"plan.txt: '总决赛': {lost}; so for '一、大赛（共2个）'"
    )
    # A word of a notice is no heading where the table is there.
    plan = plan.replace("总决赛", "大赛").replace("一、大赛（共2个）", "以下")
    plan = plan.replace("二、区域赛", "一、区域赛")
    assert read(plan.encode(), tmp_path).notes == ("大赛", "以下")


def test_columns_are_all_known_and_there_once(tmp_path: Path) -> None:
    plan = plan_of(row()).replace("\t报名网址", "\t报名费")
    known = f"known are {COLUMNS}、决赛地点、举办地点、报名网站、报名方式"
    at = "plan.txt: 一、区域赛（共1个）"
    assert refusal(plan, tmp_path) == (
        f"{at}: '报名费': is no known column; {known}; keep_columns=['报名费'] "
        "keeps it in the source"
    )
    plan = plan_of(row()).replace("\t报名网址", "\t举办地点")
    assert refusal(plan, tmp_path) == (
        f"{at}, column 5: '举办地点': holds the same as 地点 before it"
    )
    plan = plan_of(row()).replace("\t地点", "\t主办方")
    assert refusal(plan, tmp_path) == (
        f"{at}: '主办方': is no known column; 地点 is missing; {known}"
    )
    plan = plan_of(row()).replace("\t地点", "\t").replace("\t主办单位", "\t")
    assert refusal(plan, tmp_path) == (
        f"{at}: the columns 地点、主办单位 are missing"
    )


@pytest.mark.parametrize("form", ONE_OF_EACH)
def test_columns_can_be_kept(form: str, tmp_path: Path) -> None:
    plan = plans.printed(edition(8))
    for table in plan.tables:
        for cells, text in zip(table.grid, ["备 注", "甲"] * 50, strict=False):
            cells.insert(2, text)
    path = tmp_path / "plan"
    path.write_bytes(ONE_OF_EACH[form](plan))
    found = read_plan(path, keep_columns=["备注"])
    assert found.contests["8/final"].source["备 注"] == "甲"
    for contest, same in zip(found.contests, edition(8).contests, strict=True):
        assert attrs.evolve(contest, source=same.source) == same
    with pytest.raises(IngestError) as caught:
        read_plan(path)
    (problem,) = caught.value.problems
    assert problem.unknown == ("备 注",)
    assert "keep_columns=['备 注']" in str(caught.value)


def test_rows_have_a_cell_for_each_column(tmp_path: Path) -> None:
    plan = plan_of(row(), row("2")).replace(
        "\twww.smebj.cn", "\tx\n\twww.smebj.cn", 1
    )
    assert refusal(plan, tmp_path) == (
        f"plan.txt: 一、区域赛（共2个）, row 1: '1 | {EIGHTH}北京市{KIND} | "
        "北京市 | 北京市经济和信息化局牵头 | x | www.smebj.cn': the row has 6 "
        "cells, but the table 5 columns"
    )


def test_what_a_lost_cell_covers_is_not_reported(tmp_path: Path) -> None:
    plan = plans.printed(edition(8))
    theme = plan.tables[2].grid
    del theme[1][2]
    path = tmp_path / "plan.docx"
    path.write_bytes(plans.as_word(plan))
    with pytest.raises(IngestError) as caught:
        read_plan(path)
    assert [(each.table, each.row) for each in caught.value.problems] == [
        (THEMATIC, 1)
    ]


def test_nothing_stands_above_the_columns_of_a_table(tmp_path: Path) -> None:
    lines = plan_of(row(), row("2", f"{EIGHTH}天津市{KIND}", "天津市")).split(
        "\n"
    )
    columns, first = lines[4:10], lines[10:16]
    plan = "\n".join([*lines[:4], *first, *columns, *lines[16:]])
    assert refusal(plan, tmp_path) == (
        f"plan.txt: 一、区域赛（共2个）: '1 | {EIGHTH}北京市{KIND} | 北京市 | "
        "北京市经济和信息化局牵头 | www.smebj.cn': stands above the headings of "
        "the columns"
    )


def test_a_cell_has_an_end(tmp_path: Path) -> None:
    message = refusal(plan_of(row(hosts="甲" * 2001)), tmp_path)
    assert message.startswith(
        f"plan.txt: 一、区域赛（共1个）, row 1: '1 | {EIGHTH}"
    )
    assert message.endswith(
        "甲…: a cell holds over 2000 characters; none of a plan does"
    )
    assert len(message) < 400


def test_a_plan_has_an_end(tmp_path: Path) -> None:
    plan = plan_of(*["1 2 3 4 5"] * 501)
    assert refusal(plan, tmp_path) == (
        "plan.txt: holds over 500 contests; no plan does"
    )


def test_editions_are_numbered_in_any_digits(tmp_path: Path) -> None:
    plan = plan_of(row(hosts="第８届大赛组委会牵头"))
    assert read(plan.encode(), tmp_path).number == 8
    plan = plan.replace("第八届", "第18届").replace("第８届", "第十八届")
    assert read(plan.encode(), tmp_path).number == 18
    assert "names another edition than 18" in refusal(
        plan.replace("第十八届", "第十十届"), tmp_path
    )


def test_a_plan_has_a_title(tmp_path: Path) -> None:
    titles = (
        f"第〇届“创客中国”{KIND}赛事计划",
        f"第十十届“创客中国”{KIND}赛事计划",
        f"{EIGHTH}{KIND}通知",
    )
    for title in titles:
        plan = plan_of(row()).replace(f"{EIGHTH}{KIND}赛事计划", title)
        assert refusal(plan, tmp_path) == (
            "plan.txt: has no title of a plan, such as "
            "第八届“创客中国”中小企业创新创业大赛赛事计划"
        )


@pytest.mark.parametrize(
    "end", ["赛事计划", "各赛事安排表", "赛事时间安排表", "计划（草案）"]
)
def test_a_title_ends_in_a_word_for_a_plan(end: str, tmp_path: Path) -> None:
    title = f"{EIGHTH}{KIND}{end}"
    plan = plan_of(row()).replace(f"{EIGHTH}{KIND}赛事计划", title)
    assert read(plan.encode(), tmp_path).title == title


@pytest.mark.parametrize(
    "line",
    [
        f"1.{EIGHTH}低代码{KIND}",
        f"（一） {EIGHTH}低代码{KIND}，由甲中心承办",
        f"{EIGHTH}低代码{KIND}",
        f"{EIGHTH}低代码{KIND}总决赛（深圳）",
        f"{EIGHTH}低代码{KIND}暨甲乙{KIND}",
        f"{EIGHTH}{'低' * 37}{KIND}",
    ],
)
def test_a_contest_outside_of_the_tables_is_a_problem(
    line: str, tmp_path: Path
) -> None:
    plan = plan_of(row()).replace("\n", f"\n{line}\n", 1)
    said = refusal(plan, tmp_path)
    assert said.endswith(
        f"{line}': names a contest outside of the tables; put it into a table, "
        "with the headings of the columns above it"
    )


@pytest.mark.parametrize(
    "line",
    [
        f"{EIGHTH}低代码{KIND}由甲中心承办",
        f"1.低代码{KIND}",
        f"1.{EIGHTH}低代码大赛",
        f"{EIGHTH}{'低' * 60}{KIND}",
        f"2.{EIGHTH}",
    ],
)
def test_a_line_about_a_contest_is_a_note(line: str, tmp_path: Path) -> None:
    plan = plan_of(row()).replace("\n", f"\n{line}\n", 1)
    assert read(plan.encode(), tmp_path).notes == (line,)


def test_a_heading_may_be_repeated_above_the_columns(tmp_path: Path) -> None:
    plan = plan_of(row())
    for line in ("区域赛", "区域赛计划", "一、区域赛", "区域赛（共1个）"):
        twice = plan.replace("（共1个）\n", f"（共1个）\n\n{line}\n", 1)
        assert read(twice.encode(), tmp_path) == read(plan.encode(), tmp_path)
    # One that says otherwise is another one.
    twice = plan.replace("（共1个）\n", "（共1个）\n\n区域赛（共2个）\n", 1)
    assert "has no table" in refusal(twice, tmp_path)


def test_a_sentence_about_an_attachment_is_a_note(tmp_path: Path) -> None:
    note = "附件2所列赛事，以通知为准。"
    plan = plans.printed(edition(8))._replace(below=(note,))
    assert read(plans.as_word(plan), tmp_path).notes == (note,)


def test_a_title_may_stand_behind_long_lines(tmp_path: Path) -> None:
    long = f"{EIGHTH}{KIND}自二〇一六年举办以来" + "，成效明显" * 50
    found = read(f"{long}\n{long}\n{plan_of(row())}".encode(), tmp_path)
    assert found.title == f"{EIGHTH}{KIND}赛事计划"


def test_a_title_needs_tables(tmp_path: Path) -> None:
    assert "has no table of contests" in refusal(
        f"{EIGHTH}{KIND}赛事计划\n\n注：另行公布。", tmp_path
    )


def test_contests_of_two_editions_do_not_outvote_the_title(
    tmp_path: Path,
) -> None:
    older = row("2", name=f"第七届“创客中国”天津市{KIND}", place="天津市")
    assert refusal(plan_of(row(), older), tmp_path).startswith(
        f"{AT_2}赛事名称: "
    )


def test_a_doubled_row_is_told_once(tmp_path: Path) -> None:
    # It makes the announced count wrong, too.
    plan = plan_of(row(), row("2"), heading="一、区域赛（共1个）")
    assert "ids are unique" in refusal(plan, tmp_path)
    assert "announces" not in refusal(plan, tmp_path)


def test_a_damaged_character_is_refused(tmp_path: Path) -> None:
    assert refusal(plan_of(row(place="北\ufffd市")), tmp_path) == (
        f"{AT}地点: '北\ufffd市': holds a damaged character; type it again"
    )


def test_a_cell_that_rows_share_is_wrong_once(tmp_path: Path) -> None:
    plan = plans.printed(edition(8))
    plan.tables[2].grid[1][-1] = "另行通知"
    with pytest.raises(IngestError) as caught:
        read(plans.as_word(plan), tmp_path)
    (problem,) = caught.value.problems
    assert (problem.row, problem.column) == (1, "报名网址")


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (
            "扫码<a href='http://a.cn/x'>点击报名</a>",
            "'扫码' is neither an address nor the name of one; the hyperlink "
            "in the cell leads to 'http://a.cn/x'",
        ),
        ("<a href='http://a b'>点击报名</a>", "leads to 'http://a b'"),
        ("<a href='/x'>点击报名</a>", "leads to '/x'"),
    ],
)
def test_the_hyperlink_of_a_cell_that_is_refused_is_shown(
    cell: str, reason: str, tmp_path: Path
) -> None:
    page = _page_with(cell)
    assert reason in plans.refusal(page, tmp_path)


def test_a_label_in_two_parts_is_one_link(tmp_path: Path) -> None:
    page = _page_with("<a href='//a.cn'>点击报名</a> <a href='//a.cn'>↗</a>")
    (link,) = read(page, tmp_path).contests[0].links
    assert (link.url, link.text) == ("http://a.cn/", "点击报名")


def test_a_cell_may_have_several_labels(tmp_path: Path) -> None:
    page = _page_with("<a href='//a.cn'>报名</a>、<a href='//b.cn'>官网</a>")
    links = read(page, tmp_path).contests[0].links
    assert [(link.url, link.text) for link in links] == [
        ("http://a.cn/", "报名"),
        ("http://b.cn/", "官网"),
    ]
    # The text behind a link is refused even if it repeats the label.
    page = _page_with("<a href='//a.cn'>报名</a>报名")
    with pytest.raises(IngestError, match="'报名' is neither an address"):
        read(page, tmp_path)


@pytest.mark.parametrize("address", ["apply.html", "../apply/"])
def test_an_address_inside_the_page_is_none(
    address: str, tmp_path: Path
) -> None:
    page = _page_with(f"<a href='{address}'>点击报名</a>")
    with pytest.raises(
        IngestError, match=f"holds no address.*leads to '{address}'"
    ):
        read(page, tmp_path)


def _page_with(links: str) -> bytes:
    """Return a page of one contest with these links."""
    rows = [
        ["赛事名称", "地点", "主办单位", "报名网址"],
        [f"{EIGHTH}北京市{KIND}", "北京市", "甲局", links],
    ]
    return _page_of("".join(f"<tr><td>{'<td>'.join(each)}" for each in rows))


def _page_of(rows: str) -> bytes:
    """Return a page with a table of these rows."""
    return (
        f"<p>{EIGHTH}{KIND}赛事计划</p><p>一、区域赛</p><table>{rows}</table>"
    ).encode()


def test_the_edition_can_be_pinned(tmp_path: Path) -> None:
    assert refusal(plan_of(row()), tmp_path, edition=9) == (
        f"plan.txt: '{EIGHTH}{KIND}赛事计划': is of edition 8, not 9"
    )
    path = tmp_path / "plan.txt"
    assert read_plan(path, edition=8).number == 8


def test_every_problem_is_told_in_the_order_of_the_document(
    tmp_path: Path,
) -> None:
    plan = plan_of(
        row(number="2", hosts=""),
        row(number="3", links="x"),
        heading="二、区域赛（共1个）",
    )
    path = tmp_path / "plan.txt"
    path.write_text(plan, "utf-8")
    with pytest.raises(IngestError) as caught:
        read_plan(path, edition=7)
    problems = caught.value.problems
    assert [(problem.row, problem.column) for problem in problems] == [
        (None, None),  # the edition
        (None, None),  # the number of the table
        (1, "序号"),
        (1, "主办单位"),
        (2, "报名网址"),
    ]
    assert len(str(caught.value).split("\n")) == 5


def test_merged_cells_are_refused_where_each_contest_has_its_own(
    tmp_path: Path,
) -> None:
    plan = plans.printed(edition(8))
    grid = plan.tables[1].grid
    grid[2][0] = grid[3][1] = None
    grid[4][2] = None  # 辽宁省 would be in 河北省
    path = tmp_path / "plan.html"
    path.write_bytes(plans.as_html(plan))
    with pytest.raises(IngestError) as caught:
        read_plan(path)
    assert str(caught.value).split("\n") == [
        f"plan.html: {REGIONAL}, row 2, column 序号: '1': is merged with the "
        "cell above it; split them",
        f"plan.html: {REGIONAL}, row 3, column 赛事名称: '{EIGHTH}天津市{KIND}': "
        "is merged with the cell above it; split them",
        f"plan.html: {REGIONAL}, row 4, column 地点: '河北省': contradicts the "
        "name of the contest, which says 山西省",
    ]


def test_any_column_may_be_merged_where_contests_share_it(
    tmp_path: Path,
) -> None:
    plan = plans.printed(edition(8))
    grid = plan.tables[2].grid
    grid[2][2] = grid[3][2] = grid[3][3] = None  # 杭州市 thrice
    for form in ("word", "html"):
        found = read(ONE_OF_EACH[form](plan), tmp_path)
        first, second, third = found.contests.by_tier("thematic")[:3]
        assert first.location is second.location is third.location
        assert third.organizers == second.organizers
        assert third.source["决赛地点"] == third.source["主办单位"] == ""


def test_the_notice_is_printed_given_or_on_record(tmp_path: Path) -> None:
    plan = plan_of(row())
    assert read(plan.encode(), tmp_path).notice == "工信部联企业函〔2023〕191号"
    printed = f"工信厅企业函〔2024〕7号\n\n{plan}"
    found = read(printed.encode(), tmp_path)
    assert (found.notice, found.year) == ("工信厅企业函〔2024〕7号", 2023)
    given = read_plan(tmp_path / "plan", notice="工信部函〔2025〕1号")
    assert (given.notice, given.year) == ("工信部函〔2025〕1号", 2023)
    ninth = plan.replace("第八届", "第九届")
    found = read(ninth.encode(), tmp_path)
    assert (found.notice, found.year, found.number) == (None, 2024, 9)


def test_a_table_holds_contests(tmp_path: Path) -> None:
    plan = plan_of(heading="一、区域赛")
    assert refusal(plan, tmp_path) == (
        "plan.txt: '一、区域赛': has no contest below it"
    )


def test_problems_of_many_rows_are_told_in_one(tmp_path: Path) -> None:
    row = "\t第一届“创客中国”甲乙大赛\n\t北京\n\t" + "、" * 1_900 + "\n\n"
    head = "\t赛事名称\n\t地点\n\t主办单位\n\n"
    title = "第一届“创客中国”甲乙大赛计划"
    path = tmp_path / "plan"
    path.write_text(f"{title}\n\n总决赛\n\n{head}{row * 100}", "utf-8")
    with pytest.raises(IngestError) as caught:
        read_plan(path)
    assert len(caught.value.problems) == 1
    message = str(caught.value)
    assert message.endswith(
        "; so for row 2, row 3, row 4, row 5, row 6, row 7, "
        "row 8, row 9, row 10, row 11, row 12, row 13, 87 more"
    )
    assert len(message) < 500


def test_a_fault_in_several_tables_names_each(tmp_path: Path) -> None:
    names = [f"{EIGHTH}{each}{KIND}" for each in ("北京市", "低代码", "低空")]
    first = plan_of(row(place="待定"), row("2", names[0], "待定"))
    second = plan_of(
        row(name=names[1], place="待定"),
        row("2", names[2], "待定"),
        heading="二、专题赛（共{}个）",
    ).partition("\n")[2]
    assert refusal(first + second, tmp_path) == (
        "plan.txt: 一、区域赛（共2个）, row 1, column 地点: '待定': is no place: "
        "region '待定' is unknown; so for row 2, 二、专题赛（共2个） row 1, "
        "二、专题赛（共2个） row 2"
    )


def test_a_line_like_a_heading_has_a_table_or_is_a_note(tmp_path: Path) -> None:
    # A table without the columns of contests belongs to it.
    plan = plan_of(row()).replace("\n", "\n赛道赛\n\n\t甲\n\t乙\n\n", 1)
    assert "'赛道赛': has no table of contests" in refusal(plan, tmp_path)
    # A page may name its tiers elsewhere, too, but not one without a table.
    page = _page_with("www.a.cn").decode()
    for label, notes in (("区域赛", ("区域赛",)), ("专题赛", None)):
        named = page.replace("</p>", f"</p><p>{label}</p>", 1).encode()
        if notes is None:
            with pytest.raises(IngestError, match="专题赛': has no table"):
                read(named, tmp_path)
        else:
            assert read(named, tmp_path).notes == notes


_ROWS = {
    "heading": "<tr><td>赛事名称{}<td>主办单位",
    "contest": f"<tr><td>{EIGHTH}北京市{KIND}{{}}<td>甲局",
    "other": f"<tr><td>{EIGHTH}天津市{KIND}{{}}<td>甲局",
    "empty": "<tr><td>{}<td>",
    "note": "<tr><td>注：{}<td>地点另行通知",
}


@pytest.mark.parametrize(
    ("rows", "row"),
    [
        ([("heading", "<td rowspan=2>地点"), ("contest", "")], 1),
        (
            [
                ("heading", "<td>地点"),
                ("contest", "<td>北京市"),
                ("empty", "<td rowspan=2>"),
                ("other", ""),
            ],
            2,
        ),
        (
            [
                ("heading", "<td>地点"),
                ("contest", "<td>北京市"),
                ("note", "<td rowspan=2>"),
                ("other", ""),
            ],
            2,
        ),
    ],
)
def test_a_cell_is_merged_with_no_row_but_those_of_contests(
    rows: list[tuple[str, str]], row: int, tmp_path: Path
) -> None:
    table = "".join(_ROWS[kind].format(place) for kind, place in rows)
    said = plans.refusal(_page_of(table), tmp_path)
    assert said.startswith(f"一、区域赛, row {row}, column 地点")
    assert "is merged with a heading, a note or an empty row above it" in said


def test_a_merged_cell_may_go_through_an_empty_row(tmp_path: Path) -> None:
    rows = [
        ("heading", "<td rowspan=2>地点"),
        ("empty", ""),
        ("contest", "<td>北京市"),
        ("other", "<td>天津市"),
    ]
    table = "".join(_ROWS[kind].format(place) for kind, place in rows)
    places = [
        each.location.name for each in read(_page_of(table), tmp_path).contests
    ]
    assert places == ["北京市", "天津市"]
    rows = [
        ("heading", "<td>地点"),
        ("contest", "<td>北京市"),
        ("other", "<td>天津市"),
    ]
    table = "".join(_ROWS[kind].format(place) for kind, place in rows)
    table = table.replace("<td>北京市<td>甲局", "<td>北京市<td rowspan=3>甲局")
    table = table.replace(
        f"<tr><td>{EIGHTH}天津市{KIND}<td>天津市<td>甲局",
        f"<tr><td><td><tr><td>{EIGHTH}天津市{KIND}<td>天津市",
    )
    found = read(_page_of(table), tmp_path)
    assert [len(each.organizers) for each in found.contests] == [1, 1]


def test_the_first_row_continues_no_cell_where_borders_were_dragged(
    tmp_path: Path,
) -> None:
    def cell(text: str, properties: str = "") -> str:
        return plans.word_cell(plans.word_paragraph(text), properties)

    heading = [
        cell("赛事名称", '<w:gridSpan w:val="2"/>'),
        cell("地点", '<w:vMerge w:val="restart"/>'),
        cell("主办单位"),
    ]
    contest = [
        cell(f"{EIGHTH}北京市{KIND}"),
        cell("", "<w:vMerge/>"),
        cell("甲局", '<w:gridSpan w:val="2"/>'),
    ]
    rows = "".join(
        f"<w:tr>{''.join(each)}</w:tr>" for each in (heading, contest)
    )
    body = "".join(
        map(plans.word_paragraph, (f"{EIGHTH}{KIND}赛事计划", "区域赛"))
    )
    said = plans.refusal(
        plans.word_file(f"{body}<w:tbl>{rows}</w:tbl><w:p/>"), tmp_path
    )
    assert said == (
        "区域赛, row 1, column 地点: is merged with the cell above it; split them"
    )


@pytest.mark.parametrize("what", ["title", "heading"])
def test_no_message_moves_the_cursor_of_a_terminal(tmp_path, what):
    evil = "甲\x1b[2J乙"
    title = f"第一届“创客中国”{evil if what == 'title' else '甲乙'}大赛计划"
    heading = f"一、{evil if what == 'heading' else '总决'}赛"
    text = (
        f"{title}\n\n{heading}\n\n\t赛事名称\n\t地点\n\t主办单位\n\n"
        f"\t{evil}\n\t{evil}\n\t{evil}\n"
    )
    path = tmp_path / "plan"
    path.write_text(text, "utf-8")
    with pytest.raises(IngestError) as caught:
        read_plan(path)
    assert "\x1b" not in str(caught.value)


@pytest.mark.parametrize("name", ["../../x", "/etc/passwd", r"..\x"])
def test_no_name_becomes_a_path(tmp_path, name):
    path = tmp_path / "plan"
    path.write_text(
        f"第一届“创客中国”大甲大赛计划\n\n专题赛\n\n"
        "\t赛事名称\n\t地点\n\t主办单位\n\n"
        f"\t第一届“创客中国”{name}大甲大赛\n\t北京\n\t甲\n",
        "utf-8",
    )
    plan = read_plan(path)
    (contest,) = plan.contests
    assert contest.theme == name
    assert re.fullmatch("1/thematic/[a-z]+(-[a-z]+)*", contest.id)
    inner = tmp_path / "a" / "b" / "c"
    inner.mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    export.write(plan, inner / "package", format="datapackage")
    made = set(tmp_path.rglob("*")) - set(before)
    assert made
    assert all(inner in each.parents for each in made)


def test_headings_of_columns_may_stand_twice_at_the_top(
    tmp_path: Path,
) -> None:
    # The first page of a split table may end right below them.
    shipped = edition(8)
    text = strategies.plan_text(shipped)
    header = "\t序号\n\t赛事名称\n\t地点\n\t主办单位\n\t报名网址\n\n"
    assert header in text
    path = tmp_path / "plan.txt"
    path.write_text(text.replace(header, 2 * header, 1), encoding="utf-8")
    assert read_plan(path) == shipped


@pytest.mark.parametrize(
    ("line", "notes"),
    [
        (f"{EIGHTH}{KIND}赛事计划", ()),
        ("\x07", ()),
        ("— 3 —", ()),
        ("请各省组织。", ("请各省组织。",)),
    ],
)
def test_lines_about_the_pages_are_no_notes(
    line: str, notes: tuple[str, ...], tmp_path: Path
) -> None:
    plan = plans.printed(edition(8))
    tables = [*plan.tables[:2], plans.Table(line, []), *plan.tables[2:]]
    found = read(plans.as_html(plan._replace(tables=tables)), tmp_path)
    assert found.notes == notes


def test_a_row_above_columns_without_a_heading_is_no_second_problem(
    tmp_path: Path,
) -> None:
    cells = "<td>甲<td>乙<td>丙<tr><td>赛事名称<td>地点<td>主办单位"
    page = f"<p>{EIGHTH}{KIND}赛事计划<table><tr>{cells}</table>"
    message = plans.refusal(page.encode(), tmp_path)
    assert "have no heading of a table above them" in message
    assert "\n" not in message


def test_a_table_above_the_first_heading_is_reported(tmp_path: Path) -> None:
    plan = plans.printed(edition(8))
    quota = plans.Table("各省名额", [["省份", "名额"], ["北京", "20"]])
    plan = plan._replace(tables=[quota, *plan.tables])
    assert "'省份 | 名额': is the start of a table in the plan" in (
        plans.refusal(plans.as_word(plan), tmp_path)
    )


def test_a_part_of_a_table_without_numbers_goes_on_by_its_names(
    tmp_path: Path,
) -> None:
    rows = [
        [f"{EIGHTH}{place}{KIND}", place, "甲局"]
        for place in ("北京市", "天津市")
    ]
    tables = [
        plans.Table("一、区域赛", [["赛事名称", "地点", "主办单位"], rows[0]]),
        plans.Table("", [rows[1]]),
    ]
    plan = plans.Plan([f"{EIGHTH}{KIND}赛事计划"], tables)
    assert len(read(plans.as_word(plan), tmp_path).contests) == 2


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (
            "<td>{name}<td>北京市<td>甲局<td>www.a.cn<td>乙",
            "'乙': stands in a column without a heading",
        ),
        (
            "<td>{name}<td>北京市<td><img src=a.png><td>www.a.cn<td>",
            "column 主办单位: ",
        ),
    ],
)
def test_what_a_cell_may_not_hold_is_told_at_its_place(
    row: str, reason: str, tmp_path: Path
) -> None:
    cells = row.format(name=f"{EIGHTH}北京市{KIND}")
    page = (
        f"<p>{EIGHTH}{KIND}赛事计划<p>一、区域赛<table><tr><td>赛事名称<td>地点"
        f"<td>主办单位<td>报名网址<td><tr>{cells}</table>"
    )
    message = plans.refusal(page.encode(), tmp_path)
    assert "一、区域赛, row 1" in message
    assert reason in message


def test_blank_lines_of_a_text_may_hold_blanks(tmp_path: Path) -> None:
    text = plans.as_text(plans.printed(edition(8)))
    data = re.sub("(?m)^$", " \u3000", text).encode()
    assert read(data, tmp_path) == edition(8)


@pytest.mark.parametrize("mark", list(")）、，”》】：。+＋&/-·"))
def test_a_line_of_a_cell_may_start_with_a_sign(
    mark: str, tmp_path: Path
) -> None:
    text = plans.as_text(plans.printed(edition(8)))
    name = "锂电 (新能源) 中小企业创新创业大赛"
    assert name in text
    broken = text.replace(name, f"锂电 (新能源\n\n{mark}中小企业创新创业大赛")
    [contest] = read(broken.encode(), tmp_path).contests.search("新能源")
    assert contest.name.endswith(f"{mark}中小企业创新创业大赛")
