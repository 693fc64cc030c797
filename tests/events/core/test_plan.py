"""From an item of the plan to an event, and back: what a held event tells the plan."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from stellazh.associations.models import Association
from stellazh.common.actor import Guest
from stellazh.common.errors import PermissionRefused
from stellazh.events import services
from stellazh.events.enums import AttendanceState
from stellazh.events.models import Attendance, Event
from stellazh.people.models import Person
from stellazh.ui.shelf import book_size
from stellazh.workplans.models import ItemOutcome, Plan, PlanItem
from stellazh.workplans.services import withdraw_outcome
from tests.checks import deeds, nothing_changes
from tests.events.core.conftest import AFTER
from tests.factories.events import AttendanceFactory, EventFactory
from tests.factories.workplans import PlanItemFactory


def from_item(item: PlanItem, by: Any, at: datetime, key: uuid.UUID | None = None) -> Event:
    return services.create_event_from_item(item.pk, submission_key=key, by=by, at=at)


def test_event_is_filled_from_its_item(head: Person, item: PlanItem, at: datetime) -> None:
    made = from_item(item, head, at)

    assert (made.plan_item, made.status, made.title, made.form, made.number) == (
        item,
        "draft",
        "Читаем вместе",
        "seminar",
        None,
    )
    assert (made.place, made.format, made.audience) == ("Центральная библиотека", "mixed", "библиотекари")
    assert made.starts_at == datetime(2024, 10, 8, 11, 0, tzinfo=UTC)
    assert made.ends_at - made.starts_at == timedelta(hours=2)
    assert deeds(made)[0][0] == "event_created"


def test_one_click_twice_makes_one_event(head: Person, item: PlanItem, at: datetime) -> None:
    key = uuid.uuid4()

    assert from_item(item, head, at, key).pk == from_item(item, head, at, key).pk
    assert Event.objects.count() == 1


def test_meeting_gets_the_next_number_of_the_year(
    head: Person, item: PlanItem, association: Association, neighbour: Association, at: datetime
) -> None:
    EventFactory(association=association, number=2)
    EventFactory(association=association, number=7, cancelled=True)
    EventFactory(association=association, number=8, school_year=2023)
    EventFactory(association=neighbour, number=9)
    PlanItem.objects.filter(pk=item.pk).update(form="meeting")

    assert from_item(item, head, at).number == 3


@pytest.mark.parametrize(
    ("title", "form", "found"),
    [
        ("Заседание № 4. Читаем вместе", "other", ("meeting", 4, "Читаем вместе")),
        ("заседание №4: читаем вместе", "meeting", ("meeting", 4, "Читаем вместе")),
        ("Заседание № 4", "meeting", ("meeting", 4, "Заседание")),
        ("Семинар № 4 для всех", "webinar", ("webinar", None, "Семинар № 4 для всех")),
        ("Круглый стол № 2 – о чтении", "round_table", ("round_table", 2, "О чтении")),
        ("Школа № 4 читает", "other", ("other", None, "Школа № 4 читает")),
    ],
)
def test_heading_of_an_item_is_taken_apart(
    head: Person, item: PlanItem, at: datetime, title: str, form: str, found: tuple[str, int | None, str]
) -> None:
    PlanItem.objects.filter(pk=item.pk).update(title=title, form=form)

    made = from_item(item, head, at)

    assert (made.form, made.number, made.title) == found


def test_long_title_is_cut_at_a_word(head: Person, item: PlanItem, at: datetime) -> None:
    PlanItem.objects.filter(pk=item.pk).update(title="читаем " * 60)

    made = from_item(item, head, at)

    assert made.title.endswith("читаем…")
    assert len(made.title) <= 300


@pytest.mark.parametrize(
    ("term", "start", "end", "first", "last", "is_guessed"),
    [
        ("20–27 ноября 2024 г.", date(2024, 11, 20), date(2024, 11, 27), date(2024, 11, 20), date(2024, 11, 27), False),
        ("ноябрь 2024 г.", date(2024, 11, 1), date(2024, 11, 30), date(2024, 11, 1), date(2024, 11, 1), True),
        # The month goes on: not before today.
        ("сентябрь 2024 г.", date(2024, 9, 1), date(2024, 9, 30), date(2024, 9, 10), date(2024, 9, 10), True),
        # 1 February 2025 is a Saturday.
        ("февраль 2025 г.", date(2025, 2, 1), date(2025, 2, 28), date(2025, 2, 3), date(2025, 2, 3), True),
        ("до 25 января 2025 г.", None, date(2025, 1, 25), date(2025, 1, 25), date(2025, 1, 25), True),
        ("по мере необходимости", None, None, date(2024, 9, 10), date(2024, 9, 10), True),
        ("август 2024 г.", date(2024, 8, 1), date(2024, 8, 31), date(2024, 8, 31), date(2024, 8, 31), True),
    ],
)
def test_days_of_an_item_become_days_of_the_event(
    item: PlanItem, at: datetime, term: str, start: date | None, end: date | None, first: date, last: date,
    is_guessed: bool,
) -> None:  # fmt: skip
    item.term_raw, item.start, item.end, item.time = term, start, end, None

    proposal = services.propose_from_item(item, at=at)

    zone = proposal.fields.starts_at.tzinfo
    days = (proposal.fields.starts_at.date(), proposal.fields.ends_at.astimezone(zone).date())
    assert (days, proposal.is_day_guessed) == ((first, last), is_guessed)
    assert proposal.fields.is_all_day == (first != last)


def test_items_put_away_and_strangers_are_refused(
    item: PlanItem, head: Person, member: Person, stranger: Person, plan: Plan, at: datetime
) -> None:
    for actor in (member, stranger, Guest()):
        nothing_changes(lambda actor=actor: from_item(item, actor, at), PermissionRefused)
    PlanItem.objects.filter(pk=item.pk).update(archived_at=at)
    nothing_changes(lambda: from_item(item, head, at), services.ItemUnavailable)
    PlanItem.objects.filter(pk=item.pk).update(archived_at=None)
    Plan.objects.filter(pk=plan.pk).update(archived_at=at)
    nothing_changes(lambda: from_item(item, head, at), services.ItemUnavailable)


@pytest.fixture
def told(head: Person, item: PlanItem, association: Association) -> Event:
    """A held event of the item with two who were there, one who watched later and one who was absent."""
    event: Any = EventFactory(association=association, plan_item=item)
    for state in (*[AttendanceState.PRESENT, AttendanceState.ONLINE], AttendanceState.LATE, AttendanceState.ABSENT):
        AttendanceFactory(event=event, state=state)
    return services.finish_event(event.pk, by=head, at=AFTER)


def standing(item: PlanItem) -> list[tuple[int | None, str, str, date | None]]:
    rows = ItemOutcome.objects.filter(item=item, withdrawn_at=None)
    return list(rows.values_list("participation_count", "evidence", "evidence_url", "held_on"))


def test_finished_event_records_its_outcome(told: Event, item: PlanItem) -> None:
    item.refresh_from_db()
    assert item.status == "held"
    assert standing(item) == [(2, "список участников: 2 участия", f"/events/{told.pk}/", date(2024, 10, 8))]


def test_changed_marks_are_told_once(told: Event, item: PlanItem, head: Person, django_assert_num_queries: Any) -> None:
    AttendanceFactory(event=told)
    assert services.tell_plan(told, by=head, at=AFTER)
    assert [row[0] for row in standing(item)] == [3]

    # Nothing new: a count and a look, and the savepoint around them.
    with django_assert_num_queries(4):
        assert services.tell_plan(told, by=head, at=AFTER)
    assert ItemOutcome.objects.count() == 1


def test_telling_is_nothing_for_events_without_a_plan_or_not_held(
    event: Event, item: PlanItem, head: Person, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        assert not services.tell_plan(event, by=head, at=AFTER)
    event.plan_item = item
    with django_assert_num_queries(2):
        assert not services.tell_plan(event, by=head, at=AFTER)
    assert standing(item) == []


def test_whoever_may_not_tell_the_plan_marks_in_peace(told: Event, item: PlanItem) -> None:
    AttendanceFactory(event=told)

    assert not services.tell_plan(told, by=Guest(), at=AFTER)
    assert [row[0] for row in standing(item)] == [2]


def test_closed_plan_is_left_alone(told: Event, item: PlanItem, plan: Plan, head: Person) -> None:
    Plan.objects.filter(pk=plan.pk).update(status="closed")
    AttendanceFactory(event=told)
    told.refresh_from_db()

    assert not services.tell_plan(told, by=head, at=AFTER)
    assert services.reopen_event(told.pk, by=head, at=AFTER).status == "announced"
    assert [row[0] for row in standing(item)] == [2]


def test_taking_back_withdraws_the_outcome(told: Event, item: PlanItem, head: Person) -> None:
    services.reopen_event(told.pk, by=head, at=AFTER)

    item.refresh_from_db()
    assert (standing(item), item.status) == ([], "planned")
    services.finish_event(told.pk, by=head, at=AFTER)
    assert [row[0] for row in standing(item)] == [2]


def test_archiving_withdraws_and_restoring_tells_again(told: Event, item: PlanItem, head: Person) -> None:
    services.archive_event(told.pk, by=head, at=AFTER)
    assert standing(item) == []

    services.restore_event(told.pk, by=head, at=AFTER)
    assert [row[0] for row in standing(item)] == [2]


def test_outcome_withdrawn_in_the_plan_comes_back_with_the_next_mark(told: Event, item: PlanItem, head: Person) -> None:
    withdraw_outcome(ItemOutcome.objects.get().pk, by=head, at=AFTER)

    assert services.tell_plan(told, by=head, at=AFTER)
    assert [row[0] for row in standing(item)] == [2]


def test_two_events_of_one_item_are_added_up_on_the_shelf(
    told: Event, item: PlanItem, head: Person, association: Association, plan: Plan, client_for: Any
) -> None:
    second: Any = EventFactory(association=association, plan_item=item)
    AttendanceFactory.create_batch(30, event=second)
    services.finish_event(second.pk, by=head, at=AFTER)
    PlanItemFactory(plan=plan, start=date(2024, 10, 9), end=date(2024, 10, 9))

    page = client_for(head).get(f"/plans/{plan.pk}/").content.decode()

    assert Attendance.objects.counted().count() == 32
    assert book_size(32) > book_size(None)
    assert f'data-size="{book_size(32)}"' in page
