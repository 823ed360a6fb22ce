"""What is no plan is refused with a reason, soon and in little memory."""

from __future__ import annotations

import errno
import os
import subprocess
import sys

from pathlib import Path

import pytest

from cnmaker_data import IngestError
from cnmaker_data.ingest import read_plan
from cnmaker_data.ingest.document import Builder, Cell, Line, Table
from cnmaker_data.ingest.files import decode, parse_text
from plans import NO_TITLE, document_xml, docx_with, refusal


BINARY = "is binary; a plan is text, a Word file or a web page"
IMAGE = "is an image; give the Word file or the web page"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b" \n\t\r\n", "is empty"),
        (b"\xef\xbb\xbf", NO_TITLE),
        (b"no plan", NO_TITLE),
        (b"\x7fELF\x02\x01\x01\0\0\0", BINARY),
        (
            bytes(range(1, 256)) * 9,
            "is not text in utf-8 or gb18030; save it in UTF-8",
        ),
        (b"\xff\xfe\0\0a\0\0\0", NO_TITLE),
        (b"\x89PNG\r\n\x1a\n\0\0", IMAGE),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", IMAGE),
        (b"GIF89a\x01\0", IMAGE),
        (b"BM\x9a\0\0\0\0\0", BINARY),
        (
            b"%PDF-1.7\n%\xe2\xe3",
            "is a PDF file; give the Word file or the web page",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "is of Word before 2007, WPS or Excel, or needs a password; save "
            "it as .docx without one",
        ),
        (b"{\\rtf1\\ansi}", "is RTF; save it as .docx"),
        (
            b"\xff\xfe" + b"\0\xd8" * 9,
            "is not text in utf-16; save it in UTF-8",
        ),
        (b"a" * (2**22 + 1), "is over 4 MiB; no plan is that large"),
        (b"PK\x03\x04" + b"a" * 2**25, "is over 32 MiB; no plan is that large"),
    ],
    ids=lambda value: repr(value[:12]),
)
def test_what_is_no_plan_is_refused(
    data: bytes, message: str, tmp_path: Path
) -> None:
    assert refusal(data, tmp_path) == message


def test_the_name_of_a_word_file_makes_none(tmp_path: Path) -> None:
    message = (
        "has the name of a Word file, but is damaged or is not one; "
        "download it again"
    )
    assert refusal(b"text", tmp_path, "plan.docx") == message
    assert refusal(b"<html>", tmp_path, "plan.DOCM") == message


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IngestError) as caught:
        read_plan(tmp_path / "none.txt")
    assert str(caught.value) == (
        f"none.txt: cannot be read: {os.strerror(errno.ENOENT)}"
    )
    with pytest.raises(IngestError) as caught:
        read_plan(str(tmp_path))
    assert str(caught.value) == (
        f"{tmp_path.name}: cannot be read: {os.strerror(errno.EISDIR)}"
    )
    with pytest.raises(IngestError, match=r"\A\.: cannot be read: "):
        read_plan(".")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read all")
def test_what_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.touch(mode=0)
    with pytest.raises(IngestError, match="cannot be read: Permission denied"):
        read_plan(path)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("创客".encode(), "创客"),
        ("创客".encode("utf-8-sig"), "创客"),
        ("创客".encode("gb18030"), "创客"),
        ("创客".encode("utf-16"), "创客"),
        ("创客".encode("utf-16-be"), None),
        (b"\xfe\xff" + "创客".encode("utf-16-be"), "创客"),
        (b"a\r\nb\rc\nd\ve", "a\nb\nc\nd\ne"),
        ("a\u2028b\u2029c\x85d".encode(), "a\nb\nc\nd"),
    ],
)
def test_text_is_decoded(data: bytes, text: str | None) -> None:
    if text is None:
        with pytest.raises(
            ValueError, match="not text in utf-8 or gb18030|binary"
        ):
            decode(b"\0" + data)
    else:
        assert decode(data) == text


def test_a_table_in_plain_text_ends_at_a_line_that_stands_alone() -> None:
    for line in (
        "总决赛",
        "三、赛道赛：1.甲",
        "注：a",
        "附件3",
        "续表",
        "合计：2个",
    ):
        found = parse_text(
            f"title\n\n\ta\n\tb\n\n挑战赛\n{line}\n\n\t\n\td\n\n{line}\n\n\te\n\tf"
        )
        assert not found.shows_merged
        assert found.blocks == (
            Line("title"),
            Table(
                (
                    (Cell("a"), Cell(f"b\n\n挑战赛\n{line}")),
                    (Cell(""), Cell("d")),
                )
            ),
            Line(line),
            Table(((Cell("e"), Cell("f")),)),
        )


def test_text_is_lines() -> None:
    builder = Builder()
    builder.add_text(" a \n\nb\n")
    builder.add_text(" a \n\nb\n", "c")
    assert tuple(builder.blocks) == (
        Line("a"),
        Line("b"),
        Line("a  b", "c"),
    )


# The memory and time that a reader may take, far less than a bomb would.
_LIMITED = """
import resource, sys
from pathlib import Path
from cnmaker_data import IngestError
from cnmaker_data.ingest import html, read_plan, word
import lxml.html
with open("/proc/self/statm") as file:
    used = int(file.read().split()[0]) * resource.getpagesize()
limit = used + 700 * 2**20
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
for path in sys.argv[1:]:
    try:
        read_plan(path)
    except IngestError as error:
        print(error)
"""


