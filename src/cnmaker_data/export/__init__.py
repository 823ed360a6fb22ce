"""
An edition, or some contests, in the formats of other people's tools.

>>> from cnmaker_data import edition
>>> from cnmaker_data.export import to_bytes
>>> to_bytes(edition(8), "csv").decode("utf-8-sig").splitlines()[0]
'id,edition,series,tier,number,name,theme,location_code,location,organizers,urls'
"""

from __future__ import annotations

import errno
import os

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, cast, get_args

from cnmaker_data._files import write_atomically, write_folder
from cnmaker_data.catalog import Edition
from cnmaker_data.collection import Contests
from cnmaker_data.errors import (
    DataError,
    DataProblem,
    MissingExtraError,
    short_repr,
)
from cnmaker_data.tables import Headings


if TYPE_CHECKING:
    from cnmaker_data.serialization import Format as SerializationFormat


__all__ = ["Exportable", "Format", "Headings", "format_of", "to_bytes", "write"]


#: The formats that `write` knows.
Format: TypeAlias = Literal[
    "json",
    "yaml",
    "toml",
    "msgpack",
    "cbor",
    "csv",
    "xlsx",
    "parquet",
    "sqlite",
    "jsonld",
    "datapackage",
]

#: What can be written. What the contests do not say of their edition, which
#: is its year, title and notice, is left out where contests alone are given.
Exportable: TypeAlias = Edition | Contests


class _Target(NamedTuple):
    """
    How one format is found and written.
    """

    suffixes: tuple[str, ...]
    #: The module of this package; without one, `dumps` writes the format.
    module: str | None = None
    #: The extra that brings what the module imports.
    extra: str = ""
    #: Whether it is a spreadsheet, whose headings may be Chinese.
    has_headings: bool = False


_TARGETS: dict[str, _Target] = {
    "json": _Target((".json",)),
    "yaml": _Target((".yaml", ".yml")),
    "toml": _Target((".toml",)),
    "msgpack": _Target((".msgpack",)),
    "cbor": _Target((".cbor",)),
    "csv": _Target((".csv",), "csv", has_headings=True),
    "xlsx": _Target((".xlsx",), "xlsx", "formats", has_headings=True),
    "parquet": _Target((".parquet",), "parquet", "parquet"),
    "sqlite": _Target((".sqlite", ".sqlite3", ".db"), "sqlite"),
    "jsonld": _Target((".jsonld",), "jsonld"),
    "datapackage": _Target((".zip",), "datapackage"),
}
_BY_SUFFIX = {
    suffix: name
    for name, target in _TARGETS.items()
    for suffix in target.suffixes
}


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
    knows the suffixes. A Data Package is a folder where *path* does not end
    in ``.zip``. A file is written whole or not at all, and has the same bytes
    each time. CSV and Excel can have Chinese *headings*: ``"zh"`` also gives
    Chinese tiers and roles, and the names before ids and codes.

    Raises `FileExistsError` where something is there and *overwrite* is
    false, `DataError` for what the format cannot hold, and
    `MissingExtraError`.

    >>> import tempfile
    >>> from cnmaker_data import contests
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write(contests.by_region("浙江"), f"{folder}/zhejiang.csv").name
    'zhejiang.csv'
    """
    path = Path(path)
    name = format_of(path) if format is None else format
    is_folder = name == "datapackage" and path.suffix.lower() != ".zip"
    if not overwrite and os.path.lexists(path):
        raise FileExistsError(f"{path} is there already")
    # Told here in terms of what was asked for: later it would be of a draft.
    if not path.parent.is_dir():
        raise _os_error(errno.ENOENT, path.parent)
    if is_folder and path.exists() and not path.is_dir():
        raise _os_error(errno.ENOTDIR, path)
    if not is_folder and path.is_dir():
        raise _os_error(errno.EISDIR, path)
    if is_folder:
        from cnmaker_data.export import datapackage

        _check_headings(name, headings)
        write_folder(path, datapackage.to_files(*_parts(contests)))
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
    target = _TARGETS.get(format)
    if target is None:
        known = ", ".join(_TARGETS)
        raise _refusal(
            f"{short_repr(format)} is not a format; use one of {known}"
        )
    _check_headings(format, headings)
    parts = _parts(contests)
    if target.module is None:
        from cnmaker_data.serialization import dumps

        return dumps(contests, cast("SerializationFormat", format))
    try:
        module = import_module(f"{__name__}.{target.module}")
    except ImportError as error:
        if not target.extra:
            raise
        raise MissingExtraError(f"the format {format}", target.extra) from error
    options = {"headings": headings} if target.has_headings else {}
    return cast("bytes", module.to_bytes(*parts, **options))


def format_of(path: str | os.PathLike[str]) -> Format:
    """
    Return the format that the suffix of a path says.

    Raises `DataError` for a suffix of none.

    >>> format_of("plan.yml")
    'yaml'
    """
    name = os.path.basename(path)
    suffix = os.path.splitext(name)[1].lower()
    if suffix not in _BY_SUFFIX:
        known = ", ".join(_BY_SUFFIX)
        raise _refusal(
            f"{name!r} is of no known format; end it in one of {known}, "
            "or name the format"
        )
    return cast("Format", _BY_SUFFIX[suffix])


def _parts(contests: Exportable) -> tuple[Contests, Edition | None]:
    if isinstance(contests, Edition):
        return contests.contests, contests
    if isinstance(contests, Contests):
        return contests, None
    raise _refusal(f"{short_repr(contests)} is neither an Edition nor Contests")


def _check_headings(name: str, headings: object) -> None:
    if headings not in (known := get_args(Headings)):
        listed = " or ".join(map(repr, known))
        raise _refusal(
            f"{short_repr(headings)} is not a language of headings; "
            f"use {listed}"
        )
    if headings != "en" and not _TARGETS[name].has_headings:
        having = [each for each, t in _TARGETS.items() if t.has_headings]
        raise _refusal(
            f"the format {name} has no {headings} headings; "
            f"use {' or '.join(having)}"
        )


def _refusal(reason: str) -> DataError:
    return DataError([DataProblem("", reason)])


def _os_error(code: int, path: Path) -> OSError:
    return OSError(code, os.strerror(code), str(path))
