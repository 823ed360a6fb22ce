"""
An edition as the tables of a database, for the formats that have several.

They keep all that the model holds: the edition can be built again from them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, TypeVar

from cnmaker_data.catalog import Edition
from cnmaker_data.errors import DataError, DataProblem, short_repr
from cnmaker_data.export.csv import contests_of
from cnmaker_data.model import Role, Tier


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cnmaker_data.export import Exportable
    from cnmaker_data.model import Contest, Organization, Region


__all__ = ["Column", "Reference", "Row", "Table", "tables"]


Row: TypeAlias = tuple[str | int | bool | None, ...]

_T = TypeVar("_T")


class Column(NamedTuple):
    """
    One column: what its values are, and what they have to be.
    """

    name: str
    description: str
    type: Literal["text", "integer", "boolean"] = "text"
    required: bool = True
    #: The only values there are, where they are few.
    values: tuple[str, ...] = ()
    #: The smallest number.
    minimum: int | None = None
    #: A regular expression that all of the text matches.
    pattern: str | None = None


class Reference(NamedTuple):
    """
    A foreign key: a column that names a row of another table by its key.
    """

    column: str
    table: str
    key: str


class Table(NamedTuple):
    """
    One table with its rows.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    references: tuple[Reference, ...]
    rows: tuple[Row, ...]


def tables(contests: Exportable) -> tuple[Table, ...]:
    """
    Return contests as tables, each after those that it refers to.

    Raises `DataError` where the contests are not those of a database: one is
    there twice, or a code means two regions.
    """
    # Where contests alone are given, they say the number of their edition
    # and nothing else of it.
    editions: list[Row]
    if isinstance(contests, Edition):
        edition = contests
        editions = [
            (
                edition.number,
                edition.year,
                edition.title,
                edition.notice,
                edition.digest,
            )
        ]
    else:
        numbers = dict.fromkeys(contest.edition for contest in contests)
        editions = [(number, None, None, None, None) for number in numbers]
    _check_ids(contests)
    rows = contests_of(contests)
    regions = _regions(contests)
    organizations = {
        organization: number
        for number, organization in enumerate(_organizations(rows), 1)
    }
    return (
        _EDITIONS._replace(rows=tuple(editions)),
        _REGIONS._replace(
            rows=tuple(
                (
                    region.code,
                    region.name,
                    region.short_name,
                    region.level,
                    region.english_name,
                    region.iso_3166_2,
                )
                for region in regions
            )
        ),
        _ORGANIZATIONS._replace(
            rows=tuple(
                (number, organization.name)
                for organization, number in organizations.items()
            )
        ),
        _ALIASES._replace(
            rows=tuple(
                (number, position, alias)
                for organization, number in organizations.items()
                for position, alias in _numbered(organization.aliases)
            )
        ),
        _CONTESTS._replace(
            rows=tuple(
                (
                    contest.id,
                    contest.edition,
                    position,
                    contest.series,
                    contest.tier.value,
                    contest.number,
                    contest.name,
                    contest.theme,
                    contest.location.code,
                    contest.source.table,
                    contest.source.row,
                )
                for position, contest in _numbered(rows)
            )
        ),
        _ORGANIZERS._replace(
            rows=tuple(
                (
                    contest.id,
                    position,
                    organizations[organizer.organization],
                    organizer.role.value,
                )
                for contest in rows
                for position, organizer in _numbered(contest.organizers)
            )
        ),
        _LINKS._replace(
            rows=tuple(
                (
                    contest.id,
                    position,
                    link.url,
                    link.text,
                    link.label,
                    link.inherited,
                )
                for contest in rows
                for position, link in _numbered(contest.links)
            )
        ),
        _CELLS._replace(
            rows=tuple(
                (contest.id, position, heading, text)
                for contest in rows
                for position, (heading, text) in _numbered(contest.source.cells)
            )
        ),
    )


def _numbered(items: Iterable[_T]) -> Iterator[tuple[int, _T]]:
    return enumerate(items, 1)


def _organizations(contests: Iterable[Contest]) -> list[Organization]:
    # Two that share a name and not the aliases are two: what a row of the
    # plan prints stays with it.
    return list(
        dict.fromkeys(
            organizer.organization
            for contest in contests
            for organizer in contest.organizers
        )
    )


def _check_ids(contests: Exportable) -> None:
    # Contests of one edition have ids of their own; `Contests` may not.
    seen = set[str]()
    for index, contest in enumerate(contests_of(contests)):
        if contest.id in seen:
            raise _refusal(
                contests,
                index,
                "id",
                f"{short_repr(contest.id)} is there twice",
            )
        seen.add(contest.id)


def _regions(contests: Exportable) -> list[Region]:
    regions: dict[str, Region] = {}
    for index, contest in enumerate(contests_of(contests)):
        region = contest.location
        known = regions.setdefault(region.code, region)
        if known != region:
            raise _refusal(
                contests,
                index,
                "location",
                f"{short_repr(region)} has the code of {short_repr(known)}, and not its names; "
                "a database has one region for a code",
            )
    return sorted(regions.values(), key=lambda region: region.code)


