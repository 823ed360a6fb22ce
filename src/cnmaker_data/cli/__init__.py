"""
The command line.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import difflib
import io
import json
import os
import sys

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, BinaryIO, Literal, NamedTuple, TextIO, TypeVar

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
    Region,
    Tier,
    __version__,
    diff,
    dumps,
    editions,
    find_region,
    loads,
    normalize_url,
)
from cnmaker_data import edition as load_edition
from cnmaker_data._files import write_atomically
from cnmaker_data.errors import (
    AmbiguousRegionError,
    CnmakerDataError,
    DataError,
    InvalidURLError,
    MissingExtraError,
    UnknownRegionError,
    UnknownTierError,
)
from cnmaker_data.export import Format as ExportFormat
from cnmaker_data.export import format_of, write
from cnmaker_data.export.csv import COLUMNS, record
from cnmaker_data.places import path_of
from cnmaker_data.serialization import LARGEST
from cnmaker_data.series import curated


__all__ = ["run"]


_Output = Literal["table", "json", "csv"]
_EditionNumber = int | None
_T = TypeVar("_T")

# A line of standard input that is longer is none, and may have no end.
_LONGEST_LINE = 64 * 2**10

_FORMATS: dict[str, Format] = {
    ".json": "json",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".toml": "toml",
    ".msgpack": "msgpack",
    ".cbor": "cbor",
}

app: App = App(
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
    _open_closed_streams()
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
        named = f"{error.filename}: " if error.filename else ""
        return _fail(1, f"{named}{error.strerror}")
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


def _open_closed_streams() -> None:
    """
    Give a process that was started without its streams empty ones.
    """
    # They must outlive this: nobody closes them before the process ends.
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


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
        _print_csv(COLUMNS, map(record, found))
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
    id = _readable(id)
    number, slash, _ = id.partition("/")
    if edition is None and slash and _is_number(number):
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
    answers = (_answer(line, plan, failed) for line in _lines_of(places))
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
def export(
    file: Path,
    /,
    *,
    edition: _EditionNumber = None,
    format: ExportFormat | None = None,
    force: Annotated[bool, Parameter(negative="")] = False,
) -> None:
    """
    Write an edition for other tools: spreadsheets, databases, data frames.

    Parameters
    ----------
    file
        Where to write; its ending says the format, unless --format does.
    edition
        The number of the edition; the newest by default.
    format
        The format. A datapackage is a folder, or a zip where the file ends
        in .zip.
    force
        Overwrite what is there.
    """
    if format is None:
        try:
            format = format_of(file)
        except DataError as error:
            raise CycloptsError(msg=str(error)) from None
    plan = load_edition(edition)
    try:
        write(plan, file, format=format, overwrite=force)
    except FileExistsError as error:
        raise _NotThereError(f"{error}; --force overwrites it") from None
    _print_text(
        f"{file.name}: edition {plan.number}, {len(plan.contests)} contests"
    )


@app.command
def normalize(
    *urls: str,
    default_scheme: Literal["http", "https"] = "http",
    progress: Annotated[bool, Parameter(negative="")] = False,
) -> None:
    """
    Print the canonical spelling of web addresses, one a line.

    Parameters
    ----------
    urls
        The addresses; without any, they are read from standard input, one a
        line.
    default_scheme
        What an address without a scheme gets.
    progress
        Show how far it is, where standard error is a terminal and standard
        output is none.
    """
    if not urls and sys.stdin.isatty():
        raise CycloptsError(msg="name an address, or pipe in one a line")
    refused = False
    lines = _with_progress(_lines_of(urls), shown=progress and not urls)
    for line in lines:
        text = line.text.strip()
        if not text:
            continue
        try:
            if line.problem is None:
                print(normalize_url(text, default_scheme=default_scheme))
                continue
            reason = line.problem
        except InvalidURLError as error:
            reason = str(error)
        refused = True
        # First what is before it, where both go to one terminal or file.
        sys.stdout.flush()
        _fail(1, line.located(reason))
    sys.stdout.flush()
    if refused:
        raise _NotThereError  # each is told already


@app.command
def completion(shell: Literal["bash", "zsh", "fish"], /) -> None:
    """
    Print the script with which a shell completes this command.

    Parameters
    ----------
    shell
        The shell that is to read it.
    """
    _print_text(app.generate_completion(shell=shell))


@app.command
def validate(file: Path, /) -> None:
    """
    Check a file of an edition, and list all that is wrong with it.

    Parameters
    ----------
    file
        An edition as .json, .yaml, .toml, .msgpack or .cbor.
    """
    plan = loads(_start_of(file), format=_format_of(file))
    _print_text(
        f"{file.name}: edition {plan.number}, {len(plan.contests)} contests, "
        f"{plan.digest}"
    )


def _readable(text: str) -> str:
    """
    Return an argument that the locale could not decode as it was meant.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        escaped = os.fsencode(text)
        with contextlib.suppress(UnicodeDecodeError):
            return escaped.decode()
        return escaped.decode("gb18030", errors="replace")
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


