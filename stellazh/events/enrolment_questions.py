"""What an event asks of those who register besides their card: where those questions and answers are kept."""

from __future__ import annotations

from typing import Final

from stellazh.events.models import Enrolment, Event
from stellazh.questionnaires.models import Questionnaire, Submission

ENROLMENT_USE: Final = "events.enrolment"


def questionnaire_of(event: Event) -> Questionnaire | None:
    """The questions that the event asks of those who register. One query."""
    return Questionnaire.objects.of(ENROLMENT_USE, event.object_key).present().first()


def respondent_key(enrolment: Enrolment) -> str:
    """Under what name the answers of a registration are kept."""
    return f"enrolment:{enrolment.pk}"


def submission_of(enrolment: Enrolment) -> Submission | None:
    """The answers of a registration, as long as they stand. One query."""
    rows = Submission.objects.standing().filter(questionnaire__use=ENROLMENT_USE)
    return rows.filter(respondent_key=respondent_key(enrolment)).select_related("questionnaire").first()


def event_of(questionnaire: Questionnaire) -> Event | None:
    """The event that the questions belong to; None for a name that is none of ours."""
    _, _, key = questionnaire.object_key.partition("event:")
    return Event.objects.select_related("association__territory").filter(pk=key).first() if key.isdecimal() else None
