"""The command `mentions`: which contests a text names."""

from __future__ import annotations

from collections.abc import Iterator

from cnmaker_data import Mention, find_mentions
from cnmaker_data.cli import terminal
from cnmaker_data.cli.columns import NO_TABLE, TableOptions
from cnmaker_data.cli.options import NotThereError, Output
from cnmaker_data.cli.sheets import Row, Value, text_of
from cnmaker_data.cli.streams import lines_of


_ATTRIBUTES = (
    *("text", "start", "end", "id", "series", "edition", "year", "tier"),
    *("location_code", "location", "theme", "is_preliminary"),
)
# Tables have columns such as “year” of their own.
_NEW_COLUMNS = tuple(f"mention_{name}" for name in _ATTRIBUTES)
_LAYOUTS = (
    ("line", "text", "id", "year", "tier", "location", "theme"),
    ("line", "id", "year", "tier", "location", "theme"),
    ("line", "id", "year"),
)


def mentions(
    *texts: str, table: TableOptions = NO_TABLE, format: Output = "table"
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
    lines = _read(texts, problems)
    # A line without any has a row, too.
    pairs = ((line, each) for line, found in lines for each in found or [None])
    if format == "json":
        terminal.print_json(
            [
                {"line": line, "mentions": [_described(m) for m in found]}
                for line, found in lines
            ]
        )
    elif format == "csv":
        records = ((line, *map(text_of, _record(m))) for line, m in pairs)
        terminal.print_csv(("line", *_NEW_COLUMNS), records)
    else:
        terminal.print_rows(_LAYOUTS, (_cells(*pair) for pair in pairs))
    if problems:
        raise NotThereError("\n".join(problems))


def _add_columns(
    table: TableOptions, texts: tuple[str, ...], format: Output
) -> None:
    rows = count = 0

    def answer(cells: Row) -> Iterator[Row]:
        nonlocal rows, count
        # The first column with mentions counts.
        found: tuple[Mention, ...] = ()
        for cell in cells:
            found = found or find_mentions(text_of(cell))
        rows, count = rows + 1, count + len(found)
        return map(_record, found or [None])

    table.add_columns(_NEW_COLUMNS, answer, texts, format)
    terminal.print_text(f"{rows:,} rows, {count:,} mentions")


def _read(
    texts: tuple[str, ...], problems: list[str]
) -> Iterator[tuple[str, tuple[Mention, ...]]]:
    for line in lines_of(texts, "a text"):
        if line.problem is None:
            yield line.text, find_mentions(line.text)
        else:
            problems.append(line.located(line.problem))
            yield line.text, ()


def _record(mention: Mention | None) -> Row:
    """Return the values of `_ATTRIBUTES`."""
    if mention is None:
        return [None] * len(_ATTRIBUTES)
    location, tier = mention.location, mention.tier
    return [
        mention.text,
        mention.start,
        mention.end,
        mention.id,
        mention.series,
        mention.edition,
        mention.year,
        None if tier is None else tier.value,
        None if location is None else location.code,
        None if location is None else location.name,
        mention.theme,
        mention.is_preliminary,
    ]


def _described(mention: Mention) -> dict[str, Value]:
    return dict(zip(_ATTRIBUTES, _record(mention), strict=True))


def _cells(line: str, mention: Mention | None) -> dict[str, terminal.Cell]:
    values = map(text_of, _record(mention))
    cells: dict[str, terminal.Cell] = dict(
        zip(_ATTRIBUTES, values, strict=True)
    )
    name = "" if mention is None else mention.id or ""
    return cells | {"line": terminal.clipped(line), "id": terminal.whole(name)}
