"""What the tests of the command line share."""

import csv
import io
import os
import re
import subprocess
import sys

import pytest

from cnmaker_data.cli import run


@pytest.fixture
def cli(capsys):
    """Run the command line in this process."""

    def call(*arguments):
        status = run([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return call


@pytest.fixture
def stdin(monkeypatch):
    """Give standard input some bytes."""

    def give(data):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    return give


@pytest.fixture
def process():
    """Run the command line in a process of its own."""

    def call(*arguments, environment=None, stdin=None):
        return subprocess.run(
            [sys.executable, "-m", "cnmaker_data", *map(str, arguments)],
            capture_output=True,
            check=False,
            env={**os.environ, **(environment or {})},
            input=stdin,
        )

    return call


@pytest.fixture
def rows_of():
    """Read CSV, which has a byte order mark in a pipe."""

    def read(text):
        assert text.startswith("\ufeff")
        return list(csv.DictReader(io.StringIO(text[1:], newline="")))

    return read


class Screen:
    """The output of a terminal, raw and as visible lines."""

    def __init__(self, seen):
        self.raw = seen
        text = re.sub(
            r"\x1b\]8;[^\x1b]*\x1b\\|\x1b\[[0-9;?]*[a-zA-Z]", "", seen
        )
        self.lines = [line.rstrip() for line in text.splitlines()]
        self.links = {
            shown: url
            for url, shown in re.findall(
                r"\x1b\]8;[^;]*;([^\x1b]+)\x1b\\(.*?)\x1b\]8;;\x1b\\", seen
            )
        }


@pytest.fixture
def terminal():
    """Run the command line at a terminal with so many columns."""
    pty = pytest.importorskip("pty", reason="needs a pseudo-terminal")
    import fcntl
    import struct
    import termios

    def call(*arguments, columns=80):
        shown, inside = pty.openpty()
        size = struct.pack("HHHH", 50, columns, 0, 0)
        fcntl.ioctl(inside, termios.TIOCSWINSZ, size)
        hidden = {"COLUMNS", "NO_COLOR", "FORCE_COLOR", "TERM"}
        kept = {k: v for k, v in os.environ.items() if k not in hidden}
        with subprocess.Popen(
            [sys.executable, "-m", "cnmaker_data", *map(str, arguments)],
            stdin=inside,
            stdout=inside,
            stderr=inside,
            env={**kept, "TERM": "xterm-256color", "PYTHONUTF8": "1"},
        ) as running:
            os.close(inside)
            seen = b""
            try:
                while chunk := os.read(shown, 65_536):
                    seen += chunk
            except OSError:
                pass  # the end, on Linux
            os.close(shown)
        return running.returncode, Screen(seen.decode())

    return call
