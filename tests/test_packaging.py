"""
The distributions, as users get them.
"""

import os
import subprocess
import sys
import zipfile

from importlib.metadata import distribution
from pathlib import Path

import cnmaker_data


ROOT = Path(__file__).parent.parent


def test_the_wheel_is_pure_python(wheel):
    assert wheel.name == (
        f"cnmaker_data-{cnmaker_data.__version__}-py3-none-any.whl"
    )


def test_the_wheel_holds_the_package_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    info = f"cnmaker_data-{cnmaker_data.__version__}.dist-info"
    source = ROOT / "src"
    assert {name for name in names if not name.startswith(info)} == {
        path.relative_to(source).as_posix()
        for path in source.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert f"{info}/licenses/LICENSE" in names


def test_the_wheel_works_straight_from_the_zip(wheel):
    code = """
import cnmaker_data
from cnmaker_data import contests, dumps, edition, editions, loads
from cnmaker_data.ingest import read_plan
assert '.whl' in cnmaker_data.__file__, cnmaker_data.__file__
assert editions() == (8,)
assert len(contests.by_region('浙江')) == 4
assert contests.entry_for('义乌').series == 'regional/zhejiang'
assert loads(dumps(edition(8))) == edition(8)
"""
    subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        # Not measured: it is a copy.
        env={k: v for k, v in os.environ.items() if "COVERAGE" not in k}
        | {"PYTHONPATH": str(wheel)},
    )


def test_the_core_needs_four_packages():
    required = distribution("cnmaker-data").requires
    core = [each for each in required if "extra ==" not in each]
    assert sorted(each.partition(">")[0] for each in core) == [
        "attrs",
        "cattrs",
        "importlib-resources",
        "yarl",
    ]


def test_it_is_typed(wheel):
    with zipfile.ZipFile(wheel) as archive:
        assert "cnmaker_data/py.typed" in archive.namelist()
