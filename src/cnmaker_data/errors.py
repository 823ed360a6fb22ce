"""
The errors that this library raises on purpose.

Each message names the value that was given, the problem, and what to use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias


if TYPE_CHECKING:
    from cnmaker_data.places.region import Region


_Names: TypeAlias = Iterable[str | int]

#: The names that an `UnknownError` suggests, or a function that returns them
#: for what was given.
Expected: TypeAlias = _Names | Callable[[object], _Names]


def short_repr(value: object) -> str:
    """Return the `repr` of a value in one line of bounded length."""
    try:
        text = repr(value)
    except Exception:  # noqa: BLE001  # of a value of any class
        text = f"<{type(value).__name__}>"
    return shorten(" ".join(line.strip() for line in text.splitlines()))


def shorten(text: str, most: int = 200) -> str:
    """Return a text, or the start of a long one."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


# A message lists no more than this; the attributes have everything.
_MOST_LINES = 100
_MOST_NAMES = 20


def _first(items: Sequence[object], most: int) -> list[str]:
    """Return the texts of the first items, and how many more there are."""
    texts = [str(item) for item in items[:most]]
    if rest := len(items) - len(texts):
        texts.append(f"and {rest:,} more")
    return texts


def _enumerated(names: Sequence[str], conjunction: str) -> str:
    """Return ``a, b or c``, with the first of many names."""
    listed = _first(names, _MOST_NAMES)
    if len(names) <= _MOST_NAMES:
        listed[-2:] = [f" {conjunction} ".join(listed[-2:])]
    return ", ".join(listed)


class CnmakerDataError(Exception):
    """The base of all errors of this library."""


class UnknownError(CnmakerDataError, LookupError):
    """Nothing has the name that was asked for: the base of these errors."""

    _type: type = str
    _type_name = "text"
    _problem = "is unknown"

    def __init__(self, given: object, expected: Expected = ()) -> None:
        """
        Make an error for the name that was given and those that exist.

        *expected* may be a function of *given* that returns the names. It is
        called when they are first read or the error is pickled, because most
        errors are caught and never read.
        """
        super().__init__(given)
        #: The name that was asked for.
        self.given = given
        self._expected = expected

    @property
    def expected(self) -> tuple[str | int, ...]:
        """The names that would do: the nearest ones, or all if few."""
        expected = self._expected
        if callable(expected):
            expected = expected(self.given)
        self._expected = names = tuple(expected)
        return names

    def __reduce__(self) -> str | tuple[Any, ...]:
        _ = self.expected  # replaces a function, which may not pickle
        return super().__reduce__()

    def __str__(self) -> str:
        names = [short_repr(name) for name in self.expected]
        if isinstance(self.given, self._type):
            problem, hint = self._problem, names and self._hint(names)
        else:
            problem = f"is not {self._type_name}"
            hint = names and f"use {_enumerated(names, 'or')}"
        kind = type(self).__name__.removeprefix("Unknown").removesuffix("Error")
        message = f"{kind.lower()} {short_repr(self.given)} {problem}"
        return f"{message}; {hint}" if hint else message

    def _hint(self, names: list[str]) -> str:
        return f"did you mean {_enumerated(names, 'or')}?"


class UnknownTierError(UnknownError):
    """No tier has this value or label."""


class UnknownRoleError(UnknownError):
    """No role of an organizer has this value or label."""


class UnknownOrganizerError(UnknownError):
    """No organizer of these contests has this name."""


class UnknownRegionError(UnknownError):
    """No administrative division has this name or code."""

    def _hint(self, names: list[str]) -> str:
        hint = super()._hint(names)
        if self.expected == ("台湾省",):
            return f"{hint} It has no divisions here"
        return hint


class UnknownContestError(UnknownError):
    """No contest here has this id or series."""


class UnknownEditionError(UnknownError):
    """This edition does not ship with the installed version."""

    _type = int
    _type_name = "a whole number"
    _problem = "does not ship with this version"

    def _hint(self, names: list[str]) -> str:
        verb = "does" if len(names) == 1 else "do"
        return f"{_enumerated(names, 'and')} {verb}"


class UnknownColumnError(UnknownError, KeyError):
    """The table of the plan has no column with this heading."""


class UnknownTableError(UnknownError):
    """Contests make no table of this name."""

    def _hint(self, names: list[str]) -> str:
        return f"use {_enumerated(names, 'or')}"


