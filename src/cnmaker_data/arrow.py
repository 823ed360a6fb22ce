"""
Columns and rows as Arrow, pandas and Polars.

nanoarrow makes Arrow of them: it is a fiftieth of pyarrow's size and needs no
other package.
"""

from __future__ import annotations

from array import array
from importlib import import_module
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any, Literal, cast

from cnmaker_data.errors import MissingExtraError


if TYPE_CHECKING:
    from collections.abc import Sequence

    from pandas import DataFrame as PandasFrame
    from polars import DataFrame as PolarsFrame

    from cnmaker_data.table import Column, Table


_ARROW_TYPES = {"string": "STRING", "integer": "INT64", "boolean": "BOOL"}
_POLARS_TYPES = {"string": "String", "integer": "Int64", "boolean": "Boolean"}


def schema(table: Table) -> object:
    """Return the columns as a capsule of the Arrow PyCapsule interface."""
    nanoarrow = _nanoarrow()
    struct = _arrow_struct(nanoarrow, table.columns)
    return nanoarrow.c_schema(struct).__arrow_c_schema__()


def stream(table: Table) -> object:
    """Return the rows as a capsule of the Arrow PyCapsule interface."""
    nanoarrow = _nanoarrow()
    built = _arrow_structs(nanoarrow, table.columns, table.rows)
    return nanoarrow.c_array_stream(built).__arrow_c_stream__()


def to_pandas(table: Table) -> PandasFrame:
    """Return a data frame of pandas; it needs neither nanoarrow nor pyarrow."""
    pd = _library("pandas")
    # The type that pandas gives to text, also for a table without rows.
    text = pd.Series([""]).dtype
    dtypes = {each.name: _pandas_type(each, text) for each in table.columns}
    frame = pd.DataFrame(_records(table), columns=list(dtypes)).astype(dtypes)
    return cast("PandasFrame", frame)


def to_polars(table: Table) -> PolarsFrame:
    """Return a data frame of Polars; it needs neither nanoarrow nor pyarrow."""
    pl = _library("polars")
    types = {each.name: _polars_type(pl, each) for each in table.columns}
    frame = pl.DataFrame(_records(table), types, orient="row")
    return cast("PolarsFrame", frame)


def _arrow_struct(nanoarrow: Any, columns: Sequence[Column]) -> Any:
    fields = {each.name: _arrow_type(nanoarrow, each) for each in columns}
    return nanoarrow.struct(fields, nullable=False)


def _arrow_type(nanoarrow: Any, column: Column) -> Any:
    if column.type == "array":
        [item] = column.items
        return nanoarrow.list_(_arrow_type(nanoarrow, item), nullable=False)
    if column.type == "object":
        return _arrow_struct(nanoarrow, column.items)
    type_ = nanoarrow.Type[_ARROW_TYPES[column.type]]
    return nanoarrow.Schema(type_, nullable=column.nullable)


def _arrow_array(nanoarrow: Any, column: Column, values: Sequence[Any]) -> Any:
    """Return an array of Arrow, built from the leaves upwards."""
    if column.type == "object":
        return _arrow_structs(nanoarrow, column.items, values)
    arrow_type = _arrow_type(nanoarrow, column)
    if column.type != "array":
        return nanoarrow.c_array(values, arrow_type)
    # Where each list starts in the array of all items: 32 bits. No list is
    # null, so there is no mask of nulls.
    offsets = array("i", accumulate(map(len, values), initial=0))
    items = list(chain.from_iterable(values))
    child = _arrow_array(nanoarrow, column.items[0], items)
    return nanoarrow.c_array_from_buffers(
        arrow_type, len(values), [None, offsets], children=[child]
    )


def _arrow_structs(
    nanoarrow: Any, columns: Sequence[Column], rows: Sequence[Any]
) -> Any:
    children = [
        _arrow_array(nanoarrow, column, [row[index] for row in rows])
        for index, column in enumerate(columns)
    ]
    arrow_type = _arrow_struct(nanoarrow, columns)
    return nanoarrow.c_array_from_buffers(
        arrow_type, len(rows), [None], children=children
    )


def _pandas_type(column: Column, text: object) -> object:
    if column.type == "integer":
        # int64 with nulls would become a column of floats.
        return "Int64" if column.nullable else "int64"
    return {"string": text, "boolean": "bool"}.get(column.type, "object")


def _polars_type(pl: Any, column: Column) -> Any:
    if column.type == "array":
        return pl.List(_polars_type(pl, column.items[0]))
    if column.type == "object":
        fields = {each.name: _polars_type(pl, each) for each in column.items}
        return pl.Struct(fields)
    return getattr(pl, _POLARS_TYPES[column.type])


def _records(table: Table) -> list[list[Any]]:
    return [list(map(_plain, table.columns, row)) for row in table.rows]


def _plain(column: Column, value: Any) -> Any:
    """
    Return a value as data frames take it: lists, and dictionaries in them.
    """
    if column.type == "array":
        return [_plain(column.items[0], item) for item in value]
    if column.type == "object":
        names = [each.name for each in column.items]
        return dict(zip(names, map(_plain, column.items, value), strict=True))
    return value


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
            raise  # it is installed, but something that it needs is not
        raise ImportError(
            f"to_{name}() needs {name}; install it with: "
            f"python -m pip install {name}",
            name=name,
        ) from error
