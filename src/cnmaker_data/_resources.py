"""The files inside the package, also where it is imported from a zip."""

from __future__ import annotations

import os
import pkgutil
import sys

from typing import cast


# By name: the package stands above this module.
_PACKAGE = "cnmaker_data"


def read(*path: str) -> bytes:
    """Return the bytes of a resource."""
    # Importing importlib_resources, or importlib.resources, would make the
    # first answer take a third longer.
    data = pkgutil.get_data(_PACKAGE, f"resources/{'/'.join(path)}")
    return cast(bytes, data)


def folders(*path: str, holding: str) -> list[str]:
    """Return the names of the folders in a folder of resources with a file."""
    # pkgutil looks beside this file, too.
    package = str(sys.modules[_PACKAGE].__file__)
    root = os.path.join(os.path.dirname(package), "resources", *path)
    if os.path.isdir(root):
        return [
            name
            for name in os.listdir(root)
            if os.path.isfile(os.path.join(root, name, holding))
        ]
    # The package is in a zip.
    from importlib_resources import files

    return [
        folder.name
        for folder in files(_PACKAGE).joinpath("resources", *path).iterdir()
        if folder.joinpath(holding).is_file()
    ]
