"""
Benchmarks of the library beside its peers: `python -m benchmarks`.

Each subject has a module with its measures. `worker` runs one round of all of
them; `__main__` runs the rounds and makes the table.
"""

from __future__ import annotations

import importlib

from collections.abc import Iterable, Iterator
from typing import cast

from benchmarks.cases import Case, Measure


#: The modules with cases, in the order of the table.
SUBJECTS = (
    "cold_start",
    "queries",
    "links",
    "texts",
    "formats",
    "word",
    "growth",
)


def cases_of(subjects: Iterable[str]) -> list[Case]:
    """Return the rows of the table for some subjects."""
    modules = (importlib.import_module(f"{__name__}.{s}") for s in subjects)
    return [case for m in modules for case in cast("list[Case]", m.CASES)]


def measures(cases: Iterable[Case]) -> Iterator[Measure]:
    """Yield each measure of the cases once, ours and its peers in turn."""
    seen = set[str]()
    for case in cases:
        for measure in (case.ours, case.peer):
            if measure.key not in seen:
                seen.add(measure.key)
                yield measure
