"""
The tables of contests: their columns, and how rows come from contests.

`resources/tables.json` describes each table once, as a Frictionless table
schema. A property of ours, ``from``, has the paths of attributes that lead from
the item of a row to values, and ``each`` says that a contest, the ``owner``,
has several items. Flat tables are for data frames, spreadsheets and screens;
relational ones have keys.
"""

from __future__ import annotations

import functools
import json

from collections.abc import Callable, Iterable, Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import attrs

from cnmaker_data import _resources
from cnmaker_data.errors import data_error, short_repr
from cnmaker_data.places import ancestors, path_of
from cnmaker_data.table import Column, Table


if TYPE_CHECKING:
    from cnmaker_data.catalog import Edition
    from cnmaker_data.comparison import Diff
    from cnmaker_data.model import Contest, Organization
    from cnmaker_data.places import Region


#: The flat tables that `Contests.table` gives.
TableName: TypeAlias = Literal["contests", "organizers", "links"]
#: The language of headings and terms in spreadsheets.
Headings: TypeAlias = Literal["en", "zh"]

_Row: TypeAlias = tuple[Any, ...]
# The description of a table or of a field, in the resource.
_Described: TypeAlias = dict[str, Any]


def flat(name: str, items: Iterable[Any], caption: str = "") -> Table:
    """Return a flat table of contests, or of other items."""
    described = _described()["flat"][name]
    fields, meaning = described["schema"]["fields"], described["description"]
    rows = tuple(_rows(fields, described, items, _value))
    columns = tuple(map(_column, fields))
    return Table(name, columns, rows, meaning, caption or name)


def sheet(name: str, items: Iterable[Any], headings: Headings) -> Table:
    """
    Return a flat table for spreadsheets, with lists joined to one text each.

    With Chinese *headings*, terms are Chinese, too, and ids and codes come
    last.
    """
    described = _described()["flat"][name]
    fields = {each["name"]: each for each in described["schema"]["fields"]}
    title, named = name, {key: key for key in fields}
    kept = ["integer", "boolean"]
    if is_chinese := headings == "zh":
        title, named, kept = described["title"], described["zh"], ["integer"]

    def read(field: _Described, value: Any) -> Any:
        for term in field.get("categories", ()) if is_chinese else ():
            if term["value"] == value:
                return term["label"]
        if field["type"] == "array":
            return (" " if _is_url(field) else "、").join(map(str, value))
        return _value(field, value)

    columns: list[Column] = []
    for key, heading in named.items():
        kind = fields[key]["type"] if fields[key]["type"] in kept else "string"
        columns.append(_column(fields[key] | {"name": heading, "type": kind}))
    rows = tuple(_rows([fields[key] for key in named], described, items, read))
    return Table(title, tuple(columns), rows)


def record(contest: Contest) -> Table:
    """Return one contest, to be shown with a line for each column."""
    row = (
        contest.id,
        f"{contest.tier.label} ({contest.tier.value})",
        contest.theme,
        f"{path_of(contest.location)} ({contest.location.code})",
        contest.organizers,
        contest.urls,
        contest.source,
    )
    return attrs.evolve(flat("contest", [row], contest.name), is_record=True)


def changes(diff: Diff) -> Table:
    """Return what changed between two editions, a row for each contest."""
    rows: list[_Row] = []
    if diff.fields:
        rows.append(("edition", "changed", diff.fields))
    rows += ((each.series, "added", [each.name]) for each in diff.added)
    rows += ((each.series, "removed", [each.name]) for each in diff.removed)
    rows += ((each.series, "changed", each.fields) for each in diff.changed)
    return flat("diff", rows, str(diff).partition("\n")[0])


