"""Tables in files, .csv or .xlsx, that are copied with new columns."""

from __future__ import annotations

import codecs
import contextlib
import csv
import datetime as dt
import io
import re

from collections.abc import Callable, Generator, Iterable, Sequence
from difflib import get_close_matches
from importlib import import_module
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, TextIO, TypeAlias

import attrs

from cyclopts import CycloptsError, Parameter

from cnmaker_data._files import open_atomically
from cnmaker_data._text import UNSEEN
from cnmaker_data.cli import options
from cnmaker_data.cli.options import NotThereError
from cnmaker_data.cli.streams import progress_bar
from cnmaker_data.cli.workbooks import check_workbook, unreadable
from cnmaker_data.errors import MissingExtraError, short_repr, shorten
from cnmaker_data.export.csv import neutralize
from cnmaker_data.table import counted


#: The value of a cell; always text in CSV.
Value: TypeAlias = str | float | dt.date | dt.time | dt.timedelta | None
Row: TypeAlias = Sequence[Value]

# Ignored in the name of a column, which a spreadsheet may break over lines.
_BLANKS = re.compile(rf"[\s{UNSEEN}]+")
# A title and notes may stand above the header; no more rows are read for it.
_MOST_ABOVE = 20
# The characters from which the delimiter of a table is guessed.
_SAMPLE = 8_192
_BRACKETS_AND_QUOTES = "\"'()[]{}<>（）【】《》“”‘’\r\n"
# With this many bytes beyond ASCII, what can be read as UTF-8 is UTF-8.
_PROOF = 20
_NUMBER_FORMATS: dict[type, str] = {
    str: "General",
    dt.datetime: "yyyy-mm-dd hh:mm:ss",
    dt.date: "yyyy-mm-dd",
    dt.time: "hh:mm:ss",
    dt.timedelta: "[h]:mm:ss",
}


def text_of(value: Value) -> str:
    """
    Return a value as in CSV; a whole number, such as a code, has no fraction.

    >>> text_of(330782.0), text_of(True), text_of(None)
    ('330782', 'TRUE', '')
    """
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _name_of(heading: Value) -> str:
    """Return the name of a column without blanks and what is invisible."""
    return _BLANKS.sub("", text_of(heading))


def _has(row: Row, columns: Sequence[str]) -> bool:
    """Return whether a row has the names of all columns."""
    return {*map(_name_of, row)}.issuperset(columns)


def _down_to_header(rows: Iterable[Row], columns: Sequence[str]) -> list[Row]:
    """Return the rows down to the one with the names of all columns."""
    first: list[Row] = []
    for row in islice(filter(any, rows), _MOST_ABOVE):
        first.append(row)
        if _has(row, columns):
            return first
    # Errors quote the first row, or the second if the first is a title.
    return [max(first, key=lambda row: sum(map(bool, row)) > 1, default=())]


def _read_csv(path: Path, columns: Sequence[str]) -> Generator[Row]:
    """Yield the rows of a table, which must be as wide as its header."""
    encoding = _encoding_of(path)
    line, width = 1, 0
    with (
        progress_bar() as bar,
        bar.open(
            path, "r", encoding=encoding, newline="", description=""
        ) as file,
    ):
        delimiter = _delimiter_of(file.read(_SAMPLE), columns)
        file.seek(0)
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                # Blank lines below the header are rows, so that two tables can
                # be put side by side.
                if not width and _has(cells, columns):
                    width = len(cells)
                row = cells or [""] * width
                # A row of another length would shift the new columns.
                if width and len(row) != width:
                    given = counted(len(row), "cell")
                    raise NotThereError(
                        f"line {line}: it has {given}; the header has {width}"
                    )
                line = reader.line_num + 1
                yield row
        except csv.Error as error:
            raise NotThereError(
                f"line {line}: {error}; check its quotation marks"
            ) from None


def _encoding_of(path: Path, encoding: str = "utf-8") -> str:
    """Return the encoding that can decode all lines of a file."""
    beyond_ascii = 0
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if b"\0" in line:
                raise NotThereError(
                    f"line {number}: it has a NUL byte, as UTF-16 has; save "
                    "the table as “CSV UTF-8”"
                )
            if number == 1 and line.startswith(codecs.BOM_UTF8):
                beyond_ascii = _PROOF
            try:
                beyond_ascii += len(line) - len(line.decode(encoding))
            except UnicodeDecodeError:
                if encoding == "utf-8" and beyond_ascii < _PROOF:
                    return _encoding_of(path, "gb18030")
                raise NotThereError(
                    f"line {number}: it is in neither UTF-8 nor GB 18030; "
                    "save the table as “CSV UTF-8”"
                ) from None
    return encoding.replace("utf-8", "utf-8-sig")


def _delimiter_of(sample: str, columns: Sequence[str]) -> str:
    """Return the delimiter that splits the header into these columns."""
    usual = ",\t;|"
    # No table has NUL, so it leaves a header of one column whole.
    for delimiter in dict.fromkeys(f"{usual}\0{sample}"):
        if delimiter.isalnum() or delimiter in _BRACKETS_AND_QUOTES:
            continue
        text = io.StringIO(sample, newline="")
        rows = csv.reader(text, delimiter=delimiter)
        header = _down_to_header(rows, columns)[-1]
        is_split = len(header) > 1 or delimiter == "\0"
        if is_split and _has(header, columns):
            return delimiter
    return max(usual, key=sample.count)


