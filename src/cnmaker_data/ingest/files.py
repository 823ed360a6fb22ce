"""
A file as a document, whatever kind of file it is.

The contents of a file decide its kind; its name does not.
"""

from __future__ import annotations

import json
import re

from typing import TYPE_CHECKING

from cnmaker_data.ingest.decoding import decode


if TYPE_CHECKING:
    from pathlib import Path

    from cnmaker_data.ingest.document import Document


_MAX_FILE = 32 * 2**20
_MAX_TEXT = 4 * 2**20

_IMAGE = "is an image; give the Word file or the web page"
_PACKED = "is a packed archive; unpack it first"
# How files start that are taken for a plan by mistake, and what they are.
_OTHER_KINDS = {
    b"\xd0\xcf\x11\xe0": "is of Word before 2007, WPS or Excel, or needs a "
    "password; save it as .docx without one",
    b"%PDF": "is a PDF file; give the Word file or the web page",
    b"\x89PNG": _IMAGE,
    b"\xff\xd8\xff": _IMAGE,
    b"GIF8": _IMAGE,
    b"RIFF": _IMAGE,
    b"{\\rtf": "is RTF; save it as .docx",
    b"7z\xbc\xaf": _PACKED,
    b"Rar!": _PACKED,
    b"\x1f\x8b": _PACKED,
}
_HTML = re.compile(r"\s*<(?:!|\?|[a-zA-Z])")
_MHT = re.compile(
    r"\s*(?:(?:From|Subject|Date|MIME-Version|Snapshot-[\w-]+|Content-[\w-]+)"
    r":[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:MIME-Version|Content-Type):",
    re.IGNORECASE,
)
_WORD_XML = re.compile(
    r"schemas\.microsoft\.com/office/word/2003/wordml|progid=.Word\.Document"
    r"|schemas\.microsoft\.com/office/2006/xmlPackage"
)
_PLAN_WORDS = re.compile(r"赛\s*事\s*名\s*称[\s\S]*?主\s*办\s*单\s*位")


def read(path: Path) -> Document:
    """
    Return the lines and tables of a text, Word or HTML file.

    Raises `ValueError`, with the reason, for a file of another kind, and
    `OSError` for one that cannot be read.
    """
    with path.open("rb") as file:
        data = file.read(_MAX_FILE + 1)
    if not data.strip():
        raise ValueError("is empty")
    _check_size(data, _MAX_FILE)
    for start, reason in _OTHER_KINDS.items():
        if data.startswith(start):
            raise ValueError(reason)
    if data.startswith(b"PK\x03\x04"):
        from cnmaker_data.ingest import word

        return word.parse(data)
    if path.suffix.lower() in {".docx", ".docm", ".dotx"}:
        raise ValueError(
            "has the name of a Word file, but is damaged or is not one; "
            "download it again"
        )
    _check_size(data, _MAX_TEXT)
    text = decode(data, _declared(data))
    if reason := _other_kind(text):
        raise ValueError(reason)
    if _HTML.match(text):
        from cnmaker_data.ingest import html

        return html.parse(text)

    from cnmaker_data.ingest import text as plain

    return plain.parse(text)


def _check_size(data: bytes, most: int) -> None:
    if len(data) > most:
        raise ValueError(f"is over {most >> 20} MiB; no plan is that large")


def _declared(data: bytes) -> str:
    found = re.search(
        rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]{1,40})", data[:4096]
    )
    return found[1].decode("ascii") if found else ""


def _other_kind(text: str) -> str:
    """Return what a text is that is no plan in plain text and no web page."""
    start = text[:4096]
    if _MHT.match(start):
        return (
            "is a web page saved as one file (.mht), or an e-mail; save the "
            "page as .html, or the attachment alone"
        )
    if _WORD_XML.search(start):
        return "is XML of Word 2003 or a flat Word file; save it as .docx"
    if start.lstrip()[:1] in {"{", "["} and _is_json(text):
        return "is JSON; give the plan that the ministry published"
    if (
        not _HTML.match(start)
        and "\n\t" not in text
        and _PLAN_WORDS.search(text)
    ):
        return (
            "has the words of a plan, but no tables, as text copied from a PDF "
            "file or a page; give the Word file or the web page itself"
        )
    return ""


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
