import importlib
import pkgutil
import re
import sys
import types

from pathlib import Path

import pytest

import cnmaker_data

from interpreters import run
from release.api import PUBLIC_MODULES


ROOT = Path(__file__).parent.parent


def public_names():
    for name in PUBLIC_MODULES:
        module = importlib.import_module(name)
        for each in module.__all__:
            yield module, each


def test_each_name_is_there_and_documented():
    for module, name in public_names():
        assert name in dir(module)
        value = getattr(module, name)
        assert value is not None
        if isinstance(value, type | types.FunctionType):
            assert value.__doc__, name


def test_each_name_is_in_the_reference():
    pages = (ROOT / "docs").rglob("api*/*.rst")
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    for module, name in public_names():
        entry = rf"^(\.\. .*:: ({module.__name__}\.)?| +:members: .*\b){name}\b"
        assert re.search(entry, text, re.MULTILINE), (module.__name__, name)


def test_names_are_sorted():
    for name in PUBLIC_MODULES:
        names = importlib.import_module(name).__all__
        assert len(set(names)) == len(names)
        assert sorted(names) == list(names)


def test_no_module_takes_the_place_of_a_public_name():
    # Importing a module sets its name in the package.
    for module in pkgutil.walk_packages(
        cnmaker_data.__path__, f"{cnmaker_data.__name__}."
    ):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for name in cnmaker_data.__all__:
        assert not isinstance(getattr(cnmaker_data, name), types.ModuleType)


def test_unknown_names():
    with pytest.raises(AttributeError, match="has no attribute 'contest'"):
        cnmaker_data.contest  # noqa: B018


WATCH = """
import os
import sys

before = set(sys.modules)
opened = set()

def hook(event, arguments):
    if event == "open" and "/resources/" in str(arguments[0]):
        opened.add(os.path.basename(arguments[0]))

sys.addaudithook(hook)
"""
TELL = """
print(*set(sys.modules) - before)
print(*opened)
"""


def used_by(statement):
    """
    Return the modules that a statement loads, and the resources that it reads.
    """
    modules, resources = run(WATCH + statement + TELL).splitlines()
    return set(modules.split()), set(resources.split())


QUESTIONS = {
    "from cnmaker_data import contests; contests.by_region('浙江')": {
        "edition.json",
        "regions.csv",
        "short-forms.csv",
    },
    "from cnmaker_data import contests; contests['8/final']": {"edition.json"},
    "from cnmaker_data import edition; edition(8).contests": {"edition.json"},
}


@pytest.mark.parametrize(("question", "needed"), QUESTIONS.items())
def test_the_first_answer_loads_what_it_needs_and_no_more(question, needed):
    modules, resources = used_by(question)
    packages = {name.partition(".")[0] for name in modules}
    assert packages - sys.stdlib_module_names == {
        *("attr", "attrs", "cnmaker_data")
    }
    assert not modules & {
        *("csv", "difflib", "hashlib", "importlib.resources", "logging"),
        *("cnmaker_data.display", "cnmaker_data.export", "cnmaker_data.urls"),
    }
    assert resources == needed


def test_a_pinned_edition_loads_hashlib_too():
    digest = cnmaker_data.edition(8).digest
    pinned = f"from cnmaker_data import edition; edition(8, digest={digest!r})"
    hashing = "from cnmaker_data import edition; edition(8); import hashlib"
    assert used_by(pinned) == used_by(hashing)


def test_the_package_alone_loads_nothing_else_of_ours():
    modules, resources = used_by("import cnmaker_data")
    assert {name for name in modules if "cnmaker" in name} == {"cnmaker_data"}
    assert not resources
