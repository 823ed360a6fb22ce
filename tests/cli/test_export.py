"""The command that exports."""

import sys

from typing import get_args

import pytest

from cnmaker_data import edition
from cnmaker_data.cli import run
from cnmaker_data.export import Format, to_bytes


class TestCommand:
    @pytest.fixture
    def cli(self, capsys):
        def call(*arguments):
            status = run(["export", *map(str, arguments)])
            printed = capsys.readouterr()
            return status, printed.out, printed.err

        return call

    @pytest.mark.parametrize("format", get_args(Format))
    def test_writes_each_format(self, cli, tmp_path, format):
        path = tmp_path / "plan.zip"
        answer = cli(path, "--format", format, "--edition", 8)
        assert answer == (0, "plan.zip: edition 8, 50 contests\n", "")
        assert path.read_bytes() == to_bytes(edition(8), format)

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
            f"cnmaker-data: {path} already exists; --force overwrites it\n",
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
