"""The options for a table that is copied with new columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path

import attrs

from cyclopts import Parameter

from cnmaker_data._files import open_atomically
from cnmaker_data.cli import sheets
from cnmaker_data.cli.options import (
    Force,
    NotThereError,
    Output,
    Texts,
    misuse,
    naming_force,
)
from cnmaker_data.cli.sheets import Row, text_of
from cnmaker_data.cli.streams import readable, with_progress
from cnmaker_data.errors import short_repr, shorten


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
    column: Texts = ()
    output: Path | None = None
    force: Force = False

    def __bool__(self) -> bool:
        """Return whether a table is meant."""
        return self != NO_TABLE

    def add_columns(
        self,
        names: Sequence[str],
        answer: Callable[[Row], Iterable[Row]],
        arguments: Sequence[str],
        format: Output,
    ) -> None:
        """
        Copy the table with new columns behind its own.

        *answer* gets the cells of the columns to read and returns those of the
        columns *names*, for one row or several. If the table cannot be read or
        written whole, nothing is written.
        """
        source, target = self.table, self.output
        if source is None or target is None or not self.column or arguments:
            raise misuse(
                "a table takes --table, --column and --output, and no arguments"
            )
        if format != "table":
            raise misuse("--output says the format of a table, not --format")
        wanted = [readable(name).strip() for name in self.column]
        reading = sheets.READERS[sheets.kind_of(source)]
        writing = sheets.WRITERS[sheets.kind_of(target)]
        with naming_force():
            try:
                # The source is closed before the target takes its place: they may
                # be the same.
                with (
                    open_atomically(target, overwrite=self.force) as file,
                    writing(file) as write,
                    reading(source, wanted) as sheet,
                ):
                    positions = _positions(sheet.header, wanted, names)
                    write([*sheet.header, *names])
                    for row in with_progress(
                        sheet.rows, sheet.size, sheet.position
                    ):
                        for cells in answer([row[i] for i in positions]):
                            write([*row, *cells])
            except NotThereError as error:
                raise NotThereError(f"{source.name}: {error}") from None


NO_TABLE = TableOptions()


def _positions(
    header: Row, wanted: Sequence[str], names: Sequence[str]
) -> list[int]:
    """Return where the wanted columns stand; refuse a clash with new names."""
    texts = [text_of(name).strip() for name in header]
    for name in wanted:
        if name not in texts:
            nearest = get_close_matches(name, filter(None, texts), n=1)
            hint = (
                f"; did you mean {short_repr(*nearest)}?"
                if nearest
                else (f"; it has: {shorten(', '.join(filter(None, texts)))}")
            )
            raise NotThereError(f"there is no column {short_repr(name)}{hint}")
        if texts.count(name) > 1:
            raise NotThereError(f"column {name} appears several times")
    for name in names:
        if name in texts:
            raise NotThereError(
                f"column {name} already exists; rename it, because answers "
                "go to a new column of that name"
            )
    return [texts.index(name) for name in wanted]
