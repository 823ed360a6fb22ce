"""Objects of the model to bytes and back."""

from __future__ import annotations

import functools
import re
import sys

from itertools import filterfalse
from types import GenericAlias
from typing import Any, TypeAlias, TypeVar, get_args, overload

import attrs

from attrs import NOTHING

from cnmaker_data import model
from cnmaker_data._validators import restore
from cnmaker_data.catalog import SCHEMA_VERSION, Edition, to_plain
from cnmaker_data.codecs import Format, codec_of
from cnmaker_data.collection import Contests
from cnmaker_data.errors import DataError, DataProblem, data_error, short_repr


__all__ = ["Format", "Serializable", "dumps", "loads"]


#: The objects that `dumps` writes and `loads` reads.
Serializable: TypeAlias = (
    Edition
    | Contests
    | model.Contest
    | model.Region
    | model.Organization
    | model.Organizer
    | model.Link
    | model.Source
)

_T = TypeVar("_T", bound=Serializable)

# The types of the fields that are no objects of the model.
_PLAIN = {str, int, bool, str | None, int | None, model.Level}
# More problems than anybody reads.
_MOST_PROBLEMS = 1_000
_VERSION = r"[0-9]{1,4}\.[0-9]{1,4}"


def dumps(
    obj: Serializable,
    format: Format = "json",  # noqa: A002  # the name that users expect
) -> bytes:
    """
    Return an object of the model as bytes.

    *format* is ``json``, ``yaml``, ``toml``, ``msgpack`` or ``cbor``; all but
    the first need the extra ``formats``. Text formats are in UTF-8, with the
    fields in the order of the model, and the same bytes each time. An edition
    carries the version of its schema.

    Raises `DataError` for another object or format, and `MissingExtraError`.

    >>> from cnmaker_data import Organization, dumps
    >>> print(dumps(Organization("工业和信息化部")).decode())
    {
      "name": "工业和信息化部",
      "aliases": []
    }
    <BLANKLINE>
    """
    codec = codec_of(format)
    if not isinstance(obj, get_args(Serializable)):
        raise data_error(f"{short_repr(obj)} is not of the model")
    # Without null, a field that has its default is left out.
    return codec.encode(to_plain(obj, omit_defaults=not codec.has_null))


@overload
def loads(data: bytes | str, *, format: Format = "json") -> Edition: ...
@overload
def loads(data: bytes | str, cls: type[_T], format: Format = "json") -> _T: ...
def loads(
    data: bytes | str,
    cls: Any = Edition,
    format: Format = "json",  # noqa: A002  # the name that users expect
) -> Any:
    """
    Return the object of a class of the model that bytes describe.

    *data* is what `dumps` returns for the same *format*. Nothing is guessed,
    coerced or left out: a field that is missing or unknown, a key that appears
    twice, a value of another type, or one that the model refuses is a problem.

    Raises `DataError`, which lists all problems with their paths, or the first
    of many. It also rejects documents far larger than an edition, as
    :doc:`/security` explains. Raises `MissingExtraError`.

    >>> from cnmaker_data import Organization, loads
    >>> loads('{"name": "工业和信息化部", "aliases": [""]}', Organization)
    Traceback (most recent call last):
        ...
    cnmaker_data.errors.DataError: aliases: '' is not one line of text that \
starts and ends with a visible character
    """
    codec = codec_of(format)
    if cls not in get_args(Serializable):
        raise data_error(f"{short_repr(cls)} is not a class of the model")
    reader = _Reader(has_defaults=not codec.has_null)
    value = reader.read(cls, codec.decode(data), "")
    if reader.problems:
        raise DataError(reader.problems)
    return value


