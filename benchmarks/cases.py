"""
What is measured, and what it is held against.
"""

from __future__ import annotations

import functools
import subprocess
import sys
import time

from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias


#: Does a thing once: what is timed.
Call: TypeAlias = Callable[[], object]


class Measure(NamedTuple):
    """
    One thing that is measured, ours or a peer's.
    """

    #: What is called, as the table names it.
    name: str
    #: On what, or how.
    about: str
    #: Does it a number of times, and returns how much that took in all.
    run: Callable[[int], float]
    #: How many answers doing it once gives. The result is for one of them.
    answers: int = 1
    unit: Literal["second", "byte"] = "second"
    #: How often it is done for one value; 0 leaves it to pyperf. What takes
    #: seconds, itself or to prepare, has a number, and is measured less often.
    loops: int = 0

    @property
    def key(self) -> str:
        return f"{self.name}: {self.about}"


class Case(NamedTuple):
    """
    A row of the table: something of ours beside a peer's.
    """

    what: str
    ours: Measure
    peer: Measure
    #: The most that ours may take, as a multiple of the peer's; None where
    #: the peer is a limit to be seen, and none to be met.
    target: float | None = None


def timed(
    name: str,
    about: str,
    prepare: Callable[[], Call],
    *,
    answers: int = 1,
    loops: int = 0,
) -> Measure:
    """
    Return the measure of a call, which *prepare* imports and builds untimed.
    """
    prepared = functools.cache(prepare)

    def run(loops: int) -> float:
        call = prepared()
        start = time.perf_counter()
        for _ in range(loops):
            call()
        return time.perf_counter() - start

    return Measure(name, about, run, answers, loops=loops)


def process(name: str, about: str, code: str) -> Measure:
    """
    Return the measure of a new Python that runs some code, from start to end.
    """
    command = [sys.executable, "-c", code]

    def run(loops: int) -> float:
        start = time.perf_counter()
        for _ in range(loops):
            subprocess.run(command, check=True)  # noqa: S603  # code of ours
        return time.perf_counter() - start

    return Measure(name, about, run)


def inside(name: str, about: str, code: str) -> Measure:
    """
    Return the measure of some code in a new Python, by a clock inside it.
    """
    clocked = (
        "import time; start = time.perf_counter()\n"
        f"{code}\nprint(time.perf_counter() - start)"
    )
    command = [sys.executable, "-c", clocked]

    def run(loops: int) -> float:
        return sum(
            float(subprocess.check_output(command))  # noqa: S603  # as above
            for _ in range(loops)
        )

    return Measure(name, about, run)


def memory(name: str, about: str, hold: Call, *, answers: int) -> Measure:
    """
    Return the measure of the memory that the result of a call holds.
    """

    def run(loops: int) -> float:
        import gc
        import tracemalloc

        total = 0
        for _ in range(loops):
            gc.collect()
            tracemalloc.start()
            held = hold()
            gc.collect()
            total += tracemalloc.get_traced_memory()[0]
            tracemalloc.stop()
            del held
        return total

    return Measure(name, about, run, answers, "byte", loops=1)


#: How many questions `asked` asks.
QUESTIONS = 1_000


def asked(
    name: str,
    about: str,
    prepare: Callable[[], tuple[Callable[[Any], object], Sequence[Any]]],
    *,
    loops: int = 0,
) -> Measure:
    """
    Return the measure of a call that is asked one thing after the other.

    *prepare* imports and builds it and what it is asked, untimed.
    """

    def prepare_all() -> Call:
        ask, questions = prepare()
        repeated = [
            questions[number % len(questions)] for number in range(QUESTIONS)
        ]

        def ask_all() -> None:
            for question in repeated:
                ask(question)

        return ask_all

    return timed(name, about, prepare_all, answers=QUESTIONS, loops=loops)
