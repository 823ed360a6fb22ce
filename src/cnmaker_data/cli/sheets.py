"""Files with a table, .csv or .xlsx: reading and writing their rows."""

from __future__ import annotations

import codecs
import contextlib
import csv
import datetime as dt
import io
import itertools
import tempfile

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import AbstractContextManager
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, TypeAlias

from cnmaker_data.cli.options import NotThereError, misuse
from cnmaker_data.errors import DataError, MissingExtraError
from cnmaker_data.export import format_of
from cnmaker_data.export.csv import neutralize


#: The value of a cell; text, unless a workbook says otherwise.
Value: TypeAlias = str | float | dt.date | dt.time | dt.timedelta | None
Row: TypeAlias = Sequence[Value]
Write: TypeAlias = Callable[[Row], None]


class Sheet(NamedTuple):
    """An open table."""

    header: Row
    #: Each as wide as the header.
    rows: Iterable[Row]
    #: How much there is to read, and a function that says how much is read.
    size: int
    position: Callable[[], int]


# How much of a table tells its delimiter, and how much csv.Sniffer gets: it
# takes seconds for a few thousand quotation marks.
_SAMPLE, _SNIFFED = 8_192, 2_048
# So many bytes beyond ASCII make sense as UTF-8 only if they are UTF-8.
_PROOF = 20
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Excel's limit, in UTF-16.
_LONGEST_TEXT = 32_767
_NUMBER_FORMATS: dict[type, str] = {
    dt.datetime: "yyyy-mm-dd hh:mm:ss",
    dt.date: "yyyy-mm-dd",
    dt.time: "hh:mm:ss",
    dt.timedelta: "[h]:mm:ss",
}


def text_of(value: Value) -> str:
    """
    Return a value as CSV has it; a number of a code has no fraction.

    >>> text_of(330782.0), text_of(True), text_of(None)
    ('330782', 'TRUE', '')
    """
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def kind_of(path: Path) -> str:
    """Return the format of a table by the ending of its file."""
    with contextlib.suppress(DataError):
        if (kind := format_of(path)) in ("csv", "xlsx"):
            return kind
    raise misuse(f"{path.name} is not a table's name; end it in .csv or .xlsx")


@contextlib.contextmanager
def reading_csv(path: Path, columns: Sequence[str]) -> Generator[Sheet]:
    """Open a table that has these columns."""
    encoding = _encoding_of(path)
    with (
        path.open("rb") as raw,
        io.TextIOWrapper(raw, encoding, newline="") as file,
    ):
        delimiter = _delimiter_of(file.read(_SAMPLE), columns)
        file.seek(0)
        rows = _rows(csv.reader(file, delimiter=delimiter, strict=True))
        header = next(rows, None)
        if header is None:
            raise NotThereError("the table is empty")
        yield Sheet(header, rows, path.stat().st_size, raw.tell)


def _rows(reader: Any) -> Generator[Row]:
    # A row of another length, and quotes that do not match, would move cells
    # to other columns.
    width = 0
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise NotThereError(
                f"line {line}: {error}; check its quotation marks"
            ) from None
        if row is None:
            return
        if not width and not row:
            continue  # a blank line above the header
        width = width or len(row)
        # A blank line is a row, too: who puts two tables side by side counts.
        row = row or [""] * width
        if len(row) != width:
            plural = "" if len(row) == 1 else "s"
            raise NotThereError(
                f"line {line}: it has {len(row)} cell{plural}; the header has "
                f"{width}"
            )
        yield row


