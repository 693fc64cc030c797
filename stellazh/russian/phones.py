"""Telephone numbers as people type them, and as lists show them."""

from __future__ import annotations

import re
from typing import Final

_TYPED: Final = re.compile(r"[\d\s()+.\-‐‑–—]+\Z")
# The first digit after the country's: area codes and mobile networks begin so.
_BEGINNINGS: Final = "3489"


def phone_number(text: str) -> str:
    """«8 (921) 000-11-22» → «+7 921 000-11-22»; what is no Russian number of ten digits stays as it was typed.

    Blanks at the ends and double ones are dropped in any case.
    """
    typed = " ".join(text.split())
    digits = re.sub(r"\D", "", typed)
    if not _TYPED.match(typed) or typed.rfind("+") > 0:
        return typed
    if len(digits) == 11 and (digits[0] == "7" or (digits[0] == "8" and not typed.startswith("+"))):
        digits = digits[1:]
    elif typed.startswith("+"):
        return typed
    if len(digits) != 10 or digits[0] not in _BEGINNINGS:
        return typed
    return f"+7 {digits[:3]} {digits[3:6]}-{digits[6:8]}-{digits[8:]}"
