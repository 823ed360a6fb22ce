"""
`cnmaker-data completion`: what shells propose.
"""

import shutil
import subprocess

import pytest

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


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
@pytest.mark.parametrize(
    ("words", "proposed"),
    [
        (["n"], ["normalize"]),
        (["normalize", "--def"], ["--default-scheme"]),
        (["list", "--format", ""], ["csv", "json", "table"]),
    ],
)
def test_bash_proposes(words, proposed, capsys):
    run(["completion", "bash"])
    script = capsys.readouterr().out
    line = ["cnmaker-data", *words]
    ask = (
        f"{script}\n"
        'COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _cnmaker_data; '
        'printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(
        [shutil.which("bash"), "-c", ask, "bash", *line],
        capture_output=True,
        check=True,
        text=True,
    )
    assert sorted(done.stdout.split()) == proposed
