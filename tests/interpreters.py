"""Processes of Python to test in: the same interpreter, or others."""

from __future__ import annotations

import functools
import glob
import os
import shutil
import subprocess
import sys

from typing import Any


def run(code: str, *options: str, arguments: Any = (), **keywords: Any) -> str:
    """Run code in a process of its own, and return what it prints."""
    # A file, because the locale decides how Python decodes -c.
    return start(*options, "-", *arguments, input=code, **keywords)


def start(
    *arguments: str,
    python: str = sys.executable,
    environment: dict[str, str] | None = None,
    **keywords: Any,
) -> str:
    """
    Start an interpreter, and return what it prints.

    It is not measured: measuring brings threads, imports and files of its own.
    """
    inherited = {k: v for k, v in os.environ.items() if "COVERAGE" not in k}
    done = subprocess.run(
        [python, *arguments],
        check=False,
        capture_output=True,
        encoding="utf-8",
        env=inherited
        | {"PYTHONIOENCODING": "utf-8:backslashreplace"}
        | (environment or {}),
        timeout=120,
        **keywords,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


@functools.cache
def others() -> dict[str, str]:
    """
    Return the other interpreters of this machine that are supported, by
    their versions.

    They are looked for on the path, in each of its folders, and where pyenv
    keeps them.
    """
    names = [f"python3.{minor}" for minor in range(11, 20)]
    names += [f"{name}t" for name in names]
    folders = os.environ["PATH"].split(os.pathsep)
    found = [
        shutil.which(name, path=each) for each in folders for name in names
    ]
    root = os.environ.get("PYENV_ROOT", os.path.expanduser("~/.pyenv"))
    found += sorted(glob.glob(os.path.join(root, "versions/*/bin/python3")))
    versions = {
        version: python
        for python in filter(None, found)
        if (version := _version(python))
    }
    versions.pop(_version(sys.executable), None)
    return versions


def _version(python: str) -> str | None:
    """
    Return the version of an interpreter, such as ``3.13.0`` or ``3.13.0t``, or
    None where it does not run or is not supported.
    """
    code = (
        "import sys, sysconfig\n"
        "assert sys.version_info >= (3, 11)\n"
        "free = sysconfig.get_config_var('Py_GIL_DISABLED')\n"
        "print('%d.%d.%d' % sys.version_info[:3], end='t' if free else '')"
    )
    done = subprocess.run(
        [python, "-c", code], check=False, capture_output=True, text=True
    )
    # A shim of pyenv is there, and fails, for a version that is not chosen.
    return done.stdout if done.returncode == 0 else None
