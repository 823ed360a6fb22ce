"""
A database of SQLite, with keys.
"""

from __future__ import annotations

import sqlite3

from contextlib import closing
from typing import TYPE_CHECKING

from cnmaker_data.errors import DataError, DataProblem
from cnmaker_data.export._tables import tables


if TYPE_CHECKING:
    from cnmaker_data.export import Exportable
    from cnmaker_data.export._tables import Column, Table


__all__ = ["to_bytes"]


# The first version that has STRICT tables, and so the oldest that reads ours.
_OLDEST = (3, 37, 0)
_OLDEST_NUMBER = 3_037_000
# Where the header of the file says which version wrote it.
_VERSION_OFFSET = 96

_TYPES = {"text": "TEXT", "integer": "INTEGER", "boolean": "INTEGER"}


def to_bytes(contests: Exportable) -> bytes:
    """
    Return contests as a database of SQLite.

    >>> from cnmaker_data import edition
    >>> database = sqlite3.connect(":memory:")
    >>> database.deserialize(to_bytes(edition(8)))
    >>> database.execute("SELECT count(*) FROM contests").fetchone()
    (50,)
    >>> database.close()
    """
    if sqlite3.sqlite_version_info < _OLDEST:
        oldest = ".".join(map(str, _OLDEST))
        raise DataError(
            [
                DataProblem(
                    "",
                    f"SQLite {sqlite3.sqlite_version} has no strict tables; "
                    f"use a Python with {oldest} or newer",
                )
            ]
        )
    # In memory: no journal, no path, and nothing of an older database.
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        # What builds of SQLite have different defaults for.
        database.execute("PRAGMA encoding = 'UTF-8'")
        database.execute("PRAGMA page_size = 4096")
        database.execute("PRAGMA auto_vacuum = NONE")
        database.execute("PRAGMA foreign_keys = ON")
        database.execute("BEGIN")
        for table in tables(contests):
            database.execute(_definition(table))
            holes = ", ".join("?" * len(table.columns))
            database.executemany(
                f'INSERT INTO "{table.name}" VALUES ({holes})',  # noqa: S608  # our own names
                table.rows,
            )
            for column in _unindexed(table):
                database.execute(
                    f'CREATE INDEX "{table.name}_{column}" '
                    f'ON "{table.name}" ("{column}")'
                )
        database.execute("COMMIT")
        data = bytearray(database.serialize())
    # Each version of SQLite leaves its number here, and reads any.
    data[_VERSION_OFFSET : _VERSION_OFFSET + 4] = _OLDEST_NUMBER.to_bytes(4)
    return bytes(data)


def _definition(table: Table) -> str:
    lines = [_column(column) for column in table.columns]
    key = ", ".join(f'"{name}"' for name in table.primary_key)
    lines.append(f"PRIMARY KEY ({key})")
    lines += [
        f'FOREIGN KEY ("{reference.column}") '
        f'REFERENCES "{reference.table}" ("{reference.key}")'
        for reference in table.references
    ]
    body = ",\n  ".join(lines)
    return f'CREATE TABLE "{table.name}" (\n  {body}\n) STRICT'


def _column(column: Column) -> str:
    checks: list[str] = []
    if column.type == "boolean":
        checks.append(f'"{column.name}" IN (0, 1)')
    if column.values:
        values = ", ".join(f"'{value}'" for value in column.values)
        checks.append(f'"{column.name}" IN ({values})')
    if column.minimum is not None:
        checks.append(f'"{column.name}" >= {column.minimum}')
    required = " NOT NULL" if column.required else ""
    check = "".join(f" CHECK ({check})" for check in checks)
    return f'"{column.name}" {_TYPES[column.type]}{required}{check}'


def _unindexed(table: Table) -> list[str]:
    """
    Return the columns of foreign keys that the primary key does not start with.
    """
    return [
        reference.column
        for reference in table.references
        if reference.column != table.primary_key[0]
    ]
