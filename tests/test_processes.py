"""Objects that go from one process to another, by a pickle or a fork."""

import copy
import multiprocessing
import os
import pickle
import sys
import weakref

from pathlib import Path

import pytest

from cnmaker_data import (
    Role,
    Tier,
    contests,
    edition,
)
from interpreters import others, run, start


PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)
PICKLE = Path(__file__).parent / "data" / "final.pickle"

# Objects that a pickle must restore.
OBJECTS = """
import pickle
import sys

from pathlib import Path

from cnmaker_data import *
from cnmaker_data import contests

def caught(function, *arguments):
    try:
        function(*arguments)
    except CnmakerDataError as error:
        return error

objects = [
    *(edition(8), contests, contests["final"], contests["final"].source),
    *(contests.by_tier("regional"), contests.crosswalk()),
    *(*Tier, *Role, find_region("义乌"), diff(edition(8), edition(8))),
]
errors = [
    *(caught(find_region, name) for name in ("义鸟", "鼓楼区")),
    caught(loads, '{}'),
    *(caught(edition, 7), caught(normalize_url, "mailto:a@b.cn")),
]
"""
WRITE = f"""
{OBJECTS}
for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
    data = pickle.dumps((objects, errors), protocol)
    Path(sys.argv[1], str(protocol)).write_bytes(data)
"""
READ = f"""
{OBJECTS}
for path in Path(sys.argv[1]).iterdir():
    read, read_errors = pickle.loads(path.read_bytes())
    for one, other in zip(read, objects, strict=True):
        assert type(one) is type(other), (path, one)
        assert one == other and hash(one) == hash(other), (path, one)
        assert repr(one) == repr(other), (path, one)
    for one, other in zip(read_errors, errors, strict=True):
        assert type(one) is type(other), (path, one)
        assert one.args == other.args, (path, one)
        assert str(one) == str(other), (path, one)
    # It answers.
    assert read[0].digest == edition(8).digest
    assert read[0].contests.entry_for("义乌") == contests["regional/zhejiang"]
    assert read[1]["final"] == contests["final"]
"""


class TestPickles:
    @pytest.mark.parametrize("version", others() or [None])
    def test_go_from_one_version_of_python_to_another(
        self, version, core, tmp_path
    ):
        if version is None:
            pytest.skip("no other supported Python is installed")
        other = others()[version]
        environment = {"PYTHONPATH": str(core)}
        for writer, reader in [
            (sys.executable, other),
            (other, sys.executable),
        ]:
            folder = tmp_path / (
                "here" if writer == sys.executable else "there"
            )
            folder.mkdir()
            run(
                WRITE,
                arguments=[str(folder)],
                python=writer,
                environment=environment,
            )
            assert len(list(folder.iterdir())) == len(PROTOCOLS)
            run(
                READ,
                arguments=[str(folder)],
                python=reader,
                environment=environment,
            )

    def test_of_this_release_stay_readable(self):
        # It was made by Python 3.11. Pickles are promised between versions of
        # Python, not of this library: make it anew where the model grows.
        read = pickle.loads(PICKLE.read_bytes())
        final = contests[:1]
        assert read == (final, final[0], final[0].location, *Tier, *Role)
        assert repr(read[0]["final"].source) == repr(final[0].source)

    @pytest.mark.parametrize("protocol", PROTOCOLS)
    def test_keep_members_of_enums_what_they_are(self, protocol):
        for member in (*Tier, *Role):
            assert pickle.loads(pickle.dumps(member, protocol)) is member

    @pytest.mark.parametrize("protocol", PROTOCOLS)
    def test_are_the_same_before_and_after_use(self, protocol):
        fresh = pickle.loads(pickle.dumps(contests, protocol))
        before = pickle.dumps(fresh, protocol)
        fresh.entry_for("义乌")
        fresh.by_organizer("浙江省经济和信息化厅")
        assert pickle.dumps(fresh, protocol) == before


