"""The problems of a plan: one for each fault."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from cnmaker_data import _resources
from cnmaker_data.errors import IngestProblem, short_repr


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


_REASONS = _resources.read_toml("problems.toml")

# More problems than anybody reads.
_MOST = 1_000
_MOST_PLACES = 12
_FEW = 3


class Problem(NamedTuple):
    """Something wrong in one place, which may follow from a fault elsewhere."""

    #: The kind of problem: one fault gives many of one kind.
    kind: str
    table: str
    row: int | None
    column: str | None
    text: str
    #: The fault and its cure.
    reason: str
    #: The headings of unknown columns.
    unknown: tuple[str, ...] = ()

    @property
    def fault_key(self) -> object:
        """The key that all problems of one fault share."""
        in_cell = self.row is not None and self.column
        return self.kind if in_cell else self.reason, self.column, self.unknown

    def shown(self, reason: str = "") -> IngestProblem:
        shown = IngestProblem(*self[1:])
        return shown._replace(reason=reason) if reason else shown


def problem(
    kind: str,
    text: str = "",
    table: str = "",
    row: int | None = None,
    column: str | None = None,
    **values: object,
) -> Problem:
    """Return a problem of `problems.toml`, or one with *kind* as its reason."""
    reason = kind
    if kind in _REASONS:
        reason = _REASONS[kind].format(**values)
        kind = kind.partition(" ")[0]
    return Problem(kind, table, row, column, text, reason)


def merged(problems: Iterable[Problem]) -> list[IngestProblem]:
    """
    Return the problems of a plan in its order, those of one fault as one.

    What is wrong in one column of three rows, or in three columns of a row,
    comes from one fault: a heading in another spelling, a lost cell.
    """
    found = list(problems)
    kinds = Counter(each.fault_key for each in found)
    groups: dict[object, list[Problem]] = {}
    for place, each in enumerate(found):
        key: object = each.fault_key
        if kinds[key] < (_FEW if each.column and each.row else 2):
            key = place if each.row is None else (each.table, each.row)
        groups.setdefault(key, []).append(each)
    return [each for group in groups.values() for each in _merge(group)][:_MOST]


def _merge(group: list[Problem]) -> Iterator[IngestProblem]:
    first, *others = group
    columns = list(dict.fromkeys(each.column or "" for each in group))
    if len(columns) >= _FEW and len({each.reason for each in group}) == 1:
        yield IngestProblem(first.table, first.row, None, "", first.reason)
    elif len(columns) >= _FEW:
        reason = (
            f"its cells in {'、'.join(columns)} do not fit; look for a cell "
            f"that is lost, doubled or moved ({columns[0]}: {first.text!r} "
            f"{first.reason})"
        )
        yield IngestProblem(first.table, first.row, None, "", reason)
    elif others and len({each.fault_key for each in group}) == 1:
        places = [_place(each, first) for each in others[:_MOST_PLACES]]
        if rest := len(others) - len(places):
            places.append(f"{rest} more")
        reason = f"{first.reason}; so for {', '.join(places)}"
        yield first.shown(reason)
    else:
        for each in group:
            yield each.shown()


def _place(each: Problem, first: Problem) -> str:
    table = "" if each.table == first.table else each.table
    row = "" if each.row is None else f"row {each.row}"
    return " ".join(filter(None, (table, row))) or short_repr(each.text)
