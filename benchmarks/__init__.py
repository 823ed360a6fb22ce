"""
How fast the library is, beside its peers: `python -m benchmarks`.

A module for each subject says what is measured. `worker` measures it all once
over; `__main__` has that done several times, and makes the table.
"""

from __future__ import annotations

import importlib

from collections.abc import Iterable, Iterator
from typing import cast

from benchmarks.cases import Case, Measure


#: The modules that have cases, in the order of the table.
SUBJECTS = ("cold_start", "queries", "links", "formats", "word", "growth")


def cases_of(subjects: Iterable[str]) -> list[Case]:
    """
    Return the rows of the table for some subjects.
    """
    modules = (importlib.import_module(f"{__name__}.{s}") for s in subjects)
    return [case for m in modules for case in cast("list[Case]", m.CASES)]


def measures(cases: Iterable[Case]) -> Iterator[Measure]:
    """
    Yield what the cases measure, each once, ours and its peers in turn.
    """
    seen = set[str]()
    for case in cases:
        for measure in (case.ours, case.peer):
            if measure.key not in seen:
                seen.add(measure.key)
                yield measure
