"""Where the plan is in a document: from its title to the next attachment."""

from __future__ import annotations

import os.path
import re

from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from cnmaker_data.ingest.columns import (
    REQUIRED,
    cells_of,
    find_column,
    is_header,
    starts,
)
from cnmaker_data.ingest.document import Line, Table
from cnmaker_data.ingest.headings import (
    Title,
    find_edition,
    match,
    one_line,
    parse_notice,
    parse_title,
    stands_alone,
)
from cnmaker_data.ingest.problems import Problem, problem
from cnmaker_data.series import parse_numeral


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cnmaker_data.ingest.document import Document, Row


_SUBHEADING = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）、.]\s*\S{2}")
_MERGED = (
    "is merged with a heading, a note or an empty row above it; split them and "
    "type the text"
)


class Extent(NamedTuple):
    """The part of a document that is the plan."""

    title: Title
    #: The document numbers on lines of their own above its tables.
    notices: list[str]
    #: The blocks below the title; a row that is a line is a `Line`.
    blocks: list[Line | Table]
    shows_merged: bool
    problems: list[Problem]


class _Stretch(NamedTuple):
    """A title, and the blocks that are the plan if it is the plan's title."""

    title: Title
    start: int
    #: The first block below the title.
    below: int
    end: int


def find_extent(document: Document) -> Extent | list[Problem]:
    """
    Return the part of a document that is the plan, or the problems.

    It starts with the last title above its tables: menus may name other plans,
    and a notice lists its attachments. On a web page it ends with the element
    that holds its title and all of its tables.
    """
    blocks = list(_with_lines(document))
    stretches = list(_stretches(blocks))
    found = [
        each
        for each in stretches
        if any(map(_holds_contests, blocks[each.below : each.end]))
    ] or stretches[-1:]
    if not found:
        return [problem("title"), *_faults(blocks)]
    first, last = found[0], found[-1]
    problems = list(_faults(blocks[first.start : first.below]))
    end = last.end
    is_second = last.title.text != first.title.text
    if is_second:
        end = first.end
        problems.append(problem("title second", last.title.text))
    above, plan = blocks[: first.start], blocks[first.start : end]
    places = [
        block.place
        for at, block in enumerate(plan)
        if at == 0 or _holds_contests(block)
    ]
    common = os.path.commonprefix(places)  # noqa: RUF071 - of tuples
    inside: list[Line | Table] = []
    outside = above + blocks[end:]
    for block in blocks[first.below : end]:
        is_inside = block.place[: len(common)] == common
        (inside if is_inside else outside).append(block)
    # The tables of a second plan are no faults of their own.
    if not is_second:
        problems += _misplaced(outside, first.title)
    top = takewhile(lambda block: isinstance(block, Line), inside)
    notices = [
        notice
        for block in (*above, *top)
        if isinstance(block, Line) and (notice := parse_notice(block.text))
    ]
    return Extent(
        first.title,
        list(dict.fromkeys(notices)),
        inside,
        document.shows_merged,
        problems,
    )


def _faults(blocks: Iterable[Line | Table]) -> Iterator[Problem]:
    for block in blocks:
        if isinstance(block, Line) and block.fault:
            yield problem(block.fault, block.text)


def _with_lines(document: Document) -> Iterator[Line | Table]:
    """Yield the blocks of a document, with rows that are lines as `Line`."""
    for block in document.blocks:
        if isinstance(block, Line):
            yield block
            continue
        rows: list[Row] = []
        headed = False
        # The columns of the grid in which the last cell is of no contest.
        lost: set[int] = set()
        for row in block.rows:
            is_heading = is_header(row)
            headed = headed or is_heading
            text = _line_of(row, headed=headed)
            own = {start for start, cell in starts(row) if not cell.above}
            if text is not None or is_heading:
                lost |= own
            else:
                lost -= own
            if text is None:
                rows.append(_unmerged(row, lost))
            elif text:
                if rows:
                    yield Table(tuple(rows), block.place)
                rows = []
                fault = "".join(cell.fault for cell in row)
                for line in filter(None, map(str.strip, text.split("\n"))):
                    yield Line(line, fault, block.place)
        if rows:
            yield Table(tuple(rows), block.place)


def _unmerged(row: Row, lost: set[int]) -> Row:
    """Return a row with a fault in each cell that continues a lost one."""
    return tuple(
        cell._replace(fault=cell.fault or _MERGED)
        if cell.above and start in lost
        else cell
        for start, cell in starts(row)
    )


def _line_of(row: Row, *, headed: bool) -> str | None:
    """
    Return the text of a row if it is a line; it is empty for a blank row.

    A line is in a cell across the table, or in the first cell of a row whose
    other cells are empty: above the headings of the columns any text, and below
    them one that cannot be part of a cell.
    """
    filled = [cell for cell in row if one_line(cell.text) or cell.fault]
    if not filled:
        return ""
    first = filled[0]
    text = one_line(first.text)
    if len(filled) == 1 and (
        len(cells_of(row)) == 1
        or (first is row[0] and (not headed or _SUBHEADING.match(text)))
    ):
        return first.text
    texts = [one_line(cell.text) for cell in filled]
    is_line = (
        stands_alone(first.text)
        and not is_header(row)
        and stands_alone(":".join(texts))
    )
    return " ".join(texts) if is_line else None


def _stretches(blocks: Sequence[Line | Table]) -> Iterator[_Stretch]:
    titles = list(_titles(blocks))
    limits = [*(start for _, start, _ in titles[1:]), len(blocks)]
    for (title, start, below), limit in zip(titles, limits, strict=False):
        nearby = map(_attachment, blocks[max(start - 2, 0) : start + 1])
        own = [number for number in nearby if number is not None][-1:]
        # A page may repeat the number of its attachment at its top.
        ends = (
            end
            for end in range(below, limit)
            if _attachment(blocks[end]) not in (None, *filter(None, own))
        )
        yield _Stretch(title, start, below, next(ends, limit))


def _titles(
    blocks: Sequence[Line | Table],
) -> Iterator[tuple[Title, int, int]]:
    """Yield each title with its first block and the one below it."""
    below = 0
    for start in range(len(blocks)):
        # A long title may be broken over lines.
        for end in range(start + 1, start + 4 if start >= below else 0):
            lines = [
                block.text
                for block in blocks[start:end]
                if isinstance(block, Line)
            ]
            title = parse_title(lines) if len(lines) == end - start else None
            if title:
                below = end
                yield title, start, below
                break


def _attachment(block: Line | Table) -> int | None:
    """Return the number of an attachment that starts here, 0 without one."""
    found = isinstance(block, Line) and match("attachment", block.text)
    if not found:
        return None
    return parse_numeral(found["number"] or "0") or 0


def _holds_contests(block: Line | Table) -> bool:
    return isinstance(block, Table) and any(map(is_header, block.rows))


def _misplaced(
    blocks: Sequence[Line | Table], title: Title
) -> Iterator[Problem]:
    """Yield a problem for each table outside of the plan that belongs to it."""
    for block in blocks:
        rows = block.rows if isinstance(block, Table) else ()
        texts = [[one_line(cell.text) for cell in row] for row in rows]
        editions = [find_edition(text) for row in texts for text in row]
        if any(each and each[0] == title.number for each in editions):
            for row in texts:
                if {*map(find_column, row)}.issuperset(REQUIRED):
                    yield problem("outside", "、".join(row), title=title.text)
