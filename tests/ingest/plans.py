"""
Plans as documents: the printed cells of an edition as text, Word and HTML.
"""

from __future__ import annotations

import html
import io
import re
import zipfile

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import attrs
import docx
import pytest

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from cnmaker_data import IngestError
from cnmaker_data.ingest import read_plan
from cnmaker_data.series import notice_on_record


if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from cnmaker_data import Edition


# A cell of which None is a part of the cell above it.
Grid = list[list[str | None]]


class Table(NamedTuple):
    """A table as printed, the headings of its columns in the first row."""

    heading: str
    grid: Grid


class Plan(NamedTuple):
    """A plan as printed."""

    above: list[str]
    tables: list[Table]
    below: tuple[str, ...] = ()


def printed(edition: Edition) -> Plan:
    """Return the plan of an edition, with inherited links as merged cells."""
    above = [edition.title]
    if edition.notice not in (None, notice_on_record(edition.number)):
        above.insert(0, edition.notice)
    tables: list[Table] = []
    by_table = groupby(edition.contests, lambda contest: contest.source.table)
    for heading, contests in by_table:
        grid: Grid = []
        for contest in contests:
            columns = list(contest.source)
            grid = grid or [columns]
            inherits = any(link.inherited for link in contest.links)
            grid.append(
                [
                    None if inherits and column.startswith("报名") else text
                    for column, text in contest.source.items()
                ]
            )
        tables.append(Table(heading, grid))
    return Plan(above, tables, edition.notes)


def with_columns(
    edition: Edition,
    name: Callable[[str], str] = str,
    order: Callable[[list[tuple[str, str]]], list[tuple[str, str]]] = list,
) -> Edition:
    """Return an edition whose plan names or orders its columns otherwise."""
    contests = []
    for contest in edition.contests:
        cells = order([(name(c), t) for c, t in contest.source.items()])
        source = attrs.evolve(contest.source, cells=cells)
        contests.append(attrs.evolve(contest, source=source))
    return attrs.evolve(edition, contests=contests)


def as_text(plan: Plan) -> str:
    lines = [*plan.above, ""]
    for heading, grid in plan.tables:
        lines += [heading, ""]
        for row in grid:
            lines += [f"\t{cell or ''}" for cell in row]
            lines.append("")
        lines.append("")
    return "\n".join([*lines, *plan.below])


def as_word(
    plan: Plan, *, headings_in_tables: bool = False, breaks: str = "p"
) -> bytes:
    """
    Return a .docx file.

    With *headings_in_tables*, the headings stand in rows across their tables.
    *breaks* is what ends a line in a cell: a paragraph, ``p``, or ``br``.
    """
    blocks = [word_paragraph(line) for line in plan.above]
    for heading, grid in plan.tables:
        if not headings_in_tables:
            blocks.append(word_paragraph(heading))
        blocks.append(
            word_table(
                grid,
                breaks=breaks,
                heading=heading if headings_in_tables else None,
            )
        )
    blocks += map(word_paragraph, plan.below)
    return word_file("".join(blocks))


def word_file(body: str) -> bytes:
    """Return a .docx file with a body of WordprocessingML."""
    document = docx.Document()
    content = parse_xml(f"<w:body {nsdecls('w', 'r')}>{body}</w:body>")
    for place, element in enumerate(content):
        document.element.body.insert(place, element)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def word_paragraph(text: str, *, line_break: str = "<w:br/>") -> str:
    runs = re.sub(
        "[\n\t]",
        lambda found: (
            f"</w:t>{line_break if found[0] == chr(10) else '<w:tab/>'}"
            '<w:t xml:space="preserve">'
        ),
        html.escape(text, quote=False),
    )
    return f'<w:p><w:r><w:t xml:space="preserve">{runs}</w:t></w:r></w:p>'


def word_table(
    grid: Grid, *, breaks: str = "p", heading: str | None = None
) -> str:
    rows = []
    if heading is not None:
        width = len(grid[0])
        rows.append(
            word_cell(word_paragraph(heading), f'<w:gridSpan w:val="{width}"/>')
        )
    for number, row in enumerate(grid):
        cells = []
        for column, cell in enumerate(row):
            if cell is None:
                cells.append(word_cell("<w:p/>", "<w:vMerge/>"))
                continue
            lines = cell.split("\n") if breaks == "p" else [cell]
            starts = next(_covered(grid, number, column), 0)
            cells.append(
                word_cell(
                    "".join(map(word_paragraph, lines)),
                    '<w:vMerge w:val="restart"/>' if starts else "",
                )
            )
        rows.append("".join(cells))
    inside = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{inside}</w:tbl>"


def word_cell(paragraphs: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraphs}</w:tc>"


def _covered(grid: Grid, number: int, column: int) -> Iterator[int]:
    """Yield the rows whose cell is a part of one in a row above."""
    for below in range(number + 1, len(grid)):
        if grid[below][column : column + 1] != [None]:
            return
        yield below


