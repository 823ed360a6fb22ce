"""
The explorer: all contests of an edition on one page.

The page is complete without JavaScript: a map of tiles, and a table with all
that the edition says of each contest. ``static/explorer.js`` adds the search,
the filters and “where do I enter?”.
"""

from __future__ import annotations

import re
import unicodedata

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from docutils import nodes
from docutils.parsers.rst import directives
from markupsafe import Markup, escape
from sphinx.util.docutils import SphinxDirective

from cnmaker_data import Contest, Edition, Region, Tier, edition, find_region
from cnmaker_data.places import codes_above, path_of

from . import places, tiles, words


if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata, OptionSpec


__all__ = ["fold", "html", "setup"]


_ = words.gettext

_CLASS = "explorer-page"

# A name is the same in all contests except for one part.
_NAME = re.compile(
    "(第.+?届“创客中国”)(.+?)(中小企业创新创业大赛.*)"
    "|(第.+?届“创客中国”中小企业创新创业大赛)(.+)"
)


class Explorer(SphinxDirective):
    """
    The explorer of the newest edition, or of the one in the option `edition`.
    """

    option_spec: ClassVar[OptionSpec] = {
        "edition": directives.positive_int,
    }

    def run(self) -> list[nodes.Node]:
        shown = edition(self.options.get("edition"))
        text = html(shown)
        page = nodes.raw("", text, format="html", classes=[_CLASS])
        page["edition"] = shown.number
        return [page]


def html(shown: Edition, layout: Path = tiles.LAYOUT) -> str:
    """Return the explorer of an edition as HTML."""
    map_tiles = tiles.tiles(shown, layout)
    codes = {tile.region.code: tile.region for tile in map_tiles}
    scale = tiles.levels(max(len(tile.contests) for tile in map_tiles))
    return words.render(
        "explorer.html",
        edition=shown,
        in_chinese=words.in_chinese(),
        english_of=_english_of,
        levels=scale,
        name_of=_name_of,
        names_in_titles=_names_in_titles,
        organizers=_organizers(shown),
        overseas=Tier.OVERSEAS,
        path_of=path_of,
        places=f"{places.file_name(shown)}?{shown.digest[-8:]}",
        role_words=words.roles(),
        rows=_rows(shown, codes),
        search_text=_search_text,
        shade_of=lambda tile: tiles.shade(len(tile.contests), scale),
        tier_words=words.tiers(),
        breakable=_breakable,
        columns=max(tile.column for tile in map_tiles),
        tiles=map_tiles,
        words=_script_words(shown),
    )


class _Group(NamedTuple):
    """The contests of one table of the plan."""

    tier: Tier
    #: Its printed heading.
    table: str
    #: The contests, each with the code of the tile that counts it.
    contests: list[tuple[Contest, str]]


def _rows(shown: Edition, codes: dict[str, Region]) -> list[_Group]:
    groups: list[_Group] = []
    for tier in Tier:
        contests = shown.contests.by_tier(tier)
        if contests:
            pairs = [
                (contest, tiles.tile_of(contest.location, codes))
                for contest in contests
            ]
            groups.append(_Group(tier, contests[0].source.table, pairs))
    return groups


class _Name(NamedTuple):
    before: str
    own: str
    after: str


def _name_of(contest: Contest) -> _Name:
    """Split a name at the part that differs between contests."""
    if (match := _NAME.fullmatch(contest.name)) is None:
        return _Name("", contest.name, "")
    before, own, after, before_last, last = match.groups()
    return _Name(before, own, after) if own else _Name(before_last, last, "")


def _names_in_titles(contest: Contest) -> list[str]:
    """Return the texts by which a title names a contest, folded."""
    names = {_name_of(contest).own, contest.theme}
    if contest.tier is Tier.REGIONAL:
        location = contest.location
        names |= {location.name, location.short_name, location.english_name}
    if contest.tier is Tier.OVERSEAS:
        names |= {"global", "international"}
    return sorted(fold(name).replace(" ", "") for name in names if name)


def _english_of(region: Region) -> str:
    """Return the English path of a region, such as Ningbo, Zhejiang."""
    above = map(find_region, codes_above(region.code))
    return ", ".join(each.english_name for each in (region, *above))


