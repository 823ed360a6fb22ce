"""
Run the examples of the READMEs and of docs/ as tests.

Python blocks run as they are, or as doctests if they have prompts. In console
blocks, each line with a ``$`` is a command and the lines below it are its
output; ``...`` stands for any text. The examples of a page run in order, in a
folder that looks like a checkout.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import shlex
import shutil
import subprocess
import sys

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sybil import Sybil
from sybil.parsers.myst import (
    CodeBlockParser,
    PythonCodeBlockParser,
    SkipParser,
)


if TYPE_CHECKING:
    from collections.abc import Iterator

    from sybil import Example


_PROMPT = "$ "
_RUNBOOK = "bringing-in-an-edition.md"
_MADE_UP = "docs/made-up-edition-09.txt"


@pytest.fixture(scope="module")
def checkout(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Path]:
    """
    Yield a folder in which the examples of a page may add an edition.

    The package reads its resources from there.
    """
    import cnmaker_data

    from cnmaker_data import catalog
    from cnmaker_data import series as slugs

    root = tmp_path_factory.mktemp("checkout")
    resources = root / "src" / "cnmaker_data" / "resources"
    shutil.copytree(Path(cnmaker_data.__file__).parent / "resources", resources)
    if request.path.name == _RUNBOOK:
        # The runbook adds the ninth edition, even once that has shipped.
        for folder in (resources / "editions").iterdir():
            if int(folder.name) > 8:
                shutil.rmtree(folder)
        unknown = "9,2024,,0,,,,0,,0\n"
        _replace_line(resources / "competition.csv", "9,", unknown)
        _replace_line(resources / "slugs.csv", "低空经济,", "")
    (root / "docs").mkdir()
    shutil.copy(request.config.rootpath / _MADE_UP, root / "docs")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        patch.setenv("COLUMNS", "80")
        package = resources.with_name("__init__.py")
        patch.setattr(cnmaker_data, "__file__", str(package))
        # Caches hold the real resources. Readers run each command in a new
        # process, which has no caches.
        patch.setattr(catalog, "_LOADED", {})
        patch.setattr(slugs, "curated", slugs.curated.__wrapped__)
        patch.setitem(vars(cnmaker_data), "contests", cnmaker_data.contests)
        del cnmaker_data.contests
        yield root


def _replace_line(path: Path, start: str, new: str) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [new if line.startswith(start) else line for line in lines]
    path.write_text("".join(kept), encoding="utf-8", newline="\n")


def _run_console(example: Example) -> str | None:
    """Run the commands of a console block, and report output that differs."""
    status = example.namespace.get("status", 0)
    for command, expected in _commands(example.parsed):
        status, printed = _run(command, status)
        printed = "".join(f"{line.rstrip()}\n" for line in printed.splitlines())
        checker = doctest.OutputChecker()
        if not checker.check_output(expected, printed, doctest.ELLIPSIS):
            return checker.output_difference(
                doctest.Example(f"{_PROMPT}{command}", expected),
                printed,
                doctest.REPORT_NDIFF,
            )
    example.namespace["status"] = status
    return None


def _commands(block: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a console block with its expected output."""
    joined = block.replace("\\\n", "")
    if not joined.startswith(_PROMPT):
        # Commands without output: the README's set-up, which installs
        # packages. Continuous integration runs it.
        return
    for part in f"\n{joined}".split(f"\n{_PROMPT}")[1:]:
        command, _, printed = part.partition("\n")
        yield command, f"{printed.rstrip()}\n" if printed.strip() else ""


def _run(line: str, last_status: int) -> tuple[int, str]:
    """Run a command as a shell would; return its status and output."""
    if line == "echo $?":
        return 0, f"{last_status}\n"
    words = shlex.split(line)
    redirected: dict[str, Path] = {}
    while len(words) > 2 and words[-2] in {"<", ">", ">>"}:
        *words, sign, name = words
        redirected[sign] = Path(name)
    given = redirected["<"].read_bytes() if "<" in redirected else b""
    if words[0] == "cnmaker-data":
        status, printed = _run_ours(words[1:], given)
    else:
        done = subprocess.run(  # noqa: S603  # from our own pages
            words,
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        status, printed = done.returncode, done.stdout.decode()
    for sign, mode in ((">", "w"), (">>", "a")):
        if sign in redirected:
            with redirected[sign].open(mode, encoding="utf-8") as file:
                file.write(printed)
            printed = ""
    return status, printed


def _run_ours(arguments: list[str], given: bytes) -> tuple[int, str]:
    from cnmaker_data.cli import run

    printed = io.StringIO()
    stdin = sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(given))
    try:
        with (
            contextlib.redirect_stdout(printed),
            contextlib.redirect_stderr(printed),
        ):
            status = run(arguments)
    finally:
        sys.stdin = stdin
    return status, printed.getvalue()


pytest_collect_file = Sybil(
    parsers=[
        PythonCodeBlockParser(doctest_optionflags=doctest.ELLIPSIS),
        CodeBlockParser("console", _run_console),
        SkipParser(),
    ],
    patterns=[
        "README.md",
        "README.zh-CN.md",
        "docs/*.md",
    ],
    fixtures=["checkout"],
).pytest()
