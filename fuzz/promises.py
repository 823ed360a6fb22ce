"""
What is promised of every error.
"""

from __future__ import annotations

import contextlib

from typing import TYPE_CHECKING

from cnmaker_data.errors import CnmakerDataError


if TYPE_CHECKING:
    from collections.abc import Iterator


__all__ = ["refusing"]


# In characters.
_LONGEST_MESSAGE = 64 * 1024


@contextlib.contextmanager
def refusing(*kinds: type[CnmakerDataError]) -> Iterator[None]:
    """
    Let the errors pass that a function may raise, if they can be shown.
    """
    try:
        yield
    except kinds as error:
        message = str(error)
        assert message
        assert len(message) < _LONGEST_MESSAGE
