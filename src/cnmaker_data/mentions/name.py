"""The parts of a contest's name, collected while it is read."""

from __future__ import annotations

import unicodedata

from typing import TYPE_CHECKING

from attrs import define

from cnmaker_data.mentions.grammar import ORDINALS
from cnmaker_data.places import Region, codes_above
from cnmaker_data.series import parse_numeral


if TYPE_CHECKING:
    import re


@define
class Name:
    """The parts of a name that have been read so far."""

    start: int
    end: int
    number: int | None = None
    year: int | None = None
    place: Region | None = None
    #: The divisions that share the name of the place, if nothing tells which.
    shared: tuple[Region, ...] = ()
    #: Whether the name is that of a zone in the place: 雄安新区.
    is_zone: bool = False
    #: Where the theme stands; empty where a thematic contest does not say it.
    theme: tuple[int, int] | None = None
    is_overseas: bool = False
    is_final: bool = False
    #: Whether it says 全国, or names a list that only the national final has.
    is_national: bool = False
    #: Whether it is the contest of a place that is not said: 省赛.
    is_local: bool = False

    def is_whole(self) -> bool:
        return not (self.place or self.shared or self.theme or self.is_overseas)

    def take_when(self, found: re.Match[str], *, is_ours: bool = True) -> None:
        if found["year"]:
            self.year = self.year or to_year(found["year"])
        elif is_ours and self.number is None:
            if ordinal := found["ordinal"]:
                self.number = ORDINALS.index(ordinal) + 1
            else:
                digits = found["number"] or found["nth"] or "1"
                self.number = parse_numeral(digits)

    def take_place(self, region: Region, *, is_zone: bool = False) -> None:
        for each in self.shared:
            if region.code in codes_above(each.code):
                region = each
        # The province before the city's name, or behind it, adds nothing.
        if not self.place or region.code not in codes_above(self.place.code):
            self.place, self.is_zone = region, is_zone

    def take_shared(self, regions: tuple[Region, ...]) -> None:
        """Take one of the divisions that share a name: the one in the place."""
        above = self.place and self.place.code
        within = [r for r in regions if above in codes_above(r.code)]
        if len(within) == 1:
            self.take_place(within[0])
        elif not above:
            self.shared = regions


def to_year(digits: str) -> int:
    """Return the year that four Arabic or Chinese digits write."""
    return int("".join(str(int(unicodedata.numeric(each))) for each in digits))
