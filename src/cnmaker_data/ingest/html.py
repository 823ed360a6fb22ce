"""A web page as its tables."""

from __future__ import annotations

import re
import tomllib

from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias

from cnmaker_data import _resources
from cnmaker_data.errors import MissingExtraError
from cnmaker_data.ingest.css import Styles
from cnmaker_data.ingest.document import (
    MAX_COLUMNS,
    Builder,
    Cell,
    Document,
    Hyperlink,
    Row,
)


if TYPE_CHECKING:
    from collections.abc import Iterator


# lxml has no types.
_Element: TypeAlias = Any

# The meaning of rowspan="0".
_TO_THE_END = 1_000_000
_LEADS_AWAY = re.compile("(?!javascript:|mailto:|#)", re.IGNORECASE)

_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")

_ELEMENTS = tomllib.loads(_resources.read("html.toml").decode())
_BLOCKS = frozenset(_ELEMENTS["blocks"])
_HIDDEN = frozenset(_ELEMENTS["hidden"])
# Marks for the start and end of a block, until its neighbours are known.
_START, _END = "\v", "\x1c"
_SHOWN = frozenset(["br", "img", "q"])
_PICTURE = "\x02"
_PICTURED = (
    "holds a picture, which is not read; type what it shows, or remove it"
)
# A line ends once where blocks meet; a <br> right before adds nothing.
_EDGES = re.compile(" ?\n? ?[\v\x1c][ \v\x1c]*")
# A line break of the source, which is a blank, but none inside Chinese.
_BREAK = "\f"
_WIDE = "[\u2e80-\u9fff\uff00-\uffef\u201c\u201d]"
_IN_CHINESE = re.compile(f"(?<={_WIDE}) ?\f ?(?={_WIDE})")
_BLANKS = re.compile(r"[ \t\n\v\f\r\x1c\x02]+")
_BLANK_RUNS = re.compile("[ \f]*\f[ \f]*| {2,}")


def parse(text: str) -> Document:
    """Return the lines and the innermost tables of a page."""
    try:
        etree: Any = import_module("lxml.etree")
        lxml_html: Any = import_module("lxml.html")
    except ImportError as error:
        raise MissingExtraError("reading web pages", "ingest") from error

    text = _XML_DECLARATION.sub("", text)
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
    if root.xpath("//input[@type='password']") and "赛事名称" not in text:
        raise ValueError(
            "is a page to log in; open the plan in a browser and save it there"
        )
    return _Page(root).document()


