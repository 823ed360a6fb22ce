"""Objects of the model to bytes and back."""

from __future__ import annotations

import enum
import functools
import re
import sys

from collections.abc import Callable, Hashable, Sequence
from itertools import islice
from typing import (
    Any,
    TypeAlias,
    TypeGuard,
    TypeVar,
    get_args,
    get_origin,
    get_type_hints,
    overload,
)

import attrs

from cnmaker_data._validators import restore
from cnmaker_data.catalog import SCHEMA_VERSION, Edition, to_plain
from cnmaker_data.codecs import Format, codec_of
from cnmaker_data.collection import Contests
from cnmaker_data.errors import (
    DataError,
    DataProblem,
    data_error,
    short_repr,
)
from cnmaker_data.model import (
    Contest,
    Link,
    Organization,
    Organizer,
    Region,
    Source,
)


__all__ = ["Format", "Serializable", "dumps", "loads"]


#: The objects that `dumps` writes and `loads` reads.
Serializable: TypeAlias = (
    Edition
    | Contests
    | Contest
    | Region
    | Organization
    | Organizer
    | Link
    | Source
)

_T = TypeVar("_T", bound=Serializable)
_Reader: TypeAlias = Callable[[Any], Any]

# More problems than anybody reads.
_MOST_PROBLEMS = 1_000
_VERSION = re.compile(r"[0-9]{1,4}\.[0-9]{1,4}")


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
        raise data_error(f"{short_repr(cls)} is not of the model")
    document = codec.decode(data)
    if cls is Edition:
        document = _without_version(document)
    return _reader(cls, not codec.has_null)(document)


@functools.cache
def _reader(kind: Hashable, has_defaults: bool) -> _Reader:
    """
    Return the function that makes an object of a type from a plain value.

    It raises `DataError` with all problems, and the path to each. If
    *has_defaults*, a field that is left out has its default.
    """
    if kind is Contests:
        read = _reader(tuple[Contest, ...], has_defaults)
        return lambda value: Contests(read(value))
    if get_origin(kind) is tuple:
        first, last = get_args(kind)
        if last is not Ellipsis:
            return _read_pair
        return functools.partial(_read_list, _reader(first, has_defaults))
    if isinstance(kind, type) and attrs.has(kind):
        types = get_type_hints(kind)
        fields = [
            (field, _reader(types[field.name], has_defaults))
            for field in attrs.fields(kind)
        ]
        return functools.partial(_read_object, kind, fields, has_defaults)
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return functools.partial(_read_member, kind)
    return _read_unchanged


def _read_unchanged(value: Any) -> Any:
    return value  # the validators of the model check its type, too


def _read_member(kind: type[enum.Enum], value: Any) -> enum.Enum:
    # By value alone: calling the class would take the label as well.
    members = {member.value: member for member in kind}
    if type(value) is str and value in members:
        return members[value]
    known = ", ".join(map(repr, members))
    raise data_error(f"{short_repr(value)} is not one of {known}")


def _read_pair(value: Any) -> tuple[Any, Any]:
    if not _is_list(value) or len(value) != 2:
        raise data_error(f"{short_repr(value)} is not a pair of texts")
    column, text = value
    # The columns of a table recur in each row.
    return sys.intern(column) if type(column) is str else column, text


def _read_list(read: _Reader, value: Any) -> tuple[Any, ...]:
    if not _is_list(value):
        raise data_error(f"{short_repr(value)} is not a list")
    items: list[Any] = []
    problems: list[DataProblem] = []
    for index, item in enumerate(value):
        try:
            items.append(read(item))
        except DataError as error:
            problems += _below(f"[{index}]", error)
            if len(problems) >= _MOST_PROBLEMS:
                break
    if problems:
        raise DataError(problems)
    return tuple(items)


def _read_object(
    cls: type[Any],
    fields: Sequence[tuple[attrs.Attribute[Any], _Reader]],
    has_defaults: bool,
    value: Any,
) -> Any:
    if not _is_mapping(value):
        raise data_error(f"{short_repr(value)} is not a mapping")
    names = [field.name for field, _ in fields]
    unknown = (name for name in value if name not in names)
    problems = [
        DataProblem(
            _step(name), f"is unknown; the fields are {', '.join(names)}"
        )
        for name in islice(unknown, _MOST_PROBLEMS)
    ]
    values = {field.name: field.default for field, _ in fields}
    absent = set[str]()
    for field, read in fields:
        name = field.name
        try:
            if name in value:
                values[name] = read(value[name])
            elif not has_defaults or field.default is attrs.NOTHING:
                raise data_error("is missing")
        except DataError as error:
            problems += _below(name, error)
            absent.add(name)
    # This is what the class does, too, but it stops at the first problem.
    # Validators that look at other fields pass over those that are absent.
    instance = restore(cls, values)
    for field, _ in fields:
        if field.validator is not None and field.name not in absent:
            try:
                field.validator(instance, field, values[field.name])
            except DataError as error:
                problems += error.problems
    if problems:
        raise DataError(problems)
    return instance


def _is_list(value: Any) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def _is_mapping(value: Any) -> TypeGuard[dict[Any, Any]]:
    return isinstance(value, dict)


def _below(step: str, error: DataError) -> list[DataProblem]:
    """Return the problems of an error below a step of the path."""
    return [
        DataProblem(
            f"{step}{'.' if path and path[0] != '[' else ''}{path}", reason
        )
        for path, reason in error.problems
    ]


def _step(name: object) -> str:
    """Return a key as a step of a path: as it is, if it reads as a name."""
    if isinstance(name, str) and name.isidentifier() and len(name) <= 100:
        return name
    return short_repr(name)


def _without_version(document: Any) -> dict[str, Any]:
    """
    Return the fields of an edition, if its schema is the one that is known.
    """
    if not _is_mapping(document):
        raise data_error(f"{short_repr(document)} is not a mapping")
    fields = dict(document)
    version = fields.pop("schema", None)
    if not isinstance(version, str) or not _VERSION.fullmatch(version):
        reason = (
            f"{short_repr(version)} is not the version of a schema, such as "
            f"{SCHEMA_VERSION!r}"
        )
    elif version == SCHEMA_VERSION:
        return fields
    elif _parts(version) > _parts(SCHEMA_VERSION):
        # A schema is named after the release that brought it.
        reason = (
            f"{version!r} is newer than {SCHEMA_VERSION!r}, which this version "
            f"reads; cnmaker-data {version}.0 or newer reads it"
        )
    else:
        reason = f"{version!r} is a version of the schema that never existed"
    raise data_error(reason, "schema")


def _parts(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]
