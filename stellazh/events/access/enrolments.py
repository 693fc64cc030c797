"""Who may register whom, until when, and who may open the room."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from stellazh.associations.access import can, reach
from stellazh.associations.models import Association
from stellazh.common.actor import Actor, ActorKind, LinkHolder
from stellazh.common.verdict import ALLOWED, Verdict, refuse
from stellazh.events.access.events import can_edit_event, can_manage_enrolments, can_read_participants
from stellazh.events.enums import EnrolmentMode, EnrolmentState, EventStatus, EventVisibility, ListShown
from stellazh.events.models import ANNOUNCED, Enrolment, Event
from stellazh.events.wording import moment_words
from stellazh.members.models import Membership

# The secret link of somebody without an account: her own registration and nothing else.
ENROLMENT_LINK: Final = "events.enrolment"
_NOT_YOURS = "Это чужая регистрация."


def enrolment_open(event: Event, *, at: datetime) -> Verdict:
    """Whether people may register at that moment; the reason says in plain words why not. No query."""
    words = _why_closed(event, at)
    return refuse(words) if words else ALLOWED


def _why_closed(event: Event, at: datetime) -> str:
    if event.archived_at is not None or event.status == EventStatus.DRAFT:
        return "Мероприятие ещё не объявлено: регистрации на него нет."
    if event.status == EventStatus.CANCELLED:
        return f"Мероприятие отменено: {event.cancel_reason}"
    if event.status == EventStatus.HELD or at >= event.ends_at:
        return "Мероприятие уже прошло, регистрация закончена."
    if event.enrolment_mode == EnrolmentMode.NONE:
        return "Регистрация не нужна: просто приходите."
    if event.enrolment_opens_at is not None and at < event.enrolment_opens_at:
        return f"Регистрация откроется {in_zone(event, event.enrolment_opens_at)}."
    if event.enrolment_closes_at is not None and at >= event.enrolment_closes_at:
        return f"Регистрация закрыта: она шла до {in_zone(event, event.enrolment_closes_at)}."
    return ""


def in_zone(event: Event, moment: datetime) -> str:
    """«5 октября 2024 г., 18:00», by the clock of the event's association."""
    return moment_words(moment, event.zone)


def can_enrol(actor: Actor, event: Event) -> Verdict:
    """Whether the actor may register herself at all. For the time, the places and invitations the service looks."""
    if actor.actor_kind == ActorKind.SYSTEM:
        return ALLOWED
    if actor.actor_kind != ActorKind.PERSON:
        return refuse("Войдите, чтобы зарегистрироваться.")
    return ALLOWED if _sees(actor, event) else refuse("Такого мероприятия нет.")


def can_enrol_guest(event: Event, *, at: datetime) -> Verdict:
    """Whether somebody without an account may register: only for public events that take guests."""
    if not event.takes_guests or event.visibility != EventVisibility.PUBLIC:
        return refuse("Гости на это мероприятие не регистрируются: войдите на сайт.")
    if event.enrolment_mode == EnrolmentMode.INVITED:
        return refuse("Регистрация только по приглашению: войдите на сайт.")
    return enrolment_open(event, at=at)


def can_enrol_others(actor: Actor, event: Event, person_ids: Collection[int], *, at: datetime) -> Verdict:
    """Whether the actor may register these people.

    Whoever runs the event: people of the lists she reads, also after the registration has ended. Whoever keeps a list
    of members: those who stand in it, while the registration goes on.
    """
    if can_manage_enrolments(actor, event):
        if event.status not in (EventStatus.ANNOUNCED, EventStatus.HELD):
            return refuse("Сначала объявите мероприятие." if event.status == EventStatus.DRAFT else "Оно отменено.")
        return _all_in_lists(actor, "members.read_members", person_ids)
    verdict = can_offer_others(actor, event, at=at)
    return _all_in_lists(actor, "members.edit_members", person_ids) if verdict else verdict


def can_offer_others(actor: Actor, event: Event, *, at: datetime) -> Verdict:
    """Whether the actor keeps some list of members, sees the event, and it takes registrations."""
    if not _sees(actor, event) or not keeps_a_list(actor):
        return refuse("Других регистрирует тот, кто ведёт список участников.")
    if event.enrolment_mode == EnrolmentMode.INVITED:
        return refuse("Регистрация только по приглашению организатора.")
    return enrolment_open(event, at=at)


def keeps_a_list(actor: Actor) -> bool:
    """Whether the actor keeps at least one list of members."""
    kept = Association.objects.present().filter(reach(actor, "members.edit_members"))
    return actor.actor_kind in (ActorKind.PERSON, ActorKind.SYSTEM) and kept.exists()


def can_invite_people(actor: Actor, event: Event, person_ids: Collection[int]) -> Verdict:
    """Whether the actor may invite these people: those of the lists she reads, to an announced event she runs."""
    verdict = can_invite(actor, event)
    return _all_in_lists(actor, "members.read_members", person_ids) if verdict else verdict


def can_invite(actor: Actor, event: Event) -> Verdict:
    """Whether the actor may invite anybody to the event at all."""
    verdict = can_manage_enrolments(actor, event)
    if verdict and event.status != EventStatus.ANNOUNCED:
        return refuse("Приглашают на объявленное мероприятие: объявите его.")
    return verdict


