"""
The cases that the library and the explorer of the site both have to answer.
"""

import csv

from cnmaker_data import AmbiguousRegionError, UnknownRegionError, locate


def _answer(text):
    try:
        located = locate(text)
    except AmbiguousRegionError as error:
        return [region.code for region in error.candidates], "", ""
    except UnknownRegionError:
        return [], "", ""
    return [located.region.code], located.read, located.basis


def test_each_case(request):
    path = request.config.rootpath / "tests" / "data" / "located.csv"
    with path.open(encoding="utf-8", newline="") as file:
        cases = list(csv.DictReader(file))
    assert len(cases) > 80
    differing = {
        case["text"]: answer
        for case in cases
        if (answer := _answer(case["text"]))
        != (case["codes"].split(), case["read"], case["basis"])
    }
    assert differing == {}
