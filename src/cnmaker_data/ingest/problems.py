"""The problems of a plan: one for each fault."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from cnmaker_data.errors import IngestProblem


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


# More problems than anybody reads.
_MOST = 1_000
_MOST_PLACES = 12
_FEW = 3


class Problem(NamedTuple):
    """Something wrong at one place, which may follow from a fault elsewhere."""

    #: The kind of problem: one fault gives many of one kind.
    kind: str
    #: The fault and its cure.
    reason: str
    text: str = ""
    table: str = ""
    row: int | None = None
    column: str | None = None


def merged(problems: Iterable[Problem]) -> list[IngestProblem]:
    """
    Return the problems of a plan in its order, those of one fault as one.

    What is wrong in one column of three rows, or in three columns of a row,
    comes from one fault: a heading in another spelling, a lost cell.
    """
    found = list(problems)
    kinds = Counter(map(_kind, found))
    groups: dict[object, list[Problem]] = {}
    for place, problem in enumerate(found):
        key: object = _kind(problem)
        if kinds[key] < (_FEW if problem.column and problem.row else 2):
            key = place if problem.row is None else problem[3:5]
        groups.setdefault(key, []).append(problem)
    return [each for group in groups.values() for each in _told(group)][:_MOST]


def _kind(problem: Problem) -> object:
    if problem.row is not None:
        return problem.kind, problem.column
    return problem.kind, problem.column, problem.text


def _told(group: list[Problem]) -> Iterator[IngestProblem]:
    first, *others = group
    columns = list(dict.fromkeys(each.column or "" for each in group))
    if len(columns) >= _FEW:
        yield _problem(
            first._replace(column=None, text=""),
            f"its cells in {'、'.join(columns)} do not fit; look for a cell "
            f"that is lost, doubled or moved ({columns[0]}: {first.text!r} "
            f"{first.reason})",
        )
    elif others and len({_kind(each) for each in group}) == 1:
        places = [_place(each, first) for each in others[:_MOST_PLACES]]
        if rest := len(others) - len(places):
            places.append(f"{rest} more")
        yield _problem(first, f"{first.reason}; so for {', '.join(places)}")
    else:
        for each in group:
            yield _problem(each, each.reason)


def _place(problem: Problem, first: Problem) -> str:
    table = "" if problem.table == first.table else problem.table
    row = "" if problem.row is None else f"row {problem.row}"
    return " ".join(filter(None, (table, row)))


def _problem(problem: Problem, reason: str) -> IngestProblem:
    return IngestProblem(
        problem.table, problem.row, problem.column, problem.text, reason
    )
