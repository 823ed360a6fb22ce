"""
Hooks that let mutmut see which tests run which functions.

For each mutant, mutmut runs the tests that it saw run the function. It would see
code that runs once for all tests, on import or into a cache, in the first test
only. And it would run nearly all tests for what nearly all code uses: here only
the tests of a module count for it.
"""

import os
import re
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
    "model": ("_validators", "catalog", "model", "places.region"),
    "serialization": ("catalog", "places.region", "serialization"),
    "slugs": ("series",),
}
# The modules that read only one form of a plan. Tests of text cover the others.
_FORMS = {
    form: tuple(f"ingest.{module}" for module in modules.split())
    for form, modules in {
        "html": "css document files html selectors",
        "word": "archive document files styles word",
    }.items()
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
    subjects = _subjects_of(item)
    ran = state()._stats
    ran |= _run_by.setdefault(test, {*ran}) | _run_by_imports
    ran -= {each for each in ran if not each.startswith(subjects)}
    return result


def _subjects_of(item):
    """Return the beginnings of the names of the functions that a test tests."""
    name = item.path.stem.removeprefix("test_")
    if (folder := item.path.parent.name) == "ingest":
        _, _, case = item.name.partition("[")
        of_a_form = re.search(
            r"\b(html|word)\b", f"{name.split('_')[0]}, {case}"
        )
        subjects = _FORMS[of_a_form[0]] if of_a_form else ("ingest",)
    else:
        name = name if folder == "tests" else folder
        subjects = _SUBJECTS.get(name, (name,))
    return tuple(f"cnmaker_data.{each}." for each in subjects)


def _clear_caches():
    for name, module in list(sys.modules.items()):
        if name.startswith("cnmaker_data."):
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
