"""Standard streams: their encodings, lines of input, errors and progress."""

from __future__ import annotations

import codecs
import contextlib
import io
import os
import re
import sys

from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, NamedTuple, TypeVar

from cnmaker_data._text import INVISIBLE
from cnmaker_data.cli.options import misuse


_T = TypeVar("_T")

# A longer line of standard input is hardly text, and may never end.
_LONGEST_LINE = 64 * 2**10
_CONTROLS = re.compile(f"(?!\n)[{INVISIBLE}]")


def open_closed_streams() -> None:
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
    Return a text with escapes for what would control a terminal.

    >>> visible("\x1b[31m创客")
    '\\u001b[31m创客'
    """
    # The escapes of JSON, so that JSON stays what it is.
    return _CONTROLS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def print_errors(message: str) -> None:
    """Print each line of a message on standard error."""
    for line in message.splitlines():
        print(f"cnmaker-data: {visible(line)}", file=sys.stderr)


def abandon_output() -> None:
    """Drop output that nobody reads any more, as behind `head`."""
    # The interpreter would complain when it flushes the stream at the end.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def readable(text: str) -> str:
    """Return an argument as it was meant if the locale could not decode it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        escaped = os.fsencode(text)
        with contextlib.suppress(UnicodeDecodeError):
            return escaped.decode()
        return escaped.decode("gb18030", errors="replace")
    return text


class Line(NamedTuple):
    """An argument, or a line of standard input."""

    #: From 1; None for an argument.
    number: int | None
    #: Without its end.
    text: str
    #: Why it could not be read.
    problem: str | None = None

    def located(self, message: str) -> str:
        """Return a message with the number of the line before it."""
        if self.number is None:
            return message
        return f"line {self.number}: {message}"


def lines_of(arguments: tuple[str, ...], wanted: str) -> Iterator[Line]:
    """
    Return the arguments, or each line of standard input if there are none.

    *wanted* names what a line holds, for a user who gave neither.
    """
    if arguments:
        return (Line(None, readable(text)) for text in arguments)
    if sys.stdin.isatty():
        raise misuse(f"name {wanted}, or pipe in one a line")
    return _lines_of_stdin()


def _lines_of_stdin() -> Iterator[Line]:
    # Each may be in UTF-8 or in GB 18030: files from China are.
    for number, line in enumerate(_bounded(sys.stdin.buffer), 1):
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)  # noqa: PLW2901
        line = line.rstrip(b"\r\n")  # noqa: PLW2901
        if len(line) > _LONGEST_LINE:
            start = line[:50].decode(errors="backslashreplace")
            most = f"it is over {_LONGEST_LINE >> 10} KiB long"
            yield Line(number, f"{start}…", most)
            continue
        for encoding in ("utf-8", "gb18030"):
            try:
                yield Line(number, line.decode(encoding))
                break
            except UnicodeDecodeError:
                pass
        else:
            yield Line(
                number,
                line.decode(errors="backslashreplace"),
                "it is in neither UTF-8 nor GB 18030",
            )


def _bounded(file: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of a file, or the starts of those that are too long."""
    while line := file.readline(_LONGEST_LINE + 3):
        yield line
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = file.readline(_LONGEST_LINE)


def with_progress(
    items: Iterable[_T], size: int, position: Callable[[], int]
) -> Iterator[_T]:
    """
    Yield items, and show on a terminal how far it is.

    *size* is how much there is to read, 0 if unknown; *position* says how much
    is read.
    """
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TimeRemainingColumn,
    )

    with Progress(
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        redirect_stdout=False,
    ) as bar:
        task = bar.add_task("", total=size or None)
        for count, item in enumerate(items):
            yield item
            if count % 256 == 0:
                bar.update(task, completed=position() if size else count)
        bar.update(task, completed=size, total=size)
