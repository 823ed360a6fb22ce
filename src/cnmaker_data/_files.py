"""
Writing files so that an interrupted write loses nothing.
"""

from __future__ import annotations

import contextlib
import os
import tempfile

from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from pathlib import Path


def write_atomically(path: Path, data: bytes, *, overwrite: bool) -> None:
    """
    Write a file whole or not at all.

    A symbolic link at *path* is replaced, not followed. Raises
    `FileExistsError` where something is there and *overwrite* is false.
    """
    if not overwrite and os.path.lexists(path):
        raise FileExistsError(f"{path} is there already")
    try:
        _replace(path, data)
    except OSError as error:
        # It names the draft, which nobody asked for.
        raise OSError(error.errno, error.strerror, str(path)) from error


def _replace(path: Path, data: bytes) -> None:
    # Next to the target, so that the move stays within one file system.
    descriptor, draft = tempfile.mkstemp(
        prefix=f".{path.name}.", dir=path.parent
    )
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        # mkstemp makes files private; this one is to be like any other.
        os.chmod(draft, 0o666 & ~_umask())
        os.replace(draft, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(draft)
        raise


def _umask() -> int:
    # It can be read only by setting it.
    umask = os.umask(0o077)
    os.umask(umask)
    return umask
