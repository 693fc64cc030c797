"""What an event asks of those who were there: where those questions are kept, and who has answered."""

from __future__ import annotations

from typing import Final

from stellazh.common.actor import Actor, ActorKind
from stellazh.events.models import Event, FeedbackGiven
from stellazh.questionnaires.enums import QuestionKind
from stellazh.questionnaires.models import Questionnaire, Submission
from stellazh.questionnaires.values import Respondent

FEEDBACK_USE: Final = "events.feedback"
FEEDBACK_STARTER: Final = "feedback"
# No file: whoever sends one is known by it.
FEEDBACK_KINDS: Final = frozenset(QuestionKind) - {QuestionKind.FILE}


def feedback_of(event: Event) -> Questionnaire | None:
    """The form of feedback that the event has. One query."""
    return Questionnaire.objects.of(FEEDBACK_USE, event.object_key).present().first()


def respondent_of(actor: Actor) -> Respondent:
    """Under what name the actor's answers are kept: a person of ours, or the registration that her link opens."""
    if actor.actor_kind == ActorKind.PERSON:
        return Respondent(f"person:{actor.actor_id}", int(actor.actor_id))
    return Respondent(f"enrolment:{enrolment_id_of(actor)}")


def enrolment_id_of(actor: Actor) -> int | None:
    """The registration that the bearer's link opens."""
    object_id = getattr(actor, "object_id", "")
    return int(object_id) if actor.actor_kind == ActorKind.LINK and str(object_id).isdecimal() else None


def has_given(actor: Actor, event: Event) -> bool:
    """Whether the actor has told how the event was. One query."""
    rows = FeedbackGiven.objects.filter(event=event)
    if actor.actor_kind == ActorKind.PERSON:
        return rows.filter(person_id=int(actor.actor_id)).exists()
    enrolment_id = enrolment_id_of(actor)
    return enrolment_id is not None and rows.filter(enrolment_id=enrolment_id).exists()


def own_feedback(actor: Actor, questionnaire: Questionnaire) -> Submission | None:
    """What the actor answered, where names are kept. One query, none where they are not."""
    if questionnaire.is_anonymous:
        return None
    rows = Submission.objects.standing().filter(questionnaire=questionnaire)
    return rows.filter(respondent_key=respondent_of(actor).key).select_related("questionnaire").first()


def usual_title(event: Event) -> str:
    """What the form is called until somebody calls it otherwise."""
    return f"Отзыв: {event.title}"[:200]
