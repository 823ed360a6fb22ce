import csv
import io
import json
import os
import subprocess
import sys

import attrs
import pytest

from cnmaker_data import (
    Contest,
    Contests,
    contests,
    dumps,
    edition,
    loads,
)
from cnmaker_data.__main__ import main
from cnmaker_data.cli import run
from cnmaker_data.strategies import plan_text


def ninth():
    """A made-up ninth edition: one contest gone, one link changed."""
    plan = edition(8)
    kept = [c for c in plan.contests if c.series != "thematic/low-code"]
    text = plan_text(attrs.evolve(plan, contests=kept))
    text = text.replace("第八届", "第九届").replace("共13个", "共12个")
    text = text.replace("www.smebj.cn", "www.new.smebj.cn")
    # Close the gap in the numbers.
    for number in (11, 12, 13):
        head, tail = text.split("三、专题赛", 1)
        text = f"{head}三、专题赛{tail}".replace(
            tail, tail.replace(f"\t{number}\n", f"\t{number - 1}\n")
        )
    return text


@pytest.fixture
def plan_file(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_text(ninth(), encoding="utf-8")
    return path


class TestList:
    def test_shows_all_contests_in_a_table(self, cli):
        status, out, err = cli("list")
        assert (status, err) == (0, "")
        lines = out.splitlines()
        assert lines[0].split() == [
            *("id", "name", "location", "organizers", "urls")
        ]
        assert all(contest.id in out for contest in contests)
        assert all(contest.name in out for contest in contests)

    def test_folds_the_table_in_a_terminal(self, cli, monkeypatch):
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("COLUMNS", "80")
        status, out, _ = cli("list")
        assert status == 0
        assert contests[0].name not in out
        assert "8/regional/beijing" in out

    def test_where_standard_output_is_no_file(self, monkeypatch):
        output = io.StringIO()
        monkeypatch.setattr(sys, "stdout", output)
        assert run(["show", "final"]) == 0
        assert "8/final" in output.getvalue()

    def test_as_json(self, cli):
        status, out, err = cli("list", "--region", "浙江", "--format", "json")
        assert (status, err) == (0, "")
        assert loads(out, Contests) == contests.by_region("浙江")

    def test_as_csv(self, cli, rows_of):
        status, out, err = cli("list", "--tier", "区域赛", "--format", "csv")
        assert (status, err) == (0, "")
        rows = rows_of(out)
        assert len(rows) == 35
        assert rows[33] == {
            "id": "8/regional/shenzhen",
            "edition": "8",
            "series": "regional/shenzhen",
            "tier": "regional",
            "number": "34",
            "name": "第八届“创客中国”深圳市中小企业创新创业大赛",
            "theme": "",
            "location_code": "440300",
            "location": "深圳市",
            "province_code": "440000",
            "province": "广东省",
            "organizers": "深圳市工业和信息化局（牵头）、深圳市中小企业服务局（牵头）",
            "urls": "http://www.cnmaker.org.cn/",
        }

    def test_filters_together(self, cli):
        status, out, _ = cli(
            "list",
            "--edition=8",
            "--tier=thematic",
            "--region=CN-ZJ",
            "--organizer=浙江省经济和信息化厅",
            "--format=json",
        )
        assert status == 0
        assert [c.theme for c in loads(out, Contests)] == ["视觉智能", "低代码"]

    def test_nothing_found(self, cli):
        status, out, err = cli("list", "--region", "宁夏", "--format", "json")
        assert (status, out) == (0, "[]\n")
        assert err == (
            "cnmaker-data: no contest is held in 宁夏; to see which one its "
            "companies enter: cnmaker-data where 宁夏\n"
        )
        _, _, err = cli("list", "--region", "宁夏", "--edition", "8")
        assert err.endswith(": cnmaker-data where 宁夏 --edition 8\n")
        status, out, err = cli("list", "--region", "浙江", "--tier", "final")
        assert (status, out) == (0, "")
        assert err == "cnmaker-data: no contest matches all filters\n"

    @pytest.mark.parametrize(
        ("arguments", "status", "message"),
        [
            (
                ["--region", "福健"],
                1,
                "region '福健' is unknown; did you mean ",
            ),
            (["--region", "朝阳区"], 1, "region '朝阳区' is ambiguous: 北京市"),
            (["--edition", "7"], 1, "edition 7 does not ship"),
            (
                ["--organizer", "浙江省经济和信息化听"],
                1,
                "organizer '浙江省经济和信息化听' is unknown; did you mean "
                "'浙江省经济和信息化厅'",
            ),
            (["--organizer", "x"], 1, "organizer 'x' is unknown"),
            (["--tier", "regionl"], 2, "tier 'regionl' is unknown; did you"),
            (["--format", "xml"], 2, "Invalid value"),
            (["--edition", "x"], 2, "Invalid value for --edition"),
            (["--frob"], 2, "Unknown option: --frob"),
        ],
    )
    def test_mistakes_are_one_line(self, cli, arguments, status, message):
        result = cli("list", *arguments)
        assert result[:2] == (status, "")
        assert result[2].startswith(f"cnmaker-data: {message}")
        assert result[2].count("\n") == 1


class TestShow:
    @pytest.mark.parametrize(
        "key", ["8/regional/xinjiang", "regional/xinjiang"]
    )
    def test_shows_the_contest_and_its_row(self, cli, key):
        status, out, err = cli("show", key)
        assert (status, err) == (0, "")
        lines = [line.rstrip() for line in out.splitlines()]
        assert lines[0].split() == ["id", "8/regional/xinjiang"]
        assert "新疆维吾尔自治区 (650000)" in out
        assert "http://www.xjsmefw.cn/" in out
        assert "二、区域赛（共35个）, row 29" in out

    def test_shows_theme_labels_and_inheritance(self, cli):
        _, out, _ = cli("show", "thematic/low-code")
        assert "低代码" in out
        assert "http://www.cnmaker.org.cn/ 大赛官网 (from a merged cell)" in out
        _, out, _ = cli("show", "final")
        assert "link" not in out

    def test_as_json(self, cli):
        _, out, _ = cli("show", "8/final", "--format", "json")
        assert loads(out, Contest) == contests["final"]

    @pytest.mark.parametrize(
        ("arguments", "status", "message"),
        [
            (["regional/nigbo"], 1, "contest 'regional/nigbo' is unknown"),
            (["9/final"], 1, "edition 9 does not ship"),
            ([], 2, 'Command "show" parameter ID requires an argument.'),
        ],
    )
    def test_mistakes(self, cli, arguments, status, message):
        result = cli("show", *arguments)
        assert result[:2] == (status, "")
        assert result[2].startswith(f"cnmaker-data: {message}")
        assert result[2].count("\n") == 1


class TestWhere:
    def test_tells_contest_organizers_and_links(self, cli):
        status, out, err = cli("where", "义乌市", "石河子", "香港")
        assert (status, err) == (0, "")
        assert contests["regional/zhejiang"].name in out
        assert "浙江省经济和信息化厅（牵头）" in out
        assert "http://www.xjbtsme.gov.cn.org.cn/" in out
        assert contests["overseas/international"].name in out

    def test_says_what_was_not_given(self, cli, stdin):
        stdin("\n义乌\n".encode())
        status, out, err = cli("where")
        assert (status, err) == (0, "")
        assert out.splitlines()[2].strip() == "no place is given"

    def test_tells_the_first_of_many_failures(self, cli, stdin, rows_of):
        stdin("全国\n鼓楼区\n".encode() * 100)
        status, out, err = cli("where", "--format", "csv")
        assert status == 1
        lines = err.splitlines()
        assert len(lines) == 101
        assert lines[99].startswith("cnmaker-data: line 100: region '鼓楼区'")
        assert lines[100] == "cnmaker-data: and more places without an answer"
        notes = [row["note"] for row in rows_of(out)]
        assert len(notes) == 200
        assert notes[-1] == "the place is unknown or ambiguous"

    def test_says_where_there_is_none(self, cli):
        status, out, err = cli("where", "内蒙古", "银川")
        assert (status, err) == (0, "")
        assert "edition 8 has no contest for 内蒙古自治区" in out
        assert "edition 8 has no contest for 银川市" in out

    def test_as_json(self, cli):
        status, out, _ = cli("where", "330782", "宁夏", "--format", "json")
        assert status == 0
        yiwu, ningxia = json.loads(out)
        assert yiwu == {
            "place": "330782",
            "read": "330782",
            "code": "330782",
            "region": "浙江省金华市义乌市",
            "located_by": "code",
            "contest_id": "8/regional/zhejiang",
            "contest": "第八届“创客中国”浙江省中小企业创新创业大赛",
            "organizers": ["浙江省经济和信息化厅（牵头）"],
            "urls": ["https://zj87.jxt.zj.gov.cn/"],
            "note": None,
        }
        assert ningxia["contest_id"] is None
        assert ningxia["note"] == "edition 8 has no contest for 宁夏回族自治区"

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
    def test_reads_lines_from_standard_input(
        self, cli, stdin, encoding, rows_of
    ):
        stdin("义乌\r\n\r\n 石河子市 \n鼓楼区\n".encode(encoding))
        status, out, err = cli("where", "--format", "csv")
        rows = rows_of(out)
        # One row for each line.
        assert [(row["place"], row["contest_id"]) for row in rows] == [
            ("义乌", "8/regional/zhejiang"),
            ("", ""),
            (" 石河子市 ", "8/regional/xpcc"),
            ("鼓楼区", ""),
        ]
        assert rows[1]["note"] == "no place is given"
        # Unknown places stay in the output, with the reason.
        assert rows[3]["note"].startswith("region '鼓楼区' is ambiguous")
        assert rows[2]["urls"] == (
            "http://www.cnmaker.org.cn/ http://www.xjbtsme.gov.cn.org.cn/"
        )
        assert status == 1
        assert err.startswith(
            "cnmaker-data: line 4: region '鼓楼区' is ambiguous: "
        )
        assert err.count("\n") == 1

    def test_lines_without_an_end(self, cli, stdin, rows_of):
        most = 64 * 2**10
        stdin(
            b" " * (most - 6) + "义乌\r\n".encode()
            + b"a" * (most + 1) + b"\n"
            + b"b" * 10**6 + b"\r\n"
            + "宁波\n".encode()
            + b"c" * 10**6
        )  # fmt: skip
        status, out, err = cli("where", "--format=csv")
        assert status == 1
        rows = rows_of(out)
        assert [row["code"] for row in rows] == ["", "", "", "330200", ""]
        assert rows[1]["place"] == "a" * 50 + "…"
        assert err.splitlines()[1:] == [
            f"cnmaker-data: line {number}: it is over 64 KiB long"
            for number in (2, 3, 5)
        ]

    def test_input_in_no_known_encoding(self, cli, stdin, rows_of):
        stdin("义乌\n".encode() + b"\xff\xff\n" + "宁波\n".encode())
        status, out, err = cli("where", "--format", "csv")
        assert status == 1
        assert err == (
            "cnmaker-data: line 2: it is in neither UTF-8 nor GB 18030\n"
        )
        places = [row["place"] for row in rows_of(out)]
        assert places == ["义乌", r"\xff\xff", "宁波"]

    def test_without_places_at_a_terminal(self, cli, monkeypatch):
        class Terminal(io.StringIO):
            def isatty(self):
                return True

        monkeypatch.setattr(sys, "stdin", Terminal())
        status, out, err = cli("where")
        assert (status, out) == (2, "")
        assert err == ("cnmaker-data: name a place, or pipe in one a line\n")


class TestDiff:
    def test_of_numbers_plans_and_files(self, cli, plan_file, tmp_path):
        as_yaml = tmp_path / "edition.yaml"
        as_yaml.write_bytes(dumps(edition(8), "yaml"))
        status, out, err = cli("diff", as_yaml, plan_file)
        assert (status, err) == (0, "")
        assert out.splitlines() == [
            "edition 8 (2023) → edition 9 (2024): "
            "0 added, 1 removed, 1 changed",
            "- thematic/low-code: 第八届“创客中国”低代码中小企业创新创业大赛",
            "~ regional/beijing: 第九届“创客中国”北京市中小企业创新创业大赛",
            "    links: http://www.smebj.cn/ (www.smebj.cn) → "
            "http://www.new.smebj.cn/ (www.new.smebj.cn)",
        ]
        assert cli("diff", "8", plan_file) == (0, out, "")

    def test_of_what_is_not_there(self, cli):
        status, _, err = cli("diff", "8", "9")
        assert (status, err) == (
            1,
            "cnmaker-data: edition 9 does not ship with this version; 8 does\n",
        )
        status, _, err = cli("diff", "8", "nothing.json")
        assert status == 1
        assert "nothing.json: No such file or directory" in err

    def test_names_the_file_that_is_wrong(self, cli, tmp_path):
        old, new = tmp_path / "old.json", tmp_path / "new.json"
        old.write_bytes(dumps(edition(8)))
        new.write_text("[]")
        assert cli("diff", old, new) == (
            *(1, ""),
            "cnmaker-data: new.json: [] is not a mapping\n",
        )


class TestIngest:
    def test_writes_what_it_read_and_reports(self, cli, plan_file, tmp_path):
        output = tmp_path / "edition.json"
        status, out, err = cli(
            "ingest",
            plan_file,
            "-o",
            output,
            "--notice",
            "工信部企业函〔2024〕1号",
        )
        assert (status, err) == (0, "")
        written = loads(output.read_bytes())
        assert (written.number, written.year) == (9, 2024)
        assert written.notice == "工信部企业函〔2024〕1号"
        assert out.splitlines()[:6] == [
            "第九届“创客中国”中小企业创新创业大赛赛事计划: 49 contests "
            "(final 1, regional 35, thematic 12, overseas 1)",
            "notice: 工信部企业函〔2024〕1号",
            "links: 50, 11 of them inherited",
            "organizations seen for the first time: 0",
            f"digest: {written.digest}",
            "",
        ]
        assert "- thematic/low-code" in out

    def test_names_new_organizations(self, cli, plan_file, tmp_path):
        text = plan_file.read_text(encoding="utf-8")
        plan_file.write_text(
            text.replace("财政部、", "科学技术部（新）、"), encoding="utf-8"
        )
        _, out, _ = cli("ingest", plan_file, "-o", tmp_path / "e.yaml")
        assert "seen for the first time: 1\n  科学技术部（新）\n" in out
        assert "notice: unknown; --notice gives it" in out
        assert "curated" not in out

    def test_names_themes_without_a_curated_slug(
        self, cli, plan_file, tmp_path
    ):
        text = plan_file.read_text(encoding="utf-8")
        plan_file.write_text(text.replace("视觉智能", "深海采矿"), "utf-8")
        _, out, _ = cli("ingest", plan_file, "-o", tmp_path / "e.json")
        assert "slug: thematic/shen-hai-cai-kuang\n" in out

    def test_refuses_to_overwrite(self, cli, plan_file, tmp_path):
        output = tmp_path / "edition.json"
        output.write_text("precious")
        status, out, err = cli("ingest", plan_file, "-o", output)
        assert (status, out) == (1, "")
        assert err == (
            f"cnmaker-data: {output} already exists; --force overwrites it\n"
        )
        assert output.read_text() == "precious"
        assert cli("ingest", plan_file, "-o", output, "--force")[0] == 0
        assert loads(output.read_bytes()).number == 9

    def test_writes_nothing_for_a_plan_that_does_not_add_up(
        self, cli, plan_file, tmp_path
    ):
        text = plan_file.read_text(encoding="utf-8")
        plan_file.write_text(
            text.replace("共35个", "共36个").replace(
                "\t天津市\n", "\t添津市\n"
            ),
            encoding="utf-8",
        )
        output = tmp_path / "edition.json"
        status, out, err = cli("ingest", plan_file, "-o", output)
        assert (status, out) == (1, "")
        assert len(err.splitlines()) == 2
        assert all(
            line.startswith("cnmaker-data: plan.txt: ")
            for line in err.splitlines()
        )
        assert list(tmp_path.iterdir()) == [plan_file]

    def test_of_another_edition(self, cli, plan_file, tmp_path):
        status, _, err = cli(
            "ingest", plan_file, "-o", tmp_path / "e.json", "--edition", "10"
        )
        assert status == 1
        assert "10" in err

    def test_unknown_formats(self, cli, plan_file, tmp_path):
        status, _, err = cli("ingest", plan_file, "-o", tmp_path / "e.xml")
        assert (status, err) == (
            2,
            "cnmaker-data: 'e.xml' has no ending of an edition's file; end it "
            "in one of .json, .yaml, .toml, .msgpack, .cbor\n",
        )

    def test_folders_that_are_not_there(self, cli, plan_file, tmp_path):
        output = tmp_path / "no" / "edition.json"
        status, _, err = cli("ingest", plan_file, "-o", output)
        assert status == 1
        assert err.endswith("No such file or directory\n")
        assert err.count("\n") == 1


class TestValidate:
    @pytest.mark.parametrize(
        "format", ["json", "yaml", "toml", "msgpack", "cbor"]
    )
    def test_right_ones(self, cli, tmp_path, format):
        path = tmp_path / f"edition.{format}"
        path.write_bytes(dumps(edition(8), format))
        assert cli("validate", path) == (
            0,
            f"{path.name}: edition 8, 50 contests, {edition(8).digest}\n",
            "",
        )

    def test_lists_all_problems_with_their_paths(self, cli, tmp_path):
        document = json.loads(dumps(edition(8)))
        document["contests"][3]["tier"] = "x"
        del document["contests"][5]["name"]
        path = tmp_path / "edition.json"
        path.write_text(json.dumps(document))
        status, out, err = cli("validate", path)
        assert (status, out) == (1, "")
        assert err.splitlines() == [
            "cnmaker-data: edition.json: contests[3].tier: 'x' is not one of "
            "'final', 'regional', 'thematic', 'overseas'",
            "cnmaker-data: edition.json: contests[5].name: is missing",
        ]

    def test_of_one_contest(self, cli, tmp_path):
        path = tmp_path / "edition.json"
        plan = attrs.evolve(edition(8), contests=contests[:1])
        path.write_bytes(dumps(plan))
        _, out, _ = cli("validate", path)
        assert out.startswith("edition.json: edition 8, 1 contest, sha256:")

    def test_of_what_is_not_there(self, cli, tmp_path):
        path = tmp_path / "nothing.json"
        assert cli("validate", path) == (
            1,
            "",
            f"cnmaker-data: {path}: No such file or directory\n",
        )


class TestTheCommand:
    def test_version(self, cli):
        import cnmaker_data

        assert cli("--version") == (0, f"{cnmaker_data.__version__}\n", "")

    def test_help(self, cli):
        status, out, _ = cli("--help")
        assert status == 0
        for command in ("list", "show", "where", "diff", "ingest", "validate"):
            assert command in out

    def test_unknown_commands(self, cli):
        status, out, err = cli("frob")
        assert (status, out) == (2, "")
        assert err.startswith('cnmaker-data: Unknown command "frob".')
        assert err.count("\n") == 1

    def test_missing_extra(self, monkeypatch, capsys):
        import cnmaker_data.__main__ as entry

        monkeypatch.setattr(entry, "find_spec", lambda name: None)
        assert main() == 2
        assert capsys.readouterr().err == (
            "the command line needs extra packages; install them with: "
            "python -m pip install 'cnmaker-data[cli]'\n"
        )

    def test_interrupted(self, cli, monkeypatch):
        class Interrupted(io.BytesIO):
            def readline(self, *_):
                raise KeyboardInterrupt

        given = io.TextIOWrapper(Interrupted())
        monkeypatch.setattr(sys, "stdin", given)
        assert cli("where") == (130, "", "cnmaker-data: interrupted\n")

    def test_arguments_of_the_process(self, process, monkeypatch, capsys):
        monkeypatch.setattr(sys, "argv", ["cnmaker-data", "show", "final"])
        assert main() == 0
        assert "8/final" in capsys.readouterr().out


def test_streams_that_are_closed(monkeypatch):
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    assert run(["show", "final"]) == 0
    assert run(["where"]) == 0
    assert run(["show", "nothing"]) == 1
    for name in ("stdin", "stdout", "stderr"):
        getattr(sys, name).close()


def test_an_error_is_one_line_whatever_it_quotes(cli):
    status, _, err = cli("validate", "a\x0bb\x85c\u2028d.json")
    assert status == 1
    assert err == (
        "cnmaker-data: a\\u000bb\\u0085c\\u2028d.json: No such file or "
        "directory\n"
    )


@pytest.mark.parametrize(
    "command",
    [
        *("LONG", "list LONG", "list --LONG", "list --format LONG"),
        *("list --edition LONG", "list --theme LONG", "show LONG"),
        *("validate LONG", "validate LONG.json", "diff 8 LONG"),
        *("diff LONG.json 8", "export LONG", "export LONG.csv"),
        *("ingest LONG -o LONG", "ingest LONG -o LONG.json"),
        "where --table LONG --column a --output x.csv",
        "where --table LONG.csv --column a --output x.csv",
    ],
)
def test_an_error_is_short_whatever_it_quotes(cli, command):
    status, out, err = cli(*command.replace("LONG", "x" * 50_000).split())
    assert status in (1, 2)
    assert not out
    assert err.count("\n") == 1
    assert len(err) < 2_000


class TestEncodings:
    @pytest.mark.parametrize("format", ["table", "json", "csv"])
    @pytest.mark.parametrize(
        ("environment", "encoding"),
        [
            ({"LC_ALL": "C"}, "utf-8"),
            (
                {
                    "LC_ALL": "C",
                    "PYTHONUTF8": "0",
                    "PYTHONCOERCECLOCALE": "0",
                },
                "utf-8",
            ),
            ({"PYTHONIOENCODING": "gbk"}, "gbk"),
            ({"PYTHONUTF8": "1"}, "utf-8"),
        ],
        ids=["C", "strict C", "GBK", "UTF-8"],
    )
    def test_the_plan_comes_out_right(
        self, process, environment, encoding, format
    ):
        done = process("list", "--format", format, environment=environment)
        assert done.returncode == 0
        assert done.stderr == b""
        text = done.stdout.decode(encoding)
        assert all(contest.name in text for contest in contests)

    def test_what_the_encoding_lacks_stays_json(self, process):
        done = process(
            "where",
            "㐂𠮷é",
            "--format",
            "json",
            environment={"PYTHONIOENCODING": "gb2312"},
        )
        assert done.returncode == 1
        [answer] = json.loads(done.stdout.decode("gb2312"))
        assert answer["place"] == "㐂𠮷é"

    def test_errors_under_a_strict_locale(self, process):
        done = process(
            "show",
            "㐂",
            environment={"LC_ALL": "C", "PYTHONUTF8": "0"},
        )
        assert done.returncode == 1
        assert "contest '㐂' is unknown" in done.stderr.decode()

    @pytest.mark.skipif(sys.platform == "win32", reason="has no such pipes")
    @pytest.mark.parametrize(
        "command",
        [
            *("list", "list --format json", "list --format csv"),
            *("show final", "diff 8 8", "completion bash"),
            *("", "--help", "list --help", "--version"),
        ],
    )
    def test_a_reader_that_stops(self, command):
        with subprocess.Popen(
            [sys.executable, "-m", "cnmaker_data", *command.split()],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as running:
            # It is gone before the first line is written.
            running.stdout.close()
            assert running.stderr.read() == b""
        assert running.returncode == 0

    def test_arguments_in_gb_18030_under_a_utf_8_locale(self, process):
        escaped = os.fsdecode("义乌".encode("gb18030"))
        done = process("where", escaped, environment={"PYTHONUTF8": "1"})
        assert contests["regional/zhejiang"].name in done.stdout.decode()

    def test_a_file_whose_name_is_in_gb_18030(self, process, tmp_path):
        name = os.fsdecode("计划".encode("gb18030")) + ".json"
        try:
            (tmp_path / name).write_bytes(dumps(edition(8)))
        except OSError:
            pytest.skip("names are in UTF-8")
        done = process(
            "validate", tmp_path / name, environment={"PYTHONUTF8": "1"}
        )
        assert done.returncode == 0

    @pytest.mark.skipif(sys.platform == "win32", reason="needs a C locale")
    def test_file_names_that_the_locale_lacks(self, process, tmp_path):
        done = process(
            *("export", tmp_path / "赛事.csv"),
            environment={"LC_ALL": "C", "PYTHONUTF8": "0"},
        )
        assert done.returncode == 1
        [line] = done.stderr.decode().splitlines()
        assert line.startswith("cnmaker-data: ")
        assert line.endswith(
            "赛事.csv': the locale cannot encode this file name; set "
            "PYTHONUTF8=1"
        )

    def test_places_from_a_pipe(self, process):
        done = process(
            "where", "--format=csv", stdin="义乌\n".encode("gb18030")
        )
        assert "8/regional/zhejiang" in done.stdout.decode()


@pytest.mark.skipif(sys.platform != "linux", reason="has no such files")
@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("validate PATH.json", "PATH.json: it is over 4 MiB; no edition is"),
        ("diff 8 PATH.yaml", "PATH.yaml: it is over 4 MiB; no edition is"),
        ("diff PATH.cbor 8", "PATH.cbor: it is over 4 MiB; no edition is"),
        ("ingest PATH -o PATH.json", "PATH: is over 4 MiB; no plan is that"),
        ("diff 8 PATH", "PATH: is over 4 MiB; no plan is that large"),
    ],
)
def test_files_without_an_end(process, tmp_path, command, message):
    name = command.replace(" -o PATH.json", "").split("PATH")[1].split()
    path = tmp_path / "endless"
    path.with_suffix(name[0] if name else "").symlink_to("/dev/zero")
    words = command.replace("PATH", str(path)).split()
    done = process(*words)
    assert done.returncode == 1
    said = message.replace("PATH", path.name)
    assert done.stderr.decode().startswith(f"cnmaker-data: {said}")
    assert len(os.listdir(tmp_path)) == 1


