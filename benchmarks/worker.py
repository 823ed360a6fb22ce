"""
One round of all measures, run by `python -m benchmarks`.

It is a pyperf script, takes pyperf's options, and runs each measure in its own
process.
"""

from __future__ import annotations

import os

from typing import TYPE_CHECKING

import pyperf

from benchmarks import cases_of, measures


if TYPE_CHECKING:
    from argparse import Namespace


def main() -> None:
    runner = pyperf.Runner(
        program_args=("-m", "benchmarks.worker"), add_cmdline_args=_pass_on
    )
    runner.argparser.add_argument("--subjects", nargs="+")
    runner.argparser.add_argument("--skip-slow", action="store_true")
    given = runner.parse_args()
    values = given.values
    loops = {} if given.worker else _calibrated(given.append)
    for measure in measures(cases_of(given.subjects)):
        if measure.loops and given.skip_slow:
            continue
        if not given.worker:
            # The first round calibrates the measures that are not slow.
            given.loops = measure.loops or loops.get(measure.key, 0)
            given.values = 1 if measure.loops else values
        runner.bench_time_func(
            measure.key,
            measure.run,
            inner_loops=measure.answers,
            metadata={"unit": measure.unit},
        )


def _pass_on(command: list[str], given: Namespace) -> None:
    # pyperf numbers the measures: each process must list the same ones.
    command += ["--subjects", *given.subjects]
    if given.skip_slow:
        command.append("--skip-slow")


def _calibrated(path: str) -> dict[str, int]:
    """
    Return how many calls made one value of each measure in earlier rounds.
    """
    if not os.path.exists(path):
        return {}
    suite = pyperf.BenchmarkSuite.load(path)
    return {each.get_name(): each.get_loops() for each in suite}


if __name__ == "__main__":
    main()
