"""The lines of a plan: its title, the headings of its tables, and the rest."""

from __future__ import annotations

import re
import unicodedata

from typing import TYPE_CHECKING, NamedTuple

from cnmaker_data._text import FORMAT_CHARACTERS, UNENCODABLE
from cnmaker_data.ingest.problems import Problem
from cnmaker_data.model import Tier
from cnmaker_data.series import NUMERAL, YEAR_BEFORE_FIRST, parse_numeral


if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


#: The tiers by the names that headings have for them.
TIERS = {tier.label: tier for tier in Tier} | {"全国总决赛": Tier.FINAL}

_INVISIBLE = re.compile(f"[{FORMAT_CHARACTERS}]")
_CONTROLS = re.compile(f"[{UNENCODABLE}]")
# Quotation marks in all their forms, one character each.
_QUOTES = dict.fromkeys(map(ord, "“”„‟＂「」『』‘’＇'"), '"')

_EDITION = re.compile(
    rf"(?:(?P<year>2[01][0-9]{{2}})年度?)?(?:第(?P<number>{NUMERAL})届|(?P<first>首届))?"
    r'\s*"?\s*创客中国\s*"?\s*'
)
# 第七届“创客广东” counts the editions of another contest.
_OTHER_EDITION = re.compile(rf'第({NUMERAL})届(?!\s*"?创客(?!中国))')
_TITLE = re.compile(
    r"(?P<contest>[^\s\0-\x1f\x7f-\x9f]{2,40}?大赛)(?:赛事|活动|比赛)?"
    r"(?:(?:计划|安排|日程|汇总|一览)+表?)(?:\([^()]{1,20}\))?"
)
_COUNTED = rf"(?P<count>{NUMERAL}|[0-9]{{1,4}}) ?(?:个|场次?|项)(?:赛事|赛区)?"
_ANNOUNCED = _COUNTED.replace("项)", "项)?")
_HEADING = re.compile(
    rf"(?:[(第]?(?P<number>{NUMERAL})(?:部分[、:.]?|[)、.:，,]+| (?=\S)) ?)?"
    r"[“\"]?(?P<label>[^\s\0-\x1f\x7f-\x9f“”\"、,;:。()\[\]【】]{1,10}?赛)[”\"]?"
    r"(?:(?:赛事)?(?:安排|计划|名单|一览表|汇总表)|赛事)?"
    rf"(?: ?[(\[【] ?(?:共计?|合计|总计)? ?{_ANNOUNCED} ?[)\]】]"
    rf"| ?共计? ?{_COUNTED.replace('count', 'bare')})?"
    r"(?P<continued> ?\(?续表?\)?)? ?[:：]?"
)
_UNNUMBERED = re.compile("(?:全国)?总决赛|区域赛|专题赛|境外区域赛")
_ATTACHMENT = re.compile(
    rf"附件(?P<number>{NUMERAL})?(?P<mark>[:.、—-]?)(?P<rest>.*)"
)
_NOTICE = re.compile(
    r"(?:(?:发文字号|发文文号|文件?编?号|文号):)?"
    r"(?P<organ>[\u4e00-\u9fff]{2,14})[〔\[(【](?P<year>2[0-9]{3})[〕\])】]"
    r"第?(?P<number>[0-9]{1,5})号"
)
_NOTE = re.compile(
    r"[(\[]?(?:注|备注|说明|附注)[0-9一二三四五]?[:.、)\]]|[*※★]"
)
_TOTAL = re.compile(
    rf"(?:合计|总计|共计)[:]?\D{{0,4}}?(?P<count>[0-9]{{1,4}}|{NUMERAL})?"
    r"(?:个|场次?|项)?(?:赛事|赛区)?|小计.*"
)
_ORDINAL = re.compile(
    rf"(?:第|No\.?|[(\[【])?0{{0,2}}([1-9][0-9]{{0,3}}|{NUMERAL})"
    r"(?:[)\]】][.、:]?|[.、:,。号])?",
    re.IGNORECASE,
)
# 续表, and the page numbers of a document that was saved as a page.
_NO_CONTENT = re.compile(
    r"[(\[]?(?:续(?:上?表|前表)?|接上[页表]|转下页)[0-9]*[)\]]?"
    r"|表[0-9]{1,2}\(?续\)?"
    r"|[-—–－]{1,2} ?[0-9]{1,3} ?[-—–－]{1,2}|第 ?[0-9]{1,3} ?页.{0,10}"
)


_LIST_MARK = re.compile(r"[(（]?[0-9一二三四五六七八九十]{1,3}[)）、.．]")
_BEHIND_NAME = re.compile(r"(?:全国)?(?:总决赛|决赛)?(?:[(（][^()（）]*[)）])?")


