"""
Columns and rows as Arrow, pandas and Polars.

nanoarrow makes Arrow of them: it is a fiftieth of pyarrow's size and needs no
other package. The shortcuts to pandas and Polars need neither.
"""

from __future__ import annotations

from importlib import import_module
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any, Literal

from cnmaker_data.errors import MissingExtraError


if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnmaker_data.table import Column, Table


_ARROW_TYPES = {"string": "string", "integer": "int64", "boolean": "bool_"}
_PANDAS_TYPES = {"string": "str", "integer": "int64", "boolean": "bool"}
_POLARS_TYPES = {"string": str, "integer": int, "boolean": bool}


def array_of(columns: Sequence[Column], rows: Sequence[Any]) -> Any:
    """Return rows as a nanoarrow array."""
    try:
        nanoarrow = import_module("nanoarrow")
    except ImportError as error:
        raise MissingExtraError("the Arrow interface", "arrow") from error

    def build(column: Column, values: Sequence[Any]) -> Any:
        if column.type == "object":
            return array_of(column.items, values)
        if column.type != "array":
            type_of = getattr(nanoarrow, _ARROW_TYPES[column.type])
            return nanoarrow.c_array(values, type_of(nullable=column.nullable))
        items = build(column.items[0], [*chain.from_iterable(values)])
        # Where each list starts in the array of all items. No list is null:
        # there is no validity buffer.
        starts = accumulate(map(len, values), initial=0)
        offsets = nanoarrow.c_buffer([*starts], nanoarrow.int32())
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


def frame(name: Literal["pandas", "polars"], table: Table) -> Any:
    """Return a data frame of a library."""
    try:
        library: Any = import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise  # it is installed, but something that it needs is not
        hint = f"install it with: python -m pip install {name}"
        message = f"to_{name}() needs {name}; {hint}"
        raise ImportError(message, name=name) from error
    type_of = _pandas_type if name == "pandas" else _polars_type
    return library.DataFrame(
        {
            column.name: library.Series(
                [_plain(column, row[index]) for row in table.rows],
                dtype=type_of(library, column),
            )
            for index, column in enumerate(table.columns)
        }
    )


def _pandas_type(_: Any, column: Column) -> str:
    if column.type == "integer" and column.nullable:
        return "Int64"  # int64 with nulls would become a column of floats
    return _PANDAS_TYPES.get(column.type, "object")


def _polars_type(polars: Any, column: Column) -> Any:
    if column.type in _POLARS_TYPES:
        return _POLARS_TYPES[column.type]
    items = {each.name: _polars_type(polars, each) for each in column.items}
    is_list = column.type == "array"
    return polars.List(*items.values()) if is_list else polars.Struct(items)


def _plain(column: Column, value: Any) -> Any:
    """Return a value as data frames take it: with lists and dictionaries."""
    if column.type == "array":
        return [_plain(column.items[0], item) for item in value]
    if column.type == "object":
        pairs = zip(column.items, value, strict=True)
        return {each.name: _plain(each, item) for each, item in pairs}
    return value
