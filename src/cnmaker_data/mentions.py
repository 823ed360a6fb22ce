"""
Which contests a text names: a title, an award, a page.

A name is read from its mark, 创客中国 or Maker in China. Backwards from there
stand numbers, years and places; forwards the place or theme, the kind of
contest (中小企业创新创业大赛) and its stage (总决赛).
"""

from __future__ import annotations

import functools
import re
import unicodedata

from typing import TYPE_CHECKING, NamedTuple

from attrs import define, field, frozen

from cnmaker_data import _resources
from cnmaker_data._text import FORMAT_CHARACTERS
from cnmaker_data._validators import instance_of, optional
from cnmaker_data.entry import entry_of
from cnmaker_data.model import Tier
from cnmaker_data.places import CORPS, Region, all_regions
from cnmaker_data.places.prefixes import (
    english_place,
    places_at,
)
from cnmaker_data.series import (
    NUMERAL,
    YEAR_BEFORE_FIRST,
    curated,
    parse_numeral,
    region_slug,
)


if TYPE_CHECKING:
    from collections.abc import Iterator


__all__ = ["Mention", "find_mentions"]


@frozen
class Mention:
    """
    A contest, or the competition as a whole, that a text names.
    """

    #: The name as it stands in the text.
    text: str = field(validator=instance_of(str, "text"))
    #: Where it starts and ends: ``text[start:end]`` of the whole text.
    start: int = field(validator=instance_of(int, "a position"))
    end: int = field(validator=instance_of(int, "a position"))
    #: The number of the edition, None where neither it nor a year is named.
    edition: int | None = field(
        default=None, validator=optional(instance_of(int, "a number"))
    )
    #: The year of the edition; 2015 and earlier have none.
    year: int | None = field(
        default=None, validator=optional(instance_of(int, "a year"))
    )
    #: None for the competition as a whole.
    tier: Tier | None = field(
        default=None, validator=optional(instance_of(Tier, "a tier"))
    )
    #: The place of a regional contest, a preliminary or an overseas chapter.
    location: Region | None = field(
        default=None, validator=optional(instance_of(Region, "a region"))
    )
    #: The theme of a thematic contest, as printed in one line.
    theme: str | None = field(
        default=None, validator=optional(instance_of(str, "text"))
    )
    #: Whether a city or county holds it for the contest that `series` names.
    is_preliminary: bool = field(
        default=False, validator=instance_of(bool, "a bool")
    )
    #: What names the contest across editions; None for the competition as a
    #: whole and for a theme without a curated slug.
    series: str | None = field(
        default=None, validator=optional(instance_of(str, "text"))
    )

    @property
    def id(self) -> str | None:
        """
        The id of the contest, None where the edition or series is unknown.
        """
        if self.edition is None or self.series is None:
            return None
        return f"{self.edition}/{self.series}"


def find_mentions(text: str) -> tuple[Mention, ...]:
    """
    Return the contests that a text names, in its order.

    Raises `TypeError` if *text* is not a `str`.

    >>> title = "第十届“创客中国”深圳市中小企业创新创业大赛一等奖"
    >>> [(mention.id, mention.text) for mention in find_mentions(title)]
    [('10/regional/shenzhen', '第十届“创客中国”深圳市中小企业创新创业大赛')]
    """
    if not isinstance(text, str):
        raise TypeError(f"text must be a str, not {type(text).__name__}")
    if not _may_name(text):
        return ()
    folded = _fold(text)
    return tuple(_mention(text, folded, name) for name in _names(folded.text))


# --- folding ---------------------------------------------------------------


class _Folded(NamedTuple):
    """
    A text in simplified characters and normal width, without blanks.
    """

    text: str
    #: The position in the given text of each character.
    at: list[int]


