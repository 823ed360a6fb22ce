"""A web page as its lines and tables."""

from __future__ import annotations

import re

from importlib import import_module
from itertools import takewhile
from typing import TYPE_CHECKING, Any, TypeAlias

from cnmaker_data import _resources
from cnmaker_data.ingest.css import styled_elements
from cnmaker_data.ingest.document import (
    MAX_COLUMNS,
    Builder,
    Cell,
    Document,
    Hyperlink,
)


if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnmaker_data.ingest.document import Row


_etree: Any = import_module("lxml.etree")
_html: Any = import_module("lxml.html")
# lxml has no types.
_Element: TypeAlias = Any

_COMPETITION = "创客中国"
# More tags than a page of a plan has.
_MAX_TAGS = 100_000
# More rows than a table can have.
_MAX_SPAN = 1_000_000
_OPEN = "open-"
# Tags that the parser takes otherwise than browsers, and what it takes as they
# do: it ends <s> where <p> starts, but no element that it does not know.
_CORRECTIONS = {
    r"</(?:html|body)\b[^<>]*>": "",
    r"</(?=br\b)": "<",
    r"(</?)(?=(?:s|strike)[\s/>])": rf"\1{_OPEN}",
}
_CELLS = ("td", "th")
_TABLE_PARTS = ("table", "tbody", "tfoot", "thead", "tr", *_CELLS)
_LEADS_AWAY = re.compile("(?!javascript:|mailto:|#)", re.IGNORECASE)

_DATA = _resources.read_toml("html.toml")
_BLOCKS = frozenset(_DATA["blocks"])
_PICTURED = (
    "holds a picture, which is not read; type what it shows, or remove it"
)
_DOUBTFUL = (
    "may show otherwise by a style of the page that is not understood; copy "
    "what the browser shows to a Word file"
)
# Marks for the start and end of a block, until its neighbours are known.
_START, _END = "\v", "\x1c"
# Where blocks meet, a line ends once; a <br> right before adds nothing.
_EDGES = re.compile(" ?\n? ?[\v\x1c][ \v\x1c]*")
_PICTURE, _DOUBT = "\x02", "\x03"
# A line break of the source: a blank, except between Chinese characters.
_BREAK = "\f"
_WIDE = "[\u2e80-\u9fff\uff00-\uffef\u201c\u201d]"
_BREAK_IN_CHINESE = re.compile(f"(?<={_WIDE})\f(?={_WIDE})")
_FOLDED = str.maketrans(
    {"\n": _BREAK} | dict.fromkeys("\t\r\v\f\x1c\x02\x03", " ")
)
# Where a style keeps line breaks and blanks.
_KEPT = dict.fromkeys(_FOLDED, "\xa0") | str.maketrans(
    {"\n": "\n", " ": "\xa0"}
)


def parse(text: str) -> Document:
    """
    Return the lines and the innermost tables of a page.

    Raises `ValueError`, with the reason, for one that cannot be read.
    """
    if text.count("<") > _MAX_TAGS:
        raise ValueError("has far more elements than a page of a plan")
    parser = _html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True
    )
    page = text
    for tag, corrected in _CORRECTIONS.items():
        page = re.sub(tag, corrected, page, flags=re.IGNORECASE)
    try:
        root = _html.document_fromstring(page.encode(), parser=parser)
    except (_etree.LxmlError, ValueError) as error:
        raise ValueError(f"is not a web page ({error})") from None
    # If the parser gives up, for example because elements are nested too
    # deeply, it returns what it has.
    for entry in parser.error_log:
        if entry.level == _etree.ErrorLevels.FATAL:
            raise ValueError(f"cannot be read as a web page ({entry.message})")
    if root.xpath("//input[@type='password']") and "赛事名称" not in text:
        raise ValueError(
            "is a page to log in; open the plan in a browser and save it there"
        )
    for element in root.iter(f"{_OPEN}s", f"{_OPEN}strike"):
        element.tag = element.tag.removeprefix(_OPEN)
    _mend_tables(root)
    _apply_styles(root)
    for items in root.iter("ol"):
        number = _number(items, "start") - 1
        for item in items.iterchildren("li"):
            number = _number(item, "value", number + 1)
            if "unnumbered" not in item.attrib:
                item.text = f"{number}.{item.text or ''}"
            if "renumbered" in item.attrib:
                item.set("doubtful", "")
    _etree.strip_elements(root, *_DATA["hidden"], with_tail=False)
    if _COMPETITION in text and _COMPETITION not in root.text_content():
        raise ValueError(
            f"shows its text about {_COMPETITION} by a script alone, or in "
            "another page; open it in a browser and save it there"
        )
    for quotation in root.iter("q"):
        quotation.text = f"“{quotation.text or ''}"
        quotation.tail = f"”{quotation.tail or ''}"
    return _document(root)


