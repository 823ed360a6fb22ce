"""The parts of a contest's name, and the grammar by which they are read."""

from __future__ import annotations

import re

from collections.abc import Callable
from typing import NamedTuple

from attrs import define

from cnmaker_data._resources import Grammar
from cnmaker_data.places import Region, codes_above
from cnmaker_data.series import NUMERAL, parse_numeral


PATTERNS = Grammar("mentions.toml", numeral=NUMERAL)
is_word: Callable[[str, str], bool] = PATTERNS.is_whole
search: Callable[..., re.Match[str] | None] = PATTERNS.search
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")


class Place(NamedTuple):
    """The name of a place in a text."""

    #: Several divisions may share it.
    regions: tuple[Region, ...]
    end: int
    #: Whether the generic word stands there: 长沙市, and not 长沙.
    is_full: bool = True
    #: Whether it is the name of a zone in the place: 雄安新区.
    is_zone: bool = False


@define
class Name:
    """The parts of a name that have been read so far."""

    start: int
    end: int
    number: int | None = None
    year: int | None = None
    #: The place; several divisions if they share its name.
    places: tuple[Region, ...] = ()
    is_zone: bool = False
    #: Where the theme stands; empty where a thematic contest does not say it.
    theme: tuple[int, int] | None = None
    is_overseas: bool = False
    is_final: bool = False
    #: Whether it says 全国, or names a list that only the national final has.
    is_national: bool = False
    #: Whether it is the contest of a place that is not said: 省赛.
    is_local: bool = False

    @property
    def place(self) -> Region | None:
        return self.places[0] if len(self.places) == 1 else None

    def is_whole(self) -> bool:
        return not (self.places or self.theme or self.is_overseas)

    def take_when(self, words: str, *, is_ours: bool = True) -> None:
        """Take the year in some words, or the number if it is ours."""
        if found := search("year", words):
            digits = re.sub("[^0-9]", "", found[0].translate(_DIGITS))
            self.year = self.year or int(digits)
        elif is_ours and self.number is None:
            found = search("numeral", words)
            ordinals = enumerate(PATTERNS.words["ordinals"], 1)
            named = (number for number, word in ordinals if word in words)
            self.number = parse_numeral(found[0]) if found else next(named, 1)

    def take_place(self, place: Place) -> None:
        """Take a place; if one of two lies in the other, that one counts."""
        both = {each.code: each for each in (*self.places, *place.regions)}
        lower = tuple(
            region
            for region in both.values()
            if not both.keys().isdisjoint(codes_above(region.code))
        )
        # Keep the place if the new name is shared and nothing tells which.
        if len(self.places) == 1 < len(place.regions) and len(lower) != 1:
            return
        if not lower or lower != self.places:
            self.places, self.is_zone = lower or place.regions, place.is_zone

    def take_event(self, found: re.Match[str], *, is_listed: bool) -> None:
        """Take the kind of contest or its stage, which may be the final."""
        event = found["event"]
        self.end = found.end()
        self.is_overseas |= bool(search("abroad", found[0]))
        if self.is_whole() and (
            found["local"] or is_word("local_events", event)
        ):
            self.is_local = not is_listed
        elif not self.is_local and (
            is_word("finals", event) or (found["national"] and event == "赛")
        ):
            self.is_national |= bool(found["national"] or event[-1] != "赛")
            self.is_final |= self.is_whole() or bool(found["national"])

    def balance(self, text: str, floor: int, limit: int) -> None:
        """Include the other one of two marks, or leave out an opening one."""
        own = text[self.start : self.end]
        before = text[max(self.start - 1, floor) : self.start]
        after = text[self.end : min(self.end + 1, limit)]
        is_open = own.count('"') % 2
        depth = own.count("(") - own.count(")")
        is_last = own.rfind("(") > max(0, own.rfind(")"))
        if own[0] == "(" and depth > is_last:
            self.start += 1
            depth -= 1
        if (after == ")" and depth > 0) or (after == '"' and is_open):
            self.end += 1
        elif is_open and own[0] == '"':
            self.start += 1
        elif is_open and before == '"':
            self.start -= 1
