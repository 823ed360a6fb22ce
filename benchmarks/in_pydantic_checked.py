"""
The model in pydantic with all of our checks but one: a key that is there twice.

Those that pydantic does not have are functions, as it calls them.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Annotated, Self, TypeAlias

from pydantic import AfterValidator, Field, model_validator

from benchmarks import in_pydantic as plain
from benchmarks.in_pydantic import Tier
from cnmaker_data import normalize_url
from cnmaker_data.places import level_of


def _refuse_unless(holds: bool, reason: str) -> None:
    if not holds:
        raise ValueError(reason)


def _refuse_repeats(values: Sequence[Hashable]) -> None:
    _refuse_unless(len(set(values)) == len(values), "is there twice")


def _normalized(url: str) -> str:
    _refuse_unless(normalize_url(url) == url, "is not normalized")
    return url


Url: TypeAlias = Annotated[str, AfterValidator(_normalized)]


class Region(plain.Region):
    @model_validator(mode="after")
    def _check(self) -> Self:
        _refuse_unless(self.level == level_of(self.code), "is another level")
        return self


class Organization(plain.Organization):
    @model_validator(mode="after")
    def _check(self) -> Self:
        _refuse_repeats((self.name, *self.aliases))
        return self


class Organizer(plain.Organizer):
    organization: Organization


class Link(plain.Model):
    url: Url
    text: plain.Line
    label: plain.Line | None
    inherited: bool


class Source(plain.Source):
    @model_validator(mode="after")
    def _check(self) -> Self:
        _refuse_repeats([column for column, _ in self.cells])
        return self


class Contest(plain.Contest):
    location: Region
    organizers: Annotated[tuple[Organizer, ...], Field(min_length=1)]
    links: tuple[Link, ...]  # type: ignore[assignment]  # a text, not a Url
    source: Source

    @model_validator(mode="after")
    def _check(self) -> Self:
        start = f"{self.edition}/{self.tier.value}"
        _refuse_unless(self.id.startswith(start), "is of another contest")
        is_thematic = self.tier is Tier.THEMATIC
        _refuse_unless(is_thematic == (self.theme is not None), "is no theme")
        _refuse_repeats(self.organizers)
        _refuse_repeats(self.links)
        return self


class Edition(plain.Edition):
    contests: Annotated[tuple[Contest, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _check(self) -> Self:
        _refuse_repeats([contest.id for contest in self.contests])
        editions = {contest.edition for contest in self.contests}
        _refuse_unless(editions == {self.number}, "is of another edition")
        return self
