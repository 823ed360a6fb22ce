"""
A Word file as its tables.
"""

from __future__ import annotations

import io
import zipfile

from importlib import import_module
from typing import TYPE_CHECKING

from cnmaker_data.errors import MissingExtraError
from cnmaker_data.ingest.documents import Cell, Document, Table


if TYPE_CHECKING:
    from docx.oxml.table import CT_Row
    from docx.table import Table as WordTable


__all__ = ["parse"]


# A plan is a few pages. What unpacks to more is an attack or something else.
_MAX_UNPACKED = 256 * 2**20
_MAX_XML = 32 * 2**20
_MAX_FILES = 2_000
_MAX_CELLS = 100_000


def parse(data: bytes) -> Document:
    """
    Return the tables of a .docx file, in the order of the document.
    """
    try:
        import docx

        from docx.table import Table as WordTable

        lxml_error: type[Exception] = import_module("lxml.etree").LxmlError
    except ImportError as error:
        raise MissingExtraError("reading Word files", "ingest") from error

    _check_archive(data)
    try:
        document = docx.Document(io.BytesIO(data))
        tables: list[Table] = []
        above: list[str] = []
        for block in document.iter_inner_content():
            if isinstance(block, WordTable):
                tables.append(Table(tuple(above), _rows(block)))
                above = []
            else:
                above.extend(filter(str.strip, block.text.split("\n")))
    except (
        lxml_error,
        zipfile.BadZipFile,
        KeyError,
        AttributeError,
        EOFError,
        NotImplementedError,
        RecursionError,
    ) as error:
        raise ValueError(f"is a damaged Word file ({error})") from None
    return Document(tuple(tables), tuple(above))


def _check_archive(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = archive.infolist()
            # What the directory claims is checked by reading: a file that
            # unpacks to more than it says fails its checksum.
            if "word/document.xml" not in archive.namelist():
                raise ValueError("is a zip archive, not a Word file")
    except zipfile.BadZipFile:
        raise ValueError("is a damaged Word file") from None
    if (
        len(files) > _MAX_FILES
        or sum(file.file_size for file in files) > _MAX_UNPACKED
        or any(
            file.file_size > _MAX_XML
            for file in files
            if file.filename.endswith((".xml", ".rels"))
        )
    ):
        raise ValueError("unpacks to far more than a plan holds")


def _rows(table: WordTable) -> tuple[tuple[Cell, ...], ...]:
    rows: list[tuple[Cell, ...]] = []
    cells = 0
    # What is merged shows in the elements alone, which are not public.
    for row in table._tbl.tr_lst:  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        rows.append(_row(table, row))
        cells += len(rows[-1])
        if cells > _MAX_CELLS:
            raise ValueError("has tables far larger than those of a plan")
    return tuple(rows)


def _row(table: WordTable, row: CT_Row) -> tuple[Cell, ...]:
    from docx.table import _Cell  # pyright: ignore[reportPrivateUsage]  # as above

    cells = [Cell("")] * min(row.grid_before, _MAX_CELLS)
    for element in row.tc_lst:
        merged = element.vMerge == "continue"
        cells.append(Cell(_Cell(element, table).text, merged))
        # A cell that spans columns stands in the first of them.
        span = min(element.grid_span, _MAX_CELLS)
        cells.extend([Cell("", merged)] * (span - 1))
    return tuple(cells)
