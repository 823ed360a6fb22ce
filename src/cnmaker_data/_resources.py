"""The files inside the package, also where it is imported from a zip."""

from __future__ import annotations

import os
import pkgutil
import re
import sys

from collections.abc import Iterator, Mapping
from typing import Any, cast


# Spelled out, because a module imports only from the layers below it.
_PACKAGE = "cnmaker_data"


def read(*path: str) -> bytes:
    """Return the bytes of a resource."""
    # Importing importlib_resources, or importlib.resources, would make the
    # first answer take a third longer.
    data = pkgutil.get_data(_PACKAGE, f"resources/{'/'.join(path)}")
    return cast(bytes, data)


def read_toml(name: str) -> dict[str, Any]:
    """Return the values of a resource in TOML."""
    import tomllib

    return tomllib.loads(read(name).decode())


def read_rows(name: str) -> Iterator[list[str]]:
    """Yield the rows of a CSV resource that has no quoting, but its header."""
    lines = read(name).decode().splitlines()[1:]
    return (line.split(",") for line in lines)


def fill_in(
    grammar: Mapping[str, str | list[str]], **patterns: str
) -> dict[str, str]:
    """
    Return the patterns of a grammar, with ``@name`` replaced by that pattern.

    Names are those of *patterns* and of patterns above. A list is a choice.
    """
    for name, given in grammar.items():
        pattern = given if isinstance(given, str) else "|".join(given)
        filled = re.sub("@([a-z_]+)", lambda found: patterns[found[1]], pattern)
        patterns[name] = f"(?:{filled})"
    return patterns


def folders(*path: str, holding: str) -> list[str]:
    """Return the names of the subfolders of a folder that hold a file."""
    # pkgutil.get_data looks there, too.
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
