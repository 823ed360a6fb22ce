"""
Reading the names of contests in a folded text.

A name is read from its mark, 创客中国 or Maker in China. Backwards from there
stand numbers, years and places; forwards the place or theme, the kind of
contest (中小企业创新创业大赛) and its stage (总决赛). Each step looks at a
bounded stretch of text, so that the whole takes time linear in the text.
"""

from __future__ import annotations

from itertools import pairwise, repeat
from typing import TYPE_CHECKING

from attrs import evolve

from cnmaker_data.mentions.before import read_before
from cnmaker_data.mentions.english import read_english
from cnmaker_data.mentions.grammar import PATTERNS, is_word, search
from cnmaker_data.mentions.name import Name, to_year
from cnmaker_data.places.prefixes import (
    NamedPlace,
    place_in,
    places_at,
    shared_name_at,
)


if TYPE_CHECKING:
    import re

    from collections.abc import Iterator

    from cnmaker_data.mentions.folding import Folded
    from cnmaker_data.places import Region


class Reader:
    """Reads the name around one mark."""

    def __init__(
        self, folded: Folded, mark: re.Match[str], floor: int, limit: int
    ) -> None:
        self.folded: Folded = folded
        self.text: str = folded.text
        self.floor: int = floor
        self.limit: int = limit
        start, end = mark.span()
        self.pos: int = end
        before = self.text[start - 1 : start] if start > floor else ""
        # More words in the quotation marks: 创客中国·创业天府.
        self.inside = self.match("inside", self.pos) if before else None
        if self.inside and search("says_more", self.inside["words"]):
            self.inside = None
        # 【创客中国】 stands for quotation marks, （创客中国大赛） does not.
        self.is_quoted: bool = before == '"' or bool(
            before == "(" and self.inside
        )
        self.name: Name = Name(start - self.is_quoted, self.pos)
        # The earlier editions of a list: 第七届、第八届.
        self.earlier: list[Name] = []
        # Whether a word says that it is a contest: the mark alone, or behind
        # a year, may be the platform.
        self.is_contest: bool = False
        self.is_dated: bool = False
        # The place that the name of a joined series has: 暨“创客广东”.
        self.hint: Region | None = None
        read_before(self)

    def match(self, pattern: str, pos: int) -> re.Match[str] | None:
        return PATTERNS[pattern].match(self.text, pos, self.limit)

    def before(self, pattern: str, pos: int) -> re.Match[str] | None:
        low = max(self.floor, pos - 60)
        return PATTERNS[pattern].search(self.text, low, pos)

    def gap(self, pos: int) -> str:
        return self.folded.gaps.get(pos, "")

    def skip(self, pattern: str, pos: int) -> int:
        found = self.match(pattern, pos)
        return found.end() if found else pos

    def read(self) -> Iterator[Name]:
        name = self.name
        is_latin = self.text[self.pos - 1] == "a"
        if not is_latin or not self.match("english", self.pos):
            self.read_core()
            if name.place and self.match("awards", name.end):
                self.is_contest = True
            if self.is_contest:
                self.read_tail()
            self.read_joined()
        elif (
            self.is_quoted
            or "\n" in self.gap(name.start)
            or not self.before("en_plain_before", name.start)
        ):
            read_english(self)
        self.balance()
        others = list(self.read_others())
        is_dated = self.is_dated and not self.match("platform", name.end)
        if self.is_contest or others or (is_dated and not is_latin):
            for each in self.earlier:
                yield evolve(
                    name,
                    start=each.start,
                    end=each.end,
                    number=each.number,
                    year=each.year,
                )
            yield from (name, *others)

    def first(self) -> Name:
        """Return the name that the words before the mark belong to."""
        return self.earlier[0] if self.earlier else self.name

    def read_core(self) -> None:
        """Read up to the kind of the contest: 中小企业创新创业大赛."""
        name, joint = self.name, ""
        # The links of a menu: 创客中国 大赛动态.
        is_apart = self.pos in self.folded.gaps and not (
            self.is_quoted or self.is_dated
        )
        is_open = self.is_quoted and not self.inside
        if self.is_quoted and self.inside:
            self.pos = name.end = self.inside.end()
            self.hint = place_in(self.inside["words"])
        for _ in range(12):
            self.pos = self.skip("dots", self.pos)
            if is_open and self.text[self.pos : self.pos + 1] in ('"', ")"):
                self.pos, is_open = self.pos + 1, False
            elif other := self.match("other", self.pos):
                if self.read_other(other, joint):
                    return
                continue
            self.pos = self.skip("fill", self.pos)
            if when := self.match("when", self.pos):
                is_ours = not joint and not self.match("other", when.end())
                name.take_when(when, is_ours=is_ours)
                self.pos = when.end()
            elif kind := self.match("kind", self.pos):
                if not is_apart or kind["kinds"]:
                    self.take_event(kind)
                return
            elif not is_apart and self.read_rank():
                return
            elif shared := self.shared_name(self.pos, "follows"):
                name.take_shared(shared[0])
                self.pos = name.end = shared[1]
            elif joint != "、" and (place := self.place(self.pos)):
                host, self.pos = place
                if host:
                    name.end = self.pos
                    name.take_place(host.region, is_zone=host.is_zone)
            elif not joint and self.read_theme(is_apart=is_apart):
                if self.is_contest:
                    return
            elif join := self.match("join", self.pos):
                joint = joint or join[0]
                self.pos = join.end()
            else:
                return

    def take_event(self, found: re.Match[str]) -> None:
        name, event = self.name, found["event"]
        self.is_contest = True
        name.end = found.end()
        name.is_overseas |= bool(search("abroad", found[0]))
        if name.is_whole() and (
            found["local"] or is_word("local_events", event)
        ):
            # 区域赛、专题赛 means all of them.
            name.is_local = not self.match("join", found.end())
        elif not name.is_local and (
            is_word("finals", event) or (found["national"] and event == "赛")
        ):
            is_national = bool(found["national"] or event[-1] != "赛")
            name.is_national |= is_national
            name.is_final |= name.is_whole() or bool(found["national"])

    def read_rank(self) -> bool:
        """Read a list that only a contest has, right behind the mark: 全国50强."""
        found = self.match("stage", self.pos)
        if not found or not found["rank"]:
            return False
        if self.match("platform", found.end()):  # 50强企业家沙龙
            return False
        self.is_contest = True
        if self.name.is_whole():
            self.take_event(found)
        return True

    def read_other(self, other: re.Match[str], joint: str) -> bool:
        """
        Pass over the name of another series, which may say where and when.

        Return whether it is a theme in quotation marks.
        """
        words, end = other["name"], other.end()
        if other["thematic"] and not joint:
            self.name.theme, self.name.end = other.span("name"), end
            self.is_contest = True
            return True
        if words is None:
            place = next(self.places(end), None)
            end = self.skip("year", place.end if place else end + 2)
            words = self.text[other.start() : end]
        if year := search("year", words):
            self.name.year = self.name.year or to_year(year["year"])
        if joint != "、":
            self.hint = self.hint or place_in(words)
        self.pos = min(end, self.limit)
        return False

    def place(self, pos: int) -> tuple[NamedPlace | None, int] | None:
        """
        Return the place that is named here, and where the name goes on.

        Before a theme, a place says who holds the contest: 江苏省物联网专题赛.
        """
        for place in self.places(pos):
            region, end, is_full, _ = place
            if is_word("not_places", self.text[pos:end]):
                return None
            if self.match("follows", end):
                return place, end
            more = self.theme(end)
            # 贵阳贵安 in 贵阳贵安赛区 is no theme; 光山农业 in 光山农业赛区 is.
            is_sure = is_full or region.level == "province"
            if more and not is_sure and region.level != "county":
                is_sure = bool(self.match("regional_event", more.end("theme")))
            if more and is_sure:
                if more["thematic"] is None:  # 海南自由贸易港…大赛
                    return place, more.end("theme")
                return (None, end) if is_full else None
        return None

    def places(self, pos: int) -> Iterator[NamedPlace]:
        """Yield the places that may be named here, the likeliest first."""
        text = self.text[pos : min(pos + 40, self.limit)]
        above = self.name.place
        while path := places_at(text, 0, above) or places_at(text, 0):
            for region, end, is_full, is_zone in reversed(path):
                last = self.skip("zone", pos + end)
                in_zone = is_zone or last > pos + end
                yield NamedPlace(region, last, is_full, in_zone)
            # 海南区域赛 is 海南省's, and not 海南区's.
            text = text[: path[0].end - 1]

    def shared_name(
        self, pos: int, behind: str
    ) -> tuple[tuple[Region, ...], int] | None:
        """Return the divisions whose name stands here, if several share it."""
        text = self.text[pos : min(pos + 12, self.limit)]
        found = shared_name_at(text)
        if found and self.match(behind, pos + found[1]):
            return found[0], pos + found[1]
        return None

    def theme(self, pos: int) -> re.Match[str] | None:
        found = self.match("theme", pos)
        return found if found and not search("breaks", found[1]) else None

    def read_theme(self, *, is_apart: bool = False) -> bool:
        """Read a theme; behind the kind, or apart, only one that says so."""
        name = self.name
        bare = self.match("thematic", self.pos)
        found = bare or self.theme(self.pos)
        is_said = bool(bare or (found and found["thematic"] is not None))
        if not found or not (is_said or not (is_apart or self.is_contest)):
            return False
        name.theme = (self.pos, self.pos) if bare else found.span("theme")
        self.pos = name.end = found.end()
        self.is_contest |= is_said
        return True

    def read_tail(self) -> None:
        """
        Read what says more behind the kind: the stage, a place or a theme.
        """
        name = self.name
        for _ in range(8):
            self.pos = pos = self.skip("fill", name.end)
            stage = self.match("stage", pos)
            if stage and (not stage["rank"] or name.is_whole()):
                self.take_event(stage)
            elif when := self.match("when", pos):
                # A year that is not in brackets may start the next words.
                follows = "stage" if when[0][-1] in "届年度" else "after_year"
                if "(" not in self.text[pos - 1 : pos + 1] and not self.match(
                    follows, when.end()
                ):
                    return
                name.take_when(when)
                name.end = when.end()
            elif not (
                self.read_chapter(pos)
                or (name.is_whole() and self.read_theme())
            ):
                return

    def read_chapter(self, pos: int) -> bool:
        """Read a place and its part of the contest: 兰州初赛, 香港分站赛."""
        name = self.name
        if name.theme or name.is_final:
            return False
        for region, end, _, is_zone in self.places(pos):
            chapter = self.match("chapter", end)
            is_apart = self.text[pos - 1] in "(·-"
            if chapter or (is_apart and self.match("after_place", end)):
                name.end = chapter.end() if chapter else end
                name.is_local = False
                # The final of the overseas contest is held in 广州.
                is_venue = chapter and is_word("finals", chapter[0])
                if (
                    not (is_venue and name.is_overseas)
                    or region.code > "700000"
                ):
                    name.take_place(region, is_zone=is_zone)
                return True
        if shared := self.shared_name(pos, "chapter"):
            name.take_shared(shared[0])
            name.end = self.skip("chapter", shared[1])
            return True
        # The places abroad are no divisions: 德国分站赛.
        abroad = self.match("chapter_abroad", pos) if name.is_overseas else None
        if not abroad or search("breaks", abroad["country"]):
            return False
        name.end = abroad.end()
        return True

    def read_joined(self) -> None:
        """Read in the name of a joined series what ours leaves out."""
        name = self.name
        behind = self.match("joined", name.end)
        before = self.before("joined_before", name.start)
        for found in filter(None, (before, behind)):
            if year := search("year", found["name"]):
                name.year = name.year or to_year(year["year"])
                self.is_dated = True
        if name.is_whole() and not name.is_national:
            name.place = self.hint or (
                place_in(before["name"]) if before else None
            )
            if behind and not name.place:
                name.place = place_in(behind["name"])
                name.end = behind.end() if name.place else name.end
            name.is_final &= name.place is None

    def balance(self) -> None:
        """
        Take a closing bracket or quotation mark in, or leave an opening out.
        """
        name = self.name
        text = self.text[name.start : name.end]
        behind = self.text[name.end : min(name.end + 1, self.limit)]
        is_open = text.count('"') % 2
        if (behind == ")" and text.count("(") > text.count(")")) or (
            behind == '"' and is_open
        ):
            name.end += 1
        elif is_open and text[0] == '"':
            name.start += 1

    def read_others(self) -> Iterator[Name]:
        """Read the other contests of a list: 山东省区域赛、激光专题赛."""
        last = self.name
        while join := self.match("join", last.end):
            start = join.end()
            other = Name(start, start, last.number, last.year)
            for region, end, _, is_zone in self.places(start):
                if chapter := self.match("listed_chapter", end):
                    # 海南省大赛暨海南省中小企业大赛 is one contest.
                    if region == self.name.place:
                        return
                    other.take_place(region, is_zone=is_zone)
                    other.end = chapter.end()
                    break
            else:
                theme = self.theme(start)
                if not theme or theme["thematic"] is None:
                    return
                other.theme, other.end = theme.span("theme"), theme.end()
            yield other
            last = other


def read_names(folded: Folded) -> Iterator[Name]:
    """Yield the names in a folded text, in its order."""
    marks = list(PATTERNS["mark"].finditer(folded.text))
    floors = [0, *(mark.end() for mark in marks)]
    # A quotation mark before the next mark opens there.
    limits = [
        mark.start() - (folded.text[mark.start() - 1] in '"(')
        for mark in marks[1:]
    ] + [len(folded.text)]
    readers = list(map(Reader, repeat(folded), marks, floors, limits))
    for reader, following in pairwise(readers):
        # The words right before a mark belong to its name.
        reader.limit = following.first().start
    floor = 0
    for reader in readers:
        reader.floor = floor
        for name in reader.read():
            yield name
            floor = name.end
