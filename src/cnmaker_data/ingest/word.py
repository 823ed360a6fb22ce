"""
A Word file as its tables.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias

from cnmaker_data.errors import MissingExtraError
from cnmaker_data.ingest.documents import Cell, Document, Row, assemble


if TYPE_CHECKING:
    from collections.abc import Iterator


__all__ = ["parse"]


# lxml has no types.
_Element: TypeAlias = Any

# What unpacks to more than this is an attack, or something else. What is no
# picture may be parsed, which takes far more memory.
_MAX_UNPACKED = 32 * 2**20
_MAX_PARSED = 8 * 2**20
_MAX_FILES = 2_000
_MAX_PARAGRAPHS = 50_000
_MAX_COLUMNS = 100

# How pictures start: PNG, JPEG, GIF, BMP, TIFF, EMF and WMF. XML starts with
# none of these in any encoding.
_PICTURES = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"II",
    b"MM",
    b"\x01\0\0\0",
    b"\xd7\xcd\xc6\x9a",
)

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _TABLE, _ROW, _CELL = (
    f"{_W}{name}" for name in ("p", "tbl", "tr", "tc")
)
# python-docx knows how each of these reads. Its `Paragraph.text` would miss
# those in content controls, smart tags and simple fields, which print, too.
_TEXT = "|".join(
    f".//w:r/w:{name}[not(ancestor::w:rt)]"
    for name in ("t", "br", "cr", "tab", "ptab", "noBreakHyphen")
)
# What may print a text that no reader of paragraphs and tables sees, or may
# have been struck from what they see.
_UNREADABLE = dict.fromkeys(
    ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge"),
    "has tracked changes; accept or reject all of them in Word",
) | {
    "txbxContent": "has a text box; move its text into the document",
    "sym": "has a symbol that is no text; type it as a character",
    "altChunk": "has another document inside; copy its text into this one",
}


_DAMAGED = "is a damaged Word file, or none; save it as .docx once more"


def parse(data: bytes) -> Document:
    """
    Return the innermost tables of a .docx file, with the text between.
    """
    try:
        import docx

        lxml_error: type[Exception] = import_module("lxml.etree").LxmlError
    except ImportError as error:
        raise MissingExtraError("reading Word files", "ingest") from error

    _check_archive(data)
    try:
        document: Any = docx.Document(io.BytesIO(data))
        body: _Element = document.element.body
    except (
        # What python-docx runs into where a part is missing, is no XML or is
        # not what it should be, or where parts lead to others without end.
        lxml_error,
        AttributeError,
        LookupError,
        RecursionError,
        ValueError,
    ):
        body = None
    if body is None:
        raise ValueError(_DAMAGED)
    _check_readable(body)
    return assemble(_pieces(body))


def _check_archive(data: bytes) -> None:
    """
    Refuse an archive that is no Word file or unpacks to too much.
    """
    unpacked = parsed = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = archive.infolist()
            if "[Content_Types].xml" not in archive.namelist():
                raise ValueError(
                    "is a zip archive and not a Word file; unpack it first"
                )
            for file in files[:_MAX_FILES]:
                with archive.open(file) as member:
                    is_picture = None
                    # By pieces: an archive may say less than it holds.
                    while piece := member.read(2**16):
                        if is_picture is None:
                            is_picture = piece.startswith(_PICTURES)
                        unpacked += len(piece)
                        parsed += 0 if is_picture else len(piece)
                        if unpacked > _MAX_UNPACKED or parsed > _MAX_PARSED:
                            break
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,  # compressed in a way that Word does not use
        RuntimeError,  # encrypted
    ):
        raise ValueError(_DAMAGED) from None
    is_large = unpacked > _MAX_UNPACKED or parsed > _MAX_PARSED
    if is_large or len(files) > _MAX_FILES:
        raise ValueError("unpacks to far more than a plan holds")


def _check_readable(body: _Element) -> None:
    """
    Refuse what would be read otherwise than it is printed.
    """
    if body.getroottree().docinfo.internalDTD is not None:
        raise ValueError("declares XML entities, which no Word file does")
    for name, what in _UNREADABLE.items():
        if next(body.iter(f"{_W}{name}"), None) is not None:
            raise ValueError(what)
    if body.xpath("count(.//w:p)") > _MAX_PARAGRAPHS:
        raise ValueError(f"has over {_MAX_PARAGRAPHS} paragraphs; no plan does")


def _pieces(element: _Element) -> Iterator[str | Iterator[Row]]:
    """
    Yield the paragraphs and the innermost tables inside an element.
    """
    for child in element:
        if child.tag == _PARAGRAPH:
            yield f"{_text(child)}\n"
        elif _is_innermost(child):
            yield map(_row, child.iter(_ROW))
        else:
            yield from _pieces(child)


def _is_innermost(element: _Element) -> bool:
    return (
        element.tag == _TABLE
        and next(element.iterdescendants(_TABLE), None) is None
    )


def _text(paragraph: _Element) -> str:
    return "".join(map(str, paragraph.xpath(_TEXT)))


def _row(row: _Element) -> Row:
    cells = [Cell("")] * _columns(row, "grid_before")
    for element in row.iter(_CELL):
        text = "\n".join(map(_text, element.iter(_PARAGRAPH)))
        is_covered = element.vMerge == "continue"
        cells.append(Cell(text, "above" if is_covered else None))
        # A cell that spans columns stands in the first of them.
        rest = _columns(element, "grid_span") - 1
        cells += [Cell("", "before")] * rest
    return (*cells, *[Cell("")] * _columns(row, "grid_after"))


def _columns(element: _Element, attribute: str) -> int:
    try:
        columns: int = getattr(element, attribute)
    except ValueError:
        raise ValueError(_DAMAGED) from None
    return min(columns, _MAX_COLUMNS)
