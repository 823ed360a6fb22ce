"""Which elements of a page its styles hide or strike out."""

from __future__ import annotations

import re

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias


if TYPE_CHECKING:
    from collections.abc import Iterator


# lxml has no types.
_Element: TypeAlias = Any

_NOISE = re.compile(
    r"/\*.*?\*/|<!--|-->|@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", re.DOTALL
)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = re.compile(r"[\w*-]*(?:[.#][\w-]+)*")
_PART = re.compile(r"[.#]?[\w*-]+")
# The values with which each property hides text.
_HIDING = {
    "display": re.compile("none"),
    "visibility": re.compile("hidden|collapse"),
    "mso-hide": re.compile("all"),
    "text-decoration": re.compile(".*line-through"),
    "text-decoration-line": re.compile(".*line-through"),
    "font-size": re.compile(r"0(?:px|pt|em|%)?(?:\s|$)"),
}
_STRUCK = frozenset(["del", "s", "strike"])


class _Rule(NamedTuple):
    """A rule of a style sheet that hides what it selects, or shows it again."""

    #: The simple selectors, the one of the element itself last.
    selectors: tuple[tuple[str, ...], ...]
    declared: dict[str, bool]


class Styles:
    """The style sheets in a page."""

    def __init__(self, root: _Element) -> None:
        self._rules: dict[str, list[_Rule]] = {}
        for style in root.iter("style"):
            for rule in _rules(style.text or ""):
                # Found by a class or id of the element, or by its tag.
                key = max(rule.selectors[-1], key=lambda part: part[0] in ".#")
                self._rules.setdefault(key, []).append(rule)

    def hides(self, element: _Element) -> bool:
        """Return whether an element is hidden or struck out."""
        if element.tag in _STRUCK or element.get("hidden") is not None:
            return True
        hidden: dict[str, bool] = {}
        if self._rules:
            keys = ["*", *_names(element)]
            for key in keys:
                for rule in self._rules.get(key, ()):
                    if _selects(rule.selectors, element):
                        hidden |= rule.declared
        hidden |= _declared(element.get("style", ""))
        return any(hidden.values())


def _rules(sheet: str) -> Iterator[_Rule]:
    for selectors, declarations in _RULE.findall(_NOISE.sub(" ", sheet)):
        declared = _declared(declarations)
        for selector in selectors.split(",") if declared else ():
            parts = selector.replace(">", " ").split()
            # Others are of states and places that print nothing: a:hover.
            if parts and all(map(_SELECTOR.fullmatch, parts)):
                yield _Rule(
                    tuple(tuple(_PART.findall(part.lower())) for part in parts),
                    declared,
                )


def _declared(declarations: str) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for declaration in declarations.lower().split(";"):
        name, _, value = declaration.partition(":")
        pattern = _HIDING.get(name.strip())
        if pattern:
            found[name.strip()] = bool(pattern.match(value.strip()))
    return found


def _names(element: _Element) -> set[str]:
    names = {f".{name}" for name in element.get("class", "").lower().split()}
    names.add(f"#{element.get('id', '').lower()}")
    names.add(element.tag)
    return names


def _selects(selectors: tuple[tuple[str, ...], ...], element: _Element) -> bool:
    *outer, own = selectors
    if not _matches(own, element):
        return False
    for ancestor in element.iterancestors():
        if outer and _matches(outer[-1], ancestor):
            outer.pop()
    return not outer


def _matches(parts: tuple[str, ...], element: _Element) -> bool:
    return {*parts} - {"*"} <= _names(element)