_GAP = rf"[\s{FORMAT_CHARACTERS}]*+"
_PRINTED_MARK = re.compile(
    rf"[创創]{_GAP}客{_GAP}中{_GAP}[国國]"
    r"|[MmＭｍ][AaＡａ][KkＫｋ][EeＥｅ][RrＲｒ]\s+"
    r"(?:[IiＩｉ][NnＮｎ]\s+)?[CcＣｃ][HhＨｈ][IiＩｉ][NnＮｎ][AaＡａ]"
)
_FORMAT = re.compile(f"[{FORMAT_CHARACTERS}]")
# One sign for all that serve the same purpose.
_SIGNS = {
    sign: signs[0]
    for signs in (
        "\"'“”„‟‘’「」『』《》〈〉〝〞〟«»‹›",
        "([{【〔〖",
        ")]}】〕〗",
        "·•‧∙⋅・●",
        "-‐‑‒–—―─~～",
        "、､",
    )
    for sign in signs
}
# A stop, which no name goes across.
_STOP = "\n"


def _may_name(text: str) -> bool:
    # The search for a word is the fastest that there is.
    return (
        "客" in text or any(e in text for e in ("aker", "AKER", "ａｋｅｒ"))
    ) and bool(_PRINTED_MARK.search(text))


@functools.cache
def _simplified() -> dict[int, str]:
    pairs = _resources.read("traditional.txt").decode().split()
    return {ord(pair[0]): pair[1] for pair in pairs}


@functools.lru_cache(maxsize=16_384)
def _folded_character(character: str) -> str:
    if _FORMAT.match(character):
        return ""
    if character in "\t\v\f":
        return _STOP
    if character.isspace():
        return character if character == "\n" else " "
    if sign := _SIGNS.get(character):
        return sign
    folded = unicodedata.normalize("NFKC", character).casefold()
    return "".join(_SIGNS.get(c, c) for c in folded.translate(_simplified()))


def _fold(text: str) -> _Folded:
    characters: list[str] = []
    at: list[int] = []
    lines = blanks = 0
    for position, character in enumerate(text):
        for folded in _folded_character(character):
            if folded.isspace():
                blanks += 1
                lines += 2 if character in "\t\v\f" else folded == "\n"
                continue
            if blanks:
                between = ""
                if lines > 1:
                    between = _STOP
                elif characters and _is_latin(characters[-1] + folded):
                    between = " "
                if between:
                    characters.append(between)
                    at.append(position - 1)
                lines = blanks = 0
            characters.append(folded)
            at.append(position)
    return _Folded("".join(characters), at)


def _is_latin(characters: str) -> bool:
    return characters.isascii() and characters.isalnum()


# --- the grammar -----------------------------------------------------------

_DIGIT = "[〇零一二三四五六七八九]"
_YEAR = (
    rf"(?<![0-9])(?P<year>(?:19|20)[0-9]{{2}}(?![0-9])|[一二]{_DIGIT}{{3}})"
    "(?:年度?(?![0-9]))?"
)
# In their order.
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
]
_WHEN = (
    rf"\(?(?:第(?P<number>{NUMERAL})届|首届|{_YEAR}"
    r"|\b(?P<nth>[0-9]{1,2})(?:st|nd|rd|th)\b"
    rf"|\b(?P<ordinal>{'|'.join(_ORDINALS)})\b)的?\)?"
)
_WHEN_HERE = re.compile(_WHEN)
_WHEN_BEFORE = re.compile(rf"{_WHEN}[·,/\- ]?\Z")
_ANY_YEAR = re.compile(_YEAR)
_MARK = re.compile("创客中国|maker (?:in )?china")
_CUP_BEFORE = re.compile(r'(?:"[^"\n]{1,20}杯"|[\u4e00-\u9fff]{2,6}杯)[·\-]?\Z')
_ALL_BEFORE = re.compile(r"(?:全国|国家)\Z")

