import importlib
import os
import pkgutil
import re
import subprocess
import sys
import types

from pathlib import Path

import pytest

import cnmaker_data

from release.api import PUBLIC_MODULES


ROOT = Path(__file__).parent.parent

# The API, in one place: what is not here may change in any release.
PUBLIC = {
    "cnmaker_data": [
        "AmbiguousRegionError",
        "CnmakerDataError",
        "Column",
        "Contest",
        "ContestChange",
        "Contests",
        "Crosswalk",
        "CrosswalkRow",
        "DataError",
        "DataProblem",
        "Diff",
        "DigestMismatchError",
        "Edition",
        "FieldChange",
        "Format",
        "IngestError",
        "IngestProblem",
        "InvalidURLError",
        "Level",
        "Link",
        "Mention",
        "MissingExtraError",
        "Organization",
        "Organizer",
        "Region",
        "Role",
        "Source",
        "Table",
        "Tier",
        "UnknownColumnError",
        "UnknownContestError",
        "UnknownEditionError",
        "UnknownError",
        "UnknownRegionError",
        "UnknownRoleError",
        "UnknownTableError",
        "UnknownTierError",
        "contests",
        "diff",
        "dumps",
        "edition",
        "editions",
        "find_links",
        "find_mentions",
        "find_region",
        "locate",
        "path_of",
        "ancestors",
        "Located",
        "json_schema",
        "loads",
        "normalize_url",
    ],
    "cnmaker_data.export": [
        "Exportable",
        "Format",
        "Headings",
        "format_of",
        "to_bytes",
        "write",
    ],
    "cnmaker_data.ingest": ["read_plan"],
    "cnmaker_data.strategies": [
        "contests",
        "editions",
        "links",
        "organizations",
        "plan_text",
        "plan_texts",
        "regions",
    ],
}
NAMES = [(module, name) for module in PUBLIC for name in PUBLIC[module]]


@pytest.mark.parametrize("module", PUBLIC)
def test_is_what_this_list_says(module):
    imported = importlib.import_module(module)
    assert sorted(imported.__all__) == sorted(PUBLIC[module])
    assert set(PUBLIC[module]) <= set(dir(imported))


@pytest.mark.parametrize(("module", "name"), NAMES)
def test_each_name_is_there_and_documented(module, name):
    value = getattr(importlib.import_module(module), name)
    assert value is not None
    if isinstance(value, type | types.FunctionType):
        assert value.__doc__


@pytest.mark.parametrize(("module", "name"), NAMES)
def test_each_name_is_in_the_reference(module, name):
    pages = (ROOT / "docs" / "api").glob("*.rst")
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    entry = rf"^(\.\. .*:: ({module}\.)?| +:members: .*\b){name}\b"
    assert re.search(entry, text, re.MULTILINE)


def test_releases_compare_what_this_list_says():
    assert sorted(PUBLIC_MODULES) == sorted(PUBLIC)


def test_no_module_takes_the_place_of_a_public_name():
    # Importing a module sets its name in the package.
    for module in pkgutil.walk_packages(
        cnmaker_data.__path__, f"{cnmaker_data.__name__}."
    ):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for name in PUBLIC["cnmaker_data"]:
        assert not isinstance(getattr(cnmaker_data, name), types.ModuleType)


def test_unknown_names():
    with pytest.raises(AttributeError, match="has no attribute 'contest'"):
        cnmaker_data.contest  # noqa: B018


def loaded_after(statement):
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            f"{statement}\nimport sys\nprint(*sys.modules)",
        ],
        capture_output=True,
        check=True,
        # Measured, the process would import what measures it.
        env={k: v for k, v in os.environ.items() if "COVERAGE" not in k},
        text=True,
    )
    return set(done.stdout.split())


# What the answers are made of. Nearly all of it is what attrs imports.
NEEDED = """
import attrs, enum, functools, importlib, json, os, re, threading, typing
import unicodedata
"""


@pytest.mark.parametrize(
    "question",
    [
        "from cnmaker_data import contests; contests.by_region('浙江')",
        "from cnmaker_data import contests; contests.entry_for('义乌市')",
        "from cnmaker_data import contests; contests['8/final']",
        "from cnmaker_data import edition; edition(8).contests",
    ],
)
def test_the_first_answer_imports_what_it_needs_and_no_more(question):
    loaded = loaded_after(question) - loaded_after(NEEDED)
    assert loaded == {
        "cnmaker_data",
        "cnmaker_data._resources",
        "cnmaker_data.catalog",
        "cnmaker_data.collection",
        "cnmaker_data.errors",
        "cnmaker_data.model",
        "cnmaker_data.places",
    }


def test_a_pinned_edition_imports_hashlib_besides():
    digest = cnmaker_data.edition(8).digest
    loaded = loaded_after(
        f"from cnmaker_data import edition; edition(8, digest={digest!r})"
    )
    assert loaded <= loaded_after(
        "from cnmaker_data import edition; edition(8); import hashlib"
    )


def test_the_package_alone_imports_nothing():
    loaded = loaded_after("import cnmaker_data") - loaded_after("pass")
    assert loaded == {"__future__", "cnmaker_data"}
