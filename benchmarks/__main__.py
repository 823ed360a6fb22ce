"""
Measure the library and its peers in one run, and print a table of ratios.

    python -m benchmarks                     # all, in about ten minutes
    python -m benchmarks --fast links word   # some, roughly
    python -m benchmarks --write             # into docs/benchmarks.md, too

Each round measures everything once, ours and its peers in turn, so that other
load on the machine affects both. The table shows the medians of all rounds.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import subprocess
import sys
import tempfile

from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

import pyperf

from benchmarks import SUBJECTS, cases_of
from benchmarks.cases import Case


PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
PEERS = (
    "attrs",
    "pycountry",
    "url-normalize",
    "w3lib",
    "linkify-it-py",
    "cpca",
    "yarl",
    "ada-url",
    "pydantic",
    "msgspec",
    "python-docx",
)


def measure(subjects: Sequence[str], rounds: int, path: str) -> None:
    """
    Run some rounds, and append the results to a pyperf file.

    Slow measures run in fewer rounds.
    """
    for number in range(1, rounds + 1):
        print(f"round {number} of {rounds}", file=sys.stderr, flush=True)
        skipped = ["--skip-slow"] if number > (rounds + 2) // 4 else []
        subprocess.run(  # noqa: S603  # ours
            [
                *(sys.executable, "-m", "benchmarks.worker", "--quiet"),
                *("--processes", "1", "--values", "3", "--min-time", "0.05"),
                *("--append", path, *skipped, "--subjects", *subjects),
            ],
            stdout=subprocess.DEVNULL,
            check=True,
        )


def table(cases: Iterable[Case], suite: pyperf.BenchmarkSuite) -> Iterator[str]:
    """Yield the lines of the table."""
    yield "| What | Ours | Peer | Peer's | Ratio | Target | Met |"
    yield "| --- | ---: | --- | ---: | ---: | ---: | --- |"
    for case in cases:
        ours, peer = (
            suite.get_benchmark(each.key) for each in (case.ours, case.peer)
        )
        ratio = ours.median() / peer.median()
        target, met = "", ""
        if case.target is not None:
            target = f"≤ {case.target:.3g}"
            met = "yes" if ratio <= case.target else "**no**"
        cells = (
            case.what,
            _median(ours),
            case.peer.name,
            _median(peer),
            f"{ratio:.3f}" if ratio < 0.1 else f"{ratio:.2f}",
            target,
            met,
        )
        yield f"| {' | '.join(cells)} |"


def _median(benchmark: pyperf.Benchmark) -> str:
    text: str = benchmark.format_value(benchmark.median())
    return text.replace(" us", " µs")


def conditions(suite: pyperf.BenchmarkSuite, rounds: int) -> str:
    """Return the machine and the versions that the table was made with."""
    metadata = suite.get_metadata()
    cpu = metadata.get("cpu_model_name", platform.machine())
    peers = ", ".join(f"{peer} {version(peer)}" for peer in PEERS)
    return (
        f"Medians of {rounds} rounds. cnmaker-data {version('cnmaker-data')}, "
        f"{platform.python_implementation()} {platform.python_version()}, "
        f"{os.cpu_count()} cores of {cpu}, {platform.platform(terse=True)}. "
        f"Peers: {peers}."
    )


def write(text: str) -> None:
    """Write the results into the page, between its markers."""
    page = PAGE.read_text(encoding="utf-8")
    written, places = _BETWEEN_MARKERS.subn(
        lambda found: f"{found[1]}\n{text}\n{found[2]}", page
    )
    if places != 1:
        raise SystemExit(f"{PAGE} has no place for the table")
    PAGE.write_text(written, encoding="utf-8", newline="\n")


_BETWEEN_MARKERS = re.compile(
    "(<!-- measured -->\n).*(\n<!-- /measured -->)", re.DOTALL
)


def main() -> None:
    lines = (__doc__ or "").split("\n")
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=lines[1]
    )
    parser.add_argument(
        "subjects", nargs="*", metavar="subject", help=", ".join(SUBJECTS)
    )
    speed = parser.add_mutually_exclusive_group()
    speed.add_argument(
        "--fast", action="store_const", dest="rounds", const=2, default=10
    )
    speed.add_argument(
        "--rigorous", action="store_const", dest="rounds", const=30
    )
    parser.add_argument(
        "--write", action="store_true", help="write the table into the docs"
    )
    parser.add_argument(
        "--output", metavar="FILE", help="keep what pyperf measured, as JSON"
    )
    given = parser.parse_args()
    if unknown := set(given.subjects) - set(SUBJECTS):
        parser.error(f"no such subject: {', '.join(sorted(unknown))}")
    if given.write and given.subjects:
        parser.error("the docs have the table of all subjects")
    subjects = given.subjects or SUBJECTS

    with tempfile.TemporaryDirectory() as folder:
        path = given.output or os.path.join(folder, "benchmarks.json")
        measure(subjects, given.rounds, path)
        suite = pyperf.BenchmarkSuite.load(path)
    text = "\n".join(
        [
            *table(cases_of(subjects), suite),
            "",
            conditions(suite, given.rounds),
        ]
    )
    print(text)
    if given.write:
        write(text)


if __name__ == "__main__":
    main()
