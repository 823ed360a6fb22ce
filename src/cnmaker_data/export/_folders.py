"""
Writing a folder of files so that an interrupted write loses nothing.
"""

from __future__ import annotations

import os
import secrets
import shutil

from typing import TYPE_CHECKING

from cnmaker_data._files import write_atomically


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
    # Next to the target, so that the move stays within one file system. Not
    # by `tempfile`, whose folders are private.
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    draft.mkdir()
    try:
        _write_files(draft, files)
        os.rename(draft, path)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def _write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        write_atomically(folder / name, data, overwrite=True)