def _breakable(url: str) -> Markup:
    """
    Return an address without its scheme, with line breaks allowed after dots.
    """
    text = escape(url.partition("://")[2].removesuffix("/"))
    for sign in "./":
        text = text.replace(sign, Markup("{}<wbr>").format(sign))
    return text


def _organizers(shown: Edition) -> list[tuple[str, int]]:
    """
    Return the names of the organizers, each with the number of its contests.
    """
    counts = Counter(
        organization
        for contest in shown.contests
        for organization in {o.organization.name for o in contest.organizers}
    )
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _search_text(contest: Contest) -> str:
    """Return the text that the search looks into, folded as in the script."""
    location = contest.location
    tier = contest.tier
    return fold(" ".join(_searched(contest, location, tier)))


def _searched(contest: Contest, location: Region, tier: Tier) -> Iterator[str]:
    yield contest.id
    yield contest.name
    yield contest.theme or ""
    yield tier.label
    yield words.tiers()[tier]
    yield path_of(location)
    yield _english_of(location)
    yield location.code
    for organizer in contest.organizers:
        yield organizer.organization.name
        yield from organizer.organization.aliases
    yield from contest.urls


def fold(text: str) -> str:
    """
    Return a text without differences of width, case and accents.

    >>> fold("ＮＩＮＧＢＯ Lüliang")
    'ningbo luliang'
    """
    decomposed = unicodedata.normalize("NFKD", text).lower()
    return "".join(
        c for c in decomposed if not unicodedata.category(c).startswith("M")
    )


def _script_words(shown: Edition) -> dict[str, str]:
    """Return the texts of the script; the script fills in the braces."""
    ordinal = words.ordinal(shown.number)
    return {
        "count": _("{shown} of {all} contests"),
        "unknownContest": _("Edition {edition} has no contest “{id}”.").replace(
            "{edition}", ordinal
        ),
        "ask": _("Which contest does a company in “{text}” enter?"),
        "enters": _("{place} enters"),
        "register": _("Register at"),
        "read": _("Read: “{text}”."),
        "readRetired": _("Read: “{text}”, the name of a former division."),
        "besides": _("Companies in {city} enter |."),
        "noLinks": _("The plan prints no link for it."),
        "edition": str(shown.number),
        "numerals": " ".join(map(words.ordinal, range(1, 100))),
        "noContest": _(
            "The plan of edition {edition} has no regional contest for "
            "companies in {place}."
        ).replace("{edition}", ordinal),
        "noGuess": _(
            "The plan does not say whether they may enter another, and this "
            "page does not guess. Thematic contests go by subject, not by "
            "place."
        ),
        "held": _("Held there:"),
        "notHeld": _("No contest is held there."),
        "entersHere": _("Companies there enter {contest} (derived)."),
        "otherEdition": _(
            "The title names edition {number}. This is the same contest in "
            "edition {edition}."
        ).replace("{edition}", ordinal),
        "none": _("no contest"),
        "several": _("“{text}” may mean {count} divisions. Which one?"),
        "unknown": _("No division is called “{text}”."),
        "near": _("Did you mean one of these?"),
        "failed": _("The list of divisions could not be loaded."),
    }


def _on_page(
    app: Sphinx,
    pagename: str,  # noqa: ARG001  # Sphinx passes them all
    templatename: str,  # noqa: ARG001
    context: dict[str, Any],  # noqa: ARG001
    doctree: nodes.document | None,
) -> None:
    """Add the style and scripts to a page with an explorer."""
    if doctree is None:
        return
    for node in doctree.findall(nodes.raw):
        if _CLASS in node["classes"]:
            shown = edition(node["edition"])
            folder = Path(app.outdir, "_static")
            folder.mkdir(exist_ok=True)
            file = folder / places.file_name(shown)
            file.write_text(places.script(shown), encoding="utf-8")
            app.add_css_file("explorer.css")
            app.add_js_file("places.js", loading_method="defer")
            app.add_js_file("explorer.js", loading_method="defer")


def setup(app: Sphinx) -> ExtensionMetadata:
    app.setup_extension("showcase.words")
    app.add_directive("explorer", Explorer)
    app.connect("html-page-context", _on_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
