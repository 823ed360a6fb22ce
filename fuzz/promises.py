"""What every error promises."""

from __future__ import annotations

import contextlib

from typing import TYPE_CHECKING

from cnmaker_data.errors import CnmakerDataError


if TYPE_CHECKING:
    from collections.abc import Iterator


__all__ = ["refusing"]


_MOST_LINES = 101
# In characters: a line may quote several shortened texts and suggest names.
_LONGEST_LINE = 2_000


@contextlib.contextmanager
def refusing(*kinds: type[CnmakerDataError]) -> Iterator[None]:
    """Let documented errors pass if their messages are bounded."""
    try:
        yield
    except kinds as error:
        lines = str(error).split("\n")
        assert all(lines)
        assert len(lines) <= _MOST_LINES
        assert max(map(len, lines)) <= _LONGEST_LINE
