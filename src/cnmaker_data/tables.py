"""
The tables of contests: which columns they have, and how rows are made.

`resources/tables.json` describes each table once, as Frictionless table
schemas. It has three groups: flat tables for data frames and spreadsheets,
the tables that are shown, and relational tables with keys. This module reads
attributes of contests and imports no class of the model.
"""

from __future__ import annotations

import functools
import json

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, NamedTuple, TypeAlias, TypeVar

import attrs

from cnmaker_data import _resources
from cnmaker_data.errors import DataError, DataProblem, short_repr
from cnmaker_data.places import codes_above, find_region, path_of
from cnmaker_data.table import Column, Table


__all__ = [
    "Headings",
    "Relation",
    "TableName",
    "changes",
    "crosswalk",
    "flat",
    "listing",
    "record",
    "relational",
    "sheet",
]


#: The flat tables that `Contests.table` gives.
TableName: TypeAlias = Literal["contests", "organizers", "links"]
#: The language of headings and terms in spreadsheets.
Headings: TypeAlias = Literal["en", "zh"]

_Row: TypeAlias = tuple[Any, ...]
_T = TypeVar("_T")


class Relation(NamedTuple):
    """
    One relational table, with its Frictionless table schema.
    """

    name: str
    description: str
    schema: dict[str, Any]
    rows: tuple[_Row, ...]


def flat(name: str, items: Iterable[Any]) -> Table:
    """
    Return a flat table of contests.

    ``edition`` takes editions, and ``crosswalk`` the rows of a crosswalk.

    >>> from cnmaker_data import contests
    >>> flat("organizers", contests[:1]).rows[0][2:]
    ('工业和信息化部', (), 'host')
    """
    return _table("flat", name, _FLAT[name](items))


def sheet(name: str, items: Iterable[Any], headings: Headings = "en") -> Table:
    """
    Return a flat table for spreadsheets: with lists joined to one text each.

    With Chinese *headings*, terms are Chinese, too, and ids and codes come
    last.

    >>> from cnmaker_data import contests
    >>> sheet("contests", contests, "zh").rows[1][:2]
    ('第八届“创客中国”北京市中小企业创新创业大赛', '区域赛')
    """
    rows = (
        _contests(items, organizer=str)
        if name == "contests"
        else _FLAT[name](items)
    )
    table = _table("flat", name, rows)
    description = _described("flat")[name]
    fields = description["schema"]["fields"]
    indexes = {column.name: i for i, column in enumerate(table.columns)}
    named = dict(zip(indexes, indexes, strict=True))
    if headings == "zh":
        table = attrs.evolve(table, name=description["title"])
        named = description["zh"]
    readers = [
        (indexes[key], _reader(fields[indexes[key]], headings)) for key in named
    ]
    return attrs.evolve(
        table,
        columns=tuple(
            _readable(table.columns[indexes[key]], heading, headings)
            for key, heading in named.items()
        ),
        rows=tuple(
            tuple(read(row[i]) for i, read in readers) for row in table.rows
        ),
    )


def crosswalk(rows: Iterable[_Row]) -> Table:
    """
    Return the rows of a crosswalk as a table.
    """
    table = flat("crosswalk", rows)
    return attrs.evolve(table, caption=_counted(len(table), "division"))


def listing(contests: Iterable[Any], caption: str = "") -> Table:
    """
    Return the columns of contests that fit on a screen.
    """
    rows = [
        (
            contest.id,
            contest.name,
            contest.location.name,
            tuple(map(str, contest.organizers)),
            contest.urls,
        )
        for contest in contests
    ]
    counted = _counted(len(rows), "contest")
    return _table("shown", "listing", rows, caption=caption or counted)


def record(contest: Any) -> Table:
    """
    Return one contest as a record.
    """
    location = contest.location
    row = (
        contest.id,
        f"{contest.tier.label} ({contest.tier.value})",
        contest.theme,
        f"{path_of(location)} ({location.code})",
        tuple(map(str, contest.organizers)),
        contest.urls,
        str(contest.source),
    )
    return _table(
        "shown", "contest", [row], caption=contest.name, is_record=True
    )


def changes(diff: Any) -> Table:
    """
    Return what changed between two editions, a row for each contest.
    """
    rows = [
        ("edition", "changed", tuple(map(str, diff.fields))),
        *((each.series, "added", (each.name,)) for each in diff.added),
        *((each.series, "removed", (each.name,)) for each in diff.removed),
        *(
            (each.series, "changed", tuple(map(str, each.fields)))
            for each in diff.changed
        ),
    ]
    first_line, *_ = str(diff).splitlines()
    return _table("shown", "diff", filter(_last, rows), caption=first_line)


def relational(
    contests: Iterable[Any], edition: Any = None
) -> tuple[Relation, ...]:
    """
    Return contests as tables with keys, each after those that it refers to.

    They hold all that the model does. Without the *edition*, its number alone
    is known. Raises `DataError` if a contest appears twice, or if a code means
    two regions.
    """
    contests = tuple(contests)
    path = "contests" if edition is not None else ""
    _check_ids(contests, path)
    organizations = {
        organization: number
        for number, organization in _numbered(
            dict.fromkeys(
                organizer.organization
                for contest in contests
                for organizer in contest.organizers
            )
        )
    }
    numbers = dict.fromkeys(contest.edition for contest in contests)
    rows: dict[str, Iterable[_Row]] = {
        "editions": _editions([edition])
        if edition is not None
        else ((number, None, None, None, None) for number in numbers),
        "regions": map(attrs.astuple, _regions(contests, path)),
        "organizations": (
            (number, organization.name)
            for organization, number in organizations.items()
        ),
        "aliases": (
            (number, position, alias)
            for organization, number in organizations.items()
            for position, alias in _numbered(organization.aliases)
        ),
        "contests": (
            (
                contest.id,
                contest.edition,
                position,
                contest.series,
                contest.tier.value,
                contest.number,
                contest.name,
                contest.theme,
                contest.location.code,
                contest.source.table,
                contest.source.row,
            )
            for position, contest in _numbered(contests)
        ),
        "organizers": (
            (
                contest.id,
                position,
                organizations[organizer.organization],
                organizer.role.value,
            )
            for contest in contests
            for position, organizer in _numbered(contest.organizers)
        ),
        "links": _links(contests),
        "cells": (
            (contest.id, position, *cell)
            for contest in contests
            for position, cell in _numbered(contest.source.cells)
        ),
    }
    return tuple(
        Relation(name, each["description"], each["schema"], tuple(rows[name]))
        for name, each in _described("relational").items()
    )


