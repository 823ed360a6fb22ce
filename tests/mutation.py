"""
Hooks that let mutmut see which tests run which functions.

For each mutant, mutmut runs the tests that it saw run the function. It would see
code that runs once for all tests, on import or into a cache, in the first test
only. And it would run nearly all tests for what nearly all code uses: here only
the tests of a module count for it.
"""

import os
import sys

import pytest

from mutmut.state import state


# Where the name of the tests is not the name of what they test.
_SUBJECTS = {
    "arrow": ("table",),
    "comparison": ("comparison", "tables"),
    "competition": ("series",),
    "display": ("collection", "comparison", "entry", "table", "tables"),
    "entry": ("collection", "entry"),
    "export": ("tables",),
    "mentions": ("mentions", "places.in_text", "series"),
    "model": ("_validators", "catalog", "model"),
    "serialization": ("catalog", "serialization"),
    "slugs": ("series",),
}

_run_by_imports = set()
_run_by = {}


def pytest_collection_finish():
    """Remember what ran before any test; forget what it left in caches."""
    _run_by_imports.update(state()._stats)
    _clear_caches()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """
    Count what a test runs, which is what its first case runs without caches.

    What the import of the tested module ran counts, too.
    """
    if os.environ["MUTANT_UNDER_TEST"] != "stats":
        return (yield)
    test = item.nodeid.partition("[")[0]
    if test not in _run_by:
        _clear_caches()
    result = yield
    name = item.path.stem.removeprefix("test_")
    if item.path.parent.name != "tests":
        name = item.path.parent.name
    subjects = tuple(
        f"cnmaker_data.{each}." for each in _SUBJECTS.get(name, (name,))
    )
    ran = state()._stats
    ran |= _run_by.setdefault(test, {*ran}) | _run_by_imports
    ran -= {each for each in ran if not each.startswith(subjects)}
    return result


def _clear_caches():
    for name, module in list(sys.modules.items()):
        if name.startswith("cnmaker_data."):
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
