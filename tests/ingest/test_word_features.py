"""What Word adds to text is read as it prints, or is a problem of its cell."""

from __future__ import annotations

import io
import re
import zipfile

from typing import TYPE_CHECKING

import pytest

import plans
import shapes

from cnmaker_data import Edition, IngestError, edition
from cnmaker_data.ingest import read_plan


if TYPE_CHECKING:
    from pathlib import Path


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
SYMBOL = 'xmlns:x="http://schemas.microsoft.com/office/word/2015/wordml/symex"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
CELL = '<w:t xml:space="preserve">深圳市</w:t></w:r></w:p></w:tc>'


def read(data: bytes, folder: Path) -> Edition:
    path = folder / "plan.docx"
    path.write_bytes(data)
    return read_plan(path)


def problem(data: bytes, folder: Path) -> str:
    with pytest.raises(IngestError) as caught:
        read(data, folder)
    assert len(caught.value.problems) == 1, str(caught.value)
    return str(caught.value)


def document() -> str:
    return shapes.document_of(plans.as_word(plans.printed(edition(8))))


def part(name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(plans.word_file(""))) as archive:
        return archive.read(name).decode()


def packed(text: str, **parts: str) -> bytes:
    members = {**parts, "word/document.xml": text}
    return plans.docx_with(
        {name: new.encode() for name, new in members.items()}
    )


@pytest.mark.parametrize(
    "inside",
    [
        '深圳</w:t></w:r><w:r><w:sym w:font="SimSun" w:char="5E02"/></w:r>',
        f"深圳</w:t></w:r><w:r><x:symEx {SYMBOL} x:font='a' x:char='5E02'/></w:r>",
        f"深</w:t></w:r><m:oMath {MATH}><m:r><m:t>圳市</m:t></m:r></m:oMath>",
        f"深圳市</w:t></w:r><mc:AlternateContent {MC}><mc:Choice xmlns:q='q' "
        "Requires='q'><w:r><w:t>秘</w:t></w:r></mc:Choice></mc:AlternateContent>",
        f"深圳市</w:t></w:r><mc:AlternateContent {MC}><mc:Choice Requires='q'>"
        "<w:r><w:t>秘</w:t></w:r></mc:Choice></mc:AlternateContent>",
        "深圳市</w:t></w:r><w:r><w:rPr><w:rStyle w:val='Hid'/></w:rPr>"
        "<w:t>秘</w:t></w:r>",
        "深圳市</w:t></w:r><w:r><w:drawing><x/></w:drawing></w:r>",
        "深圳市</w:t></w:r><w:r><w:rPr><w:rPrChange><w:rPr><w:strike/></w:rPr>"
        "</w:rPrChange></w:rPr><w:t></w:t></w:r>",
    ],
)
def test_what_prints_is_read(inside: str, tmp_path: Path) -> None:
    hidden = (
        '<w:style w:type="character" w:styleId="Hid"><w:basedOn w:val="Hid0"/>'
        '</w:style><w:style w:type="character" w:styleId="Hid0"><w:rPr>'
        "<w:vanish/></w:rPr></w:style></w:styles>"
    )
    styles = part("word/styles.xml").replace("</w:styles>", hidden)
    text = document().replace(CELL, f"<w:t>{inside}</w:p></w:tc>")
    data = packed(text, **{"word/styles.xml": styles})
    assert read(data, tmp_path) == edition(8)


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        (
            f"<m:oMath {MATH}><m:f><m:num><m:r><m:t>x</m:t></m:r></m:num></m:f>"
            "</m:oMath>",
            "has a formula",
        ),
        ('<w:r><w:footnoteReference w:id="2"/></w:r>', "mark of a footnote"),
        ('<w:r><w:endnoteReference w:id="2"/></w:r>', "mark of an endnote"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "a symbol"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText> EQ \\o\\ac(○,1) '
            '</w:instrText><w:fldChar w:fldCharType="end"/></w:r>',
            "a field that prints what is no text",
        ),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>MACROBUTTON a '
            '甲</w:instrText><w:fldChar w:fldCharType="end"/></w:r>',
            "a field that prints what is no text",
        ),
        (
            '<w:fldSimple w:instr=" SYMBOL 65 "/>',
            "a field that prints what is no text",
        ),
    ],
)
def test_what_is_no_text_is_a_problem_of_its_cell(
    inside: str, reason: str, tmp_path: Path
) -> None:
    end = CELL.replace("</w:p>", f"{inside}</w:p>")
    said = problem(packed(document().replace(CELL, end)), tmp_path)
    assert "row 34, column 地点" in said
    assert reason in said


@pytest.mark.parametrize("text", ["", "深圳市"])
def test_a_merge_that_nothing_starts_is_a_problem(
    text: str, tmp_path: Path
) -> None:
    start = f"<w:tcPr/><w:p><w:r>{CELL}"
    assert start in document()
    merged = start.replace("<w:tcPr/>", "<w:tcPr><w:vMerge/></w:tcPr>")
    merged = merged.replace("深圳市", text)
    said = problem(packed(document().replace(start, merged)), tmp_path)
    assert "row 34, column 地点" in said
    assert "where no merged cell starts" in said


