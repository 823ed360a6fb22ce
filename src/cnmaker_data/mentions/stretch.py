"""Words, places and themes at a position of a folded text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnmaker_data.mentions.name import PATTERNS, Place, is_word, search
from cnmaker_data.places.in_text import (
    english_places,
    places_at,
    shared_name_at,
)


if TYPE_CHECKING:
    import re

    from collections.abc import Iterator

    from cnmaker_data.mentions.folding import Folded
    from cnmaker_data.places import Region


class Stretch:
    """The part of a text that one name may take, from *floor* to *limit*."""

    def __init__(self, folded: Folded, floor: int, limit: int) -> None:
        self.text: str = folded.text
        self.gaps: dict[int, str] = folded.gaps
        self.floor: int = floor
        self.limit: int = limit

    def match(self, pattern: str, pos: int) -> re.Match[str] | None:
        return PATTERNS[pattern].match(self.text, pos, self.limit)

    def before(self, pattern: str, pos: int) -> re.Match[str] | None:
        low = max(self.floor, pos - 99)
        return PATTERNS[pattern].search(self.text, low, pos)

    def skip(self, pattern: str, pos: int) -> int:
        found = self.match(pattern, pos)
        return found.end() if found else pos

    def places(self, pos: int, within: Region | None) -> Iterator[Place]:
        """Yield the places that may be named here, the most likely first."""
        pos = self.skip("nation", pos)
        # 海南区块链 is the blockchain of 海南, and not the county 海南区.
        text = self.text[pos : min(pos + 40, self.limit)].split("区块链")[0]
        while path := places_at(text, 0, within) or places_at(text, 0):
            for region, end, is_full, is_zone in reversed(path):
                last = self.skip("zone", pos + end)
                in_zone = is_zone or last > pos + end
                if not is_word("not_places", text[:end]):
                    yield Place((region,), last, is_full, in_zone)
            # 海南区域赛 is 海南省's, and not 海南区's.
            text = text[: path[0].end - 1]
        if shared := shared_name_at(text):
            yield Place(shared[0], pos + shared[1])

    def place(
        self, pos: int, pattern: str, within: Region | None
    ) -> tuple[Place, re.Match[str]] | None:
        """Return a place that a pattern follows, and the match."""
        for place in self.places(pos, within):
            if found := self.match(pattern, place.end):
                return place, found
        return None

    def place_before(self, pos: int) -> tuple[int, Place] | None:
        """Return a place that ends here, and where it starts."""
        gap = self.gaps.get(pos, "")
        if "\t" in gap or gap.count("\n") > 1:
            return None
        low = max(self.floor, pos - 20)
        text = self.text[low:pos]
        for start in range(len(text)):
            for region, end, is_full, is_zone in places_at(text, start)[-1:]:
                if end == len(text) and (is_full or region.level != "county"):
                    return low + start, Place((region,), pos, is_zone=is_zone)
        found = self.before("en_chapter_before", pos)
        if found and (places := english_places(found["place"])):
            return found.start(), Place(places, pos)
        return None

    def english_place(self, pos: int) -> Place | None:
        text = self.text[pos : min(pos + 60, self.limit)]
        for word in reversed([*PATTERNS["en_word"].finditer(text)]):
            if regions := english_places(text[: word.end()]):
                return Place(regions, pos + word.end())
        return None

    def theme(self, pos: int) -> re.Match[str] | None:
        found = self.match("theme", pos)
        # A theme in quotation marks holds any words.
        if found and '"' not in found[0] and search("breaks", found["theme"]):
            return None
        return found
