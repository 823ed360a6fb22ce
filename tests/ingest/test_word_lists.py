"""The numbers that Word adds to paragraphs are read as it prints them."""

from __future__ import annotations

import pytest

import plans

from cnmaker_data.ingest import word


def level(at: int, kind: str, text: str, start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt '
        f'w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
    )


def printed(
    levels: str, *items: int, overrides: str = "", text: str = "赛"
) -> list[str]:
    """Return the lines of a list whose items stand at these levels."""
    numbering = (
        "<w:numbering xmlns:w='http://schemas.openxmlformats.org/"
        "wordprocessingml/2006/main'><w:abstractNum w:abstractNumId='1'>"
        f"{levels}</w:abstractNum><w:num w:numId='1'><w:abstractNumId "
        f"w:val='1'/>{overrides}</w:num></w:numbering>"
    )
    body = "".join(
        f"<w:p><w:pPr><w:numPr><w:ilvl w:val='{item}'/><w:numId w:val='1'/>"
        f"</w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        for item in items
    )
    data = plans.docx_with(
        {
            "word/document.xml": plans.document_xml(body),
            "word/numbering.xml": numbering.encode(),
        }
    )
    return [
        "?" if line.fault else line.text for line in word.parse(data).blocks
    ]


@pytest.mark.parametrize(
    ("kind", "start", "number"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 7, "07"),
        ("decimalFullWidth", 12, "１２"),
        ("chineseCounting", 35, "三十五"),
        ("japaneseCounting", 2, "二"),
        ("decimalEnclosedCircle", 20, "⑳"),
    ],
)
def test_numbers_are_printed_in_their_format(
    kind: str, start: int, number: str
) -> None:
    assert printed(level(0, kind, "（%1）", start), 0) == [f"（{number}）赛"]


@pytest.mark.parametrize(
    ("kind", "start"),
    [
        ("chineseCounting", 100),
        ("decimalEnclosedCircle", 21),
        ("decimalEnclosedCircle", 0),
        ("upperRoman", 1),
    ],
)
def test_a_number_that_cannot_be_told_is_a_problem(
    kind: str, start: int
) -> None:
    assert printed(level(0, kind, "%1.", start), 0) == ["?"]


def test_a_level_may_leave_out_what_is_the_default() -> None:
    text = "<w:lvlText w:val='%1.'/>"
    assert printed(f"<w:lvl w:ilvl='0'>{text}</w:lvl>", 0, 0) == [
        "0.赛",
        "1.赛",
    ]
    assert printed("<w:lvl w:ilvl='0'/>", 0) == ["赛"]


@pytest.mark.parametrize("kind", ["bullet", "none"])
def test_items_without_a_number_are_their_text(kind: str) -> None:
    assert printed(level(0, kind, ""), 0) == ["赛"]


def test_a_blank_keeps_a_number_and_its_text_apart() -> None:
    plain = level(0, "chineseCounting", "%1")
    assert printed(plain, 0) == ["一 赛"]
    assert printed(plain, 0, text="") == ["一"]
    assert printed(level(0, "decimal", "第%1"), 0) == ["第1 赛"]
    joined = plain.replace("<w:lvlText", "<w:suff w:val='nothing'/><w:lvlText")
    assert printed(joined, 0) == ["一赛"]


@pytest.mark.parametrize(
    "inside",
    [
        "<w:lvlRestart w:val='0'/>",
        "<mc:AlternateContent xmlns:mc='x'><w:numFmt w:val='custom'/>"
        "</mc:AlternateContent>",
    ],
)
def test_a_level_that_counts_in_its_own_way_is_a_problem(inside: str) -> None:
    second = level(1, "decimal", "%2)").replace(
        "<w:lvlText", f"{inside}<w:lvlText"
    )
    assert printed(level(0, "decimal", "%1.") + second, 0, 1) == ["1.赛", "?"]


def test_levels_count_inside_each_other() -> None:
    levels = (
        level(0, "chineseCounting", "%1、")
        + level(1, "decimal", "%2.")
        + level(2, "decimal", "%2.%3 ")
        + level(3, "decimal", "%5")
    )
    assert printed(levels, 0, 1, 1, 2, 0, 1, 3, 8) == [
        *("一、赛", "1.赛", "2.赛", "2.1 赛"),
        *("二、赛", "1.赛", "?", "?"),
    ]


@pytest.mark.parametrize(
    ("override", "line"),
    [
        ("<w:startOverride w:val='5'/>", "5.赛"),
        (level(0, "decimal", "%1)", 3), "3)赛"),
    ],
)
def test_a_list_may_start_or_print_otherwise(override: str, line: str) -> None:
    found = printed(
        level(0, "decimal", "%1."),
        0,
        overrides=f"<w:lvlOverride w:ilvl='0'>{override}</w:lvlOverride>"
        "<w:lvlOverride w:ilvl='7'><w:startOverride w:val='1'/>"
        "</w:lvlOverride>",
    )
    assert found == [line]
