"""The parts of a Word file that are read, as trees of XML."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from importlib import import_module
from typing import Any, TypeAlias

from cnmaker_data import _resources


_etree: Any = import_module("lxml.etree")
# lxml has no types.
Element: TypeAlias = Any

_DAMAGED = "is a damaged Word file, or none; save it as .docx once more"
_TOO_LARGE = "unpacks to far more than a plan holds"
_MAX_FILES = 2_000
# A limit for the parts that are read; fonts and pictures are not.
_MAX_UNPACKED = 8 * 2**20
# Short names for two namespaces, in Transitional and in Strict Open XML.
_TRANSITIONAL = b"http://schemas.openxmlformats.org/"
_STRICT = b"http://purl.oclc.org/ooxml/"
_NAMESPACES = {
    _TRANSITIONAL + b"wordprocessingml/2006/main": b"w",
    _TRANSITIONAL + b"officeDocument/2006/relationships": b"r",
    _STRICT + b"wordprocessingml/main": b"w",
    _STRICT + b"officeDocument/relationships": b"r",
}


class Archive:
    """The parts of a Word file; missing parts are empty elements."""

    def __init__(self, data: bytes) -> None:
        self._rest = _MAX_UNPACKED
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            raise ValueError(_DAMAGED) from None
        names = self._zip.namelist()
        others = _resources.read_toml("kinds.toml")["members"]
        for name, reason in others.items():
            if name in names:
                raise ValueError(reason)
        if "[Content_Types].xml" not in names:
            raise ValueError(
                "is a zip archive and not a Word file; unpack it first"
            )
        if len(names) > _MAX_FILES:
            raise ValueError(_TOO_LARGE)
        main = self._part("", "officeDocument")
        self.body: Element = self._tree(main).find("{w}body")
        if self.body is None:
            raise ValueError(_DAMAGED)
        self.styles: Element = self._tree(self._part(main, "styles"))
        self.numbering: Element = self._tree(self._part(main, "numbering"))
        #: The addresses of hyperlinks by the id of their relation.
        self.hyperlinks: dict[str, str] = {
            each.get("Id"): each.get("Target", "")
            for each in self._relations(main)
        }

    def _relations(self, source: str) -> Element:
        folder, name = posixpath.split(source)
        return self._tree(posixpath.join(folder, "_rels", f"{name}.rels"))

    def _part(self, source: str, kind: str) -> str:
        """Return the name of the first part of a kind that *source* has."""
        path = f"{{*}}Relationship[@Type='r/{kind}']"
        found = self._relations(source).find(path)
        target = "" if found is None else found.get("Target", "")
        path = posixpath.join("/", posixpath.dirname(source), target)
        return posixpath.normpath(path).lstrip("/")

    def _tree(self, name: str) -> Element:
        if name not in self._zip.namelist():
            return _etree.Element("none")
        try:
            with self._zip.open(name) as member:
                # Archives may understate the size of a member.
                data = member.read(self._rest + 1)
        # RuntimeError: encrypted, or compressed in a way that Word never uses.
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError):
            raise ValueError(_DAMAGED) from None
        self._rest -= len(data)
        if self._rest < 0:
            raise ValueError(_TOO_LARGE)
        for namespace, short in _NAMESPACES.items():
            data = data.replace(namespace, short)
        parser = _etree.XMLParser(
            resolve_entities=False, remove_comments=True, remove_pis=True
        )
        try:
            root = _etree.fromstring(data, parser)
        except (_etree.LxmlError, ValueError):
            raise ValueError(_DAMAGED) from None
        if root.getroottree().docinfo.internalDTD is not None:
            raise ValueError("declares XML entities, which no Word file does")
        return root


def find(element: Element | None, path: str) -> Element | None:
    """Return the first element at a path, or None."""
    return None if element is None else element.find(path)


def value(element: Element | None, path: str) -> str | None:
    """Return the value of the first element at a path, or None."""
    found = find(element, path)
    return None if found is None else found.get("{w}val", "")


def number(text: str | None, default: int = 0) -> int:
    """Return a value as a number, or the default if it is not a number."""
    return int(text[:5]) if text and text.isdecimal() else default
