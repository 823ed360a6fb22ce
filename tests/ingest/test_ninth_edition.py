"""An edition is a folder: a made-up ninth one in a copy of the package."""

import os
import shutil
import subprocess
import sys

from pathlib import Path

import pytest

import cnmaker_data
import plans

from cnmaker_data.ingest import read_plan


PLAN = Path(__file__).parents[2] / "docs" / "made-up-edition-09.txt"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Run Python with a copy of the package that has a ninth edition."""
    root = tmp_path_factory.mktemp("site")
    package = root / "cnmaker_data"
    shutil.copytree(Path(cnmaker_data.__file__).parent, package)
    folder = package / "resources" / "editions" / "9"
    folder.mkdir()
    # Coverage does not measure this copy.
    inherited = {k: v for k, v in os.environ.items() if "COVERAGE" not in k}
    environment = {**inherited, "PYTHONPATH": str(root), "PYTHONUTF8": "1"}

    def python(*arguments):
        return subprocess.run(
            [sys.executable, *arguments],
            capture_output=True,
            check=True,
            encoding="utf-8",
            env=environment,
        ).stdout

    # The plan alone is no edition yet.
    shutil.copy(PLAN, folder / "plan.txt")
    assert python("-c", "import cnmaker_data as c; print(c.editions())") == (
        "(8,)\n"
    )
    output = folder / "edition.json"
    python("-m", "cnmaker_data", "ingest", PLAN, "-o", output)
    return python


def test_it_is_the_newest(run):
    code = """
from cnmaker_data import contests, edition, editions
print(editions(), edition().number, edition(8).number, edition(9).year)
print(edition().contests is contests, {c.edition for c in contests})
"""
    assert run("-c", code).splitlines() == ["(8, 9) 9 8 2024", "True {9}"]


def test_series_line_up(run):
    code = """
from cnmaker_data import contests, diff, edition
old, new = edition(8), edition(9)
assert new.contests['regional/ningbo'].id == '9/regional/ningbo'
found = diff(old, new)
print(*(contest.series for contest in found.added))
print(*(contest.series for contest in found.removed))
print(*(change.series for change in found.changed))
"""
    added, removed, changed = run("-c", code).splitlines()
    assert added == (
        "regional/inner-mongolia thematic/di-kong-jing-ji overseas/apec"
    )
    assert removed == "regional/dalian thematic/optoelectronics"
    assert changed == (
        "final regional/shanxi regional/shanghai regional/xinjiang "
        "regional/xpcc"
    )


def test_queries_answer_from_its_data_alone(run):
    code = """
from cnmaker_data import Contests, contests, edition
print(contests.entry_for('呼和浩特').id)
print(contests.entry_for('大连').id)
print(contests.entry_for('香港').id, contests.entry_for('宁夏'))
print(edition(8).contests.entry_for('呼和浩特'))
both = Contests([*edition(8).contests, *edition(9).contests])
print(both['final'].id, len(both.by_tier('overseas')))
print(both.entry_for('香港').id, both.entry_for('杭州').id)
"""
    assert run("-c", code).splitlines() == [
        "9/regional/inner-mongolia",
        "9/regional/liaoning",
        "9/overseas/international None",
        "None",
        "9/final 3",
        "9/overseas/international 9/regional/zhejiang",
    ]


def test_the_command_line_knows_it(run):
    listed = run("-m", "cnmaker_data", "list", "--region", "内蒙古")
    assert "9/regional/inner-mongolia" in listed
    older = run("-m", "cnmaker_data", "list", "--edition=8", "--tier=final")
    assert "8/final" in older
    assert "regional/dalian" in run("-m", "cnmaker_data", "diff", "8", "9")


def test_a_broken_edition_does_not_ship_in_silence(run, tmp_path):
    code = """
from cnmaker_data import edition, edition
edition(9, digest='sha256:0')
"""
    with pytest.raises(subprocess.CalledProcessError) as caught:
        run("-c", code)
    assert "DigestMismatchError: edition 9 has the digest" in (
        caught.value.stderr
    )


NINTH = "第九届“创客中国”"


@pytest.fixture
def ninth(tmp_path):
    """Return the plan of the made-up ninth edition."""
    return read_plan(PLAN), tmp_path / "plan"


def test_a_clean_word_file_is_read(ninth):
    edition, path = ninth
    path.write_bytes(plans.as_word(plans.printed(edition)))
    assert read_plan(path, edition=9) == edition


def test_a_page_of_a_portal_is_read(ninth):
    edition, path = ninth
    page = plans.as_html(plans.printed(edition), charset="gb2312")
    foot = "<div class=foot><p>分享到：<img src=a.png></p><p>上一篇</p></div>"
    body = "</body>".encode("gb18030")
    path.write_bytes(page.replace(body, foot.encode("gb18030") + body))
    assert read_plan(path) == edition


def test_the_report_leads_through_five_faults(ninth):
    edition, path = ninth
    plan = plans.printed(edition)
    right = plans.printed(edition)
    regional = plan.tables[1].grid
    lost = regional.pop(5)
    regional[8][2] = "黑龙江"  # in the row of another place
    regional[11][3] = "甲局会同乙局"
    plan.tables[2].grid[0][3] = "主办方"
    plan.tables[3] = plan.tables[3]._replace(heading="四、境外赛（共2场）")
    cures = {
        "row 5, column 序号: '6': comes where 5": lambda: regional.insert(
            5, lost
        ),
        "column 地点: '黑龙江': contradicts": lambda: regional[9].__setitem__(
            2, right.tables[1].grid[9][2]
        ),
        "write 、 between organizations": lambda: regional[12].__setitem__(
            3, right.tables[1].grid[12][3]
        ),
        "'主办方': is no known column": lambda: (
            plan.tables[2].grid[0].__setitem__(3, "主办单位")
        ),
        "is the heading of no tier": lambda: plan.tables.__setitem__(
            3, right.tables[3]
        ),
    }
    told = len(cures)
    for reason, cure in cures.items():
        path.write_bytes(plans.as_word(plan))
        with pytest.raises(cnmaker_data.IngestError) as caught:
            read_plan(path)
        assert len(caught.value.problems) == told, str(caught.value)
        assert reason in str(caught.value)
        cure()
        told -= 1
    path.write_bytes(plans.as_word(plan))
    assert read_plan(path) == edition
