"""
What is exported, read back with the tools that it is for.
"""

import csv
import errno
import hashlib
import io
import json
import os
import re
import sqlite3
import stat
import subprocess
import sys
import tempfile
import zipfile

from contextlib import closing

import attrs
import duckdb
import frictionless
import openpyxl
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyld import jsonld

from cnmaker_data import (
    Contest,
    Contests,
    DataError,
    Edition,
    Link,
    MissingExtraError,
    Organization,
    Organizer,
    Region,
    Role,
    Source,
    Tier,
    contests,
    edition,
    loads,
)
from cnmaker_data.cli import run
from cnmaker_data.export import (
    Format,
    _folders,
    format_of,
    to_bytes,
    write,
)
from cnmaker_data.export import csv as export_csv
from cnmaker_data.strategies import editions


FORMATS = Format.__args__
EIGHTH = edition(8)
XLSX_LINK = "https://a.cn/" + "x" * 2066  # as long as Excel allows

# What some program or other takes for more than text.
HOSTILE = (
    "=1+1",
    '=HYPERLINK("http://a.cn/","x")',
    "+1",
    "-1",
    "@SUM(A1)",
    "＝1＋1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "' =1+1",
    "'=1+1",
    "''=1+1",
    "'",
    "<script>alert(1)</script>",
    "</script><!--",
    "<r><t>x</t></r>",
    "<r>",
    "&lt;&amp;",
    '"',
    'a "b", c; d',
    "a、b",
    "'; DROP TABLE contests; --",
    "_x000D_",
    "\\N",
    "\\u003c",
    "NULL",
    "nan",
    "#N/A",
    "true",
    "001",
    "1e5",
    "1-2",
    "2023-01-01",
    "{0} %s",
    "_:b0",
    "http://a.cn/",
    "#name",
    "𠮷\U000f0000é",
    "\ufffe\uffff",
)
NAMES = st.sampled_from(HOSTILE) | st.text(
    st.characters(exclude_categories=["Cc", "Cf", "Cs", "Z"]),
    min_size=1,
    max_size=8,
)
CELLS = st.sampled_from(
    ["", " ", "\n", "\t=1", "\n=1", "a\n\n b\t\n", *HOSTILE]
) | (
    st.text(
        st.characters(
            exclude_categories=["Cs", "Cc"], include_characters="\t\n"
        ),
        max_size=8,
    )
)


@st.composite
def hostile_editions(draw):
    """Draw editions whose texts look like anything but text."""
    plan = draw(editions(max_contests=3))
    names = st.lists(NAMES, min_size=1, max_size=3, unique=True)
    regions = {}

    def hostile(contest):
        place = contest.location
        if place.code not in regions:
            regions[place.code] = attrs.evolve(place, name=draw(NAMES))
        organizations = draw(
            st.lists(
                names.map(lambda names: Organization(names[0], names[1:])),
                min_size=1,
                max_size=3,
                unique=True,
            )
        )
        return attrs.evolve(
            contest,
            name=draw(NAMES),
            theme=contest.theme and draw(NAMES),
            location=regions[place.code],
            organizers=[
                Organizer(each, draw(st.sampled_from(Role)))
                for each in organizations
            ],
            links=[
                attrs.evolve(link, text=draw(NAMES), label=draw(NAMES))
                for link in contest.links
            ],
            source=Source(
                draw(NAMES),
                contest.source.row,
                draw(
                    st.lists(
                        st.tuples(NAMES, CELLS),
                        max_size=3,
                        unique_by=lambda cell: cell[0],
                    )
                ),
            ),
        )

    return attrs.evolve(
        plan,
        title=draw(NAMES),
        notice=draw(st.none() | NAMES),
        contests=[hostile(contest) for contest in plan.contests],
    )


def hostile_edition():
    """Return the eighth edition with a hostile text in each place."""
    texts = iter(HOSTILE * 50)
    return attrs.evolve(
        EIGHTH,
        contests=[
            attrs.evolve(
                contest,
                name=next(texts),
                theme=contest.theme and next(texts),
                organizers=[
                    Organizer(
                        Organization(next(texts), [next(texts)]), Role.HOST
                    )
                ],
                source=attrs.evolve(
                    contest.source,
                    cells=[
                        (column, f"\n\t{next(texts)}\n")
                        for column in contest.source
                    ],
                ),
            )
            for contest in EIGHTH.contests
        ],
    )


