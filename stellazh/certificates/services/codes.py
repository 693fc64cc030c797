"""Codes by which anybody checks a sheet: sixteen signs of Crockford's base 32, 80 random bits."""

from __future__ import annotations

import re
import secrets
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SIGN_COUNT: Final = 16
GROUP: Final = 4
# As people write them down: letters that look like figures, and Cyrillic letters that look like Latin ones.
_READ_AS: Final = str.maketrans("OILАВЕКМНОРСТХУЗІ", "011ABEKMH0PCTXY31")
_BETWEEN: Final = re.compile(r"[\s\-‐‑‒–—_.]+")


def new_code() -> str:
    """«7K3F-9QXM-2PZT-AB5D», another one each time."""
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(SIGN_COUNT)))


def read_code(typed: str) -> str | None:
    """The code that was meant, as `new_code` writes it: in any case, with any gaps, with Cyrillic look-alikes.

    None when it cannot be one.
    """
    if len(typed) > 4 * SIGN_COUNT:
        return None
    signs = _BETWEEN.sub("", typed).upper().translate(_READ_AS)
    if len(signs) != SIGN_COUNT or any(sign not in ALPHABET for sign in signs):
        return None
    return _grouped(signs)


def _grouped(signs: str) -> str:
    return "-".join(signs[start : start + GROUP] for start in range(0, SIGN_COUNT, GROUP))