class _Page:
    """Reads the elements of a page in their order."""

    def __init__(self, root: _Element) -> None:
        self._root = root
        self._styles = Styles(root)
        self._builder = Builder()

    def document(self) -> Document:
        text: list[str] = []
        place: list[int] = []
        count = 0
        for piece in self._pieces(self._root):
            if isinstance(piece, str) and piece not in (_START, _END):
                text.append(piece)
                continue
            line = _printed("".join(text))
            if line.strip() == _PICTURE:
                self._builder.add_fault(_PICTURED, tuple(place))
            self._builder.add_text(line.replace(_PICTURE, ""), tuple(place))
            text = []
            if piece == _START:
                count += 1
                place.append(count)
            elif piece == _END:
                place.pop()
            else:
                for caption in piece.iterchildren("caption"):
                    self._builder.add_text(self._text(caption), tuple(place))
                self._builder.add_table(self._rows(piece), tuple(place))
        return self._builder.build()

    def _pieces(self, element: _Element) -> Iterator[_Element]:
        """
        Yield the text of an element, with its edges, and its innermost tables.
        """
        if element.tag in _HIDDEN or self._styles.hides(element):
            return
        if element.tag in _SHOWN:
            yield _shown(element)
        is_block = element.tag in _BLOCKS
        if is_block:
            yield _START
        yield _number(element) + _folded(element.text)
        for child in element:
            if _is_innermost(child):
                if not self._styles.hides(child):
                    yield child
            else:
                yield from self._pieces(child)
            yield _folded(child.tail)
        if element.tag == "q":
            yield "”"
        if is_block:
            yield _END

    def _rows(self, table: _Element) -> Iterator[Row]:
        """
        Yield the rows of a table as a grid, with the covered cells marked.
        """
        # The cell that covers each column from above, and for how many rows.
        covered: dict[int, tuple[Cell, int]] = {}
        part, most = None, 0
        for row in sorted(table.iter("tr"), key=_part_order):
            if self._styles.hides(row):
                continue
            elements = [
                each
                for each in row.iterchildren("td", "th")
                if not self._is_removed(each)
            ]
            if row.getparent() is not part:
                # Cells end with the part of the table that they are in. Pages
                # that editors saved have a part for each row; then the row
                # lacks the cell.
                part = row.getparent()
                if len(elements) >= most:
                    covered = {}
            most = max(most, len(elements) + len(covered))
            grid = {column: cell for column, (cell, _) in covered.items()}
            covered = {
                column: (cell, rest - 1)
                for column, (cell, rest) in covered.items()
                if rest > 1
            }
            column = 0
            for element in elements:
                while column in grid:
                    column += grid[column].span
                cell = self._cell(element)
                grid[column] = cell
                depth = _span(element, "rowspan")
                if depth > 1:
                    below = Cell("", cell.span, above=True)
                    covered[column] = below, depth - 1
                column += cell.span
            yield _filled(grid)

    def _is_removed(self, cell: _Element) -> bool:
        # Hidden cells leave their place empty but for display: none.
        style = "".join(cell.get("style", "").lower().split())
        return "display:none" in style

    def _cell(self, element: _Element) -> Cell:
        text = self._text(element)
        pictures = () if text.strip() else element.iter("img")
        fault = next((_PICTURED for _ in pictures), "")
        links = tuple(
            Hyperlink(label, href)
            for each in element.iter("a")
            if (href := each.get("href", "").strip())
            and _LEADS_AWAY.match(href)
            and (label := self._text(each).strip())
        )
        span = _span(element, "colspan")
        return Cell(text, span, fault=fault, hyperlinks=links)

    def _text(self, element: _Element) -> str:
        pieces = "".join(self._pieces(element)).replace(_PICTURE, "")
        text = _printed(pieces)
        # The edges of the element itself print nothing.
        return text[1:-1] if element.tag in _BLOCKS else text


def _shown(element: _Element) -> str:
    """Return what an element shows before its text."""
    if element.tag == "img":
        sizes = (element.get(name, "") for name in ("width", "height"))
        # Small pictures are icons and points.
        is_small = any(re.fullmatch("[0-9]{1,2}(px)?", size) for size in sizes)
        return "" if is_small else _PICTURE
    return {"br": "\n", "q": "“"}[element.tag]


def _is_innermost(element: _Element) -> bool:
    return (
        element.tag == "table"
        and next(element.iterdescendants("table"), None) is None
    )


def _part_order(row: _Element) -> int:
    return {"thead": 0, "tfoot": 2}.get(row.getparent().tag, 1)


def _number(element: _Element) -> str:
    """Return the number that browsers add to an item of a list."""
    parent = element.getparent()
    if element.tag != "li" or parent is None or parent.tag != "ol":
        return ""
    start = parent.get("start", "1")
    first = int(start) if re.fullmatch("[0-9]{1,4}", start) else 1
    return f"{first + len(list(element.itersiblings('li', preceding=True)))}."


def _folded(text: str | None) -> str:
    return _BLANKS.sub(
        lambda run: _BREAK if "\n" in run[0] else " ", text or ""
    )


def _printed(text: str) -> str:
    """Return a text with the line breaks that a page shows."""
    collapsed = _BLANK_RUNS.sub(
        lambda run: _BREAK if _BREAK in run[0] else " ", text
    )
    collapsed = _IN_CHINESE.sub("", collapsed).replace(_BREAK, " ")
    lines = _EDGES.sub("\n", collapsed).split("\n")
    # The blank that does not break is the one that pages show as it is.
    return "\n".join(line.strip(" ") for line in lines).replace("\xa0", " ")


def _filled(grid: dict[int, Cell]) -> Row:
    cells: list[Cell] = []
    end = 0
    for column in sorted(grid):
        if column > end:
            cells.append(Cell("", column - end, gap=True))
        cells.append(grid[column])
        end = max(end, column + grid[column].span)
    return tuple(cells)


def _span(element: _Element, attribute: str) -> int:
    # HTML reads the digits that the value starts with, and 1 for none.
    digits = re.match(r"\s*([0-9]{1,6})", element.get(attribute, ""))
    value = int(digits[1]) if digits else 1
    if attribute == "colspan":
        return max(1, min(value, MAX_COLUMNS))
    return value or _TO_THE_END
