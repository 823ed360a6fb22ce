"""
The time to the first answer in a new process.

It is measured twice: as a whole process, with the start and the end of the
interpreter, and by a clock inside the process, without them.
"""

from __future__ import annotations

from benchmarks.cases import Case, inside, process


_IMPORT = "import cnmaker_data"
_ANSWER = (
    "from cnmaker_data import contests\n"
    "assert contests.by_region('浙江')[0].series == 'regional/zhejiang'"
)
_ATTRS = "import attrs"
_PYCOUNTRY = (
    "import pycountry\n"
    "assert pycountry.subdivisions.get(code='CN-ZJ').name == 'Zhejiang Sheng'"
)

CASES = [
    Case(
        f"{what}, {how}",
        measure(f"cnmaker_data, {what}", how, ours),
        measure(peer, how, peers),
        target,
    )
    for measure, how in (
        (process, "whole process"),
        (inside, "without the interpreter"),
    )
    for what, ours, peer, peers, target in (
        ("`import cnmaker_data`", _IMPORT, "`import attrs`", _ATTRS, 1.1),
        ("first `by_region`", _ANSWER, "`import attrs`", _ATTRS, 1.4),
        (
            "first `by_region`",
            _ANSWER,
            "pycountry, first subdivision",
            _PYCOUNTRY,
            0.65,
        ),
    )
]
