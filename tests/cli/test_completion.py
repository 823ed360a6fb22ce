"""`cnmaker-data completion`: what shells propose."""

import os
import shlex
import shutil
import subprocess
import sys

import pytest

from cnmaker_data import contests
from cnmaker_data.cli import run


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_its_script(shell, capsys):
    assert run(["completion", shell]) == 0
    script = capsys.readouterr().out
    for command in ("list", "show", "where", "diff", "normalize", "validate"):
        assert command in script
    if found := shutil.which(shell):
        # It can be read, whatever else it does.
        subprocess.run([found, "-n"], input=script.encode(), check=True)


def test_an_unknown_shell(capsys):
    assert run(["completion", "ksh"]) == 2
    assert "ksh" in capsys.readouterr().err


@pytest.fixture
def proposed(capsys, tmp_path):
    """Return what bash proposes behind some words."""
    bash = shutil.which("bash")
    if not bash:
        pytest.skip("needs bash")
    command = tmp_path / "cnmaker-data"
    command.write_text(
        f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m cnmaker_data "$@"\n'
    )
    command.chmod(0o755)
    run(["completion", "bash"])
    script = capsys.readouterr().out

    def call(*words):
        ask = (
            f"{script}\n"
            'COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _cnmaker_data; '
            'printf "%s\\n" "${COMPREPLY[@]}"'
        )
        done = subprocess.run(
            [bash, "-c", ask, "bash", "cnmaker-data", *words],
            capture_output=True,
            check=True,
            encoding="utf-8",
            env={
                **os.environ,
                "PATH": f"{tmp_path}:{os.environ['PATH']}",
                "LC_ALL": "C.UTF-8",
            },
        )
        return sorted(done.stdout.split())

    return call


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX")
class TestBash:
    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            (["n"], ["normalize"]),
            (["normalize", "--def"], ["--default-scheme"]),
            (["list", "--format", ""], ["csv", "json", "table"]),
            (["export", "x.csv", "--headings", ""], ["en", "zh"]),
            (
                ["list", "--tier", ""],
                ["final", "overseas", "regional", "thematic"],
            ),
            (["list", "--tier", "区"], ["区域赛"]),
            (["export", "--region", "浙"], ["浙江省"]),
            (["list", "--region", "Zhej"], ["Zhejiang"]),
            (["where", "义乌"], ["义乌市"]),
            (["list", "--edition", ""], ["8"]),
            (["list", "--theme", "low"], ["low-altitude-economy", "low-code"]),
            (["list", "--organizer", "宁波"], ["宁波市经济和信息化局"]),
            (["show", "8/regional/nin"], ["8/regional/ningbo"]),
            (["show", "regional/nin"], ["regional/ningbo"]),
        ],
    )
    def test_proposes(self, proposed, words, expected):
        if words[:2] == ["list", "--theme"]:
            series = (each.series for each in contests)
            expected = [
                name.partition("/")[2]
                for name in series
                if name.startswith("thematic/low")
            ]
        assert proposed(*words) == expected

    def test_regions_of_all_kinds_but_counties_without_a_start(self, proposed):
        names = proposed("list", "--region", "")
        assert {"浙江省", "杭州市", "新疆生产建设兵团"} <= {*names}
        assert "义乌市" not in names