def limited(paths: list[Path]) -> list[str]:
    """Return what `read_plan` says of each file, in little memory and time."""
    done = subprocess.run(
        [sys.executable, "-c", _LIMITED, *paths],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


HIDDEN = "<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>"
FIELD = "<w:p>{}</w:p>".format(
    "".join(
        f"<w:r>{inside}</w:r>" * times
        for inside, times in (
            ("<w:fldChar w:fldCharType='begin'/>", 1),
            ("<w:instrText>HYPERLINK &quot;a&quot; </w:instrText>", 20_000),
            ("<w:fldChar w:fldCharType='separate'/>", 1),
            ("<w:t>a</w:t>", 20_000),
            ("<w:fldChar w:fldCharType='end'/>", 1),
        )
    )
)
TITLE = "第一届“创客中国”甲乙大赛计划"
LINE = "\n一、甲赛（共1个）"
LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>{}]>".format(
    "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_bombs_are_refused_in_little_memory_and_time(tmp_path: Path) -> None:
    main = "word/document.xml"
    zeros = b"\0" * 2**26
    many = {f"word/{number}.xml": b"" for number in range(3_000)}
    lying = bytearray(docx_with({main: zeros}))
    # The directory, which is at the end, says that it holds ten bytes.
    entry = lying.rindex(main.encode()) - 46
    lying[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    row = (
        "<w:tr><w:tc><w:tcPr><w:gridSpan w:val='99999'/></w:tcPr></w:tc></w:tr>"
    )
    spans = document_xml(f"<w:tbl>{row * 100_000}</w:tbl>")
    pictures = {f"word/{n}.png": b"\x89PNG" + b"\0" * 2**24 for n in range(3)}
    parts = {f"word/{n}.xml": b" " * 2**20 for n in range(9)}
    bombs = {
        "large": docx_with({main: zeros}),
        "pictures": docx_with(pictures),
        "parts": docx_with(parts),
        "paragraphs": docx_with({main: document_xml("<w:p/>" * 10**6)}),
        "nested": docx_with({"inner.docx": docx_with({main: zeros})}),
        "picture": docx_with({"word/a.png": b"\x89PNG" + b"\0" * 2**24}),
        "many": docx_with(many),
        "lying": bytes(lying),
        "laughs": docx_with({main: document_xml("<w:p/>", LAUGHS)}),
        "attribute": docx_with(
            {main: document_xml("<w:p x='&a11;'/>", LAUGHS)}
        ),
        "deep": docx_with(
            {main: document_xml("<w:sdt>" * 100_000 + "</w:sdt>" * 100_000)}
        ),
        "spans": docx_with({main: spans}),
        "cells": b"<table>" + b"<tr><td rowspan=9999 colspan=9999>" * 40_000,
        "rows": b"<table>" + b"<tr>" * 90_000,
        "tags": b"<div>" * 40_000 + b"</div>" * 40_000,
        "tables": b"<table><tr><td>" * 30_000,
        "blanks": b"<p>" + b"<b> </b>" * 45_000,
        "elements": b"<p>" * 1_300_000,
        "lines": b"\ta\n\n" * 300_000,
        "hidden": docx_with({main: document_xml(HIDDEN * 20_000)}),
        "field": docx_with({main: document_xml(FIELD)}),
        "words": "赛事名称".encode() * 300_000,
        "titles": f"{TITLE}\n".encode() * 10_000,
        "headings": f"{TITLE}{LINE * 10_000}".encode(),
        "joints": "第一届“创客中国”甲乙大赛计划\n\n总决赛\n\n"
        "\t赛事名称\n\t地点\n\t主办单位\n\n\t第一届“创客中国”甲乙大赛\n\t北京\n\t".encode()
        + "、".encode() * 300_000,
    }
    paths = [tmp_path / name for name in bombs]
    for path, data in zip(paths, bombs.values(), strict=True):
        path.write_bytes(data)
    no_plan = "has no title of a plan, such as"
    damaged = "is a damaged Word file, or none; save it as .docx once more"
    far = "has tables far larger than those of a plan"
    deep = "cannot be read as a web page (Excessive depth"
    expected = {
        "large": "unpacks to far more than a plan holds",
        # Only the main part and what it needs is unpacked.
        "pictures": no_plan,
        "parts": no_plan,
        "paragraphs": "has over 50000 paragraphs; no plan does",
        "nested": no_plan,  # what is packed inside is not opened
        "picture": no_plan,
        "many": "unpacks to far more than a plan holds",
        "lying": damaged,
        "laughs": "declares XML entities, which no Word file does",
        "attribute": damaged,
        "deep": damaged,
        "spans": far,
        "cells": far,
        "rows": far,
        "tags": deep,
        "tables": deep,
        "blanks": no_plan,
        "elements": "has far more elements than a page of a plan",
        "lines": far,
        "hidden": no_plan,
        "field": no_plan,
        "words": no_plan,
        "titles": "has no table of contests",
        "headings": "'一、甲赛（共1个）': has no table of contests below it",
        "joints": "总决赛, row 1: '第一届“创客中国”甲乙大赛 | 北京 | 、、、",
    }
    for line in limited(paths):
        name, _, said = line.partition(": ")
        if name in expected:
            assert said.startswith(expected.pop(name))
    assert not expected
