"""
Objects to bytes and back, in five formats.
"""

from __future__ import annotations

import contextlib
import functools
import io
import re
import sys

from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Iterable
from importlib import import_module
from itertools import islice
from operator import attrgetter
from typing import (
    TYPE_CHECKING,
    Any,
    Literal,
    NamedTuple,
    TypeAlias,
    TypeGuard,
    TypeVar,
    cast,
    get_args,
    get_origin,
    overload,
)

import attrs

from cattrs.gen import make_dict_unstructure_fn

from cnmaker_data import model
from cnmaker_data.catalog import SCHEMA_VERSION, Edition
from cnmaker_data.collection import Contests
from cnmaker_data.errors import (
    DataError,
    DataProblem,
    MissingExtraError,
    short_repr,
    shorten,
)
from cnmaker_data.model import (
    Contest,
    Link,
    Organization,
    Organizer,
    Region,
    Role,
    Source,
    Tier,
)


if TYPE_CHECKING:
    from cattrs import Converter


__all__ = ["Format", "Serializable", "dumps", "loads"]


#: The formats that `dumps` and `loads` know.
Format: TypeAlias = Literal["json", "yaml", "toml", "msgpack", "cbor"]

#: What they write and read.
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
_Document: TypeAlias = dict[str, Any]

#: The most that `loads` reads, in bytes: fifty times the edition that ships.
LARGEST = 4 * 2**20
# What makes a short document a long work. An edition is five levels deep, has
# numbers of four digits, and keys of TOML with two dots.
_DEEPEST = 50
_MOST_NODES = 400_000
_MOST_DIGITS = 18
_MOST_DOTS = 200  # a host in a text may have 126
# More than anybody reads of what is wrong.
_MOST_PROBLEMS = 1_000

# Each before those that hold it.
_CLASSES = (Source, Link, Organization, Organizer, Region, Contest, Edition)
for _cls in _CLASSES:
    # The model knows the collection by name alone.
    attrs.resolve_types(_cls, {**vars(model), "Contests": Contests})

# An older document becomes one of the version named, step by step.
_MIGRATIONS: dict[str, tuple[str, Callable[[_Document], _Document]]] = {}


def dumps(
    obj: Serializable,
    format: Format = "json",  # noqa: A002  # the name that users expect
) -> bytes:
    """
    Return an object of the model as bytes.

    *format* is ``json``, ``yaml``, ``toml``, ``msgpack`` or ``cbor``; those
    but the first need the extra ``formats``. Text formats are in UTF-8, with
    the fields in the order of the model, and the same bytes each time. An
    edition carries the version of its schema.

    Raises `DataError` for another object or format, and `MissingExtraError`.

    >>> from cnmaker_data import Organization, dumps
    >>> print(dumps(Organization("工业和信息化部")).decode())
    {
      "name": "工业和信息化部",
      "aliases": []
    }
    <BLANKLINE>
    """
    codec = _codec_of(format)
    if not isinstance(obj, (Contests, *_CLASSES)):
        raise DataError(
            [DataProblem("", f"{short_repr(obj)} is not of the model")]
        )
    if format == "toml" and isinstance(obj, Contests):
        raise DataError(
            [DataProblem("", "TOML has no lists at the top; dump the edition")]
        )
    return codec.write(codec.converter.unstructure(obj))


@overload
def loads(data: bytes | str, *, format: Format = "json") -> Edition: ...
@overload
def loads(data: bytes | str, cls: type[_T], format: Format = "json") -> _T: ...
def loads(
    data: bytes | str,
    cls: type[Any] = Edition,
    format: Format = "json",  # noqa: A002  # the name that users expect
) -> Any:
    """
    Return the object of a class of the model that bytes describe.

    *data* is what `dumps` gives for the same *format*. Nothing is guessed,
    coerced or left out: a field that is missing or unknown, a key that is
    there twice, a value of another type, or one that the model refuses is a
    problem.

    Raises `DataError`, which lists all problems with their paths, of many
    the first; also for what is far larger than an edition, which
    :doc:`/security` says more of. Raises `MissingExtraError`.

    >>> from cnmaker_data import Organization, loads
    >>> loads('{"name": "工业和信息化部", "aliases": [""]}', Organization)
    Traceback (most recent call last):
        ...
    cnmaker_data.errors.DataError: aliases: '' is not one line of text that \
starts and ends with a visible character
    """
    codec = _codec_of(format)
    if cls is not Contests and cls not in _CLASSES:
        raise DataError(
            [DataProblem("", f"{short_repr(cls)} is not of the model")]
        )
    document = _parsed(codec, data)
    if cls is Edition:
        document = _current(document)
    # Whatever is wrong, the slower way finds and tells it.
    with contextlib.suppress(Exception):
        return codec.converter.structure(document, cls)
    return _explained(codec.converter, document, cls)


