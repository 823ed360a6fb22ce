"""The JSON Schema of `edition.json`, which is a file of the package."""

from __future__ import annotations

import json

from typing import Any, cast

from cnmaker_data import _resources


def json_schema() -> dict[str, Any]:
    """
    Return the JSON Schema (2020-12) of an edition as `dumps` writes it.

    Each call returns a new dictionary. `loads` rejects everything that the
    schema rejects, and more: the schema cannot say that ids are unique.

    >>> schema = json_schema()
    >>> schema["properties"]["schema"]
    {'description': 'The version of this format.', 'const': '8.0'}
    >>> schema["required"]
    ['schema', 'number', 'year', 'title', 'notice', 'contests', 'notes']
    """
    schema = json.loads(_resources.read("edition.schema.json"))
    return cast("dict[str, Any]", schema)
