"""Columns and rows as HTML for notebooks, and for rich in terminals."""

from __future__ import annotations

import re

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any, TypeVar


if TYPE_CHECKING:
    from rich.table import Table as RichTable

    from cnmaker_data.table import Column, Table


_L = TypeVar("_L")

# Of a table with this many rows, only the first ones are shown: a notebook
# stores its output.
_LONG = 200
_SHOWN = 50

_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")


def html(table: Table) -> str:
    """Return a table in HTML, for notebooks."""
    # All text is escaped. Colours are left to the page.
    headings, grid, note = _grid(table, _inline)
    lines = ["<table>", f"<caption>{_inline(table.caption)}</caption>"]
    if headings:
        head = '</th><th scope="col">'.join(map(_inline, headings))
        row = f'<tr><th scope="col">{head}</th></tr>'
        lines += ["<thead>", row, "</thead>"]
    lines.append("<tbody>")
    for cells in grid:
        head, *others = map("<br>".join, cells)
        row = "".join(f"<td>{each}</td>" for each in others)
        # The first cell names the row for people who hear the table.
        lines.append(f'<tr><th scope="row">{head}</th>{row}</tr>')
    lines.append("</tbody>")
    if note:
        row = f'<tr><td colspan="{len(headings)}">{note}</td></tr>'
        lines += ["<tfoot>", row, "</tfoot>"]
    return "\n".join([*lines, "</table>"])


def rich(table: Table) -> RichTable:
    """Return a table of rich, for terminals."""
    from rich import box
    from rich.style import Style
    from rich.table import Table as RichTable
    from rich.text import Text

    def text(line: str, is_url: bool = False) -> Text:
        # Text, not markup: brackets in a name stay as they are.
        return Text(line, Style(link=line) if is_url else "")

    headings, grid, note = _grid(table, text)
    shown = RichTable(
        title=text(table.caption),
        caption=text(note) if note else None,
        box=box.SIMPLE_HEAD,
        show_header=bool(headings),
    )
    for heading in headings or ["", ""]:
        shown.add_column(heading, overflow="fold")
    for row in grid:
        shown.add_row(*map(Text("\n").join, row))
    return shown


def _grid(
    table: Table, line: Callable[[str, bool], _L]
) -> tuple[list[str], list[list[list[_L]]], str]:
    """
    Return the headings, the rows to show, and a note about those left out.

    A cell is a list of what *line* makes of each text and whether it is a URL.
    """

    def cell(column: Column, value: Any) -> list[_L]:
        values, item = [value], column
        if column.type == "array":
            values, [item] = value, column.items
        texts = (_text(item, each) for each in values if each is not None)
        return [line(text, column.is_url) for text in texts]

    names = [column.name for column in table.columns]
    shown = table.rows[: _SHOWN if len(table) >= _LONG else None]
    grid = [list(map(cell, table.columns, row)) for row in shown]
    if table.is_record:
        pairs = zip(names, *grid, strict=True)
        grid = [[[line(name, False)], each] for name, each in pairs if each]
        return [], grid, ""
    left_out = len(table) - len(shown)
    return names, grid, f"and {left_out:,} more" if left_out else ""


def _text(column: Column, value: Any) -> str:
    """Return a value as text; of an object, other values in brackets."""
    if column.type == "array":
        return "、".join(_text(column.items[0], each) for each in value)
    if column.type == "object":
        first, *others = map(_text, column.items, value)
        return "".join([first, *(f"（{each}）" for each in others if each)])
    return str(value)


def _inline(text: str, is_url: bool = False) -> str:
    shown = escape(text)
    if is_url:
        # The model takes http and https addresses only.
        return f'<a href="{shown}" rel="noopener noreferrer">{shown}</a>'
    return f'<span lang="zh">{shown}</span>' if _HAN.search(shown) else shown
