"""The tile map as a picture of its own, for the READMEs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from cnmaker_data import Edition, Tier

from . import tiles, words
from .drawing import element


if TYPE_CHECKING:
    from collections.abc import Iterator

    from .tiles import Level, Tile


__all__ = ["svg"]


_ = words.gettext

_TILE = 68
_STEP = 72
_MARGIN = 4
_LEGEND = 56
# A longer name is wider than a tile.
_LONG = 13
_SQUEEZED = {"textLength": _TILE - 6, "lengthAdjust": "spacingAndGlyphs"}
_STYLE = Markup("""
text { font-family: -apple-system, "Segoe UI", "Helvetica Neue", "PingFang SC",
  "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; text-anchor: middle }
.name { font-size: 15px }
.english { font-size: 10px }
.count { font-size: 12px }
.legend { fill: #57606a; font-size: 13px; text-anchor: start }
.none { fill: #f6f8fa; stroke: #767b84 }
.overseas { fill: #f6f8fa; stroke: #767b84; stroke-dasharray: 4 3 }
.shade-1 { fill: #dfe9fd } .shade-2 { fill: #b4cdfa } .shade-3 { fill: #84adf3 }
.shade-4 { fill: #3c72cf } .shade-5 { fill: #1f4d9e }
.on-0, .on-1, .on-2, .on-3 { fill: #0a1d40 } .on-4, .on-5 { fill: #fff }
.outline { fill: none; stroke: #767b84 }
@media (prefers-color-scheme: dark) {
  .legend { fill: #9198a1 }
  .none, .overseas { fill: #151b23; stroke: #85898f }
  .shade-1 { fill: #1b2f52 } .shade-2 { fill: #244a86 } .shade-3 { fill: #3266b5 }
  .shade-4 { fill: #86b4ff } .shade-5 { fill: #c4dbff }
  .on-0, .on-1, .on-2, .on-3 { fill: #fff } .on-4, .on-5 { fill: #0a1d40 }
}
""")


def svg(edition: Edition) -> str:
    """Return the map of an edition, in the language that is loaded."""
    drawn = tiles.tiles(edition)
    scale = tiles.levels(max(len(tile.contests) for tile in drawn))
    bottom = _MARGIN + max(tile.row for tile in drawn) * _STEP
    shapes = [
        element("style", _STYLE),
        element("title", _title(edition), id="title"),
        *(_tile(tile, scale) for tile in drawn),
        *_legend(scale, bottom + 12),
    ]
    width = 2 * _MARGIN + max(tile.column for tile in drawn) * _STEP
    height = bottom + _LEGEND
    drawing = element(
        "svg",
        *(Markup("\n") + shape for shape in shapes),
        Markup("\n"),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        role="img",
        aria_labelledby="title",
    )
    return f"{drawing}\n"


def _title(edition: Edition) -> str:
    return _("Where the contests of edition {number} are held").replace(
        "{number}", words.ordinal(edition.number)
    )


def _tile(tile: Tile, scale: list[Level]) -> Markup:
    shade = tiles.shade(len(tile.contests), scale)
    x = _MARGIN + (tile.column - 1) * _STEP
    y = _MARGIN + (tile.row - 1) * _STEP
    middle = x + _TILE / 2
    ink = f"on-{shade}"
    lines = [
        (tile.region.short_name, "name"),
        (str(len(tile.contests)), "count"),
    ]
    if not words.in_chinese():
        lines.insert(1, (tile.english, "english"))
    top = y + _TILE / 2 - 8 * (len(lines) - 1)
    return element(
        "g",
        _box(x, y, _TILE, _style(tile, shade), is_round=tile.is_city),
        *(
            element(
                "text",
                text,
                x=middle,
                y=top + 17 * i + 4,
                class_=f"{style} {ink}",
                **_SQUEEZED if len(text) > _LONG else {},
            )
            for i, (text, style) in enumerate(lines)
        ),
    )


def _style(tile: Tile, shade: int) -> str:
    if tile.entry is None:
        return "none"
    if tile.entry.tier is Tier.OVERSEAS:
        return "overseas"
    return f"shade-{shade}"


def _range(level: Level) -> str:
    first, last = level.counts.start, level.counts.stop - 1
    return str(first) if first == last else f"{first}–{last}"


def _box(
    x: float, y: float, size: int, style: str, *, is_round: bool = False
) -> Markup:
    return element(
        "rect",
        x=x,
        y=y,
        width=size,
        height=size,
        rx=size / 2 if is_round else size / 16,
        class_=style,
    )


def _legend(scale: list[Level], y: int) -> Iterator[Markup]:
    """Yield two lines: the shades, and the shapes."""
    shades = [
        (f"shade-{level.shade}", _range(level), False, 60) for level in scale
    ]
    x = _MARGIN
    for style, text, is_round, width in (
        *shades,
        ("", _("contests held there"), False, 0),
    ):
        if style:
            yield _box(x, y, 16, style, is_round=is_round)
        at = x + 22 if style else x
        yield element("text", text, x=at, y=y + 13, class_="legend")
        x += width
    x = _MARGIN
    for style, text, is_round in (
        ("outline", _("own regional contest of a city"), True),
        ("none", _("no regional contest"), False),
        ("overseas", _("enters the overseas contest"), False),
    ):
        yield _box(x, y + 26, 16, style, is_round=is_round)
        yield element("text", text, x=x + 22, y=y + 39, class_="legend")
        x += 230
