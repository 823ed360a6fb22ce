"""
How long a question takes once the contests are loaded and indexed.

Each query is asked for everything that can be asked for, in turn, beside
pycountry, which is asked for each subdivision of China by its code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.cases import Case, asked


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cnmaker_data import Contests


def _case(
    what: str,
    query: Callable[[Contests], Callable[[Any], object]],
    questions: Callable[[Contests], Iterable[object]],
) -> Case:
    def prepare() -> tuple[Callable[[Any], object], list[object]]:
        from cnmaker_data import contests

        return query(contests), list(questions(contests))

    return Case(what, asked(what, "warm", prepare), _PYCOUNTRY, 1.0)


def _pycountry() -> tuple[Callable[[str], object], list[str]]:
    import pycountry

    subdivisions: Any = pycountry.subdivisions

    def get(code: str) -> object:
        return subdivisions.get(code=code)

    codes = [each.code for each in subdivisions]
    return get, [code for code in codes if code.startswith("CN-")]


def _ids(contests: Contests) -> Iterable[str]:
    return (contest.id for contest in contests)


def _places(contests: Contests) -> Iterable[str]:
    return dict.fromkeys(contest.location.short_name for contest in contests)


def _divisions(contests: Contests) -> Iterable[str]:
    # As many as are asked, from all over the list.
    return [row.code for row in contests.crosswalk()][::3]


_PYCOUNTRY = asked("`pycountry.subdivisions.get(code=…)`", "warm", _pycountry)

CASES = [
    _case("`contests[id]`", lambda c: c.__getitem__, _ids),
    _case(
        "`by_tier`, by value",
        lambda c: c.by_tier,
        lambda _: ("final", "regional", "thematic", "overseas"),
    ),
    _case(
        "`by_tier`, by label",
        lambda c: c.by_tier,
        lambda _: ("总决赛", "区域赛", "专题赛", "境外区域赛"),
    ),
    _case("`by_region`, by name", lambda c: c.by_region, _places),
    _case("`organizers_of`, by id", lambda c: c.organizers_of, _ids),
    _case("`entry_for`, by code", lambda c: c.entry_for, _divisions),
]
