"""How the styles of a page change which text of its elements it shows."""

from __future__ import annotations

import re

from collections import defaultdict
from itertools import chain, count
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from cnmaker_data import _resources
from cnmaker_data.ingest.selectors import Matcher, parse_selectors


if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnmaker_data.ingest.selectors import Selector


# lxml has no types.
_Element: TypeAlias = Any

_DATA = _resources.read_toml("html.toml")
_HIDING = "hides"
_STARTS_LINE = "starts-line"
# The patterns of values by properties, and by what the values do. For those
# that hide, it is the property: one does not undo another.
_PATTERNS: dict[str, dict[str, str]] = defaultdict(dict)
for _effect, _values_of in _DATA["values"].items():
    for _name, _pattern in _values_of.items():
        _key = _name if _effect == _HIDING else _effect
        _PATTERNS[_name][_key] = _pattern

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_PIECE = re.compile("([^{}]*)([{}])")
_AT_RULE = re.compile(r"@([\w-]*)")
# The media queries that a wide screen meets.
_SCREEN = re.compile(
    r"(?:only )?(?:all|screen|not print)?"
    r"(?: ?(?:and ?)?\((?:min-|width ?>)[^()]*\))*"
)
# Values that do not undo what an outer element has.
_INHERITED = re.compile(r"inherit|unset|0*[1-9][0-9.]*(?:em|%)")

# Where a style comes from: the lower gives way.
_BROWSER, _SHEET, _ATTRIBUTE = range(3)
# Values by their importance and what they do.
_Values: TypeAlias = dict[tuple[bool, str], bool]


class Style(NamedTuple):
    """How an element shows the text that is its own."""

    #: Whether it hides the text or strikes it out; None if that is not known.
    hides: bool | None
    #: Whether its place in a table goes, too.
    is_gone: bool
    #: What else styles do, by the names in `html.toml`.
    effects: list[str]


class _Declared(NamedTuple):
    """The value of a property, by one style."""

    weight: tuple[int, ...]
    name: str
    value: bool
    is_certain: bool


class _Rule(NamedTuple):
    order: int
    selector: Selector
    declared: list[_Declared]


def styled_elements(root: _Element) -> Iterator[tuple[_Element, Style]]:
    """
    Yield each element that styles make show its text otherwise.

    Raises `ValueError` for a page with far more styles than a plan.
    """
    # The values of the properties of elements, which inner ones inherit.
    values: dict[_Element | None, dict[str, bool | None]] = {None: {}}
    for element, declared in _declared(root):
        outer = values[element.getparent()]
        own = values[element] = outer | {_STARTS_LINE: False}
        for _, name, new, is_certain in sorted(declared, key=itemgetter(0)):
            value = new or (name in _DATA["final"] and outer.get(name, False))
            is_known = is_certain or value == own.get(name, False)
            own[name] = value if is_known else None
        hiding = {own.get(name, False) for name in _DATA["values"][_HIDING]}
        hides = True in hiding or (None if None in hiding else False)
        effects = [name for name in _DATA["values"] if own.get(name)]
        if hides is not False or effects:
            yield element, Style(hides, own.get("display") is True, effects)


def _declared(root: _Element) -> Iterator[tuple[_Element, list[_Declared]]]:
    """Yield each element and what styles declare for it, in their order."""
    sheets = [(_BROWSER, _DATA["sheet"])]
    sheets += [
        (_SHEET, style.text or "")
        for style in root.iter("style")
        if _is_of_screen(style.get("media", ""))
    ]
    matcher = Matcher(root)
    # The rules in their order, by one of the names that their elements have.
    rules: dict[str, list[_Rule]] = defaultdict(list)
    order = count()
    for origin, sheet in sheets:
        for selector, declared in _selectors(origin, sheet, matcher):
            name = min(selector.parts[-1].names, default="")
            rules[name].append(_Rule(next(order), selector, declared))
    for element, names in matcher.names.items():
        named = (rules.get(name, ()) for name in ("", *names))
        own: list[_Declared] = []
        for _, selector, declared in sorted(
            chain.from_iterable(named), key=itemgetter(0)
        ):
            if matcher.selects(selector, element):
                own += declared
        values = _values(element.get("style", ""))
        yield element, own + list(_weighed(values, _ATTRIBUTE))


def _selectors(
    origin: int, sheet: str, matcher: Matcher
) -> Iterator[tuple[Selector, list[_Declared]]]:
    """Yield each selector whose rule has values that count, and these."""
    for selectors, declarations in _rules(sheet):
        if values := _values(declarations):
            # Parsing a selector takes as long as some comparisons.
            matcher.spend(2 * len(selectors))
            for each in filter(matcher.knows, parse_selectors(selectors)):
                yield each, list(_weighed(values, origin, each))


def _weighed(
    values: _Values, origin: int, selector: Selector | None = None
) -> Iterator[_Declared]:
    weight = selector.weight if selector else ()
    is_certain = selector is None or selector.is_certain
    for (important, name), value in values.items():
        yield _Declared((important, origin, *weight), name, value, is_certain)


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Yield the selectors and the declarations of the rules for a screen."""
    # The text before each open brace, and whether a screen shows the block.
    blocks: list[tuple[str, bool]] = []
    for text, brace in _PIECE.findall(_COMMENT.sub(" ", sheet) + "}"):
        if brace == "{":
            # Rules without a block, such as @import, end in a semicolon.
            head = text.rpartition(";")[2].strip()
            is_shown = all(_holds_rules(*block) for block in blocks[-1:])
            blocks.append((head, is_shown))
        elif blocks:
            head, is_shown = blocks.pop()
            if is_shown and not _AT_RULE.match(head):
                yield head, text


def _holds_rules(head: str, is_shown: bool) -> bool:
    found = _AT_RULE.match(head.lower())
    if not found or not is_shown:
        return False
    if found[1] == "media":
        return _is_of_screen(head[found.end() :])
    return found[1] in ("supports", "layer")


def _is_of_screen(media: str) -> bool:
    queries = " ".join(media.lower().split()).split(",")
    return any(_SCREEN.fullmatch(each.strip()) for each in queries)


def _values(declarations: str) -> _Values:
    """Return the values that count of properties, each by its importance."""
    values: _Values = {}
    for declaration in _COMMENT.sub("", declarations.lower()).split(";"):
        name, _, value = map(str.strip, declaration.partition(":"))
        if _INHERITED.match(value):
            continue
        for key, pattern in _PATTERNS.get(name, {}).items():
            is_important = value.endswith("important")
            values[is_important, key] = bool(re.match(pattern, value))
    return values
