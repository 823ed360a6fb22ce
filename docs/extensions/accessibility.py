"""
What pages need for keyboards and screen readers, and Sphinx leaves out.
"""

from __future__ import annotations

import re

from typing import TYPE_CHECKING, Any


if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx


_SIGNATURE = re.compile(r'<dt class="sig .*?</dt>', re.DOTALL)


def _mend(
    _app: Sphinx,
    _pagename: str,
    _templatename: str,
    context: dict[str, Any],
    _doctree: nodes.document | None,
) -> None:
    # Code that is wider than the page is scrolled, also without a mouse.
    body = context.get("body", "").replace(
        '<div class="highlight"><pre>',
        '<div class="highlight"><pre tabindex="0">',
    )
    context["body"] = _SIGNATURE.sub(_list_parameters, body)
    # A heading has a level.
    context["furo_navigation_tree"] = context["furo_navigation_tree"].replace(
        'role="heading"', 'role="heading" aria-level="2"'
    )


def _list_parameters(signature: re.Match[str]) -> str:
    """
    Make a list of what is a list of definitions without anything defined.
    """
    text = signature[0]
    for wrong, right in (("dl>", "ul>"), ("dd>", "li>")):
        text = text.replace(wrong, right)
    return text


def setup(app: Sphinx) -> dict[str, bool]:
    """
    Register the extension.
    """
    # After the theme, which adds its part.
    app.connect("html-page-context", _mend, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
