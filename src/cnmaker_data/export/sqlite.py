"""A database of SQLite, with keys."""

from __future__ import annotations

import sqlite3

from contextlib import closing
from typing import Any

from cnmaker_data import tables
from cnmaker_data.catalog import Edition
from cnmaker_data.collection import Contests
from cnmaker_data.errors import data_error


# The first version with STRICT tables, so the oldest that reads our files, and
# its number in the header of a file.
_OLDEST = (3, 37, 0)
_OLDEST_NUMBER = (3_037_000).to_bytes(4)

_TYPES = {"string": "TEXT", "integer": "INTEGER", "boolean": "INTEGER"}


def to_bytes(contests: Contests, edition: Edition | None = None) -> bytes:
    """Return contests as a database of SQLite."""
    if sqlite3.sqlite_version_info < _OLDEST:
        raise data_error(
            f"SQLite {sqlite3.sqlite_version} has no strict tables; "
            f"use a Python with SQLite {'.'.join(map(str, _OLDEST))} or newer"
        )
    # A database in memory has no journal and no path.
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        # The defaults of these differ from build to build.
        database.executescript("""
            PRAGMA encoding = 'UTF-8';
            PRAGMA page_size = 4096;
            PRAGMA auto_vacuum = NONE;
            PRAGMA foreign_keys = ON;
            BEGIN;
        """)
        for name, described, rows in tables.relational(contests, edition):
            _create(database, name, described["schema"], rows)
        database.execute("COMMIT")
        data = database.serialize()
    # SQLite writes its own version here, and ignores it when it reads.
    return data[:96] + _OLDEST_NUMBER + data[100:]


def _create(
    database: sqlite3.Connection,
    name: str,
    schema: dict[str, Any],
    rows: tuple[tuple[Any, ...], ...],
) -> None:
    primary_key, indexed = schema["primaryKey"], list[str]()
    listed = '", "'.join(primary_key)
    lines = [*map(_column, schema["fields"]), f'PRIMARY KEY ("{listed}")']
    for key in schema.get("foreignKeys", ()):
        [column], other = key["fields"], key["reference"]
        table, [there] = other["resource"], other["fields"]
        lines.append(
            f'FOREIGN KEY ("{column}") REFERENCES "{table}" ("{there}")'
        )
        if column != primary_key[0]:  # which has an index
            indexed.append(column)
    body = ",\n  ".join(lines)
    database.execute(f'CREATE TABLE "{name}" (\n  {body}\n) STRICT')
    holes = ", ".join("?" * len(schema["fields"]))
    insert = f'INSERT INTO "{name}" VALUES ({holes})'  # noqa: S608  # our names
    database.executemany(insert, rows)
    for column in indexed:
        index = f'"{name}_{column}" ON "{name}" ("{column}")'
        database.execute(f"CREATE INDEX {index}")


def _column(field: dict[str, Any]) -> str:
    name, constraints = field["name"], field.get("constraints", {})
    column = f'"{name}" {_TYPES[field["type"]]}'
    if "required" in constraints:
        column += " NOT NULL"
    is_boolean = field["type"] == "boolean"
    if values := [0, 1] if is_boolean else constraints.get("enum"):
        column += f' CHECK ("{name}" IN ({", ".join(map(repr, values))}))'
    if "minimum" in constraints:
        column += f' CHECK ("{name}" >= {constraints["minimum"]})'
    return column
