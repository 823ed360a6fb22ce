"""The command `normalize`."""

from __future__ import annotations

import os
import sys

from typing import Literal

from cnmaker_data import InvalidURLError, normalize_url
from cnmaker_data.cli import streams
from cnmaker_data.cli.options import NotThereError


def normalize(
    *urls: str,
    default_scheme: Literal["http", "https"] = "http",
    progress: bool = False,
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
    stdin = None
    refused = False
    # On a terminal, the lines themselves show progress.
    is_wanted = progress and not urls and not sys.stdout.isatty()
    with streams.progress_bar(is_wanted=is_wanted) as bar:
        if not bar.disable:
            size = os.fstat(sys.stdin.fileno()).st_size  # 0 for a pipe
            stdin = bar.wrap_file(sys.stdin.buffer, size, description="")
        for line in streams.lines_of(urls, "an address", stdin):
            text, reason = line.text.strip(), line.problem
            if not text:
                continue
            try:
                if not reason:
                    print(normalize_url(text, default_scheme=default_scheme))
                    continue
            except InvalidURLError as error:
                reason = str(error)
            refused = True
            # Both streams may go to one terminal or file; keep the order.
            sys.stdout.flush()
            streams.print_errors(f"{line.prefix}{reason}")
        sys.stdout.flush()
    if refused:
        raise NotThereError  # every address was reported
