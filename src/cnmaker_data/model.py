"""
The plan of a contest as objects.

Every class is frozen, slotted and hashable, holds its collections as tuples,
and cannot be built wrong: a value that does not fit raises `DataError`, which
is a `ValueError`.
"""

from __future__ import annotations

import enum
import functools
import re

from collections import Counter
from collections.abc import (
    Callable,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from collections.abc import (
    Set as AbstractSet,
)
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar, cast

# What attrs has, too, but with five modules more: the first answer waits.
import attr

from attr import field, frozen

from cnmaker_data.errors import (
    DataError,
    DataProblem,
    InvalidURLError,
    UnknownColumnError,
    shown,
)


if TYPE_CHECKING:
    from cnmaker_data.collection import Contests, Crosswalk


__all__ = [
    "SCHEMA_VERSION",
    "Contest",
    "Edition",
    "Level",
    "Link",
    "Organization",
    "Organizer",
    "Region",
    "Role",
    "RoleName",
    "Source",
    "Tier",
    "TierName",
    "level_of",
    "restored",
]


#: The version of the format of `edition.json`: the release that brought it.
SCHEMA_VERSION = "8.0"

#: The level of an administrative division. The Xinjiang Production and
#: Construction Corps is not one, but runs contests of its own.
Level: TypeAlias = Literal["province", "prefecture", "county", "corps"]

#: What names a `Tier`: its value or its label. Any text is taken, in any width
#: and case; these are what editors propose.
TierName: TypeAlias = Literal[
    "final",
    "regional",
    "thematic",
    "overseas",
    "总决赛",
    "区域赛",
    "专题赛",
    "境外区域赛",
]

#: What names a `Role`, likewise.
RoleName: TypeAlias = Literal[
    "host", "lead", "undertaker", "主办", "牵头", "承办"
]

_T = TypeVar("_T")
_Attribute: TypeAlias = "attr.Attribute[Any]"
_Validator: TypeAlias = Callable[[Any, _Attribute, Any], None]

_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_LABELS = {
    "final": "总决赛",
    "regional": "区域赛",
    "thematic": "专题赛",
    "overseas": "境外区域赛",
    "host": "主办",
    "lead": "牵头",
    "undertaker": "承办",
}


class Tier(enum.Enum):
    """
    The kind of a contest: which of the plan's four tables it stands in.

    >>> Tier("regional").label
    '区域赛'
    """

    FINAL = "final"
    REGIONAL = "regional"
    THEMATIC = "thematic"
    OVERSEAS = "overseas"

    @property
    def label(self) -> str:
        """The Chinese term, as the heading of the table prints it."""
        return _LABELS[self.value]


class Role(enum.Enum):
    """
    What an organization does for a contest.

    `HOST` and `LEAD` stand in the 主办单位 column, a lead with 牵头 behind it;
    `UNDERTAKER` stands in the 承办单位 column.

    >>> Role("lead").label
    '牵头'
    """

    HOST = "host"
    LEAD = "lead"
    UNDERTAKER = "undertaker"

    @property
    def label(self) -> str:
        """The Chinese term, as the plan prints it."""
        return _LABELS[self.value]


def _refuse(attribute: _Attribute, reason: str) -> DataError:
    return DataError([DataProblem(attribute.name, reason)])


def restored(cls: type[_T], fields: dict[str, Any]) -> _T:
    """
    Return an object of the model with fields that have been checked before.

    For what ships, and tests check: it does what unpickling does. The values
    are those that the object has, not those that it would be made of.
    """
    instance: Any = object.__new__(cls)
    instance.__setstate__(fields)
    return cast(_T, instance)


@functools.cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # On first use: what ships needs no check, and the first answer no pattern.
    return re.compile(pattern)


# Lone surrogates, which no encoding takes, and the controls that the formats
# that we write disagree about.
_UNPRINTABLE = "[\ud800-\udfff\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]"
# What a line of text may not hold besides: line ends, and characters that
# nobody sees and that make equal names unequal.
_INVISIBLE = (
    "[\ud800-\udfff\0-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e"
    "\u2060-\u2064\ufeff]"
)


def _text(_: object, attribute: _Attribute, value: Any) -> None:
    # Not a subclass: those of other libraries break where texts are written.
    if type(value) is not str:
        raise _refuse(attribute, f"{shown(value)} is not plain text")
    # What is printable is visible; of its blanks, the space alone is. Nearly
    # all texts are told right by that, and it takes no time.
    if value.isprintable() and value[:1] not in ("", " ") and value[-1] != " ":
        return
    if (
        not value
        or value != value.strip()
        or _compiled(_INVISIBLE).search(value)
    ):
        raise _refuse(
            attribute,
            f"{shown(value)} is not one line of text that starts and ends with a "
            "visible character",
        )


def _is_positive(value: Any) -> bool:
    # Not isinstance: True is an int, too.
    return type(value) is int and 0 < value < 10_000


def _positive(_: object, attribute: _Attribute, value: Any) -> None:
    if not _is_positive(value):
        raise _refuse(
            attribute, f"{shown(value)} is not a number from 1 to 9999"
        )


def _optional(validate: _Validator) -> _Validator:
    def validate_optional(
        instance: object, attribute: _Attribute, value: Any
    ) -> None:
        if value is not None:
            validate(instance, attribute, value)

    return validate_optional


def _a(kind: type, what: str) -> _Validator:
    def validate(_: object, attribute: _Attribute, value: Any) -> None:
        if not isinstance(value, kind):
            raise _refuse(attribute, f"{shown(value)} is not {what}")

    return validate


def _several(kind: type, what: str) -> _Validator:
    def validate(_: object, attribute: _Attribute, value: Any) -> None:
        # A tuple, or contests.
        if type(value) is not tuple and (
            isinstance(value, str) or not isinstance(value, Sequence)
        ):
            raise _refuse(attribute, f"{shown(value)} is not a collection")
        for item in cast("Sequence[object]", value):
            if not isinstance(item, kind):
                raise _refuse(attribute, f"{shown(item)} is not {what}")

    return validate


def _distinct(_: object, attribute: _Attribute, value: Any) -> None:
    if len(value) > 1 and len(set(value)) < len(value):
        counts: Counter[Any] = Counter(value)
        twice = next(item for item, count in counts.items() if count > 1)
        raise _refuse(attribute, f"{shown(str(twice))} is there twice")


def _some(_: object, attribute: _Attribute, value: Any) -> None:
    if not value:
        raise _refuse(attribute, "is empty; there is always one")


def _tuple(value: Iterable[_T]) -> tuple[_T, ...]:
    if type(value) is tuple:
        return cast("tuple[_T, ...]", value)
    # A text is an iterable, too, but never a collection of ours. What is none
    # is left as it is for the validator, which knows the attribute.
    # A set is one without an order to keep.
    if isinstance(value, str | bytes | Mapping | AbstractSet) or not isinstance(
        value, Iterable
    ):
        return cast("tuple[_T, ...]", value)
    return tuple(value)


def _names(value: Iterable[str]) -> tuple[str, ...]:
    return _tuple(value)


def _organizers(value: Iterable[Organizer]) -> tuple[Organizer, ...]:
    return _tuple(value)


def _links(value: Iterable[Link]) -> tuple[Link, ...]:
    return _tuple(value)


def _pairs(value: Iterable[Iterable[str]]) -> tuple[tuple[str, str], ...]:
    pairs = _tuple(value)
    if isinstance(pairs, tuple):
        pairs = tuple(_tuple(pair) for pair in pairs)
    return cast("tuple[tuple[str, str], ...]", pairs)


_CODE = "[1-9][0-9]{5}"
_ISO_3166_2 = "CN-[A-Z]{2}"


def level_of(code: str) -> Level:
    """
    Return the level that a code is of by its trailing zeros (GB/T 2260).
    """
    if code == "660000":
        # GB/T 2260 gives the corps no code; ministries use this one.
        return "corps"
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


def _is_code(value: Any) -> bool:
    return isinstance(value, str) and bool(_compiled(_CODE).fullmatch(value))


def _check_code(_: object, attribute: _Attribute, value: Any) -> None:
    if not _is_code(value):
        raise _refuse(attribute, f"{shown(value)} is not a code of six digits")


def _check_level(region: Any, attribute: _Attribute, value: Any) -> None:
    if not _is_code(region.code):
        return  # its own validator refuses it
    if value != (level := level_of(region.code)):
        raise _refuse(
            attribute,
            f"{shown(value)} is not the level of {region.code}; use {level!r}",
        )


def _check_iso_3166_2(_: object, attribute: _Attribute, value: Any) -> None:
    if value is not None and not (
        isinstance(value, str) and _compiled(_ISO_3166_2).fullmatch(value)
    ):
        raise _refuse(
            attribute, f"{shown(value)} is not a code of ISO 3166-2, as CN-ZJ"
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
    name: str = field(validator=_text)
    #: The name without its generic ending, 浙江.
    short_name: str = field(validator=_text, repr=False)
    #: ``province``, ``prefecture``, ``county`` or ``corps``.
    level: Level = field(validator=_check_level)
    #: The name in Latin letters, Zhejiang.
    english_name: str = field(validator=_text, repr=False)
    #: The code of ISO 3166-2, CN-ZJ, which only provinces have.
    iso_3166_2: str | None = field(
        default=None, validator=_check_iso_3166_2, repr=False
    )

    def __str__(self) -> str:
        return self.name


def _check_aliases(
    organization: Any, attribute: _Attribute, value: Any
) -> None:
    for alias in value:
        _text(organization, attribute, alias)
    _distinct(organization, attribute, value)
    if organization.name in value:
        raise _refuse(
            attribute, f"{shown(organization.name)} is the name already"
        )


@frozen
class Organization:
    """
    A body that organizes contests.

    >>> str(Organization("信息中心", ("数据中心",)))
    '信息中心（数据中心）'
    """

    #: The name as printed, without what stands in brackets behind it.
    name: str = field(validator=_text)
    #: The other names, which the plan prints in brackets.
    aliases: tuple[str, ...] = field(
        default=(),
        converter=_names,
        validator=[_several(str, "a name"), _check_aliases],
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
        validator=_a(Organization, "an Organization")
    )
    role: Role = field(validator=_a(Role, "a Role"))

    def __str__(self) -> str:
        return f"{self.organization}（{self.role.label}）"


def _check_url(_: Any, attribute: _Attribute, value: Any) -> None:
    # On first use: `find_links`, in the same module, makes links.
    from cnmaker_data.urls import normalize_url

    try:
        url = normalize_url(value)
    except InvalidURLError as error:
        raise _refuse(attribute, str(error)) from None
    if url != value:
        raise _refuse(
            attribute, f"{shown(value)} is not normalized; use {shown(url)}"
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
    text: str = field(validator=_text, repr=False)
    #: What the plan calls it (大赛官网), or None.
    label: str | None = field(default=None, validator=_optional(_text))
    #: Whether it is printed for this contest only through a merged cell.
    inherited: bool = field(
        default=False, validator=_a(bool, "True or False"), repr=False
    )

    def __str__(self) -> str:
        return self.url


_PAIR = "a pair of column and text"


def _check_cells(source: Any, attribute: _Attribute, value: Any) -> None:
    for cell in cast("tuple[tuple[object, ...], ...]", value):
        # Not by match, which takes many times as long.
        column, text = cell if len(cell) == 2 else (None, None)
        if not isinstance(column, str) or not isinstance(text, str):
            raise _refuse(attribute, f"{shown(cell)} is not {_PAIR}")
        _text(source, attribute, column)
        # What is printed may be empty, and have several lines.
        if not text.isprintable() and _compiled(_UNPRINTABLE).search(text):
            raise _refuse(attribute, f"{shown(text)} has controls in it")
    if len(dict(source.cells)) < len(source.cells):
        raise _refuse(attribute, "holds a column twice")


@frozen
class Source(Mapping[str, str]):
    """
    The row of the plan that a contest comes from, a mapping by column.

    >>> source = Source("二、区域赛（共35个）", 1, [("地点", "北京市")])
    >>> source["地点"]
    '北京市'
    """

    #: The heading of the table, as printed.
    table: str = field(validator=_text)
    #: The row, from 1 below the column headings.
    row: int = field(validator=_positive)
    #: The heading and the text of each cell as printed, in printed order.
    cells: tuple[tuple[str, str], ...] = field(
        converter=_pairs,
        validator=[_several(tuple, _PAIR), _check_cells],
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


_SERIES = {
    Tier.FINAL: "final",
    Tier.REGIONAL: f"regional/{_SLUG}",
    Tier.THEMATIC: f"thematic/{_SLUG}",
    Tier.OVERSEAS: f"overseas/{_SLUG}",
}


_WITHOUT_THEME = (Tier.FINAL, Tier.REGIONAL, Tier.OVERSEAS)


def _check_id(contest: Any, attribute: _Attribute, value: Any) -> None:
    _text(contest, attribute, value)
    if not isinstance(contest.tier, Tier) or not _is_positive(contest.edition):
        return  # their own validators, which come next, refuse them
    prefix = f"{contest.edition}/"
    is_series = _compiled(_SERIES[contest.tier]).fullmatch
    if not value.startswith(prefix) or not is_series(value[len(prefix) :]):
        slug = "" if contest.tier is Tier.FINAL else "/<slug>"
        form = f"{prefix}{contest.tier.value}{slug}"
        raise _refuse(attribute, f"{shown(value)} is not of the form {form}")


def _check_theme(contest: Any, attribute: _Attribute, value: Any) -> None:
    _optional(_text)(contest, attribute, value)
    if contest.tier is Tier.THEMATIC and value is None:
        raise _refuse(attribute, "is missing; a thematic contest has one")
    if contest.tier in _WITHOUT_THEME and value is not None:
        raise _refuse(
            attribute,
            f"{shown(value)} given, but only thematic contests have one",
        )


@frozen(kw_only=True)
class Contest:
    """
    One contest of an edition: one row of the plan.

    >>> from cnmaker_data import contests
    >>> contest = contests["8/regional/ningbo"]
    >>> print(contest, contest.location, *contest.urls)
    第八届“创客中国”宁波市中小企业创新创业大赛 宁波市 http://www.cnmaker.org.cn/
    """

    #: ``<edition>/<series>``, as ``8/regional/ningbo``.
    id: str = field(validator=_check_id)
    #: The number of the edition.
    edition: int = field(validator=_positive, repr=False)
    tier: Tier = field(validator=_a(Tier, "a Tier"), repr=False)
    #: 序号, or None where the table has no such column.
    number: int | None = field(
        default=None, validator=_optional(_positive), repr=False
    )
    #: The name as printed, without line breaks.
    name: str = field(validator=_text)
    #: What a thematic contest is about (低代码); None for the others.
    theme: str | None = field(default=None, validator=_check_theme, repr=False)
    #: Where the contest, or for a thematic one its final, is held.
    location: Region = field(validator=_a(Region, "a Region"), repr=False)
    organizers: tuple[Organizer, ...] = field(
        converter=_organizers,
        validator=[_several(Organizer, "an Organizer"), _some, _distinct],
        repr=False,
    )
    #: Where companies register; empty where the plan prints none.
    links: tuple[Link, ...] = field(
        default=(),
        converter=_links,
        validator=[_several(Link, "a Link"), _distinct],
        repr=False,
    )
    #: The printed row that all this comes from.
    source: Source = field(validator=_a(Source, "a Source"), repr=False)

    @property
    def series(self) -> str:
        """
        What names the same contest across editions: ``regional/ningbo``.
        """
        return self.id.partition("/")[2]

    @property
    def urls(self) -> tuple[str, ...]:
        """
        The addresses of the links, in printed order.
        """
        return tuple(link.url for link in self.links)

    def __str__(self) -> str:
        return self.name

    def _repr_html_(self) -> str:
        return cast(str, _display().html(self))

    def __rich__(self) -> Any:
        return _display().rich(self)


def _contests(value: Iterable[Contest]) -> Contests:
    # On first use: the collection knows the model, not the other way round.
    # An edition holds one, so that a pinned edition can be queried as it is.
    from cnmaker_data.collection import Contests

    contests = value if isinstance(value, Contests) else _tuple(value)
    if type(contests) is tuple:
        return Contests(contests)
    return cast("Contests", contests)


def _plain(value: Any) -> Any:
    """
    Return what JSON has for a value of the model, one step down.
    """
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, Sequence):  # contests
        return tuple(cast("Sequence[object]", value))
    return attr.asdict(value, recurse=False)


def _check_contests(edition: Any, attribute: _Attribute, value: Any) -> None:
    if not _is_positive(edition.number):
        return  # its own validator refuses it
    seen = set[str]()
    for contest in value:
        if contest.edition != edition.number:
            raise _refuse(
                attribute,
                f"{shown(contest.id)} is not of edition {edition.number}",
            )
        if contest.id in seen:
            raise _refuse(attribute, f"{shown(contest.id)} is there twice")
        seen.add(contest.id)


@frozen(kw_only=True)
class Edition:
    """
    The plan of one year.

    >>> from cnmaker_data import edition
    >>> edition(8)
    Edition(number=8, year=2023, notice='工信部联企业函〔2023〕191号')
    """

    #: Which edition of the competition it is.
    number: int = field(validator=_positive)
    #: The year it is held in.
    year: int = field(validator=_positive)
    #: The title of the plan, as printed.
    title: str = field(validator=_text, repr=False)
    #: The document number of the notice that the plan is attached to, or
    #: None where it is not known.
    notice: str | None = field(default=None, validator=_optional(_text))
    #: The contests, in printed order.
    contests: Contests = field(
        converter=_contests,
        validator=[_several(Contest, "a Contest"), _some, _check_contests],
        repr=False,
    )

    @property
    def digest(self) -> str:
        """
        ``sha256:`` and the SHA-256 of the canonical JSON (RFC 8785).

        It is of the whole document, the version of its schema included, and
        the same on each machine and in each release until a value changes.

        >>> from cnmaker_data import edition
        >>> edition(8).digest == edition(8).digest
        True
        """
        import hashlib
        import json

        document = {"schema": SCHEMA_VERSION, **_plain(self)}
        # With integers, texts in UTF-8 and keys in ASCII alone, this is what
        # RFC 8785 asks for.
        canonical = json.dumps(
            document,
            default=_plain,
            ensure_ascii=False,
            separators=(",", ":"),
            sort_keys=True,
        )
        return f"sha256:{hashlib.sha256(canonical.encode()).hexdigest()}"

    def crosswalk(self) -> Crosswalk:
        """
        Return which contest the companies of each division enter.

        As `Contests.crosswalk`, which says more.
        """
        return self.contests.crosswalk()

    def __str__(self) -> str:
        return self.title

    def _repr_html_(self) -> str:
        return cast(str, _display().html(self))

    def __rich__(self) -> Any:
        return _display().rich(self)


def _display() -> Any:
    # On first use: it knows the model, and few need it.
    from cnmaker_data import display

    return display
