"""
JSON-LD in the terms of schema.org, for web pages and knowledge graphs.
"""

from __future__ import annotations

import json

from typing import TYPE_CHECKING, Any
from urllib.parse import quote


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cnmaker_data.catalog import Edition
    from cnmaker_data.collection import Contests
    from cnmaker_data.model import Contest, Region


__all__ = ["to_bytes"]


_Node = dict[str, Any]

# Written out, so that a processor needs no network; names are in Chinese
# where nothing else is said.
_CONTEXT: _Node = {
    "@vocab": "https://schema.org/",
    "name": {"@language": "zh-Hans"},
    "alternateName": {"@language": "zh-Hans"},
    "about": {"@language": "zh-Hans"},
    "url": {"@type": "@id"},
}


def to_bytes(contests: Contests, edition: Edition | None = None) -> bytes:
    """
    Return contests as JSON-LD.

    It can stand in a ``script`` element of a web page as it is.

    >>> from cnmaker_data import edition
    >>> json.loads(to_bytes(edition(8).contests))["@graph"][0]["@type"]
    'EventSeries'
    """
    document = {"@context": _CONTEXT, "@graph": list(_nodes(contests, edition))}
    text = json.dumps(document, ensure_ascii=False, indent=2)
    # A script element ends at </script>, and <!-- in one is trouble, too. In
    # JSON it can stand only in strings.
    text = text.replace("<", "\\u003c")
    return f"{text}\n".encode()


def _nodes(contests: Contests, edition: Edition | None) -> Iterator[_Node]:
    if edition is not None:
        yield _series(edition)
    else:
        for number in dict.fromkeys(contest.edition for contest in contests):
            yield {"@id": _urn("edition", number), "@type": "EventSeries"}
    yield from map(_event, contests)
    yield from _organizations(contests)
    regions = {contest.location.code: contest.location for contest in contests}
    yield from map(_place, regions.values())


def _series(edition: Edition) -> _Node:
    return {
        "@id": _urn("edition", edition.number),
        "@type": "EventSeries",
        "name": edition.title,
        "startDate": str(edition.year),
        "identifier": [
            each
            for each in (edition.notice, edition.digest)
            if each is not None
        ],
    }


def _event(contest: Contest) -> _Node:
    event: _Node = {
        "@id": _urn("contest", contest.id),
        "@type": "Event",
        "identifier": contest.id,
        "name": contest.name,
        "superEvent": {"@id": _urn("edition", contest.edition)},
        "keywords": contest.tier.value,
        "location": {"@id": _urn("region", contest.location.code)},
        # schema.org's way of saying more of a property: a Role stands between
        # the event and the organization, under the property's own name.
        "organizer": [
            {
                "@type": "Role",
                "roleName": organizer.role.value,
                "organizer": {
                    "@id": _urn("organization", organizer.organization.name)
                },
            }
            for organizer in contest.organizers
        ],
    }
    if contest.theme is not None:
        event["about"] = contest.theme
    if contest.links:
        event["url"] = list(dict.fromkeys(contest.urls))
    return event


def _organizations(contests: Iterable[Contest]) -> Iterator[_Node]:
    # In a graph one name is one node, with the aliases that it has anywhere.
    aliases: dict[str, dict[str, None]] = {}
    for contest in contests:
        for organizer in contest.organizers:
            organization = organizer.organization
            known = aliases.setdefault(organization.name, {})
            known.update(dict.fromkeys(organization.aliases))
    for name, others in aliases.items():
        node: _Node = {
            "@id": _urn("organization", name),
            "@type": "Organization",
            "name": name,
        }
        if others:
            node["alternateName"] = list(others)
        yield node


def _place(region: Region) -> _Node:
    codes = [region.code]
    if region.iso_3166_2 is not None:
        codes.append(region.iso_3166_2)
    return {
        "@id": _urn("region", region.code),
        "@type": "Place",
        "name": region.name,
        "alternateName": [
            region.short_name,
            {"@value": region.english_name, "@language": "en"},
        ],
        "identifier": codes,
        "address": {"@type": "PostalAddress", "addressCountry": "CN"},
    }


def _urn(kind: str, name: str | int) -> str:
    # Not web addresses: nothing answers there.
    return f"urn:cnmaker:{kind}:{quote(str(name), safe='/')}"
