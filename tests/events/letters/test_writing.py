"""Letters to those registered: written, planned, let go, taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from stellazh.associations.models import Association
from stellazh.common.errors import ChangedMeanwhile, PermissionRefused
from stellazh.events.enums import AttendanceState, EnrolmentState, LetterKind, LetterState
from stellazh.events.models import Event, EventLetter, LetterDelivery
from stellazh.events.services import letters
from stellazh.events.services.letters import LetterFields, NobodyToWriteTo, Part, UnknownPlaceholder
from stellazh.events.services.refusals import TextMissing, WrongStatus, WrongTimes
from stellazh.jobs.worker import run_queued
from stellazh.mail.models import OutgoingMail
from stellazh.notices.models import NoticePreference
from stellazh.people.models import Person
from tests.checks import deeds, nothing_changes
from tests.factories.events import AttendanceFactory, EnrolmentFactory, EventFactory
from tests.factories.people import PersonFactory

FREE = LetterFields(subject="О встрече", text="Здравствуйте, {имя}! Ждём вас: {когда}.")


@pytest.fixture
def event(association: Association) -> Event:
    return EventFactory(association=association, title="Читаем вместе")


def written(event: Event, by: Person, at: datetime, fields: LetterFields = FREE) -> EventLetter:
    return letters.write_letter(event.pk, fields=fields, submission_key=None, by=by, at=at)


def test_write_letter_keeps_a_draft(event: Event, head: Person, at: datetime) -> None:
    letter = written(event, head, at)

    assert (letter.state, letter.subject, letter.made_by) == (LetterState.DRAFT, "О встрече", head.short_name)
    assert Part.of(letter.part) == Part()
    assert [code for code, _, _ in deeds(letter)] == ["event_letter_written"]


def test_write_letter_twice_with_one_key_is_one_letter(event: Event, head: Person, at: datetime) -> None:
    key = uuid4()

    first, second = (letters.write_letter(event.pk, fields=FREE, submission_key=key, by=head, at=at) for _ in range(2))

    assert first == second
    assert EventLetter.objects.count() == 1


def test_write_letter_is_refused(event: Event, head: Person, member: Person, stranger: Person, at: datetime) -> None:
    bad = [
        (LetterFields(subject=" ", text="Текст"), TextMissing, "тему"),
        (LetterFields(subject="Тема", text="\n"), TextMissing, "текст"),
        (LetterFields(subject="Тема", text="Привет, {пароль}"), UnknownPlaceholder, "{пароль}"),
        (LetterFields(subject="Тема", text="Текст", part=Part(states=())), TextMissing, "кому"),
    ]

    for fields, refusal, words in bad:
        nothing_changes(lambda fields=fields: written(event, head, at, fields), refusal, words)  # type: ignore[misc]
    for somebody in (member, stranger):
        nothing_changes(lambda somebody=somebody: written(event, somebody, at), PermissionRefused)  # type: ignore[misc]


@pytest.mark.parametrize("kind", LetterKind)
def test_proposed_letters_are_acceptable(kind: LetterKind, event: Event, head: Person, at: datetime) -> None:
    letter = written(event, head, at, letters.proposed_letter(kind))

    told = letters.preview_letter(letter, EnrolmentFactory(event=event, guest=True))

    assert "{" not in told.subject + told.text
    assert "Читаем вместе" in told.subject


def test_preview_takes_nothing_in_the_fillings_for_a_placeholder(event: Event, head: Person, at: datetime) -> None:
    event.title = "Поле {имя}"
    event.save()
    letter = written(event, head, at, LetterFields(subject="{мероприятие}", text="{мероприятие}"))
    letter.event = event

    told = letters.preview_letter(letter, EnrolmentFactory(event=event, guest=True))

    assert told.text == "Поле {имя}"


def test_preview_of_whole_days_ends_in_one_full_stop(event: Event, head: Person, at: datetime) -> None:
    event.is_all_day, event.ends_at = True, event.starts_at + timedelta(days=2)
    event.save()
    letter = written(event, head, at, LetterFields(subject="Ждём", text="Когда: {когда}.\nДни: {когда}"))
    letter.event = event

    told = letters.preview_letter(letter, EnrolmentFactory(event=event, guest=True))

    assert told.text == "Когда: 8–10 октября 2024 г.\nДни: 8–10 октября 2024 г."


def test_update_letter_of_a_planned_one_makes_it_a_draft_again(event: Event, head: Person, at: datetime) -> None:
    letter = written(event, head, at, LetterFields(subject="А", text="Б", minutes_before=60))
    letters.plan_letter(letter.pk, expected_version=1, by=head, at=at)

    changed = letters.update_letter(letter.pk, expected_version=2, fields=FREE, by=head, at=at)

    assert (changed.state, changed.version, changed.due_at) == (LetterState.DRAFT, 3, None)


def test_update_letter_refuses_an_old_page(event: Event, head: Person, at: datetime) -> None:
    letter = written(event, head, at)
    letters.update_letter(letter.pk, expected_version=1, fields=LetterFields(subject="Иначе", text="Т"), by=head, at=at)

    def late() -> None:
        letters.update_letter(letter.pk, expected_version=1, fields=FREE, by=head, at=at)

    nothing_changes(late, ChangedMeanwhile)


def test_plan_letter_counts_from_the_beginning_and_follows_it(event: Event, head: Person, at: datetime) -> None:
    letter = written(event, head, at, LetterFields(subject="А", text="Б", minutes_before=90))

    planned = letters.plan_letter(letter.pk, expected_version=1, by=head, at=at)

    assert planned.due_at == event.starts_at - timedelta(minutes=90)
    before = event.starts_at
    event.starts_at += timedelta(days=1)
    event.ends_at += timedelta(days=1)
    event.save()
    letters.follow_event(event, {"starts_at": (before, event.starts_at)}, head, at)
    letter.refresh_from_db()
    assert letter.due_at == event.starts_at - timedelta(minutes=90)


def test_plan_letter_refuses_what_has_passed_or_has_no_moment(event: Event, head: Person, at: datetime) -> None:
    without = written(event, head, at)
    passed = written(event, head, at, LetterFields(subject="А", text="Б", due_at=at - timedelta(hours=1)))

    for letter, words in ((without, "Укажите, когда"), (passed, "уже прошло")):
        nothing_changes(
            lambda letter=letter: letters.plan_letter(letter.pk, expected_version=1, by=head, at=at),  # type: ignore[misc]
            WrongTimes,
            words,
        )


def test_send_letter_writes_to_each_once_and_says_why_not(event: Event, head: Person, at: datetime) -> None:
    guest = EnrolmentFactory(event=event, guest=True, guest_email="topoleva@example.org")
    reader = EnrolmentFactory(event=event, person=PersonFactory(email="lipina@example.org"))
    silent = EnrolmentFactory(event=event, person=PersonFactory(email="klenova@example.org"))
    NoticePreference.objects.create(person=silent.person, kind="events.letter", delivery="off")
    unreachable = EnrolmentFactory(event=event, person=PersonFactory(email=None))
    EnrolmentFactory(event=event, state=EnrolmentState.WITHDRAWN)
    EnrolmentFactory(event=EventFactory(association=event.association))
    letter = written(event, head, at)

    letters.send_letter(letter.pk, expected_version=1, by=head, at=at)
    for _ in range(2):
        letters.send_lot(letter.pk, after_id=0, by=head, at=at)

    letter.refresh_from_db()
    told = {row.enrolment_id: (row.address, row.refusal) for row in letter.deliveries.all()}
    assert told == {
        guest.pk: ("topoleva@example.org", ""),
        reader.pk: ("lipina@example.org", ""),
        silent.pk: ("klenova@example.org", "отключил письма участникам мероприятий"),
        unreachable.pk: ("", "нет электронной почты"),
    }
    assert sorted(mail.to_address for mail in OutgoingMail.objects.filter(kind="events.letter")) == [
        "lipina@example.org",
        "topoleva@example.org",
    ]
    assert letter.state == LetterState.SENT


def test_send_letter_is_refused_to_nobody_and_twice(event: Event, head: Person, at: datetime) -> None:
    letter = written(event, head, at)

    nothing_changes(
        lambda: letters.send_letter(letter.pk, expected_version=1, by=head, at=at), NobodyToWriteTo, "никого нет"
    )
    EnrolmentFactory(event=event)
    letters.send_letter(letter.pk, expected_version=1, by=head, at=at)
    nothing_changes(lambda: letters.send_letter(letter.pk, expected_version=2, by=head, at=at), WrongStatus)
    nothing_changes(lambda: letters.cancel_letter(letter.pk, expected_version=2, by=head, at=at), WrongStatus)
    nothing_changes(
        lambda: letters.update_letter(letter.pk, expected_version=2, fields=FREE, by=head, at=at), WrongStatus
    )


@pytest.mark.parametrize("count", [1, 30])
def test_a_lot_costs_the_same_whatever_its_length(
    count: int, event: Event, head: Person, at: datetime, django_assert_max_num_queries: object
) -> None:
    EnrolmentFactory.create_batch(count, event=event)
    EnrolmentFactory.create_batch(count, event=event, guest=True)
    letter = written(event, head, at)
    letters.send_letter(letter.pk, expected_version=1, by=head, at=at)

    with django_assert_max_num_queries(27):  # type: ignore[operator]
        letters.send_lot(letter.pk, after_id=0, by=head, at=at)


def test_parts_choose(event: Event) -> None:
    came = EnrolmentFactory(event=event, coming_as="onsite")
    AttendanceFactory(event=event, person=came.person, enrolment=came)
    late = EnrolmentFactory(event=event, coming_as="online")
    AttendanceFactory(event=event, person=late.person, enrolment=late, state=AttendanceState.LATE)
    away = EnrolmentFactory(event=event)
    waiting = EnrolmentFactory(event=event, waiting=True)

    def chosen(**narrowed: object) -> set[int]:
        return {row.pk for row in letters.recipients(event, Part.of({"states": ["confirmed"], **narrowed}))}

    assert chosen() == {came.pk, late.pk, away.pk}
    assert chosen(attended="was") == {came.pk}
    assert chosen(attended="was_not") == {away.pk}
    assert chosen(attended="late") == {late.pk}
    assert chosen(coming_as="online") == {late.pk}
    assert chosen(states=["waiting"]) == {waiting.pk}
    assert chosen(enrolment_ids=[away.pk]) == {away.pk}


def test_due_letters_go_out_by_themselves(event: Event, head: Person, at: datetime) -> None:
    EnrolmentFactory(event=event)
    letter = written(event, head, at, LetterFields(subject="А", text="Б", due_at=at + timedelta(hours=2)))
    letters.plan_letter(letter.pk, expected_version=1, by=head, at=at)

    early = letters.send_due_letters(at=at + timedelta(hours=1))
    due = letters.send_due_letters(at=at + timedelta(hours=2))
    again = letters.send_due_letters(at=at + timedelta(hours=3))
    run_queued()

    assert (early, due, again) == (0, 1, 0)
    assert LetterDelivery.objects.filter(letter=letter).count() == 1


def test_due_letters_of_a_cancelled_event_stay(association: Association, head: Person, at: datetime) -> None:
    event = EventFactory(association=association, cancelled=True)
    EnrolmentFactory(event=event)
    letter = written(event, head, at, LetterFields(subject="А", text="Б", due_at=at + timedelta(hours=2)))
    letters.plan_letter(letter.pk, expected_version=1, by=head, at=at)

    sent = letters.send_due_letters(at=at + timedelta(hours=3))

    letter.refresh_from_db()
    assert (sent, letter.state) == (0, LetterState.CANCELLED)


def test_copy_letters_makes_drafts(event: Event, head: Person, at: datetime) -> None:
    written(event, head, at, LetterFields(subject="А", text="Б", minutes_before=60, part=Part(enrolment_ids=(5,))))
    gone = written(event, head, at)
    letters.cancel_letter(gone.pk, expected_version=1, by=head, at=at)
    target = EventFactory(association=event.association)

    count = letters.copy_letters(event, target, by=head, at=at)

    copied = target.letters.get()
    assert (count, copied.state, copied.minutes_before, Part.of(copied.part)) == (1, LetterState.DRAFT, 60, Part())


def test_constraints_of_letters(event: Event, at: datetime) -> None:
    letter = EventLetter(event=event, kind="free", subject="А", text="Б", made_at=at, made_by="Ольхова")

    for state in (LetterState.PLANNED, LetterState.SENT):
        letter.pk, letter.state = None, state
        with pytest.raises(IntegrityError), transaction.atomic():
            letter.save(force_insert=True)
    letter.pk, letter.state = None, LetterState.DRAFT
    letter.save(force_insert=True)
    enrolment = EnrolmentFactory(event=event)
    LetterDelivery.objects.create(letter=letter, enrolment=enrolment)
    with pytest.raises(IntegrityError), transaction.atomic():
        LetterDelivery.objects.create(letter=letter, enrolment=enrolment)
