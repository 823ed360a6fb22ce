"""A Word file is read as it prints, or refused."""

from __future__ import annotations

import io
import re
import sys
import zipfile

from typing import TYPE_CHECKING

import docx
import pytest

import plans

from cnmaker_data import MissingExtraError, edition
from cnmaker_data.ingest import read_plan, word
from cnmaker_data.ingest.document import Cell, Line, Table
from plans import NO_TITLE, document_xml, docx_with, refusal


if TYPE_CHECKING:
    from pathlib import Path


def cells(body: str) -> list[list[Cell]]:
    """Return the cells of the only table of a body."""
    (table,) = word.parse(plans.word_file(body)).blocks
    assert isinstance(table, Table)
    return [list(row) for row in table.rows]


def texts(*inside: str) -> list[str]:
    """Return what cells print that hold this WordprocessingML."""
    row = "".join(map(plans.word_cell, [*inside, plans.word_paragraph("x")]))
    (found,) = cells(f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{row}</w:tr></w:tbl>")
    return [cell.text for cell in found[:-1]]


BLANKS = "\u3000a\xa0"


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_a_plan_written_and_merged_by_python_docx_is_read(
    tmp_path: Path,
) -> None:
    eighth = edition(8)
    document = docx.Document()
    for line in plans.printed(eighth).above:
        document.add_heading(line)
    for heading, grid in plans.printed(eighth).tables:
        # As Word leaves a line that was edited: in several runs.
        paragraph = document.add_paragraph()
        for character in heading:
            paragraph.add_run(character)
        table = document.add_table(len(grid), len(grid[0]))
        for words, row in zip(grid, table.rows, strict=True):
            for text, cell in zip(words, row.cells, strict=True):
                cell.text = text or ""
        if None in grid[-1]:
            column = table.columns[-1].cells
            column[1].merge(column[-1])
            column[1].text = grid[1][-1]
    path = tmp_path / "plan.docx"
    document.save(str(path))
    assert read_plan(path) == eighth


def test_text_is_what_prints() -> None:
    link = "<w:hyperlink r:id='x'>" + run("www.a.cn") + "</w:hyperlink>"
    found = texts(
        f"<w:p>{run('北')}{run('京')}</w:p><w:p>{run('市')}</w:p>",
        f"<w:p>{run('大赛官网')}{link}</w:p>",
        "<w:p><w:pPr><w:tabs><w:tab w:pos='9'/></w:tabs></w:pPr><w:r>"
        "<w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/>"
        "<w:t>d</w:t><w:noBreakHyphen/><w:t>e</w:t><w:softHyphen/>"
        "<w:lastRenderedPageBreak/><w:br w:type='page'/></w:r></w:p>",
        f"<w:p>{run(BLANKS)}</w:p><w:p/>",
        f"<w:p><w:smartTag w:element='x'>{run('a')}</w:smartTag>"
        f"<w:fldSimple w:instr='x'>{run('b')}</w:fldSimple>"
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
        f"<w:r><w:instrText>HYPERLINK</w:instrText></w:r>{run('x')}"
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r>"
        f"{run('c')}<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>",
        "<w:p><w:r><w:ruby><w:rt><w:r><w:t>bei</w:t></w:r></w:rt><w:rubyBase>"
        "<w:r><w:t>北</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>",
        f"<w:sdt><w:sdtContent><w:p><w:sdt><w:sdtContent>{run('北京')}"
        "</w:sdtContent></w:sdt></w:p></w:sdtContent></w:sdt>",
    )
    assert found == [
        "北京\n市",
        "大赛官网www.a.cn",
        "a\tb\nc\nd-e",
        "\u3000a\xa0\n",
        "abc",
        "北",
        "北京",
    ]


def test_a_table_in_a_content_control_is_read(tmp_path: Path) -> None:
    plan = plans.printed(edition(8))
    blocks = [plans.word_paragraph(line) for line in plan.above]
    for heading, grid in plan.tables:
        blocks += [
            "<w:sdt><w:sdtPr/><w:sdtContent>",
            plans.word_paragraph(heading),
            "<w:customXml w:element='x'>",
            plans.word_table(grid),
            "</w:customXml></w:sdtContent></w:sdt>",
        ]
    path = tmp_path / "plan.docx"
    path.write_bytes(plans.word_file("".join(blocks)))
    assert read_plan(path) == edition(8)


def test_a_row_in_a_content_control_is_read() -> None:
    cell = plans.word_cell
    a, b = map(plans.word_paragraph, "ab")
    assert cells(
        f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{cell(a)}{cell(b)}</w:tr>"
        f"<w:sdt><w:sdtContent><w:tr>{cell(b)}<w:sdt><w:sdtContent>{cell(a)}"
        "</w:sdtContent></w:sdt></w:tr></w:sdtContent></w:sdt></w:tbl>"
    ) == [[Cell("a"), Cell("b")], [Cell("b"), Cell("a")]]


ORPHAN = (
    "is merged with the cell above it, where no merged cell starts; split them "
    "and type the text"
)


def test_the_grid_is_the_files() -> None:
    a, b, c = map(plans.word_paragraph, "abc")
    cell = plans.word_cell
    rows = [
        cell(a) + cell(b) + cell(c) + cell(c),
        cell(a, '<w:vMerge w:val="restart"/>')
        + cell(b, '<w:gridSpan w:val="2"/>')
        + cell(c),
        cell(a, '<w:vMerge w:val="continue"/>')
        + cell("<w:p/>", '<w:gridSpan w:val="2"/><w:vMerge/>')
        + cell(c),
        '<w:trPr><w:gridBefore w:val="1"/><w:gridAfter w:val="2"/></w:trPr>'
        + cell(b),
    ]
    inside = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    assert cells(f"<w:tbl><w:tblPr/><w:tblGrid/>{inside}</w:tbl>") == [
        [Cell("a"), Cell("b"), Cell("c"), Cell("c")],
        [Cell("a"), Cell("b", 2), Cell("c")],
        [
            Cell("a", above=True),
            Cell("", 2, above=True, fault=ORPHAN),
            Cell("c"),
        ],
        [Cell("", gap=True), Cell("b"), Cell("", 2, gap=True)],
    ]


PICTURE = (
    "has a picture or an embedded object, which is not read; type what it "
    "shows, or remove it"
)
DRAWING = "<w:r><w:drawing><pic:pic xmlns:pic='x'/></w:drawing></w:r>"
TRACKED = "has tracked changes; accept or reject all of them in Word"
HIDDEN = "<w:rPr><w:vanish/></w:rPr>"
HIDDEN_MARK = f"<w:pPr>{HIDDEN}</w:pPr>"
MC = (
    "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' "
    "xmlns:q='q'"
)


def alternatives(choice: str, fallback: str) -> str:
    """Return alternate content of which a current Word shows the second."""
    return (
        f"<mc:AlternateContent {MC}><mc:Choice Requires='q'>{choice}"
        f"</mc:Choice><mc:Fallback>{fallback}</mc:Fallback>"
        "</mc:AlternateContent>"
    )


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (f"<w:p>{HIDDEN_MARK}{run('a')}</w:p><w:p>{run('b')}</w:p>", ["ab"]),
        (f"<w:p>{HIDDEN_MARK}{run('a')}</w:p>", ["a"]),
        (
            alternatives(f"<w:p>{run('a')}</w:p>", f"<w:p>{run('b')}</w:p>"),
            ["b"],
        ),
        (f"<w:p>{alternatives(run('a'), run('b'))}</w:p>", ["b"]),
        (f"<w:p>{DRAWING}</w:p>", [PICTURE]),
        (f"<w:p>{run('a')}{DRAWING}</w:p>", ["a"]),
        ("<w:p><w:pPr><w:rPr><w:ins/></w:rPr></w:pPr></w:p>", [TRACKED]),
        (
            f"<w:p><w:r>{HIDDEN}<w:ruby><w:rubyBase>{run('a')}</w:rubyBase>"
            f"</w:ruby></w:r><w:r>{HIDDEN}<w:t>b</w:t></w:r>{run('c')}</w:p>",
            ["c"],
        ),
        (
            "<w:p><w:r><w:br w:type='page'/><w:t>a</w:t><w:br w:type='column'/>"
            "<w:t>b</w:t><w:br w:type='page'/></w:r></w:p>",
            ["a", "b"],
        ),
        # Blanks at the edges of a text count if the file says so.
        (
            "<w:p><w:r><w:t> a </w:t><w:t>\n b\nc </w:t><w:t> </w:t>"
            "<w:t>d</w:t></w:r></w:p>",
            ["ab cd"],
        ),
        ("<w:p xml:space='preserve'><w:t>a </w:t><w:t>b</w:t></w:p>", ["a b"]),
        # Text outside fields.
        (
            "<w:p><w:r><w:instrText>x</w:instrText><w:fldChar w:fldCharType="
            f"'end'/></w:r>{run('a')}</w:p>",
            ["a"],
        ),
    ],
)
def test_lines_are_what_prints(body: str, lines: list[str]) -> None:
    found = word.parse(plans.word_file(body)).blocks
    assert [
        each.fault or each.text for each in found if isinstance(each, Line)
    ] == lines


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (
            f"<w:tcPr/><w:p>{HIDDEN_MARK}{run('a')}</w:p><w:p>{run('b')}</w:p>",
            Cell("ab"),
        ),
        (f"<w:tcPr/><w:p>{DRAWING}</w:p>", Cell("", fault=PICTURE)),
        (
            f"<w:tcPr><w:cellIns/></w:tcPr><w:p>{run('a')}</w:p>",
            Cell("a", fault=TRACKED),
        ),
    ],
)
def test_a_cell_is_what_prints_in_it(cell: str, expected: Cell) -> None:
    [[found]] = cells(f"<w:tbl><w:tr><w:tc>{cell}</w:tc></w:tr></w:tbl>")
    assert found == expected


