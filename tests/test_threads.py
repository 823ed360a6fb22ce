"""
First use from many threads at once.

Each test runs in a process of its own: elsewhere it would not be the first.
"""

import pytest

from cnmaker_data import __all__ as names
from interpreters import others, run


AT_ONCE = """
import random
import sys
import threading

from concurrent.futures import ThreadPoolExecutor

import cnmaker_data

# Threads change places as often as they can.
sys.setswitchinterval(1e-6)

def at_once(function, threads=32):
    barrier = threading.Barrier(threads)

    def wait_and_call(thread):
        barrier.wait()
        return function(thread)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(wait_and_call, range(threads)))

def is_one(objects):
    return len(set(map(id, objects))) == 1
"""

# So slow that every thread asks before any has the answer.
SLOWLY = """
import time

def slow(function):
    def call_slowly(*arguments, **keywords):
        time.sleep(0.01)
        return function(*arguments, **keywords)

    return call_slowly

for cls in (cnmaker_data.Region, cnmaker_data.Contests):
    cls.__init__ = slow(cls.__init__)
"""


@pytest.mark.parametrize("slowly", ["", SLOWLY], ids=["", "slowly"])
def test_contests_are_one_object(slowly):
    run(f"""
{AT_ONCE}
{slowly}
assert is_one(at_once(lambda _: cnmaker_data.contests))
assert cnmaker_data.contests is cnmaker_data.edition().contests
""")


@pytest.mark.parametrize("seed", range(4))
def test_each_public_name_is_one_object(seed):
    # In an order of its own for each thread: they import each other's modules.
    run(f"""
{AT_ONCE}
names = {sorted(names)}

def ask(thread):
    shuffled = random.Random({seed} + thread).sample(names, len(names))
    found = {{name: getattr(cnmaker_data, name) for name in shuffled}}
    return [found[name] for name in names]

for name, objects in zip(names, zip(*at_once(ask))):
    assert is_one(objects), name
""")


ONE_OBJECT = [
    "edition(8)",
    "find_region('浙江')",
    "find_region('义乌')",
    "find_region(spellings[thread % 4])",
    "contests['8/thematic/low-code']",
    "contests.entry_for('义乌')",
    "contests.entry_for('香港')",
]


@pytest.mark.parametrize("expression", ONE_OBJECT)
def test_answers_that_are_one_object(expression):
    run(f"""
{AT_ONCE}
from cnmaker_data import contests, edition, find_region

{SLOWLY}
spellings = ["浙江", "浙江省", "CN-ZJ", "zhejiang"]
answers = at_once(lambda thread: {expression})
assert is_one(answers), answers
""")


EQUAL_ANSWERS = [
    "contests.by_tier('regional')",
    "contests.by_region('浙江')",
    "contests.by_region('浙江', within=False)",
    "contests.by_organizer('工业和信息化部信息中心')",
    "contests.crosswalk()",
    "json_schema()",
    "edition(8).digest",
    "dumps(edition(8))",
    "dumps(edition(8), 'yaml')",
    "loads(dumps(edition(8)))",
    "find_links('大赛官网www.cnmaker.org.cn或http://例子.中国')",
    "str(caught(find_region, '义鸟'))",
    "str(caught(find_region, '鼓楼区'))",
]


@pytest.mark.parametrize("expression", EQUAL_ANSWERS)
def test_answers_that_are_equal(expression):
    run(f"""
{AT_ONCE}
from cnmaker_data import *
from cnmaker_data import contests

def caught(function, *arguments):
    try:
        function(*arguments)
    except CnmakerDataError as error:
        return error

answers = at_once(lambda _: {expression}, threads=6)
assert all(answer == answers[0] for answer in answers), answers
# And what a single thread gets.
assert answers[0] == {expression}
""")


def test_without_a_global_lock(core):
    free = {v: python for v, python in others().items() if v.endswith("t")}
    if not free:
        pytest.skip("no free-threaded Python is installed")
    for python in free.values():
        run(
            f"""
{AT_ONCE}
assert not sys._is_gil_enabled()
assert is_one(at_once(lambda _: cnmaker_data.contests))
assert is_one(at_once(lambda _: cnmaker_data.find_region("义乌")))
assert is_one(at_once(lambda _: cnmaker_data.contests.entry_for("义乌")))
""",
            python=python,
            environment={"PYTHONPATH": str(core)},
        )
