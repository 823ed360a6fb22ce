"""
China's yearly “创客中国” (Maker in China) contest plan as typed data.

>>> from cnmaker_data import contests
>>> contests.by_region("浙江")[0].name
'第八届“创客中国”浙江省中小企业创新创业大赛'
"""

from __future__ import annotations

from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from cnmaker_data.catalog import Edition, edition, editions, json_schema
    from cnmaker_data.collection import Contests
    from cnmaker_data.comparison import ContestChange, Diff, FieldChange, diff
    from cnmaker_data.entry import Crosswalk, CrosswalkRow
    from cnmaker_data.errors import (
        AmbiguousRegionError,
        CnmakerDataError,
        DataError,
        DataProblem,
        DigestMismatchError,
        IngestError,
        IngestProblem,
        InvalidURLError,
        MissingExtraError,
        UnknownColumnError,
        UnknownContestError,
        UnknownEditionError,
        UnknownError,
        UnknownOrganizerError,
        UnknownRegionError,
        UnknownRoleError,
        UnknownTableError,
        UnknownTierError,
    )
    from cnmaker_data.links import find_links
    from cnmaker_data.mentions import Mention, find_mentions
    from cnmaker_data.model import (
        Contest,
        Level,
        Link,
        Organization,
        Organizer,
        Region,
        Role,
        Source,
        Tier,
    )
    from cnmaker_data.places import ancestors, find_region, path_of
    from cnmaker_data.places.addresses import Located, locate
    from cnmaker_data.serialization import Format, dumps, loads
    from cnmaker_data.table import Column, Table
    from cnmaker_data.urls import normalize_url

    contests: Contests


__all__ = [
    "AmbiguousRegionError",
    "CnmakerDataError",
    "Column",
    "Contest",
    "ContestChange",
    "Contests",
    "Crosswalk",
    "CrosswalkRow",
    "DataError",
    "DataProblem",
    "Diff",
    "DigestMismatchError",
    "Edition",
    "FieldChange",
    "Format",
    "IngestError",
    "IngestProblem",
    "InvalidURLError",
    "Level",
    "Link",
    "Located",
    "Mention",
    "MissingExtraError",
    "Organization",
    "Organizer",
    "Region",
    "Role",
    "Source",
    "Table",
    "Tier",
    "UnknownColumnError",
    "UnknownContestError",
    "UnknownEditionError",
    "UnknownError",
    "UnknownOrganizerError",
    "UnknownRegionError",
    "UnknownRoleError",
    "UnknownTableError",
    "UnknownTierError",
    "ancestors",
    "contests",
    "diff",
    "dumps",
    "edition",
    "editions",
    "find_links",
    "find_mentions",
    "find_region",
    "json_schema",
    "loads",
    "locate",
    "normalize_url",
    "path_of",
]

__version__ = "8.0.0"

# Names are loaded on first use (PEP 562): importing the package costs nothing,
# and each name only what its module needs. Names not listed are in `errors`.
_MODULES = {
    "catalog": "Edition edition editions json_schema",
    "collection": "Contests",
    "comparison": "ContestChange Diff FieldChange diff",
    "entry": "Crosswalk CrosswalkRow",
    "links": "find_links",
    "mentions": "Mention find_mentions",
    "model": "Contest Level Link Organization Organizer Region Role Source Tier",
    "places": "ancestors find_region path_of",
    "places.addresses": "Located locate",
    "serialization": "Format dumps loads",
    "table": "Column Table",
    "urls": "normalize_url",
}
_MODULE_OF = dict.fromkeys(__all__, "errors") | {
    name: module for module in _MODULES for name in _MODULES[module].split()
}


def __getattr__(name: str) -> object:
    from importlib import import_module

    if name == "contests":
        catalog = import_module(f"{__name__}.catalog")
        value: object = catalog.edition().contests
    elif name in _MODULE_OF:
        module = import_module(f"{__name__}.{_MODULE_OF[name]}")
        value = getattr(module, name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
