"""
The command `cnmaker-data`, also as `python -m cnmaker_data`.
"""

from __future__ import annotations

import sys


def main() -> int:
    """
    Run the command line, or say which extra it needs.
    """
    try:
        import cyclopts  # noqa: F401  # to know whether it is there
        import rich  # noqa: F401
    except ImportError:
        from cnmaker_data.errors import MissingExtraError

        print(MissingExtraError("the command line", "cli"), file=sys.stderr)  # noqa: T201
        return 2
    from cnmaker_data.cli import run

    return run()


if __name__ == "__main__":
    sys.exit(main())
