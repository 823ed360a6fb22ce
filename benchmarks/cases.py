"""Measures, and the peers that they are compared with."""

from __future__ import annotations

import functools
import subprocess
import sys
import time

from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias


#: The call that is timed.
Call: TypeAlias = Callable[[], object]


class Measure(NamedTuple):
    """One measure, ours or a peer's."""

    #: The name in the table.
    name: str
    #: The input or the conditions.
    about: str
    #: Runs the call a number of times and returns the total.
    run: Callable[[int], float]
    #: How many answers one call gives; the result is per answer.
    answers: int = 1
    unit: Literal["second", "byte"] = "second"
    #: How many calls make one value; 0 leaves it to pyperf. Calls that take
    #: seconds have a number, and are measured less often.
    loops: int = 0

    @property
    def key(self) -> str:
        return f"{self.name}: {self.about}"


class Case(NamedTuple):
    """A row of the table: something of ours beside a peer's."""

    what: str
    ours: Measure
    peer: Measure
    #: The highest ratio to the peer that meets the target; None for a peer
    #: that is shown for comparison only.
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


def process(
    name: str,
    about: str,
    code: str,
    arguments: Callable[[], Sequence[str]] = tuple,
) -> Measure:
    """
    Return the measure of a new Python that runs some code, from start to end.
    """
    prepared = functools.cache(arguments)

    def run(loops: int) -> float:
        command = [sys.executable, "-c", code, *prepared()]
        start = time.perf_counter()
        for _ in range(loops):
            subprocess.run(command, check=True)  # noqa: S603  # code of ours
        return time.perf_counter() - start

    return Measure(name, about, run)


def inside(name: str, about: str, code: str) -> Measure:
    """Return the measure of code in a new Python, by a clock inside it."""
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
    """Return the measure of the memory that the result of a call holds."""

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
    Return the measure of a call that answers many questions in turn.

    *prepare* imports and builds the call and its questions, untimed.
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
