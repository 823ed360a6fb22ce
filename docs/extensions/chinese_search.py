"""
A search for Chinese text that needs no dictionary.

The index has the characters and pairs of characters of a text, and a query is
split into pairs. Sphinx's own search needs jieba, and in Sphinx 9.0 it finds
nothing, because its page asks for a missing stemmer (sphinx#14229).
"""

from __future__ import annotations

import re

from itertools import pairwise
from typing import TYPE_CHECKING

from sphinx.search import SearchLanguage


if TYPE_CHECKING:
    from sphinx.application import Sphinx


_RUNS = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z0-9_]+")


class ChineseSearch(SearchLanguage):
    """Splits Chinese texts and queries."""

    lang = "zh"
    language_name = "Chinese"
    js_splitter_code = r"""
var splitQuery = (query) =>
  (query.match(/[\u4e00-\u9fff]+|[A-Za-z0-9_]+/g) || []).flatMap((run) =>
    run.length === 1 || /^\w/.test(run)
      ? [run]
      : Array.from(run.slice(1), (_, i) => run.slice(i, i + 2))
  );
"""

    def split(self, input: str) -> list[str]:  # noqa: A002  # Sphinx's name
        words: list[str] = []
        for run in _RUNS.findall(input):
            if run.isascii():
                words.append(run)
            else:
                words += run
                words += map("".join, pairwise(run))
        return words


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.add_search_language(ChineseSearch)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
