"""From the codes that tables hold to the code of a division."""

from __future__ import annotations

import unicodedata

from typing import Literal

from cnmaker_data.places.gazetteer import (
    key_of,
    nearest_holding,
    nearest_of,
)
from cnmaker_data.places.retired import retired_now


# GB 32100-2015: the characters by value, and the weight of each position.
_VALUES = {c: v for v, c in enumerate("0123456789ABCDEFGHJKLMNPQRTUWXY")}
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28, 1)
_LENGTHS = {2, 4, 6, 9, 12}


def code_of(
    text: str,
) -> tuple[str | None, Literal["code", "credit-code", "retired"]] | None:
    """
    Return the code of the nearest division that a code lies in, and a basis.

    The code of the division is None if it is unknown; the whole is None
    for a text that has not the form of a code.

    >>> code_of("330782001"), code_of("330799"), code_of("991"), code_of("浙江")
    (('330782', 'code'), ('330700', 'code'), None, None)
    """
    code = unicodedata.normalize("NFKC", text).strip()
    whole, point, fraction = code.partition(".")
    if point and not fraction.strip("0"):
        code = whole
    # `find_region` takes 33-07-82, too; and 11-12 is a date.
    key = key_of(code)
    lengths = _LENGTHS if key == code else {6, 12}
    if key.isascii() and key.isdecimal() and len(key) in lengths:
        return _division(key[:6], "code")
    if any(character.isdecimal() for character in code[:4]):
        code = code.replace(" ", "").replace("-", "").upper()
        if len(code) == 18 and code[2:8].isdecimal():
            is_valid = _is_credit_code(code)
            return _division(code[2:8] * is_valid, "credit-code")
    return None


def _division(
    digits: str, basis: Literal["code", "credit-code"]
) -> tuple[str | None, Literal["code", "credit-code", "retired"]]:
    code = nearest_of(digits)
    if code != digits and (present := retired_now().get(digits)):
        # A code was given twice at times, also in two provinces: the last one.
        both = {code for codes in present for code in codes}
        return nearest_holding(both) or nearest_holding(present[-1]), "retired"
    return code, basis


def _is_credit_code(code: str) -> bool:
    """Return whether a text has the form and check digit of GB 32100-2015."""
    if not (code.isascii() and code[:8].isdecimal()):
        return False
    try:
        values = map(_VALUES.__getitem__, code)
        return sum(map(int.__mul__, values, _WEIGHTS)) % 31 == 0
    except KeyError:
        return False
