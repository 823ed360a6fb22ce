"""The grammar of the names of contests, as patterns of `re`."""

from __future__ import annotations

import re
import tomllib

from cnmaker_data import _resources
from cnmaker_data.series import NUMERAL


_GRAMMAR: dict[str, dict[str, list[str] | str]] = tomllib.loads(
    _resources.read("mentions.toml").decode()
)


def _compile() -> dict[str, re.Pattern[str]]:
    """Return the patterns of the grammar by name, those of words included."""
    parts = {"numeral": NUMERAL}
    for name, words in _GRAMMAR["words"].items():
        parts[name] = f"(?:{'|'.join(words)})"
    for name, pattern in _GRAMMAR["patterns"].items():
        parts[name] = re.sub(
            "@([a-z_]+)", lambda found: parts[found[1]], str(pattern)
        )
    return {name: re.compile(pattern) for name, pattern in parts.items()}


PATTERNS = _compile()
#: First, second, third …
ORDINALS = _GRAMMAR["words"]["ordinals"]


def search(pattern: str, text: str) -> re.Match[str] | None:
    """Return the first match of a pattern in a text."""
    return PATTERNS[pattern].search(text)


def is_word(pattern: str, word: str) -> bool:
    """Return whether a pattern matches a whole word."""
    return bool(PATTERNS[pattern].fullmatch(word))
