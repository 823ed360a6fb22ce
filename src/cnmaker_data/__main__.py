"""The command `cnmaker-data`, also as `python -m cnmaker_data`."""

from __future__ import annotations

import signal
import sys

from importlib.util import find_spec

from cnmaker_data.errors import MissingExtraError


def main() -> int:
    """Run the command line, or say which extra it needs."""
    # Do not import them here: an error inside them must not be hidden.
    if not all(map(find_spec, ("cyclopts", "rich"))):
        print(MissingExtraError("the command line", "cli"), file=sys.stderr)  # noqa: T201
        return 2
    from cnmaker_data.cli import run

    # Clean up as after Ctrl+C, so that no draft of a file stays behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    return run()


if __name__ == "__main__":
    sys.exit(main())
