"""
A Word file as its lines and tables.

Its body is first reduced to what it prints: elements of text in paragraphs,
with the target of a hyperlink in the attribute ``href``. For what is not text,
the attribute ``fault`` has a reason to reject it; ``picture`` has one that
counts only if there is no text beside it.
"""

from __future__ import annotations

import re

from itertools import groupby
from typing import TYPE_CHECKING

from attrs import define, field

from cnmaker_data import _resources
from cnmaker_data.ingest.archive import Archive, number, value
from cnmaker_data.ingest.document import Builder, Cell, Document, Hyperlink
from cnmaker_data.ingest.styles import Lists, Styles, is_on


if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnmaker_data.ingest.archive import Element
    from cnmaker_data.ingest.document import Row


_MAX_PARAGRAPHS = 50_000

_DATA = _resources.read_toml("word.toml")
_FAULTS = {tag: why for why, tags in _DATA["faults"].items() for tag in tags}
_PRINTED: dict[str, str] = _DATA["printed"]
_SYMBOLS = ("{w}sym", "{*}symEx")
# Starts a line, except at an edge of a paragraph.
_PAGE_BREAK = "\u2028"
_FIELDS = ("{w}fldChar", "{w}instrText")
# The text of boxes, and of WordArt before 2010.
_BOXED = ".//@string | .//*[local-name() = 'txbxContent']//text()"
# The namespaces that Word has added since 2007 and can show.
_ADDED_SINCE_2007 = re.compile(
    "http://schemas[.]microsoft[.]com/office/(?:word|drawing|2020|2023)"
)
# A fragment, which Word keeps apart, stands behind the switch.
_HYPERLINK = re.compile(
    r'\s*HYPERLINK\s+"([^"]*)"(?:.*?\\l\s+"([^"]*)")?', re.IGNORECASE
)
_WEB = re.compile("(?:https?:)?//|www[.]", re.IGNORECASE)
# Word draws these fields from their code; the file has no text for them.
_DRAWN = re.compile(
    r"\s*(?:EQ|SYMBOL|AUTONUM|LISTNUM|(?:MACRO|GOTO)BUTTON|FORM(?:DROP|CHECK))",
    re.IGNORECASE,
)
_DRAWN_FAULT = "has a field that prints what is no text; type it as characters"


@define
class _Field:
    """A field whose end has not come yet."""

    code: list[str] = field(factory=list[str])
    #: Whether what comes now is its code, or inside that of another one.
    is_code: bool = True
    #: Where its text leads to.
    url: str = ""


def parse(data: bytes) -> Document:
    """
    Return the lines and the innermost tables of a Word file.

    Raises `ValueError` for a file with a field that does not end, or with far
    more paragraphs or cells than a plan.
    """
    archive = Archive(data)
    body = archive.body
    if sum(1 for _ in body.iter("{w}p")) > _MAX_PARAGRAPHS:
        raise ValueError(f"has over {_MAX_PARAGRAPHS} paragraphs; no plan does")
    _remove_unprinted(body)
    _mark_faults(body)
    _resolve_fields(body)
    for link in body.iter("{w}hyperlink", "{w}fldSimple"):
        target = archive.hyperlinks.get(link.get("{r}id"))
        code = link.get("{w}instr", "")
        if _DRAWN.match(code):
            link.set("fault", _DRAWN_FAULT)
        url = _url(code)
        if target:
            url = "#".join(filter(None, [target, link.get("{w}anchor")]))
        for text in link.iter("{w}t"):
            text.set("href", url)
    _hide_and_number(archive)
    builder = Builder()
    _add(body, builder)
    return Document(tuple(builder.blocks))


def _remove_unprinted(body: Element) -> None:
    for alternatives in list(body.iter("{*}AlternateContent")):
        shown = filter(_is_shown, alternatives)
        alternatives[:] = list(next(shown, ()))
    for row in list(body.iter("{w}tr")):
        if is_on(value(row, "{w}trPr/{w}hidden")):
            row.getparent().remove(row)
    for element in list(body.iter(*_DATA["skipped"])):
        element[:] = []


