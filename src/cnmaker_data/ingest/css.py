"""Removes what the styles of a page hide or strike out."""

from __future__ import annotations

import re

from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeAlias


if TYPE_CHECKING:
    from collections.abc import Iterator


# lxml has no types.
_Element: TypeAlias = Any

_NOISE = re.compile(
    r"/\*.*?\*/|<!--|-->|@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", re.DOTALL
)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
# Others are of states and places that print nothing: a:hover.
_SELECTOR = re.compile(r"(?:\*|[a-zA-Z][a-zA-Z0-9]*)?(?:[.#][\w-]+)*")
# The values with which each property hides text.
_HIDING = {
    "display": re.compile("none"),
    "visibility": re.compile("hidden|collapse"),
    "mso-hide": re.compile("all"),
    "text-decoration": re.compile(".*line-through"),
    "text-decoration-line": re.compile(".*line-through"),
    "font-size": re.compile(r"0(?:px|pt|em|%)?(?:\s|$)"),
}


def remove_hidden(root: _Element) -> None:
    """Remove what is hidden or struck out from a page."""
    # Whether each property of an element hides it.
    hidden: dict[_Element, dict[str, bool]] = defaultdict(dict)
    for style in root.iter("style"):
        for path, declared in _rules(style.text or ""):
            for element in root.xpath(path):
                hidden[element] |= declared
    for element in root.xpath("//*[@style]"):
        hidden[element] |= _declared(element.get("style"))
    for element in root.xpath("//del | //s | //strike | //*[@hidden]"):
        hidden[element]["display"] = True
    for element, properties in hidden.items():
        if properties.get("display") and element is not root:
            element.drop_tree()
        elif any(properties.values()):
            # Its place in a table stays.
            element[:] = []
            element.text = ""


def _rules(sheet: str) -> Iterator[tuple[str, dict[str, bool]]]:
    """Yield the elements that each rule selects, and what it says of them."""
    for selectors, declarations in _RULE.findall(_NOISE.sub(" ", sheet)):
        declared = _declared(declarations)
        for selector in selectors.split(",") if declared else ():
            parts = selector.replace(">", " ").split()
            if parts and all(map(_SELECTOR.fullmatch, parts)):
                yield "".join(map(_path, parts)), declared


def _declared(declarations: str) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for declaration in declarations.lower().split(";"):
        name, _, value = map(str.strip, declaration.partition(":"))
        if name in _HIDING:
            found[name] = bool(_HIDING[name].match(value))
    return found


def _path(selector: str) -> str:
    """Return a simple selector in XPath."""
    tag, *names = re.split("(?=[.#])", selector)
    tests = (
        f"[@id='{name[1:]}']"
        if name.startswith("#")
        else f"[contains(concat(' ', @class, ' '), ' {name[1:]} ')]"
        for name in names
    )
    return f"//{tag.lower() or '*'}{''.join(tests)}"
