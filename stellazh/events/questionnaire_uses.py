"""What questionnaires are for at events: who may put the questions and read the answers."""

from __future__ import annotations

from django.urls import reverse

from stellazh.common.actor import Actor
from stellazh.common.verdict import Verdict, refuse
from stellazh.events.access.events import can_manage_enrolments, can_read_participants
from stellazh.events.access.feedback import can_ask_feedback
from stellazh.events.enrolment_questions import ENROLMENT_USE, event_of
from stellazh.events.feedback_questions import FEEDBACK_KINDS, FEEDBACK_STARTER, FEEDBACK_USE
from stellazh.questionnaires.enums import ALL_KINDS
from stellazh.questionnaires.models import Questionnaire
from stellazh.questionnaires.uses import QuestionnaireUse, questionnaire_uses

NO_EVENT = "Мероприятия, к которому относятся эти вопросы, больше нет."


def can_edit_questions(actor: Actor, questionnaire: Questionnaire) -> Verdict:
    """Whoever keeps the registrations of the event."""
    event = event_of(questionnaire)
    return can_manage_enrolments(actor, event) if event is not None else refuse(NO_EVENT)


def can_read_event_answers(actor: Actor, questionnaire: Questionnaire) -> Verdict:
    """Whoever sees who is registered and who took part."""
    event = event_of(questionnaire)
    return can_read_participants(actor, event) if event is not None else refuse(NO_EVENT)


def scope_of_event(questionnaire: Questionnaire) -> str:
    """The path of the event's association, for the audit."""
    event = event_of(questionnaire)
    return event.association.path if event is not None else ""


def _list_of(questionnaire: Questionnaire) -> str:
    event = event_of(questionnaire)
    return reverse("events:enrolment_list", args=[event.pk]) if event is not None else reverse("events:event_list")


def can_edit_feedback(actor: Actor, questionnaire: Questionnaire) -> Verdict:
    """Whoever prepares the event."""
    event = event_of(questionnaire)
    return can_ask_feedback(actor, event) if event is not None else refuse(NO_EVENT)


def _feedback_of(questionnaire: Questionnaire) -> str:
    event = event_of(questionnaire)
    return reverse("events:feedback", args=[event.pk]) if event is not None else reverse("events:event_list")


def register() -> None:
    """Name the uses."""
    questionnaire_uses.add(
        QuestionnaireUse(
            code=ENROLMENT_USE,
            label="Вопросы при регистрации на мероприятие",
            kinds=ALL_KINDS,
            can_edit=can_edit_questions,
            can_read_answers=can_read_event_answers,
            address=_list_of,
            scope=scope_of_event,
            starters=("registration",),
            may_be_anonymous=False,
        )
    )
    questionnaire_uses.add(
        QuestionnaireUse(
            code=FEEDBACK_USE,
            label="Отзывы о мероприятии",
            kinds=FEEDBACK_KINDS,
            can_edit=can_edit_feedback,
            can_read_answers=can_read_event_answers,
            address=_feedback_of,
            scope=scope_of_event,
            starters=(FEEDBACK_STARTER,),
        )
    )
