"""A plan in plain text as its lines and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnmaker_data.ingest.document import Builder, Cell, Document, Row
from cnmaker_data.ingest.headings import stands_alone


if TYPE_CHECKING:
    from collections.abc import Iterator


def parse(text: str) -> Document:
    """
    Return the lines and tables of a plan as plain text.

    A line that starts with a tab starts a cell, with a blank line before it
    also a row. Other lines continue the cell, but for a line behind a blank
    one that stands alone: a heading, a note, 附件3. It ends the table.
    """
    builder = Builder()
    rows: list[list[list[str]]] = []
    before = ""
    for line in text.split("\n"):
        if line.startswith("\t"):
            # A line of a tab alone is not blank: it is an empty cell.
            if not rows or not (before.strip() or before.startswith("\t")):
                rows.append([])
            rows[-1].append([line[1:]])
        elif not rows:
            builder.add_text(line)
        elif line.strip() and not before.strip() and stands_alone(line):
            builder.add_table(_rows(rows))
            builder.add_text(line)
            rows = []
        else:
            rows[-1][-1].append(line)
        before = line
    if rows:
        builder.add_table(_rows(rows))
    return builder.build(shows_merged=False)


def _rows(rows: list[list[list[str]]]) -> Iterator[Row]:
    for row in rows:
        # The blank lines behind a row part it from what follows.
        yield tuple(Cell("\n".join(cell).rstrip("\n")) for cell in row)
