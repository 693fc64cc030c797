"""Rights of those who prepare and run events."""

from __future__ import annotations

from stellazh.associations.access import can
from stellazh.associations.models import Association
from stellazh.common.actor import Actor
from stellazh.common.verdict import Verdict, refuse
from stellazh.events.enums import EventStatus
from stellazh.events.models import Event

_ARCHIVED = "Мероприятие в архиве: сначала верните его."


def can_create_event(actor: Actor, association: Association) -> Verdict:
    """Whether the actor may make an event of that association."""
    if association.archived_at is not None:
        return refuse("Объединение закрыто: новых мероприятий у него не бывает.")
    return can(actor, "events.edit_event", association)


def can_edit_event(actor: Actor, event: Event) -> Verdict:
    """Whether the actor may change the event, its programme, materials and recordings."""
    if event.archived_at is not None:
        return refuse(_ARCHIVED)
    return can(actor, "events.edit_event", event.association)


def can_announce_event(actor: Actor, event: Event) -> Verdict:
    """Whether the actor may announce, call off and finish the event, and take that back."""
    return can_edit_event(actor, event)


def can_restore_event(actor: Actor, event: Event) -> Verdict:
    """Whether the actor may bring the event back from the archive."""
    return can(actor, "events.edit_event", event.association)


def can_see_workplace(actor: Actor, event: Event) -> Verdict:
    """Whether the actor may open the event's workplace, an archived one's too: who prepares it, who reads its lists."""
    return can(actor, "events.edit_event", event.association) or can_read_participants(actor, event)


def can_manage_enrolments(actor: Actor, event: Event) -> Verdict:
    """Whether the actor may confirm, refuse, invite and register others, and change the questions asked."""
    if event.archived_at is not None:
        return refuse(_ARCHIVED)
    return can(actor, "events.manage_enrolments", event.association)


def can_mark_attendance(actor: Actor, event: Event) -> Verdict:
    """Whether the actor may say who was there, by any of the sources."""
    if event.archived_at is not None:
        return refuse(_ARCHIVED)
    return can(actor, "events.mark_attendance", event.association)


def can_write_letters(actor: Actor, event: Event) -> Verdict:
    """Whether the actor may write to those registered."""
    if event.archived_at is not None:
        return refuse(_ARCHIVED)
    return can(actor, "events.write_letters", event.association)


def can_read_participants(actor: Actor, event: Event) -> Verdict:
    """Whether the actor may see the lists of those registered and of those who took part.

    Of a draft, and of what was put away, those who prepare it alone: from above neither is seen.
    """
    verdict = can(actor, "events.read_participants", event.association)
    if event.archived_at is not None or event.status == EventStatus.DRAFT:
        return verdict and can(actor, "events.edit_event", event.association)
    return verdict


def can_read_figures(actor: Actor, association: Association) -> Verdict:
    """Whether the actor may see figures of attendance, and the lists behind them, there and below."""
    return can(actor, "events.read_figures", association)
