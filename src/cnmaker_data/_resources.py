"""The files inside the package, also where it is imported from a zip."""

from __future__ import annotations

import pkgutil

from typing import cast


def read(*path: str) -> bytes:
    """Return the bytes of a resource, or raise `OSError`."""
    # Importing importlib_resources, or importlib.resources, would make the
    # first answer take a third longer. The package stands above this module.
    data = pkgutil.get_data("cnmaker_data", f"resources/{'/'.join(path)}")
    return cast(bytes, data)
