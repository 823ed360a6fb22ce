"""
The tables of contests: their columns, and how rows come from contests.

`resources/tables.json` describes each table once, as a Frictionless table
schema. A property of ours, ``from``, is the path of attributes that leads from
the item of a row to a value; another, ``each``, says that a contest, the
``owner``, has several items. Flat tables are for data frames and spreadsheets;
relational ones have keys.
"""

from __future__ import annotations

import functools
import json

from collections.abc import Callable, Iterable, Iterator
from types import SimpleNamespace
from typing import Any, Literal, NamedTuple, TypeAlias, cast

import attrs

from cnmaker_data import _resources
from cnmaker_data.errors import data_error, short_repr
from cnmaker_data.places import ancestors, path_of
from cnmaker_data.table import Column, Table


#: The flat tables that `Contests.table` gives.
TableName: TypeAlias = Literal["contests", "organizers", "links"]
#: The language of headings and terms in spreadsheets.
Headings: TypeAlias = Literal["en", "zh"]

_Row: TypeAlias = tuple[Any, ...]
# A part of the resource: a table, or a field of one.
_Described: TypeAlias = dict[str, Any]
_Reader: TypeAlias = Callable[[_Described, Any], Any]


class Relation(NamedTuple):
    """A relational table, with its Frictionless table schema."""

    name: str
    description: str
    schema: dict[str, Any]
    rows: tuple[_Row, ...]


def flat(name: TableName, contests: Iterable[Any]) -> Table:
    """
    Return a flat table of contests.

    >>> from cnmaker_data import contests
    >>> flat("organizers", contests[:1]).rows[0][2:]
    ('工业和信息化部', (), 'host')
    """
    rows = _rows(_descriptions()["flat"][name], contests)
    return _table("flat", name, rows)


def sheet(name: str, items: Iterable[Any], headings: Headings = "en") -> Table:
    """
    Return a flat table for spreadsheets, with lists joined to one text each.

    With Chinese *headings*, terms are Chinese, too, and ids and codes come
    last. Items are contests, editions for ``edition``, and the rows of a
    crosswalk for ``crosswalk``.

    >>> from cnmaker_data import contests
    >>> sheet("contests", contests, "zh").rows[1][:2]
    ('第八届“创客中国”北京市中小企业创新创业大赛', '区域赛')
    """
    description = _descriptions()["flat"][name]
    fields = {each["name"]: each for each in description["schema"]["fields"]}
    named = {key: key for key in fields}
    title, read, kept = name, _text, {"integer", "boolean"}
    if headings == "zh":
        title, named = description["title"], description["zh"]
        read, kept = _chinese, {"integer"}
    picked = [fields[key] for key in named]
    columns: list[Column] = []
    for field, heading in zip(picked, named.values(), strict=True):
        kind: Any = field["type"] if field["type"] in kept else "string"
        column = _column(field)
        columns.append(column._replace(name=heading, type=kind, items=()))
    rows = tuple(_rows(description, items, read, picked))
    meaning = description["description"]
    return Table(title, tuple(columns), rows, meaning, title)


def crosswalk(rows: tuple[_Row, ...]) -> Table:
    """Return the rows of a crosswalk as a table."""
    return _table("flat", "crosswalk", rows, _counted(len(rows), "division"))


def listing(contests: Iterable[Any], caption: str = "") -> Table:
    """Return the columns of contests that fit on a screen."""
    rows = tuple(_rows(_descriptions()["shown"]["listing"], contests))
    caption = caption or _counted(len(rows), "contest")
    return _table("shown", "listing", rows, caption)


def record(contest: Any) -> Table:
    """Return one contest, to be shown with a line for each column."""
    location, tier = contest.location, contest.tier
    row = (
        contest.id,
        f"{tier.label} ({tier.value})",
        contest.theme,
        f"{path_of(location)} ({location.code})",
        tuple(map(str, contest.organizers)),
        contest.urls,
        str(contest.source),
    )
    table = _table("shown", "contest", [row], contest.name)
    return attrs.evolve(table, is_record=True)


def changes(diff: Any) -> Table:
    """Return what changed between two editions, a row for each contest."""
    rows: list[_Row] = []
    if diff.fields:
        rows.append(("edition", "changed", tuple(map(str, diff.fields))))
    rows += ((each.series, "added", (each.name,)) for each in diff.added)
    rows += ((each.series, "removed", (each.name,)) for each in diff.removed)
    rows += (
        (each.series, "changed", tuple(map(str, each.fields)))
        for each in diff.changed
    )
    return _table("shown", "diff", rows, str(diff).partition("\n")[0])