def _mend_tables(root: _Element) -> None:
    """Put rows and cells where browsers show those with misplaced tags."""
    for each in reversed(list(root.iter("tr", *_CELLS))):
        outer = next(each.iterancestors(*_TABLE_PARTS), None)
        if outer is None:
            continue
        if outer.tag in _CELLS:
            # Its end tag is missing.
            if each.tag == "tr":
                outer = next(outer.iterancestors("tr"), outer)
            outer.addnext(each)
            continue
        while each.getparent() is not outer:
            each.getparent().drop_tag()
    for cell in list(root.iter(*_CELLS)):
        if cell.getparent().tag != "tr":
            row = cell.makeelement("tr")
            cell.addprevious(row)
            cells = takewhile(lambda it: it.tag in _CELLS, row.itersiblings())
            row.extend(list(cells))


def _apply_styles(root: _Element) -> None:
    """Remove what is hidden or struck out, and mark what may be."""
    dropped: list[_Element] = []
    # A menu shows the last option that is selected, or else its first one.
    for menu in root.xpath("//select[not(@multiple or @size)]"):
        options = list(menu.iter("option"))
        selected = [each for each in options if "selected" in each.attrib]
        shown = selected[-1:] or options[:1]
        dropped += [each for each in options if each not in shown]
    for element, style in styled_elements(root):
        for name in style.effects:
            element.set(name, "")
        if style.hides is None:
            element.set("doubtful", "")
        elif style.is_gone or (style.hides and element.tag in ("img", "input")):
            dropped.append(element)
        elif style.hides:
            # Keep its place in a table.
            element.text = ""
            for child in element:
                child.tail = ""
    for element in dropped:
        if element.getparent() is None:
            element.clear()
        else:
            element.drop_tree()


def _document(root: _Element) -> Document:
    builder = Builder()
    text: list[str] = []
    place: list[int] = []
    count = 0
    for piece in _pieces(root):
        if isinstance(piece, str) and piece not in (_START, _END):
            text.append(piece)
            continue
        builder.add_text(*_printed("".join(text)), tuple(place))
        text = []
        if piece == _START:
            count += 1
            place.append(count)
        elif piece == _END:
            place.pop()
        else:
            builder.add_table(_rows(piece), tuple(place))
    return Document(tuple(builder.blocks))


def _pieces(
    element: _Element, skipped: tuple[str, ...] = ()
) -> Iterator[_Element]:
    """Yield the text and edges of an element, and its innermost tables."""
    is_block = element.tag in _BLOCKS or "starts-line" in element.attrib
    if is_block:
        yield _START
    if element.tag == "br":
        yield "\n"
    elif element.tag == "img":
        sizes = (element.get(name, "") for name in ("width", "height"))
        # Small pictures are icons and bullets.
        if not any(re.fullmatch("[0-9]{1,2}(px)?", size) for size in sizes):
            yield _PICTURE
    elif (
        element.tag == "input"
        and element.get("type", "").lower() not in _DATA["wordless"]
    ):
        yield _own(element, element.get("value"))
    yield _own(element, element.text)
    for child in element:
        if child.tag == "table" and child.find(".//table") is None:
            # Text outside of its cells shows above it.
            yield from _pieces(child, _CELLS)
            yield child
        elif child.tag not in skipped:
            yield from _pieces(child, skipped)
        yield _own(element, child.tail)
    if is_block:
        yield _END


