"""
Measure `locate` on company registrations, beside cpca.

    python benchmarks/places.py FOLDER --rows 100000

reads the CSV files under a folder that hold the columns 统一社会信用代码, 所在省份,
地区 and 注册地址 (the public set
kinginsun/Enterprise-Registration-Data-of-Chinese-Mainland is one), draws rows at
random and counts how many addresses and credit codes are answered, and how many
with another contest than the province and city in the other two columns enter.
新疆 is left out: its columns file the cities of the corps under prefectures.
`--differences` prints each address with another contest, to be looked at.
"""

from __future__ import annotations

import argparse
import csv
import functools
import random
import statistics
import time

from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from cnmaker_data import Region, contests, find_region, locate


COLUMNS = ("统一社会信用代码", "所在省份", "地区", "注册地址")
LEFT_OUT = {"新疆"}
NO_VALUE = {"", "N/A"}


class Company(NamedTuple):
    credit_code: str
    province: str
    city: str
    address: str


def companies(folder: Path) -> Iterator[Company]:
    csv.field_size_limit(10**9)
    for path in sorted(folder.rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file)
            header = next(reader)
            if not set(COLUMNS) <= set(header):
                continue
            positions = [header.index(column) for column in COLUMNS]
            for row in reader:
                if len(row) == len(header):
                    yield Company(*(row[position] for position in positions))


def drawn(rows: Iterator[Company], count: int, seed: int) -> list[Company]:
    """Return some of the companies, each with the same chance."""
    chance = random.Random(seed)  # noqa: S311
    kept: list[Company] = []
    seen = 0
    for row in rows:
        if row.province in LEFT_OUT or not entry_of_columns(*row[1:3]):
            continue
        seen += 1
        if len(kept) < count:
            kept.append(row)
        elif (place := chance.randrange(seen)) < count:
            kept[place] = row
    return kept


@functools.cache
def entry_of_columns(province: str, city: str) -> tuple[str | None] | None:
    """Return the contest of the two columns, or None if they name no place."""
    try:
        above = find_region(province)
    except LookupError:
        return None
    if above.level != "province":
        return None
    for name in (city, f"{city}市", f"{city}地区", ""):
        try:
            return (entry_of(find_region(province + name)),)
        except LookupError:
            pass
    return None


def entry_of(region: Region) -> str | None:
    contest = contests.entry_for(region)
    return contest.series if contest else None


class Tally(NamedTuple):
    rows: int
    answered: int
    #: The companies that enter another contest by their columns.
    different: list[Company]

    def __str__(self) -> str:
        return (
            f"| {self.rows:,} | {self.answered / self.rows:.2%} "
            f"| {len(self.different) / self.rows:.3%} |"
        )


def tally(
    rows: Sequence[Company], column: str, answer: Callable[[str], str | None]
) -> Tally:
    """
    Count the answers for a column; *answer* raises `LookupError` for none.
    """
    given = [row for row in rows if getattr(row, column) not in NO_VALUE]
    answered = 0
    different: list[Company] = []
    for row in given:
        try:
            found = answer(getattr(row, column))
        except LookupError:
            continue
        answered += 1
        if (found,) != entry_of_columns(row.province, row.city):
            different.append(row)
    return Tally(len(given), answered, different)


def locate_entry(text: str) -> str | None:
    return entry_of(locate(text).region)


def in_bulk(addresses: list[str]) -> list[str | None]:
    """Return the adcodes of cpca for many addresses, as it is used at scale."""
    import cpca

    return list(cpca.transform(addresses)["adcode"])


def cpca_tally(rows: Sequence[Company]) -> Tally:
    given = [row for row in rows if row.address not in NO_VALUE]
    codes = dict(
        zip(
            [row.address for row in given],
            in_bulk([row.address for row in given]),
            strict=True,
        )
    )

    def entry(text: str) -> str | None:
        return entry_of(locate(codes[text] or "").region)

    return tally(rows, "address", entry)


def microseconds(call: Callable[[], object], rows: int, runs: int) -> float:
    """
    Return the time of the processor for each row, the median of some runs.
    """
    taken: list[float] = []
    for _ in range(runs):
        start = time.process_time()
        call()
        taken.append(time.process_time() - start)
    return statistics.median(taken) / rows * 1e6


def answer_all(texts: Sequence[str]) -> None:
    for text in texts:
        is_answered(text)


def is_answered(text: str) -> bool:
    try:
        locate(text)
    except LookupError:
        return False
    return True


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument("--differences", action="store_true")
    given = parser.parse_args(arguments)
    rows = drawn(companies(given.folder), given.rows, given.seed)
    addresses = [row.address for row in rows if row.address not in NO_VALUE]
    by_address = tally(rows, "address", locate_entry)
    tallies = {
        "`locate`, addresses": by_address,
        "`locate`, credit codes": tally(
            [row for row in rows if len(row.credit_code) == 18],
            "credit_code",
            locate_entry,
        ),
    }
    answered = [text for text in addresses if is_answered(text)]
    refused = [text for text in addresses if not is_answered(text)]
    times = {
        "`locate`, addresses": microseconds(
            lambda: answer_all(addresses), len(addresses), given.runs
        ),
        "an answer": microseconds(
            lambda: answer_all(answered), len(answered), given.runs
        ),
        "a refusal": microseconds(
            lambda: answer_all(refused), max(1, len(refused)), given.runs
        ),
    }
    if find_spec("cpca"):
        tallies["cpca, addresses"] = cpca_tally(rows)
        times["cpca, addresses"] = microseconds(
            lambda: in_bulk(addresses), len(addresses), given.runs
        )
    print("| | Rows | Answered | Another contest |")
    print("| --- | ---: | ---: | ---: |")
    for name, each in tallies.items():
        print(f"| {name} {each}")
    print("\n| | Microseconds a row |")
    print("| --- | ---: |")
    for name, each_time in times.items():
        print(f"| {name} | {each_time:.1f} |")
    if given.differences:
        for row in by_address.different:
            print(*row[1:], locate(row.address).region, sep="\t")


if __name__ == "__main__":
    main()
