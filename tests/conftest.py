"""Fixtures and settings that all tests share."""

import os
import shutil
import subprocess
import sys
import zipfile

from importlib.metadata import distribution
from pathlib import Path

import pytest

from hypothesis import HealthCheck, Phase, settings
from packaging.requirements import Requirement

from cnmaker_data import edition


settings.register_profile(
    "default",
    deadline=None,  # a busy machine must not fail a test
    # The same examples in each run of continuous integration, so that what they
    # cover stays covered.
    derandomize="CI" in os.environ,
    max_examples=50,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "thorough", settings.get_profile("default"), max_examples=2_000
)
# No generated examples: what is covered then, is covered in every run.
settings.register_profile(
    "explicit", settings.get_profile("default"), phases=[Phase.explicit]
)
# Every mutant gets the same examples, without shrinking.
settings.register_profile(
    "mutation",
    settings.get_profile("default"),
    database=None,
    derandomize=True,
    max_examples=10,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("default")


if "MUTANT_UNDER_TEST" in os.environ:
    from mutation import (  # noqa: F401  # pytest finds them here
        pytest_collection_finish,
        pytest_runtest_call,
    )


@pytest.fixture(scope="session")
def contests():
    """Return the contests of the eighth edition."""
    return edition(8).contests


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    """Return the wheel of this checkout."""
    output = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [
            sys.executable,
            *("-m", "pip", "wheel", "--quiet", "--no-deps"),
            *("--wheel-dir", output, Path(__file__).parent.parent),
        ],
        check=True,
    )
    [path] = output.iterdir()
    return path


@pytest.fixture(scope="session")
def requirements(tmp_path_factory):
    """Return a folder with the core's dependencies and nothing else."""
    folder = tmp_path_factory.mktemp("requirements")
    for each in _required("cnmaker-data"):
        for file in distribution(each).files:
            # Skip commands, which are outside the folder.
            if not {"..", "__pycache__"} & set(file.parts):
                target = folder / file
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(file.locate().read_bytes())
    return folder


def _required(name):
    """Return the distributions that one requires without its extras."""
    needed = map(Requirement, distribution(name).requires or [])
    names = {
        each.name
        for each in needed
        if each.marker is None or each.marker.evaluate({"extra": ""})
    }
    return names.union(*map(_required, names))


@pytest.fixture(scope="session")
def core(requirements, wheel, tmp_path_factory):
    """
    Return a folder with the package and the core's dependencies.

    Any Python can import from it: all of them are pure Python.
    """
    folder = tmp_path_factory.mktemp("core")
    shutil.copytree(requirements, folder, dirs_exist_ok=True)
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder
