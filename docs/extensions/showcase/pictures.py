"""The directive `picture`: charts that the build draws from the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from cnmaker_data import Edition, edition

from . import counted, words


if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata, OptionSpec

    from .drawing import Picture


__all__ = ["PICTURES", "html", "setup"]


_CLASS = "picture-here"

PICTURES: dict[str, Callable[[Edition], Picture]] = {
    "organizers-by-tier": counted.organizers_by_tier,
    "own-links": counted.own_links,
    "thematic-finals": counted.thematic_finals,
}


class Show(SphinxDirective):
    """
    A picture of the newest edition, or of the one in the option `edition`.
    """

    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {"edition": directives.positive_int}

    def run(self) -> list[nodes.Node]:
        name = directives.choice(self.arguments[0], sorted(PICTURES))
        text = html(name, edition(self.options.get("edition")))
        return [nodes.raw("", text, format="html", classes=[_CLASS])]


def html(name: str, shown: Edition) -> str:
    """Return a picture of an edition as HTML."""
    picture = PICTURES[name](shown)
    return words.render("picture.html", name=name, picture=picture)


def _on_page(
    app: Sphinx,
    pagename: str,  # noqa: ARG001  # Sphinx passes them all
    templatename: str,  # noqa: ARG001
    context: dict[str, Any],  # noqa: ARG001
    doctree: nodes.document | None,
) -> None:
    """Add the style to a page with pictures."""
    if doctree is not None and any(
        _CLASS in node["classes"] for node in doctree.findall(nodes.raw)
    ):
        app.add_css_file("pictures.css")


def setup(app: Sphinx) -> ExtensionMetadata:
    app.setup_extension("showcase.words")
    app.add_directive("picture", Show)
    app.connect("html-page-context", _on_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