class Edition(NamedTuple):
    """The edition that a text names at its start."""

    number: int
    #: Where the name goes on behind it.
    end: int


class Title(NamedTuple):
    """The title of a plan, from which the names of its contests follow."""

    #: The title as printed, in one line.
    text: str
    #: 8.
    number: int
    #: 第八届“创客中国”, as printed, with which each name starts.
    edition: str
    #: 中小企业创新创业大赛, which stands behind what a contest is about.
    contest: str


class Heading(NamedTuple):
    """The heading of a table: 二、区域赛（共35个）."""

    #: The line as printed.
    text: str
    #: 二, as a number; None where it is missing.
    number: int | None
    #: 区域赛.
    label: str
    #: 35; None where none is announced.
    announced: int | None
    #: Whether it says that its table goes on from the page before.
    continued: bool = False


class Attachment(NamedTuple):
    """A line with which an attachment starts: 附件2."""

    number: int | None
    #: Where the text goes on behind it, in the line without its blanks.
    end: int


def fold(text: str) -> str:
    """
    Return a text in normal width with one kind of quotation marks.

    Each character stays in its place.
    """
    normal = (unicodedata.normalize("NFKC", each) for each in text)
    return "".join(
        new if len(new) == 1 else old
        for old, new in zip(text, normal, strict=True)
    ).translate(_QUOTES)


def one_line(text: str) -> str:
    """Return a text in one line, without the characters that nobody sees."""
    lines = _INVISIBLE.sub("", text).split("\n")
    return "".join(line.strip() for line in lines)


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", one_line(text))


def printed_line(text: str) -> str:
    """Return a line as it is kept: no tabs and no control characters."""
    return _CONTROLS.sub("", one_line(text).replace("\t", " ")).strip()


def find_edition(text: str) -> Edition | None:
    """
    Return which edition a text names at its start.

    >>> find_edition("第八届“创客中国”北京市中小企业创新创业大赛")
    Edition(number=8, end=9)
    """
    found = _EDITION.match(fold(text))
    if not found or not (found["year"] or found["number"] or found["first"]):
        return None
    numbers = {
        int(found["year"]) - YEAR_BEFORE_FIRST if found["year"] else None,
        parse_numeral(found["number"]) if found["number"] else None,
        1 if found["first"] else None,
    } - {None}
    number = numbers.pop() if len(numbers) == 1 else None
    return Edition(number, found.end()) if number and number > 0 else None


def other_editions(text: str, number: int) -> bool:
    """
    Return whether a text names an edition of the contest with another number.
    """
    found = _OTHER_EDITION.findall(fold(text))
    return any(parse_numeral(each) != number for each in found)


def parse_title(lines: Sequence[str]) -> Title | None:
    """Return what a title says that is printed in these lines."""
    flat = "".join("".join(map(one_line, lines)).split())
    attachment = parse_attachment(flat)
    if attachment:
        flat = flat[attachment.end :]
    flat = flat.strip("《》")
    edition = find_edition(flat)
    found = edition and _TITLE.fullmatch(fold(flat), edition.end)
    if not edition or not found:
        return None
    return Title(flat, edition.number, flat[: edition.end], found["contest"])


def parse_heading(line: str, *, anywhere: bool = False) -> Heading | None:
    """
    Return what a line says if it is the heading of a table.

    Without a number or a count in it, only the four tiers count, as any line
    of a cell may end in 赛; with *anywhere*, for a line outside of tables,
    each does.

    >>> parse_heading("四、境外区域赛（共1场）")
    Heading(text='四、境外区域赛（共1场）', number=4, label='境外区域赛', \
announced=1, continued=False)
    """
    text = printed_line(line)
    found = _HEADING.fullmatch(" ".join(_normal(text).split()))
    if not found:
        return None
    count = found["count"] or found["bare"]
    if not (
        anywhere
        or found["number"]
        or count
        or _UNNUMBERED.fullmatch(found["label"])
    ):
        return None
    return Heading(
        text,
        parse_numeral(found["number"]) if found["number"] else None,
        found["label"],
        parse_numeral(count) if count else None,
        bool(found["continued"]),
    )


