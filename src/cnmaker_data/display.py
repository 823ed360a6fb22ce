"""Columns and rows as HTML for notebooks, and for rich in terminals."""

from __future__ import annotations

import re

from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias


if TYPE_CHECKING:
    from rich.table import Table as RichTable

    from cnmaker_data.table import Column, Table


# A longer table is cut to its first rows, because a notebook stores what it
# shows.
_LONG = 200
_SHOWN = 50

_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")


class _Line(NamedTuple):
    """One line of a cell."""

    text: str
    is_url: bool = False


_Cells: TypeAlias = "list[list[_Line]]"


def html(table: Table) -> str:
    """
    Return a table in HTML, for notebooks.

    All text is escaped. No colours are set: the page has its own. A record is
    one row, shown with a line for each column that has a value.
    """
    headings, grid, note = _grid(table)
    parts = [f"<table>\n<caption>{_inline(_Line(table.caption))}</caption>\n"]
    if headings:
        cells = "".join(
            f'<th scope="col">{escape(each)}</th>' for each in headings
        )
        parts.append(f"<thead>\n<tr>{cells}</tr>\n</thead>\n")
    parts.append("<tbody>\n")
    for head, *others in grid:
        # The first cell names the row for people who hear the table.
        cells = "".join(f"<td>{_cell(each)}</td>" for each in others)
        parts.append(f'<tr><th scope="row">{_cell(head)}</th>{cells}</tr>\n')
    parts.append("</tbody>\n")
    if note:
        cell = f'<td colspan="{len(headings)}">{note}</td>'
        parts.append(f"<tfoot>\n<tr>{cell}</tr>\n</tfoot>\n")
    return "".join([*parts, "</table>"])


def rich(table: Table) -> RichTable:
    """Return a table of rich, for terminals."""
    from rich import box
    from rich.style import Style
    from rich.table import Table as RichTable
    from rich.text import Text

    def styled(cell: list[_Line]) -> Text:
        # Text, not markup: brackets in a name stay as they are.
        return Text("\n").join(
            Text(text, Style(link=text) if is_url else "")
            for text, is_url in cell
        )

    headings, grid, note = _grid(table)
    shown = RichTable(
        title=Text(table.caption),
        caption=Text(note) if note else None,
        box=box.SIMPLE_HEAD,
        show_header=bool(headings),
    )
    for heading in headings or ["", ""]:
        shown.add_column(heading, overflow="fold")
    for row in grid:
        shown.add_row(*map(styled, row))
    return shown


def _grid(table: Table) -> tuple[list[str], list[_Cells], str]:
    """
    Return the headings, the rows to show, and a note about those left out.
    """
    headings = [column.name for column in table.columns]
    is_long = len(table.rows) >= _LONG
    shown = table.rows[:_SHOWN] if is_long else table.rows
    grid = [list(map(_lines, table.columns, row)) for row in shown]
    if table.is_record:
        pairs = zip(headings, *grid, strict=True)
        return [], [[[_Line(name)], cell] for name, cell in pairs if cell], ""
    left_out = len(table.rows) - len(shown)
    return headings, grid, f"and {left_out:,} more" if left_out else ""


def _lines(column: Column, value: Any) -> list[_Line]:
    if value is None:
        return []
    if column.type != "array":
        return [_Line(_text(column, value), column.is_url)]
    [item] = column.items
    return [_Line(_text(item, each), column.is_url) for each in value]


def _text(column: Column, value: Any) -> str:
    """
    Return a value as text; of an object, the first with others in brackets.
    """
    if column.type == "array":
        return "、".join(_text(column.items[0], each) for each in value)
    if column.type == "object":
        first, *others = map(_text, column.items, value)
        return "".join([first, *(f"（{each}）" for each in others if each)])
    return str(value)


def _cell(lines: list[_Line]) -> str:
    return "<br>".join(map(_inline, lines))


def _inline(line: _Line) -> str:
    shown = escape(line.text)
    if line.is_url:
        # The model takes http and https addresses only.
        return f'<a href="{shown}" rel="noopener noreferrer">{shown}</a>'
    return f'<span lang="zh">{shown}</span>' if _HAN.search(shown) else shown
