"""
A workbook for Excel, WPS and LibreOffice.
"""

from __future__ import annotations

import datetime as dt
import io
import unicodedata

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from cnmaker_data import tables
from cnmaker_data.errors import DataError, DataProblem


if TYPE_CHECKING:
    from cnmaker_data.catalog import Edition
    from cnmaker_data.collection import Contests
    from cnmaker_data.table import Table


__all__ = ["to_bytes"]


# It has no types that others may use.
_xlsxwriter: Any = import_module("xlsxwriter")

# When the workbook was made. A true time would make other bytes each time.
_NO_TIME = dt.datetime(1980, 1, 1)  # noqa: DTZ001  # without a zone
# What Excel allows in a cell and in a link.
_LONGEST_TEXT = 32_767
_LONGEST_LINK = 2_079
# In letters; what is longer goes on in the next line of the cell.
_NARROWEST, _WIDEST = 8, 64
_A4 = 9


def to_bytes(
    contests: Contests,
    edition: Edition | None = None,
    *,
    headings: tables.Headings = "en",
) -> bytes:
    """
    Return contests as a workbook of Excel.

    >>> from cnmaker_data import contests
    >>> to_bytes(contests)[:2]
    b'PK'
    """
    data = io.BytesIO()
    workbook = _xlsxwriter.Workbook(data, {"in_memory": True})
    workbook.set_properties({"created": _NO_TIME})
    styles = _Styles(
        heading=workbook.add_format(
            {"bold": True, "bottom": 1, "bg_color": "#EEEEEE", "valign": "top"}
        ),
        text=workbook.add_format({"text_wrap": True, "valign": "top"}),
        link=workbook.add_format(
            {
                "text_wrap": True,
                "valign": "top",
                "font_color": "#0563C1",
                "underline": 1,
            }
        ),
    )
    names = ("contests", "organizers", "links", "sources")
    sheets = [tables.sheet(name, contests, headings) for name in names]
    if edition is not None:
        sheets.append(tables.sheet("edition", [edition], headings))
    for sheet in sheets:
        _write(workbook.add_worksheet(sheet.name), sheet, styles)
    workbook.close()
    return data.getvalue()


class _Styles(NamedTuple):
    heading: Any
    text: Any
    link: Any


def _write(worksheet: Any, sheet: Table, styles: _Styles) -> None:
    for number, column in enumerate(sheet.columns):
        worksheet.write_string(0, number, column.name, styles.heading)
        values = [column.name, *(row[number] for row in sheet.rows)]
        # For the arrow of the filter, too.
        width = max(map(_width, values)) + 3
        worksheet.set_column(
            number, number, min(max(width, _NARROWEST), _WIDEST)
        )
    for number, row in enumerate(sheet.rows, 1):
        for index, (column, value) in enumerate(
            zip(sheet.columns, row, strict=True)
        ):
            where = f"{sheet.name}[{number - 1}].{column.name}"
            _write_cell(
                worksheet, (number, index), value, styles, column.is_url, where
            )
    worksheet.freeze_panes(1, 0)
    worksheet.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    # In print: one page wide, with the headings on each page.
    worksheet.set_landscape()
    worksheet.set_paper(_A4)
    worksheet.fit_to_pages(1, 0)
    worksheet.repeat_rows(0)


def _write_cell(
    worksheet: Any,
    at: tuple[int, int],
    value: str | int | bool | None,
    styles: _Styles,
    is_link: bool,
    where: str,
) -> None:
    # By the type, and never by what a text looks like: that would make
    # formulas of some.
    if value is None or value == "":
        worksheet.write_blank(*at, None, styles.text)
    elif isinstance(value, bool):
        worksheet.write_boolean(*at, value, styles.text)
    elif isinstance(value, int):
        worksheet.write_number(*at, value, styles.text)
    elif len(value.encode("utf-16-le")) // 2 > _LONGEST_TEXT:
        reason = f"has {len(value)} characters; Excel holds {_LONGEST_TEXT}"
        raise DataError([DataProblem(where, reason)])
    elif is_link and _can_be_clicked(value):
        worksheet.write_url(*at, value, styles.link, value)
    elif value.startswith("<r>"):
        # XlsxWriter takes such a text for markup of its own, and writes it as
        # it is. In two pieces it is none.
        worksheet.write_rich_string(
            *at, styles.text, "<", styles.text, value[1:], styles.text
        )
    else:
        worksheet.write_string(*at, value, styles.text)


def _can_be_clicked(text: str) -> bool:
    # A cell has one link, and contests may have several: the sheet of links
    # has each. XlsxWriter would encode the brackets of an IPv6 address.
    return not {" ", "["}.intersection(text) and len(text) <= _LONGEST_LINK


def _width(value: object) -> int:
    """
    Return how wide the widest line of a value is, in letters.
    """
    lines = str(value).splitlines() or [""]
    return max(
        sum(
            2 if unicodedata.east_asian_width(character) in "FWA" else 1
            for character in line
        )
        for line in lines
    )
