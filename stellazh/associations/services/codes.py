"""Codes stand in addresses: short, Latin, for ever."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from stellazh.associations.models import code_validator
from stellazh.common.errors import DomainError


class CodeIsTaken(DomainError):
    """The code is in use, or is no code at all."""


def checked_code(code: str) -> str:
    """The code in lower case.

    Raises:
        CodeIsTaken: it has other signs than Latin letters, digits and hyphens.
    """
    code = code.strip().lower()
    try:
        code_validator(code)
    except ValidationError as refusal:
        raise CodeIsTaken(" ".join(refusal.messages)) from refusal
    return code