PLANS = pytest.mark.parametrize(
    "plan", [EIGHTH, hostile_edition()], ids=["eighth", "hostile"]
)


def flat(contest):
    """Return what a row for each contest says, with lists as lists."""
    return {
        "id": contest.id,
        "edition": contest.edition,
        "series": contest.series,
        "tier": contest.tier.value,
        "number": contest.number,
        "name": contest.name,
        "theme": contest.theme,
        "location_code": contest.location.code,
        "location": contest.location.name,
        "organizers": [
            {
                "name": organizer.organization.name,
                "role": organizer.role.value,
                "aliases": list(organizer.organization.aliases),
            }
            for organizer in contest.organizers
        ],
        "urls": list(contest.urls),
    }


def joined(contest):
    """Return the same with lists as texts."""
    return flat(contest) | {
        "organizers": "、".join(map(str, contest.organizers)),
        "urls": " ".join(contest.urls),
    }


class TestWrite:
    @pytest.mark.parametrize(
        ("name", "format"),
        [
            ("a.json", "json"),
            ("a.yml", "yaml"),
            ("a.YAML", "yaml"),
            ("a.toml", "toml"),
            ("a.msgpack", "msgpack"),
            ("a.cbor", "cbor"),
            ("a.csv", "csv"),
            ("a.xlsx", "xlsx"),
            ("a.parquet", "parquet"),
            ("a.db", "sqlite"),
            ("a.sqlite3", "sqlite"),
            ("a.sqlite", "sqlite"),
            ("a.jsonld", "jsonld"),
            ("a.b.zip", "datapackage"),
        ],
    )
    def test_the_suffix_says_the_format(self, tmp_path, name, format):
        path = tmp_path / name
        assert format_of(path) == format
        assert write(EIGHTH, str(path)) == path
        assert path.read_bytes() == to_bytes(EIGHTH, format)

    @pytest.mark.parametrize("name", ["a", "a.doc", ".csv", "json"])
    def test_unknown_suffixes(self, tmp_path, name):
        with pytest.raises(DataError, match=r"no known format; .*\.parquet"):
            write(EIGHTH, tmp_path / name)
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("format", FORMATS)
    def test_a_format_by_name(self, tmp_path, format):
        path = tmp_path / "plan.zip"
        write(EIGHTH, path, format=format)
        assert path.read_bytes() == to_bytes(EIGHTH, format)

    def test_an_unknown_format(self, tmp_path):
        with pytest.raises(DataError, match="'xml' is not a format; use one"):
            write(EIGHTH, tmp_path / "a.csv", format="xml")

    @pytest.mark.parametrize("format", FORMATS)
    @pytest.mark.parametrize("given", [None, 8, "8", [], tuple(contests)])
    def test_what_is_no_edition(self, tmp_path, given, format):
        with pytest.raises(DataError, match="neither an Edition nor Contests"):
            write(given, tmp_path / "a", format=format)
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("name", ["plan.csv", "plan"])
    def test_does_not_overwrite_by_itself(self, tmp_path, name):
        path = tmp_path / name
        named = None if path.suffix else "datapackage"
        path.symlink_to(tmp_path / "nowhere")
        with pytest.raises(FileExistsError, match=f"{name} is there already"):
            write(EIGHTH, path, format=named)
        assert path.is_symlink()
        assert not path.exists()

    def test_overwrites_where_asked(self, tmp_path):
        path = tmp_path / "plan.csv"
        path.write_text("old")
        write(EIGHTH, path, overwrite=True)
        assert path.read_bytes() == to_bytes(EIGHTH, "csv")
        assert list(tmp_path.iterdir()) == [path]

    def test_errors_of_the_system_name_what_was_given(self, tmp_path):
        path = tmp_path / "nowhere" / "a.csv"
        with pytest.raises(FileNotFoundError) as caught:
            write(EIGHTH, path)
        assert caught.value.filename == str(path.parent)
        with pytest.raises(IsADirectoryError) as caught:
            write(EIGHTH, tmp_path, format="csv", overwrite=True)
        assert caught.value.filename == str(tmp_path)
        file = tmp_path / "file"
        file.write_text("old")
        with pytest.raises(NotADirectoryError) as caught:
            write(EIGHTH, file, format="datapackage", overwrite=True)
        assert caught.value.filename == str(file)
        assert file.read_text() == "old"

    @pytest.mark.parametrize("format", FORMATS)
    def test_contests_without_their_edition(self, format):
        found = contests.by_region("浙江")
        if format == "toml":
            with pytest.raises(DataError, match="dump the edition"):
                to_bytes(found, format)
            return
        assert len(to_bytes(found, format)) < len(to_bytes(EIGHTH, format))
        assert to_bytes(Contests(), format)

    @pytest.mark.parametrize(
        "format", ["json", "yaml", "toml", "msgpack", "cbor"]
    )
    @given(plan=hostile_editions())
    @settings(max_examples=10)
    def test_serialized(self, format, plan):
        assert loads(to_bytes(plan, format), format=format) == plan

    @pytest.mark.parametrize(
        ("format", "package", "extra"),
        [
            ("xlsx", "xlsxwriter", "formats"),
            ("parquet", "pyarrow", "parquet"),
        ],
    )
    def test_missing_extras(self, monkeypatch, format, package, extra):
        monkeypatch.delitem(
            sys.modules, f"cnmaker_data.export.{format}", raising=False
        )
        monkeypatch.setitem(sys.modules, package, None)
        with pytest.raises(MissingExtraError) as caught:
            to_bytes(EIGHTH, format)
        assert (caught.value.feature, caught.value.extra) == (
            f"the format {format}",
            extra,
        )

    def test_what_no_extra_brings(self, monkeypatch):
        # A Python that was built without SQLite.
        monkeypatch.delitem(
            sys.modules, "cnmaker_data.export.sqlite", raising=False
        )
        monkeypatch.setitem(sys.modules, "sqlite3", None)
        with pytest.raises(ModuleNotFoundError, match="sqlite3"):
            to_bytes(EIGHTH, "sqlite")

    def test_imports_what_a_format_needs_and_no_more(self):
        code = """
import sys
from cnmaker_data.export import to_bytes
from cnmaker_data import edition
to_bytes(edition(8), "csv")
print(*sys.modules)
"""
        loaded = set(
            subprocess.run(
                [sys.executable, "-c", code],
                capture_output=True,
                check=True,
                text=True,
            ).stdout.split()
        )
        assert not loaded & {"cattrs", "nanoarrow", "pyarrow", "xlsxwriter"}

    def test_the_bytes_are_the_same_each_time(self):
        code = """
import hashlib
from cnmaker_data import edition
from cnmaker_data.export import Format, to_bytes
for format in Format.__args__:
    print(hashlib.sha256(to_bytes(edition(8), format)).hexdigest())
"""
        environment = {
            **os.environ,
            "LC_ALL": "C",
            "PYTHONHASHSEED": "1",
            "TZ": "Asia/Shanghai",
        }
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            check=True,
            text=True,
            env=environment,
        )
        assert done.stdout.split() == [
            hashlib.sha256(to_bytes(EIGHTH, name)).hexdigest()
            for name in FORMATS
        ]

    @pytest.mark.parametrize("format", FORMATS)
    def test_nothing_of_this_machine_is_in_them(self, format):
        data = to_bytes(EIGHTH, format)
        for text in (os.path.dirname(__file__), tempfile.gettempdir()):
            assert text.encode() not in data