def _refusal(
    contests: Exportable, index: int, field: str, reason: str
) -> DataError:
    path = "contests" if isinstance(contests, Edition) else ""
    return DataError([DataProblem(f"{path}[{index}].{field}", reason)])


_CONTEST = Column("contest_id", "The contest.")
_POSITION = Column(
    "position", "Its place in the printed order, from 1.", "integer", minimum=1
)

_EDITIONS = Table(
    "editions",
    "The plan of one year each.",
    (
        Column(
            "number",
            "Which edition of the competition it is.",
            "integer",
            minimum=1,
        ),
        # Only the number is known where contests alone were exported.
        Column(
            "year",
            "The year it is held in.",
            "integer",
            required=False,
            minimum=1,
        ),
        Column("title", "The title of the plan, as printed.", required=False),
        Column(
            "notice",
            "The document number of the notice that the plan is attached to.",
            required=False,
        ),
        Column(
            "digest",
            "The SHA-256 of the edition's canonical JSON.",
            required=False,
            pattern="sha256:[0-9a-f]{64}",
        ),
    ),
    ("number",),
    (),
    (),
)
_REGIONS = Table(
    "regions",
    "The administrative divisions that contests are held in.",
    (
        Column(
            "code",
            "The code of GB/T 2260; 660000 stands in for the corps.",
            pattern="[1-9][0-9]{5}",
        ),
        Column("name", "The full name."),
        Column("short_name", "The name without its generic ending."),
        Column(
            "level",
            "The level of the division.",
            values=("province", "prefecture", "county", "corps"),
        ),
        Column("english_name", "The name in Latin letters."),
        Column(
            "iso_3166_2",
            "The code of ISO 3166-2, which only provinces have.",
            required=False,
            pattern="CN-[A-Z]{2}",
        ),
    ),
    ("code",),
    (),
    (),
)
_ORGANIZATIONS = Table(
    "organizations",
    "The bodies that organize contests.",
    (
        Column(
            "id",
            "A number of this database, and no other.",
            "integer",
            minimum=1,
        ),
        Column("name", "The name as printed."),
    ),
    ("id",),
    (),
    (),
)
_ALIASES = Table(
    "aliases",
    "The other names of organizations, which the plan prints in brackets.",
    (
        Column("organization_id", "The organization.", "integer"),
        _POSITION,
        Column("name", "The other name."),
    ),
    ("organization_id", "position"),
    (Reference("organization_id", "organizations", "id"),),
    (),
)
_CONTESTS = Table(
    "contests",
    "One row for each contest: one row of the plan.",
    (
        Column("id", "The edition and the series: 8/regional/ningbo."),
        Column("edition", "The number of the edition.", "integer"),
        _POSITION,
        Column("series", "What names the same contest across editions."),
        Column(
            "tier",
            "Which of the plan's tables it stands in.",
            values=tuple(tier.value for tier in Tier),
        ),
        Column(
            "number",
            "序号, where the table has such a column.",
            "integer",
            required=False,
            minimum=1,
        ),
        Column("name", "The name as printed, without line breaks."),
        Column("theme", "What a thematic contest is about.", required=False),
        Column("location_code", "Where it, or its final, is held."),
        Column("source_table", "The heading of the table of the plan."),
        Column(
            "source_row", "The row of that table, from 1.", "integer", minimum=1
        ),
    ),
    ("id",),
    (
        Reference("edition", "editions", "number"),
        Reference("location_code", "regions", "code"),
    ),
    (),
)
_ORGANIZERS = Table(
    "organizers",
    "Which organizations organize a contest, and in which role.",
    (
        _CONTEST,
        _POSITION,
        Column("organization_id", "The organization.", "integer"),
        Column(
            "role",
            "What it does for the contest: 主办, 牵头 or 承办.",
            values=tuple(role.value for role in Role),
        ),
    ),
    ("contest_id", "position"),
    (
        Reference("contest_id", "contests", "id"),
        Reference("organization_id", "organizations", "id"),
    ),
    (),
)
_LINKS = Table(
    "links",
    "Where companies register.",
    (
        _CONTEST,
        _POSITION,
        Column("url", "The address in its canonical spelling."),
        Column("text", "The address as printed."),
        Column("label", "What the plan calls it (大赛官网).", required=False),
        Column(
            "inherited",
            "Whether it is printed for the contest only through a merged cell.",
            "boolean",
        ),
    ),
    ("contest_id", "position"),
    (Reference("contest_id", "contests", "id"),),
    (),
)
_CELLS = Table(
    "cells",
    "The printed cells of the plan that all this comes from.",
    (
        _CONTEST,
        _POSITION,
        Column("heading", "The heading of the cell's column."),
        Column("text", "The text as printed, which may be empty."),
    ),
    ("contest_id", "position"),
    (Reference("contest_id", "contests", "id"),),
    (),
)
