"""What events know of a person: given out, erased, moved when two cards become one, and moved back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from stellazh.associations.models import Association
from stellazh.common.actor import System
from stellazh.events.enums import AttendanceState, EnrolmentState, MarkSource, RowVerdict
from stellazh.events.models import (
    Attendance,
    AttendanceMark,
    AttendanceStanding,
    Enrolment,
    Event,
    LetterDelivery,
    RoomList,
    RoomListRow,
    Slot,
    Speaker,
)
from stellazh.events.models.letters import EventLetter
from stellazh.events.services.attendance_marks import Mark, Subject, put_mark
from stellazh.events.services.room_lists import ROOM_LIST_FILE
from stellazh.files.services import store_file
from stellazh.people.holders import holders
from stellazh.people.models import Person
from stellazh.people.services.erasure import erase_person
from stellazh.people.services.merging import merge_people, undo_merge
from tests.factories.events import AttendanceFactory, EnrolmentFactory, EventFactory
from tests.factories.people import PersonFactory

BY = System("проверка")
AFTER = datetime(2024, 10, 9, 9, 0, tzinfo=UTC)


@pytest.fixture
def person(db: None) -> Person:
    made: Any = PersonFactory(family_name="Озерова", given_name="Нина", patronymic="Львовна", email=None)
    return made  # type: ignore[no-any-return]


@pytest.fixture
def twin(db: None) -> Person:
    """The same woman entered twice."""
    made: Any = PersonFactory(family_name="Озёрова", given_name="Н", patronymic="Л", email=None)
    return made  # type: ignore[no-any-return]


@pytest.fixture
def event(association: Association) -> Event:
    made: Any = EventFactory(association=association, title="Читаем вместе")
    return made  # type: ignore[no-any-return]


def enrol(event: Event, person: Person | None, state: str = "confirmed", **fields: Any) -> Enrolment:
    queued = {"queued_at": event.announced_at} if state == EnrolmentState.WAITING else {}
    made: Any = EnrolmentFactory(event=event, person=person, state=state, **queued, **fields)
    return made  # type: ignore[no-any-return]


def mark(event: Event, person: Person, state: str, source: str = MarkSource.CODE, **fields: Any) -> Attendance:
    told = Mark(
        MarkSource(source), AttendanceState(state), key=f"{source}:{person.pk}", on=event.first_day,
        marked_at=event.starts_at, **fields,
    )  # fmt: skip
    return put_mark(event, Subject(person=person), told, by=BY, at=event.ends_at).attendance


def line(event: Event, person: Person, at: datetime, **fields: Any) -> RoomListRow:
    stored = store_file(b"x", name="room.csv", purpose=ROOM_LIST_FILE, by=BY, at=at)
    brought = RoomList.objects.create(
        event=event, file=stored, on=event.first_day, brought_at=at, brought_by="Ольхова В.И."
    )
    return RoomListRow.objects.create(
        room_list=brought, position=1, raw_name="Нина О", raw_email="nina@example.org", person=person,
        verdict=RowVerdict.MATCHED, **fields,
    )  # fmt: skip


def taken(person: Person, code: str) -> Any:
    return holders[code].export(person).value


def test_person_gets_everything_events_know_of_her(event: Event, person: Person, at: datetime) -> None:
    enrol(event, person, organisation_name="Школа № 1")
    mark(event, person, "online", note="с телефона", minutes=40)
    line(event, person, at, minutes=40)
    Speaker.objects.create(slot=Slot.objects.create(event=event, title="Доклад"), person=person, name="Озерова Н. Л.")
    enrol(event, PersonFactory())

    told = taken(person, "events.participation")

    assert [(row["Мероприятие"], row["Состояние"], row["Школа"]) for row in told["Регистрации"]] == [
        ("Читаем вместе", "зарегистрирован", "Школа № 1")
    ]
    assert [row["Участие"] for row in told["Участие"]] == ["был онлайн"]
    assert told["Участие"][0]["Отметки"] == [
        {
            "Откуда известно": "код на встрече", "Состояние": "был онлайн", "Когда": "08.10.2024 14:00", "Минут": 40,
            "Примечание": "с телефона", "Снята": False,
        }
    ]  # fmt: skip
    assert [(row["Имя"], row["Почта"], row["Минут"]) for row in told["Строки о вас в списках видеокомнат"]] == [
        ("Нина О", "nina@example.org", 40)
    ]
    assert taken(person, "events.speaking") == [
        {"Мероприятие": "Читаем вместе", "Тема": "Доклад", "Записано": "Озерова Н. Л."}
    ]


def test_erasing_leaves_the_count_and_takes_the_name(
    association: Association, event: Event, person: Person, at: datetime
) -> None:
    enrolment = enrol(event, person, organisation_name="Школа № 1", territory=association.territory, is_name_shown=True)
    mark(event, person, "excused", MarkSource.HAND, note="болеет")
    row = line(event, person, at)
    other = enrol(event, PersonFactory(), registered_by_id=str(person.pk), registered_by_name="Озерова Н.Л.")
    letter = EventLetter.objects.create(event=event, kind="free", subject="x", text="x", made_at=at)
    sent = LetterDelivery.objects.create(letter=letter, enrolment=enrolment, address="nina@example.org")
    speaker = Speaker.objects.create(
        slot=Slot.objects.create(event=event, title="Доклад"), person=person, name="Озерова Н. Л.", post="библиотекарь",
        organisation_name="Школа № 1",
    )  # fmt: skip

    report = erase_person(person.pk, by=BY, at=AFTER).report

    attendance = Attendance.objects.get(person=person)
    for one in (enrolment, row, other, sent, speaker):
        one.refresh_from_db()
    assert (attendance.name, attendance.reason, attendance.organisation_name, attendance.territory_id) == (
        "Участник", "", "Школа № 1", association.territory_id,
    )  # fmt: skip
    assert (attendance.state, attendance.marks.get().note) == ("excused", "")
    assert (enrolment.name, enrolment.state, enrolment.is_name_shown) == ("Участник", "confirmed", False)
    assert (row.raw_name, row.raw_email) == ("Участник", "")
    assert (other.registered_by_name, sent.address) == (f"Удалённая карточка № {person.pk}", "")
    assert (speaker.name, speaker.post, speaker.person_id, speaker.organisation_name) == (
        "Выступающий", "", None, "Школа № 1",
    )  # fmt: skip
    told = {one["label"]: (one["count"], one["kept_count"]) for one in report}
    assert told["Сведения о том, что в мероприятии был ещё один участник"] == (0, 1)
    assert told["Строки о вас в списках видеокомнат"] == (1, 0)
    assert told["Имя и должность в программах мероприятий"] == (1, 0)


def test_erasing_gives_the_place_to_whoever_waits(association: Association, person: Person, at: datetime) -> None:
    event: Any = EventFactory(association=association, capacity=1)
    mine, next_one = enrol(event, person), enrol(event, PersonFactory(), "waiting")
    held = enrol(EventFactory(association=association, held=True), person)

    report = erase_person(person.pk, by=BY, at=at).report

    states = [Enrolment.objects.get(pk=one.pk).state for one in (mine, next_one, held)]
    assert states == ["withdrawn", "confirmed", "confirmed"]
    assert {one["label"]: one["count"] for one in report}["Регистрации на будущие мероприятия"] == 1


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """All that merging may touch, row by row."""
    return {
        "enrolments": list(
            Enrolment.objects.order_by("pk").values_list("pk", "person", "state", "reason", "queued_at")
        ),
        "attendances": list(
            Attendance.objects.order_by("pk").values_list("pk", "person", "guest_key", "enrolment", "state", "reason")
        ),
        "standings": list(AttendanceStanding.objects.order_by("pk").values_list("attendance", "state", "until_at")),
        "marks": list(AttendanceMark.objects.order_by("pk").values_list("pk", "attendance", "withdrawn_at")),
        "speakers": list(Speaker.objects.order_by("pk").values_list("pk", "person")),
        "lines": list(RoomListRow.objects.order_by("pk").values_list("pk", "person")),
    }


def merged(person: Person, twin: Person) -> Any:
    return merge_people(person.pk, twin.pk, by=BY, at=AFTER)


def test_merging_moves_what_only_the_other_card_has(event: Event, person: Person, twin: Person, at: datetime) -> None:
    enrol(event, twin)
    mark(event, twin, "present")
    line(event, twin, at)
    slots = [Slot.objects.create(event=event, title=title) for title in ("Доклад", "Вдвоём")]
    for slot in slots:
        Speaker.objects.create(slot=slot, person=twin, name="Озёрова Н.Л.")
    Speaker.objects.create(slot=slots[1], person=person, name="Озерова Н.Л.")
    before = everything()

    merge = merged(person, twin)

    assert Enrolment.objects.get().person == person
    assert Attendance.objects.get().person == person
    assert RoomListRow.objects.get().person == person
    assert sorted(Speaker.objects.values_list("slot__title", "person")) == sorted(
        [("Доклад", person.pk), ("Вдвоём", twin.pk), ("Вдвоём", person.pk)]
    )
    assert undo_merge(merge.pk, by=BY, at=AFTER) == 0
    assert everything() == before


@pytest.mark.parametrize(
    ("ours", "theirs", "kept"),
    [
        ("confirmed", "confirmed", "confirmed"),
        ("waiting", "confirmed", "confirmed"),
        ("confirmed", "waiting", "confirmed"),
        ("withdrawn", "pending", "pending"),
        ("invited", "waiting", "waiting"),
        ("rejected", "withdrawn", "rejected"),
    ],
)
def test_merging_keeps_the_stronger_of_two_registrations(
    ours: str, theirs: str, kept: str, event: Event, person: Person, twin: Person
) -> None:
    enrol(event, person, ours)
    enrol(event, twin, theirs)
    before = everything()

    merge = merged(person, twin)

    assert Enrolment.objects.get(person=person).state == kept
    assert Enrolment.objects.get(person=twin).state in ("withdrawn", "rejected")
    assert event.enrolments.coming().count() == (1 if kept == "confirmed" else 0)
    assert undo_merge(merge.pk, by=BY, at=AFTER) == 0
    assert everything() == before


@pytest.mark.parametrize(
    ("ours", "theirs", "state"),
    [
        (("online", MarkSource.CODE), ("present", MarkSource.TICKET), "present"),
        (("present", MarkSource.CODE), ("late", MarkSource.RECORDING), "present"),
        (("late", MarkSource.RECORDING), ("present", MarkSource.PAPER), "present"),
        (("present", MarkSource.CODE), ("excused", MarkSource.HAND), "excused"),
        (("excused", MarkSource.HAND), ("present", MarkSource.CODE), "excused"),
    ],
)
def test_merging_makes_one_attendance_of_the_marks_of_both(
    ours: tuple[str, str],
    theirs: tuple[str, str],
    state: str,
    event: Event,
    person: Person,
    twin: Person,
) -> None:
    enrol(event, person)
    enrol(event, twin)
    mark(event, person, *ours)
    mark(event, twin, *theirs)
    before = everything()

    merge = merged(person, twin)

    kept = Attendance.objects.get(person=person)
    assert (kept.state, kept.marks.count(), kept.enrolment) == (state, 2, Enrolment.objects.get(person=person))
    weaker = Attendance.objects.get(person=twin)
    assert (weaker.state, weaker.marks.count()) == ("absent", 0)
    standing = AttendanceStanding.objects.filter(until_at=None)
    assert list(standing.values_list("attendance", "state")) == [(kept.pk, state)]
    assert undo_merge(merge.pk, by=BY, at=AFTER) == 0
    assert everything() == before


def test_attendance_follows_the_registration_that_stayed(event: Event, person: Person, twin: Person) -> None:
    enrol(event, person, "waiting")
    stronger = enrol(event, twin, "confirmed")
    attendance = mark(event, person, "present")
    before = everything()

    merge = merged(person, twin)

    attendance.refresh_from_db()
    assert (attendance.person, attendance.enrolment_id) == (person, stronger.pk)
    assert undo_merge(merge.pk, by=BY, at=AFTER) == 0
    assert everything() == before


def test_merging_leaves_other_events_and_people_alone(event: Event, person: Person, twin: Person) -> None:
    other: Any = PersonFactory()
    enrol(event, other)
    AttendanceFactory(event=event, person=other)
    EventFactory(association=event.association, starts_at=event.starts_at + timedelta(days=1))
    before = everything()

    merged(person, twin)

    assert everything() == before