# No theme, and no name of another series, has these inside.
_STOPS = r'"\n。;,!?:|…'
_KINDS = (
    "(?:(?:中小微?|小微)企业|中小微|中小|企业|创新[与和及、]?创业"
    "|创业[与和及、]?创新|创新|创业|创造|双创|创客|国际|境外|海外|全球){0,8}"
)
_EVENT = (
    "(?:大赛|竞赛|比赛|赛事|(?:总|半)?决赛|[复初预国省市]赛|选拔赛|晋级赛"
    "|海选赛?|区域赛|挑战赛|分站赛|分赛区?|赛区|赛场|全国赛"
    "|赛(?![事程制题后前季况场委点道]))"
)
_GENERIC = "(?:全国|国家级?|区域|[省市]级|地方|年度|系列|全[省市]|主题)?"
_KIND = re.compile(rf"{_GENERIC}(?P<kinds>{_KINDS})(?P<event>{_EVENT})")
_STAGE = re.compile(
    r"(?:(?:企业|创客|团队|初创|成长)组)?(?P<national>全国|国家级?)?"
    rf"(?P<event>{_EVENT}|前?[0-9]{{1,3}}强|百强|top ?[0-9]{{1,3}}(?![0-9]))"
)
_FINALS = re.compile("总?决赛|全国赛|国赛|.*强|top.*")
_ABROAD = re.compile("国际|境外|海外|全球|global|international|overseas")
_CHAPTER = re.compile(rf"{_EVENT}|区域|分站|站(?![点台])|专场")
_THEMATIC = "(?:专题(?:大赛|赛)?|专项(?:大赛|赛)?|专场赛?)"
_THEME = re.compile(
    rf"(?P<theme>(?:[^{_STOPS}()]|\([^{_STOPS}()]{{1,15}}\)){{1,30}}?)"
    rf"(?:(?P<thematic>{_THEMATIC}|(?<=赛道))"
    rf"|(?={_KINDS}(?:[大竞比]赛|挑战赛|总?决赛|赛区)))"
)
# Words that no theme has, so that a sentence is not taken for one.
_BREAK = re.compile(
    "平台|官网|网站|网址|公众号|栏目|频道|报名|参[加赛与]|举[办行]|主办|承办"
    "|协办|开[赛幕]|启动|荣?获|入[围选]|晋级|推荐|组织|通过|发布|关于|通知|杯"
    "|的|了|在(?!线)|将|我[们市省国司]|该|第.{1,3}届|大学|学院|^中国|^[、和及与暨]"
    "|青年|妇女|互联网\\+大学生|创青春|挑战赛"
)
_OTHER = re.compile(r'"(?P<name>[^"\n。]{1,24})"|创[客响享](?!中国)(?P<rest>)')
_INSIDE = re.compile(r'[^"\n。()]{0,20}"')
_FILL = re.compile(r'["()·:/ \-]*')
_JOIN = re.compile("[暨、&+]|和|及|与|以及")
_ZONE = re.compile(
    r"[^\s\"()、,。;]{0,8}?(?:高新区|开发区|新区|园区|科技城|科学城|示范区|片区)"
)
# A short name of a place must not be the beginning of another word.
_FOLLOWS = re.compile(
    rf'\Z|["()·:/、,。;!?\n暨和及与\- ]|{_KINDS}{_EVENT}|{_CHAPTER.pattern}'
    rf"|第{NUMERAL}届|(?:19|20)[0-9]{{2}}|[特一二三]等奖|[金银铜]奖|优[胜秀]奖"
)


@define
class _Name:
    """
    What has been read of a name.
    """

    start: int
    end: int
    number: int | None = None
    year: int | None = None
    place: Region | None = None
    theme: tuple[int, int] | None = None
    is_overseas: bool = False
    is_final: bool = False
    #: Whether a word says that it is a contest: the mark alone is a platform.
    is_contest: bool = False

    def is_whole(self) -> bool:
        return not (self.place or self.theme or self.is_overseas)

    def take_when(self, found: re.Match[str], *, is_ours: bool = True) -> None:
        if found["year"]:
            self.year = self.year or _to_year(found["year"])
        elif is_ours and self.number is None:
            if ordinal := found["ordinal"]:
                self.number = _ORDINALS.index(ordinal) + 1
            else:
                number = found["number"] or found["nth"] or "1"
                self.number = parse_numeral(number)

    def take_event(self, event: str, end: int, *, is_national: bool) -> None:
        self.end = end
        self.is_contest = True
        if _FINALS.fullmatch(event) and (is_national or self.is_whole()):
            self.is_final = True


