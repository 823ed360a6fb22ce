"""The command `normalize`."""

from __future__ import annotations

import os
import sys

from typing import Literal

from cnmaker_data import InvalidURLError, normalize_url
from cnmaker_data.cli.options import Flag, NotThereError
from cnmaker_data.cli.streams import lines_of, print_errors, with_progress


def normalize(
    *urls: str,
    default_scheme: Literal["http", "https"] = "http",
    progress: Flag = False,
) -> None:
    """
    Print the canonical spelling of web addresses, one a line.

    Parameters
    ----------
    urls
        The addresses; without any, they are read from standard input, one a
        line.
    default_scheme
        The scheme for addresses without one.
    progress
        Show how far it is, if standard error is a terminal and standard
        output is not.
    """
    lines = lines_of(urls, "an address")
    # On one terminal the lines themselves tell, and a bar would break them.
    if progress and not urls and sys.stderr.isatty() > sys.stdout.isatty():
        stdin = sys.stdin.buffer
        size = os.fstat(stdin.fileno()).st_size  # 0 for a pipe
        lines = with_progress(lines, size, stdin.tell)
    refused = False
    for line in lines:
        text = line.text.strip()
        if not text:
            continue
        try:
            if line.problem is None:
                print(normalize_url(text, default_scheme=default_scheme))
                continue
            reason = line.problem
        except InvalidURLError as error:
            reason = str(error)
        refused = True
        # First what is before it, if both go to one terminal or file.
        sys.stdout.flush()
        print_errors(line.located(reason))
    sys.stdout.flush()
    if refused:
        raise NotThereError  # each is reported already
