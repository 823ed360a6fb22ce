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
from cnmaker_data.ingest.document import Line
from cnmaker_data.ingest.extent import find_extent
from cnmaker_data.ingest.headings import find_edition, one_line, parse_notice
from cnmaker_data.ingest.problems import Problem, merged
from cnmaker_data.ingest.rows import read_rows
from cnmaker_data.ingest.sheets import find_sheets
from cnmaker_data.series import YEAR_BEFORE_FIRST, notice_on_record


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cnmaker_data.ingest.extent import Extent
    from cnmaker_data.ingest.headings import Title
    from cnmaker_data.ingest.rows import Row, Rows
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

    *edition* is the number that the plan must be of. *notice* is the document
    number of the notice that the plan is attached to, if the document does
    not give its own. *keep_columns* are headings of columns that no plan has
    had, such as 备注; their cells are kept in `Contest.source`.

    The plan goes from its title to the next 附件 or the end of the document.
    Every table, row and cell in it is accounted for; its other lines become
    `Edition.notes`. Raises `IngestError`, which lists each problem with its
    table, row and column, for a file that is not a plan and for a plan that
    does not add up, `DataError` for a *notice* that is no line of text, and
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
    found = find_sheets(extent, tuple(keep_columns))
    title = extent.title
    problems = [*extent.problems, *found.problems]
    if title is None:
        kinds = ("title", "line", "tables")
        problems = [each for each in problems if each.kind in kinds]
        raise IngestError(merged(problems), path.name)
    tables = list(_tables(found.sheets))
    named = _as_named(title, [row for each in tables for row in each.rows])
    problems = [*_wrong_title(title, named, edition), *problems]
    contests: dict[str, Contest] = {}
    for table in tables:
        problems += _add_contests(contests, table, named)
    number, ambiguous = _notice(extent, title.number, notice)
    problems += ambiguous
    if problems:
        raise IngestError(merged(problems), path.name)
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
    return IngestError([IngestProblem("", None, None, "", reason)], path.name)


def _tables(sheets: Sequence[Sheet]) -> Iterator[Rows]:
    last = 0
    for sheet in sheets:
        rows = read_rows(sheet, last)
        last = rows.last
        yield rows


def _as_named(title: Title, rows: Sequence[Row]) -> Title:
    """
    Return a title with the edition that most of its contests are named after.
    """
    named = (find_edition(one_line(row.text(Column.NAME))) for row in rows)
    numbers = Counter(each.number for each in named if each)
    for number, count in numbers.most_common(1):
        if count > sum(numbers.values()) / 2:
            return title._replace(number=number)
    return title


def _wrong_title(
    title: Title, named: Title, edition: int | None
) -> Iterator[Problem]:
    if named.number != title.number:
        reason = (
            f"is of edition {title.number}, but its contests are named after "
            f"edition {named.number}"
        )
        yield Problem("title", reason, title.text)
    elif edition not in (None, title.number):
        reason = f"is of edition {title.number}, not {edition!r}"
        yield Problem("title", reason, title.text)


def _add_contests(
    contests: dict[str, Contest], table: Rows, title: Title
) -> Iterator[Problem]:
    """Add the contests of a table to those by id; yield all that is wrong."""
    wrong: list[Problem] = []
    repeated = False
    for row in table.rows:
        read = read_contest(row, title)
        wrong += read.problems
        contest = read.contest
        if contest and contest.id in contests:
            first = contests[contest.id]
            reason = (
                f"has the id {first.id}, as {first.name!r} has "
                f"({first.source}); ids are unique"
            )
            wrong.append(row.problem("repeated", reason, Column.NAME))
            repeated = True
        elif contest:
            contests[contest.id] = contest
    for problem in table.problems:
        # A row that appears twice makes the count wrong, too.
        if problem.kind != "count" or not repeated:
            yield problem
    yield from wrong


def _notice(
    extent: Extent, number: int, given: str | None
) -> tuple[str | None, list[Problem]]:
    """
    Return the document number of a plan's notice: given, printed or on record.
    """
    lines = list(extent.above)
    for block in extent.blocks:
        if not isinstance(block, Line):
            break
        lines.append(block.text)
    printed = list(dict.fromkeys(filter(None, map(parse_notice, lines))))
    if given or not printed:
        return given or notice_on_record(number), []
    if len(printed) == 1:
        return printed[0], []
    reason = (
        "are document numbers, each on a line of its own; give the one of the "
        "notice as notice"
    )
    return None, [Problem("notice", reason, "、".join(printed))]
