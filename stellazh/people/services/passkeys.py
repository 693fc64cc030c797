"""Passkeys: signing in by a fingerprint, a face or the PIN of one's own device. No password, no code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from allauth.account.utils import url_str_to_user_pk, user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from fido2.server import Fido2Server
from fido2.utils import websafe_decode
from fido2.webauthn import (
    AttestedCredentialData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.people import access
from stellazh.people.models import Person
from stellazh.people.services.sign_in import count_passkey_try
from stellazh.people.services.ways_in import NotYourAccount, note_other_ways, require_another_way
from stellazh.people.signals import credentials_changed

PASSKEY = Authenticator.Type.WEBAUTHN
ANSWERED_WITHIN = timedelta(minutes=5)
MOST_PASSKEYS = 20
LONGEST_NAME = 60


class PasskeyDoesNotFit(DomainError):
    """The device's answer is wrong, late, or of a key that nobody has here."""


class TooManyPasskeys(DomainError):
    """More than a person could own."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the device is asked. `options` go to the browser as JSON, `state` is kept until the answer comes."""

    options: dict[str, Any]
    state: dict[str, Any]


def passkeys_of(person_id: int) -> list[Authenticator]:
    """The person's passkeys, the oldest first."""
    return list(Authenticator.objects.filter(user_id=person_id, type=PASSKEY).order_by("created_at", "pk"))


