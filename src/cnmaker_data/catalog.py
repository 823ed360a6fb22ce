"""
Editions, and those that ship with the package.

The module is not called `editions`: importing a submodule of that name would
replace the function `editions` in the package.
"""

from __future__ import annotations

import json

from collections.abc import Callable, Iterable
from typing import Any

import attrs

from attrs import NOTHING, field, frozen
from attrs.validators import optional

from cnmaker_data import _resources, model
from cnmaker_data import _validators as check
from cnmaker_data._validators import AnyAttribute, refusal, restore, to_tuple
from cnmaker_data.collection import Contests
from cnmaker_data.entry import Crosswalk
from cnmaker_data.errors import DigestMismatchError, UnknownEditionError
from cnmaker_data.model import Contest, Role, Tier
from cnmaker_data.table import Displayed, Table


#: The version of the format of `edition.json`: the release that defined it.
SCHEMA_VERSION = "8.0"


def _contests(value: Iterable[Contest]) -> Contests:
    contests = value if isinstance(value, Contests) else to_tuple(value)
    if type(contests) is tuple and all(
        isinstance(contest, Contest) for contest in contests
    ):
        return Contests(contests)
    return contests  # type: ignore[return-value]  # left to the validator


def _check_contests(
    edition: Edition, attribute: AnyAttribute, value: Contests
) -> None:
    if not check.is_positive(edition.number):
        return  # its own validator refuses it
    for contest in value:
        if contest.edition != edition.number:
            problem = f"is not of edition {edition.number}"
            raise refusal(attribute, contest.id, problem)
    check.distinct(edition, attribute, [contest.id for contest in value])


@frozen(kw_only=True)
class Edition(Displayed):
    """
    The plan of one year.

    >>> from cnmaker_data import edition
    >>> edition(8)
    Edition(number=8, year=2023, notice='工信部联企业函〔2023〕191号')
    """

    #: The number of the edition of the competition.
    number: int = field(validator=check.positive)
    #: The year in which it is held.
    year: int = field(validator=check.positive)
    #: The title of the plan, as printed.
    title: str = field(validator=check.line, repr=False)
    #: The document number of the notice to which the plan is attached, or
    #: None if it is not known.
    notice: str | None = field(default=None, validator=optional(check.line))
    #: The contests, in printed order.
    contests: Contests = field(
        converter=_contests,
        validator=[
            check.each(check.instance_of(Contest)),
            check.nonempty,
            _check_contests,
        ],
        repr=False,
    )
    #: The lines that the plan prints outside its tables, as printed.
    notes: tuple[str, ...] = field(
        default=(),
        converter=check.to_texts,
        validator=check.each(check.printed_line),
        repr=False,
    )

    @property
    def digest(self) -> str:
        """
        ``sha256:`` and the SHA-256 of the canonical JSON (RFC 8785).

        It covers the whole document, with the version of its schema, and is
        the same on each machine and in each release until a value changes.

        >>> from cnmaker_data import edition
        >>> edition(8).digest == edition(8).digest
        True
        """
        import hashlib

        # RFC 8785, for documents of texts, integers and keys in ASCII.
        canonical = json.dumps(
            to_plain(self),
            ensure_ascii=False,
            separators=(",", ":"),
            sort_keys=True,
        )
        return f"sha256:{hashlib.sha256(canonical.encode()).hexdigest()}"

    def crosswalk(self) -> Crosswalk:
        """
        Return which contest the companies of each division enter.

        See `Contests.crosswalk`.
        """
        return self.contests.crosswalk()

    def __str__(self) -> str:
        return self.title

    def _table(self) -> Table:
        from cnmaker_data import tables

        return tables.flat("listing", self.contests, self.title)


def to_plain(value: Any, *, omit_defaults: bool = False) -> Any:
    """
    Return an object of the model as mappings, lists, texts and numbers.

    An edition starts with the version of its schema. With *omit_defaults*,
    fields that have their default are left out, and those that may have one
    follow the others.
    """
    if isinstance(value, tuple | Contests):
        items: list[Any] = [*value]
        return [to_plain(item, omit_defaults=omit_defaults) for item in items]
    cls: type = value.__class__
    if not attrs.has(cls):
        return getattr(value, "value", value)  # of a member of an enum
    fields: Iterable[AnyAttribute] = attrs.fields(cls)
    if omit_defaults:
        fields = sorted(fields, key=lambda each: each.default is not NOTHING)
    document = {"schema": SCHEMA_VERSION} if isinstance(value, Edition) else {}
    for each in fields:
        item = getattr(value, each.name)
        if not omit_defaults or item != each.default:
            document[each.name] = to_plain(item, omit_defaults=omit_defaults)
    return document


def json_schema() -> dict[str, Any]:
    """
    Return the JSON Schema (2020-12) of an edition as `dumps` writes it.

    Each call returns a new dictionary. `loads` rejects everything that the
    schema rejects, and more: the schema cannot say that ids are unique.

    >>> schema = json_schema()
    >>> schema["properties"]["schema"]
    {'description': 'The version of this format.', 'const': '8.0'}
    >>> schema["required"]
    ['schema', 'number', 'year', 'title', 'notice', 'contests', 'notes']
    """
    schema: dict[str, Any] = json.loads(_resources.read("edition.schema.json"))
    return schema


def editions() -> tuple[int, ...]:
    """
    Return the numbers of the editions that ship, in ascending order.

    >>> editions()
    (8,)
    """
    names = _resources.folders("editions", holding="edition.json")
    return tuple(sorted(int(name) for name in names if name.isdecimal()))


def edition(number: int | None = None, *, digest: str | None = None) -> Edition:
    """
    Return an edition, the newest one by default.

    With *digest*, which `Edition.digest` returns, the edition is the pinned
    one, byte for byte, or `DigestMismatchError` is raised. Raises
    `UnknownEditionError` for a number that does not ship.

    >>> edition(8).year
    2023
    >>> edition(7)
    Traceback (most recent call last):
        ...
    cnmaker_data.errors.UnknownEditionError: edition 7 does not ship with \
this version; 8 does
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
    if number not in _LOADED:
        data = _resources.read("editions", str(number), "edition.json")
        # `loads` would check every value, which delays the first answer. A
        # test loads each edition with it.
        read = json.loads(data, object_hook=_restore)
        # `setdefault` gives threads that ask at the same time one object. It
        # takes no lock, which a fork could leave locked in the child process.
        _LOADED.setdefault(number, read)
    return _LOADED[number]


# The classes by the first field of their objects in JSON.
_CLASSES: dict[str, type[object]] = {
    "schema": Edition,
    "id": Contest,
    "code": model.Region,
    "organization": model.Organizer,
    "name": model.Organization,
    "url": model.Link,
    "table": model.Source,
}
_CONVERTERS: dict[str, Callable[[Any], object]] = {
    **dict.fromkeys(("aliases", "links", "notes", "organizers"), tuple),
    "cells": lambda cells: tuple((column, text) for column, text in cells),
    "contests": Contests,
    "role": Role,
    "tier": Tier,
}


def _restore(fields: dict[str, Any]) -> object:
    cls = _CLASSES[next(iter(fields))]
    fields.pop("schema", None)  # this version's
    for name in _CONVERTERS.keys() & fields.keys():
        fields[name] = _CONVERTERS[name](fields[name])
    return restore(cls, fields)
