"""
The command line.
"""

from __future__ import annotations

import codecs
import csv
import difflib
import io
import json
import os
import sys

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, TextIO

from cyclopts import App, CycloptsError, Parameter
from rich import box
from rich.console import Console
from rich.table import Table

from cnmaker_data import (
    Contest,
    Contests,
    Edition,
    Format,
    Organization,
    Tier,
    __version__,
    diff,
    dumps,
    editions,
    find_region,
    loads,
)
from cnmaker_data import edition as load_edition
from cnmaker_data._files import write_atomically
from cnmaker_data.errors import (
    AmbiguousRegionError,
    CnmakerDataError,
    MissingExtraError,
    UnknownRegionError,
    UnknownTierError,
)
from cnmaker_data.ingest.documents import decode
from cnmaker_data.ingest import slugs
from cnmaker_data.regions import path_of


__all__ = ["run"]


_Output = Literal["table", "json", "csv"]
_EditionNumber = int | None

_FORMATS: dict[str, Format] = {
    ".json": "json",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".toml": "toml",
    ".msgpack": "msgpack",
    ".cbor": "cbor",
}

app = App(
    name="cnmaker-data",
    help="The plan of China's yearly “创客中国” (Maker in China) contests.",
    version=__version__,
    help_format="plaintext",
    suppress_keyboard_interrupt=False,  # `run` reports it as all else
)


class _NotThereError(Exception):
    """What was asked for is not there; the message says so."""


def run(arguments: list[str] | None = None) -> int:
    """
    Run the command line and return its exit status.

    It is 0, or 1 for what is not there or does not add up, or 2 for wrong
    use; the reason is on standard error.
    """
    for stream in (sys.stdout, sys.stderr):
        _make_writable(stream)
    try:
        app(
            sys.argv[1:] if arguments is None else arguments,
            print_error=False,
            exit_on_error=False,
            result_action="return_value",
        )
        sys.stdout.flush()
    except (CycloptsError, MissingExtraError, UnknownTierError) as error:
        return _fail(2, error)
    except BrokenPipeError:
        return _abandon_output()
    except OSError as error:
        return _fail(1, f"{error.filename}: {error.strerror}")
    except (CnmakerDataError, _NotThereError) as error:
        return _fail(1, error)
    except KeyboardInterrupt:
        return _fail(130, "interrupted")
    return 0


def _fail(status: int, error: Exception | str) -> int:
    for line in str(error).splitlines():
        print(f"cnmaker-data: {line}", file=sys.stderr)
    return status


def _abandon_output() -> int:
    # Who reads has had enough, as `head` does; the interpreter would complain
    # when it flushes the stream at the end.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _make_writable(stream: TextIO) -> None:
    """
    Let a stream take all of the plan's text, whatever the locale.
    """
    if isinstance(stream, io.TextIOWrapper):
        # ASCII is what a C locale claims; terminals and pipes take UTF-8.
        is_ascii = codecs.lookup(stream.encoding).name == "ascii"
        stream.reconfigure(
            encoding="utf-8" if is_ascii else None, errors="backslashreplace"
        )


@app.command(name="list")
def list_contests(
    *,
    tier: str | None = None,
    region: str | None = None,
    organizer: str | None = None,
    edition: _EditionNumber = None,
    format: _Output = "table",
) -> None:
    """
    List the contests of an edition.

    Parameters
    ----------
    tier
        Only those of a tier: final, regional, thematic, overseas, or its
        Chinese term.
    region
        Only those in a region or a division under it: a name, code, ISO
        3166-2 code or English name.
    organizer
        Only those of an organization: its whole name or an alias.
    edition
        The number of the edition; the newest by default.
    format
        How to print them.
    """
    found = load_edition(edition).contests
    if organizer is not None:
        organizer = _readable(organizer)
        known = found
        found = found.by_organizer(organizer)
        if not found:
            raise _NotThereError(_no_organizer(organizer, known))
    if tier is not None:
        found = found.by_tier(_readable(tier))
    if region is not None:
        found = found.by_region(_readable(region))
    if format == "json":
        _print_json(json.loads(dumps(found)))
    elif format == "csv":
        _print_csv(_CONTEST_COLUMNS, map(_contest_record, found))
    else:
        table = _table("id", "name", "location", "urls")
        for contest in found:
            table.add_row(
                contest.id,
                contest.name,
                contest.location.name,
                "\n".join(contest.urls),
            )
        _print_table(table)
    if not found:
        print("cnmaker-data: no contest is all of that", file=sys.stderr)


