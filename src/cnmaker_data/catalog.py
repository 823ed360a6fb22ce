"""
The editions that ship with the package.

Not `editions`, which is what it answers: a module of the name of a public
function would take its place in the package once it is imported.
"""

from __future__ import annotations

from typing import Any

from cnmaker_data import _resources
from cnmaker_data.collection import Contests
from cnmaker_data.errors import DigestMismatchError, UnknownEditionError
from cnmaker_data.model import (
    Contest,
    Edition,
    Link,
    Organization,
    Organizer,
    Region,
    Role,
    Source,
    Tier,
    restored,
)


__all__ = ["edition", "editions"]


def editions() -> tuple[int, ...]:
    """
    Return the numbers of the editions that ship, in their order.

    >>> editions()
    (8,)
    """
    names = _resources.folders("editions", holding="edition.json")
    return tuple(sorted(int(name) for name in names if name.isdecimal()))


def edition(number: int | None = None, *, digest: str | None = None) -> Edition:
    """
    Return an edition, the newest one by default.

    With *digest*, as `Edition.digest` gives it, the edition is the one that
    was pinned, byte for byte, or `DigestMismatchError` is raised. Raises
    `UnknownEditionError` for a number that does not ship.

    >>> edition(8).year
    2023
    >>> edition(7)
    Traceback (most recent call last):
        ...
    cnmaker_data.errors.UnknownEditionError: edition 7 is unknown; did you \
mean 8?
    """
    known = editions()
    if number is None:
        number = known[-1]
    elif type(number) is not int or number not in known:
        raise UnknownEditionError(number, known)
    loaded = _load(number)
    if digest is not None and digest != (actual := loaded.digest):
        raise DigestMismatchError(number, digest, actual)
    return loaded


_LOADED: dict[int, Edition] = {}


def _load(number: int) -> Edition:
    # Threads that ask first at the same time get the same object. There is
    # no lock: a fork could leave it locked in the child for ever.
    if number not in _LOADED:
        _LOADED.setdefault(number, _read(number))
    return _LOADED[number]


def _read(number: int) -> Edition:
    # Not by `loads`, which checks each value and has to import cattrs first:
    # what ships has been through it, and a test puts it through it again.
    import json

    fields = json.loads(
        _resources.read("editions", str(number), "edition.json")
    )
    del fields["schema"]  # this version's
    fields["contests"] = Contests(map(_contest, fields["contests"]))
    return restored(Edition, fields)


def _contest(fields: dict[str, Any]) -> Contest:
    fields["tier"] = Tier(fields["tier"])
    fields["location"] = restored(Region, fields["location"])
    fields["organizers"] = tuple(map(_organizer, fields["organizers"]))
    fields["links"] = tuple(restored(Link, link) for link in fields["links"])
    fields["source"] = _source(fields["source"])
    return restored(Contest, fields)


def _organizer(fields: dict[str, Any]) -> Organizer:
    fields["organization"] = _organization(fields["organization"])
    fields["role"] = Role(fields["role"])
    return restored(Organizer, fields)


def _organization(fields: dict[str, Any]) -> Organization:
    fields["aliases"] = tuple(fields["aliases"])
    return restored(Organization, fields)


def _source(fields: dict[str, Any]) -> Source:
    fields["cells"] = tuple((column, text) for column, text in fields["cells"])
    return restored(Source, fields)
