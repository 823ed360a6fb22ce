"""
A plan in plain text as its tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnmaker_data.ingest.documents import Cell, Document, Row, assemble
from cnmaker_data.ingest.headings import parse_heading


if TYPE_CHECKING:
    from collections.abc import Iterator


__all__ = ["parse"]


def parse(text: str) -> Document:
    """
    Return the tables of a plan as plain text.

    A line that starts with a tab starts a cell, with a blank line before it
    also a row; other lines continue the cell, unless they are a heading that
    stands alone.
    """
    pieces: list[str | Iterator[Row]] = []
    rows: list[list[list[str]]] = []
    lines = text.split("\n")
    neighbours = zip(["", *lines], lines, [*lines[1:], ""], strict=False)
    for before, line, after in neighbours:
        if line.startswith("\t"):
            # A line of a tab alone is not blank: it is an empty cell.
            if not rows or not (before.strip() or before.startswith("\t")):
                rows.append([])
            rows[-1].append([line[1:]])
        elif not rows:
            pieces.append(f"{line}\n")
        elif not before.strip() and not after.strip() and parse_heading(line):
            pieces += [_rows(rows), f"{line}\n"]
            rows = []
        else:
            rows[-1][-1].append(line)
    if rows:
        pieces.append(_rows(rows))
    return assemble(pieces)._replace(shows_merged=False)


def _rows(rows: list[list[list[str]]]) -> Iterator[Row]:
    for row in rows:
        # The blank lines behind a row part it from what follows.
        yield tuple(Cell("\n".join(cell).rstrip("\n")) for cell in row)
