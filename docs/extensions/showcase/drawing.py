"""
Drawings: small charts as SVG inside the page.

They have no colours and fonts of their own: ``static/pictures.css`` gives
them those of the page, so that they follow it into dark mode. Charts are as
wide as the page allows, with widths in per cent and text that keeps its size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup, escape


if TYPE_CHECKING:
    from collections.abc import Sequence


__all__ = ["Bar", "Drawing", "Line", "Picture", "bars", "element", "lines"]


class Drawing(NamedTuple):
    #: The attributes of the `<svg>`: its size.
    size: Markup
    #: What is in it.
    shapes: Markup


class Picture(NamedTuple):
    """
    A drawing, and all that stands around it.
    """

    #: What it is, in a few words.
    title: str
    #: What it shows, in sentences with numbers.
    caption: str
    drawing: Drawing
    #: The same for those who do not see it: headings and rows of a table.
    columns: tuple[str, ...]
    rows: Sequence[tuple[object, ...]]
    #: What each colour means.
    legend: tuple[str, ...] = ()


class Bar(NamedTuple):
    label: str
    #: One for each colour of the legend; 0 has no part of the bar.
    values: tuple[int, ...]


class Line(NamedTuple):
    """
    One of a group of things, each on a line of its own.
    """

    text: str
    #: The name of the group, on its first line.
    group: str = ""


# In pixels.
_BAR = 22
_ROW = 56
_LINE = 26
_SQUARE = 14
# A part of a bar, in per cent, that has room for its number.
_ROOM = 6


def element(name: str, *children: str | Markup, **attributes: object) -> Markup:
    """
    Return an element, its text and attributes escaped; ``class_`` is class.
    """
    listed = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), value)
        for key, value in attributes.items()
    )
    inside = Markup("").join(map(escape, children))
    return Markup("<{0}{1}>{2}</{0}>").format(name, listed, inside)


def bars(rows: Sequence[Bar], *, as_shares: bool = False) -> Drawing:
    """
    Return horizontal bars, each below its label, with their numbers.

    With *as_shares* all are equally long, and their parts are shares.
    """
    most = max(sum(row.values) for row in rows)
    shapes: list[Markup] = []
    for i, row in enumerate(rows):
        top = i * _ROW
        total = sum(row.values)
        # Room for the number behind the longest.
        scale = 100 / total if as_shares else 90 / most
        shapes.append(
            element("text", row.label, x=0, y=top + 16, class_="picture-label")
        )
        start = 0.0
        for colour, value in enumerate(row.values, start=1):
            if not value:
                continue
            width = value * scale
            shapes.append(
                element(
                    "rect",
                    x=f"{start:.2f}%",
                    y=top + 24,
                    width=f"{width:.2f}%",
                    height=_BAR,
                    class_=f"picture-fill-{colour}",
                )
            )
            if width >= _ROOM and (as_shares or value < total):
                shapes.append(
                    element(
                        "text",
                        str(value),
                        x=f"{start + width / 2:.2f}%",
                        y=top + 40,
                        class_=f"picture-inside picture-on-{colour}",
                    )
                )
            start += width
        if not as_shares:
            shapes.append(
                element(
                    "text",
                    str(total),
                    x=f"{start:.2f}%",
                    dx=8,
                    y=top + 40,
                    class_="picture-total",
                )
            )
    return _as_wide_as_the_page(len(rows) * _ROW, shapes)


def lines(items: Sequence[Line]) -> Drawing:
    """
    Return a square for each thing, grouped, with its name behind.
    """
    shapes: list[Markup] = []
    for i, item in enumerate(items):
        middle = i * _LINE + _LINE / 2
        if item.group:
            if i:
                shapes.append(
                    element(
                        "line",
                        x1=0,
                        x2="100%",
                        y1=i * _LINE,
                        y2=i * _LINE,
                        class_="picture-rule",
                    )
                )
            shapes.append(
                element(
                    "text",
                    item.group,
                    x=0,
                    y=middle + 5,
                    class_="picture-label",
                )
            )
        shapes += [
            element(
                "rect",
                x="45%",
                y=middle - _SQUARE / 2,
                width=_SQUARE,
                height=_SQUARE,
                class_="picture-fill-1",
            ),
            element(
                "text",
                item.text,
                x="45%",
                dx=_SQUARE + 8,
                y=middle + 5,
                class_="picture-text",
                lang="zh-CN",
            ),
        ]
    return _as_wide_as_the_page(len(items) * _LINE, shapes)


def _as_wide_as_the_page(height: int, shapes: list[Markup]) -> Drawing:
    size = Markup('width="100%" height="{}"').format(height)
    return Drawing(size, Markup("").join(shapes))
