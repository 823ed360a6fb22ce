"""Changes of the shipped data, field by field."""

from __future__ import annotations

import csv

from collections.abc import Iterator
from pathlib import Path

from cnmaker_data import Diff, diff, loads


__all__ = ["data_changes", "editions"]


_RESOURCES = Path("src", "cnmaker_data", "resources")


def editions(root: Path) -> set[int]:
    """Return the numbers of the editions that ship in a checkout."""
    folders = (root / _RESOURCES / "editions").glob("*/edition.json")
    return {int(path.parent.name) for path in folders}


def data_changes(old: Path, new: Path) -> list[str]:
    """
    Return a line for each change between the data of two checkouts.

    A new edition does not count: it has its own version.
    """
    before, after = _files(old), _files(new)
    incoming = editions(new) - editions(old)
    return [
        line
        for name in sorted(before | after)
        if not any(name.startswith(f"editions/{each}/") for each in incoming)
        for line in _file_changes(name, before.get(name), after.get(name))
    ]


def _files(root: Path) -> dict[str, Path]:
    folder = root / _RESOURCES
    return {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file()
    }


def _file_changes(
    name: str, old: Path | None, new: Path | None
) -> Iterator[str]:
    if old is None:
        yield f"{name} added"
    elif new is None:
        yield f"{name} removed"
    elif old.read_bytes() != new.read_bytes():
        lines: list[str] = []
        if name.endswith("/edition.json"):
            lines += _edition_changes(
                diff(loads(old.read_bytes()), loads(new.read_bytes()))
            )
        elif name.endswith(".csv"):
            lines += _table_changes(name, _rows(old), _rows(new))
        yield from lines or [f"{name} changed"]


def _edition_changes(changes: Diff) -> Iterator[str]:
    number = changes.new.number
    for change in changes.fields:
        yield f"{number} {change}"
    for contest in changes.added:
        yield f"{contest.id} added"
    for contest in changes.removed:
        yield f"{contest.id} removed"
    for changed in changes.changed:
        for change in changed.fields:
            yield f"{changed.new.id} {change}"


def _rows(path: Path) -> dict[str, dict[str, str]]:
    """Return the rows of a table by their first cell."""
    with path.open(encoding="utf-8", newline="") as file:
        return {next(iter(row.values())): row for row in csv.DictReader(file)}


def _table_changes(
    name: str, old: dict[str, dict[str, str]], new: dict[str, dict[str, str]]
) -> Iterator[str]:
    for key in {**old, **new}:
        if key not in old:
            yield f"{name} {key} added"
        elif key not in new:
            yield f"{name} {key} removed"
        else:
            for column in {**old[key], **new[key]}:
                before, after = old[key].get(column), new[key].get(column)
                if before != after:
                    yield f"{name} {key} {column}: {before!r} → {after!r}"
