"""
The styles and the lists of a Word file: which text is hidden, which numbered.
"""

from __future__ import annotations

import re

from typing import TYPE_CHECKING, NamedTuple

from cnmaker_data.ingest.archive import W
from cnmaker_data.series import numeral


if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnmaker_data.ingest.archive import Archive, Element


_OFF = {"0", "false", "off", "none"}
# Of these, a style that sets one inside another that does takes it back.
_TOGGLES = ("vanish", "strike")
_MAX_DEPTH = 20


def is_on(properties: Element | None, name: str) -> bool | None:
    """Return whether a property is on, or None where nothing is said of it."""
    found = None if properties is None else properties.find(f"{W}{name}")
    if found is None:
        return None
    return found.get(f"{W}val", "true") not in _OFF


def _value(element: Element | None, path: str) -> str:
    found = None if element is None else element.find(path.replace("w:", W))
    return "" if found is None else found.get(f"{W}val", "")


class Styles:
    """The styles of a Word file by their ids."""

    def __init__(self, archive: Archive) -> None:
        root = archive.part("styles")
        self._styles: dict[str, Element] = {}
        self._defaults: Element | None = None
        self._paragraph = ""
        if root is None:
            return
        self._defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        for style in root.iter(f"{W}style"):
            name = style.get(f"{W}styleId", "")
            self._styles[name] = style
            if style.get(f"{W}type") == "paragraph" and (
                style.get(f"{W}default", "0") not in _OFF
            ):
                self._paragraph = name

    def _chain(self, name: str) -> Iterator[Element]:
        for _ in range(_MAX_DEPTH):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            name = _value(style, "w:basedOn")

    def _says(self, name: str, what: str) -> bool | None:
        for style in self._chain(name):
            said = is_on(style.find(f"{W}rPr"), what)
            if said is not None:
                return said
        return None

    def prints(
        self, run: Element | None, paragraph: Element | None, table: str
    ) -> bool:
        """
        Return whether text with these properties is printed and not struck.

        *run* are the properties of a run or of the mark of a paragraph,
        *paragraph* those of the paragraph, *table* is a style.
        """
        names = (
            _value(run, "w:rStyle"),
            _value(paragraph, "w:pStyle") or self._paragraph,
            table,
        )
        for what in ("vanish", "strike", "dstrike"):
            said = is_on(run, what)
            if said is None:
                by_styles = [bool(self._says(name, what)) for name in names]
                if what in _TOGGLES:
                    said = sum(by_styles) % 2 == 1
                else:
                    said = any(by_styles)
                said = said or (
                    not any(by_styles) and bool(is_on(self._defaults, what))
                )
            if said:
                return False
        return True

    def list_of(self, paragraph: Element | None) -> tuple[str, int]:
        """
        Return the list that a paragraph is an item of, and the level in it.
        """
        name = _value(paragraph, "w:pStyle") or self._paragraph
        own = [] if paragraph is None else [paragraph]
        styles = (style.find(f"{W}pPr") for style in self._chain(name))
        for properties in (*own, *styles):
            if properties is not None and (
                number := _value(properties, "w:numPr/w:numId")
            ):
                level = _value(properties, "w:numPr/w:ilvl")
                return number, int(level) if level.isdecimal() else 0
        return "0", 0


class _Level(NamedTuple):
    start: int
    format: str
    text: str


class Lists:
    """The numbers that Word adds to the items of lists."""

    def __init__(self, archive: Archive) -> None:
        root = archive.part("numbering")
        self._numbers = _by_id(root, "num", "numId")
        self._abstract = _by_id(root, "abstractNum", "abstractNumId")
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, dict[int, int]] = {}

    def number(self, identifier: str, level: int) -> str | None:
        """
        Return the number of the next item of a list, None for one that
        cannot be told.
        """
        if identifier == "0":
            return ""
        number = self._numbers.get(identifier)
        abstract = _value(number, "w:abstractNumId")
        counts = self._counts.setdefault(abstract, {})
        if identifier not in self._levels:
            self._levels[identifier] = self._read_levels(abstract, number)
            for override in _overrides(number):
                counts.pop(override, None)
        levels = self._levels[identifier]
        if level not in levels:
            return None
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for each in [each for each in counts if each > level]:
            del counts[each]
        text = levels[level].text
        if levels[level].format in {"none", "bullet"}:
            return ""
        for digit in re.findall("%([1-9])", text):
            each = int(digit) - 1
            if each > level or each not in levels:
                return None
            count = counts.get(each, levels[each].start)
            shown = _formatted(count, levels[each].format)
            if shown is None:
                return None
            text = text.replace(f"%{digit}", shown)
        return text

    def _read_levels(
        self, abstract: str, number: Element | None
    ) -> dict[int, _Level]:
        element = self._abstract.get(abstract)
        found = () if element is None else element.iter(f"{W}lvl")
        levels = {
            _whole(each.get(f"{W}ilvl", "0")): _level(each) for each in found
        }
        for at, override in _overrides(number).items():
            own = override.find(f"{W}lvl")
            if own is not None:
                levels[at] = _level(own)
            start = _value(override, "w:startOverride")
            if start and at in levels:
                levels[at] = levels[at]._replace(start=_whole(start))
        return levels


def _by_id(
    root: Element | None, tag: str, attribute: str
) -> dict[str, Element]:
    elements = () if root is None else root.iter(f"{W}{tag}")
    return {each.get(f"{W}{attribute}", ""): each for each in elements}


def _overrides(number: Element | None) -> dict[int, Element]:
    elements = () if number is None else number.iter(f"{W}lvlOverride")
    return {_whole(each.get(f"{W}ilvl", "0")): each for each in elements}


def _level(element: Element) -> _Level:
    return _Level(
        _whole(_value(element, "w:start") or "1"),
        _value(element, "w:numFmt") or "decimal",
        _value(element, "w:lvlText"),
    )


def _whole(text: str) -> int:
    return min(int(text), 9_999) if text.isdecimal() else 0


def _formatted(number: int, kind: str) -> str | None:
    """
    Return a number as lists print it; None in a kind that plans do not use.
    """
    match kind:
        case "decimal":
            return str(number)
        case "decimalZero":
            return f"{number:02}"
        case "decimalFullWidth" | "decimalFullWidth2":
            return "".join(chr(ord(each) + 0xFEE0) for each in str(number))
        case (
            "chineseCounting" | "chineseCountingThousand" | "japaneseCounting"
        ) if 0 < number < 100:
            return numeral(number)
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if (
            0 < number <= 20
        ):
            return chr(ord("①") + number - 1)
        case _:
            return None
