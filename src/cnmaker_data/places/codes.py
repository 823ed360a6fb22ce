"""From the codes that tables hold to the code of a division."""

from __future__ import annotations

import re
import unicodedata

from typing import Literal

from cnmaker_data.places.gazetteer import key_of, nearest_of
from cnmaker_data.places.retired import retired_codes


# GB 32100-2015: the characters by value, and the weight of each position.
_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (*(pow(3, position, 31) for position in range(17)), 1)
_CREDIT_CODE = re.compile(f"[0-9]{{8}}[{_CHARACTERS}]{{10}}")


def code_of(
    text: str,
) -> tuple[str, Literal["code", "credit-code", "retired"]] | None:
    """
    Return the code of the nearest division that a code lies in, and a basis.

    >>> code_of("330782001"), code_of("330799"), code_of("991"), code_of("浙江")
    (('330782', 'code'), ('330700', 'code'), None, None)
    """
    given = unicodedata.normalize("NFKC", text).strip()
    given = re.sub(r"\.0*$", "", given)
    # `find_region` takes 33-07-82, too; and 11-12 is a date.
    digits = key_of(given)
    basis: Literal["code", "credit-code"] = "code"
    if not re.fullmatch("([0-9]{6}){1,2}", digits) and not re.fullmatch(
        "[0-9]{2}|[0-9]{4}|[0-9]{9}", given
    ):
        given = re.sub("[ -]", "", given).upper()
        if not _is_credit_code(given):
            return None
        digits, basis = given[2:8], "credit-code"
    digits = digits[:6]
    code = nearest_of(digits)
    if code != digits and (present := retired_codes().get(digits)):
        return present, "retired"
    return (code, basis) if code else None


def _is_credit_code(code: str) -> bool:
    """Return whether a text has the form and check digit of GB 32100-2015."""
    if not _CREDIT_CODE.fullmatch(code):
        return False
    values = map(_CHARACTERS.index, code)
    return sum(map(int.__mul__, values, _WEIGHTS)) % 31 == 0
