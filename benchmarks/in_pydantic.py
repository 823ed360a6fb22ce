"""
The model in pydantic, with all the checks that it has of its own.

It does not check what needs code: that a link is normalized (it parses it),
that the level of a region fits its code, that the id fits the edition and the
tier and only thematic contests have a theme, that nothing is there twice (a
key, an id, a link, an organizer, a column), and which version of the schema
an older document is of.
"""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, StringConstraints


_HIDDEN = (
    r"\x00-\x1f\x7f-\x9f\xad\u{200b}-\u{200f}\u{2028}-\u{202e}"
    r"\u{2060}-\u{2064}\u{feff}"
)
_EDGE = rf"[^\s{_HIDDEN}]"
Line: TypeAlias = Annotated[
    str,
    StringConstraints(pattern=rf"^{_EDGE}(?:[^{_HIDDEN}]*{_EDGE})?$"),
]
Printed: TypeAlias = Annotated[
    str,
    StringConstraints(
        pattern=r"^[^\x00-\x08\x0b-\x1f\x7f-\x9f\u{2028}\u{2029}]*$"
    ),
]
Number: TypeAlias = Annotated[int, Field(ge=1, le=9999)]
Code: TypeAlias = Annotated[str, StringConstraints(pattern="^[1-9][0-9]{5}$")]
Iso: TypeAlias = Annotated[str, StringConstraints(pattern="^CN-[A-Z]{2}$")]
Id: TypeAlias = Annotated[
    str,
    StringConstraints(
        pattern="^[1-9][0-9]{0,3}/(?:final|(?:regional|thematic|overseas)/"
        "[a-z0-9]+(?:-[a-z0-9]+)*)$"
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


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Region(Model):
    code: Code
    name: Line
    short_name: Line
    level: Literal["province", "prefecture", "county", "corps"]
    english_name: Line
    iso_3166_2: Iso | None


class Organization(Model):
    name: Line
    aliases: tuple[Line, ...]


class Organizer(Model):
    organization: Organization
    role: Role


class Link(Model):
    url: HttpUrl
    text: Line
    label: Line | None
    inherited: bool


class Source(Model):
    table: Line
    row: Number
    cells: tuple[tuple[Line, Printed], ...]


class Contest(Model):
    id: Id
    edition: Number
    tier: Tier
    number: Number | None
    name: Line
    theme: Line | None
    location: Region
    organizers: Annotated[tuple[Organizer, ...], Field(min_length=1)]
    links: tuple[Link, ...]
    source: Source


class Edition(Model):
    version: Annotated[Literal["8.0"], Field(alias="schema")]
    number: Number
    year: Number
    title: Line
    notice: Line | None
    contests: Annotated[tuple[Contest, ...], Field(min_length=1)]
    notes: tuple[Line, ...]
