"""
Hypothesis strategies for the model, for our tests and for yours.

Drawn objects are consistent: `read_plan` reads an edition back from its
`plan_text`, and `find_links` finds a link in its text. They shrink to few
contests in 北京 with plain names. Once this package is installed,
`hypothesis.strategies.from_type` draws the classes of the model, too.
"""

from __future__ import annotations

import contextlib

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any, TypeAlias

import attrs

from cnmaker_data.catalog import Edition
from cnmaker_data.collection import Contests
from cnmaker_data.errors import MissingExtraError, data_error, short_repr
from cnmaker_data.model import (
    Contest,
    Level,
    Link,
    Organization,
    Organizer,
    Region,
    Role,
    Source,
    Tier,
    member_of,
)
from cnmaker_data.places import CORPS, all_regions, find_region, path_of
from cnmaker_data.series import (
    YEAR_BEFORE_FIRST,
    notice_on_record,
    numeral,
    series_of,
)
from cnmaker_data.urls import normalize_url


try:
    from hypothesis import strategies as st
except ImportError as _error:
    raise MissingExtraError("cnmaker_data.strategies", "hypothesis") from _error


__all__ = [
    "contests",
    "editions",
    "links",
    "organizations",
    "plan_text",
    "plan_texts",
    "regions",
]


_Row: TypeAlias = tuple[dict[str, Any], dict[str, str]]

_CONTEST = "中小企业创新创业大赛"
_FINAL = "全国总决赛"
_ENDINGS = {Tier.FINAL: _FINAL, Tier.OVERSEAS: "（决赛）"}
_THEMES = ("大数据", "低代码", "锂电 (新能源)", "AI", "5G+", "IoT 2")
_OFFICES = (
    "北京市工业和信息化厅",
    "浙江省人民政府",
    "新疆生产建设兵团工业和信息化局",
    "大连市中小企业服务局",
)
# Characters of names; some are in GB 18030 and UTF-8 only.
_HAN = "一中云光国天工数新智能江海科网联芯链镕㐂𠮷"
# Examples shrink to the first of these; plans start with the last.
_TIERS = (Tier.REGIONAL, Tier.THEMATIC, Tier.OVERSEAS, Tier.FINAL)


def regions(*, level: Level | None = None) -> st.SearchStrategy[Region]:
    """
    Draw administrative divisions, of one *level* or any.

    >>> from hypothesis import given
    >>> @given(regions(level="prefecture"))
    ... def test_prefectures(region):
    ...     assert region.code.endswith("00")
    >>> test_prefectures()
    """

    def of_level() -> st.SearchStrategy[Region]:
        known = (*all_regions(), find_region(CORPS))
        return st.sampled_from([r for r in known if level in (None, r.level)])

    return st.deferred(of_level)


_REGIONS = regions()


def organizations() -> st.SearchStrategy[Organization]:
    """
    Draw organizations, with up to two other names.

    >>> from hypothesis import given
    >>> @given(organizations())
    ... def test_names(organization):
    ...     assert organization.name not in organization.aliases
    >>> test_names()
    """
    # Without 一: alone in a list, it numbers what follows.
    han = st.text(_HAN[1:], min_size=1, max_size=8)
    names = st.sampled_from(_OFFICES) | han
    return st.lists(names, min_size=1, max_size=3, unique=True).map(
        lambda names: Organization(names[0], names[1:])
    )


def links() -> st.SearchStrategy[Link]:
    """
    Draw links as the plan prints them: with and without scheme and label.

    >>> from hypothesis import given
    >>> @given(links())
    ... def test_links(link):
    ...     assert link.url == normalize_url(link.text)
    >>> test_links()
    """
    texts = st.from_regex(
        r"(www\.|http://|https://www\.|HTTP://)[abcxyz]{1,6}\.(cn|org\.cn|com)"
        r"(/[abcxyz]{1,6})?",
        fullmatch=True,
    )
    labels = st.sampled_from([None, "大赛官网", "报名网站"])
    return st.tuples(texts, labels).map(
        lambda drawn: Link(normalize_url(drawn[0]), *drawn)
    )


def contests(
    *,
    edition: st.SearchStrategy[int] | int | None = None,
    tier: Tier | str | None = None,
) -> st.SearchStrategy[Contest]:
    """
    Draw contests, of one *edition* and *tier* or any.

    >>> from hypothesis import given
    >>> @given(contests(edition=8, tier=Tier.THEMATIC))
    ... def test_themes(contest):
    ...     assert contest.theme in contest.name
    >>> test_themes()
    """
    drawn = editions(
        number=edition,
        min_contests=1,
        max_contests=1,
        tiers=_TIERS if tier is None else (tier,),
    )
    return drawn.map(lambda edition: edition.contests[0])


