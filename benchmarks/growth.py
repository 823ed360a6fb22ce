"""
How time and memory grow with the contests: 1, 10, 100 and 1,000 editions.

The editions are made of the eighth: each has 50 contests with ids and texts
of its own.
"""

from __future__ import annotations

import functools
import json

from typing import TYPE_CHECKING, Any

from benchmarks.cases import Case, Measure, asked, memory, timed


if TYPE_CHECKING:
    from collections.abc import Callable

    from cnmaker_data import Contests, Edition


#: How many contests an edition has.
SIZE = 50
#: The most editions. They are slow to prepare, so that all of these measures
#: have a number of loops: what is compared is measured in the same rounds.
_MANY = 1_000


def documents(editions: int) -> list[bytes]:
    """Return editions as JSON that share no text."""
    from cnmaker_data import dumps, edition

    eighth = json.loads(dumps(edition(8)))
    return [
        json.dumps(_renumbered(eighth, number), ensure_ascii=False).encode()
        for number in range(1, editions + 1)
    ]


def _renumbered(value: Any, number: int) -> Any:
    match value:
        case str():
            text = value.replace("第八届", f"第{number}届")
            head, slash, series = text.partition("8/")
            return f"{number}/{series}" if slash and not head else text
        case list():
            return [_renumbered(each, number) for each in value]
        case dict():
            renumbered = {k: _renumbered(v, number) for k, v in value.items()}
            if "notice" in value:
                renumbered["number"] = number
            if "edition" in value:
                renumbered["edition"] = number
            return renumbered
        case _:
            return value


def _loaded(editions: int) -> list[Edition]:
    from cnmaker_data import loads

    return list(map(loads, documents(editions)))


@functools.cache
def _contests(editions: int) -> Contests:
    from cnmaker_data import Contests

    return Contests(
        contest for edition in _loaded(editions) for contest in edition.contests
    )


def _build(editions: int) -> Measure:
    """Return the measure of all indexes together, for one contest."""

    def prepare() -> Callable[[], object]:
        from cnmaker_data import Contests

        rows = tuple(_contests(editions))

        def build() -> None:
            contests = Contests(rows)
            # One of each kind: the first builds its index.
            contests["final"]
            contests.by_tier("final")
            contests.by_region("浙江")
            contests.by_region("浙江", within=False)
            contests.by_organizer("工业和信息化部")
            contests.entry_for("浙江")

        return build

    return timed(
        f"`Contests` of {SIZE * editions:,}",
        "built with all indexes",
        prepare,
        answers=SIZE * editions,
        loops=max(1, 200 // editions),
    )


def _query(
    name: str, ask: Callable[[Contests], object], editions: int
) -> Measure:
    def prepare() -> tuple[Callable[[Contests], object], list[Contests]]:
        return ask, [_contests(editions)]

    return asked(
        f"`Contests` of {SIZE * editions:,}",
        name,
        prepare,
        loops=100,
    )


def _hold(load: Callable[[bytes], object]) -> list[object]:
    # Each document is let go of before the next is made.
    return [load(document) for document in documents(_EDITIONS_HELD)]


def _hold_ours() -> object:
    from cnmaker_data import loads

    return _hold(loads)


def _hold_in_pydantic() -> object:
    from benchmarks.in_pydantic import Edition

    return _hold(Edition.model_validate_json)


def _hold_in_msgspec() -> object:
    import msgspec

    from benchmarks.in_msgspec import Edition

    return _hold(msgspec.json.Decoder(Edition).decode)


_EDITIONS_HELD = 20
_HELD = SIZE * _EDITIONS_HELD
_OURS = memory("`loads`", "memory", _hold_ours, answers=_HELD)
_QUERIES: list[tuple[str, Callable[[Contests], object]]] = [
    ("`contests[series]`", lambda contests: contests["regional/ningbo"]),
    ("`by_tier`", lambda contests: contests.by_tier("regional")),
    ("`by_region`", lambda contests: contests.by_region("浙江")),
]

CASES = [
    *(
        Case(
            f"each contest of {SIZE * editions:,}, to index all",
            _build(editions),
            _build(1),
            1.5,
        )
        for editions in (10, 100, _MANY)
    ),
    *(
        Case(
            f"{name} of {SIZE * _MANY:,} contests",
            _query(name, ask, _MANY),
            _query(name, ask, 1),
            1.5,
        )
        for name, ask in _QUERIES
    ),
    Case(
        "memory, each contest",
        _OURS,
        memory("pydantic", "memory", _hold_in_pydantic, answers=_HELD),
        0.5,
    ),
    Case(
        "memory, each contest",
        _OURS,
        memory("msgspec", "memory", _hold_in_msgspec, answers=_HELD),
    ),
]
