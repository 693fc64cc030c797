"""What is asked besides the card: answers are kept, changed and taken back together with the registration."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from stellazh.common.actor import Actor
from stellazh.events.enrolment_questions import questionnaire_of, respondent_key, submission_of
from stellazh.events.models import Enrolment, Event
from stellazh.questionnaires.services import change_submission, submit, withdraw_submission
from stellazh.questionnaires.values import Respondent, Values


def keep_answers(
    event: Event, enrolment: Enrolment, answers: Values | None, *, version: int | None = None, by: Actor, at: datetime
) -> None:
    """Keep the answers in the transaction of the registration; None asks nothing (somebody else registers her).

    Refuses as `submit` and `change_submission` do: AnswersRefused, PlaceTaken, QuestionnaireNotOpen, ChangedMeanwhile.
    """
    if answers is None:
        return
    questionnaire = questionnaire_of(event)
    if questionnaire is None:
        return
    standing = submission_of(enrolment)
    if standing is not None and standing.questionnaire_id == questionnaire.pk:
        expected = standing.version if version is None else version
        change_submission(standing.pk, expected_version=expected, values=answers, by=by, at=at)
        return
    respondent = Respondent(respondent_key(enrolment), enrolment.person_id)
    submit(questionnaire.pk, respondent=respondent, values=answers, by=by, at=at)


def try_answers(event: Event, answers: Values | None, *, by: Actor, at: datetime) -> None:
    """Refuse what `keep_answers` would refuse of somebody new, and keep nothing.

    Without it a choice that nobody can make would tell known addresses from unknown ones.
    """
    questionnaire = questionnaire_of(event) if answers is not None else None
    if questionnaire is None or answers is None:
        return
    with transaction.atomic():
        submit(questionnaire.pk, respondent=Respondent(f"trial:{uuid4()}"), values=answers, by=by, at=at)
        transaction.set_rollback(True)


def take_answers_back(enrolment: Enrolment, *, by: Actor, at: datetime) -> None:
    """Free the places that the answers of a withdrawn or rejected registration hold."""
    standing = submission_of(enrolment)
    if standing is not None:
        withdraw_submission(standing.pk, by=by, at=at)
