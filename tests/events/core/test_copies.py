"""Events made in the likeness of others, series of them, what they take along."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from stellazh.associations.models import Association
from stellazh.common.actor import Guest
from stellazh.common.errors import PermissionRefused
from stellazh.events import services
from stellazh.events.cloning import CloneWhat
from stellazh.events.enrolment_questions import ENROLMENT_USE
from stellazh.events.models import Event, EventLetter, EventSeries, Material, MaterialVersion, Slot, Speaker
from stellazh.events.repeating import Repetition, Rhythm, days_of, shifted
from stellazh.people.models import Person
from stellazh.questionnaires.models import Questionnaire
from stellazh.questionnaires.services import create_questionnaire
from tests.checks import at_once, deeds, nothing_changes
from tests.events.core.conftest import AFTER, ENDS, STARTS
from tests.factories.events import AttendanceFactory, EnrolmentFactory, EventFactory
from tests.factories.members import MembershipFactory
from tests.factories.people import PersonFactory

ALL = CloneWhat(materials=True)
NOTHING = CloneWhat(
    programme=False, speakers=False, enrolment=False, questions=False, feedback=False, letters=False, parts=False
)
MONTH_LATER = datetime(2024, 11, 12, 12, 0, tzinfo=UTC)


def clone(event: Event, by: Any, at: datetime, what: CloneWhat = ALL, **changes: Any) -> Event:
    values: dict[str, Any] = {"starts_at": MONTH_LATER, "submission_key": None, **changes}
    return services.clone_event(event.pk, what=what, by=by, at=at, **values)


@pytest.fixture
def full(event: Event, head: Person, at: datetime) -> Event:
    """An event with a programme, a material of two versions, a letter, questions, and a room for thirty."""
    Event.objects.filter(pk=event.pk).update(
        number=3, capacity=30, enrolment_closes_at=STARTS - timedelta(days=1), takes_guests=True
    )
    event.refresh_from_db()
    section = Slot.objects.create(event=event, title="Секция", kind="session", starts_at=STARTS, ends_at=ENDS)
    talk = Slot.objects.create(event=event, title="Доклад", parent=section, starts_at=STARTS + timedelta(minutes=30))
    Slot.objects.create(event=event, title="Убранное", archived_at=at)
    Speaker.objects.create(slot=talk, name="Кленова С. В.", post="методист")
    material = Material.objects.create(event=event, slot=talk, title="Слайды")
    for number in (1, 2):
        MaterialVersion.objects.create(
            material=material, number=number, url=f"https://example.org/{number}", added_at=at, added_by="Ольхова"
        )
    EventLetter.objects.create(
        event=event, kind="reminder", subject="Завтра", text="Ждём вас", minutes_before=1440,
        part={"states": ["confirmed"]}, made_at=at, made_by="Ольхова",
    )  # fmt: skip
    create_questionnaire(ENROLMENT_USE, event.object_key, title="При регистрации", by=head, at=at)
    return event


def test_clone_takes_everything_to_the_new_day(full: Event, head: Person, at: datetime) -> None:
    made = clone(full, head, at)

    made.refresh_from_db()
    assert (made.title, made.status, made.cloned_from, made.number, made.plan_item) == (
        "Читаем вместе",
        "draft",
        full,
        4,
        None,
    )
    assert (made.starts_at, made.ends_at) == (MONTH_LATER, MONTH_LATER + timedelta(hours=2))
    assert (made.capacity, made.takes_guests) == (30, True)
    assert made.enrolment_closes_at == MONTH_LATER - timedelta(days=1)
    section, talk = made.slots.order_by("pk")
    assert (section.title, talk.title, talk.parent) == ("Секция", "Доклад", section)
    assert (section.starts_at, talk.starts_at) == (MONTH_LATER, MONTH_LATER + timedelta(minutes=30))
    assert list(talk.speakers.values_list("name", "post")) == [("Кленова С. В.", "методист")]
    material = made.materials.get()
    assert (material.slot, [row.url for row in material.versions.all()]) == (talk, ["https://example.org/2"])
    letter = made.letters.get()
    assert (letter.subject, letter.state, letter.minutes_before) == ("Завтра", "draft", 1440)
    assert Questionnaire.objects.get(object_key=made.object_key).title == "При регистрации"
    assert deeds(made)[0][0] == "event_cloned"


def test_clone_leaves_what_is_not_asked_for(full: Event, head: Person, at: datetime) -> None:
    made = clone(full, head, at, NOTHING, title=" Иначе ")

    assert (made.title, made.capacity, made.takes_guests, made.enrolment_closes_at) == ("Иначе", None, False, None)
    for rows in (made.slots, made.materials, made.letters):
        assert not rows.exists()
    assert not Questionnaire.objects.filter(object_key=made.object_key).exists()


def test_clone_keeps_the_clock_on_the_wall(head: Person, association: Association, at: datetime) -> None:
    association.time_zone = "Europe/Berlin"
    association.save()
    event: Any = EventFactory(association=association)

    # The clocks go back on 27 October.
    made = clone(event, head, at, starts_at=datetime(2024, 11, 5, 14, 0, tzinfo=ZoneInfo("Europe/Berlin")))

    assert made.ends_at.astimezone(made.zone).strftime("%H:%M") == "16:00"
    summer = datetime(2024, 10, 20, 12, 0, tzinfo=UTC)
    assert shifted(summer, timedelta(weeks=2), ZoneInfo("Europe/Berlin")) == datetime(2024, 11, 3, 13, 0, tzinfo=UTC)


def test_clone_of_an_umbrella_takes_its_parts(event: Event, head: Person, at: datetime) -> None:
    EventFactory(association=event.association, parent=event, starts_at=STARTS + timedelta(days=1), title="Второй день")
    EventFactory(association=event.association, parent=event, archived_at=at)

    made = clone(event, head, at)

    part = made.children.get()
    assert (part.title, part.starts_at, part.status) == ("Второй день", MONTH_LATER + timedelta(days=1), "draft")
    assert not clone(event, head, at, NOTHING).children.exists()


def test_clone_twice_with_one_key_makes_one(event: Event, head: Person, at: datetime) -> None:
    key = uuid.uuid4()

    assert clone(event, head, at, submission_key=key).pk == clone(event, head, at, submission_key=key).pk


def test_clone_refusals(event: Event, head: Person, member: Person, stranger: Person, at: datetime) -> None:
    for actor in (member, stranger, Guest()):
        nothing_changes(lambda actor=actor: clone(event, actor, at), PermissionRefused)
    far = datetime(2300, 1, 1, tzinfo=UTC)
    nothing_changes(lambda: clone(event, head, at, starts_at=far), services.WrongTimes)
    nothing_changes(lambda: clone(event, head, at, title="я" * 301), services.TextTooLong)


def test_those_who_were_there_are_invited_again(
    event: Event, head: Person, association: Association, at: datetime
) -> None:
    people: Any = PersonFactory.create_batch(4)
    for person in people[:3]:
        MembershipFactory(person=person, association=association)
    EnrolmentFactory(event=event, person=people[0])
    EnrolmentFactory(event=event, person=people[1], state="withdrawn")
    AttendanceFactory(event=event, person=people[2])
    AttendanceFactory(event=event, person=people[3])
    made = clone(event, head, at)
    services.announce_event(made.pk, by=head, at=at)

    count = services.invite_same_people(made.pk, by=head, at=at)

    invited = made.enrolments.values_list("person", "state")
    assert count == 2
    assert sorted(invited) == sorted([(people[0].pk, "invited"), (people[2].pk, "invited")])
    assert services.invite_same_people(made.pk, by=head, at=at) == 0
    assert services.invite_same_people(event.pk, by=head, at=at) == 0


@pytest.mark.parametrize(
    ("first", "repetition", "days"),
    [
        (date(2024, 10, 8), Repetition(Rhythm.WEEK, times=3), ["08.10", "15.10", "22.10"]),
        (date(2024, 10, 8), Repetition(Rhythm.FORTNIGHT, until=date(2024, 11, 5)), ["08.10", "22.10", "05.11"]),
        # Every second Tuesday.
        (date(2024, 10, 8), Repetition(Rhythm.MONTH, times=4), ["08.10", "12.11", "10.12", "14.01"]),
        # The fifth Thursday is the last where there is no fifth.
        (date(2024, 10, 31), Repetition(Rhythm.MONTH, times=3), ["31.10", "28.11", "26.12"]),
        (date(2024, 10, 8), Repetition(Rhythm.WEEK, until=date(2024, 10, 7)), []),
    ],
)
def test_days_of_a_repetition(first: date, repetition: Repetition, days: list[str]) -> None:
    assert [f"{day:%d.%m}" for day in days_of(first, repetition)] == days


def series(event: Event, by: Any, at: datetime, key: uuid.UUID | None = None, **changes: Any) -> EventSeries:
    repetition = Repetition(**{"rhythm": Rhythm.WEEK, "times": 3, **changes})
    return services.make_series(event.pk, repetition=repetition, what=ALL, submission_key=key, by=by, at=at)


def test_series_continues_days_and_numbers(full: Event, head: Person, at: datetime) -> None:
    made = series(full, head, at)

    rows = list(made.events.order_by("starts_at").values_list("number", "starts_at", "status"))
    assert rows == [
        (3, STARTS, "announced"),
        (4, STARTS + timedelta(weeks=1), "draft"),
        (5, STARTS + timedelta(weeks=2), "draft"),
    ]
    assert made.title == "Читаем вместе"
    assert deeds(full)[-1][2] == {"Дни": ["", "08.10.2024, 15.10.2024, 22.10.2024"]}
    assert Slot.objects.filter(event__series=made, title="Доклад").count() == 3


def test_numbers_of_a_series_begin_anew_with_the_year(full: Event, head: Person, at: datetime) -> None:
    made = series(full, head, at, rhythm=Rhythm.MONTH, times=12)

    assert list(made.events.order_by("starts_at").values_list("number", flat=True)) == [*range(3, 13), 1, 2]


def test_series_refusals(event: Event, head: Person, member: Person, stranger: Person, at: datetime) -> None:
    for actor in (member, stranger, Guest()):
        nothing_changes(lambda actor=actor: series(event, actor, at), PermissionRefused)
    for changes, words in (
        ({"times": None}, "до какого дня"),
        ({"times": 1}, "Повторять нечего"),
        ({"times": None, "until": date(2024, 10, 9)}, "Повторять нечего"),
        ({"times": 53}, "не больше 52"),
        ({"times": None, "until": date(2026, 1, 1)}, "не больше 52"),
    ):
        nothing_changes(lambda changes=changes: series(event, head, at, **changes), services.WrongRepetition, words)
    part: Any = EventFactory(association=event.association, parent=event)
    nothing_changes(lambda: series(part, head, at), services.WrongRepetition, "часть другого")
    key = uuid.uuid4()
    made = series(event, head, at, key)
    assert series(event, head, at, key) == made
    nothing_changes(lambda: series(event, head, at, uuid.uuid4()), services.WrongRepetition, "уже стоит в цикле")


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_series(event: Event, head: Person, at: datetime) -> None:
    found = at_once(lambda: series(event, head, at).title)

    assert sorted(found) == ["WrongRepetition", "Читаем вместе"]
    assert Event.objects.count() == 3


def test_drafts_of_a_series_are_announced_together(event: Event, head: Person, member: Person, at: datetime) -> None:
    made = series(event, head, at)
    nothing_changes(lambda: services.announce_series(made.pk, by=member, at=at), PermissionRefused)
    last = made.events.latest("starts_at")
    Event.objects.filter(pk=last.pk).update(place="")
    nothing_changes(lambda: services.announce_series(made.pk, by=head, at=at), services.NotReadyToAnnounce)
    Event.objects.filter(pk=last.pk).update(place="Зал")

    assert services.announce_series(made.pk, by=head, at=at) == 2
    assert set(made.events.values_list("status", flat=True)) == {"announced"}


def following(event: Event, by: Any, at: datetime, room_url: str = "https://example.org/room") -> int:
    return services.change_following(event.pk, title="Новое", place="Дом", room_url=room_url, by=by, at=at)


def test_this_and_the_following_change(event: Event, head: Person, at: datetime) -> None:
    made = series(event, head, at, times=4)
    _, second, third, fourth = made.events.order_by("starts_at")
    services.cancel_event(third.pk, reason="Праздник", by=head, at=at)

    assert following(second, head, at) == 2

    titles = [one.title for one in made.events.order_by("starts_at")]
    assert titles == ["Читаем вместе", "Новое", "Читаем вместе", "Новое"]
    fourth.refresh_from_db()
    assert (fourth.place, fourth.room_url) == ("Дом", "https://example.org/room")
    assert following(second, head, at) == 0


def test_following_refusals(event: Event, head: Person, member: Person, at: datetime) -> None:
    nothing_changes(lambda: following(event, head, at), services.WrongRepetition)
    series(event, head, at)
    nothing_changes(lambda: following(event, member, at), PermissionRefused)
    nothing_changes(lambda: following(event, head, at, "javascript:1"), services.UnsafeAddress)


def test_finished_event_of_a_series_stays_as_it_was(event: Event, head: Person, at: datetime) -> None:
    series(event, head, at)
    services.finish_event(event.pk, by=head, at=AFTER)

    assert following(event, head, AFTER) == 2
    event.refresh_from_db()
    assert event.title == "Читаем вместе"
