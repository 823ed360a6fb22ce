"""The options of `list` and `export` that choose contests."""

import csv
import io

import pytest

from hypothesis import given
from hypothesis import strategies as st

from cnmaker_data import Contests, Tier, contests, edition, loads
from cnmaker_data.cli import run
from cnmaker_data.export import to_bytes


@pytest.fixture
def listed(cli):
    def call(*arguments):
        status, out, err = cli("list", *arguments, "--format", "json")
        assert (status, err) == (0, "")
        return loads(out, Contests)

    return call


@pytest.mark.parametrize(
    "theme", ["低代码", "low-code", "Low-Code", " 低代码 "]
)
def test_a_theme(listed, theme):
    assert listed("--theme", theme) == (contests["thematic/low-code"],)


@pytest.mark.parametrize("text", ["杭州 视觉", "大数据", "宁波", "8/final"])
def test_a_search(listed, text):
    assert listed("--search", text) == contests.search(text)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--theme", "低代马"],
            "theme '低代马' is unknown; did you mean '低代码'?",
        ),
        (
            ["--theme", "锂电"],
            "theme '锂电' is unknown; did you mean '锂电 (新能源)'?",
        ),
        (["--theme", "lowcode"], "theme 'lowcode' is unknown; did you mean "),
        (
            ["--organizer", "工信部"],
            "organizer '工信部' is unknown; did you mean '工业和信息化部'?",
        ),
        (["--region", "福健"], "region '福健' is unknown; did you mean "),
    ],
)
@pytest.mark.parametrize("command", [["list"], ["export", "x.csv"]])
def test_typos(cli, tmp_path, monkeypatch, command, arguments, message):
    monkeypatch.chdir(tmp_path)
    status, out, err = cli(*command, *arguments)
    assert (status, out) == (1, "")
    assert err.startswith(f"cnmaker-data: {message}")
    assert err.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_region_without_contests_leads_on(cli, tmp_path):
    hint = (
        "cnmaker-data: no contest is held in 义乌; to see which one its "
        "companies enter: cnmaker-data where 义乌\n"
    )
    assert cli("list", "--region", "义乌") == (0, "", hint)
    path = tmp_path / "x.csv"
    assert cli("export", path, "--region", "义乌") == (1, "", hint)
    assert not path.exists()
    # And the command that it names answers.
    assert cli("where", "义乌")[0] == 0


class TestExport:
    def test_exports_what_is_listed(self, cli, tmp_path):
        path = tmp_path / "浙江.csv"
        status, out, err = cli(
            *("export", "--tier", "regional", "--region", "浙江", path)
        )
        assert (status, err) == (0, "")
        assert out == "浙江.csv: edition 8, 2 contests\n"
        found = contests.by_tier("regional").by_region("浙江")
        assert path.read_bytes() == to_bytes(found, "csv")

    def test_without_filters_it_is_the_edition(self, cli, tmp_path):
        cli("export", tmp_path / "x.json")
        assert loads((tmp_path / "x.json").read_bytes()) == edition()

    def test_chinese_headings(self, cli, tmp_path):
        path = tmp_path / "x.csv"
        assert cli("export", path, "--headings", "zh")[0] == 0
        assert path.read_bytes() == to_bytes(edition(), "csv", headings="zh")
        assert "赛事名称" in path.read_text("utf-8-sig").splitlines()[0]

    def test_formats_without_headings(self, cli, tmp_path):
        status, out, err = cli(
            *("export", tmp_path / "x.json", "--headings", "zh")
        )
        assert (status, out) == (1, "")
        assert "the format json has no Chinese headings" in err
        assert err.count("\n") == 1


@given(
    tier=st.none() | st.sampled_from(Tier),
    region=st.none() | st.sampled_from(["浙江", "广东省", "440300", "China"]),
    organizer=st.none() | st.sampled_from(["浙江省经济和信息化厅", "财政部"]),
    search=st.none() | st.sampled_from(["大数据", "宁波", "创客中国", "x"]),
)
def test_filters_go_together(tier, region, organizer, search):
    found = contests
    options = []
    for name, value, narrow in [
        ("tier", tier, Contests.by_tier),
        ("organizer", organizer, Contests.by_organizer),
        ("search", search, Contests.search),
    ]:
        if value is not None:
            found = narrow(found, value)
            options += [f"--{name}", str(value)]
    if region in {"浙江", "广东省", "440300"}:
        found = found.by_region(region)
        options += ["--region", region]
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", out)
        patch.setattr("sys.stderr", io.StringIO())
        assert run(["list", *options, "--format", "csv"]) == 0
    rows = csv.DictReader(io.StringIO(out.getvalue()))
    assert [row["id"] for row in rows] == [each.id for each in found]