class TestCSV:
    def rows(self, data):
        text = data.decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    def test_is_what_excel_takes(self):
        data = to_bytes(EIGHTH, "csv")
        assert data.startswith("\ufeffid,edition,".encode())
        assert data.count(b"\r\n") == data.count(b"\n") == 51

    @given(hostile_editions())
    def test_reads_back(self, plan):
        rows = self.rows(to_bytes(plan, "csv"))
        assert [
            {key: export_csv.restore(text) for key, text in row.items()}
            for row in rows
        ] == [
            {
                key: "" if value is None else str(value)
                for key, value in joined(contest).items()
            }
            for contest in plan.contests
        ]
        for row in rows:
            for text in row.values():
                assert text[:1] not in tuple("=+-@＝＋－＠\t\r\n")

    @PLANS
    def test_in_data_frames(self, plan):
        data = to_bytes(plan, "csv")
        expected = [
            {
                key: export_csv.neutralize(value)
                if isinstance(value, str)
                else ""
                if value is None
                else str(value)
                for key, value in joined(contest).items()
            }
            for contest in plan.contests
        ]
        frame = pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False)
        assert frame.to_dict("records") == expected
        frame = pl.read_csv(
            data, infer_schema=False, empty_string_is_null=False
        )
        assert frame.to_dicts() == expected

    @given(st.text("'=+-@＝＠\t\r\n 1a") | st.text())
    @example(" =1")
    def test_neutralize_can_be_undone(self, text):
        neutral = export_csv.neutralize(text)
        assert export_csv.restore(neutral) == text
        assert neutral.strip()[:1] not in set("=+-@＝＋－＠")
        assert neutral[:1] not in set("\t\r\n")

    @pytest.mark.parametrize("text", ["创客中国", "1-2", "a=1", "", "'", "1"])
    def test_neutralize_leaves_text_alone(self, text):
        assert export_csv.neutralize(text) == text


