"""A cell of 主办单位 or 承办单位 as organizers."""

from __future__ import annotations

import functools
import re

from cnmaker_data import _resources
from cnmaker_data.errors import DataError, short_repr
from cnmaker_data.ingest.headings import INVISIBLE, one_line
from cnmaker_data.model import Organization, Organizer, Role
from cnmaker_data.places import CORPS, find_region


_HAN = r"\u3400-\u9fff\U00020000-\U0003ffff"

# A name in Chinese, which may contain Latin words and quotation marks.
_NAME = rf"(?=[^（(]*[{_HAN}])[\w·“”《》&\- ]++"
# A name in brackets goes on in that of a company: 华为技术（深圳）有限公司.
_COMPANY = rf"(?>(?:[（(][{_HAN}]{{2,4}}[）)][{_HAN}]*公司)?)"
_ORGANIZATION = re.compile(
    rf"(?P<name>{_NAME}{_COMPANY})(?P<aliases>(?>(?:[（(][^（）()]++[）)]\s*+)*))"
)
# A line break without 、 before or after it: it may be inside a name.
_BROKEN = re.compile(r"(?<![、\s])\s*\n\s*(?![、\s])(?=\S)")
_ALIAS = re.compile(r"[（(]([^（）()]++)[）)]")
# 、, but not one in brackets.
_SEPARATOR = re.compile(r"、(?![^（(）)]*+[）)])")


def read_organizers(printed: str, role: Role) -> list[Organizer]:
    """
    Return the organizers in a cell.

    If it ends in 牵头, they have the role `LEAD`; it may then start with 由.
    Raises `ValueError` if it holds anything but names.
    """
    printed = INVISIBLE.sub("", printed).strip()
    if _BROKEN.search(printed):
        raise ValueError(
            "has a line break that may be in a name or between two; write 、 "
            "between organizations, and each in one line"
        )
    text = one_line(printed)
    if role is Role.HOST and text.endswith(Role.LEAD.label):
        role = Role.LEAD
        text = text.removesuffix(Role.LEAD.label).removeprefix("由")
    organizers: list[Organizer] = []
    for part in _SEPARATOR.split(text):
        organizer = Organizer(_organization(part.strip()), role)
        if organizer in organizers:
            raise ValueError(f"has {short_repr(part.strip())} twice")
        organizers.append(organizer)
    return organizers


@functools.cache
def _wrong() -> dict[re.Pattern[str], str]:
    """Return patterns of texts that are not names, and what is wrong."""
    table = _resources.read_toml("organizers.toml")
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
        raise ValueError("has an empty organizer; 、 separates them")
    shown = short_repr(text)
    found = _ORGANIZATION.fullmatch(text)
    names = [text]
    if found:
        aliases = [each.strip() for each in _ALIAS.findall(found["aliases"])]
        names = [found["name"].rstrip(), *aliases]
    for name in names:
        for pattern, reason in _wrong().items():
            if pattern.search(name):
                raise ValueError(f"{shown} {reason}")
    if not found:
        raise ValueError(
            f"{shown} is not the name of an organization; write names alone, "
            "and 、 between organizations"
        )
    if _is_place(names[0]):
        raise ValueError(f"{shown} is a place; is the cell in another column?")
    try:
        return Organization(names[0], names[1:])
    except DataError as error:
        raise ValueError(
            f"{shown} is not the name of an organization: {error}"
        ) from None


def _is_place(name: str) -> bool:
    try:
        region = find_region(name)
    except LookupError:
        return False
    is_short = region.level in ("province", "prefecture")
    return region.code != CORPS and (
        name.endswith(region.name) or (is_short and name == region.short_name)
    )
