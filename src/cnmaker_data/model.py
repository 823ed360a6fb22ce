"""
The plan of a contest as objects.

Every class is frozen, slotted and hashable, and holds its collections as
tuples. A value that does not fit raises `DataError`, which is a `ValueError`.
"""

from __future__ import annotations

import enum
import re

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Self, TypeVar

from attrs import field, frozen
from attrs.validators import optional

from cnmaker_data import _validators as check
from cnmaker_data._text import fold
from cnmaker_data._validators import AnyAttribute, refusal, to_tuple
from cnmaker_data.errors import (
    InvalidURLError,
    UnknownColumnError,
    UnknownRoleError,
    UnknownTierError,
    data_error,
    short_repr,
)
from cnmaker_data.places.region import Level, Region
from cnmaker_data.table import Displayed, Table


__all__ = [
    "Contest",
    "Level",
    "Link",
    "Organization",
    "Organizer",
    "Region",
    "Role",
    "Source",
    "Tier",
]


class _Term(enum.StrEnum):
    """A value in ASCII with a Chinese label; either one finds the member."""

    _value_: str
    #: The Chinese term, as the plan prints it.
    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        term = str.__new__(cls, value)
        term._value_ = value
        term.label = label
        return term

    @classmethod
    def _missing_(cls, value: object) -> _Term | None:
        if not isinstance(value, str):
            return None
        folded = fold(value)
        terms = (term for term in cls if folded in (term.value, term.label))
        return next(terms, None)


class Tier(_Term):
    """
    The kind of a contest: which of the plan's four tables lists it.

    >>> Tier("区域赛")
    <Tier.REGIONAL: 'regional'>
    >>> Tier.REGIONAL.label, Tier.REGIONAL == "regional"
    ('区域赛', True)
    """

    FINAL = "final", "总决赛"
    REGIONAL = "regional", "区域赛"
    THEMATIC = "thematic", "专题赛"
    OVERSEAS = "overseas", "境外区域赛"


class Role(_Term):
    """
    The part that an organization takes in a contest.

    The 主办单位 column lists `HOST` and `LEAD`, which it marks with 牵头; the
    承办单位 column lists `UNDERTAKER`.

    >>> Role("牵头")
    <Role.LEAD: 'lead'>
    """

    HOST = "host", "主办"
    LEAD = "lead", "牵头"
    UNDERTAKER = "undertaker", "承办"


_E = TypeVar("_E", Tier, Role)
_ERRORS = {Tier: UnknownTierError, Role: UnknownRoleError}


def member_of(kind: type[_E], given: _E | str) -> _E:
    """Return a tier or role, or the one with this value or label."""
    try:
        return kind(given if isinstance(given, str) else "")
    except ValueError:
        # Suggest names in the language of the one that was given.
        is_chinese = isinstance(given, str) and not given.isascii()
        known = [each.label if is_chinese else each.value for each in kind]
        raise _ERRORS[kind](given, known) from None


def _organizers(value: Iterable[Organizer]) -> tuple[Organizer, ...]:
    return to_tuple(value)


def _links(value: Iterable[Link]) -> tuple[Link, ...]:
    return to_tuple(value)


def _pairs(value: Iterable[Iterable[str]]) -> tuple[tuple[str, str], ...]:
    pairs: tuple[Any, ...] = to_tuple(value)
    return tuple(map(to_tuple, pairs)) if isinstance(pairs, tuple) else pairs


def _check_aliases(
    organization: Organization, attribute: AnyAttribute, value: tuple[str, ...]
) -> None:
    if organization.name in value:
        raise refusal(attribute, organization.name, "is the name already")


@frozen
class Organization:
    """
    A body that organizes contests.

    >>> str(Organization("信息中心", ("数据中心",)))
    '信息中心（数据中心）'
    """

    #: The name as printed, without the names in brackets behind it.
    name: str = field(validator=check.line)
    #: Other names, which the plan prints in brackets.
    aliases: tuple[str, ...] = field(
        default=(),
        converter=check.to_texts,
        validator=[check.each(check.line), check.distinct, _check_aliases],
    )

    def __str__(self) -> str:
        return "".join([self.name, *(f"（{alias}）" for alias in self.aliases)])


@frozen
class Organizer:
    """
    An organization and what it does for a contest.

    >>> str(Organizer(Organization("浙江省经济和信息化厅"), Role.LEAD))
    '浙江省经济和信息化厅（牵头）'
    """

    organization: Organization = field(
        validator=check.instance_of(Organization)
    )
    role: Role = field(validator=check.instance_of(Role))

    def __str__(self) -> str:
        return f"{self.organization}（{self.role.label}）"


def _check_url(_: object, attribute: AnyAttribute, value: str) -> None:
    # Imported here, because editions that ship need no check.
    from cnmaker_data.urls import normalize_url

    try:
        url = normalize_url(value)
    except InvalidURLError as error:
        raise data_error(str(error), attribute.name) from None
    if url != value:
        problem = f"is not normalized; use {short_repr(url)}"
        raise refusal(attribute, value, problem)


