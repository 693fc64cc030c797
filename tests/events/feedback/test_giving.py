"""Who may tell how it was, when, and how often; what is kept of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from stellazh.audit.models import AuditEntry
from stellazh.common.actor import Guest, LinkHolder, System
from stellazh.common.errors import ChangedMeanwhile, PermissionRefused
from stellazh.events.enums import AttendanceState, EnrolmentState, EventStatus
from stellazh.events.models import Event, FeedbackGiven
from stellazh.events.reads.feedback import asked_count, feedback_state, form_to_offer
from stellazh.events.services.feedback import (
    FeedbackAlreadyGiven,
    FeedbackNotAsked,
    FeedbackNotOpen,
    NoNamesKept,
    change_feedback,
    give_feedback,
)
from stellazh.people.holders import holders
from stellazh.people.models import Person
from stellazh.people.services.merging import merge_people, undo_merge
from stellazh.questionnaires.models import Answer, Submission
from stellazh.questionnaires.services import AnswersRefused
from tests.checks import at_once, fingerprint, nothing_changes
from tests.events.feedback.conftest import AFTER, ENDS, Asked, bearer, said
from tests.factories.events import AttendanceFactory, EnrolmentFactory, EventFactory
from tests.factories.people import PersonFactory


def test_give_feedback_without_names_keeps_who_apart_from_what(event: Event, asked: Asked) -> None:
    form = asked()
    reader = EnrolmentFactory(event=event).person
    before = AuditEntry.objects.count()

    made = give_feedback(event.pk, values=said(form, 4), by=reader, at=AFTER)

    made.refresh_from_db()
    assert (made.respondent_key, made.person, made.submitted_at.hour, made.submitted_at.minute) == ("", None, 0, 0)
    assert set(made.answers.values_list("number", "text")) == {(4, ""), (None, "Приём с картой чтения")}
    row = FeedbackGiven.objects.get()
    assert (row.event, row.person, row.enrolment) == (event, reader, None)
    assert {field.name for field in FeedbackGiven._meta.fields} == {"id", "event", "person", "enrolment"}
    assert AuditEntry.objects.count() == before


def test_give_feedback_under_a_name_is_kept_with_it(event: Event, asked: Asked) -> None:
    form = asked(is_anonymous=False)
    reader = EnrolmentFactory(event=event).person

    made = give_feedback(event.pk, values=said(form), by=reader, at=AFTER)

    made.refresh_from_db()
    assert (made.respondent_key, made.person, made.submitted_at) == (f"person:{reader.pk}", reader, AFTER)


def test_give_feedback_by_the_link_of_a_guest(event: Event, asked: Asked) -> None:
    form = asked(is_anonymous=False)
    guest = EnrolmentFactory(event=event, guest=True)

    made = give_feedback(event.pk, values=said(form), by=bearer(guest), at=AFTER)

    made.refresh_from_db()
    assert (made.respondent_key, made.person) == (f"enrolment:{guest.pk}", None)
    row = FeedbackGiven.objects.get()
    assert (row.person, row.enrolment) == (None, guest)
    again = FeedbackAlreadyGiven
    nothing_changes(lambda: give_feedback(event.pk, values=said(form), by=bearer(guest), at=AFTER), again, "Спасибо")


@pytest.mark.parametrize("state", [AttendanceState.PRESENT, AttendanceState.ONLINE, AttendanceState.LATE])
def test_who_took_part_without_registering_may_answer(event: Event, asked: Asked, state: AttendanceState) -> None:
    form = asked()
    somebody = AttendanceFactory(event=event, state=state).person

    give_feedback(event.pk, values=said(form), by=somebody, at=AFTER)

    assert FeedbackGiven.objects.filter(event=event, person=somebody).count() == 1


def test_give_feedback_is_for_those_who_were_asked(event: Event, asked: Asked, head: Person, member: Person) -> None:
    form = asked()
    other = EnrolmentFactory(event=EventFactory(association=event.association))
    withdrawn = EnrolmentFactory(event=event, state=EnrolmentState.WITHDRAWN)
    waiting = EnrolmentFactory(event=event, waiting=True)
    absent = AttendanceFactory(event=event, state=AttendanceState.ABSENT).person
    guest = EnrolmentFactory(event=event, guest=True, state=EnrolmentState.REJECTED)
    foreign = EnrolmentFactory(event=other.event, guest=True)
    of_person = EnrolmentFactory(event=event)
    other_link = LinkHolder(1, "events.door", "events.enrolment", str(of_person.pk))
    people = [head, member, other.person, withdrawn.person, waiting.person, absent]
    links = [bearer(guest), bearer(foreign), bearer(of_person), other_link]

    for by in [*people, *links, Guest(), System("проверка")]:
        nothing_changes(lambda by=by: give_feedback(event.pk, values=said(form), by=by, at=AFTER), PermissionRefused)  # type: ignore[misc]


def test_give_feedback_in_its_time_alone(event: Event, asked: Asked) -> None:
    reader = EnrolmentFactory(event=event).person
    nothing_changes(lambda: give_feedback(event.pk, values={}, by=reader, at=AFTER), FeedbackNotAsked, "не собирают")
    form = asked()
    early, late = ENDS - timedelta(minutes=1), AFTER + timedelta(days=40)

    for at, words in ((early, "после мероприятия: 8 октября 2024 г., 16:00"), (late, "до 7 ноября 2024 г., 23:59")):
        nothing_changes(
            lambda at=at: give_feedback(event.pk, values=said(form), by=reader, at=at),  # type: ignore[misc]
            FeedbackNotOpen,
            words,
        )
    event.status = EventStatus.HELD
    event.save()
    give_feedback(event.pk, values=said(form), by=reader, at=early)
    assert FeedbackGiven.objects.count() == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"status": EventStatus.CANCELLED, "cancel_reason": "Заболела ведущая"},
        {"status": EventStatus.DRAFT},
        {"archived_at": ENDS},
    ],
)
def test_give_feedback_needs_a_standing_event(event: Event, asked: Asked, changed: dict[str, object]) -> None:
    form = asked()
    reader = EnrolmentFactory(event=event).person
    Event.objects.filter(pk=event.pk).update(**changed)

    nothing_changes(lambda: give_feedback(event.pk, values=said(form), by=reader, at=AFTER), FeedbackNotOpen)


def test_give_feedback_once_each(event: Event, asked: Asked) -> None:
    form = asked()
    reader = EnrolmentFactory(event=event).person
    give_feedback(event.pk, values=said(form), by=reader, at=AFTER)

    nothing_changes(lambda: give_feedback(event.pk, values=said(form), by=reader, at=AFTER), FeedbackAlreadyGiven)


def test_a_refused_answer_leaves_no_trace_of_who_tried(event: Event, asked: Asked) -> None:
    form = asked()
    reader = EnrolmentFactory(event=event).person

    nothing_changes(lambda: give_feedback(event.pk, values={}, by=reader, at=AFTER), AnswersRefused)

    assert FeedbackGiven.objects.count() == 0
    give_feedback(event.pk, values=said(form), by=reader, at=AFTER)


@pytest.mark.django_db(transaction=True)
def test_give_feedback_twice_at_once_is_given_once(event: Event, asked: Asked) -> None:
    form = asked()
    reader = EnrolmentFactory(event=event).person
    values = said(form)

    def give() -> str:
        give_feedback(event.pk, values=values, by=reader, at=AFTER)
        return "given"

    assert sorted(at_once(give)) == ["FeedbackAlreadyGiven", "given"]
    assert Submission.objects.count() == FeedbackGiven.objects.count() == 1


def test_change_feedback_puts_other_answers_there(event: Event, asked: Asked) -> None:
    form = asked(is_anonymous=False)
    reader = EnrolmentFactory(event=event).person
    made = give_feedback(event.pk, values=said(form, 2), by=reader, at=AFTER)

    changed = change_feedback(event.pk, expected_version=1, values=said(form, 5), by=reader, at=AFTER)

    assert (changed.pk, changed.version) == (made.pk, 2)
    assert Answer.objects.get(question=form.questions.first()).number == 5
    stale = ChangedMeanwhile
    nothing_changes(
        lambda: change_feedback(event.pk, expected_version=1, values=said(form), by=reader, at=AFTER), stale
    )


def test_change_feedback_is_refused(event: Event, asked: Asked, head: Person) -> None:
    reader, silent = EnrolmentFactory(event=event).person, EnrolmentFactory(event=event).person
    form = asked(is_anonymous=False)
    give_feedback(event.pk, values=said(form), by=reader, at=AFTER)
    late = AFTER + timedelta(days=60)

    def change(by: Person, at: object = AFTER) -> object:
        return lambda: change_feedback(event.pk, expected_version=1, values=said(form), by=by, at=at)  # type: ignore[arg-type]

    nothing_changes(change(head), PermissionRefused)  # type: ignore[arg-type]
    nothing_changes(change(silent), FeedbackNotAsked, "ещё не")  # type: ignore[arg-type]
    nothing_changes(change(reader, late), FeedbackNotOpen)  # type: ignore[arg-type]


def test_change_feedback_without_names_is_impossible(event: Event, asked: Asked) -> None:
    form = asked()
    reader = EnrolmentFactory(event=event).person
    give_feedback(event.pk, values=said(form), by=reader, at=AFTER)

    nothing_changes(
        lambda: change_feedback(event.pk, expected_version=1, values=said(form), by=reader, at=AFTER),
        NoNamesKept,
        "какой из них ваш",
    )


def test_asked_are_counted_once(event: Event, asked: Asked) -> None:
    form = asked()
    both = EnrolmentFactory(event=event)
    AttendanceFactory(event=event, person=both.person)
    AttendanceFactory(event=event, state=AttendanceState.LATE)
    AttendanceFactory(event=event, state=AttendanceState.EXCUSED)
    guest = EnrolmentFactory(event=event, guest=True)
    AttendanceFactory(event=event, person=None, enrolment=guest, guest_key=f"enrolment:{guest.pk}", name=guest.name)
    AttendanceFactory(event=event, person=None, guest_key="name:кленова", name="Кленова Ирина")
    EnrolmentFactory(event=event, state=EnrolmentState.WITHDRAWN)
    give_feedback(event.pk, values=said(form), by=both.person, at=AFTER)

    state = feedback_state(event, form, at=AFTER)

    assert asked_count(event) == 3
    assert (state.given_count, state.asked_count, state.is_open) == (1, 3, True)
    assert (state.opens, state.closes) == ("с окончания мероприятия", "7 ноября 2024 г., 23:59")


def test_form_is_offered_after_the_event_until_answered(event: Event, asked: Asked, head: Person) -> None:
    reader, guest = EnrolmentFactory(event=event).person, EnrolmentFactory(event=event, guest=True)

    assert form_to_offer(reader, event, at=AFTER) is None
    form = asked()
    assert [form_to_offer(by, event, at=AFTER) for by in (reader, bearer(guest))] == [form, form]
    assert [form_to_offer(by, event, at=ENDS - timedelta(hours=1)) for by in (reader, bearer(guest))] == [None, None]
    assert [form_to_offer(by, event, at=AFTER) for by in (head, Guest())] == [None, None]
    for by in (reader, bearer(guest)):
        give_feedback(event.pk, values=said(form), by=by, at=AFTER)
    assert [form_to_offer(by, event, at=AFTER) for by in (reader, bearer(guest))] == [None, None]


def test_feedback_given_is_of_one_person_or_guest_and_once(event: Event) -> None:
    guest, somebody = EnrolmentFactory(event=event, guest=True), EnrolmentFactory(event=event).person
    FeedbackGiven.objects.create(event=event, person=somebody)
    FeedbackGiven.objects.create(event=event, enrolment=guest)
    other = PersonFactory()
    wrong = [
        {"person": somebody},
        {"enrolment": guest},
        {},
        {"person": other, "enrolment": EnrolmentFactory(event=event, guest=True)},
    ]

    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            FeedbackGiven.objects.create(event=event, **values)
    assert FeedbackGiven.objects.count() == 2


def test_who_has_answered_goes_with_the_person(event: Event, asked: Asked) -> None:
    form = asked()
    reader = EnrolmentFactory(event=event).person
    give_feedback(event.pk, values=said(form), by=reader, at=AFTER)
    holder = holders["events.feedback"]

    taken = holder.export(reader)
    [erased] = holder.erase(reader, AFTER)

    assert taken.value == [{"Мероприятие": "Читаем вместе"}]
    assert (erased.count, erased.kept_count) == (1, 0)
    assert FeedbackGiven.objects.count() == 0
    assert Submission.objects.count() == 1


def test_two_cards_of_one_person_have_answered_once(event: Event, region_head: Person) -> None:
    other = EventFactory(association=event.association)
    absorbed, survivor = PersonFactory(email=None), PersonFactory(email=None)
    FeedbackGiven.objects.create(event=event, person=absorbed)
    FeedbackGiven.objects.create(event=other, person=absorbed)
    FeedbackGiven.objects.create(event=other, person=survivor)
    before = fingerprint()["events_feedbackgiven: rows"]
    by = System("проверка")

    merge = merge_people(survivor.pk, absorbed.pk, by=by, at=AFTER)

    rows = FeedbackGiven.objects.order_by("event_id", "person_id")
    assert set(rows.values_list("event_id", "person_id")) == {
        (event.pk, survivor.pk),
        (other.pk, survivor.pk),
        (other.pk, absorbed.pk),
    }
    undo_merge(merge.pk, by=by, at=AFTER)
    assert rows.filter(event=event, person=absorbed).count() == 1
    assert fingerprint()["events_feedbackgiven: rows"] == before
