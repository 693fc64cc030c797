"""The form of feedback: made once, moved with its event, copied without answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from stellazh.common.errors import PermissionRefused
from stellazh.events.cloning import CloneWhat
from stellazh.events.enums import EventStatus
from stellazh.events.feedback_questions import FEEDBACK_USE, feedback_of
from stellazh.events.models import Event
from stellazh.events.services import clone_event, update_event
from stellazh.events.services.feedback import give_feedback, open_feedback
from stellazh.events.services.fields import EventFields
from stellazh.events.services.refusals import WrongNumber
from stellazh.people.models import Person
from stellazh.questionnaires.models import Questionnaire, Submission
from stellazh.questionnaires.services import QuestionnaireExists
from tests.checks import deeds, nothing_changes
from tests.events.feedback.conftest import AFTER, Asked, said
from tests.factories.events import STARTS, EnrolmentFactory, EventFactory

EVE = STARTS - timedelta(days=1)


def closing(day: int, month: int, year: int = 2024) -> datetime:
    """23:59 of that day in Moscow."""
    return datetime(year, month, day, 20, 59, tzinfo=UTC)


def test_open_feedback_makes_the_ready_form(event: Event, head: Person) -> None:
    made = open_feedback(event.pk, by=head, at=EVE)

    assert (made.use, made.object_key, made.title) == (FEEDBACK_USE, event.object_key, "Отзыв: Читаем вместе")
    assert (made.is_anonymous, made.opens_at, made.closes_at) == (True, None, closing(7, 11))
    assert [row.label for row in made.questions.present()] == [
        "Насколько встреча была полезна?",
        "Что возьмёте в работу?",
        "Чего не хватило?",
        "О чём поговорить на следующей встрече?",
        "Готовы поделиться своим опытом?",
    ]
    assert [code for code, _, _ in deeds(made)] == ["questionnaire_created", "question_added"]


def test_open_feedback_long_after_takes_answers_from_now_on(event: Event, head: Person) -> None:
    made = open_feedback(event.pk, days=14, is_anonymous=False, by=head, at=STARTS + timedelta(days=100))
    endless = open_feedback(EventFactory(association=event.association).pk, days=None, by=head, at=EVE)

    assert (made.is_anonymous, made.closes_at) == (False, closing(30, 1, 2025))
    assert endless.closes_at is None


def test_open_feedback_by_a_double_click_makes_one(event: Event, head: Person) -> None:
    key = uuid4()

    first, second = (open_feedback(event.pk, submission_key=key, by=head, at=EVE) for _ in range(2))

    assert first == second
    assert second.questions.count() == 5


def test_open_feedback_is_refused(
    event: Event, asked: Asked, head: Person, member: Person, stranger: Person, region_head: Person
) -> None:
    cancelled = EventFactory(association=event.association, cancelled=True)
    archived = EventFactory(association=event.association, archived_at=EVE)
    other = EventFactory(association=event.association)
    asked()

    nothing_changes(lambda: open_feedback(event.pk, by=head, at=EVE), QuestionnaireExists)
    for somebody in (member, stranger, region_head):
        nothing_changes(lambda by=somebody: open_feedback(other.pk, by=by, at=EVE), PermissionRefused)  # type: ignore[misc]
    for one in (cancelled, archived):
        nothing_changes(lambda key=one.pk: open_feedback(key, by=head, at=EVE), PermissionRefused)  # type: ignore[misc]
    for days in (0, 367):
        nothing_changes(lambda days=days: open_feedback(other.pk, days=days, by=head, at=EVE), WrongNumber)  # type: ignore[misc]


def test_the_term_moves_with_the_end_of_the_event(event: Event, asked: Asked, head: Person) -> None:
    form = asked()
    fields = EventFields.of(event)
    later = replace(
        fields, starts_at=fields.starts_at + timedelta(days=30), ends_at=fields.ends_at + timedelta(days=30)
    )

    update_event(event.pk, expected_version=event.version, fields=later, by=head, at=EVE)

    form.refresh_from_db()
    assert form.closes_at == closing(7, 12)
    assert form.version == 2


def test_the_term_stays_when_only_words_change(event: Event, asked: Asked, head: Person) -> None:
    form = asked()
    renamed = replace(EventFields.of(event), title="Читаем всей школой")

    update_event(event.pk, expected_version=event.version, fields=renamed, by=head, at=EVE)

    form.refresh_from_db()
    assert (form.version, form.closes_at, form.title) == (1, closing(7, 11), "Отзыв: Читаем вместе")


def test_clone_event_takes_the_form_without_answers(event: Event, asked: Asked, head: Person) -> None:
    form = asked()
    reader = EnrolmentFactory(event=event).person
    give_feedback(event.pk, values=said(form), by=reader, at=AFTER)

    copy = clone_event(
        event.pk,
        what=CloneWhat(),
        starts_at=event.starts_at + timedelta(days=28),
        title="Читаем дальше",
        submission_key=None,
        by=head,
        at=AFTER,
    )

    made = feedback_of(copy)
    assert made is not None
    assert (made.title, made.is_anonymous, made.opens_at) == ("Отзыв: Читаем дальше", True, None)
    assert made.closes_at == closing(5, 12)
    assert made.questions.count() == 5
    assert Submission.objects.filter(questionnaire=made).count() == 0
    assert copy.feedback_given.count() == 0


def test_clone_event_leaves_the_form_when_asked_to(event: Event, asked: Asked, head: Person) -> None:
    asked()

    copy = clone_event(
        event.pk,
        what=CloneWhat(feedback=False),
        starts_at=event.starts_at + timedelta(days=28),
        submission_key=None,
        by=head,
        at=AFTER,
    )

    assert feedback_of(copy) is None
    assert Questionnaire.objects.count() == 1


@pytest.mark.parametrize("status", [EventStatus.ANNOUNCED, EventStatus.HELD])
def test_a_form_of_its_own_name_keeps_it(event: Event, asked: Asked, head: Person, status: EventStatus) -> None:
    event.status = status
    event.save()
    form = asked()
    form.title = "Что унесли с собой"
    form.save()

    copy = clone_event(
        event.pk, what=CloneWhat(), starts_at=AFTER + timedelta(days=9), submission_key=None, by=head, at=AFTER
    )

    made = feedback_of(copy)
    assert made is not None
    assert made.title == "Что унесли с собой"
