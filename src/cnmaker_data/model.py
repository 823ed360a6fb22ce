"""
The plan of a contest as objects.

Every class is frozen, slotted and hashable, and holds its collections as
tuples. A value that does not fit raises `DataError`, which is a `ValueError`.
"""

from __future__ import annotations

import enum
import re

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Self, cast

from attrs import field, frozen

from cnmaker_data._text import fold
from cnmaker_data._validators import (
    AnyAttribute,
    all_instances_of,
    distinct,
    instance_of,
    is_positive,
    line,
    nonempty,
    optional,
    positive,
    printed,
    refusal,
    to_tuple,
)
from cnmaker_data.errors import (
    InvalidURLError,
    UnknownColumnError,
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


_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"


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


def _names(value: Iterable[str]) -> tuple[str, ...]:
    return to_tuple(value)


def _organizers(value: Iterable[Organizer]) -> tuple[Organizer, ...]:
    return to_tuple(value)


def _links(value: Iterable[Link]) -> tuple[Link, ...]:
    return to_tuple(value)


def _pairs(value: Iterable[Iterable[str]]) -> tuple[tuple[str, str], ...]:
    pairs = to_tuple(value)
    if isinstance(pairs, tuple):
        pairs = tuple(to_tuple(pair) for pair in pairs)
    return cast("tuple[tuple[str, str], ...]", pairs)


def _check_aliases(
    organization: Any, attribute: AnyAttribute, value: Any
) -> None:
    for alias in value:
        line(organization, attribute, alias)
    distinct(organization, attribute, value)
    if organization.name in value:
        raise refusal(
            attribute, f"{short_repr(organization.name)} is the name already"
        )


@frozen
class Organization:
    """
    A body that organizes contests.

    >>> str(Organization("信息中心", ("数据中心",)))
    '信息中心（数据中心）'
    """

    #: The name as printed, without the names in brackets behind it.
    name: str = field(validator=line)
    #: Other names, which the plan prints in brackets.
    aliases: tuple[str, ...] = field(
        default=(),
        converter=_names,
        validator=[all_instances_of(str, "a name"), _check_aliases],
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
        validator=instance_of(Organization, "an Organization")
    )
    role: Role = field(validator=instance_of(Role, "a Role"))

    def __str__(self) -> str:
        return f"{self.organization}（{self.role.label}）"


def _check_url(_: Any, attribute: AnyAttribute, value: Any) -> None:
    # Importing it takes time, and editions that ship need no check.
    from cnmaker_data.urls import normalize_url

    try:
        url = normalize_url(value)
    except InvalidURLError as error:
        raise refusal(attribute, str(error)) from None
    if url != value:
        raise refusal(
            attribute,
            f"{short_repr(value)} is not normalized; use {short_repr(url)}",
        )


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
    text: str = field(validator=line, repr=False)
    #: The plan's name for it (大赛官网), or None.
    label: str | None = field(default=None, validator=optional(line))
    #: Whether it comes from a merged cell that starts in another row.
    inherited: bool = field(
        default=False, validator=instance_of(bool, "True or False"), repr=False
    )

    def __str__(self) -> str:
        return self.url


_PAIR = "a pair of column and text"


def _check_cells(source: Any, attribute: AnyAttribute, value: Any) -> None:
    for cell in cast("tuple[tuple[object, ...], ...]", value):
        column, text = cell if len(cell) == 2 else (None, None)
        if not isinstance(column, str) or not isinstance(text, str):
            raise refusal(attribute, f"{short_repr(cell)} is not {_PAIR}")
        line(source, attribute, column)
        printed(source, attribute, text)
    if len(dict(source.cells)) < len(source.cells):
        raise refusal(attribute, "names a column twice")


@frozen
class Source(Mapping[str, str]):
    """
    The row of the plan that a contest comes from, a mapping by column.

    >>> source = Source("二、区域赛（共35个）", 1, [("地点", "北京市")])
    >>> source["地点"]
    '北京市'
    """

    #: The heading of the table, as printed.
    table: str = field(validator=line)
    #: The row, from 1 below the column headings.
    row: int = field(validator=positive)
    #: The heading and the text of each cell as printed, in printed order.
    cells: tuple[tuple[str, str], ...] = field(
        converter=_pairs,
        validator=[all_instances_of(tuple, _PAIR), _check_cells],
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
    line(contest, attribute, value)
    if not isinstance(contest.tier, Tier) or not is_positive(contest.edition):
        return  # their own validators refuse them
    form = f"{contest.edition}/{contest.tier}"
    if contest.tier is not Tier.FINAL:
        form += "/<slug>"
    if not re.fullmatch(form.replace("<slug>", _SLUG), value):
        raise refusal(
            attribute, f"{short_repr(value)} is not of the form {form}"
        )


def _check_theme(contest: Any, attribute: AnyAttribute, value: Any) -> None:
    optional(line)(contest, attribute, value)
    if contest.tier is Tier.THEMATIC:
        if value is None:
            raise refusal(attribute, "is missing; a thematic contest needs one")
    elif isinstance(contest.tier, Tier) and value is not None:
        raise refusal(
            attribute,
            f"{short_repr(value)} given, but only thematic contests have one",
        )


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
    id: str = field(validator=_check_id)
    #: The number of the edition.
    edition: int = field(validator=positive, repr=False)
    tier: Tier = field(validator=instance_of(Tier, "a Tier"), repr=False)
    #: 序号, or None if the table has no such column.
    number: int | None = field(
        default=None, validator=optional(positive), repr=False
    )
    #: The name as printed, without line breaks.
    name: str = field(validator=line)
    #: The subject of a thematic contest (低代码); None in the other tiers.
    theme: str | None = field(default=None, validator=_check_theme, repr=False)
    #: Where the contest is held; for a thematic one, where its final is.
    location: Region = field(
        validator=instance_of(Region, "a Region"), repr=False
    )
    organizers: tuple[Organizer, ...] = field(
        converter=_organizers,
        validator=[
            all_instances_of(Organizer, "an Organizer"),
            nonempty,
            distinct,
        ],
        repr=False,
    )
    #: Where companies register; empty if the plan prints no address.
    links: tuple[Link, ...] = field(
        default=(),
        converter=_links,
        validator=[all_instances_of(Link, "a Link"), distinct],
        repr=False,
    )
    #: The printed row that the contest comes from.
    source: Source = field(
        validator=instance_of(Source, "a Source"), repr=False
    )

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

    def _shown(self) -> Table:
        from cnmaker_data import tables

        return tables.record(self)