def has_text_behind_heading(line: str) -> bool:
    """
    Return whether a line goes on behind the numbered heading of a table.

    >>> has_text_behind_heading("五、赛道赛（共2个） 1.绿色制造")
    True
    >>> has_text_behind_heading("2.专题赛由承办单位组织。")
    False
    """
    folded = " ".join(_normal(line).split())
    found = _HEADING.match(folded)
    behind = folded[found.end() :] if found else ""
    if not found or not found["number"] or not behind:
        return False
    label = found["label"]
    # 1.初赛：各地组织。 is a note, as is 2.本届大赛：….
    is_tier = len(label) > 2 and not label.endswith("大赛")
    return bool(found["count"]) or (
        is_tier and (found[0][-1] in " :" or bool(_LIST_MARK.match(behind)))
    )


def parse_attachment(line: str) -> Attachment | None:
    """
    Return what a line says if an attachment starts with it.

    >>> parse_attachment("附 件 2")
    Attachment(number=2, end=3)
    """
    flat = fold("".join(one_line(line).split()))
    found = _ATTACHMENT.fullmatch(flat)
    if not found or not (found["number"] or found["mark"] or not found["rest"]):
        return None
    # 附件2所列赛事以通知为准。 is a sentence.
    if not found["mark"] and re.search("[。;,]", found["rest"]):
        return None
    number = parse_numeral(found["number"]) if found["number"] else None
    return Attachment(number, found.start("rest"))


def parse_notice(line: str) -> str | None:
    """
    Return the document number that a line gives, if it gives nothing else.

    >>> parse_notice("信中〔2025〕4号")
    '信中〔2025〕4号'
    """
    found = _NOTICE.fullmatch(fold("".join(one_line(line).split())))
    if not found:
        return None
    return f"{found['organ']}〔{found['year']}〕{found['number']}号"


def parse_total(line: str) -> int | None:
    """
    Return how many contests a line says that there are in all.

    >>> parse_total("合计 35个")
    35
    """
    found = _TOTAL.fullmatch(fold("".join(line.split())))
    return parse_numeral(found["count"]) if found and found["count"] else None


def prints_nothing(line: str) -> bool:
    """Return whether a line is about the pages: 续表, — 3 —."""
    return bool(_NO_CONTENT.fullmatch(_normal(line).strip()))


def stands_alone(line: str) -> bool:
    """Return whether a line cannot be part of a cell, even inside a table."""
    folded = _normal(line)
    return bool(
        parse_heading(line)
        or has_text_behind_heading(line)
        or parse_attachment(line)
        or prints_nothing(line)
        or _NOTE.match(folded)
        or _TOTAL.fullmatch("".join(folded.split()))
    )


def parse_ordinal(text: str) -> int | None:
    """
    Return the number in a cell of the column 序号, in its usual spellings.

    >>> [parse_ordinal(text) for text in ("7", "（7）", "7.", "07", "⑦", "七")]
    [7, 7, 7, 7, 7, 7]
    """
    found = _ORDINAL.fullmatch("".join(_normal(text).split()))
    return parse_numeral(found[1]) if found else None


class HeadingNumbers:
    """Checks that the numbers of the headings count the tables."""

    def __init__(self) -> None:
        # The final, which stands first, may have no number.
        self._next = {1}
        self._numbered = False

    def skip(self) -> None:
        self._next = {each + 1 for each in self._next}

    def check(self, heading: Heading) -> Iterator[Problem]:
        number = heading.number
        if number is None:
            self.skip()
            return
        if not self._numbered:
            self._next.add(1)
        self._numbered = True
        if number in self._next:
            self._next = {number + 1}
            return
        expected = max(self._next)
        reason = f"is numbered {number}, but is table {expected} of the plan"
        yield Problem("order", reason, heading.text)
        # The headings below may count this one or not.
        self._next = {expected + 1, number + 1}


def check_tier(heading: Heading, before: set[Tier]) -> Iterator[Problem]:
    tier = TIERS.get(heading.label)
    if tier is None:
        names = "、".join(dict.fromkeys(each.label for each in TIERS.values()))
        reason = (
            f"is the heading of no tier; they are {names}; a new tier is a "
            "change of the library, a misspelt one is corrected in the file"
        )
        yield Problem("tier", reason, heading.text)
    elif tier in before:
        reason = (
            f"is the second table of {tier.label}; a plan has one of each, "
            "whose second half repeats its heading or says 续"
        )
        yield Problem("tier", reason, heading.text)
    else:
        before.add(tier)


def is_contest(line: str, title: Title) -> bool:
    """Return whether a line is the name of a contest and nothing else."""
    text = one_line(line)
    mark = _LIST_MARK.match(text)
    text = text[mark.end() :].strip() if mark else text
    edition = find_edition(text)
    name, contest, behind = text.rpartition(title.contest)
    return bool(edition and contest and len(name) < 60) and bool(
        mark or _BEHIND_NAME.fullmatch(behind.strip())
    )
