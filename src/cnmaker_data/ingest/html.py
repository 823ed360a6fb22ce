"""
A web page as its tables.
"""

from __future__ import annotations

import re

from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias

from cnmaker_data.errors import MissingExtraError
from cnmaker_data.ingest.documents import (
    Cell,
    Document,
    Row,
    assemble,
    decode,
)


if TYPE_CHECKING:
    from collections.abc import Iterator


__all__ = ["parse"]


# lxml has no types.
_Element: TypeAlias = Any

_MAX_COLUMNS = 100
# What rowspan="0" stands for.
_TO_THE_END = 1_000_000

_CHARSET = re.compile(
    rb"""<(?:meta[^>]{0,200}charset|\?xml[^>]{0,200}encoding)\s*=\s*["']?\s*"""
    rb"""([^\s"'/>;]{1,40})""",
    re.IGNORECASE,
)
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
# Where a block starts or ends, until it is known what stands beside it.
_EDGE = "\v"
# A line ends once where blocks meet; a <br> right before adds nothing.
_EDGES = re.compile(" ?\n? ?\v[ \v]*")
_BLANKS = re.compile(r"[ \t\n\v\f\r]+")
_BLANK_RUNS = re.compile(" {2,}")


def parse(data: bytes) -> Document:
    """
    Return the innermost tables of a page, with the text between.
    """
    try:
        etree: Any = import_module("lxml.etree")
        lxml_html: Any = import_module("lxml.html")
    except ImportError as error:
        raise MissingExtraError("reading web pages", "ingest") from error

    declared = _CHARSET.search(data[:4096])
    charset = declared[1].decode("ascii", "replace") if declared else None
    text = _XML_DECLARATION.sub("", decode(data, charset))
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True)
    try:
        root = lxml_html.document_fromstring(text, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise ValueError(f"is not a web page ({error})") from None
    # Where the parser gives up, as on elements nested too deep, it returns
    # what it has.
    for entry in parser.error_log:
        if entry.level == etree.ErrorLevels.FATAL:
            raise ValueError(f"cannot be read as a web page ({entry.message})")
    return assemble(_blocks(root))


def _blocks(root: _Element) -> Iterator[str | Iterator[Row]]:
    """
    Yield the text between the innermost tables of a page, and these.
    """
    text: list[str] = []
    for piece in _pieces(root):
        if isinstance(piece, str):
            text.append(piece)
        else:
            yield _printed("".join(text))
            yield _rows(piece)
            text = []
    yield _printed("".join(text))


def _pieces(element: _Element) -> Iterator[_Element]:
    """
    Yield the text of an element, with its edges, and its innermost tables.
    """
    if element.tag in _HIDDEN:
        return
    if element.tag == "br":
        yield "\n"
    edge = _EDGE if element.tag in _BLOCKS else ""
    yield edge + _folded(element.text)
    for child in element:
        if _is_innermost(child):
            yield child
        else:
            yield from _pieces(child)
        yield _folded(child.tail)
    yield edge


def _is_innermost(element: _Element) -> bool:
    return (
        element.tag == "table"
        and next(element.iterdescendants("table"), None) is None
    )


def _folded(text: str | None) -> str:
    return _BLANKS.sub(" ", text or "")


def _printed(text: str) -> str:
    """
    Return a text with the line breaks that a page shows.
    """
    collapsed = _BLANK_RUNS.sub(" ", text)
    lines = _EDGES.sub("\n", collapsed).split("\n")
    # The blank that does not break is the one that pages show as it is.
    return "\n".join(line.strip(" ") for line in lines).replace("\xa0", " ")


def _rows(table: _Element) -> Iterator[Row]:
    """
    Yield the rows of a table as a grid, with the covered cells marked.
    """
    # What covers each column from above, for how many rows more. Cells end
    # with the part of the table (thead, tbody) that they are in.
    covered: dict[int, tuple[Cell, int]] = {}
    part = None
    for row in table.iter("tr"):
        if row.getparent() is not part:
            part, covered = row.getparent(), {}
        grid = {column: cell for column, (cell, _) in covered.items()}
        covered = {
            column: (cell, rest - 1)
            for column, (cell, rest) in covered.items()
            if rest > 1
        }
        column = 0
        for element in row.iterchildren("td", "th"):
            while column in grid:
                column += 1
            depth = _span(element, "rowspan")
            for offset in range(_span(element, "colspan")):
                text = "" if offset else _cell_text(element)
                grid[column] = Cell(text, "before" if offset else None)
                if depth > 1:
                    below = Cell("", "before" if offset else "above")
                    covered[column] = below, depth - 1
                column += 1
        width = max(grid, default=-1) + 1
        yield tuple(grid.get(each, Cell("")) for each in range(width))


def _span(element: _Element, attribute: str) -> int:
    # HTML reads the digits that the value starts with, and 1 for none.
    digits = re.match(r"\s*([0-9]{1,6})", element.get(attribute, ""))
    value = int(digits[1]) if digits else 1
    if attribute == "colspan":
        return max(1, min(value, _MAX_COLUMNS))
    return value or _TO_THE_END


def _cell_text(cell: _Element) -> str:
    text = "".join(_pieces(cell))
    # The edges of the cell itself print nothing.
    return _printed(text)[1:-1]
