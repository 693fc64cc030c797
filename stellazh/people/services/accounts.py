"""Accounts: invitation, password, reset. A link never changes the address one signs in with."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from stellazh.audit.services import record
from stellazh.common.actor import Actor, ActorKind, System
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.jobs.services import enqueue
from stellazh.links.models import SecretLink
from stellazh.links.services import LinkIsSpent, create_link, holder, open_link, revoke_link, use_up
from stellazh.live import bus
from stellazh.mail.services import queue_mail
from stellazh.people import access
from stellazh.people.links import INVITATION, PASSWORD_RESET
from stellazh.people.models import Person
from stellazh.people.services.second_step import forget_browsers
from stellazh.people.services.sessions import end_other_sessions
from stellazh.people.services.sign_in import allow_letter, count_guess, forget_guesses
from stellazh.people.services.ways_in import revoke_keys
from stellazh.people.signals import credentials_changed

RESET_LETTER = "people.send_reset_letter"
RESETTING = System("сброс пароля")
LETTERS_AN_HOUR = 3
INVITATIONS_A_DAY = 300


class AccountExists(DomainError):
    """The person signs in already."""


class PasswordIsWeak(DomainError):
    """The password does not hold; the message says why."""


class TooManyInvitations(DomainError):
    """One person has sent as many invitations as a day allows."""


@transaction.atomic
def invite_person(person_id: int, *, scope: str = "", by: Actor, at: datetime) -> Person:
    """Send the person a link to make an account; earlier invitations of theirs stop working.

    Raises:
        PermissionRefused: `by` may not invite this person.
        AccountExists: the person signs in already.
        TooManyInvitations: `by` has sent `INVITATIONS_A_DAY` within a day.
        DomainError: the card has no address.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    require(access.can_invite_person(by, person))
    _allow_invitation(by, at)
    if person.has_account:
        raise AccountExists("У человека уже есть учётная запись.")
    if not person.email:
        raise DomainError("В карточке нет адреса электронной почты: впишите его и пригласите снова.")
    _send_link(
        INVITATION,
        person,
        address=reverse("people:invitation", args=["TOKEN"]),
        subject=f"Приглашение в «{settings.SITE_NAME}»",
        text=(
            f"Здравствуйте, {person.greeting_name}!\n\n"
            f"{by.actor_name} приглашает вас в «{settings.SITE_NAME}» — рабочее место школьных библиотекарей.\n"
            "Откройте ссылку и придумайте пароль. Ссылка действует 14 дней:\n\n{link}\n\n"
            "Если письмо попало к вам по ошибке, просто удалите его."
        ),
        by=by,
        at=at,
    )
    record("person_invited", person, by=by, at=at, scope=scope)
    return person


@transaction.atomic
def accept_invitation(token: str, *, password: str, at: datetime) -> Person:
    """Make the account of the invited person.

    Raises:
        LinkIsSpent, PasswordIsWeak, AccountExists.
    """
    link = _open(token, INVITATION, at)
    person = _person_behind(link)
    if person.has_account:
        raise AccountExists("Учётная запись уже создана: войдите с паролем.")
    return _set_password_by_link(link, person, password, "account_made", at)


