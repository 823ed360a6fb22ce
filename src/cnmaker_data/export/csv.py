"""
CSV that a spreadsheet opens as it should: a row for each contest.

In UTF-8 with a byte order mark, without which Excel takes it for the code
page of the machine, and with the line ends of RFC 4180.
"""

from __future__ import annotations

import csv
import io
import re

from typing import TYPE_CHECKING

from cnmaker_data.catalog import Edition


if TYPE_CHECKING:
    from cnmaker_data.collection import Contests
    from cnmaker_data.export import Exportable
    from cnmaker_data.model import Contest


__all__ = [
    "COLUMNS",
    "contests_of",
    "neutralize",
    "record",
    "restore",
    "to_bytes",
]


#: The columns of a table with a row for each contest.
COLUMNS = (
    "id",
    "edition",
    "series",
    "tier",
    "number",
    "name",
    "theme",
    "location_code",
    "location",
    "organizers",
    "urls",
)

# What a spreadsheet may run: formulas, which some programs find behind blanks
# and in full-width forms, too. Behind apostrophes it runs nothing; they are
# here so that `restore` can tell ours from those of the text.
_RUNS = re.compile(r"['\s]*[=+\-@＝＋－＠]|'*[\t\r\n]").match


def to_bytes(contests: Exportable) -> bytes:
    """
    Return contests as CSV for spreadsheets.

    >>> from cnmaker_data import contests
    >>> to_bytes(contests)[:6]
    b'\\xef\\xbb\\xbfid,'
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for contest in contests_of(contests):
        writer.writerow(
            [
                neutralize(value) if isinstance(value, str) else value
                for value in record(contest)
            ]
        )
    return text.getvalue().encode("utf-8-sig")


def contests_of(contests: Exportable) -> Contests:
    """
    Return the contests of an edition, or the contests that are given.
    """
    return contests.contests if isinstance(contests, Edition) else contests


def record(contest: Contest) -> tuple[str | int | None, ...]:
    """
    Return a contest as a row of a flat table, its values in `COLUMNS`' order.

    >>> from cnmaker_data import contests
    >>> record(contests["8/regional/ningbo"])[7:9]
    ('330200', '宁波市')
    """
    return (
        contest.id,
        contest.edition,
        contest.series,
        contest.tier.value,
        contest.number,
        contest.name,
        contest.theme,
        contest.location.code,
        contest.location.name,
        "、".join(map(str, contest.organizers)),
        " ".join(contest.urls),
    )


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
