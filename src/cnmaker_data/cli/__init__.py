"""
The command line: `run` and its exit statuses.
"""

from __future__ import annotations

import sys

from typing import Literal

from cyclopts import App, CycloptsError

from cnmaker_data import __version__
from cnmaker_data.cli.contests import export, list_contests, show
from cnmaker_data.cli.editions import diff_editions, ingest, validate
from cnmaker_data.cli.normalize import normalize
from cnmaker_data.cli.options import NotThereError
from cnmaker_data.cli.streams import (
    abandon_output,
    open_closed_streams,
    print_errors,
)
from cnmaker_data.cli.where import where
from cnmaker_data.errors import (
    CnmakerDataError,
    MissingExtraError,
    UnknownTierError,
)


__all__ = ["run"]


_app: App = App(
    name="cnmaker-data",
    help="The plan of China's yearly “创客中国” (Maker in China) contests.",
    version=__version__,
    help_format="plaintext",
    suppress_keyboard_interrupt=False,  # `run` reports it like other errors
)
_app.command(list_contests, name="list")
_app.command(diff_editions, name="diff")
for _command in (show, where, ingest, validate, export, normalize):
    _app.command(_command)


@_app.command
def _completion(shell: Literal["bash", "zsh", "fish"], /) -> None:
    """
    Print the script with which a shell completes this command.

    Parameters
    ----------
    shell
        The shell that reads it.
    """
    print(_app.generate_completion(shell=shell))


def run(arguments: list[str] | None = None) -> int:
    """
    Run the command line and return its exit status.

    It is 0, or 1 if something is not there or does not add up, or 2 if the
    command was called in a wrong way; the reason is on standard error.
    """
    open_closed_streams()
    try:
        _app(
            sys.argv[1:] if arguments is None else arguments,
            print_error=False,
            exit_on_error=False,
            result_action="return_value",
        )
        sys.stdout.flush()
    except (CycloptsError, MissingExtraError, UnknownTierError) as error:
        return _fail(2, str(error))
    except BrokenPipeError:
        abandon_output()
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        return _fail(1, f"{named}{error.strerror}")
    except (CnmakerDataError, NotThereError) as error:
        return _fail(1, str(error))
    except KeyboardInterrupt:
        return _fail(130, "interrupted")
    return 0


def _fail(status: int, message: str) -> int:
    print_errors(message)
    return status
