"""
Any text as a cell with links.
"""

from __future__ import annotations

from cnmaker_data import InvalidURLError, normalize_url
from cnmaker_data.links import scan_links
from fuzz.promises import refusing


__all__ = ["check"]


def check(data: bytes) -> None:
    text = data.decode("utf-8", "surrogateescape")
    before = 0
    with refusing(InvalidURLError):
        for link, start, end in scan_links(text):
            assert before <= start < end
            before = end
            found = text[start:end]
            assert found.endswith(link.text)
            assert found.startswith(link.label or link.text)
            assert normalize_url(link.text) == link.url
