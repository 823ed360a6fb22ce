"""
From what people have to a division: addresses, credit codes, retired names.
"""

from __future__ import annotations

import re
import string
import unicodedata

from numbers import Real
from typing import Literal, TypeAlias, get_args

from attrs import field, frozen

from cnmaker_data import _validators
from cnmaker_data._validators import instance_of, restore
from cnmaker_data.errors import UnknownRegionError
from cnmaker_data.places.gazetteer import (
    LONGEST,
    codes_with_name,
    key_of,
    region_of,
)
from cnmaker_data.places.names import ambiguous, find_region, unknown
from cnmaker_data.places.reading import Found, read_names, read_path
from cnmaker_data.places.region import Region, level_of
from cnmaker_data.places.retired import nearest_now


#: What an answer of `locate` rests on.
Basis: TypeAlias = Literal["name", "code", "credit-code", "address", "retired"]


@frozen
class Located:
    """The nearest division that a text certainly names."""

    #: The division.
    region: Region = field(validator=instance_of(Region, "a Region"))
    #: The part of the text that names it.
    read: str = field(validator=instance_of(str, "text"))
    #: The part that follows.
    rest: str = field(validator=instance_of(str, "text"))
    #: ``name``, ``code``, ``credit-code`` or ``address``; ``retired`` where a
    #: retired division was named.
    basis: Basis = field(
        validator=_validators.text(
            "|".join(get_args(Basis)),
            f"is not one of {', '.join(get_args(Basis))}",
        )
    )


# Numbers from here on have more digits than a code.
_TOO_LARGE = 10**12
_LATIN = frozenset(string.ascii_lowercase + string.ascii_uppercase)
# GB 32100-2015: the characters by value, and the weight of each position.
_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (*(pow(3, position, 31) for position in range(17)), 1)
_CREDIT_CODE = re.compile(f"[0-9]{{8}}[{_CHARACTERS}]{{10}}")
# An address may follow a postcode, a label or the country, and a district
# may follow 市 alone.
_BEFORE = re.compile(
    "(?:中华人民共和国|中国|.{0,8}?(?:地[址点]|住所地?|场所|(?:注册|所在)地[址区]?)"
    r"|邮政编码|邮编|\d{6}(?!\d))+|市(?=..?.?[区县])"
)


def locate(text: Region | str | float) -> Located:
    """
    Return the nearest division that a text certainly names.

    *text* is all that `find_region` takes; or an address, of which the
    beginning counts, with retired divisions and development zones; or a
    unified social credit code; or a code of 2, 4, 6, 9 or 12 digits, which
    may be a number and need not be on the list. A short name alone begins no
    address: 大连西路 is a road in 上海.

    Raises `UnknownRegionError` if the text does not certainly name a division,
    and `AmbiguousRegionError`, with the candidates, if several have its name
    or if a division of another province follows a province.

    >>> found = locate("江苏省苏州市星湖街328号")
    >>> found.region.name, found.read, found.rest, found.basis
    ('苏州市', '江苏省苏州市', '星湖街328号', 'address')
    >>> locate(330183.0).region.name
    '富阳区'
    """
    if isinstance(text, str):
        # Most texts start with a Chinese character; few codes do.
        if "\u4e00" <= text[:1] <= "\u9fff":
            return _of_words(text)
        return _of_code(text) or _of_words(text)
    if isinstance(text, Region):
        return _located(text.code, text.name, len(text.name), "name")
    # numpy's numbers are neither int nor float, and bool is a subclass of int.
    # Python refuses to write a number of thousands of digits.
    if (
        isinstance(text, Real)
        and not isinstance(text, bool)
        and text > 0
        and not (isinstance(text, int) and text >= _TOO_LARGE)
        and (found := _of_code(str(text)))
    ):
        return found
    raise unknown(text)


def _located(code: str, text: str, end: int, basis: Basis) -> Located:
    # Validators would take a third of the time of an answer.
    fields = {
        "region": region_of(code),
        "read": text[:end],
        "rest": text[end:],
        "basis": basis,
    }
    return restore(Located, fields)


