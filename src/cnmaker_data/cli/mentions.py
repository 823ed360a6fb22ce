"""
The command `mentions`: which contests a text names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from cnmaker_data import Mention, find_mentions
from cnmaker_data.cli.options import NotThereError, Output
from cnmaker_data.cli.sheets import NO_TABLE, TableOptions, Value, text_of
from cnmaker_data.cli.streams import lines_of
from cnmaker_data.cli.terminal import (
    Cell,
    clipped,
    print_csv,
    print_json,
    print_rows,
    print_text,
    whole,
)


_NEW_COLUMNS = (
    *("mention", "start", "end", "contest_id", "series", "edition", "year"),
    *("tier", "location_code", "location", "theme", "is_preliminary"),
)
_LAYOUTS = (
    *(("text", "mention", "contest_id", "year", "tier", "location", "theme"),),
    *(("text", "contest_id", "year", "tier", "location", "theme"),),
    ("text", "contest_id", "year"),
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
        counts = Counter[str](rows=0, mentions=0)

        def answer(cells: Sequence[Value]) -> Iterator[Sequence[Value]]:
            columns = map(find_mentions, map(text_of, cells))
            found = next(filter(None, columns), ())
            counts.update(rows=1, mentions=len(found))
            return map(_record, found or [None])

        table.add_columns(_NEW_COLUMNS, answer, texts)
        rows, number = counts["rows"], counts["mentions"]
        print_text(f"{rows:,} rows, {number:,} mentions")
        return
    problems: list[str] = []
    lines = _read(texts, problems)
    if format == "json":
        print_json(
            [
                {"text": text, "mentions": [_named(each) for each in found]}
                for text, found in lines
            ]
        )
    else:
        # A line without any has a row, too.
        pairs = ((text, m) for text, found in lines for m in found or [None])
        if format == "csv":
            print_csv(
                ("text", *_NEW_COLUMNS),
                ((text, *_record(mention)) for text, mention in pairs),
            )
        else:
            print_rows(_LAYOUTS, (_cells(*pair) for pair in pairs))
    if problems:
        raise NotThereError("\n".join(problems))


def _read(
    texts: tuple[str, ...], problems: list[str]
) -> Iterator[tuple[str, tuple[Mention, ...]]]:
    for line in lines_of(texts, "a text"):
        if line.problem is not None:
            problems.append(line.located(line.problem))
        yield line.text, () if line.problem else find_mentions(line.text)


def _named(mention: Mention) -> dict[str, Value]:
    return dict(zip(_NEW_COLUMNS, _record(mention), strict=True))


def _record(mention: Mention | None) -> Sequence[Value]:
    """
    Return the cells of `_NEW_COLUMNS`.
    """
    if mention is None:
        return [None] * len(_NEW_COLUMNS)
    location = mention.location
    return [
        mention.text,
        mention.start,
        mention.end,
        mention.id,
        mention.series,
        mention.edition,
        mention.year,
        None if mention.tier is None else mention.tier.value,
        None if location is None else location.code,
        None if location is None else location.name,
        mention.theme,
        mention.is_preliminary,
    ]


def _cells(text: str, mention: Mention | None) -> dict[str, Cell]:
    names = ("text", *_NEW_COLUMNS)
    shown = map(text_of, (text, *_record(mention)))
    clips = {"text": clipped, "contest_id": whole}
    return {
        name: clips.get(name, str)(value)
        for name, value in zip(names, shown, strict=True)
    }