def test_each_class_is_copied_and_referred_to_weakly(contests):
    final = contests["final"]
    for value in (
        *(edition(8), contests, contests.crosswalk()),
        *(final, final.source, final.location),
        contests["regional/zhejiang"].links[0],
        *(final.organizers[0], final.organizers[0].organization),
    ):
        for copied in (copy.copy(value), copy.deepcopy(value)):
            assert type(copied) is type(value)
            assert copied == value
            assert hash(copied) == hash(value)
            assert repr(copied) == repr(value)
        assert weakref.ref(value)() is value
        assert weakref.WeakKeyDictionary({value: 1})[value] == 1


def test_copies_answer():
    for copied in (copy.copy(contests), copy.deepcopy(contests)):
        assert copied.entry_for("义乌") == contests["regional/zhejiang"]


# As a file: a process that is spawned imports it again.
POOL = """
import multiprocessing
import sys

from cnmaker_data import UnknownRegionError, contests, edition, find_region

def answers(place):
    return (
        edition(8),
        contests.by_region(place),
        contests.entry_for(place),
        find_region(place),
    )

def count(plan, found, place):
    # The process that received an object uses it.
    return len(plan.contests), len(found), plan.contests.entry_for(place)

if __name__ == "__main__":
    method, used = sys.argv[1:]
    places = ["浙江", "CN-GD", "义乌", "呼和浩特", "330782"]
    if used == "used":
        expected = [answers(place) for place in places]
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(["cnmaker_data"])
    with context.Pool(2) as pool:
        found = pool.map(answers, places, chunksize=1)
        counts = pool.starmap(
            count, [(plan, here, "义乌") for plan, here, _, _ in found]
        )
        try:
            pool.apply(find_region, ["鼓楼"])
        except LookupError as error:
            assert len(error.candidates) > 1, error
            assert "江苏省南京市鼓楼区" in str(error), error
        else:
            raise AssertionError("it is ambiguous")
    if used != "used":
        expected = [answers(place) for place in places]
    assert found == expected, found
    assert counts == [
        (50, len(here), contests.entry_for("义乌")) for _, here, _, _ in found
    ], counts
    assert all(plan.digest == edition(8).digest for plan, *_ in found)
"""


@pytest.mark.parametrize("used", ["used", "unused"])
@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
def test_a_pool_of_processes(method, used, tmp_path):
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"this system cannot {method}")
    script = tmp_path / "pool.py"
    script.write_text(POOL, encoding="utf-8")
    start(str(script), method, used)


# Another thread reads a resource when the process forks. The child has no such
# thread: nobody there gives back what it held.
FORK = """
import os
import signal
import sys
import threading
import warnings

import cnmaker_data
import cnmaker_data.catalog, cnmaker_data.places

is_in = threading.Event()
may_go_on = threading.Event()

def stop_once(event, arguments):
    is_resource = event == "open" and "/resources/" in str(arguments[0])
    if is_resource and threading.current_thread() is thread:
        is_in.set()
        may_go_on.wait()

sys.addaudithook(stop_once)
thread = threading.Thread(target=lambda: {call})
thread.start()
assert is_in.wait(20)
# Python 3.12 and later warn of such a fork, which is the one to try here.
warnings.simplefilter("ignore", DeprecationWarning)
pid = os.fork()
if not pid:
    # If the child waits for ever, this kills it.
    signal.alarm(20)
    status = 1
    try:
        assert {call}
        assert cnmaker_data.contests.entry_for("义乌").number
        status = 0
    finally:
        os._exit(status)
_, status = os.waitpid(pid, 0)
may_go_on.set()
thread.join()
assert status == 0, status
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.parametrize(
    "call",
    [
        "cnmaker_data.contests",
        "cnmaker_data.edition(8)",
        "cnmaker_data.find_region('浙江')",
        "cnmaker_data.find_region('义乌')",
    ],
)
def test_a_fork_while_another_thread_reads(call):
    run(FORK.format(call=call))
