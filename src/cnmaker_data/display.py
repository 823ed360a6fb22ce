"""
Objects as tables: HTML for notebooks, rich's tables for terminals.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from cnmaker_data.catalog import Edition
from cnmaker_data.collection import Contests
from cnmaker_data.comparison import Diff
from cnmaker_data.entry import CrosswalkRow
from cnmaker_data.model import Contest
from cnmaker_data.places import path_of


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.table import Table


__all__ = ["html", "rich"]


# A longer table is cut to its first rows: a notebook keeps what it shows.
_LONG = 200
_SHOWN = 50

_LIST_COLUMNS = ("id", "name", "location", "organizers", "links")


# Contests, a crosswalk, or one of the others.
_Shown: TypeAlias = "Sequence[Any] | Contest | Edition | Diff"


class _Text(NamedTuple):
    """
    One text in a cell, which may be a link and may be in Chinese.
    """

    text: str
    url: str | None = None
    is_chinese: bool = False


#: One text a line.
_Cell = tuple[_Text, ...]


class _Grid(NamedTuple):
    """
    A table with its caption, to be written in either way.
    """

    caption: _Text
    #: The headings of the columns; none where each row has its own.
    columns: Sequence[str]
    rows: Sequence[Sequence[_Cell]]
    #: How many rows are not shown.
    left_out: int = 0


def html(shown: _Shown) -> str:
    """
    Return an object as a table in HTML, for notebooks.

    All text is escaped. No colours are set: they are the page's.
    """
    grid = _grid(shown)
    return "".join(_html_lines(grid))


def rich(shown: _Shown) -> Table:
    """
    Return an object as a table of rich, for terminals.
    """
    from rich import box
    from rich.style import Style
    from rich.table import Table
    from rich.text import Text

    def cell(texts: _Cell) -> Text:
        # Not markup: brackets in a name stay what they are.
        lines = [
            Text(each.text, Style(link=each.url) if each.url else "")
            for each in texts
        ]
        return Text("\n").join(lines)

    grid = _grid(shown)
    table = Table(
        title=Text(grid.caption.text),
        caption=Text(_note(grid)) if grid.left_out else None,
        box=box.SIMPLE_HEAD,
        show_header=bool(grid.columns),
    )
    for column in grid.columns or ("", ""):
        table.add_column(column, overflow="fold")
    for row in grid.rows:
        table.add_row(*map(cell, row))
    return table


def _grid(shown: _Shown) -> _Grid:
    if isinstance(shown, Contest):
        return _of_contest(shown)
    if isinstance(shown, Diff):
        return _of_diff(shown)
    if isinstance(shown, Edition):
        return _of_contests(shown.contests, _chinese(shown.title))
    if isinstance(shown, Contests):
        return _of_contests(shown, _plain(_counted(len(shown), "contest")))
    return _of_crosswalk(shown)


def _of_contests(contests: Contests, caption: _Text) -> _Grid:
    first = _first(contests)
    rows = [
        (
            (_plain(contest.id),),
            (_chinese(contest.name),),
            (_chinese(contest.location.name),),
            _organizers(contest),
            tuple(_Text(url, url) for url in contest.urls),
        )
        for contest in first
    ]
    return _Grid(caption, _LIST_COLUMNS, rows, len(contests) - len(first))


def _of_crosswalk(crosswalk: Sequence[CrosswalkRow]) -> _Grid:
    first = _first(crosswalk)
    rows = [
        (
            (_plain(row.code),),
            (_chinese(row.name),),
            (_plain(row.level),),
            (_plain(row.contest_id),) if row.contest_id else (),
        )
        for row in first
    ]
    caption = _plain(_counted(len(crosswalk), "division"))
    columns = ("code", "name", "level", "contest_id")
    return _Grid(caption, columns, rows, len(crosswalk) - len(first))


def _of_contest(contest: Contest) -> _Grid:
    return _Grid(
        _chinese(contest.name),
        (),
        [((_plain(name),), value) for name, value in _details(contest)],
    )


def _details(contest: Contest) -> Iterator[tuple[str, _Cell]]:
    location = contest.location
    yield "id", (_plain(contest.id),)
    yield "tier", (_chinese(f"{contest.tier.label} ({contest.tier.value})"),)
    if contest.theme is not None:
        yield "theme", (_chinese(contest.theme),)
    yield "location", (_chinese(f"{path_of(location)} ({location.code})"),)
    yield "organizers", _organizers(contest)
    if contest.links:
        yield "links", tuple(_Text(url, url) for url in contest.urls)
    yield "source", (_chinese(str(contest.source)),)


def _of_diff(diff: Diff) -> _Grid:
    caption, *_ = str(diff).splitlines()
    rows = [
        *_changed("edition", "", map(str, diff.fields)),
        *(_one(contest, "added") for contest in diff.added),
        *(_one(contest, "removed") for contest in diff.removed),
    ]
    for change in diff.changed:
        rows += _changed(change.series, "changed", map(str, change.fields))
    first = _first(rows)
    columns = ("series", "is", "what")
    return _Grid(_plain(caption), columns, first, len(rows) - len(first))


def _one(contest: Contest, change: str) -> tuple[_Cell, ...]:
    return (
        (_plain(contest.series),),
        (_plain(change),),
        (_chinese(contest.name),),
    )


def _changed(
    series: str, change: str, fields: Iterable[str]
) -> list[tuple[_Cell, ...]]:
    lines = tuple(map(_chinese, fields))
    if not lines:
        return []
    return [((_plain(series),), (_plain(change or "changed"),), lines)]


def _organizers(contest: Contest) -> _Cell:
    return tuple(_chinese(str(each)) for each in contest.organizers)


def _plain(text: str) -> _Text:
    return _Text(text)


def _chinese(text: str) -> _Text:
    return _Text(text, is_chinese=True)


def _first(rows: Any) -> Any:
    return rows if len(rows) < _LONG else rows[:_SHOWN]


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _note(grid: _Grid) -> str:
    return f"and {grid.left_out:,} more"


def _html_lines(grid: _Grid) -> Iterator[str]:
    yield "<table>\n"
    yield f"<caption>{_inline(grid.caption)}</caption>\n"
    if grid.columns:
        headings = "".join(
            f'<th scope="col">{escape(each)}</th>' for each in grid.columns
        )
        yield f"<thead>\n<tr>{headings}</tr>\n</thead>\n"
    yield "<tbody>\n"
    for head, *cells in grid.rows:
        # What names the row is its heading, for who hears the table.
        row = "".join(f"<td>{_html_cell(each)}</td>" for each in cells)
        yield f'<tr><th scope="row">{_html_cell(head)}</th>{row}</tr>\n'
    yield "</tbody>\n"
    if grid.left_out:
        # The first row has as many cells as all.
        width = len(grid.rows[0])
        yield (
            f'<tfoot>\n<tr><td colspan="{width}">{_note(grid)}</td></tr>\n'
            "</tfoot>\n"
        )
    yield "</table>"


def _html_cell(texts: _Cell) -> str:
    return "<br>".join(map(_inline, texts))


def _inline(text: _Text) -> str:
    shown = escape(text.text)
    # The model takes addresses with http and https alone.
    if text.url is not None:
        href = escape(text.url)
        return f'<a href="{href}" rel="noopener noreferrer">{shown}</a>'
    return f'<span lang="zh">{shown}</span>' if text.is_chinese else shown
