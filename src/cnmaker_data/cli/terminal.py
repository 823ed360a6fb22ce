"""
What goes to standard output: tables, JSON and CSV.
"""

from __future__ import annotations

import csv
import json
import sys

from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.table import Table


__all__ = ["print_csv", "print_json", "print_table", "print_text", "table_of"]


class _Console(Console):
    def on_broken_pipe(self) -> None:
        # rich would exit; `run` deals with it for all formats.
        raise BrokenPipeError


def table_of(*columns: str) -> Table:
    """
    Return an empty table for a terminal.
    """
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def print_table(table: Table) -> None:
    """
    Print a table; in a pipe, it is as wide as its text.
    """
    console = _Console(markup=False, highlight=False, emoji=False)
    if not console.is_terminal:
        console.width = 10_000
    console.print(table)


def print_csv(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """
    Print rows as CSV.
    """
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)


def print_json(value: object) -> None:
    """
    Print a value as JSON, with escapes if the encoding lacks a character.
    """
    text = json.dumps(value, ensure_ascii=False, indent=2)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(value, indent=2)
    print_text(text)


def print_text(text: str) -> None:
    """
    Print text and a line end.
    """
    print(text)
