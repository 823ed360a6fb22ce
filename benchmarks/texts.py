"""
Reading what people have: addresses beside cpca, pages beside a plain search.
"""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.cases import Case, timed


_COUNT = 1_000
#: A page of news without a contest in it: 100,000 characters.
_PAGE = "本市中小企业服务中心今日发布通知，请各区县组织企业报名参加。" * 3_400
_TITLE = "第十届“创客中国”深圳市中小企业创新创业大赛一等奖"


def _addresses() -> list[str]:
    from cnmaker_data import path_of
    from cnmaker_data.places import all_regions

    counties = [each for each in all_regions() if each.level == "county"]
    step = len(counties) // _COUNT
    return [
        f"{path_of(county)}人民路{number}号"
        for number, county in enumerate(counties[: step * _COUNT : step])
    ]


def _locate() -> Callable[[], object]:
    from cnmaker_data import locate

    addresses = _addresses()
    return lambda: [locate(address) for address in addresses]


def _cpca() -> Callable[[], object]:
    import cpca

    addresses = _addresses()
    return lambda: cpca.transform(addresses)


def _find_mentions(text: str) -> Callable[[], Callable[[], object]]:
    def prepare() -> Callable[[], object]:
        from cnmaker_data import find_mentions

        return lambda: find_mentions(text)

    return prepare


CASES = [
    Case(
        "`locate`, addresses of 1,000 counties",
        timed("cnmaker_data, locate", "addresses", _locate, answers=_COUNT),
        timed("cpca", "addresses", _cpca, answers=_COUNT),
        0.7,
    ),
    Case(
        "`find_mentions`, a page of 100,000 characters without one",
        timed("cnmaker_data, mentions", "a page", _find_mentions(_PAGE)),
        timed(
            "`in`, for 创客中国", "a page", lambda: lambda: "创客中国" in _PAGE
        ),
    ),
    Case(
        "`find_mentions`, a title with an award",
        timed("cnmaker_data, mentions", "a title", _find_mentions(_TITLE)),
        timed(
            "`in`, for 创客中国",
            "a title",
            lambda: lambda: "创客中国" in _TITLE,
        ),
    ),
]
