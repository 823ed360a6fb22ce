"""Tables in notebooks and terminals."""

import io
import sys

from html.parser import HTMLParser

import attrs
import pytest

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from cnmaker_data import (
    Contests,
    Crosswalk,
    Organization,
    Organizer,
    Role,
    contests,
    diff,
    edition,
    find_region,
)
from cnmaker_data.strategies import editions


VOID = {"br"}


class Page(HTMLParser):
    """Reads HTML strictly: every tag is closed, in order."""

    def __init__(self, html):
        super().__init__()
        self.open, self.tags, self.texts = [], [], []
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)

    @property
    def text(self):
        return "".join(self.texts)

    def all(self, name):
        return [attributes for tag, attributes in self.tags if tag == name]


def page(shown):
    return Page(shown._repr_html_())


def printed(shown, width=200):
    console = Console(file=io.StringIO(), width=width, force_terminal=True)
    console.print(shown)
    return console.file.getvalue()


def changed():
    old = edition(8)
    kept = list(old.contests[1:])
    kept[0] = attrs.evolve(kept[0], links=[])
    new = attrs.evolve(old, contests=kept, title="another title")
    return old, new


SHOWN = {
    "contests": lambda: contests,
    "no contest": Contests,
    "contest": lambda: contests["8/thematic/low-code"],
    "final": lambda: contests["final"],
    "edition": lambda: edition(8),
    "diff": lambda: diff(*changed()),
    "diff back": lambda: diff(*reversed(changed())),
    "no diff": lambda: diff(edition(8), edition(8)),
    "crosswalk": contests.crosswalk,
    "no crosswalk": Crosswalk,
    "table": contests.table,
}


@pytest.fixture(params=SHOWN.values(), ids=SHOWN)
def shown(request):
    return request.param()


class TestHTML:
    def test_is_one_table_that_sets_no_colours(self, shown):
        html = page(shown)
        assert len(html.all("table")) == 1
        assert len(html.all("caption")) == 1
        allowed = {"scope", "lang", "href", "rel", "colspan"}
        for _, attributes in html.tags:
            assert set(attributes) <= allowed

    def test_headings_say_what_they_head(self, shown):
        assert all(
            each["scope"] in ("row", "col") for each in page(shown).all("th")
        )

    def test_of_contests_has_all_of_them_with_links(self):
        html = page(contests)
        assert len(html.all("tr")) == 1 + 50
        assert [each["href"] for each in html.all("a")] == [
            url for contest in contests for url in contest.urls
        ]
        for contest in contests:
            assert contest.id in html.texts
            assert contest.name in html.texts
        assert "more" not in html.text

    @pytest.mark.parametrize(
        ("times", "caption"),
        [(0, "0 contests"), (1, "1 contest"), (1_500, "1,500 contests")],
    )
    def test_the_caption_counts_contests(self, times, caption):
        some = Contests([contests[0]] * times)
        assert f"<caption>{caption}</caption>" in some._repr_html_()

    def test_chinese_text_says_so(self):
        html = contests[:1]._repr_html_()
        assert f'<span lang="zh">{contests[0].name}</span>' in html

    def test_of_a_contest(self):
        html = page(contests["8/thematic/low-code"])
        for text in ("低代码", "专题赛 (thematic)", "浙江省杭州市 (330100)"):
            assert text in html.texts
        assert "theme" not in page(contests["final"]).texts
        assert not page(contests["final"]).all("a")

    def test_of_an_edition_has_its_title(self):
        html = page(edition(8))
        assert edition(8).title in html.texts
        assert len(html.all("tr")) == 1 + 50

    def test_of_a_diff(self):
        found = diff(*changed())
        html = page(found)
        assert str(found).split("\n")[0] in html.texts
        texts = [text for text in html.texts if text.strip()]
        for row in (
            ["edition", "changed"],
            ["final", "removed"],
            ["regional/beijing", "changed"],
        ):
            at = texts.index(row[0])
            assert texts[at : at + 2] == row
        assert "another title" in html.text
        assert "added" in page(diff(*reversed(changed()))).texts

    def test_long_ones_are_cut_with_a_note(self):
        html = page(contests.crosswalk())
        assert len(html.all("tr")) == 1 + 50 + 1
        assert "and 3,164 more" in html.texts
        [note] = html.all("td")[-1:]
        assert note == {"colspan": "4"}
        crosswalk = contests.crosswalk()
        assert len(page(crosswalk[:199]).all("tr")) == 1 + 199
        assert len(page(crosswalk[:200]).all("tr")) == 1 + 50 + 1

    def test_a_division_without_a_contest(self):
        assert "None" not in page(contests.crosswalk()).text

    @given(
        st.sampled_from(["<script>alert(1)</script>", '"><img src=x>', "&lt;"]),
        editions(max_contests=2),
    )
    def test_everything_is_escaped(self, text, plan):
        contest = attrs.evolve(
            plan.contests[0],
            name=text,
            location=attrs.evolve(find_region("浙江"), name=text),
            organizers=[Organizer(Organization(text, ["<b>"]), Role.HOST)],
        )
        evil = attrs.evolve(plan, title=text, contests=[contest])
        for shown in (evil, contest, evil.contests, diff(plan, evil)):
            html = page(shown)
            assert not html.all("script")
            assert not html.all("img")
            assert not html.all("b")
            assert text in html.text

    @given(editions())
    def test_of_any_edition(self, plan):
        html = page(plan)
        assert len(html.all("tr")) == 1 + len(plan.contests)
        for link in html.all("a"):
            assert link["href"].startswith(("http://", "https://"))


class TestRich:
    def test_shows_a_table(self, shown):
        assert "more" not in printed(shown) or len(shown) == 3214

    def test_of_contests(self):
        out = printed(contests, width=300)
        for contest in contests:
            assert contest.id in out
            assert contest.name in out
        # Links that terminals open.
        assert "\x1b]8;" in out
        assert "http://www.smebj.cn/" in out

    def test_of_a_crosswalk_is_cut(self):
        assert "and 3,164 more" in printed(contests.crosswalk())

    def test_markup_in_a_name_is_text(self):
        contest = attrs.evolve(contests[0], name="[bold]x[/bold]")
        assert "[bold]x[/bold]" in printed(Contests([contest]))
        assert "[bold]x[/bold]" in printed(contest)

    def test_rich_is_imported_by_who_has_it_alone(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "rich", None)
        with pytest.raises(ImportError):
            contests.__rich__()
        assert contests._repr_html_()
