"""How long guests are known."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from stellazh.associations.models import Association
from stellazh.common.actor import System
from stellazh.events.feedback_questions import FEEDBACK_USE
from stellazh.events.models import Attendance, AttendanceMark, Enrolment, Event, RoomList, RoomListRow
from stellazh.events.retention import forget_guest_contacts, forget_guest_names, forget_room_lists
from stellazh.events.services.room_lists import ROOM_LIST_FILE
from stellazh.files.services import open_file, store_file
from stellazh.people.models import Person
from stellazh.questionnaires.enums import QuestionKind
from stellazh.questionnaires.models import Answer
from stellazh.questionnaires.services import add_question, create_questionnaire, submit
from stellazh.questionnaires.values import QuestionFields, Respondent, Value
from tests.factories.events import AttendanceFactory, EnrolmentFactory, EventFactory
from tests.factories.people import PersonFactory

BY = System("проверка")
YEAR = timedelta(days=365)
DAY = timedelta(days=1)


@pytest.fixture
def event(association: Association) -> Event:
    made: Any = EventFactory(association=association)
    return made  # type: ignore[no-any-return]


def guest(event: Event, email: str = "anna@example.org", **fields: Any) -> Enrolment:
    made: Any = EnrolmentFactory(
        event=event, guest=True, guest_email=email, guest_phone="+7 900 000-00-00", guest_place="10.0.0.1", **fields
    )
    return made  # type: ignore[no-any-return]


def came(event: Event, key: str, **fields: Any) -> Attendance:
    made: Any = AttendanceFactory(event=event, person=None, guest_key=key, **fields)
    return made  # type: ignore[no-any-return]


def test_contacts_of_guests_go_a_year_after_the_event(association: Association, event: Event) -> None:
    enrolment = guest(event, organisation_name="Школа № 1", territory=association.territory)
    own: Any = EnrolmentFactory(event=event, person=PersonFactory())

    early = forget_guest_contacts(event.ends_at + YEAR - DAY)
    count = forget_guest_contacts(event.ends_at + YEAR + DAY)

    enrolment.refresh_from_db()
    assert (early, count) == (0, 1)
    assert (enrolment.guest_email, enrolment.guest_phone, enrolment.guest_place) == ("", "", "")
    assert (enrolment.name, enrolment.organisation_name, enrolment.territory) == (
        "Тополева Анна Петровна", "Школа № 1", association.territory,
    )  # fmt: skip
    assert Enrolment.objects.get(pk=own.pk).name == own.name
    assert forget_guest_contacts(event.ends_at + YEAR + DAY) == 0


def test_named_feedback_of_guests_goes_with_their_contacts(event: Event, head: Person, at: datetime) -> None:
    enrolment = guest(event)
    asked = create_questionnaire(FEEDBACK_USE, event.object_key, title="Отзыв", by=head, at=at)
    question = add_question(
        asked.pk, fields=QuestionFields(QuestionKind.TEXT, "Что возьмёте в работу?"), by=head, at=at
    )
    submit(
        asked.pk,
        respondent=Respondent(f"enrolment:{enrolment.pk}"),
        values={question.pk: Value(text="Карту читателя")},
        by=head,
        at=at,
    )

    forget_guest_contacts(event.ends_at + YEAR + DAY)

    assert [answer.text for answer in Answer.objects.filter(question=question)] in ([], [""])


def test_a_guest_of_two_events_stays_one_guest(association: Association, event: Event) -> None:
    other: Any = EventFactory(association=association)
    enrolment = guest(event)
    rows = [
        came(event, f"enrolment:{enrolment.pk}", enrolment=enrolment),
        came(other, "email:Anna@example.org"),
        came(other, "email:vera@example.org"),
        came(other, "name:липина анна"),
    ]

    forget_guest_contacts(event.ends_at + YEAR + DAY)

    keys = [Attendance.objects.get(pk=row.pk).guest_key for row in rows]
    assert keys[0] == keys[1] != keys[2]
    assert [key.partition(":")[0] for key in keys] == ["was", "was", "was", "name"]
    assert not any("@" in key for key in keys)


def test_one_address_twice_at_one_event_is_forgotten_too(event: Event) -> None:
    enrolment = guest(event)
    came(event, f"enrolment:{enrolment.pk}", enrolment=enrolment)
    came(event, "email:anna@example.org")

    forget_guest_contacts(event.ends_at + YEAR + DAY)

    keys = list(Attendance.objects.values_list("guest_key", flat=True))
    assert [key.partition(":")[0] for key in keys] == ["was", "was"]
    assert len(set(keys)) == 2


def test_names_of_guests_go_five_years_after_the_event(event: Event) -> None:
    enrolment = guest(event, registered_by_kind="guest", registered_by_name="Тополева А. П.")
    invited: Any = guest(event, "vera@example.org", registered_by_kind="person", registered_by_name="Ольхова В.И.")
    attendance = came(event, "name:тополева анна", name="Тополева Анна", organisation_name="Школа № 1")
    at = event.ends_at
    AttendanceMark.objects.create(
        attendance=attendance, source="paper", state="present", key="x", on=event.first_day, marked_at=at,
        recorded_at=at, recorded_by_kind="link", recorded_by_name="Тополева А. П.", note="опоздала",
    )  # fmt: skip
    person: Any = AttendanceFactory(event=event)

    early = forget_guest_names(event.ends_at + 5 * YEAR - DAY)
    count = forget_guest_names(event.ends_at + 5 * YEAR + DAY)

    for row in (enrolment, invited, attendance):
        row.refresh_from_db()
    mark = attendance.marks.get()
    assert (early, count) == (0, 3)
    assert (enrolment.name, enrolment.registered_by_name) == ("Гость", "Гость")
    assert (invited.name, invited.registered_by_name) == ("Гость", "Ольхова В.И.")
    assert (attendance.name, attendance.organisation_name, attendance.guest_key) == (
        "Гость", "Школа № 1", f"was:{attendance.pk}",
    )  # fmt: skip
    assert (mark.note, mark.recorded_by_name, mark.state) == ("", "Гость", "present")
    assert Attendance.objects.get(pk=person.pk).name == person.name
    assert forget_guest_names(event.ends_at + 5 * YEAR + DAY) == 0


def test_lists_of_video_rooms_go_a_year_after_they_were_brought(event: Event, at: datetime) -> None:
    stored = store_file(b"Anna;anna@example.org", name="room.csv", purpose=ROOM_LIST_FILE, by=BY, at=at)
    brought = RoomList.objects.create(event=event, file=stored, on=event.first_day, brought_at=at)
    row = RoomListRow.objects.create(
        room_list=brought, position=1, raw_name="Анна", raw_email="anna@example.org", minutes=40, candidates=[1]
    )

    early = forget_room_lists(at + YEAR - DAY)
    count = forget_room_lists(at + YEAR + DAY)

    brought.refresh_from_db()
    row.refresh_from_db()
    assert (early, count, forget_room_lists(at + YEAR + DAY)) == (0, 1, 0)
    assert (row.raw_name, row.raw_email, row.minutes, row.candidates) == ("Имя удалено", "", 40, [])
    with open_file(brought.file) as content:
        assert content.read().decode() == "Файл удалён: срок его хранения прошёл."
