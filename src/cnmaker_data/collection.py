"""
Contests that answer questions.
"""

from __future__ import annotations

import unicodedata

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import (
    TYPE_CHECKING,
    Any,
    Generic,
    NamedTuple,
    Self,
    SupportsIndex,
    TypeVar,
    cast,
    overload,
)

from cnmaker_data.errors import (
    DataError,
    DataProblem,
    UnknownContestError,
    UnknownRoleError,
    UnknownTierError,
)
from cnmaker_data.model import Contest, Organizer, Region, Role, Tier
from cnmaker_data.regions import (
    CORPS,
    CORPS_CITIES,
    all_regions,
    codes_above,
    find_region,
)


if TYPE_CHECKING:
    from collections.abc import Hashable

    import pandas as pd
    import polars as pl

    from cnmaker_data.model import Level, RoleName, TierName


__all__ = ["Contests", "Crosswalk", "CrosswalkRow", "as_tier"]


_E = TypeVar("_E", Tier, Role)
_D = TypeVar("_D")
_K = TypeVar("_K", bound="Hashable")
_R = TypeVar("_R")
_V = TypeVar("_V")

# The ministry's regional contests are the mainland's. For these three the
# overseas contest (境外区域赛) is the one that is open.
_ENTER_OVERSEAS = frozenset({"710000", "810000", "820000"})


class _index(Generic[_V]):  # noqa: N801  # a decorator, as property
    """
    A method without arguments that is called once, and its answer kept.

    Threads that ask first at the same time get the same answer. Unlike
    `functools.cached_property` of Python 3.11 it has no lock: a fork could
    leave it locked in the child for ever.
    """

    def __init__(self, build: Callable[[Any], _V]) -> None:
        self._build = build

    def __set_name__(self, _: type, name: str) -> None:
        self._name = name

    def __get__(self, instance: object, _: type) -> _V:
        # What stands in the instance goes before this from then on.
        answer: _V = vars(instance).setdefault(
            self._name, self._build(instance)
        )
        return answer


class _Rows(Sequence[_R]):
    """
    An immutable sequence that is equal to a tuple, and a table for Arrow.

    It is no tuple itself: pyarrow looks into lists and tuples before it asks
    for an Arrow stream.
    """

    def __init__(self, rows: Iterable[_R] = (), /) -> None:
        self._rows = tuple(rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[_R]:
        return iter(self._rows)

    def __contains__(self, key: object, /) -> bool:
        return key in self._rows

    def __eq__(self, other: object, /) -> bool:
        if isinstance(other, _Rows | tuple):
            return self._rows == tuple(cast("Iterable[object]", other))
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self._rows)

    def __add__(self, other: Self | tuple[_R, ...], /) -> Self:
        if isinstance(other, _Rows | tuple):
            return type(self)((*self, *other))
        return NotImplemented

    def __reduce__(self) -> tuple[type[Self], tuple[tuple[_R, ...]]]:
        # Without the indexes.
        return type(self), (self._rows,)

    def __arrow_c_schema__(self) -> object:
        """
        Return the columns as a capsule with an ``ArrowSchema``.
        """
        from cnmaker_data import arrow

        return arrow.schema(type(self))

    def __arrow_c_stream__(
        self, requested_schema: object | None = None
    ) -> object:
        """
        Return the rows as a capsule with an ``ArrowArrayStream``.

        What is requested is not looked at: consumers cast.
        """
        from cnmaker_data import arrow

        return arrow.stream(self)

    def to_pandas(self) -> pd.DataFrame:
        """
        Return a data frame of pandas, which has to be installed.
        """
        from cnmaker_data import arrow

        return arrow.to_pandas(self)

    def to_polars(self) -> pl.DataFrame:
        """
        Return a data frame of Polars, which has to be installed.
        """
        from cnmaker_data import arrow

        return arrow.to_polars(self)

    def _repr_html_(self) -> str:
        from cnmaker_data import display

        return display.html(self)

    def __rich__(self) -> Any:
        from cnmaker_data import display

        return display.rich(self)


