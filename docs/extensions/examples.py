"""
Examples on the pages: translated comments, and no empty lines at the end.

The comments of an example go into the catalogue of its page, each as a message
of its own. So a translation can change the comments, and never the code.
"""

from __future__ import annotations

import re

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.addnodes import translatable
from sphinx.transforms import SphinxTransform


if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.application import Sphinx


# After code, two blanks precede the sign. Flags for tools are not messages.
_COMMENT = re.compile(
    r"(?:^|(?<=^>>> )|(?<=^\.\.\. )|(?<=  ))# (?!doctest:|type:|noqa)(.+)$",
    re.MULTILINE,
)


class _Commented(nodes.literal_block, translatable):
    """An example whose comments are messages."""

    def preserve_original_messages(self) -> None:
        """Do nothing: the text of the node is the original."""

    def extract_original_messages(self) -> Sequence[str]:
        """Return the comments, without their signs."""
        return _COMMENT.findall(self.astext())

    def apply_translated_message(self, original: str, translated: str) -> None:
        """Put a translation in the place of a comment."""
        _set_text(
            self,
            _COMMENT.sub(
                lambda match: (
                    f"# {translated}" if match[1] == original else match[0]
                ),
                self.astext(),
            ),
        )


# Writers choose how to write a node by the name of its class.
_Commented.__name__ = "literal_block"


class _TranslateComments(SphinxTransform):
    """Let comments in examples be translated with their page."""

    # Before Sphinx translates the page.
    default_priority = 5

    def apply(self, **_: Any) -> None:
        for kind in (nodes.literal_block, nodes.doctest_block):
            for node in [*self.document.findall(kind)]:
                if _COMMENT.search(node.astext()):
                    made = _Commented(
                        node.rawsource, node.astext(), **node.attributes
                    )
                    made.source, made.line = node.source, node.line
                    node.replace_self(made)


class _TrimExamples(SphinxTransform):
    """Remove empty lines at the end, such as those of `<BLANKLINE>`."""

    # After Sphinx has removed the marks of doctest.
    default_priority = 500

    def apply(self, **_: Any) -> None:
        for node in self.document.findall(nodes.literal_block):
            text = node.astext()
            if node.rawsource == text != text.rstrip():
                _set_text(node, text.rstrip())


def _set_text(node: nodes.Element, text: str) -> None:
    # Sphinx highlights a block only if both say the same.
    node.rawsource = text
    node.children = []
    node += nodes.Text(text)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.add_transform(_TranslateComments)
    app.add_transform(_TrimExamples)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
