"""
A plan document as an `Edition`, or every reason why it is none.
"""

from __future__ import annotations

import os
import re

from pathlib import Path

from cnmaker_data.catalog import Edition
from cnmaker_data.errors import IngestError, IngestProblem
from cnmaker_data.ingest import documents
from cnmaker_data.ingest.contests import read_contest
from cnmaker_data.ingest.documents import Document
from cnmaker_data.ingest.headings import Title, find_title
from cnmaker_data.ingest.problems import MOST, Problems
from cnmaker_data.ingest.sheets import Column, Row, lines_above, rows, sheets
from cnmaker_data.model import Contest
from cnmaker_data.series import YEAR_BEFORE_FIRST, notice_on_record


__all__ = ["read_plan"]


_NOTICE = re.compile(r"工信\w{1,12}〔(?P<year>2[0-9]{3})〕[0-9]{1,5}号")


def read_plan(
    path: str | os.PathLike[str],
    *,
    edition: int | None = None,
    notice: str | None = None,
) -> Edition:
    """
    Return the edition that a plan document describes.

    *path* is a text, a Word (.docx) or an HTML file; the last two need the
    extra ``ingest``. Text is in UTF-8 or GB 18030: a line that starts with a
    tab starts a cell, a blank line before it starts a row, other lines
    continue the cell. *edition* is the number that the plan must be of.
    *notice* is the document number of the notice that the plan is attached
    to, where the document does not print it.

    Every row and cell is accounted for. Raises `IngestError`, which lists
    each problem with its table, row and column, for a plan that does not add
    up and for a file that is none, `DataError` for a *notice* that is no line
    of text, and `MissingExtraError`.

    >>> from cnmaker_data.ingest import read_plan
    >>> read_plan("edition-09.txt")
    Traceback (most recent call last):
        ...
    cnmaker_data.errors.IngestError: edition-09.txt: cannot be read: No such \
file or directory
    """
    path = Path(path)
    try:
        document = documents.read(path)
    except OSError as error:
        raise _refused(path, f"cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise _refused(path, str(error)) from None
    problems = Problems()
    lines = lines_above(document)
    title = find_title(lines)
    if title is None:
        problems.report(
            "has no title of a plan, such as "
            "第八届“创客中国”中小企业创新创业大赛赛事计划"
        )
    elif edition not in (None, title.number):
        problems.report(
            f"is of edition {title.number}, not {edition!r}", title.text
        )
    contests = _contests(document, title, problems)
    if title is None or problems:
        raise IngestError(problems[:MOST], path.name)

    notice = notice or _notice(lines, title.number)
    dated = _NOTICE.fullmatch(notice or "")
    year = int(dated["year"]) if dated else title.number + YEAR_BEFORE_FIRST
    return Edition(
        number=title.number,
        year=year,
        title=title.text,
        notice=notice,
        contests=contests,
    )


def _refused(path: Path, reason: str) -> IngestError:
    return IngestError([IngestProblem("", None, None, "", reason)], path.name)


def _contests(
    document: Document, title: Title | None, problems: Problems
) -> list[Contest]:
    contests: dict[str, Contest] = {}
    for sheet in sheets(document, problems):
        for row in rows(sheet, problems):
            # Without a title, what its names should be is unknown.
            contest = title and read_contest(row, title, problems)
            if not contest:
                continue
            if first := contests.get(contest.id):
                _report_repeat(row, first, problems)
            contests.setdefault(contest.id, contest)
    return list(contests.values())


def _report_repeat(row: Row, first: Contest, problems: Problems) -> None:
    row.report(
        f"has the id {first.id}, as {first.name!r} has "
        f"({first.source}); ids are unique",
        Column.NAME,
        problems,
    )


def _notice(lines: list[str], number: int) -> str | None:
    """
    Return the document number of a plan's notice, printed or on record.
    """
    for line in lines:
        if found := _NOTICE.search("".join(line.split())):
            return found[0]
    return notice_on_record(number)
