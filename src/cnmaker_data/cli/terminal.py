"""Standard output: tables, JSON, CSV and plain text."""

from __future__ import annotations

import codecs
import csv
import json
import sys

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.table import Table
from rich.text import Text

from cnmaker_data.cli.streams import visible
from cnmaker_data.export.csv import neutralize


#: The lines of a cell. A `Text` that must not wrap is shown whole.
Cell: TypeAlias = str | Text | Sequence[Text]

# Text that may wrap gets at least so many cells of a terminal; in the last
# layout, the second number.
_NARROW, _NARROWEST = 20, 8


class _Console(Console):
    def on_broken_pipe(self) -> None:
        # rich would exit; `run` deals with it for all formats.
        raise BrokenPipeError


def whole(text: str, url: str = "") -> Text:
    """Return text, maybe a hyperlink, that a terminal never wraps."""
    return Text(visible(text), Style(link=url) if url else "", no_wrap=True)


def clipped(text: str) -> Text:
    """Return text whose end a narrow terminal leaves out."""
    return Text(visible(text), overflow="ellipsis")


def hosts(urls: Iterable[str]) -> list[Text]:
    """Return hyperlinks that show no more than the hosts of some addresses."""
    return [whole(urlsplit(url).netloc, url) for url in urls]


def print_rows(
    layouts: Sequence[Sequence[str]],
    rows: Iterable[Mapping[str, Cell]],
    *,
    headings: bool = True,
) -> None:
    """
    Print rows in the first layout that the terminal has room for.

    Layouts are names of columns, from the widest to the narrowest. A pipe gets
    the widest. A terminal that is too narrow for all layouts gets the values
    of each row below each other.
    """
    console = _Console(markup=False, highlight=False, emoji=False)
    cells = [{name: _lines(cell) for name, cell in row.items()} for row in rows]
    gap = 2
    if not console.is_terminal:
        console.width, gap = 10**6, 3
    for layout in layouts:
        narrow = _NARROWEST if layout is layouts[-1] else _NARROW
        room = console.width - gap * (len(layout) - 1)
        columns = [[x for row in cells for x in row[name]] for name in layout]
        if not (widths := _widths(layout, columns, room, narrow)):
            continue
        table = Table(
            box=box.SIMPLE_HEAD,
            show_edge=False,
            pad_edge=False,
            padding=(0, gap - 1, 0, 0),
            show_header=headings,
        )
        for name, width, lines in zip(layout, widths, columns, strict=True):
            table.add_column(
                name,
                width=width,
                no_wrap=(is_clipped := any(x.overflow for x in lines)),
                overflow="ellipsis" if is_clipped else "fold",
            )
        for row in cells:
            table.add_row(*(Text("\n").join(row[name]) for name in layout))
        console.print(table)
        return
    for row in cells:
        values = [line for name in layouts[-1] for line in row[name]]
        console.print(*values, "", sep="\n", soft_wrap=True)


def _lines(cell: Cell) -> list[Text]:
    if isinstance(cell, str):
        cell = Text(visible(cell))
    return [cell] if isinstance(cell, Text) else [*cell]


def _widths(
    headings: Sequence[str], columns: list[list[Text]], room: int, narrow: int
) -> list[int]:
    """Return how wide to make each column, or nothing without the room."""
    widths: list[int] = []
    least: list[int] = []
    for heading, lines in zip(headings, columns, strict=True):
        rigid = [cell_len(x.plain) for x in lines if x.no_wrap]
        other = [cell_len(x.plain) for x in lines if not x.no_wrap]
        least_width = max(cell_len(heading), *rigid, 0)
        width = max(least_width, *other, 0)
        widths.append(width)
        least.append(max(least_width, min(width, narrow)))
    if sum(least) > room:
        return []
    while sum(widths) > room:
        spare = [a - b for a, b in zip(widths, least, strict=True)]
        widths[spare.index(max(spare))] -= 1
    return widths


def print_csv(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """Print rows as CSV that a spreadsheet opens as it should."""
    output: Any = sys.stdout
    is_terminal = output.isatty()
    if hasattr(output, "reconfigure") and not is_terminal:
        output.reconfigure(newline="")
        if codecs.lookup(output.encoding).name == "utf-8":
            # Without the mark, Excel takes it for the machine's code page.
            output.write("\ufeff")
    writer = csv.writer(output)
    writer.writerow(columns)
    for row in rows:
        cells = [neutralize(x) if isinstance(x, str) else x for x in row]
        if is_terminal:
            cells = [visible(x) if isinstance(x, str) else x for x in cells]
        writer.writerow(cells)


def print_json(value: object) -> None:
    """Print a value as JSON, with escapes if the encoding lacks a character."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(value, indent=2)
    print_text(text)


def print_text(text: str) -> None:
    """Print lines of text."""
    print(visible(text) if sys.stdout.isatty() else text)
