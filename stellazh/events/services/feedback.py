"""How it was: the form of feedback of an event, and what those who were there answer."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.uniqueness import made_before, unique_or
from stellazh.common.verdict import require
from stellazh.events.access.feedback import can_ask_feedback, can_give_feedback, feedback_open
from stellazh.events.feedback_questions import (
    FEEDBACK_STARTER,
    FEEDBACK_USE,
    enrolment_id_of,
    feedback_of,
    own_feedback,
    respondent_of,
    usual_title,
)
from stellazh.events.models import Event, FeedbackGiven
from stellazh.events.moments import Changes
from stellazh.events.repeating import shifted, wall_delta
from stellazh.events.services.locking import locked_event
from stellazh.events.services.refusals import WrongNumber
from stellazh.questionnaires.models import Questionnaire, Submission
from stellazh.questionnaires.services import (
    apply_starter,
    change_submission,
    copy_questionnaire,
    create_questionnaire,
    submit,
    update_questionnaire,
)
from stellazh.questionnaires.values import Values

USUAL_DAYS: Final = 30
MOST_DAYS: Final = 366
INTRO: Final = "Это займёт две минуты. По вашим ответам мы готовим следующую встречу."
THANKS: Final = "Спасибо! Мы прочитаем каждый отзыв."


class FeedbackNotAsked(DomainError):
    """The event has no form of feedback."""


class FeedbackNotOpen(DomainError):
    """Too early or too late."""


class FeedbackAlreadyGiven(DomainError):
    """Whoever answers has answered."""


class NoNamesKept(DomainError):
    """Answers without a name cannot be found again to be changed."""


@transaction.atomic
def open_feedback(
    event_id: int,
    *,
    is_anonymous: bool = True,
    days: int | None = USUAL_DAYS,
    submission_key: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Questionnaire:
    """Make the event's form of feedback with the ready set of questions. One `submission_key` makes one.

    Answers are taken from the event's end on, for so many `days` after it or after now, whichever is later, until the
    end of that day; None takes them without an end. The words and moments are changed by the shelf's own services.

    Raises:
        PermissionRefused: `by` does not prepare the event, it is archived or called off.
        QuestionnaireExists: the form is there already.
        WrongNumber: more days than a year, or fewer than one.
    """
    event = locked_event(event_id)
    require(can_ask_feedback(by, event))
    made = made_before(Questionnaire.objects.of(FEEDBACK_USE, event.object_key), submission_key)
    if made is not None:
        return made
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise WrongNumber(f"Сколько дней принимать отзывы: от 1 до {MOST_DAYS}.")
    questionnaire = create_questionnaire(
        FEEDBACK_USE,
        event.object_key,
        title=usual_title(event),
        intro=INTRO,
        thanks=THANKS,
        is_anonymous=is_anonymous,
        closes_at=_end_of_day(event, max(event.ends_at, at), days) if days is not None else None,
        submission_key=submission_key,
        by=by,
        at=at,
    )
    return apply_starter(questionnaire.pk, code=FEEDBACK_STARTER, by=by, at=at)


@transaction.atomic
def give_feedback(
    event_id: int, *, values: Values, submission_key: UUID | None = None, by: Actor, at: datetime
) -> Submission:
    """Keep what a participant says: a person of ours, or the bearer of the link of a guest's registration. Once each.

    That she has answered is kept apart from what she answered; of answers without a name neither leads to the other.

    Raises:
        FeedbackNotAsked: there is no form.
        PermissionRefused: `by` was neither registered nor there.
        FeedbackNotOpen: too early or too late.
        FeedbackAlreadyGiven: she has answered; where names are kept `change_feedback` changes it.
        AnswersRefused, PlaceTaken: the answers are not acceptable.
    """
    event = _event(event_id)
    questionnaire = _asked(event)
    require(can_give_feedback(by, event))
    _require_open(event, questionnaire, at)
    respondent = respondent_of(by)
    with unique_or(FeedbackAlreadyGiven("Вы уже оставили отзыв. Спасибо!")):
        FeedbackGiven.objects.create(event=event, person_id=respondent.person_id, enrolment_id=enrolment_id_of(by))
    return submit(questionnaire.pk, respondent=respondent, values=values, submission_key=submission_key, by=by, at=at)


@transaction.atomic
def change_feedback(event_id: int, *, expected_version: int, values: Values, by: Actor, at: datetime) -> Submission:
    """Put other answers in the place of one's own, where names are kept, while answers are taken.

    Raises:
        FeedbackNotAsked, PermissionRefused, FeedbackNotOpen: as `give_feedback`, and nothing was answered.
        NoNamesKept: the answers carry no name.
        ChangedMeanwhile, AnswersRefused, PlaceTaken.
    """
    event = _event(event_id)
    questionnaire = _asked(event)
    require(can_give_feedback(by, event))
    _require_open(event, questionnaire, at)
    if questionnaire.is_anonymous:
        raise NoNamesKept("Отзывы без имени изменить нельзя: мы не знаем, какой из них ваш.")
    submission = own_feedback(by, questionnaire)
    if submission is None:
        raise FeedbackNotAsked("Вы ещё не оставляли отзыва.")
    return change_submission(submission.pk, expected_version=expected_version, values=values, by=by, at=at)


def copy_feedback(
    questionnaire: Questionnaire, source: Event, event: Event, *, delta: timedelta, by: Actor, at: datetime
) -> Questionnaire:
    """The same form for an event made in the likeness of `source`: its term moves along, no answers come with it.

    Asks no right but that of making a form for `event`.
    """
    copy = copy_questionnaire(questionnaire.pk, use=FEEDBACK_USE, object_key=event.object_key, by=by, at=at)
    title = usual_title(event) if questionnaire.title == usual_title(source) else questionnaire.title
    return _put_moments(copy, questionnaire, delta, event, title=title, by=by, at=at)


def follow_event(event: Event, changes: Changes, by: Actor, at: datetime) -> None:
    """Move the term of the form with the event's end. A hook of the event's changes."""
    before, after = changes.get("ends_at", (None, None))
    if not isinstance(before, datetime) or not isinstance(after, datetime):
        return
    questionnaire = feedback_of(event)
    if questionnaire is None or not can_ask_feedback(by, event):
        return
    delta = wall_delta(before, after, event.zone)
    _put_moments(questionnaire, questionnaire, delta, event, title=questionnaire.title, by=by, at=at)


def _put_moments(
    questionnaire: Questionnaire,
    source: Questionnaire,
    delta: timedelta,
    event: Event,
    *,
    title: str,
    by: Actor,
    at: datetime,
) -> Questionnaire:
    opens_at = shifted(source.opens_at, delta, event.zone) if source.opens_at else None
    closes_at = shifted(source.closes_at, delta, event.zone) if source.closes_at else None
    if (opens_at, closes_at, title) == (questionnaire.opens_at, questionnaire.closes_at, questionnaire.title):
        return questionnaire
    return update_questionnaire(
        questionnaire.pk,
        expected_version=questionnaire.version,
        title=title,
        intro=questionnaire.intro,
        thanks=questionnaire.thanks,
        is_anonymous=questionnaire.is_anonymous,
        opens_at=opens_at,
        closes_at=closes_at,
        by=by,
        at=at,
    )


def _end_of_day(event: Event, after: datetime, days: int) -> datetime:
    """One minute before the midnight that ends the day so many days later, by the event's clock."""
    day = after.astimezone(event.zone).date() + timedelta(days=days)
    return datetime.combine(day, time(23, 59), event.zone)


def _event(event_id: int) -> Event:
    return Event.objects.select_related("association").get(pk=event_id)


def _asked(event: Event) -> Questionnaire:
    questionnaire = feedback_of(event)
    if questionnaire is None:
        raise FeedbackNotAsked("Отзывов об этом мероприятии не собирают.")
    return questionnaire


def _require_open(event: Event, questionnaire: Questionnaire, at: datetime) -> None:
    verdict = feedback_open(event, questionnaire, at=at)
    if not verdict:
        raise FeedbackNotOpen(verdict.reason)
