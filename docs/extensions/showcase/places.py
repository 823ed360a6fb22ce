"""
The tables of “where do I enter?”: those by which the library locates a text.

They are a script and not a JSON file, because a page that is opened from a disk
can load scripts only.
"""

from __future__ import annotations

import json

from typing import TYPE_CHECKING

from cnmaker_data import Edition, find_region
from cnmaker_data.places import (
    CORPS,
    all_regions,
    gazetteer,
    reading,
    retired,
    scopes,
)
from cnmaker_data.places import names as exact


if TYPE_CHECKING:
    from collections.abc import Iterator

    from cnmaker_data import Region


__all__ = ["file_name", "script"]


def file_name(edition: Edition) -> str:
    return f"places-{edition.number}.js"


def script(edition: Edition) -> str:
    """Return the script that hands the tables to `static/places.js`."""
    regions = [find_region(CORPS), *all_regions()]
    tables = {
        "rows": "\n".join(_row(region, edition) for region in regions),
        "scopes": {
            code: text
            for code in (scopes.COUNTRY, *(each.code for each in regions))
            if (text := " ".join(_names_in(code)))
        },
        "patterns": {
            kind: pattern.pattern
            for kind, pattern in reading.patterns().items()
        },
        "generic": scopes.GENERIC,
        "retired": retired.retired_codes(),
        "rivals": dict(_rivals(regions)),
        "endings": exact.endings(),
        "countries": sorted(exact.COUNTRIES),
    }
    text = json.dumps(tables, ensure_ascii=False, separators=(",", ":"))
    return f"Places.tables = {text};\n"


def _row(region: Region, edition: Edition) -> str:
    """Return the names of a division, its contest, and its keys."""
    contest = edition.contests.entry_for(region)
    return ",".join(
        [
            region.code,
            region.name,
            region.short_name,
            region.english_name,
            region.iso_3166_2 or "",
            contest.id if contest else "",
            " ".join(sorted(gazetteer.keys_of(region.code))),
        ]
    )


def _names_in(code: str) -> Iterator[str]:
    """
    Yield the names that may follow a division: text, code, kind and flags.
    """
    for names in scopes.names_in(code).values():
        for name in names:
            flags = 2 * name.is_zone + name.is_retired
            yield f"{name.text}{name.code}{name.kind}{flags}"


def _rivals(regions: list[Region]) -> Iterator[tuple[str, list[str]]]:
    """
    Yield each name of a county that a division elsewhere had not long ago.
    """
    keys = {key for each in regions for key in gazetteer.keys_of(each.code)}
    for key in sorted(keys):
        named = gazetteer.codes_meant(key)
        if rivals := exact.rivals(key, key, named):
            yield key, sorted(rivals)
