"""Tables as objects: what holds of all of them, whatever they hold."""

import pickle

from collections.abc import Collection, Reversible, Sequence

import attrs
import numpy as np
import pandas as pd
import polars as pl
import pytest

from hypothesis import given
from hypothesis import strategies as st

from cnmaker_data import Column, Contests, Crosswalk, Table, contests


TABULAR = {
    "contests": lambda: contests,
    "crosswalk": contests.crosswalk,
    "table": contests.table,
}


@pytest.fixture(params=TABULAR.values(), ids=TABULAR)
def tabular(request):
    return request.param()


VALUES = {
    "string": st.text(max_size=5),
    "integer": st.integers(-(2**63), 2**63 - 1),
    "boolean": st.booleans(),
}


def named(columns):
    """Return columns with names of their own."""
    return tuple(
        column._replace(name=f"column_{number}")
        for number, column in enumerate(columns)
    )


LEAVES = st.sampled_from(sorted(VALUES)).map(lambda kind: Column("x", kind))
OBJECTS = st.lists(LEAVES, min_size=1, max_size=2).map(
    lambda columns: Column("x", "object", items=named(columns))
)
ARRAYS = st.tuples(LEAVES | OBJECTS).map(
    lambda items: Column("x", "array", items=items)
)


@st.composite
def tables(draw):
    """Draw tables with columns of every type, lists and objects in them."""
    columns = named(draw(st.lists(LEAVES | ARRAYS, min_size=1, max_size=4)))
    row = st.tuples(*map(values_of, columns))
    return Table("drawn", columns, tuple(draw(st.lists(row, max_size=4))))


def values_of(column):
    if column.type == "array":
        return st.lists(values_of(column.items[0]), max_size=2).map(tuple)
    if column.type == "object":
        return st.tuples(*map(values_of, column.items))
    return VALUES[column.type]


def plain(column, value):
    if column.type == "array":
        return [plain(column.items[0], each) for each in value]
    if column.type == "object":
        pairs = zip(column.items, value, strict=True)
        return {each.name: plain(each, item) for each, item in pairs}
    return value


class TestEveryTabular:
    def test_is_a_collection_but_no_sequence(self, tabular):
        if not isinstance(tabular, Table):
            assert isinstance(tabular, Collection)
            assert isinstance(tabular, Reversible)
        assert not isinstance(tabular, Sequence)

    def test_polars_takes_it(self, tabular):
        frame = pl.DataFrame(tabular)
        assert frame.equals(tabular.to_polars())
        assert frame.height == len(tabular)
        # Polars makes a column of structs of any stream.
        series = pl.from_arrow(tabular)
        assert series.struct.unnest().equals(frame)

    @pytest.mark.parametrize("take", [pd.DataFrame, pd.Series, np.array])
    def test_is_never_one_column_of_objects(self, tabular, take):
        with pytest.raises(TypeError) as caught:
            take(tabular)
        assert str(caught.value) == (
            f"{type(tabular).__name__} is a table, not an array: use "
            "to_pandas() or to_polars(), or tuple() for an array of objects"
        )

    def test_pandas_and_numpy_take_tuples_of_its_rows(self, tabular):
        rows = tuple(tabular)
        assert len(pd.Series(rows)) == len(rows)
        assert len(np.array(rows, dtype=object)) == len(rows)

    def test_a_contest_in_a_frame_is_an_object(self):
        assert pd.Series([contests[0]])[0] is contests[0]
        assert np.array([contests[0]], dtype=object)[0] is contests[0]


class TestTable:
    def test_is_immutable_and_equal_by_value(self):
        table = contests.table("links")
        again = contests.table("links")
        assert table == again
        assert hash(table) == hash(again)
        assert pickle.loads(pickle.dumps(table)) == table
        assert table != contests.table("organizers")
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            table.rows = ()

    def test_has_rows(self):
        table = contests.table("organizers")
        assert len(table) == len(table.rows) == 71
        assert list(table) == list(table.rows)

    def test_says_what_it_is(self):
        assert repr(contests[1:2].table("links")) == (
            "<table links: 1 row of contest_id, position, url, text, label, "
            "inherited>"
        )
        column = contests.table().columns[4]
        assert (column.name, column.type, column.nullable) == (
            "number",
            "integer",
            True,
        )
        assert column.meaning

    def test_is_shown(self):
        html = contests.table("organizers")._repr_html_()
        assert "<caption>organizers</caption>" in html
        assert html.count("<tr>") == 1 + 71
        html = contests.table()._repr_html_()
        # An object is its first value, with the others in brackets.
        assert "北京市经济和信息化局（lead）" in html
        assert "中心（undertaker）（工业和信息化部信息中心）" in html

    @given(tables())
    def test_any_table_is_read_back(self, table):
        expected = [
            {
                column.name: plain(column, value)
                for column, value in zip(table.columns, row, strict=True)
            }
            for row in table
        ]
        assert table.to_polars().to_dicts() == expected
        assert pl.DataFrame(table).equals(table.to_polars())
        frame = table.to_pandas()
        assert frame.astype(object).to_dict("records") == expected
        assert table._repr_html_().count("<tr>") == 1 + len(table)


class TestRows:
    @given(st.lists(st.integers(0, 4), max_size=5))
    def test_equals_a_tuple(self, positions):
        rows = tuple(contests[each] for each in positions)
        found = Contests(rows)
        assert found == rows
        assert rows == found
        assert hash(found) == hash(rows)
        assert found != list(rows)
        assert tuple(reversed(found)) == rows[::-1]
        for each in contests[:5]:
            assert (each in found) == (each in rows)
            assert found.count(each) == rows.count(each)
            if each in rows:
                assert found.index(each) == rows.index(each)
            else:
                with pytest.raises(ValueError, match="not in"):
                    found.index(each)

    def test_finds_and_counts_a_row(self):
        assert contests.index(contests[7]) == 7
        assert contests[5:].count(contests[7]) == 1
        for limits in ((8,), (0, 7)):
            with pytest.raises(ValueError, match="not in"):
                contests.index(contests[7], *limits)
        crosswalk = contests.crosswalk()
        assert crosswalk[0] in crosswalk
        assert crosswalk[0] not in crosswalk[1:]

    def test_pickles_as_what_it_is(self):
        for rows in (contests[:3], contests.crosswalk()[:3]):
            again = pickle.loads(pickle.dumps(rows))
            assert (type(again), again) == (type(rows), rows)
        assert type(contests.crosswalk()[:3]) is Crosswalk
