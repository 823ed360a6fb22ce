"""
Each shape of a plan is read as it prints, or refused at its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import plans
import pytest
import shapes

from cnmaker_data import Edition, IngestError, diff, edition
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