def _encoding_of(path: Path) -> str:
    """Return the encoding in which all lines of a file can be read."""
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
    beyond ASCII it fits before.
    """
    proof = 0
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if number == 1 and line.startswith(_UTF_16):
                raise NotThereError(
                    "it is in UTF-16; save the table as “CSV UTF-8”"
                )
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


def _delimiter_of(sample: str, columns: Sequence[str]) -> str:
    """Return the delimiter with which the start of a table makes sense."""
    candidates = [",", "\t", ";", "|"]
    with contextlib.suppress(csv.Error):
        sniffed = csv.Sniffer().sniff(sample[:_SNIFFED]).delimiter
        # It may take a letter for one that each line has equally often.
        if not sniffed.isalnum() and sniffed not in "\"'\r\n":
            candidates.insert(0, sniffed)

    def fit(delimiter: str) -> tuple[bool, bool]:
        text = io.StringIO(sample, newline="")
        found = filter(None, csv.reader(text, delimiter=delimiter))
        header, *rows = [*found] or [[]]
        if len(sample) == _SAMPLE:
            del rows[-1:]  # it may be cut
        widths = {*map(len, rows)}
        names = {name.strip() for name in header}
        return names.issuperset(columns), widths <= {len(header)}

    return max(candidates, key=fit)  # the first of the best


@contextlib.contextmanager
def reading_workbook(path: Path, _: Sequence[str]) -> Generator[Sheet]:
    """Open the first sheet of a workbook that its readers see."""
    calamine = _needed("python_calamine")
    with path.open("rb") as file:  # its own errors name no file
        try:
            book = calamine.load_workbook(file)
            names = [
                each.name
                for each in book.sheets_metadata
                if each.visible == calamine.SheetVisibleEnum.Visible
                and each.typ == calamine.SheetTypeEnum.WorkSheet
            ]
            sheet = book.get_sheet_by_name(names[0]) if names else None
        except calamine.CalamineError as error:
            raise NotThereError(
                f"it is not a workbook that can be read ({error})"
            ) from None
    if sheet is None or sheet.start is None:
        raise NotThereError("the table is empty")
    top, left = sheet.start
    count = 0

    def rows() -> Generator[Row]:
        nonlocal count
        for row in itertools.islice(sheet.iter_rows(), top, None):
            count += 1
            yield [""] * left + row  # they are not read

    found = rows()
    yield Sheet(next(found), found, sheet.height, lambda: count)


@contextlib.contextmanager
def writing_csv(file: BinaryIO) -> Generator[Write]:
    """Give a function that writes a row."""
    # Without a byte order mark, Excel takes it for the machine's code page.
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    rows = csv.writer(text)

    def write(row: Row) -> None:
        rows.writerow(
            neutralize(cell) if isinstance(cell, str) else text_of(cell)
            for cell in row
        )

    yield write
    text.detach()


@contextlib.contextmanager
def writing_workbook(file: BinaryIO) -> Generator[Write]:
    """Give a function that writes a row."""
    xlsxwriter = _needed("xlsxwriter")
    zipped = _Buffer()
    with (
        _plain_errors(xlsxwriter.exceptions.FileCreateError),
        tempfile.TemporaryDirectory() as folder,
        xlsxwriter.Workbook(
            zipped, {"constant_memory": True, "tmpdir": folder}
        ) as workbook,
    ):
        sheet = workbook.add_worksheet()
        plain = workbook.add_format()
        formats = {
            kind: workbook.add_format({"num_format": shown})
            for kind, shown in _NUMBER_FORMATS.items()
        }
        numbers = itertools.count()

        def write(row: Row) -> None:
            number = next(numbers)
            for column, value in enumerate(row):
                at = (number, column)
                if not isinstance(value, str):
                    failed = sheet.write(*at, value, formats.get(type(value)))
                elif value.startswith("<r>"):
                    # XlsxWriter would take it for markup of its own.
                    failed = sheet.write_rich_string(*at, "<", plain, value[1:])
                else:
                    # It is text, not a formula or link, whatever it looks like.
                    failed = value and sheet.write_string(*at, value)
                if failed or _length(value) > _LONGEST_TEXT:
                    raise NotThereError(
                        f"row {number + 1}, column {column + 1}: Excel has no "
                        "room for it; write .csv"
                    )

        yield write
    file.write(zipped.getbuffer())


class _Buffer(io.BytesIO):
    def close(self) -> None:
        """
        Stay open for a zip file that a full disk has left unfinished.

        Garbage collection may close the buffer first, and the zip file would
        complain on standard error.
        """


@contextlib.contextmanager
def _plain_errors(kind: type[Exception]) -> Generator[None]:
    """Raise the `OSError` that an error of this kind holds."""
    try:
        yield
    except kind as error:
        raise error.args[0] from None


def _length(value: Value) -> int:
    return len(value.encode("utf-16-le")) // 2 if isinstance(value, str) else 0


def _needed(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise MissingExtraError("a table in .xlsx", "formats") from error


READERS: dict[
    str, Callable[[Path, Sequence[str]], AbstractContextManager[Sheet]]
] = {"csv": reading_csv, "xlsx": reading_workbook}
WRITERS: dict[str, Callable[[BinaryIO], AbstractContextManager[Write]]] = {
    "csv": writing_csv,
    "xlsx": writing_workbook,
}
