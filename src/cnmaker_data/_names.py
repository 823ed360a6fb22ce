"""
Reading the names of contests in a folded text.

A name is read from its mark, 创客中国 or Maker in China. Backwards from there
stand numbers, years and places; forwards the place or theme, the kind of
contest (中小企业创新创业大赛) and its stage (总决赛). Each step looks at a
bounded stretch of text, so that the whole takes time linear in the text.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata

from itertools import zip_longest
from typing import TYPE_CHECKING

from attrs import define

from cnmaker_data import _resources
from cnmaker_data.places import Region, codes_above
from cnmaker_data.places.prefixes import (
    NamedPlace,
    english_place,
    places_at,
)
from cnmaker_data.series import NUMERAL, parse_numeral


if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnmaker_data._folding import Folded


__all__ = ["Name", "read_names"]


_GRAMMAR: dict[str, dict[str, list[str] | str]] = tomllib.loads(
    _resources.read("mentions.toml").decode()
)


def _compile() -> dict[str, re.Pattern[str]]:
    """
    Return the patterns of the grammar by name, those of words included.
    """
    parts = {"numeral": NUMERAL}
    for name, words in _GRAMMAR["words"].items():
        parts[name] = f"(?:{'|'.join(words)})"
    for name, pattern in _GRAMMAR["patterns"].items():
        parts[name] = re.sub(
            "@([a-z_]+)", lambda found: parts[found[1]], str(pattern)
        )
    return {name: re.compile(pattern) for name, pattern in parts.items()}


_PATTERNS = _compile()
_ORDINALS = _GRAMMAR["words"]["ordinals"]


@define
class Name:
    """
    What has been read of a name.
    """

    start: int
    end: int
    number: int | None = None
    year: int | None = None
    place: Region | None = None
    #: Where the theme stands; empty where a thematic contest does not say it.
    theme: tuple[int, int] | None = None
    is_overseas: bool = False
    is_final: bool = False
    is_local: bool = False

    def is_whole(self) -> bool:
        return not (self.place or self.theme or self.is_overseas)

    def take_when(self, found: re.Match[str], *, is_ours: bool = True) -> None:
        if found["year"]:
            self.year = self.year or _to_year(found["year"])
        elif is_ours and self.number is None:
            if ordinal := found["ordinal"]:
                self.number = _ORDINALS.index(ordinal) + 1
            else:
                digits = found["number"] or found["nth"] or "1"
                self.number = parse_numeral(digits)

    def take_place(self, region: Region) -> None:
        # The province before the city's name, or behind it, adds nothing.
        if not self.place or region.code not in codes_above(self.place.code):
            self.place = region

    def take_event(self, found: re.Match[str], end: int) -> None:
        self.end = end
        event = found["event"]
        if self.is_whole() and (
            found["local"] or _PATTERNS["local_event"].fullmatch(event)
        ):
            self.is_local = True
        elif _PATTERNS["finals"].fullmatch(event) and not self.is_local:
            self.is_final |= self.is_whole() or bool(found["national"])


def _to_year(digits: str) -> int:
    return int("".join(str(int(unicodedata.numeric(each))) for each in digits))


class _Reader:
    """
    Reads the name around one mark.
    """

    def __init__(
        self, folded: Folded, mark: re.Match[str], floor: int, limit: int
    ) -> None:
        self.folded, self.text = folded, folded.text
        self.floor, self.limit = floor, limit
        start, self.pos = mark.span()
        self.is_quoted = start > floor and self.text[start - 1] == '"'
        self.name = Name(start - self.is_quoted, self.pos + self.is_quoted)
        # Whether a word says that it is a contest: the mark alone, or behind
        # a year, may be the platform.
        self.is_contest = self.is_dated = False
        # The place that the name of a joined series has: 暨“创客广东”.
        self.hint: Region | None = None

    def match(self, pattern: re.Pattern[str], pos: int) -> re.Match[str] | None:
        return pattern.match(self.text, pos, self.limit)

    def skip(self, pos: int, fill: re.Pattern[str] = _PATTERNS["fill"]) -> int:
        found = self.match(fill, pos)
        return found.end() if found else pos

    def read(self) -> Iterator[Name]:
        name, mark = self.name, self.pos
        self.read_backward()
        if self.text[mark - 1] == "a" and self.match("english", mark):
            before = max(self.floor, name.start - 20), name.start
            if self.is_quoted or not _PATTERNS["en_plain_before"].search(
                self.text, *before
            ):
                self.read_english()
            if not self.is_contest:
                return
        else:
            self.read_core()
            if self.is_contest:
                self.read_tail()
            self.read_joined()
        if (
            self.is_contest
            or name.number
            or (self.is_dated and not self.match("platform", name.end))
        ):
            self.balance()
            yield name
            yield from self.read_others()

    def read_backward(self) -> None:
        name, pos = self.name, self.name.start
        is_behind_cup = False
        for _ in range(6):
            low = max(self.floor, pos - 40)
            found = _PATTERNS["when_before"].search(self.text, low, pos)
            if found and (found["year"] or not is_behind_cup):
                name.take_when(found)
                self.is_dated = True
                name.start = pos = found.start()
            elif pos not in self.folded.breaks and (
                place := self.place_before(low, pos)
            ):
                name.start = pos = place[0]
                name.take_place(place[1])
            elif cup := _PATTERNS["cup_before"].search(self.text, low, pos):
                pos, is_behind_cup = cup.start(), True
            elif owner := _PATTERNS["owner_before"].search(self.text, low, pos):
                pos = owner.start()
            else:
                return

    def place_before(self, low: int, pos: int) -> tuple[int, Region] | None:
        for start in range(max(low, pos - 20), pos - 1):
            path = places_at(self.text[:pos], start)
            if path and path[-1].end == pos:
                region, _, is_full = path[-1]
                if is_full or region.level != "county":
                    return start, region
        found = _PATTERNS["en_chapter_before"].search(self.text, low, pos)
        region = english_place(found["place"]) if found else None
        return (found.start(), region) if found and region else None

    def read_core(self) -> None:
        """
        Read up to the kind of the contest: 中小企业创新创业大赛.
        """
        name, joint = self.name, ""
        is_bare = not (self.is_quoted or self.is_dated)
        is_apart = is_bare and self.pos in self.folded.gaps
        if self.is_quoted and (inside := self.match("inside", self.pos)):
            self.read_inside(inside)
        for _ in range(12):
            if other := self.match("other", self.pos):
                self.read_other(other, joint)
                continue
            self.pos = self.skip(self.pos)
            if when := self.match("when", self.pos):
                is_ours = not joint and not self.match("other", when.end())
                name.take_when(when, is_ours=is_ours)
                self.pos = when.end()
            elif kind := self.match("kind", self.pos):
                # The links of a menu: 创客中国 大赛动态.
                if is_apart and not kind["kinds"]:
                    return
                name.is_overseas = bool(
                    _PATTERNS["abroad"].search(kind["kinds"])
                )
                name.take_event(kind, kind.end())
                self.is_contest = True
                return
            elif joint != "、" and (place := self.place(self.pos)):
                name.take_place(place[0])
                self.pos = name.end = place[1]
            elif not joint and self.read_theme(is_apart=is_apart):
                if self.is_contest:
                    return
            elif join := self.match("join", self.pos):
                joint = joint or join[0]
                self.pos = join.end()
            else:
                return

    def read_inside(self, inside: re.Match[str]) -> None:
        """
        Pass over more words in the quotation marks: 创客中国·创业天府.
        """
        words = inside["words"]
        if not (
            _PATTERNS["events"].search(words) or _PATTERNS["year"].search(words)
        ):
            self.pos = self.name.end = inside.end()
            self.hint = _place_in(words)

    def read_other(self, other: re.Match[str], joint: str) -> None:
        """
        Pass over the name of another series, which may say where and when.
        """
        words, end = other["name"], other.end()
        if words is None:
            path = places_at(self.text, end)
            end = path[-1].end if path else end + 2
            if year := self.match("year", end):
                end = year.end()
            words = self.text[other.start() : end]
        if year := _PATTERNS["year"].search(words):
            self.name.year = self.name.year or _to_year(year["year"])
        if joint in ("", "暨"):
            self.hint = self.hint or _place_in(words)
        self.pos = min(end, self.limit)

    def place(self, pos: int) -> tuple[Region, int] | None:
        """
        Return the place that is named here, and where the name goes on.
        """
        for region, behind, is_full in reversed(self.path(pos)):
            zone = self.match("zone", behind)
            end = zone.end() if zone else behind
            if self.match("follows", end):
                return region, end
            # 海南省自由贸易港…大赛 is 海南's; 江苏省物联网专题赛 has a theme.
            more = self.theme(end)
            if more and (is_full or region.level == "province"):
                if more["thematic"] is None:
                    return region, more.end("theme")
                return None
        return None

    def path(self, pos: int) -> list[NamedPlace]:
        text = self.text[pos : min(pos + 40, self.limit)]
        path = places_at(text, 0, self.name.place) or places_at(text, 0)
        return [place._replace(end=pos + place.end) for place in path]

    def theme(self, pos: int) -> re.Match[str] | None:
        found = self.match("theme", pos)
        return (
            found
            if found and not _PATTERNS["breaks"].search(found["theme"])
            else None
        )

    def read_theme(self, *, is_apart: bool = False) -> bool:
        """
        Read a theme; behind the kind, or apart, only one that says so.
        """
        name = self.name
        bare = self.match("thematic", self.pos)
        found = bare or self.theme(self.pos)
        if not found:
            return False
        is_said = bool(bare) or found["thematic"] is not None
        if not is_said and (is_apart or self.is_contest):
            return False
        name.theme = (self.pos, self.pos) if bare else found.span("theme")
        self.pos = name.end = found.end()
        self.is_contest = self.is_contest or is_said
        return True

    def read_tail(self) -> None:
        """
        Read what says more behind the kind: the stage, a place or a theme.
        """
        name = self.name
        for _ in range(8):
            self.pos = pos = self.skip(name.end)
            if (stage := self.match("stage", pos)) and (
                not stage["rank"] or name.is_whole()
            ):
                name.take_event(stage, stage.end())
            elif kind := self.match("kind", pos):
                name.is_overseas |= bool(
                    _PATTERNS["abroad"].search(kind["kinds"])
                )
                name.end = kind.end()
            elif when := self.match("when", pos):
                is_apart = when[0][-1] in "年度" or when["number"]
                if not when[0].startswith("(") and not self.match(
                    _PATTERNS["stage"] if is_apart else _PATTERNS["after_year"],
                    when.end(),
                ):
                    return
                name.take_when(when)
                name.end = when.end()
            elif not (
                (not name.theme and self.read_chapter(pos))
                or (name.is_whole() and self.read_theme())
            ):
                return

    def read_chapter(self, pos: int) -> bool:
        """
        Read a place and its part of the contest: 兰州初赛, 香港分站赛.
        """
        name, path = self.name, self.path(pos)
        if not path:
            return False
        region, end, _ = path[-1]
        zone = self.match("zone", end)
        chapter = self.match("chapter", zone.end() if zone else end)
        if not chapter:
            return False
        name.take_place(region)
        name.end = chapter.end()
        name.is_local = False
        return True

    def read_joined(self) -> None:
        """
        Read in the name of a joined series what ours leaves out.
        """
        name = self.name
        behind = self.match("joined", name.end)
        before = _PATTERNS["joined_before"].search(
            self.text, max(self.floor, name.start - 60), name.start
        )
        for found in (before, behind):
            if found and (year := _PATTERNS["year"].search(found["name"])):
                name.year = name.year or _to_year(year["year"])
                self.is_dated = True
        if name.is_whole() and not name.is_final:
            name.place = self.hint
            for found in (before, behind):
                if found and not name.place:
                    name.place = _place_in(found["name"])
                    if name.place:
                        name.end = max(name.end, found.end())

    def read_english(self) -> None:
        """
        Read an English name, in which the kind stands behind the place.
        """
        name, pos = self.name, self.pos
        unknown: list[re.Match[str]] = []
        for _ in range(30):
            found = self.match("en_word", self.skip(pos, _PATTERNS["en_fill"]))
            if not found:
                return
            pos, word = found.end(), found[0]
            if when := self.match("when", found.start()):
                name.take_when(when)
                pos = name.end = when.end()
            elif _PATTERNS["en_events"].fullmatch(word):
                if unknown and not name.place:
                    name.theme = unknown[0].start(), unknown[-1].end()
                unknown = []
                name.end, self.is_contest = pos, True
                name.is_final |= name.is_whole() and bool(
                    _PATTERNS["en_finals"].fullmatch(word)
                )
            elif _PATTERNS["en_abroad"].fullmatch(word):
                name.is_overseas = True
            elif place := self.english_place(found.start()):
                if self.is_contest and not self.match("en_chapter", place[1]):
                    return
                name.take_place(place[0])
                pos = place[1]
                if not unknown:
                    name.end = pos
            elif _PATTERNS["en_kinds"].fullmatch(word):
                continue
            elif self.is_contest or _PATTERNS["en_breaks"].fullmatch(word):
                return
            else:
                unknown.append(found)

    def english_place(self, pos: int) -> tuple[Region, int] | None:
        ends: list[int] = []
        end = pos
        while len(ends) < 4 and (word := self.match("en_word", end)):
            ends.append(word.end())
            end = word.end() + 1
        for end in reversed(ends):
            if region := english_place(self.text[pos:end]):
                return region, end
        return None

    def balance(self) -> None:
        """
        Take a closing bracket or quotation mark in, or leave an opening out.
        """
        name = self.name
        text = self.text[name.start : name.end]
        behind = self.text[name.end : min(name.end + 1, self.limit)]
        if (behind == ")" and text.count("(") > text.count(")")) or (
            text.count('"') % 2 and behind == '"'
        ):
            name.end += 1
        elif text.count('"') % 2 and text[0] == '"':
            name.start += 1

    def read_others(self) -> Iterator[Name]:
        """
        Read the other contests of a list: 山东省区域赛、激光专题赛.
        """
        last = self.name
        while join := self.match("join", last.end):
            start = join.end()
            other = Name(start, start, last.number, last.year)
            path = self.path(start)
            chapter = path and (
                self.match("chapter", path[-1].end)
                or self.match("kind", path[-1].end)
            )
            theme = self.theme(start)
            if path and chapter:
                other.place, other.end = path[-1].region, chapter.end()
            elif theme and theme["thematic"] is not None:
                other.theme, other.end = theme.span("theme"), theme.end()
            else:
                return
            yield other
            last = other


def _place_in(words: str) -> Region | None:
    for start in range(len(words) - 1):
        for region, _, is_full in reversed(places_at(words, start)):
            if is_full or region.level != "county":
                return region
    return None


def read_names(folded: Folded) -> Iterator[Name]:
    marks = list(_PATTERNS["mark"].finditer(folded.text))
    limits = [mark.start() for mark in marks[1:]]
    floor = 0
    for mark, limit in zip_longest(marks, limits):
        if mark.start() >= floor:
            for name in _Reader(
                folded, mark, floor, limit or len(folded.text)
            ).read():
                yield name
                floor = name.end
