"""Deciding about newcomers: letting them in, declining with a reason, sending them on. Of two at once, one decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from stellazh.associations.models import Association, Organisation
from stellazh.audit.services import record
from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.mail.services import queue_mail
from stellazh.members.access.registrations import can_decide_registrations, can_give_card
from stellazh.members.enums import RegistrationState
from stellazh.members.links import REGISTRATION
from stellazh.members.models import Card, Membership, Registration
from stellazh.members.services.cards import CardFields, update_card
from stellazh.members.services.memberships import MemberFields, add_member, enter_member
from stellazh.members.services.posts import PostFields, add_post
from stellazh.members.services.registrations import (
    ASKING,
    RegistrationAlreadyWaits,
    settle_notices,
    tell_deciders,
)
from stellazh.people.enums import ConsentWay
from stellazh.people.models import Person
from stellazh.people.services import PersonFields, invite_person, set_email
from stellazh.people.services.consents import record_consent

UNNAMED_POST = "сотрудник библиотеки"


class RegistrationDecided(DomainError):
    """Somebody decided about the request before; nothing has changed."""


class CardIsNotHers(DomainError):
    """The known card cannot be given to this newcomer; the message says why."""


@transaction.atomic
def approve_registration(
    registration_id: int, *, person_id: int | None, organisation_id: int | None, by: Actor, at: datetime
) -> Registration:
    """Let a newcomer in: a card, a membership, a post, the consent she gave, and an invitation to make an account.

    `person_id` is a known card without an account that is hers; None enters a new person. `organisation_id` is the
    school as `by` knows it, None where it stands in no list.

    Raises:
        PermissionRefused: `by` does not decide there, or does not answer for all that the known card holds.
        RegistrationDecided: somebody was faster.
        CardIsNotHers: the known card signs in, or is put away.
        EmailIsTaken: the address belongs to another card; TooManyInvitations.
    """
    registration = _waiting(registration_id, by)
    association = registration.association
    today = clock.day_of(at, association.time_zone)
    if person_id is None:
        names = PersonFields(registration.family_name, registration.given_name, registration.patronymic)
        membership = enter_member(
            association.pk,
            person_fields=names,
            email=registration.email,
            fields=MemberFields(),
            from_on=today,
            by=by,
            at=at,
        )
        person = membership.person
    else:
        person = _give_card(registration, person_id, by=by, at=at)
        if not Membership.objects.filter(person=person, association=association, to_on=None).exists():
            add_member(association.pk, person_id=person.pk, fields=MemberFields(), from_on=today, by=by, at=at)
    if organisation_id is not None:
        organisation = Organisation.objects.present().get(pk=organisation_id)
        title = registration.post_title or UNNAMED_POST
        add_post(person.pk, fields=PostFields(organisation.pk, title), by=by, at=at)
    if registration.phone:
        _keep_phone(person, registration.phone, by=by, at=at)
    record_consent(
        person,
        text=registration.consent_text,
        way=ConsentWay.SELF,
        place=registration.place,
        by=ASKING,
        at=registration.consented_at,
    )
    invite_person(person.pk, scope=association.path, by=by, at=at)
    registration.person = person
    _decide(registration, RegistrationState.APPROVED, by=by, at=at)
    record(
        "registration_approved",
        registration,
        by=by,
        at=at,
        scope=association.path,
        changes={"Карточка": ("", f"{person.full_name} ({'новая' if person_id is None else 'была'})")},
    )
    return registration


@transaction.atomic
def decline_registration(registration_id: int, *, reason: str, by: Actor, at: datetime) -> Registration:
    """Refuse a newcomer and write her why.

    Raises:
        PermissionRefused, RegistrationDecided; DomainError: no reason.
    """
    registration = _waiting(registration_id, by)
    reason = " ".join(reason.split())
    if not reason:
        raise DomainError("Напишите, почему: это прочтёт человек, который отправил заявку.")
    registration.reason = reason[:500]
    _decide(registration, RegistrationState.DECLINED, by=by, at=at)
    record(
        "registration_declined",
        registration,
        by=by,
        at=at,
        scope=registration.association.path,
        changes={"Причина": ("", registration.reason)},
    )
    _write(
        registration,
        f"Ваша заявка отклонена: {registration.association.name}.\n\nПричина: {registration.reason}\n\n"
        "Если это ошибка, свяжитесь с руководителем объединения: решение можно изменить.",
        by=by,
        at=at,
    )
    return registration


@transaction.atomic
def reopen_registration(registration_id: int, *, by: Actor, at: datetime) -> Registration:
    """Take a refusal back: the request waits again.

    Raises:
        PermissionRefused; RegistrationDecided: it is not declined.
        RegistrationAlreadyWaits: she has asked again meanwhile.
    """
    registration = _locked(registration_id)
    require(can_decide_registrations(by, registration.association))
    if registration.state != RegistrationState.DECLINED:
        raise RegistrationDecided(how_decided(registration))
    others = Registration.objects.waiting().filter(email=registration.email, association=registration.association)
    if others.exists():
        raise RegistrationAlreadyWaits("С этого адреса пришла новая заявка: решите её.")
    before, registration.reason = registration.reason, ""
    registration.state = RegistrationState.WAITING
    registration.decided_at, registration.decided_by_name = None, ""
    registration.version += 1
    registration.save()
    record(
        "registration_reopened",
        registration,
        by=by,
        at=at,
        scope=registration.association.path,
        changes={"Причина": (before, "")},
    )
    return registration


@transaction.atomic
def redirect_registration(registration_id: int, *, association_id: int, by: Actor, at: datetime) -> Registration:
    """Hand a request over to the association it was meant for; who decides there is told.

    Raises:
        PermissionRefused, RegistrationDecided; DomainError: the other association is closed, or the same.
        RegistrationAlreadyWaits: she has asked there as well.
    """
    registration = _waiting(registration_id, by)
    here = registration.association
    there = Association.objects.select_related("territory").get(pk=association_id)
    if there.pk == here.pk:
        raise DomainError("Заявка уже в этом объединении.")
    if there.archived_at is not None:
        raise DomainError("Это объединение закрыто. Выберите другое.")
    waits = Registration.objects.waiting().filter(email=registration.email, association=there)
    if waits.exists():
        raise RegistrationAlreadyWaits("Такая же заявка там уже ждёт решения: эту можно отклонить.")
    school = registration.organisation
    if school is not None and not school.territory.path.startswith(there.territory.path):
        registration.organisation, registration.organisation_text = None, school.short_name
    registration.association = there
    registration.version += 1
    registration.save()
    for place in (here, there):
        record(
            "registration_redirected",
            registration,
            by=by,
            at=at,
            scope=place.path,
            changes={"Объединение": (here.short_name, there.short_name)},
        )
    settle_notices(registration, at=at)
    tell_deciders(registration, by=by, at=at)
    _write(registration, f"Ваша заявка передана по адресу: {there.name}. Ответ придёт оттуда.", by=by, at=at)
    return registration


def _give_card(registration: Registration, person_id: int, *, by: Actor, at: datetime) -> Person:
    person = Person.objects.select_for_update().get(pk=person_id)
    if person.has_account or person.archived_at is not None:
        raise CardIsNotHers(can_give_card(by, person, registration.email).reason)
    require(can_give_card(by, person, registration.email))
    if person.email == registration.email:
        return person
    return set_email(person.pk, email=registration.email, scope=registration.association.path, by=by, at=at)


def _keep_phone(person: Person, phone: str, *, by: Actor, at: datetime) -> None:
    """Into the card; a telephone that stands there already stays."""
    card = Card.objects.filter(person=person).first()
    if card is None or not card.phone:
        fields = replace(CardFields.of(card) if card is not None else CardFields(), phone=phone)
        update_card(person.pk, expected_version=card.version if card is not None else 0, fields=fields, by=by, at=at)


def _locked(registration_id: int) -> Registration:
    rows = Registration.objects.select_for_update(of=("self",))
    related = rows.select_related("association__territory", "organisation__territory", "consent_text")
    return related.get(pk=registration_id)


def _waiting(registration_id: int, by: Actor) -> Registration:
    """The request, locked until the decision is stored: whoever comes second finds it decided."""
    registration = _locked(registration_id)
    require(can_decide_registrations(by, registration.association))
    if registration.state != RegistrationState.WAITING:
        raise RegistrationDecided(how_decided(registration))
    return registration


def how_decided(registration: Registration) -> str:
    """«Заявку уже приняли: Рябинина В.И., 10.09.2024 в 12:00.»"""
    if registration.decided_at is None:
        return f"Заявка: {registration.get_state_display()}."
    deed = "приняли" if registration.state == RegistrationState.APPROVED else "отклонили"
    when = registration.decided_at.astimezone(ZoneInfo(registration.association.time_zone))
    return f"Заявку уже {deed}: {registration.decided_by_name}, {when:%d.%m.%Y в %H:%M}."


def _decide(registration: Registration, state: RegistrationState, *, by: Actor, at: datetime) -> None:
    registration.state = state
    registration.decided_at = at
    registration.decided_by_name = by.actor_name[:200]
    registration.version += 1
    registration.save()
    settle_notices(registration, at=at)


def _write(registration: Registration, text: str, *, by: Actor, at: datetime) -> None:
    names = (registration.given_name, registration.patronymic)
    greeting = " ".join(names) if all(names) else registration.full_name
    queue_mail(
        to=registration.email,
        subject=f"Ваша заявка в «{settings.SITE_NAME}»",
        text=f"Здравствуйте, {greeting}!\n\n{text}",
        kind=REGISTRATION,
        about=f"registration:{registration.pk}",
        by=by,
        at=at,
    )
