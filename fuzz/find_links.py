"""Any text as a cell with links."""

from __future__ import annotations

from cnmaker_data import InvalidURLError, find_links, normalize_url
from cnmaker_data.links import scan_links
from fuzz.promises import refusing
from fuzz.referees import INVISIBLE


__all__ = ["check"]


_NO_BLANKS = dict.fromkeys(map(ord, INVISIBLE))


def check(data: bytes) -> None:
    text = data.decode("utf-8", "surrogateescape")
    last = 0
    with refusing(InvalidURLError):
        scanned = list(scan_links(text))
        assert find_links(text) == tuple(link for link, _, _ in scanned)
        for link, start, end in scanned:
            assert last <= start < end <= len(text)
            last = end
            found = text[start:end].translate(_NO_BLANKS)
            assert link.text in found
            assert (link.label or "") in found
            assert normalize_url(link.text) == link.url
            assert not link.inherited
