"""
The JSON Schema of the format of `edition.json`, made from the model.
"""

from __future__ import annotations

import enum
import types

from typing import (
    Any,
    Literal,
    TypeAlias,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

import attrs

from cnmaker_data import model
from cnmaker_data.collection import Contests
from cnmaker_data.model import (
    SCHEMA_VERSION,
    Contest,
    Edition,
    Link,
    Organization,
    Organizer,
    Region,
    Source,
    Tier,
    level_of,
)


__all__ = ["json_schema"]


_Schema: TypeAlias = dict[str, Any]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"

# Of the whole text, in every dialect of regular expressions: in some, a
# dollar sign matches before a line end, too.
_END = r"(?![\s\S])"


def json_schema() -> dict[str, Any]:
    """
    Return the JSON Schema (2020-12) of an edition as `dumps` writes it.

    Each call returns a new dictionary. What the schema refuses, `loads`
    refuses; `loads` knows more, such as that an id is not there twice.

    >>> schema = json_schema()
    >>> schema["properties"]["schema"]
    {'description': 'The version of this format.', 'const': '8.0'}
    >>> schema["required"]
    ['schema', 'number', 'year', 'title', 'notice', 'contests']
    """
    definition = _definition(Edition)
    version = {
        "description": "The version of this format.",
        "const": SCHEMA_VERSION,
    }
    parts = (Contest, Region, Organizer, Organization, Link, Source)
    return {
        "$schema": _DIALECT,
        "title": "An edition of the plan of the “创客中国” contests",
        **definition,
        "required": ["schema", *definition["required"]],
        "properties": {"schema": version, **definition["properties"]},
        "$defs": {
            **{part.__name__: _definition(part) for part in parts},
            "Line": _line(),
        },
    }


def _definition(cls: type[Any]) -> _Schema:
    """
    Return the schema of the objects of a class of the model.
    """
    hints = get_type_hints(cls, {**vars(model), "Contests": Contests})
    fields = attrs.fields(cls)
    keywords = _keywords()
    properties = {
        field.name: {
            "description": _DESCRIPTIONS[cls, field.name],
            **_of_type(hints[field.name], keywords.get((cls, field.name))),
        }
        for field in fields
    }
    return {
        "description": _DESCRIPTIONS[cls, None],
        "type": "object",
        "additionalProperties": False,
        "required": [f.name for f in fields],
        "properties": properties,
        **_conditions().get(cls, {}),
    }


def _of_type(kind: Any, keywords: _Schema | None = None) -> _Schema:
    """
    Return the schema of a type, with the keywords of a field added.
    """
    arguments = get_args(kind)
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        [inner] = [each for each in arguments if each is not type(None)]
        return {"anyOf": [_of_type(inner, keywords), {"type": "null"}]}
    if kind is Contests:
        return _array(_of_type(Contest), keywords)
    if origin is tuple:
        if keywords and "items" in keywords:
            return {"type": "array", **keywords}
        return _array(_of_type(arguments[0]), keywords)
    if origin is Literal:
        return {"type": "string", "enum": list(arguments)}
    if kind is str:
        if keywords is None:
            return {"$ref": "#/$defs/Line"}
        return {"type": "string", **keywords}
    if kind is int:
        # As the model has it for all its numbers.
        return {"type": "integer", "minimum": 1, "maximum": 9_999}
    if kind is bool:
        return {"type": "boolean"}
    if issubclass(kind, enum.Enum):
        return {"type": "string", "enum": [each.value for each in kind]}
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _array(items: _Schema, keywords: _Schema | None) -> _Schema:
    return {"type": "array", "items": items, **(keywords or {})}


def _keywords() -> dict[tuple[type[Any], str], _Schema]:
    """
    Return what the validators of some fields check beside the type.
    """
    printed = _whole(f"[^{_refused('_UNPRINTABLE')}]*")
    return {
        (Contest, "id"): _whole(rf"[1-9][0-9]{{0,3}}/{_series()}"),
        (Contest, "organizers"): {"minItems": 1, "uniqueItems": True},
        (Contest, "links"): {"uniqueItems": True},
        (Edition, "contests"): {"minItems": 1, "uniqueItems": True},
        (Link, "url"): _whole(
            # No more than is true of all that `normalize_url` returns.
            r"https?://"
            r"(?:[a-z0-9_\-]+(?:\.[a-z0-9_\-]+)+|\[[0-9a-f:.]+\])"
            r"(?::[1-9][0-9]{0,4})?/[!-\[\]-~]*"
        ),
        (Organization, "aliases"): {"uniqueItems": True},
        (Region, "code"): _whole(_pattern("_CODE")),
        (Region, "iso_3166_2"): _whole(_pattern("_ISO_3166_2")),
        (Source, "cells"): {
            "items": {
                "type": "array",
                "prefixItems": [
                    {"$ref": "#/$defs/Line"},
                    {"type": "string", **printed},
                ],
                "items": False,
                "minItems": 2,
            },
            "uniqueItems": True,
        },
    }


def _conditions() -> dict[type[Any], _Schema]:
    """
    Return what the value of one field asks of another.
    """
    by_tier: list[_Schema] = []
    for tier in Tier:
        is_thematic = tier is Tier.THEMATIC
        properties = {
            "id": {"pattern": rf"^[0-9]+/{tier.value}(?:/|$)"},
            "theme": {"type": "string" if is_thematic else "null"},
        }
        then: _Schema = {"properties": properties}
        condition = _has("tier", {"const": tier.value})
        by_tier.append({"if": condition, "then": then})
    # One code of each kind, and which codes are of it.
    kinds = {
        "660000": r"^660000",
        "110000": r"^(?!660000).*0000$",
        "110100": r"^(?!.*0000$).*00$",
        "110101": r"^(?!.*00$)",
    }
    by_code = [
        {
            "if": _has("code", {"pattern": pattern}),
            "then": {"properties": {"level": {"const": level_of(code)}}},
        }
        for code, pattern in kinds.items()
    ]
    return {Contest: {"allOf": by_tier}, Region: {"allOf": by_code}}


def _has(name: str, value: _Schema) -> _Schema:
    return {"required": [name], "properties": {name: value}}


def _whole(pattern: str) -> _Schema:
    return {"pattern": f"^(?:{pattern}){_END}"}


def _line() -> _Schema:
    """
    Return the schema of a line of text.
    """
    refused = _refused("_INVISIBLE")
    return {
        "description": "A line that starts and ends with a visible character.",
        "type": "string",
        **_whole(rf"(?!\s)[^{refused}]*[^\s{refused}]"),
    }


def _series() -> str:
    slug = _pattern("_SLUG")
    tiers = [tier.value for tier in Tier if tier is not Tier.FINAL]
    return f"(?:{Tier.FINAL.value}|(?:{'|'.join(tiers)})/{slug})"


def _refused(name: str) -> str:
    """
    Return the characters that one of the model's expressions looks for.
    """
    characters = _pattern(name).removeprefix("[").removesuffix("]")
    # Some dialects see half of a rare character as a lone surrogate.
    return _escaped(characters.replace("\ud800-\udfff", ""))


def _pattern(name: str) -> str:
    return cast(str, vars(model)[name])


def _escaped(characters: str) -> str:
    return "".join(
        char if " " < char <= "~" else f"\\u{ord(char):04x}"
        for char in characters
    )


# Not the docstrings, which `python -OO` leaves out. None is the class itself.
_DESCRIPTIONS: dict[tuple[type[Any], str | None], str] = {
    (Edition, None): "The plan of one year.",
    (Edition, "number"): "Which edition of the competition it is.",
    (Edition, "year"): "The year it is held in.",
    (Edition, "title"): "The title of the plan, as printed.",
    (Edition, "notice"): "The document number of the notice, if known.",
    (Edition, "contests"): "The contests, in printed order.",
    (Contest, None): "One contest of an edition: one row of the plan.",
    (Contest, "id"): "<edition>/<series>, such as 8/regional/ningbo.",
    (Contest, "edition"): "The number of the edition.",
    (Contest, "tier"): "Which of the plan's four tables it stands in.",
    (Contest, "number"): "序号, or null where the table has none.",
    (Contest, "name"): "The name as printed, without line breaks.",
    (Contest, "theme"): "What a thematic contest is about; null for others.",
    (Contest, "location"): "Where it is held.",
    (Contest, "organizers"): "Who organizes it, in printed order.",
    (Contest, "links"): "Where companies register.",
    (Contest, "source"): "The printed row that all this comes from.",
    (
        Region,
        None,
    ): "An administrative division of China, at county level or above.",
    (Region, "code"): "The code of GB/T 2260; 660000 for the corps.",
    (Region, "name"): "The full name, 浙江省.",
    (Region, "short_name"): "The name without its generic ending, 浙江.",
    (Region, "level"): "What the code says.",
    (Region, "english_name"): "The name in Latin letters, Zhejiang.",
    (Region, "iso_3166_2"): "The code of ISO 3166-2, of provinces alone.",
    (Organization, None): "A body that organizes contests.",
    (Organization, "name"): "The name as printed.",
    (Organization, "aliases"): "The names in brackets behind it.",
    (Organizer, None): "An organization and what it does for a contest.",
    (Organizer, "organization"): "Who it is.",
    (Organizer, "role"): "What it does: 主办 host, 牵头 lead, 承办 undertaker.",
    (Link, None): "An address at which companies register.",
    (Link, "url"): "The address in its canonical spelling.",
    (Link, "text"): "The address as printed.",
    (Link, "label"): "What the plan calls it, or null.",
    (Link, "inherited"): "Whether a merged cell of the plan gave it.",
    (
        Source,
        None,
    ): "The row of the plan that a contest comes from, a mapping by column.",
    (Source, "table"): "The heading of the table, as printed.",
    (Source, "row"): "The row, from 1 below the column headings.",
    (Source, "cells"): "The column and the text of each printed cell.",
}