def unescape(text):
    """Return what the escapes that openpyxl leaves in a text stand for."""
    return text.replace("_xFFFE_", "\ufffe").replace("_xFFFF_", "\uffff")


def sheet_rows(sheet):
    """Return the rows of a sheet as openpyxl reads them, unescaped."""
    headings, *rows = sheet.iter_rows(values_only=True)
    return [
        {
            heading: unescape(value) if isinstance(value, str) else value
            for heading, value in zip(headings, row, strict=True)
        }
        for row in rows
    ]


class TestXLSX:
    def workbook(self, plan):
        return openpyxl.load_workbook(io.BytesIO(to_bytes(plan, "xlsx")))

    def check(self, plan):
        workbook = self.workbook(plan)
        assert workbook.sheetnames == [
            "contests",
            "organizers",
            "links",
            "sources",
            "edition",
        ]
        assert sheet_rows(workbook["contests"]) == [
            {key: None if v == "" else v for key, v in joined(contest).items()}
            for contest in plan.contests
        ]
        assert sheet_rows(workbook["organizers"]) == [
            {
                "contest_id": contest.id,
                "name": organizer.organization.name,
                "role": organizer.role.value,
                "role_label": organizer.role.label,
                "aliases": "、".join(organizer.organization.aliases) or None,
            }
            for contest in plan.contests
            for organizer in contest.organizers
        ]
        assert sheet_rows(workbook["links"]) == [
            {
                "contest_id": contest.id,
                "url": link.url,
                "text": link.text,
                "label": link.label,
                "inherited": link.inherited,
            }
            for contest in plan.contests
            for link in contest.links
        ]
        assert sheet_rows(workbook["sources"]) == [
            {
                "contest_id": contest.id,
                "table": contest.source.table,
                "row": contest.source.row,
                "heading": heading,
                "text": text or None,
            }
            for contest in plan.contests
            for heading, text in contest.source.cells
        ]
        assert sheet_rows(workbook["edition"]) == [
            {
                "number": plan.number,
                "year": plan.year,
                "title": plan.title,
                "notice": plan.notice,
                "digest": plan.digest,
            }
        ]
        for sheet in workbook:
            for row in sheet.iter_rows():
                assert all(cell.data_type != "f" for cell in row)

    @given(hostile_editions())
    @settings(max_examples=25)
    def test_reads_back(self, plan):
        self.check(plan)

    @PLANS
    def test_reads_back_whole(self, plan):
        self.check(plan)

    def test_in_data_frames(self):
        data = to_bytes(EIGHTH, "xlsx")
        frame = pd.read_excel(io.BytesIO(data), dtype={"location_code": str})
        assert list(frame["name"]) == [c.name for c in EIGHTH.contests]
        assert list(frame["location_code"]) == [
            c.location.code for c in EIGHTH.contests
        ]

    def test_looks(self):
        for sheet in self.workbook(EIGHTH):
            assert sheet.freeze_panes == "A2"
            assert sheet.auto_filter.ref == sheet.dimensions
            assert all(cell.font.bold for cell in sheet[1])
        widths = self.workbook(EIGHTH)["contests"].column_dimensions
        # 22 Chinese characters and the quotes; and no wider than a screen.
        assert 45 < widths["F"].width < 70
        assert widths["J"].width < 70
        assert widths["B"].width < 12

    def test_links_can_be_clicked(self):
        workbook = self.workbook(EIGHTH)
        links = workbook["links"]
        for row in links.iter_rows(min_row=2):
            assert row[1].hyperlink.target == row[1].value
        shown = {
            row[0].value: row[10].hyperlink
            for row in workbook["contests"].iter_rows(min_row=2)
        }
        for contest in EIGHTH.contests:
            hyperlink = shown[contest.id]
            # A cell has one link.
            assert (hyperlink is not None) == (len(contest.links) == 1)

    @pytest.mark.parametrize(
        ("url", "is_link"),
        [
            (XLSX_LINK, True),
            (XLSX_LINK + "x", False),
            ("http://[::1]/", False),
            ("http://a.cn/%5B?a=b&c=%20#%23d", True),
            ("http://a.cn/?q=(1)!*$,~;", True),
        ],
    )
    def test_unusual_links(self, url, is_link):
        contest = attrs.evolve(contests["final"], links=[Link(url, "x")])
        sheet = self.workbook(Contests([contest]))["links"]
        cell = sheet["B2"]
        assert cell.value == url
        assert (cell.hyperlink is not None) == is_link
        if is_link:
            target, location = cell.hyperlink.target, cell.hyperlink.location
            assert target + (f"#{location}" if location else "") == url

    def test_texts_that_excel_cannot_hold(self):
        def named(name):
            return Contests([attrs.evolve(contests["final"], name=name)])

        longest = "𠮷" * 16_383
        sheet = self.workbook(named(longest))["contests"]
        assert sheet["F2"].value == longest
        with pytest.raises(
            DataError,
            match=r"contests\[0\].name: has 16384 characters; Excel holds 32767",
        ):
            to_bytes(named(longest + "𠮷"), "xlsx")

    def test_contests_alone(self):
        assert "edition" not in self.workbook(contests[:1]).sheetnames


