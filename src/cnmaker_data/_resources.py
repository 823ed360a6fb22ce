"""The files inside the package, also where it is imported from a zip."""

from __future__ import annotations

import functools
import os
import pkgutil
import re
import sys

from collections.abc import Iterator
from typing import Any, cast


# Spelled out, because a module imports only from the layers below it.
_PACKAGE = "cnmaker_data"


def read(*path: str) -> bytes:
    """Return the bytes of a resource."""
    # Importing importlib_resources, or importlib.resources, would make the
    # first answer take a third longer.
    data = pkgutil.get_data(_PACKAGE, f"resources/{'/'.join(path)}")
    return cast(bytes, data)


@functools.cache
def read_toml(name: str) -> dict[str, Any]:
    """Return the values of a resource in TOML, which callers share."""
    import tomllib

    return tomllib.loads(read(name).decode())


def read_rows(name: str) -> Iterator[list[str]]:
    """Yield the rows of a CSV resource that has no quoting, but its header."""
    lines = read(name).decode().splitlines()[1:]
    return (line.split(",") for line in lines)


class Grammar(dict[str, re.Pattern[str]]):
    """
    The patterns of a resource in TOML, compiled when they are first used.

    ``@name`` in a pattern stands for one of *parts*, for the `characters` with
    that name or for the pattern above. A list is a choice.
    """

    def __init__(self, resource: str, flags: int = 0, **parts: str) -> None:
        super().__init__()
        self.words: dict[str, Any] = {**read_toml(resource)}
        self._flags = flags
        self._parts: dict[str, str] = parts | self.words.pop("characters", {})
        for name, given in self.words.items():
            pattern = given if isinstance(given, str) else "|".join(given)
            filled = re.sub(
                "@([a-z_]+)", lambda found: self._parts[found[1]], pattern
            )
            self._parts[name] = f"(?:{filled})"

    def __missing__(self, name: str) -> re.Pattern[str]:
        self[name] = re.compile(self._parts[name], self._flags)
        return self[name]

    def match(self, name: str, text: str, *span: int) -> re.Match[str] | None:
        return self[name].match(text, *span)

    def search(self, name: str, text: str, *span: int) -> re.Match[str] | None:
        return self[name].search(text, *span)

    def is_whole(self, name: str, text: str) -> bool:
        return bool(self[name].fullmatch(text))

    def end_of(self, name: str, text: str, *span: int) -> int:
        """Return where a match ends, or where it should start."""
        found = self[name].match(text, *span)
        return found.end() if found else span[0]


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
