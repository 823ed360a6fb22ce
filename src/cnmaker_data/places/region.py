"""An administrative division, and what its code says."""

from __future__ import annotations

import re

from typing import Any, Literal, TypeAlias

from attrs import field, frozen
from attrs.validators import optional

from cnmaker_data._validators import AnyAttribute, line, refusal, text


#: The level of an administrative division. The Xinjiang Production and
#: Construction Corps is not one, but runs contests of its own.
Level: TypeAlias = Literal["province", "prefecture", "county", "corps"]

#: 新疆生产建设兵团, which GB/T 2260 gives no code; ministries use this one.
CORPS = "660000"
#: The first digits of the codes of the cities that the corps governs.
CORPS_CITIES = "6590"

_CODE = "[1-9][0-9]{5}"


def level_of(code: str) -> Level:
    """Return the level that a code is of by its trailing zeros (GB/T 2260)."""
    if code == CORPS:
        return "corps"
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


def _check_level(region: Any, attribute: AnyAttribute, value: Any) -> None:
    if type(region.code) is not str or not re.fullmatch(_CODE, region.code):
        return  # its own validator refuses it
    if value != (level := level_of(region.code)):
        problem = f"is not the level of {region.code}; use {level!r}"
        raise refusal(attribute, value, problem)


@frozen
class Region:
    """
    An administrative division of China, at county level or above.

    >>> from cnmaker_data import find_region
    >>> find_region("浙江")
    Region(code='330000', name='浙江省', level='province')
    """

    #: The six digits of GB/T 2260; 660000 stands in for the corps.
    code: str = field(validator=text(_CODE, "is not a code of six digits"))
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
        default=None,
        validator=optional(
            text("CN-[A-Z]{2}", "is not a code of ISO 3166-2, such as CN-ZJ")
        ),
        repr=False,
    )

    def __str__(self) -> str:
        return self.name