def _contests(
    contests: Iterable[Any], organizer: Callable[[Any], Any] | None = None
) -> Iterator[_Row]:
    for contest in contests:
        location = contest.location
        province = location
        if above := codes_above(location.code):
            province = find_region(above[-1])
        yield (
            contest.id,
            contest.edition,
            contest.series,
            contest.tier.value,
            contest.number,
            contest.name,
            contest.theme,
            location.code,
            location.name,
            province.code,
            province.name,
            tuple(map(organizer or _organizer, contest.organizers)),
            contest.urls,
        )


def _organizer(organizer: Any) -> _Row:
    organization = organizer.organization
    return organization.name, organizer.role.value, organization.aliases


def _organizers(contests: Iterable[Any]) -> Iterator[_Row]:
    for contest in contests:
        for position, organizer in _numbered(contest.organizers):
            name, role, aliases = _organizer(organizer)
            yield contest.id, position, name, aliases, role


def _links(contests: Iterable[Any]) -> Iterator[_Row]:
    for contest in contests:
        for position, link in _numbered(contest.links):
            yield contest.id, position, *attrs.astuple(link)


def _sources(contests: Iterable[Any]) -> Iterator[_Row]:
    for contest in contests:
        source = contest.source
        for cell in source.cells:
            yield contest.id, source.table, source.row, *cell


def _editions(editions: Iterable[Any]) -> Iterator[_Row]:
    for each in editions:
        yield each.number, each.year, each.title, each.notice, each.digest


_FLAT: dict[str, Callable[[Iterable[Any]], Iterator[_Row]]] = {
    "contests": _contests,
    "organizers": _organizers,
    "links": _links,
    "sources": _sources,
    "edition": _editions,
    "crosswalk": iter,
}


def _table(
    group: str,
    name: str,
    rows: Iterable[_Row],
    *,
    caption: str = "",
    is_record: bool = False,
) -> Table:
    description = _described(group)[name]
    rows = tuple(rows)
    return Table(
        name,
        _columns(group, name),
        rows,
        description["description"],
        caption or f"{name} ({_counted(len(rows), 'row')})",
        is_record,
    )


@functools.cache
def _described(group: str) -> dict[str, dict[str, Any]]:
    groups = json.loads(_resources.read("tables.json"))
    return {each["name"]: each for each in groups[group]}


@functools.cache
def _columns(group: str, name: str) -> tuple[Column, ...]:
    fields = _described(group)[name]["schema"]["fields"]
    return tuple(map(_column, fields))


def _column(field: dict[str, Any]) -> Column:
    items: list[dict[str, Any]] = field.get("fields", [])
    if field["type"] == "array":
        item = {"name": "item", "constraints": {"required": True}}
        items = [item | field["items"]]
    return Column(
        field["name"],
        field["type"],
        not field.get("constraints", {}).get("required", False),
        field.get("description", ""),
        tuple(map(_column, items)),
        field.get("format") == "uri",
    )


def _reader(field: dict[str, Any], headings: Headings) -> Callable[[Any], Any]:
    """
    Return what makes a value of a field one that people read.
    """
    if field["type"] == "array":
        is_url = field["items"].get("format") == "uri"
        return " ".join if is_url else "、".join
    if headings == "en":
        return _unchanged
    if field["type"] == "boolean":
        return {True: "是", False: "否"}.__getitem__
    labels = {
        each["value"]: each["label"] for each in field.get("categories", ())
    }
    return labels.__getitem__ if labels else _unchanged


def _readable(column: Column, heading: str, headings: Headings) -> Column:
    as_text = {"array"} if headings == "en" else {"array", "boolean"}
    return attrs.evolve(
        column,
        name=heading,
        type="string" if column.type in as_text else column.type,
        items=(),
        is_url=column.is_url or any(each.is_url for each in column.items),
    )


def _unchanged(value: _T) -> _T:
    return value


def _last(row: _Row) -> Any:
    return row[-1]


def _numbered(items: Iterable[_T]) -> Iterator[tuple[int, _T]]:
    return enumerate(items, 1)


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _check_ids(contests: Iterable[Any], path: str) -> None:
    # The contests of an edition have different ids; other contests may not.
    seen = set[str]()
    for index, contest in enumerate(contests):
        if contest.id in seen:
            reason = f"{short_repr(contest.id)} appears twice"
            raise DataError([DataProblem(f"{path}[{index}].id", reason)])
        seen.add(contest.id)


def _regions(contests: Iterable[Any], path: str) -> list[Any]:
    regions: dict[str, Any] = {}
    for index, contest in enumerate(contests):
        region = contest.location
        known = regions.setdefault(region.code, region)
        if known != region:
            reason = (
                f"{short_repr(region)} has the code of {short_repr(known)} "
                "but other names; a database has one region for each code"
            )
            raise DataError([DataProblem(f"{path}[{index}].location", reason)])
    return [regions[code] for code in sorted(regions)]
