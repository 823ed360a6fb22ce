"""Any bytes as a table of companies, in CSV or as the sheet of a workbook."""

from __future__ import annotations

import contextlib
import csv
import io

from cnmaker_data import contests, locate
from cnmaker_data.cli import run
from cnmaker_data.export.csv import restore
from fuzz.files import packed, temporary_folder


__all__ = ["check_csv", "check_xlsx"]


_FOLDER = temporary_folder()
_COLUMNS = ("注册地址", "统一社会信用代码")
_NEW = 7
_LONGEST_MESSAGE = 20_000
_RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
)
_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default Extension="rels" ContentType="application/'
        'vnd.openxmlformats-package.relationships+xml"/><Default Extension='
        '"xml" ContentType="application/xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships"><Relationship Id="a" Type="{_RELATIONS}/'
        'officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/'
        f'main" xmlns:r="{_RELATIONS}"><sheets><sheet name="a" sheetId="1" '
        'r:id="a"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships"><Relationship Id="a" Type="{_RELATIONS}/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}


def check_csv(data: bytes) -> None:
    """Check that a table keeps its text, and that the answers are right."""
    rows = _answered("companies.csv", data)
    if rows is None:
        return
    kept = "".join(cell for row in rows for cell in row)
    assert _letters(kept) in {_letters(text) for text in _readings(data)}


def check_xlsx(data: bytes) -> None:
    """Check a workbook, or one around what is not packed: its first sheet."""
    if not data.startswith(b"PK"):
        data = packed({**_PARTS, "xl/worksheets/sheet1.xml": data})
    _answered("companies.xlsx", data)


def _answered(name: str, data: bytes) -> list[list[str]] | None:
    """Return the rows of the table as the command writes them, or None."""
    table, output = _FOLDER / name, _FOLDER / "answers.csv"
    table.write_bytes(data)
    output.unlink(missing_ok=True)
    options = [part for each in _COLUMNS for part in ("--column", each)]
    told, summary = io.StringIO(), io.StringIO()
    with contextlib.redirect_stderr(told), contextlib.redirect_stdout(summary):
        status = run(
            ["where", "--table", f"{table}", "--output", f"{output}", *options]
        )
    assert output.exists() == (status == 0)
    assert {each.name for each in _FOLDER.iterdir()} <= {
        *("companies.csv", "companies.xlsx", "answers.csv"),
    }
    assert len(told.getvalue()) <= _LONGEST_MESSAGE
    if status:
        assert status in {1, 2}
        assert told.getvalue().strip()
        return None
    with output.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, strict=True))
    at = next(i for i, row in enumerate(rows) if "contest_id" in row[-_NEW:])
    header, *companies = rows[at:]
    names = ["".join(restore(name).split()) for name in header]
    for row in companies:
        assert len(row) == len(header)
        codes = [_code(row, names, column) for column in _COLUMNS]
        assert row[-_NEW + 3] == _meant([*filter(None, codes), ""])
    assert summary.getvalue()
    return [*rows[:at], *(row[:-_NEW] for row in rows[at:])]


def _code(row: list[str], names: list[str], column: str) -> str:
    try:
        return locate(restore(row[names.index(column)]).strip()).region.code
    except LookupError:
        return ""


def _meant(codes: list[str]) -> str:
    """
    Return the code that counts: the first, or one inside a province.

    The province must have a city with its own contest.
    """
    first, *others = codes
    if first.endswith("0000") and others[0].startswith(first[:2]):
        regional = contests.by_tier("regional").by_region(first)
        return others[0] if len(regional) > 1 else first
    return first


def _readings(data: bytes) -> list[str]:
    found: list[str] = []
    for encoding in ("utf-8-sig", "gb18030"):
        with contextlib.suppress(UnicodeDecodeError):
            found.append(data.decode(encoding))
    return found


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
