"""
How long it takes to normalize a link, and to find those of a cell.

Three sets: the links as the plan prints them, of which most are the same;
as many different ones as no cache of a peer holds, made of these; and such
links as people paste, with all that there is to mend. The peers are told the
scheme, which some of them need, and their refusals count as answers; one row
leaves out what is refused.

Cells are made of these links, with labels and what joins them. linkify-it-py,
which finds links for Markdown, reads no labels and no Chinese signs.
"""

from __future__ import annotations

import random

from itertools import cycle, islice
from typing import TYPE_CHECKING
from urllib.parse import quote

from benchmarks.cases import QUESTIONS, Case, Measure, asked


if TYPE_CHECKING:
    from collections.abc import Callable


def printed() -> list[str]:
    """Return the links of the plan as printed, each as often as it is there."""
    from cnmaker_data import contests

    return [link.text for contest in contests for link in contest.links]


def distinct() -> list[str]:
    """
    Return links like those of the plan, each with a host of its own.

    They are the same each time.
    """
    chance = random.Random(8)  # noqa: S311  # nothing is secret
    links = []
    for number, text in enumerate(islice(cycle(printed()), QUESTIONS)):
        scheme, slashes, rest = text.rpartition("://")
        host, slash, path = rest.partition("/")
        first, *others = host.split(".")
        host = ".".join([f"{first}{number}", *others])
        if slash:
            path += chance.choice(["", f"?id={number}", f"/{number}.html"])
        links.append(f"{scheme}{slashes}{host}{slash}{path}")
    return links


def messy() -> list[str]:
    """
    Return these links as people paste them.

    One in six has a host in Chinese; each has one to three other things to
    mend. They are the same each time.
    """
    chance = random.Random(2023)  # noqa: S311
    return [
        _messed(text, number, chance) for number, text in enumerate(distinct())
    ]


def _messed(text: str, number: int, chance: random.Random) -> str:
    scheme, _, rest = text.rpartition("://")
    host, _, path = rest.partition("/")
    scheme, path = scheme or "http", f"/{path}"
    if number % 6 == 0:
        host = f"创客{number}.中国"
    ways = chance.sample(_WAYS, chance.randint(1, 3))
    if "capitals" in ways:
        scheme, host = scheme.upper(), host.upper()
    if "port" in ways:
        host += ":443" if scheme.lower() == "https" else ":80"
    if "dots" in ways:
        path = f"/./a/..{path}"
    if "percents" in ways:
        path = f"/%7e{quote('报名').lower()}{path}"
    link = f"{scheme}://{host}{path}"
    if "wide" in ways:
        # As an input method for Chinese types it.
        link = link.translate({ord(sign): ord(sign) + 0xFEE0 for sign in ":/."})
    return f" {link}\u3000" if "blanks" in ways else link


def cells() -> list[str]:
    """Return cells with two of the links, as the plan prints them."""
    texts = distinct()
    return [
        f"大赛官网：{first}；\n备用网址 {second}。"
        for first, second in zip(texts[::2], texts[1::2], strict=True)
    ]


def answered() -> list[str]:
    """Return those of the messy links that url-normalize does not refuse."""
    normalize_or_refuse = _refusing(_url_normalize())
    return [text for text in messy() if normalize_or_refuse(text) is not None]


_WAYS = ("capitals", "port", "dots", "percents", "wide", "blanks")


def _ours() -> Callable[[str], object]:
    from cnmaker_data import normalize_url

    return normalize_url


def _url_normalize() -> Callable[[str], object]:
    import url_normalize

    return url_normalize.url_normalize


def _w3lib() -> Callable[[str], object]:
    from w3lib.url import canonicalize_url

    return canonicalize_url


def _yarl() -> Callable[[str], object]:
    from yarl import URL

    return lambda text: str(URL(text))


def _ada() -> Callable[[str], object]:
    import ada_url

    return ada_url.normalize_url


def _find_links() -> Callable[[str], object]:
    from cnmaker_data import find_links

    return find_links


def _linkify() -> Callable[[str], object]:
    from linkify_it import LinkifyIt

    return LinkifyIt().match  # type: ignore[no-any-return]  # it has no types


def _with_scheme(text: str) -> str:
    return text if ":" in text or "：" in text else f"http://{text}"


def _measure(
    name: str,
    about: str,
    tool: Callable[[], Callable[[str], object]],
    make: Callable[[], list[str]],
) -> Measure:
    def prepare() -> tuple[Callable[[str], object], list[str]]:
        texts = make()
        if tool not in {_ours, _find_links, _linkify}:
            texts = list(map(_with_scheme, texts))
        return _refusing(tool()), texts

    return asked(name, about, prepare)


def _refusing(normalize: Callable[[str], object]) -> Callable[[str], object]:
    def normalize_or_refuse(text: str) -> object:
        try:
            return normalize(text)
        except ValueError:
            return None

    return normalize_or_refuse


_PLAIN_TARGET, _MESSY_TARGET = 0.1, 0.4

CASES = [
    Case(
        f"`normalize_url`, {about}",
        _measure("`normalize_url`", about, _ours, make),
        _measure(name, about, tool, make),
        most if tool is _url_normalize else target,
    )
    for about, make, most in (
        ("links as printed", printed, _PLAIN_TARGET),
        ("different links", distinct, _PLAIN_TARGET),
        ("messy links", messy, _MESSY_TARGET),
    )
    for name, tool, target in (
        ("url-normalize", _url_normalize, None),
        ("w3lib's `canonicalize_url`", _w3lib, 1.0),
        ("yarl", _yarl, None),
        ("ada-url", _ada, None),
    )
]
_ABOUT = "messy links that url-normalize takes"
CASES.append(
    Case(
        f"`normalize_url`, {_ABOUT}",
        _measure("`normalize_url`", _ABOUT, _ours, answered),
        _measure("url-normalize", _ABOUT, _url_normalize, answered),
        _MESSY_TARGET,
    )
)
_ABOUT = "cells with two links"
CASES.append(
    Case(
        f"`find_links`, {_ABOUT}",
        _measure("`find_links`", _ABOUT, _find_links, cells),
        _measure("linkify-it-py", _ABOUT, _linkify, cells),
        None,
    )
)
