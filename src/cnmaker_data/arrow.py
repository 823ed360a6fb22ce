"""
Columns and rows as Arrow, pandas and Polars.

nanoarrow makes Arrow of them: it is a fiftieth of pyarrow's size and needs no
other package.
"""

from __future__ import annotations

from array import array
from importlib import import_module
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any

from cnmaker_data.errors import MissingExtraError


if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    import polars as pl

    from cnmaker_data.table import Column, Table


# In nanoarrow, pandas and Polars.
_TYPES = {
    "string": ("string", "str", str),
    "integer": ("int64", "int64", int),
    "boolean": ("bool_", "bool", bool),
}


def array_of(columns: Sequence[Column], rows: Sequence[Any]) -> Any:
    """Return rows as an array of nanoarrow, built from the leaves upwards."""
    try:
        nanoarrow = import_module("nanoarrow")
    except ImportError as error:
        raise MissingExtraError("the Arrow interface", "arrow") from error

    def build(column: Column, values: Sequence[Any]) -> Any:
        if column.type == "object":
            return array_of(column.items, values)
        if column.type != "array":
            type_of = getattr(nanoarrow, _TYPES[column.type][0])
            return nanoarrow.c_array(values, type_of(nullable=column.nullable))
        items = build(column.items[0], [*chain.from_iterable(values)])
        # Where each list starts in the array of all items: 32 bits. No list
        # is null, so there is no mask of nulls.
        offsets = array("i", accumulate(map(len, values), initial=0))
        return nanoarrow.c_array_from_buffers(
            nanoarrow.list_(items.schema, nullable=False),
            len(values),
            [None, offsets],
            children=[items],
        )

    children = {
        column.name: build(column, [row[index] for row in rows])
        for index, column in enumerate(columns)
    }
    fields = {name: child.schema for name, child in children.items()}
    struct = nanoarrow.struct(fields, nullable=False)
    return nanoarrow.Array(
        nanoarrow.c_array_from_buffers(
            struct, len(rows), [None], children=children.values()
        )
    )


def to_pandas(table: Table) -> pd.DataFrame:
    """Return a data frame of pandas; it needs neither nanoarrow nor pyarrow."""

    def type_of(column: Column) -> str:
        if column.type == "integer" and column.nullable:
            return "Int64"  # int64 with nulls would become a column of floats
        return _TYPES[column.type][1] if column.type in _TYPES else "object"

    types = {each.name: type_of(each) for each in table.columns}
    frame = _library("pandas").DataFrame(_records(table), columns=[*types])
    typed: pd.DataFrame = frame.astype(types)
    return typed


def to_polars(table: Table) -> pl.DataFrame:
    """Return a data frame of Polars; it needs neither nanoarrow nor pyarrow."""
    polars = _library("polars")

    def type_of(column: Column) -> Any:
        if column.type == "array":
            return polars.List(type_of(column.items[0]))
        if column.type == "object":
            return polars.Struct({x.name: type_of(x) for x in column.items})
        return _TYPES[column.type][2]

    types = {each.name: type_of(each) for each in table.columns}
    frame: pl.DataFrame = polars.DataFrame(_records(table), types, orient="row")
    return frame


def _records(table: Table) -> list[list[Any]]:
    """Return rows as data frames take them: lists, with dictionaries."""
    return [list(map(_plain, table.columns, row)) for row in table.rows]


def _plain(column: Column, value: Any) -> Any:
    if column.type == "array":
        return [_plain(column.items[0], item) for item in value]
    if column.type == "object":
        pairs = zip(column.items, value, strict=True)
        return {each.name: _plain(each, item) for each, item in pairs}
    return value


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise  # it is installed, but something that it needs is not
        raise ImportError(
            f"to_{name}() needs {name}; install it with: "
            f"python -m pip install {name}",
            name=name,
        ) from error
