"""The benchmark of joins, small: all engines find what `entry_for` answers."""

from __future__ import annotations

import importlib.util

from collections import Counter
from pathlib import Path

import pytest

from stdnum.cn import uscc

from cnmaker_data import UnknownRegionError, contests, locate


pytest.importorskip("pyarrow")

PATH = Path(__file__).parent.parent / "benchmarks" / "joins.py"
ROWS = 100_000
UNKNOWN = {"110100", "341400", "999999"}


@pytest.fixture(scope="module")
def joins():
    spec = importlib.util.spec_from_file_location("joins", PATH)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def companies(joins, tmp_path_factory):
    path = str(tmp_path_factory.mktemp("joins") / "companies.parquet")
    joins.write_companies(path, ROWS)
    return path


@pytest.fixture(scope="module")
def crosswalk(joins, tmp_path_factory):
    path = str(tmp_path_factory.mktemp("joins") / "crosswalk.parquet")
    joins.write_crosswalk(path)
    return path


@pytest.fixture(params=["duckdb", "polars", "pyspark"])
def engine(request, joins):
    if reason := joins.why_not(request.param):
        pytest.skip(reason)
    return request.param


def read(path):
    from pyarrow import parquet

    return parquet.read_table(path).to_pydict()


def test_each_engine_finds_what_entry_for_answers(
    joins, companies, crosswalk, engine
):
    rows = read(companies)
    entries = {
        company: None
        if code in UNKNOWN or not (contest := contests.entry_for(code))
        else contest.id
        for company, code in zip(rows["company"], rows["code"], strict=True)
    }
    with joins.ENGINES[engine](companies, crosswalk, "code") as run:
        count, first = run
        assert first(ROWS) == entries
        counts = count()
    assert sum(counts.values()) == ROWS
    assert counts == joins.count_by_answers(companies)
    for contest_id, number in counts.items():
        assert number == list(entries.values()).count(contest_id)


@pytest.mark.filterwarnings("ignore:PySpark does not yet:FutureWarning")
@pytest.mark.parametrize("column", ["address", "credit_code"])
def test_each_engine_finds_what_locate_answers(
    joins, tmp_path, crosswalk, engine, column
):
    path = str(tmp_path / "companies.parquet")
    joins.write_companies(path, 5_000)
    entries = {}
    for company, text in enumerate(read(path)[column]):
        try:
            contest = contests.entry_for(locate(text).region)
        except UnknownRegionError:
            contest = None
        entries[company] = contest and contest.id
    with joins.ENGINES[engine](path, crosswalk, column) as (count, first):
        assert first(5_000) == entries
        counts = count()
    assert counts == Counter(entries.values())
    assert len(counts) > 35


def test_credit_codes_are_valid(joins, companies):
    rows = read(companies)
    for code, credit_code in list(
        zip(rows["code"], rows["credit_code"], strict=True)
    )[:1000]:
        assert uscc.is_valid(credit_code)
        assert credit_code[2:8] == code


def test_texts_without_an_answer_have_no_contest(joins):
    texts = [None, "", "开发区", "江北区"]
    assert joins.entries_of(texts).to_pylist() == [None] * 4


def test_companies_are_the_same_each_time(joins, companies, tmp_path):
    again = str(tmp_path / "again.parquet")
    joins.write_companies(again, ROWS)
    rows = read(companies)
    assert read(again) == rows
    assert rows["company"] == list(range(ROWS))
    unknown = [code for code in rows["code"] if code in UNKNOWN]
    assert set(unknown) == UNKNOWN
    assert len(unknown) == ROWS // 100


def test_more_companies_than_are_made_at_a_time(joins, tmp_path, monkeypatch):
    path = str(tmp_path / "companies.parquet")
    monkeypatch.setattr(joins, "BATCH", 1_000)
    joins.write_companies(path, 2_500)
    assert read(path)["company"] == list(range(2_500))
    assert sum(joins.count_by_answers(path).values()) == 2_500


@pytest.mark.parametrize(
    ("counts", "entries", "message"),
    [
        (dict, None, "counts other companies"),
        (None, lambda _: {}, "disagrees with a loop"),
    ],
)
def test_wrong_engine_is_found_out(
    joins, monkeypatch, counts, entries, message
):
    pytest.importorskip("polars")

    def wrong(*given):
        with joins.in_polars(*given) as (count, first):
            yield counts or count, entries or first

    monkeypatch.setitem(joins.ENGINES, "wrong", joins.contextmanager(wrong))
    with pytest.raises(AssertionError, match=f"wrong {message}"):
        joins.measure(1_000, 1, ["wrong"])


def test_table_of_times(joins, engine, capsys):
    joins.main(["--rows", "1000", "--engines", engine])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("1,000 companies, median of 1 runs after a ")
    assert lines[2:4] == [
        "| Engine | Version | code | address | credit_code |",
        "| --- | --- | ---: | ---: | ---: |",
    ]
    assert lines[4].startswith(f"| {engine} | ")
    assert lines[4].count("|") == 6


def test_engines_that_are_not_there_are_named(joins, monkeypatch, capsys):
    monkeypatch.setattr(joins, "find_spec", lambda _: None)
    assert joins.why_not("duckdb") == "duckdb is not installed"
    joins.main(["--rows", "10"])
    assert "Without pyspark: pyspark is not installed." in (
        capsys.readouterr().out
    )


def test_spark_needs_java(joins, monkeypatch):
    monkeypatch.setattr(joins, "find_spec", lambda _: True)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(joins.shutil, "which", lambda _: None)
    assert joins.why_not("pyspark") == "there is no Java on this machine"
    assert joins.why_not("polars") is None
