"""The changes between two editions."""

from __future__ import annotations

import re

from collections.abc import Iterator
from typing import TypeAlias

import attrs

from attrs import field, frozen

from cnmaker_data.catalog import Edition
from cnmaker_data.collection import Contests
from cnmaker_data.errors import data_error, short_repr
from cnmaker_data.model import (
    Contest,
    Link,
    Organizer,
    Region,
    Source,
)
from cnmaker_data.table import Displayed, Table


#: The value of a field that changed.
FieldValue: TypeAlias = (
    int
    | str
    | Region
    | tuple[Organizer, ...]
    | tuple[Link, ...]
    | tuple[str, ...]
    | None
)

_ORDINAL = re.compile("第[^第届]{1,3}届")


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
        return "\n".join(self._lines())

    def _shown(self) -> Table:
        from cnmaker_data import tables

        return tables.changes(self)

    def _lines(self) -> Iterator[str]:
        counts = (
            f"{len(self.added)} added, {len(self.removed)} removed, "
            f"{len(self.changed)} changed"
        )
        yield (
            f"edition {self.old.number} ({self.old.year}) → "
            f"edition {self.new.number} ({self.new.year}): {counts}"
        )
        for change in self.fields:
            yield f"~ {change}"
        for sign, contests in (("+", self.added), ("-", self.removed)):
            for contest in contests:
                yield f"{sign} {contest.series}: {contest.name}"
        for changed in self.changed:
            yield f"~ {changed.series}: {changed.new.name}"
            for change in changed.fields:
                yield f"    {change}"


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
            what = f"{short_repr(given)} is not an Edition"
            raise data_error(f"{what}; edition() returns one")
    before = {contest.series: contest for contest in old.contests}
    after = {contest.series: contest for contest in new.contests}
    changes = (
        ContestChange(
            before[series],
            contest,
            tuple(_contest_changes(before[series], contest)),
        )
        for series, contest in after.items()
        if series in before
    )
    return Diff(
        old,
        new,
        Contests(c for series, c in after.items() if series not in before),
        Contests(c for series, c in before.items() if series not in after),
        tuple(change for change in changes if change.fields),
        tuple(_edition_changes(old, new)),
    )


def _edition_changes(old: Edition, new: Edition) -> Iterator[FieldChange]:
    if old.number == new.number:
        yield from _field_changes(old, new, "year", "title", "notice", "notes")


def _contest_changes(old: Contest, new: Contest) -> Iterator[FieldChange]:
    is_same_edition = old.edition == new.edition
    if is_same_edition:
        yield from _field_changes(old, new, "number", "name")
    elif _ORDINAL.sub("", old.name) != _ORDINAL.sub("", new.name):
        yield FieldChange("name", old.name, new.name)
    yield from _field_changes(
        old, new, "theme", "location", "organizers", "links"
    )
    if is_same_edition:
        yield from _source_changes(old.source, new.source)


def _field_changes(
    old: Contest | Edition | Source,
    new: Contest | Edition | Source,
    *names: str,
) -> Iterator[FieldChange]:
    for name in names:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield FieldChange(name, before, after)


def _source_changes(old: Source, new: Source) -> Iterator[FieldChange]:
    for change in _field_changes(old, new, "table", "row"):
        yield attrs.evolve(change, name=f"source.{change.name}")
    if tuple(old) != tuple(new):
        columns = ("、".join(old), "、".join(new))
        yield FieldChange("source.columns", *columns)
    before, after = dict(old.cells), dict(new.cells)
    for column in {**before, **after}:
        texts = before.get(column), after.get(column)
        if texts[0] != texts[1]:
            yield FieldChange(f"source[{column}]", *texts)


def _shown(value: FieldValue) -> str:
    match value:
        case tuple():
            return "、".join(_shown_item(item) for item in value) or "none"
        case None:
            return "none"
        case str():
            # Show line breaks and blanks at the ends.
            return repr(value)
        case _:
            return str(value)


def _shown_item(item: Organizer | Link | str) -> str:
    if isinstance(item, str):
        return repr(item)
    if isinstance(item, Organizer):
        return str(item)
    notes = [item.text, *filter(None, [item.label])]
    if item.inherited:
        notes.append("inherited")
    return f"{item.url} ({', '.join(notes)})"
