"""
The model in msgspec, with all the checks that it has of its own.

It does not check what the model in pydantic does not, and takes a link for a
text that starts like one.
"""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct, field


_HIDDEN = r"\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff"
_EDGE = rf"[^\s{_HIDDEN}]"
Line: TypeAlias = Annotated[
    str, Meta(pattern=rf"\A{_EDGE}(?:[^{_HIDDEN}]*{_EDGE})?\Z")
]
Printed: TypeAlias = Annotated[
    str, Meta(pattern=r"\A[^\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]*\Z")
]
Url: TypeAlias = Annotated[str, Meta(pattern=r"\Ahttps?://\S+\Z")]
Number: TypeAlias = Annotated[int, Meta(ge=1, le=9999)]
Code: TypeAlias = Annotated[str, Meta(pattern=r"\A[1-9][0-9]{5}\Z")]
Iso: TypeAlias = Annotated[str, Meta(pattern=r"\ACN-[A-Z]{2}\Z")]
Id: TypeAlias = Annotated[
    str,
    Meta(
        pattern=r"\A[1-9][0-9]{0,3}/(?:final|(?:regional|thematic|overseas)/"
        r"[a-z0-9]+(?:-[a-z0-9]+)*)\Z"
    ),
]


class Tier(Enum):
    FINAL = "final"
    REGIONAL = "regional"
    THEMATIC = "thematic"
    OVERSEAS = "overseas"


class Role(Enum):
    HOST = "host"
    LEAD = "lead"
    UNDERTAKER = "undertaker"


class _Model(Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Region(_Model, frozen=True):
    code: Code
    name: Line
    short_name: Line
    level: Literal["province", "prefecture", "county", "corps"]
    english_name: Line
    iso_3166_2: Iso | None


class Organization(_Model, frozen=True):
    name: Line
    aliases: tuple[Line, ...]


class Organizer(_Model, frozen=True):
    organization: Organization
    role: Role


class Link(_Model, frozen=True):
    url: Url
    text: Line
    label: Line | None
    inherited: bool


class Source(_Model, frozen=True):
    table: Line
    row: Number
    cells: tuple[tuple[Line, Printed], ...]


class Contest(_Model, frozen=True):
    id: Id
    edition: Number
    tier: Tier
    number: Number | None
    name: Line
    theme: Line | None
    location: Region
    organizers: Annotated[tuple[Organizer, ...], Meta(min_length=1)]
    links: tuple[Link, ...]
    source: Source


class Edition(_Model, frozen=True):
    version: Literal["8.0"] = field(name="schema")
    number: Number
    year: Number
    title: Line
    notice: Line | None
    contests: Annotated[tuple[Contest, ...], Meta(min_length=1)]
    notes: tuple[Line, ...]
