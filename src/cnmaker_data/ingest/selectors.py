"""Which elements of a page the selectors of its styles select."""

from __future__ import annotations

import re

from typing import Any, TypeAlias

from attrs import define, field

from cnmaker_data import _resources


# lxml has no types.
_Element: TypeAlias = Any

# More comparisons of a part of a selector with an element than any page needs.
_MOST = 1_000_000
# So many elements around one, or characters of an attribute, count as one.
_FEW = 4

_TOKEN = re.compile(
    r"""
    (?P<name> [.#]? (?: [\w-] | \\. )+ | \* )
    | \[ \s* (?P<attribute> [\w:-]+ ) \s* (?:
        (?P<operator> [~|^$*]?= ) \s*
        (?P<value> "[^"]*" | '[^']*' | [\w.-]+ ) \s* (?P<folds> [iI] )? \s*
      )? \]
    | (?P<pseudo> ::? [\w-]+ )
      (?: \( (?P<inside> (?: [^()] | \( [^()]* \) )* ) \) )?
    | \s* (?P<combinator> [>+~,] | \s ) \s*
    """,
    re.VERBOSE,
)
# The values of attributes that match.
_OPERATORS = {
    None: ".*",
    "=": "{}",
    "^=": "{}.*",
    "$=": ".*{}",
    "*=": ".*{}.*",
    "~=": r"(?:.*\s)?{}(?:\s.*)?",
    "|=": "{}(?:-.*)?",
}
# The selectors that pseudo-classes stand for.
_PSEUDO: dict[str, str] = _resources.read_toml("html.toml")["pseudo"]


@define
class _Part:
    """A part of a selector, which is about one element."""

    #: How it is joined to the part before it: " ", ">", "+" or "~".
    combinator: str = ""
    #: A tag, classes (.x) and an id (#x).
    names: set[str] = field(factory=set[str])
    #: Attributes and the values that match.
    attributes: list[tuple[str, re.Pattern[str]]] = field(factory=list[Any])
    #: Selectors, and whether one of them selects the element, or none.
    choices: list[tuple[list[Selector], bool]] = field(factory=list[Any])
    is_empty: bool = True


@define
class Selector:
    """A selector of a style sheet."""

    parts: list[_Part] = field(factory=lambda: [_Part()])
    #: How many ids, classes and tags it has.
    weight: list[int] = field(factory=lambda: [0, 0, 0])
    #: Whether all of it is understood. If not, it selects all that it may.
    is_certain: bool = True


def parse_selectors(text: str) -> list[Selector]:
    """Return the selectors of a rule, none if one of them is not valid."""
    selectors = [Selector()]
    text = text.strip()
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found:
            return []
        at = found.end()
        if found["combinator"] == ",":
            selectors.append(Selector())
        elif found["combinator"]:
            # A blank of any kind is the same combinator.
            combinator = found["combinator"].strip() or " "
            selectors[-1].parts.append(_Part(combinator))
        else:
            _add(selectors[-1], found)
    parts = [part for each in selectors for part in each.parts]
    return [] if any(part.is_empty for part in parts) else selectors


def _add(selector: Selector, found: re.Match[str]) -> None:
    """Add a name, an attribute or a pseudo-class to a selector."""
    part, weight = selector.parts[-1], selector.weight
    part.is_empty = False
    name, attribute = found["name"], found["attribute"]
    if attribute:
        weight[1] += 1
        value = re.escape((found["value"] or "").strip("\"'"))
        pattern = re.compile(
            _OPERATORS[found["operator"]].format(value),
            re.DOTALL | (re.IGNORECASE if found["folds"] else 0),
        )
        part.attributes.append((attribute.lower(), pattern))
    elif not name:
        _add_pseudo(selector, found["pseudo"].lower(), found["inside"] or "")
    elif name != "*":
        weight["#.".find(name[0])] += 1
        name = re.sub(r"\\(.)", r"\1", name)
        part.names.add(name if name[0] in "#." else name.lower())


def _add_pseudo(selector: Selector, name: str, inside: str) -> None:
    choices: list[Selector] = []
    added = [0, 1, 0]
    if name in (":not", ":is", ":where", ":matches"):
        choices = parse_selectors(inside)
        weights = [each.weight for each in choices if name != ":where"]
        added = max(weights, default=[0, 0, 0])
    elif name in _PSEUDO:
        choices = parse_selectors(_PSEUDO[name])
    elif name[1] not in ":-":
        selector.is_certain = False
        return
    # Pseudo-elements, and what only one browser has, select no element.
    is_certain = all(each.is_certain for each in choices)
    if is_certain or name != ":not":
        selector.parts[-1].choices.append((choices, name != ":not"))
    selector.is_certain &= is_certain
    selector.weight = [
        a + b for a, b in zip(selector.weight, added, strict=True)
    ]


class Matcher:
    """Finds out which elements of a page a selector selects."""

    def __init__(self, root: _Element) -> None:
        #: A tag, classes and an id of each element.
        self.names: dict[_Element, frozenset[str]] = {
            each: _names(each) for each in root.iter()
        }
        self._all_names = frozenset[str]().union(*self.names.values())
        self._rest = _MOST

    def knows(self, selector: Selector) -> bool:
        """Return whether the page has all names that a selector has."""
        return all(part.names <= self._all_names for part in selector.parts)

    def selects(self, selector: Selector, element: _Element) -> bool:
        """Return whether a selector selects an element, or may do so."""
        # From the innermost.
        found = [element]
        for part in reversed(selector.parts):
            self.spend(1 + len(found) // _FEW)
            found = [each for each in found if self._fits(each, part)]
            found = _joined(found, part.combinator)
        return bool(found)

    def _fits(self, element: _Element, part: _Part) -> bool:
        if not part.names <= self.names[element]:
            return False
        for name, pattern in part.attributes:
            value = element.get(name)
            self.spend(len(value or "") // _FEW)
            if value is None or not pattern.fullmatch(value):
                return False
        return all(
            any(self.selects(each, element) for each in selectors) is wanted
            for selectors, wanted in part.choices
        )

    def spend(self, comparisons: int) -> None:
        """Count comparisons, and raise `ValueError` if they are too many."""
        self._rest -= comparisons
        if self._rest < 0:
            raise ValueError("has far more styles than a page of a plan")


def _names(element: _Element) -> frozenset[str]:
    classes = (f".{name}" for name in element.get("class", "").split())
    return frozenset([element.tag, *classes, f"#{element.get('id', '')}"])


def _joined(elements: list[_Element], combinator: str) -> list[_Element]:
    """Return the elements to which a combinator joins some of these."""
    if combinator == "+":
        before = [each.getprevious() for each in elements]
        return [each for each in before if each is not None]
    if combinator == " ":
        # The innermost is in all that the others are in.
        return list(elements[0].iterancestors()) if elements else []
    # The innermost by their parents; among siblings, the last.
    parents: dict[_Element, _Element] = {}
    for each in elements:
        parents.setdefault(each.getparent(), each)
    if combinator == ">":
        return [each for each in parents if each is not None]
    if combinator == "~":
        return [
            each
            for last in parents.values()
            for each in last.itersiblings(preceding=True)
        ]
    return elements