def _is_shown(branch: Element) -> bool:
    """Return whether a current Word shows a branch of alternate content."""
    prefixes = branch.get("Requires", "").split()
    names = [branch.nsmap.get(prefix, "") for prefix in prefixes]
    return all(map(_ADDED_SINCE_2007.match, names))


def _mark_faults(body: Element) -> None:
    for element in body.iter(*_FAULTS):
        element.set("fault", _FAULTS[element.tag])
    for drawing in list(body.iter("{w}drawing", "{w}pict", "{w}object")):
        if "".join(drawing.xpath(_BOXED)).strip():
            drawing.set("fault", _DATA["box"])
        if next(drawing.iter(*_DATA["pictured"]), None) is not None:
            drawing.set("picture", _DATA["picture"])
        drawing[:] = []
    for formula in body.iter("{*}oMath"):
        # A formula of plain runs prints as its text.
        if not all(child.tag.endswith("}r") for child in formula):
            formula.set("fault", "has a formula; type it as text")
        for text in formula.iter("{*}t"):
            text.tag = "{w}t"


def _resolve_fields(body: Element) -> None:
    """Turn what prints into elements of text, and remove codes of fields."""
    # The open fields, in the one that stands for the document.
    fields = [_Field(is_code=False)]
    for leaf in list(body.iter("{w}t", *_PRINTED, *_SYMBOLS, *_FIELDS)):
        open_, kind = fields[-1], leaf.get("{w}fldCharType")
        if kind == "begin":
            fields.append(_Field())
        elif leaf.tag not in _FIELDS and not open_.is_code:
            _print(leaf)
            if open_.url:
                leaf.set("href", open_.url)
        elif leaf.tag not in _FIELDS or len(fields) == 1:
            leaf.getparent().remove(leaf)
        elif leaf.tag == "{w}instrText":
            open_.code.append(leaf.text or "")
        elif kind == "separate":
            open_.is_code = fields[-2].is_code
            open_.url = _url("".join(open_.code)) or fields[-2].url
        else:
            fields.pop()
            if _DRAWN.match("".join(open_.code)):
                leaf.set("fault", _DRAWN_FAULT)
    if len(fields) > 1:
        raise ValueError(
            "has a field that does not end; select all in Word and press "
            "Ctrl+Shift+F9, which turns fields into text"
        )


def _url(code: str) -> str:
    """Return where the code of a field leads to, empty if it does not."""
    found = _HYPERLINK.match(code)
    return "#".join(filter(None, found.groups())) if found else ""


def _print(leaf: Element) -> None:
    """Turn an element that prints a character into an element of text."""
    if leaf.tag in _PRINTED:
        is_of_page = leaf.get("{w}type", "textWrapping") != "textWrapping"
        leaf.text = _PAGE_BREAK if is_of_page else _PRINTED[leaf.tag]
    elif leaf.tag == "{w}t":
        # Word shows a line break of the file as a blank.
        text = (leaf.text or "").replace("\n", " ")
        trimmed = text.strip(" ")
        keeps = "ancestor-or-self::*/@xml:space"
        leaf.text = text if text == trimmed or leaf.xpath(keeps) else trimmed
    else:
        values = {name.rpartition("}")[2]: text for name, text in leaf.items()}
        code = re.fullmatch("[0-9A-Fa-f]{2,5}", values.get("char", ""))
        character = chr(int(code[0], 16)) if code else "\0"
        # Symbol fonts have characters of their own, in the private use area.
        if character.isprintable():
            leaf.text = character
        else:
            font = values.get("font", "")[:40]
            reason = f"has a symbol of the font {font} that is no text"
            leaf.set("fault", f"{reason}; type it as a character")
    leaf.tag = "{w}t"


