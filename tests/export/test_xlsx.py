"""Workbooks, read back by what they are for."""

import io

import attrs
import openpyxl
import pandas as pd
import pytest

from hypothesis import given, settings

from cnmaker_data import Contests, DataError, Link, contests, edition
from cnmaker_data.export import to_bytes
from exported import hostile_editions, joined


# As long as Excel allows.
XLSX_LINK = "https://a.cn/" + "x" * 2066


def unescape(text):
    """Return what the escapes that openpyxl leaves in a text stand for."""
    return text.replace("_xFFFE_", "\ufffe").replace("_xFFFF_", "\uffff")


def sheet_rows(sheet):
    """Return the rows of a sheet as openpyxl reads them, unescaped."""
    headings, *rows = sheet.iter_rows(values_only=True)
    return [
        {
            heading: unescape(value) if isinstance(value, str) else value
            for heading, value in zip(headings, row, strict=True)
        }
        for row in rows
    ]


class TestXLSX:
    def workbook(self, plan):
        return openpyxl.load_workbook(io.BytesIO(to_bytes(plan, "xlsx")))

    def check(self, plan):
        workbook = self.workbook(plan)
        assert workbook.sheetnames == [
            "contests",
            "organizers",
            "links",
            "sources",
            "edition",
        ]
        assert sheet_rows(workbook["contests"]) == [
            {key: None if v == "" else v for key, v in joined(contest).items()}
            for contest in plan.contests
        ]
        assert sheet_rows(workbook["organizers"]) == [
            {
                "contest_id": contest.id,
                "position": position,
                "organization": organizer.organization.name,
                "aliases": "、".join(organizer.organization.aliases) or None,
                "role": organizer.role.value,
            }
            for contest in plan.contests
            for position, organizer in enumerate(contest.organizers, 1)
        ]
        assert sheet_rows(workbook["links"]) == [
            {
                "contest_id": contest.id,
                "position": position,
                "url": link.url,
                "text": link.text,
                "label": link.label,
                "inherited": link.inherited,
            }
            for contest in plan.contests
            for position, link in enumerate(contest.links, 1)
        ]
        assert sheet_rows(workbook["sources"]) == [
            {
                "contest_id": contest.id,
                "table": contest.source.table,
                "row": contest.source.row,
                "heading": heading,
                "text": text or None,
            }
            for contest in plan.contests
            for heading, text in contest.source.cells
        ]
        assert sheet_rows(workbook["edition"]) == [
            {
                "number": plan.number,
                "year": plan.year,
                "title": plan.title,
                "notice": plan.notice,
                "digest": plan.digest,
            }
        ]
        for sheet in workbook:
            for row in sheet.iter_rows():
                assert all(cell.data_type != "f" for cell in row)

    @given(hostile_editions())
    @settings(max_examples=25)
    def test_reads_back(self, plan):
        self.check(plan)

    def test_reads_back_whole(self, plan):
        self.check(plan)

    def test_in_data_frames(self):
        data = to_bytes(edition(8), "xlsx")
        frame = pd.read_excel(
            io.BytesIO(data), dtype={"location_code": str}, engine="openpyxl"
        )
        assert list(frame["name"]) == [c.name for c in edition(8).contests]
        assert list(frame["location_code"]) == [
            c.location.code for c in edition(8).contests
        ]

    def test_looks(self):
        for sheet in self.workbook(edition(8)):
            assert sheet.freeze_panes == "A2"
            assert sheet.auto_filter.ref == sheet.dimensions
            assert all(cell.font.bold for cell in sheet[1])
        widths = self.workbook(edition(8))["contests"].column_dimensions
        # Wide enough to read, and no wider than a page in print allows.
        assert 35 < widths["F"].width < 45
        assert widths["L"].width < 45
        assert widths["B"].width < 12

    def test_is_printed_one_page_wide_with_headings(self):
        for sheet in self.workbook(edition(8)):
            assert sheet.page_setup.orientation == "landscape"
            assert sheet.page_setup.paperSize == int(sheet.PAPERSIZE_A4)
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert sheet.page_setup.fitToWidth in {None, 1}  # 1 by default
            assert sheet.page_setup.fitToHeight == 0
            assert sheet.print_title_rows == "$1:$1"

    @given(hostile_editions())
    @settings(max_examples=10)
    def test_chinese_headings(self, plan):
        data = to_bytes(plan, "xlsx", headings="zh")
        workbook = openpyxl.load_workbook(io.BytesIO(data))
        assert workbook.sheetnames == [
            "赛事",
            "办赛单位",
            "报名网址",
            "计划原文",
            "赛事计划",
        ]
        for contest, row in zip(
            plan.contests, sheet_rows(workbook["赛事"]), strict=True
        ):
            assert next(iter(row)) == "赛事名称"
            assert row["赛事名称"] == contest.name
            assert row["赛事类别"] == contest.tier.label
            assert row["序号"] == contest.number
            assert row["赛事编号"] == contest.id
        organizers = [o for c in plan.contests for o in c.organizers]
        assert [
            (row["办赛单位"], row["职责"])
            for row in sheet_rows(workbook["办赛单位"])
        ] == [(each.organization.name, each.role.label) for each in organizers]
        assert [
            (row["报名网址"], row["来自合并单元格"])
            for row in sheet_rows(workbook["报名网址"])
        ] == [
            (link.url, "是" if link.inherited else "否")
            for contest in plan.contests
            for link in contest.links
        ]
        assert sheet_rows(workbook["赛事计划"])[0]["标题"] == plan.title

    def test_links_can_be_clicked(self):
        workbook = self.workbook(edition(8))
        links = workbook["links"]
        for row in links.iter_rows(min_row=2):
            assert row[2].hyperlink.target == row[2].value
        shown = {
            row[0].value: row[12].hyperlink
            for row in workbook["contests"].iter_rows(min_row=2)
        }
        for contest in edition(8).contests:
            hyperlink = shown[contest.id]
            # A cell has one link.
            assert (hyperlink is not None) == (len(contest.links) == 1)

    @pytest.mark.parametrize(
        ("url", "is_link"),
        [
            (XLSX_LINK, True),
            (XLSX_LINK + "x", False),
            ("http://[::1]/", False),
            ("http://a.cn/%5B?a=b&c=%20#%23d", True),
            ("http://a.cn/?q=(1)!*$,~;", True),
        ],
    )
    def test_unusual_links(self, url, is_link):
        contest = attrs.evolve(contests["final"], links=[Link(url, "x")])
        sheet = self.workbook(Contests([contest]))["links"]
        cell = sheet["C2"]
        assert cell.value == url
        assert (cell.hyperlink is not None) == is_link
        if is_link:
            target, location = cell.hyperlink.target, cell.hyperlink.location
            assert target + (f"#{location}" if location else "") == url

    def test_texts_that_excel_cannot_hold(self):
        def named(name):
            return Contests([attrs.evolve(contests["final"], name=name)])

        longest = "𠮷" * 16_383
        sheet = self.workbook(named(longest))["contests"]
        assert sheet["F2"].value == longest
        with pytest.raises(
            DataError,
            match=r"contests\[0\].name: has 16384 characters; Excel holds 32767",
        ):
            to_bytes(named(longest + "𠮷"), "xlsx")

    def test_contests_alone(self):
        assert "edition" not in self.workbook(contests[:1]).sheetnames