def _answer(line: _Line, plan: Edition, failed: list[str]) -> _Answer:
    # One for each line, also an empty one: who joins the two counts on it.
    place = line.text
    if not place.strip():
        return _Answer(place, note="no place is given")
    region = _region_of(line)
    if isinstance(region, str):
        failed.append(line.located(region))
        return _Answer(place, note=region)
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


def _region_of(line: _Line) -> Region | str:
    """
    Return the region that a line means, or why it means none.
    """
    if line.problem is not None:
        return line.problem
    try:
        return find_region(line.text)
    except (AmbiguousRegionError, UnknownRegionError) as error:
        return str(error)


class _Line(NamedTuple):
    """
    A line of standard input.
    """

    #: From 1; None for an argument.
    number: int | None
    #: Without its end.
    text: str
    #: Why it could not be read.
    problem: str | None = None

    def located(self, message: str) -> str:
        """
        Return a message with the number of the line before it.
        """
        if self.number is None:
            return message
        return f"line {self.number}: {message}"


def _lines_of(arguments: tuple[str, ...]) -> Iterator[_Line]:
    """
    Yield the arguments, or each line of standard input where there are none.

    Each line may be in UTF-8 or in GB 18030: files from China are.
    """
    if arguments:
        yield from (_Line(None, _readable(text)) for text in arguments)
        return
    for number, line in enumerate(_bounded(sys.stdin.buffer), 1):
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)  # noqa: PLW2901
        line = line.rstrip(b"\r\n")  # noqa: PLW2901
        if len(line) > _LONGEST_LINE:
            start = line[:50].decode(errors="backslashreplace")
            most = f"it is over {_LONGEST_LINE >> 10} KiB long"
            yield _Line(number, f"{start}…", most)
            continue
        for encoding in ("utf-8", "gb18030"):
            try:
                yield _Line(number, line.decode(encoding))
                break
            except UnicodeDecodeError:
                pass
        else:
            yield _Line(
                number,
                line.decode(errors="backslashreplace"),
                "it is in neither UTF-8 nor GB 18030",
            )


def _bounded(file: BinaryIO) -> Iterator[bytes]:
    """
    Yield the lines of a file, or the starts of those that are too long.
    """
    while line := file.readline(_LONGEST_LINE + 3):
        yield line
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = file.readline(_LONGEST_LINE)


def _with_progress(lines: Iterable[_T], *, shown: bool) -> Iterator[_T]:
    """
    Yield the lines of standard input, and show on a terminal how far it is.
    """
    # On one terminal, the lines themselves tell, and a bar would break them.
    if not shown or not sys.stderr.isatty() or sys.stdout.isatty():
        yield from lines
        return
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TimeRemainingColumn,
    )

    stdin = sys.stdin.buffer
    size = os.fstat(stdin.fileno()).st_size  # 0 for a pipe: the end is unknown
    with Progress(
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        redirect_stdout=False,
    ) as bar:
        task = bar.add_task("", total=size or None)
        for count, line in enumerate(lines):
            yield line
            if count % 4_096 == 0 and size:
                bar.update(task, completed=stdin.tell())
        bar.update(task, completed=size, total=size)


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
    unnamed = [each.series for each in plan.contests if not _is_curated(each)]
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


def _is_number(text: str) -> bool:
    # Of an edition: int() refuses thousands of digits.
    return text.isdecimal() and len(text) < 5


def _edition_of(text: str) -> Edition:
    """
    Return the edition of a number, a plan document or a file of an edition.
    """
    if _is_number(text):
        return load_edition(int(text))
    path = Path(text)
    if path.suffix.lower() in _FORMATS:
        return loads(_start_of(path), format=_format_of(path))
    from cnmaker_data.ingest import read_plan

    return read_plan(path)


def _start_of(path: Path) -> bytes:
    """
    Return what is in a file, or enough of it to see that it is too large.
    """
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


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
