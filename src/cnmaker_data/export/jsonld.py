"""
JSON-LD in the terms of schema.org, for web pages and knowledge graphs.

`resources/jsonld.json` has the context, written out so that a processor needs
no network, and a template for each class of the model. A path of attributes in
braces stands for a value; a property without one is left out. The ids are
URNs, because no server answers for them. To say more of a property, schema.org
puts a Role between the event and the organization.
"""

from __future__ import annotations

import functools
import json

from collections import defaultdict
from operator import attrgetter
from typing import Any, TypeAlias
from urllib.parse import quote

from cnmaker_data import _resources, tables
from cnmaker_data.catalog import Edition
from cnmaker_data.collection import Contests
from cnmaker_data.model import Organization


_Template: TypeAlias = "str | list[_Template] | dict[str, _Template]"


def to_bytes(contests: Contests, edition: Edition | None = None) -> bytes:
    """Return contests as JSON-LD that can stand in a ``script`` element."""
    # Each name is one node of the graph, with all aliases that it ever has.
    aliases = defaultdict[str, dict[str, None]](dict)
    for contest in contests:
        for organizer in contest.organizers:
            named = organizer.organization
            aliases[named.name] |= dict.fromkeys(named.aliases)
    regions = {contest.location.code: contest.location for contest in contests}
    series = tables.editions_of(contests, edition)
    graph = [
        *(_fill(_templates()["Edition"], each) for each in series),
        *map(_node, contests),
        *(_node(Organization(name, [*each])) for name, each in aliases.items()),
        *map(_node, regions.values()),
    ]
    document = {"@context": _templates()["@context"], "@graph": graph}
    text = json.dumps(document, ensure_ascii=False, indent=2)
    # In a script element, </script> and <!-- would not be taken for text. In
    # JSON, < occurs only in strings.
    text = text.replace("<", "\\u003c")
    return f"{text}\n".encode()


@functools.cache
def _templates() -> Any:
    return json.loads(_resources.read("jsonld.json"))


def _node(item: Any) -> Any:
    template = _templates().get(type(item).__name__)
    return item if template is None else _fill(template, item)


def _fill(template: _Template, item: Any) -> Any:
    """Return a template with values of an item for its paths."""
    if isinstance(template, list):
        filled = (_fill(each, item) for each in template)
        return [each for each in filled if each is not None]
    if isinstance(template, dict):
        pairs = ((key, _fill(each, item)) for key, each in template.items())
        return {key: each for key, each in pairs if each not in (None, [])}
    before, brace, path = template.rstrip("}").partition("{")
    if not brace:
        return template
    value: str | int | tuple[object, ...] | None = attrgetter(path)(item)
    if before:
        return f"{before}{quote(str(value), safe='/')}"
    if isinstance(value, tuple):
        return [*map(_node, dict.fromkeys(value))]
    return value if value is None else str(value)
