"""The command line at a terminal: nothing is folded that has to stay whole."""

import json
import re

from urllib.parse import urlsplit

import pytest

from rich.cells import cell_len

from cnmaker_data import contests


def fits(screen, columns):
    return all(cell_len(line) <= columns for line in screen.lines)


class TestList:
    @pytest.mark.parametrize("columns", [80, 100, 140, 200, 300])
    def test_ids_and_addresses_are_whole(self, terminal, columns):
        status, screen = terminal("list", columns=columns)
        assert status == 0
        assert fits(screen, columns)
        seen = "\n".join(screen.lines)
        words = seen.split()
        assert all(contest.id in words for contest in contests)
        assert all(contest.location.short_name in seen for contest in contests)
        hosts = [urlsplit(url).netloc for c in contests for url in c.urls]
        addresses = [w for w in words if w in hosts or "://" in w]
        assert len(addresses) == len(hosts)

    def test_eighty_columns_show_what_differs_and_link_to_the_rest(
        self, terminal
    ):
        _, screen = terminal("list")
        rows = {line.split()[0]: line.split() for line in screen.lines if line}
        assert rows["8/regional/zhejiang"][1:] == [
            *("浙江省", "浙江", "zj87.jxt.zj.gov.cn")
        ]
        assert rows["8/thematic/low-code"][1:] == [
            *("低代码", "杭州", "www.cnmaker.org.cn")
        ]
        assert "创客中国" not in "".join(screen.lines)
        urls = {url for contest in contests for url in contest.urls}
        assert screen.links.items() >= {
            ("www.qdmqfw.com", "https://www.qdmqfw.com/cydsindex.html")
        }
        assert {*screen.links.values()} <= urls

    def test_wider_ones_show_more(self, terminal):
        lengths = []
        for columns in (80, 130, 160, 300):
            _, screen = terminal("list", columns=columns)
            lengths.append(sum(map(len, screen.lines)))
        assert lengths == sorted({*lengths})
        assert contests["regional/zhejiang"].name in "".join(screen.lines)
        assert "浙江省经济和信息化厅（牵头）" in "".join(screen.lines)

    def test_very_narrow_ones_show_values_below_each_other(self, terminal):
        _, screen = terminal("list", "--region", "浙江", columns=36)
        assert screen.lines[:5] == [
            *("8/regional/zhejiang", "浙江省", "浙江", "zj87.jxt.zj.gov.cn", "")
        ]
        assert fits(screen, 36)

    def test_pipes_show_all(self, cli):
        _, out, _ = cli("list")
        for contest in contests:
            assert contest.id in out
            assert contest.name in out
            assert all(url in out for url in contest.urls)
            assert all(str(each) in out for each in contest.organizers)


class TestWhere:
    @pytest.mark.parametrize("columns", [80, 140, 250])
    def test_nothing_is_folded(self, terminal, columns):
        address = "江苏省苏州工业园区星湖街328号创意产业园"
        status, screen = terminal(
            "where", address, "659001", "浙江省", columns=columns
        )
        assert status == 0
        assert fits(screen, columns)
        seen = "\n".join(screen.lines)
        # It is cut if there is no room for all of it.
        assert re.search(f"^{address[:4]}", seen, re.MULTILINE)
        assert address[-3:] not in seen.replace(address, "")
        if columns == 80:
            assert "8/regional/jiangsu" in seen.split()
            assert "www.xjbtsme.gov.cn.org.cn" in seen.split()
        else:
            assert contests["regional/jiangsu"].name in seen
            assert "http://www.xjbtsme.gov.cn.org.cn/" in seen.split()
        assert screen.links

    def test_reasons_are_told_once(self, terminal):
        status, screen = terminal("where", "鼓楼区", "全国", columns=200)
        seen = "\n".join(screen.lines)
        assert status == 1
        assert seen.count("ambiguous") == seen.count("unknown") == 1

    @pytest.mark.parametrize("format", ["table", "csv", "json"])
    @pytest.mark.parametrize(
        "escape", ["\x1b[31m", "\x9b31m", "\u202e", "\x07"]
    )
    def test_escapes_of_the_input_do_not_reach_it(
        self, terminal, format, escape
    ):
        place = f"全国{escape}"
        _, screen = terminal("where", place, "--format", format)
        assert "全国\\u" in screen.raw
        assert escape not in screen.raw
        if format == "json":
            text = screen.raw.partition("cnmaker-data:")[0]
            assert json.loads(text)[0]["place"] == place


class TestShow:
    def test_addresses_are_links(self, terminal):
        _, screen = terminal("show", "regional/xinjiang")
        assert set(contests["regional/xinjiang"].urls) <= {*screen.links}


class TestMentions:
    def test_ids_are_whole(self, terminal):
        title = "第十届“创客中国”深圳市中小企业创新创业大赛一等奖，等等" * 3
        for columns in (60, 80, 140, 240):
            status, screen = terminal("mentions", title, columns=columns)
            assert status == 0
            assert fits(screen, columns)
            assert "10/regional/shenzhen" in "\n".join(screen.lines).split()


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize(
    "command", [[], ["list"], ["where"], ["export"], ["ingest"]]
)
def test_help_takes_the_width(terminal, command, columns):
    status, screen = terminal(*command, "--help", columns=columns)
    assert status == 0
    assert fits(screen, columns)


def test_help_flows(terminal):
    _, screen = terminal("list", "--help", columns=160)
    seen = "\n".join(screen.lines)
    assert "place, organizers or id contain each word of a text." in seen


class TestErrors:
    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["export", "a.csv", "c.csv"], "Too many arguments: 'c.csv'."),
            (["list", "浙江"], "Too many arguments: '浙江'."),
            (["list", "--tir", "x"], "Unknown option: --tir. Did you mean"),
            (["lst"], 'Unknown command "lst". Did you mean "list"?'),
            (["show"], 'Command "show" parameter ID requires an argument.'),
        ],
    )
    def test_are_told_once_and_say_what_to_do(
        self, terminal, arguments, message
    ):
        status, screen = terminal(*arguments, columns=200)
        assert status == 2
        [line] = screen.lines
        assert line.startswith(f"cnmaker-data: {message}")
        assert "Try: cnmaker-data " in line
        assert line.endswith("--help")