def _to_year(digits: str) -> int:
    return int("".join(str(unicodedata.numeric(d).__int__()) for d in digits))


class _Reader:
    """
    Reads the name around one mark.
    """

    def __init__(
        self, text: str, mark: re.Match[str], floor: int, limit: int
    ) -> None:
        self.text, self.floor, self.limit = text, floor, limit
        self.mark = mark
        start = mark.start()
        self.is_quoted = start > floor and text[start - 1] == '"'
        self.name = _Name(start - self.is_quoted, mark.end() + self.is_quoted)
        # The place that the name of a joined series has: 暨“创客广东”.
        self.hint: Region | None = None

    def match(self, pattern: re.Pattern[str], pos: int) -> re.Match[str] | None:
        return pattern.match(self.text, pos, self.limit)

    def skip(self, pos: int) -> int:
        found = self.match(_FILL, pos)
        return found.end() if found else pos

    def read(self) -> Iterator[_Name]:
        name = self.name
        self.read_backward()
        if self.match(_ENGLISH, self.mark.end()):
            if not self.is_quoted and _WORD_BEFORE.search(
                self.text, max(0, name.start - 20), name.start
            ):
                return
            self.read_english()
            if not name.is_contest:
                return
        else:
            self.read_core()
            if name.is_contest:
                self.read_tail()
            self.read_joined()
        if self.is_named():
            self.balance()
            yield name
            yield from self.read_others()

    # Before the mark.

    def read_backward(self) -> None:
        name = self.name
        pos = name.start
        is_behind_cup = False
        for _ in range(6):
            low = max(self.floor, pos - 16)
            found = _WHEN_BEFORE.search(self.text, low, pos)
            if found and (found["year"] or not is_behind_cup):
                name.take_when(found)
                name.start = pos = found.start()
            elif place := self.place_before(pos):
                pos, name.place = place[0], name.place or place[1]
                name.start = pos
            elif cup := _CUP_BEFORE.search(self.text, low - 10, pos):
                pos, is_behind_cup = cup.start(), True
            elif every := _ALL_BEFORE.search(self.text, low, pos):
                pos = every.start()
            else:
                break

    def place_before(self, pos: int) -> tuple[int, Region] | None:
        for start in range(max(self.floor, pos - 20), pos - 1):
            if path := places_at(self.text[:pos], start):
                region, end, is_full = path[-1]
                if end == pos and (is_full or region.level != "county"):
                    return start, region
        return None

    # Behind the mark.

    def read_core(self) -> None:
        """
        Read up to the kind of the contest.
        """
        name, pos = self.name, self.mark.end()
        if self.is_quoted and (inside := self.match(_INSIDE, pos)):
            pos = self.read_inside(pos, inside.end())
        joint = ""
        for _ in range(12):
            if other := self.match(_OTHER, pos):
                pos = self.read_other(other, joint)
                continue
            pos = self.skip(pos)
            if when := self.match(_WHEN_HERE, pos):
                is_ours = not joint and not self.match(_OTHER, when.end())
                name.take_when(when, is_ours=is_ours)
                pos = when.end()
                name.end = pos if is_ours else name.end
            elif kind := self.match(_KIND, pos):
                name.is_overseas = bool(_ABROAD.search(kind["kinds"]))
                is_national = kind[0].startswith(("全国", "国家"))
                name.take_event(
                    kind["event"], kind.end(), is_national=is_national
                )
                return
            elif joint != "、" and (place := self.place(pos)):
                name.place, pos = place
                name.end = pos
            elif not joint and (theme := self.theme(pos)):
                name.theme = theme.span("theme")
                pos = name.end = theme.end()
                if theme["thematic"] is not None:
                    name.is_contest = True
                    return
            elif join := self.match(_JOIN, pos):
                joint = joint or join[0]
                pos = join.end()
            else:
                return

    def read_inside(self, pos: int, end: int) -> int:
        """
        Pass over more words inside the quotation marks: 创客中国·创业天府.
        """
        words = self.text[pos : end - 1]
        if words and (re.search(_EVENT, words) or _ANY_YEAR.search(words)):
            return pos
        self.name.end = end
        self.hint = _place_inside(words)
        return end

    def read_other(self, other: re.Match[str], joint: str) -> int:
        """
        Pass over the name of another series, which may say where and when.
        """
        end = other.end()
        inner = other["name"]
        if inner is None:
            path = places_at(self.text, end)
            inner = self.text[other.start() : path[-1].end if path else end + 2]
            end = other.start() + len(inner)
            if year := self.match(_ANY_YEAR, end):
                self.name.year = self.name.year or _to_year(year["year"])
                end = year.end()
        elif year := _ANY_YEAR.search(inner):
            self.name.year = self.name.year or _to_year(year["year"])
        if joint == "暨" or not joint:
            self.hint = self.hint or _place_inside(inner)
        return end

    def place(self, pos: int) -> tuple[Region, int] | None:
        """
        Return the place that is named here, and where the name goes on.
        """
        path = places_at(self.text[: self.limit], pos, self.name.place)
        path = path or places_at(self.text[: self.limit], pos)
        for region, behind, is_full in reversed(path):
            end = behind
            if zone := self.match(_ZONE, end):
                end = zone.end()
            if self.match(_FOLLOWS, end):
                return region, end
            more = self.theme(end)
            # 海南省自由贸易港…大赛 is 海南's; 江苏省物联网专题赛 has a theme.
            if more and (is_full or region.level == "province"):
                if more["thematic"] is None:
                    return region, more.end("theme")
                return None
        return None

    def theme(self, pos: int) -> re.Match[str] | None:
        found = self.match(_THEME, pos)
        if found and _BREAK.search(found["theme"]):
            return None
        return found

    def read_tail(self) -> None:
        """
        Read what says more behind the kind: the stage, a place or a theme.
        """
        name = self.name
        for _ in range(8):
            pos = self.skip(name.end)
            if stage := self.match(_STAGE, pos):
                is_national = stage["national"] is not None
                name.take_event(
                    stage["event"], stage.end(), is_national=is_national
                )
            elif kind := self.match(_KIND, pos):
                name.is_overseas |= bool(_ABROAD.search(kind["kinds"]))
                name.end = kind.end()
            elif when := self.match(_WHEN_HERE, pos):
                name.take_when(when)
                name.end = when.end()
            elif not name.theme and self.read_chapter(pos):
                pass
            elif name.is_whole() and (theme := self.theme(pos)):
                if theme["thematic"] is None:
                    return
                name.theme = theme.span("theme")
                name.end = theme.end()
            else:
                return

    def read_chapter(self, pos: int) -> bool:
        """
        Read a place and its part of the contest: 兰州初赛, 香港分站赛.
        """
        name = self.name
        path = places_at(self.text[: self.limit], pos, name.place)
        path = path or places_at(self.text[: self.limit], pos)
        if not path:
            return False
        region, end, _ = path[-1]
        if zone := self.match(_ZONE, end):
            end = zone.end()
        chapter = self.match(_CHAPTER, end)
        if not chapter:
            return False
        if not name.place or name.place.code in _above(region.code):
            name.place = region
        name.end = chapter.end()
        return True

    def read_joined(self) -> None:
        """
        Read in the name of a joined series, before or behind, what ours omits.
        """
        name = self.name
        behind = self.match(_JOINED, name.end)
        before = _JOINED_BEFORE.search(
            self.text, max(self.floor, name.start - 60), name.start
        )
        for found in (before, behind):
            if found and (year := _ANY_YEAR.search(found["name"])):
                name.year = name.year or _to_year(year["year"])
        if name.is_whole() and not name.is_final:
            name.place = self.hint
            for found in (before, behind):
                if found and not name.place:
                    name.place = _place_inside(found["name"])

    def read_english(self) -> None:
        name, pos = self.name, self.mark.end()
        unknown: list[re.Match[str]] = []
        for _ in range(30):
            found = self.match(_WORD, self.skip_english(pos))
            if not found:
                return
            pos, word = found.end(), found[0]
            if when := self.match(_WHEN_HERE, found.start()):
                name.take_when(when)
                pos = when.end()
                name.end = pos if name.is_contest else name.end
            elif _EVENT_WORD.fullmatch(word):
                if unknown and not name.place:
                    name.theme = unknown[0].start(), unknown[-1].end()
                unknown = []
                event = "决赛" if word.startswith("final") else word
                name.take_event(event, pos, is_national=False)
            elif _ABROAD.fullmatch(word):
                name.is_overseas = True
            elif place := self.english_place(found.start()):
                if name.is_contest and not self.match(_CHAPTER_WORD, place[1]):
                    return
                name.place, pos = place
            elif _KIND_WORD.fullmatch(word):
                continue
            elif name.is_contest or _VERB.fullmatch(word) or len(unknown) > 5:
                return
            else:
                unknown.append(found)

    def skip_english(self, pos: int) -> int:
        found = self.match(_FILL_ENGLISH, pos)
        return found.end() if found else pos

    def english_place(self, pos: int) -> tuple[Region, int] | None:
        ends: list[int] = []
        end = pos
        while len(ends) < 4 and (word := self.match(_WORD, end)):
            ends.append(word.end())
            end = word.end() + 1
        for end in reversed(ends):
            if region := english_place(self.text[pos:end]):
                return region, end
        return None

    def is_named(self) -> bool:
        name = self.name
        if name.is_contest or name.number:
            return True
        return bool(name.year and not self.match(_PLATFORM, name.end))

    def balance(self) -> None:
        """
        Take a closing bracket or quotation mark in, or leave an opening out.
        """
        name = self.name
        text = self.text[name.start : name.end]
        behind = self.text[name.end : min(name.end + 1, self.limit)]
        if behind == ")" and text.count("(") > text.count(")"):
            name.end += 1
        if text.count('"') % 2:
            if behind == '"':
                name.end += 1
            elif self.is_quoted and name.start == self.mark.start() - 1:
                name.start += 1

    def read_others(self) -> Iterator[_Name]:
        """
        Read the other contests of a list: 山东省区域赛、激光专题赛.
        """
        last = self.name
        while join := self.match(_JOIN, last.end):
            other = _Name(join.end(), 0, last.number, last.year)
            path = places_at(self.text[: self.limit], join.end())
            chapter = path and (
                self.match(_CHAPTER, path[-1].end)
                or self.match(_KIND, path[-1].end)
            )
            theme = self.theme(join.end())
            if path and chapter:
                other.place, other.end = path[-1].region, chapter.end()
            elif theme and theme["thematic"] is not None:
                other.theme, other.end = theme.span("theme"), theme.end()
            else:
                return
            yield other
            last = other


