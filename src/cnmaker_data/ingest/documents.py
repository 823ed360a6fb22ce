"""
A plan document as its tables, with the text between them.

Nothing here knows what a plan says, but for what tells a heading from a line
of a cell in plain text, where nothing else does.
"""

from __future__ import annotations

import re
import unicodedata

from typing import TYPE_CHECKING, NamedTuple


if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


__all__ = [
    "NUMERAL",
    "Cell",
    "Document",
    "Heading",
    "Table",
    "decode",
    "numeral",
    "parse_heading",
    "parse_numeral",
    "read",
]


_MAX_SIZE = 32 * 2**20

# How files start that are taken for a plan by mistake, and what they are.
_NOT_A_PLAN = {
    b"\xd0\xcf\x11\xe0": "is of Word before 2007; save it as .docx",
    b"%PDF": "is a PDF file; the ministry publishes a Word one",
    b"\x89PNG": "is an image",
    b"\xff\xd8\xff": "is an image",
    b"GIF8": "is an image",
    b"BM": "is an image",
    b"{\\rtf": "is RTF; save it as .docx",
}
_HTML = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!|\?|[a-zA-Z])")


class Cell(NamedTuple):
    """
    One cell of a table.
    """

    #: The text as printed, with its line breaks.
    text: str
    #: Whether it is covered by a cell that starts in a row above; None where
    #: the document cannot say.
    merged: bool | None = None


class Table(NamedTuple):
    """
    One table and what stands above it.
    """

    #: The lines between the table before, or the start, and this one.
    above: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Document(NamedTuple):
    """
    The tables of a document in its order.
    """

    tables: tuple[Table, ...]
    #: The lines behind the last table.
    below: tuple[str, ...] = ()


class Heading(NamedTuple):
    """
    What the heading of a table says: 二、区域赛（共35个）.
    """

    #: The line as printed.
    text: str
    #: 二, as a number; None where it is missing.
    number: int | None
    #: 区域赛.
    label: str
    #: 35; None where none is announced.
    announced: int | None


_DIGITS = "〇一二三四五六七八九"
#: A number up to 99 in Chinese or Arabic digits, as a pattern.
NUMERAL = "[〇零一二三四五六七八九十0-9]{1,3}"
_HEADING = re.compile(
    rf"(?:(?P<number>{NUMERAL})[、.] ?)?"
    r"(?P<label>[^\s、,;:。()]{1,10}赛)"
    r"(?: ?\(共 ?(?P<count>[0-9]{1,4}) ?[个场项]\))?"
)
_UNNUMBERED = re.compile("总决赛|区域赛|专题赛|境外区域赛")


def parse_heading(line: str) -> Heading | None:
    """
    Return what a line says if it is the heading of a table.

    Without a number or a count in it, only the four tiers count: any line of
    a cell may end in 赛.

    >>> parse_heading("四、境外区域赛（共1场）")
    Heading(text='四、境外区域赛（共1场）', number=4, label='境外区域赛', \
announced=1)
    """
    text = line.strip()
    found = _HEADING.fullmatch(unicodedata.normalize("NFKC", text))
    if not found or not (
        found["number"]
        or found["count"]
        or _UNNUMBERED.fullmatch(found["label"])
    ):
        return None
    return Heading(
        text,
        parse_numeral(found["number"]) if found["number"] else None,
        found["label"],
        int(found["count"]) if found["count"] else None,
    )


def parse_numeral(text: str) -> int | None:
    """
    Return the number that Arabic or Chinese digits write, up to 99.

    >>> [parse_numeral(text) for text in ("8", "八", "十", "十二", "二十一")]
    [8, 8, 10, 12, 21]
    """
    if text.isdecimal():
        return int(text)
    tens, ten, units = text.replace("零", "〇").rpartition("十")
    if not all(len(part) <= 1 and part in _DIGITS for part in (tens, units)):
        return None
    value = _DIGITS.index(units) if units else 0
    if ten:
        value += 10 * (_DIGITS.index(tens) if tens else 1)
    return value


def numeral(number: int) -> str:
    """
    Return a number up to 99 in Chinese digits.

    >>> [numeral(number) for number in (8, 10, 12, 21)]
    ['八', '十', '十二', '二十一']
    """
    tens, units = divmod(number, 10)
    ten = "十" if tens else ""
    return f"{_DIGITS[tens] if tens > 1 else ''}{ten}{_DIGITS[units] if units else ''}"


def read(path: Path) -> Document:
    """
    Return the tables of a text, Word or HTML file.

    What it is, is told by what is in it. Raises `ValueError`, with the reason,
    for what is none of these, `OSError` for what cannot be read.
    """
    with path.open("rb") as file:
        data = file.read(_MAX_SIZE + 1)
    if not data.strip():
        raise ValueError("is empty")
    if len(data) > _MAX_SIZE:
        raise ValueError(f"is over {_MAX_SIZE >> 20} MiB; no plan is")
    for start, what in _NOT_A_PLAN.items():
        if data.startswith(start):
            raise ValueError(what)
    if data.startswith(b"PK\x03\x04"):
        from cnmaker_data.ingest import word

        return word.parse(data)
    if path.suffix.lower() in {".docx", ".docm"}:
        raise ValueError("is named like a Word file and is none, or damaged")
    if _HTML.match(data):
        from cnmaker_data.ingest import html

        return html.parse(data)
    return _parse_text(decode(data))


def decode(data: bytes, charset: str | None = None) -> str:
    """
    Return the text of a file in UTF-8, GB 18030 or the charset it declares.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        charset = "utf-16"
    elif data.startswith(b"\xef\xbb\xbf"):
        charset = "utf-8-sig"
    charsets = [charset] if charset else ["utf-8", "gb18030"]
    if "utf-16" not in charsets and b"\0" in data:
        raise ValueError("is binary, not text, Word or HTML")
    for each in charsets:
        try:
            text = data.decode(each)
        except LookupError:
            raise ValueError(f"declares the unknown charset {each!r}") from None
        except UnicodeError:
            continue
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise ValueError(f"is not text in {' or '.join(charsets)}")


def _parse_text(text: str) -> Document:
    """
    Return the tables of a plan as plain text.

    A line that starts with a tab starts a cell, with a blank line before it
    also a row; other lines continue the cell, unless they are a heading that
    stands alone.
    """
    lines = text.split("\n")
    tables: list[Table] = []
    above: list[str] = []
    rows: list[list[list[str]]] = []
    for before, line, after in _with_neighbours(lines):
        if line.startswith("\t"):
            if not rows or not before.strip():
                rows.append([])
            rows[-1].append([line[1:]])
        elif not rows:
            above.append(line)
        elif not before.strip() and not after.strip() and parse_heading(line):
            tables.append(_text_table(above, rows))
            above, rows = [line], []
        else:
            rows[-1][-1].append(line)
    if rows:
        tables.append(_text_table(above, rows))
        above = []
    return Document(tuple(tables), tuple(above))


def _with_neighbours(lines: list[str]) -> Iterator[tuple[str, str, str]]:
    return zip(["", *lines], lines, [*lines[1:], ""], strict=False)


def _text_table(above: list[str], rows: list[list[list[str]]]) -> Table:
    return Table(
        tuple(line for line in above if line.strip()),
        tuple(
            tuple(Cell("\n".join(cell).rstrip("\n")) for cell in row)
            for row in rows
        ),
    )
