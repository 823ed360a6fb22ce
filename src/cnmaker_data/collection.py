"""Contests that answer questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from functools import cached_property, partial
from operator import attrgetter
from typing import TYPE_CHECKING, SupportsIndex, TypeVar, get_args, overload

from cnmaker_data import errors
from cnmaker_data._text import fold, words_of
from cnmaker_data.entry import Crosswalk, CrosswalkRow, entries_of, entry_of
from cnmaker_data.errors import data_error, short_repr, shorten
from cnmaker_data.model import (
    Contest,
    Organization,
    Organizer,
    Role,
    Tier,
    member_of,
)
from cnmaker_data.places import (
    Region,
    all_regions,
    ancestors,
    find_region,
    path_of,
)
from cnmaker_data.table import Rows, Table, counted


if TYPE_CHECKING:
    from cnmaker_data.tables import TableName


_D = TypeVar("_D")


class Contests(Rows[Contest]):
    """
    An immutable collection of contests with queries.

    It keeps the order of the plan, and iterates, compares, hashes and pickles
    like a tuple. Queries and slices return `Contests`, so you can chain them.
    Data frames and databases take it as a table, by the Arrow PyCapsule
    interface, and notebooks show it as one.

    >>> from cnmaker_data import contests
    >>> contests.by_tier("thematic").by_region("浙江")
    <2 contests: 8/thematic/visual-intelligence, 8/thematic/low-code>
    """

    def __init__(self, contests: Iterable[Contest] = (), /) -> None:
        super().__init__(contests)
        for position, contest in enumerate(self._rows):
            if not isinstance(contest, Contest):
                reason = f"{short_repr(contest)} is not a Contest"
                raise data_error(reason, f"[{position}]")

    def __reduce__(self) -> tuple[object, ...]:
        names = {"_organizer_names": self._organizer_names}
        return *super().__reduce__(), names

    def __repr__(self) -> str:
        ids = [contest.id for contest in self._rows[:3]]
        listed = ", ".join([*ids, "…"] if len(self) > 3 else ids)
        number = counted(len(self), "contest")
        return f"<{number}: {listed}>" if ids else f"<{number}>"

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
            if contest := self._by_key.get(key):
                return contest
            names = dict.fromkeys(self._by_key, "")
            names |= {each.series: each.name for each in self}
            raise errors.UnknownContestError(key, partial(_nearest, names))
        if isinstance(key, slice):
            return self._part(self._rows[key])
        try:
            return super().__getitem__(key)
        except IndexError:
            given = short_repr(key)
            message = f"position {given} is out of range for {self!r}"
            raise IndexError(message) from None

    def __contains__(self, key: object, /) -> bool:
        """Return whether a contest, or one with this id or series, is here."""
        return key in (self._by_key if isinstance(key, str) else self._rows)

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
        return self._by_key.get(key if isinstance(key, str) else "", default)

    def by_tier(self, tier: Tier | str) -> Contests:
        """
        Return the contests of a tier: a `Tier`, its value or Chinese label.

        Raises `UnknownTierError`.

        >>> from cnmaker_data import contests
        >>> len(contests.by_tier("区域赛")), len(contests.by_tier("final"))
        (35, 1)
        """
        found = self._index.get(tier) if isinstance(tier, str) else None
        return found or self._index.get(member_of(Tier, tier)) or self[:0]

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
        key = find_region(region).code, bool(within)
        return self._index.get(key) or self[:0]

    def by_organizer(
        self,
        organization: Organization | str,
        *,
        role: Role | str | None = None,
    ) -> Contests:
        """
        Return the contests that an organization organizes.

        *organization* is an `Organization`, or its name or an alias, whole,
        in either width, with or without blanks; *role* is a `Role`, its value
        or Chinese label. The answer is empty if it organizes none of them.
        Raises `UnknownRoleError`, `DataError` if *organization* is not text,
        and `UnknownOrganizerError` if no organizer has that name, here or in
        the contests that these were queried from.

        >>> from cnmaker_data import contests
        >>> len(contests.by_organizer("工业和信息化部信息中心"))
        14
        >>> contests.by_organizer("工业和信息化部信息中心", role="承办")
        <1 contest: 8/final>
        """
        role = None if role is None else member_of(Role, role)
        names, known = _names(organization), self._organizer_names
        found = self._part(
            contest
            for contest in self
            for organizers in [self.organizers_of(contest, role=role)]
            if any(names & _names(each.organization) for each in organizers)
        )
        if found or not self or isinstance(organization, Organization):
            return found
        if names.isdisjoint(map(fold, known)):
            nearest = partial(_nearest, known)
            raise errors.UnknownOrganizerError(organization, nearest)
        return found

    def organizers_of(
        self, contest: Contest | str, *, role: Role | str | None = None
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
        if isinstance(contest, str):
            contest = self[contest]
        elif not isinstance(contest, Contest):
            raise errors.UnknownContestError(contest)
        if role is None:
            return contest.organizers
        wanted = member_of(Role, role)
        return tuple(o for o in contest.organizers if o.role is wanted)

    def search(self, text: str) -> Contests:
        """
        Return the contests that contain every word of a text.

        Each may stand in the name, theme, id or place, in a division above
        it, or in the names of an organizer. Width, case, blanks and
        punctuation do not matter. Raises `DataError` for what is not text.

        >>> from cnmaker_data import contests
        >>> contests.search("浙江 低代码")
        <1 contest: 8/thematic/low-code>
        """
        if not isinstance(text, str):
            raise data_error(f"{short_repr(text)} is not text")
        words = words_of(text)
        return self._part(
            contest
            for contest in self
            for searched in [_searched(contest)]
            if all(word in searched for word in words)
        )

    def table(self, name: TableName = "contests") -> Table:
        """
        Return a flat table: ``contests``, ``organizers`` or ``links``.

        A row is a contest, with lists of its organizers and addresses, or one
        organizer or link, with the id of its contest. Raises
        `UnknownTableError`.

        >>> from cnmaker_data import contests
        >>> contests.table("organizers")
        <table organizers: 71 rows of contest_id, position, organization, \
