"""The parts of a Word file that are read, as trees of XML."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from importlib import import_module
from typing import Any, NamedTuple, TypeAlias


_etree: Any = import_module("lxml.etree")
# lxml has no types.
Element: TypeAlias = Any

_DAMAGED = "is a damaged Word file, or none; save it as .docx once more"
_TOO_LARGE = "unpacks to far more than a plan holds"
_MAX_FILES = 2_000
# The parts that are read unpack to far less; fonts and pictures are skipped.
_MAX_UNPACKED = 8 * 2**20
# Short names for two namespaces, which are others in Strict Open XML.
_NAMESPACES = {
    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main": b"w",
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"w",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        b"r"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": b"r",
}
# Other kinds of archives, by a member that each has.
_OTHER_KINDS = {
    "xl/workbook.xml": "is an Excel file; copy its tables to a Word file",
    "xl/workbook.bin": "is an Excel file; copy its tables to a Word file",
    "ppt/presentation.xml": "is a PowerPoint file; give the Word file",
    "OFD.xml": "is an OFD file; give the Word file or the web page",
    "mimetype": "is an OpenDocument file (.odt, .ods); save it as .docx",
}


class Parts(NamedTuple):
    """The parts of a Word file, of which those that it lacks are empty."""

    body: Element
    styles: Element
    numbering: Element
    #: The addresses of hyperlinks by the id of their relation.
    hyperlinks: dict[str, str]


class _Relation(NamedTuple):
    kind: str
    id: str
    target: str


def unpack(data: bytes) -> Parts:
    """
    Return the parts of a Word file.

    Raises `ValueError`, with the reason, for a file that is damaged, of
    another kind or far too large.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise ValueError(_DAMAGED) from None
    names = archive.namelist()
    for name, reason in _OTHER_KINDS.items():
        if name in names:
            raise ValueError(reason)
    if "[Content_Types].xml" not in names:
        raise ValueError(
            "is a zip archive and not a Word file; unpack it first"
        )
    if len(names) > _MAX_FILES:
        raise ValueError(_TOO_LARGE)
    package = _Package(archive)
    main = package.target("", "officeDocument")
    body = package.tree(main).find("{w}body")
    if body is None:
        raise ValueError(_DAMAGED)
    return Parts(
        body,
        package.tree(package.target(main, "styles")),
        package.tree(package.target(main, "numbering")),
        {
            relation.id: relation.target
            for relation in package.relations(main)
            if relation.kind == "hyperlink"
        },
    )


class _Package:
    """Reads members of an archive, up to a number of bytes in all."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._rest = _MAX_UNPACKED

    def relations(self, source: str) -> list[_Relation]:
        folder, name = posixpath.split(source)
        root = self.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        return [
            _Relation(
                each.get("Type", "").rpartition("/")[2],
                each.get("Id", ""),
                each.get("Target", ""),
            )
            for each in root.iter("{*}Relationship")
        ]

    def target(self, source: str, kind: str) -> str:
        """Return the name of the first part that another refers to so."""
        for relation in self.relations(source):
            if relation.kind == kind:
                folder = posixpath.dirname(source)
                path = posixpath.join("/", folder, relation.target)
                return posixpath.normpath(path).lstrip("/")
        return ""

    def tree(self, name: str) -> Element:
        """Return the root of a member, an empty element if it is missing."""
        if name not in self._archive.namelist():
            return _etree.Element("none")
        try:
            with self._archive.open(name) as member:
                # An archive may say less than it holds.
                data = member.read(self._rest + 1)
        # RuntimeError is for encrypted files, and includes
        # NotImplementedError: compressed in a way that Word does not use.
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError):
            raise ValueError(_DAMAGED) from None
        self._rest -= len(data)
        if self._rest < 0:
            raise ValueError(_TOO_LARGE)
        for namespace, short in _NAMESPACES.items():
            data = data.replace(namespace, short)
        parser = _etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = _etree.fromstring(data, parser)
        except (_etree.LxmlError, ValueError):
            raise ValueError(_DAMAGED) from None
        if root.getroottree().docinfo.internalDTD is not None:
            raise ValueError("declares XML entities, which no Word file does")
        return root


def find(element: Element | None, path: str) -> Element | None:
    """Return the first element at a path, None without one."""
    return None if element is None else element.find(path)


def value(element: Element | None, path: str) -> str | None:
    """Return the value of the first element at a path, None without one."""
    found = find(element, path)
    return None if found is None else found.get("{w}val", "")


def number(text: str | None, default: int = 0) -> int:
    """Return a value as a number, a default for what is none."""
    return int(text[:5]) if text and text.isdecimal() else default