def as_html(
    plan: Plan,
    *,
    charset: str = "utf-8",
    headings_in_tables: bool = False,
    breaks: str = "br",
) -> bytes:
    """Return a page as a government site has it, with its menus and layout."""
    blocks = [
        f"<p align=center><b>{_inline(line)}</b></p>" for line in plan.above
    ]
    for heading, grid in plan.tables:
        if not headings_in_tables:
            blocks.append(
                f"<p>&nbsp;</p><P><STRONG>{_inline(heading)}</STRONG></P>"
            )
        blocks.append(
            html_table(
                grid,
                breaks=breaks,
                heading=heading if headings_in_tables else None,
            )
        )
    blocks += [f"<p>{_inline(line)}</p>" for line in plan.below]
    page = _PAGE.format(charset=charset, content="\n".join(blocks))
    return page.encode("gb18030" if charset.startswith("gb") else charset)


# Its menu names the plan of an edition that the strategies do not draw.
_PAGE = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN">
<html><head>
<meta http-equiv="Content-Type" content="text/html; charset={charset}">
<title>第100届“创客中国”中小企业创新创业大赛赛事计划</title>
<script>if (1 < 2) document.write("<table><tr><td>赛事名称</td></tr></table>");
</script>
<style>td {{ color: red }}</style>
</head>
<body>
<!-- <table><tr><td>地点</td><td>主办单位</td></tr></table> -->
<table class="nav"><tr><td><a href="/">首页</a></td><td>政策</td>
<td>赛事</td></tr></table>
<ul><li><a href="/x">第100届“创客中国”中小企业创新创业大赛赛事计划</a></li></ul>
<table width=100%><tr><td><div id="left"><table><tr><td>通知公告
<tr><td>地点</table></div></td>
<td><h1>关于举办大赛的通知</h1>
<table width=90%><tbody><tr><td>
<div class="TRS_Editor">
{content}
</div></td></tr></tbody></table>
</td></tr></table>
<table class="foot"><tr><td>主办：工业和信息化部</td><td>ICP备</td></tr></table>
</body></html>
"""


def html_table(
    grid: Grid, *, breaks: str = "br", heading: str | None = None
) -> str:
    rows = []
    if heading is not None:
        rows.append(f"<td colspan={len(grid[0])}>{_inline(heading)}</td>")
    for number, row in enumerate(grid):
        cells = []
        for column, cell in enumerate(row):
            if cell is None:
                continue
            depth = 1 + len(list(_covered(grid, number, column)))
            span = f' rowspan="{depth}"' if depth > 1 else ""
            cells.append(f"\n  <td{span}>{_html_cell(cell, breaks)}</td>")
        rows.append("".join(cells))
    inside = "\n".join(f" <tr>{row}\n </tr>" for row in rows)
    return f"<table border=1>\n<tbody>{inside}</tbody></table>"


def _html_cell(text: str, breaks: str) -> str:
    lines = [_inline(line) for line in text.split("\n")]
    if breaks == "p":
        return "".join(f"\n    <p>{line or '<br>'}</p>" for line in lines)
    # A line break right before the end of a cell prints nothing.
    return "<br>".join(lines) + ("<br>" if text.endswith("\n") else "")


def _inline(text: str) -> str:
    # Pages show a run of blanks as one, and none at the ends of a line.
    blanks = re.sub("^ +| +$| {2,}", lambda run: "\xa0" * len(run[0]), text)
    escaped = html.escape(blanks).replace("\xa0", "&nbsp;")
    if not text[:1].isalnum():
        return escaped
    # Editors leave such things behind.
    return (
        f"<span lang=EN-US>{text[0]}</span><!-- x -->"
        f"<a href='javascript:;'>{escaped[1:]}</a>"
    )


def docx_with(
    members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """Return a Word file with some of its members replaced or added."""
    file = io.BytesIO(word_file(""))
    out = io.BytesIO()
    with (
        zipfile.ZipFile(file) as old,
        zipfile.ZipFile(out, "w", method, compresslevel=1) as new,
    ):
        for name in old.namelist():
            if name not in members:
                new.writestr(name, old.read(name))
        for name, data in members.items():
            new.writestr(name, data)
    return out.getvalue()


def document_xml(body: str, head: str = "") -> bytes:
    return (
        f"<?xml version='1.0' encoding='UTF-8'?>{head}<w:document xmlns:w='"
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
        f"<w:body>{body}</w:body></w:document>"
    ).encode()


NO_TITLE = (
    "has no title of a plan, such as "
    "第八届“创客中国”中小企业创新创业大赛赛事计划"
)


def refusal(data: bytes, tmp_path: Path, name: str = "plan") -> str:
    """Return why a file is refused, without its name."""
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(IngestError) as caught:
        read_plan(path)
    assert not caught.value.__cause__
    message = str(caught.value)
    assert message.startswith(f"{name}: ")
    return message.removeprefix(f"{name}: ")
