"""Guests: the place, one answer for every address, the letter with the link; and those entered by hand."""

from __future__ import annotations

import re
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest

from stellazh.common.actor import Guest
from stellazh.common.errors import PermissionRefused
from stellazh.events.enrolment_questions import ENROLMENT_USE
from stellazh.events.enums import EnrolmentMode, EnrolmentState, EventVisibility
from stellazh.events.models import Enrolment, Event
from stellazh.events.services import enrolments
from stellazh.events.services.enrolments import GuestFields, News
from stellazh.events.services.enrolments.telling import TELL
from stellazh.jobs.models import Job
from stellazh.mail.models import OutgoingMail
from stellazh.people.models import Person
from stellazh.people.services import MustWait
from stellazh.questionnaires.enums import QuestionKind
from stellazh.questionnaires.models import Submission
from stellazh.questionnaires.services import (
    OptionFields,
    PlaceTaken,
    QuestionFields,
    QuestionnaireWrong,
    Value,
    add_question,
    create_questionnaire,
    update_questionnaire,
)
from stellazh.workplans.enums import ItemFormat
from tests.checks import deeds, nothing_changes
from tests.factories.events import EnrolmentFactory
from tests.factories.members import text_in_force
from tests.factories.people import PersonFactory

State = EnrolmentState


@pytest.fixture
def event(event: Event) -> Event:
    event.takes_guests = True
    event.save()
    return event


def come(event: Event, at: datetime, **how: Any) -> Enrolment:
    fields = {"name": " Тополева  Анна Петровна ", "email": " Anna@Example.org ", "organisation_name": "Лицей № 2"}
    taken = {name: how.pop(name) for name in ("name", "email", "phone", "territory_id") if name in how}
    how = {"consent_text_id": text_in_force().pk, "place": "10.0.0.7", "by": Guest(), **how}
    return enrolments.enrol_guest(event.pk, fields=GuestFields(**{**fields, **taken}), at=at, **how)


def letters() -> list[OutgoingMail]:
    for job in Job.objects.filter(name=TELL).order_by("pk"):
        enrolments.tell_enrolled(job.arguments["ids"], News(job.arguments["news"]), at=job.created_at)
    return list(OutgoingMail.objects.order_by("pk"))


def test_enrol_guest_holds_the_place_and_sends_the_link(event: Event, at: datetime) -> None:
    made = come(event, at, territory_id=event.association.territory.pk)

    made.refresh_from_db()
    assert (made.person, made.name, made.guest_email, made.state) == (
        None,
        "Тополева Анна Петровна",
        "anna@example.org",
        State.CONFIRMED,
    )
    assert (made.guest_consent, made.guest_place, made.registered_by_kind) == (text_in_force(), "10.0.0.7", "guest")
    assert (made.organisation_name, made.territory) == ("Лицей № 2", event.association.territory)
    (mail,) = letters()
    assert (mail.to_address, mail.kind, mail.about) == ("anna@example.org", "events.enrolment", f"enrolment:{made.pk}")
    assert re.search(r"/events/enrolment/[\w-]{43}/", mail.text)
    assert mail.subject.startswith("Вы зарегистрированы")


def test_enrol_guest_again_gets_the_same_letter_and_changes_nothing(event: Event, at: datetime) -> None:
    first = come(event, at)

    second = come(event, at, name="Чужое Имя")

    assert (second.pk, second.name, event.enrolments.count()) == (first.pk, "Тополева Анна Петровна", 1)
    assert len(deeds(first)) == 1
    one, two = letters()
    assert one.text == two.text
    assert "Чужое" not in two.text


def test_enrol_guest_with_the_address_of_a_person_stays_a_guest(event: Event, at: datetime) -> None:
    person = PersonFactory(email="anna@example.org", password="x")

    made = come(event, at)

    assert made.person_id is None
    assert not event.enrolments.filter(person=person).exists()
    (mail,) = letters()
    assert "С этим адресом вы входите на сайт" in mail.text


def test_enrol_guest_again_after_withdrawing(event: Event, at: datetime) -> None:
    row = EnrolmentFactory(event=event, guest=True, guest_email="anna@example.org", state=State.WITHDRAWN)

    assert (come(event, at).pk, event.enrolments.get().state) == (row.pk, State.CONFIRMED)


def test_enrol_guest_to_a_full_event_is_refused_alike_for_known_and_unknown(event: Event, at: datetime) -> None:
    event.capacity, event.has_waiting_list = 1, False
    event.save()
    come(event, at)

    nothing_changes(lambda: come(event, at), enrolments.NoPlacesLeft)
    nothing_changes(lambda: come(event, at, email="new@example.org"), enrolments.NoPlacesLeft)


def test_enrol_guest_by_one_submission_makes_one(event: Event, at: datetime) -> None:
    key = uuid.uuid4()

    assert come(event, at, submission_key=key) == come(event, at, submission_key=key)


@pytest.mark.parametrize(
    ("how", "refusal"),
    [
        ({"name": "  "}, enrolments.GuestIsUnnamed),
        ({"email": ""}, enrolments.GuestIsUnnamed),
        ({"consent_text_id": None}, enrolments.GuestConsentMissing),
        ({"consent_text_id": 0}, enrolments.GuestConsentMissing),
    ],
)
def test_enrol_guest_without_name_address_or_consent_is_refused(
    event: Event, at: datetime, how: dict[str, Any], refusal: Any
) -> None:
    text_in_force()

    nothing_changes(lambda: come(event, at, **how), refusal)


