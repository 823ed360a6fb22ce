"""
A document as its lines and tables, in printed order.

Every kind of file is read into this form, which knows nothing of plans.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias


if TYPE_CHECKING:
    from collections.abc import Iterable


MAX_COLUMNS = 100
_MAX_CELLS = 20_000


class Hyperlink(NamedTuple):
    """A text and the address that a click on it leads to."""

    text: str
    url: str


class Cell(NamedTuple):
    """One cell of a table."""

    #: The text as printed, with its line breaks.
    text: str
    #: How many columns of the grid it covers.
    span: int = 1
    #: Whether it is a part of the cell above it.
    above: bool = False
    #: Whether it stands for columns of the grid that a row leaves out.
    gap: bool = False
    #: Why its text is not all that it prints, and how to fix that.
    fault: str = ""
    hyperlinks: tuple[Hyperlink, ...] = ()


Row: TypeAlias = tuple[Cell, ...]


class Line(NamedTuple):
    """A line of text outside of tables, or in a row of its own."""

    text: str
    fault: str = ""
    #: The elements of the page that it stands in, from the outermost.
    place: tuple[int, ...] = ()


class Table(NamedTuple):
    """A table, or the rows of it between two lines."""

    rows: tuple[Row, ...]
    place: tuple[int, ...] = ()


class Document(NamedTuple):
    """The lines and tables of a document in its order."""

    blocks: tuple[Line | Table, ...]
    #: Whether it says which cells are merged. Plain text does not.
    shows_merged: bool = True


class Builder:
    """Collects lines and tables, up to more than any plan has."""

    def __init__(self) -> None:
        self.blocks: list[Line | Table] = []
        self._cells = 0

    def add_text(
        self, text: str, fault: str = "", place: tuple[int, ...] = ()
    ) -> None:
        """Add the lines that are not blank, as one line if it has a fault."""
        lines = [line.strip() for line in text.split("\n")]
        if fault:
            lines = [" ".join(lines).strip()]
        self.blocks += [
            Line(line, fault, place) for line in lines if line or fault
        ]

    def add_table(
        self, rows: Iterable[Row], place: tuple[int, ...] = ()
    ) -> None:
        """
        Add a table.

        Raises `ValueError` if the document has far more cells than a plan.
        It counts while it takes *rows*: a few bytes may make very many.
        """
        kept: list[Row] = []
        for row in rows:
            kept.append(row)
            self._cells += len(row) + 1
            width = sum(cell.span for cell in row)
            if self._cells > _MAX_CELLS or width > MAX_COLUMNS:
                raise ValueError("has tables far larger than those of a plan")
        self.blocks.append(Table(tuple(kept), place))