def _above(code: str) -> tuple[str, ...]:
    from cnmaker_data.places import codes_above

    return codes_above(code)


_JOINED = re.compile(r'[")]*[暨·](?P<name>[^\n。;!?]{2,40}?赛)')
_JOINED_BEFORE = re.compile(r'(?P<name>[^\n。;!?]{2,50}赛["()]*)暨"?\Z')
_ENGLISH = re.compile('["() ,·-]*[a-z0-9]')
_WORD_BEFORE = re.compile(
    "(?<![a-z])(?!(?:the|of|in|at|for|and|from|national|edition)[ ])[a-z]+ \\Z"
)
_WORD = re.compile(r"[a-z0-9&+]+(?:[-\"][a-z0-9]+)*")
_FILL_ENGLISH = re.compile(r'["()·:,/ \-]*')
_EVENT_WORD = re.compile(
    "competitions?|contests?|challenges?|finals?|chapter|division|regionals?"
    "|district|station|races?|track|semi-?finals?|preliminar(?:y|ies)"
)
_CHAPTER_WORD = re.compile(
    rf"[ ,-]*(?:{_EVENT_WORD.pattern}|province|region)\b"
)
_KIND_WORD = re.compile(
    "smes?|small|medium|sized|medium-sized|micro|and|enterprises?|innovation"
    "|innovative|entrepreneurship|entrepreneurial|start-?ups?|national|grand"
    "|for|of|the|province|provincial|municipal|city|autonomous|region|&|sar"
    "|small-|in"
)
_VERB = re.compile(
    "platform|website|network|service|public|is|was|were|has|held|by|at|on|to"
    "|with|from|won|wins?|we|our|you|it|this|that|will|as|are|be|a|an|or"
)
_PLATFORM = re.compile(".{0,16}(?:平台|官网|网站|栏目|频道|公众号)")


