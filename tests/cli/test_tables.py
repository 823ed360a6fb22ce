"""`where` and `mentions` on tables of companies in files."""

import csv
import datetime as dt
import os
import signal
import subprocess
import sys
import time
import zipfile

import openpyxl
import pytest

from hypothesis import given
from hypothesis import strategies as st

from cnmaker_data import contests, locate
from cnmaker_data.cli import run
from cnmaker_data.export.csv import neutralize, restore
from cnmaker_data.places import path_of


NEW = [
    *("contest_id", "contest", "register_at", "region_code", "region"),
    *("located_by", "note"),
]


def read(path):
    """Return the rows of a CSV file as the csv module reads them."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def write(path, rows, *, encoding="utf-8", **dialect):
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, **dialect).writerows(rows)


@pytest.fixture
def answered(cli, tmp_path):
    """Return the rows of a table with the answers, each as a dictionary."""

    def call(rows, *columns, options=(), source="in.csv", target="out.csv"):
        write(tmp_path / source, rows)
        status, out, err = cli(
            *("where", "--table", tmp_path / source),
            *(word for column in columns for word in ("--column", column)),
            *("--output", tmp_path / target),
            *options,
        )
        assert (status, err) == (0, "")
        header, *found = read(tmp_path / target)
        assert header == [*rows[0], *NEW]
        return [dict(zip(header, row, strict=True)) for row in found], out

    return call


class TestAnswers:
    def test_say_all_that_a_company_needs(self, answered):
        [row], _ = answered(
            [["名称", "地址"], ["甲", "江苏省苏州工业园区星湖街328号"]], "地址"
        )
        contest = contests["regional/jiangsu"]
        assert row == {
            "名称": "甲",
            "地址": "江苏省苏州工业园区星湖街328号",
            "contest_id": contest.id,
            "contest": contest.name,
            "register_at": " ".join(contest.urls),
            "region_code": "320500",
            "region": "江苏省苏州市",
            "located_by": "address",
            "note": "from 地址",
        }

    def test_several_links_are_joined_by_a_blank(self, answered):
        [row], _ = answered([["地址"], ["石河子市"]], "地址")
        assert row["register_at"] == " ".join(contests["regional/xpcc"].urls)
        assert row["register_at"].count(" ") == 1

    def test_the_first_column_that_answers_counts(self, answered):
        rows, out = answered(
            [
                ["地址", "代码"],
                ["浙江省义乌市", "440300"],
                ["某大厦", "440300"],
                ["鼓楼区", "440300"],
                ["", "440300"],
                ["内蒙古呼和浩特市", "440300"],
                ["鼓楼区", "某大厦"],
                ["某大厦", ""],
                ["", " "],
            ],
            "地址",
            "代码",
        )
        assert [row["contest_id"] for row in rows] == [
            "8/regional/zhejiang",
            *["8/regional/shenzhen"] * 3,
            *[""] * 4,
        ]
        notes = [row["note"] for row in rows]
        assert notes[:5] == [
            "from 地址",
            *["from 代码"] * 3,
            "from 地址; edition 8 has no contest for 呼和浩特市",
        ]
        assert notes[5].startswith("地址: region '鼓楼区' is ambiguous: 江苏省")
        assert notes[5].endswith("; 代码 names no division")
        assert notes[6:] == [
            "地址 names no division; 代码 is empty",
            "地址 is empty; 代码 is empty",
        ]
        assert rows[4]["region_code"] == "150100"
        assert out.splitlines()[:5] == [
            "answered: 4",
            "no contest: 1",
            "ambiguous: 1",
            "unknown: 1",
            "empty: 1",
        ]

    def test_a_later_column_may_name_a_city_with_its_own_contest(
        self, answered
    ):
        rows, out = answered(
            [
                ["省", "市", "区"],
                ["浙江省", "宁波", "鄞州区"],
                ["广东", "市辖区", "南山区"],
                ["广东", "鼓楼区", "罗湖区"],
                ["浙江省", "浙江", "江苏省南京市"],
                ["浙江省", "", "杭州市"],
                ["江苏省", "宁波市", ""],
            ],
            *("省", "市", "区"),
        )
        found = [(row["region"], row["note"]) for row in rows]
        only = "from 省; only {0}省 was read; {1}市 has its own contest"
        assert found == [
            ("浙江省宁波市", "from 市"),
            ("广东省", only.format("广东", "深圳")),
            ("广东省深圳市罗湖区", "from 区"),
            ("浙江省", only.format("浙江", "宁波")),
            ("浙江省杭州市", "from 区"),
            ("江苏省", "from 省"),
        ]
        assert out.startswith("answered: 6\nno contest: 0\n")

    def test_a_province_says_which_cities_hold_their_own(self, answered):
        regional = contests.by_tier("regional")
        provinces = [c.location for c in regional if c.number <= 31]
        rows, _ = answered(
            [["地址"], *([path_of(each)] for each in provinces)], "地址"
        )
        told = {
            row["region"]: row["note"].partition("; ")[2]
            for row in rows
            if "; " in row["note"]
        }
        assert told == {
            province: f"only {province} was read; {city} has its own contest"
            for province, city in [
                *(("辽宁省", "大连市"), ("浙江省", "宁波市")),
                *(("福建省", "厦门市"), ("山东省", "青岛市")),
                ("广东省", "深圳市"),
            ]
        }

    def test_exact_takes_names_and_codes_alone(self, answered):
        rows, _ = answered(
            [["地址"], ["义乌市"], ["330782"], ["浙江省义乌市稠州路1号"]],
            "地址",
            options=["--exact"],
        )
        assert [row["located_by"] for row in rows] == ["name", "code", ""]

    def test_agree_with_locate(self, answered):
        places = [
            "武汉市洪山区珞喻路",
            "91330782MA28XXXXXX",
            "330183",
            "吴江市",
        ]
        rows, _ = answered([["p"], *([place] for place in places)], "p")
        for place, row in zip(places, rows, strict=True):
            try:
                located = locate(place)
            except LookupError:
                assert row["region_code"] == ""
            else:
                assert row["region_code"] == located.region.code
                assert row["located_by"] == located.basis

    def test_the_summary_counts_beginnings(self, answered):
        rows = [["地址"], *([f"全国各地{n % 12}号"] for n in range(30))]
        _, out = answered(rows, "地址")
        lines = out.splitlines()
        assert lines[5] == "the most frequent beginnings of unknown places:"
        assert lines[6:] == [
            *(f"  全国各地{n}号: 3" for n in range(6)),
            *(f"  全国各地{n}号: 2" for n in range(6, 10)),
        ]

    def test_the_summary_of_many_beginnings_keeps_the_frequent_ones(
        self, answered
    ):
        rows = [["地址"], *([f"某{n:05}号"] for n in range(10_001))]
        rows[5_000:5_000] = [["全国各地通用"]] * 3
        _, out = answered(rows, "地址")
        assert "unknown: 10,004\n" in out
        assert out.splitlines()[6] == "  全国各地通用: 3"


# Text that any table may have.
_TEXT = st.text(
    st.characters(
        codec="gb18030", exclude_categories=["Cs"], exclude_characters="\0\r"
    ),
    max_size=8,
) | st.sampled_from(
    ["=1+1", "'@x", "-5", "a,b", "c;d", "\t", 'say "x"', "two\nlines", "浙江省"]
)


@st.composite
def tables(draw):
    width = draw(st.integers(1, 4))
    names = draw(
        st.lists(
            st.text("abc名称 ", min_size=1, max_size=4).map(str.strip),
            min_size=width - 1,
            max_size=width - 1,
            unique=True,
        )
    )
    names.insert(draw(st.integers(0, width - 1)), "注册地址")
    cells = st.lists(_TEXT, min_size=width, max_size=width)
    return [names, *draw(st.lists(cells, max_size=6))]


class TestCSV:
    @given(
        rows=tables(),
        delimiter=st.sampled_from(",;\t|"),
        encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
        quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
        line_end=st.sampled_from(["\n", "\r\n"]),
    )
    def test_every_row_and_column_is_in_the_output(
        self, tmp_path_factory, rows, delimiter, encoding, quoting, line_end
    ):
        folder = tmp_path_factory.mktemp("tables")
        source, target = folder / "in.csv", folder / "out.csv"
        write(
            source,
            rows,
            encoding=encoding,
            delimiter=delimiter,
            quoting=quoting,
            lineterminator=line_end,
        )
        status = run(
            [
                *("where", "--table", str(source), "--column", "注册地址"),
                *("--output", str(target)),
            ]
        )
        assert status == 0
        header, *found = read(target)
        width = len(rows[0])
        assert header == [*rows[0], *NEW]
        assert [row[:width] for row in found] == [
            [neutralize(cell) for cell in row] for row in rows[1:]
        ]
        assert [[restore(cell) for cell in row[:width]] for row in found] == (
            rows[1:]
        )
        assert all(len(row) == width + len(NEW) for row in found)
        assert sorted(os.listdir(folder)) == ["in.csv", "out.csv"]

    @pytest.mark.parametrize("delimiter", ":^~_ \x01\x1e\x85，")
    def test_other_delimiters_that_the_csv_module_sniffs(
        self, cli, tmp_path, delimiter
    ):
        rows = [["名称", "地址", "行业"]]
        rows += [[f"公司{n}", "浙江省义乌市", "制造"] for n in range(20)]
        write(tmp_path / "in.csv", rows, delimiter=delimiter)
        status, _, _ = cli(
            *("where", "--table", tmp_path / "in.csv", "--column", "地址"),
            *("--output", tmp_path / "out.csv"),
        )
        assert status == 0
        assert [row[:3] for row in read(tmp_path / "out.csv")] == rows

    @pytest.mark.parametrize("delimiter", ",;")
    def test_a_header_may_be_long(self, cli, tmp_path, delimiter):
        names = [*(f"第{n}列" for n in range(2_000)), "地址"]
        rows = [names, [*("x" for _ in names[:-1]), "义乌市"]]
        write(tmp_path / "in.csv", rows, delimiter=delimiter)
        assert not cli(
            *("where", "--table", tmp_path / "in.csv", "--column", "地址"),
            *("--output", tmp_path / "out.csv"),
        )[0]
        assert read(tmp_path / "out.csv")[1][2_001] == "8/regional/zhejiang"

    def test_one_column_needs_no_delimiter(self, answered):
        codes = [["统一社会信用代码"], *([f"9133078{n}"] for n in range(20))]
        rows, _ = answered(codes, "统一社会信用代码")
        assert [[row["统一社会信用代码"]] for row in rows] == codes[1:]

    @pytest.mark.parametrize("row", ["义乌市,稠州路;1|号", "义乌市,"])
    def test_one_column_is_one_whatever_its_rows_hold(self, cli, tmp_path, row):
        (tmp_path / "in.csv").write_text(f"地址\n义乌市\n{row}\n", "utf-8")
        assert not cli(
            *("where", "--table", tmp_path / "in.csv", "--column", "地址"),
            *("--output", tmp_path / "out.csv"),
        )[0]
        [_, _, [cell, contest, *_]] = read(tmp_path / "out.csv")
        assert (cell, contest) == (row, "8/regional/zhejiang")

    def test_blank_lines_are_rows(self, cli, tmp_path):
        (tmp_path / "in.csv").write_text("a,地址\n\n甲,浙江省\n\n", "utf-8")
        assert not cli(
            *("where", "--table", tmp_path / "in.csv", "--column", "地址"),
            *("--output", tmp_path / "out.csv"),
        )[0]
        assert [row[:2] for row in read(tmp_path / "out.csv")] == [
            *(["a", "地址"], ["", ""], ["甲", "浙江省"], ["", ""])
        ]

    @pytest.mark.parametrize("line", ["\n", "\r\n", ";\n"])
    def test_blank_lines_above_the_header_are_left_out(
        self, cli, tmp_path, line
    ):
        text = f"{line}{line}地址;b\n义乌市;x\n"
        (tmp_path / "in.csv").write_bytes(text.encode())
        assert not cli(
            *("where", "--table", tmp_path / "in.csv", "--column", "地址"),
            *("--output", tmp_path / "out.csv"),
        )[0]
        assert [row[:2] for row in read(tmp_path / "out.csv")] == [
            *(["地址", "b"], ["义乌市", "x"])
        ]

    @pytest.mark.parametrize(
        ("above", "copied"),
        [
            ("附件1\n2023年企业名单\n\n", [["附件1"], ["2023年企业名单"]]),
            (
                "企业名单;;\n;;单位：万元\n",
                [["企业名单", "", ""], ["", "", "单位：万元"]],
            ),
            ("sep=;\n", [["sep=", ""]]),
            ("注\n" * 19, [["注"]] * 19),
        ],
    )
    def test_titles_above_the_header_are_copied(
        self, cli, tmp_path, above, copied
    ):
        text = f"{above}企业;地址;b\n甲;义乌市;x\n"
        (tmp_path / "in.csv").write_text(text, "utf-8")
        assert not cli(
            *("where", "--table", tmp_path / "in.csv", "--column", "地址"),
            *("--output", tmp_path / "out.csv"),
        )[0]
        *titles, header, row = read(tmp_path / "out.csv")
        assert titles == copied
        assert header == ["企业", "地址", "b", *NEW]
        assert row[:4] == ["甲", "义乌市", "x", "8/regional/zhejiang"]

    @pytest.mark.parametrize("name", ["地址", "地址 ", "\u3000地址"])
    def test_one_name_may_have_blanks_around_it(self, answered, name):
        [row], _ = answered([[name], ["义乌市"]], "地址")
        assert row["region_code"] == "330782"

    @pytest.mark.parametrize("delimiter", ",\t;|")
    def test_the_last_name_may_be_empty(self, cli, tmp_path, delimiter):
        rows = [["地址", ""], ["义乌市", "x"]]
        write(tmp_path / "in.csv", rows, delimiter=delimiter)
        assert not cli(
            *("where", "--table", tmp_path / "in.csv", "--column", "地址"),
            *("--output", tmp_path / "out.csv"),
        )[0]
        assert [row[:2] for row in read(tmp_path / "out.csv")] == rows

    @pytest.mark.parametrize(
        "name", [" 地址 ", "\u2060地址", "地址\u200b", "地\n址", "地 址"]
    )
    @pytest.mark.parametrize(
        "column", ["地址", "地址 ", "\u3000地址", "地　址"]
    )
    def test_blanks_in_names_do_not_matter(self, answered, name, column):
        [row], _ = answered([[name, "a"], ["义乌市", "x"]], column)
        assert row["region_code"] == "330782"

    def test_is_written_for_spreadsheets(self, cli, tmp_path):
        write(tmp_path / "in.csv", [["地址", "=A1"], ["浙江省", "=1+1"]])
        cli(
            *("where", "--table", tmp_path / "in.csv", "--column", "地址"),
            *("--output", tmp_path / "out.csv"),
        )
        data = (tmp_path / "out.csv").read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        assert data.count(b"\r\n") == data.count(b"\n") == 2
        assert b",'=A1," in data
        assert b",'=1+1," in data

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            (b"", "the table is empty"),
            (b"\xef\xbb\xbf", "the table is empty"),
            (b"\n\n", "the table is empty"),
            (b"a,b\n", "there is no column '地址'; it has: a, b"),
            (
                "企业名单,\n企业,电话\n甲,1\n".encode(),
                "there is no column '地址'; it has: 企业, 电话",
            ),
            (
                "企业名单\n".encode(),
                "there is no column '地址'; it has: 企业名单",
            ),
            (
                b"a\n" * 20 + "地址,b\n".encode(),
                "there is no column '地址'; it has: a",
            ),
            (
                "企业名单\n地址,b\n丙\n".encode(),
                "line 3: it has 1 cell; the header has 2",
            ),
            (
                "企业,注册地址,\n".encode(),
                "there is no column '地址'; did you mean '注册地址'?",
            ),
            (
                "企业;注册地址;法人,经理\n".encode(),
                "there is no column '地址'; did you mean '注册地址'?",
            ),
            (b"a,,\n", "there is no column '地址'; it has: a"),
            (
                "企业~地址\n甲~义乌市\n乙~深圳市~丙\n".encode(),
                "line 3: it has 3 cells; the header has 2",
            ),
            (
                '甲\x0b乙,"丙\n丁",\x85\n'.encode(),
                "there is no column '地址'; it has: 甲 乙, 丙 丁",
            ),
            (
                '企业, 地址\n甲, "浙江省,义乌市"\n'.encode(),
                "line 2: it has 3 cells; the header has 2",
            ),
            ("地址,地址\n".encode(), "column '地址' appears several times"),
            (
                "地址,contest_id\n".encode(),
                "column contest_id already exists; rename it, because "
                "answers go to a new column of that name",
            ),
            (
                '地址,b\n甲,乙\n"丙,丁\n戊,己\n'.encode(),
                "line 3: unexpected end of data; check its quotation marks",
            ),
            (
                '地址,b\n"丙"x,丁\n'.encode(),
                "line 2: ',' expected after '\"'; check its quotation marks",
            ),
            (
                '地址,b\n"丙\n\n",丁\n戊\n'.encode(),
                "line 5: it has 1 cell; the header has 2",
            ),
            (
                "地址,b\n丙,丁,戊\n".encode(),
                "line 2: it has 3 cells; the header has 2",
            ),
            (
                "地址,b\n丙,\0\n".encode(),
                "line 2: it has a NUL byte, as UTF-16 has; save the table as "
                "“CSV UTF-8”",
            ),
            (
                "地址,b\n".encode("utf-16"),
                "line 1: it has a NUL byte, as UTF-16 has; save the table as "
                "“CSV UTF-8”",
            ),
            (
                "地址,b\n浙江省杭州市西湖区,杭州\n丙".encode() + b"\xe4\xb8\n",
                "line 3: it is in neither UTF-8 nor GB 18030; save the table "
                "as “CSV UTF-8”",
            ),
            (
                b"\xef\xbb\xbf" + "地址\n".encode() + "义乌".encode("gbk"),
                "line 2: it is in neither UTF-8 nor GB 18030; save the table "
                "as “CSV UTF-8”",
            ),
            (
                "地址\n".encode() + b"\xff\n",
                "line 2: it is in neither UTF-8 nor GB 18030; save the table "
                "as “CSV UTF-8”",
            ),
            (
                "地址\n".encode() + b"x" * 200_000,
                "line 2: field larger than field limit (131072); check its "
                "quotation marks",
            ),
        ],
    )
    def test_faults_are_one_line_and_nothing_is_written(
        self, cli, tmp_path, data, message
    ):
        (tmp_path / "in.csv").write_bytes(data)
        result = cli(
            *("where", "--table", tmp_path / "in.csv", "--column", "地址"),
            *("--output", tmp_path / "out.csv"),
        )
        assert result == (1, "", f"cnmaker-data: in.csv: {message}\n")
        assert os.listdir(tmp_path) == ["in.csv"]


class TestFiles:
    @pytest.fixture
    def table(self, tmp_path):
        path = tmp_path / "in.csv"
        write(path, [["地址"], ["浙江省"]])
        return path

    @pytest.mark.parametrize(
        "given",
        [
            ["--table", "in.csv"],
            ["--table", "in.csv", "--column", "地址"],
            ["--table", "in.csv", "--output", "out.csv"],
            ["--column", "地址", "--output", "out.csv"],
            ["--force"],
            [
                *("--table", "in.csv", "--column", "地址"),
                *("--output", "out.csv", "义乌"),
            ],
        ],
    )
    @pytest.mark.parametrize("command", ["where", "mentions"])
    def test_all_options_are_needed(
        self, cli, table, monkeypatch, command, given
    ):
        monkeypatch.chdir(table.parent)
        assert cli(command, *given) == (
            2,
            "",
            "cnmaker-data: a table takes --table, --column and --output, and "
            "no arguments\n",
        )

    @pytest.mark.parametrize("command", ["where", "mentions"])
    def test_the_output_says_its_format(self, cli, table, command):
        options = ("--column", "地址", "--output", table.parent / "out.csv")
        assert cli(command, "--table", table, *options, "--format", "json") == (
            2,
            "",
            "cnmaker-data: --output says the format of a table, not --format\n",
        )
        assert os.listdir(table.parent) == ["in.csv"]

    @pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
    @pytest.mark.parametrize("rows", [1, 9_999])
    def test_a_full_disk(self, tmp_path, name, rows):
        pytest.importorskip("resource")
        write(tmp_path / "in.csv", [["地址"], *[["x"]] * rows])
        # The limit ends before coverage saves its data.
        code = (
            "import sys; from cnmaker_data.cli import run; from resource "
            "import RLIMIT_FSIZE as KIND, getrlimit, setrlimit\n"
            "before = getrlimit(KIND); setrlimit(KIND, (100, before[1]))\n"
            "status = run(sys.argv[1:]); setrlimit(KIND, before)\n"
            "sys.exit(status)"
        )
        done = subprocess.run(
            [
                *(sys.executable, "-c", code, "where", "--column", "地址"),
                *("--table", tmp_path / "in.csv"),
                *("--output", tmp_path / name),
            ],
            capture_output=True,
            check=False,
            encoding="utf-8",
        )
        assert (done.returncode, done.stdout) == (1, "")
        lines = done.stderr.splitlines()
        assert lines == [f"cnmaker-data: {tmp_path / name}: File too large"]
        assert os.listdir(tmp_path) == ["in.csv"]

    @pytest.mark.parametrize(
        ("source", "target", "status", "message"),
        [
            ("in.csv", "out.txt", 2, "'out.txt' is not a table's name; end"),
            ("in.json", "out.csv", 2, "'in.json' is not a table's name; end"),
            ("no.csv", "out.csv", 1, "no.csv: No such file or directory"),
            ("no.xlsx", "out.csv", 1, "no.xlsx: No such file or directory"),
            ("in.csv", "no/out.csv", 1, "no/out.csv: No such file or dir"),
            ("in.csv", "in.csv/out.csv", 1, "in.csv/out.csv: Not a direct"),
        ],
    )
    def test_mistakes(
        self, cli, table, monkeypatch, source, target, status, message
    ):
        monkeypatch.chdir(table.parent)
        result = cli(
            *("where", "--table", source, "--column", "地址"),
            *("--output", target),
        )
        assert result[:2] == (status, "")
        assert result[2].startswith(f"cnmaker-data: {message}")
        assert result[2].count("\n") == 1
        assert os.listdir(table.parent) == ["in.csv"]

    @pytest.mark.skipif(sys.platform == "win32", reason="has no named pipes")
    @pytest.mark.parametrize("name", ["pipe.csv", "pipe.xlsx"])
    def test_a_pipe_is_not_waited_for(self, cli, tmp_path, name):
        os.mkfifo(tmp_path / name)
        result = cli(
            *("where", "--table", tmp_path / name, "--column", "地址"),
            *("--output", tmp_path / "out.csv"),
        )
        message = f"{name}: it is not a regular file; save it as one\n"
        assert result == (1, "", f"cnmaker-data: {message}")
        assert os.listdir(tmp_path) == [name]

    def test_overwrites_only_with_force(self, cli, table):
        target = table.with_name("out.csv")
        target.write_text("old")
        command = [
            *("where", "--table", table, "--column", "地址"),
            *("--output", target),
        ]
        assert cli(*command) == (
            1,
            "",
            f"cnmaker-data: {target} already exists; --force overwrites it\n",
        )
        assert target.read_text() == "old"
        assert cli(*command, "--force")[0] == 0
        assert read(target)[0] == ["地址", *NEW]

    def test_the_table_may_be_overwritten_itself(self, cli, table):
        command = [
            *("where", "--table", table, "--column", "地址"),
            *("--output", table, "--force"),
        ]
        assert cli(*command)[0] == 0
        assert read(table)[1][1] == "8/regional/zhejiang"
        # And not again: its columns are there.
        assert cli(*command)[0] == 1
        assert read(table)[1][1] == "8/regional/zhejiang"

    @pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX")
    @pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
    def test_a_run_that_is_stopped_leaves_nothing(self, table, name):
        source = table.with_name("long.csv")
        write(source, [["地址"], *[["浙江省"]] * 1_000_000])
        with subprocess.Popen(
            [
                *(sys.executable, "-m", "cnmaker_data", "where", "--force"),
                *("--table", source, "--column", "地址", "--output", table),
            ],
            stderr=subprocess.PIPE,
        ) as running:
            while len(os.listdir(table.parent)) == 2:
                time.sleep(0.01)
            running.send_signal(getattr(signal, name))
            _, err = running.communicate()
        assert (running.returncode, err) == (
            130,
            b"cnmaker-data: interrupted\n",
        )
        assert sorted(os.listdir(table.parent)) == ["in.csv", "long.csv"]
        assert read(table) == [["地址"], ["浙江省"]]

    def test_a_missing_extra(self, cli, table, monkeypatch):
        monkeypatch.setitem(sys.modules, "xlsxwriter", None)
        status, _, err = cli(
            *("where", "--table", table, "--column", "地址"),
            *("--output", table.with_name("out.xlsx")),
        )
        assert status == 2
        assert "cnmaker-data[formats]" in err
        assert os.listdir(table.parent) == ["in.csv"]


def _workbook(path, rows):
    book = openpyxl.Workbook()
    for i, row in enumerate(rows, 1):
        for j, value in enumerate(row, 1):
            cell = book.active.cell(i, j, value)
            if isinstance(value, str):
                cell.data_type = "s"  # also what looks like a formula
    book.create_sheet().cell(1, 1, "the second sheet")
    book.save(path)


def _packed(folder, sheet):
    """Write a workbook, in.xlsx, whose first sheet is this XML."""
    _workbook(folder / "plain.xlsx", [["a"]])
    with (
        zipfile.ZipFile(folder / "plain.xlsx") as plain,
        zipfile.ZipFile(folder / "in.xlsx", "w") as archive,
    ):
        for part in plain.namelist():
            is_first = part == "xl/worksheets/sheet1.xml"
            archive.writestr(part, sheet if is_first else plain.read(part))


class TestWorkbooks:
    ROWS = (
        ["名称", "地址", "代码", "上市", "成立", "更新"],
        [
            *("=1+1", "浙江省义乌市", 330782, True, dt.date(2020, 1, 2)),
            dt.datetime(2021, 3, 4, 5, 6),  # noqa: DTZ001
        ],
        ["<r>a</r>", None, 440300.5, False, None, "http://a.cn"],
        [None, None, 33.0, None, None, None],
    )

    def call(self, cli, source, target, *columns):
        return cli(
            *("where", "--table", source, "--output", target),
            *(word for column in columns for word in ("--column", column)),
        )

    def test_to_csv(self, cli, tmp_path):
        _workbook(tmp_path / "in.xlsx", self.ROWS)
        status, _, err = self.call(
            cli, tmp_path / "in.xlsx", tmp_path / "out.csv", "地址", "代码"
        )
        assert (status, err) == (0, "")
        header, *rows = read(tmp_path / "out.csv")
        assert header == [*self.ROWS[0], *NEW]
        assert [row[:6] for row in rows] == [
            [
                *("'=1+1", "浙江省义乌市", "330782", "TRUE", "2020-01-02"),
                "2021-03-04 05:06:00",
            ],
            ["<r>a</r>", "", "440300.5", "FALSE", "", "http://a.cn"],
            ["", "", "33", "", "", ""],
        ]
        assert [row[6] for row in rows] == [
            *("8/regional/zhejiang", "", "8/regional/zhejiang")
        ]

    def test_to_a_workbook(self, cli, tmp_path):
        _workbook(tmp_path / "in.xlsx", self.ROWS)
        status, _, err = self.call(
            cli, tmp_path / "in.xlsx", tmp_path / "out.xlsx", "地址", "代码"
        )
        assert (status, err) == (0, "")
        book = openpyxl.load_workbook(tmp_path / "out.xlsx")
        [sheet] = book.worksheets
        header, *rows = sheet.values
        assert header == (*self.ROWS[0], *NEW)
        assert rows[0][:6] == (
            *("=1+1", "浙江省义乌市", 330782, True),
            dt.datetime(2020, 1, 2),  # noqa: DTZ001
            dt.datetime(2021, 3, 4, 5, 6),  # noqa: DTZ001
        )
        assert rows[1][:6] == (
            *("<r>a</r>", None, 440300.5, False, None),
            "http://a.cn",
        )
        # It is text, and no formula or link.
        assert sheet["A2"].data_type == "s"
        assert sheet["F3"].hyperlink is None

    @given(rows=tables())
    def test_text_comes_back_from_a_workbook(self, tmp_path_factory, rows):
        folder = tmp_path_factory.mktemp("tables")
        write(folder / "in.csv", rows, quoting=csv.QUOTE_ALL)
        pairs = [("in.csv", "a.xlsx"), ("a.xlsx", "b.csv")]
        for (source, target), column in zip(
            pairs, ("注册地址", "注册地址"), strict=True
        ):
            command = "mentions" if target == "b.csv" else "where"
            status = run(
                [
                    *(command, "--table", str(folder / source)),
                    *("--column", column, "--output", str(folder / target)),
                ]
            )
            assert status == 0
        width = len(rows[0])
        found = [row[:width] for row in read(folder / "b.csv")]
        assert [[restore(cell) for cell in row] for row in found] == rows

    def test_the_first_sheet_that_readers_see(self, cli, tmp_path):
        book = openpyxl.Workbook()
        book.active.append(["地址", "hidden"])
        book.active.sheet_state = "hidden"
        book.create_chartsheet()
        book.create_sheet().append(["地址"])
        book.save(tmp_path / "in.xlsx")
        options = (tmp_path / "in.xlsx", tmp_path / "out.csv", "地址")
        assert self.call(cli, *options)[0] == 0
        assert read(tmp_path / "out.csv") == [["地址", *NEW]]
        # And one without any.
        del book[book.sheetnames[-1]]
        book.active = 1
        book.save(tmp_path / "in.xlsx")
        (tmp_path / "out.csv").unlink()
        status, _, err = self.call(cli, *options)
        assert (status, err) == (
            1,
            "cnmaker-data: in.xlsx: the table is empty\n",
        )

    def test_titles_above_the_header_are_copied(self, cli, tmp_path):
        rows = [["企业名单"], [], ["企业", "地址"], ["甲", "义乌市"]]
        _workbook(tmp_path / "in.xlsx", rows)
        assert not self.call(
            cli, tmp_path / "in.xlsx", tmp_path / "out.csv", "地址"
        )[0]
        assert [row[:2] for row in read(tmp_path / "out.csv")] == [
            *(["企业名单", ""], ["企业", "地址"], ["甲", "义乌市"])
        ]

    def test_empty_rows_above_the_header_are_left_out(self, cli, tmp_path):
        _workbook(tmp_path / "in.xlsx", [[], [None, "地址"], [None, "义乌市"]])
        assert not self.call(
            cli, tmp_path / "in.xlsx", tmp_path / "out.csv", "地址"
        )[0]
        assert read(tmp_path / "out.csv")[1][:3] == [
            *("", "义乌市", "8/regional/zhejiang")
        ]

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            (b"", "it is not a workbook that can be read ("),
            (b"PK\x03\x04", "it is not a workbook that can be read ("),
            ("地址\n".encode(), "it is not a workbook that can be read ("),
        ],
    )
    def test_other_files(self, cli, tmp_path, data, message):
        (tmp_path / "in.xlsx").write_bytes(data)
        status, out, err = self.call(
            cli, tmp_path / "in.xlsx", tmp_path / "out.csv", "地址"
        )
        assert (status, out) == (1, "")
        assert err.startswith(f"cnmaker-data: in.xlsx: {message}")
        assert os.listdir(tmp_path) == ["in.xlsx"]

    @pytest.mark.parametrize(
        ("cell", "message"),
        [
            # 1.3 KB that would take 400 GB.
            ('<c r="XFD1048576"><v>1</v></c>', "its cells reach to row 1,048,"),
            ('<c r="xfd1048576"><v>1</v></c>', "its cells reach to row 1,048,"),
            ('<c r="A04294967295"><v>1</v></c>', "its cells reach to row 429,"),
            (f'<c r="{"A" * 21}9"><v>1</v></c>', "its cells reach to row 9 "),
            ('<row r="99999999"/><c><is/></c>', "its cells reach to row 99,9"),
            ('<c r="A0"><v>1</v></c>', "it is not a workbook that can be read"),
            ('<c r="?"><v>1</v></c>', "it is not a workbook that can be read"),
            ('<row r="x"/>', "it is not a workbook that can be read ("),
            ('<c r="A1">', "it is not a workbook that can be read ("),
        ],
    )
    def test_cells_that_no_table_has(self, cli, tmp_path, cell, message):
        _packed(
            tmp_path,
            '<worksheet xmlns="http://schemas.openxmlformats.org/'
            'spreadsheetml/2006/main"><sheetData>'
            f"<row/><row/><row>{cell}</row></sheetData></worksheet>".encode(),
        )
        status, _, err = self.call(
            cli, tmp_path / "in.xlsx", tmp_path / "out.csv", "地址"
        )
        assert status == 1
        assert err.startswith(f"cnmaker-data: in.xlsx: {message}")

    def test_cells_without_a_value_may_be_far_from_the_table(
        self, cli, tmp_path
    ):
        book = openpyxl.Workbook()
        book.active.append(["地址"])
        book.active.append(["义乌市"])
        book.active["XFD1048576"].number_format = "0.00"
        book.save(tmp_path / "in.xlsx")
        assert not self.call(
            cli, tmp_path / "in.xlsx", tmp_path / "out.csv", "地址"
        )[0]
        assert [row[0] for row in read(tmp_path / "out.csv")] == [
            *("地址", "义乌市")
        ]

    @pytest.mark.parametrize("value", ["NaN", "1E999"])
    def test_numbers_that_excel_does_not_have(self, cli, tmp_path, value):
        _packed(
            tmp_path,
            '<worksheet xmlns="http://schemas.openxmlformats.org/'
            'spreadsheetml/2006/main"><sheetData>'
            '<row><c t="str"><v>地址</v></c><c t="str"><v>b</v></c></row>'
            f'<row><c t="str"><v>义乌市</v></c><c><v>{value}</v></c></row>'
            "</sheetData></worksheet>".encode(),
        )
        source, target = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
        assert self.call(cli, source, target, "地址")[0] == 0
        _, row = openpyxl.load_workbook(target).active.values
        assert row[2] == "8/regional/zhejiang"

    def test_a_zip_file_that_is_no_workbook(self, cli, tmp_path):
        with zipfile.ZipFile(tmp_path / "in.xlsx", "w") as archive:
            archive.writestr("a.txt", "a")
        status, _, err = self.call(
            cli, tmp_path / "in.xlsx", tmp_path / "out.csv", "地址"
        )
        assert status == 1
        assert err.startswith(
            "cnmaker-data: in.xlsx: it is not a workbook that can be read ("
        )

    def test_rows_and_cells_without_places(self, cli, tmp_path):
        _packed(
            tmp_path,
            '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/'
            'spreadsheetml/2006/main"><x:sheetData>'
            '<x:row><x:c t="str"><x:v>地址</x:v></x:c></x:row>'
            '<x:row><x:c t="str"><x:v>义乌市</x:v></x:c></x:row>'
            "</x:sheetData></x:worksheet>".encode(),
        )
        status, _, err = self.call(
            cli, tmp_path / "in.xlsx", tmp_path / "out.csv", "地址"
        )
        assert (status, err) == (0, "")
        assert read(tmp_path / "out.csv")[1][1] == "8/regional/zhejiang"

    def test_what_takes_too_much_when_unpacked(self, cli, tmp_path):
        _packed(tmp_path, b"<worksheet/>")
        with zipfile.ZipFile(tmp_path / "in.xlsx", "a") as archive:
            with archive.open("zeros", "w", force_zip64=True) as part:
                part.write(b"0")
            # The size that the archive declares is enough to reject it.
            archive.getinfo("zeros").file_size = 2**30
        status, _, err = self.call(
            cli, tmp_path / "in.xlsx", tmp_path / "out.csv", "地址"
        )
        assert (status, err) == (
            1,
            "cnmaker-data: in.xlsx: it is over 1,024 MiB unpacked; save it as "
            "CSV\n",
        )

    def test_an_empty_one(self, cli, tmp_path):
        _workbook(tmp_path / "in.xlsx", [])
        status, _, err = self.call(
            cli, tmp_path / "in.xlsx", tmp_path / "out.csv", "地址"
        )
        assert status == 1
        assert err == "cnmaker-data: in.xlsx: the table is empty\n"

    @pytest.mark.parametrize("text", ["x" * 32_768, "\U00020000" * 16_384])
    def test_what_excel_has_no_room_for(self, cli, tmp_path, text):
        write(tmp_path / "in.csv", [["地址", "b"], ["浙江省", text]])
        status, _, err = self.call(
            cli, tmp_path / "in.csv", tmp_path / "out.xlsx", "地址"
        )
        assert (status, err) == (
            1,
            "cnmaker-data: in.csv: row 2, column 2: Excel has no room for it; "
            "write .csv\n",
        )
        assert os.listdir(tmp_path) == ["in.csv"]


class TestMentions:
    def test_a_row_for_each_mention(self, cli, tmp_path):
        write(
            tmp_path / "in.csv",
            [
                ["公司", "奖项", "year"],
                ["甲", "第十届“创客中国”深圳市中小企业创新创业大赛一等奖", "1"],
                ["乙", "第九届“创客中国”山东省区域赛、激光专题赛双赛颁奖", "2"],
                ["丙", "高新技术企业", "3"],
            ],
        )
        status, out, err = cli(
            *("mentions", "--table", tmp_path / "in.csv"),
            *("--column", "公司", "--column", "奖项"),
            *("--output", tmp_path / "out.csv"),
        )
        assert (status, out, err) == (0, "3 rows, 3 mentions\n", "")
        header, *rows = read(tmp_path / "out.csv")
        found = [dict(zip(header, row, strict=True)) for row in rows]
        assert [(row["公司"], row["mention_id"]) for row in found] == [
            ("甲", "10/regional/shenzhen"),
            ("乙", "9/regional/shandong"),
            ("乙", ""),
            ("丙", ""),
        ]
        assert found[2]["mention_tier"] == "thematic"
        assert found[2]["mention_theme"] == "激光"
        assert found[0]["mention_text"] in found[0]["奖项"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX")
class TestScale:
    def peak(self, folder, count):
        """Return the peak of memory in KiB of a run over so many rows."""
        cities = ["浙江省义乌市", "江苏省苏州市", "某大厦", "内蒙古自治区"]
        rows = ([f"公司{n}", f"{cities[n % 4]}{n}号"] for n in range(count))
        write(folder / "in.csv", [["名称", "地址"], *rows])
        code = (
            "import resource, sys\n"
            "from cnmaker_data.cli import run\n"
            "status = run(sys.argv[1:])\n"
            "usage = resource.getrusage(resource.RUSAGE_SELF)\n"
            "print(usage.ru_maxrss, file=sys.stderr)\n"
            "sys.exit(status)\n"
        )
        done = subprocess.run(
            [
                *(sys.executable, "-c", code, "where", "--force"),
                *("--table", folder / "in.csv", "--column", "地址"),
                *("--output", folder / "out.csv"),
            ],
            capture_output=True,
            check=True,
        )
        assert len(read(folder / "out.csv")) == count + 1
        return int(done.stderr)

    def test_memory_does_not_grow_with_the_table(self, tmp_path):
        few, many = self.peak(tmp_path, 5_000), self.peak(tmp_path, 50_000)
        assert many < few * 1.3

    def test_progress_is_shown_on_a_terminal(self, terminal, tmp_path):
        rows = [[f"浙江省义乌市{n}号"] for n in range(1_000)]
        write(tmp_path / "in.csv", [["地址"], *rows])
        for source, target in [("in.csv", "a.xlsx"), ("a.xlsx", "b.csv")]:
            command = "mentions" if target == "b.csv" else "where"
            status, screen = terminal(
                *(command, "--table", tmp_path / source, "--column", "地址"),
                *("--output", tmp_path / target),
            )
            assert status == 0
            assert "━" in screen.raw
            assert "100%" in screen.raw

    def test_escapes_in_the_summary_do_not_reach_a_terminal(
        self, terminal, tmp_path
    ):
        write(tmp_path / "in.csv", [["地址"], ["\x1b[31m红"]])
        _, screen = terminal(
            *("where", "--table", tmp_path / "in.csv", "--column", "地址"),
            *("--output", tmp_path / "out.csv"),
        )
        assert "\\u001b[31m红: 1" in screen.raw
