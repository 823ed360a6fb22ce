"""
Reduces the body of a Word file to the text that it prints.

What is left are elements of text in paragraphs, with the address that they
lead to in the attribute ``href``. What prints and is no text has the reason in
the attribute ``fault``, or in ``picture`` if text beside it makes up for it.
"""

from __future__ import annotations

import re

from typing import TYPE_CHECKING

from cnmaker_data.ingest.archive import value
from cnmaker_data.ingest.styles import Lists, Styles, is_on


if TYPE_CHECKING:
    from cnmaker_data.ingest.archive import Element, Parts


_MAX_PARAGRAPHS = 50_000

_NOTE = "has the mark of {}; remove it, and write what it says below the table"
# Elements that print differently from their text.
_FAULTS = {
    **dict.fromkeys(
        (
            *("{w}ins", "{w}del", "{w}moveFrom", "{w}moveTo"),
            *("{w}cellIns", "{w}cellDel", "{w}cellMerge"),
        ),
        "has tracked changes; accept or reject all of them in Word",
    ),
    "{w}footnoteReference": _NOTE.format("a footnote"),
    "{w}endnoteReference": _NOTE.format("an endnote"),
    "{w}altChunk": "has another document inside; copy its text into this one",
}
_BOX = "has a text box; move its text into the document"
_PICTURE = (
    "has a picture or an embedded object, which is not read; type what it "
    "shows, or remove it"
)
# Elements that show a picture or another document inside a drawing.
_PICTURED = (
    *("{*}pic", "{*}imagedata", "{*}OLEObject"),
    *("{*}chart", "{*}relIds", "{*}contentPart"),
)
# Text without its own place in a line, and tabs that are no text.
_SKIPPED = ("{w}del", "{w}moveFrom", "{w}rt", "{w}tabs")
_PRINTED = {
    "{w}tab": "\t",
    "{w}ptab": "\t",
    "{w}cr": "\n",
    "{w}br": "\n",
    "{w}noBreakHyphen": "-",
}
_SYMBOLS = ("{w}sym", "{*}symEx")
_FIELDS = ("{w}fldChar", "{w}instrText")
# The prefixes of what Word has added since 2007, and knows how to show.
_KNOWN_SINCE = re.compile(
    "http://schemas[.]microsoft[.]com/office/(?:word|drawing|2020|2023)"
)
_HYPERLINK = re.compile(r'\s*HYPERLINK\s+"([^"]*)"', re.IGNORECASE)


def keep_what_prints(parts: Parts) -> None:
    """
    Reduce the body of a Word file to the text that it prints.

    Raises `ValueError` for a file with a field that does not end, or with far
    more paragraphs than a plan.
    """
    body = parts.body
    if sum(1 for _ in body.iter("{w}p")) > _MAX_PARAGRAPHS:
        raise ValueError(f"has over {_MAX_PARAGRAPHS} paragraphs; no plan does")
    for alternatives in list(body.iter("{*}AlternateContent")):
        shown = filter(_is_shown, alternatives)
        alternatives[:] = list(next(shown, ()))
    for row in list(body.iter("{w}tr")):
        if is_on(value(row, "{w}trPr/{w}hidden")):
            row.getparent().remove(row)
    for drawing in list(body.iter("{w}drawing", "{w}pict", "{w}object")):
        _look_at_drawing(drawing)
    for element in list(body.iter(*_SKIPPED)):
        element[:] = []
    for element in body.iter(*_FAULTS):
        element.set("fault", _FAULTS[element.tag])
    for formula in body.iter("{*}oMath"):
        # One of letters and digits alone prints as it reads.
        if not all(child.tag.endswith("}r") for child in formula):
            formula.set("fault", "has a formula; type it as text")
        for text in formula.iter("{*}t"):
            text.tag = "{w}t"
    _resolve_fields(body)
    for link in body.iter("{w}hyperlink", "{w}fldSimple"):
        code = _HYPERLINK.match(link.get("{w}instr", ""))
        url = code[1] if code else parts.hyperlinks.get(link.get("{r}id"), "")
        for text in link.iter("{w}t"):
            text.set("href", url)
    _hide_and_number(parts)


