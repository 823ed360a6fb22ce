"""
What is wrong with a plan, collected so that all of it can be told at once.
"""

from __future__ import annotations

from cnmaker_data.errors import IngestProblem


__all__ = ["MOST", "Problems"]


#: More problems than anybody reads.
MOST = 1_000


class Problems(list[IngestProblem]):
    """
    What is wrong with a document, in its order; the first of many.
    """

    def report(
        self,
        reason: str,
        text: str = "",
        *,
        table: str = "",
        row: int | None = None,
        column: str | None = None,
    ) -> None:
        if len(self) < MOST:
            self.append(IngestProblem(table, row, column, text, reason))
