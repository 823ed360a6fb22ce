"""The competition's editions: the resource, and the page that shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnmaker_data import edition, editions
from cnmaker_data.series import (
    competition,
    notice_on_record,
    numeral,
    parse_numeral,
)


PAGE = Path(__file__).parent.parent / "docs" / "competition.md"

# The number of sources of each value.
SOURCES = {
    "notice": "notice_sources",
    "regional": "counts_sources",
    "thematic": "counts_sources",
    "overseas": "counts_sources",
    "final_city": "final_sources",
}


def test_there_is_a_row_for_each_edition():
    assert list(competition()) == list(range(1, 12))
    for number, row in competition().items():
        assert int(row["edition"]) == number
        assert int(row["year"]) == 2015 + number


def test_a_value_has_sources():
    for row in competition().values():
        for sources in set(SOURCES.values()):
            values = [row[name] for name in SOURCES if SOURCES[name] == sources]
            assert (int(row[sources]) > 0) == any(values)


@pytest.mark.parametrize("number", range(13))
def test_a_notice_is_on_record_if_two_sources_give_it(number):
    row = competition().get(number)
    is_confirmed = row is not None and int(row["notice_sources"]) >= 2
    expected = row["notice"] if row and is_confirmed else None
    assert notice_on_record(number) == expected


def test_what_ships_agrees_with_the_record():
    for number in editions():
        plan, row = edition(number), competition()[number]
        assert plan.year == int(row["year"])
        assert plan.notice == notice_on_record(number)
        for tier in ("regional", "thematic", "overseas"):
            assert len(plan.contests.by_tier(tier)) == int(row[tier])


def test_the_page_shows_the_record():
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.startswith("| ")][2:]
    assert [
        [cell.strip() for cell in row.strip("|").split("|")] for row in rows
    ] == [
        [
            row["edition"],
            row["year"],
            *(shown(row[name], row[SOURCES[name]]) for name in SOURCES),
        ]
        for row in competition().values()
    ]


def shown(value, sources):
    if not value:
        return "–"
    return value if int(sources) >= 2 else f"*{value}*"


def test_numbers_in_chinese_digits():
    for number in range(1, 100):
        assert parse_numeral(numeral(number)) == number
        assert parse_numeral(str(number)) == number
    # Digits in an order that writes no number.
    assert [parse_numeral(text) for text in ("十十", "二三", "八届")] == 3 * [
        None
    ]
