"""Events made and changed: exact effects, every refusal, two at once."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from stellazh.associations.models import Association
from stellazh.common.actor import Guest, System
from stellazh.common.errors import ChangedMeanwhile, DomainError, PermissionRefused
from stellazh.common.uniqueness import FormSentTwice
from stellazh.events import moments, services
from stellazh.events.models import Event
from stellazh.events.services import EventFields
from stellazh.people.models import Person
from tests.checks import at_once, deeds, nothing_changes
from tests.events.core.conftest import ENDS, STARTS, fields
from tests.factories.events import EnrolmentFactory, EventFactory


def create(association: Association, by: Any, at: datetime, **changes: Any) -> Event:
    key = changes.pop("submission_key", None)
    parent = changes.pop("parent_id", None)
    return services.create_event(
        association.pk, fields=fields(**changes), parent_id=parent, submission_key=key, by=by, at=at
    )


def update(event: Event, by: Any, at: datetime, **changes: Any) -> Event:
    values = {name: getattr(EventFields.of(event), name) for name in EventFields.__dataclass_fields__}
    return services.update_event(
        event.pk,
        expected_version=changes.pop("expected_version", event.version),
        fields=EventFields(**{**values, **changes}),
        by=by,
        at=at,
    )


def test_create_event_makes_a_draft_of_its_school_year(head: Person, association: Association, at: datetime) -> None:
    made = create(association, head, at, title=" Читаем вместе ", number=1, capacity=30)

    assert (made.title, made.status, made.school_year, made.number, made.version) == (
        "Читаем вместе",
        "draft",
        2024,
        1,
        1,
    )
    assert (made.starts_at, made.ends_at, made.created_at, made.announced_at) == (STARTS, ENDS, at, None)
    [(deed, who, changes)] = deeds(made)
    assert (deed, who) == ("event_created", str(head.pk))
    assert changes["Начало"] == ["", "8 октября 2024 г., 14:00"]
    assert changes["Мест"] == ["", "30"]


def test_create_event_reckons_the_year_where_the_association_is(
    head: Person, association: Association, at: datetime
) -> None:
    association.time_zone = "Asia/Krasnoyarsk"
    association.save()

    # 1 August there, 31 July in UTC.
    begins = datetime(2025, 7, 31, 18, 0, tzinfo=UTC)
    made = create(association, head, at, starts_at=begins, ends_at=begins + timedelta(hours=1))

    assert made.school_year == 2025


def test_whole_days_go_from_the_first_moment_to_the_last(head: Person, association: Association, at: datetime) -> None:
    made = create(association, head, at, is_all_day=True, ends_at=ENDS + timedelta(days=2))

    made.refresh_from_db()
    assert made.starts_at == datetime(2024, 10, 7, 21, 0, tzinfo=UTC)
    assert made.ends_at == datetime(2024, 10, 10, 20, 59, 59, tzinfo=UTC)
    assert (made.first_day.day, made.last_day.day) == (8, 10)


def test_create_event_twice_with_one_key_makes_one(
    head: Person, association: Association, neighbour: Association, stranger: Person, at: datetime
) -> None:
    key = uuid.uuid4()

    made = [create(association, head, at, submission_key=key).pk for _ in "ab"]

    assert made[0] == made[1]
    assert Event.objects.count() == 1
    nothing_changes(lambda: create(neighbour, stranger, at, submission_key=key), FormSentTwice)


@pytest.mark.django_db(transaction=True)
def test_two_meetings_at_once_do_not_get_one_number(head: Person, association: Association, at: datetime) -> None:
    found = at_once(lambda: create(association, head, at, number=3).full_title)

    assert sorted(found) == ["NumberTaken", "Заседание №\xa03. Читаем вместе"]
    assert Event.objects.count() == 1


def test_only_keepers_make_events(
    member: Person, stranger: Person, region_head: Person, association: Association, at: datetime
) -> None:
    for actor in (member, stranger, region_head, Guest()):
        nothing_changes(lambda actor=actor: create(association, actor, at), PermissionRefused)


def test_closed_association_makes_no_events(head: Person, association: Association, at: datetime) -> None:
    association.archived_at = at
    association.save()

    nothing_changes(lambda: create(association, head, at), PermissionRefused, "Объединение закрыто")


@pytest.mark.parametrize(
    ("changes", "refusal", "words"),
    [
        ({"title": " "}, services.TextMissing, "как называется"),
        ({"title": "я" * 301}, services.TextTooLong, "«Название»: не более 300 знаков, а набрано 301"),
        ({"description": "я" * 20_001}, services.TextTooLong, "«Подробно»"),
        ({"ends_at": STARTS - timedelta(minutes=1)}, services.WrongTimes, "заканчивается раньше"),
        ({"ends_at": STARTS + timedelta(days=400)}, services.WrongTimes, "больше года"),
        ({"starts_at": STARTS.replace(year=1924)}, services.WrongTimes, "больше года"),
        (
            {"starts_at": STARTS.replace(year=1924), "ends_at": ENDS.replace(year=1924)},
            services.WrongTimes,
            "Проверьте год",
        ),
        (
            {"enrolment_opens_at": STARTS, "enrolment_closes_at": STARTS},
            services.EnrolmentTimesCrossed,
            "раньше, чем открывается",
        ),
        ({"room_url": "javascript:alert(1)"}, services.UnsafeAddress, "https://"),
        ({"room_url": "ftp://example.org/"}, services.UnsafeAddress, "https://"),
        ({"room_url": "example.org/room"}, services.UnsafeAddress, "https://"),
        ({"room_url": "https://exa mple.org/"}, services.UnsafeAddress, "https://"),
        ({"form": "ball"}, services.TextMissing, "«Форма»"),
        ({"format": ""}, services.TextMissing, "«Формат»"),
        ({"level": "galactic"}, services.TextMissing, "«Уровень»"),
        ({"visibility": "secret"}, services.TextMissing, "«Кому видно»"),
        ({"number": 0}, services.WrongNumber, "«Номер в году»: от 1 до 999"),
        ({"capacity": 0}, services.WrongNumber, "«Мест»"),
        ({"capacity_online": 10**9}, services.WrongNumber, "«Мест онлайн»"),
        ({"room_opens_minutes": -1}, services.WrongNumber, "Открыть ссылку"),
    ],
)  # fmt: skip
def test_wrong_fields_are_refused(
    head: Person, association: Association, event: Event, at: datetime, changes: dict[str, Any],
    refusal: type[DomainError], words: str,
) -> None:  # fmt: skip
    nothing_changes(lambda: create(association, head, at, **changes), refusal, words)
    nothing_changes(lambda: update(event, head, at, **changes), refusal, words)


def test_update_event_keeps_every_changed_field(head: Person, event: Event, at: datetime) -> None:
    heard: list[Any] = []
    hook = moments.Hook("tests.changes", lambda *told: heard.append(told))
    moments.on_changed.add(hook)
    try:
        later = STARTS + timedelta(days=1)
        saved = update(
            event, head, at, title="Новое", starts_at=later, ends_at=later, takes_guests=True, age_mark="12+"
        )
    finally:
        moments.on_changed._entries.pop("tests.changes")

    assert (saved.title, saved.version, saved.updated_at) == ("Новое", 2, at)
    [(deed, _, changes)] = deeds(event)
    assert deed == "event_updated"
    assert changes == {
        "Название": ["Читаем вместе", "Новое"],
        "Начало": ["8 октября 2024 г., 14:00", "9 октября 2024 г., 14:00"],
        "Окончание": ["8 октября 2024 г., 16:00", "9 октября 2024 г., 14:00"],
        "Регистрировать гостей без учётной записи": ["нет", "да"],
        "Возрастная отметка": ["", "12+"],
    }
    [(told, told_changes, by, told_at)] = heard
    assert (told.pk, by, told_at) == (event.pk, head, at)
    assert told_changes["starts_at"] == (STARTS, later)


def test_update_event_with_equal_fields_changes_nothing(head: Person, event: Event, at: datetime) -> None:
    assert update(event, head, at).version == 1
    assert deeds(event) == []


def test_update_event_of_somebody_faster_shows_both_texts(head: Person, event: Event, at: datetime) -> None:
    update(event, head, at, title="Первая")

    with pytest.raises(ChangedMeanwhile) as clash:
        update(event, head, at, title="Вторая", expected_version=1)

    assert (clash.value.theirs, clash.value.mine) == ({"Название": "Первая"}, {"Название": "Вторая"})
    event.refresh_from_db()
    assert event.title == "Первая"


def test_only_keepers_change_events(
    member: Person, stranger: Person, region_head: Person, event: Event, at: datetime
) -> None:
    for actor in (member, stranger, region_head, Guest()):
        nothing_changes(lambda actor=actor: update(event, actor, at, title="Чужое"), PermissionRefused)


def test_archived_event_is_not_changed(head: Person, event: Event, at: datetime) -> None:
    services.archive_event(event.pk, by=head, at=at)
    event.refresh_from_db()

    nothing_changes(lambda: update(event, head, at, title="Иное"), PermissionRefused, "в архиве")


def test_taken_number_is_refused_with_the_free_one(head: Person, association: Association, at: datetime) -> None:
    create(association, head, at, number=1)
    second = create(association, head, at, number=2)

    words = "№ 1 в 2024/2025 учебном году уже есть: «Читаем вместе», 8 октября. Свободен № 3."
    nothing_changes(lambda: create(association, head, at, number=1), services.NumberTaken, words)
    nothing_changes(lambda: update(second, head, at, number=1), services.NumberTaken, words)
    # Another form and another year count by themselves.
    assert create(association, head, at, number=1, form="webinar").number == 1
    later = timedelta(days=365)
    assert create(association, head, at, number=1, starts_at=STARTS + later, ends_at=ENDS + later).school_year == 2025


def test_places_do_not_fall_below_those_who_hold_them(head: Person, event: Event, at: datetime) -> None:
    EnrolmentFactory.create_batch(3, event=event)
    EnrolmentFactory(event=event, waiting=True)

    words = "«Мест»: уже зарегистрированы 3 человека"
    nothing_changes(lambda: update(event, head, at, capacity=2), services.FewerPlacesThanPeople, words)
    assert update(event, head, at, capacity=3).capacity == 3


def test_places_of_a_mixed_event_are_counted_apart(head: Person, event: Event, at: datetime) -> None:
    EnrolmentFactory(event=event, coming_as="onsite")
    EnrolmentFactory.create_batch(2, event=event, coming_as="online")

    mixed = {"format": "mixed", "capacity": 1}
    refusal = services.FewerPlacesThanPeople
    nothing_changes(lambda: update(event, head, at, **mixed, capacity_online=1), refusal, "«Мест онлайн»")
    nothing_changes(lambda: update(event, head, at, format="onsite", capacity=2), refusal, "уже зарегистрированы 3")
    assert update(event, head, at, **mixed, capacity_online=2).capacity_online == 2


def test_more_people_than_places_do_not_hold_up_other_changes(head: Person, event: Event, at: datetime) -> None:
    EnrolmentFactory.create_batch(3, event=event)
    Event.objects.filter(pk=event.pk).update(capacity=1)
    event.refresh_from_db()

    assert update(event, head, at, title="Иначе").title == "Иначе"
    event.refresh_from_db()
    assert update(event, head, at, capacity=2).capacity == 2


def test_part_stands_under_its_umbrella(head: Person, event: Event, association: Association, at: datetime) -> None:
    part = create(association, head, at, parent_id=event.pk)

    assert part.parent == event
    assert list(event.children.all()) == [part]


def test_wrong_umbrellas_are_refused(
    head: Person, event: Event, association: Association, neighbour: Association, at: datetime
) -> None:
    part = create(association, head, at, parent_id=event.pk)
    elsewhere: Any = EventFactory(association=neighbour)

    for parent_id in (part.pk, elsewhere.pk, 0):
        nothing_changes(
            lambda parent_id=parent_id: create(association, head, at, parent_id=parent_id), services.WrongUmbrella
        )
    Event.objects.filter(pk=event.pk).update(archived_at=at)
    nothing_changes(lambda: create(association, head, at, parent_id=event.pk), PermissionRefused, "в архиве")


def test_system_may_everything(association: Association, at: datetime) -> None:
    assert create(association, System("тест"), at).status == "draft"


@pytest.mark.parametrize(
    "values",
    [
        {"title": ""},
        {"ends_at": STARTS - timedelta(seconds=1)},
        {"enrolment_opens_at": STARTS, "enrolment_closes_at": STARTS},
        {"status": "cancelled"},
        {"number": 0},
    ],
)
def test_database_refuses_what_makes_no_sense(event: Event, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(**values)


def test_database_refuses_a_number_twice_and_a_key_twice(event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(number=1, submission_key=(key := uuid.uuid4()))

    for values in ({"number": 1}, {"submission_key": key}):
        with pytest.raises(IntegrityError), transaction.atomic():
            EventFactory(association=event.association, **values)
    assert EventFactory(association=event.association, number=1, cancelled=True).pk
