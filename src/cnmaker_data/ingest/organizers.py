"""
A cell of 主办单位 or 承办单位 as organizers.
"""

from __future__ import annotations

import re

from typing import TYPE_CHECKING

from cnmaker_data._text import FORMAT_CHARACTERS
from cnmaker_data.errors import (
    AmbiguousRegionError,
    DataError,
    UnknownRegionError,
    short_repr,
)
from cnmaker_data.ingest.headings import one_line
from cnmaker_data.model import Organization, Organizer, Role
from cnmaker_data.places import CORPS, find_region


if TYPE_CHECKING:
    from collections.abc import Iterator


__all__ = ["read_organizers"]


_HAN = r"\u3400-\u9fff\U00020000-\U0003ffff"
_INVISIBLE = re.compile(f"[{FORMAT_CHARACTERS}]")
# A name in Chinese, in which there may be Latin words and quotation marks.
_NAME = rf"(?=[^（(]*[{_HAN}])[\w·“”《》&\- ]++"
_ORGANIZATION = re.compile(
    rf"(?P<name>{_NAME})(?P<aliases>(?:[（(][^（）()]++[）)]\s*+)*+)"
)
# A line that ends, or the next one starts, without 、: one name or two?
_BROKEN = re.compile(r"(?<![、\s])\s*\n\s*(?![、\s])(?=\S)")
_ALIAS = re.compile(r"[（(]([^（）()]++)[）)]")
# 、 and, as a whole, what stands in brackets, which may hold one.
_SEPARATOR = re.compile(r"[（(][^（）()]*+[）)]|(?P<separator>、)")
# How names of organizations end, which others may follow.
_END = (
    "(?:厅|局|委|委员会|部|政府|办公室|中心|公司|集团|大学|学院|研究院|研究所"
    "|协会|学会|商会|联盟|联合会|基金会|银行)"
)

# What a text holds that is no name of one organization, and what would do.
_WRONG = {
    re.compile(pattern): reason
    for pattern, reason in {
        "^(?:无|同上|同前|同左|暂无|空|略)$|另行|通知|另定|未定|待[定确]"
        "|暂定|拟[定办]?$|^拟|详见|官网|见附件|如上|相关|有关|各地|各省"
        "|轮流|公布|确定|为准|另发|协商|[上中下]旬|季度": "is no name of an organization; write the name",
        r"[0-9]+年|[0-9]{1,2}月|[0-9]{1,2}[日号]|[一二三四五六七八九十]月": (
            "has a date; write the names of organizations alone"
        ),
        r"电话|手机|联系人|联系方式|先生|女士|同志|老师|[处科局厅]长$|主任$|经理$|[0-9]{7,}|[0-9]{3,4}-[0-9]{7,8}": (
            "has a person or a telephone number; write the names of "
            "organizations alone"
        ),
        "等(?:[0-9一二三四五六七八九十两]+[家个])?(?:单位|部门|机构|组织|企业)?$": (
            "leaves names out by 等; write all of them"
        ),
        f"会同|或|{_END}(?:和|与|及|以及|暨|联合|协同|并)": (
            "joins organizations by a word; write 、 between organizations"
        ),
        f"(?<!总)(?:厅|局|委员会|政府)(?=[{_HAN}]{{1,9}}?(?:省|市|自治[区州])"
        f"[{_HAN}]*{_END}$)": (
            "looks like two names; write 、 between organizations"
        ),
        rf"(?<=[{_HAN}])\s+(?=[{_HAN}])|[，,；;/／]": (
            "has another mark than 、; write 、 between organizations"
        ),
        "[①-⓿❶-➓㈠-㊿]|^[（(]?[0-9]{1,2}(?![0-9A-Za-z])|[0-9]$|[¹²³⁰-⁹]": (
            "has a number at its edge; write the name alone, and 、 between "
            "organizations"
        ),
        "牵头|主办|承办|协办|指导单位|支持单位|参与|负责|共同|配合|组织实施": (
            "says who does what; only 牵头 at the end of the cell is "
            "understood, so write the names of organizations alone"
        ),
    }.items()
}


class _WrongError(Exception):
    """A text is no name of an organization."""


def read_organizers(printed: str, role: Role) -> tuple[list[Organizer], str]:
    """
    Return the organizers of a cell, and what is wrong with it.

    Those of a cell that ends in 牵头 lead, also if it starts with 由.
    """
    printed = _INVISIBLE.sub("", printed).strip()
    text = one_line(printed)
    if _BROKEN.search(printed):
        return [], (
            "has a line break that may be in a name or between two; write 、 "
            "between organizations, and each in one line"
        )
    if role is Role.HOST and text.endswith(Role.LEAD.label):
        role = Role.LEAD
        text = text.removesuffix(Role.LEAD.label).removeprefix("由")
    found: list[Organizer] = []
    for part in _parts(text):
        try:
            organizer = Organizer(_organization(part), role)
        except _WrongError as error:
            return [], str(error)
        if organizer in found:
            return [], f"has {short_repr(part)} twice"
        found.append(organizer)
    return found, ""


def _parts(text: str) -> Iterator[str]:
    start = 0
    for found in _SEPARATOR.finditer(text):
        if found["separator"]:
            yield text[start : found.start()].strip()
            start = found.end()
    yield text[start:].strip()


def _organization(text: str) -> Organization:
    if not text:
        raise _WrongError("has an empty organizer; 、 separates them")
    shown = short_repr(text)
    found = _ORGANIZATION.fullmatch(text)
    names = [text]
    if found:
        aliases = [each.strip() for each in _ALIAS.findall(found["aliases"])]
        names = [found["name"].rstrip(), *aliases]
    for name in names:
        for pattern, reason in _WRONG.items():
            if pattern.search(name):
                raise _WrongError(f"{shown} {reason}")
    if not found:
        raise _WrongError(
            f"{shown} is not the name of an organization; write names alone, "
            "and 、 between organizations"
        )
    if _is_place(names[0]):
        raise _WrongError(f"{shown} is a place; is the cell in another column?")
    try:
        return Organization(names[0], names[1:])
    except DataError as error:
        raise _WrongError(
            f"{shown} is not the name of an organization: {error}"
        ) from None


def _is_place(name: str) -> bool:
    if len(name) > 4 and name[-1] not in "省市区县州盟旗":
        return False  # no need to look it up
    try:
        region = find_region(name)
    except (AmbiguousRegionError, UnknownRegionError):
        return False
    is_short = region.level in ("province", "prefecture")
    return region.code != CORPS and (
        name.endswith(region.name) or (is_short and name == region.short_name)
    )
