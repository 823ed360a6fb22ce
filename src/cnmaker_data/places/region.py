"""An administrative division, and what its code says."""

from __future__ import annotations

import re

from typing import Any, Literal, TypeAlias

from attrs import field, frozen

from cnmaker_data._validators import (
    AnyAttribute,
    line,
    refusal,
)
from cnmaker_data.errors import short_repr


#: The level of an administrative division. The Xinjiang Production and
#: Construction Corps is not one, but runs contests of its own.
Level: TypeAlias = Literal["province", "prefecture", "county", "corps"]

#: 新疆生产建设兵团, which GB/T 2260 gives no code; ministries use this one.
CORPS = "660000"
#: The first digits of the codes of the cities that the corps governs.
CORPS_CITIES = "6590"

_CODE = "[1-9][0-9]{5}"
_ISO_3166_2 = "CN-[A-Z]{2}"


def level_of(code: str) -> Level:
    """Return the level that a code is of by its trailing zeros (GB/T 2260)."""
    if code == CORPS:
        return "corps"
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


def _is_code(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(_CODE, value))


def _check_code(_: object, attribute: AnyAttribute, value: Any) -> None:
    if not _is_code(value):
        raise refusal(
            attribute, f"{short_repr(value)} is not a code of six digits"
        )


def _check_level(region: Any, attribute: AnyAttribute, value: Any) -> None:
    if not _is_code(region.code):
        return  # its own validator refuses it
    if value != (level := level_of(region.code)):
        raise refusal(
            attribute,
            f"{short_repr(value)} is not the level of {region.code}; "
            f"use {level!r}",
        )


def _check_iso_3166_2(_: object, attribute: AnyAttribute, value: Any) -> None:
    if value is not None and not (
        isinstance(value, str) and re.fullmatch(_ISO_3166_2, value)
    ):
        raise refusal(
            attribute,
            f"{short_repr(value)} is not a code of ISO 3166-2, such as CN-ZJ",
        )


@frozen
class Region:
    """
    An administrative division of China, at county level or above.

    >>> from cnmaker_data import find_region
    >>> find_region("浙江")
    Region(code='330000', name='浙江省', level='province')
    """

    #: The six digits of GB/T 2260; 660000 stands in for the corps.
    code: str = field(validator=_check_code)
    #: The full name, 浙江省.
    name: str = field(validator=line)
    #: The name without its generic ending, 浙江.
    short_name: str = field(validator=line, repr=False)
    #: ``province``, ``prefecture``, ``county`` or ``corps``.
    level: Level = field(validator=_check_level)
    #: The name in Latin letters, Zhejiang.
    english_name: str = field(validator=line, repr=False)
    #: The code of ISO 3166-2, CN-ZJ, which only provinces have.
    iso_3166_2: str | None = field(
        default=None, validator=_check_iso_3166_2, repr=False
    )

    def __str__(self) -> str:
        return self.name
