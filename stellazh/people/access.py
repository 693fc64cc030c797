"""Who may do what with people and their accounts."""

from __future__ import annotations

from stellazh.common.actor import Actor, ActorKind
from stellazh.common.verdict import ALLOWED, Verdict, refuse
from stellazh.people.guards import data_guards, person_guards
from stellazh.people.models import Person


def is_self(actor: Actor, person: Person) -> bool:
    """Whether the actor is that very person."""
    return actor.actor_kind == ActorKind.PERSON and actor.actor_id == str(person.pk)


def is_self_or_system(actor: Actor, person: Person) -> bool:
    """Whether the actor is that very person, or a part of the product acting by itself."""
    return actor.actor_kind == ActorKind.SYSTEM or is_self(actor, person)


def can_create_person(actor: Actor) -> Verdict:
    """Whether the actor may enter a new person: whoever keeps a list of members somewhere."""
    if actor.actor_kind == ActorKind.SYSTEM or any(guard.may_create(actor) for guard in person_guards):
        return ALLOWED
    return refuse("Новых людей вносит тот, кто ведёт список участников.")


def can_edit_person(actor: Actor, person: Person) -> Verdict:
    """Whether the actor may change the person's names: oneself, and whoever keeps the list the person stands in."""
    if actor.actor_kind == ActorKind.SYSTEM or is_self(actor, person):
        return ALLOWED
    if any(guard.may_edit(actor, person) for guard in person_guards):
        return ALLOWED
    return refuse("Карточку меняет сам человек или тот, кто ведёт список участников его объединения.")


def can_invite_person(actor: Actor, person: Person) -> Verdict:
    """Whether the actor may send the person a link to make an account."""
    if person.archived_at is not None:
        return refuse("Карточка в архиве: сначала верните её.")
    if actor.actor_kind == ActorKind.SYSTEM or any(guard.may_invite(actor, person) for guard in person_guards):
        return ALLOWED
    return refuse("Приглашает руководитель или методист объединения, в котором состоит человек.")


def can_set_address(actor: Actor, person: Person) -> Verdict:
    """Whether the actor may write down the address the person signs in with: oneself; for a card without an account,
    whoever answers for everything the person holds."""
    if actor.actor_kind == ActorKind.SYSTEM or is_self(actor, person):
        return ALLOWED
    if person.archived_at is not None:
        return refuse("Карточка в архиве: сначала верните её.")
    if person.has_account:
        return refuse("Человек уже входит по своему адресу: сменить адрес может только он сам.")
    answers = [guard.may_set_address(actor, person) for guard in person_guards]
    return next((answer for answer in answers if not answer), ALLOWED) if answers else refuse(_NOBODY_ANSWERS)


def can_archive_person(actor: Actor, person: Person) -> Verdict:
    """Whether the actor may put the card away: it then stands in no list and signs in nowhere."""
    if actor.actor_kind == ActorKind.SYSTEM:
        return ALLOWED
    answers = [guard.may_archive(actor, person) for guard in person_guards]
    return next((answer for answer in answers if not answer), ALLOWED) if answers else refuse(_NOBODY_ANSWERS)


def can_merge_people(actor: Actor, one: Person, other: Person) -> Verdict:
    """Whether the actor may say that two cards are one person's: whoever keeps every list that either stands in."""
    if actor.actor_kind == ActorKind.SYSTEM:
        return ALLOWED
    answers = [guard.may_merge(actor, one, other) for guard in person_guards]
    return next((answer for answer in answers if not answer), ALLOWED) if answers else refuse(_NOBODY_ANSWERS)


def can_consent(actor: Actor, person: Person) -> Verdict:
    """Whether the actor may give or withdraw that person's consents: the person alone."""
    return ALLOWED if is_self(actor, person) else refuse("Согласие даёт и отзывает только сам человек.")


def can_take_data(actor: Actor, person: Person) -> Verdict:
    """Whether the actor may take out everything known of the person: the person alone."""
    return ALLOWED if is_self(actor, person) else refuse("Забрать данные может только сам человек.")


def can_publish_texts(actor: Actor) -> Verdict:
    """Whether the actor may publish texts of consents: whoever keeps the installation."""
    if actor.actor_kind == ActorKind.SYSTEM or any(guard.may_publish_texts(actor) for guard in data_guards):
        return ALLOWED
    return refuse("Тексты согласий публикует оператор системы.")


def can_erase(actor: Actor, person: Person) -> Verdict:
    """Whether the actor may erase the person's data: the person; by a written request, whoever keeps the
    installation."""
    if is_self(actor, person) or actor.actor_kind == ActorKind.SYSTEM:
        return ALLOWED
    if any(guard.may_erase(actor) for guard in data_guards):
        return ALLOWED
    return refuse("Данные удаляет сам человек или, по его письменному запросу, оператор системы.")


_NOBODY_ANSWERS = "Карточку ведёт тот, кто ведёт списки участников."
