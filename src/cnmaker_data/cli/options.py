"""
Options that several commands have, and the errors of the command line.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from cyclopts import CycloptsError, Parameter


__all__ = ["EditionNumber", "Flag", "NotThereError", "Output", "misuse"]


#: The number of an edition; the newest one's without it.
EditionNumber: TypeAlias = int | None
#: A flag that has no opposite.
Flag: TypeAlias = Annotated[bool, Parameter(negative="", show_default=False)]
#: How answers are printed.
Output: TypeAlias = Literal["table", "json", "csv"]


class NotThereError(Exception):
    """What was asked for is not there; the message says so."""


def misuse(message: str) -> CycloptsError:
    """
    Return the error for a command that was called in a wrong way.
    """
    return CycloptsError(msg=message)
