"""The distributions, as users get them."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile

from pathlib import Path

import pytest
import yaml

import cnmaker_data

from interpreters import run


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


def test_it_is_typed(wheel):
    with zipfile.ZipFile(wheel) as archive:
        assert "cnmaker_data/py.typed" in archive.namelist()


# Every installation gives these answers.
ANSWERS = """
import cnmaker_data
from cnmaker_data import *
from cnmaker_data import contests

assert cnmaker_data.__file__.startswith({root!r}), cnmaker_data.__file__
assert editions()[0] == 8
assert len(edition(8).contests.by_region("浙江")) == 4
assert contests.entry_for("义乌").series == "regional/zhejiang"
assert len(contests.crosswalk()) > 3000
assert loads(dumps(edition(8))) == edition(8)
assert edition(8, digest=edition(8).digest).number == 8
assert json_schema()["properties"]["schema"]["const"] == "8.0"
assert normalize_url("WWW.例子.中国") == "http://www.xn--fsqu00a.xn--fiqs8s/"
"""
# With the packages of the extras.
MORE_ANSWERS = """
import io
import zipfile

from pathlib import Path

from cnmaker_data.export import to_bytes
from cnmaker_data.ingest import read_plan

for format in ("yaml", "toml", "msgpack", "cbor"):
    assert loads(dumps(edition(8), format), format=format) == edition(8)
for format in ("csv", "jsonld", "datapackage", "sqlite", "xlsx", "parquet"):
    assert to_bytes(edition(8), format)
assert len(contests.to_pandas()) == len(contests)
assert "<table" in contests._repr_html_()
assert read_plan({plan!r}) == edition(8)
"""
PLAN = ROOT / "src/cnmaker_data/resources/editions/8/plan.txt"


def test_the_wheel_works_straight_from_the_zip(wheel):
    code = ANSWERS.format(root=str(wheel)) + MORE_ANSWERS.format(plan=str(PLAN))
    run(code, "-W", "error", environment={"PYTHONPATH": str(wheel)})


def test_the_core_in_one_zip(core, tmp_path):
    archive = shutil.make_archive(str(tmp_path / "包 core"), "zip", core)
    # The core alone, and nothing else that is installed.
    run(
        f"import sys; sys.path.insert(0, {archive!r})\n"
        + ANSWERS.format(root=archive),
        *("-I", "-S"),
    )


@pytest.mark.parametrize("write_bytecode", [True, False])
def test_the_core_where_nobody_may_write(core, tmp_path, write_bytecode):
    folder = tmp_path / "core"
    shutil.copytree(core, folder)
    below = [folder, *folder.rglob("*")]
    before = {path.relative_to(folder) for path in below}
    for path in below:
        path.chmod(0o555 if path.is_dir() else 0o444)
    code = f"""
import os
import sys

sys.path.insert(0, {str(folder)!r})
assert not os.access({str(folder / "cnmaker_data")!r}, os.W_OK)
{ANSWERS.format(root=str(folder))}
"""
    command = [sys.executable, "-I", "-S", *([] if write_bytecode else ["-B"])]
    if os.geteuid() == 0:
        # Permissions mean nothing to root with this capability.
        if not shutil.which("setpriv"):
            pytest.skip("root may write anywhere, and there is no setpriv")
        command = ["setpriv", "--bounding-set=-dac_override", *command]
    try:
        subprocess.run(
            command, input=code, encoding="utf-8", check=True, cwd=tmp_path
        )
        found = {
            path.relative_to(folder) for path in [folder, *folder.rglob("*")]
        }
    finally:
        for path in below:
            if path.is_dir():
                path.chmod(0o755)
    assert found == before


@pytest.fixture
def environment_in_an_odd_path(wheel, tmp_path):
    folder = tmp_path / "我的 环境 (1)"
    venv.create(folder, system_site_packages=False, symlinks=os.name != "nt")
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "--python", scripts / "python"),
            *("install", "--quiet", "--no-deps", "--no-index", wheel),
        ],
        check=True,
    )
    [site] = folder.rglob("site-packages")
    # Dependencies come from the environment of the tests.
    ours = sysconfig.get_path("purelib")
    (site / "ours.pth").write_text(f"{ours}\n", encoding="utf-8")
    return folder, scripts


def test_a_path_with_blanks_and_chinese_characters(environment_in_an_odd_path):
    folder, scripts = environment_in_an_odd_path
    run(
        ANSWERS.format(root=str(folder)),
        python=str(scripts / "python"),
        environment={"PYTHONPATH": ""},
    )


def test_the_command_in_such_a_path(environment_in_an_odd_path):
    _, scripts = environment_in_an_odd_path
    done = subprocess.run(
        [scripts / "cnmaker-data", "where", "义乌", "--format", "csv"],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={k: v for k, v in os.environ.items() if "COVERAGE" not in k},
    )
    assert "8/regional/zhejiang" in done.stdout
    assert done.stderr == ""


def read_toml(name):
    return tomllib.loads((ROOT / name).read_text(encoding="utf-8"))


def read_yaml(*path):
    return yaml.safe_load(ROOT.joinpath(*path).read_text(encoding="utf-8"))


def test_the_citation_says_what_the_package_says():
    citation = read_yaml("CITATION.cff")
    project = read_toml("pyproject.toml")["project"]
    assert citation["version"] == cnmaker_data.__version__
    assert citation["title"] == project["name"]
    assert citation["abstract"] == project["description"]
    assert citation["authors"] == project["authors"]
    assert citation["keywords"] == project["keywords"]
    assert " AND ".join(citation["license"]) == project["license"]


def test_each_python_that_is_declared_is_tested():
    classifiers = read_toml("pyproject.toml")["project"]["classifiers"]
    start = "Programming Language :: Python :: 3."
    declared = [c.rpartition(" ")[2] for c in classifiers if start in c]
    workflow = read_yaml(".github", "workflows", "ci.yml")
    matrix = workflow["jobs"]["tests"]["strategy"]["matrix"]
    assert matrix["python"] == declared


def workflows():
    return sorted(ROOT.joinpath(".github", "workflows").glob("*.yml"))


@pytest.mark.parametrize("path", workflows(), ids=lambda path: path.stem)
def test_workflows_may_do_little(path):
    workflow = read_yaml(path)
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        assert "timeout-minutes" in job
        used = [step["uses"] for step in job["steps"] if "uses" in step]
        assert all(re.fullmatch("[^@]+@[0-9a-f]{40}", each) for each in used)


def test_workflows_agree_on_what_they_use():
    text = "".join(path.read_text(encoding="utf-8") for path in workflows())
    pins = set(re.findall(r"uses: (\S+)@(\S+ # v[\d.]+)\n", text))
    assert len(pins) == len({action for action, _ in pins})
    assert sum(text.count(f"{a}@{pin}\n") for a, pin in pins) == text.count(
        "uses:"
    )
