"""Who may read notices and choose about letters: each person for oneself alone."""

from __future__ import annotations

from stellazh.audit.models import type_of
from stellazh.common.actor import Actor, ActorKind, LinkHolder
from stellazh.common.verdict import ALLOWED, Verdict, refuse
from stellazh.notices.links import UNSUBSCRIBE
from stellazh.notices.models import Notice
from stellazh.people.access import is_self
from stellazh.people.models import Person


def can_read_notice(actor: Actor, notice: Notice) -> Verdict:
    """Whoever it was sent to, and nobody else: not the head, not the operator."""
    if actor.actor_kind == ActorKind.PERSON and actor.actor_id == str(notice.person_id):
        return ALLOWED
    return refuse("Это уведомление не вам.")


def can_choose(actor: Actor, person: Person) -> Verdict:
    """Whether the actor may set how and when letters come to the person: the person alone."""
    return ALLOWED if is_self(actor, person) else refuse("Свои уведомления каждый настраивает сам.")


def can_clear_address(actor: Actor, address: str) -> Verdict:
    """Whether the actor may say that letters reach the address again: whoever signs in with it, and the system."""
    if actor.actor_kind == ActorKind.SYSTEM:
        return ALLOWED
    if isinstance(actor, Person) and actor.email == address.strip().casefold():
        return ALLOWED
    return refuse("Отметку с адреса снимает тот, чей это адрес.")


def can_switch_mail_off(actor: Actor, person: Person) -> Verdict:
    """Whether the actor may stop letters to the person: the person, and whoever holds the link from a letter to her."""
    if is_self(actor, person):
        return ALLOWED
    holds_link = (
        isinstance(actor, LinkHolder)
        and actor.purpose == UNSUBSCRIBE
        and (actor.object_type, actor.object_id) == (type_of(person), str(person.pk))
    )
    return ALLOWED if holds_link else refuse("Отписаться от писем может тот, кому они приходят.")
