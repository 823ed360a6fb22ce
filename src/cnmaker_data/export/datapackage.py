"""
A Frictionless Data Package: tables in CSV, and what they mean in JSON.

The CSV is for programs: it is not changed for spreadsheets as that of `csv`
is.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile

from typing import TYPE_CHECKING, Any

from cnmaker_data import tables
from cnmaker_data.catalog import SCHEMA_VERSION


if TYPE_CHECKING:
    from cnmaker_data.catalog import Edition
    from cnmaker_data.collection import Contests


__all__ = ["to_bytes", "to_files"]


# The oldest that a zip can say.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def to_bytes(contests: Contests, edition: Edition | None = None) -> bytes:
    """
    Return contests as a Data Package in a zip.

    >>> from cnmaker_data import edition
    >>> zipfile.ZipFile(io.BytesIO(to_bytes(edition(8).contests))).namelist()[
    ...     -1
    ... ]
    'datapackage.json'
    """
    data = io.BytesIO()
    # Not compressed: builds of zlib do that to different bytes.
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in to_files(contests, edition).items():
            info = zipfile.ZipInfo(name, _NO_TIME)
            # What differs from system to system: that it is made on Unix, and
            # who may read it.
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            archive.writestr(info, content)
    return data.getvalue()


def to_files(
    contests: Contests, edition: Edition | None = None
) -> dict[str, bytes]:
    """
    Return the files of a Data Package by their names.

    >>> from cnmaker_data import edition
    >>> list(to_files(edition(8).contests))[:2]
    ['editions.csv', 'regions.csv']
    """
    relations = tables.relational(contests, edition)
    parts = [(relation, _csv(relation)) for relation in relations]
    files = {f"{relation.name}.csv": data for relation, data in parts}
    descriptor = _descriptor(edition)
    descriptor["resources"] = [_resource(*part) for part in parts]
    text = json.dumps(descriptor, ensure_ascii=False, indent=2)
    # Last, as it says that the others are there.
    files["datapackage.json"] = f"{text}\n".encode()
    return files


def _csv(relation: tables.Relation) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(field["name"] for field in relation.schema["fields"])
    for row in relation.rows:
        writer.writerow(
            [str(v).lower() if isinstance(v, bool) else v for v in row]
        )
    return text.getvalue().encode()


def _descriptor(edition: Edition | None) -> dict[str, Any]:
    descriptor: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": "cnmaker-data",
        "title": "“创客中国” (Maker in China) contests",
        "licenses": [{"name": "CC0-1.0"}],
    }
    if edition is not None:
        descriptor["name"] = f"cnmaker-data-{edition.number}"
        descriptor["title"] = edition.title
        # That of the model: a newer one may have other tables.
        descriptor["version"] = f"{SCHEMA_VERSION}.0"
    return descriptor


def _resource(relation: tables.Relation, data: bytes) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": relation.name,
        "description": relation.description,
        "path": f"{relation.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {
            "delimiter": ",",
            "lineTerminator": "\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "skipInitialSpace": False,
            "header": True,
        },
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": relation.schema,
    }
