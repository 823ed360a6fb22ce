"""The lines of a plan: its title, the headings of its tables, and the rest."""

from __future__ import annotations

import re
import unicodedata

from typing import TYPE_CHECKING, NamedTuple

from cnmaker_data._resources import Grammar
from cnmaker_data._text import FORMAT_CHARACTERS, UNENCODABLE
from cnmaker_data.model import Tier
from cnmaker_data.series import NUMERAL, YEAR_BEFORE_FIRST, parse_numeral


if TYPE_CHECKING:
    from collections.abc import Sequence


#: The tiers by the names that headings have for them.
TIERS = {tier.label: tier for tier in Tier} | {"全国总决赛": Tier.FINAL}

_LONGEST_TITLE = 200
INVISIBLE = re.compile(f"[{FORMAT_CHARACTERS}]")
_CONTROLS = re.compile(f"[{UNENCODABLE}]")
# Quotation marks in all their forms, one character each.
_QUOTES = dict.fromkeys(map(ord, "“”„‟＂「」『』‘’＇'″〝〞"), '"')
_ALONE = ("attachment", "page", "note", "total")
# The blanks of 二、区 域 赛.
_SPACED = re.compile("(?<![一-鿿]{2}) (?=[一-鿿](?: |$|[(]))")
_AFTER_NAME = re.compile(r"(?:全国)?(?:总决赛|决赛)?(?:[(（][^()（）]*[)）])?")
_CIRCLED = re.compile("^[①-⑳㉑-㊿](?!、)")
# I to X, as which Ⅰ to Ⅹ are in normal width.
_ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"]
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")
_PATTERNS = Grammar(
    "lines.toml", numeral=NUMERAL, roman=f"(?:{'|'.join(_ROMAN)})"
)


class Title(NamedTuple):
    """The title of a plan, from which the names of its contests follow."""

    #: The title as printed, in one line.
    text: str
    #: The number of the edition, 8.
    number: int
    #: 第八届“创客中国”, as printed, with which each name starts.
    edition: str
    #: 中小企业创新创业大赛, with which each name ends.
    contest: str


class Heading(NamedTuple):
    """The heading of a table: 二、区域赛（共35个）."""

    #: The line as printed.
    text: str
    #: The number of the table (二), None if it is missing.
    number: int | None
    #: The name of the tier, 区域赛.
    label: str
    #: The number of contests (35), None if it is not announced.
    announced: int | None
    #: Whether it says that its table continues from the page before.
    continued: bool = False
    #: Whether it has a number, a count or a mark, as other lines have not.
    is_certain: bool = False


def fold_in_place(text: str) -> str:
    """
    Return a text in normal width with one kind of quotation marks.

    Each character keeps its position.
    """
    normal = (unicodedata.normalize("NFKC", each) for each in text)
    return "".join(
        new if len(new) == 1 else old
        for old, new in zip(text, normal, strict=True)
    ).translate(_QUOTES)


def one_line(text: str) -> str:
    """Return a text in one line, without invisible characters."""
    lines = INVISIBLE.sub("", text).split("\n")
    return "".join(line.strip() for line in lines)


def comparable(text: str, blank: str = "") -> str:
    """Return a text for comparison: folded, in one line, without blanks."""
    normal = unicodedata.normalize("NFKC", one_line(text))
    return blank.join(normal.translate(_QUOTES).split())


def printed_line(text: str) -> str:
    """Return a line to keep, without tabs and control characters."""
    return _CONTROLS.sub("", one_line(text).replace("\t", " ")).strip()


def match(kind: str, text: str) -> re.Match[str] | None:
    """
    Return the match of a text with a pattern of `lines.toml`.

    >>> bool(match("attachment", "附 件 2")), bool(match("page", "— 3 —"))
    (True, True)
    """
    return _PATTERNS[kind].fullmatch(comparable(text))


def parse_count(kind: str, text: str) -> int | None:
    """
    Return the number in a total, or in a cell of the column 序号.

    >>> parse_count("total", "合计 35个")
    35
    >>> cells = ("7", "（7）", "7.", "07", "⑦", "七")
    >>> [parse_count("ordinal", text) for text in cells]
    [7, 7, 7, 7, 7, 7]
    """
    found = match(kind, text)
    return _number_of(found["count"]) if found else None


