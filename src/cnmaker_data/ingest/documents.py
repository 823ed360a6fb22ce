"""
A plan document as its tables, with the text between them.

What kind of file it is, is told by what is in it. Nothing here knows what a
plan says.
"""

from __future__ import annotations

import re

from itertools import takewhile
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path


__all__ = ["Cell", "Document", "Row", "Table", "assemble", "decode", "read"]


# A plan is a few pages; Word files may hold images.
_MAX_FILE = 32 * 2**20
_MAX_TEXT = 4 * 2**20
_MAX_CELLS = 20_000
_MAX_COLUMNS = 100

# How files start that are taken for a plan by mistake, and what they are.
_NOT_A_PLAN = {
    b"\xd0\xcf\x11\xe0": "is of Word before 2007, or needs a password; save "
    "it as .docx without one",
    b"%PDF": "is a PDF file; give the Word file or the web page",
    b"\x89PNG": "is an image; give the Word file or the web page",
    b"\xff\xd8\xff": "is an image; give the Word file or the web page",
    b"GIF8": "is an image; give the Word file or the web page",
    b"{\\rtf": "is RTF; save it as .docx",
}
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_UTF_8 = b"\xef\xbb\xbf"
_HTML = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<(?:!|\?|[a-zA-Z])")
# The charsets that pages in Chinese declare, and the codec that reads them:
# as in browsers, the newest of those where a page declares an older one.
_CODECS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    # A declaration that was read as ASCII is not in UTF-16.
    "utf-16": "utf-8",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "windows-1252": "cp1252",
}


class Cell(NamedTuple):
    """
    One cell in the grid of a table.
    """

    #: The text as printed, with its line breaks.
    text: str
    #: Where the cell starts that this one is a part of, if they are merged.
    merged: Literal["above", "before"] | None = None


Row: TypeAlias = tuple[Cell, ...]


class Table(NamedTuple):
    """
    One table and what stands above it.
    """

    #: The lines between the table before, or the start, and this one, with
    #: those that stand in rows of their own at its top.
    above: tuple[str, ...]
    #: The other rows.
    rows: tuple[Row, ...]


class Document(NamedTuple):
    """
    The tables of a document in its order.
    """

    tables: tuple[Table, ...]
    #: The lines behind the last table.
    below: tuple[str, ...]
    #: Whether it says which cells are merged. Plain text does not.
    shows_merged: bool = True


def read(path: Path) -> Document:
    """
    Return the tables of a text, Word or HTML file.

    Raises `ValueError`, with the reason, for what is none of these, `OSError`
    for what cannot be read.
    """
    with path.open("rb") as file:
        data = file.read(_MAX_FILE + 1)
    if not data.strip():
        raise ValueError("is empty")
    _check_size(data, _MAX_FILE)
    for start, what in _NOT_A_PLAN.items():
        if data.startswith(start):
            raise ValueError(what)
    if data.startswith(b"PK\x03\x04"):
        from cnmaker_data.ingest import word

        return word.parse(data)
    if path.suffix.lower() in {".docx", ".docm"}:
        raise ValueError(
            "has the name of a Word file, but is none, or damaged; get it again"
        )
    _check_size(data, _MAX_TEXT)
    if _HTML.match(data[:1024].replace(b"\0", b"")):
        from cnmaker_data.ingest import html

        return html.parse(data)

    from cnmaker_data.ingest import text

    return text.parse(decode(data))


def _check_size(data: bytes, most: int) -> None:
    if len(data) > most:
        raise ValueError(f"is over {most >> 20} MiB; no plan is that large")


def decode(data: bytes, declared: str | None = None) -> str:
    """
    Return the text of a file, its line ends made one.

    It is in the charset of its byte order mark, in the one that it declares,
    or else in UTF-8 or GB 18030.
    """
    if data.startswith(_UTF_16):
        codecs = ["utf-16"]
    elif b"\0" in data:
        raise ValueError("is binary; a plan is text, a Word file or a web page")
    elif data.startswith(_UTF_8):
        codecs = ["utf-8-sig"]
    elif declared is None:
        codecs = ["utf-8", "gb18030"]
    elif codec := _CODECS.get(declared.lower()):
        codecs = [codec]
    else:
        raise ValueError(
            f"declares the charset {declared!r}, which is not known; save it "
            "in UTF-8"
        )
    for codec in codecs:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        return text.replace("\r\n", "\n").replace("\r", "\n")
    names = " or ".join(codecs)
    raise ValueError(f"is not text in {names}; save it in UTF-8")


def assemble(pieces: Iterable[str | Iterator[Row]]) -> Document:
    """
    Return a document of its text, with line breaks, and tables in order.
    """
    tables: list[Table] = []
    text: list[str] = []
    counted = _counter()
    for piece in pieces:
        if isinstance(piece, str):
            text.append(piece)
        else:
            tables.append(_table(_lines(text), list(map(counted, piece))))
            text = []
    return Document(tuple(tables), _lines(text))


def _counter() -> Callable[[Row], Row]:
    """
    Return a function that passes rows on until there are too many.

    It is called for each as it is made: a few bytes of a document may stand
    for a table that fills the memory.
    """
    cells = 0

    def count(row: Row) -> Row:
        nonlocal cells
        cells += len(row) + 1
        if cells > _MAX_CELLS or len(row) > _MAX_COLUMNS:
            raise ValueError("has tables far larger than those of a plan")
        return row

    return count


def _table(above: tuple[str, ...], rows: list[Row]) -> Table:
    top = list(takewhile(_is_line, rows))
    rest = rows[len(top) :]
    # Where cells are drawn unevenly, some columns of the grid are only ever
    # spanned. Nobody sees them.
    width = max(map(len, rest), default=0)
    seen = [
        column
        for column in range(width)
        if any(
            row[column : column + 1] and row[column].merged != "before"
            for row in rest
        )
    ]
    return Table(
        (*above, *_lines([f"{row[0].text}\n" for row in top if row])),
        tuple(
            tuple(row[column] for column in seen if column < len(row))
            for row in rest
        ),
    )


def _is_line(row: Row) -> bool:
    return not any(cell.text.strip() for cell in row[1:])


def _lines(text: list[str]) -> tuple[str, ...]:
    lines = map(str.strip, "".join(text).split("\n"))
    return tuple(filter(None, lines))
