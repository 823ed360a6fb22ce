"""
Everything that this library raises on purpose.

Each message names what was given, what is wrong with it, and what would do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple


if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cnmaker_data.places.region import Region


__all__ = [
    "AmbiguousRegionError",
    "CnmakerDataError",
    "DataError",
    "DataProblem",
    "DigestMismatchError",
    "IngestError",
    "IngestProblem",
    "InvalidURLError",
    "MissingExtraError",
    "UnknownColumnError",
    "UnknownContestError",
    "UnknownEditionError",
    "UnknownRegionError",
    "UnknownRoleError",
    "UnknownTierError",
]


def short_repr(value: object) -> str:
    """
    Return a value as a message shows it: in one line of bounded length.
    """
    try:
        text = repr(value)
    except (RecursionError, ValueError):  # nested deeply, or of many digits
        text = f"<{type(value).__name__}>"
    return shorten(text)


def shorten(text: str, most: int = 200) -> str:
    """
    Return a text, or the start of a long one.
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"


# Of problems in a message. `problems` has more.
_MOST_LINES = 100


def _lines(problems: Sequence[object]) -> list[str]:
    """
    Return a line for each problem, or for the first of many.
    """
    lines = [str(problem) for problem in problems[:_MOST_LINES]]
    if rest := len(problems) - len(lines):
        lines.append(f"and {rest:,} more")
    return lines


class CnmakerDataError(Exception):
    """The base of all errors of this library."""


class _UnknownError(CnmakerDataError, LookupError):
    """Something was asked for by a name that nothing has."""

    _what: str

    def __init__(
        self, given: object, expected: Iterable[str | int] = ()
    ) -> None:
        #: What was asked for.
        self.given = given
        #: What would do: the nearest names, or all where they are few.
        self.expected: tuple[str | int, ...] = tuple(expected)
        super().__init__(given, self.expected)

    def __str__(self) -> str:
        message = f"{self._what} {short_repr(self.given)} is unknown"
        if not self.expected:
            return message
        *others, last = (repr(name) for name in self.expected)
        names = f"{', '.join(others)} or {last}" if others else last
        return f"{message}; did you mean {names}?"


class UnknownTierError(_UnknownError):
    """No tier has this value or label."""

    _what = "tier"


class UnknownRoleError(_UnknownError):
    """No role of an organizer has this value or label."""

    _what = "role"


class UnknownRegionError(_UnknownError):
    """No administrative division has this name or code."""

    _what = "region"


class UnknownContestError(_UnknownError):
    """No contest here has this id or series."""

    _what = "contest"


class UnknownEditionError(_UnknownError):
    """This edition does not ship with the installed version."""

    _what = "edition"


class UnknownColumnError(_UnknownError, KeyError):
    """The table of the plan has no column with this heading."""

    _what = "column"


class AmbiguousRegionError(CnmakerDataError, LookupError):
    """Several administrative divisions of one level share this name."""

    def __init__(
        self, given: str, candidates: Iterable[Region], paths: Iterable[str]
    ) -> None:
        #: What was asked for.
        self.given = given
        #: The divisions that share the name, in the order of their codes.
        self.candidates: tuple[Region, ...] = tuple(candidates)
        #: The full path of names of each candidate (江苏省南京市鼓楼区).
        self.paths: tuple[str, ...] = tuple(paths)
        super().__init__(given, self.candidates, self.paths)

    def __str__(self) -> str:
        listed = ", ".join(
            f"{path} ({region.code})"
            for path, region in zip(self.paths, self.candidates, strict=True)
        )
        return (
            f"region {short_repr(self.given)} is ambiguous: {listed}; "
            "give the path of names or the code"
        )


class InvalidURLError(CnmakerDataError, ValueError):
    """This text has no canonical spelling as a web address."""

    def __init__(self, text: object, reason: str) -> None:
        #: What was given.
        self.text = text
        #: What is wrong with it, and what would do.
        self.reason = reason
        super().__init__(text, reason)

    def __str__(self) -> str:
        return f"{short_repr(self.text)} is not a usable web address: {self.reason}"


class DataProblem(NamedTuple):
    """One thing that is wrong with a value, and where."""

    #: The path into the data, such as ``contests[3].tier``; empty at the top.
    path: str
    #: What is wrong, and what would do.
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}" if self.path else self.reason


class DataError(CnmakerDataError, ValueError):
    """A value that the model refuses, or data that do not describe one."""

    def __init__(self, problems: Iterable[DataProblem]) -> None:
        #: The problems, in the order of the data; of many, the first.
        self.problems: tuple[DataProblem, ...] = tuple(problems)
        super().__init__(self.problems)

    @property
    def path(self) -> str:
        """The path to the first problem."""
        return self.problems[0].path

    def __str__(self) -> str:
        return "\n".join(_lines(self.problems))


class IngestProblem(NamedTuple):
    """One thing in a plan document that does not add up, and where."""

    #: The heading of the table as printed, or an empty text.
    table: str
    #: The row, from 1 below the column headings; None for the whole table.
    row: int | None
    #: The heading of the column, or None for the whole row.
    column: str | None
    #: What is printed there.
    text: str
    #: What is wrong, and what would do.
    reason: str

    def __str__(self) -> str:
        place = [self.table] if self.table else []
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.column is not None:
            place.append(f"column {self.column}")
        where = f"{', '.join(place)}: " if place else ""
        printed = f"{short_repr(self.text)}: " if self.text else ""
        return f"{where}{printed}{self.reason}"


class IngestError(CnmakerDataError, ValueError):
    """A document that is not a plan, or a plan that does not add up."""

    def __init__(
        self, problems: Iterable[IngestProblem], document: str = ""
    ) -> None:
        #: The problems, in the order of the document; of many, the first.
        self.problems: tuple[IngestProblem, ...] = tuple(problems)
        #: The name of the document, where it is known.
        self.document = document
        super().__init__(self.problems, document)

    def __str__(self) -> str:
        lines = _lines(self.problems)
        if self.document:
            lines = [f"{self.document}: {line}" for line in lines]
        return "\n".join(lines)


class DigestMismatchError(CnmakerDataError, ValueError):
    """An edition is not the one whose digest was pinned."""

    def __init__(self, edition: int, expected: str, actual: str) -> None:
        #: The number of the edition.
        self.edition = edition
        #: The digest that was asked for.
        self.expected = expected
        #: The digest that the shipped edition has.
        self.actual = actual
        super().__init__(edition, expected, actual)

    def __str__(self) -> str:
        return (
            f"edition {self.edition} has the digest {self.actual!r}, "
            f"not {self.expected!r}; install the version that was pinned, or "
            "look at what the changelog says has changed and pin the new one"
        )


class MissingExtraError(CnmakerDataError, ImportError):
    """An optional feature was used without the packages that it needs."""

    def __init__(self, feature: str, extra: str) -> None:
        #: What was asked for.
        self.feature = feature
        #: The extra that installs what it needs.
        self.extra = extra
        super().__init__(feature, extra)

    def __str__(self) -> str:
        return (
            f"{self.feature} needs packages that are not installed; "
            f"python -m pip install 'cnmaker-data[{self.extra}]' brings them"
        )
