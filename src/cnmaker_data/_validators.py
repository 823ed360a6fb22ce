"""Validators and converters of the model; each refusal is a `DataError`."""

from __future__ import annotations

import re

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, TypeAlias, TypeGuard, TypeVar, cast

from attrs import Attribute
from attrs.validators import and_, deep_iterable

from cnmaker_data._text import INVISIBLE, UNENCODABLE
from cnmaker_data.errors import DataError, data_error, short_repr


_T = TypeVar("_T")

AnyAttribute: TypeAlias = "Attribute[Any]"
Validator: TypeAlias = Callable[[Any, AnyAttribute, Any], None]


def refusal(attribute: AnyAttribute, value: object, problem: str) -> DataError:
    """Return the error for a wrong value of an attribute."""
    return data_error(f"{short_repr(value)} {problem}", attribute.name)


def restore(cls: type[_T], fields: dict[str, Any]) -> _T:
    """
    Return an instance with these fields, without converters and validators.

    The caller validates the fields, unless they were validated before.
    """
    instance: Any = object.__new__(cls)
    instance.__setstate__(fields)
    return cast(_T, instance)


def text(pattern: str, problem: str) -> Validator:
    """Return a validator for plain text that matches a pattern in full."""

    def validate(_: object, attribute: AnyAttribute, value: Any) -> None:
        # Exact type: str subclasses (numpy.str_, lxml results) break
        # serializers.
        if type(value) is not str:
            raise refusal(attribute, value, "is not plain text")
        if not re.fullmatch(pattern, value):
            raise refusal(attribute, value, problem)

    return validate


line = text(
    rf"(?!\s)[^{INVISIBLE}]+(?<!\s)",
    "is not one line of text that starts and ends with a visible character",
)
#: Text as printed: any lines, without controls.
printed = text(f"[^{UNENCODABLE}]*", "holds control characters")
#: One line as printed, with something to see in it.
printed_line = and_(
    printed,
    text(
        rf"(?=.*[^\s{INVISIBLE}]).*",
        "is not one line with a visible character",
    ),
)


def is_positive(value: Any) -> bool:
    """Return whether a value is a whole number from 1 to 9999."""
    # bool is a subclass of int; reject it.
    return type(value) is int and 0 < value < 10_000


def positive(_: object, attribute: AnyAttribute, value: Any) -> None:
    """Check that a value is a whole number from 1 to 9999."""
    if not is_positive(value):
        raise refusal(attribute, value, "is not a number from 1 to 9999")


def instance_of(kind: type, noun: str = "") -> Validator:
    """Return a validator for instances of a class; messages call it *noun*."""
    article = "an" if kind.__name__.startswith("O") else "a"
    noun = noun or f"{article} {kind.__name__}"

    def validate(_: object, attribute: AnyAttribute, value: Any) -> None:
        if not isinstance(value, kind):
            raise refusal(attribute, value, f"is not {noun}")

    return validate


def each(validate: Validator) -> Validator:
    """Return a validator for collections whose items *validate* accepts."""
    return deep_iterable(validate, _check_collection)


def _check_collection(_: object, attribute: AnyAttribute, value: Any) -> None:
    if not _is_collection(value):
        raise refusal(attribute, value, "is not a collection")


def distinct(_: object, attribute: AnyAttribute, value: Any) -> None:
    """Check that no item of a collection appears twice."""
    if len(value) > len(set(value)):
        [(repeated, _)] = Counter[Any](value).most_common(1)
        raise refusal(attribute, str(repeated), "appears twice")


def nonempty(_: object, attribute: AnyAttribute, value: Any) -> None:
    """Check that a collection has an item."""
    if not value:
        raise data_error("must not be empty", attribute.name)


def to_tuple(value: Iterable[_T]) -> tuple[_T, ...]:
    """Return an iterable as a tuple, and any other value unchanged."""
    if _is_collection(value):
        return tuple(value)
    return value  # type: ignore[return-value]  # left to the validator


def to_texts(value: Iterable[str]) -> tuple[str, ...]:
    """Return texts as a tuple; type checkers need a converter that says so."""
    return to_tuple(value)


def _is_collection(value: object) -> TypeGuard[Iterable[Any]]:
    """Return whether to take a value for items: no text, mapping or set."""
    return isinstance(value, Iterable) and not isinstance(
        value, str | bytes | Mapping | AbstractSet
    )
