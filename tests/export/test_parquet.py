"""Parquet, read back by what it is for."""

import io

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from hypothesis import given, settings

from cnmaker_data import Contests, contests, edition
from cnmaker_data.export import to_bytes, write
from exported import flat, hostile_editions


class TestParquet:
    @given(hostile_editions())
    @settings(max_examples=25)
    def test_reads_back(self, plan):
        table = pq.read_table(io.BytesIO(to_bytes(plan, "parquet")))
        assert table.to_pylist() == list(map(flat, plan.contests))

    def test_in_data_frames(self, plan, tmp_path):
        path = write(plan, tmp_path / "plan.parquet")
        expected = list(map(flat, plan.contests))
        assert pl.read_parquet(path).to_dicts() == expected
        rows = duckdb.connect().sql(f"FROM '{path}'")
        assert [
            dict(zip(rows.columns, row, strict=True)) for row in rows.fetchall()
        ] == expected
        frame = pd.read_parquet(path)
        assert list(frame["name"]) == [row["name"] for row in expected]
        assert [list(urls) for urls in frame["urls"]] == [
            row["urls"] for row in expected
        ]
        assert [
            [dict(each, aliases=list(each["aliases"])) for each in organizers]
            for organizers in frame["organizers"]
        ] == [row["organizers"] for row in expected]
        assert [None if pd.isna(v) else v for v in frame["theme"]] == [
            row["theme"] for row in expected
        ]

    def test_types(self):
        schema = pq.read_schema(io.BytesIO(to_bytes(edition(8), "parquet")))

        def is_text(kind):
            if pa.types.is_dictionary(kind):
                kind = kind.value_type
            return kind in {pa.string(), pa.large_string(), pa.string_view()}

        assert schema.names == list(flat(contests[0]))
        for name in ("edition", "number"):
            assert pa.types.is_integer(schema.field(name).type)
        organizer = schema.field("organizers").type.value_type
        assert [field.name for field in organizer] == [
            "name",
            "role",
            "aliases",
        ]
        assert is_text(organizer.field("aliases").type.value_type)
        assert is_text(schema.field("urls").type.value_type)
        for name in ("id", "tier", "name", "theme", "location_code"):
            assert is_text(schema.field(name).type)

    def test_an_empty_one_has_the_same_schema(self):
        schemas = [
            pq.read_schema(io.BytesIO(to_bytes(given, "parquet")))
            for given in (edition(8), Contests())
        ]
        assert schemas[0].equals(schemas[1])
