"""The commands `diff`, `ingest` and `validate`: editions in files."""

from __future__ import annotations

import re

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, get_args

from cyclopts import Parameter
from rich.console import Console

from cnmaker_data import (
    Contest,
    DataError,
    Edition,
    Format,
    IngestError,
    Organization,
    Tier,
    diff,
    dumps,
    editions,
    loads,
)
from cnmaker_data import edition as load_edition
from cnmaker_data._files import write_atomically
from cnmaker_data.cli.options import (
    EditionNumber,
    Force,
    NotThereError,
    Texts,
    misuse,
    naming_force,
)
from cnmaker_data.cli.streams import readable, visible
from cnmaker_data.cli.terminal import print_text
from cnmaker_data.codecs import LARGEST
from cnmaker_data.export import format_of
from cnmaker_data.series import curated


_FORMATS: tuple[Format, ...] = get_args(Format)
# The cure that errors name to callers of `read_plan`.
_KEPT = re.compile(r"keep_columns=\['(.*?)'\]")


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
    edition: EditionNumber = None,
    notice: str | None = None,
    keep_column: Texts = (),
    force: Force = False,
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
        The number that the plan must be of.
    notice
        The document number of the notice that the plan is attached to.
    keep_column
        A column that no plan has had, such as 备注, to keep with the printed
        rows. Repeat it for more.
    """
    from cnmaker_data.ingest import read_plan

    format_ = _required_format(output)
    console = Console(stderr=True, markup=False)
    with console.status(f"reading {visible(file.name)}"):
        try:
            plan = read_plan(
                file,
                edition=edition,
                notice=None if notice is None else readable(notice),
                keep_columns=map(readable, keep_column),
            )
        except IngestError as error:
            raise NotThereError(_KEPT.sub(_as_options, str(error))) from None
        before = _edition_before(plan)
        changes = diff(before, plan)
    with naming_force():
        write_atomically(output, dumps(plan, format_), overwrite=force)
    print_text("\n".join([*_summary(plan, before), "", str(changes)]))


def validate(file: Path, /) -> None:
    """
    Check a file of an edition, and list all that is wrong with it.

    Parameters
    ----------
    file
        An edition as .json, .yaml, .toml, .msgpack or .cbor.
    """
    plan = _loaded(file, _required_format(file))
    print_text(
        f"{file.name}: edition {plan.number}, {len(plan.contests)} contests, "
        f"{plan.digest}"
    )


def _as_options(match: re.Match[str]) -> str:
    return " ".join(f"--keep-column {x}" for x in match[1].split("', '"))


def _edition_of(text: str) -> Edition:
    """
    Return the edition of a number, a plan document or a file of an edition.
    """
    # Longer ones are no editions, and int() refuses thousands of digits.
    if text.isdecimal() and len(text) < 5:
        return load_edition(int(text))
    path = Path(text)
    if (format_ := _edition_format(path)) is not None:
        return _loaded(path, format_)
    from cnmaker_data.ingest import read_plan

    return read_plan(path)


def _loaded(path: Path, format_: Format) -> Edition:
    with path.open("rb") as file:
        # Enough to see that it is too large.
        return loads(file.read(LARGEST + 1), format=format_)


def _edition_format(path: Path) -> Format | None:
    """Return the format of an edition's file, or None for another file."""
    try:
        name = format_of(path)
    except DataError:
        return None
    return name if name in _FORMATS else None


def _required_format(path: Path) -> Format:
    if (format_ := _edition_format(path)) is None:
        known = ", ".join(f".{name}" for name in _FORMATS)
        raise misuse(
            f"{path.name} has no ending of an edition's file; end it in one "
            f"of {known}"
        )
    return format_


def _edition_before(plan: Edition) -> Edition:
    """
    Return the newest edition that is older than a plan, or else the oldest.
    """
    older = [number for number in editions() if number < plan.number]
    return load_edition(max(older, default=editions()[0]))


def _summary(plan: Edition, before: Edition) -> Iterator[str]:
    tiers = Counter(contest.tier for contest in plan.contests)
    counts = ", ".join(f"{tier.value} {tiers[tier]}" for tier in Tier)
    links = [link for contest in plan.contests for link in contest.links]
    inherited = sum(link.inherited for link in links)
    new = sorted(map(str, _organizations(plan) - _organizations(before)))
    yield f"{plan.title}: {len(plan.contests)} contests ({counts})"
    yield f"notice: {plan.notice or 'unknown; --notice gives it'}"
    yield f"links: {len(links)}, {inherited} of them inherited"
    yield f"organizations seen for the first time: {len(new)}"
    yield from (f"  {organization}" for organization in new)
    unnamed = [each.series for each in plan.contests if not _is_curated(each)]
    if plan.notes:
        yield f"notes: {len(plan.notes)}"
    yield from (f"  {note}" for note in plan.notes)
    if unnamed:
        yield f"made without a curated slug: {', '.join(unnamed)}"
    yield f"digest: {plan.digest}"


def _is_curated(contest: Contest) -> bool:
    return (
        contest.tier in (Tier.FINAL, Tier.REGIONAL)
        or contest.series.partition("/")[2] in curated().values()
    )


def _organizations(plan: Edition) -> set[Organization]:
    return {
        organizer.organization
        for contest in plan.contests
        for organizer in contest.organizers
    }