@transaction.atomic
def open_account(person_id: int, *, password: str, by: Actor, at: datetime) -> Person:
    """Give a person with an address an account at once: the first operator of an installation, people of the demo.

    Raises:
        DomainError: `by` is not the system, or the card has no address.
        AccountExists, PasswordIsWeak.
    """
    if by.actor_kind != ActorKind.SYSTEM:
        raise DomainError("Учётную запись без приглашения открывает только сама система.")
    person = Person.objects.select_for_update().get(pk=person_id)
    if person.has_account:
        raise AccountExists("У человека уже есть учётная запись.")
    if not person.email:
        raise DomainError("В карточке нет адреса электронной почты.")
    _check(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    record("account_made", person, by=by, at=at)
    return person


@transaction.atomic
def ask_for_password_reset(email: str, *, place: str, at: datetime) -> None:
    """Have a reset letter sent in the background, if there is somebody to send it to.

    Known and unknown addresses cost the same work here, so that the answer's time says nothing either. `place` is the
    network address it was asked from.

    Raises:
        MustWait: too many letters were asked for from this place.
    """
    allow_letter(place=place, at=at)
    address = email.strip().casefold()
    key = hashlib.sha256(address.encode()).hexdigest()
    enqueue(RESET_LETTER, {"email": address}, by=RESETTING, at=at, key=f"{RESET_LETTER}:{key}")


@transaction.atomic
def request_password_reset(email: str, *, at: datetime) -> None:
    """Send a reset link when the address is known and signs in; else do nothing.

    Nobody gets more than `LETTERS_AN_HOUR` of these letters an hour: strangers can ask for them.
    """
    people = Person.objects.select_for_update().present().with_account()
    person = people.filter(email=email.strip().casefold(), is_active=True).first()
    if person is None:
        return
    sent = SecretLink.objects.about(person).filter(purpose=PASSWORD_RESET, created_at__gt=at - timedelta(hours=1))
    if sent.count() >= LETTERS_AN_HOUR:
        return
    _send_link(
        PASSWORD_RESET,
        person,
        address=reverse("people:password_reset", args=["TOKEN"]),
        subject=f"Новый пароль для «{settings.SITE_NAME}»",
        text=(
            f"Здравствуйте, {person.greeting_name}!\n\n"
            "Кто-то попросил сменить пароль для этого адреса. Если это вы, откройте ссылку — она действует сутки:\n\n"
            "{link}\n\nЕсли не вы, ничего не делайте: пароль останется прежним."
        ),
        by=RESETTING,
        at=at,
    )


@transaction.atomic
def reset_password(token: str, *, password: str, with_keys: bool = False, at: datetime) -> Person:
    """Set a new password by the link from the letter. Other sessions of the person end; `with_keys` takes back keys for
    programs and subscriptions too.

    Raises:
        LinkIsSpent, PasswordIsWeak.
    """
    link = _open(token, PASSWORD_RESET, at)
    person = _set_password_by_link(link, _person_behind(link), password, "password_reset", at)
    if with_keys:
        revoke_keys(person, by=RESETTING, at=at)
    return person


def check_own_password(person_id: int, *, password: str, by: Actor, at: datetime) -> None:
    """Ask somebody signed in for the password once more.

    Raises:
        DomainError: somebody else's account.
        MustWait: too many wrong tries.
        PasswordIsWeak: it is not the password.
    """
    count_guess("password", person_id, at=at)
    person = Person.objects.get(pk=person_id)
    if not access.is_self(by, person):
        raise DomainError("Пароль меняет только сам человек.")
    if not person.check_password(password):
        raise PasswordIsWeak("Нынешний пароль введён неверно.")
    forget_guesses("password", person_id)


def change_password(
    person_id: int,
    *,
    current: str,
    password: str,
    session_key: str = "",
    with_keys: bool = False,
    by: Actor,
    at: datetime,
) -> Person:
    """Change one's own password, knowing the present one. Every other session of the person ends, no browser is trusted
    any more; `session_key` is the session that goes on. `with_keys` takes back keys for programs and subscriptions too.

    Raises:
        DomainError: somebody else's account.
        MustWait: too many wrong tries at the present one.
        PasswordIsWeak: the present one is wrong, or the new one does not hold.
    """
    check_own_password(person_id, password=current, by=by, at=at)
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person_id)
        _check(password, person)
        person.set_password(password)
        person.save(update_fields=["password"])
        record("password_changed", person, by=by, at=at)
        _shut_other_doors(person, keep=session_key, by=by, at=at)
        if with_keys:
            revoke_keys(person, by=by, at=at)
        credentials_changed.send(Person, person=person, what="сменён пароль", at=at)
    return person


def _shut_other_doors(person: Person, *, keep: str, by: Actor, at: datetime) -> None:
    """After a new password: whoever knew the old one must not stay."""
    end_other_sessions(person, keep=keep, by=by, at=at)
    forget_browsers(person)
    bus.revoke(person)


def _allow_invitation(by: Actor, at: datetime) -> None:
    """Whoever took over one account must not write to a whole region in our name."""
    if by.actor_kind == ActorKind.SYSTEM:
        return
    sent = SecretLink.objects.filter(
        purpose=INVITATION,
        created_by_kind=str(by.actor_kind),
        created_by_id=by.actor_id,
        created_at__gt=at - timedelta(days=1),
    )
    if sent.count() >= INVITATIONS_A_DAY:
        raise TooManyInvitations(
            f"За сутки вы отправили {INVITATIONS_A_DAY} приглашений — это предел. Остальных пригласите завтра."
        )


def _send_link(purpose: str, person: Person, *, address: str, subject: str, text: str, by: Actor, at: datetime) -> None:
    for earlier in SecretLink.objects.owned_by(str(person.pk)).live_at(at).filter(purpose=purpose):
        revoke_link(earlier.pk, by=System("новая ссылка"), at=at)
    issued = create_link(purpose, thing=person, owner_id=str(person.pk), label=subject, expires_at=None, by=by, at=at)
    link = urljoin(settings.SITE_URL, address.replace("TOKEN", issued.token))
    queue_mail(
        to=person.email or "",
        subject=subject,
        text=text.replace("{link}", link),
        kind=purpose,
        about=f"person:{person.pk}",
        by=by,
        at=at,
    )


def _open(token: str, purpose: str, at: datetime) -> SecretLink:
    link = open_link(token, purpose, at=at)
    if link is None:
        raise LinkIsSpent("Ссылка больше не действует: она использована, отозвана или устарела. Попросите новую.")
    return link


def _person_behind(link: SecretLink) -> Person:
    person = Person.objects.select_for_update().present().filter(pk=int(link.object_id)).first()
    if person is None:
        raise LinkIsSpent("Карточка, к которой вела ссылка, закрыта.")
    return person


def _set_password_by_link(link: SecretLink, person: Person, password: str, action: str, at: datetime) -> Person:
    _check(password, person)
    use_up(link, at=at)
    person.set_password(password)
    person.is_active = True
    person.save(update_fields=["password", "is_active"])
    record(action, person, by=holder(link), at=at)
    _shut_other_doors(person, keep="", by=RESETTING, at=at)
    if action == "password_reset":
        credentials_changed.send(Person, person=person, what="пароль сменён по ссылке из письма", at=at)
    return person


def _check(password: str, person: Person) -> None:
    try:
        validate_password(password, person)
    except ValidationError as refusal:
        raise PasswordIsWeak(" ".join(refusal.messages)) from refusal
