"""The examples in docstrings, of every module of the installed package."""

import doctest
import importlib
import pkgutil

from types import ModuleType

import pytest

import cnmaker_data


def _modules() -> list[str]:
    found = pkgutil.walk_packages(cnmaker_data.__path__, "cnmaker_data.")
    return ["cnmaker_data", *(module.name for module in found)]


@pytest.mark.parametrize("name", _modules())
def test_examples_in_docstrings_run(name: str) -> None:
    module: ModuleType = importlib.import_module(name)
    assert doctest.testmod(module).failed == 0
