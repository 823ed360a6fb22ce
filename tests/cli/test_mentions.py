"""`cnmaker-data mentions`: contests that texts name."""

import json
import os
import subprocess
import sys

import pytest

from cnmaker_data import find_mentions


AWARD = "第十届“创客中国”深圳市中小企业创新创业大赛一等奖"
TWO = "第九届“创客中国”山东省区域赛、激光专题赛双赛颁奖"


def test_in_a_table(cli):
    status, out, err = cli("mentions", AWARD, "高新技术企业")
    assert (status, err) == (0, "")
    assert "10/regional/shenzhen" in out
    assert out.splitlines()[-1].strip() == "高新技术企业"


def test_as_json(cli):
    status, out, _ = cli("mentions", AWARD, TWO, "x", "--format", "json")
    assert status == 0
    lines = json.loads(out)
    assert [line["line"] for line in lines] == [AWARD, TWO, "x"]
    assert [len(line["mentions"]) for line in lines] == [1, 2, 0]
    [mention] = find_mentions(AWARD)
    assert lines[0]["mentions"][0] == {
        "text": mention.text,
        "start": mention.start,
        "end": mention.end,
        "id": "10/regional/shenzhen",
        "series": "regional/shenzhen",
        "edition": 10,
        "year": 2025,
        "tier": "regional",
        "location_code": "440300",
        "location": "深圳市",
        "theme": None,
        "is_preliminary": False,
    }


def test_lines_of_standard_input(cli, stdin, rows_of):
    stdin(f"{TWO}\n\n{AWARD}\n".encode("gb18030"))
    status, out, err = cli("mentions", "--format", "csv")
    assert (status, err) == (0, "")
    assert [(row["line"], row["mention_theme"]) for row in rows_of(out)] == [
        *((TWO, ""), (TWO, "激光"), ("", ""), (AWARD, ""))
    ]


def test_a_line_that_cannot_be_read(cli, stdin, rows_of):
    stdin(b"\xff\xff\n" + AWARD.encode())
    status, out, err = cli("mentions", "--format", "csv")
    assert status == 1
    assert [row["mention_id"] for row in rows_of(out)] == [
        *("", "10/regional/shenzhen")
    ]
    assert err == "cnmaker-data: line 1: it is in neither UTF-8 nor GB 18030\n"


@pytest.mark.skipif(os.name == "nt", reason="needs a shell")
def test_csv_is_written_while_lines_come():
    shell = f'yes "{AWARD}" | "{sys.executable}" -m cnmaker_data'
    done = subprocess.run(
        f"{shell} mentions --format csv | head -n 2",
        shell=True,
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert AWARD in done.stdout.decode()
    assert not done.stderr


def test_without_texts_at_a_terminal(terminal):
    status, screen = terminal("mentions")
    assert status == 2
    assert screen.lines == ["cnmaker-data: name a text, or pipe in one a line"]


def test_csv_is_the_same_as_in_a_table(cli, tmp_path):
    text = "第八届“创客中国”杭州市中小企业创新创业大赛"
    (tmp_path / "in.csv").write_text(f"line\n{text}\n", encoding="utf-8")
    assert (
        cli(
            *("mentions", "--table", tmp_path / "in.csv", "--column", "line"),
            *("--output", tmp_path / "out.csv"),
        )[0]
        == 0
    )
    printed = cli("mentions", text, "--format", "csv")[1]
    written = (tmp_path / "out.csv").read_bytes().decode()
    assert written.splitlines() == printed.splitlines()
