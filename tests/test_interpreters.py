"""The package under the options of the interpreter, and in odd environments."""

import os
import sys

import pytest

from interpreters import others, run, start


# Answers of the library, long ones as digests: the same everywhere.
SURVEY = """
import hashlib
import json

from cnmaker_data import *
from cnmaker_data import contests

def digest(data):
    return hashlib.sha256(data).hexdigest()

def caught(function, *arguments):
    try:
        return function(*arguments)
    except CnmakerDataError as error:
        return f"{type(error).__name__}: {error}"

plan = edition()
print(editions(), plan.number, plan.digest, len(contests))
print(digest(dumps(plan)), loads(dumps(plan)) == plan)
print(digest(json.dumps(json_schema()).encode()))
print(list(contests.by_region("浙江")), contests.by_tier("区域赛"))
print(contests.by_organizer("工业和信息化部信息中心", role="主办"))
print(contests.entry_for("义乌"), contests.entry_for("呼和浩特"))
print(digest(repr(list(contests.crosswalk())).encode()))
print(find_links("大赛官网www.cnmaker.org.cn或http://a.cn/报名"))
print(normalize_url("ＷＷＷ.例子.中国：80/./报名"))
for function, argument in [
    *((find_region, text) for text in ("义鸟", "鼓楼区", "吉林", "CN-ZJ", "")),
    *((normalize_url, text) for text in ("ftp://a.cn", "a..b", "例子", "")),
    *((edition, number) for number in (7, "8", None)),
    *((contests.by_tier, "决赛"), (contests.by_organizer, "无")),
    (loads, b"{}"),
    (loads, dumps(plan).replace(b'"regional"', b'"other"', 2)),
]:
    print(caught(function, argument))
print(diff(plan, plan))
"""
# With the packages of all extras.
EXPORTS = """
import hashlib

from cnmaker_data import dumps, edition
from cnmaker_data.export import to_bytes

for format in ("json", "yaml", "toml", "msgpack", "cbor"):
    print(format, hashlib.sha256(dumps(edition(8), format)).hexdigest())
for format in ("csv", "jsonld", "datapackage", "sqlite", "xlsx", "parquet"):
    print(format, hashlib.sha256(to_bytes(edition(8), format)).hexdigest())
"""


@pytest.fixture(scope="module")
def answers():
    return run(SURVEY)


OPTIONS = [
    ["-O"],
    ["-OO"],
    ["-W", "error"],
    ["-X", "dev", "-W", "error"],
    ["-b", "-b"],
    ["-B"],
    ["-E", "-s"],
    ["-I"],
    ["-P"],
    ["-X", "utf8=0"],
    ["-X", "utf8=1"],
    ["-X", "no_debug_ranges"],
    ["-X", "frozen_modules=off"],
    ["-X", "warn_default_encoding", "-W", "error"],
]


@pytest.mark.parametrize("options", OPTIONS, ids=" ".join)
def test_options_change_no_answer(options, answers):
    assert run(SURVEY, *options) == answers


ENVIRONMENTS = [
    {"PYTHONSAFEPATH": "1"},
    {"PYTHONOPTIMIZE": "2"},
    {"PYTHONDEVMODE": "1"},
    {"PYTHONDONTWRITEBYTECODE": "1"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONWARNINGS": "error"},
    {"LC_ALL": "POSIX", "LANG": "", "LANGUAGE": ""},
    {"TZ": "Asia/Shanghai"},
    {"PYTHONHASHSEED": "0"},
    {"PYTHONHASHSEED": "1"},
    {"PYTHONHASHSEED": "4294967295"},
    {"HOME": "/nowhere", "TMPDIR": "/nowhere"},
    {"PYTHONMALLOC": "debug"},
]


@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=str)
def test_environments_change_no_answer(environment, answers):
    assert run(SURVEY, environment=environment) == answers


def test_the_same_bytes_whatever_the_seed_of_hashes():
    first, *rest = (
        run(EXPORTS, environment={"PYTHONHASHSEED": seed})
        for seed in ("0", "1", "42")
    )
    assert all(other == first for other in rest)


def test_the_same_bytes_without_docstrings():
    assert run(EXPORTS, "-OO") == run(EXPORTS)


@pytest.mark.parametrize("version", others() or [None])
def test_versions_of_python_change_no_answer(version, core, answers):
    if version is None:
        pytest.skip("no other supported Python is installed")
    found = run(
        SURVEY,
        *("-W", "error"),
        python=others()[version],
        environment={"PYTHONPATH": str(core)},
    )
    assert found == answers


class TestTheCommandLine:
    @pytest.mark.parametrize("option", ["-O", "-OO", "-P", "-Xdev", "-bb"])
    @pytest.mark.parametrize(
        "arguments",
        [
            ["--version"],
            ["list", "--format", "csv"],
            ["show", "final", "--format", "json"],
            ["where", "义乌", "--format", "json"],
            ["normalize", "www.cnmaker.org.cn"],
        ],
        ids=" ".join,
    )
    def test_options_change_no_answer(self, option, arguments):
        command = ["-m", "cnmaker_data", *arguments]
        assert start(option, *command) == start(*command)

    @pytest.mark.parametrize(
        "command", ["list", "show", "where", "diff", "ingest", "export"]
    )
    def test_help_does_without_docstrings(self, command):
        # The usage stays; the descriptions are the docstrings.
        shown = start("-OO", "-m", "cnmaker_data", command, "--help")
        assert shown.startswith(f"Usage: cnmaker-data {command} ")
        shown = start("-OO", "-m", "cnmaker_data", "--help")
        assert f" {command} " in shown


SAFE_PATH = [
    ({"PYTHONSAFEPATH": "1"}, []),
    ({}, ["-P"]),
]


@pytest.mark.parametrize(("environment", "options"), SAFE_PATH)
def test_modules_beside_the_user_do_not_matter(environment, options, tmp_path):
    # Files of theirs that have the names of modules of ours and of others.
    for name in ("json", "attrs", "errors", "model", "urls", "csv"):
        (tmp_path / f"{name}.py").write_text("1 / 0", encoding="utf-8")
    found = run(
        "from cnmaker_data import contests; print(contests.by_region('浙江'))",
        *options,
        cwd=tmp_path,
        environment=environment,
    )
    assert "8/regional/zhejiang" in found


# By the module that all versions have, under one name or the other.
SUBINTERPRETERS = """
import os
import sys

try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters

ANSWER = '''
from cnmaker_data import contests, edition, find_region

answer = repr((
    *(edition(8).digest, contests.entry_for("义乌"), find_region("CN-ZJ")),
    *(contests.by_region("浙江"), len(contests.crosswalk())),
))
'''

def answer_of_another():
    end, start = os.pipe()
    interpreter = interpreters.create()
    interpreters.run_string(interpreter, f'''
import os
import sys
sys.path[:] = {sys.path}
{ANSWER}
os.write({start}, answer.encode())
''')
    interpreters.destroy(interpreter)
    os.close(start)
    with open(end, encoding="utf-8") as file:
        return file.read()

exec(ANSWER)
assert [answer_of_another() for _ in range(2)] == [answer] * 2
"""


@pytest.mark.parametrize("version", ["this", *others()])
def test_interpreters_in_one_process(version, core):
    run(
        SUBINTERPRETERS,
        python=others().get(version, sys.executable),
        environment={"PYTHONPATH": str(core)},
    )


def test_no_files_are_left(tmp_path):
    # Neither in the current folder nor in that of temporary files.
    run(SURVEY, "-B", cwd=tmp_path, environment={"TMPDIR": str(tmp_path)})
    assert os.listdir(tmp_path) == []
