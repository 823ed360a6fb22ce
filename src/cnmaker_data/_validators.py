"""Validators and converters of the model; each refusal is a `DataError`."""

from __future__ import annotations

import re

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, TypeAlias, TypeGuard, TypeVar, cast

from attrs import Attribute

from cnmaker_data._text import INVISIBLE, UNENCODABLE
from cnmaker_data.errors import DataError, DataProblem, short_repr


_T = TypeVar("_T")

AnyAttribute: TypeAlias = "Attribute[Any]"
Validator: TypeAlias = Callable[[Any, AnyAttribute, Any], None]


def refusal(attribute: AnyAttribute, reason: str) -> DataError:
    """Return the error for a wrong value of an attribute."""
    return DataError([DataProblem(attribute.name, reason)])


def restore(cls: type[_T], fields: dict[str, Any]) -> _T:
    """
    Return an instance with these fields, without converters and validators.

    The fields were validated before, or the caller does it.
    """
    instance: Any = object.__new__(cls)
    instance.__setstate__(fields)
    return cast(_T, instance)


def line(_: object, attribute: AnyAttribute, value: Any) -> None:
    """Check that a value is one line of visible text."""
    _check_plain(attribute, value)
    is_trimmed = value and value == value.strip()
    if not is_trimmed or re.search(f"[{INVISIBLE}]", value):
        raise refusal(
            attribute,
            f"{short_repr(value)} is not one line of text that starts and "
            "ends with a visible character",
        )


def printed(_: object, attribute: AnyAttribute, value: Any) -> None:
    """Check that a value is text as printed: any lines, without controls."""
    _check_plain(attribute, value)
    if re.search(f"[{UNENCODABLE}]", value):
        raise refusal(
            attribute, f"{short_repr(value)} holds control characters"
        )


def printed_line(_: object, attribute: AnyAttribute, value: Any) -> None:
    """
    Check that a value is one line as printed, with something to see in it.
    """
    printed(_, attribute, value)
    if "\n" in value or not re.search(rf"[^\s{INVISIBLE}]", value):
        raise refusal(
            attribute,
            f"{short_repr(value)} is not one line with a visible character",
        )


def _check_plain(attribute: AnyAttribute, value: Any) -> None:
    # Exact type: str subclasses (numpy.str_, lxml results) break serializers.
    if type(value) is not str:
        raise refusal(attribute, f"{short_repr(value)} is not plain text")


def is_positive(value: Any) -> bool:
    """Return whether a value is a whole number from 1 to 9999."""
    # bool is a subclass of int; reject it.
    return type(value) is int and 0 < value < 10_000


def positive(_: object, attribute: AnyAttribute, value: Any) -> None:
    """Check that a value is a whole number from 1 to 9999."""
    if not is_positive(value):
        raise refusal(
            attribute, f"{short_repr(value)} is not a number from 1 to 9999"
        )


def optional(validate: Validator) -> Validator:
    """Return a validator that also takes None."""

    def validate_optional(
        instance: object, attribute: AnyAttribute, value: Any
    ) -> None:
        if value is not None:
            validate(instance, attribute, value)

    return validate_optional


def instance_of(kind: type, what: str) -> Validator:
    """Return a validator for instances of a class; messages call it *what*."""

    def validate(_: object, attribute: AnyAttribute, value: Any) -> None:
        if not isinstance(value, kind):
            raise refusal(attribute, f"{short_repr(value)} is not {what}")

    return validate


def all_instances_of(kind: type, what: str) -> Validator:
    """Return a validator for collections of instances of a class."""

    def validate(_: object, attribute: AnyAttribute, value: Any) -> None:
        if not _is_listing(value):
            raise refusal(attribute, f"{short_repr(value)} is not a collection")
        for item in value:
            if not isinstance(item, kind):
                raise refusal(attribute, f"{short_repr(item)} is not {what}")

    return validate


def distinct(_: object, attribute: AnyAttribute, value: Any) -> None:
    """Check that no item of a collection appears twice."""
    if len(value) > 1 and len(set(value)) < len(value):
        counts: Counter[Any] = Counter(value)
        repeated = next(item for item, count in counts.items() if count > 1)
        raise refusal(attribute, f"{short_repr(str(repeated))} appears twice")


def nonempty(_: object, attribute: AnyAttribute, value: Any) -> None:
    """Check that a collection has an item."""
    if not value:
        raise refusal(attribute, "must not be empty")


def to_tuple(value: Iterable[_T]) -> tuple[_T, ...]:
    """Return an iterable as a tuple, and any other value unchanged."""
    if _is_listing(value):
        return tuple(value)
    return cast("tuple[_T, ...]", value)  # left to the validator


def _is_listing(value: object) -> TypeGuard[Iterable[Any]]:
    """
    Return whether a value is an iterable, but not text, a mapping or a set.
    """
    return isinstance(value, Iterable) and not isinstance(
        value, str | bytes | Mapping | AbstractSet
    )