def _own(element: _Element, text: str | None) -> str:
    """Return a text of an element in its own style."""
    if not text:
        return ""
    keeps_lines = "keeps-lines" in element.attrib
    folded = text.translate(_KEPT if keeps_lines else _FOLDED)
    is_doubtful = "doubtful" in element.attrib and text.strip()
    return f"{_DOUBT}{folded}" if is_doubtful else folded


def _printed(pieces: str) -> tuple[str, str]:
    """Return a text with the line breaks that a page shows, and its fault."""
    text = re.sub(
        f"[ {_BREAK}]+",
        lambda run: _BREAK if _BREAK in run[0] else " ",
        re.sub(f"[{_PICTURE}{_DOUBT}]", "", pieces),
    )
    text = _BREAK_IN_CHINESE.sub("", text).replace(_BREAK, " ")
    lines = _EDGES.sub("\n", text).split("\n")
    # Pages show no-break spaces as they are, even at the ends of a line.
    text = "\n".join(line.strip(" ") for line in lines).replace("\xa0", " ")
    if _DOUBT in pieces:
        return text, _DOUBTFUL
    is_pictured = _PICTURE in pieces and not text.strip()
    return text, _PICTURED if is_pictured else ""


def _text(element: _Element) -> tuple[str, str]:
    text, fault = _printed("".join(_pieces(element)))
    # The edges of the element itself print nothing.
    return text[1:-1] if element.tag in _BLOCKS else text, fault


def _rows(table: _Element) -> Iterator[Row]:
    """Yield the rows of a table as a grid, with the covered cells marked."""
    # The last cell in each column, and the last row that it covers.
    last: dict[int, tuple[Cell, int]] = {}
    part, most = None, 0
    # The foot may stand above the rows, and is shown below them.
    rows = sorted(
        table.iter("tr"), key=lambda row: row.getparent().tag == "tfoot"
    )
    for at, row in enumerate(rows):
        elements = list(row.iterchildren(*_CELLS))
        if row.getparent() is not part:
            # A cell ends with its part of the table (thead, tbody). But some
            # editors save a part for each row; then the row lacks the cell.
            part = row.getparent()
            if len(elements) >= most:
                last = {}
        grid = {
            column: Cell("", cell.span, above=True)
            for column, (cell, end) in last.items()
            if end >= at
        }
        most = max(most, len(elements) + len(grid))
        column = 0
        for element in elements:
            while column in grid:
                column += grid[column].span
            grid[column] = cell = _cell(element)
            # A span of 0 goes to the end.
            depth = _number(element, "rowspan") or _MAX_SPAN
            last[column] = cell, at + depth - 1
            column += cell.span
        cells: list[Cell] = []
        width = 0
        for column, cell in sorted(grid.items()):
            if column > width:
                cells.append(Cell("", column - width, gap=True))
            cells.append(cell)
            width = max(width, column + cell.span)
        yield tuple(cells)


def _cell(element: _Element) -> Cell:
    text, fault = _text(element)
    links = tuple(
        Hyperlink(label, url)
        for each in element.iter("a")
        if (url := each.get("href", "").strip())
        and _LEADS_AWAY.match(url)
        and (label := _text(each)[0].strip())
    )
    span = max(1, min(_number(element, "colspan"), MAX_COLUMNS))
    return Cell(text, span, fault=fault, hyperlinks=links)


def _number(element: _Element, name: str, default: int = 1) -> int:
    # HTML reads the leading digits of the value.
    digits = re.match(r"\s*([0-9]{1,6})", element.get(name, ""))
    return int(digits[1]) if digits else default
