"""Secrets that must be read again are kept under the installation's own key: a copy of the database tells no code."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class SecretIsLost(Exception):
    """The installation's key has changed since the secret was kept."""


def seal(text: str) -> str:
    """The text under the installation's key."""
    return _keys().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text again.

    Raises:
        SecretIsLost: it was sealed under another key.
    """
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SecretIsLost from error


def _keys() -> MultiFernet:
    known = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_derived(str(key))) for key in known])


def _derived(key: str) -> bytes:
    # The installation's key signs other things as well; this one is for secrets alone.
    return base64.urlsafe_b64encode(hashlib.sha256(b"stellazh.people.secrets:" + key.encode()).digest())
