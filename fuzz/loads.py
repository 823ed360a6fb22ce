"""Any bytes as an edition or contests, in each format."""

from __future__ import annotations

import io
import json
import tomllib

from typing import TYPE_CHECKING, Any

import cbor2
import msgpack
import tomli_w
import yaml

from cnmaker_data import Contests, DataError, Edition, dumps, loads
from fuzz.promises import refusing


if TYPE_CHECKING:
    from collections.abc import Callable

    from cnmaker_data import Format


__all__ = ["check", "plain"]


def check(format_: Format, data: bytes) -> None:
    for cls in (Edition, Contests):
        with refusing(DataError):
            read = loads(data, cls, format_)
            assert type(read) is cls
            written = dumps(read, format_)
            again = loads(written, cls, format_)
            assert again == read
            assert dumps(again, format_) == written


def plain(
    format_: Format,
) -> tuple[Callable[[bytes], Any], Callable[[Any], bytes]]:
    """
    Return what reads and what writes a format, knowing nothing of the model.
    """
    match format_:
        case "json":
            return json.loads, lambda value: json.dumps(value).encode()
        case "yaml":
            loader = yaml.CSafeLoader
            return (
                lambda data: yaml.load(data, Loader=loader),  # noqa: S506  # a safe loader
                lambda value: yaml.safe_dump(
                    value, encoding="utf-8", allow_unicode=True, sort_keys=False
                ),
            )
        case "toml":
            return (
                lambda data: tomllib.loads(data.decode()),
                lambda value: tomli_w.dumps(value).encode(),
            )
        case "msgpack":
            return msgpack.unpackb, msgpack.packb
        case "cbor":
            return lambda data: cbor2.load(io.BytesIO(data)), cbor2.dumps
