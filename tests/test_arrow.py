"""Data frames and databases read what the model holds."""

import sys

import duckdb
import pandas as pd
import polars as pl
import polars.testing
import pyarrow as pa
import pytest

from hypothesis import given

from cnmaker_data import (
    Contests,
    Crosswalk,
    MissingExtraError,
    contests,
)
from cnmaker_data.strategies import editions
from exported import flat


TABLES = {
    "contests": lambda: contests,
    "final": lambda: contests.by_tier("final"),
    "no contest": Contests,
    "crosswalk": contests.crosswalk,
    "no crosswalk": Crosswalk,
    "table of contests": contests.table,
    "organizers": lambda: contests.table("organizers"),
    "links": lambda: contests.table("links"),
    "no links": lambda: contests[:1].table("links"),
}


@pytest.fixture(params=TABLES.values(), ids=TABLES)
def table(request):
    return request.param()


def records(table):
    """Return the rows that every reader must find."""
    if isinstance(table, Contests):
        return list(map(flat, table))
    if isinstance(table, Crosswalk):
        return [row._asdict() for row in table]
    if table.name == "contests":
        return list(map(flat, contests))
    names = [column.name for column in table.columns]
    rows = (dict(zip(names, row, strict=True)) for row in table)
    return [
        {
            key: list(value) if key == "aliases" else value
            for key, value in row.items()
        }
        for row in rows
    ]


ORGANIZER = pa.struct(
    [
        pa.field("name", pa.string(), nullable=False),
        pa.field("role", pa.string(), nullable=False),
        pa.field(
            "aliases",
            pa.list_(pa.field("item", pa.string(), nullable=False)),
            nullable=False,
        ),
    ]
)
CONTESTS_SCHEMA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("edition", pa.int64(), nullable=False),
        pa.field("series", pa.string(), nullable=False),
        pa.field("tier", pa.string(), nullable=False),
        pa.field("number", pa.int64()),
        pa.field("name", pa.string(), nullable=False),
        pa.field("theme", pa.string()),
        pa.field("location_code", pa.string(), nullable=False),
        pa.field("location", pa.string(), nullable=False),
        pa.field("province_code", pa.string(), nullable=False),
        pa.field("province", pa.string(), nullable=False),
        pa.field(
            "organizers",
            pa.list_(pa.field("item", ORGANIZER, nullable=False)),
            nullable=False,
        ),
        pa.field(
            "urls",
            pa.list_(pa.field("item", pa.string(), nullable=False)),
            nullable=False,
        ),
    ]
)
CONTEST_ID = pa.field("contest_id", pa.string(), nullable=False)
POSITION = pa.field("position", pa.int64(), nullable=False)
SCHEMAS = {
    "contests": CONTESTS_SCHEMA,
    "organizers": pa.schema(
        [
            CONTEST_ID,
            POSITION,
            pa.field("organization", pa.string(), nullable=False),
            ORGANIZER.field("aliases"),
            pa.field("role", pa.string(), nullable=False),
        ]
    ),
    "links": pa.schema(
        [
            CONTEST_ID,
            POSITION,
            pa.field("url", pa.string(), nullable=False),
            pa.field("text", pa.string(), nullable=False),
            pa.field("label", pa.string()),
            pa.field("inherited", pa.bool_(), nullable=False),
        ]
    ),
    "crosswalk": pa.schema(
        [
            pa.field("code", pa.string(), nullable=False),
            pa.field("name", pa.string(), nullable=False),
            pa.field("level", pa.string(), nullable=False),
            pa.field("contest_id", pa.string()),
        ]
    ),
}


def schema_of(table):
    if isinstance(table, Contests):
        return SCHEMAS["contests"]
    if isinstance(table, Crosswalk):
        return SCHEMAS["crosswalk"]
    return SCHEMAS[table.name]


class TestPyArrow:
    def test_reads_the_values(self, table):
        read = pa.table(table)
        read.validate(full=True)
        assert read.to_pylist() == records(table)

    def test_sees_the_types(self, table):
        assert pa.schema(table) == schema_of(table)
        assert pa.table(table).schema == schema_of(table)

    @given(editions())
    def test_reads_any_edition(self, plan):
        read = pa.table(plan.contests)
        read.validate(full=True)
        assert read.to_pylist() == records(plan.contests)

    def test_reads_a_stream(self):
        reader = pa.RecordBatchReader.from_stream(contests)
        assert reader.read_all() == pa.table(contests)

    def test_gets_the_types_that_it_asks_for(self):
        schema = SCHEMAS["crosswalk"].set(
            2, pa.field("level", pa.large_string())
        )
        read = pa.table(contests.crosswalk(), schema=schema)
        assert read.schema == schema


