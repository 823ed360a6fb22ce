"""
Reading what people have: addresses beside cpca, pages beside a plain search.
"""

from __future__ import annotations

import atexit
import csv
import shutil
import tempfile

from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.cases import Case, process, timed


_COUNT = 1_000
_COMPANIES = 10_000
#: A page of news without a contest in it: 100,000 characters.
_PAGE = "本市中小企业服务中心今日发布通知，请各区县组织企业报名参加。" * 3_400
#: Made to be slow: nothing but beginnings of names.
_BEGINNINGS = "第八届创客中国" * 15_000
_TITLE = "第十届“创客中国”深圳市中小企业创新创业大赛一等奖"
_FOUND = f"{_PAGE}{_TITLE}"


def _addresses(count: int = _COUNT) -> list[str]:
    from cnmaker_data import path_of
    from cnmaker_data.places import all_regions

    counties = [each for each in all_regions() if each.level == "county"]
    step = max(1, len(counties) // count)
    return [
        f"{path_of(counties[number * step % len(counties)])}人民路{number}号"
        for number in range(count)
    ]


def _companies() -> Sequence[str]:
    """Return the names of a table with companies, and of one to be written."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder)
    table = folder / "companies.csv"
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["company", "address"])
        writer.writerows(enumerate(_addresses(_COMPANIES)))
    return [str(table), str(folder / "answers.csv")]


_WHERE = """
import sys
from cnmaker_data.cli import run
table, output = sys.argv[1:]
sys.exit(run(["where", "--table", table, "--column", "address", "--output",
              output, "--force"]))
"""
_CPCA_TABLE = """
import sys
import cpca, pandas
table, output = sys.argv[1:]
companies = pandas.read_csv(table)
places = cpca.transform(companies["address"])
pandas.concat([companies, places], axis=1).to_csv(output, index=False)
"""


def _locate() -> Callable[[], object]:
    from cnmaker_data import locate

    addresses = _addresses()
    return lambda: [locate(address) for address in addresses]


def _cpca() -> Callable[[], object]:
    import cpca

    addresses = _addresses()
    return lambda: cpca.transform(addresses)


def _find_mentions(text: str) -> Callable[[], Callable[[], object]]:
    def prepare() -> Callable[[], object]:
        from cnmaker_data import find_mentions

        return lambda: find_mentions(text)

    return prepare


def _beside_search(what: str, about: str, text: str) -> Case:
    return Case(
        f"`find_mentions`, {what}",
        timed("cnmaker_data, mentions", about, _find_mentions(text)),
        timed("`in`, for 创客中国", about, lambda: lambda: "创客中国" in text),
    )


CASES = [
    Case(
        "`locate`, addresses of 1,000 counties",
        timed("cnmaker_data, locate", "addresses", _locate, answers=_COUNT),
        timed("cpca", "addresses", _cpca, answers=_COUNT),
        0.7,
    ),
    Case(
        "`where --table`, 10,000 companies, whole process",
        process("cnmaker-data where", "a table", _WHERE, _companies),
        process("cpca and pandas", "a table", _CPCA_TABLE, _companies),
    ),
    _beside_search("a page of 100,000 characters without one", "a page", _PAGE),
    _beside_search("the same page with one at the end", "that page", _FOUND),
    Case(
        "`find_mentions`, a character of 105,000 that begin names",
        timed(
            "cnmaker_data, mentions",
            "beginnings",
            _find_mentions(_BEGINNINGS),
            answers=len(_BEGINNINGS),
        ),
        timed(
            "`count`, of 创客中国",
            "beginnings",
            lambda: lambda: _BEGINNINGS.count("创客中国"),
            answers=len(_BEGINNINGS),
        ),
    ),
    _beside_search("a title with an award", "a title", _TITLE),
]