def test_a_file_of_its_main_part_alone_is_read() -> None:
    data = docx_with(
        {
            "word/_rels/document.xml.rels": b"<Relationships/>",
            "word/document.xml": document_xml(f"<w:p>{run('a')}</w:p>"),
        }
    )
    assert word.parse(data).blocks == (Line("a"),)


def test_a_style_based_on_itself_ends() -> None:
    styles = (
        "<w:styles xmlns:w='http://schemas.openxmlformats.org/"
        "wordprocessingml/2006/main'><w:style w:styleId='x'><w:basedOn "
        "w:val='x'/></w:style></w:styles>"
    )
    paragraph = f"<w:p><w:pPr><w:pStyle w:val='x'/></w:pPr>{run('a')}</w:p>"
    data = docx_with(
        {
            "word/styles.xml": styles.encode(),
            "word/document.xml": document_xml(paragraph),
        }
    )
    assert word.parse(data).blocks == (Line("a"),)


def test_a_field_that_does_not_end_is_refused(tmp_path: Path) -> None:
    start = "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
    data = plan_with(run("广东省东莞市"), start + run("广东省东莞市"))
    assert refusal(data, tmp_path).startswith("has a field that does not end")


def test_only_the_innermost_tables_are_tables() -> None:
    inner = plans.word_table([["a", "b"], ["c", "d"]])
    before, after = map(plans.word_paragraph, ("before", "after"))
    outer = plans.word_table([["x", "y"]]).replace(
        "<w:p>", before + inner + after + "<w:p>", 1
    )
    found = word.parse(plans.word_file(outer)).blocks
    assert [each.text for each in found if isinstance(each, Line)] == [
        "before",
        "after",
        "x",
        "y",
    ]
    assert found[1] == Table(
        ((Cell("a"), Cell("b")), (Cell("c"), Cell("d"))),
    )