class AmbiguousRegionError(CnmakerDataError, LookupError):
    """Several administrative divisions of one level share this name."""

    def __init__(
        self, given: str, candidates: Iterable[Region], paths: Iterable[str]
    ) -> None:
        #: The name that was asked for.
        self.given = given
        #: The divisions that share the name, in the order of their codes.
        self.candidates: tuple[Region, ...] = tuple(candidates)
        #: The full path of names of each candidate (江苏省南京市鼓楼区).
        self.paths: tuple[str, ...] = tuple(paths)
        super().__init__(given, self.candidates, self.paths)

    def __str__(self) -> str:
        listed = [
            f"{path} ({region.code})"
            for path, region in zip(self.paths, self.candidates, strict=True)
        ]
        return (
            f"region {short_repr(self.given)} is ambiguous: "
            f"{', '.join(_first(listed, _MOST_NAMES))}; "
            "give the path of names or the code"
        )


class InvalidURLError(CnmakerDataError, ValueError):
    """This text has no canonical spelling as a web address."""

    def __init__(self, text: object, reason: str) -> None:
        #: The text that was given.
        self.text = text
        #: The problem, and what to use.
        self.reason = reason
        super().__init__(text, reason)

    def __str__(self) -> str:
        return f"{short_repr(self.text)} is not a usable web address: {self.reason}"


class DataProblem(NamedTuple):
    """One thing that is wrong with a value, and where."""

    #: The path into the data, such as ``contests[3].tier``; empty at the top.
    path: str
    #: The problem, and what to use.
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}" if self.path else self.reason


class DataError(CnmakerDataError, ValueError):
    """A value that the model refuses, or data that describe no such value."""

    def __init__(self, problems: Iterable[DataProblem]) -> None:
        #: The problems, in the order of the data; of many, the first.
        self.problems: tuple[DataProblem, ...] = tuple(problems)
        super().__init__(self.problems)

    @property
    def path(self) -> str:
        """The path to the first problem."""
        return self.problems[0].path

    def __str__(self) -> str:
        return "\n".join(_first(self.problems, _MOST_LINES))


def data_error(reason: str, path: str = "") -> DataError:
    """Return the error for one problem."""
    return DataError([DataProblem(path, reason)])


class IngestProblem(NamedTuple):
    """One thing in a plan document that does not add up, and where."""

    #: The heading of the table as printed, or an empty text.
    table: str
    #: The row, from 1 below the column headings; None for the whole table.
    row: int | None
    #: The heading of the column, or None for the whole row.
    column: str | None
    #: The text that is printed there.
    text: str
    #: The problem, and what to use.
    reason: str
    #: The headings of unknown columns, which *keep_columns* may name.
    unknown: tuple[str, ...] = ()

    def __str__(self) -> str:
        place = [shorten(self.table)] if self.table else []
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.column is not None:
            place.append(f"column {shorten(self.column)}")
        where = f"{', '.join(place)}: " if place else ""
        printed = f"{short_repr(self.text)}: " if self.text else ""
        keep = ""
        if self.unknown:
            names = short_repr(list(self.unknown))
            keep = f"; keep_columns={names} keeps it in the source"
        return f"{where}{printed}{self.reason}{keep}"


class IngestError(CnmakerDataError, ValueError):
    """A document that is not a plan, or a plan that does not add up."""

    def __init__(
        self, problems: Iterable[IngestProblem], document: str = ""
    ) -> None:
        #: The problems, in the order of the document; of many, the first.
        self.problems: tuple[IngestProblem, ...] = tuple(problems)
        #: The name of the document, if it is known.
        self.document = document
        super().__init__(self.problems, document)

    def __str__(self) -> str:
        lines = _first(self.problems, _MOST_LINES)
        if self.document:
            document = shorten(self.document, 1_000)
            lines = [f"{document}: {line}" for line in lines]
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
        expected = short_repr(self.expected)
        if expected.startswith("'sha256:"):
            hint = (
                "install the version that was pinned, or read in the "
                "changelog what has changed and pin the new digest"
            )
        else:
            hint = "a digest starts with 'sha256:'"
        return (
            f"edition {self.edition} has the digest {self.actual!r}, "
            f"not {expected}; {hint}"
        )


class MissingExtraError(CnmakerDataError, ImportError):
    """An optional feature was used without the packages that it needs."""

    def __init__(self, feature: str, extra: str) -> None:
        #: The feature that was used.
        self.feature = feature
        #: The extra that installs the packages.
        self.extra = extra
        super().__init__(feature, extra)

    def __str__(self) -> str:
        return (
            f"{self.feature} needs extra packages; install them with: "
            f"python -m pip install 'cnmaker-data[{self.extra}]'"
        )
