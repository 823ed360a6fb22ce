"""
Writing a folder of files so that an interrupted write loses nothing.
"""

from __future__ import annotations

import os
import shutil

from typing import TYPE_CHECKING

from cnmaker_data._files import draft_of, write_atomically


if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def write_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """
    Write files to a folder: to a new one whole or not at all.

    In a folder that is there, each file is replaced as a whole, in the order
    given, and all other files stay as they are.
    """
    if path.is_dir():
        _write_files(path, files)
        return
    draft = draft_of(path)
    try:
        draft.mkdir()
        _write_files(draft, files)
        os.rename(draft, path)
    except OSError as error:
        # It names the draft, which nobody asked for.
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        write_atomically(folder / name, data, overwrite=True)
