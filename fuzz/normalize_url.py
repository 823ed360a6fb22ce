"""Any text as a web address."""

from __future__ import annotations

from cnmaker_data import InvalidURLError, normalize_url
from fuzz import referees
from fuzz.promises import refusing


__all__ = ["check"]


def check(data: bytes) -> None:
    check_text(data.decode("utf-8", "surrogateescape"))


def check_text(text: str) -> str | None:
    """
    Check what is promised of an address, and return it, or None if refused.
    """
    url = None
    with refusing(InvalidURLError):
        url = normalize_url(text)
        assert url.startswith(("http://", "https://"))
        assert normalize_url(url) == url
        referees.check_agreement(url)
        referees.check_spelling(url)
        referees.check_meaning(text, url)
    with refusing(InvalidURLError):
        other = normalize_url(text, default_scheme="https")
        if other != url:
            assert other.startswith("https://")
            referees.check_agreement(other)
    return url
