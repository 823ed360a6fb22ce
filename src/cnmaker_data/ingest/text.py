"""A plan in plain text as its lines and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnmaker_data.ingest.document import Builder, Cell
from cnmaker_data.ingest.headings import stands_alone


if TYPE_CHECKING:
    from cnmaker_data.ingest.document import Document


def parse(text: str) -> Document:
    """
    Return the lines and tables of a plan as plain text.

    A line that starts with a tab starts a cell, with a blank line before it
    also a row. Other lines continue the cell, but for a line behind a blank
    one that stands alone: a heading, a note, 附件3. It ends the table.
    """
    builder = Builder()
    rows: list[list[list[str]]] = []

    def end_table() -> None:
        if rows:
            # The blank lines behind a row part it from what follows.
            builder.add_table(
                tuple(Cell("\n".join(cell).rstrip("\n")) for cell in row)
                for row in rows
            )
            rows.clear()

    before = ""
    for line in text.split("\n"):
        is_after_blank = not before.strip()
        if line.startswith("\t"):
            # A line of a tab alone is not blank: it is an empty cell.
            if not rows or (is_after_blank and not before.startswith("\t")):
                rows.append([])
            rows[-1].append([line[1:]])
        elif rows and not (
            line.strip() and is_after_blank and stands_alone(line)
        ):
            rows[-1][-1].append(line)
        else:
            end_table()
            builder.add_text(line)
        before = line
    end_table()
    return builder.build(shows_merged=False)
