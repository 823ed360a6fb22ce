"""
Tables of companies in files: reading, adding columns, writing.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import datetime as dt
import io
import tempfile

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, BinaryIO, NamedTuple, TypeAlias

import attrs

from cyclopts import Parameter

from cnmaker_data._files import open_atomically
from cnmaker_data.cli.options import Flag, NotThereError, misuse
from cnmaker_data.cli.streams import with_progress
from cnmaker_data.errors import (
    DataError,
    MissingExtraError,
    short_repr,
    shorten,
)
from cnmaker_data.export import format_of
from cnmaker_data.export.csv import neutralize


__all__ = ["NO_TABLE", "TableOptions", "Value", "text_of"]


#: The value of a cell; text, unless a workbook says otherwise.
Value: TypeAlias = str | int | float | dt.date | dt.time | dt.timedelta | None

# What tells the delimiter stands at the start; csv.Sniffer is slow on more.
_SAMPLE = 8_192
# So much text beyond ASCII is UTF-8 by chance in no other encoding.
_PROOF = 20
_LONGEST_TEXT = 32_767
# How a workbook shows values that are not text, by type.
_NUMBER_FORMATS = {
    dt.datetime: "yyyy-mm-dd hh:mm:ss",
    dt.date: "yyyy-mm-dd",
    dt.time: "hh:mm:ss",
    dt.timedelta: "[h]:mm:ss",
}


class _Source(NamedTuple):
    """
    An open table.
    """

    header: list[Value]
    #: As wide as the header.
    rows: Iterator[list[Value]]
    #: How much there is to read, and a function that says how much is read.
    size: int
    position: Callable[[], int]


@Parameter(name="*")
@attrs.frozen(kw_only=True)
class TableOptions:
    """
    A table in a file, to be copied with new columns.

    Parameters
    ----------
    table
        Read a table instead, a .csv or .xlsx file.
    column
        The column of the table to read. Repeat it for columns to try next.
    output
        Where to write the table with the answers, a .csv or .xlsx file.
    force
        Overwrite the output.
    """

    table: Path | None = None
    column: Annotated[tuple[str, ...], Parameter(negative="")] = ()
    output: Path | None = None
    force: Flag = False

    def __bool__(self) -> bool:
        """
        Return whether a table is meant.
        """
        return self != NO_TABLE

    def add_columns(
        self,
        names: Sequence[str],
        answer: Callable[[list[Value]], Iterable[Sequence[Value]]],
        arguments: Sequence[str],
    ) -> None:
        """
        Copy the table with new columns behind its own.

        *answer* gets the cells of the columns that were asked for, and returns
        those of the columns *names*, for one row or several. If the table
        cannot be read or written whole, nothing is written.
        """
        source, target = self.table, self.output
        if source is None or target is None or not self.column or arguments:
            raise misuse(
                "a table takes --table, --column and --output, and no arguments"
            )
        reading, writing = _READERS[_kind(source)], _WRITERS[_kind(target)]
        try:
            # The source is closed before the target takes its place: they may
            # be the same.
            with (
                open_atomically(target, overwrite=self.force) as file,
                writing(file) as write,
                reading(source, self.column) as opened,
            ):
                header = opened.header
                positions = _positions(header, self.column, names)
                write([*header, *names])
                for row in with_progress(opened.rows, *opened[2:]):
                    for cells in answer([row[i] for i in positions]):
                        write([*row, *cells])
        except FileExistsError as error:
            raise NotThereError(f"{error}; --force overwrites it") from None
        except NotThereError as error:
            raise NotThereError(f"{source.name}: {error}") from None


NO_TABLE = TableOptions()


def _kind(path: Path) -> str:
    with contextlib.suppress(DataError):
        if (kind := format_of(path)) in ("csv", "xlsx"):
            return kind
    raise misuse(f"{path.name} is no table; end it in .csv or .xlsx")


def _positions(
    header: list[Value], wanted: Sequence[str], names: Sequence[str]
) -> list[int]:
    """
    Return where the wanted columns stand; refuse a clash with new names.
    """
    texts = [text_of(name).strip() for name in header]
    for name in wanted:
        if name.strip() not in texts:
            listed = shorten(", ".join(texts))
            raise NotThereError(
                f"column {short_repr(name)} is not there; it has: {listed}"
            )
        if texts.count(name.strip()) > 1:
            raise NotThereError(f"column {name} appears several times")
    for name in names:
        if name in texts:
            raise NotThereError(
                f"column {name} is there already; rename it, for that is "
                "where answers go"
            )
    return [texts.index(name.strip()) for name in wanted]


@contextlib.contextmanager
def _reading_csv(path: Path, wanted: Sequence[str]) -> Iterator[_Source]:
    encoding = _encoding_of(path)
    with (
        path.open("rb") as raw,
        io.TextIOWrapper(raw, encoding, newline="") as file,
    ):
        delimiter = _delimiter_of(file.read(_SAMPLE), wanted)
        file.seek(0)
        # A row too short or too long, or quotes that do not match, would move
        # cells to other columns.
        rows = _rows(csv.reader(file, delimiter=delimiter, strict=True))
        header = next(rows, None)
        if not header:
            raise NotThereError("the table is empty")
        yield _Source(header, rows, path.stat().st_size, raw.tell)


def _rows(reader: Any) -> Iterator[list[Value]]:
    width = 0
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise NotThereError(
                f"line {line}: its quotation marks do not match ({error})"
            ) from None
        width = width or len(row)
        # A blank line is a row, too: whoever pastes columns counts on it.
        row = row or [""] * width
        if len(row) != width:
            raise NotThereError(
                f"line {line}: it has {len(row)} cells; the header has {width}"
            )
        yield row


def _encoding_of(path: Path) -> str:
    """
    Return the encoding in which all lines of a file can be read.
    """
    line, proof = _undecodable(path, "utf-8")
    if line is None:
        return "utf-8-sig"
    if proof < _PROOF and _undecodable(path, "gb18030")[0] is None:
        return "gb18030"
    raise NotThereError(
        f"line {line}: it is in neither UTF-8 nor GB 18030; save the table as "
        "“CSV UTF-8”"
    )


def _undecodable(path: Path, encoding: str) -> tuple[int | None, int]:
    """
    Return the first line that an encoding does not fit, and how many bytes
    beyond ASCII it has fitted before.
    """
    proof = 0
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if b"\0" in line:
                raise NotThereError(
                    f"line {number}: it has a NUL byte, which no text has; "
                    "save the table as “CSV UTF-8”"
                )
            if number == 1 and line.startswith(codecs.BOM_UTF8):
                proof = _PROOF
            try:
                proof += len(line) - len(line.decode(encoding))
            except UnicodeDecodeError:
                return number, proof
    return None, proof


def _delimiter_of(sample: str, wanted: Sequence[str]) -> str:
    """
    Return the delimiter with which the start of a table makes sense.
    """
    candidates = [",", "\t", ";", "|"]
    with contextlib.suppress(csv.Error):
        sniffed = csv.Sniffer().sniff(sample).delimiter
        # It may take a letter for one that each line has equally often.
        if not sniffed.isalnum() and sniffed not in "\"'\r\n":
            candidates.insert(0, sniffed)

    def fit(delimiter: str) -> tuple[bool, bool]:
        text = io.StringIO(sample, newline="")
        header, *rows = [*csv.reader(text, delimiter=delimiter)] or [[]]
        widths = {len(row) for row in rows[:-1] if row}  # the last may be cut
        names = [name.strip() for name in header]
        return all(name in names for name in wanted), widths <= {len(header)}

    return max(candidates, key=fit)  # the first of the best


@contextlib.contextmanager
def _reading_workbook(path: Path, _: Sequence[str]) -> Iterator[_Source]:
    calamine = _needed("python_calamine")
    with path.open("rb") as file:  # its own errors name no file
        try:
            workbook = calamine.load_workbook(file)
            sheet = workbook.get_sheet_by_index(0)
        except calamine.CalamineError as error:
            raise NotThereError(
                f"it is not a workbook that can be read ({error})"
            ) from None
        count = 0

        def rows() -> Iterator[list[Value]]:
            nonlocal count
            for row in sheet.iter_rows():
                count += 1
                yield row

        found = rows()
        for header in found:
            if any(cell != "" for cell in header):
                break
        else:
            raise NotThereError("the table is empty")
        yield _Source(header, found, sheet.total_height, lambda: count)


def _needed(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise MissingExtraError("reading .xlsx", "formats") from error


_Write: TypeAlias = Callable[[Sequence[Value]], object]


@contextlib.contextmanager
def _writing_csv(file: BinaryIO) -> Iterator[_Write]:
    # Without a byte order mark, Excel takes it for the machine's code page.
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    writer = csv.writer(text)

    def write(row: Sequence[Value]) -> None:
        writer.writerow(
            neutralize(cell) if isinstance(cell, str) else text_of(cell)
            for cell in row
        )

    yield write
    text.detach()


@contextlib.contextmanager
def _writing_workbook(file: BinaryIO) -> Iterator[_Write]:
    xlsxwriter = _needed("xlsxwriter")
    with tempfile.TemporaryDirectory() as folder:
        workbook = xlsxwriter.Workbook(
            file, {"constant_memory": True, "tmpdir": folder}
        )
        sheet = workbook.add_worksheet()
        formats = {
            kind: workbook.add_format({"num_format": shown})
            for kind, shown in _NUMBER_FORMATS.items()
        }
        plain = workbook.add_format()
        count = 0

        def write(row: Sequence[Value]) -> None:
            nonlocal count
            for column, value in enumerate(row):
                if value is None or value == "":
                    continue
                if not isinstance(value, str):
                    failed = sheet.write(
                        count, column, value, formats.get(type(value))
                    )
                elif len(value.encode("utf-16-le")) // 2 > _LONGEST_TEXT:
                    raise NotThereError(
                        f"row {count + 1} has a cell of {len(value):,} "
                        "characters, more than Excel holds; write .csv"
                    )
                elif value.startswith("<r>"):
                    # XlsxWriter would take it for markup of its own.
                    failed = sheet.write_rich_string(
                        count, column, "<", plain, value[1:]
                    )
                else:
                    # Never a formula or link, whatever it looks like.
                    failed = sheet.write_string(count, column, value)
                if failed:
                    raise NotThereError(
                        "it has more rows or columns than Excel holds; "
                        "write .csv"
                    )
            count += 1

        yield write
        workbook.close()


def text_of(value: Value) -> str:
    """
    Return a value as CSV has it: numbers of codes without a fraction.
    """
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


_READERS = {"csv": _reading_csv, "xlsx": _reading_workbook}
_WRITERS = {"csv": _writing_csv, "xlsx": _writing_workbook}