def editions(
    *,
    number: st.SearchStrategy[int] | int | None = None,
    min_contests: int = 1,
    max_contests: int = 8,
    tiers: Iterable[Tier | str] = _TIERS,
) -> st.SearchStrategy[Edition]:
    """
    Draw editions, with a *number* of yours or any up to 99.

    *min_contests* and *max_contests* bound their size; their contests are of
    these *tiers*.

    >>> from hypothesis import given
    >>> @given(editions(number=8, max_contests=3))
    ... def test_sizes(edition):
    ...     assert 1 <= len(edition.contests) <= 3
    >>> test_sizes()
    """
    if not isinstance(number, st.SearchStrategy):
        number = st.integers(1, 99) if number is None else st.just(number)
    kinds = tuple(member_of(Tier, tier) for tier in tiers)
    return _editions(number, min_contests, max_contests, kinds)


def plan_texts(
    *,
    number: st.SearchStrategy[int] | int | None = None,
    min_contests: int = 1,
    max_contests: int = 8,
) -> st.SearchStrategy[str]:
    """
    Draw plans as text; the parameters are those of `editions`.

    >>> from hypothesis import given
    >>> @given(plan_texts(number=8))
    ... def test_titles(text):
    ...     assert "第八届“创客中国”中小企业创新创业大赛赛事计划" in text
    >>> test_titles()
    """
    return editions(
        number=number, min_contests=min_contests, max_contests=max_contests
    ).map(plan_text)


def plan_text(edition: Edition) -> str:
    """
    Return the plan of an edition as text, made of its printed cells.

    Notes stand at its end. `read_plan` reads the same edition from it.

    >>> from cnmaker_data import edition
    >>> plan_text(edition(8)).splitlines()[2:5]
    ['总决赛', '', '\\t赛事名称']
    """
    lines = [edition.title, ""]
    if edition.notice not in (None, notice_on_record(edition.number)):
        lines.insert(0, edition.notice)
    tables = groupby(edition.contests, lambda contest: contest.source.table)
    for heading, rows in tables:
        sources = [contest.source for contest in rows]
        lines += [heading, ""]
        for cells in (list(sources[0]), *(s.values() for s in sources)):
            lines += [f"\t{cell}" for cell in cells]
            lines.append("")
        lines.append("")
    return "\n".join([*lines, *edition.notes])


def strategy_of(cls: type) -> st.SearchStrategy[Any]:
    """Return what `hypothesis.strategies.from_type` draws for a class."""
    found: dict[type, st.SearchStrategy[Any]] = {
        Region: regions(),
        Organization: organizations(),
        Organizer: st.builds(Organizer, organizations(), st.sampled_from(Role)),
        Link: links(),
        Source: contests().map(attrgetter("source")),
        Contest: contests(),
        Contests: editions().map(attrgetter("contests")),
        Edition: editions(),
    }
    return found[cls]


@st.composite
def _editions(
    draw: st.DrawFn,
    numbers: st.SearchStrategy[int],
    min_contests: int,
    max_contests: int,
    tiers: tuple[Tier, ...],
) -> Edition:
    number = draw(numbers)
    if number not in range(1, 100):
        given = short_repr(number)
        raise data_error(f"edition {given} is not a number from 1 to 99")
    year = YEAR_BEFORE_FIRST + number
    notices = notice_on_record(number), f"工信部企业函〔{year}〕191号"
    notes = st.sampled_from(["注：以各赛事的通知为准。", "注：排名不分先后。"])
    rows = draw(
        st.lists(
            _rows(number, tiers),
            min_size=min_contests,
            max_size=max_contests,
            unique_by=lambda row: row[0]["id"],
        )
    )
    rows.sort(key=lambda row: [*Tier].index(row[0]["tier"]))
    tables = groupby(rows, lambda row: row[0]["tier"])
    contests: list[Contest] = []
    for place, (tier, table) in enumerate(tables, 1):
        contests += _table(place, tier, [*table], is_merged=draw(st.booleans()))
    return Edition(
        number=number,
        year=year,
        title=f"第{numeral(number)}届“创客中国”{_CONTEST}赛事计划",
        notice=draw(st.sampled_from(notices)),
        contests=contests,
        notes=draw(st.lists(notes, max_size=2)),
    )


