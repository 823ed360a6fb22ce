"""
Which contest a company in a place enters.

The plan does not print this rule; it is derived. A company enters the regional
contest of its place or of the nearest division above it, so 宁波 enters its own
contest and not 浙江's. The corps' cities enter the corps' contest, and 香港,
澳门 and 台湾 the overseas one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple, TypeVar

from cnmaker_data.model import Contest, Level, Tier
from cnmaker_data.places import CORPS, CORPS_CITIES, codes_above
from cnmaker_data.table import Rows, Table, counted


_C = TypeVar("_C")

# Regional contests are the mainland's; 台湾, 香港 and 澳门 enter the overseas
# contest (境外区域赛).
ABROAD = ("710000", "810000", "820000")


def entries_of(contests: Collection[Contest]) -> dict[str, Contest]:
    """
    Return the contests that companies enter, by the codes of divisions.

    Only those of the newest edition count: older ones are no longer open.
    """
    newest = max((each.edition for each in contests), default=0)
    current = [each for each in contests if each.edition == newest]
    overseas = [each for each in current if each.tier is Tier.OVERSEAS]
    entries = {code: each for each in overseas[:1] for code in ABROAD}
    for each in current:
        if each.tier is Tier.REGIONAL:
            entries[each.location.code] = each
    return entries


def entry_of(code: str, entries: Mapping[str, _C]) -> _C | None:
    """Return what companies in a division enter, or None."""
    # The corps is above its cities, whatever their codes say.
    is_of_corps = code.startswith(CORPS_CITIES)
    above = (CORPS,) if is_of_corps else codes_above(code)
    for each in (code, *above):
        if each in entries:
            return entries[each]
    return None


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
        return f"<crosswalk of {counted(len(self), 'division')}>"

    def _table(self) -> Table:
        from cnmaker_data import tables

        caption = counted(len(self), "division", ",")
        return tables.flat("crosswalk", self, caption)
