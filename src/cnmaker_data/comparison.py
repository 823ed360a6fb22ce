"""The changes between two editions."""

from __future__ import annotations

import re

from typing import Any, TypeAlias

import attrs

from attrs import field, frozen

from cnmaker_data import tables
from cnmaker_data.catalog import Edition
from cnmaker_data.collection import Contests
from cnmaker_data.errors import data_error, short_repr
from cnmaker_data.model import Contest, Link, Organizer, Region
from cnmaker_data.table import Displayed, Table


#: The value of a field that changed.
FieldValue: TypeAlias = (
    int | str | Region | tuple[Organizer | Link | str, ...] | None
)

# 第八届, 首届 or 2023年.
_ORDINAL = re.compile("(?:第[^第届]{1,5}|首)届|20[0-9]{2}年")


@frozen
class FieldChange:
    """One field with its old and its new value."""

    #: The name of the field; ``source[地点]`` for a printed cell.
    name: str
    old: FieldValue
    new: FieldValue

    def __str__(self) -> str:
        return f"{self.name}: {_shown(self.old)} → {_shown(self.new)}"


@frozen
class ContestChange:
    """One contest that both editions have, and the fields that differ."""

    old: Contest = field(repr=False)
    new: Contest
    fields: tuple[FieldChange, ...]

    @property
    def series(self) -> str:
        """The name of the contest in both editions."""
        return self.new.series


@frozen
class Diff(Displayed):
    """
    The changes from one edition to another, by series.

    It is true if there are any, and its text is a report.
    """

    old: Edition
    new: Edition
    #: The contests that only the new edition has, in its order.
    added: Contests
    #: The contests that only the old edition has, in its order.
    removed: Contests
    #: The contests of both that differ, in the order of the new one.
    changed: tuple[ContestChange, ...]
    #: Changes of the year, title, notice and notes of one edition.
    fields: tuple[FieldChange, ...] = ()

    def __bool__(self) -> bool:
        return any((self.added, self.removed, self.changed, self.fields))

    def __str__(self) -> str:
        lines = [
            (
                f"edition {self.old.number} ({self.old.year}) → "
                f"edition {self.new.number} ({self.new.year}): "
                f"{len(self.added)} added, {len(self.removed)} removed, "
                f"{len(self.changed)} changed"
            ),
            *(f"~ {change}" for change in self.fields),
            *(f"+ {each.series}: {each.name}" for each in self.added),
            *(f"- {each.series}: {each.name}" for each in self.removed),
        ]
        for changed in self.changed:
            lines.append(f"~ {changed.series}: {changed.new.name}")
            lines += [f"    {change}" for change in changed.fields]
        return "\n".join(lines)

    def _table(self) -> Table:
        return tables.changes(self)


def diff(old: Edition, new: Edition) -> Diff:
    """
    Return the changes from one edition to another, by series.

    A contest changed if its name, theme, location, organizers or links did.
    Two editions may differ in the ordinal in the name (第八届) and in the place
    in the plan (number, source); if both are states of one edition, these are
    changes, too, and each printed cell is compared by itself.

    >>> from cnmaker_data import diff, edition
    >>> print(diff(edition(8), edition(8)))
    edition 8 (2023) → edition 8 (2023): 0 added, 0 removed, 0 changed
    """
    for given in (old, new):
        if not isinstance(given, Edition):
            problem = "is not an Edition; edition() returns one"
            raise data_error(f"{short_repr(given)} {problem}")
    before = {contest.series: contest for contest in old.contests}
    after = {contest.series: contest for contest in new.contests}
    changes = [
        ContestChange(
            before[series], each, _contest_changes(before[series], each)
        )
        for series, each in after.items()
        if series in before
    ]
    is_same_edition = old.number == new.number
    return Diff(
        old,
        new,
        Contests(each for each in new.contests if each.series not in before),
        Contests(each for each in old.contests if each.series not in after),
        tuple(change for change in changes if change.fields),
        _changes(_values(old), _values(new)) if is_same_edition else (),
    )


def _contest_changes(old: Contest, new: Contest) -> tuple[FieldChange, ...]:
    changes = _changes(_values(old), _values(new))
    if old.edition == new.edition:
        return changes
    names = ["theme", "location", "organizers", "links"]
    if _ORDINAL.sub("", old.name) != _ORDINAL.sub("", new.name):
        names.append("name")
    return tuple(change for change in changes if change.name in names)


def _changes(
    old: dict[str, Any], new: dict[str, Any]
) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(name, old.get(name), new.get(name))
        for name in {**old, **new}
        if old.get(name) != new.get(name)
    )


def _values(given: Contest | Edition) -> dict[str, Any]:
    """Return the fields of a contest or an edition, except its contests."""
    values = attrs.asdict(given, recurse=False)
    values.pop("contests", None)
    if isinstance(given, Contest):
        source = values.pop("source")
        values["source.table"] = source.table
        values["source.row"] = source.row
        values["source.columns"] = "、".join(source)
        for column, text in source.cells:
            values[f"source[{column}]"] = text
    return values


def _shown(value: FieldValue | Organizer | Link) -> str:
    match value:
        case None | ():
            return "none"
        case str():
            # Show line breaks and blanks at the ends.
            return repr(value)
        case tuple():
            return "、".join(map(_shown, value))
        case Link():
            notes = [value.text, *filter(None, [value.label])]
            if value.inherited:
                notes.append("inherited")
            return f"{value} ({', '.join(notes)})"
        case _:
            return str(value)
