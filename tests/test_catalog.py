import pickle
import subprocess
import sys

from pathlib import Path

import pytest

import cnmaker_data

from cnmaker_data import (
    DigestMismatchError,
    UnknownEditionError,
    _resources,
    contests,
    diff,
    dumps,
    edition,
    editions,
    loads,
)
from cnmaker_data.ingest import read_plan


def test_what_ships():
    assert editions() == tuple(range(8, editions()[-1] + 1))


def test_the_newest_by_default():
    assert edition() is edition(editions()[-1])
    assert edition().contests is contests


def test_the_eighth():
    assert (edition(8).number, edition(8).year) == (8, 2023)
    assert edition(8).title == "第八届“创客中国”中小企业创新创业大赛赛事计划"
    assert edition(8).notice == "工信部联企业函〔2023〕191号"


@pytest.mark.parametrize("number", editions())
def test_each_is_what_loads_makes_of_it(number):
    # What ships is not checked when it is loaded, and is here.
    data = _resources.read("editions", str(number), "edition.json")
    checked = loads(data)
    assert edition(number) == checked
    assert hash(edition(number)) == hash(checked)
    assert repr(edition(number)) == repr(checked)
    assert edition(number).digest == checked.digest
    assert dumps(edition(number)) == data
    assert pickle.loads(pickle.dumps(edition(number))) == checked


@pytest.mark.parametrize("number", editions())
def test_each_is_what_its_plan_says(number):
    folder = Path(cnmaker_data.__file__).parent / "resources" / "editions"
    [plan] = (folder / str(number)).glob("plan.*")
    assert read_plan(plan) == edition(number)
    assert not diff(read_plan(plan), edition(number))


@pytest.mark.parametrize("number", [7, 0, -1, "8", 8.0, True])
def test_unknown_ones(number):
    with pytest.raises(UnknownEditionError) as caught:
        edition(number)
    assert str(caught.value) == str(UnknownEditionError(number, editions()))
    assert isinstance(caught.value, LookupError)


def test_pinned_by_digest():
    pinned = edition(8).digest
    assert edition(8, digest=pinned) is edition(8)
    assert edition(digest=edition().digest) is edition()


def test_pinned_by_another_digest():
    with pytest.raises(DigestMismatchError) as caught:
        edition(8, digest="sha256:0")
    assert caught.value.edition == 8
    assert caught.value.expected == "sha256:0"
    assert caught.value.actual == edition(8).digest
    assert str(caught.value).startswith(
        f"edition 8 has the digest '{edition(8).digest}', not 'sha256:0'; "
    )
    assert isinstance(caught.value, ValueError)


FIRST_USE = """
import threading
from concurrent.futures import ThreadPoolExecutor

import cnmaker_data
barrier = threading.Barrier(32)

def first_use():
    barrier.wait()
    return cnmaker_data.contests

with ThreadPoolExecutor(32) as pool:
    found = [pool.submit(first_use) for _ in range(32)]
assert len({id(each.result()) for each in found}) == 1
"""


def test_first_use_from_many_threads_gives_one_object():
    subprocess.run([sys.executable, "-c", FIRST_USE], check=True)


def test_what_ships_in_a_zip(monkeypatch):
    # Where there are no folders to list, the resources of the package are.
    monkeypatch.setattr(_resources, "_ROOT", "no such folder")
    found = editions()
    monkeypatch.undo()
    assert found == editions()
