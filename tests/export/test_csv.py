"""CSV, read back by what it is for."""

import csv
import io

import pandas as pd
import polars as pl
import pytest

from hypothesis import example, given
from hypothesis import strategies as st

from cnmaker_data import edition
from cnmaker_data.export import csv as export_csv
from cnmaker_data.export import to_bytes
from exported import hostile_editions, joined


class TestCSV:
    def rows(self, data):
        text = data.decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    def test_is_what_excel_takes(self):
        data = to_bytes(edition(8), "csv")
        assert data.startswith("\ufeffid,edition,".encode())
        assert data.count(b"\r\n") == data.count(b"\n") == 51

    @given(hostile_editions())
    def test_reads_back(self, plan):
        rows = self.rows(to_bytes(plan, "csv"))
        assert [
            {key: export_csv.restore(text) for key, text in row.items()}
            for row in rows
        ] == [
            {
                key: "" if value is None else str(value)
                for key, value in joined(contest).items()
            }
            for contest in plan.contests
        ]
        for row in rows:
            for text in row.values():
                assert text[:1] not in tuple("=+-@＝＋－＠\t\r\n")

    def test_in_data_frames(self, plan):
        data = to_bytes(plan, "csv")
        expected = [
            {
                key: export_csv.neutralize(value)
                if isinstance(value, str)
                else ""
                if value is None
                else str(value)
                for key, value in joined(contest).items()
            }
            for contest in plan.contests
        ]
        frame = pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False)
        assert frame.to_dict("records") == expected
        frame = pl.read_csv(
            data, infer_schema=False, empty_string_is_null=False
        )
        assert frame.to_dicts() == expected

    @given(hostile_editions())
    def test_chinese_headings(self, plan):
        rows = self.rows(to_bytes(plan, "csv", headings="zh"))
        assert list(rows[0])[:2] == ["赛事名称", "赛事类别"]
        assert list(rows[0])[-5:] == [
            "赛事编号",
            "届次",
            "跨届标识",
            "地点代码",
            "省级行政区代码",
        ]
        for contest, row in zip(plan.contests, rows, strict=True):
            texts = {key: export_csv.restore(text) for key, text in row.items()}
            assert texts["赛事名称"] == contest.name
            assert texts["赛事类别"] == contest.tier.label
            assert texts["地点"] == contest.location.name
            assert texts["办赛单位"] == "、".join(map(str, contest.organizers))
            assert texts["报名网址"] == " ".join(contest.urls)

    @given(st.text("'=+-@＝＠\t\r\n 1a") | st.text())
    @example(" =1")
    def test_neutralize_can_be_undone(self, text):
        neutral = export_csv.neutralize(text)
        assert export_csv.restore(neutral) == text
        assert neutral.strip()[:1] not in set("=+-@＝＋－＠")
        assert neutral[:1] not in set("\t\r\n")

    @pytest.mark.parametrize("text", ["创客中国", "1-2", "a=1", "", "'", "1"])
    def test_neutralize_leaves_text_alone(self, text):
        assert export_csv.neutralize(text) == text
