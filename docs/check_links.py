"""
Check that every internal link of the built site leads somewhere.

    python docs/check_links.py docs/_build/html
"""

from __future__ import annotations

import functools
import sys

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


class _Page(HTMLParser):
    """The links and anchors of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors = {"", "top"}
        self.feed(text)

    def handle_starttag(
        self, _tag: str, attrs: list[tuple[str, str | None]]
    ) -> None:
        for name, value in attrs:
            if value is None:
                continue
            if name in {"href", "src"}:
                self.links.append(value)
            elif name == "id":
                self.anchors.add(value)


@functools.cache
def _page(path: Path) -> _Page:
    return _Page(path.read_text(encoding="utf-8"))


def broken_links(site: Path) -> list[str]:
    """Return a line for each link that leads nowhere or out of the site."""
    return [
        f"{page.relative_to(site).as_posix()}: {link}"
        for page in sorted(site.rglob("*.html"))
        for link in dict.fromkeys(_page(page).links)
        if not _leads_somewhere(site, page, link)
    ]


def _leads_somewhere(site: Path, page: Path, link: str) -> bool:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        # Links to other sites are not checked.
        return True
    target = page
    if parts.path:
        target = (page.parent / unquote(parts.path)).resolve()
    if not target.is_file() or not target.is_relative_to(site):
        return False
    if target.suffix != ".html":
        return True
    return unquote(parts.fragment) in _page(target).anchors


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit(__doc__)
    if found := broken_links(Path(sys.argv[1]).resolve()):
        sys.exit("\n".join(["broken links:", *found]))
