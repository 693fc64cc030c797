"""Who may ask how an event was, who may answer, and until when."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from stellazh.common.actor import Actor, ActorKind, LinkHolder
from stellazh.common.verdict import ALLOWED, Verdict, refuse
from stellazh.events.access.enrolments import ENROLMENT_LINK, in_zone
from stellazh.events.access.events import can_edit_event
from stellazh.events.enums import AttendanceState, EnrolmentState, EventStatus
from stellazh.events.models import COUNTED, Attendance, Enrolment, Event
from stellazh.questionnaires.models import Questionnaire

# Those who were there, and those who watched the recording.
TOOK_PART: Final = (*COUNTED, AttendanceState.LATE)
NOT_FOR_YOU: Final = "Отзыв оставляют те, кто был зарегистрирован или участвовал."


def can_ask_feedback(actor: Actor, event: Event) -> Verdict:
    """Whether the actor may make and change the form of feedback: whoever prepares the event."""
    if event.status == EventStatus.CANCELLED:
        return refuse("Мероприятие отменено: отзывов о нём не собирают.")
    return can_edit_event(actor, event)


def can_give_feedback(actor: Actor, event: Event) -> Verdict:
    """Whether the actor is one of those asked: registered, or took part, or watched the recording.

    A person signed in, or a guest by the link of her registration. For the time `feedback_open` looks.
    """
    if actor.actor_kind == ActorKind.PERSON:
        person_id = int(actor.actor_id)
        is_asked = (
            event.enrolments.filter(person_id=person_id, state=EnrolmentState.CONFIRMED).exists()
            or Attendance.objects.filter(event=event, person_id=person_id, state__in=TOOK_PART).exists()
        )
        return ALLOWED if is_asked else refuse(NOT_FOR_YOU)
    if isinstance(actor, LinkHolder) and (actor.purpose, actor.object_type) == (ENROLMENT_LINK, "events.enrolment"):
        rows = Enrolment.objects.filter(pk=int(actor.object_id), event=event, person=None)
        is_asked = rows.filter(state=EnrolmentState.CONFIRMED).exists()
        is_asked = is_asked or rows.filter(attendance__state__in=TOOK_PART).exists()
        return ALLOWED if is_asked else refuse(NOT_FOR_YOU)
    return refuse("Войдите, чтобы оставить отзыв.")


def feedback_open(event: Event, questionnaire: Questionnaire, *, at: datetime) -> Verdict:
    """Whether answers are taken at that moment; the reason says when. No query.

    Unless another beginning is set, they are taken from the event's end on, also when it was moved, and from the moment
    on at which somebody said that it was held.
    """
    if event.archived_at is not None or event.status in (EventStatus.DRAFT, EventStatus.CANCELLED):
        return refuse("Отзывов об этом мероприятии не собирают.")
    opens_at = questionnaire.opens_at
    if opens_at is None and event.status != EventStatus.HELD:
        opens_at = event.ends_at
    if opens_at is not None and at < opens_at:
        return refuse(f"Отзыв можно будет оставить после мероприятия: {in_zone(event, opens_at)}.")
    if questionnaire.closes_at is not None and at >= questionnaire.closes_at:
        return refuse(f"Отзывы принимали до {in_zone(event, questionnaire.closes_at)}.")
    return ALLOWED if questionnaire.archived_at is None else refuse("Отзывов больше не собирают.")
