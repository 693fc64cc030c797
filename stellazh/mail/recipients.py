"""Whom a letter goes to: one address, with or without a name before it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.utils import getaddresses

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from stellazh.common.errors import DomainError


class LetterIsMalformed(DomainError):
    """The letter's heading cannot be sent as it is; nothing is queued."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A name, maybe empty, and an address."""

    name: str
    address: str

    @property
    def header(self) -> str:
        """«"Вера Ольхова" <olhova@example.org>», before any encoding."""
        quoted = self.name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{quoted}" <{self.address}>' if self.name else self.address


def parse_recipient(to: str) -> Recipient:
    """Read `address` or `name <address>`; an encoded name (RFC 2047) is decoded.

    Raises:
        LetterIsMalformed: line breaks or other control signs, no address, several, or one that cannot exist.
    """
    require_one_line(to, "адресе")
    found = getaddresses([to])
    if len(found) != 1:
        raise LetterIsMalformed("Письмо уходит на один адрес, а указано несколько. Имя с запятой возьмите в кавычки.")
    name, address = found[0]
    try:
        name = str(make_header(decode_header(name)))
        validate_email(address)
    except (ValidationError, HeaderParseError, LookupError, UnicodeError) as error:
        raise LetterIsMalformed(f"«{to}» не похоже на адрес электронной почты.") from error
    require_one_line(name, "имени получателя")
    return Recipient(name=name.strip()[:200], address=address)


def require_one_line(text: str, where: str) -> None:
    """Pass when no sign in the text could begin another heading of the letter.

    Raises:
        LetterIsMalformed: there is a line break or another control sign.
    """
    if any(unicodedata.category(sign) in {"Cc", "Zl", "Zp"} for sign in text):
        raise LetterIsMalformed(f"В {where} письма не может быть переноса строки и других управляющих знаков.")