class Contests(_Rows[Contest]):
    """
    An immutable sequence of contests with query helpers.

    It has a length and an order, which is that of the plan, and iterates,
    compares, hashes and pickles like a tuple. What a query or a slice gives
    is `Contests` again, so that queries chain. The indexes that the queries
    use are built once, on first use.

    Data frames and databases take it as a table, by the Arrow PyCapsule
    interface, and notebooks show it as one.

    >>> from cnmaker_data import contests
    >>> contests.by_tier("thematic").by_region("浙江")
    <2 contests: 8/thematic/visual-intelligence, 8/thematic/low-code>
    """

    def __repr__(self) -> str:
        shown = [contest.id for contest in self[:3]]
        if len(self) > len(shown):
            shown.append("…")
        plural = "" if len(self) == 1 else "s"
        listed = f": {', '.join(shown)}" if shown else ""
        return f"<{len(self)} contest{plural}{listed}>"

    @overload
    def __getitem__(self, key: SupportsIndex | str, /) -> Contest: ...
    @overload
    def __getitem__(self, key: slice, /) -> Contests: ...
    def __getitem__(
        self, key: SupportsIndex | slice | str, /
    ) -> Contest | Contests:
        """
        Return the contest at a position, or with an id or series; or a slice.

        Where contests of several editions have a series, it means the newest
        one's. Raises `UnknownContestError` for an id or series that is not
        here, and `IndexError` for a position.

        >>> from cnmaker_data import contests
        >>> contests["final"] is contests["8/final"] is contests[0]
        True
        """
        if isinstance(key, str):
            if (contest := self._by_key.get(key)) is not None:
                return contest
            raise UnknownContestError(key, self._nearest(key))
        if isinstance(key, slice):
            return Contests(self._rows[key])
        return self._rows[key]

    def __contains__(self, key: object, /) -> bool:
        """
        Return whether a contest, or one with this id or series, is here.
        """
        if isinstance(key, str):
            return key in self._by_key
        return super().__contains__(key)

    @overload
    def get(self, key: str) -> Contest | None: ...
    @overload
    def get(self, key: str, default: _D) -> Contest | _D: ...
    def get(self, key: str, default: _D | None = None) -> Contest | _D | None:
        """
        Return the contest with an id or series, or *default*.

        >>> from cnmaker_data import contests
        >>> contests.get("regional/ningxia") is None
        True
        """
        if not isinstance(key, str):
            return default
        return self._by_key.get(key, default)

    def by_tier(self, tier: Tier | TierName | str) -> Contests:
        """
        Return the contests of a tier: a `Tier`, its value or Chinese label.

        Raises `UnknownTierError`.

        >>> from cnmaker_data import contests
        >>> len(contests.by_tier("区域赛")), len(contests.by_tier("final"))
        (35, 1)
        """
        return self._by_tier.get(as_tier(tier), _NO_CONTESTS)

    def by_region(
        self, region: Region | str, *, within: bool = True
    ) -> Contests:
        """
        Return the contests that are located in a region.

        *region* is all that `find_region` takes. With *within*, contests in a
        division under it count: 浙江 gives those in 宁波 and 杭州, too. The
        location of a thematic contest is where its final is held. The corps
        is not a part of 新疆 here: it has no code under it.

        Raises `UnknownRegionError` and `AmbiguousRegionError`.

        >>> from cnmaker_data import contests
        >>> [contest.series for contest in contests.by_region("浙江")][:2]
        ['regional/zhejiang', 'regional/ningbo']
        >>> len(contests.by_region("浙江", within=False))
        1
        """
        index = self._by_region_within if within else self._by_region
        return index.get(find_region(region).code, _NO_CONTESTS)

    def by_organizer(
        self, name: str, *, role: Role | RoleName | str | None = None
    ) -> Contests:
        """
        Return the contests that an organization organizes.

        *name* is its name or an alias, whole, in either width, with or
        without blanks; *role* a `Role`, its value or Chinese label. An
        organization that is not here organizes none: the answer is empty.

        Raises `UnknownRoleError`.

        >>> from cnmaker_data import contests
        >>> len(contests.by_organizer("工业和信息化部信息中心"))
        14
        >>> contests.by_organizer("工业和信息化部信息中心", role="承办")
        <1 contest: 8/final>
        """
        wanted = None if role is None else _member(Role, role, UnknownRoleError)
        return self._by_organizer.get((_folded(name), wanted), _NO_CONTESTS)

    def organizers_of(
        self,
        contest: Contest | str,
        *,
        role: Role | RoleName | str | None = None,
    ) -> tuple[Organizer, ...]:
        """
        Return who organizes a contest: a `Contest`, its id or series.

        Raises `UnknownContestError` and `UnknownRoleError`.

        >>> from cnmaker_data import contests
        >>> for organizer in contests.organizers_of("8/regional/shenzhen"):
        ...     print(organizer)
        深圳市工业和信息化局（牵头）
        深圳市中小企业服务局（牵头）
        """
        if not isinstance(contest, Contest):
            contest = self[str(contest)]
        if role is None:
            return contest.organizers
        wanted = _member(Role, role, UnknownRoleError)
        return tuple(o for o in contest.organizers if o.role is wanted)

    def entry_for(self, place: Region | str) -> Contest | None:
        """
        Return the contest that a company in a place enters, or None.

        It is the regional contest of the place, or else of the nearest
        division above it. The corps' cities enter the corps' contest, and
        香港, 澳门 and 台湾 the first overseas contest of the plan. None says
        that the plan has no contest for the place: in edition 8 it has none
        for 内蒙古 and 宁夏. The plan does not print this rule: it is derived.

        Of contests of several editions, only the newest edition's count.
        *place* is all that `find_region` takes. Raises `UnknownRegionError`
        and `AmbiguousRegionError`.

        >>> from cnmaker_data import contests
        >>> contests.entry_for("义乌市").urls
        ('https://zj87.jxt.zj.gov.cn/',)
        >>> contests.entry_for("石河子").series
        'regional/xpcc'
        >>> contests.entry_for("呼和浩特") is None
        True
        """
        return self._entry_for(find_region(place).code)

    def crosswalk(self) -> Crosswalk:
        """
        Return what `entry_for` answers for each administrative division.

        One row for each, by code: join a table with division codes to it
        rather than ask for each row of the table.

        >>> from cnmaker_data import contests
        >>> rows = contests.crosswalk()
        >>> len(rows), rows[0].contest_id
        (3214, '8/regional/beijing')
        """
        entries = (
            (region, self._entry_for(region.code)) for region in all_regions()
        )
        return Crosswalk(
            CrosswalkRow(
                code=region.code,
                name=region.name,
                level=region.level,
                contest_id=None if contest is None else contest.id,
            )
            for region, contest in entries
        )

    def _entry_for(self, code: str) -> Contest | None:
        regional = self._regional
        # The corps is above its cities, whatever their codes say.
        is_of_corps = code.startswith(CORPS_CITIES)
        above = (CORPS,) if is_of_corps else codes_above(code)
        for each in (code, *above):
            if each in regional:
                return regional[each]
        return self._overseas if code in _ENTER_OVERSEAS else None

    def _nearest(self, key: str) -> list[str]:
        """
        Return the keys nearest to one that is none, or what a name means.
        """
        from difflib import get_close_matches

        return (
            get_close_matches(key, self._by_key, n=3)
            or [
                contest.series
                for contest in self
                if key and key in contest.name
            ][:3]
        )

    @_index
    def _by_key(self) -> dict[str, Contest]:
        by_id = {contest.id: contest for contest in self}
        # The newest edition's last, so that it stays.
        ordered = sorted(self, key=_edition_of)
        return {contest.series: contest for contest in ordered} | by_id

    @_index
    def _by_tier(self) -> dict[Tier, Contests]:
        return _grouped((contest.tier, contest) for contest in self)

    @_index
    def _by_region(self) -> dict[str, Contests]:
        return _grouped((contest.location.code, contest) for contest in self)

    @_index
    def _by_region_within(self) -> dict[str, Contests]:
        return _grouped(
            (code, contest)
            for contest in self
            for code in (
                contest.location.code,
                *codes_above(contest.location.code),
            )
        )

    @_index
    def _by_organizer(self) -> dict[tuple[str, Role | None], Contests]:
        return _grouped(
            ((_folded(name), role), contest)
            for contest in self
            for organizer in contest.organizers
            for name in (
                organizer.organization.name,
                *organizer.organization.aliases,
            )
            for role in (organizer.role, None)
        )

    @_index
    def _newest(self) -> Contests:
        # What an older plan had and the newest dropped is open no more.
        newest = max(map(_edition_of, self), default=0)
        return Contests(each for each in self if each.edition == newest)

    @_index
    def _regional(self) -> dict[str, Contest]:
        contests = self._newest.by_tier(Tier.REGIONAL)
        return {contest.location.code: contest for contest in contests}

    @_index
    def _overseas(self) -> Contest | None:
        return next(iter(self._newest.by_tier(Tier.OVERSEAS)), None)


