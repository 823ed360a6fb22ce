"""
The styles and the lists of a Word file: which text is hidden, which numbered.
"""

from __future__ import annotations

import re

from typing import TYPE_CHECKING

from cnmaker_data.ingest.archive import find, number, value
from cnmaker_data.series import numeral


if TYPE_CHECKING:
    from collections.abc import Callable

    from cnmaker_data.ingest.archive import Element


_MAX_DEPTH = 20
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_CIRCLED = dict(enumerate("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", start=1))
# How lists print a number, for the formats that plans use.
_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": "{:02}".format,
    "decimalFullWidth": lambda count: str(count).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda count: str(count).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": lambda count: _CIRCLED[count],
    "decimalEnclosedCircleChinese": lambda count: _CIRCLED[count],
    "chineseCounting": numeral,
    "chineseCountingThousand": numeral,
    "japaneseCounting": numeral,
}


def is_on(text: str | None) -> bool:
    """Return whether a property with this value is on."""
    return text not in (None, "0", "false", "off", "none")


class Styles:
    """The styles of a Word file by their ids."""

    def __init__(self, root: Element) -> None:
        self._styles: dict[str, Element] = {}
        self._paragraph = ""
        for style in root.iter("{w}style"):
            name = style.get("{w}styleId", "")
            self._styles[name] = style
            if style.get("{w}type") == "paragraph" and (
                is_on(style.get("{w}default"))
            ):
                self._paragraph = name

    def _says(self, name: str, path: str) -> str | None:
        """Return what a style, or one that it is based on, says."""
        for _ in range(_MAX_DEPTH):
            style = self._styles.get(name)
            said = value(style, path)
            if style is None or said is not None:
                return said
            name = value(style, "{w}basedOn") or ""
        return None

    def of(self, paragraph: Element | None) -> str:
        """Return the style of a paragraph with these properties."""
        return value(paragraph, "{w}pStyle") or self._paragraph

    def hides(self, run: Element, paragraph: str, table: str) -> bool:
        """
        Return whether the text of a run is hidden or struck out.

        *paragraph* and *table* are the styles that it stands in.
        """
        properties = run.find("{w}rPr")
        styles = (value(properties, "{w}rStyle") or "", paragraph, table)
        for name in ("{w}vanish", "{w}strike", "{w}dstrike"):
            said = value(properties, name)
            path = f"{{w}}rPr/{name}"
            if is_on(said) or (
                said is None
                # One of these styles inside another takes it back.
                and sum(is_on(self._says(each, path)) for each in styles) % 2
            ):
                return True
        return False

    def list_of(self, paragraph: Element | None) -> tuple[str, int]:
        """Return the list that a paragraph is an item of, and its level."""
        style = self.of(paragraph)
        name, level = (
            value(paragraph, path) or self._says(style, f"{{w}}pPr/{path}")
            for path in ("{w}numPr/{w}numId", "{w}numPr/{w}ilvl")
        )
        return name or "0", number(level)


class Lists:
    """The numbers that Word adds to the items of lists."""

    def __init__(self, root: Element) -> None:
        self._lists = {
            each.get("{w}numId"): each for each in root.iter("{w}num")
        }
        self._abstract = {
            each.get("{w}abstractNumId"): each
            for each in root.iter("{w}abstractNum")
        }
        #: The number of the last item of each level, by list.
        self._counts: dict[str, dict[int, int]] = {}

    def next(self, name: str, level: int) -> str | None:
        """
        Return the number of the next item of a list.

        It is empty for an item without one, and None for one that cannot be
        told.
        """
        if name == "0":
            return ""
        found = self._lists.get(name)
        # A list that starts otherwise counts by itself.
        if find(found, "{w}lvlOverride") is None:
            name = f"of {value(found, '{w}abstractNumId')}"
        counts = self._counts.setdefault(name, {})

        def printed(digit: re.Match[str]) -> str:
            outer = int(digit[1]) - 1
            start, format_, _ = self._level(found, outer)
            return _FORMATS[format_](counts.get(outer, start))

        try:
            start, format_, text = self._level(found, level)
            counts[level] = counts.get(level, start - 1) + 1
            for deeper in [each for each in counts if each > level]:
                del counts[deeper]
            if format_ in {"none", "bullet"}:
                return ""
            return re.sub("%([1-9])", printed, text)
        except LookupError:
            return None

    def _level(self, found: Element | None, level: int) -> tuple[int, str, str]:
        """Return where a level starts, its format and the text around it."""
        path = f"[@{{w}}ilvl='{level}']"
        override = find(found, f"{{w}}lvlOverride{path}")
        own = find(override, "{w}lvl")
        if own is None:
            abstract = self._abstract.get(value(found, "{w}abstractNumId"))
            own = find(abstract, f"{{w}}lvl{path}")
        if own is None:
            raise LookupError
        start = value(override, "{w}startOverride") or value(own, "{w}start")
        return (
            number(start, 1),
            value(own, "{w}numFmt") or "decimal",
            value(own, "{w}lvlText") or "",
        )
