"""Any text as a title or page that names contests."""

from __future__ import annotations

from cnmaker_data import Tier, find_mentions
from cnmaker_data.series import YEAR_BEFORE_FIRST


__all__ = ["check"]


def check(data: bytes) -> None:
    text = data.decode("utf-8", "surrogateescape")
    before = 0
    for mention in find_mentions(text):
        assert before <= mention.start < mention.end
        before = mention.end
        assert text[mention.start : mention.end] == mention.text
        if mention.edition is None:
            assert mention.year is None
        else:
            assert mention.year == mention.edition + YEAR_BEFORE_FIRST
        if mention.tier is Tier.THEMATIC:
            assert mention.location is None
        else:
            assert mention.theme is None
        if mention.is_preliminary:
            # Several divisions may share the name of the place.
            assert mention.location is not None or mention.series is None