_NO_CONTESTS = Contests()


class CrosswalkRow(NamedTuple):
    """
    Which contest the companies of one administrative division enter.
    """

    #: The code of GB/T 2260.
    code: str
    #: The full name, without those of the divisions above it.
    name: str
    #: ``province``, ``prefecture`` or ``county``.
    level: Level
    #: The id of the contest, or None where the plan has none.
    contest_id: str | None


class Crosswalk(_Rows[CrosswalkRow]):
    """
    Which contest the companies of each division enter, a row for each.

    An immutable sequence that compares and hashes like a tuple. Data frames
    and databases take it as a table, by the Arrow PyCapsule interface.

    >>> from cnmaker_data import contests
    >>> contests.crosswalk()
    <crosswalk of 3214 divisions>
    """

    def __repr__(self) -> str:
        plural = "" if len(self) == 1 else "s"
        return f"<crosswalk of {len(self)} division{plural}>"

    @overload
    def __getitem__(self, key: SupportsIndex, /) -> CrosswalkRow: ...
    @overload
    def __getitem__(self, key: slice, /) -> Crosswalk: ...
    def __getitem__(
        self, key: SupportsIndex | slice, /
    ) -> CrosswalkRow | Crosswalk:
        if isinstance(key, slice):
            return Crosswalk(self._rows[key])
        return self._rows[key]


