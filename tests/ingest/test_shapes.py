"""
Each shape of a plan is read as it prints, or refused at its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import plans
import pytest
import shapes

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cnmaker_data import Edition, IngestError, diff, edition, strategies
from cnmaker_data.ingest import read_plan


if TYPE_CHECKING:
    from pathlib import Path


def read(data: bytes, folder: Path) -> Edition:
    path = folder / "plan"
    path.write_bytes(data)
    return read_plan(path)


@pytest.mark.parametrize(
    ("shape", "form"),
    [(shape, form) for shape in shapes.SAME for form in shape.forms],
    ids=str,
)
def test_a_shape_is_read(
    shape: shapes.Shape, form: str, tmp_path: Path
) -> None:
    eighth = edition(8)
    found = read(shapes.write(plans.printed(eighth), form, shape), tmp_path)
    expected = shape.reads(eighth)
    assert str(diff(expected, found)).splitlines()[1:] == []
    assert found == expected


@pytest.mark.parametrize("form", ["text", "word", "html"])
@given(drawn=strategies.editions(), data=st.data())
@settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_shapes_together_are_read_or_refused(
    form: str, drawn: Edition, data: st.DataObject, tmp_path: Path
) -> None:
    chosen = data.draw(
        st.lists(
            st.sampled_from([s for s in shapes.SAME if form in s.forms]),
            max_size=4,
            unique_by=str,
        ),
        "shapes",
    )
    expected = drawn
    for shape in chosen:
        expected = shape.reads(expected)
    try:
        found = read(
            shapes.write(plans.printed(drawn), form, *chosen), tmp_path
        )
    except IngestError:
        return
    assert str(diff(expected, found)).splitlines()[1:] == []
    assert (found.title, found.contests) == (expected.title, expected.contests)
    assert sorted(found.notes) == sorted(expected.notes)
