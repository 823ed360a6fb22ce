"""The parts of a Word file that are read, as trees of XML."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias

from cnmaker_data.errors import MissingExtraError


if TYPE_CHECKING:
    from collections.abc import Iterator


# lxml has no types.
Element: TypeAlias = Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DAMAGED = "is a damaged Word file, or none; save it as .docx once more"

_MAX_FILES = 2_000
# The parts that are read unpack to far less; fonts and pictures are skipped.
_MAX_UNPACKED = 8 * 2**20
# Strict Open XML has other names for the same.
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/math": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/math"
    ),
}
# Other kinds of archives, by a member that each has.
_OTHER_KINDS = {
    "xl/workbook.xml": "is an Excel file; copy its tables to a Word file",
    "xl/workbook.bin": "is an Excel file; copy its tables to a Word file",
    "ppt/presentation.xml": "is a PowerPoint file; give the Word file",
    "OFD.xml": "is an OFD file; give the Word file or the web page",
    "mimetype": "is an OpenDocument file (.odt, .ods); save it as .docx",
}


class Archive:
    """An open Word file."""

    def __init__(self, data: bytes) -> None:
        try:
            etree: Any = import_module("lxml.etree")
        except ImportError as error:
            raise MissingExtraError("reading Word files", "ingest") from error
        self._etree = etree
        self._unpacked = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            raise ValueError(DAMAGED) from None
        names = self._zip.namelist()
        for name, reason in _OTHER_KINDS.items():
            if name in names:
                raise ValueError(reason)
        if "[Content_Types].xml" not in names:
            raise ValueError(
                "is a zip archive and not a Word file; unpack it first"
            )
        if len(names) > _MAX_FILES:
            raise ValueError("unpacks to far more than a plan holds")
        #: The name of the main part.
        self.main: str = next(self._targets("", "/officeDocument"), "")
        #: The body of the main part.
        self.body: Element = self._body()

    def _body(self) -> Element:
        document = self._tree(self.main)
        body = None
        if document is not None and document.tag == f"{W}document":
            body = document.find(f"{W}body")
        if body is None:
            raise ValueError(DAMAGED)
        return body

    def part(self, kind: str) -> Element | None:
        """Return a part that belongs to the main one, such as styles."""
        name = next(self._targets(self.main, f"/{kind}"), "")
        return self._tree(name)

    def hyperlinks(self) -> dict[str, str]:
        """Return the addresses of hyperlinks by the id of their relation."""
        return {
            relation.get("Id", ""): relation.get("Target", "")
            for relation in self._relations(self.main)
            if relation.get("Type", "").endswith("/hyperlink")
        }

    def _targets(self, source: str, kind: str) -> Iterator[str]:
        for relation in self._relations(source):
            if relation.get("Type", "").endswith(kind):
                folder = posixpath.dirname(source)
                target = posixpath.join("/", folder, relation.get("Target", ""))
                yield posixpath.normpath(target).lstrip("/")

    def _relations(self, source: str) -> Iterator[Element]:
        folder, name = posixpath.split(source)
        root = self._tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        if root is not None:
            yield from root.iter("{*}Relationship")

    def _tree(self, name: str) -> Element | None:
        if name not in self._zip.namelist():
            return None
        data = self._read(name)
        for strict, usual in _STRICT.items():
            data = data.replace(strict, usual)
        parser = self._etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = self._etree.fromstring(data, parser)
        except (self._etree.LxmlError, ValueError):
            raise ValueError(DAMAGED) from None
        if root.getroottree().docinfo.internalDTD is not None:
            raise ValueError("declares XML entities, which no Word file does")
        return root

    def _read(self, name: str) -> bytes:
        rest = _MAX_UNPACKED - self._unpacked
        try:
            with self._zip.open(name) as member:
                # An archive may say less than it holds.
                data = member.read(rest + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,  # compressed in a way that Word does not use
            RuntimeError,  # encrypted
        ):
            raise ValueError(DAMAGED) from None
        if len(data) > rest:
            raise ValueError("unpacks to far more than a plan holds")
        self._unpacked += len(data)
        return data