def plan_with(old: str, new: str) -> bytes:
    """Return the eighth plan with something in its XML replaced."""
    data = plans.as_word(plans.printed(edition(8)))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("word/document.xml").decode()
    assert old in xml
    return docx_with({"word/document.xml": xml.replace(old, new, 1).encode()})


def test_a_number_of_an_unknown_list_is_refused(tmp_path: Path) -> None:
    numbered = (
        '<w:p><w:pPr><w:numPr><w:numId w:val="99"/></w:numPr></w:pPr></w:p>'
    )
    data = plan_with(plans.word_paragraph("7"), numbered)
    assert refusal(data, tmp_path) == (
        "二、区域赛（共35个）, row 7, column 序号: has a number that Word adds in "
        "a way that is not known; type it"
    )


def test_a_table_inside_a_cell_is_refused(tmp_path: Path) -> None:
    data = plan_with(
        plans.word_paragraph("广东省东莞市"),
        plans.word_table([["广东省", "东莞市"]]) + "<w:p/>",
    )
    assert refusal(data, tmp_path).startswith(
        "'总决赛': has no table of contests below it that can be read"
    )


def test_a_cell_merged_with_the_one_before_is_refused(tmp_path: Path) -> None:
    place = plans.word_paragraph("广东省东莞市")
    hosts = plans.word_paragraph("工业和信息化部、财政部、广东省人民政府")
    end = "</w:tc><w:tc><w:tcPr/>"
    data = plan_with(
        f"<w:tcPr/>{place}{end}{hosts}",
        f'<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{place}',
    )
    assert refusal(data, tmp_path) == (
        "总决赛, row 1, column 主办单位: is merged with the cell before it; "
        "split them"
    )


