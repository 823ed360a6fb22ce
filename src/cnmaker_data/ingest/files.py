"""
A file as a document, whatever kind of file it is.

The contents of a file decide its kind; its name does not.
"""

from __future__ import annotations

import codecs
import re

from importlib import import_module
from typing import TYPE_CHECKING

from cnmaker_data import _resources
from cnmaker_data.errors import MissingExtraError
from cnmaker_data.ingest.document import Builder, Cell, Document
from cnmaker_data.ingest.headings import stands_alone


if TYPE_CHECKING:
    from pathlib import Path


_MAX_FILE = 32 * 2**20
_MAX_TEXT = 4 * 2**20

_HTML = re.compile(r"\s*<(?:!|\?|[a-zA-Z])")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UNREADABLE = "\ufffd"
# Word writes a line break in a cell as a vertical tab where it writes text.
_LINE_END = re.compile("\r\n|[\r\v\x85\u2028\u2029]")


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
    _check_kind(data[:4096].decode("latin-1"))
    is_packed = data.startswith(b"PK\x03\x04")
    if not is_packed and path.suffix.lower() in {".docx", ".docm", ".dotx"}:
        raise ValueError(
            "has the name of a Word file, but is damaged or is not one; "
            "download it again"
        )
    most = _MAX_FILE if is_packed else _MAX_TEXT
    if len(data) > most:
        raise ValueError(f"is over {most >> 20} MiB; no plan is that large")
    if is_packed:
        _require_lxml("reading Word files")
        from cnmaker_data.ingest import word

        return word.parse(data)
    text = decode(data)
    _check_kind(text[:4096])
    if _HTML.match(text):
        _require_lxml("reading web pages")
        from cnmaker_data.ingest import html

        return html.parse(text)
    if "\n\t" not in text and _has_plan_words(text):
        raise ValueError(
            "has the words of a plan, but no tables, as text copied from a PDF "
            "file or a page; give the Word file or the web page itself"
        )
    return parse_text(text)


def _has_plan_words(text: str) -> bool:
    _, _, behind = "".join(text.split()).partition("赛事名称")
    return "主办单位" in behind


def decode(data: bytes) -> str:
    """
    Return the text of a file with ``\\n`` as its line ends.

    A byte order mark decides. Without one, text that is valid UTF-8 is UTF-8,
    whatever charset a page declares, and other text is GB 18030. A single bad
    byte becomes U+FFFD.

    Raises `ValueError`, with the reason, for other bytes.
    """
    names = ["utf-8", "gb18030"]
    if data.startswith(_UTF_16):
        names = ["utf-16"]
    elif b"\0" in data:
        raise ValueError("is binary; a plan is text, a Word file or a web page")
    texts = [data.decode(name, "replace") for name in names]
    text = min(texts, key=lambda text: text.count(_UNREADABLE))
    if text.count(_UNREADABLE) > 1 + len(text) // 1000:
        raise ValueError(
            f"is not text in {' or '.join(names)}; save it in UTF-8"
        )
    return _LINE_END.sub("\n", text.removeprefix("\ufeff"))


def parse_text(text: str) -> Document:
    """
    Return the lines and tables of a plan as plain text.

    A line that starts with a tab starts a cell, and after a blank line also a
    row. Other lines continue the cell. But after a blank line, a heading, a
    note or a line such as 附件3 ends the table.
    """
    builder = Builder()
    table: list[str] = []

    def end_table() -> None:
        if table:
            builder.add_table(
                tuple(Cell(cell.rstrip("\n")) for cell in row.split("\n\t"))
                for row in "\n".join(table)[1:].split("\n\n\t")
            )
            table.clear()

    before = ""
    for line in text.split("\n"):
        if line.startswith("\t") or (
            table
            and (not line.strip() or before.strip() or not stands_alone(line))
        ):
            # A line of a tab alone is not blank: it is an empty cell.
            is_blank = not line.strip() and not line.startswith("\t")
            table.append("" if is_blank else line)
        else:
            end_table()
            builder.add_text(line)
        before = line
    end_table()
    return Document(tuple(builder.blocks), shows_merged=False)


def _check_kind(start: str) -> None:
    """Raise `ValueError` if a file starts as another kind of file does."""
    for kind in _resources.read_toml("kinds.toml")["kinds"]:
        if re.match(kind["start"], start, re.IGNORECASE):
            raise ValueError(kind["reason"])


def _require_lxml(feature: str) -> None:
    try:
        import_module("lxml.etree")
        import_module("lxml.html")
    except ImportError as error:
        raise MissingExtraError(feature, "ingest") from error
