"""
Where the plan stands in a document: from its title to the next attachment.
"""

from __future__ import annotations

import re

from itertools import filterfalse, takewhile
from typing import TYPE_CHECKING, NamedTuple

from cnmaker_data.ingest.columns import REQUIRED, find_column, is_header
from cnmaker_data.ingest.document import Line, Table
from cnmaker_data.ingest.headings import (
    Title,
    find_edition,
    one_line,
    parse_attachment,
    parse_title,
    stands_alone,
)
from cnmaker_data.ingest.problems import Problem


if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cnmaker_data.ingest.document import Document, Row


_NO_TITLE = Problem(
    "title",
    "has no title of a plan, such as "
    "第八届“创客中国”中小企业创新创业大赛赛事计划",
)
_LONGEST_TITLE = 200
_SUBHEADING = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）、.]\s*\S{2}")


class Extent(NamedTuple):
    """The part of a document that is the plan."""

    title: Title | None
    #: The lines above the title.
    above: tuple[str, ...]
    #: The blocks below the title; a row that is a line is a `Line`.
    blocks: tuple[Line | Table, ...]
    shows_merged: bool
    problems: tuple[Problem, ...] = ()


class _Candidate(NamedTuple):
    """A line that may be the title of the plan."""

    title: Title
    start: int
    #: The first block behind it.
    stop: int
    #: The number of the attachment that it is the title of.
    attachment: int | None


def find_extent(document: Document) -> Extent:
    """
    Return the part of a document that is the plan.

    It starts with the last title above its tables, as a page may name other
    plans in its menus, and a notice lists its attachments. On a page it ends
    with the element that holds its title and all of its tables.
    """
    blocks = list(_with_lines(document))
    merges = document.shows_merged
    candidates = list(_candidates(blocks))
    stretches = [
        (each, _end(blocks, each, candidates[place + 1 :]))
        for place, each in enumerate(candidates)
    ]
    found = [
        (each, end)
        for each, end in stretches
        if any(map(_holds_contests, blocks[each.stop : end]))
    ] or stretches[-1:]
    if not found:
        return Extent(None, (), tuple(blocks), merges, (_NO_TITLE,))
    (first, own_end), (last, end) = found[0], found[-1]
    problems: list[Problem] = []
    if last.title.text != first.title.text:
        end = own_end
        problems.append(
            Problem(
                "title",
                "is a second plan in this file; give each a file of its own",
                last.title.text,
            )
        )
    is_inside = _level(blocks[first.start : end])
    inside = list(filter(is_inside, blocks[first.stop : end]))
    outside = [*blocks[: first.start], *blocks[end:]]
    outside += filterfalse(is_inside, blocks[first.stop : end])
    problems += _misplaced(outside, first.title)
    return Extent(
        first.title,
        tuple(
            block.text
            for block in blocks[: first.start]
            if isinstance(block, Line)
        ),
        tuple(inside),
        merges,
        tuple(problems),
    )


def _with_lines(document: Document) -> Iterator[Line | Table]:
    """Yield the blocks of a document, rows that are lines as `Line`."""
    for block in document.blocks:
        if isinstance(block, Line):
            yield block
            continue
        rows: list[Row] = []
        headed = False
        for row in block.rows:
            headed = headed or is_header(row)
            text = _line_of(row, headed=headed)
            if text is None:
                rows.append(row)
            elif text:
                if rows:
                    yield Table(tuple(rows), block.place)
                rows = []
                fault = "".join(cell.fault for cell in row)
                for line in filter(None, map(str.strip, text.split("\n"))):
                    yield Line(line, fault, block.place)
        if rows:
            yield Table(tuple(rows), block.place)


def _line_of(row: Row, *, headed: bool) -> str | None:
    """
    Return the text of a row that is a line, which is empty for a blank row.

    A line stands in a cell across the table, or in the first cell of a row if
    nothing stands in the others: above the headings of the columns any line,
    below them one that no cell holds.
    """
    filled = [cell for cell in row if one_line(cell.text) or cell.fault]
    if not filled:
        return ""
    first = filled[0]
    if len(filled) == 1:
        cells = [cell for cell in row if not cell.gap]
        if len(cells) == 1 or (
            first is row[0]
            and (not headed or _SUBHEADING.match(one_line(first.text)))
        ):
            return first.text
    if stands_alone(first.text) and not is_header(row):
        texts = [one_line(cell.text) for cell in filled]
        if len(filled) == 1 or stands_alone("".join(texts)):
            return " ".join(texts)
    return None


def _candidates(blocks: Sequence[Line | Table]) -> Iterator[_Candidate]:
    stop = 0
    for start in range(len(blocks)):
        lines: list[str] = []
        # A long title is broken over lines.
        for end in range(max(start, stop), min(start + 3, len(blocks))):
            block = blocks[end]
            if end < stop or not isinstance(block, Line):
                break
            lines.append(block.text)
            if sum(map(len, lines)) > _LONGEST_TITLE:
                break
            text = "".join("".join(lines).split())
            title = parse_title(lines) if "创客中国" in text else None
            if title:
                stop = end + 1
                yield _Candidate(title, start, stop, _number(blocks, start))
                break


def _number(blocks: Sequence[Line | Table], start: int) -> int | None:
    """Return the number of the attachment that starts at a title."""
    for block in reversed(blocks[max(start - 2, 0) : start + 1]):
        if isinstance(block, Line):
            attachment = parse_attachment(block.text)
            if attachment:
                return attachment.number
    return None


def _end(
    blocks: Sequence[Line | Table],
    candidate: _Candidate,
    others: Sequence[_Candidate],
) -> int:
    """Return where the plan with this title ends."""
    limit = others[0].start if others else len(blocks)
    for place in range(candidate.stop, limit):
        block = blocks[place]
        if isinstance(block, Line):
            attachment = parse_attachment(block.text)
            # A page may repeat the number of its attachment at its top.
            if attachment and (
                attachment.number is None
                or attachment.number != candidate.attachment
            ):
                return place
    return limit


def _holds_contests(block: Line | Table) -> bool:
    return isinstance(block, Table) and any(map(is_header, block.rows))


def _level(
    blocks: Sequence[Line | Table],
) -> Callable[[Line | Table], bool]:
    """Return what tells whether a block is inside the element with the plan."""
    places = [blocks[0].place]
    places += [block.place for block in blocks if _holds_contests(block)]
    levels = zip(*places, strict=False)
    common = tuple(
        level[0] for level in takewhile(lambda level: len({*level}) < 2, levels)
    )
    return lambda block: block.place[: len(common)] == common


def _misplaced(
    blocks: Sequence[Line | Table], title: Title
) -> Iterator[Problem]:
    """
    Yield a problem for each table outside of the plan that seems a part of it.
    """
    for block in blocks:
        for row in block.rows if isinstance(block, Table) else ():
            columns = {find_column(cell.text) for cell in row}
            if columns.issuperset(REQUIRED) and _is_of(block, title):
                yield Problem(
                    "outside",
                    "is a table of contests outside of the plan, which starts "
                    f"with the line {title.text} and ends with the next 附件; "
                    "move the table there",
                    "、".join(one_line(cell.text) for cell in row),
                )


def _is_of(block: Line | Table, title: Title) -> bool:
    rows = block.rows if isinstance(block, Table) else ()
    named = (find_edition(one_line(cell.text)) for row in rows for cell in row)
    return any(each and each.number == title.number for each in named)
