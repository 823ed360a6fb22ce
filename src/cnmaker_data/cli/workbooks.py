"""Checking that a workbook is not too large, before it is read."""

from __future__ import annotations

import string
import zipfile
import zlib

from typing import IO, BinaryIO
from xml.parsers import expat

from cnmaker_data.cli.options import NotThereError


_MOST_BYTES = 1 << 30
_MOST_CELLS = 20_000_000
_CHUNK = 1 << 20
# python-calamine reads no sheet in UTF-16.
_SHEET = b"sheetData"


def check_workbook(file: BinaryIO) -> None:
    """
    Raise `NotThereError` if a workbook takes too much memory.

    python-calamine makes a value for every place up to the last value, and
    aborts the process if memory runs out.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > _MOST_BYTES:
                size = f"{_MOST_BYTES >> 20:,} MiB"
                raise NotThereError(
                    f"it is over {size} unpacked; save it as CSV"
                )
            for part in parts:
                with archive.open(part) as stream:
                    is_sheet = _is_sheet(stream)
                if is_sheet:
                    with archive.open(part) as stream:
                        _check_sheet(stream)
    # zipfile raises the last two for unknown methods and for passwords.
    except (
        *(zipfile.BadZipFile, zlib.error, EOFError, expat.ExpatError),
        *(NotImplementedError, RuntimeError),
    ) as error:
        raise unreadable(error) from None


def unreadable(error: Exception) -> NotThereError:
    """Return the error for a file that is no workbook, or a damaged one."""
    return NotThereError(f"it is not a workbook that can be read ({error})")


def _is_sheet(stream: IO[bytes]) -> bool:
    end = b""
    while chunk := stream.read(_CHUNK):
        if _SHEET in end + chunk:
            return True
        end = chunk[-len(_SHEET) :]
    return False


def _check_sheet(stream: IO[bytes]) -> None:
    """Reject a sheet with too many places between its first and last value."""
    row = column = 0
    last_row = last_column = 1

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, last_row, last_column
        kind = name.rpartition(":")[2]
        reference = attributes.get("r", "")
        letters = reference.rstrip(string.digits)
        digits = reference[len(letters) :].lstrip("0")
        if kind == "row":
            row, column = int(digits[:9] or row + 1), 0
        elif kind == "c":
            row = int(digits[:9] or row)
            column = _column(letters) or column + 1
        elif kind in ("v", "is"):  # cells without a value take no place
            last_row = max(last_row, row)
            last_column = max(last_column, column)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.ParseFile(stream)
    if last_row * last_column > _MOST_CELLS:
        raise NotThereError(
            f"its cells reach to row {last_row:,} and column {last_column:,}; "
            "delete those that are far from the table, or save it as CSV"
        )


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
