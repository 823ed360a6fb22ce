import importlib
import os
import pickle
import pkgutil
import re
import subprocess
import sys
import types

from pathlib import Path

import pytest

import cnmaker_data

from cnmaker_data import errors
from release.api import PUBLIC_MODULES


ROOT = Path(__file__).parent.parent

# The API, in one place: what is not here may change in any release.
PUBLIC = {
    "cnmaker_data": [
        "AmbiguousRegionError",
        "CnmakerDataError",
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
        "MissingExtraError",
        "Organization",
        "Organizer",
        "Region",
        "Role",
        "Source",
        "Tier",
        "UnknownColumnError",
        "UnknownContestError",
        "UnknownEditionError",
        "UnknownRegionError",
        "UnknownRoleError",
        "UnknownTierError",
        "contests",
        "diff",
        "dumps",
        "edition",
        "editions",
        "find_links",
        "find_region",
        "json_schema",
        "loads",
        "normalize_url",
    ],
    "cnmaker_data.export": [
        "Exportable",
        "Format",
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
    text = (ROOT / "docs" / "api.rst").read_text(encoding="utf-8")
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
        "cnmaker_data.regions",
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


def test_errors_have_the_bases_that_are_documented():
    classes = [
        value
        for value in vars(errors).values()
        if isinstance(value, type) and issubclass(value, Exception)
    ]
    assert all(issubclass(each, errors.CnmakerDataError) for each in classes)
    for name in ("Tier", "Role", "Region", "Contest", "Edition", "Column"):
        assert issubclass(getattr(errors, f"Unknown{name}Error"), LookupError)
    assert issubclass(errors.AmbiguousRegionError, LookupError)
    for each in (
        errors.InvalidURLError,
        errors.DataError,
        errors.IngestError,
        errors.DigestMismatchError,
    ):
        assert issubclass(each, ValueError)


@pytest.mark.parametrize(
    "error",
    [
        errors.UnknownTierError("x", ["final"]),
        errors.AmbiguousRegionError("x", [], []),
        errors.InvalidURLError("x", "it is"),
        errors.DataError([errors.DataProblem("a.b", "is wrong")]),
        errors.IngestError(
            [errors.IngestProblem("表", 1, "列", "字", "is wrong")], "plan.txt"
        ),
        errors.DigestMismatchError(8, "a", "b"),
        errors.MissingExtraError("it", "cli"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_errors_pickle(error):
    copied = pickle.loads(pickle.dumps(error))
    assert type(copied) is type(error)
    assert vars(copied) == vars(error)
    assert str(copied) == str(error)


ARGUMENTS = [
    (errors.UnknownRegionError, ("x", ("a", "b"))),
    (errors.AmbiguousRegionError, ("x", (), ())),
    (errors.InvalidURLError, ("x", "it is")),
    (errors.DataError, ((errors.DataProblem("a.b", "is wrong"),),)),
    (
        errors.IngestError,
        ((errors.IngestProblem("", 1, None, "", "is wrong"),), "plan.txt"),
    ),
    (errors.DigestMismatchError, (8, "a", "b")),
    (errors.MissingExtraError, ("it", "cli")),
]


@pytest.mark.parametrize(
    ("cls", "arguments"), ARGUMENTS, ids=lambda value: str(value)[:40]
)
def test_errors_keep_what_they_are_made_of(cls, arguments):
    # As `args`, too, which loggers and debuggers show.
    error = cls(*arguments)
    assert error.args == arguments
    assert tuple(vars(error).values()) == arguments


def test_the_text_of_what_is_ambiguous():
    paths = ["江苏省南京市鼓楼区", "江苏省徐州市鼓楼区"]
    regions = map(cnmaker_data.find_region, paths)
    assert str(errors.AmbiguousRegionError("鼓楼区", regions, paths)) == (
        "region '鼓楼区' is ambiguous: 江苏省南京市鼓楼区 (320106), "
        "江苏省徐州市鼓楼区 (320302); give the path of names or the code"
    )


def test_the_text_of_what_is_missing():
    assert str(errors.MissingExtraError("the format yaml", "formats")) == (
        "the format yaml needs packages that are not installed; "
        "python -m pip install 'cnmaker-data[formats]' brings them"
    )


def test_the_text_of_a_digest_that_differs():
    assert str(errors.DigestMismatchError(8, "sha256:a", "sha256:b")) == (
        "edition 8 has the digest 'sha256:b', not 'sha256:a'; install the "
        "version that was pinned, or look at what the changelog says has "
        "changed and pin the new one"
    )


def test_texts_of_errors():
    assert str(errors.UnknownTierError("x")) == "tier 'x' is unknown"
    assert str(errors.UnknownTierError("x", ["a"])) == (
        "tier 'x' is unknown; did you mean 'a'?"
    )
    problems = [
        errors.IngestProblem("表", 1, "列", "字", "is wrong"),
        errors.IngestProblem("", None, None, "", "is missing"),
    ]
    assert str(errors.IngestError(problems, "plan.txt")) == (
        "plan.txt: 表, row 1, column 列: '字': is wrong\nplan.txt: is missing"
    )
    assert str(errors.IngestError(problems[1:])) == "is missing"
    assert str(errors.DataProblem("", "is wrong")) == "is wrong"
