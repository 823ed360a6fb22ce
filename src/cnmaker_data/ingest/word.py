"""A Word file as its lines and tables, as it prints."""

from __future__ import annotations

import re

from itertools import groupby
from typing import TYPE_CHECKING

from cnmaker_data.ingest.archive import find, number, unpack, value
from cnmaker_data.ingest.document import Builder, Cell, Hyperlink
from cnmaker_data.ingest.printing import keep_what_prints


if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnmaker_data.ingest.archive import Element
    from cnmaker_data.ingest.document import Document, Row


_WEB = re.compile("(?:https?:)?//|www[.]", re.IGNORECASE)


def parse(data: bytes) -> Document:
    """Return the lines and the innermost tables of a Word file."""
    parts = unpack(data)
    keep_what_prints(parts)
    builder = Builder()
    _add(parts.body, builder)
    return builder.build()


def _add(element: Element, builder: Builder) -> None:
    """Add the paragraphs and the innermost tables inside an element."""
    for child in element:
        if child.tag == "{w}p":
            text = _text(child)
            builder.add_text(text, _fault(child, text))
        elif child.tag == "{w}tbl" and find(child, ".//{w}tbl") is None:
            builder.add_table(_rows(child))
        else:
            builder.add_text("", child.get("fault", ""))
            _add(child, builder)


def _text(paragraph: Element) -> str:
    return "".join(each.text or "" for each in paragraph.iter("{w}t"))


def _fault(element: Element, text: str) -> str:
    marks = ".//@fault" if text.strip() else ".//@fault | .//@picture"
    return "; ".join(dict.fromkeys(element.xpath(marks)))


def _rows(table: Element) -> Iterator[Row]:
    # The places of cells that the next row may go on with, counted by cells
    # and in the grid: borders that were dragged move the latter.
    above: set[tuple[str, int]] = set()
    for row in table.iter("{w}tr"):
        properties = row.find("{w}trPr")
        cells = _gap(properties, "{w}gridBefore")
        merged: set[tuple[str, int]] = set()
        start = sum(cell.span for cell in cells)
        for count, element in enumerate(row.iter("{w}tc")):
            cell = _cell(element)
            if properties is not None and (fault := _fault(properties, "")):
                cell = cell._replace(fault=fault)
            merge = value(element, "{w}tcPr/{w}vMerge")
            if merge is not None:
                places = {("cell", count), ("grid", start)}
                merged |= places
                cell = cell._replace(above=merge != "restart")
                if cell.above and not places & above:
                    cell = cell._replace(
                        fault="is merged with the cell above it, where no "
                        "merged cell starts; split them and type the text"
                    )
            start += cell.span
            if cells and value(element, "{w}tcPr/{w}hMerge") in (
                "",
                "continue",
            ):
                cells[-1] = cells[-1]._replace(span=cells[-1].span + cell.span)
            else:
                cells.append(cell)
        above = merged
        yield *cells, *_gap(properties, "{w}gridAfter")


def _gap(properties: Element | None, name: str) -> list[Cell]:
    span = number(value(properties, name))
    return [Cell("", span, gap=True)] if span else []


def _cell(element: Element) -> Cell:
    paragraphs = list(element.iter("{w}p"))
    text = "\n".join(map(_text, paragraphs))
    return Cell(
        text,
        number(value(element, "{w}tcPr/{w}gridSpan"), 1),
        fault=_fault(element, text),
        hyperlinks=tuple(
            Hyperlink(label, url)
            for paragraph in paragraphs
            for url, texts in groupby(
                paragraph.iter("{w}t"), lambda text: text.get("href", "")
            )
            if _WEB.match(url)
            and (label := "".join(each.text or "" for each in texts)).strip()
        ),
    )
