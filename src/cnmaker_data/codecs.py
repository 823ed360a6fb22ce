"""
Five formats: from bytes to plain values and back.

Plain values are mappings, lists, texts, numbers, booleans and None. Documents
may be hostile: each reader rejects short ones that would keep its parser busy
for minutes, or fill the memory.
"""

from __future__ import annotations

import functools
import io
import re

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any, Literal, NamedTuple, TypeAlias, get_args

from cnmaker_data.errors import (
    MissingExtraError,
    data_error,
    short_repr,
    shorten,
)


#: The formats that `dumps` and `loads` know.
Format: TypeAlias = Literal["json", "yaml", "toml", "msgpack", "cbor"]

#: The most that is read, in bytes: fifty times the edition that ships.
LARGEST = 4 * 2**20
# An edition is five levels deep, its numbers have four digits, and its keys in
# TOML two dots.
_DEEPEST = 50
_MOST_NODES = 400_000
_MOST_DIGITS = 18
_MOST_DOTS = 200  # a host in a text may have 126


class Codec(NamedTuple):
    """How one format is written and read."""

    title: str
    encode: Callable[[object], bytes]
    read: Callable[[bytes], object]
    has_null: bool = True

    def decode(self, data: bytes | str) -> object:
        """
        Return the plain value that bytes of the format describe.

        Raises `DataError` for other bytes, and for documents that are too
        large.
        """
        if isinstance(data, str):
            data = data.encode(errors="surrogatepass")
        if not isinstance(data, bytes):
            raise data_error(f"{short_repr(data)} is not bytes")
        if len(data) > LARGEST:
            most = f"{LARGEST >> 20} MiB"
            raise data_error(f"it is over {most}; no edition is that large")
        try:
            return self.read(data)
        except RecursionError:
            raise data_error("it is nested too deeply") from None
        except Exception as error:  # noqa: BLE001  # parsers raise many kinds
            reasons = map(str, filter(None, (error, error.__cause__)))
            reason = shorten(" ".join(": ".join(reasons).split()), 400)
            reason = reason or type(error).__name__  # MessagePack has none
            raise data_error(f"it is not {self.title}: {reason}") from None


def codec_of(name: object) -> Codec:
    """
    Return the codec of a format.

    Raises `DataError` for another name, and `MissingExtraError`.
    """
    if not isinstance(name, str) or name not in _CODECS:
        known = ", ".join(_CODECS)
        raise data_error(f"{short_repr(name)} is not a format; use {known}")
    try:
        return _CODECS[name]()
    except ImportError as error:
        raise MissingExtraError(f"the format {name}", "formats") from error


def _json() -> Codec:
    import json

    def write(document: object) -> bytes:
        text = json.dumps(document, ensure_ascii=False, indent=2)
        return f"{text}\n".encode()

    read = functools.partial(json.loads, object_pairs_hook=_unique)
    return Codec("JSON", write, read)


def _yaml() -> Codec:
    import yaml

    # The parser in C, if PyYAML was built with it.
    base: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Loader(base):  # type: ignore[misc, valid-type]  # chosen at run time
        """A loader with constructors of its own."""

    def construct_map(loader: Any, node: yaml.MappingNode) -> Any:
        _unique((key.value, None) for key, _ in node.value)
        if any(key.tag.endswith(":merge") for key, _ in node.value):
            raise ValueError("<< merges mappings; write them out")
        return loader.construct_yaml_map(node)

    def construct_int(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> int:
        # YAML reads 1:1:1 in base 60, which takes quadratic time.
        if len(node.value) > _MOST_DIGITS:
            raise ValueError(
                f"{short_repr(node.value)} is far too long a number"
            )
        return loader.construct_yaml_int(node)

    Loader.add_constructor("tag:yaml.org,2002:map", construct_map)
    Loader.add_constructor("tag:yaml.org,2002:int", construct_int)

    def write(document: object) -> bytes:
        # PyYAML's types have a name for the width that pyright cannot resolve.
        text = yaml.safe_dump(  # pyright: ignore[reportUnknownMemberType]
            document, allow_unicode=True, sort_keys=False
        )
        return text.encode()

    def read(data: bytes) -> object:
        depth = 0
        for count, event in enumerate(yaml.parse(data, Loader=base)):
            # `dumps` writes no aliases; they can make a short document huge.
            if isinstance(event, yaml.AliasEvent):
                alias = shorten(str(event.anchor))
                raise yaml.YAMLError(f"*{alias} is an alias; write it out")
            # The parser in C has no limits of its own, and crashes.
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST or count > _MOST_NODES:
                raise ValueError("it is far larger than an edition")
        return yaml.load(data, Loader=Loader)  # noqa: S506  # a safe loader

    return Codec("YAML", write, read)


_BARE = "[A-Za-z0-9_-]"
_KEY = rf"""(?:{_BARE}++|"(?>(?:[^"\\\n]|\\.)*)"|'[^'\n]*+')"""
_MANY_DOTS = (
    rf"(?<!{_BARE}){_KEY}(?:[ \t]*+\.[ \t]*+{_KEY}){{{_MOST_DOTS + 1}}}"
)


def _toml() -> Codec:
    import tomllib

    import tomli_w

    def write(document: Any) -> bytes:
        if isinstance(document, list):
            raise data_error("TOML has no lists at the top; dump the edition")
        return tomli_w.dumps(document).encode()

    def read(data: bytes) -> object:
        # The parser takes quadratic time and memory in the number of dots.
        text = data.decode()
        if re.search(_MANY_DOTS, text):
            raise ValueError(f"a key has over {_MOST_DOTS} dots")
        return tomllib.loads(text)

    return Codec("TOML", write, read, has_null=False)


def _msgpack() -> Codec:
    msgpack: Any = import_module("msgpack")  # it is not typed
    read = functools.partial(msgpack.unpackb, object_pairs_hook=_unique)
    return Codec("MessagePack", msgpack.packb, read)


def _cbor() -> Codec:
    import cbor2

    def refuse_tag(*_: object) -> object:
        raise ValueError("an edition has no tags")

    def read(data: bytes) -> object:
        file = io.BytesIO(data)
        document: object = cbor2.load(
            file,
            allow_duplicate_keys=False,
            # Refuse all tags, even those that cbor2 knows: some are
            # references, which can make a short document huge.
            semantic_decoders=defaultdict(lambda: refuse_tag),
        )
        if file.tell() < len(data):
            raise ValueError("something follows the document")
        return document

    return Codec("CBOR", cbor2.dumps, read)


def _unique(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    listed = list(pairs)
    document = dict(listed)
    if len(document) < len(listed):
        [(repeated, _)] = Counter(key for key, _ in listed).most_common(1)
        raise ValueError(f"the key {short_repr(repeated)} appears twice")
    return document


_CODECS: dict[str, Callable[[], Codec]] = dict(
    zip(get_args(Format), (_json, _yaml, _toml, _msgpack, _cbor), strict=True)
)