def can_invite_association(actor: Actor, event: Event, association: Association) -> Verdict:
    """Whether the actor may invite a whole list of members to the event."""
    verdict = can_invite(actor, event)
    return can(actor, "members.read_members", association) if verdict else verdict


def can_withdraw_enrolment(actor: Actor, enrolment: Enrolment, event: Event, *, at: datetime) -> Verdict:
    """Whether the actor may give the place up: until the event ends, those who run it also later."""
    if can_manage_enrolments(actor, event):
        return ALLOWED
    if not acts_for(actor, enrolment):
        return refuse(_NOT_YOURS)
    if event.status != EventStatus.ANNOUNCED or at >= event.ends_at:
        return refuse("Мероприятие прошло или отменено: регистрация больше не меняется.")
    return ALLOWED


def can_change_enrolment(actor: Actor, enrolment: Enrolment, event: Event, *, at: datetime) -> Verdict:
    """Whether the actor may change the answers and the way of coming: while the registration goes on."""
    if can_manage_enrolments(actor, event):
        return ALLOWED
    if not acts_for(actor, enrolment):
        return refuse(_NOT_YOURS)
    return enrolment_open(event, at=at)


def can_read_enrolment(actor: Actor, enrolment: Enrolment, event: Event) -> Verdict:
    """Whether the actor may see one registration with its answers: its own, those she acts for, those she runs."""
    if can_read_participants(actor, event) or (event.archived_at is None and acts_for(actor, enrolment)):
        return ALLOWED
    return refuse(_NOT_YOURS)


def acts_for(actor: Actor, enrolment: Enrolment) -> bool:
    """Whether it is the actor's own, the bearer's of its link, or of somebody in a list that the actor keeps."""
    if actor.actor_kind == ActorKind.LINK:
        return holds_link_of(actor, enrolment)
    if actor.actor_kind != ActorKind.PERSON or enrolment.person_id is None:
        return False
    if actor.actor_id == str(enrolment.person_id):
        return True
    return bool(_all_in_lists(actor, "members.edit_members", [enrolment.person_id]))


def holds_link_of(actor: Actor, enrolment: Enrolment) -> bool:
    """Whether the actor bears the secret link of that very registration."""
    return (
        isinstance(actor, LinkHolder)
        and (actor.purpose, actor.object_type) == (ENROLMENT_LINK, "events.enrolment")
        and actor.object_id == str(enrolment.pk)
    )


def can_see_room(actor: Actor, event: Event, *, at: datetime) -> Verdict:
    """Whether the actor gets the link of the video room: whoever holds a place, in its window of time; those who run
    the event always. The reason says when the window opens.
    """
    if not event.room_url:
        return refuse("У этого мероприятия нет ссылки на видеовстречу.")
    if can_edit_event(actor, event) or can_manage_enrolments(actor, event):
        return ALLOWED
    if not holds_a_place(actor, event):
        return refuse("Ссылка открывается тем, кто зарегистрирован.")
    return room_open(event, at=at)


def room_open(event: Event, *, at: datetime) -> Verdict:
    """Whether the window of the room's link is open. No query."""
    if event.status == EventStatus.CANCELLED:
        return refuse(f"Мероприятие отменено: {event.cancel_reason}")
    if at < event.room_opens_at:
        return refuse(f"Ссылка откроется {in_zone(event, event.room_opens_at)}.")
    if at >= event.room_closes_at:
        return refuse("Видеовстреча закончилась, ссылка закрыта.")
    return ALLOWED


def holds_a_place(actor: Actor, event: Event) -> bool:
    """Whether the actor, a person or a bearer of a registration's link, holds a place."""
    rows = event.enrolments.coming()
    if actor.actor_kind == ActorKind.PERSON:
        return rows.filter(person_id=int(actor.actor_id)).exists()
    if isinstance(actor, LinkHolder) and actor.purpose == ENROLMENT_LINK:
        return rows.filter(pk=int(actor.object_id)).exists()
    return False


def can_see_names(actor: Actor, event: Event) -> Verdict:
    """Whether the actor sees the names of those who agreed to be named: the registered, when the event shows them."""
    if can_read_participants(actor, event):
        return ALLOWED
    if event.list_shown != ListShown.PARTICIPANTS:
        return refuse("Список участников не показывают.")
    return ALLOWED if holds_a_place(actor, event) else refuse("Список видят те, кто зарегистрирован.")


def may_reapply(enrolment: Enrolment) -> bool:
    """Whether a registration that holds no place may be taken up again by its owner."""
    return enrolment.state in (EnrolmentState.INVITED, EnrolmentState.WITHDRAWN)


def _sees(actor: Actor, event: Event) -> bool:
    if event.archived_at is None and event.status in ANNOUNCED and event.visibility == EventVisibility.PUBLIC:
        return True
    return Event.objects.present().visible_to(actor).filter(pk=event.pk).exists()


def _all_in_lists(actor: Actor, capability: str, person_ids: Collection[int]) -> Verdict:
    """Whether each of these people stands today in a list at which the actor holds the capability."""
    if actor.actor_kind == ActorKind.SYSTEM:
        return ALLOWED
    wanted = set(person_ids)
    rows = Membership.objects.filter(reach(actor, capability, "association__"), person_id__in=wanted, to_on=None)
    if wanted <= set(rows.values_list("person_id", flat=True)):
        return ALLOWED
    return refuse("Среди отмеченных есть люди не из ваших списков.")
