"""
Writing files so that an interrupted write loses nothing.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets

from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from pathlib import Path


__all__ = ["draft_of", "write_atomically"]


def write_atomically(path: Path, data: bytes, *, overwrite: bool) -> None:
    """
    Write a file whole or not at all.

    A symbolic link at *path* is replaced, not followed. Raises
    `FileExistsError` where something is there and *overwrite* is false, and
    another `OSError` for what is not a file, such as a device.
    """
    if not overwrite and os.path.lexists(path):
        raise _there_already(path)
    # Also behind a link: /dev/stdout is one.
    if os.path.exists(path) and not os.path.isfile(path):
        is_folder = os.path.isdir(path)
        code = errno.EISDIR if is_folder else errno.EINVAL
        reason = os.strerror(code) if is_folder else "Not a file to replace"
        raise OSError(code, reason, str(path))
    try:
        _write(path, data, overwrite=overwrite)
    except FileExistsError:
        raise _there_already(path) from None
    except OSError as error:
        # It names the draft, which nobody asked for.
        raise OSError(error.errno, error.strerror, str(path)) from error


def draft_of(path: Path) -> Path:
    """
    Return a name that nobody has, for what is to become a file or folder.
    """
    # Next to the target, so that the move stays within one file system. The
    # name of the target may be as long as names can be.
    return path.with_name(f".cnmaker-data.{secrets.token_hex(8)}")


def _write(path: Path, data: bytes, *, overwrite: bool) -> None:
    draft = draft_of(path)
    try:
        with open(draft, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if overwrite:
            os.replace(draft, path)
        else:
            _move(draft, path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(draft)


def _move(draft: Path, path: Path) -> None:
    """
    Move a file to a name, unless somebody took the name meanwhile.
    """
    try:
        # The one way that does not overwrite.
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:
        # Not all file systems have it.
        os.rename(draft, path)


def _there_already(path: Path) -> FileExistsError:
    return FileExistsError(f"{path} is there already")
