"""
Fixes for keyboards and screen readers that Sphinx and the theme leave out.
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
    # Wide code has to scroll without a mouse, too.
    body = context.get("body", "").replace(
        '<div class="highlight"><pre>',
        '<div class="highlight"><pre tabindex="0">',
    )
    context["body"] = _SIGNATURE.sub(_list_parameters, body)
    # A heading needs a level.
    context["furo_navigation_tree"] = context["furo_navigation_tree"].replace(
        'role="heading"', 'role="heading" aria-level="2"'
    )


def _list_parameters(signature: re.Match[str]) -> str:
    """Turn a definition list that defines nothing into a plain list."""
    text = signature[0]
    for wrong, right in (("dl>", "ul>"), ("dd>", "li>")):
        text = text.replace(wrong, right)
    return text


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    # Run after the theme.
    app.connect("html-page-context", _mend, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
