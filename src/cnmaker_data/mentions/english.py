"""Reading an English name, in which the kind stands behind the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnmaker_data.mentions.grammar import is_word
from cnmaker_data.places.prefixes import english_places


if TYPE_CHECKING:
    import re

    from cnmaker_data.mentions.reader import Reader
    from cnmaker_data.places import Region


def read_english(reader: Reader) -> None:
    """Read an English name, in which the kind stands behind the place."""
    name, pos = reader.name, reader.pos
    unknown: list[re.Match[str]] = []
    # Maker in China Hong Kong 2026 names a contest without the word.
    is_certain = False
    for _ in range(30):
        found = reader.match("en_word", reader.skip("en_fill", pos))
        if not found:
            break
        pos, word = found.end(), found[0]
        when = reader.match("when", found.start())
        if when and (when["year"] or not reader.is_contest):
            name.take_when(when)
            pos = name.end = when.end()
        elif is_word("en_events", word):
            if unknown and not (name.place or name.shared):
                last = found if word == "track" else unknown[-1]
                name.theme = unknown[0].start(), last.end()
            unknown = []
            name.end, reader.is_contest = pos, True
            name.is_final |= name.is_whole() and is_word("en_finals", word)
        elif is_word("en_abroad", word):
            name.is_overseas = True
        elif place := _places(reader, found.start()):
            regions, pos = place
            is_chapter = reader.match("en_chapter", pos) or (
                reader.text[found.start() - 1] == "("
                and reader.text[pos : pos + 1] == ")"
            )
            if reader.is_contest and not is_chapter:
                return
            if len(regions) == 1:
                name.take_place(regions[0])
            else:
                name.take_shared(regions)
            name.end = name.end if unknown else pos
        elif reader.is_contest or is_word("en_breaks", word):
            if not is_word("en_kinds", word):
                break
        elif not is_word("en_kinds", word):
            unknown.append(found)
        is_certain |= bool(name.place and name.year and not unknown)
    reader.is_contest |= is_certain


def _places(reader: Reader, pos: int) -> tuple[tuple[Region, ...], int] | None:
    ends: list[int] = []
    end = pos
    while len(ends) < 4 and (word := reader.match("en_word", end)):
        ends.append(word.end())
        end = word.end() + 1
    for end in reversed(ends):
        if regions := english_places(reader.text[pos:end]):
            return regions, end
    return None
