"""What is asked besides the card: answers are kept, changed and taken back together with the registration."""

from __future__ import annotations

from datetime import datetime

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


def take_answers_back(enrolment: Enrolment, *, by: Actor, at: datetime) -> None:
    """Free the places that the answers of a withdrawn or rejected registration hold."""
    standing = submission_of(enrolment)
    if standing is not None:
        withdraw_submission(standing.pk, by=by, at=at)
