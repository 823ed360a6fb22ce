"""The descriptions of tables agree with the model and with the rows."""

import json
import re

from importlib.resources import files
from pathlib import Path

import attrs
import pytest

from frictionless import Schema
from hypothesis import given

from cnmaker_data import (
    Column,
    Contests,
    DataError,
    Role,
    Tier,
    UnknownTableError,
    contests,
    edition,
    tables,
)
from cnmaker_data.strategies import editions
from exported import flat, hostile_editions, joined


NAMES = ("contests", "organizers", "links")
PYTHON = {"string": str, "integer": int, "boolean": bool, "array": tuple}


@pytest.fixture
def described():
    resource = files("cnmaker_data") / "resources" / "tables.json"
    return json.loads(resource.read_text(encoding="utf-8"))


def all_fields(fields):
    for field in fields:
        yield field
        yield from all_fields(field.get("items", {}).get("fields", ()))


class TestDescriptions:
    def test_are_frictionless_schemas_in_plain_words(self, described):
        for group in described.values():
            for table in group.values():
                # It refuses what is not a table schema.
                schema = Schema.from_descriptor(table["schema"])
                names = [field["name"] for field in table["schema"]["fields"]]
                assert schema.field_names == names
                assert table["description"].endswith(".")
                for field in all_fields(table["schema"]["fields"]):
                    assert field["description"].endswith(".")

    def test_each_flat_column_has_one_chinese_heading(self, described):
        for table in described["flat"].values():
            if "zh" not in table:
                continue  # it is for screens
            names = {field["name"] for field in table["schema"]["fields"]}
            assert set(table["zh"]) == names
            assert len(set(table["zh"].values())) == len(names)
            assert not any(map(str.isascii, table["zh"].values()))

    def test_names_stand_before_ids_and_codes(self, described):
        ids = {"id", "edition", "series", "contest_id", "code"}
        ids |= {"location_code", "province_code"}
        for name, table in described["flat"].items():
            order = [name in ids for name in table.get("zh", ())]
            assert order == sorted(order) or name == "edition"

    def test_terms_are_those_of_the_model(self, described):
        labels = {
            name: {each.value: each.label for each in kind}
            for name, kind in (("tier", Tier), ("role", Role))
        }
        for table in described["flat"].values():
            for field in all_fields(table["schema"]["fields"]):
                if field["name"] in labels and "zh" in table:
                    assert labels[field["name"]] == {
                        each["value"]: each["label"]
                        for each in field["categories"]
                    }
        for table in described["relational"].values():
            for field in table["schema"]["fields"]:
                if field["name"] in labels:
                    values = field["constraints"]["enum"]
                    assert values == [*labels[field["name"]]]


def check_value(column, value):
    if value is None:
        assert column.nullable
    elif column.type == "object":
        assert len(value) == len(column.items)
        for each in zip(column.items, value, strict=True):
            check_value(*each)
    else:
        # Exact types: subclasses of text break serializers.
        assert type(value) is PYTHON[column.type]
        if column.type == "array":
            for item in value:
                check_value(column.items[0], item)


class TestFlat:
    @given(hostile_editions())
    def test_rows_are_what_the_model_holds(self, plan):
        found = plan.contests
        assert found.table().to_polars().to_dicts() == [*map(flat, found)]
        assert found.table("organizers").rows == tuple(
            (
                contest.id,
                position,
                organizer.organization.name,
                organizer.organization.aliases,
                organizer.role.value,
            )
            for contest in found
            for position, organizer in enumerate(contest.organizers, 1)
        )
        assert found.table("links").rows == tuple(
            (
                contest.id,
                position,
                link.url,
                link.text,
                link.label,
                link.inherited,
            )
            for contest in found
            for position, link in enumerate(contest.links, 1)
        )

    @given(editions())
    def test_values_have_the_types_of_their_columns(self, plan):
        found = [plan.contests.table(name) for name in NAMES]
        for table in found:
            for row in table:
                for each in zip(table.columns, row, strict=True):
                    check_value(*each)

    def test_the_contests_are_the_table_by_default(self):
        table = contests.table()
        assert table == contests.table("contests")
        assert table.name == table.caption == "contests"
        assert table.meaning == "One row for each contest."

    def test_items_of_a_list_mean_what_their_column_says(self):
        [*_, urls] = contests.table().columns
        assert urls.meaning.startswith("The normalized addresses at which ")
        assert urls.items == (Column("item", "string", is_url=True),)

    def test_the_province_is_the_highest_division(self):
        provinces = {row[7]: row[9:11] for row in contests.table()}
        assert provinces["330200"] == ("330000", "浙江省")
        assert provinces["660000"] == ("660000", "新疆生产建设兵团")
        assert provinces["110000"] == ("110000", "北京市")

    @pytest.mark.parametrize("name", ["contest", "", "crosswalk", None, []])
    def test_unknown_names(self, name):
        with pytest.raises(UnknownTableError) as caught:
            contests.table(name)
        assert caught.value.expected == NAMES
        assert str(caught.value).endswith(
            "; use 'contests', 'organizers' or 'links'"
        )


