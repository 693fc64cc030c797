"""Signing in: growing delays for guessing, none for a known device, one answer for wrong and unknown."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth import authenticate
from django.db import transaction

from stellazh.common.errors import DomainError
from stellazh.people.models import Person, SignInTrouble

FREE_TRIES = 5
FREE_TRIES_PER_PLACE = 30
FREE_LETTERS_PER_PLACE = 20
FREE_REGISTRATIONS_PER_PLACE = 10
FREE_REGISTRATIONS_PER_ADDRESS = 3
FREE_GUESTS_PER_PLACE = 40
FREE_GUESTS_PER_ADDRESS = 5
FREE_NEW_ADDRESSES = 5
LONGEST_WAIT = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(days=1)


class SignInRefused(DomainError):
    """The address and the password do not go together."""


class MustWait(DomainError):
    """Too many tries; the message says how long to wait."""


@dataclass(frozen=True, slots=True)
class Tries:
    """How many wrong tries are counted, and until when the next one waits."""

    count: int
    wait_until: datetime | None


@dataclass(frozen=True, slots=True)
class _Limit:
    """Under which key tries are counted, and how many cost no waiting."""

    key: str
    free_tries: int


@dataclass(frozen=True, slots=True)
class _Counted:
    """A try that was counted: the wait it set, and the one that stood before it."""

    limit: _Limit
    wait_set: datetime | None
    wait_before: datetime | None


def sign_in_person(*, email: str, password: str, place: str, is_known_device: bool, at: datetime) -> Person:
    """The person whose address and password these are.

    `place` is the network address the try comes from. A device that signed this address in before never waits.

    Raises:
        MustWait: too many wrong tries for this address or from this place.
        SignInRefused: wrong or unknown, which look the same.
    """
    by_address = _Limit(_key("address", email.strip().casefold()), FREE_TRIES)
    by_place = _Limit(_key("place", place), FREE_TRIES_PER_PLACE)
    # Counted before the password is looked at, for that takes its time: of a hundred tries sent at once the first ones
    # count for the others. The count stays even though a request ends in a refusal.
    counted = _count((by_address, by_place), at, waits=not is_known_device)
    person = authenticate(None, email=email, password=password)
    if not isinstance(person, Person):
        raise SignInRefused("Адрес или пароль не подошли. Проверьте раскладку и Caps Lock.")
    SignInTrouble.objects.filter(key=by_address.key).delete()
    _uncount(counted[by_place.key])
    return person


def allow_letter(*, place: str, at: datetime) -> None:
    """Count a letter asked for from that place by somebody not signed in.

    Raises:
        MustWait: too many were asked for; the same for known and unknown addresses.
    """
    _count((_Limit(_key("letter", place), FREE_LETTERS_PER_PLACE),), at, waits=True)


def allow_registration(*, email: str, place: str, at: datetime) -> None:
    """Count a request to be let in: from that network address, and about that address of mail.

    A school behind one network address may send several; one address of mail gets a few letters and no more.

    Raises:
        MustWait: too many; the same for known and unknown addresses.
    """
    limits = (
        _Limit(_key("registration-place", place), FREE_REGISTRATIONS_PER_PLACE),
        _Limit(_key("registration-address", email.strip().casefold()), FREE_REGISTRATIONS_PER_ADDRESS),
    )
    _count(limits, at, waits=True)


def allow_guest_letter(*, email: str, place: str, at: datetime) -> None:
    """Count a registration for an event by somebody without an account: each sends a letter and takes a place.

    A whole school registers from one network address in a lesson; a robot that wants all places waits longer each time.

    Raises:
        MustWait: too many; the same for known and unknown addresses.
    """
    limits = (
        _Limit(_key("guest-place", place), FREE_GUESTS_PER_PLACE),
        _Limit(_key("guest-address", email.strip().casefold()), FREE_GUESTS_PER_ADDRESS),
    )
    _count(limits, at, waits=True)


def allow_new_address(*, person_id: int, email: str, at: datetime) -> None:
    """Count a letter that somebody signed in has sent to the address that is to be the new one.

    Raises:
        MustWait: the person asked too often, or too many letters went to that address.
    """
    limits = (
        _Limit(_key("new-address-of", str(person_id)), FREE_NEW_ADDRESSES),
        _Limit(_key("new-address", email), FREE_REGISTRATIONS_PER_ADDRESS),
    )
    _count(limits, at, waits=True)


def count_guess(kind: str, person_id: int, *, at: datetime) -> None:
    """Count a try at a secret of somebody whose account is already half open: a code, or the password once more.

    Outside any transaction of the try itself, so that the count stays when the try is refused.

    Raises:
        MustWait: too many wrong tries.
    """
    _count((_Limit(_key(f"guess-{kind}", str(person_id)), FREE_TRIES),), at, waits=True)


def forget_guesses(kind: str, person_id: int) -> None:
    """The person knew it: earlier tries make nobody wait."""
    SignInTrouble.objects.filter(key=_key(f"guess-{kind}", str(person_id))).delete()


def count_passkey_try(place: str, *, at: datetime) -> Callable[[], None]:
    """Count a sign-in by passkey from that network address; call the answer when it turned out right.

    Raises:
        MustWait: too many wrong tries from this place.
    """
    limit = _Limit(_key("passkey-place", place), FREE_TRIES_PER_PLACE)
    counted = _count((limit,), at, waits=True)[limit.key]
    return lambda: _uncount(counted)


def tries_of(keys: Sequence[tuple[str, str]]) -> list[Tries]:
    """What is counted under each of these (kind, value), in their order. One query; nothing is counted by asking."""
    hashed = [_key(*pair) for pair in keys]
    rows = {row.key: row for row in SignInTrouble.objects.filter(key__in=hashed)}
    known = [rows.get(key) for key in hashed]
    return [Tries(row.failures, row.blocked_until) if row is not None else Tries(0, None) for row in known]


def count_wrong(limits: Sequence[tuple[str, str, int]], *, at: datetime) -> None:
    """Count a wrong try under each of these (kind, value, how many are free), whoever waits or not."""
    _count((_Limit(_key(kind, value), free) for kind, value, free in limits), at, waits=False)


def forget_troubles(*, at: datetime) -> int:
    """Delete counts that no longer make anybody wait; how many they were."""
    old = SignInTrouble.objects.filter(last_failed_at__lt=at - FORGOTTEN_AFTER)
    return old.exclude(blocked_until__gt=at).delete()[0]


def _key(kind: str, value: str) -> str:
    # Hashed: what people mistype into the address field may be a password.
    return hashlib.sha256(f"{kind}:{value}".encode()).hexdigest()


@transaction.atomic
def _count(limits: Iterable[_Limit], at: datetime, *, waits: bool) -> dict[str, _Counted]:
    """Count one try under each key, or under none of them when one must wait."""
    # In one order everywhere, so that two tries never wait for each other in a ring.
    ordered = sorted(limits, key=lambda limit: limit.key)
    rows = [
        SignInTrouble.objects.select_for_update().get_or_create(key=limit.key, defaults={"last_failed_at": at})[0]
        for limit in ordered
    ]
    blocked = [row.blocked_until for row in rows if row.blocked_until is not None and row.blocked_until > at]
    if waits and blocked:
        raise MustWait(f"Слишком много попыток. Подождите {_wait(max(blocked) - at)}.")
    return {limit.key: _count_one(row, limit, at) for row, limit in zip(rows, ordered, strict=True)}


def _count_one(trouble: SignInTrouble, limit: _Limit, at: datetime) -> _Counted:
    before = trouble.blocked_until
    if at - trouble.last_failed_at > FORGOTTEN_AFTER:
        trouble.failures = 0
    trouble.failures += 1
    trouble.last_failed_at = at
    beyond = trouble.failures - limit.free_tries
    trouble.blocked_until = at + min(LONGEST_WAIT, timedelta(seconds=5 * 2 ** min(beyond, 12))) if beyond > 0 else None
    trouble.save()
    return _Counted(limit, trouble.blocked_until, before)


@transaction.atomic
def _uncount(counted: _Counted) -> None:
    """Take back a try that turned out right, and the wait it set."""
    trouble = SignInTrouble.objects.select_for_update().filter(key=counted.limit.key).first()
    if trouble is None:
        return
    trouble.failures = max(0, trouble.failures - 1)
    if trouble.blocked_until == counted.wait_set:
        trouble.blocked_until = counted.wait_before
    trouble.save()


def _wait(left: timedelta) -> str:
    seconds = int(left.total_seconds()) + 1
    return f"{seconds} с" if seconds < 60 else f"{(seconds + 59) // 60} мин"
