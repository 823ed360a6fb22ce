"""
Mutators that keep inputs close to valid ones.

Some mutations are libFuzzer's own, on bytes: readers must survive those as
well.
"""

from __future__ import annotations

import copy
import random

from typing import TYPE_CHECKING, Any, TypeAlias

from lxml import etree, html


if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


__all__ = ["of_document", "of_html", "of_text", "of_xml"]


_Mutator: TypeAlias = "Callable[[bytes, int, int], bytes]"
_Tree: TypeAlias = Any

# Values that often break programs.
_TEXTS = (
    "", " ", "\n", "\t", "\0", "\x1f", "\x7f", "\x85", "\xa0", "\xad", "'", '"',
    "<", "&", "=", "\u200b", "\u2028", "\u202e", "\u0301", "\ufeff", "\ufe0f",
    "ß", "ı", "İ", "Σ", "ς", "ﬁ", "℀", "①", "²", "٣", "０", "Ａ", "。", "．",
    "〇", "十", "、", "（", "）", "“", "创", "𠀀", "🎉", "\U000e0001", "0", "8",
)  # fmt: skip
_VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 8, 9_999, 10_000, 2**63, 2**70, 1.0, 0.5,
    float("nan"), [], {}, b"", b"\xff", "8", "8.0", "host", "8/final", [[]],
    {"": ""}, ["", ""],
)  # fmt: skip
_SPANS = (
    "0",
    "1",
    "2",
    "3",
    "99",
    "65535",
    "-1",
    "x",
    "",
    "restart",
    "continue",
)


def _native(data: bytes, max_size: int) -> bytes:
    import atheris

    mutated: bytes = atheris.Mutate(data, max_size)
    return mutated


def of_text(words: tuple[str, ...]) -> _Mutator:
    """Return what changes a text by its characters and by words."""

    def mutate(data: bytes, max_size: int, seed: int) -> bytes:
        chance = random.Random(seed)  # noqa: S311
        if chance.random() < 0.4:
            return _native(data, max_size)
        text = data.decode("utf-8", "surrogateescape")
        for _ in range(chance.choice((1, 1, 2, 4))):
            text = _changed_text(chance, text, words)
        return text.encode("utf-8", "surrogatepass")[:max_size]

    return mutate


def _changed_text(
    chance: random.Random, text: str, words: tuple[str, ...] = _TEXTS
) -> str:
    start, end = sorted(chance.choices(range(len(text) + 1), k=2))
    new = chance.choice(
        (
            "",
            text[start:end],
            chance.choice(_TEXTS),
            chance.choice(words),
            chr(chance.choice((0x80, 0x3000, 0x10FFFF)) - chance.randrange(99)),
        )
    )
    if chance.random() < 0.5:
        end = min(end, start + chance.randrange(3))
    return text[:start] + new + text[end:]


def of_document(
    read: Callable[[bytes], Any], write: Callable[[Any], bytes]
) -> _Mutator:
    """Return what changes a document of mappings and lists in some format."""

    def mutate(data: bytes, max_size: int, seed: int) -> bytes:
        chance = random.Random(seed)  # noqa: S311
        if chance.random() < 0.5:
            return _native(data, max_size)
        try:
            document = [read(data)]
            for _ in range(chance.choice((1, 1, 2, 3))):
                _change_document(chance, document)
            written = write(document[0])
        except Exception:  # noqa: BLE001  # it is broken already, or is now
            return _native(data, max_size)
        return written if len(written) <= max_size else data

    return mutate


def _change_document(chance: random.Random, document: list[Any]) -> None:
    parent, key = chance.choice(list(_places(document)))
    value = parent[key]
    match chance.randrange(6):
        case 0 if parent is not document:
            del parent[key]
        case 1 if isinstance(parent, dict):
            parent[_changed_text(chance, str(key))] = value
        case 1 | 2 if isinstance(parent, list) and parent is not document:
            parent.insert(chance.randrange(len(parent) + 1), value)
        case 3:
            other, place = chance.choice(list(_places(document)))
            parent[key] = copy.deepcopy(other[place])
        case 4:
            parent[key] = chance.choice(_VALUES)
        case _ if isinstance(value, str):
            parent[key] = _changed_text(chance, value)
        case _ if type(value) is int:
            parent[key] = value + chance.choice((-1, 1, 10, 2**62))
        case _:
            parent[key] = chance.choice(_VALUES)


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in pairs:
        yield value, key
        if isinstance(item, dict | list):
            yield from _places(item)


def of_xml(data: bytes, max_size: int, seed: int) -> bytes:
    """Change the tree of an XML document."""
    return _of_tree(data, max_size, seed, etree.fromstring, etree.tostring)


def of_html(data: bytes, max_size: int, seed: int) -> bytes:
    """Change the tree of a web page."""
    return _of_tree(data, max_size, seed, _page, html.tostring)


def _page(data: bytes) -> _Tree:
    # As text: of bytes, it would be taken for Latin-1 where it does not say.
    return html.fromstring(data.decode())


def _of_tree(
    data: bytes,
    max_size: int,
    seed: int,
    read: Callable[[bytes], _Tree],
    write: Callable[..., bytes],
) -> bytes:
    chance = random.Random(seed)  # noqa: S311
    if chance.random() < 0.4:
        return _native(data, max_size)
    try:
        root = read(data)
        for _ in range(chance.choice((1, 1, 2, 3))):
            _change_tree(chance, root)
        written = write(root, encoding="utf-8")
    except (etree.LxmlError, ValueError, TypeError):
        return _native(data, max_size)
    return written if len(written) <= max_size else data


def _change_tree(chance: random.Random, root: _Tree) -> None:
    elements = [each for each in root.iter() if isinstance(each.tag, str)]
    element, other = chance.choices(elements, k=2)
    parent = element.getparent()
    match chance.randrange(7):
        case 0 if parent is not None:
            parent.remove(element)
        case 1 if parent is not None:
            parent.insert(
                chance.randrange(len(parent) + 1), copy.deepcopy(other)
            )
        case 2:
            element.append(copy.deepcopy(other))
        case 3:
            element.tag = other.tag
        case 4 if element.attrib:
            name = chance.choice(list(element.attrib))
            element.set(name, chance.choice(_SPANS))
        case 5:
            element.set(
                chance.choice(("rowspan", "colspan")), chance.choice(_SPANS)
            )
        case _:
            element.text = _changed_text(chance, element.text or "")