def _check_version(version: object) -> None:
    if version == SCHEMA_VERSION:
        return
    reason = (
        f"{short_repr(version)} is not the version of a schema, such as "
        f"{SCHEMA_VERSION!r}"
    )
    if isinstance(version, str) and re.fullmatch(_VERSION, version):
        known = [int(part) for part in SCHEMA_VERSION.split(".")]
        if [int(part) for part in version.split(".")] > known:
            # A schema is named after the release that brought it.
            reason = (
                f"{version!r} is newer than {SCHEMA_VERSION!r}, which this "
                f"version reads; cnmaker-data {version}.0 or newer reads it"
            )
    raise data_error(reason, "schema")


class _Reader:
    """
    Makes objects of plain values, and collects all problems.

    With *has_defaults*, a field that is left out gets its default.
    """

    def __init__(self, *, has_defaults: bool) -> None:
        self.problems: list[DataProblem] = []
        self._has_defaults = has_defaults

    def read(self, kind: Any, value: Any, path: str) -> Any:
        """Return an object of a type, or `NOTHING` if there are problems."""
        if kind in _PLAIN:
            return value  # the validators of the model check its type, too
        if kind is Contests:
            contests = self.read(tuple[model.Contest, ...], value, path)
            return contests if contests is NOTHING else Contests(contests)
        if kind in (model.Tier, model.Role):
            # By value alone: calling the class would take the label as well.
            if type(value) is str and value in kind.__members__.values():
                return kind(value)
            listed = ", ".join(repr(member.value) for member in kind)
            reason = f"{short_repr(value)} is not one of {listed}"
            return self._add(path, reason)
        if isinstance(kind, GenericAlias):
            return self._read_tuple(kind, value, path)
        return self._read_object(kind, value, path)

    def _read_tuple(self, kind: Any, value: Any, path: str) -> Any:
        first, last = kind.__args__
        is_pair = last is not Ellipsis
        if value.__class__ is not list or (is_pair and len(value) != 2):
            noun = "a pair of texts" if is_pair else "a list"
            return self._add(path, f"{short_repr(value)} is not {noun}")
        items = [
            self.read(first, item, f"{path}[{index}]")
            for index, item in enumerate(value)
        ]
        if NOTHING in items:
            return NOTHING
        if is_pair and type(items[0]) is str:
            # The columns of a table recur in each row.
            items[0] = sys.intern(items[0])
        return tuple(items)

    def _read_object(self, cls: Any, value: Any, path: str) -> Any:
        if value.__class__ is not dict:
            return self._add(path, f"{short_repr(value)} is not a mapping")
        if cls is Edition:
            _check_version(value.pop("schema", None))
        before = len(self.problems)
        prefix = path and f"{path}."
        fields = _fields(cls)
        for name in filterfalse(fields.__contains__, value):
            reason = f"is unknown; the fields are {', '.join(fields)}"
            self._add(prefix + _step(name), reason)
        values = dict[str, Any]()
        for name, field in fields.items():
            if name in value:
                item = self.read(field.type, value[name], prefix + name)
            elif self._has_defaults and field.default is not NOTHING:
                item = field.default
            else:
                item = self._add(prefix + name, "is missing")
            values[name] = item
        # The class itself would stop at the first problem. Validators that
        # look at other fields ignore `NOTHING`.
        instance = restore(cls, values)
        for name, field in fields.items():
            if field.validator and values[name] is not NOTHING:
                try:
                    field.validator(instance, field, values[name])
                except DataError as error:
                    self._add(prefix + name, error.problems[0].reason)
        return NOTHING if len(self.problems) > before else instance

    def _add(self, path: str, reason: str) -> Any:
        self.problems.append(DataProblem(path, reason))
        if len(self.problems) == _MOST_PROBLEMS:
            raise DataError(self.problems)
        return NOTHING


@functools.cache
def _fields(cls: type[Any]) -> dict[str, attrs.Attribute[Any]]:
    return attrs.fields_dict(attrs.resolve_types(cls))


def _step(name: object) -> str:
    """Return a key as a step of a path: as it is if it is an identifier."""
    if isinstance(name, str) and name.isidentifier() and len(name) <= 100:
        return name
    return short_repr(name)
