"""Options that several commands have, and the errors of the command line."""

from __future__ import annotations

import contextlib

from collections.abc import Callable, Generator, Iterable
from typing import Annotated, Any, Literal, TypeAlias

from cyclopts import CycloptsError, Parameter

from cnmaker_data import Edition, Tier, edition, editions
from cnmaker_data.places import CORPS, all_regions, find_region


class NotThereError(Exception):
    """What was asked for is not there; the message says so."""


def misuse(message: str) -> CycloptsError:
    """Return the error for a command that was called in a wrong way."""
    return CycloptsError(msg=message)


@contextlib.contextmanager
def naming_force() -> Generator[None]:
    """Name `--force` if a file that a command writes already exists."""
    try:
        yield
    except FileExistsError as error:
        raise NotThereError(f"{error}; --force overwrites it") from None


def proposing(
    propose: Callable[[Edition, str], Iterable[object]],
) -> Parameter:
    """
    Return a parameter whose values a shell completes.

    *propose* gets the newest edition and the start of a value. The shell drops
    what starts otherwise.
    """

    def complete(context: Any) -> list[str]:
        found = propose(edition(), context.incomplete)
        return list(dict.fromkeys(map(str, found)))

    return Parameter(completer=complete)


def _tiers(_: Edition, start: str) -> Iterable[str]:
    return [
        tier.value if not start or start.isascii() else tier.label
        for tier in Tier
    ]


def _regions(_: Edition, start: str) -> Iterable[str]:
    # All 3,214 would be too many to choose from. The corps is not among them.
    regions = [r for r in all_regions() if start or r.level != "county"]
    regions.append(find_region(CORPS))
    if start and start.isascii():
        return (region.english_name for region in regions)
    return (region.name for region in regions)


#: The number of an edition; the newest one's without it.
EditionNumber: TypeAlias = Annotated[
    int | None, proposing(lambda _plan, _start: editions())
]
ContestKey: TypeAlias = Annotated[
    str,
    proposing(
        lambda plan, _start: (
            key for each in plan.contests for key in (each.id, each.series)
        )
    ),
]
TierName: TypeAlias = Annotated[str, proposing(_tiers)]
Place: TypeAlias = Annotated[str, proposing(_regions)]
#: A flag that has no opposite.
Flag: TypeAlias = Annotated[bool, Parameter(negative="", show_default=False)]
#: Without it, a command that would overwrite a file fails and names it.
Force: TypeAlias = Annotated[
    bool,
    Parameter(negative="", show_default=False, help="Overwrite what is there."),
]
#: Texts, each with an option of its own.
Texts: TypeAlias = Annotated[
    tuple[str, ...], Parameter(negative="", show_default=False)
]
#: How answers are printed.
Output: TypeAlias = Literal["table", "json", "csv"]