aliases, role>
        """
        from cnmaker_data import tables

        if name not in (known := get_args(tables.TableName)):
            raise errors.UnknownTableError(name, known)
        return tables.flat(name, self)

    def _table(self) -> Table:
        return self.table()

    def _shown(self) -> Table:
        from cnmaker_data import tables

        caption = counted(len(self), "contest", ",")
        return tables.flat("listing", self, caption)

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
        return entry_of(find_region(place).code, self._entries)

    def crosswalk(self) -> Crosswalk:
        """
        Return what `entry_for` answers for each administrative division.

        One row for each, by code, for joins with a table of division codes.

        >>> from cnmaker_data import contests
        >>> rows = contests.crosswalk()
        >>> len(rows), rows[0].contest_id
        (3214, '8/regional/beijing')
        """
        ids = {code: each.id for code, each in self._entries.items()}
        return Crosswalk(
            CrosswalkRow(r.code, r.name, r.level, entry_of(r.code, ids))
            for r in all_regions()
        )

    def _part(self, contests: Iterable[Contest]) -> Contests:
        """Return some of these contests, which know the organizers of all."""
        part = Contests(contests)
        part._organizer_names = self._organizer_names
        return part

    @cached_property
    def _organizer_names(self) -> dict[str, str]:
        """The known names, by which a part tells a typo from an empty answer."""
        organizers = (each for contest in self for each in contest.organizers)
        named = (each.organization for each in organizers)
        names = {x for each in named for x in (each.name, *each.aliases)}
        return {name: name for name in sorted(names)}

    @cached_property
    def _index(self) -> dict[Hashable, Contests]:
        """By a tier or its label, and by a region's code and *within*."""
        groups = defaultdict[Hashable, list[Contest]](list)
        for contest in self:
            place = contest.location
            groups[contest.tier].append(contest)
            groups[place.code, False].append(contest)
            for region in (place, *ancestors(place)):
                groups[region.code, True].append(contest)
        index = {key: self._part(group) for key, group in groups.items()}
        labels = {each.label: index[each] for each in Tier if each in index}
        return index | labels

    @cached_property
    def _by_key(self) -> dict[str, Contest]:
        by_id = {contest.id: contest for contest in self}
        # The newest edition comes last, so that it wins.
        ordered = sorted(self, key=attrgetter("edition"))
        return {contest.series: contest for contest in ordered} | by_id

    _entries = cached_property(entries_of)


def _names(organization: Organization | str) -> set[str]:
    """Return the names of an organization as they are compared."""
    if isinstance(organization, Organization):
        return {*map(fold, (organization.name, *organization.aliases))}
    if isinstance(organization, str):
        return {fold(organization)}
    given = short_repr(organization)
    raise data_error(f"{given} is not text or an Organization")


def _searched(contest: Contest) -> str:
    """Return the text of a contest that `Contests.search` looks into."""
    place = contest.location
    regions = (place, *ancestors(place))
    texts = (
        contest.id,
        contest.name,
        contest.theme or "",
        path_of(place),
        *(region.english_name for region in regions),
        *(str(each.organization) for each in contest.organizers),
    )
    return "\n".join(map(fold, texts))


def _nearest(names: Mapping[str, str], given: object) -> list[str]:
    """Return the nearest keys, or those whose name contains what was given."""
    from difflib import get_close_matches

    text = fold(shorten(str(given)))
    folded = [(key, fold(name)) for key, name in names.items()]
    containing = [key for key, name in folded if text and text in name]
    return get_close_matches(text, names) or containing[:3]
