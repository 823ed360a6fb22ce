"""
A workbook for Excel, WPS and LibreOffice.
"""

from __future__ import annotations

import datetime as dt
import io
import unicodedata

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from cnmaker_data.catalog import Edition
from cnmaker_data.errors import DataError, DataProblem
from cnmaker_data.export.csv import COLUMNS, contests_of, record


if TYPE_CHECKING:
    from cnmaker_data.export import Exportable


__all__ = ["to_bytes"]


# It has no types that others may use.
_xlsxwriter: Any = import_module("xlsxwriter")

_Row = tuple[str | int | bool | None, ...]

# When the workbook was made. A true time would make other bytes each time.
_NO_TIME = dt.datetime(1980, 1, 1)  # noqa: DTZ001  # without a zone
# What Excel allows in a cell and in a link.
_LONGEST_TEXT = 32_767
_LONGEST_LINK = 2_079
# In letters; what is longer goes on in the next line of the cell.
_NARROWEST, _WIDEST = 8, 64


class _Sheet(NamedTuple):
    """
    One sheet: its headings, and the rows below them.
    """

    name: str
    headings: tuple[str, ...]
    rows: list[_Row]
    #: The heading of the column in which web addresses can be clicked.
    links: str = ""


def to_bytes(contests: Exportable) -> bytes:
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
    for sheet in _sheets(contests):
        _write(workbook.add_worksheet(sheet.name), sheet, styles)
    workbook.close()
    return data.getvalue()


class _Styles(NamedTuple):
    heading: Any
    text: Any
    link: Any


def _sheets(contests: Exportable) -> Iterable[_Sheet]:
    rows = contests_of(contests)
    yield _Sheet("contests", COLUMNS, list(map(record, rows)), links="urls")
    yield _Sheet(
        "organizers",
        ("contest_id", "name", "role", "role_label", "aliases"),
        [
            (
                contest.id,
                organizer.organization.name,
                organizer.role.value,
                organizer.role.label,
                "、".join(organizer.organization.aliases) or None,
            )
            for contest in rows
            for organizer in contest.organizers
        ],
    )
    yield _Sheet(
        "links",
        ("contest_id", "url", "text", "label", "inherited"),
        [
            (contest.id, link.url, link.text, link.label, link.inherited)
            for contest in rows
            for link in contest.links
        ],
        links="url",
    )
    yield _Sheet(
        "sources",
        ("contest_id", "table", "row", "heading", "text"),
        [
            (contest.id, contest.source.table, contest.source.row, *cell)
            for contest in rows
            for cell in contest.source.cells
        ],
    )
    if isinstance(contests, Edition):
        yield _Sheet(
            "edition",
            ("number", "year", "title", "notice", "digest"),
            [
                (
                    contests.number,
                    contests.year,
                    contests.title,
                    contests.notice,
                    contests.digest,
                )
            ],
        )


def _write(worksheet: Any, sheet: _Sheet, styles: _Styles) -> None:
    for column, heading in enumerate(sheet.headings):
        worksheet.write_string(0, column, heading, styles.heading)
        values = [heading, *(row[column] for row in sheet.rows)]
        # For the arrow of the filter, too.
        width = max(map(_width, values)) + 3
        worksheet.set_column(
            column, column, min(max(width, _NARROWEST), _WIDEST)
        )
    for number, row in enumerate(sheet.rows, 1):
        for column, value in enumerate(row):
            is_link = sheet.headings[column] == sheet.links
            where = f"{sheet.name}[{number - 1}].{sheet.headings[column]}"
            _write_cell(
                worksheet, (number, column), value, styles, is_link, where
            )
    worksheet.freeze_panes(1, 0)
    worksheet.autofilter(0, 0, len(sheet.rows), len(sheet.headings) - 1)


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
