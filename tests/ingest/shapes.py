"""
The shapes that plans come in, once people have edited them for weeks.

A shape changes a plan as it is printed, or the file that is made of it.
"""

from __future__ import annotations

import io
import re
import zipfile

from typing import TYPE_CHECKING, NamedTuple

import attrs

import plans

from plans import Plan, Table


if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cnmaker_data import Edition
    from plans import Grid


class Shape(NamedTuple):
    """A way in which a plan differs from the one that it was."""

    name: str
    #: Changes the plan.
    plan: Callable[[Plan], Plan] = lambda plan: plan
    #: Changes the file, by form: the text, document.xml or the page.
    files: dict[str, Callable[[str], str]] | None = None
    #: What is read differs so; None where the plan is to be refused.
    reads: Callable[[Edition], Edition] | None = lambda edition: edition
    forms: tuple[str, ...] = ("text", "word", "html")

    def __str__(self) -> str:
        return self.name


def write(plan: Plan, form: str, *shapes: Shape) -> bytes:
    """Return the file of a plan in some shapes."""
    for shape in sorted(shapes, key=_rank):
        plan = shape.plan(plan)
    if form == "text":
        content = plans.as_text(plan)
    elif form == "html":
        content = plans.as_html(plan).decode()
    else:
        content = document_of(plans.as_word(plan))
    for shape in shapes:
        content = (shape.files or {}).get(form, str)(content)
    data = content.encode()
    return packed(data) if form == "word" else data


def _rank(shape: Shape) -> int:
    # Cells and titles are changed before rows are added and titles broken, and
    # these before tables are taken apart. What stands around a plan comes
    # behind its notes.
    if shape.plan is _around:
        return 3
    if shape.name.startswith(("split", "headings of columns")):
        return 2
    return int(shape.name.startswith(("notes as rows", "title in 3 lines")))


