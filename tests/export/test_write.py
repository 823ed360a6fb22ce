"""Files of every format: where they are written and what they refuse."""

import hashlib
import os
import subprocess
import sys
import tempfile

from typing import get_args

import pytest

from hypothesis import given, settings

from cnmaker_data import (
    Contests,
    DataError,
    MissingExtraError,
    contests,
    edition,
    loads,
)
from cnmaker_data.export import Format, format_of, to_bytes, write
from exported import hostile_editions


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
        assert write(edition(8), str(path)) == path
        assert path.read_bytes() == to_bytes(edition(8), format)

    @pytest.mark.parametrize("name", ["a", "a.doc", ".csv", "json"])
    def test_unknown_suffixes(self, tmp_path, name):
        with pytest.raises(DataError, match=r"no known format; .*\.parquet"):
            write(edition(8), tmp_path / name)
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("format", get_args(Format))
    def test_a_format_by_name(self, tmp_path, format):
        path = tmp_path / "plan.zip"
        write(edition(8), path, format=format)
        assert path.read_bytes() == to_bytes(edition(8), format)

    def test_an_unknown_format(self, tmp_path):
        with pytest.raises(DataError, match="'xml' is not a format; use one"):
            write(edition(8), tmp_path / "a.csv", format="xml")

    @pytest.mark.parametrize("format", get_args(Format))
    @pytest.mark.parametrize("given", [None, 8, "8", [], ("8/final",)])
    def test_what_is_no_edition(self, tmp_path, given, format):
        with pytest.raises(DataError, match="neither an Edition nor Contests"):
            write(given, tmp_path / "a", format=format)
        assert list(tmp_path.iterdir()) == []

    def test_a_tuple_of_contests(self, tmp_path):
        with pytest.raises(DataError, match="neither an Edition nor Contests"):
            write(tuple(contests), tmp_path / "a.csv")

    @pytest.mark.parametrize("format", get_args(Format))
    def test_headings_are_english_by_default(self, tmp_path, format):
        path = tmp_path / "plan.zip"
        write(edition(8), path, format=format, headings="en")
        assert path.read_bytes() == to_bytes(edition(8), format)

    @pytest.mark.parametrize("format", ["csv", "xlsx"])
    def test_chinese_headings(self, tmp_path, format):
        path = tmp_path / "plan"
        write(contests, path, format=format, headings="zh")
        data = to_bytes(contests, format, headings="zh")
        assert path.read_bytes() == data != to_bytes(contests, format)

    @pytest.mark.parametrize("format", get_args(Format))
    def test_other_formats_have_no_headings(self, tmp_path, format):
        if format in {"csv", "xlsx"}:
            return
        message = f"format {format} has no Chinese headings; use csv or xlsx"
        with pytest.raises(DataError, match=message):
            write(edition(8), tmp_path / "a", format=format, headings="zh")
        with pytest.raises(DataError, match=message):
            to_bytes(contests, format, headings="zh")
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("headings", ["fr", "", None, [[0] * 10**5]])
    def test_unknown_headings(self, headings):
        with pytest.raises(
            DataError,
            match="^.{,300} is not a language of headings; use 'en' or 'zh'$",
        ):
            to_bytes(contests, "csv", headings=headings)

    @pytest.mark.parametrize("name", ["plan.csv", "plan"])
    def test_does_not_overwrite_by_itself(self, tmp_path, name):
        path = tmp_path / name
        named = None if path.suffix else "datapackage"
        path.symlink_to(tmp_path / "nowhere")
        with pytest.raises(FileExistsError, match=f"{name} already exists"):
            write(edition(8), path, format=named)
        assert path.is_symlink()
        assert not path.exists()

    def test_overwrites_where_asked(self, tmp_path):
        path = tmp_path / "plan.csv"
        path.write_text("old")
        write(edition(8), path, overwrite=True)
        assert path.read_bytes() == to_bytes(edition(8), "csv")
        assert list(tmp_path.iterdir()) == [path]

    def test_errors_of_the_system_name_what_was_given(self, tmp_path):
        path = tmp_path / "nowhere" / "a.csv"
        with pytest.raises(FileNotFoundError) as caught:
            write(edition(8), path)
        assert caught.value.filename == str(path.parent)
        with pytest.raises(IsADirectoryError) as caught:
            write(edition(8), tmp_path, format="csv", overwrite=True)
        assert caught.value.filename == str(tmp_path)
        file = tmp_path / "file"
        file.write_text("old")
        with pytest.raises(NotADirectoryError) as caught:
            write(edition(8), file, format="datapackage", overwrite=True)
        assert caught.value.filename == str(file)
        assert file.read_text() == "old"

    @pytest.mark.parametrize("format", get_args(Format))
    def test_contests_without_their_edition(self, format):
        found = contests.by_region("浙江")
        if format == "toml":
            with pytest.raises(DataError, match="dump the edition"):
                to_bytes(found, format)
            return
        assert len(to_bytes(found, format)) < len(to_bytes(edition(8), format))
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
            to_bytes(edition(8), format)
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
            to_bytes(edition(8), "sqlite")

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
            hashlib.sha256(to_bytes(edition(8), name)).hexdigest()
            for name in get_args(Format)
        ]

    @pytest.mark.parametrize("format", get_args(Format))
    def test_nothing_of_this_machine_is_in_them(self, format):
        data = to_bytes(edition(8), format)
        for text in (os.path.dirname(__file__), tempfile.gettempdir()):
            assert text.encode() not in data