@pytest.mark.parametrize(
    "values",
    [
        {"takes_guests": False},
        {"visibility": EventVisibility.MEMBERS},
        {"enrolment_mode": EnrolmentMode.INVITED},
    ],
)
def test_enrol_guest_where_none_are_taken_is_refused(event: Event, at: datetime, values: dict[str, Any]) -> None:
    text_in_force()
    Event.objects.filter(pk=event.pk).update(**values)

    nothing_changes(lambda: come(event, at), PermissionRefused)


def test_enrol_guest_after_the_closing_is_refused(event: Event, at: datetime) -> None:
    text_in_force()
    Event.objects.filter(pk=event.pk).update(enrolment_closes_at=at)

    nothing_changes(lambda: come(event, at), enrolments.EnrolmentClosed)


def test_a_robot_at_one_network_address_waits_longer_and_longer(event: Event, at: datetime) -> None:
    for number in range(41):
        come(event, at, email=f"robot{number}@example.org")

    nothing_changes(lambda: come(event, at, email="robot41@example.org"), MustWait)
    come(event, at, email="honest@example.org", place="10.0.0.8")
    come(event, at + timedelta(seconds=11), email="robot41@example.org")
    nothing_changes(lambda: come(event, at + timedelta(seconds=22), email="robot42@example.org"), MustWait)


def test_one_address_gets_a_few_letters_and_no_more(event: Event, at: datetime) -> None:
    for number in range(6):
        come(event, at, place=f"10.0.0.{number}")

    nothing_changes(lambda: come(event, at, place="10.0.0.99"), MustWait)


# By hand


def test_add_guest_by_hand_needs_neither_address_nor_an_open_registration(
    event: Event, head: Person, at: datetime
) -> None:
    Event.objects.filter(pk=event.pk).update(takes_guests=False, enrolment_closes_at=at)

    made = enrolments.add_guest(event.pk, fields=GuestFields("Вербина Ольга"), by=head, at=at)

    assert (made.state, made.guest_consent, made.registered_by_id) == (State.CONFIRMED, None, str(head.pk))
    assert letters() == []


def test_add_guest_known_unnamed_or_by_others_is_refused(
    event: Event, head: Person, member: Person, at: datetime
) -> None:
    EnrolmentFactory(event=event, guest=True, guest_email="anna@example.org")

    def add(by: Person, *fields: str) -> Any:
        return lambda: enrolments.add_guest(event.pk, fields=GuestFields(*fields), by=by, at=at)

    nothing_changes(add(head, "Вербина Анна", "Anna@example.org"), enrolments.AlreadyEnrolled)
    nothing_changes(add(head, " "), enrolments.GuestIsUnnamed)
    nothing_changes(add(member, "Вербина Анна"), PermissionRefused)
    Event.objects.filter(pk=event.pk).update(status="draft")
    nothing_changes(add(head, "Вербина Анна"), enrolments.EnrolmentClosed)


def test_a_full_way_of_coming_is_refused_in_the_same_words_for_known_and_unknown(event: Event, at: datetime) -> None:
    event.format, event.capacity, event.has_waiting_list = ItemFormat.MIXED, 1, False
    event.save()
    come(event, at, coming_as="onsite")
    said = []

    for email in ("anna@example.org", "vera@example.org"):
        with pytest.raises(enrolments.NoPlacesLeft) as refusal:
            come(event, at, email=email, coming_as="onsite")
        said.append(str(refusal.value))

    assert said[0] == said[1]


def test_an_option_without_places_is_refused_alike_for_known_and_unknown(
    event: Event, head: Person, at: datetime
) -> None:
    asked = create_questionnaire(ENROLMENT_USE, event.object_key, title="Вопросы", by=head, at=at)
    options = (OptionFields("Переплёт", 0), OptionFields("Каталог"))
    fields = QuestionFields(QuestionKind.SINGLE, "Секция", options=options)
    question = add_question(asked.pk, fields=fields, by=head, at=at)
    full, free = question.options.values_list("pk", flat=True)
    come(event, at, answers={question.pk: Value(option_ids=(free,))})

    for email in ("anna@example.org", "vera@example.org"):
        nothing_changes(
            lambda email=email: come(event, at, email=email, answers={question.pk: Value(option_ids=(full,))}),
            PlaceTaken,
        )
    again = come(event, at, answers={question.pk: Value(option_ids=(free,))})

    assert (again.event.enrolments.count(), Submission.objects.count()) == (1, 1)


def test_questions_of_registration_keep_to_whom_the_answers_belong(event: Event, head: Person, at: datetime) -> None:
    asked = create_questionnaire(ENROLMENT_USE, event.object_key, title="Вопросы", by=head, at=at)

    # Without a name each change of a registration would take one more place.
    nothing_changes(
        lambda: update_questionnaire(
            asked.pk, expected_version=asked.version, title="Вопросы", is_anonymous=True, by=head, at=at
        ),
        QuestionnaireWrong,
    )
