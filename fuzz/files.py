"""Files that targets write and pack."""

from __future__ import annotations

import atexit
import io
import shutil
import tempfile
import zipfile

from pathlib import Path
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping


__all__ = ["packed", "temporary_folder"]


# A folder in memory, if the system has one.
_SHARED = Path("/dev/shm")  # noqa: S108  # mkdtemp makes a folder of its own


def temporary_folder() -> Path:
    """Return a new folder, which is removed when the process ends."""
    within = _SHARED if _SHARED.is_dir() else None
    folder = Path(tempfile.mkdtemp(prefix="fuzz-", dir=within))
    atexit.register(shutil.rmtree, folder)
    return folder


def packed(parts: Mapping[str, bytes | str]) -> bytes:
    """Return a zip file with these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()