@pytest.mark.parametrize(
    "command", ["validate PATH", "diff 8 PATH", "ingest PATH -o x.json"]
)
def test_a_folder_for_a_file(cli, tmp_path, command):
    path = tmp_path / "folder.json"
    path.mkdir()
    status, out, err = cli(*command.replace("PATH", str(path)).split())
    assert status == 1
    assert not out
    assert "Is a directory" in err or "Permission denied" in err
    assert len(err.splitlines()) == 1


class TestSpreadsheets:
    """`--format csv` opens right in Excel, whatever the locale."""

    @pytest.mark.parametrize(
        "environment",
        [
            {"PYTHONUTF8": "1"},
            {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
            # A western Windows.
            {"PYTHONIOENCODING": "cp1252"},
            {"PYTHONIOENCODING": "ascii"},
        ],
        ids=["UTF-8", "C", "cp1252", "ASCII"],
    )
    def test_has_a_byte_order_mark_in_a_pipe(self, process, environment):
        done = process("list", "--format", "csv", environment=environment)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.startswith(b"\xef\xbb\xbfid,")
        rows = list(
            csv.DictReader(io.StringIO(done.stdout.decode("utf-8-sig")))
        )
        assert [row["name"] for row in rows] == [each.name for each in contests]

    def test_has_none_in_the_code_page_of_a_chinese_windows(self, process):
        done = process(
            *("list", "--format", "csv"),
            environment={"PYTHONIOENCODING": "gbk"},
        )
        assert done.stdout.decode("gbk").startswith("id,")

    def test_has_none_at_a_terminal(self, terminal):
        _, screen = terminal("list", "--format", "csv", "--tier", "final")
        assert screen.raw.startswith("id,")

    def test_is_what_export_writes(self, process, tmp_path):
        done = process("list", "--format", "csv")
        process("export", tmp_path / "x.csv")
        assert done.stdout == (tmp_path / "x.csv").read_bytes()

    def test_runs_nothing(self, process):
        done = process("where", "=1+1", "--format", "csv")
        assert done.stdout.decode().splitlines()[1].startswith("'=1+1,")


class TestUnknownColumns:
    @pytest.fixture
    def remarks(self, plan_file):
        """A plan whose last table, of one row, has a column more."""
        text = plan_file.read_text(encoding="utf-8").rstrip()
        text = text.replace("共35个）\n", "共35个）\n\n时间另行通知。\n")
        head, row = text.rsplit("\t报名网址\n", 1)
        plan_file.write_text(
            f"{head}\t报名网址\n\t备注\n{row}\n\t线上举办\n", encoding="utf-8"
        )
        return plan_file

    def test_are_refused(self, cli, remarks, tmp_path):
        status, _, err = cli("ingest", remarks, "-o", tmp_path / "e.json")
        assert status == 1
        assert "'备注'" in err
        assert "; --keep-column 备注 keeps it" in err
        assert err.count("\n") == 1

    def test_are_kept_on_request_and_notes_are_shown(
        self, cli, remarks, tmp_path
    ):
        output = tmp_path / "e.json"
        status, out, err = cli(
            "ingest", remarks, "-o", output, "--keep-column", "备注"
        )
        assert (status, err) == (0, "")
        plan = loads(output.read_bytes())
        contest = plan.contests["overseas/international"]
        assert contest.source["备注"] == "线上举办"
        assert plan.notes == ("时间另行通知。",)
        assert "notes: 1\n  时间另行通知。\n" in out