class TestSheet:
    @given(hostile_editions())
    def test_lists_are_texts(self, plan):
        sheet = tables.sheet("contests", plan.contests, "en")
        names = [column.name for column in sheet.columns]
        assert [dict(zip(names, row, strict=True)) for row in sheet] == [
            joined(contest) for contest in plan.contests
        ]

    @given(hostile_editions())
    def test_chinese_headings_and_terms(self, plan):
        sheet = tables.sheet("contests", plan.contests, "zh")
        names = [column.name for column in sheet.columns]
        assert (sheet.name, names[0]) == ("赛事", "赛事名称")
        for contest, row in zip(plan.contests, sheet, strict=True):
            values = dict(zip(names, row, strict=True))
            assert values["赛事名称"] == contest.name
            assert values["赛事类别"] == contest.tier.label
            assert values["报名网址"] == " ".join(contest.urls)
            assert values["赛事编号"] == contest.id
            # The same values in another order, but for the terms.
            english = joined(contest) | {"tier": contest.tier.label}
            assert sorted(map(str, row)) == sorted(map(str, english.values()))

    @pytest.mark.parametrize("headings", ["en", "zh"])
    def test_values_have_the_types_of_their_columns(self, headings):
        for name, items in (
            *((name, contests) for name in (*NAMES, "sources")),
            ("edition", [edition(8)]),
            ("crosswalk", contests.crosswalk()),
        ):
            sheet = tables.sheet(name, items, headings)
            assert sheet.rows
            for row in sheet:
                for each in zip(sheet.columns, row, strict=True):
                    check_value(*each)
            assert pytest.approx(len(sheet)) == len(sheet.to_polars())

    def test_terms_of_the_others(self):
        organizers = tables.sheet("organizers", contests[:1], "zh")
        assert {row[2] for row in organizers} == {"主办", "承办"}
        links = tables.sheet("links", contests, "zh")
        assert {row[3] for row in links} == {"是", "否"}
        crosswalk = tables.sheet("crosswalk", contests.crosswalk(), "zh")
        assert {row[1] for row in crosswalk} == {"省级", "地级", "县级"}


class TestRelational:
    @given(hostile_editions())
    def test_keys_hold(self, plan):
        relations = list(tables.relational(plan.contests, plan))
        columns = {
            name: {
                field["name"]: [row[index] for row in rows]
                for index, field in enumerate(described["schema"]["fields"])
            }
            for name, described, rows in relations
        }
        for name, described, rows in relations:
            key = described["schema"]["primaryKey"]
            keys = list(
                zip(*(columns[name][each] for each in key), strict=True)
            )
            assert len(set(keys)) == len(rows)
            for reference in described["schema"].get("foreignKeys", ()):
                [here], there = reference["fields"], reference["reference"]
                known = columns[there["resource"]][there["fields"][0]]
                assert set(columns[name][here]) <= set(known)

    def test_values_have_plain_types(self):
        for _, _, rows in tables.relational(contests, edition(8)):
            types = {type(value) for row in rows for value in row}
            # Databases know no subclasses of text.
            assert types <= {str, int, bool, type(None)}

    def test_notes_are_a_table_where_there_are_any(self):
        plan = attrs.evolve(edition(8), notes=["注：甲", "注：乙"])
        *_, (name, _, rows) = tables.relational(plan.contests, plan)
        assert name == "notes"
        assert rows == ((8, 1, "注：甲"), (8, 2, "注：乙"))
        names = [name for name, *_ in tables.relational(contests, edition(8))]
        assert "notes" not in names
        assert len(names) == 8

    def test_refuses_a_contest_twice(self):
        with pytest.raises(DataError, match=r"^\[1\]\.id: .* appears twice"):
            list(tables.relational(Contests([contests[0], contests[0]])))

    @pytest.mark.parametrize("prefix", ["", "contests"])
    def test_refuses_two_regions_with_one_code(self, prefix):
        known = contests[1].location
        other = attrs.evolve(known, name="京城")
        second = attrs.evolve(
            contests[1], id="8/regional/other", location=other
        )
        found = Contests([contests[1], second])
        plan = prefix and attrs.evolve(edition(8), contests=found)
        with pytest.raises(DataError) as caught:
            list(tables.relational(found, plan or None))
        assert str(caught.value) == (
            f"{prefix}[1].location: {other!r} has the code of {known!r} but "
            "other names; a database has one region for each code"
        )


def test_the_data_dictionary_has_all_columns():
    page = Path(__file__).parent.parent / "docs" / "data-dictionary.md"
    text = page.read_text(encoding="utf-8")
    for table in (
        *map(contests.table, NAMES),
        tables.flat("crosswalk", contests.crosswalk()),
    ):
        assert f"\n{table.meaning}" in text
        for column in table.columns:
            rows = re.findall(
                rf"^\| `{column.name}` \| .* \| {re.escape(column.meaning)} \|$",
                text,
                re.MULTILINE,
            )
            assert rows
            assert all(("or null" in row) == column.nullable for row in rows)