def ask_for_new_key(person: Person, *, at: datetime) -> Question:
    """Ask the device to make a key that stays in it and wants a finger, a face or a PIN each time."""
    options, state = _server().register_begin(
        PublicKeyCredentialUserEntity(
            id=user_pk_to_url_str(person).encode(),
            name=person.email or person.short_name,
            display_name=person.full_name,
        ),
        credentials=[_public_part(row) for row in passkeys_of(person.pk)],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Question(dict(options), {**state, "asked_at": at.isoformat()})


def ask_for_key(*, at: datetime) -> Question:
    """Ask the device for any key of ours that it has; whose it is, the answer says."""
    options, state = _server().authenticate_begin(user_verification=UserVerificationRequirement.REQUIRED)
    return Question(dict(options), {**state, "asked_at": at.isoformat()})


@transaction.atomic
def add_passkey(
    person_id: int,
    *,
    name: str,
    credential: Mapping[str, Any],
    state: Mapping[str, Any] | None,
    by: Actor,
    at: datetime,
) -> Authenticator:
    """Keep a key that the device has just made.

    Raises:
        NotYourAccount, TooManyPasskeys.
        PasskeyDoesNotFit: the answer is wrong or late.
    """
    person = _own(person_id, by)
    known = passkeys_of(person.pk)
    if len(known) >= MOST_PASSKEYS:
        raise TooManyPasskeys(f"Ключей уже {MOST_PASSKEYS}: уберите те, которыми не пользуетесь.")
    fresh = _fresh(state, at)
    try:
        made = _server().register_complete(fresh, credential)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise PasskeyDoesNotFit("Ключ не создан: устройство ответило не так. Попробуйте ещё раз.") from error
    key_id = made.credential_data.credential_id if made.credential_data else b""
    if any(_public_part(row).credential_id == key_id for row in known):
        raise PasskeyDoesNotFit("Этот ключ уже добавлен.")
    title = " ".join(name.split())[:LONGEST_NAME] or "Ключ доступа"
    row = Authenticator.objects.create(
        user=person, type=PASSKEY, data={"name": title, "credential": dict(credential)}, created_at=at
    )
    note_other_ways(person)
    record("passkey_added", person, by=by, at=at, note=title)
    credentials_changed.send(Person, person=person, what=f"добавлен ключ доступа «{title}»", at=at)
    return row


@transaction.atomic
def rename_passkey(passkey_id: int, *, name: str, by: Actor, at: datetime) -> None:
    """Call a key of one's own another name.

    Raises:
        NotYourAccount: somebody else's key, or none.
        DomainError: no name.
    """
    row = _own_key(passkey_id, by)
    title = " ".join(name.split())[:LONGEST_NAME]
    if not title:
        raise DomainError("Назовите ключ так, чтобы его узнать: «Рабочий компьютер», «Телефон».")
    before, row.data["name"] = row.data["name"], title
    row.save(update_fields=["data"])
    record("passkey_renamed", row.user, by=by, at=at, changes={"Ключ доступа": (before, title)})


@transaction.atomic
def remove_passkey(passkey_id: int, *, by: Actor, at: datetime) -> str:
    """Let a key of one's own open nothing any more; its name.

    Raises:
        NotYourAccount: somebody else's key, or none.
        LastWayIn: there is no password, no other key and no linked account.
    """
    row = _own_key(passkey_id, by)
    person, title = row.user, str(row.data["name"])
    require_another_way(person, besides=row)
    row.delete()
    note_other_ways(person)
    record("passkey_removed", person, by=by, at=at, note=title)
    credentials_changed.send(Person, person=person, what=f"убран ключ доступа «{title}»", at=at)
    return title


def person_of_passkey(
    credential: Mapping[str, Any], *, state: Mapping[str, Any] | None, place: str, at: datetime
) -> Person:
    """The person whose key the device used. `place` is the network address the try comes from.

    Raises:
        MustWait: too many wrong tries from this place.
        PasskeyDoesNotFit: wrong, late, unknown, or of somebody who may not come in: all look the same.
    """
    turned_out_right = count_passkey_try(place, at=at)
    person = _person_of(credential, state, at)
    turned_out_right()
    return person


@transaction.atomic
def _person_of(credential: Mapping[str, Any], state: Mapping[str, Any] | None, at: datetime) -> Person:
    fresh = _fresh(state, at)
    refusal = PasskeyDoesNotFit("Ключ не подошёл. Войдите с паролем или попробуйте другой ключ.")
    try:
        handle = websafe_decode(credential["response"]["userHandle"]).decode()
        person = Person.objects.present().filter(pk=url_str_to_user_pk(handle), is_active=True).first()
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise refusal from error
    rows = {} if person is None else {_public_part(row).credential_id: row for row in passkeys_of(person.pk)}
    try:
        used = _server().authenticate_complete(fresh, [_public_part(row) for row in rows.values()], credential)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise refusal from error
    if person is None:
        raise refusal
    row = rows[used.credential_id]
    row.last_used_at = at
    row.save(update_fields=["last_used_at"])
    return person


def _fresh(state: Mapping[str, Any] | None, at: datetime) -> dict[str, Any]:
    """The question that was asked, once and a short while ago."""
    asked_at = datetime.fromisoformat(state["asked_at"]) if state else None
    if state is None or asked_at is None or not asked_at <= at <= asked_at + ANSWERED_WITHIN:
        raise PasskeyDoesNotFit("Прошло слишком много времени. Попробуйте ещё раз.")
    return {name: value for name, value in state.items() if name != "asked_at"}


def _server() -> Fido2Server:
    address = urlsplit(settings.SITE_URL)
    site = PublicKeyCredentialRpEntity(id=address.hostname or "", name=settings.SITE_NAME)
    own = f"{address.scheme}://{address.netloc}"
    return Fido2Server(site, verify_origin=lambda origin: origin == own)


def _public_part(row: Authenticator) -> AttestedCredentialData:
    made = RegistrationResponse.from_dict(row.data["credential"]).response.attestation_object.auth_data
    public: AttestedCredentialData | None = made.credential_data
    if public is None:
        raise ValueError("A passkey is kept without its public key.")
    return public


def _own_key(passkey_id: int, by: Actor) -> Authenticator:
    row = Authenticator.objects.select_for_update().filter(pk=passkey_id, type=PASSKEY).first()
    if row is None or not access.is_self(by, row.user):
        raise NotYourAccount("Такого ключа у вас нет: возможно, он уже убран.")
    row.user = Person.objects.select_for_update().get(pk=row.user_id)
    return row


def _own(person_id: int, by: Actor) -> Person:
    person = Person.objects.select_for_update().get(pk=person_id)
    if not access.is_self(by, person):
        raise NotYourAccount("Ключ доступа добавляет только сам человек.")
    return person
