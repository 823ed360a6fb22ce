"""
Which contest a company in a place enters.

The plan does not print this rule; it is derived. A company enters the regional
contest of its place or of the nearest division above it, so 宁波 enters its own
contest and not 浙江's. The corps' cities enter the corps' contest, and 香港,
澳门 and 台湾 the overseas one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, SupportsIndex, TypeVar, overload

from cnmaker_data.model import Contest, Level, Tier
from cnmaker_data.places import CORPS, CORPS_CITIES, all_regions, codes_above
from cnmaker_data.table import Rows, Table


_C = TypeVar("_C")

# Regional contests are the mainland's; these three enter the overseas contest
# (境外区域赛).
_ENTER_OVERSEAS = frozenset({"710000", "810000", "820000"})


def entries_of(
    contests: Iterable[Contest],
) -> tuple[dict[str, Contest], Contest | None]:
    """
    Return the contests that companies enter: regional ones, and the overseas.

    Regional contests are by the code of their division. Only those of the
    newest edition count: what it dropped is no longer open.
    """
    contests = tuple(contests)
    newest = max((each.edition for each in contests), default=0)
    current = [each for each in contests if each.edition == newest]
    regional = (each for each in current if each.tier is Tier.REGIONAL)
    overseas = (each for each in current if each.tier is Tier.OVERSEAS)
    by_code = {each.location.code: each for each in regional}
    return by_code, next(overseas, None)


def entry_of(
    code: str, regional: Mapping[str, _C], overseas: _C | None
) -> _C | None:
    """
    Return the contest that a company in a division enters, or None.

    *regional* holds the regional contests by the code of their division.

    >>> entry_of("330782", {"330000": "浙江"}, None)
    '浙江'
    """
    # The corps is above its cities, whatever their codes say.
    is_of_corps = code.startswith(CORPS_CITIES)
    above = (CORPS,) if is_of_corps else codes_above(code)
    for each in (code, *above):
        if each in regional:
            return regional[each]
    return overseas if code in _ENTER_OVERSEAS else None


class CrosswalkRow(NamedTuple):
    """Which contest the companies of one administrative division enter."""

    #: The code of GB/T 2260.
    code: str
    #: The full name, without those of the divisions above it.
    name: str
    #: ``province``, ``prefecture`` or ``county``.
    level: Level
    #: The id of the contest, or None where the plan has none.
    contest_id: str | None


class Crosswalk(Rows[CrosswalkRow]):
    """
    Which contest the companies of each division enter, a row for each.

    An immutable collection that compares and hashes like a tuple. Data frames
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

    def _table(self) -> Table:
        from cnmaker_data import tables

        return tables.crosswalk(self._rows)


def build_crosswalk(
    regional: Mapping[str, Contest], overseas: Contest | None
) -> Crosswalk:
    """Return what `entry_of` answers for each division, by code."""
    entries = (
        (region, entry_of(region.code, regional, overseas))
        for region in all_regions()
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
