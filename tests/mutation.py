"""
Hooks that let mutmut see which tests run which functions.

For each mutant, mutmut runs the tests that it saw run the function. Code that
runs once for all tests, on import or into a cache, it would see in the first
test only.
"""

import os
import sys

import pytest

from mutmut.state import state


_run_by_imports = set()


def pytest_collection_finish():
    """Remember which functions have run before any test."""
    _run_by_imports.update(state()._stats)


@pytest.fixture(autouse=True)
def no_caches(request):
    """
    Clear the caches of the package, and count what the import of the tested
    module ran.
    """
    if os.environ["MUTANT_UNDER_TEST"] != "stats":
        return
    for name, module in list(sys.modules.items()):
        if name.startswith("cnmaker_data."):
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
    subject = request.path.stem.removeprefix("test_")
    state()._stats.update(
        name
        for name in _run_by_imports
        if name.startswith(f"cnmaker_data.{subject}.")
    )
