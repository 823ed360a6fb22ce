"""
What “where do I enter?” knows: each division, and the contest it enters.

It is a script and no JSON file, because a page that is opened from a disk may
load scripts and nothing else.
"""

from __future__ import annotations

import json

from cnmaker_data import Edition, find_region
from cnmaker_data.places import CORPS, all_regions


__all__ = ["file_name", "script"]


def file_name(edition: Edition) -> str:
    return f"places-{edition.number}.js"


def script(edition: Edition) -> str:
    """
    Return the script that hands the divisions to `static/places.js`.
    """
    contests = edition.contests
    rows = [
        ",".join(
            [
                region.code,
                region.name,
                region.short_name,
                region.english_name,
                region.iso_3166_2 or "",
                contest.id if (contest := contests.entry_for(region)) else "",
            ]
        )
        for region in (find_region(CORPS), *all_regions())
    ]
    text = json.dumps("\n".join(rows), ensure_ascii=False)
    return f"Places.rows = {text};\n"
