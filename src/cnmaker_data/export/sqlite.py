"""
A database of SQLite, with keys.
"""

from __future__ import annotations

import sqlite3

from contextlib import closing
from typing import TYPE_CHECKING, Any

from cnmaker_data import tables
from cnmaker_data.errors import DataError, DataProblem


if TYPE_CHECKING:
    from cnmaker_data.catalog import Edition
    from cnmaker_data.collection import Contests


__all__ = ["to_bytes"]


# The first version that has STRICT tables, and so the oldest that reads ours.
_OLDEST = (3, 37, 0)
_OLDEST_NUMBER = 3_037_000
# Where the header of the file says which version wrote it.
_VERSION_OFFSET = 96

_TYPES = {"string": "TEXT", "integer": "INTEGER", "boolean": "INTEGER"}


def to_bytes(contests: Contests, edition: Edition | None = None) -> bytes:
    """
    Return contests as a database of SQLite.

    >>> from cnmaker_data import edition
    >>> database = sqlite3.connect(":memory:")
    >>> database.deserialize(to_bytes(edition(8).contests, edition(8)))
    >>> database.execute("SELECT count(*) FROM contests").fetchone()
    (50,)
    >>> database.close()
    """
    if sqlite3.sqlite_version_info < _OLDEST:
        oldest = ".".join(map(str, _OLDEST))
        reason = (
            f"SQLite {sqlite3.sqlite_version} has no strict tables; "
            f"use a Python with {oldest} or newer"
        )
        raise DataError([DataProblem("", reason)])
    # In memory there is no journal, no path and no older database.
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        # The defaults of these differ from build to build.
        database.execute("PRAGMA encoding = 'UTF-8'")
        database.execute("PRAGMA page_size = 4096")
        database.execute("PRAGMA auto_vacuum = NONE")
        database.execute("PRAGMA foreign_keys = ON")
        database.execute("BEGIN")
        for name, _, schema, rows in tables.relational(contests, edition):
            database.execute(_definition(name, schema))
            holes = ", ".join("?" * len(schema["fields"]))
            database.executemany(
                f'INSERT INTO "{name}" VALUES ({holes})',  # noqa: S608  # our own names
                rows,
            )
            for column in _unindexed(schema):
                database.execute(
                    f'CREATE INDEX "{name}_{column}" ON "{name}" ("{column}")'
                )
        database.execute("COMMIT")
        data = bytearray(database.serialize())
    # Each version of SQLite leaves its number here, and reads any.
    data[_VERSION_OFFSET : _VERSION_OFFSET + 4] = _OLDEST_NUMBER.to_bytes(4)
    return bytes(data)


def _definition(name: str, schema: dict[str, Any]) -> str:
    lines = [_column(field) for field in schema["fields"]]
    key = ", ".join(f'"{column}"' for column in schema["primaryKey"])
    lines.append(f"PRIMARY KEY ({key})")
    for column, reference in _references(schema):
        [other] = reference["fields"]
        lines.append(
            f'FOREIGN KEY ("{column}") '
            f'REFERENCES "{reference["resource"]}" ("{other}")'
        )
    body = ",\n  ".join(lines)
    return f'CREATE TABLE "{name}" (\n  {body}\n) STRICT'


def _column(field: dict[str, Any]) -> str:
    name, kind = field["name"], field["type"]
    constraints: dict[str, Any] = field.get("constraints", {})
    checks: list[str] = []
    if kind == "boolean":
        checks.append(f'"{name}" IN (0, 1)')
    if values := constraints.get("enum"):
        listed = ", ".join(f"'{value}'" for value in values)
        checks.append(f'"{name}" IN ({listed})')
    if "minimum" in constraints:
        checks.append(f'"{name}" >= {constraints["minimum"]}')
    required = " NOT NULL" if constraints.get("required") else ""
    check = "".join(f" CHECK ({check})" for check in checks)
    return f'"{name}" {_TYPES[kind]}{required}{check}'


def _references(schema: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (key["fields"][0], key["reference"])
        for key in schema.get("foreignKeys", ())
    ]


def _unindexed(schema: dict[str, Any]) -> list[str]:
    """
    Return the columns of foreign keys that the primary key does not start with.
    """
    first = schema["primaryKey"][0]
    return [column for column, _ in _references(schema) if column != first]