class TestParquet:
    @given(hostile_editions())
    @settings(max_examples=25)
    def test_reads_back(self, plan):
        table = pq.read_table(io.BytesIO(to_bytes(plan, "parquet")))
        assert table.to_pylist() == list(map(flat, plan.contests))

    @PLANS
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
        schema = pq.read_schema(io.BytesIO(to_bytes(EIGHTH, "parquet")))

        def is_text(kind):
            if pa.types.is_dictionary(kind):
                kind = kind.value_type
            return kind in {pa.string(), pa.large_string(), pa.string_view()}

        assert schema.names == list(export_csv.COLUMNS)
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
            for given in (EIGHTH, Contests())
        ]
        assert schemas[0].equals(schemas[1])


def edition_of(tables):
    """Build an edition again from the rows of its tables."""

    def rows(name, **wanted):
        return [
            row
            for row in tables[name]
            if all(row[key] == value for key, value in wanted.items())
        ]

    def ordered(name, **wanted):
        return sorted(rows(name, **wanted), key=lambda row: row["position"])

    organizations = {
        row["id"]: Organization(
            row["name"],
            [a["name"] for a in ordered("aliases", organization_id=row["id"])],
        )
        for row in tables["organizations"]
    }
    regions = {row["code"]: Region(**row) for row in tables["regions"]}
    [plan] = tables["editions"]
    built = Edition(
        number=plan["number"],
        year=plan["year"],
        title=plan["title"],
        notice=plan["notice"],
        contests=[
            Contest(
                id=row["id"],
                edition=row["edition"],
                tier=Tier(row["tier"]),
                number=row["number"],
                name=row["name"],
                theme=row["theme"],
                location=regions[row["location_code"]],
                organizers=[
                    Organizer(
                        organizations[each["organization_id"]],
                        Role(each["role"]),
                    )
                    for each in ordered("organizers", contest_id=row["id"])
                ],
                links=[
                    Link(
                        each["url"],
                        each["text"],
                        each["label"],
                        bool(each["inherited"]),
                    )
                    for each in ordered("links", contest_id=row["id"])
                ],
                source=Source(
                    row["source_table"],
                    row["source_row"],
                    [
                        (each["heading"], each["text"])
                        for each in ordered("cells", contest_id=row["id"])
                    ],
                ),
            )
            for row in ordered("contests")
        ],
    )
    assert [contest.series for contest in built.contests] == [
        row["series"] for row in ordered("contests")
    ]
    assert built.digest == plan["digest"]
    return built


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

    @PLANS
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
        with database(to_bytes(EIGHTH, "sqlite")) as connection:
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
        with database(to_bytes(EIGHTH, "sqlite")) as connection:
            connection.execute("PRAGMA foreign_keys = ON")
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(statement)

    def test_answers_a_question(self):
        with database(to_bytes(EIGHTH, "sqlite")) as connection:
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
        with database(to_bytes(EIGHTH, "sqlite")) as connection:
            frame = pd.read_sql("SELECT * FROM contests", connection)
        assert list(frame["id"]) == [contest.id for contest in EIGHTH.contests]

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
        with pytest.raises(DataError, match=r"with 3\.37\.0 or newer"):
            to_bytes(EIGHTH, "sqlite")

    def test_says_the_oldest_version_that_reads_it(self):
        data = to_bytes(EIGHTH, "sqlite")
        assert int.from_bytes(data[96:100]) == 3_037_000

    @pytest.mark.parametrize("format", ["sqlite", "datapackage"])
    def test_contests_that_have_no_tables(self, format):
        final = contests["final"]
        with pytest.raises(
            DataError, match=r"^\[1\].id: '8/final' is there twice"
        ):
            to_bytes(Contests([final, final]), format)
        found = other_names_of_a_region()
        with pytest.raises(
            DataError, match=r"^\[1\].location: .*'甬'.* has the"
        ):
            to_bytes(found, format)
        with pytest.raises(DataError, match=r"^contests\[1\].location: "):
            to_bytes(attrs.evolve(EIGHTH, contests=found), format)


