"""A workbook for Excel, WPS and LibreOffice; its columns are in `tables`."""

from __future__ import annotations

import datetime as dt
import io
import re
import unicodedata

from importlib import import_module
from typing import Any

from cnmaker_data import tables
from cnmaker_data.catalog import Edition
from cnmaker_data.collection import Contests
from cnmaker_data.errors import data_error
from cnmaker_data.table import Table


# Its types are not public.
_xlsxwriter: Any = import_module("xlsxwriter")

_SHEETS = ("contests", "organizers", "links", "sources")
# The time at which the workbook was made; the true one would change its bytes.
_NO_TIME = dt.datetime(1980, 1, 1)  # noqa: DTZ001  # without a zone
# Excel's limit for a cell.
_LONGEST_TEXT = 32_767
# A cell holds one link, of the length that Excel allows; the sheet of links has
# all of a contest's. XlsxWriter would encode the brackets of an IPv6 address.
_CLICKABLE = re.compile(r"[^ \[]{1,2079}").fullmatch
# In letters; longer text wraps. Wider columns would be too small in print.
_NARROWEST, _WIDEST = 8, 40
_A4 = 9

_TOP = {"valign": "top"}
_HEADING = {"bold": True, "bottom": 1, "bg_color": "#EEEEEE", **_TOP}
_TEXT = {"text_wrap": True, **_TOP}
_LINK = {**_TEXT, "font_color": "#0563C1", "underline": 1}


def to_bytes(
    contests: Contests, edition: Edition | None, headings: tables.Headings
) -> bytes:
    """Return contests as a workbook of Excel."""
    data = io.BytesIO()
    workbook = _xlsxwriter.Workbook(data, {"in_memory": True})
    workbook.set_properties({"created": _NO_TIME})
    styles = [workbook.add_format(each) for each in (_HEADING, _TEXT, _LINK)]
    sheets = [tables.sheet(name, contests, headings) for name in _SHEETS]
    if edition is not None:
        sheets.append(tables.sheet("edition", [edition], headings))
    for sheet in sheets:
        worksheet = workbook.add_worksheet(sheet.name)
        _write(worksheet, sheet, styles)
        worksheet.freeze_panes(1, 0)
        worksheet.autofilter(0, 0, len(sheet), len(sheet.columns) - 1)
        # In print, one page wide, with the headings on each page.
        worksheet.set_landscape()
        worksheet.set_paper(_A4)
        worksheet.set_margins(left=0.25, right=0.25)
        worksheet.fit_to_pages(1, 0)
        worksheet.repeat_rows(0)
    workbook.close()
    return data.getvalue()


def _write(worksheet: Any, sheet: Table, styles: list[Any]) -> None:
    heading, text, link = styles
    for x, column in enumerate(sheet.columns):
        worksheet.write_string(0, x, column.name, heading)
        values = [row[x] for row in sheet]
        # With room for the arrow of the filter.
        width = max(map(_width, [column.name, *values])) + 3
        worksheet.set_column(x, x, min(max(width, _NARROWEST), _WIDEST))
        for y, value in enumerate(values, 1):
            if column.is_url and _CLICKABLE(value):
                worksheet.write_url(y, x, value, link, value)
            elif not write_cell(worksheet, y, x, value, text):
                raise data_error(
                    f"has {len(value)} characters; Excel holds {_LONGEST_TEXT}",
                    f"{sheet.name}[{y - 1}].{column.name}",
                )


def write_cell(worksheet: Any, y: int, x: int, value: Any, style: Any) -> bool:
    """Write a value, text as text, and return whether Excel has room for it."""
    text = value if isinstance(value, str) else ""
    if text.startswith("<r>"):
        # XlsxWriter would write such a text unescaped, as markup; in two pieces
        # it does not.
        parts = "<", style, text[1:], style
        failed = worksheet.write_rich_string(y, x, style, *parts)
    elif text:
        failed = worksheet.write_string(y, x, text, style)
    else:
        failed = worksheet.write(y, x, value, style)
    # Excel counts units of UTF-16.
    return not failed and len(text.encode("utf-16-le")) <= 2 * _LONGEST_TEXT


def _width(value: object) -> int:
    """Return the width of the longest line of a value, in letters."""
    wide = unicodedata.east_asian_width
    lines = str(value).splitlines() or [""]
    return max(sum(1 + (wide(c) in "FWA") for c in line) for line in lines)
