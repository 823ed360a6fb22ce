import importlib
import os
import pickle
import pkgutil
import subprocess
import sys
import types

import pytest

import cnmaker_data

from cnmaker_data import errors


PUBLIC = [
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
]


def test_is_what_this_list_says():
    assert sorted(cnmaker_data.__all__) == sorted(PUBLIC)
    assert set(PUBLIC) <= set(dir(cnmaker_data))


@pytest.mark.parametrize("name", PUBLIC)
def test_each_name_is_there_and_documented(name):
    value = getattr(cnmaker_data, name)
    assert value is not None
    if isinstance(value, type | types.FunctionType):
        assert value.__doc__


def test_no_module_takes_the_place_of_a_public_name():
    # Importing a module sets its name in the package.
    for module in pkgutil.walk_packages(
        cnmaker_data.__path__, f"{cnmaker_data.__name__}."
    ):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for name in PUBLIC:
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


EXTRAS = {
    "cbor2",
    "cyclopts",
    "docx",
    "hypothesis",
    "lxml",
    "msgpack",
    "nanoarrow",
    "pandas",
    "polars",
    "pyarrow",
    "pypinyin",
    "rich",
    "tomli_w",
    "yaml",
}


def test_the_first_answer_imports_no_extra_and_no_network():
    loaded = loaded_after(
        "from cnmaker_data import contests; contests.by_region('浙江')"
    )
    assert not loaded & (EXTRAS | {"socket", "ssl", "urllib.request"})
    # Nor what of the core it does not need.
    assert not loaded & {"cattrs", "importlib_resources", "yarl"}


def test_the_package_alone_imports_nothing_of_it():
    loaded = loaded_after("import cnmaker_data")
    assert not loaded & {"attrs", "cattrs", "json", "yarl"}


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