class TestDataPackage:
    def tables(self, package):
        return {
            resource.name: [row.to_dict() for row in resource.read_rows()]
            for resource in package.resources
        }

    def write(self, plan, path):
        return frictionless.Package(
            str(write(plan, path, format="datapackage", overwrite=True))
        )

    @given(plan=hostile_editions())
    @settings(max_examples=15)
    def test_reads_back(self, tmp_path_factory, plan):
        folder = tmp_path_factory.mktemp("package")
        package = self.write(plan, folder / "plan.zip")
        report = package.validate()
        assert report.valid, report.flatten()
        assert edition_of(self.tables(package)) == plan

    @PLANS
    @pytest.mark.parametrize("name", ["plan.zip", "plan"])
    def test_is_valid_as_a_folder_and_as_a_zip(self, tmp_path, plan, name):
        path = tmp_path / name
        self.write(plan, path)
        if path.is_dir():
            path = path / "datapackage.json"
        package = frictionless.Package(str(path))
        report = package.validate()
        assert report.valid, report.flatten()
        assert len(report.tasks) == 8
        assert package.name == "cnmaker-data-8"
        assert edition_of(self.tables(package)) == plan

    def test_the_zip_and_the_folder_hold_the_same(self, tmp_path):
        folder = write(EIGHTH, tmp_path / "plan", format="datapackage")
        with zipfile.ZipFile(write(EIGHTH, tmp_path / "plan.zip")) as archive:
            assert archive.testzip() is None
            files = {name: archive.read(name) for name in archive.namelist()}
        assert files == {
            path.name: path.read_bytes() for path in folder.iterdir()
        }
        descriptor = json.loads(files["datapackage.json"])
        for resource in descriptor["resources"]:
            data = files[resource["path"]]
            assert resource["bytes"] == len(data)
            digest = hashlib.sha256(data).hexdigest()
            assert resource["hash"] == f"sha256:{digest}"
            assert not data.startswith(b"\xef\xbb\xbf")
            assert b"\r" not in data

    def test_a_damaged_one_is_found_out(self, tmp_path):
        folder = write(EIGHTH, tmp_path / "plan", format="datapackage")
        path = folder / "organizers.csv"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("8/final,1,", "8/finale,1,", 1))
        descriptor = folder / "datapackage.json"
        text = descriptor.read_text(encoding="utf-8")
        # What a person who edits it by hand leaves out.
        text = re.sub(r'^ +"(bytes|hash)": .*\n', "", text, flags=re.MULTILINE)
        descriptor.write_text(text, encoding="utf-8")
        report = frictionless.Package(str(descriptor)).validate()
        assert report.flatten(["type"]) == [["foreign-key"]]

    def test_in_data_frames(self, tmp_path):
        folder = write(EIGHTH, tmp_path / "plan", format="datapackage")
        frame = pd.read_csv(
            folder / "contests.csv", dtype=str, keep_default_na=False
        )
        assert list(frame["name"]) == [each.name for each in EIGHTH.contests]
        frame = pl.read_csv(folder / "cells.csv", empty_string_is_null=False)
        assert frame["text"].to_list() == [
            text
            for contest in EIGHTH.contests
            for _, text in contest.source.cells
        ]

    def test_a_new_folder_is_there_whole_or_not_at_all(
        self, tmp_path, monkeypatch
    ):
        written = []

        def fail(path, data, *, overwrite):
            if len(written) == 3:
                raise OSError(errno.ENOSPC, "no space left", str(path))
            written.append(path)
            path.write_bytes(data)

        monkeypatch.setattr(_folders, "write_atomically", fail)
        with pytest.raises(OSError, match="no space left: '.*/plan'"):
            write(EIGHTH, tmp_path / "plan", format="datapackage")
        assert len(written) == 3
        assert list(tmp_path.iterdir()) == []

    def test_other_files_of_a_folder_stay(self, tmp_path):
        folder = tmp_path / "plan"
        folder.mkdir()
        (folder / "README.md").write_text("mine")
        (folder / "cells.csv").write_text("old")
        with pytest.raises(FileExistsError):
            write(EIGHTH, folder, format="datapackage")
        assert (folder / "cells.csv").read_text() == "old"
        package = self.write(EIGHTH, folder)
        assert (folder / "README.md").read_text() == "mine"
        assert len(list(folder.iterdir())) == 10
        package = frictionless.Package(str(folder / "datapackage.json"))
        assert package.validate().valid

    @pytest.mark.skipif(sys.platform == "win32", reason="has no such modes")
    def test_others_may_read_a_folder(self, tmp_path):
        folder = write(EIGHTH, tmp_path / "plan", format="datapackage")
        umask = os.umask(0)
        os.umask(umask)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o777 & ~umask

    def test_contests_alone(self, tmp_path):
        package = self.write(contests.by_region("浙江"), tmp_path / "plan.zip")
        assert package.validate().valid
        assert package.name == "cnmaker-data"
        assert len(self.tables(package)["contests"]) == 4

    def test_no_contests(self, tmp_path):
        assert self.write(Contests(), tmp_path / "plan.zip").validate().valid


