"""Which elements of a page its styles hide or strike out."""

from __future__ import annotations

import re

from collections import defaultdict
from itertools import chain, count
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from cnmaker_data import _resources


if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


# lxml has no types.
_Element: TypeAlias = Any

_DATA = _resources.read_toml("html.toml")
_HIDING: dict[str, str] = _DATA["hiding"]
# More comparisons of rules and elements than any page needs.
_MOST = 1_000_000

# Comments of style sheets, and their rules without a block: @import.
_NOISE = re.compile(r"/\*.*?\*/|<!--|-->|@\w+[^{};]*;", re.DOTALL)
_MEDIA = re.compile(
    r"@media([^{]*)\{((?:[^{}]*\{[^{}]*\})*)[^{}]*\}", re.IGNORECASE
)
# The media queries that a wide screen meets.
_SCREEN = re.compile(
    r"(?:only )?(?:all|screen)?(?: ?(?:and ?)?\(min-[^()]*\))*"
)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
# Other selectors are for states and places that print nothing: a:hover.
_SELECTOR = re.compile(r">?(?:\*|[a-zA-Z][a-zA-Z0-9]*)?(?:[.#][\w-]+)*")
_NAME = re.compile(r"[.#]?[\w-]+")
# Values that do not undo what an outer element has.
_INHERITED = re.compile(r"inherit|unset|0*[1-9][0-9.]*(?:em|%)")

# A property: its weight among others, its name, and whether it hides.
_Property: TypeAlias = tuple[tuple[int, ...], str, bool]
# A tag, classes (.x) and an id (#x).
_Names: TypeAlias = frozenset[str]


class _Rule(NamedTuple):
    #: The parts of its selector: whether each is for a child of the element
    #: before it, and what it names.
    parts: list[tuple[bool, _Names]]
    properties: list[_Property]


def hidden_elements(
    root: _Element,
) -> Iterator[tuple[_Element, bool]]:
    """
    Yield each element that styles hide, and whether its place goes, too.

    Raises `ValueError` for a page with far more styles than a plan.
    """
    properties = _properties(root)
    # Whether each inherited property of an element hides its text.
    hidden: dict[_Element | None, dict[str, bool]] = {None: {}}
    for element in root.iter():
        outer = hidden[element.getparent()]
        own = dict(outer)
        found = properties.get(element, ())
        for _, name, hides in sorted(found, key=itemgetter(0)):
            is_final = name in _DATA["final"] and outer.get(name, False)
            own[name] = hides or is_final
        is_gone = own.pop("display", False)
        hidden[element] = own
        if is_gone or any(own.values()):
            yield element, is_gone


def _properties(root: _Element) -> dict[_Element, list[_Property]]:
    """Return the properties of elements that may hide them."""
    # The rules in their order, by one of the names that their elements have.
    rules: dict[str, list[tuple[int, _Rule]]] = defaultdict(list)
    order = count()
    for style in root.iter("style"):
        if _is_of_screen(style.get("media", "")):
            for rule in _rules(style.text or ""):
                name = min(rule.parts[-1][1], default="")
                rules[name].append((next(order), rule))
    found: dict[_Element, list[_Property]] = defaultdict(list)
    names: dict[_Element, _Names] = {}
    compared = 0
    for element in root.iter():
        names[element] = _names(element)
        own = [rules.get(name, ()) for name in ("", *names[element])]
        for _, rule in sorted(chain.from_iterable(own)):
            compared += 1
            if compared > _MOST:
                raise ValueError("has far more styles than a page of a plan")
            above = map(names.__getitem__, element.iterancestors())
            if _selects(rule.parts, [names[element], *above]):
                found[element] += rule.properties
        found[element] += _declared(element.get("style", ""), 1)
    return found


def _names(element: _Element) -> _Names:
    classes = (f".{name}" for name in element.get("class", "").split())
    return frozenset([element.tag, *classes, f"#{element.get('id', '')}"])


def _is_of_screen(media: str) -> bool:
    queries = " ".join(media.lower().split()).split(",")
    return any(_SCREEN.fullmatch(each.strip()) for each in queries)


def _rules(sheet: str) -> Iterator[_Rule]:
    """Yield a rule for each selector whose declarations may hide text."""
    sheet = _MEDIA.sub(
        lambda rule: rule[2] if _is_of_screen(rule[1]) else " ",
        _NOISE.sub(" ", sheet),
    )
    for selectors, declarations in _RULE.findall(sheet):
        if not any(_declared(declarations)):
            continue
        for selector in selectors.split(","):
            texts = re.sub(r"\s*>\s*", " >", selector).split()
            if texts and all(map(_SELECTOR.fullmatch, texts)):
                parts = [
                    (
                        text[0] == ">",
                        frozenset(map(_folded, _NAME.findall(text))),
                    )
                    for text in texts
                ]
                names = [name for _, part in parts for name in part]
                weight = [sum(n[0] == sign for n in names) for sign in "#."]
                tags = len(names) - sum(weight)
                properties = _declared(declarations, 0, *weight, tags)
                yield _Rule(parts, list(properties))


def _folded(name: str) -> str:
    return name if name[0] in "#." else name.lower()


def _declared(declarations: str, *weight: int) -> Iterator[_Property]:
    """Yield the properties that may hide text or undo that."""
    for declaration in declarations.lower().split(";"):
        name, _, value = map(str.strip, declaration.partition(":"))
        if name in _HIDING and not _INHERITED.match(value):
            is_important = value.endswith("important")
            hides = bool(re.match(_HIDING[name], value))
            yield (is_important, *weight), name, hides


def _selects(
    parts: Sequence[tuple[bool, _Names]], chain: Sequence[_Names]
) -> bool:
    """
    Return whether a selector selects an element.

    *chain* has the names of the element and of those that it stands in.
    """
    places: Sequence[int] = [0]
    for is_child, names in reversed(parts):
        places = [p for p in places if p < len(chain) and names <= chain[p]]
        if not places:
            return False
        places = (
            [place + 1 for place in places]
            if is_child
            else range(places[0] + 1, len(chain))
        )
    return True
