"""
A Frictionless Data Package: tables in CSV, described in JSON.

The CSV is for programs; unlike that of `csv`, it is not changed for
spreadsheets.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

from typing import Any

from cnmaker_data import tables
from cnmaker_data.catalog import SCHEMA_VERSION, Edition
from cnmaker_data.collection import Contests
from cnmaker_data.export.csv import joined


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
    for name, described, rows in tables.relational(contests, edition):
        fields = [field["name"] for field in described["schema"]["fields"]]
        data = joined([fields, *map(_plain, rows)], "\n").encode()
        files[f"{name}.csv"] = data
        resources.append(
            {
                "profile": "tabular-data-resource",
                "name": name,
                "description": described["description"],
                "path": f"{name}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": _DIALECT,
                "bytes": len(data),
                "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
                "schema": described["schema"],
            }
        )
    text = json.dumps(descriptor, ensure_ascii=False, indent=2)
    # Last, because it says that the others are there.
    return {**files, "datapackage.json": f"{text}\n".encode()}


def _plain(row: tuple[Any, ...]) -> list[Any]:
    return [str(x).lower() if isinstance(x, bool) else x for x in row]
