"""
The directive `downloads`: each edition as files that the site serves.

The addresses do not change: ``downloads/8/contests.csv``, and the same below
``zh-cn/`` with Chinese headings. `SHA256SUMS` beside the files has their
digests.
"""

from __future__ import annotations

import hashlib

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from cnmaker_data import Edition, dumps, edition, editions, tables
from cnmaker_data import _resources as resources
from cnmaker_data.export import to_bytes
from cnmaker_data.export.csv import text_of

from . import words


if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


__all__ = ["Download", "downloads", "setup", "sums"]


_ = words.gettext

_SUMS = "SHA256SUMS"


class Download(NamedTuple):
    name: str
    #: What the file is for.
    purpose: str
    data: bytes


def downloads(shown: Edition) -> list[Download]:
    """Return the files of an edition, in the language that is loaded."""
    headings = "zh" if words.in_chinese() else "en"
    crosswalk = tables.sheet("crosswalk", shown.crosswalk(), headings)
    return [
        Download(
            "contests.xlsx",
            _("Excel and WPS: contests, organizers, links and printed cells"),
            to_bytes(shown, "xlsx", headings=headings),
        ),
        Download(
            "contests.csv",
            _("any spreadsheet: one row for each contest"),
            to_bytes(shown, "csv", headings=headings),
        ),
        Download(
            "crosswalk.csv",
            _("which contest a company enters, for each division"),
            text_of(crosswalk).encode("utf-8-sig"),
        ),
        Download(
            "contests.parquet",
            _("data frames: one row for each contest, with lists"),
            to_bytes(shown, "parquet"),
        ),
        Download(
            "edition.sqlite",
            _("databases and Datasette: everything, in tables with keys"),
            to_bytes(shown, "sqlite"),
        ),
        Download(
            "datapackage.zip",
            _("data tools: the same tables as CSV, with their schema"),
            to_bytes(shown, "datapackage"),
        ),
        Download(
            "edition.json",
            _("programs in any language: everything"),
            dumps(shown),
        ),
        Download(
            "edition.schema.json",
            _("editors and validators: the JSON Schema of edition.json"),
            resources.read("edition.schema.json"),
        ),
        Download(
            "edition.jsonld",
            _("web pages and knowledge graphs: terms of schema.org"),
            to_bytes(shown, "jsonld"),
        ),
    ]


def sums(files: list[Download]) -> str:
    """Return the digests as `sha256sum --check` reads them."""
    return "".join(
        f"{hashlib.sha256(file.data).hexdigest()}  {file.name}\n"
        for file in files
    )


class Downloads(SphinxDirective):
    """A section for each edition, the newest first."""

    def run(self) -> list[nodes.Node]:
        return [_section(edition(number)) for number in reversed(editions())]


def _section(shown: Edition) -> nodes.section:
    files = downloads(shown)
    title = _("Edition {number} ({year})").format(
        number=words.ordinal(shown.number), year=shown.year
    )
    section = nodes.section(ids=[f"edition-{shown.number}"])
    # It is in the language of the page already.
    section += nodes.title(title, title, translatable=False)
    headings = [_("File"), _("For"), _("Size")]
    rows = [
        [
            nodes.reference(
                "", file.name, refuri=f"downloads/{shown.number}/{file.name}"
            ),
            nodes.Text(file.purpose),
            nodes.Text(f"{-(-len(file.data) // 1024)} KB"),
        ]
        for file in files
    ]
    section += _table(headings, rows)
    note = _("The SHA-256 of each file, also in the file {name}:")
    before, after = note.split("{name}")
    link = nodes.reference(
        "", _SUMS, refuri=f"downloads/{shown.number}/{_SUMS}"
    )
    section += nodes.paragraph(
        "", "", nodes.Text(before), link, nodes.Text(after)
    )
    digests = sums(files)
    section += nodes.literal_block(digests, digests, language="text")
    return section


def _table(headings: list[str], rows: list[list[nodes.Node]]) -> nodes.table:
    head = _row([nodes.Text(heading) for heading in headings])
    columns = [nodes.colspec(colwidth=width) for width in (25, 60, 15)]
    group = nodes.tgroup(
        "",
        *columns,
        nodes.thead("", head),
        nodes.tbody("", *map(_row, rows)),
        cols=len(headings),
    )
    return nodes.table("", group)


def _row(cells: list[nodes.Node]) -> nodes.row:
    return nodes.row(
        "", *(nodes.entry("", nodes.paragraph("", "", cell)) for cell in cells)
    )


def _write(app: Sphinx) -> None:
    """Write the files of all editions into the site."""
    if app.builder.format != "html":
        return
    for number in editions():
        folder = Path(app.outdir, "downloads", str(number))
        folder.mkdir(parents=True, exist_ok=True)
        files = downloads(edition(number))
        for file in files:
            (folder / file.name).write_bytes(file.data)
        (folder / _SUMS).write_text(sums(files), encoding="utf-8", newline="\n")


def setup(app: Sphinx) -> ExtensionMetadata:
    app.setup_extension("showcase.words")
    app.add_directive("downloads", Downloads)
    app.connect("builder-inited", _write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
