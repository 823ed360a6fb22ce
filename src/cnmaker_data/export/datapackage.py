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

from cnmaker_data.catalog import SCHEMA_VERSION, Edition
from cnmaker_data.export._tables import tables


if TYPE_CHECKING:
    from cnmaker_data.export import Exportable
    from cnmaker_data.export._tables import Column, Table


__all__ = ["to_bytes", "to_files"]


_TYPES = {"text": "string", "integer": "integer", "boolean": "boolean"}
# The oldest that a zip can say.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def to_bytes(contests: Exportable) -> bytes:
    """
    Return contests as a Data Package in a zip.

    >>> from cnmaker_data import edition
    >>> zipfile.ZipFile(io.BytesIO(to_bytes(edition(8)))).namelist()[-1]
    'datapackage.json'
    """
    data = io.BytesIO()
    # Not compressed: builds of zlib do that to different bytes.
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in to_files(contests).items():
            info = zipfile.ZipInfo(name, _NO_TIME)
            # What differs from system to system: that it is made on Unix, and
            # who may read it.
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            archive.writestr(info, content)
    return data.getvalue()


def to_files(contests: Exportable) -> dict[str, bytes]:
    """
    Return the files of a Data Package by their names.

    >>> from cnmaker_data import edition
    >>> list(to_files(edition(8)))[:2]
    ['editions.csv', 'regions.csv']
    """
    parts = [(table, _csv(table)) for table in tables(contests)]
    files = {f"{table.name}.csv": data for table, data in parts}
    descriptor = _descriptor(contests)
    descriptor["resources"] = [_resource(table, data) for table, data in parts]
    text = json.dumps(descriptor, ensure_ascii=False, indent=2)
    # Last, as it says that the others are there.
    files["datapackage.json"] = f"{text}\n".encode()
    return files


def _csv(table: Table) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.name for column in table.columns])
    for row in table.rows:
        writer.writerow(
            [str(v).lower() if isinstance(v, bool) else v for v in row]
        )
    return text.getvalue().encode()


def _descriptor(contests: Exportable) -> dict[str, Any]:
    descriptor: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": "cnmaker-data",
        "title": "“创客中国” (Maker in China) contests",
        "licenses": [{"name": "CC0-1.0"}],
    }
    if isinstance(contests, Edition):
        descriptor["name"] = f"cnmaker-data-{contests.number}"
        descriptor["title"] = contests.title
        # That of the model: a newer one may have other tables.
        descriptor["version"] = f"{SCHEMA_VERSION}.0"
    return descriptor


def _resource(table: Table, data: bytes) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "description": table.description,
        "path": f"{table.name}.csv",
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
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        # An empty text stands for a missing value, but where none is missing
        # it is a text: a cell of the plan may be empty.
        "missingValues": (
            [] if all(column.required for column in table.columns) else [""]
        ),
        "primaryKey": list(table.primary_key),
    }
    if table.references:
        schema["foreignKeys"] = [
            {
                "fields": [reference.column],
                "reference": {
                    "resource": reference.table,
                    "fields": [reference.key],
                },
            }
            for reference in table.references
        ]
    return schema


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.values:
        constraints["enum"] = list(column.values)
    if column.minimum is not None:
        constraints["minimum"] = column.minimum
    if column.pattern is not None:
        constraints["pattern"] = column.pattern
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.type],
        "description": column.description,
    }
    if constraints:
        field["constraints"] = constraints
    return field
