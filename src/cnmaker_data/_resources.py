"""
The files inside the package, also where it is imported from a zip.
"""

from __future__ import annotations

import os

from typing import Any, cast


_ROOT = os.path.join(os.path.dirname(__file__), "resources")
_LOADER: Any = __spec__.loader


def read(*path: str) -> bytes:
    """
    Return the bytes of a resource.
    """
    # The loader reads from wherever the package was imported, without the
    # cost of importing a resource reader first: this is on the way to the
    # first answer.
    return cast(bytes, _LOADER.get_data(os.path.join(_ROOT, *path)))


def folders(*path: str, holding: str) -> list[str]:
    """
    Return the names of the folders in a folder of resources that hold a file.
    """
    root = os.path.join(_ROOT, *path)
    if os.path.isdir(root):
        return [
            name
            for name in os.listdir(root)
            if os.path.isfile(os.path.join(root, name, holding))
        ]
    # The package is in a zip. Elsewhere this import would cost more than all
    # the rest of the way to the first answer.
    from importlib_resources import files

    folder = files("cnmaker_data").joinpath("resources", *path)
    return [
        entry.name
        for entry in folder.iterdir()
        if entry.joinpath(holding).is_file()
    ]
