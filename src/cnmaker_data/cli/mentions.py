"""The command `mentions`: which contests a text names."""

from __future__ import annotations

from collections.abc import Iterator

from cnmaker_data import Mention, find_mentions
from cnmaker_data.cli import options, terminal
from cnmaker_data.cli.sheets import Row, TableOptions, Value, text_of
from cnmaker_data.cli.streams import Line, lines_of


_ATTRIBUTES = (
    *("text", "start", "end", "id", "series", "edition", "year", "tier"),
    *("location_code", "location", "theme", "is_preliminary"),
)
# The table may have columns such as “year” of its own.
_NEW_COLUMNS = tuple(f"mention_{name}" for name in _ATTRIBUTES)
_LAYOUTS = (
    ("line", "text", "id", "year", "tier", "location", "theme"),
    ("line", "id", "year", "tier", "location", "theme"),
    ("line", "id", "year"),
)


def mentions(
    *texts: str,
    table: TableOptions | None = None,
    format: options.Output = "table",
) -> None:
    """
    Find the contests that texts name: titles, awards, sentences.

    Parameters
    ----------
    texts
        The texts; without any, they are read from standard input, one a line.
    format
        How to print what is found.
    """
    if table:
        _add_columns(table, texts, format)
        return
    problems: list[str] = []

    def read(line: Line) -> tuple[str, tuple[Mention, ...]]:
        if line.problem:
            problems.append(f"{line.prefix}{line.problem}")
        return line.text, () if line.problem else find_mentions(line.text)

    lines = map(read, lines_of(texts, "a text"))
    # A line without mentions has a row, too.
    rows = (
        (text, _values(each))
        for text, found in lines
        for each in found or [None]
    )
    if format == "json":
        terminal.print_json(
            [
                {"line": text, "mentions": [*map(_values, found)]}
                for text, found in lines
            ]
        )
    elif format == "csv":
        records = ((line, *values.values()) for line, values in rows)
        terminal.print_csv(("line", *_NEW_COLUMNS), records)
    else:
        terminal.print_rows(_LAYOUTS, (_cells(*row) for row in rows))
    if problems:
        raise options.NotThereError("\n".join(problems))


def _add_columns(
    table: TableOptions, texts: tuple[str, ...], format: options.Output
) -> None:
    rows = count = 0

    def answer(cells: Row) -> Iterator[Row]:
        nonlocal rows, count
        # The first column with mentions counts.
        found: tuple[Mention, ...] = ()
        for cell in cells:
            found = found or find_mentions(text_of(cell))
        rows, count = rows + 1, count + len(found)
        for each in found or [None]:
            yield [*_values(each).values()]

    table.add_columns(_NEW_COLUMNS, answer, texts, format)
    terminal.print_text(f"{rows:,} rows, {count:,} mentions")


def _values(mention: Mention | None) -> dict[str, Value]:
    """Return the values of a mention by the names of `_ATTRIBUTES`."""
    values = {name: getattr(mention, name, None) for name in _ATTRIBUTES}
    if mention is not None and (location := mention.location):
        values |= {"location_code": location.code, "location": location.name}
    return values


def _cells(line: str, values: dict[str, Value]) -> dict[str, terminal.Cell]:
    texts = {name: text_of(value) for name, value in values.items()}
    return {
        **texts,
        "line": terminal.clipped(line),
        "id": terminal.whole(texts["id"]),
    }