def relational(contests: Iterable[Any], edition: Any = None) -> list[Relation]:
    """
    Return contests as tables with keys, each after those that it refers to.

    They hold all that the model does. Without the *edition*, only its number
    is known. Raises `DataError` if a contest appears twice, or if a code means
    two regions.
    """
    contests = tuple(contests)
    regions = _regions(contests, "" if edition is None else "contests")
    organizers = (each for contest in contests for each in contest.organizers)
    # Two that share a name but not the aliases are two: what a row of the plan
    # prints stays with it.
    organizations = dict.fromkeys(each.organization for each in organizers)
    numbers = {each: number for number, each in enumerate(organizations, 1)}
    editions = [edition] if edition is not None else _numbered(contests)
    items: dict[str, Iterable[Any]] = {
        "editions": editions,
        "regions": regions,
        "organizations": organizations,
        "aliases": organizations,
        "notes": [] if edition is None else [edition],
    }

    def read(field: _Described, value: Any) -> Any:
        is_integer = field["type"] == "integer"
        return numbers.get(value, value) if is_integer else _value(field, value)

    relations: list[Relation] = []
    for name, description in _descriptions()["relational"].items():
        rows = tuple(_rows(description, items.get(name, contests), read))
        fields = [
            {key: value for key, value in field.items() if key != "from"}
            for field in description["schema"]["fields"]
        ]
        schema = {**description["schema"], "fields": fields}
        if rows or name != "notes":  # few plans have notes
            text = description["description"]
            relations.append(Relation(name, text, schema, rows))
    return relations


def _numbered(contests: Iterable[Any]) -> Iterator[Any]:
    unknown = dict.fromkeys(("year", "title", "notice", "digest"))
    for number in dict.fromkeys(contest.edition for contest in contests):
        yield SimpleNamespace(number=number, **unknown)


def _regions(contests: Iterable[Any], path: str) -> list[Any]:
    seen = set[str]()
    regions: dict[str, Any] = {}
    for index, contest in enumerate(contests):
        if contest.id in seen:
            reason = f"{short_repr(contest.id)} appears twice"
            raise data_error(reason, f"{path}[{index}].id")
        seen.add(contest.id)
        region = contest.location
        known = regions.setdefault(region.code, region)
        if known != region:
            reason = (
                f"{short_repr(region)} has the code of {short_repr(known)} "
                "but other names; a database has one region for each code"
            )
            raise data_error(reason, f"{path}[{index}].location")
    return [regions[code] for code in sorted(regions)]


def _value(field: _Described, value: Any) -> Any:
    """Return a value as a data frame holds it."""
    match field["type"]:
        case "array":
            return tuple(_value(field["items"], item) for item in value)
        case "object":
            return tuple(
                _value(each, _follow(_path(each), value))
                for each in field["fields"]
            )
        case "string" if value is not None:
            return str(value)  # not a Tier, Role or Organizer
        case _:
            return value


def _text(field: _Described, value: Any) -> Any:
    """Return a value as a spreadsheet holds it."""
    if field["type"] == "array":
        return (" " if _is_url(field) else "、").join(map(str, value))
    return _value(field, value)


def _chinese(field: _Described, value: Any) -> Any:
    if field["type"] == "boolean":
        return "是" if value else "否"
    for each in field.get("categories", ()):
        if each["value"] == value:
            return each["label"]
    return _text(field, value)


def _rows(
    description: _Described,
    items: Iterable[Any],
    read: _Reader = _value,
    fields: Iterable[_Described] = (),
) -> Iterator[_Row]:
    """Yield a row for each item, or for each of the several that it owns."""
    fields = fields or description["schema"]["fields"]
    each = description.get("each")
    for number, owner in enumerate(items, 1):
        owned = [(number, owner)]
        if each is not None:
            owned = [*enumerate(_follow(each, owner), 1)]
        for position, item in owned:
            yield tuple(
                read(field, _follow(_path(field), item, position, owner))
                for field in fields
            )


def _path(field: _Described) -> str:
    return cast("str", field.get("from", field["name"]))


def _follow(path: str, item: Any, position: int = 0, owner: Any = None) -> Any:
    """Return what a path leads to from the item of a row."""
    value: Any = item
    for name in path.split("."):
        match name:
            case "":
                pass
            case "owner":
                value = owner
            case "position":
                value = position
            case "province":
                # Of a region: the highest division above it, or itself.
                value = (*ancestors(value), value)[0]
            case "0" | "1":
                value = value[int(name)]
            case _:
                value = getattr(value, name)
    return value


def _is_url(field: _Described) -> bool:
    return bool(field.get("items", field).get("format") == "uri")


def _table(
    group: str, name: str, rows: Iterable[_Row] = (), caption: str = ""
) -> Table:
    description = _descriptions()[group][name]
    columns = tuple(map(_column, description["schema"]["fields"]))
    meaning = description["description"]
    return Table(name, columns, tuple(rows), meaning, caption or name)


def _column(field: _Described) -> Column:
    items: list[_Described] = field.get("fields", [])
    if field["type"] == "array":
        required = {"constraints": {"required": True}}
        items = [{"name": "item", **field["items"], **required}]
    return Column(
        field["name"],
        field["type"],
        nullable="required" not in field.get("constraints", ()),
        meaning=field.get("description", ""),
        items=tuple(map(_column, items)),
        is_url=_is_url(field),
    )


@functools.cache
def _descriptions() -> dict[str, dict[str, _Described]]:
    groups = json.loads(_resources.read("tables.json"))
    return {
        group: {each["name"]: each for each in descriptions}
        for group, descriptions in groups.items()
    }


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
