"""Standard output: tables, JSON, CSV and plain text."""

from __future__ import annotations

import codecs
import json
import sys

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from rich import box
from rich.console import Console, Group
from rich.style import Style
from rich.table import Table
from rich.text import Text

from cnmaker_data.cli.sheets import Row, text_of, write_rows
from cnmaker_data.cli.streams import visible


#: The lines of a cell. A `Text` that must not wrap is shown whole, or clipped
#: if it has an overflow.
Cell: TypeAlias = "str | Text | list[Text]"

# The least width of text that may wrap; the second one is for the last layout.
_NARROW, _NARROWEST = 20, 8


def whole(text: str, url: str = "") -> Text:
    """Return text that never wraps, as a hyperlink if there is a *url*."""
    # A span ends with the text; the style of a Text fills the whole cell.
    style = Style(link=url or None)
    return Text.assemble((visible(text), style), no_wrap=True)


def clipped(text: str) -> Text:
    """Return text that a narrow terminal cuts off."""
    return Text(visible(text), no_wrap=True, overflow="ellipsis")


def links(urls: Iterable[str]) -> dict[str, list[Text]]:
    """Return cells of hyperlinks that show the address or only the host."""
    hosts = [whole(urlsplit(url).netloc, url) for url in urls]
    return {"urls": [whole(url, url) for url in urls], "link": hosts}


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
    console = Console(markup=False, highlight=False, emoji=False)
    cells = [{name: _lines(cell) for name, cell in row.items()} for row in rows]
    gap = 2
    if not console.is_terminal:
        console.width, gap = 10**6, 3
    for layout in layouts:
        columns = {
            name: [line for row in cells for line in row[name]]
            for name in layout
        }
        narrow = _NARROWEST if layout is layouts[-1] else _NARROW
        room = console.width - gap * (len(layout) - 1)
        if widths := _widths(columns, room, narrow):
            table = Table(
                box=box.SIMPLE_HEAD,
                show_edge=False,
                pad_edge=False,
                padding=(0, gap - 1, 0, 0),
                show_header=headings,
            )
            for name, width in zip(layout, widths, strict=True):
                table.add_column(name, width=width, overflow="fold")
            for row in cells:
                table.add_row(*(Group(*row[name]) for name in layout))
            console.print(table)
            return
    for row in cells:
        values = [line for name in layouts[-1] for line in row[name]]
        console.print(*values, "", sep="\n", soft_wrap=True)


def _lines(cell: Cell) -> list[Text]:
    if isinstance(cell, str):
        cell = Text(visible(cell))
    return [cell] if isinstance(cell, Text) else cell


def _widths(
    columns: Mapping[str, list[Text]], room: int, narrow: int
) -> list[int]:
    """Return the width of each column, or nothing if there is no room."""
    widths: list[int] = []
    least: list[int] = []
    for heading, lines in columns.items():
        rigid = [x.cell_len for x in lines if x.no_wrap and not x.overflow]
        width = max([len(heading), *(x.cell_len for x in lines)])
        widths.append(width)
        least.append(max([len(heading), min(width, narrow), *rigid]))
    if sum(least) > room:
        return []
    while sum(widths) > room:
        spare = [a - b for a, b in zip(widths, least, strict=True)]
        widths[spare.index(max(spare))] -= 1
    return widths


def print_csv(columns: Iterable[str], rows: Iterable[Row]) -> None:
    """Print rows as CSV that a spreadsheet opens correctly."""
    output: Any = sys.stdout
    rows = chain([tuple(columns)], rows)
    if output.isatty():
        rows = ([visible(text_of(cell)) for cell in row] for row in rows)
    elif hasattr(output, "reconfigure"):
        output.reconfigure(newline="")
        if codecs.lookup(output.encoding).name == "utf-8":
            # Without the mark, Excel assumes the machine's code page.
            output.write("\ufeff")
    write_rows(output, rows)


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