def test_text_that_a_merged_cell_hides_is_refused(tmp_path: Path) -> None:
    data = plan_with(
        plans.word_cell("<w:p/>", "<w:vMerge/>"),
        plans.word_cell(plans.word_paragraph("www.a.cn"), "<w:vMerge/>"),
    )
    assert refusal(data, tmp_path) == (
        "三、专题赛（共13个）, row 2, column 报名网址: "
        "'大赛官网www.cnmaker.org.cn': is merged with the cell above it, but "
        "holds 'www.a.cn'"
    )


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        (f"<w:ins>{run('甲')}</w:ins>", TRACKED),
        ("<w:del><w:r><w:delText>甲</w:delText></w:r></w:del>", TRACKED),
        (f"<w:moveFrom>{run('甲')}</w:moveFrom>", TRACKED),
        (
            f"<w:r><w:pict><w:txbxContent><w:p>{run('甲')}</w:p>"
            "</w:txbxContent></w:pict></w:r>",
            "has a text box; move its text into the document",
        ),
        (
            "<w:r><w:pict><v:textpath xmlns:v='v' string='甲'/></w:pict></w:r>",
            "has a text box; move its text into the document",
        ),
        (
            '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>',
            "has a symbol of the font Wingdings that is no text; type it as a "
            "character",
        ),
    ],
)
def test_what_prints_otherwise_is_refused(
    inside: str, message: str, tmp_path: Path
) -> None:
    data = plan_with(run("广东省东莞市"), run("广东省东莞市") + inside)
    said = refusal(data, tmp_path)
    assert said.startswith("总决赛, row 1, column 地点: '广东省东莞市")
    assert said.endswith(f"': {message}")
    assert "\n" not in said


@pytest.mark.parametrize("tag", ["altChunk", "subDoc"])
def test_another_document_inside_is_refused(tag: str, tmp_path: Path) -> None:
    data = plan_with("<w:sectPr", f'<w:{tag} r:id="x"/><w:sectPr')
    assert refusal(data, tmp_path) == (
        "has another document inside; copy its text into this one"
    )