SCHEMA = "https://schema.org/"


def offline(url, options=None):
    raise AssertionError(f"asks the network for {url}")


class Graph:
    """What a processor of JSON-LD makes of a document."""

    def __init__(self, data):
        nodes = jsonld.flatten(
            json.loads(data), options={"documentLoader": offline}
        )
        self.nodes = {node["@id"]: node for node in nodes}

    def of_type(self, kind):
        return [
            node
            for node in self.nodes.values()
            if node.get("@type") == [SCHEMA + kind]
        ]

    def values(self, node, name):
        return [
            value.get("@value", value.get("@id"))
            for value in node.get(SCHEMA + name, ())
        ]

    def linked(self, node, name):
        return [self.nodes[key] for key in self.values(node, name)]


class TestJSONLD:
    def check(self, plan):
        graph = Graph(to_bytes(plan, "jsonld"))
        [series] = graph.of_type("EventSeries")
        assert graph.values(series, "name") == [plan.title]
        assert graph.values(series, "startDate") == [str(plan.year)]
        assert graph.values(series, "identifier") == [
            text for text in (plan.notice, plan.digest) if text
        ]
        events = {
            graph.values(event, "identifier")[0]: event
            for event in graph.of_type("Event")
        }
        assert set(events) == {contest.id for contest in plan.contests}
        for contest in plan.contests:
            self.check_event(graph, events[contest.id], contest)
            assert graph.linked(events[contest.id], "superEvent") == [series]

    def check_event(self, graph, event, contest):
        assert event["@id"] == f"urn:cnmaker:contest:{contest.id}"
        assert graph.values(event, "name") == [contest.name]
        assert graph.values(event, "keywords") == [contest.tier.value]
        themes = [] if contest.theme is None else [contest.theme]
        assert graph.values(event, "about") == themes
        assert graph.values(event, "url") == list(dict.fromkeys(contest.urls))
        [place] = graph.linked(event, "location")
        region = contest.location
        assert place["@type"] == [SCHEMA + "Place"]
        assert graph.values(place, "name") == [region.name]
        assert set(graph.values(place, "alternateName")) == {
            region.short_name,
            region.english_name,
        }
        assert graph.values(place, "identifier")[0] == region.code
        roles = graph.linked(event, "organizer")
        found = set()
        for role in roles:
            assert role["@type"] == [SCHEMA + "Role"]
            [organization] = graph.linked(role, "organizer")
            assert organization["@type"] == [SCHEMA + "Organization"]
            [name] = graph.values(organization, "name")
            [role_name] = graph.values(role, "roleName")
            aliases = set(graph.values(organization, "alternateName"))
            found.add((name, role_name))
            for organizer in contest.organizers:
                if organizer.organization.name == name:
                    assert aliases >= set(organizer.organization.aliases)
        assert found == {
            (organizer.organization.name, organizer.role.value)
            for organizer in contest.organizers
        }

    @given(hostile_editions())
    def test_reads_back(self, plan):
        self.check(plan)

    @PLANS
    def test_reads_back_whole(self, plan):
        self.check(plan)

    @given(hostile_editions())
    def test_stays_inside_a_script_element(self, plan):
        assert b"<" not in to_bytes(plan, "jsonld")

    def test_names_have_a_language(self):
        document = json.loads(to_bytes(EIGHTH, "jsonld"))
        [event, *_] = jsonld.expand(
            {**document, "@graph": document["@graph"][1:2]},
            options={"documentLoader": offline},
        )
        assert event[SCHEMA + "name"][0]["@language"].lower() == "zh-hans"

    def test_contests_alone(self):
        graph = Graph(to_bytes(contests.by_region("浙江"), "jsonld"))
        assert len(graph.of_type("Event")) == 4
        event = graph.of_type("Event")[0]
        assert graph.values(event, "superEvent") == ["urn:cnmaker:edition:8"]
        assert {
            "@id": "urn:cnmaker:edition:8",
            "@type": [SCHEMA + "EventSeries"],
        } in (graph.of_type("EventSeries"))