NUMBERING = (
    f'<w:numbering xmlns:w="{W}">'
    + "".join(
        f'<w:abstractNum w:abstractNumId="{each}"><w:lvl w:ilvl="0"><w:start '
        f'w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>'
        "</w:lvl></w:abstractNum>"
        for each, kind, text in (
            (1, "decimal", "%1"),
            (2, "chineseCounting", "%1、"),
        )
    )
    + '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride '
    'w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    "</w:numbering>"
)


def test_numbers_that_word_adds_are_read(tmp_path: Path) -> None:
    def item(number: int) -> str:
        return (
            f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"'
            "/></w:numPr></w:pPr>"
        )

    tables = document().split("<w:tbl>")
    for table, number in ((2, 1), (3, 3)):
        tables[table] = re.sub(
            r"<w:p><w:r><w:t [^>]*>[0-9]+</w:t></w:r></w:p>",
            f"{item(number)}</w:p>",
            tables[table],
        )
    text = "<w:tbl>".join(tables)
    text = text.replace(
        '<w:p><w:r><w:t xml:space="preserve">总决赛',
        f"{item(2)}<w:r><w:t>总决赛",
    )
    text = re.sub("<w:p>(<w:r><w:t [^>]*>)[二三四]、", rf"{item(2)}\1", text)
    found = read(packed(text, **{"word/numbering.xml": NUMBERING}), tmp_path)
    assert found.contests[0].source.table == "一、总决赛"
    assert found.contests[1:] == edition(8).contests[1:]


LABEL = '<w:r><w:t xml:space="preserve">点击报名</w:t></w:r>'


@pytest.mark.parametrize(
    ("hyperlink", "fragment"),
    [
        (f'<w:hyperlink xmlns:r="{R}" r:id="rId77">{LABEL}</w:hyperlink>', ""),
        # Word keeps a fragment apart.
        (
            f'<w:hyperlink xmlns:r="{R}" r:id="rId77" w:anchor="/login">{LABEL}'
            "</w:hyperlink>",
            "#/login",
        ),
        (
            '<w:fldSimple w:instr=\' HYPERLINK "www.smebj.cn" \\o "x" \\l '
            f'"/login"\'>{LABEL}</w:fldSimple>',
            "#/login",
        ),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> '
            'HYPERLINK "http://www.smebj.cn" </w:instrText></w:r><w:r><w:fldChar '
            f'w:fldCharType="separate"/></w:r>{LABEL}<w:r><w:fldChar '
            'w:fldCharType="end"/></w:r>',
            "",
        ),
    ],
)
def test_the_address_behind_a_label_is_taken(
    hyperlink: str, fragment: str, tmp_path: Path
) -> None:
    relation = (
        f'<Relationship Id="rId77" Type="{R}/hyperlink" TargetMode="External" '
        f'Target="http://www.smebj.cn/"/><Relationship Id="rId78" '
        f'Type="{R}/image" Target="media/gone.png"/></Relationships>'
    )
    name = "word/_rels/document.xml.rels"
    relations = part(name).replace("</Relationships>", relation)
    text = document().replace(
        '<w:r><w:t xml:space="preserve">www.smebj.cn</w:t></w:r>', hyperlink
    )
    found = read(packed(text, **{name: relations}), tmp_path)
    (link,) = found.contests[1].links
    assert (link.url, link.text, link.label) == (
        f"http://www.smebj.cn/{fragment}",
        "点击报名",
        None,
    )


MAIN_TYPE = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
)


@pytest.mark.parametrize(
    "parts",
    [
        {"[Content_Types].xml": MAIN_TYPE, "new": "application/vnd.ms-word"},
        {"word/fonts/a.odttf": "\0" * 2**25},
        {"word/media/a.png": "\x01" * 2**24},
    ],
)
def test_only_the_main_part_matters(
    parts: dict[str, str], tmp_path: Path
) -> None:
    if "new" in parts:
        types = part("[Content_Types].xml")
        types = types.replace(MAIN_TYPE, parts["new"])
        parts = {"[Content_Types].xml": types}
    assert read(packed(document(), **parts), tmp_path) == edition(8)


def test_strict_open_xml_is_read(tmp_path: Path) -> None:
    strict = "http://purl.oclc.org/ooxml"
    text = document().replace(W, f"{strict}/wordprocessingml/main")
    relations = part("_rels/.rels").replace(
        R, f"{strict}/officeDocument/relationships"
    )
    data = packed(text, **{"_rels/.rels": relations})
    assert read(data, tmp_path) == edition(8)