def _place_inside(words: str) -> Region | None:
    for start in range(len(words) - 1):
        for region, _, is_full in reversed(places_at(words, start)):
            if is_full or region.level != "county":
                return region
    return None


def _names(text: str) -> Iterator[_Name]:
    marks = list(_MARK.finditer(text))
    limits = [*(mark.start() for mark in marks[1:]), len(text)]
    floor = 0
    for mark, limit in zip(marks, limits, strict=True):
        if mark.start() >= floor:
            for name in _Reader(text, mark, floor, limit).read():
                yield name
                floor = name.end


# --- the answer ------------------------------------------------------------


_PLANNED = ("210200", "330200", "350200", "370200", "440300")


@functools.cache
def _regional() -> dict[str, str]:
    """
    Return the series of the regional contests by the code of the division.
    """
    from cnmaker_data.places import find_region

    regions = [find_region(CORPS), *all_regions()]
    return {
        r.code: f"regional/{region_slug(r)}"
        for r in regions
        if r.level in ("province", "corps") or r.code in _PLANNED
        if r.code not in ("710000", "810000", "820000")
    }


_OVERSEAS = "overseas/international"


def _mention(text: str, folded: _Folded, name: _Name) -> Mention:
    start, end = folded.at[name.start], folded.at[name.end - 1] + 1
    series = tier = theme = None
    is_preliminary = False
    place = name.place
    if name.is_final:
        tier, series, place = Tier.FINAL, "final", None
    elif name.theme:
        first, last = name.theme
        tier = Tier.THEMATIC
        slug = curated().get(folded.text[first:last])
        series = f"thematic/{slug}" if slug else None
        printed = text[folded.at[first] : folded.at[last - 1] + 1]
        theme = "".join(printed.splitlines())
        place = None
    elif name.is_overseas:
        tier, series = Tier.OVERSEAS, _OVERSEAS
    elif place:
        tier = Tier.REGIONAL
        series = entry_of(place.code, _regional(), _OVERSEAS)
        if series == _OVERSEAS:
            tier = Tier.OVERSEAS
        else:
            is_preliminary = place.code not in _regional()
    edition, year = name.number, name.year
    if tier is Tier.OVERSEAS:
        edition = None
    if edition:
        year = edition + YEAR_BEFORE_FIRST
    elif year and year > YEAR_BEFORE_FIRST:
        edition = year - YEAR_BEFORE_FIRST
    return Mention(
        text=text[start:end],
        start=start,
        end=end,
        edition=edition,
        year=year,
        tier=tier,
        location=place,
        theme=theme,
        is_preliminary=is_preliminary,
        series=series,
    )