def _hide_and_number(archive: Archive) -> None:
    """Remove hidden text, and add the numbers of lists."""
    styles, lists = Styles(archive.styles), Lists(archive.numbering)
    hidden: dict[Element, None] = {}
    for paragraph in archive.body.iter("{w}p"):
        properties = paragraph.find("{w}pPr")
        for run in list(paragraph.iter("{w}r")):
            if styles.hides(run.find("{w}rPr"), properties):
                run[:] = []
        if is_on(value(properties, "{w}rPr/{w}vanish")):
            hidden[paragraph] = None
            continue
        text = lists.next(*styles.list_of(properties))
        if text and not _text(paragraph).strip():
            text = text.rstrip()
        paragraph.insert(0, paragraph.makeelement("{w}t"))
        paragraph[0].text = text
        if text is None:
            reason = "has a number that Word adds in a way that is not known"
            paragraph[0].set("fault", f"{reason}; type it")
    # A paragraph with a hidden mark and the next one make one line.
    for first in hidden:
        last = first
        while last in hidden:
            last = first.getnext()
            if last is None or last.tag != "{w}p":
                break
            first.extend(list(last))
            last.getparent().remove(last)


def _add(element: Element, builder: Builder) -> None:
    """Add the paragraphs and the innermost tables inside an element."""
    for child in element:
        if child.tag == "{w}p":
            text = _text(child)
            builder.add_text(text, _fault(child, text))
        elif child.tag == "{w}tbl" and child.find(".//{w}tbl") is None:
            builder.add_table(_rows(child))
        else:
            builder.add_text("", child.get("fault", ""))
            _add(child, builder)


def _text(paragraph: Element) -> str:
    text = "".join(each.text or "" for each in paragraph.iter("{w}t"))
    return text.strip(_PAGE_BREAK).replace(_PAGE_BREAK, "\n")


def _fault(element: Element, text: str) -> str:
    marks = ".//@fault" if text.strip() else ".//@fault | .//@picture"
    return "; ".join(dict.fromkeys(element.xpath(marks)))


def _rows(table: Element) -> Iterator[Row]:
    # Where the next row may continue merged cells, counted by cell and by grid
    # column: dragged borders move the latter.
    above: set[tuple[str, int]] = set()
    for row in table.iter("{w}tr"):
        properties = row.find("{w}trPr")
        tracked = "" if properties is None else _fault(properties, "")
        cells = _gap(properties, "{w}gridBefore")
        merged: set[tuple[str, int]] = set()
        start = sum(cell.span for cell in cells)
        for count, element in enumerate(row.iter("{w}tc")):
            text = "\n".join(map(_text, element.iter("{w}p")))
            fault = tracked or _fault(element, text)
            span = number(value(element, "{w}tcPr/{w}gridSpan"), 1)
            beside = value(element, "{w}tcPr/{w}hMerge")
            if cells and beside not in (None, "restart") and not text.strip():
                cells[-1] = cells[-1]._replace(span=cells[-1].span + span)
                start += span
                continue
            merge = value(element, "{w}tcPr/{w}vMerge")
            is_below = merge not in (None, "restart")
            if merge is not None:
                places = {("cell", count), ("grid", start)}
                merged |= places
                if is_below and not places & above:
                    fault = (
                        "is merged with the cell above it, where no merged "
                        "cell starts; split them and type the text"
                    )
            start += span
            links = tuple(_hyperlinks(element))
            cells.append(
                Cell(text, span, above=is_below, fault=fault, hyperlinks=links)
            )
        above = merged
        yield *cells, *_gap(properties, "{w}gridAfter")


def _gap(properties: Element | None, name: str) -> list[Cell]:
    span = number(value(properties, name))
    return [Cell("", span, gap=True)] if span else []


def _hyperlinks(cell: Element) -> Iterator[Hyperlink]:
    for paragraph in cell.iter("{w}p"):
        for url, texts in groupby(
            paragraph.iter("{w}t"), lambda text: text.get("href", "")
        ):
            label = "".join(each.text or "" for each in texts)
            if _WEB.match(url) and label.strip():
                yield Hyperlink(label, url)
