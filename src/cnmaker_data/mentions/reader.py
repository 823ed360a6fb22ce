"""
Reading the names of contests in a folded text.

A name is read from its mark, 创客中国 or Maker in China. Backwards from there
stand numbers, years and places; forwards the place or theme, the kind of
contest (中小企业创新创业大赛) and its stage (总决赛). Each step looks at a
bounded stretch of text, so that the whole takes time linear in the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from cnmaker_data.entry import ABROAD
from cnmaker_data.mentions.name import PATTERNS, Name, is_word, search
from cnmaker_data.mentions.stretch import Stretch
from cnmaker_data.places import codes_above
from cnmaker_data.places.in_text import place_in


if TYPE_CHECKING:
    import re

    from collections.abc import Iterator

    from cnmaker_data.mentions.folding import Folded
    from cnmaker_data.places import Region


# These join two competitions, as 暨 does not.
_AND = ("、", "和", "及", "与", "以及")


class Reader(Stretch):
    """Reads the name around one mark."""

    def __init__(
        self, folded: Folded, mark: re.Match[str], floor: int, limit: int
    ) -> None:
        super().__init__(folded, floor, limit)
        self.pos: int = mark.end()
        start = mark.start()
        before = self.text[max(start - 1, floor) : start]
        # There may be more words in the quotation marks: 创客中国·创业天府.
        self.inside: re.Match[str] | None = None
        if before in ('"', "("):
            self.inside = self.match("inside", self.pos)
        # 【创客中国】 counts as quotation marks, （创客中国大赛） does not.
        self.is_quoted: bool = before == '"' or bool(self.inside)
        self.name: Name = Name(start - self.is_quoted, self.pos)
        # A name for each edition of a list: 第七届、第八届.
        self.names: list[Name] = [self.name]
        # The names behind it in a list.
        self.others: list[Name] = []
        # Whether a word says that it is a contest. The mark alone, or after a
        # year, may be the platform.
        self.is_contest: bool = False
        self.is_dated: bool = False
        # The place in the name of a joined series: 暨“创客广东”.
        self.hint: Region | None = None
        self.read_before()

    def read(self) -> list[Name]:
        name = self.name
        is_latin = self.text[self.pos - 1] == "a"
        if not (is_latin and self.match("english", self.pos)):
            self.read_core()
            if self.is_contest:
                self.read_tail()
            self.read_joined()
        elif (
            self.is_quoted
            or "\n" in self.gaps.get(name.start, "")
            or not self.before("en_plain_before", name.start)
        ):
            self.read_english()
        for each in self.names:
            each.balance(self.text, self.floor, self.limit)
        others = self.others or self.read_others(name.end)
        is_dated = self.is_dated and not is_latin
        if not (self.is_contest or others) and (
            not is_dated or self.match("platform", name.end)
        ):
            return []
        earlier = [
            evolve(
                name,
                start=each.start,
                end=each.end,
                number=each.number,
                year=each.year,
            )
            for each in self.names[:-1]
        ]
        for each in others:
            each.number, each.year = name.number, name.year
        return [*earlier, name, *others]

    def read_before(self) -> None:
        """Read the numbers, years, places and cups before the mark."""
        pos = self.name.start
        is_before_cup = False
        for _ in range(6):
            if whens := self.before("when_before", pos):
                sign = self.text[whens.start() - 1]
                # Contest 2024⏎创客中国
                is_apart = sign == " " and "\n" in self.gaps.get(pos, "")
                is_year = bool(search("year", whens[0]))
                if is_apart or (is_before_cup and not is_year):
                    return
                self.is_dated = True
                self.read_whens(whens)
                self.names[0].start = pos = whens.start()
            elif found := self.place_before(pos):
                self.names[0].start = pos = found[0]
                self.name.take_place(found[1])
            elif cup := self.before("cup_before", pos):
                pos, is_before_cup = cup.start(), True
            elif owner := self.before("owner_before", pos):
                pos = owner.start()
            else:
                return

    def read_whens(self, whens: re.Match[str]) -> None:
        """Read a number or year; each one of a list has a name of its own."""
        name = self.name
        *others, last = PATTERNS["listed"].finditer(self.text, *whens.span())
        if others and not (name.number or name.year):
            self.names = [Name(*found.span()) for found in others]
            for other in self.names:
                other.take_when(self.text[other.start : other.end])
            self.names[0].start = min(name.start, others[0].start())
            self.names.append(name)
            name.start, name.end = last.start(), max(name.end, last.end())
        name.take_when(last[0])

    def read_core(self) -> None:
        """Read up to the kind of the contest: 中小企业创新创业大赛."""
        name, joint, last = self.name, "", 0
        # In a menu, 创客中国 大赛动态 is two links.
        is_apart = self.pos in self.gaps and not (
            self.is_quoted or self.is_dated
        )
        is_open = self.is_quoted and not self.inside
        if self.inside:
            self.pos = name.end = self.inside.end()
            self.hint = place_in(self.inside["words"])
        for _ in range(12):
            self.pos = self.skip("dots", self.pos)
            if is_open and self.text[self.pos : self.pos + 1] == '"':
                is_open = False
            elif other := self.match(
                "other" if joint else "other_unjoined", self.pos
            ):
                self.read_other(other, joint)
                continue
            self.pos = self.skip("fill", self.pos)
            if whens := self.match("whens", self.pos):
                self.pos = last = whens.end()
                if joint or self.match("other", last):
                    name.take_when(whens[0], is_ours=False)
                else:
                    self.read_whens(whens)
            elif (name.place or last) and self.match("awards", self.pos):
                name.end = max(name.end, last)
                self.is_contest = True
                return
            elif kind := self.match("kind", self.pos):
                # In 创客中国及省级创新创业大赛, the latter are others.
                if kind["local"] and joint in _AND:
                    return
                if not is_apart or kind["kinds"]:
                    self.take_event(kind)
                return
            elif not is_apart and (rank := self.match("rank", self.pos)):
                self.is_contest = True
                if self.hint:
                    name.places, name.end = (self.hint,), self.pos
                elif name.is_whole():
                    self.take_event(rank)
                return
            elif joint not in _AND and self.read_place():
                continue
            elif not joint and self.read_theme(is_named=is_apart):
                if self.is_contest:
                    return
            elif join := self.match("join", self.pos):
                joint = joint or join[0]
                self.pos = join.end()
            else:
                return

    def take_event(self, found: re.Match[str]) -> None:
        self.is_contest = True
        # 区域赛、专题赛 means all contests of these tiers.
        is_listed = bool(self.match("join", found.end()))
        self.name.take_event(found, is_listed=is_listed)

    def read_other(self, other: re.Match[str], joint: str) -> None:
        """Skip the name of another series, which may say where and when."""
        words, end = other["name"], other.end()
        if words is None:
            place = next(self.places(end, self.name.place), None)
            end = self.skip("year", place.end if place else end + 2)
            words = self.text[other.start() : end]
        if joint not in _AND:
            self.name.take_when(words, is_ours=False)
            self.hint = self.hint or place_in(words)
        self.pos = min(end, self.limit)

    def read_place(self) -> bool:
        name = self.name
        if found := self.place(self.pos, "follows", name.place):
            place, following = found
            name.take_place(place)
            self.pos = name.end = max(place.end, following.end("chapter"))
            return True
        # A place before a theme says who holds it: 江苏省物联网专题赛.
        for place in self.places(self.pos, name.place):
            more, level = self.theme(place.end), place.regions[0].level
            if not more:
                continue
            end = more.end("theme")
            # 贵阳贵安 in 贵阳贵安赛区 is no theme; 光山农业 in 光山农业赛区 is.
            if (
                place.is_full
                or level == "province"
                or (level != "county" and self.match("regional_event", end))
            ):
                if more["thematic"] is None:  # 海南自由贸易港…大赛
                    name.take_place(place)
                    self.pos = name.end = end
                elif place.is_full:
                    self.pos = place.end
                return place.is_full or more["thematic"] is None
        return False

    def read_theme(self, *, is_named: bool) -> bool:
        """Read a theme; after the kind, or a gap, only one named as a theme."""
        name = self.name
        bare = None if name.places else self.match("bare_theme", self.pos)
        found = bare or self.theme(self.pos)
        is_said = bool(found and found["thematic"] is not None)
        if not found or (is_named and not is_said):
            return False
        name.theme = found.span("theme")
        self.pos = name.end = found.end()
        self.is_contest = is_said
        return True

    def read_tail(self) -> None:
        """Read the stage, place or theme after the kind."""
        name = self.name
        for _ in range(8):
            self.pos = pos = self.skip("fill", name.end)
            stage = self.match("stage", pos)
            if stage and (not stage["rank"] or name.is_whole()):
                self.take_event(stage)
            elif (whens := self.match("when_after", pos)) or (
                (whens := self.match("whens", pos))
                and self.place(whens.end(), "when_place", name.place)
            ):
                self.read_whens(whens)
                name.end = whens.end()
            elif (name.theme or name.is_final) or not (
                self.read_chapter(pos)
                or (name.is_whole() and self.read_theme(is_named=True))
            ):
                return

    def read_chapter(self, pos: int) -> bool:
        """Read a place and its part of the contest: 兰州初赛, 香港分站赛."""
        name = self.name
        # The place behind a final may be the venue: 总决赛(长沙).
        is_apart = self.text[pos - 1] in "(·-" and not self.text.endswith(
            "决赛", 0, name.end
        )
        pattern = "chapter_apart" if is_apart else "chapter"
        if found := self.place(pos, pattern, name.place):
            place, chapter = found
            self.others = self.read_others(
                chapter.end(), f"listed_{pattern}", place.regions
            )
            if chapter["more"] is not None:
                if not self.others:
                    return False
                for other in self.others:
                    other.is_overseas = name.is_overseas
            name.end = chapter.end()
            # The final of the overseas contest is held in 广州.
            if (
                not name.is_overseas
                or not is_word("finals", chapter[0])
                or place.regions[0].code in ABROAD
            ):
                name.take_place(place)
            return True
        # Places abroad are not divisions: 德国分站赛.
        abroad = self.match("chapter_abroad", pos) if name.is_overseas else None
        name.end = abroad.end() if abroad else name.end
        return bool(abroad)

    def read_joined(self) -> None:
        """Read what the name leaves out in that of a joined series."""
        name = self.name
        after = self.match("joined", name.end)
        before = self.before("joined_before", name.start)
        for found in filter(None, (before, after)):
            if search("year", found["name"]):
                name.take_when(found["name"])
                self.is_dated = True
        if name.is_whole() and not name.is_national:
            place = self.hint or (place_in(before["name"]) if before else None)
            if after and not place and (place := place_in(after["name"])):
                name.end = after.end()
            if place:
                name.places = (place,)
                name.is_final = False
        # 暨"创客北京"大赛海淀赛区 is a part of 北京市's contest.
        if after and name.place:
            pos = self.skip("fill", after.end())
            part = self.place(pos, "chapter_said", name.place)
            if part and name.place.code in codes_above(part[0].regions[0].code):
                name.take_place(part[0])
                name.end = part[1].end()

    def read_others(
        self,
        pos: int,
        pattern: str = "listed_chapter",
        chapter_in: tuple[Region, ...] = (),
    ) -> list[Name]:
        """Read the other contests of a list: 山东省区域赛、激光专题赛."""
        name = self.name
        others: list[Name] = []
        certain = 0
        while join := self.match("join", pos):
            start = join.end()
            if found := self.place(start, pattern, name.place):
                place, chapter = found
                # 海南省大赛暨海南省中小企业大赛 is one contest.
                if place.regions in (name.places, chapter_in):
                    break
                other = Name(start, chapter.end())
                other.take_place(place)
                is_certain = chapter["more"] is None
            else:
                theme = self.theme(start)
                if not theme or theme["thematic"] is None:
                    break
                other = Name(start, theme.end(), theme=theme.span("theme"))
                is_certain = True
            pos = other.end
            others.append(other)
            certain = len(others) if is_certain else certain
        return others[:certain]

    def read_english(self) -> None:
        """Read an English name, in which the kind follows the place."""
        name, pos = self.name, self.pos
        unknown: list[re.Match[str]] = []
        # Maker in China Hong Kong 2026 is a contest without the word.
        is_certain = False
        for _ in range(30):
            found = self.match("en_word", self.skip("en_fill", pos))
            if not found:
                break
            pos, word = found.end(), found[0]
            whens = self.match("whens", found.start())
            if whens and (search("year", whens[0]) or not self.is_contest):
                self.read_whens(whens)
                pos = name.end = whens.end()
            elif (
                self.is_contest
                and name.is_whole()
                and (rank := self.match("rank", found.start()))
            ):
                self.take_event(rank)
                pos = name.end
            elif is_word("en_events", word):
                if unknown and not name.places:
                    last = found if word == "track" else unknown[-1]
                    name.theme = unknown[0].start(), last.end()
                unknown = []
                name.end, self.is_contest = pos, True
                name.is_final |= name.is_whole() and is_word("en_finals", word)
            elif is_word("en_abroad", word):
                name.is_overseas = True
            elif place := self.english_place(found.start()):
                pos = place.end
                is_chapter = self.match("en_chapter", pos) or (
                    self.text[found.start() - 1] == "("
                    and self.text[pos : pos + 1] == ")"
                )
                if self.is_contest and not is_chapter:
                    return
                name.take_place(place)
                name.end = pos
            elif not is_word("en_kinds", word):
                if self.is_contest or is_word("en_breaks", word):
                    break
                unknown.append(found)
            is_certain |= bool(name.place and name.year and not unknown)
        self.is_contest |= is_certain
        final = self.before("en_final_before", name.start)
        if final and self.is_contest and name.is_whole():
            name.start, name.is_final = final.start(), True


def read_names(folded: Folded) -> Iterator[Name]:
    """Yield the names in a folded text, in its order."""
    marks = list(PATTERNS["mark"].finditer(folded.text))
    floors = [0, *(mark.end() for mark in marks)]
    readers: list[Reader] = []
    limit = len(folded.text)
    for mark, floor in zip(reversed(marks), floors[-2::-1], strict=True):
        readers.append(Reader(folded, mark, floor, limit))
        # The words right before a mark belong to its name.
        limit = readers[-1].names[0].start
    floor = 0
    for reader in reversed(readers):
        reader.floor = floor
        for name in reader.read():
            yield name
            floor = name.end
