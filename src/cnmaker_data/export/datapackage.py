"""
A Frictionless Data Package: tables in CSV, described in JSON.

The CSV is for programs; unlike that of `csv`, it is not changed for
spreadsheets.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile

from typing import Any

from cnmaker_data import tables
from cnmaker_data.catalog import SCHEMA_VERSION, Edition
from cnmaker_data.collection import Contests


# The oldest time that a zip can hold.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_DIALECT = {
    "delimiter": ",",
    "lineTerminator": "\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
    "header": True,
}


def to_bytes(contests: Contests, edition: Edition | None = None) -> bytes:
    """
    Return contests as a Data Package in a zip.

    >>> from cnmaker_data import contests
    >>> zipfile.ZipFile(io.BytesIO(to_bytes(contests))).namelist()[-1]
    'datapackage.json'
    """
    data = io.BytesIO()
    # Stored, not compressed: builds of zlib compress to different bytes.
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in to_files(contests, edition).items():
            info = zipfile.ZipInfo(name, _NO_TIME)
            # These differ between systems: that it is made on Unix, and who
            # may read it.
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            archive.writestr(info, content)
    return data.getvalue()


def to_files(
    contests: Contests, edition: Edition | None = None
) -> dict[str, bytes]:
    """
    Return the files of a Data Package by their names.

    >>> from cnmaker_data import contests
    >>> list(to_files(contests))[:2]
    ['editions.csv', 'regions.csv']
    """
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
    descriptor["resources"] = resources = list[dict[str, Any]]()
    files: dict[str, bytes] = {}
    for relation in tables.relational(contests, edition):
        path = f"{relation.name}.csv"
        files[path] = data = _csv(relation)
        resources.append(
            {
                "profile": "tabular-data-resource",
                "name": relation.name,
                "description": relation.description,
                "path": path,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": _DIALECT,
                "bytes": len(data),
                "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
                "schema": relation.schema,
            }
        )
    text = json.dumps(descriptor, ensure_ascii=False, indent=2)
    # Last, because it says that the others are there.
    return {**files, "datapackage.json": f"{text}\n".encode()}


def _csv(relation: tables.Relation) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(field["name"] for field in relation.schema["fields"])
    for row in relation.rows:
        writer.writerow(
            str(value).lower() if isinstance(value, bool) else value
            for value in row
        )
    return text.getvalue().encode()