def _of_code(text: str) -> Located | None:
    """Return the nearest division that a code lies in, if it is one."""
    if len(text) > LONGEST:
        return None
    # Exports as CSV write ="330203", so that it stays text in a spreadsheet.
    given = unicodedata.normalize("NFKC", text).strip().strip('="')
    given = re.sub(r"\.0*$", "", given)
    # `find_region` takes 33-07-82, too; and 11-12 is a date.
    digits = key_of(given)
    basis: Basis = "code"
    if not re.fullmatch("([0-9]{6}){1,2}", digits) and not re.fullmatch(
        "[0-9]{2}|[0-9]{4}|[0-9]{9}", given
    ):
        given = re.sub("[ -]", "", given).upper()
        if not _is_credit_code(given):
            return None
        digits, basis = given[2:], "credit-code"
    code, is_retired = nearest_now(digits[:6])
    basis = "retired" if is_retired else basis
    return _located(code, text, len(text), basis) if code else None


def _is_credit_code(code: str) -> bool:
    """Return whether a text has the form and check digit of GB 32100-2015."""
    if not _CREDIT_CODE.fullmatch(code):
        return False
    values = map(_CHARACTERS.index, code)
    return sum(map(int.__mul__, values, _WEIGHTS)) % 31 == 0


def _of_words(text: str) -> Located:
    if found := read_path(text):
        basis: Basis = "name" if found.end == len(text) else "address"
        return _located(found.codes[0], text, found.end, basis)
    key = _folded(text[:LONGEST])
    found = read_names(key, 0)
    start = 0
    if not found and (before := _BEFORE.match(key)):
        start = before.end()
        found = read_names(key, start)
    if not found or (found.end < len(key) and key[found.end] in _LATIN):
        # Every Chinese name was read above, except a short one by itself.
        exact = _exact(text, key, start)
        if exact:
            return exact
    if not found:
        raise unknown(text)
    if rivals := found.codes[1:] or _contradicting(key, found):
        raise ambiguous(text, (found.codes[0], *rivals))
    is_whole = found.end == len(key) and len(text) <= LONGEST
    basis = "address"
    if found.is_retired:
        basis = "retired"
    elif is_whole and not start and not found.is_zone:
        basis = "name"
    end = len(text) if is_whole else _end_of(key[: found.end], text)
    return _located(found.codes[0], text, end, basis)


def _contradicting(key: str, found: Found) -> tuple[str, ...]:
    """
    Return the division of another province that follows a province: 浙江省苏州市.

    After a city, county or zone, such a name is part of an address:
    罗湖区沈阳市政府驻深办事处. A zone may have the name of a city elsewhere, and a
    district of 台北市 that of one in 四川.
    """
    is_province = level_of(found.codes[0]) == "province" and not found.is_zone
    other = read_names(key, found.end) if is_province else None
    if other and not other.is_zone and len(other.codes) == 1:
        return other.codes
    return ()


def _exact(text: str, key: str, start: int) -> Located | None:
    """
    Return the answer of `find_region` if it may have one.

    After a label or the country it gets the rest: 中国香港. The short name of a
    county is not enough there: 中国南海 is a sea.
    """
    name = key[start:]
    if len(text) > LONGEST or (
        _LATIN.isdisjoint(key) and not codes_with_name(name)
    ):
        return None
    try:
        region = find_region(name if start else text)
    except UnknownRegionError:
        return None
    if start and region.level == "county":
        return None
    basis: Basis = "code" if any(map(str.isdecimal, name)) else "name"
    basis = "address" if start else basis
    return _located(region.code, text, len(text), basis)


def _folded(text: str) -> str:
    """Return the letters and digits of a text without case and width."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(filter(str.isalnum, folded))


def _end_of(key: str, text: str) -> int:
    """Return where the beginning of a text that folds to a key ends."""
    if text.startswith(key):
        return len(key)
    end = length = 0
    while length < len(key):
        length += len(_folded(text[end]))
        end += 1
    return end
