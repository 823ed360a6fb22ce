"""
Any text as a web address.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import ada_url
import yarl

from cnmaker_data import InvalidURLError, normalize_url
from fuzz.promises import refusing


__all__ = ["check"]


def check(data: bytes) -> None:
    text = data.decode("utf-8", "surrogateescape")
    for scheme in ("http", "https"):
        with refusing(InvalidURLError):
            url = normalize_url(text, default_scheme=scheme)
            assert url.isascii()
            assert url.startswith(("http://", "https://"))
            assert normalize_url(url) == url
            # What parsers of both standards make of it, they leave as it is.
            assert str(yarl.URL(url)) == url
            assert urlsplit(url).geturl() == url
            browsers = ada_url.URL(url)
            assert browsers.href == url
            assert browsers.hostname.strip("[]") == yarl.URL(url).raw_host
            assert browsers.pathname == yarl.URL(url).raw_path