class TestCommand:
    @pytest.fixture
    def cli(self, capsys):
        def call(*arguments):
            status = run(["export", *map(str, arguments)])
            printed = capsys.readouterr()
            return status, printed.out, printed.err

        return call

    @pytest.mark.parametrize("format", FORMATS)
    def test_writes_each_format(self, cli, tmp_path, format):
        path = tmp_path / "plan.zip"
        answer = cli(path, "--format", format, "--edition", 8)
        assert answer == (0, "plan.zip: edition 8, 50 contests\n", "")
        assert path.read_bytes() == to_bytes(EIGHTH, format)

    def test_the_suffix_says_the_format(self, cli, tmp_path):
        path = tmp_path / "plan.csv"
        assert cli(path)[0] == 0
        assert path.read_bytes() == to_bytes(edition(), "csv")

    def test_overwrites_only_with_force(self, cli, tmp_path):
        path = tmp_path / "plan.csv"
        path.write_text("old")
        assert cli(path) == (
            1,
            "",
            f"cnmaker-data: {path} is there already; --force overwrites it\n",
        )
        assert path.read_text() == "old"
        assert cli(path, "--force")[0] == 0
        assert path.read_text() != "old"

    @pytest.mark.parametrize(
        ("arguments", "status", "message"),
        [
            (["plan.doc"], 2, "'plan.doc' is of no known format; end it in"),
            (["plan"], 2, "'plan' is of no known format; end it in one of"),
            (
                ["plan.csv", "--format=xml"],
                2,
                'Invalid value "xml" for --format',
            ),
            ([], 2, 'Command "export" parameter FILE requires an argument'),
            (["plan.csv", "--edition=7"], 1, "edition 7 does not ship"),
            (["no/plan.csv"], 1, "no: No such file or directory"),
        ],
    )
    def test_mistakes_are_one_line(
        self, cli, tmp_path, monkeypatch, arguments, status, message
    ):
        monkeypatch.chdir(tmp_path)
        result = cli(*arguments)
        assert result[:2] == (status, "")
        assert result[2].startswith(f"cnmaker-data: {message}")
        assert result[2].count("\n") == 1
        assert list(tmp_path.iterdir()) == []

    def test_a_missing_extra(self, cli, tmp_path, monkeypatch):
        monkeypatch.delitem(
            sys.modules, "cnmaker_data.export.parquet", raising=False
        )
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        status, _, err = cli(tmp_path / "plan.parquet")
        assert status == 2
        assert "cnmaker-data[parquet]" in err