def _read_workbook(path: Path, _: Sequence[str]) -> Generator[Row]:
    """Yield the rows of the first visible sheet of a workbook."""
    calamine = _needed("python_calamine")
    with path.open("rb") as file:  # calamine's errors would not name the file
        check_workbook(file)
        file.seek(0)
        try:
            book = calamine.load_workbook(file)
            names = [
                each.name
                for each in book.sheets_metadata
                if each.visible == calamine.SheetVisibleEnum.Visible
                and each.typ == calamine.SheetTypeEnum.WorkSheet
            ]
            sheets = [*map(book.get_sheet_by_name, names[:1])]
        except calamine.CalamineError as error:
            raise unreadable(error) from None
    for sheet in sheets:
        rows = sheet.to_python(skip_empty_area=False)
        with progress_bar() as bar:
            yield from bar.track(rows, description="")


def write_rows(file: TextIO, rows: Iterable[Row]) -> None:
    """Write rows as CSV in which a spreadsheet finds no formulas."""
    csv.writer(file).writerows(
        [neutralize(x) if isinstance(x, str) else text_of(x) for x in row]
        for row in rows
    )


def _write_csv(file: BinaryIO, rows: Iterable[Row]) -> None:
    """Write a table as CSV."""
    # Without a byte order mark, Excel assumes the machine's code page.
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    write_rows(text, rows)
    text.detach()


def _write_workbook(file: BinaryIO, rows: Iterable[Row]) -> None:
    """Write a table as a workbook; text is never a formula or a link."""
    xlsxwriter = _needed("xlsxwriter")
    from cnmaker_data.export.xlsx import write_cell

    data = io.BytesIO()
    options = {"in_memory": True, "nan_inf_to_errors": True}
    with xlsxwriter.Workbook(data, options) as workbook:
        sheet = workbook.add_worksheet()
        formats = {
            kind: workbook.add_format({"num_format": shown})
            for kind, shown in _NUMBER_FORMATS.items()
        }
        for y, row in enumerate(rows):
            for x, value in enumerate(row):
                style = formats.get(type(value))
                if not write_cell(sheet, y, x, value, style):
                    raise NotThereError(
                        f"row {y + 1}, column {x + 1}: Excel has no room for "
                        "it; write .csv"
                    )
    file.write(data.getbuffer())


def _needed(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise MissingExtraError("a table in .xlsx", "formats") from error


def _is_csv(path: Path) -> bool:
    if (suffix := path.suffix.lower()) not in (".csv", ".xlsx"):
        raise CycloptsError(
            msg=f"{short_repr(path.name)} is not a table's name; "
            "end it in .csv or .xlsx"
        )
    return suffix == ".csv"


def _check_file(path: Path) -> None:
    # A pipe can be read only once, and opening it may take forever.
    if path.exists() and not path.is_file():
        raise NotThereError("it is not a regular file; save it as one")


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
    """

    table: Path | None = None
    column: tuple[str, ...] = ()
    output: Path | None = None
    force: options.Force = False

    def add_columns(
        self,
        names: Sequence[str],
        answer: Callable[[Row], Iterable[Row]],
        arguments: Sequence[str],
        format: options.Output,
    ) -> None:
        """
        Copy the table with new columns behind its own.

        *answer* gets the cells of the columns to read and returns those of the
        columns *names*, for one row or several. If the table cannot be read or
        written whole, nothing is written.
        """
        source, target = self.table, self.output
        if source is None or target is None or not self.column or arguments:
            raise CycloptsError(
                msg="a table takes --table, --column and --output, and no "
                "arguments"
            )
        if format != "table":
            raise CycloptsError(
                msg="--output says the format of a table, not --format"
            )
        wanted = [*map(_name_of, self.column)]
        read = _read_csv if _is_csv(source) else _read_workbook
        write = _write_csv if _is_csv(target) else _write_workbook
        try:
            _check_file(source)
            # The source is closed before the target takes its place: they may
            # be the same.
            with (
                open_atomically(target, overwrite=self.force) as file,
                contextlib.closing(read(source, wanted)) as rows,
            ):
                *above, header = _down_to_header(rows, wanted)
                positions = _positions(header, wanted, names)
                answered = (
                    [*row, *cells]
                    for row in rows
                    for cells in answer([row[i] for i in positions])
                )
                write(file, chain(above, [[*header, *names]], answered))
        except NotThereError as error:
            raise NotThereError(f"{source.name}: {error}") from None


def _positions(
    header: Row, wanted: Sequence[str], names: Sequence[str]
) -> list[int]:
    """Return the positions of columns; reject new names that exist already."""
    if not header:
        raise NotThereError("the table is empty")
    texts = [*map(_name_of, header)]
    for name in wanted:
        if name not in texts:
            known = ", ".join(filter(_name_of, map(text_of, header)))
            hint = f"it has: {shorten(' '.join(known.split()))}"
            for nearest in get_close_matches(name, texts, n=1):
                hint = f"did you mean {short_repr(nearest)}?"
            raise NotThereError(
                f"there is no column {short_repr(name)}; {hint}"
            )
        if texts.count(name) > 1:
            raise NotThereError(
                f"column {short_repr(name)} appears several times"
            )
    for name in names:
        if name in texts:
            raise NotThereError(
                f"column {name} already exists; rename it, because answers go "
                "to a new column of that name"
            )
    return [texts.index(name) for name in wanted]
