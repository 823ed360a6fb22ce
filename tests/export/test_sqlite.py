"""Databases of SQLite, queried."""

import sqlite3

from contextlib import closing

import attrs
import pandas as pd
import pytest

from hypothesis import given

from cnmaker_data import Contests, DataError, contests, edition
from cnmaker_data.export import to_bytes
from exported import edition_of, hostile_editions


def database(data):
    connection = sqlite3.connect(":memory:")
    connection.deserialize(data)
    connection.row_factory = sqlite3.Row
    return closing(connection)


def table_names(connection):
    return [
        row["name"]
        for row in connection.execute("PRAGMA table_list")
        if row["type"] == "table" and not row["name"].startswith("sqlite_")
    ]


def other_names_of_a_region():
    other = attrs.evolve(contests["regional/ningbo"].location, name="甬")
    return Contests(
        [
            contests["regional/ningbo"],
            attrs.evolve(
                contests["regional/ningbo"],
                id="8/regional/other",
                location=other,
            ),
        ]
    )


class TestSQLite:
    @given(hostile_editions())
    def test_reads_back(self, plan):
        with database(to_bytes(plan, "sqlite")) as connection:
            tables = {
                name: [
                    dict(row)
                    for row in connection.execute(f'SELECT * FROM "{name}"')  # noqa: S608
                ]
                for name in table_names(connection)
            }
        assert edition_of(tables) == plan

    def test_is_sound(self, plan):
        with database(to_bytes(plan, "sqlite")) as connection:
            assert sorted(table_names(connection)) == [
                "aliases",
                "cells",
                "contests",
                "editions",
                "links",
                "organizations",
                "organizers",
                "regions",
            ]
            assert (
                connection.execute("PRAGMA foreign_key_check").fetchall() == []
            )
            [[answer]] = connection.execute("PRAGMA integrity_check")
            assert answer == "ok"
            for row in connection.execute("PRAGMA table_list"):
                if not row["name"].startswith("sqlite_"):
                    assert row["strict"]

    def test_keys(self):
        with database(to_bytes(edition(8), "sqlite")) as connection:
            references = set()
            for name in table_names(connection):
                columns = connection.execute(f"PRAGMA table_info('{name}')")
                assert any(row["pk"] for row in columns)
                indexed = {
                    connection.execute(
                        f"PRAGMA index_info('{index['name']}')"
                    ).fetchone()["name"]
                    for index in connection.execute(
                        f"PRAGMA index_list('{name}')"
                    )
                }
                for key in connection.execute(
                    f"PRAGMA foreign_key_list('{name}')"
                ):
                    references.add((name, key["from"], key["table"], key["to"]))
                    assert key["from"] in indexed
            assert references == {
                ("aliases", "organization_id", "organizations", "id"),
                ("contests", "edition", "editions", "number"),
                ("contests", "location_code", "regions", "code"),
                ("organizers", "contest_id", "contests", "id"),
                ("organizers", "organization_id", "organizations", "id"),
                ("links", "contest_id", "contests", "id"),
                ("cells", "contest_id", "contests", "id"),
            }

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE contests SET number = 'one'",
            "UPDATE contests SET name = NULL",
            "UPDATE contests SET tier = 'local'",
            "UPDATE contests SET number = 0",
            "UPDATE contests SET location_code = '999999'",
            "UPDATE links SET inherited = 2",
            "DELETE FROM organizations",
        ],
    )
    def test_refuses_what_the_model_refuses(self, statement):
        with database(to_bytes(edition(8), "sqlite")) as connection:
            connection.execute("PRAGMA foreign_keys = ON")
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(statement)

    def test_answers_a_question(self):
        with database(to_bytes(edition(8), "sqlite")) as connection:
            rows = connection.execute(
                """
                SELECT contests.id FROM contests
                JOIN organizers ON organizers.contest_id = contests.id
                JOIN organizations ON organizations.id = organization_id
                WHERE organizations.name = ? ORDER BY contests.position
                """,
                ["浙江省经济和信息化厅"],
            )
            assert [row["id"] for row in rows] == [
                contest.id
                for contest in contests.by_organizer("浙江省经济和信息化厅")
            ]

    def test_in_data_frames(self):
        with database(to_bytes(edition(8), "sqlite")) as connection:
            frame = pd.read_sql("SELECT * FROM contests", connection)
        assert list(frame["id"]) == [
            contest.id for contest in edition(8).contests
        ]

    def test_contests_alone(self):
        found = contests.by_region("浙江")
        with database(to_bytes(found, "sqlite")) as connection:
            assert list(
                map(tuple, connection.execute("SELECT * FROM editions"))
            ) == [(8, None, None, None, None)]
            ids = connection.execute(
                "SELECT id FROM contests ORDER BY position"
            )
            assert [row["id"] for row in ids] == [each.id for each in found]

    def test_an_old_library(self, monkeypatch):
        monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
        with pytest.raises(DataError, match=r"with SQLite 3\.37\.0 or newer"):
            to_bytes(edition(8), "sqlite")

    def test_says_the_oldest_version_that_reads_it(self):
        data = to_bytes(edition(8), "sqlite")
        assert int.from_bytes(data[96:100]) == 3_037_000

    @pytest.mark.parametrize("format", ["sqlite", "datapackage"])
    def test_contests_that_have_no_tables(self, format):
        final = contests["final"]
        with pytest.raises(
            DataError, match=r"^\[1\].id: '8/final' appears twice"
        ):
            to_bytes(Contests([final, final]), format)
        found = other_names_of_a_region()
        with pytest.raises(
            DataError, match=r"^\[1\].location: .*'甬'.* has the"
        ):
            to_bytes(found, format)
        with pytest.raises(DataError, match=r"^contests\[1\].location: "):
            to_bytes(attrs.evolve(edition(8), contests=found), format)
