"""A cell of 主办单位 or 承办单位 as organizers."""

from __future__ import annotations

import functools
import re
import tomllib

from typing import TYPE_CHECKING

from cnmaker_data import _resources
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


@functools.cache
def _wrong() -> dict[re.Pattern[str], str]:
    """Return the patterns of texts that are no names, and what is wrong."""
    table = tomllib.loads(_resources.read("organizers.toml").decode())
    ends = f"(?:{'|'.join(table['ends'])})"
    return {
        re.compile(
            "|".join(each["patterns"])
            .replace("@han", _HAN)
            .replace("@end", ends)
        ): each["reason"]
        for each in table["wrong"]
    }


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
        for pattern, reason in _wrong().items():
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