def document_of(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("word/document.xml").decode()


def packed(document: bytes) -> bytes:
    return plans.docx_with({"word/document.xml": document})


# Changes of the plan.


def of_tables(
    change: Callable[[Table], list[Table]],
) -> Callable[[Plan], Plan]:
    return lambda plan: plan._replace(
        tables=[new for table in plan.tables for new in change(table)]
    )


def of_grids(change: Callable[[Grid], Grid]) -> Callable[[Plan], Plan]:
    def changed(table: Table) -> list[Table]:
        # Without rows, it is a line.
        grid = [list(row) for row in table.grid]
        return [table._replace(grid=change(grid) if grid else grid)]

    return of_tables(changed)


def of_cells(
    column: str, change: Callable[[str], str]
) -> Callable[[Plan], Plan]:
    def changed(grid: Grid) -> Grid:
        at = [place for place, name in enumerate(grid[0]) if column in name]
        for row in grid[1:]:
            for place in at:
                row[place] = row[place] and change(row[place])
        return grid

    return of_grids(changed)


def split(heading: str, *, repeated: bool) -> Callable[[Table], list[Table]]:
    """Break tables over two pages, where no merged cell goes over both."""

    def change(table: Table) -> list[Table]:
        at = 1 + len(table.grid) // 2
        if len(table.grid) < 3 or None in table.grid[at - 1 :][0]:
            return [table]
        rest = table.grid[at:]
        if not rest or any(None in row for row in rest):
            return [table]
        top = [table.grid[0]] if repeated else []
        line = table.heading if heading == "same" else heading
        return [table._replace(grid=table.grid[:at]), Table(line, top + rest)]

    return change


def with_row(text: str, at: int) -> Callable[[Grid], Grid]:
    """
    Put a row of one text into each grid, behind the headings or at its end.
    """

    def change(grid: Grid) -> Grid:
        if at == 1 and any(None in row for row in grid):
            return grid
        row = [text] + [""] * (len(grid[0]) - 1)
        grid.insert(at if at > 0 else len(grid), row)
        return grid

    return change


def noted(*texts: str) -> Callable[[Edition], Edition]:
    def read(edition: Edition) -> Edition:
        tables = dict.fromkeys(each.source.table for each in edition.contests)
        return attrs.evolve(
            edition, notes=[*edition.notes, *texts * len(tables)]
        )

    return read


def printed_as(
    *,
    heading: Callable[[str], str] = str,
    cell: Callable[[str, str], str] = lambda _, text: text,
    title: Callable[[str], str] = str,
) -> Callable[[Edition], Edition]:
    """Return what is read where headings, cells, names or the title differ."""

    def read(edition: Edition) -> Edition:
        contests = []
        for contest in edition.contests:
            cells = [(c, cell(c, t)) for c, t in contest.source.cells]
            table = heading(contest.source.table)
            lines = dict(cells)["赛事名称"].split("\n")
            contests.append(
                attrs.evolve(
                    contest,
                    name="".join(line.strip() for line in lines).strip(),
                    source=attrs.evolve(
                        contest.source, table=table, cells=cells
                    ),
                )
            )
        return attrs.evolve(
            edition, contests=contests, title=title(edition.title)
        )

    return read


def respelled(change: Callable[[str], str], *, label: str = "") -> Shape:
    def spell(text: str) -> str:
        return change(text).strip()

    return Shape(
        f"headings {label}",
        of_tables(lambda table: [table._replace(heading=spell(table.heading))]),
        reads=printed_as(heading=spell),
    )


def numbered(mark: str, numbers: Sequence[str]) -> Shape:
    def spell(text: str) -> str:
        found = re.match("([一二三四])、|(?=总决赛)", text)
        if not found:
            return text
        at = "一二三四".index(found[1] or "一")
        return mark.format(numbers[at]) + text[found.end() :]

    return respelled(spell, label=mark.format(numbers[1]))


def renumbered(spelling: str) -> Shape:
    def spell(text: str) -> str:
        return spelling.format(text)

    return Shape(
        f"numbers {spelling}",
        of_cells("序号", spell),
        reads=printed_as(cell=lambda c, t: spell(t) if c == "序号" else t),
    )


def retitled(change: Callable[[str], str], *, lines: int = 1) -> Shape:
    def above(plan: Plan) -> Plan:
        title = change(plan.above[-1])
        third = -(-len(title) // lines)
        parts = [title[at : at + third] for at in range(0, len(title), third)]
        return plan._replace(above=[*plan.above[:-1], *parts])

    return Shape(
        f"title in {lines} lines, {change('第八届“创客中国”大赛赛事计划')}",
        above,
        reads=printed_as(
            title=lambda t: re.sub(r"^附件[0-9二-]*|\s", "", change(t))
        ),
    )


def renamed(change: Callable[[str], str], what: str) -> Shape:
    return Shape(
        f"names {what}",
        of_cells("赛事名称", change),
        reads=printed_as(
            cell=lambda c, t: change(t) if c == "赛事名称" else t,
        ),
    )


def replaced(old: str, new: str, count: int = 0) -> Callable[[str], str]:
    return lambda content: re.sub(
        old, new, content, count=count, flags=re.DOTALL
    )


QUOTA = ["序号\t省份\t推荐名额", "1\t北京市\t20", "2\t天津市\t10"]
OTHER = Table("推荐名额分配表", [line.split("\t") for line in QUOTA])
FORM = Table(
    "附件3", [["项目名称", ""], ["报名网址", "www.b.cn"], ["联系人", "张三"]]
)


def _around(plan: Plan) -> Plan:
    above = ["关于举办大赛的通知", "一、区域赛", "各省推荐名额见附件。"]
    return plan._replace(
        above=[*above, *plan.above],
        tables=[
            *plan.tables,
            *(Table(note, []) for note in plan.below),
            FORM,
            Table("附件4 联系人名单", OTHER.grid),
        ],
        below=(),
    )


def _note_below(plan: Plan) -> Plan:
    return plan._replace(below=(*plan.below, "注：时间另行通知。"))


def _with_note(edition: Edition) -> Edition:
    return attrs.evolve(edition, notes=[*edition.notes, "注：时间另行通知。"])


def in_word(change: Callable[[str], str]) -> dict[str, Callable[[str], str]]:
    return {"word": change}


def in_html(change: Callable[[str], str]) -> dict[str, Callable[[str], str]]:
    return {"html": change}


HIDDEN_RUNS = {
    "struck": "<w:strike/>",
    "struck twice": "<w:dstrike/>",
    "hidden": "<w:vanish/>",
    "hidden on": '<w:vanish w:val="1"/>',
}
HIDDEN_HTML = {
    "del": "<del>秘</del>",
    "s": "<s>秘</s>",
    "strike": "<strike>秘</strike>",
    "line-through": '<span style="color:red; text-decoration: line-through">秘</span>',
    "hidden": "<span hidden>秘</span>",
    "display": '<span style="display:none">秘</span>',
    "visibility": "<span style='visibility: hidden'>秘</span>",
    "mso-hide": "<span style='mso-hide:all'>秘</span>",
    "class": "<style>.x1 { display : none }</style><span class='a x1'>秘</span>",
    "nested": "<style>.y b{text-decoration:line-through}</style>"
    "<i class=y><b>秘</b></i>",
    "noframes": "<noframes>秘</noframes>",
    "iframe": "<iframe>秘</iframe>",
    "template": "<template>秘</template>",
}
_END_OF_CELL = r"(</w:r>)(</w:p></w:tc>)"


def _row_of_word(text: str, properties: str = "") -> str:
    return (
        f"<w:tr><w:trPr>{properties}</w:trPr>"
        + "".join(
            f"<w:tc><w:tcPr/><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"
            for _ in range(4)
        )
        + "</w:tr>"
    )


def _dragged(content: str) -> str:
    """
    Give the first cell of every second row a wider span, and gaps at the ends.
    """
    rows = content.split("<w:tr>")
    for place in range(2, len(rows), 2):
        if "w:vMerge" not in rows[place] and "w:gridSpan" not in rows[place]:
            rows[place] = (
                '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + rows[place]
            )
            rows[place - 1] = rows[place - 1].replace(
                "<w:tcPr>", '<w:tcPr><w:gridSpan w:val="2"/>', 1
            )
    return "<w:tr>".join(rows)


def _blank_row_of_no_height(content: str) -> str:
    cells = "<td width=9 style='border:none'></td>" * 9
    row = (
        f"<![if !supportMisalignedColumns]><tr height=0>{cells}</tr><![endif]>"
    )
    return content.replace("</tbody></table>", f"{row}</tbody></table>")


def _bodies(content: str) -> str:
    return content.replace("\n </tr>\n <tr>", "\n </tr></tbody><tbody>\n <tr>")


def _captions(content: str) -> str:
    return re.sub(
        r"<p>&nbsp;</p><P><STRONG>(.*?)</STRONG></P>\n<table border=1>",
        r"<table border=1><caption>\1</caption>",
        content,
    )


def _headings_apart(plan: Plan) -> Plan:
    tables = []
    for table in plan.tables:
        tables += [
            table._replace(grid=table.grid[:1]),
            Table("", table.grid[1:]),
        ]
    return plan._replace(tables=tables)


def _split_uncounted(plan: Plan) -> Plan:
    """Repeat the headings of split tables without the number of contests."""
    tables = []
    for table in plan.tables:
        heading = re.sub("（共.*", "", table.heading)
        tables += split(heading, repeated=True)(table)
    return plan._replace(tables=tables)


SAME = [
    Shape("as it is"),
    *(
        Shape(
            f"split, {heading or 'no line'}, {'' if repeated else 'not '}repeated",
            of_tables(split(heading, repeated=repeated)),
        )
        for heading in ("", "续表", "（续）", "same")
        for repeated in (True, False)
    ),
    Shape("split, uncounted, repeated", _split_uncounted),
    Shape("blank rows", of_grids(with_row("", 1))),
    Shape(
        "blank rows at the end",
        of_grids(with_row("", -1)),
        forms=("word", "html"),
    ),
    Shape("other tables around", _around),
    Shape("headings of columns in a table of their own", _headings_apart),
    Shape("note below", _note_below, reads=_with_note),
    Shape(
        "notes as rows",
        of_grids(with_row("注：地点另行通知。", -1)),
        reads=noted("注：地点另行通知。"),
    ),
    *(
        Shape(
            f"{name} {place}",
            files=in_word(
                lambda content, mark=mark, place=place: re.sub(
                    _END_OF_CELL
                    if place == "cells"
                    else r"(</w:r>)(</w:p><w:tbl>)",
                    rf"\1<w:r><w:rPr>{mark}</w:rPr><w:t>秘</w:t></w:r>\2",
                    content,
                )
            ),
            forms=("word",),
        )
        for name, mark in HIDDEN_RUNS.items()
        for place in ("cells", "headings")
    ),
    Shape(
        "hidden row",
        files=in_word(
            lambda c: c.replace(
                "</w:tbl>", _row_of_word("秘", "<w:hidden/>") + "</w:tbl>"
            )
        ),
        forms=("word",),
    ),
    Shape(
        "text for the web alone",
        files=in_word(
            lambda c: c.replace(
                "<w:r><w:t", "<w:r><w:rPr><w:webHidden/></w:rPr><w:t"
            )
        ),
        forms=("word",),
    ),
    Shape(
        "alternate content",
        files=in_word(
            lambda c: re.sub(
                r"(<w:r>)(<w:t [^>]*>[^<]*</w:t>)(</w:r></w:p></w:tc>)",
                r'\1<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
                r'<mc:Choice xmlns:w16se="http://schemas.microsoft.com/office/word/2015/wordml/symex" Requires="w16se">\2</mc:Choice>'
                r"<mc:Fallback><w:t>秘</w:t></mc:Fallback></mc:AlternateContent>\3",
                c,
            )
        ),
        forms=("word",),
    ),
    Shape(
        "fields",
        files=in_word(
            lambda c: re.sub(
                r"(<w:r><w:t [^>]*>[^<]*</w:t></w:r>)(</w:p></w:tc>)",
                r'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE </w:instrText></w:r>'
                r"<w:r><w:t>秘</w:t></w:r>"
                r'<w:r><w:fldChar w:fldCharType="separate"/></w:r>\1<w:r><w:fldChar w:fldCharType="end"/></w:r>\2',
                c,
            )
        ),
        forms=("word",),
    ),
    Shape("dragged borders", files=in_word(_dragged), forms=("word",)),
    *(
        Shape(
            f"page, {name}",
            files=in_html(
                lambda c, inside=inside: c.replace(
                    "</td>", f"{inside}</td>"
                ).replace("</STRONG>", f"{inside}</STRONG>")
            ),
            forms=("html",),
        )
        for name, inside in HIDDEN_HTML.items()
    ),
    Shape(
        "blank rows of no height",
        files=in_html(_blank_row_of_no_height),
        forms=("html",),
    ),
    Shape("a part for each row", files=in_html(_bodies), forms=("html",)),
    Shape("captions", files=in_html(_captions), forms=("html",)),
    Shape(
        "line breaks in the source",
        files=in_html(lambda c: re.sub("(中小企业)(创新)", r"\1\n      \2", c)),
        forms=("html",),
    ),
    *(
        renumbered(spelling)
        for spelling in ("（{}）", "({})", "{}.", "{}．", "0{}", "{}、", " {} ")
    ),
    *(
        respelled(
            lambda t, new=new: re.sub("（共([0-9]+)[个场]）", new, t), label=new
        )
        for new in (
            r"（\1个）",
            r"（共计\1个）",
            r"（计\1个）",
            r"安排表（\1个）",
            r"（共\1场次）",
            r"(共 \1 个)",
            r"  （共\1个）",
            r"（共\1项赛事）",
            r"（共有\1个）",
            r"〔共\1个〕",
            r"——共\1个",
            r" \1个",
            "",
        )
    ),
    respelled(lambda t: t.replace("、", "."), label="二."),
    respelled(lambda t: re.sub("^(.)、", r"（\1）", t), label="（二）"),
    respelled(
        lambda t: re.sub("^总决赛", "一、全国总决赛", t), label="全国总决赛"
    ),
    *(
        numbered(mark, numbers)
        for numbers, mark in (
            ("ⅠⅡⅢⅣ", "{}."),
            ("ⅠⅡⅢⅣ", "{}、"),
            (("I", "II", "III", "IV"), "{}. "),
            ("壹贰叁肆", "{}、"),
            ("一二三四", "第{}类："),
            ("1234", "{}."),
            ("1234", "表{} "),
            ("1234", "附表{}："),
            ("①②③④", "{}"),
            ("⑴⑵⑶⑷", "{}"),
            ("◆◆◆◆", "{}"),
            ("■■■■", "{} "),
            ("★★★★", "{}"),
        )
    ),
    respelled("【{}】".format, label="【】"),
    respelled(lambda t: t + "：", label="："),
    respelled(
        lambda t: re.sub("（共([0-9]+)[个场]）", r"，共\1个", t), label="，共"
    ),
    respelled(lambda t: t.replace("、区域赛", "、 区 域 赛"), label="区 域 赛"),
    retitled(lambda t: t, lines=3),
    retitled(lambda t: f"附件二{t}"),
    retitled(lambda t: t.replace("赛事计划", "赛事计划表")),
    retitled(lambda t: t.replace("赛事计划", "赛事汇总表")),
    retitled(lambda t: t.replace("赛事计划", "赛事安排")),
    retitled(lambda t: t.replace("赛事计划", "赛事名单")),
    retitled(lambda t: t.replace("赛事计划", "各项赛事一览表【定稿】")),
    retitled(lambda t: f"附件2-1 {t}"),
    retitled(lambda t: t.replace("“", "‘").replace("”", "’")),
    retitled(lambda t: t.replace("“", "").replace("”", "")),
    renamed(lambda t: t.replace("“", "「").replace("”", "」"), "with 「」"),
    renamed(lambda t: t.replace("“", " “").replace("”", "” "), "with blanks"),
]
