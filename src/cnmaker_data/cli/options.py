"""Options of several commands, such as ``--force``, and how commands fail."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, Any, Literal, TypeAlias

from cyclopts import Parameter

from cnmaker_data import Contest, Tier, contests, editions
from cnmaker_data.errors import CnmakerDataError
from cnmaker_data.places import CORPS, all_regions, find_region


class NotThereError(CnmakerDataError):
    """The command failed; the message says why, or it has been printed."""


def proposing(names: Callable[[Contest], Iterable[str]]) -> Parameter:
    """Return a parameter that a shell completes with names of contests."""

    def complete(_: object) -> Iterable[str]:
        return dict.fromkeys(name for each in contests for name in names(each))

    return Parameter(completer=complete)


# The shell drops proposals that do not start with the word to complete.
def _tiers(context: Any) -> Iterable[str]:
    is_latin = context.incomplete.isascii()
    return [tier.value if is_latin else tier.label for tier in Tier]


def _regions(context: Any) -> Iterable[str]:
    start = context.incomplete
    # All 3,214 would be too many to choose from. They lack the corps.
    regions = [r for r in all_regions() if start or r.level != "county"]
    regions.append(find_region(CORPS))
    is_latin = start and start.isascii()
    return [r.english_name if is_latin else r.name for r in regions]


#: The number of an edition; the default is the newest.
EditionNumber: TypeAlias = Annotated[
    int | None, Parameter(completer=lambda _: map(str, editions()))
]
ContestKey: TypeAlias = Annotated[
    str, proposing(lambda contest: (contest.id, contest.series))
]
TierName: TypeAlias = Annotated[str, Parameter(completer=_tiers)]
Place: TypeAlias = Annotated[str, Parameter(completer=_regions)]
#: ``--force``. Without it, a command that would overwrite a file fails.
Force: TypeAlias = Annotated[bool, Parameter(help="Overwrite what is there.")]
#: How answers are printed.
Output: TypeAlias = Literal["table", "json", "csv"]