def relational(
    contests: Iterable[Contest], edition: Edition | None = None
) -> Iterator[tuple[str, _Described, tuple[_Row, ...]]]:
    """
    Yield tables with keys, each after those that it refers to.

    A table is its name, its description and its rows. Together they hold
    everything that the model does. Raises `DataError` if a contest appears
    twice, or if two regions have one code.
    """
    contests = tuple(contests)
    # Organizations that differ only in their aliases are separate: they keep
    # what their row of the plan prints.
    numbers: dict[Organization, int] = {}
    for contest in contests:
        for each in contest.organizers:
            numbers.setdefault(each.organization, len(numbers) + 1)
    items: dict[str, Iterable[Any]] = {
        "editions": editions_of(contests, edition),
        "regions": _regions(contests, "" if edition is None else "contests"),
        "organizations": numbers,
        "aliases": numbers,
        "notes": [] if edition is None else [edition],
    }

    def read(field: _Described, value: Any) -> Any:
        is_integer = field["type"] == "integer"
        return numbers.get(value, value) if is_integer else _value(field, value)

    for name, described in _described()["relational"].items():
        fields = described["schema"]["fields"]
        found = _rows(fields, described, items.get(name, contests), read)
        if (rows := tuple(found)) or name != "notes":  # few plans have notes
            yield name, described, rows


def editions_of(
    contests: Iterable[Contest], edition: Edition | None = None
) -> list[Any]:
    """Return the edition, or stand-ins with only the numbers of contests."""
    if edition is not None:
        return [edition]
    unknown = dict.fromkeys(("year", "title", "notice", "digest"))
    numbers = dict.fromkeys(contest.edition for contest in contests)
    return [SimpleNamespace(number=number, **unknown) for number in numbers]


def _regions(contests: Iterable[Contest], path: str) -> list[Region]:
    seen = set[str]()
    regions: dict[str, Region] = {}
    for index, contest in enumerate(contests):
        at, region = f"{path}[{index}]", contest.location
        if contest.id in seen:
            reason = f"{short_repr(contest.id)} appears twice"
            raise data_error(reason, f"{at}.id")
        seen.add(contest.id)
        if (known := regions.setdefault(region.code, region)) != region:
            reason = (
                f"{short_repr(region)} has the code of {short_repr(known)} "
                "but other names; a database has one region for each code"
            )
            raise data_error(reason, f"{at}.location")
    return [regions[code] for code in sorted(regions)]


def _rows(
    fields: Iterable[_Described],
    described: _Described,
    items: Iterable[Any],
    read: Callable[[_Described, Any], Any],
) -> Iterator[_Row]:
    """Yield a row for each item, or for each of the items that it owns."""
    paths, each = described.get("from", {}), described.get("each")
    for number, owner in enumerate(items, 1):
        owned = _follow(each, owner) if each else [owner]
        for position, item in enumerate(owned, 1 if each else number):
            root = SimpleNamespace(item=item, position=position, owner=owner)
            yield tuple(
                read(field, _follow(paths.get(name, f"item.{name}"), root))
                for field in fields
                for name in [field["name"]]
            )


def _value(field: _Described, value: Any) -> Any:
    """Return a value as a data frame holds it."""
    match field["type"]:
        case "array":
            return tuple(_value(field["items"], item) for item in value)
        case "object":
            return next(_rows(field["fields"], field, [value], _value))
        case "string" if value is not None:
            return str(value)  # not a Tier, Role or Organizer
        case _:
            return value


def _follow(path: str, value: Any) -> Any:
    """Return the value that a path of attributes leads to."""
    for name in path.split("."):
        if name == "province":
            # The highest division above a region, or the region itself.
            value = (*ancestors(value), value)[0]
        else:
            value = value[int(name)] if name.isdigit() else getattr(value, name)
    return value


def _is_url(field: _Described) -> bool:
    return bool(field.get("items", field).get("format") == "uri")


def _column(field: _Described) -> Column:
    kind, inner = field["type"], field.get("fields", [field.get("items")])
    return Column(
        field["name"],
        kind,
        nullable="required" not in field.get("constraints", ()),
        meaning=field.get("description", ""),
        items=tuple(map(_column, inner)) if kind in ("array", "object") else (),
        is_url=_is_url(field),
    )


@functools.cache
def _described() -> Any:
    return json.loads(_resources.read("tables.json"))
