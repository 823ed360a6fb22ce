"""
Contests and crosswalks as tables of Arrow, pandas and Polars.

The columns are described once, for all three. What makes Arrow of them is
nanoarrow, which is a fiftieth of pyarrow's size and needs no other package:
who reads the table brings the rest.
"""

from __future__ import annotations

from array import array
from importlib import import_module
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias, cast

from cnmaker_data.collection import Contests
from cnmaker_data.errors import MissingExtraError


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pandas import DataFrame as PandasFrame
    from polars import DataFrame as PolarsFrame

    from cnmaker_data.model import Contest, Organizer


__all__ = ["schema", "stream", "to_pandas", "to_polars"]


class _Value(NamedTuple):
    """
    A text or a number.
    """

    type: Literal["string", "int64"]
    nullable: bool = False


class _List(NamedTuple):
    """
    A list of values or structs, maybe empty, never null.
    """

    item: _Type


class _Struct(NamedTuple):
    """
    Named fields, given as a tuple.
    """

    fields: dict[str, _Type]


_Type: TypeAlias = _Value | _List | _Struct

_TEXT = _Value("string")
_TEXT_OR_NULL = _Value("string", nullable=True)
_NUMBER = _Value("int64")

_CONTEST = _Struct(
    {
        "id": _TEXT,
        "edition": _NUMBER,
        "series": _TEXT,
        "tier": _TEXT,
        "number": _Value("int64", nullable=True),
        "name": _TEXT,
        "theme": _TEXT_OR_NULL,
        "location_code": _TEXT,
        "location": _TEXT,
        "organizers": _List(
            _Struct({"name": _TEXT, "role": _TEXT, "aliases": _List(_TEXT)})
        ),
        "urls": _List(_TEXT),
    }
)
_CROSSWALK_ROW = _Struct(
    {
        "code": _TEXT,
        "name": _TEXT,
        "level": _TEXT,
        "contest_id": _TEXT_OR_NULL,
    }
)


def schema(kind: type[Sequence[Any]]) -> object:
    """
    Return the columns as a capsule of the Arrow PyCapsule interface.
    """
    nanoarrow = _nanoarrow()
    columns = _arrow_type(nanoarrow, _columns(kind))
    return nanoarrow.c_schema(columns).__arrow_c_schema__()


def stream(table: Sequence[Any]) -> object:
    """
    Return the rows as a capsule of the Arrow PyCapsule interface.
    """
    nanoarrow = _nanoarrow()
    built = _arrow_array(nanoarrow, _columns(type(table)), list(_rows(table)))
    return nanoarrow.c_array_stream(built).__arrow_c_stream__()


def to_pandas(table: Sequence[Any]) -> PandasFrame:
    """
    Return a data frame of pandas; it needs neither nanoarrow nor pyarrow.
    """
    pd = _library("pandas")
    types = _columns(type(table)).fields
    rows = [_plain_struct(row, types) for row in _rows(table)]
    # As pandas would have them, also where there is no row to tell by.
    text = pd.Series([""]).dtype
    dtypes = {name: _pandas_dtype(type_, text) for name, type_ in types.items()}
    frame = pd.DataFrame(rows, columns=list(types)).astype(dtypes)
    return cast("PandasFrame", frame)


def to_polars(table: Sequence[Any]) -> PolarsFrame:
    """
    Return a data frame of Polars; it needs neither nanoarrow nor pyarrow.
    """
    pl = _library("polars")
    types = _columns(type(table)).fields
    rows = [_plain_struct(row, types) for row in _rows(table)]
    columns = {name: _polars_type(pl, type_) for name, type_ in types.items()}
    frame = pl.DataFrame(rows, schema=columns, orient="row")
    return cast("PolarsFrame", frame)


def _columns(kind: type[Sequence[Any]]) -> _Struct:
    return _CONTEST if issubclass(kind, Contests) else _CROSSWALK_ROW


def _rows(table: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    if isinstance(table, Contests):
        return map(_contest_row, table)
    return iter(table)


def _contest_row(contest: Contest) -> tuple[Any, ...]:
    return (
        contest.id,
        contest.edition,
        contest.series,
        contest.tier.value,
        contest.number,
        contest.name,
        contest.theme,
        contest.location.code,
        contest.location.name,
        [_organizer_row(organizer) for organizer in contest.organizers],
        contest.urls,
    )


def _organizer_row(organizer: Organizer) -> tuple[Any, ...]:
    organization = organizer.organization
    return organization.name, organizer.role.value, organization.aliases


def _arrow_type(nanoarrow: Any, type_: _Type) -> Any:
    if isinstance(type_, _Value):
        return nanoarrow.Schema(
            nanoarrow.Type[type_.type.upper()], nullable=type_.nullable
        )
    if isinstance(type_, _List):
        item = _arrow_type(nanoarrow, type_.item)
        return nanoarrow.list_(item, nullable=False)
    fields = {
        name: _arrow_type(nanoarrow, field)
        for name, field in type_.fields.items()
    }
    return nanoarrow.struct(fields, nullable=False)


def _arrow_array(nanoarrow: Any, type_: _Type, values: Sequence[Any]) -> Any:
    """
    Return an array of Arrow, made from the leaves upwards.
    """
    arrow_type = _arrow_type(nanoarrow, type_)
    if isinstance(type_, _Value):
        return nanoarrow.c_array(values, arrow_type)
    # No list and no struct is ever null, so none has a mask of nulls.
    buffers: list[Any] = [None]
    if isinstance(type_, _List):
        # Where each list starts in the array of all items: 32 bits.
        buffers.append(array("i", accumulate(map(len, values), initial=0)))
        items = list(chain.from_iterable(values))
        children = [_arrow_array(nanoarrow, type_.item, items)]
    else:
        children = [
            _arrow_array(nanoarrow, field, [value[index] for value in values])
            for index, field in enumerate(type_.fields.values())
        ]
    return nanoarrow.c_array_from_buffers(
        arrow_type, len(values), buffers, children=children
    )


def _pandas_dtype(type_: _Type, text: object) -> object:
    if not isinstance(type_, _Value):
        return "object"
    if type_.type == "string":
        return text
    # With nulls, the other would become a column of floats.
    return "Int64" if type_.nullable else "int64"


def _polars_type(pl: Any, type_: _Type) -> Any:
    if isinstance(type_, _Value):
        return pl.String if type_.type == "string" else pl.Int64
    if isinstance(type_, _List):
        return pl.List(_polars_type(pl, type_.item))
    return pl.Struct(
        {name: _polars_type(pl, field) for name, field in type_.fields.items()}
    )


def _plain(value: Any, type_: _Type) -> Any:
    """
    Return a value as data frames take it: lists, and dictionaries in them.
    """
    if isinstance(type_, _Value):
        return value
    if isinstance(type_, _List):
        return [_plain(item, type_.item) for item in value]
    names = type_.fields
    return dict(zip(names, _plain_struct(value, names), strict=True))


def _plain_struct(values: Iterable[Any], types: dict[str, _Type]) -> list[Any]:
    pairs = zip(values, types.values(), strict=True)
    return [_plain(value, type_) for value, type_ in pairs]


def _nanoarrow() -> Any:
    try:
        return import_module("nanoarrow")
    except ImportError as error:
        raise MissingExtraError("the Arrow interface", "arrow") from error


def _library(name: Literal["pandas", "polars"]) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise  # it is there, and lacks something itself
        raise ImportError(
            f"to_{name}() needs {name}, which is not installed; "
            f"python -m pip install {name} brings it",
            name=name,
        ) from error