@app.command
def show(
    id: str,
    /,
    *,
    edition: _EditionNumber = None,
    format: Literal["table", "json"] = "table",
) -> None:
    """
    Show one contest, and the printed row that it comes from.

    Parameters
    ----------
    id
        The id, 8/regional/ningbo, or the series, regional/ningbo.
    edition
        The number of the edition, where a series is given; the newest by
        default.
    format
        How to print it.
    """
    id = _readable(id)  # noqa: A001
    number, slash, _ = id.partition("/")
    if edition is None and slash and number.isdecimal():
        edition = int(number)
    contest = load_edition(edition).contests[id]
    if format == "json":
        _print_json(json.loads(dumps(contest)))
        return
    table = _table("", "")
    table.show_header = False
    for name, value in _details(contest):
        table.add_row(name, value)
    _print_table(table)


@app.command
def where(
    *places: str,
    edition: _EditionNumber = None,
    format: _Output = "table",
) -> None:
    """
    Tell which contest a company in each place enters, and where it registers.

    Parameters
    ----------
    places
        Names or codes of divisions; without any, they are read from standard
        input, one a line.
    edition
        The number of the edition; the newest by default.
    format
        How to print it.
    """
    plan = load_edition(edition)
    if not places and sys.stdin.isatty():
        raise CycloptsError(msg="name a place, or pipe in one a line")
    failed: list[str] = []
    answers = (
        _answer(place, plan, failed)
        for place in map(_readable, places or _input_lines())
    )
    if format == "json":
        _print_json([answer._asdict() for answer in answers])
    elif format == "csv":
        _print_csv(_Answer._fields, map(_answer_record, answers))
    else:
        table = _table("place", "contest", "organizers", "urls")
        for answer in answers:
            table.add_row(
                answer.place,
                answer.contest or answer.note,
                "\n".join(answer.organizers),
                "\n".join(answer.urls),
            )
        _print_table(table)
    if failed:
        raise _NotThereError("\n".join(failed))


@app.command(name="diff")
def diff_editions(
    a: str,
    b: str,
    /,
) -> None:
    """
    Print what changed from one edition to another.

    Parameters
    ----------
    a
        The old edition: its number, a plan document, or a file of an edition.
    b
        The new one, likewise.
    """
    _print_text(str(diff(_edition_of(a), _edition_of(b))))


