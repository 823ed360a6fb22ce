"""The commands `diff`, `ingest` and `validate`: editions in files."""

from __future__ import annotations

import contextlib
import re

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, cast, get_args

from cyclopts import CycloptsError, Parameter
from rich.console import Console

from cnmaker_data import (
    DataError,
    Edition,
    Format,
    IngestError,
    IngestProblem,
    Tier,
    diff,
    dumps,
    editions,
    loads,
)
from cnmaker_data import edition as load_edition
from cnmaker_data._files import write_atomically
from cnmaker_data.cli import options
from cnmaker_data.cli.terminal import print_text
from cnmaker_data.codecs import LARGEST
from cnmaker_data.errors import short_repr, shorten
from cnmaker_data.export import format_of
from cnmaker_data.series import curated
from cnmaker_data.table import counted


_FORMATS = get_args(Format)


def diff_editions(a: str, b: str, /) -> None:
    """
    Print what changed from one edition to another.

    Parameters
    ----------
    a
        The old edition: its number, a plan document, or a file of an edition.
    b
        The new one, likewise.
    """
    print_text(str(diff(_edition_of(a), _edition_of(b))))


def ingest(
    file: Path,
    /,
    *,
    output: Annotated[Path, Parameter(name=["--output", "-o"])],
    edition: options.EditionNumber = None,
    notice: str | None = None,
    keep_column: tuple[str, ...] = (),
    force: options.Force = False,
) -> None:
    """
    Read a plan document and write its edition.

    Parameters
    ----------
    file
        The plan: text, Word (.docx) or a web page.
    output
        Where to write; its ending says the format: .json, .yaml, .toml,
        .msgpack or .cbor.
    edition
        The number that the plan must have.
    notice
        The document number of the notice that the plan is attached to.
    keep_column
        A column that no plan has had, such as 备注, to keep with the printed
        rows. Repeat it for more.
    """
    from cnmaker_data.ingest import read_plan

    format_ = _format_of(output)
    try:
        with Console(stderr=True).status("reading the plan"):
            plan = read_plan(
                file, edition=edition, notice=notice, keep_columns=keep_column
            )
    except IngestError as error:
        problems = map(_with_option, error.problems)
        message = str(IngestError(problems, error.document))
        raise options.NotThereError(message) from None
    older = [number for number in editions() if number < plan.number]
    before = load_edition(max(older, default=editions()[0]))
    report = "\n".join([*_summary(plan, before), "", str(diff(before, plan))])
    write_atomically(output, dumps(plan, format_), overwrite=force)
    print_text(report)


def validate(file: Path, /) -> None:
    """
    Check a file of an edition, and list all that is wrong with it.

    Parameters
    ----------
    file
        An edition as .json, .yaml, .toml, .msgpack or .cbor.
    """
    plan = _loaded(file, _format_of(file))
    count = counted(len(plan.contests), "contest")
    print_text(f"{file.name}: edition {plan.number}, {count}, {plan.digest}")


def _edition_of(text: str) -> Edition:
    """Return the edition of a number, a plan or a file of an edition."""
    # int() refuses thousands of digits.
    if re.fullmatch(r"\d{1,4}", text):
        return load_edition(int(text))
    try:
        format_ = _format_of(Path(text))
    except CycloptsError:
        from cnmaker_data.ingest import read_plan

        return read_plan(text)
    return _loaded(Path(text), format_)


def _loaded(path: Path, format_: Format) -> Edition:
    with path.open("rb") as file:
        # One byte more shows that it is too large.
        data = file.read(LARGEST + 1)
    try:
        return loads(data, format=format_)
    except DataError as error:
        lines = (f"{path.name}: {line}" for line in str(error).split("\n"))
        raise options.NotThereError("\n".join(lines)) from None


def _format_of(path: Path) -> Format:
    with contextlib.suppress(DataError):
        if (found := format_of(path)) in _FORMATS:
            return cast("Format", found)
    raise CycloptsError(
        msg=f"{short_repr(path.name)} has no ending of an edition's file; "
        f"end it in one of .{', .'.join(_FORMATS)}"
    )


def _with_option(problem: IngestProblem) -> IngestProblem:
    """Return a problem that suggests the option, not the argument."""
    if not problem.unknown:
        return problem
    keep = " ".join(f"--keep-column {shorten(x)}" for x in problem.unknown)
    reason = f"{problem.reason}; {keep} keeps it in the source"
    return problem._replace(reason=reason, unknown=())


def _summary(plan: Edition, before: Edition) -> Iterator[str]:
    tiers = Counter(contest.tier for contest in plan.contests)
    counts = ", ".join(f"{tier.value} {tiers[tier]}" for tier in Tier)
    links = [link for contest in plan.contests for link in contest.links]
    inherited = sum(link.inherited for link in links)
    new = _organizations(plan) - _organizations(before)
    uncurated = [
        each.series
        for each in plan.contests
        if each.tier not in (Tier.FINAL, Tier.REGIONAL)
        and each.series.partition("/")[2] not in curated().values()
    ]
    total = counted(len(plan.contests), "contest")
    yield f"{plan.title}: {total} ({counts})"
    yield f"notice: {plan.notice or 'unknown; --notice gives it'}"
    yield f"links: {len(links)}, {inherited} of them inherited"
    yield f"organizations seen for the first time: {len(new)}"
    yield from (f"  {organization}" for organization in sorted(new))
    if plan.notes:
        yield f"notes: {len(plan.notes)}"
    yield from (f"  {note}" for note in plan.notes)
    if uncurated:
        yield f"made without a curated slug: {', '.join(uncurated)}"
    yield f"digest: {plan.digest}"


def _organizations(plan: Edition) -> set[str]:
    return {str(o.organization) for c in plan.contests for o in c.organizers}