def _number_of(text: str | None) -> int | None:
    if text in _ROMAN:
        return _ROMAN.index(text) + 1
    return parse_numeral(text) if text else None


def find_edition(text: str) -> tuple[int, int] | None:
    """
    Return which edition a text names at its start, and where the name ends.

    >>> find_edition("第八届“创客中国”北京市中小企业创新创业大赛")
    (8, 9)
    """
    found = _PATTERNS["edition"].match(fold_in_place(text))
    number = found and _number(found)
    return (number, found.end()) if found and number else None


def _number(found: re.Match[str]) -> int | None:
    numbers = {
        int(found["year"]) - YEAR_BEFORE_FIRST if found["year"] else None,
        parse_numeral(found["ordinal"]) if found["ordinal"] else None,
        1 if found["first"] else None,
    } - {None}
    number = numbers.pop() if len(numbers) == 1 else None
    return number if number and number > 0 else None


def other_editions(text: str, number: int) -> bool:
    """Return whether a text names another edition of the competition."""
    found = _PATTERNS["other_edition"].findall(fold_in_place(text))
    return any(parse_numeral(each) != number for each in found)


def parse_title(lines: Sequence[str]) -> Title | None:
    """Return the title that is printed in these lines, or None."""
    text = "".join("".join(map(one_line, lines)).split())
    if len(text) > _LONGEST_TITLE or "创客中国" not in text:
        return None
    found = _PATTERNS["title"].fullmatch(fold_in_place(text))
    number = found and _number(found)
    if not found or not number:
        return None
    title, named = (text[slice(*found.span(it))] for it in ("title", "named"))
    return Title(title, number, named, found["contest"])


def parse_heading(line: str) -> Heading | None:
    """
    Return what a line says if it may be the heading of a table.

    >>> parse_heading("四、境外区域赛（共1场）")
    Heading(text='四、境外区域赛（共1场）', number=4, label='境外区域赛', \
announced=1, continued=False, is_certain=True)
    """
    text = printed_line(line)
    folded = comparable(_CIRCLED.sub(r"\g<0>、", text), " ")
    folded = _SPACED.sub("", folded).translate(_FORMAL)
    found = _PATTERNS["heading"].fullmatch(folded)
    if not found:
        return None
    number, count = found["number"], found["count"] or found["bare"]
    return Heading(
        text,
        _number_of(number),
        found["label"],
        _number_of(count),
        continued=bool(found["continued"]),
        is_certain=bool(found["mark"] or number or count),
    )


def has_text_after_heading(line: str) -> bool:
    """
    Return whether a line goes on after the numbered heading of a table.

    >>> has_text_after_heading("五、赛道赛（共2个） 1.绿色制造")
    True
    >>> has_text_after_heading("2.专题赛由承办单位组织。")
    False
    """
    return bool(_PATTERNS["headed"].fullmatch(comparable(line, " ")))


def parse_notice(line: str) -> str | None:
    """
    Return the document number that a line gives, if it gives nothing else.

    >>> parse_notice("信中〔2025〕4号")
    '信中〔2025〕4号'
    """
    found = match("notice", line)
    if not found:
        return None
    return f"{found['organ']}〔{found['year']}〕{found['number']}号"


def stands_alone(line: str) -> bool:
    """Return whether a line cannot be part of a cell, even inside a table."""
    heading = parse_heading(line)
    # Any line of a cell may end in 赛.
    is_heading = heading is not None and (
        heading.is_certain or heading.label in TIERS
    )
    return (
        is_heading
        or parse_title([line]) is not None
        or has_text_after_heading(line)
        or any(match(kind, line) for kind in _ALONE)
    )


def is_contest(line: str, title: Title) -> bool:
    """Return whether a line is the name of a contest and nothing else."""
    text = one_line(line)
    mark = _PATTERNS["list_mark"].match(text)
    text = text[mark.end() :].strip() if mark else text
    name, contest, rest = text.rpartition(title.contest)
    return bool(find_edition(text) and contest and len(name) < 60) and bool(
        mark or _AFTER_NAME.fullmatch(rest.strip())
    )
