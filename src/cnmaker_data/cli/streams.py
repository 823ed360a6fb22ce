"""Standard streams: their encodings, lines of input, errors and progress."""

from __future__ import annotations

import codecs
import contextlib
import io
import os
import re
import sys

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from cyclopts import CycloptsError

from cnmaker_data._text import INVISIBLE


if TYPE_CHECKING:
    from rich.progress import Progress


# A longer line is hardly text, and may never end.
_LONGEST_LINE = 64 * 2**10
_CONTROLS = re.compile(f"(?!\n)[{INVISIBLE}]")


def open_streams() -> None:
    """
    Make the standard streams fit for use.

    A process that was started without them gets empty ones. Output takes all
    of the plan's text, whatever the locale.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            # Nobody closes it before the process ends.
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A C locale claims ASCII, but terminals and pipes take UTF-8.
            try:
                "创客中国".encode(stream.encoding)
            except UnicodeEncodeError:
                stream.reconfigure(encoding="utf-8")
            stream.reconfigure(errors="backslashreplace")


def visible(text: str) -> str:
    r"""
    Return a text with control and invisible characters escaped.

    >>> visible("\x1b[31m创客")
    '\\u001b[31m创客'
    """
    # The escapes are those of JSON, so that JSON stays valid.
    return _CONTROLS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def print_errors(message: str) -> None:
    """Print each line of a message on standard error."""
    # str.splitlines() also splits at characters that `visible` escapes.
    for line in filter(None, message.split("\n")):
        print(f"cnmaker-data: {visible(line)}", file=sys.stderr)


def readable(argument: str) -> str:
    """
    Return an argument as it was meant if the locale could not decode it.

    The name of a file that exists stays as it is, so that it can be opened.
    """
    try:
        argument.encode()
    except UnicodeEncodeError:
        if not os.path.lexists(argument.rpartition("=")[2]):
            return _decoded(os.fsencode(argument))[0]
    return argument


def _decoded(data: bytes) -> tuple[str, str]:
    """Return bytes as text, and why they are not text."""
    for encoding in ("utf-8", "gb18030"):
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode(encoding), ""
    text = data.decode(errors="backslashreplace")
    return text, "it is in neither UTF-8 nor GB 18030"


class Line(NamedTuple):
    """An argument, or a line of standard input without its end."""

    text: str
    #: Why it could not be read; empty if it could.
    problem: str = ""
    #: The start of messages about it, with the number of the line.
    prefix: str = ""


def lines_of(
    arguments: tuple[str, ...], wanted: str, stdin: BinaryIO | None = None
) -> Iterator[Line]:
    """
    Return the arguments, or each line of standard input if there are none.

    *wanted* names what a line holds, for a user who gave neither. *stdin*
    replaces standard input.
    """
    if arguments:
        return map(Line, arguments)
    if sys.stdin.isatty():
        raise CycloptsError(msg=f"name {wanted}, or pipe in one a line")
    return _lines_in(stdin or sys.stdin.buffer)


def _lines_in(file: BinaryIO) -> Iterator[Line]:
    # Each line may be in UTF-8 or GB 18030, as files from China are.
    starts = iter(lambda: file.readline(_LONGEST_LINE + 3), b"")
    for number, start in enumerate(starts, 1):
        line = start.rstrip(b"\r\n")
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        if len(line) <= _LONGEST_LINE:
            text, problem = _decoded(line)
        else:
            text = f"{line[:50].decode(errors='backslashreplace')}…"
            problem = f"it is over {_LONGEST_LINE >> 10} KiB long"
            rest = start
            while rest and not rest.endswith(b"\n"):
                rest = file.readline(_LONGEST_LINE)
        yield Line(text, problem, f"line {number}: ")


def progress_bar(*, is_wanted: bool = True) -> Progress:
    """Return a progress bar for standard error, if that is a terminal."""
    from rich import console, progress

    return progress.Progress(
        progress.BarColumn(),
        progress.TaskProgressColumn(),
        progress.TimeRemainingColumn(),
        console=console.Console(stderr=True),
        redirect_stdout=False,
        disable=not is_wanted or not sys.stderr.isatty(),
    )