class _Codec(NamedTuple):
    """
    How one format is written and read.
    """

    name: str
    converter: Converter
    write: Callable[[object], bytes]
    read: Callable[[bytes], object]
    #: What reading raises for bytes that are not of the format.
    errors: tuple[type[Exception], ...]


def _parsed(codec: _Codec, data: bytes | str) -> object:
    if isinstance(data, str):
        data = data.encode("utf-8", "surrogatepass")
    if not isinstance(data, bytes):
        raise DataError([DataProblem("", f"{short_repr(data)} is not bytes")])
    if len(data) > LARGEST:
        most = f"it is over {LARGEST >> 20} MiB; no edition is that large"
        raise DataError([DataProblem("", most)])
    try:
        return codec.read(data)
    except RecursionError:
        raise DataError([DataProblem("", "it is nested too deeply")]) from None
    except codec.errors as error:
        reasons = [str(error), str(error.__cause__ or "")]
        reason = shorten(
            " ".join(": ".join(filter(None, reasons)).split()), 400
        )
        raise DataError(
            [DataProblem("", f"it is not {codec.name}: {reason}")]
        ) from None


def _codec_of(name: object) -> _Codec:
    if not isinstance(name, str) or name not in get_args(Format):
        known = ", ".join(get_args(Format))
        raise DataError(
            [
                DataProblem(
                    "",
                    f"{short_repr(name)} is not a format; use one of {known}",
                )
            ]
        )
    return _codec(name)


@functools.cache
def _codec(name: str) -> _Codec:
    codecs = {
        "json": _json,
        "yaml": _yaml,
        "toml": _toml,
        "msgpack": _msgpack,
        "cbor": _cbor,
    }
    try:
        return codecs[name]()
    except ImportError as error:
        raise MissingExtraError(f"the format {name}", "formats") from error


def _json() -> _Codec:
    import json

    from cattrs.preconf.json import make_converter

    def write(document: object) -> bytes:
        text = json.dumps(document, ensure_ascii=False, indent=2)
        return f"{text}\n".encode()

    def read(data: bytes) -> object:
        return json.loads(data, object_pairs_hook=_unique)

    return _Codec(
        "JSON", _configured(make_converter()), write, read, (ValueError,)
    )


_MERGE = "tag:yaml.org,2002:merge"


