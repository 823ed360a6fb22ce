"""
The tables of “where do I enter?”: those by which the library locates a text.

They are a script and not a JSON file, because a page that is opened from a disk
can load scripts only.
"""

from __future__ import annotations

import json

from typing import TYPE_CHECKING, Any

from cnmaker_data import Edition, find_region
from cnmaker_data.places import (
    CORPS,
    all_regions,
    gazetteer,
    latin,
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
    """
    Return the script that hands the tables to `static/places.js`.
    """
    regions = [find_region(CORPS), *all_regions()]
    tables = {
        "rows": "\n".join(_row(region, edition) for region in regions),
        "scopes": {
            code: text
            for code in ("", *_scopes(regions))
            if (text := " ".join(_names_in(code)))
        },
        "zones": _words("zone"),
        "others": _words("other"),
        "retired": dict(_retired_codes()),
        "rivals": dict(_rivals(regions)),
        "endings": latin._endings(),  # noqa: SLF001  # no copy of the table
        "names": latin._OTHER_NAMES,  # noqa: SLF001
        "countries": sorted(latin._COUNTRIES),  # noqa: SLF001
    }
    text = json.dumps(tables, ensure_ascii=False, separators=(",", ":"))
    return f"Places.tables = {text};\n"


def _row(region: Region, edition: Edition) -> str:
    """
    Return the names of a division, its contest, and its keys.
    """
    contest = edition.contests.entry_for(region)
    latin_names = (region.english_name, region.iso_3166_2 or "")
    keys = {
        *gazetteer.forms_of(region.code),
        region.short_name,
        *map(gazetteer.key_of, latin_names),
    }
    return ",".join(
        [
            region.code,
            region.name,
            region.short_name,
            region.english_name,
            region.iso_3166_2 or "",
            contest.id if contest else "",
            " ".join(sorted(keys - {""})),
        ]
    )


def _scopes(regions: list[Region]) -> Iterator[str]:
    """
    Yield the divisions after which an address may print another name.
    """
    zones = {name.code for name in scopes._zones("")}  # noqa: SLF001
    for region in regions:
        # Nothing lies in a county of a city, except for zones.
        is_lowest = region.level == "county" and (
            len(gazetteer.codes_above(region.code)) > 1
        )
        if not is_lowest or region.code in zones:
            yield region.code


def _names_in(code: str) -> Iterator[str]:
    """
    Yield the names that may follow a division: text, code, kind and flags.
    """
    for names in scopes._scope(code).values():  # noqa: SLF001
        for name in names:
            flags = 2 * name.is_zone + name.is_retired
            yield f"{name.text}{name.code}{name.kind}{flags}"


def _words(kind: str) -> list[str]:
    by_start: dict[str, Any] = scopes._words(kind)  # noqa: SLF001
    return [word for words in by_start.values() for word in words]


def _retired_codes() -> Iterator[tuple[str, str]]:
    """
    Yield each retired code with the division that holds what it held.
    """
    for code, now in retired.retired_now().items():
        holder = gazetteer.nearest_holding(now) if now else None
        if holder and gazetteer.nearest_of(code) != code:
            yield code, holder


def _rivals(regions: list[Region]) -> Iterator[tuple[str, list[str]]]:
    """
    Yield each name of a county that a division elsewhere had not long ago.
    """
    keys = {
        key
        for region in regions
        for key in (
            *gazetteer.forms_of(region.code),
            region.short_name,
            gazetteer.key_of(region.english_name),
        )
    }
    for key in sorted(keys):
        codes = gazetteer.codes_named(key)
        if rivals := exact._rivals(key, key, codes):  # noqa: SLF001
            yield key, sorted(rivals)
