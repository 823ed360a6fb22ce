"""Finding the contests that a text names: a title, an award, a page."""

from __future__ import annotations

import functools
import re

from typing import TYPE_CHECKING

from attrs import frozen

from cnmaker_data.entry import ABROAD, entry_of
from cnmaker_data.errors import data_error, short_repr
from cnmaker_data.mentions.folding import (
    BLANK,
    Folded,
    fold_for_reading,
    printed,
)
from cnmaker_data.model import Tier
from cnmaker_data.places import CORPS, Region, all_regions, find_region
from cnmaker_data.series import YEAR_BEFORE_FIRST, curated, region_slug


if TYPE_CHECKING:
    from cnmaker_data.mentions.name import Name


__all__ = ["Mention", "find_mentions"]


_PRINTED_MARK = re.compile(rf"客{BLANK}中{BLANK}[国國]")
# Looking for these first halves the time for a page without them.
_LATIN_WORDS = ("aker", "AKER", "ａｋｅｒ", "ＡＫＥＲ")
_LATIN_MARK = re.compile(
    rf"[MmＭｍ][AaＡａ][KkＫｋ][EeＥｅ][RrＲｒ]{BLANK}"
    rf"(?:[IiＩｉ][NnＮｎ]{BLANK})?[CcＣｃ][HhＨｈ][IiＩｉ][NnＮｎ][AaＡａ]"
)

_OVERSEAS = "overseas/international"
# The cities with planning status of their own hold contests as provinces do:
# 大连, 宁波, 厦门, 青岛 and 深圳.
_PLANNED = ("210200", "330200", "350200", "370200", "440300")


@frozen
class Mention:
    """A contest, or the competition as a whole, that a text names."""

    #: The name as it stands in the text.
    text: str
    #: Where it starts and ends: ``text[start:end]`` of the whole text.
    start: int
    end: int
    #: The number of the edition, None where neither it nor a year is named.
    edition: int | None = None
    #: The year of the edition, None where that is.
    year: int | None = None
    #: None for the competition as a whole.
    tier: Tier | None = None
    #: The place of a regional contest, a preliminary or an overseas chapter;
    #: None if several places share the name and the text does not say which.
    location: Region | None = None
    #: The theme of a thematic contest, as printed in one line.
    theme: str | None = None
    #: Whether a city or county holds it for the contest that `series` names.
    is_preliminary: bool = False
    #: The name of the contest across editions; None for the competition as a
    #: whole and for a theme without a curated slug.
    series: str | None = None

    @property
    def id(self) -> str | None:
        """
        The id of the contest, None where the edition or series is unknown.
        """
        if self.edition is None or self.series is None:
            return None
        return f"{self.edition}/{self.series}"


def find_mentions(text: str) -> tuple[Mention, ...]:
    """
    Return the contests that a text names, in its order.

    Raises `DataError` if *text* is not a `str`.

    >>> title = "第十届“创客中国”深圳市中小企业创新创业大赛一等奖"
    >>> [(mention.id, mention.text) for mention in find_mentions(title)]
    [('10/regional/shenzhen', '第十届“创客中国”深圳市中小企业创新创业大赛')]
    """
    if not isinstance(text, str):
        raise data_error(f"{short_repr(text)} is not text")
    if not _PRINTED_MARK.search(text) and not (
        any(word in text for word in _LATIN_WORDS) and _LATIN_MARK.search(text)
    ):
        return ()
    # Imported here, because it compiles the grammar.
    from cnmaker_data.mentions.reader import read_names

    folded = fold_for_reading(text)
    return tuple(_mention(text, folded, name) for name in read_names(folded))


@functools.cache
def _entries() -> dict[str, str]:
    """Return the series that companies enter, by the code of the division."""
    return {
        region.code: _OVERSEAS
        if region.code in ABROAD
        else f"regional/{region_slug(region)}"
        for region in (find_region(CORPS), *all_regions())
        if region.level in ("province", "corps") or region.code in _PLANNED
    }


def _mention(text: str, folded: Folded, name: Name) -> Mention:
    start, end = folded.span(name.start, name.end)
    tier = place = theme = series = None
    if name.is_overseas:
        tier, place, series = Tier.OVERSEAS, name.place, _OVERSEAS
    elif name.is_final:
        tier, series = Tier.FINAL, "final"
    elif name.theme:
        tier = Tier.THEMATIC
        first, last = name.theme
        theme = printed(text, *folded.span(first, last)) or None
        slug = curated().get(folded.text[first:last])
        series = slug and f"thematic/{slug}"
    elif place := name.place:
        series = entry_of(place.code, _entries())
        tier = Tier.OVERSEAS if series == _OVERSEAS else Tier.REGIONAL
    elif name.places or name.is_local:
        tier = Tier.REGIONAL
    # The overseas contest counts its own editions.
    edition = None if tier is Tier.OVERSEAS else name.number or None
    if not edition and name.year and name.year > YEAR_BEFORE_FIRST:
        edition = name.year - YEAR_BEFORE_FIRST
    return Mention(
        text=text[start:end],
        start=start,
        end=end,
        edition=edition,
        year=edition and edition + YEAR_BEFORE_FIRST,
        tier=tier,
        location=place,
        theme=theme,
        is_preliminary=tier is Tier.REGIONAL
        and bool(name.places)
        and (not place or name.is_zone or place.code not in _entries()),
        series=series,
    )