def test_entities_are_not_read_from_disk(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    head = f"<!DOCTYPE x [<!ENTITY a SYSTEM '{secret.as_uri()}'>]>"
    xml = document_xml("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>", head)
    data = docx_with({"word/document.xml": xml})
    assert refusal(data, tmp_path) == (
        "declares XML entities, which no Word file does"
    )


PARTS = [
    name
    for name in zipfile.ZipFile(io.BytesIO(plans.word_file(""))).namelist()
    if name.endswith((".xml", ".rels"))
]
ENTITIES = {
    "many": "".join(
        f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)
    ),
    "file": "<!ENTITY a11 SYSTEM 'file:///etc/passwd'>",
}


@pytest.mark.parametrize("kind", ENTITIES)
@pytest.mark.parametrize("part", PARTS)
def test_entities_are_resolved_in_no_part(
    part: str, kind: str, tmp_path: Path
) -> None:
    with zipfile.ZipFile(io.BytesIO(plans.word_file(""))) as archive:
        xml = archive.read(part).decode()
    found = re.match(
        r"(\s*<\?xml.*?\?>)?\s*(<[\w:]+)([^>]*>)(.*)", xml, re.DOTALL
    )
    assert found
    head, start, rest, body = found.groups(default="")
    declared = f"<!DOCTYPE x [<!ENTITY a0 'ha'>{ENTITIES[kind]}]>"
    for changed in (
        f"{start} x='&a11;'{rest}{body}",
        f"{start}{rest}&a11;{body}",
    ):
        data = docx_with({part: f"{head}{declared}{changed}".encode()})
        said = refusal(data, tmp_path)
        assert len(said) < 500
        assert "root:" not in said
        assert "ha" * 10 not in said


def _zip(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


MAIN = b"word/document.xml"


def _changed(local: int, central: int, value: int) -> bytes:
    """Return a file with a byte changed in both headers of its main part."""
    data = bytearray(plans.word_file(""))
    data[data.index(MAIN) - 30 + local] = value
    data[data.rindex(MAIN) - 46 + central] = value
    return bytes(data)


def _garbled_stream() -> bytes:
    data = bytearray(plans.word_file(""))
    start = data.index(MAIN) + len(MAIN)
    data[start : start + 20] = b"\xff" * 20
    return bytes(data)


DAMAGED = {
    "truncated": plans.word_file("")[:-100],
    "half": plans.word_file("")[:9_000],
    "start": b"PK\x03\x04",
    "encrypted": _changed(6, 8, 1),
    "method": _changed(8, 10, 99),
    "stream": _garbled_stream(),
    "no body": docx_with(
        {"word/document.xml": document_xml("").replace(b"w:body", b"w:x")}
    ),
    "not xml": docx_with({"word/document.xml": b"\0"}),
    "another root": docx_with({"word/document.xml": b"<a/>"}),
    "no relations": docx_with({"_rels/.rels": b"<Relationships/>"}),
    "only types": _zip(**{"[Content_Types].xml": b"<Types/>"}),
}


@pytest.mark.parametrize("how", DAMAGED)
def test_a_damaged_file_is_refused(how: str, tmp_path: Path) -> None:
    assert refusal(DAMAGED[how], tmp_path, "plan.docx") == (
        "is a damaged Word file, or none; save it as .docx once more"
    )


def test_another_archive_is_refused(tmp_path: Path) -> None:
    assert refusal(_zip(plan=b"x"), tmp_path) == (
        "is a zip archive and not a Word file; unpack it first"
    )


def test_a_file_without_tables_is_refused(tmp_path: Path) -> None:
    data = plans.word_file(plans.word_paragraph("text"))
    assert refusal(data, tmp_path) == NO_TITLE


@pytest.mark.parametrize("module", ["lxml.etree"])
def test_the_extra_is_named_where_it_is_missing(
    module: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(plans.word_file(""))
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtraError) as caught:
        read_plan(path)
    assert str(caught.value) == (
        "reading Word files needs extra packages; install them with: "
        "python -m pip install 'cnmaker-data[ingest]'"
    )
