"""Writing files so that an interrupted write loses nothing."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil

from typing import TYPE_CHECKING, BinaryIO


if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from pathlib import Path


def write_atomically(path: Path, data: bytes, *, overwrite: bool) -> None:
    """Write a file whole or not at all; see `open_atomically`."""
    with open_atomically(path, overwrite=overwrite) as file:
        file.write(data)


@contextlib.contextmanager
def open_atomically(path: Path, *, overwrite: bool) -> Generator[BinaryIO]:
    """
    Open a draft that becomes the file once it is complete, or is deleted.

    A symbolic link at *path* is replaced, not followed. Raises
    `FileExistsError` if *path* exists and *overwrite* is false, and another
    `OSError` if it is not a regular file, but a device, for example.
    """
    if not overwrite and os.path.lexists(path):
        raise _there_already(path)
    # This follows links, such as /dev/stdout.
    if os.path.exists(path) and not os.path.isfile(path):
        is_folder = os.path.isdir(path)
        code = errno.EISDIR if is_folder else errno.EINVAL
        reason = os.strerror(code) if is_folder else "Not a regular file"
        raise OSError(code, reason, str(path))
    with _draft_of(path) as draft:
        with open(draft, "xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if overwrite:
            os.replace(draft, path)
            return
        try:
            # Linking never overwrites; renaming does.
            os.link(draft, path)
        except FileExistsError:
            raise
        except OSError:
            # Some file systems have no hard links.
            os.rename(draft, path)


def write_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """
    Write files to a folder; a new folder appears complete or not at all.

    In an existing folder, files are replaced one by one, in the order given,
    and other files stay as they are.
    """
    if path.is_dir():
        _write_files(path, files)
        return
    with _draft_of(path) as draft:
        draft.mkdir()
        _write_files(draft, files)
        os.rename(draft, path)


def _write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        write_atomically(folder / name, data, overwrite=True)


@contextlib.contextmanager
def _draft_of(path: Path) -> Generator[Path]:
    """Yield an unused path for the draft of a file or folder; delete it."""
    # Next to the target, so that the move stays within one file system, and
    # not the target's name with a suffix, which may be too long.
    draft = path.with_name(f".cnmaker-data.{secrets.token_hex(8)}")
    try:
        yield draft
    except FileExistsError:
        raise _there_already(path) from None
    except OSError as error:
        if not str(error.filename or draft).startswith(str(draft)):
            raise
        # Name the file that was asked for, not the draft.
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        # Usually it was moved. An error here must not hide another one.
        with contextlib.suppress(OSError):
            os.unlink(draft)
        shutil.rmtree(draft, ignore_errors=True)


def _there_already(path: Path) -> FileExistsError:
    return FileExistsError(f"{path} already exists")
