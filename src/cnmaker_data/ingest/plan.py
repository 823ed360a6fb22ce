"""A plan document as an `Edition`, or every reason to reject it."""

from __future__ import annotations

import os

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from cnmaker_data.catalog import Edition
from cnmaker_data.errors import IngestError, IngestProblem
from cnmaker_data.ingest import files
from cnmaker_data.ingest.columns import Column
from cnmaker_data.ingest.contests import read_contest
from cnmaker_data.ingest.extent import find_extent
from cnmaker_data.ingest.headings import find_edition, one_line, parse_notice
from cnmaker_data.ingest.problems import Problem, merged, problem
from cnmaker_data.ingest.rows import ContestRow, read_rows
from cnmaker_data.ingest.sheets import find_sheets
from cnmaker_data.series import YEAR_BEFORE_FIRST, notice_on_record


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cnmaker_data.ingest.headings import Title
    from cnmaker_data.ingest.sheets import Sheet
    from cnmaker_data.model import Contest


def read_plan(
    path: str | os.PathLike[str],
    *,
    edition: int | None = None,
    notice: str | None = None,
    keep_columns: Iterable[str] = (),
) -> Edition:
    """
    Return the edition that a plan document describes.

    *path* is a text, a Word file (.docx, .docm, .dotx) or a web page; the last
    two need the extra ``ingest``. In text, a line that starts with a tab
    starts a cell, a blank line before it starts a row, other lines continue
    the cell.

    *edition* is the number that the plan must have. *notice* is the document
    number of the notice that the plan is attached to, if the document does
    not give its own. *keep_columns* are headings of columns that no plan has
    had, such as 备注; their cells are kept in `Contest.source`.

    The plan goes from its title to the next 附件 or the end of the document.
    Every table, row and cell in it is accounted for; its other lines become
    `Edition.notes`. Raises `IngestError`, which lists each problem with its
    table, row and column, for a file that is not a plan and for a plan that
    does not add up, `DataError` for a *notice* that is not a line of text, and
    `MissingExtraError`.

    >>> from cnmaker_data.ingest import read_plan
    >>> read_plan("edition-09.txt")
    Traceback (most recent call last):
        ...
    cnmaker_data.errors.IngestError: edition-09.txt: cannot be read: No such \
file or directory
    """
    path = Path(path)
    try:
        document = files.read(path)
    except OSError as error:
        raise _refused(path, f"cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise _refused(path, str(error)) from None

    extent = find_extent(document)
    if isinstance(extent, list):
        raise IngestError(merged(extent), path.name)
    title = extent.title
    found = find_sheets(extent, keep_columns)
    tables = list(_tables(found.sheets))
    named = _as_named(title, tables)
    contests: dict[str, Contest] = {}
    problems = [
        *_wrong_title(title, named, edition),
        *extent.problems,
        *found.problems,
    ]
    for sheet, rows in zip(found.sheets, tables, strict=True):
        problems += _add_contests(contests, sheet, rows, named)
    printed = "、".join(extent.notices)
    if len(extent.notices) > 1 and not notice:
        problems.append(problem("notice", printed))
    if problems:
        raise IngestError(merged(problems), path.name)
    number = notice or printed or notice_on_record(title.number)
    return Edition(
        number=title.number,
        year=title.number + YEAR_BEFORE_FIRST,
        title=title.text,
        notice=number,
        contests=list(contests.values()),
        notes=[
            note
            for note in found.notes
            if number is None or parse_notice(note) != number
        ],
    )


def _refused(path: Path, reason: str) -> IngestError:
    problem = IngestProblem("", None, None, "", reason)
    # The folder "." has no name.
    return IngestError([problem], path.name or str(path))


def _tables(sheets: Iterable[Sheet]) -> Iterator[list[ContestRow | Problem]]:
    last = 0
    for sheet in sheets:
        rows = list(read_rows(sheet, last))
        yield rows
        for row in rows:
            last = (isinstance(row, ContestRow) and row.ordinal) or last


def _as_named(title: Title, tables: list[list[ContestRow | Problem]]) -> Title:
    """Return a title with the edition that most contests are named after."""
    named = (
        find_edition(one_line(row.text(Column.NAME)))
        for rows in tables
        for row in rows
        if isinstance(row, ContestRow)
    )
    numbers = Counter(each[0] for each in named if each)
    for number, count in numbers.most_common(1):
        if count > sum(numbers.values()) / 2:
            return title._replace(number=number)
    return title


def _wrong_title(
    title: Title, named: Title, edition: int | None
) -> Iterator[Problem]:
    number = title.number
    if named.number != number:
        yield problem(
            "title edition", title.text, number=number, named=named.number
        )
    elif edition not in (None, number):
        yield problem(
            "title pinned", title.text, number=number, edition=edition
        )


def _add_contests(
    contests: dict[str, Contest],
    sheet: Sheet,
    rows: list[ContestRow | Problem],
    title: Title,
) -> list[Problem]:
    """Add the contests of a table to *contests*, and return its problems."""
    problems: list[Problem] = []
    for row in rows:
        if isinstance(row, Problem):
            problems.append(row)
            continue
        contest = read_contest(row, title)
        first = contest and contests.setdefault(contest.id, contest)
        if first is not contest:
            row.report("repeated", Column.NAME, first=first)
        problems += row.problems_in_order()
    # Otherwise a row that is lost, repeated or unreadable explains the count.
    counts = all(isinstance(row, ContestRow) for row in rows) and not any(
        each.kind in ("number", "repeated") for each in problems
    )
    heading = sheet.heading
    if counts and heading.announced not in (None, len(rows)):
        count = problem(
            "count",
            heading.text,
            announced=heading.announced,
            rows=len(rows),
        )
        problems.insert(0, count)
    return problems
