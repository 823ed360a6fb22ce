"""Any bytes as a plan document of each kind."""

from __future__ import annotations

# The last two are loaded here, while imports are watched: the library itself
# waits for such a document.
import cnmaker_data.ingest.html
import cnmaker_data.ingest.word  # noqa: F401

from cnmaker_data import IngestError, dumps, loads
from cnmaker_data.ingest import read_plan
from fuzz.files import packed, temporary_folder
from fuzz.promises import refusing


__all__ = ["check_html", "check_text", "check_word"]


_FOLDER = temporary_folder()

_TYPES = b"""<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels"
 ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
</Types>"""
_RELATIONS = b"""<?xml version="1.0" encoding="UTF-8"?>
<Relationships
 xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="a" Target="word/document.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>
</Relationships>"""


def check_text(data: bytes) -> None:
    _check(data, "plan.txt")


def check_html(data: bytes) -> None:
    _check(data, "plan.html")


def check_word(data: bytes) -> None:
    """Check a Word file, or one around what is not packed: its document.xml."""
    _check(data if data.startswith(b"PK") else _packed(data), "plan.docx")


def _packed(document: bytes) -> bytes:
    return packed(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _RELATIONS,
            "word/document.xml": document,
        }
    )


def _check(data: bytes, name: str) -> None:
    path = _FOLDER / name
    path.write_bytes(data)
    with refusing(IngestError):
        edition = read_plan(path)
        assert loads(dumps(edition)) == edition
        assert read_plan(path, edition=edition.number) == edition
