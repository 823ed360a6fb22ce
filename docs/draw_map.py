"""
Draw the map of the READMEs from the data of the newest edition.

    python docs/draw_map.py

It fails if a picture has changed, so that nobody forgets to commit it.
"""

from __future__ import annotations

import sys

from pathlib import Path


DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS / "extensions"))

from showcase import map as tile_map  # noqa: E402  # after the path to it
from showcase import words  # noqa: E402

from cnmaker_data import edition  # noqa: E402


PICTURES = {"en": "map.svg", "zh_CN": "map.zh-CN.svg"}


def drawn(language: str) -> str:
    """Return the map in a language of the site."""
    words.load(language)
    return tile_map.svg(edition())


def main() -> None:
    """Write the pictures that are out of date."""
    changed: list[str] = []
    for language, name in PICTURES.items():
        path = DOCS / "static" / name
        text = drawn(language)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(name)
    if changed:
        sys.exit(f"drew {', '.join(changed)} again; commit them")


if __name__ == "__main__":
    main()