@pytest.mark.parametrize(
    ("member", "kind"),
    [
        ("xl/workbook.xml", "an Excel file"),
        ("xl/workbook.bin", "an Excel file"),
        ("mimetype", "an OpenDocument file"),
        ("OFD.xml", "an OFD file"),
        ("ppt/presentation.xml", "a PowerPoint file"),
    ],
)
def test_other_archives_are_named(
    member: str, kind: str, tmp_path: Path
) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(member, "x")
    assert kind in problem(file.getvalue(), tmp_path)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("MIME-Version: 1.0\nContent-Type: multipart/related\n\nx", ".mht"),
        ('<?xml version="1.0"?><?mso-application progid="Word.Document"?><a/>',
         "Word 2003"),
        ('{"code": 0}', "is JSON"),
        ("{广告}", "has no title of a plan"),
        ("<html><input type=password></html>", "a page to log in"),
        ("序号 赛事名称 地点 主办单位\n1 甲 乙 丙", "copied from a PDF"),
    ],
)  # fmt: skip
def test_other_texts_are_named(text: str, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "plan"
    path.write_text(text, "utf-8")
    with pytest.raises(IngestError, match=re.escape(kind)):
        read_plan(path)


def test_headings_of_columns_may_stand_in_two_rows(tmp_path: Path) -> None:
    def cell(text: str, merge: str) -> str:
        return plans.word_cell(plans.word_paragraph(text), merge)

    names = list(edition(8).contests[1].source)
    header = "".join(
        plans.word_cell(plans.word_paragraph(name)) for name in names
    ).replace("<w:tcPr></w:tcPr>", "<w:tcPr/>")
    start, below = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    first = [cell(name, start) for name in names[:-1]] + [cell("报名信息", "")]
    second = [cell("", below) for _ in names[:-1]] + [cell(names[-1], "")]
    assert header in document()
    rows = "".join(first) + "</w:tr><w:tr>" + "".join(second)
    text = document().replace(header, rows, 1)
    assert read(packed(text), tmp_path) == edition(8)


def test_a_tracked_row_is_a_problem(tmp_path: Path) -> None:
    tracked = "<w:tr><w:trPr><w:del/></w:trPr>"
    text = document().replace("<w:tr>", tracked, 1)
    assert "has tracked changes" in problem(packed(text), tmp_path)
    # The columns of a row are no faults of their own.
    text = tracked.join(document().rsplit("<w:tr>", 1))
    assert problem(packed(text), tmp_path) == (
        "plan.docx: 四、境外区域赛（共1场）, row 1: has tracked changes; accept or "
        "reject all of them in Word"
    )


@pytest.mark.parametrize(
    ("old", "new"), [("八", "七"), ("赛事计划", "赛事计划（草案）")]
)
def test_a_second_plan_is_a_problem(old: str, new: str, tmp_path: Path) -> None:
    text = plans.as_text(plans.printed(edition(8)))
    path = tmp_path / "plan"
    path.write_text(f"{text}\n\n附件3\n{text.replace(old, new)}", "utf-8")
    with pytest.raises(IngestError) as caught:
        read_plan(path)
    assert len(caught.value.problems) == 1
    assert "is a second plan in this file" in str(caught.value)


@pytest.mark.parametrize(
    "merge", ["<w:hMerge/>", '<w:hMerge w:val="continue"/>']
)
def test_cells_merged_as_in_word_97_are_one(merge: str, tmp_path: Path) -> None:
    note = "以上赛事的时间另行通知"
    first = plans.word_cell(
        plans.word_paragraph(note), '<w:hMerge w:val="restart"/>'
    )
    row = f"<w:tr>{first}{plans.word_cell('<w:p/>', merge) * 3}</w:tr>"
    text = document().replace("</w:tbl>", f"{row}</w:tbl>", 1)
    found = read(packed(text), tmp_path)
    assert found.contests == edition(8).contests
    assert found.notes == (note,)


def test_both_kinds_of_organizers_may_have_one_heading(tmp_path: Path) -> None:
    top = [("赛事名称", "start"), ("地点", "start"), ("组织单位", "wide")]
    merges = {"start": '<w:vMerge w:val="restart"/>', "on": "<w:vMerge/>"}
    merges["wide"] = '<w:gridSpan w:val="2"/>'
    second = [("", "on"), ("", "on"), ("主办单位", ""), ("承办单位", "")]
    rows = "".join(
        f"<w:tr>{''.join(cells)}</w:tr>"
        for cells in (
            [
                plans.word_cell(plans.word_paragraph(text), merges.get(how, ""))
                for text, how in row
            ]
            for row in (top, second)
        )
    )
    text = re.sub("<w:tr>.*?</w:tr>", rows, document(), count=1)
    assert read(packed(text), tmp_path) == edition(8)


def test_a_fault_in_the_headings_of_columns_is_one_problem(
    tmp_path: Path,
) -> None:
    inside = '地点<w:footnoteReference w:id="2"/>秘'
    text = document().replace('"preserve">地点', f'"preserve">{inside}', 1)
    assert "mark of a footnote" in problem(packed(text), tmp_path)


def test_a_fault_of_the_title_is_a_problem(tmp_path: Path) -> None:
    plan = plans.printed(edition(8))
    text = shapes.document_of(plans.as_word(plan)).replace(
        "赛事计划</w:t>", '赛事计划</w:t><w:footnoteReference w:id="2"/>', 1
    )
    assert problem(packed(text), tmp_path) == (
        f"plan.docx: '{plan.above[-1]}': has the mark of a footnote; remove "
        "it, and write what it says below the table"
    )
