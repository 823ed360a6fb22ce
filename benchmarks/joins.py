"""
Give each of many companies its contest, by a join, in three engines.

    python benchmarks/joins.py --rows 10000000

writes a file of that many companies with the codes of their divisions, joins
the crosswalk of edition 8 to it and counts the companies by contest: in DuckDB,
in Polars and, where Java and PySpark are installed, in Apache Spark. It checks
that each engine finds what `entry_for` answers, and prints how long each takes
from the files to the counts.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import shutil
import statistics
import sys
import tempfile
import time

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, TypeAlias

import pyarrow as pa

from pyarrow import parquet

from cnmaker_data import UnknownRegionError, contests, edition


if TYPE_CHECKING:
    import duckdb
    import polars as pl
    import pyspark.sql


#: How many companies enter each contest, by its id. None is for those whose
#: division has no contest, or is not on the list.
Counts: TypeAlias = dict[str | None, int]
#: Which contest a company enters, by the company's number.
Entries: TypeAlias = dict[int, str | None]
#: An engine, ready: counts all companies, and finds the entries of the first.
Engine: TypeAlias = tuple[Callable[[], Counts], Callable[[int], Entries]]

# Codes as tables of companies have them that no division has: a heading of
# the official list, an abolished division, a mistake. One company in a hundred
# has one, which an inner join would lose.
UNKNOWN_CODES = ("110100", "341400", "999999")
UNKNOWN_EVERY = 100

BATCH = 1_000_000
SAMPLE = 1_000


def write_companies(path: str, rows: int) -> None:
    """
    Write companies to a Parquet file: their numbers and divisions' codes.

    The same number of rows makes the same companies each time.
    """
    known = [row.code for row in edition(8).crosswalk()]
    codes = pa.array([*known, *UNKNOWN_CODES])
    chance = random.Random(8)  # noqa: S311
    schema = pa.schema({"company": pa.int64(), "code": pa.string()})
    with parquet.ParquetWriter(path, schema) as writer:
        for start in range(0, rows, BATCH):
            numbers = range(start, min(start + BATCH, rows))
            drawn = chance.choices(range(len(known)), k=len(numbers))
            for index in range(0, len(numbers), UNKNOWN_EVERY):
                drawn[index] = chance.randrange(len(known), len(codes))
            columns = [pa.array(numbers), codes.take(pa.array(drawn))]
            writer.write_table(pa.table(columns, schema=schema))


def write_crosswalk(path: str) -> None:
    parquet.write_table(pa.table(edition(8).crosswalk()), path)


def join_in_duckdb(
    connection: duckdb.DuckDBPyConnection, companies: str, crosswalk: str
) -> duckdb.DuckDBPyRelation:
    return connection.read_parquet(companies).join(
        connection.read_parquet(crosswalk), "code", how="left"
    )


def join_in_polars(companies: str, crosswalk: str) -> pl.LazyFrame:
    import polars as pl

    return pl.scan_parquet(companies).join(
        pl.scan_parquet(crosswalk), on="code", how="left"
    )


def join_in_spark(
    spark: pyspark.sql.SparkSession, companies: str, crosswalk: str
) -> pyspark.sql.DataFrame:
    from pyspark.sql.functions import broadcast

    # A copy of the crosswalk goes to each worker: the companies stay in place.
    return spark.read.parquet(companies).join(
        broadcast(spark.read.parquet(crosswalk)), on="code", how="left"
    )


@contextmanager
def in_duckdb(companies: str, crosswalk: str) -> Iterator[Engine]:
    import duckdb

    with duckdb.connect() as connection:
        joined = join_in_duckdb(connection, companies, crosswalk)

        def count() -> Counts:
            return dict(joined.aggregate("contest_id, count(*)").fetchall())

        def first(number: int) -> Entries:
            rows = joined.filter(f"company < {number}")
            return dict(rows.project("company, contest_id").fetchall())

        yield count, first


@contextmanager
def in_polars(companies: str, crosswalk: str) -> Iterator[Engine]:
    import polars as pl

    joined = join_in_polars(companies, crosswalk)

    def count() -> Counts:
        return dict(joined.group_by("contest_id").len().collect().iter_rows())

    def first(number: int) -> Entries:
        rows = joined.filter(pl.col("company") < number)
        return dict(rows.select("company", "contest_id").collect().iter_rows())

    yield count, first


@contextmanager
def in_spark(companies: str, crosswalk: str) -> Iterator[Engine]:
    from pyspark.sql import SparkSession

    # The workers are to run this Python, and nothing is to listen outside.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    spark = (
        SparkSession.builder.master("local[*]")
        .config("spark.driver.memory", "2g")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.log.level", "ERROR")
        .config("spark.sql.shuffle.partitions", os.cpu_count() or 1)
        .getOrCreate()
    )
    try:
        joined = join_in_spark(spark, companies, crosswalk)

        def count() -> Counts:
            rows = joined.groupBy("contest_id").count().collect()
            return {row["contest_id"]: row["count"] for row in rows}

        def first(number: int) -> Entries:
            rows = joined.where(joined["company"] < number).collect()
            return {row["company"]: row["contest_id"] for row in rows}

        yield count, first
    finally:
        spark.stop()


ENGINES: dict[str, Callable[[str, str], AbstractContextManager[Engine]]] = {
    "duckdb": in_duckdb,
    "polars": in_polars,
    "pyspark": in_spark,
}


def why_not(engine: str) -> str | None:
    """
    Return what an engine lacks on this machine, or None.
    """
    if find_spec(engine) is None:
        return f"{engine} is not installed"
    has_java = "JAVA_HOME" in os.environ or shutil.which("java")
    if engine == "pyspark" and not has_java:
        return "there is no Java on this machine"
    return None


def entry_of(code: str) -> str | None:
    try:
        contest = contests.entry_for(code)
    except UnknownRegionError:
        return None
    return None if contest is None else contest.id


def count_by_entry_for(companies: str) -> Counts:
    """
    Return what an engine must find, without a crosswalk and a join.
    """
    by_code = Counter[str]()
    with parquet.ParquetFile(companies) as file:
        for batch in file.iter_batches(BATCH, columns=["code"]):
            by_code.update(batch["code"].to_pylist())
    counts = Counter[str | None]()
    for code, count in by_code.items():
        counts[entry_of(code)] += count
    return dict(counts)


def find_by_entry_for(companies: str, number: int) -> Entries:
    with parquet.ParquetFile(companies) as file:
        batch = next(file.iter_batches(number))
    codes = batch["code"].to_pylist()
    return {company: entry_of(code) for company, code in enumerate(codes)}


def measure(rows: int, runs: int, engines: Sequence[str]) -> dict[str, float]:
    """
    Return the seconds that each engine takes, the median of some runs.

    Raises `AssertionError` where an engine does not find what it must.
    """
    seconds = dict[str, float]()
    with tempfile.TemporaryDirectory() as folder:
        companies = os.path.join(folder, "companies.parquet")
        crosswalk = os.path.join(folder, "crosswalk.parquet")
        write_companies(companies, rows)
        write_crosswalk(crosswalk)
        counts = count_by_entry_for(companies)
        sample = find_by_entry_for(companies, SAMPLE)
        for engine in engines:
            with ENGINES[engine](companies, crosswalk) as (count, first):
                if first(SAMPLE) != sample:
                    raise AssertionError(f"{engine} disagrees with entry_for")
                # Not measured: the first run, in which an engine warms up.
                if count() != counts:
                    raise AssertionError(f"{engine} counts other companies")
                seconds[engine] = statistics.median(
                    _seconds(count) for _ in range(runs)
                )
    return seconds


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--engines", nargs="+", choices=ENGINES)
    given = parser.parse_args(arguments)
    engines = given.engines or [e for e in ENGINES if why_not(e) is None]
    seconds = measure(given.rows, given.runs, engines)
    print(
        f"{given.rows:,} companies, median of {given.runs} runs, "
        f"{os.cpu_count()} cores, Python {platform.python_version()}\n"
    )
    print("| Engine | Version | Seconds |")
    print("| --- | --- | ---: |")
    for engine in engines:
        print(f"| {engine} | {version(engine)} | {seconds[engine]:.2f} |")
    for engine in ENGINES.keys() - set(engines):
        if reason := why_not(engine):
            print(f"\nWithout {engine}: {reason}.")


if __name__ == "__main__":
    main()
