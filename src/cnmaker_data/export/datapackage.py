"""
A Frictionless Data Package: tables in CSV, described in JSON.

The CSV is for programs; unlike that of `csv`, it is not changed for
spreadsheets. `resources/datapackage.json` has what all descriptions share.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

from typing import Any

from cnmaker_data import _resources, tables
from cnmaker_data.catalog import SCHEMA_VERSION, Edition
from cnmaker_data.collection import Contests
from cnmaker_data.export.csv import joined


# The oldest time that a zip can hold.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def to_bytes(contests: Contests, edition: Edition | None = None) -> bytes:
    """Return contests as a Data Package in a zip."""
    data = io.BytesIO()
    # Stored, not compressed: builds of zlib compress to different bytes.
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in to_files(contests, edition).items():
            info = zipfile.ZipInfo(name, _NO_TIME)
            # These defaults differ between systems: where the file was made
            # (on Unix), and who may read it.
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            archive.writestr(info, content)
    return data.getvalue()


def to_files(
    contests: Contests, edition: Edition | None = None
) -> dict[str, bytes]:
    """Return the files of a Data Package by their names."""
    described = json.loads(_resources.read("datapackage.json"))
    package, resources = described["package"], list[dict[str, Any]]()
    if edition is not None:
        package["name"] = f"cnmaker-data-{edition.number}"
        package["title"] = edition.title
        # The version of the model: a newer one may have other tables.
        package["version"] = f"{SCHEMA_VERSION}.0"
    files: dict[str, bytes] = {}
    for name, table, rows in tables.relational(contests, edition):
        headings = [field["name"] for field in table["schema"]["fields"]]
        data = joined([headings, *map(_plain, rows)], "\n").encode()
        files[f"{name}.csv"] = data
        resource = {
            "name": name,
            "description": table["description"],
            "path": f"{name}.csv",
            "bytes": len(data),
            "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
            "schema": table["schema"],
        }
        resources.append(described["resource"] | resource)
    package["resources"] = resources
    text = json.dumps(package, ensure_ascii=False, indent=2)
    # The description comes last, when the files that it names exist.
    return {**files, "datapackage.json": f"{text}\n".encode()}


def _plain(row: tuple[Any, ...]) -> list[Any]:
    return [str(x).lower() if isinstance(x, bool) else x for x in row]
