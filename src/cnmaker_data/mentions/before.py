"""Reading the words before “创客中国”: numbers, years, places and cups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnmaker_data.mentions.grammar import PATTERNS
from cnmaker_data.mentions.name import Name
from cnmaker_data.places.prefixes import (
    NamedPlace,
    english_places,
    places_at,
)
from cnmaker_data.series import parse_numeral


if TYPE_CHECKING:
    from cnmaker_data.mentions.reader import Reader


def read_before(reader: Reader) -> None:
    """Read the numbers, years and places before a mark."""
    name, pos = reader.name, reader.name.start
    is_behind_cup = False
    for _ in range(6):
        found = reader.before("when_before", pos)
        behind = reader.text[found.start() - 1] if found else ""
        if behind == " " and "\n" in reader.gap(pos):
            return  # Contest 2024⏎创客中国
        if found and (found["year"] or not is_behind_cup):
            name.take_when(found)
            reader.is_dated = True
            reader.first().start = pos = found.start()
            pos = _read_earlier(reader, bool(found["year"]), pos)
        elif numbers := reader.before("numbers_before", pos):
            pos = _read_numbers(reader, *numbers.span())
        elif place := _place_before(reader, pos):
            pos, (region, _, _, is_zone) = place
            reader.first().start = pos
            name.take_place(region, is_zone=is_zone)
        elif cup := reader.before("cup_before", pos):
            pos, is_behind_cup = cup.start(), True
        elif owner := reader.before("owner_before", pos):
            pos = owner.start()
        else:
            return


def _read_numbers(reader: Reader, start: int, end: int) -> int:
    """Read the numbers that share one 届: 第六、七届."""
    name = reader.name
    numerals = PATTERNS["numeral"].finditer(reader.text, start, end)
    *earlier, last = [
        Name(*found.span(), number=parse_numeral(found[0]))
        for found in numerals
    ]
    name.number = name.number or last.number
    name.start, earlier[0].start = last.start, start
    reader.earlier = [*earlier, *reader.earlier]
    reader.is_dated = True
    return start


def _read_earlier(reader: Reader, is_year: bool, pos: int) -> int:
    """Read the numbers, or years, that a list has before the last one."""
    while found := reader.before("when_listed", pos):
        if bool(found["year"]) is not is_year:
            break
        pos = found.start()
        name = Name(*found.span("listed"))
        name.take_when(found)
        reader.earlier.insert(0, name)
    return pos


def _place_before(reader: Reader, pos: int) -> tuple[int, NamedPlace] | None:
    gap = reader.gap(pos)
    if "\t" in gap or gap.count("\n") > 1:
        return None
    low = max(reader.floor, pos - 20)
    text = reader.text[low:pos]
    for start in range(len(text)):
        if path := places_at(text, start):
            region, end, is_full, _ = path[-1]
            if end == len(text) and (is_full or region.level != "county"):
                return low + start, path[-1]
    found = reader.before("en_chapter_before", pos)
    above = english_places(found["place"]) if found else ()
    if not found or len(above) != 1:
        return None
    return found.start(), NamedPlace(above[0], pos, is_full=True)
