"""
Columns and rows as HTML for notebooks, and for rich in terminals.
"""

from __future__ import annotations

import re

from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias


if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.table import Table

    from cnmaker_data.table import Column


__all__ = ["html", "rich"]


# A longer table is cut to its first rows, because a notebook stores what it
# shows.
_LONG = 200
_SHOWN = 50

_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")

_Columns: TypeAlias = "Sequence[Column]"
_Rows: TypeAlias = "Sequence[Sequence[Any]]"


class _Text(NamedTuple):
    """
    One line of a cell.
    """

    text: str
    is_url: bool = False


_Cell: TypeAlias = "list[_Text]"


class _Grid(NamedTuple):
    """
    A table cut to what is shown.
    """

    headings: list[str]
    rows: list[list[_Cell]]
    #: How many rows are not shown.
    left_out: int


def html(
    caption: str, columns: _Columns, rows: _Rows, *, is_record: bool = False
) -> str:
    """
    Return a table in HTML, for notebooks.

    All text is escaped. No colours are set: the page has its own. A record is
    one row, shown with a line for each column that has a value.
    """
    grid = _grid(columns, rows, is_record=is_record)
    return "".join(_html_parts(caption, grid))


def rich(
    caption: str, columns: _Columns, rows: _Rows, *, is_record: bool = False
) -> Table:
    """
    Return a table of rich, for terminals.
    """
    from rich import box
    from rich.style import Style
    from rich.table import Table
    from rich.text import Text

    def styled(cell: _Cell) -> Text:
        # Text, not markup: brackets in a name stay as they are.
        return Text("\n").join(
            Text(text, Style(link=text) if is_url else "")
            for text, is_url in cell
        )

    grid = _grid(columns, rows, is_record=is_record)
    table = Table(
        title=Text(caption),
        caption=Text(_note(grid)) if grid.left_out else None,
        box=box.SIMPLE_HEAD,
        show_header=bool(grid.headings),
    )
    for heading in grid.headings or ("", ""):
        table.add_column(heading, overflow="fold")
    for row in grid.rows:
        table.add_row(*map(styled, row))
    return table


def _grid(columns: _Columns, rows: _Rows, *, is_record: bool) -> _Grid:
    shown = rows if len(rows) < _LONG else rows[:_SHOWN]
    cells = [list(map(_cell, columns, row)) for row in shown]
    if is_record:
        [record] = cells
        lines = [
            [[_Text(column.name)], cell]
            for column, cell in zip(columns, record, strict=True)
            if cell
        ]
        return _Grid([], lines, 0)
    return _Grid([each.name for each in columns], cells, len(rows) - len(shown))


def _cell(column: Column, value: Any) -> _Cell:
    if value is None:
        return []
    if column.type == "array":
        is_url = column.items[0].is_url
        return [_Text(_text(item), is_url) for item in value]
    return [_Text(_text(value), column.is_url)]


def _text(value: Any) -> str:
    """
    Return a value as text; an object as its first value, the others in brackets.
    """
    if isinstance(value, tuple):
        first, *others = _leaves(value)
        return "".join([first, *(f"（{other}）" for other in others)])
    return str(value)


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, tuple):
        for item in value:
            yield from _leaves(item)
    else:
        yield str(value)


def _note(grid: _Grid) -> str:
    return f"and {grid.left_out:,} more"


def _html_parts(caption: str, grid: _Grid) -> Iterator[str]:
    yield "<table>\n"
    yield f"<caption>{_inline(_Text(caption))}</caption>\n"
    if grid.headings:
        headings = "".join(
            f'<th scope="col">{_inline(_Text(each))}</th>'
            for each in grid.headings
        )
        yield f"<thead>\n<tr>{headings}</tr>\n</thead>\n"
    yield "<tbody>\n"
    for head, *cells in grid.rows:
        # The first cell names the row for people who hear the table.
        row = "".join(f"<td>{_html_cell(each)}</td>" for each in cells)
        yield f'<tr><th scope="row">{_html_cell(head)}</th>{row}</tr>\n'
    yield "</tbody>\n"
    if grid.left_out:
        width = len(grid.headings)
        yield (
            f'<tfoot>\n<tr><td colspan="{width}">{_note(grid)}</td></tr>\n'
            "</tfoot>\n"
        )
    yield "</table>"


def _html_cell(cell: _Cell) -> str:
    return "<br>".join(map(_inline, cell))


def _inline(line: _Text) -> str:
    shown = escape(line.text)
    if line.is_url:
        # The model takes http and https addresses only.
        return f'<a href="{shown}" rel="noopener noreferrer">{shown}</a>'
    return f'<span lang="zh">{shown}</span>' if _HAN.search(shown) else shown
