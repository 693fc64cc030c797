"""How the gathering of feedback stands: until when, how many of how many have answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stellazh.common.actor import Actor, ActorKind
from stellazh.events.access.feedback import TOOK_PART, can_give_feedback, feedback_open
from stellazh.events.enums import EnrolmentState, EventStatus
from stellazh.events.feedback_questions import feedback_of, has_given
from stellazh.events.models import Event, FeedbackGiven
from stellazh.events.wording import moment_words
from stellazh.questionnaires.models import Questionnaire


@dataclass(frozen=True, slots=True)
class FeedbackState:
    """`asked_count` are those who may answer: registered, there, or watching later."""

    questionnaire: Questionnaire
    is_open: bool
    is_over: bool
    why_not: str
    opens: str
    closes: str
    given_count: int
    asked_count: int


def feedback_state(event: Event, questionnaire: Questionnaire, *, at: datetime) -> FeedbackState:
    """Four queries."""
    verdict = feedback_open(event, questionnaire, at=at)
    opens_at, closes_at = questionnaire.opens_at, questionnaire.closes_at
    return FeedbackState(
        questionnaire,
        is_open=bool(verdict),
        is_over=closes_at is not None and at >= closes_at,
        why_not=verdict.reason,
        opens=moment_words(opens_at, event.zone) if opens_at else "с окончания мероприятия",
        closes=moment_words(closes_at, event.zone) if closes_at else "без срока",
        given_count=FeedbackGiven.objects.filter(event=event).count(),
        asked_count=asked_count(event),
    )


def asked_count(event: Event) -> int:
    """How many may answer: everybody once. Two queries.

    Guests without a registration, entered by hand at the door, have no link to answer by and are not counted.
    """
    confirmed = event.enrolments.filter(state=EnrolmentState.CONFIRMED)
    there = event.attendances.filter(state__in=TOOK_PART)
    # Whoever has a card by the card, a guest by her registration.
    asked = {_who(person_id, pk) for pk, person_id in confirmed.values_list("pk", "person_id")}
    asked |= {_who(person_id, key) for key, person_id in there.values_list("enrolment_id", "person_id")}
    return len(asked - {""})


def _who(person_id: int | None, enrolment_id: int | None) -> str:
    if person_id is not None:
        return f"person:{person_id}"
    return f"enrolment:{enrolment_id}" if enrolment_id is not None else ""


def form_to_offer(actor: Actor, event: Event, *, at: datetime) -> Questionnaire | None:
    """The form to offer the actor now: open, she is one of those asked and has not answered.

    No query before the event is over or for somebody not signed in; four at most.
    """
    is_over = at >= event.ends_at or event.status == EventStatus.HELD
    if actor.actor_kind not in (ActorKind.PERSON, ActorKind.LINK) or not is_over:
        return None
    questionnaire = feedback_of(event)
    if questionnaire is None or not feedback_open(event, questionnaire, at=at):
        return None
    return questionnaire if can_give_feedback(actor, event) and not has_given(actor, event) else None