@app.command
def ingest(
    file: Path,
    /,
    *,
    output: Annotated[Path, Parameter(name=["--output", "-o"])],
    edition: _EditionNumber = None,
    notice: str | None = None,
    force: Annotated[bool, Parameter(negative="")] = False,
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
    force
        Overwrite what is there.
    """
    from cnmaker_data.ingest import read_plan

    format_ = _format_of(output)
    with Console(stderr=True).status(f"reading {file.name}"):
        plan = read_plan(file, edition=edition, notice=notice)
        before = _edition_before(plan)
        changes = diff(before, plan)
    try:
        write_atomically(output, dumps(plan, format_), overwrite=force)
    except FileExistsError as error:
        raise _NotThereError(f"{error}; --force overwrites it") from None
    _print_text("\n".join([*_summary(plan, before), "", str(changes)]))


@app.command
def validate(file: Path, /) -> None:
    """
    Check a file of an edition, and list all that is wrong with it.

    Parameters
    ----------
    file
        An edition as .json, .yaml, .toml, .msgpack or .cbor.
    """
    plan = loads(file.read_bytes(), format=_format_of(file))
    _print_text(
        f"{file.name}: edition {plan.number}, {len(plan.contests)} contests, "
        f"{plan.digest}"
    )


def _readable(text: str) -> str:
    """
    Return a text that a C locale has escaped, byte by byte, as it was meant.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return os.fsencode(text).decode(errors="replace")
    return text


class _Answer(NamedTuple):
    """
    What `where` tells of one place.
    """

    place: str
    code: str | None = None
    region: str | None = None
    contest_id: str | None = None
    contest: str | None = None
    organizers: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    #: Why there is no contest.
    note: str | None = None


def _answer(place: str, plan: Edition, failed: list[str]) -> _Answer:
    try:
        region = find_region(place)
    except (AmbiguousRegionError, UnknownRegionError) as error:
        failed.append(str(error))
        return _Answer(place, note=str(error))
    contest = plan.contests.entry_for(region)
    if contest is None:
        return _Answer(
            place,
            region.code,
            path_of(region),
            note=f"edition {plan.number} has no contest for {region.name}",
        )
    return _Answer(
        place,
        region.code,
        path_of(region),
        contest.id,
        contest.name,
        tuple(map(str, contest.organizers)),
        contest.urls,
    )


def _input_lines() -> Iterator[str]:
    for number, line in enumerate(sys.stdin.buffer, 1):
        try:
            text = decode(
                line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
            )
        except ValueError as error:
            raise _NotThereError(
                f"line {number} of the input {error}"
            ) from None
        if text.strip():
            yield text.strip()


_CONTEST_COLUMNS = (
    "id",
    "edition",
    "series",
    "tier",
    "number",
    "name",
    "theme",
    "location_code",
    "location",
    "organizers",
    "urls",
)


def _contest_record(contest: Contest) -> list[object]:
    return [
        contest.id,
        contest.edition,
        contest.series,
        contest.tier.value,
        contest.number,
        contest.name,
        contest.theme,
        contest.location.code,
        contest.location.name,
        "、".join(map(str, contest.organizers)),
        " ".join(contest.urls),
    ]


def _answer_record(answer: _Answer) -> list[object]:
    return [
        answer.place,
        answer.code,
        answer.region,
        answer.contest_id,
        answer.contest,
        "、".join(answer.organizers),
        " ".join(answer.urls),
        answer.note,
    ]


def _details(contest: Contest) -> Iterator[tuple[str, str]]:
    yield "id", contest.id
    yield "name", contest.name
    yield "tier", f"{contest.tier.value} ({contest.tier.label})"
    if contest.theme is not None:
        yield "theme", contest.theme
    location = contest.location
    yield "location", f"{path_of(location)} ({location.code})"
    yield "organizers", "\n".join(map(str, contest.organizers))
    for link in contest.links:
        label = f" {link.label}" if link.label else ""
        inherited = " (from a merged cell)" if link.inherited else ""
        yield "link", f"{link.url}{label}{inherited}"
    yield "source", str(contest.source)
    for column, text in contest.source.items():
        yield f"  {column}", text


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
    spelled = [each.series for each in plan.contests if _has_pinyin(each)]
    if spelled:
        yield "in pinyin, for want of a curated slug: " + ", ".join(spelled)
    yield f"digest: {plan.digest}"


def _has_pinyin(contest: Contest) -> bool:
    return (
        contest.tier in (Tier.THEMATIC, Tier.OVERSEAS)
        and contest.series.partition("/")[2] not in slugs.curated().values()
    )


def _organizations(plan: Edition) -> set[Organization]:
    return {
        organizer.organization
        for contest in plan.contests
        for organizer in contest.organizers
    }


def _no_organizer(name: str, contests: Contests) -> str:
    names = {
        name
        for contest in contests
        for organizer in contest.organizers
        for name in (
            organizer.organization.name,
            *organizer.organization.aliases,
        )
    }
    nearest = difflib.get_close_matches(name, sorted(names), n=3)
    hint = f"; did you mean {' or '.join(nearest)}?" if nearest else ""
    return f"no organizer is called {name!r}{hint}"


def _edition_of(text: str) -> Edition:
    """
    Return the edition of a number, a plan document or a file of an edition.
    """
    if text.isdecimal():
        return load_edition(int(text))
    path = Path(text)
    if path.suffix.lower() in _FORMATS:
        return loads(path.read_bytes(), format=_format_of(path))
    from cnmaker_data.ingest import read_plan

    return read_plan(path)


def _format_of(path: Path) -> Format:
    try:
        return _FORMATS[path.suffix.lower()]
    except KeyError:
        known = ", ".join(_FORMATS)
        raise CycloptsError(
            msg=f"{path.name} is of no known format; end it in one of {known}"
        ) from None


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


class _Console(Console):
    def on_broken_pipe(self) -> None:
        # Not an exit of its own: `run` deals with it for all formats.
        raise BrokenPipeError


def _print_table(table: Table) -> None:
    console = _Console(markup=False, highlight=False, emoji=False)
    if not console.is_terminal:
        console.width = 10_000  # a pipe has no width to fit into
    console.print(table)


def _print_csv(
    columns: Iterable[str], rows: Iterable[Iterable[object]]
) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)


def _print_json(value: object) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=2)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(value, indent=2)
    _print_text(text)


def _print_text(text: str) -> None:
    print(text)
