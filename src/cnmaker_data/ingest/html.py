"""
A web page as its tables.
"""

from __future__ import annotations

import re

from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias

from cnmaker_data.errors import MissingExtraError
from cnmaker_data.ingest.documents import Cell, Document, Table, decode


if TYPE_CHECKING:
    from collections.abc import Iterator


__all__ = ["parse"]


# lxml has no types.
_Element: TypeAlias = Any

_MAX_COLUMNS = 100
_MAX_CELLS = 100_000

_CHARSET = re.compile(
    rb"""<(?:meta[^>]{0,200}charset|\?xml[^>]{0,200}encoding)\s*=\s*["']?"""
    rb"""([A-Za-z0-9_\-]{1,40})""",
    re.IGNORECASE,
)
# Browsers, too, read the newest of these where a page declares an older one.
_CHARSETS = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030"}
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
_HIDDEN = frozenset(["head", "noscript", "script", "style", "template"])
_SPACES = re.compile(r"[ \t\n\f\r]+")


def parse(data: bytes) -> Document:
    """
    Return the tables of a page that hold no others, with the text between.
    """
    try:
        etree: Any = import_module("lxml.etree")
        lxml_html: Any = import_module("lxml.html")
    except ImportError as error:
        raise MissingExtraError("reading web pages", "ingest") from error

    declared = _CHARSET.search(data[:4096])
    charset = declared[1].decode("ascii").lower() if declared else None
    text = decode(data, _CHARSETS.get(charset or "", charset))
    text = _XML_DECLARATION.sub("", text).replace("\0", "\ufffd")
    # Deeper than 255 elements libxml2 gives up, which no plan needs.
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True)
    try:
        root = lxml_html.document_fromstring(text, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise ValueError(f"is not a web page ({error})") from None

    tables: list[Table] = []
    above: list[str] = []
    pieces: list[str] = []
    for piece in _pieces(root):
        if isinstance(piece, str):
            pieces.append(piece)
            continue
        above.extend(_lines(pieces))
        tables.append(Table(tuple(above), _rows(piece)))
        above, pieces = [], []
    above.extend(_lines(pieces))
    return Document(tuple(tables), tuple(above))


def _pieces(root: _Element) -> Iterator[_Element]:
    """
    Yield the text of a page, with its line breaks, and its innermost tables.
    """
    stack: list[_Element] = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, str) or _is_innermost(item):
            yield item
            continue
        if item.tag in _HIDDEN:
            continue
        edge = "\n" if item.tag in _BLOCKS or item.tag == "br" else ""
        inside: list[_Element] = [edge, _folded(item.text)]
        for child in item:
            inside += [child, _folded(child.tail)]
        stack.extend(reversed([*inside, edge]))


def _is_innermost(element: _Element) -> bool:
    return (
        element.tag == "table"
        and next(element.iterdescendants("table"), None) is None
    )


def _folded(text: str | None) -> str:
    return _SPACES.sub(" ", text or "")


def _lines(pieces: list[str]) -> list[str]:
    lines = "".join(pieces).split("\n")
    return [line.strip() for line in lines if line.strip()]


def _rows(table: _Element) -> tuple[tuple[Cell, ...], ...]:
    """
    Return the cells of a table in a grid, with the covered ones marked.
    """
    rows: list[tuple[Cell, ...]] = []
    # How many rows more each column is covered from above.
    covered: dict[int, int] = {}
    cells = 0
    for row in table.iter("tr"):
        grid: dict[int, Cell] = {
            column: Cell("", merged=True) for column in covered
        }
        left = {
            column: rest - 1 for column, rest in covered.items() if rest > 1
        }
        column = 0
        for element in row:
            if element.tag not in {"td", "th"}:
                continue
            while column in grid:
                column += 1
            span = _span(element, "colspan", _MAX_COLUMNS)
            depth = _span(element, "rowspan", _MAX_CELLS)
            for offset in range(span):
                text = "" if offset else _cell_text(element)
                grid[column + offset] = Cell(text, merged=False)
                if depth > 1:
                    left[column + offset] = depth - 1
            column += span
        covered = left
        cells += len(grid)
        if len(grid) > _MAX_COLUMNS or cells > _MAX_CELLS:
            raise ValueError("has tables far larger than those of a plan")
        width = max(grid, default=-1) + 1
        rows.append(
            tuple(
                grid.get(each, Cell("", merged=False)) for each in range(width)
            )
        )
    return tuple(rows)


def _span(element: _Element, attribute: str, most: int) -> int:
    # HTML reads the digits that the value starts with, and 1 for none.
    digits = re.match(r"\s*([0-9]{1,6})", element.get(attribute, ""))
    value = int(digits[1]) if digits else 1
    if value == 0 and attribute == "rowspan":
        return most  # to the end of the table
    return max(1, min(value, most))


def _cell_text(cell: _Element) -> str:
    pieces = [piece for piece in _pieces(cell) if isinstance(piece, str)]
    lines = [line.strip(" ") for line in "".join(pieces).split("\n")]
    return "\n".join(lines).strip("\n")
