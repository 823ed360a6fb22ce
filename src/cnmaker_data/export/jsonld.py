"""JSON-LD in the terms of schema.org, for web pages and knowledge graphs."""

from __future__ import annotations

import json

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from cnmaker_data.catalog import Edition
from cnmaker_data.collection import Contests
from cnmaker_data.model import Contest


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

    >>> from cnmaker_data import contests
    >>> json.loads(to_bytes(contests))["@graph"][0]["@type"]
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
        yield _node(
            ("edition", edition.number),
            "EventSeries",
            name=edition.title,
            startDate=str(edition.year),
            identifier=[*filter(None, [edition.notice, edition.digest])],
        )
    else:
        for number in dict.fromkeys(contest.edition for contest in contests):
            yield _node(("edition", number), "EventSeries")
    yield from map(_event, contests)
    # In a graph one name is one node, with the aliases that it has anywhere.
    aliases = defaultdict[str, dict[str, None]](dict)
    for contest in contests:
        for organizer in contest.organizers:
            organization = organizer.organization
            aliases[organization.name] |= dict.fromkeys(organization.aliases)
    for name, others in aliases.items():
        yield _node(
            ("organization", name),
            "Organization",
            name=name,
            alternateName=[*others] or None,
        )
    regions = {contest.location.code: contest.location for contest in contests}
    for region in regions.values():
        yield _node(
            ("region", region.code),
            "Place",
            name=region.name,
            alternateName=[
                region.short_name,
                {"@value": region.english_name, "@language": "en"},
            ],
            identifier=[*filter(None, [region.code, region.iso_3166_2])],
            address={"@type": "PostalAddress", "addressCountry": "CN"},
        )


def _event(contest: Contest) -> _Node:
    # To say more of a property, schema.org puts a Role between the event and
    # the organization, under the name of the property.
    organizers = [
        {
            "@type": "Role",
            "roleName": each.role.value,
            "organizer": {"@id": _urn("organization", each.organization.name)},
        }
        for each in contest.organizers
    ]
    return _node(
        ("contest", contest.id),
        "Event",
        identifier=contest.id,
        name=contest.name,
        superEvent={"@id": _urn("edition", contest.edition)},
        keywords=contest.tier.value,
        location={"@id": _urn("region", contest.location.code)},
        organizer=organizers,
        about=contest.theme,
        url=[*dict.fromkeys(contest.urls)] or None,
    )


def _node(of: tuple[str, str | int], type_: str, **properties: object) -> _Node:
    given = {key: each for key, each in properties.items() if each is not None}
    return {"@id": _urn(*of), "@type": type_, **given}


def _urn(kind: str, name: str | int) -> str:
    # URNs, because no server answers for these ids.
    return f"urn:cnmaker:{kind}:{quote(str(name), safe='/')}"
