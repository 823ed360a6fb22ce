"""A database of SQLite, with keys."""

from __future__ import annotations

import sqlite3

from contextlib import closing
from typing import Any

from cnmaker_data import tables
from cnmaker_data.catalog import Edition
from cnmaker_data.collection import Contests
from cnmaker_data.errors import data_error


# The first version that has STRICT tables, and so the oldest that reads ours;
# and its number in the header of a file.
_OLDEST = (3, 37, 0)
_OLDEST_NUMBER = (3_037_000).to_bytes(4)

_TYPES = {"string": "TEXT", "integer": "INTEGER", "boolean": "INTEGER"}


def to_bytes(contests: Contests, edition: Edition | None = None) -> bytes:
    """
    Return contests as a database of SQLite.

    >>> from cnmaker_data import contests
    >>> database = sqlite3.connect(":memory:")
    >>> database.deserialize(to_bytes(contests))
    >>> database.execute("SELECT count(*) FROM contests").fetchone()
    (50,)
    >>> database.close()
    """
    if sqlite3.sqlite_version_info < _OLDEST:
        raise data_error(
            f"SQLite {sqlite3.sqlite_version} has no strict tables; "
            f"use a Python with {'.'.join(map(str, _OLDEST))} or newer"
        )
    # In memory there is no journal, no path and no older database.
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        # The defaults of these differ from build to build.
        database.execute("PRAGMA encoding = 'UTF-8'")
        database.execute("PRAGMA page_size = 4096")
        database.execute("PRAGMA auto_vacuum = NONE")
        database.execute("PRAGMA foreign_keys = ON")
        database.execute("BEGIN")
        for relation in tables.relational(contests, edition):
            _create(database, relation)
        database.execute("COMMIT")
        data = database.serialize()
    # Each version of SQLite leaves its number here, and reads any.
    return data[:96] + _OLDEST_NUMBER + data[100:]


def _create(database: sqlite3.Connection, relation: tables.Relation) -> None:
    name, _, schema, rows = relation
    keys = [
        (
            key["fields"][0],
            key["reference"]["resource"],
            *key["reference"]["fields"],
        )
        for key in schema.get("foreignKeys", ())
    ]
    primary_key = ", ".join(f'"{column}"' for column in schema["primaryKey"])
    lines = [
        *map(_column, schema["fields"]),
        f"PRIMARY KEY ({primary_key})",
        *(
            f'FOREIGN KEY ("{column}") REFERENCES "{table}" ("{other}")'
            for column, table, other in keys
        ),
    ]
    body = ",\n  ".join(lines)
    database.execute(f'CREATE TABLE "{name}" (\n  {body}\n) STRICT')
    holes = ", ".join("?" * len(schema["fields"]))
    insert = f'INSERT INTO "{name}" VALUES ({holes})'  # noqa: S608  # our names
    database.executemany(insert, rows)
    for column, *_ in keys:
        # The index of the primary key serves its first column.
        if column != schema["primaryKey"][0]:
            index = f'"{name}_{column}" ON "{name}" ("{column}")'
            database.execute(f"CREATE INDEX {index}")


def _column(field: dict[str, Any]) -> str:
    name, constraints = field["name"], field.get("constraints", {})
    checks: list[str] = []
    if field["type"] == "boolean":
        checks.append("IN (0, 1)")
    if "enum" in constraints:
        values = ", ".join(f"'{value}'" for value in constraints["enum"])
        checks.append(f"IN ({values})")
    if "minimum" in constraints:
        checks.append(f">= {constraints['minimum']}")
    required = " NOT NULL" if "required" in constraints else ""
    check = "".join(f' CHECK ("{name}" {check})' for check in checks)
    return f'"{name}" {_TYPES[field["type"]]}{required}{check}'
