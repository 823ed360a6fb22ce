"""
How long it takes to write an edition as JSON, and to read it.

Beside the same model in pydantic and in msgspec, with the checks that these
have of their own, and in pydantic with ours, too. All write the same bytes,
indented.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.cases import Case, timed


if TYPE_CHECKING:
    from collections.abc import Callable


def _document() -> bytes:
    from cnmaker_data import dumps, edition

    return dumps(edition(8))


def _loads() -> Callable[[], object]:
    from cnmaker_data import loads

    data = _document()
    return lambda: loads(data)


def _dumps() -> Callable[[], bytes]:
    from cnmaker_data import dumps, edition

    newest = edition(8)
    return lambda: dumps(newest)


def _pydantic_loads() -> Callable[[], object]:
    from benchmarks.in_pydantic import Edition

    data = _document()
    return lambda: Edition.model_validate_json(data)


def _checked_loads() -> Callable[[], object]:
    from benchmarks.in_pydantic_checked import Edition

    data = _document()
    return lambda: Edition.model_validate_json(data)


def _pydantic_dumps() -> Callable[[], bytes]:
    from benchmarks.in_pydantic import Edition

    edition = Edition.model_validate_json(_document())

    def dump() -> bytes:
        text = edition.model_dump_json(by_alias=True, indent=2)
        return f"{text}\n".encode()

    return _same(dump)


def _msgspec_loads() -> Callable[[], object]:
    import msgspec

    from benchmarks.in_msgspec import Edition

    data = _document()
    decoder = msgspec.json.Decoder(Edition)
    return lambda: decoder.decode(data)


def _msgspec_dumps() -> Callable[[], bytes]:
    import msgspec

    from benchmarks.in_msgspec import Edition

    edition = msgspec.json.decode(_document(), type=Edition)
    encoder = msgspec.json.Encoder()

    def dump() -> bytes:
        return msgspec.json.format(encoder.encode(edition), indent=2) + b"\n"

    return _same(dump)


def _same(dump: Callable[[], bytes]) -> Callable[[], bytes]:
    if dump() != _document():
        raise AssertionError("the peer writes something else")
    return dump


_LOADS = timed("`loads`", "JSON", _loads)
_DUMPS = timed("`dumps`", "JSON", _dumps)

CASES = [
    Case(
        "`loads`, JSON",
        _LOADS,
        timed("pydantic, its own checks", "JSON, loads", _pydantic_loads),
    ),
    Case(
        "`loads`, JSON",
        _LOADS,
        timed("pydantic, our checks", "JSON, loads", _checked_loads),
    ),
    Case(
        "`loads`, JSON",
        _LOADS,
        timed("msgspec", "JSON, loads", _msgspec_loads),
    ),
    Case(
        "`dumps`, JSON",
        _DUMPS,
        timed("pydantic", "JSON, dumps", _pydantic_dumps),
    ),
    Case(
        "`dumps`, JSON",
        _DUMPS,
        timed("msgspec", "JSON, dumps", _msgspec_dumps),
    ),
]