class TestPandas:
    def test_reads_the_values(self, table):
        read = pd.DataFrame.from_arrow(table)
        assert list(read.columns) == pa.schema(table).names
        assert without_arrays(read) == records(table)

    def test_shortcut(self, table):
        read = table.to_pandas()
        assert without_arrays(read) == records(table)
        expected = {
            "edition": "int64",
            "number": "Int64",
            "position": "int64",
            "organizers": "object",
            "aliases": "object",
            "urls": "object",
            "inherited": "bool",
        }
        assert read.dtypes.astype(str).to_dict() == {
            name: expected.get(name, "str") for name in schema_of(table).names
        }


def without_arrays(frame):
    """The rows of a frame of pandas, with lists and None for nulls."""

    def plain(value):
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items()}
        if hasattr(value, "tolist") or isinstance(value, list):
            return [plain(item) for item in value]
        return None if pd.isna(value) else value

    return [
        {key: plain(value) for key, value in row.items()}
        for row in frame.astype(object).to_dict("records")
    ]


class TestPolars:
    def test_shortcut(self, table):
        read = table.to_polars()
        assert read.to_dicts() == records(table)
        # The types are those that it sees by way of Arrow.
        pl.testing.assert_frame_equal(read, pl.DataFrame(pa.table(table)))

    @given(editions())
    def test_reads_any_edition(self, plan):
        assert plan.contests.to_polars().to_dicts() == records(plan.contests)

    def test_takes_tables_as_they_are(self, table):
        pl.testing.assert_frame_equal(pl.DataFrame(table), table.to_polars())


class TestDuckDB:
    def test_reads_the_values(self, table):
        with duckdb.connect() as connection:
            read = connection.from_arrow(table)
            rows = read.fetchall()
        names = pa.schema(table).names
        assert [dict(zip(names, row, strict=True)) for row in rows] == (
            records(table)
        )

    def test_finds_them_by_the_name_of_the_variable(self):
        crosswalk = contests.crosswalk()
        plan = contests  # in this scope
        with duckdb.connect() as connection:
            counts = connection.sql("""
                SELECT tier, count(DISTINCT code), any_value(urls[1])
                FROM crosswalk JOIN plan ON contest_id = id
                GROUP BY tier ORDER BY tier
            """).fetchall()
        assert len(plan) == 50
        assert len(crosswalk) == 3214
        assert [tier for tier, *_ in counts] == ["overseas", "regional"]

    def test_organizers_are_structs(self):
        plan = contests
        with duckdb.connect() as connection:
            [[count]] = connection.sql("""
                SELECT count(*)
                FROM (SELECT unnest(organizers, recursive := true) FROM plan)
                WHERE role = 'lead'
            """).fetchall()
        assert count == sum(
            len(contests.organizers_of(each, role="lead")) for each in plan
        )


def test_the_extra_that_is_missing_is_named(table, monkeypatch):
    monkeypatch.setitem(sys.modules, "nanoarrow", None)
    with pytest.raises(MissingExtraError, match=r"cnmaker-data\[arrow\]"):
        table.__arrow_c_stream__()
    with pytest.raises(MissingExtraError, match=r"cnmaker-data\[arrow\]"):
        table.__arrow_c_schema__()
    # The shortcuts do without.
    assert len(table.to_polars()) == len(table.to_pandas()) == len(table)


@pytest.mark.parametrize("name", ["pandas", "polars"])
class TestMissingLibraries:
    def test_are_named(self, name, monkeypatch):
        monkeypatch.setitem(sys.modules, name, None)
        with pytest.raises(ImportError) as caught:
            getattr(contests, f"to_{name}")()
        assert str(caught.value) == (
            f"to_{name}() needs {name}; install it with: "
            f"python -m pip install {name}"
        )
        assert caught.value.name == name

    def test_what_they_lack_is_not_mistaken_for_them(
        self, name, monkeypatch, tmp_path
    ):
        (tmp_path / f"{name}.py").write_text("import lacking")
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.delitem(sys.modules, name)
        with pytest.raises(ModuleNotFoundError, match="'lacking'"):
            getattr(contests, f"to_{name}")()