def _edition_of(contest: Contest) -> int:
    return contest.edition


def _grouped(pairs: Iterable[tuple[_K, Contest]]) -> dict[_K, Contests]:
    groups = defaultdict[_K, dict[Contest, None]](dict)
    for key, contest in pairs:
        # Once each, where an organization is there under two names.
        groups[key][contest] = None
    return {key: Contests(group) for key, group in groups.items()}


def _folded(text: str) -> str:
    if not isinstance(text, str):
        raise DataError([DataProblem("", f"{text!r} is not text")])
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def as_tier(tier: Tier | str) -> Tier:
    """
    Return the tier that is given, or named by its value or Chinese label.

    >>> as_tier("区域赛") is as_tier("Regional") is Tier.REGIONAL
    True
    """
    return _member(Tier, tier, UnknownTierError)


@cache
def _named(kind: type[Tier | Role]) -> dict[str, Any]:
    """
    Return the members of an enum by value and by label.
    """
    return {
        name: member for member in kind for name in (member.value, member.label)
    }


def _member(
    kind: type[_E],
    given: _E | str,
    error: type[UnknownTierError | UnknownRoleError],
) -> _E:
    """
    Return the member of an enum that is given, or named by value or label.
    """
    if isinstance(given, kind):
        return given
    if isinstance(given, str):
        named: dict[str, _E] = _named(kind)
        # As it is, first: folding takes longer than all the rest.
        if member := named.get(given) or named.get(_folded(given)):
            return member
    # In the language that was asked in.
    is_chinese = isinstance(given, str) and not given.isascii()
    raise error(given, [m.label if is_chinese else m.value for m in kind])
