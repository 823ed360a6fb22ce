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
from typing import Any, Literal, TypeAlias

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


def flat(
    name: str,
    items: Iterable[Any],
    caption: str = "",
    *,
    is_record: bool = False,
) -> Table:
    """
    Return a flat table of contests, or of what else has a row.

    >>> from cnmaker_data import contests
    >>> flat("organizers", contests[:1]).rows[0][2:]
    ('工业和信息化部', (), 'host')
    """
    described = _described()["flat"][name]
    columns = tuple(map(_column, described["schema"]["fields"]))
    rows = tuple(_rows(described, items))
    meaning = described["description"]
    return Table(name, columns, rows, meaning, caption or name, is_record)


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
    described = _described()["flat"][name]
    fields = {each["name"]: each for each in described["schema"]["fields"]}
    title, named = name, {key: key for key in fields}
    read, kept = _text, {"integer", "boolean"}
    if headings == "zh":
        title, named = described["title"], described["zh"]
        read, kept = _chinese, {"integer"}
    picked = [fields[key] for key in named]
    columns = [
        _column(field)._replace(
            name=heading,
            type=field["type"] if field["type"] in kept else "string",
            items=(),
        )
        for field, heading in zip(picked, named.values(), strict=True)
    ]
    rows = tuple(_rows(described, items, read, picked))
    return Table(title, tuple(columns), rows, described["description"], title)


def record(contest: Any) -> Table:
    """Return one contest, to be shown with a line for each column."""
    location, tier = contest.location, contest.tier
    row = (
        contest.id,
        f"{tier.label} ({tier.value})",
        contest.theme,
        f"{path_of(location)} ({location.code})",
        contest.organizers,
        contest.urls,
        contest.source,
    )
    return flat("contest", [row], contest.name, is_record=True)


def changes(diff: Any) -> Table:
    """Return what changed between two editions, a row for each contest."""
    rows: list[_Row] = []
    if diff.fields:
        rows.append(("edition", "changed", diff.fields))
    rows += ((each.series, "added", [each.name]) for each in diff.added)
    rows += ((each.series, "removed", [each.name]) for each in diff.removed)
    rows += ((each.series, "changed", each.fields) for each in diff.changed)
    return flat("diff", rows, str(diff).partition("\n")[0])


def relational(
    contests: Iterable[Any], edition: Any = None
) -> Iterator[tuple[str, _Described, tuple[_Row, ...]]]:
    """
    Yield tables with keys, each after those that it refers to.

    A table is its name, its description and its rows. Together they hold all
    that the model does. Raises `DataError` if a contest appears twice, or if a
    code means two regions.
    """
    contests = tuple(contests)
    # Two that share a name but not the aliases are two: what a row of the plan
    # prints stays with it.
    numbers: dict[Any, int] = {}
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
        rows = tuple(_rows(described, items.get(name, contests), read))
        if rows or name != "notes":  # few plans have notes
            yield name, described, rows


def editions_of(contests: Iterable[Any], edition: Any = None) -> list[Any]:
    """Return the edition, or without it what contests know of theirs."""
    if edition is not None:
        return [edition]
    unknown = dict.fromkeys(("year", "title", "notice", "digest"))
    numbers = dict.fromkeys(contest.edition for contest in contests)
    return [SimpleNamespace(number=number, **unknown) for number in numbers]


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
            root = SimpleNamespace(item=value)
            return _row(field["fields"], field["from"], root, _value)
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
    terms = field.get("categories", ())
    labels = {each["value"]: each["label"] for each in terms}
    return labels.get(value) or _text(field, value)


def _rows(
    described: _Described,
    items: Iterable[Any],
    read: _Reader = _value,
    fields: Iterable[_Described] = (),
) -> Iterator[_Row]:
    """Yield a row for each item, or for each of the several that it owns."""
    fields = fields or described["schema"]["fields"]
    paths, each = described.get("from", {}), described.get("each")
    for number, owner in enumerate(items, 1):
        owned = (
            enumerate(_follow(each, owner), 1) if each else [(number, owner)]
        )
        for position, item in owned:
            root = SimpleNamespace(item=item, position=position, owner=owner)
            yield _row(fields, paths, root, read)


def _row(
    fields: Iterable[_Described],
    paths: dict[str, str],
    root: Any,
    read: _Reader,
) -> _Row:
    return tuple(
        read(each, _follow(paths.get(name, f"item.{name}"), root))
        for each in fields
        for name in [each["name"]]
    )


def _follow(path: str, value: Any) -> Any:
    """Return the value that a path of attributes leads to."""
    for name in path.split("."):
        if name == "province":
            # Of a region: the highest division above it, or itself.
            value = (*ancestors(value), value)[0]
        else:
            value = value[int(name)] if name.isdigit() else getattr(value, name)
    return value


def _is_url(field: _Described) -> bool:
    return bool(field.get("items", field).get("format") == "uri")


def _column(field: _Described) -> Column:
    items = [field["items"]] if "items" in field else field.get("fields", [])
    return Column(
        field["name"],
        field["type"],
        nullable="required" not in field.get("constraints", ()),
        meaning=field.get("description", ""),
        items=tuple(map(_column, items)),
        is_url=_is_url(field),
    )


@functools.cache
def _described() -> dict[str, dict[str, _Described]]:
    groups: dict[str, dict[str, _Described]]
    groups = json.loads(_resources.read("tables.json"))
    return groups
