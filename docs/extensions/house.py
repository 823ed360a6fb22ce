"""
The directives `layers` and `modules`: the house as the linter knows it.

`layers` draws the layers of the contract in ``pyproject.toml``; `modules` lists
the modules of a package. What a module is for is the first sentence of its
docstring. So neither can go stale.
"""

from __future__ import annotations

import ast
import re
import tomllib

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective


if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx


ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "cnmaker_data"


def layers() -> list[list[str]]:
    """
    Return the layers from the top down, each as the names of its modules.

    The contract has names in parentheses for modules that need not exist.
    """
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    [contract] = [each for each in contracts if each["type"] == "layers"]
    found = (
        [
            name.strip("()")
            for name in re.split(r"\s*[|:]\s*", layer)
            if not name.startswith("(") or _path(name.strip("()")).exists()
        ]
        for layer in contract["layers"]
    )
    return [layer for layer in found if layer]


def _path(module: str) -> Path:
    path = PACKAGE.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def purpose(module: str) -> str:
    """
    Return the first sentence of a module's docstring.

    Raises `FileNotFoundError` if there is no such module.
    """
    text = _path(module).read_text(encoding="utf-8")
    docstring = ast.get_docstring(ast.parse(text)) or ""
    paragraph = " ".join(docstring.split("\n\n")[0].split())
    sentence = re.split(r"(?<=\.) (?=[A-Z])", paragraph)[0]
    # Docstrings are reStructuredText; messages have the marks of the pages.
    return sentence.replace("``", "`")


class Layers(SphinxDirective):
    """A row for each layer, the highest first."""

    def run(self) -> list[nodes.Node]:
        source = self.get_source_info()
        return [_table(source, layers(), "house")]


class Modules(SphinxDirective):
    """A row for each module of a package, in alphabetical order."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        package = self.arguments[0]
        names = sorted(
            f"{package}.{path.stem}"
            for path in (PACKAGE / package).glob("*.py")
            if path.stem != "__init__"
        )
        source = self.get_source_info()
        return [_table(source, [[name] for name in names], "modules")]


def _table(
    source: tuple[str, int], rows: list[list[str]], style: str
) -> nodes.table:
    body = nodes.tbody("", *(_row(source, names) for names in rows))
    columns = [nodes.colspec(colwidth=width) for width in (30, 70)]
    group = nodes.tgroup("", *columns, body, cols=2)
    return nodes.table("", group, classes=[style])


def _row(source: tuple[str, int], names: list[str]) -> nodes.row:
    modules = [_paragraph(source, nodes.literal(name, name)) for name in names]
    purposes = [
        _paragraph(source, *_inline(purpose(name)), rawsource=purpose(name))
        for name in names
    ]
    return nodes.row("", nodes.entry("", *modules), nodes.entry("", *purposes))


def _inline(text: str) -> Iterator[nodes.Node]:
    """Yield a text whose names in backticks are literals."""
    for i, part in enumerate(text.split("`")):
        if part:
            yield nodes.literal(part, part) if i % 2 else nodes.Text(part)


def _paragraph(
    source: tuple[str, int], *children: nodes.Node, rawsource: str = ""
) -> nodes.paragraph:
    made = nodes.paragraph(rawsource, "", *children)
    made.source, made.line = source
    # Names of modules are the same in every language.
    made["translatable"] = bool(rawsource)
    return made


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.add_directive("layers", Layers)
    app.add_directive("modules", Modules)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