@st.composite
def _rows(draw: st.DrawFn, edition: int, tiers: tuple[Tier, ...]) -> _Row:
    """Draw the fields of a contest, and the cells that print them."""
    # All tiers draw in the same order, so that one can shrink to another.
    tier = draw(st.sampled_from(tiers))
    location = draw(_REGIONS)
    subjects = {
        Tier.FINAL: st.just(""),
        Tier.REGIONAL: _spellings(location),
        Tier.THEMATIC: st.sampled_from(_THEMES)
        | st.text(_HAN, min_size=1, max_size=6),
        Tier.OVERSEAS: st.sampled_from(["国际", "APEC", "BRICS"]),
    }
    subject = draw(subjects[tier])
    start = f"第{numeral(edition)}届“创客中国”"
    name = f"{start}{subject}{_CONTEST}{_ENDINGS.get(tier, '')}"
    cells = {"序号": ""} if tier in (Tier.REGIONAL, Tier.THEMATIC) else {}
    cells["赛事名称"] = draw(_broken(name))
    cells["地点"] = draw(_spellings(location).flatmap(_broken))
    organizers, printed = draw(_organizer_cells(tier))
    cells |= printed
    links, cells["报名网址"] = draw(_link_cells())
    if tier is Tier.FINAL:
        links = []
        del cells["报名网址"]
    fields = {
        "id": f"{edition}/{series_of(tier, subject, location)}",
        "edition": edition,
        "tier": tier,
        "name": name,
        "theme": subject if tier is Tier.THEMATIC else None,
        "location": location,
        "organizers": organizers,
        "links": links,
    }
    return fields, cells


def _table(
    place: int, tier: Tier, rows: list[_Row], *, is_merged: bool
) -> Iterator[Contest]:
    """Yield the contests of a table, with one merged cell of links or many."""
    heading = tier.label
    if tier is not Tier.FINAL:
        unit = "场" if tier is Tier.OVERSEAS else "个"
        heading = f"{numeral(place)}、{heading}（共{len(rows)}{unit}）"
    for row, (fields, cells) in enumerate(rows, 1):
        if "序号" in cells:
            fields["number"] = row
            cells["序号"] = str(row)
        if is_merged and row > 1:
            fields["links"] = [
                attrs.evolve(link, inherited=True)
                for link in rows[0][0]["links"]
            ]
            cells["报名网址"] = ""
        yield Contest(**fields, source=Source(heading, row, [*cells.items()]))


@st.composite
def _spellings(draw: st.DrawFn, region: Region) -> str:
    """Draw a text that means a region."""
    path = path_of(region)
    name = draw(st.sampled_from([region.name, region.short_name, path]))
    with contextlib.suppress(LookupError):
        if find_region(name) == region:
            return name
    return path


@st.composite
def _broken(draw: st.DrawFn, text: str) -> str:
    """Draw a text that a narrow column may have broken over lines."""
    at, breaks = divmod(draw(st.integers(0, 3 * len(text) - 1)), 3)
    before, after = text[:at], text[at:]
    if not before or before[-1].isspace() or after[0].isspace():
        return text
    # Alone on a line, the end of the final's name is the heading of a table.
    line_ends = "" if _FINAL.endswith(after) else "\n" * breaks
    return f"{before}{line_ends}{after}"


@st.composite
def _organizer_cells(
    draw: st.DrawFn, tier: Tier
) -> tuple[list[Organizer], dict[str, str]]:
    """Draw organizers, and the cells that print them."""
    joint = draw(st.sampled_from(["、", "、\n", "、\n\n", " 、\n\n"]))
    # All tiers draw this, so that one can shrink to another.
    role = draw(st.sampled_from([Role.LEAD, Role.HOST]))
    roles = {"主办单位": role if tier is Tier.REGIONAL else Role.HOST}
    if tier is Tier.FINAL:
        roles["承办单位"] = Role.UNDERTAKER
    organizers: list[Organizer] = []
    cells: dict[str, str] = {}
    for column, role in roles.items():
        drawn = draw(
            st.lists(
                organizations(),
                min_size=1,
                max_size=3,
                unique_by=attrgetter("name"),
            )
        )
        organizers += [Organizer(each, role) for each in drawn]
        cells[column] = joint.join(map(str, drawn))
        if role is Role.LEAD:
            cells[column] += role.label
    return organizers, cells


@st.composite
def _link_cells(draw: st.DrawFn) -> tuple[list[Link], str]:
    """Draw links, and the cell that prints them."""
    drawn = draw(
        st.lists(links(), min_size=1, max_size=2, unique_by=attrgetter("url"))
    )
    joint = draw(st.sampled_from(["或", "\n", " \n\n", "、", "或\n"]))
    blanks = draw(st.sampled_from(["", "  "]))
    texts = [f"{link.label or ''}{link.text}" for link in drawn]
    return drawn, joint.join(texts) + blanks
