"""
The picture of the library as a house, and of the way of the data through it.
"""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup

from . import words
from .drawing import Drawing, Picture, element


__all__ = ["house"]


_ = words.gettext

_WIDTH = 360
_HEIGHT = 520
_LEFT = 24
_RIGHT = 190
_ROOM = 146
_TALL = 44
# From wall to wall.
_WIDE = _RIGHT + _ROOM - _LEFT


class _Box(NamedTuple):
    x: int
    y: int
    #: A module, or what goes in and comes out.
    name: str
    #: What it is for.
    what: str
    width: int = _ROOM
    kind: str = "room"

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def bottom(self) -> int:
        return self.y + _TALL


class _Arrow(NamedTuple):
    x: int
    start: int
    end: int
    #: What goes this way.
    carries: str = ""


def house() -> Picture:
    """
    The house: a plan goes in on the left, answers come out on the right.
    """
    plan = _Box(
        _LEFT, 8, _("plan of a year"), _("Word, web page, text"), kind="outside"
    )
    documents = _Box(_LEFT, 122, "ingest.documents", _("file to tables"))
    sheets = _Box(_LEFT, 192, "ingest.contests", _("rows to contests"))
    whole = _Box(_LEFT, 262, "ingest.plan", _("all of it, or every reason"))
    codec = _Box(_LEFT, 332, "serialization", "dumps, loads", _WIDE)
    store = _Box(
        _LEFT, 402, "edition.json", _("ships; never by hand"), _WIDE, "store"
    )
    base = _Box(
        _LEFT,
        462,
        "model, regions, urls, errors",
        _("what all the rooms stand on"),
        _WIDE,
        "base",
    )
    catalog = _Box(_RIGHT, 262, "catalog", _("which edition, its digest"))
    contests = _Box(_RIGHT, 192, "collection", _("queries, who enters where"))
    ways = _Box(_RIGHT, 122, "cli, export, arrow", _("other people’s formats"))
    user = _Box(_RIGHT, 8, _("you"), "import cnmaker_data", kind="outside")
    going = [
        _Arrow(plan.middle, plan.bottom, documents.y),
        _Arrow(plan.middle, documents.bottom, sheets.y, _("tables")),
        _Arrow(plan.middle, sheets.bottom, whole.y, _("contests")),
        _Arrow(plan.middle, whole.bottom, codec.y, "Edition"),
        _Arrow(plan.middle, codec.bottom, store.y),
        _Arrow(user.middle, store.y, codec.bottom),
        _Arrow(user.middle, codec.y, catalog.bottom, "Edition"),
        _Arrow(user.middle, catalog.y, contests.bottom, "Contests"),
        _Arrow(user.middle, contests.y, ways.bottom),
        _Arrow(user.middle, ways.y, user.bottom),
    ]
    boxes = [
        *(plan, documents, sheets, whole, codec),
        *(store, catalog, contests, ways, user, base),
    ]
    shapes = [
        element("path", d=_OUTLINE, class_="picture-house"),
        *map(_arrow, going),
        *map(_drawn, boxes),
    ]
    return Picture(
        title=_("The house, and the way of the data through it"),
        caption=_(
            "A plan comes in on the left, once a year, and becomes "
            "edition.json. On the right that is loaded, and answers."
        ),
        drawing=Drawing(
            Markup('viewBox="0 0 {} {}"').format(_WIDTH, _HEIGHT),
            Markup("").join(shapes),
        ),
        columns=(_("Step"), _("What it is for")),
        rows=[(box.name, box.what) for box in boxes],
    )


# Walls, floor and roof.
_OUTLINE = "M10 108 V516 H350 V108 M2 112 L180 64 L358 112"


def _drawn(box: _Box) -> Markup:
    return element(
        "g",
        element(
            "rect",
            x=box.x,
            y=box.y,
            width=box.width,
            height=_TALL,
            rx=4,
        ),
        element(
            "text", box.name, x=box.middle, y=box.y + 18, class_="picture-name"
        ),
        element(
            "text", box.what, x=box.middle, y=box.y + 34, class_="picture-what"
        ),
        class_=f"picture-{box.kind}",
    )


def _arrow(arrow: _Arrow) -> Markup:
    sign = 1 if arrow.end > arrow.start else -1
    tip = arrow.end - sign
    head = tip - 6 * sign
    x = arrow.x
    shapes = [
        element("path", d=f"M{x} {arrow.start} V{head}", class_="picture-way"),
        element(
            "path",
            d=f"M{x - 4} {head} H{x + 4} L{x} {tip} Z",
            class_="picture-tip",
        ),
    ]
    if arrow.carries:
        shapes.append(
            element(
                "text",
                arrow.carries,
                x=x + 8,
                y=(arrow.start + arrow.end) / 2 + 4,
                class_="picture-carries",
            )
        )
    return Markup("").join(shapes)
