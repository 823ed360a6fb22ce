"""An edition, or some contests, in the formats of other people's tools."""

from __future__ import annotations

import os

from importlib import import_module
from pathlib import Path
from typing import Literal, TypeAlias, cast, get_args

from cnmaker_data import codecs
from cnmaker_data._files import write_atomically, write_folder
from cnmaker_data.catalog import Edition
from cnmaker_data.collection import Contests
from cnmaker_data.errors import MissingExtraError, data_error, short_repr
from cnmaker_data.tables import Headings


__all__ = ["Exportable", "Format", "Headings", "format_of", "to_bytes", "write"]


#: The formats that `write` knows.
Format: TypeAlias = Literal[
    codecs.Format, "csv", "xlsx", "parquet", "sqlite", "jsonld", "datapackage"
]

#: What can be written. Contests alone do not know the year, title and notice
#: of their edition, so files of them leave these out.
Exportable: TypeAlias = Edition | Contests

_SUFFIXES = {
    **{f".{each}": each for each in get_args(Format) if each != "datapackage"},
    ".yml": "yaml",
    ".sqlite3": "sqlite",
    ".db": "sqlite",
    ".zip": "datapackage",
}
# The extras with what the modules of these formats import.
_EXTRAS = {"xlsx": "formats", "parquet": "parquet"}
_WITH_HEADINGS = ("csv", "xlsx")


def write(
    contests: Exportable,
    path: str | os.PathLike[str],
    *,
    format: Format | None = None,  # noqa: A002  # the name that users expect
    overwrite: bool = False,
    headings: Headings = "en",
) -> Path:
    """
    Write an edition or contests to a file, and return its path.

    The suffix of *path* says the format, unless *format* does; `format_of`
    knows the suffixes. A Data Package is a folder if *path* does not end in
    ``.zip``. A file is written whole or not at all, and has the same bytes
    each time. CSV and Excel can have Chinese *headings*: ``"zh"`` also gives
    Chinese tiers and roles, and puts names before ids and codes.

    Raises `FileExistsError` if the path exists and *overwrite* is false,
    `DataError` for what the format cannot hold, and `MissingExtraError`.

    >>> import tempfile
    >>> from cnmaker_data import contests
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write(contests.by_region("浙江"), f"{folder}/zhejiang.csv").name
    'zhejiang.csv'
    """
    path = Path(path)
    name = format_of(path) if format is None else format
    if not overwrite and os.path.lexists(path):
        raise FileExistsError(f"{path} already exists")
    os.stat(path.parent)  # if it does not exist, the error names it
    if name == "datapackage" and path.suffix.lower() != ".zip":
        from cnmaker_data.export import datapackage

        parts = _checked(contests, name, headings)
        write_folder(path, datapackage.to_files(*parts))
    else:
        data = to_bytes(contests, name, headings=headings)
        write_atomically(path, data, overwrite=overwrite)
    return path


def to_bytes(
    contests: Exportable,
    format: Format,  # noqa: A002
    *,
    headings: Headings = "en",
) -> bytes:
    """
    Return an edition or contests in a format.

    For a Data Package these are the bytes of the zip; for *headings*, see
    `write`. Raises `DataError` and `MissingExtraError`.

    >>> from cnmaker_data import contests
    >>> to_bytes(contests, "sqlite")[:15]
    b'SQLite format 3'
    """
    parts = _checked(contests, format, headings)
    if format in get_args(codecs.Format):
        from cnmaker_data.serialization import dumps

        return dumps(contests, cast("codecs.Format", format))
    try:
        module = import_module(f"{__name__}.{format}")
    except ImportError as error:
        if extra := _EXTRAS.get(format):
            raise MissingExtraError(f"the format {format}", extra) from error
        raise
    options = [headings] if format in _WITH_HEADINGS else []
    return cast("bytes", module.to_bytes(*parts, *options))


def format_of(path: str | os.PathLike[str]) -> Format:
    """
    Return the format that the suffix of a path says.

    Raises `DataError` for another suffix.

    >>> format_of("plan.yml")
    'yaml'
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in _SUFFIXES:
        raise data_error(
            f"{short_repr(path.name)} is of no known format; end it in one of "
            f"{', '.join(_SUFFIXES)}, or name the format"
        )
    return cast("Format", _SUFFIXES[suffix])


def _checked(
    contests: object, name: object, headings: object
) -> tuple[Contests, Edition | None]:
    """Return the contests, and their edition if it was given."""
    if name not in (known := get_args(Format)):
        problem = f"is not a format; use one of {', '.join(known)}"
        raise data_error(f"{short_repr(name)} {problem}")
    if headings not in get_args(Headings):
        problem = "is not a language of headings; use 'en' or 'zh'"
        raise data_error(f"{short_repr(headings)} {problem}")
    if headings == "zh" and name not in _WITH_HEADINGS:
        problem = "has no Chinese headings; use csv or xlsx"
        raise data_error(f"the format {name} {problem}")
    if isinstance(contests, Edition):
        return contests.contests, contests
    if not isinstance(contests, Contests):
        problem = "is neither an Edition nor Contests"
        raise data_error(f"{short_repr(contests)} {problem}")
    return contests, None
