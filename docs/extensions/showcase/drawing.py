"""
Small charts as SVG inside a page.

``static/pictures.css`` gives them the colours and fonts of the page, so that
they follow it into dark mode. Charts are as wide as the page: widths are in
per cent, and text keeps its size.
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
    #: The elements inside it.
    shapes: Markup


class Picture(NamedTuple):
    """A drawing with its title, caption and table."""

    #: A few words.
    title: str
    #: Sentences with the numbers.
    caption: str
    drawing: Drawing
    #: The same as a table, for readers who cannot see the drawing.
    columns: tuple[str, ...]
    rows: Sequence[tuple[object, ...]]
    #: The meaning of each colour.
    legend: tuple[str, ...] = ()


class Bar(NamedTuple):
    label: str
    #: One for each colour of the legend; 0 is not drawn.
    values: tuple[int, ...]


class Line(NamedTuple):
    """One item of a group."""

    text: str
    #: The name of the group, if this is its first item.
    group: str = ""


# In pixels.
_BAR = 22
_ROW = 56
_LINE = 26
_SQUARE = 14
# The least width of a part that has room for its number, in per cent.
_ROOM = 6


def element(name: str, *children: str | Markup, **attributes: object) -> Markup:
    """
    Return an element with escaped text and attributes; ``class_`` is class.
    """
    listed = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), value)
        for key, value in attributes.items()
    )
    inside = Markup("").join(map(escape, children))
    return Markup("<{0}{1}>{2}</{0}>").format(name, listed, inside)


def bars(rows: Sequence[Bar], *, as_shares: bool = False) -> Drawing:
    """
    Return horizontal bars with numbers, each below its label.

    With *as_shares* all bars have the same length, and their parts are shares.
    """
    most = max(sum(row.values) for row in rows)
    shapes: list[Markup] = []
    for i, row in enumerate(rows):
        top = i * _ROW
        total = sum(row.values)
        # Leave room for the number after the longest bar.
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
    """Return a square for each item, in groups, followed by its name."""
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
