"""
How long it takes to read the plan from a Word file.

Beside it, python-docx opens the same file and looks at the text of each
paragraph and each cell, which no reader of such a file can do without.
"""

from __future__ import annotations

import atexit
import os
import tempfile

from itertools import groupby
from typing import TYPE_CHECKING

from benchmarks.cases import Case, timed


if TYPE_CHECKING:
    from collections.abc import Callable

    from cnmaker_data import Edition


def write_plan(edition: Edition, path: str) -> None:
    """Write the plan of an edition as a Word file, as it is printed."""
    import docx

    document = docx.Document()
    document.add_paragraph(edition.title)
    by_table = groupby(edition.contests, lambda contest: contest.source.table)
    for heading, contests in by_table:
        rows = list(contests)
        document.add_paragraph(heading)
        columns = list(rows[0].source)
        table = document.add_table(1 + len(rows), len(columns))
        lines = [columns, *(list(row.source.values()) for row in rows)]
        for line, printed in zip(table.rows, lines, strict=True):
            for cell, text in zip(line.cells, printed, strict=True):
                cell.text = text
        if any(link.inherited for row in rows for link in row.links):
            links = table.column_cells(len(columns) - 1)
            text = links[1].text
            links[1].merge(links[-1]).text = text
    document.save(path)


def _plan() -> str:
    from cnmaker_data import edition
    from cnmaker_data.ingest import read_plan

    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    path = os.path.join(folder.name, "plan.docx")
    write_plan(edition(8), path)
    if read_plan(path) != edition(8):
        raise AssertionError("the file is not the plan of the edition")
    return path


def _read() -> Callable[[], object]:
    from cnmaker_data.ingest import read_plan

    path = _plan()
    return lambda: read_plan(path)


def _walk() -> Callable[[], object]:
    import docx

    path = _plan()

    def walk() -> int:
        document = docx.Document(path)
        length = sum(len(each.text) for each in document.paragraphs)
        for table in document.tables:
            for row in table.rows:
                length += sum(len(cell.text) for cell in row.cells)
        return length

    return walk


CASES = [
    Case(
        "`read_plan`, Word",
        timed("`read_plan`", "Word", _read),
        timed("python-docx, text of all cells", "Word", _walk),
        2.0,
    )
]
