"""
The styles and the lists of a Word file: which text is hidden, which numbered.
"""

from __future__ import annotations

import functools
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
# With these, a level counts or prints in a way of its own.
_UNKNOWN = ("{w}lvlRestart", "{*}AlternateContent")


def is_on(text: str | None) -> bool:
    """Return whether a property with this value is on."""
    return text not in (None, "0", "false", "off", "none")


class Styles:
    """The styles of a Word file by their ids."""

    def __init__(self, root: Element) -> None:
        self._styles = {
            each.get("{w}styleId"): each for each in root.iter("{w}style")
        }

        self._property = functools.cache(self._find_property)

    def _find_property(self, name: str | None, path: str) -> str | None:
        """Return a property of a style, or of one that it is based on."""
        for _ in range(_MAX_DEPTH):
            style = self._styles.get(name)
            found = value(style, path)
            if style is None or found is not None:
                return found
            name = value(style, "{w}basedOn")
        return None

    def hides(self, run: Element | None, paragraph: Element | None) -> bool:
        """Return whether properties of text hide it or strike it out."""
        styles = value(run, "{w}rStyle"), value(paragraph, "{w}pStyle")
        for name in ("{w}vanish", "{w}strike", "{w}dstrike"):
            own = value(run, name)
            path = f"{{w}}rPr/{name}"
            by_run, by_paragraph = (
                is_on(self._property(style, path)) for style in styles
            )
            # Toggle properties: both styles together cancel each other.
            if is_on(own) or (own is None and by_run != by_paragraph):
                return True
        return False

    def list_of(self, paragraph: Element | None) -> tuple[str, int]:
        """Return the list that a paragraph is an item of, and its level."""
        style = value(paragraph, "{w}pStyle")
        name, level = (
            value(paragraph, path) or self._property(style, f"{{w}}pPr/{path}")
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
        #: The levels that a list restarts at its first item.
        self._restarts = {
            name: [
                number(override.get("{w}ilvl"))
                for override in each.iter("{w}lvlOverride")
            ]
            for name, each in self._lists.items()
        }
        #: The number of the last item of each level, by abstract list.
        self._counts: dict[str | None, dict[int, int]] = {}
        self._level = functools.cache(self._find_level)

    def next(self, name: str, level: int) -> str | None:
        """
        Return the number of the next item of a list.

        It is empty for an item without a number, and None if the number is not
        known.
        """
        if name == "0":
            return ""
        found = self._lists.get(name)
        counts = self._counts.setdefault(value(found, "{w}abstractNumId"), {})
        for each in self._restarts.pop(name, ()):
            counts.pop(each, None)

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

    def _find_level(
        self, found: Element | None, level: int
    ) -> tuple[int, str, str]:
        """Return a level's first number, format and text around the number."""
        path = f"[@{{w}}ilvl='{level}']"
        override = find(found, f"{{w}}lvlOverride{path}")
        own = find(override, "{w}lvl")
        if own is None:
            abstract = self._abstract.get(value(found, "{w}abstractNumId"))
            own = find(abstract, f"{{w}}lvl{path}")
        if own is None or any(own.find(tag) is not None for tag in _UNKNOWN):
            raise LookupError
        text = value(own, "{w}lvlText") or ""
        # A tab or a blank follows. It counts where it keeps apart what it joins.
        if text[-1:].isalnum() and value(own, "{w}suff") != "nothing":
            text += " "
        start = value(override, "{w}startOverride") or value(own, "{w}start")
        return (
            number(start),
            value(own, "{w}numFmt") or "decimal",
            text,
        )
