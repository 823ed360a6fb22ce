"""
What mutation testing adds to the tests.

For each mutant, mutmut runs the tests that it has seen run the function. What
runs once for all of them, while modules are imported or into a cache, it would
see in the first test alone.
"""

import os

import pytest

from mutmut.state import state

from cnmaker_data import serialization, urls
from cnmaker_data.places import gazetteer as regions


_run_by_imports = set()


def pytest_collection_finish():
    """
    Remember which functions have run before any test.
    """
    _run_by_imports.update(state()._stats)


@pytest.fixture(autouse=True)
def nothing_remembered(request):
    """
    Let each test run what it would find in a cache, and what the import of
    the module that it tests has run.
    """
    if os.environ["MUTANT_UNDER_TEST"] != "stats":
        return
    for module in (regions, serialization, urls):
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()
    subject = request.path.stem.removeprefix("test_")
    state()._stats.update(
        name
        for name in _run_by_imports
        if name.startswith(f"cnmaker_data.{subject}.")
    )
