"""Signing in: growing delays for guessing, none for a known device, one answer for wrong and unknown."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.contrib.auth import authenticate
from django.db import transaction

from stellazh.common.errors import DomainError
from stellazh.people.models import Person, SignInTrouble

FREE_TRIES = 5
FREE_TRIES_PER_PLACE = 30
LONGEST_WAIT = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(days=1)


class SignInRefused(DomainError):
    """The address and the password do not go together."""


class MustWait(DomainError):
    """Too many tries; the message says how long to wait."""


def sign_in_person(*, email: str, password: str, place: str, is_known_device: bool, at: datetime) -> Person:
    """The person whose address and password these are.

    `place` is the network address the try comes from. A device that signed this address in before never waits.

    Raises:
        MustWait: too many wrong tries for this address or from this place.
        SignInRefused: wrong or unknown, which look the same.
    """
    keys = (_key("address", email.strip().casefold()), FREE_TRIES), (_key("place", place), FREE_TRIES_PER_PLACE)
    if not is_known_device:
        _require_patience([key for key, _ in keys], at)
    person = authenticate(None, email=email, password=password)
    if not isinstance(person, Person):
        # The failure is kept even though the request ends in a refusal.
        for key, free in keys:
            _note_failure(key, free, at)
        raise SignInRefused("Адрес или пароль не подошли. Проверьте раскладку и Caps Lock.")
    SignInTrouble.objects.filter(key=keys[0][0]).delete()
    return person


def _key(kind: str, value: str) -> str:
    # Hashed: what people mistype into the address field may be a password.
    return hashlib.sha256(f"{kind}:{value}".encode()).hexdigest()


def _require_patience(keys: list[str], at: datetime) -> None:
    blocked = SignInTrouble.objects.filter(key__in=keys, blocked_until__gt=at).order_by("-blocked_until").first()
    if blocked is None or blocked.blocked_until is None:
        return
    seconds = int((blocked.blocked_until - at).total_seconds()) + 1
    wait = f"{seconds} с" if seconds < 60 else f"{(seconds + 59) // 60} мин"
    raise MustWait(f"Слишком много попыток. Подождите {wait} или восстановите пароль по почте.")


@transaction.atomic
def _note_failure(key: str, free_tries: int, at: datetime) -> None:
    trouble, _ = SignInTrouble.objects.select_for_update().get_or_create(key=key, defaults={"last_failed_at": at})
    if at - trouble.last_failed_at > FORGOTTEN_AFTER:
        trouble.failures = 0
    trouble.failures += 1
    trouble.last_failed_at = at
    beyond = trouble.failures - free_tries
    trouble.blocked_until = at + min(LONGEST_WAIT, timedelta(seconds=5 * 2 ** min(beyond, 12))) if beyond > 0 else None
    trouble.save()
