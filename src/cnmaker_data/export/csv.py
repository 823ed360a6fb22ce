"""
CSV that a spreadsheet opens correctly: a row for each contest.

It is UTF-8 with a byte order mark, without which Excel assumes the code page
of the machine, and has the line ends of RFC 4180.
"""

from __future__ import annotations

import csv
import io
import re

from collections.abc import Iterable

from cnmaker_data import tables
from cnmaker_data.catalog import Edition
from cnmaker_data.collection import Contests
from cnmaker_data.table import Table


# Text that a spreadsheet may run: formulas, which some programs also find after
# blanks and in full-width forms. After an apostrophe it runs nothing; they are
# here so that `restore` can tell ours from those of the text.
_RUNS = re.compile(r"['\s]*[=+\-@＝＋－＠]|'*[\t\r\n]").match


def to_bytes(
    contests: Contests, _: Edition | None, headings: tables.Headings
) -> bytes:
    """Return contests as CSV for spreadsheets."""
    sheet = tables.sheet("contests", contests, headings)
    return text_of(sheet).encode("utf-8-sig")


def text_of(table: Table) -> str:
    """Return a table of texts and numbers as CSV, safe for spreadsheets."""
    rows = (
        [neutralize(x) if isinstance(x, str) else x for x in row]
        for row in table
    )
    return joined([[column.name for column in table.columns], *rows], "\r\n")


def joined(rows: Iterable[Iterable[object]], line_end: str) -> str:
    """Return rows as CSV."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=line_end).writerows(rows)
    return text.getvalue()


def neutralize(text: str) -> str:
    """
    Return a text with an apostrophe before what a spreadsheet would run.

    >>> neutralize("=1+1"), neutralize("创客中国")
    ("'=1+1", '创客中国')
    """
    return f"'{text}" if _RUNS(text) else text


def restore(text: str) -> str:
    """
    Return the text that `neutralize` was given.

    >>> restore("'=1+1"), restore("'创客'中国")
    ('=1+1', "'创客'中国")
    """
    return text[1:] if text.startswith("'") and _RUNS(text[1:]) else text