def _yaml() -> _Codec:
    import yaml

    from cattrs.preconf.pyyaml import make_converter

    # The parser in C where PyYAML was built with it.
    base: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Loader(base):  # type: ignore[misc, valid-type]  # chosen at run time
        def construct_mapping(
            self, node: yaml.MappingNode, deep: bool = False
        ) -> dict[Any, Any]:
            _unique((key.value, None) for key, _ in node.value)
            if any(key.tag == _MERGE for key, _ in node.value):
                raise yaml.YAMLError("<< merges mappings; write them out")
            mapping: dict[Any, Any] = super().construct_mapping(node, deep)
            return mapping

    def construct_int(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> int:
        # It reads 1:1:1 to the base of 60, and takes long for that.
        if len(node.value) > _MOST_DIGITS:
            raise yaml.YAMLError(
                f"{short_repr(node.value)} is far too long a number"
            )
        return loader.construct_yaml_int(node)

    Loader.add_constructor("tag:yaml.org,2002:int", construct_int)

    def write(document: object) -> bytes:
        return yaml.safe_dump(
            document, allow_unicode=True, encoding="utf-8", sort_keys=False
        )

    def read(data: bytes) -> object:
        depth = 0
        for count, event in enumerate(yaml.parse(data, Loader=base)):
            # Aliases can make a short document a huge one, and are never
            # written.
            if isinstance(event, yaml.AliasEvent):
                message = (
                    f"*{shorten(str(event.anchor))} is an alias; write it out"
                )
                raise yaml.YAMLError(message)
            # The parser in C has no limits of its own: it crashes.
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST or count > _MOST_NODES:
                raise yaml.YAMLError("it is far larger than an edition")
        return yaml.load(data, Loader=Loader)  # noqa: S506  # a safe loader

    return _Codec(
        "YAML",
        _configured(make_converter()),
        write,
        read,
        # It makes numbers and dates of texts, and trips over some.
        (yaml.YAMLError, ValueError, TypeError, ArithmeticError, LookupError),
    )


def _toml() -> _Codec:
    import tomllib

    import tomli_w

    from cattrs.preconf.tomllib import make_converter

    def write(document: object) -> bytes:
        return tomli_w.dumps(cast("dict[str, Any]", document)).encode()

    def read(data: bytes) -> object:
        # The parser takes time and memory by the square of the dots.
        if _MANY_DOTS.search(data):
            raise ValueError(f"a key has over {_MOST_DOTS} dots")
        return tomllib.loads(data.decode())

    # TOML has no null: what has its default value is left out.
    converter = _configured(make_converter(omit_if_default=True))
    return _Codec("TOML", converter, write, read, (ValueError,))


# A key, bare or in quotes, with many behind it.
_KEY = rb"""(?:[A-Za-z0-9_\-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')"""
_MANY_DOTS = re.compile(
    rb"(?<![A-Za-z0-9_\-])%b(?:[ \t]*+\.[ \t]*+%b){%d}"
    % (_KEY, _KEY, _MOST_DOTS + 1)
)


def _msgpack() -> _Codec:
    from cattrs.preconf.msgpack import make_converter

    # It has no types.
    msgpack: Any = import_module("msgpack")

    def write(document: object) -> bytes:
        return bytes(msgpack.packb(document))

    def read(data: bytes) -> object:
        return msgpack.unpackb(data, object_pairs_hook=_unique)

    return _Codec(
        "MessagePack",
        _configured(make_converter()),
        write,
        read,
        (ValueError, TypeError, msgpack.UnpackException),
    )


def _cbor() -> _Codec:
    import cbor2

    from cattrs.preconf.cbor2 import make_converter

    def write(document: object) -> bytes:
        return cbor2.dumps(document)

    def read(data: bytes) -> object:
        file = io.BytesIO(data)
        document: object = cbor2.load(
            file,
            allow_duplicate_keys=False,
            # All tags, those too that it would know: regular expressions, and
            # references, by which a short document becomes a huge one.
            semantic_decoders=defaultdict(lambda: _refuse_tag),
        )
        if file.tell() < len(data):
            raise ValueError("something follows the document")
        return document

    return _Codec(
        "CBOR",
        _configured(make_converter()),
        write,
        read,
        (cbor2.CBORDecodeError, ValueError, TypeError),
    )


def _refuse_tag(*_: object) -> object:
    raise ValueError("an edition has no tags")


def _unique(pairs: Iterable[tuple[str, object]]) -> _Document:
    listed = list(pairs)
    document = dict(listed)
    if len(document) < len(listed):
        counts = Counter(key for key, _ in listed)
        twice = next(key for key, count in counts.items() if count > 1)
        raise ValueError(f"the key {short_repr(twice)} is there twice")
    return document


def _configured(converter: Converter) -> Converter:
    """
    Return a converter that knows the model and coerces nothing.
    """
    # The model checks what these are.
    kinds: tuple[Any, ...] = (str, int, bool, str | None, int | None)
    for kind in kinds:
        converter.register_structure_hook(kind, _as_is)

    for enum in (Role, Tier):
        # The label finds a member as well, and is no form of the data.
        converter.register_structure_hook(enum, _member)
        converter.register_unstructure_hook(enum, attrgetter("value"))

    def is_literal(kind: Any) -> bool:
        return get_origin(kind) is Literal

    def is_tuple(kind: Any) -> bool:
        return get_origin(kind) is tuple

    converter.register_structure_hook_func(is_literal, _as_is)
    converter.register_structure_hook_factory(
        is_tuple, functools.partial(_tuple_hook, converter)
    )
    converter.register_structure_hook(
        Contests,
        lambda value, _: Contests(converter.structure(value, _CONTESTS)),
    )
    converter.register_unstructure_hook(
        Contests, lambda value: [converter.unstructure(each) for each in value]
    )
    for cls in _CLASSES:
        converter.register_structure_hook(cls, _object_hook(converter, cls))
        converter.register_unstructure_hook(
            cls,
            make_dict_unstructure_fn(
                cls,
                converter,
                _cattrs_omit_if_default=converter.omit_if_default,
            ),
        )
    unstructure_edition = converter.get_unstructure_hook(Edition)
    converter.register_unstructure_hook(
        Edition,
        lambda value: {"schema": SCHEMA_VERSION, **unstructure_edition(value)},
    )
    return converter


_CONTESTS = tuple[Contest, ...]


_Hook: TypeAlias = Callable[[Any, Any], Any]


def _object_hook(converter: Converter, cls: Any) -> _Hook:
    """
    Return a hook that takes a mapping with the fields of a class, and no other.
    """
    fields = attrs.fields(cls)
    known = {field.name for field in fields}
    optional = {
        field.name: converter.unstructure(field.default)
        for field in fields
        if converter.omit_if_default and field.default is not attrs.NOTHING
    }
    # Most values are as they are read: the model checks them.
    nested = [
        (field.name, field.type, hook)
        for field in fields
        if (hook := converter.get_structure_hook(field.type)) is not _as_is
    ]

    def structure(value: Any, _: Any) -> Any:
        values = {**optional, **value}
        if values.keys() != known:
            raise ValueError  # which, is told later
        for name, kind, hook in nested:
            values[name] = hook(values[name], kind)
        return cls(**values)

    return structure


def _tuple_hook(converter: Converter, kind: Any) -> _Hook:
    first, last = get_args(kind)
    is_pair = last is not Ellipsis
    hook = converter.get_structure_hook(first)

    def structure(value: Any, _: Any) -> Any:
        if not _is_list(value):
            raise TypeError
        if is_pair:
            # Of column and text: the columns of a table recur in each row.
            column, text = value
            return sys.intern(column), text
        if hook is _as_is:
            return tuple(value)
        return tuple([hook(each, first) for each in value])

    return structure


def _is_list(value: Any) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def _is_mapping(value: Any) -> TypeGuard[dict[Any, Any]]:
    return isinstance(value, dict)


def _member(value: object, kind: Any) -> object:
    for member in kind:
        if type(value) is str and value == member.value:
            return member
    raise ValueError


def _as_is(value: object, _: object) -> object:
    return value


def _kinds(kind: Any, length: int) -> tuple[Any, ...]:
    """
    Return the types of the items of a tuple of some length.
    """
    first, last = get_args(kind)
    return (first,) * length if last is Ellipsis else (first, last)


def _listed(value: Any, kind: Any) -> list[Any]:
    if not _is_list(value):
        raise DataError([DataProblem("", f"{short_repr(value)} is not a list")])
    if len(_kinds(kind, len(value))) != len(value):
        raise DataError(
            [DataProblem("", f"{short_repr(value)} is not a pair of texts")]
        )
    return value


def _explained(converter: Converter, value: Any, kind: Any) -> Any:
    """
    Return the object that a value describes, or raise with all its problems.

    It does what the converter does, slower, without stopping at the first.
    """
    if kind is Contests:
        return Contests(_explained_items(converter, value, _CONTESTS))
    if get_origin(kind) is tuple:
        return _explained_items(converter, value, kind)
    if attrs.has(kind):
        return _explained_object(converter, value, kind)
    try:
        return converter.structure(value, kind)
    except (TypeError, ValueError):
        # It is an enum: the model checks all others.
        known = ", ".join(repr(member.value) for member in kind)
        raise DataError(
            [DataProblem("", f"{short_repr(value)} is not one of {known}")]
        ) from None


def _explained_items(
    converter: Converter, value: Any, kind: Any
) -> tuple[Any, ...]:
    items = _listed(value, kind)
    problems: list[DataProblem] = []
    explained: list[Any] = []
    for index, item_kind in enumerate(_kinds(kind, len(items))):
        if len(problems) >= _MOST_PROBLEMS:
            break
        with _collected(problems, f"[{index}]"):
            explained.append(_explained(converter, items[index], item_kind))
    if problems:
        raise DataError(problems)
    return tuple(explained)


def _explained_object(converter: Converter, value: Any, cls: Any) -> Any:
    if not _is_mapping(value):
        raise DataError(
            [DataProblem("", f"{short_repr(value)} is not a mapping")]
        )
    fields = {field.name: field for field in attrs.fields(cls)}
    known = ", ".join(fields)
    unknown = (key for key in value if key not in fields)
    problems = [
        DataProblem(_step(key), f"is unknown; the fields are {known}")
        for key in islice(unknown, _MOST_PROBLEMS)
    ]
    values: dict[str, Any] = {}
    for name, field in fields.items():
        if name in value:
            with _collected(problems, name):
                values[name] = _explained(converter, value[name], field.type)
        elif field.default is attrs.NOTHING or not converter.omit_if_default:
            problems.append(DataProblem(name, "is missing"))
    problems += _refusals(converter, cls, values)
    if problems:
        raise DataError(problems)
    return cls(**values)


def _step(key: object) -> str:
    """
    Return a key as a step of a path: as it is, where that can be read.
    """
    if isinstance(key, str) and key.isidentifier() and len(key) <= 100:
        return key
    return short_repr(key)


def _refusals(
    converter: Converter, cls: Any, values: dict[str, Any]
) -> list[DataProblem]:
    """
    Return what the validators of a class say of the values that are there.
    """
    problems: list[DataProblem] = []
    instance = cls.__new__(cls)
    fields = attrs.fields(cls)
    for field in fields:
        # Validators look at other fields, too, and pass over what is missing.
        value = values.get(field.name, field.default)
        object.__setattr__(instance, field.name, value)
    for field in fields:
        is_there = field.name in values or (
            converter.omit_if_default and field.default is not attrs.NOTHING
        )
        if is_there and field.validator is not None:
            with _collected(problems, ""):
                field.validator(instance, field, getattr(instance, field.name))
    return problems


@contextlib.contextmanager
def _collected(problems: list[DataProblem], step: str) -> Generator[None]:
    """
    Collect the problems that are raised inside, below a step of the path.
    """
    try:
        yield
    except DataError as error:
        for path, reason in error.problems:
            dot = "." if step and path and not path.startswith("[") else ""
            problems.append(DataProblem(f"{step}{dot}{path}", reason))


def _current(document: Any) -> _Document:
    """
    Return the document of an edition as the present schema has it.
    """
    if not _is_mapping(document):
        raise DataError(
            [DataProblem("", f"{short_repr(document)} is not a mapping")]
        )
    current: _Document = dict(document)
    version = current.pop("schema", None)
    if not isinstance(version, str) or not _VERSION.fullmatch(version):
        raise DataError(
            [
                DataProblem(
                    "schema",
                    f"{short_repr(version)} is not the version of a schema, "
                    f"such as {SCHEMA_VERSION!r}",
                )
            ]
        )
    while version != SCHEMA_VERSION:
        if version not in _MIGRATIONS:
            raise DataError([DataProblem("schema", _unreadable(version))])
        version, migrate = _MIGRATIONS[version]
        current = migrate(current)
    return current


_VERSION = re.compile(r"[0-9]{1,4}\.[0-9]{1,4}")


def _unreadable(version: str) -> str:
    """
    Return why a version of the schema cannot be read.
    """
    given, known = (
        tuple(map(int, each.split("."))) for each in (version, SCHEMA_VERSION)
    )
    if given > known:
        # A schema is named after the release that brought it.
        return (
            f"{short_repr(version)} is newer than {SCHEMA_VERSION!r}, which this version "
            f"reads; cnmaker-data {version}.0 or newer reads it"
        )
    return f"{short_repr(version)} is a version of the schema that never was"
