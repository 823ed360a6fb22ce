"""The command line: `run` and its exit statuses."""

from __future__ import annotations

import os
import sys

from typing import Literal

from cyclopts import App, CycloptsError, Parameter, UnusedCliTokensError

from cnmaker_data import __version__
from cnmaker_data.cli.contests import export, list_contests, show
from cnmaker_data.cli.editions import diff_editions, ingest, validate
from cnmaker_data.cli.mentions import mentions
from cnmaker_data.cli.normalize import normalize
from cnmaker_data.cli.streams import open_streams, print_errors, readable
from cnmaker_data.cli.where import where
from cnmaker_data.errors import (
    CnmakerDataError,
    MissingExtraError,
    UnknownTierError,
    short_repr,
    shorten,
)


# The most characters of an argument that a message quotes.
_LONGEST = 1_000

_app: App = App(
    name="cnmaker-data",
    help="The plan of China's yearly “创客中国” (Maker in China) contests.",
    version=__version__,
    help_format="markdown",  # it is wrapped, unlike plain text
    suppress_keyboard_interrupt=False,  # `run` reports it like other errors
    # No --no-force and --empty-column, and no “[default: False]” in the help.
    default_parameter=Parameter(negative="", show_default=lambda x: x or None),
)
_app.command(list_contests, name="list")
_app.command(diff_editions, name="diff")
for _command in (show, where, mentions, export, ingest, validate, normalize):
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
    open_streams()
    status, message = 0, ""
    try:
        _app(
            map(readable, sys.argv[1:] if arguments is None else arguments),
            print_error=False,
            exit_on_error=False,
            result_action="return_value",
        )
        sys.stdout.flush()
    except (BrokenPipeError, SystemExit):
        # The reader is gone, as with `| head`; rich exits then. The interpreter
        # would complain when it flushes the stream at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except CycloptsError as error:
        status, message = 2, _usage(error)
    except (MissingExtraError, UnknownTierError) as error:
        status, message = 2, str(error)
    except CnmakerDataError as error:
        status, message = 1, str(error)
    except FileExistsError as error:
        status, message = 1, f"{error}; --force overwrites it"
    except OSError as error:
        name = shorten(str(error.filename or ""), _LONGEST)
        named = f"{name}: " if name else ""
        status, message = 1, f"{named}{error.strerror or error}"
    except UnicodeEncodeError as error:
        reason = "the locale cannot encode this file name; set PYTHONUTF8=1"
        status, message = 1, f"{short_repr(error.object)}: {reason}"
    except KeyboardInterrupt:
        status, message = 130, "interrupted"
    print_errors(message)
    return status


def _usage(error: CycloptsError) -> str:
    """Return what is wrong with a command's arguments, in one line."""
    if error.msg is not None:
        return str(error.msg)
    words = ["cnmaker-data", *(error.command_chain or ())]
    reason = shorten(" ".join(str(error).split()), _LONGEST)
    if isinstance(error, UnusedCliTokensError):
        unused = error.unused_tokens or ()
        reason = f"Too many arguments: {', '.join(map(short_repr, unused))}."
    return f"{reason} Try: {' '.join(words)} --help"