def _is_shown(branch: Element) -> bool:
    """Return whether a current Word shows a branch of alternate content."""
    prefixes = branch.get("Requires", "").split()
    names = [branch.nsmap.get(prefix, "") for prefix in prefixes]
    return all(map(_KNOWN_SINCE.match, names))


def _look_at_drawing(drawing: Element) -> None:
    boxes = drawing.iter("{*}txbxContent")
    if any("".join(box.itertext("{w}t")).strip() for box in boxes):
        drawing.set("fault", _BOX)
    if next(drawing.iter(*_PICTURED), None) is not None:
        drawing.set("picture", _PICTURE)
    drawing[:] = []


class _Field:
    """A field, whose code is not printed, and whose result is."""

    def __init__(self, outer: _Field | None) -> None:
        self.outer = outer
        self.code = ""
        self.prints = False
        self.url = ""

    def end_code(self) -> None:
        self.prints = self.outer is None or self.outer.prints
        code = _HYPERLINK.match(self.code)
        self.url = code[1] if code else ""


def _resolve_fields(body: Element) -> None:
    """Turn what prints into elements of text, and remove the code of fields."""
    field: _Field | None = None
    for leaf in list(body.iter("{w}t", *_PRINTED, *_SYMBOLS, *_FIELDS)):
        kind = leaf.get("{w}fldCharType")
        if kind == "begin":
            field = _Field(field)
        elif leaf.tag in _FIELDS:
            if field and leaf.tag == "{w}instrText":
                field.code += leaf.text or ""
            elif field and kind == "separate":
                field.end_code()
            elif field and kind == "end":
                field = field.outer
        elif field and not field.prints:
            leaf.getparent().remove(leaf)
        else:
            _print(leaf)
            if field:
                leaf.set("href", field.url)
    if field:
        raise ValueError(
            "has a field that does not end; select all in Word and press "
            "Ctrl+Shift+F9, which turns fields into text"
        )


def _print(leaf: Element) -> None:
    """Turn an element that prints a character into one of text."""
    if leaf.tag in _PRINTED:
        is_of_page = leaf.get("{w}type", "textWrapping") != "textWrapping"
        leaf.text = "" if is_of_page else _PRINTED[leaf.tag]
    elif leaf.tag != "{w}t":
        values = {name.rpartition("}")[2]: text for name, text in leaf.items()}
        code = values.get("char", "")
        is_code = re.fullmatch("[0-9A-Fa-f]{2,5}", code)
        character = chr(int(code, 16)) if is_code else ""
        # Fonts of symbols have their own characters, in the private area.
        if character.isprintable() and character:
            leaf.text = character
        else:
            leaf.set(
                "fault",
                f"has a symbol of the font {values.get('font', '')[:40]} that "
                "is no text; type it as a character",
            )
    leaf.tag = "{w}t"


def _hide_and_number(parts: Parts) -> None:
    """Remove hidden text, and add the numbers of lists."""
    styles, lists = Styles(parts.styles), Lists(parts.numbering)
    hidden: list[Element] = []
    for paragraph in parts.body.iter("{w}p"):
        properties = paragraph.find("{w}pPr")
        style = styles.of(properties)
        table = next(paragraph.iterancestors("{w}tbl"), None)
        around = value(table, "{w}tblPr/{w}tblStyle") or ""
        for run in paragraph.iter("{w}r"):
            if styles.hides(run, style, around):
                run[:] = []
        if is_on(value(properties, "{w}rPr/{w}vanish")):
            hidden.append(paragraph)
            continue
        text = lists.next(*styles.list_of(properties))
        number = paragraph.makeelement("{w}t")
        number.text = text
        if text is None:
            reason = "has a number that Word adds in a way that is not known"
            number.set("fault", f"{reason}; type it")
        paragraph.insert(0, number)
    # Text behind the hidden mark of a paragraph goes on in its line.
    for paragraph in reversed(hidden):
        following = paragraph.getnext()
        if following is not None and following.tag == "{w}p":
            paragraph.extend(list(following))
            following.getparent().remove(following)
