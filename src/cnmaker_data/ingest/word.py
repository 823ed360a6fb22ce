"""A Word file as its lines and tables, as it prints."""

from __future__ import annotations

import re

from typing import TYPE_CHECKING

from cnmaker_data.ingest.archive import DAMAGED, Archive, R, W
from cnmaker_data.ingest.document import (
    MAX_COLUMNS,
    Builder,
    Cell,
    Document,
    Hyperlink,
    Row,
)
from cnmaker_data.ingest.styles import Lists, Styles, is_on


if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnmaker_data.ingest.archive import Element


_MAX_PARAGRAPHS = 50_000

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_PARAGRAPH, _TABLE, _ROW, _CELL = (
    f"{W}{name}" for name in ("p", "tbl", "tr", "tc")
)
# The text that a run prints for elements without text.
_PRINTED = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
# Elements that print differently from their text.
_FAULTS = {
    **dict.fromkeys(
        (
            *(f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"),
            *(f"{W}cellIns", f"{W}cellDel", f"{W}cellMerge"),
        ),
        "has tracked changes; accept or reject all of them in Word",
    ),
    f"{W}footnoteReference": "has the mark of a footnote",
    f"{W}endnoteReference": "has the mark of an endnote",
    f"{W}altChunk": "has another document inside; copy its text into this one",
    f"{_M}oMath": "has a formula; type it as text",
}
_BOX = "has a text box; move its text into the document"
_PICTURE = (
    "has a picture or an embedded object, which is not read; type what it "
    "shows, or remove it"
)
_DRAWN = {f"{W}drawing", f"{W}pict", f"{W}object"}
# Elements that show a picture or another document inside a drawing.
_PICTURED = ("pic", "imagedata", "OLEObject", "chart", "relIds", "contentPart")
# Text without its own place in a line, or of no line.
_SKIPPED = {
    f"{W}{name}"
    for name in ("rt", "del", "moveFrom", "delText", "instrText", "tblGrid")
}
# The prefixes of what Word has added since 2007, and knows how to show.
_KNOWN_SINCE = re.compile(
    "http://schemas[.]microsoft[.]com/office/(?:word|drawing|2020|2023)"
)
_HYPERLINK = re.compile(r'\s*HYPERLINK\s+"([^"]*)"', re.IGNORECASE)
_WEB = re.compile("(?:https?:)?//|www[.]", re.IGNORECASE)


def parse(data: bytes) -> Document:
    """Return the lines and the innermost tables of a Word file."""
    return _Reader(Archive(data)).document()


class _Text:
    """The text of a paragraph as it is read."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.faults: dict[str, None] = {}
        self.hyperlinks: list[Hyperlink] = []
        self.drawn = False
        #: Whether the next paragraph goes on in the same line.
        self.open = False

    @property
    def text(self) -> str:
        return "".join(self.pieces)


class _Field:
    """A field, whose code is not printed, and whose result is."""

    def __init__(self) -> None:
        self.code = ""
        self.shows = False
        self.start: tuple[_Text, int] | None = None


class _Reader:
    """Reads a Word file in its order, with the fields and lists in it."""

    def __init__(self, archive: Archive) -> None:
        body = archive.body
        if body.xpath("count(.//*[local-name()='p'])") > _MAX_PARAGRAPHS:
            raise ValueError(
                f"has over {_MAX_PARAGRAPHS} paragraphs; no plan does"
            )
        self._body = body
        self._styles = Styles(archive)
        self._lists = Lists(archive)
        self._hyperlinks = archive.hyperlinks()
        self._fields: list[_Field] = []
        self._builder = Builder()

    def document(self) -> Document:
        self._add(self._body)
        if self._fields:
            raise ValueError(
                "has a field that does not end; select all in Word and press "
                "Ctrl+Shift+F9, which turns fields into text"
            )
        return self._builder.build()

    def _add(self, element: Element) -> None:
        """Add the paragraphs and the innermost tables inside an element."""
        line = _Text()
        for child in element:
            if child.tag == _PARAGRAPH:
                self._read_paragraph(child, line, "")
                if not line.open:
                    self._add_line(line)
                    line = _Text()
            elif _is_innermost(child):
                self._builder.add_table(self._rows(child))
            elif child.tag == f"{_MC}AlternateContent":
                for shown in _shown(child):
                    self._add(shown)
            else:
                if child.tag in _FAULTS:
                    self._builder.add_fault(_FAULTS[child.tag])
                if child.tag not in _SKIPPED:
                    self._add(child)
        self._add_line(line)

    def _add_line(self, line: _Text) -> None:
        if line.drawn and not line.text.strip():
            line.faults[_PICTURE] = None
        fault = "; ".join(line.faults)
        if line.text.strip():
            self._builder.add_text(line.text, fault=fault)
        elif fault:
            self._builder.add_fault(fault)

    def _rows(self, table: Element) -> Iterator[Row]:
        style = table.find(f"{W}tblPr/{W}tblStyle")
        name = "" if style is None else style.get(f"{W}val", "")
        # The places of cells that the next row may go on with, counted by
        # cells and in the grid: borders that were dragged move the latter.
        above: set[tuple[str, int]] = set()
        for row in table.iter(_ROW):
            properties = row.find(f"{W}trPr")
            if is_on(properties, "hidden"):
                continue
            cells, above = self._row(row, properties, name, above)
            yield tuple(cells)

    def _row(
        self,
        row: Element,
        properties: Element | None,
        style: str,
        above: set[tuple[str, int]],
    ) -> tuple[list[Cell], set[tuple[str, int]]]:
        cells = _gap(properties, "gridBefore")
        fault = "; ".join(_faults(properties))
        merges: set[tuple[str, int]] = set()
        start = sum(cell.span for cell in cells)
        for count, element in enumerate(row.iter(_CELL)):
            cell = self._cell(element, style)
            if fault:
                cell = cell._replace(fault=fault)
            merge = element.find(f"{W}tcPr/{W}vMerge")
            places = {("cell", count), ("grid", start)}
            if merge is not None:
                merges |= places
                if merge.get(f"{W}val", "continue") != "restart":
                    cell = cell._replace(above=True)
                    if not places & above:
                        cell = cell._replace(
                            fault="is merged with the cell above it, where no "
                            "merged cell starts; split them and type the text"
                        )
            start += cell.span
            beside = element.find(f"{W}tcPr/{W}hMerge")
            if (
                beside is not None
                and beside.get(f"{W}val", "continue") != "restart"
                and cells
            ):
                cells[-1] = cells[-1]._replace(span=cells[-1].span + cell.span)
            else:
                cells.append(cell)
        return [*cells, *_gap(properties, "gridAfter")], merges

    def _cell(self, element: Element, style: str) -> Cell:
        lines: list[_Text] = []
        for paragraph in element.iter(_PARAGRAPH):
            if not lines or not lines[-1].open:
                lines.append(_Text())
            lines[-1].open = False
            self._read_paragraph(paragraph, lines[-1], style)
        text = "\n".join(line.text for line in lines)
        faults = dict.fromkeys(fault for line in lines for fault in line.faults)
        properties = element.find(f"{W}tcPr")
        faults |= _faults(properties)
        if not text.strip() and any(line.drawn for line in lines):
            faults[_PICTURE] = None
        links = [each for line in lines for each in line.hyperlinks]
        return Cell(
            text,
            _columns(properties, "gridSpan", 1),
            fault="; ".join(faults),
            hyperlinks=tuple(links),
        )

    def _read_paragraph(
        self, paragraph: Element, line: _Text, table_style: str
    ) -> None:
        properties = paragraph.find(f"{W}pPr")
        mark = None if properties is None else properties.find(f"{W}rPr")
        line.faults |= _faults(mark)
        shown = mark is None or not is_on(mark, "vanish")
        if shown:
            number = self._lists.number(*self._styles.list_of(properties))
            if number is None:
                line.faults[
                    "has a number that Word adds in a way that is not known; "
                    "type it"
                ] = None
            elif number:
                line.pieces.append(number)
        # Text behind a hidden mark of a paragraph goes on in its line.
        line.open = not shown
        self._read(paragraph, line, properties, table_style)

    def _read(
        self,
        element: Element,
        line: _Text,
        paragraph: Element | None,
        style: str,
    ) -> None:
        for child in element:
            tag = child.tag
            start = len(line.pieces)
            if tag in _FAULTS:
                self._report(child, line)
            if tag in _SKIPPED or tag.endswith("Pr"):
                continue
            if tag == f"{W}r":
                run = child.find(f"{W}rPr")
                prints = self._styles.prints(run, paragraph, style)
                self._run(child, line, prints=prints)
            elif tag == f"{_MC}AlternateContent":
                for shown in _shown(child):
                    self._read(shown, line, paragraph, style)
            elif tag == f"{_M}r":
                for text in child.iter(f"{_M}t"):
                    line.pieces.append(text.text or "")
            else:
                self._read(child, line, paragraph, style)
            if tag == f"{W}hyperlink":
                url = self._hyperlinks.get(child.get(f"{R}id", ""), "")
                _add_hyperlink(line, start, url)
            elif tag == f"{W}fldSimple":
                found = _HYPERLINK.match(child.get(f"{W}instr", ""))
                _add_hyperlink(line, start, found[1] if found else "")

    def _report(self, element: Element, line: _Text) -> None:
        # A formula of letters and digits alone prints as it reads.
        if element.tag == f"{_M}oMath" and all(
            child.tag == f"{_M}r" for child in element
        ):
            return
        reason = _FAULTS[element.tag]
        if element.tag.endswith("noteReference"):
            reason += "; remove it, and write what it says below the table"
        line.faults[reason] = None

    def _run(self, run: Element, line: _Text, *, prints: bool) -> None:
        for child in run:
            tag = child.tag
            if tag == f"{W}fldChar":
                self._field(child.get(f"{W}fldCharType", ""), line)
            elif tag == f"{W}instrText":
                for field in self._fields[-1:]:
                    field.code += child.text or ""
            elif not prints or not all(each.shows for each in self._fields):
                continue
            elif tag == f"{W}t":
                line.pieces.append(child.text or "")
            elif tag in _PRINTED:
                line.pieces.append(_PRINTED[tag])
            elif tag == f"{W}br":
                kind = child.get(f"{W}type", "textWrapping")
                line.pieces.append("\n" if kind == "textWrapping" else "")
            elif tag == f"{W}sym" or tag.endswith("}symEx"):
                _add_symbol(child, line)
            elif tag == f"{_MC}AlternateContent":
                for shown in _shown(child):
                    self._run(shown, line, prints=prints)
            elif tag == f"{W}ruby":
                self._read(child, line, None, "")
            elif tag in _DRAWN:
                _look_at_drawing(child, line)
            elif tag in _FAULTS:
                self._report(child, line)

    def _field(self, kind: str, line: _Text) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].shows = True
            self._fields[-1].start = line, len(line.pieces)
        elif kind == "end" and self._fields:
            field = self._fields.pop()
            found = _HYPERLINK.match(field.code)
            if found and field.start and field.start[0] is line:
                _add_hyperlink(line, field.start[1], found[1])


def _faults(properties: Element | None) -> dict[str, None]:
    tags = () if properties is None else [each.tag for each in properties]
    return dict.fromkeys(_FAULTS[tag] for tag in tags if tag in _FAULTS)


def _add_hyperlink(line: _Text, start: int, url: str) -> None:
    text = "".join(line.pieces[start:])
    if _WEB.match(url) and text.strip():
        line.hyperlinks.append(Hyperlink(text, url))


def _add_symbol(element: Element, line: _Text) -> None:
    values = {name.rpartition("}")[2]: text for name, text in element.items()}
    code = values.get("char", "")
    number = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{2,6}", code) else 0
    # Fonts of symbols have their own characters, in the private area.
    if 0x20 <= number < 0xD800 or 0xF900 <= number < 0x110000:
        line.pieces.append(chr(number))
    else:
        font = values.get("font", "")
        line.faults[
            f"has a symbol of the font {font[:40]} that is no text; type it "
            "as a character"
        ] = None


def _look_at_drawing(drawing: Element, line: _Text) -> None:
    if any(
        (text.text or "").strip()
        for box in drawing.iter("{*}txbxContent")
        for text in box.iter(f"{W}t")
    ):
        line.faults[_BOX] = None
    for name in _PICTURED:
        if next(drawing.iter(f"{{*}}{name}"), None) is not None:
            line.drawn = True


def _shown(alternatives: Element) -> Iterator[Element]:
    """Yield the branch of alternate content that a current Word shows."""
    for branch in alternatives:
        if branch.tag == f"{_MC}Choice":
            prefixes = branch.get("Requires", "").split()
            names = [branch.nsmap.get(prefix, "") for prefix in prefixes]
            if not all(map(_KNOWN_SINCE.match, names)):
                continue
        yield branch
        return


def _is_innermost(element: Element) -> bool:
    return (
        element.tag == _TABLE
        and next(element.iterdescendants(_TABLE), None) is None
    )


def _gap(properties: Element | None, name: str) -> list[Cell]:
    span = _columns(properties, name, 0)
    return [Cell("", span, gap=True)] if span else []


def _columns(properties: Element | None, name: str, default: int) -> int:
    found = None if properties is None else properties.find(f"{W}{name}")
    if found is None:
        return default
    value = found.get(f"{W}val", "")
    if not value.isdecimal():
        raise ValueError(DAMAGED)
    return min(int(value), MAX_COLUMNS + 1)
