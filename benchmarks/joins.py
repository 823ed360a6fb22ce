"""
Give each of many companies its contest in three engines.

    python benchmarks/joins.py --rows 10000000

writes a file of that many companies with the codes of their divisions, their
addresses and their credit codes, and counts the companies by contest: in
DuckDB, in Polars and, where Java and PySpark are installed, in Apache Spark. By
codes, the engines join the crosswalk of edition 8, and must find what
`entry_for` answers; by addresses and credit codes they call `locate`, and must
find what a loop of it finds. It prints how long each takes from the files to
the counts. `--columns code` measures one of the three.
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
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, TypeAlias

import pyarrow as pa

from pyarrow import parquet

from cnmaker_data import (
    UnknownRegionError,
    contests,
    edition,
    find_region,
    locate,
    path_of,
)


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


# How many addresses and credit codes each division has.
VARIANTS = 20
SCHEMA = pa.schema(
    {
        "company": pa.int64(),
        "code": pa.string(),
        "address": pa.string(),
        "credit_code": pa.string(),
    }
)


def write_companies(path: str, rows: int) -> None:
    """
    Write companies to a Parquet file, with their codes and addresses.

    The same number of rows makes the same companies each time.
    """
    known = [row.code for row in edition(8).crosswalk()]
    pools = [
        pa.array([code for code in pool for _ in range(VARIANTS)])
        for pool in (known, UNKNOWN_CODES)
    ]
    codes = pa.concat_arrays(pools)
    addresses = pa.array(
        [address_of(code.as_py(), index) for index, code in enumerate(codes)]
    )
    credit_codes = pa.array(
        [
            credit_code_of(code.as_py(), index)
            for index, code in enumerate(codes)
        ]
    )
    chance = random.Random(8)  # noqa: S311
    with parquet.ParquetWriter(path, SCHEMA) as writer:
        for start in range(0, rows, BATCH):
            numbers = range(start, min(start + BATCH, rows))
            drawn = chance.choices(range(len(pools[0])), k=len(numbers))
            for index in range(0, len(numbers), UNKNOWN_EVERY):
                drawn[index] = chance.randrange(len(pools[0]), len(codes))
            taken = pa.array(drawn)
            columns = [
                pa.array(numbers),
                *(
                    pool.take(taken)
                    for pool in (codes, addresses, credit_codes)
                ),
            ]
            writer.write_table(pa.table(columns, schema=SCHEMA))


def address_of(code: str, number: int) -> str:
    street = f"人民路{number}号"
    if code in UNKNOWN_CODES:
        return street
    return path_of(find_region(code)) + street


def credit_code_of(code: str, number: int) -> str:
    """
    Return a unified social credit code with its check digit (GB 32100-2015).
    """
    characters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = f"91{code}MA{number:07}"
    total = sum(
        characters.index(character) * 3**index
        for index, character in enumerate(body)
    )
    return body + characters[-total % 31]


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
def in_duckdb(companies: str, crosswalk: str, column: str) -> Iterator[Engine]:
    import duckdb

    with duckdb.connect() as connection:
        joined = (
            join_in_duckdb(connection, companies, crosswalk)
            if column == "code"
            else locate_in_duckdb(connection, companies, column)
        )

        def count() -> Counts:
            return dict(joined.aggregate("contest_id, count(*)").fetchall())

        def first(number: int) -> Entries:
            rows = joined.filter(f"company < {number}")
            return dict(rows.project("company, contest_id").fetchall())

        yield count, first


@contextmanager
def in_polars(companies: str, crosswalk: str, column: str) -> Iterator[Engine]:
    import polars as pl

    joined = (
        join_in_polars(companies, crosswalk)
        if column == "code"
        else locate_in_polars(companies, column)
    )

    def count() -> Counts:
        return dict(joined.group_by("contest_id").len().collect().iter_rows())

    def first(number: int) -> Entries:
        rows = joined.filter(pl.col("company") < number)
        return dict(rows.select("company", "contest_id").collect().iter_rows())

    yield count, first


@contextmanager
def in_spark(companies: str, crosswalk: str, column: str) -> Iterator[Engine]:
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
        joined = (
            join_in_spark(spark, companies, crosswalk)
            if column == "code"
            else locate_in_spark(spark, companies, column)
        )

        def count() -> Counts:
            rows = joined.groupBy("contest_id").count().collect()
            return {row["contest_id"]: row["count"] for row in rows}

        def first(number: int) -> Entries:
            rows = joined.where(joined["company"] < number).collect()
            return {row["company"]: row["contest_id"] for row in rows}

        yield count, first
    finally:
        spark.stop()


ENGINES: dict[
    str, Callable[[str, str, str], AbstractContextManager[Engine]]
] = {
    "duckdb": in_duckdb,
    "polars": in_polars,
    "pyspark": in_spark,
}


# Answers of `locate`, in each engine.


def entries_of(texts: Iterable[str | None]) -> pa.Array:
    """
    Return the ids of the contests that companies enter, by a column of texts.
    """
    return pa.array(map(located_entry, texts), pa.string())


def located_entry(text: str | None) -> str | None:
    try:
        contest = contests.entry_for(locate(text or "").region)
    except LookupError:
        return None
    return contest.id if contest else None


def locate_in_polars(companies: str, column: str) -> pl.LazyFrame:
    import polars as pl

    return pl.scan_parquet(companies).with_columns(
        pl.col(column)
        .map_batches(
            lambda texts: pl.Series(entries_of(texts)), return_dtype=pl.String
        )
        .alias("contest_id")
    )


def locate_in_duckdb(
    connection: duckdb.DuckDBPyConnection, companies: str, column: str
) -> duckdb.DuckDBPyRelation:
    connection.create_function(  # type: ignore[call-overload]  # takes enums by name, too
        "entry_of",
        lambda texts: entries_of(texts.to_pylist()),
        ["VARCHAR"],
        "VARCHAR",
        type="arrow",
        null_handling="special",
    )
    return connection.read_parquet(companies).project(
        f"*, entry_of({column}) AS contest_id"
    )


def locate_in_spark(
    spark: pyspark.sql.SparkSession, companies: str, column: str
) -> pyspark.sql.DataFrame:
    from pyspark.sql.types import StringType, StructField, StructType

    table = spark.read.parquet(companies)
    fields = [*table.schema.fields, StructField("contest_id", StringType())]

    def with_entries(
        batches: Iterable[pa.RecordBatch],
    ) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            entries = entries_of(batch[column].to_pylist())
            yield batch.append_column("contest_id", entries)

    return table.mapInArrow(with_entries, StructType(fields))


def why_not(engine: str) -> str | None:
    """Return what an engine lacks on this machine, or None."""
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


def answer_of(column: str) -> Callable[[str], str | None]:
    return entry_of if column == "code" else located_entry


def count_by_answers(companies: str, column: str = "code") -> Counts:
    """Return what an engine must find, by a loop over the distinct values."""
    by_value = Counter[str]()
    with parquet.ParquetFile(companies) as file:
        for batch in file.iter_batches(BATCH, columns=[column]):
            by_value.update(batch[column].to_pylist())
    answer = answer_of(column)
    counts = Counter[str | None]()
    for value, count in by_value.items():
        counts[answer(value)] += count
    return dict(counts)


def find_by_answers(companies: str, number: int, column: str) -> Entries:
    with parquet.ParquetFile(companies) as file:
        batch = next(file.iter_batches(number))
    values = batch[column].to_pylist()
    return dict(enumerate(map(answer_of(column), values)))


def measure(
    rows: int,
    runs: int,
    engines: Sequence[str],
    columns: Sequence[str] = ("code",),
) -> list[dict[str, float]]:
    """
    Return for each column the seconds of the engines, medians of some runs.

    Raises `AssertionError` where an engine does not find what it must.
    """
    with tempfile.TemporaryDirectory() as folder:
        companies = os.path.join(folder, "companies.parquet")
        crosswalk = os.path.join(folder, "crosswalk.parquet")
        write_companies(companies, rows)
        write_crosswalk(crosswalk)
        return [
            _measure(companies, crosswalk, runs, engines, column)
            for column in columns
        ]


def _measure(
    companies: str,
    crosswalk: str,
    runs: int,
    engines: Sequence[str],
    column: str,
) -> dict[str, float]:
    seconds = dict[str, float]()
    counts = count_by_answers(companies, column)
    sample = find_by_answers(companies, SAMPLE, column)
    for engine in engines:
        with ENGINES[engine](companies, crosswalk, column) as run:
            count, first = run
            if first(SAMPLE) != sample:
                raise AssertionError(f"{engine} disagrees with a loop")
            # The first run is not measured, because engines warm up in it.
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
    parser.add_argument("--runs", type=int, default=1)
    columns = SCHEMA.names[1:]
    parser.add_argument(
        "--columns", nargs="+", choices=columns, default=columns
    )
    parser.add_argument("--engines", nargs="+", choices=ENGINES)
    given = parser.parse_args(arguments)
    engines = given.engines or [e for e in ENGINES if why_not(e) is None]
    seconds = measure(given.rows, given.runs, engines, given.columns)
    print(
        f"{given.rows:,} companies, median of {given.runs} runs after a first, "
        f"{os.cpu_count()} cores, Python {platform.python_version()}, seconds\n"
    )
    print(f"| Engine | Version | {' | '.join(given.columns)} |")
    print(f"| --- | --- |{' ---: |' * len(given.columns)}")
    for engine in engines:
        cells = " | ".join(f"{each[engine]:.2f}" for each in seconds)
        print(f"| {engine} | {version(engine)} | {cells} |")
    for engine in ENGINES.keys() - set(engines):
        if reason := why_not(engine):
            print(f"\nWithout {engine}: {reason}.")


if __name__ == "__main__":
    main()