@frozen
class Link:
    """
    An address at which companies register.

    >>> Link("http://www.cnmaker.org.cn/", "www.cnmaker.org.cn", "大赛官网")
    Link(url='http://www.cnmaker.org.cn/', label='大赛官网')
    """

    #: The canonical spelling, as `normalize_url` gives it.
    url: str = field(validator=_check_url)
    #: The address as printed.
    text: str = field(validator=check.line, repr=False)
    #: The plan's name for it (大赛官网), or None.
    label: str | None = field(default=None, validator=optional(check.line))
    #: Whether it comes from a merged cell that starts in another row.
    inherited: bool = field(
        default=False,
        validator=check.instance_of(bool, "True or False"),
        repr=False,
    )

    def __str__(self) -> str:
        return self.url


def _check_cell(source: object, attribute: AnyAttribute, value: Any) -> None:
    match value:
        case (column, text):
            check.line(source, attribute, column)
            check.printed(source, attribute, text)
        case _:
            raise refusal(attribute, value, "is not a pair of column and text")


def _check_columns(source: Source, attribute: AnyAttribute, _: object) -> None:
    check.distinct(source, attribute, list(source))


@frozen
class Source(Mapping[str, str]):
    """
    The row of the plan that a contest comes from, a mapping by column.

    >>> source = Source("二、区域赛（共35个）", 1, [("地点", "北京市")])
    >>> source["地点"]
    '北京市'
    """

    #: The heading of the table, as printed.
    table: str = field(validator=check.line)
    #: The row, from 1 below the column headings.
    row: int = field(validator=check.positive)
    #: The heading and the text of each cell as printed, in printed order.
    cells: tuple[tuple[str, str], ...] = field(
        converter=_pairs,
        validator=[check.each(_check_cell), _check_columns],
        repr=False,
    )

    def __getitem__(self, column: str) -> str:
        for name, text in self.cells:
            if name == column:
                return text
        raise UnknownColumnError(column, [name for name, _ in self.cells])

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self.cells)

    def __len__(self) -> int:
        return len(self.cells)

    def __str__(self) -> str:
        return f"{self.table}, row {self.row}"


def _check_id(contest: Any, attribute: AnyAttribute, value: Any) -> None:
    tier, edition = contest.tier, contest.edition
    if not isinstance(tier, Tier) or not check.is_positive(edition):
        return  # their own validators refuse them
    slug = "" if tier is Tier.FINAL else "/<slug>"
    form = f"{edition}/{tier}{slug}"
    pattern = form.replace("<slug>", "[a-z0-9]+(?:-[a-z0-9]+)*")
    if not re.fullmatch(pattern, value):
        raise refusal(attribute, value, f"is not of the form {form}")


def _check_theme(contest: Any, attribute: AnyAttribute, value: Any) -> None:
    if contest.tier is Tier.THEMATIC:
        if value is None:
            reason = "is missing; a thematic contest needs one"
            raise data_error(reason, attribute.name)
    elif value is not None and isinstance(contest.tier, Tier):
        problem = "given, but only thematic contests have one"
        raise refusal(attribute, value, problem)


@frozen(kw_only=True)
class Contest(Displayed):
    """
    One contest of an edition: one row of the plan.

    >>> from cnmaker_data import contests
    >>> contest = contests["8/regional/ningbo"]
    >>> print(contest, contest.location, *contest.urls)
    第八届“创客中国”宁波市中小企业创新创业大赛 宁波市 http://www.cnmaker.org.cn/
    """

    #: ``<edition>/<series>``, such as ``8/regional/ningbo``.
    id: str = field(validator=[check.line, _check_id])
    #: The number of the edition.
    edition: int = field(validator=check.positive, repr=False)
    tier: Tier = field(validator=check.instance_of(Tier), repr=False)
    #: 序号, or None if the table has no such column.
    number: int | None = field(
        default=None, validator=optional(check.positive), repr=False
    )
    #: The name as printed, without line breaks.
    name: str = field(validator=check.line)
    #: The subject of a thematic contest (低代码); None in the other tiers.
    theme: str | None = field(
        default=None,
        validator=[optional(check.line), _check_theme],
        repr=False,
    )
    #: Where the contest is held; for a thematic one, where its final is.
    location: Region = field(validator=check.instance_of(Region), repr=False)
    organizers: tuple[Organizer, ...] = field(
        converter=_organizers,
        validator=[
            check.each(check.instance_of(Organizer)),
            check.nonempty,
            check.distinct,
        ],
        repr=False,
    )
    #: Where companies register; empty if the plan prints no address.
    links: tuple[Link, ...] = field(
        default=(),
        converter=_links,
        validator=[check.each(check.instance_of(Link)), check.distinct],
        repr=False,
    )
    #: The printed row that the contest comes from.
    source: Source = field(validator=check.instance_of(Source), repr=False)

    @property
    def series(self) -> str:
        """The name of this contest in each edition: ``regional/ningbo``."""
        return self.id.partition("/")[2]

    @property
    def urls(self) -> tuple[str, ...]:
        """The addresses of the links, in printed order."""
        return tuple(link.url for link in self.links)

    def __str__(self) -> str:
        return self.name

    def _table(self) -> Table:
        from cnmaker_data import tables

        return tables.record(self)
