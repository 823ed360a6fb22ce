import copy
import json
import pickle

from pathlib import Path

import attrs
import pytest

from hypothesis import given

import cnmaker_data

from cnmaker_data import (
    DigestMismatchError,
    UnknownEditionError,
    diff,
    dumps,
    edition,
    editions,
    json_schema,
    loads,
)
from cnmaker_data.ingest import read_plan
from cnmaker_data.strategies import editions as any_edition


SHIPPED = Path(cnmaker_data.__file__).parent / "resources" / "editions"


def test_what_ships():
    assert editions() == tuple(range(8, editions()[-1] + 1))


def test_the_newest_by_default():
    assert edition() is edition(editions()[-1])
    assert edition().contests is cnmaker_data.contests


def test_the_eighth():
    assert (edition(8).number, edition(8).year) == (8, 2023)
    assert edition(8).title == "第八届“创客中国”中小企业创新创业大赛赛事计划"
    assert edition(8).notice == "工信部联企业函〔2023〕191号"


def test_each_is_what_loads_makes_of_it():
    # Shipped editions are restored without checks; `loads` checks all.
    for number in editions():
        data = (SHIPPED / str(number) / "edition.json").read_bytes()
        restored, checked = edition(number), loads(data)
        assert restored == checked
        assert hash(restored) == hash(checked)
        assert repr(restored) == repr(checked)
        assert restored.digest == checked.digest
        assert dumps(restored) == data
        assert pickle.dumps(restored) == pickle.dumps(copy.copy(restored))
        assert pickle.loads(pickle.dumps(restored)) == checked
        for each in (restored, *restored.contests):
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                each.name = ""


def test_each_is_what_its_plan_says():
    for number in editions():
        [plan] = (SHIPPED / str(number)).glob("plan.*")
        assert read_plan(plan) == edition(number)
        assert not diff(read_plan(plan), edition(number))


@pytest.mark.parametrize("number", [7, 0, -1, "8", 8.0, True])
def test_unknown_ones(number):
    with pytest.raises(UnknownEditionError) as caught:
        edition(number)
    assert isinstance(caught.value, LookupError)
    assert caught.value.given == number
    assert caught.value.expected == editions()


class TestDigest:
    @given(any_edition())
    def test_changes_with_any_value(self, plan):
        digests = {plan.digest}
        for change in (
            {"title": f"{plan.title}（修订）"},
            {"notes": [*plan.notes, "注"]},
            {"year": plan.year + 1},
        ):
            digests.add(attrs.evolve(plan, **change).digest)
        assert len(digests) == 4
        assert plan.digest == attrs.evolve(plan).digest

    def test_of_edition_8_is_pinned(self):
        # If it changes, the data were corrected: tell it in the changelog.
        assert edition(8).digest == (
            "sha256:c97fb49c7a8cf107b79f01a1632783bec9912ed7365af493ed28258ebd5405fe"
        )

    def test_pins_an_edition(self):
        pinned = edition(8).digest
        assert edition(8, digest=pinned) is edition(8)
        assert edition(digest=edition().digest) is edition()

    def test_refuses_another_edition(self):
        for wrong in ("sha256:0", edition(8).digest.removeprefix("sha256:"), 5):
            with pytest.raises(DigestMismatchError) as caught:
                edition(8, digest=wrong)
            assert caught.value.edition == 8
            assert caught.value.expected == wrong
            assert caught.value.actual == edition(8).digest
            assert isinstance(caught.value, ValueError)


def test_each_call_makes_a_new_schema():
    shipped = json.loads((SHIPPED.parent / "edition.schema.json").read_bytes())
    schema = json_schema()
    assert schema == shipped
    schema["$defs"]["Contest"]["allOf"].clear()
    schema["$defs"]["Contest"]["properties"].clear()
    assert json_schema() == shipped


def test_what_ships_in_a_zip(monkeypatch):
    # There are no folders in a zip that `os` could list.
    monkeypatch.setattr(cnmaker_data, "__file__", "package.zip/__init__.py")
    found = editions()
    monkeypatch.undo()
    assert found == editions()
