"""Withdrawing, moving up, deciding about many, changing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from stellazh.associations.models import Association
from stellazh.common.actor import Guest, LinkHolder
from stellazh.common.errors import ChangedMeanwhile, PermissionRefused
from stellazh.events import services as events
from stellazh.events.access.enrolments import ENROLMENT_LINK
from stellazh.events.enums import ComingAs, EnrolmentState, EventStatus
from stellazh.events.models import Enrolment, Event
from stellazh.events.services import enrolments
from stellazh.events.services.enrolments import Decision, EnrolmentChange, GuestFields
from stellazh.events.services.enrolments.telling import TELL, TELL_CANCELLED
from stellazh.events.services.locking import locked_event
from stellazh.jobs.models import Job
from stellazh.links.services import open_link
from stellazh.people.models import Person
from stellazh.workplans.enums import ItemFormat
from tests.checks import deeds, nothing_changes
from tests.factories.events import NOW, EnrolmentFactory, EventFactory

State = EnrolmentState


def told() -> list[tuple[str, list[int]]]:
    return [(job.arguments["news"], job.arguments["ids"]) for job in Job.objects.filter(name=TELL).order_by("pk")]


def bearer(enrolment: Enrolment) -> LinkHolder:
    return LinkHolder(1, ENROLMENT_LINK, "events.enrolment", str(enrolment.pk))


def state(enrolment: Enrolment) -> str:
    enrolment.refresh_from_db()
    return enrolment.state


def queue(event: Event, count: int) -> list[Enrolment]:
    """So many waiting, the latest made standing first in turn."""
    return [EnrolmentFactory(event=event, waiting=True, queued_at=NOW - timedelta(minutes=n)) for n in range(count)]


# Giving a place up


def test_withdraw_frees_the_place_for_the_first_in_turn(event: Event, at: datetime) -> None:
    event.capacity = 1
    event.save()
    held = EnrolmentFactory(event=event)
    later, first = queue(event, 2)

    made = enrolments.withdraw_enrolment(held.pk, reason=" Заболела\n дочь ", by=held.person, at=at)

    assert (made.state, made.reason, made.decided_at, made.version) == (State.WITHDRAWN, "Заболела дочь", at, 2)
    assert (state(first), first.decided_at, state(later)) == (State.CONFIRMED, at, State.WAITING)
    assert deeds(made) == [
        ("enrolment_withdrawn", str(held.person.pk), {"Состояние": ["зарегистрирован", "отказался"]})
    ]
    assert [deed[:2] for deed in deeds(first)] == [("enrolment_moved_up", "лист ожидания")]
    assert told() == [("moved_up", [first.pk])]


def test_withdraw_by_another_tells_the_person(event: Event, head: Person, member: Person, at: datetime) -> None:
    row = EnrolmentFactory(event=event, person=member)

    enrolments.withdraw_enrolment(row.pk, reason="Другой кабинет", by=head, at=at)

    assert told() == [("withdrawn", [row.pk])]


def test_withdraw_by_the_head_of_her_list_at_an_event_of_another(
    region: Association, head: Person, member: Person, at: datetime
) -> None:
    row = EnrolmentFactory(event=EventFactory(association=region), person=member)

    assert enrolments.withdraw_enrolment(row.pk, by=head, at=at).state == State.WITHDRAWN


def test_withdraw_by_a_guest_needs_her_own_link(event: Event, at: datetime) -> None:
    mine, other = EnrolmentFactory(event=event, guest=True), EnrolmentFactory(event=event, guest=True)

    for by in (bearer(other), Guest()):
        nothing_changes(lambda by=by: enrolments.withdraw_enrolment(mine.pk, by=by, at=at), PermissionRefused)
    enrolments.withdraw_enrolment(mine.pk, by=bearer(mine), at=at)

    assert state(mine) == State.WITHDRAWN
    assert told() == []


def test_withdraw_twice_changes_nothing_more(event: Event, at: datetime) -> None:
    row = EnrolmentFactory(event=event)
    enrolments.withdraw_enrolment(row.pk, by=row.person, at=at)

    again = enrolments.withdraw_enrolment(row.pk, by=row.person, at=at)

    assert (again.version, len(deeds(row))) == (2, 1)


def test_withdraw_of_strangers_of_rejected_and_after_the_end_is_refused(
    event: Event, stranger: Person, at: datetime
) -> None:
    row, rejected = EnrolmentFactory(event=event), EnrolmentFactory(event=event, state=State.REJECTED)
    late = event.ends_at

    nothing_changes(lambda: enrolments.withdraw_enrolment(row.pk, by=stranger, at=at), PermissionRefused, "чужая")
    nothing_changes(lambda: enrolments.withdraw_enrolment(row.pk, by=row.person, at=late), PermissionRefused, "прошло")
    nothing_changes(
        lambda: enrolments.withdraw_enrolment(rejected.pk, by=rejected.person, at=at), enrolments.EnrolmentSettled
    )


def test_withdraw_after_the_end_by_the_organiser_moves_nobody_up(event: Event, head: Person) -> None:
    event.capacity = 1
    event.save()
    held, (waiting,) = EnrolmentFactory(event=event), queue(event, 1)

    enrolments.withdraw_enrolment(held.pk, by=head, at=event.ends_at)

    assert (state(held), state(waiting)) == (State.WITHDRAWN, State.WAITING)


# The queue


def test_more_places_move_as_many_up_in_turn(event: Event, head: Person, at: datetime) -> None:
    event.capacity = 1
    event.save()
    EnrolmentFactory(event=event)
    last, second, first = queue(event, 3)
    fields = events.EventFields.of(event)

    events.update_event(event.pk, expected_version=event.version, fields=_with_capacity(fields, 3), by=head, at=at)

    assert [state(one) for one in (first, second, last)] == [State.CONFIRMED, State.CONFIRMED, State.WAITING]
    assert told() == [("moved_up", [first.pk, second.pk])]


def _with_capacity(fields: Any, capacity: int) -> Any:
    return replace(fields, capacity=capacity)


def test_no_limit_any_more_moves_everybody_up(event: Event, at: datetime) -> None:
    waiting = queue(event, 3)

    with transaction.atomic():
        enrolments.move_up_waiting(locked_event(event.pk), at=at)

    assert {state(one) for one in waiting} == {State.CONFIRMED}


def test_mixed_queues_move_apart(event: Event, at: datetime) -> None:
    event.format, event.capacity, event.capacity_online = ItemFormat.MIXED, 1, 1
    event.save()
    held = EnrolmentFactory(event=event, coming_as=ComingAs.ONSITE)
    EnrolmentFactory(event=event, coming_as=ComingAs.ONLINE)
    online = EnrolmentFactory(event=event, waiting=True, coming_as=ComingAs.ONLINE, queued_at=NOW)
    onsite = EnrolmentFactory(event=event, waiting=True, coming_as=ComingAs.ONSITE, queued_at=NOW + timedelta(hours=1))

    enrolments.withdraw_enrolment(held.pk, by=held.person, at=at)

    assert (state(onsite), state(online)) == (State.CONFIRMED, State.WAITING)


def test_a_cancelled_event_has_everybody_told(event: Event, head: Person, at: datetime) -> None:
    events.cancel_event(event.pk, reason="Заболела ведущая", by=head, at=at)

    assert [job.arguments for job in Job.objects.filter(name=TELL_CANCELLED)] == [{"event_id": event.pk}]


# Deciding about many


def test_confirm_gives_places_in_the_order_of_asking(event: Event, head: Person, at: datetime) -> None:
    event.capacity = 1
    event.save()
    late = EnrolmentFactory(event=event, state=State.PENDING, registered_at=NOW + timedelta(hours=1))
    early = EnrolmentFactory(event=event, state=State.PENDING)
    held_before = EnrolmentFactory(event=event, state=State.WITHDRAWN, registered_at=NOW + timedelta(hours=2))
    other = EnrolmentFactory(state=State.PENDING)
    ids = [late.pk, early.pk, held_before.pk, other.pk]

    done = enrolments.decide_enrolments(event.pk, ids, decision=Decision.CONFIRM, by=head, at=at)

    assert (done.changed, done.waiting, done.passed) == (3, 2, 1)
    assert [state(one) for one in (early, late, held_before, other)] == [
        State.CONFIRMED,
        State.WAITING,
        State.WAITING,
        State.PENDING,
    ]
    assert list(event.enrolments.waiting_in_order()) == [late, held_before]
    assert told() == [("decided", [early.pk, late.pk, held_before.pk])]


def test_reject_needs_a_reason_and_frees_the_place(event: Event, head: Person, at: datetime) -> None:
    event.capacity = 1
    event.save()
    held, (waiting,) = EnrolmentFactory(event=event), queue(event, 1)

    nothing_changes(
        lambda: enrolments.decide_enrolments(event.pk, [held.pk], decision=Decision.REJECT, by=head, at=at),
        enrolments.ReasonMissing,
    )
    enrolments.decide_enrolments(event.pk, [held.pk], decision=Decision.REJECT, reason="Дубль", by=head, at=at)

    assert (state(held), held.reason, state(waiting)) == (State.REJECTED, "Дубль", State.CONFIRMED)
    assert [deed[0] for deed in deeds(held)] == ["enrolment_rejected"]


def test_withdraw_many(event: Event, head: Person, at: datetime) -> None:
    rows = [EnrolmentFactory(event=event, state=one) for one in (State.INVITED, State.PENDING, State.CONFIRMED)]
    ids = [row.pk for row in rows]

    done = enrolments.decide_enrolments(event.pk, ids, decision=Decision.WITHDRAW, by=head, at=at)

    assert (done.changed, {state(row) for row in rows}) == (3, {State.WITHDRAWN})


def test_confirm_beyond_the_places_without_a_queue_changes_nothing(event: Event, head: Person, at: datetime) -> None:
    event.capacity, event.has_waiting_list = 1, False
    event.save()
    ids = [EnrolmentFactory(event=event, state=State.PENDING).pk for _ in range(2)]

    nothing_changes(
        lambda: enrolments.decide_enrolments(event.pk, ids, decision=Decision.CONFIRM, by=head, at=at),
        enrolments.NoPlacesLeft,
    )


def test_decide_by_others_and_of_a_cancelled_event_is_refused(
    event: Event, head: Person, member: Person, region_head: Person, at: datetime
) -> None:
    row = EnrolmentFactory(event=event, state=State.PENDING)

    for by in (member, region_head, row.person, Guest(), bearer(row)):
        nothing_changes(
            lambda by=by: enrolments.decide_enrolments(event.pk, [row.pk], decision=Decision.CONFIRM, by=by, at=at),
            PermissionRefused,
        )
    Event.objects.filter(pk=event.pk).update(status=EventStatus.CANCELLED, cancel_reason="Снег")
    nothing_changes(
        lambda: enrolments.decide_enrolments(event.pk, [row.pk], decision=Decision.CONFIRM, by=head, at=at),
        enrolments.EnrolmentClosed,
    )


def test_decide_about_too_many_is_refused(event: Event, head: Person, at: datetime) -> None:
    nothing_changes(
        lambda: enrolments.decide_enrolments(event.pk, range(1, 5_002), decision=Decision.CONFIRM, by=head, at=at),
        enrolments.TooManyAtOnce,
    )


@pytest.mark.parametrize("count", [1, 3])
def test_decide_costs_the_same_for_one_and_three(
    event: Event, head: Person, at: datetime, count: int, django_assert_num_queries: Any
) -> None:
    ids = [EnrolmentFactory(event=event, state=State.PENDING).pk for _ in range(count)]

    with django_assert_num_queries(13):
        enrolments.decide_enrolments(event.pk, ids, decision=Decision.CONFIRM, by=head, at=at)


# Changing


def change(row: Enrolment, at: datetime, *, by: Any = None, version: int = 1, **how: Any) -> Enrolment:
    return enrolments.change_enrolment(
        row.pk, expected_version=version, change=EnrolmentChange(**how), by=by or row.person, at=at
    )


def test_change_of_the_way_of_coming_takes_a_place_there_and_frees_one_here(event: Event, at: datetime) -> None:
    event.format, event.capacity, event.capacity_online = ItemFormat.MIXED, 1, 1
    event.save()
    held = EnrolmentFactory(event=event, coming_as=ComingAs.ONSITE)
    waiting = EnrolmentFactory(event=event, waiting=True, coming_as=ComingAs.ONSITE)

    made = change(held, at, coming_as=ComingAs.ONLINE, is_name_shown=True)

    assert (made.coming_as, made.state, made.is_name_shown, made.version) == ("online", State.CONFIRMED, True, 2)
    assert state(waiting) == State.CONFIRMED
    assert deeds(made)[0][2] == {"Участие": ["очно", "дистанционно"], "Показывать имя": ["нет", "да"]}


def test_change_to_where_no_place_is_left_keeps_the_place(event: Event, at: datetime) -> None:
    event.format, event.capacity_online = ItemFormat.MIXED, 1
    event.save()
    EnrolmentFactory(event=event, coming_as=ComingAs.ONLINE)
    held = EnrolmentFactory(event=event, coming_as=ComingAs.ONSITE)

    nothing_changes(lambda: change(held, at, coming_as=ComingAs.ONLINE), enrolments.NoPlacesLeft, "остаётесь")


def test_change_while_waiting_goes_to_the_end_of_the_other_queue(event: Event, at: datetime) -> None:
    event.format, event.capacity, event.capacity_online = ItemFormat.MIXED, 0, 0
    event.save()
    other = EnrolmentFactory(event=event, waiting=True, coming_as=ComingAs.ONLINE, queued_at=at)
    row = EnrolmentFactory(event=event, waiting=True, coming_as=ComingAs.ONSITE, queued_at=NOW)

    change(row, at, coming_as=ComingAs.ONLINE)

    assert list(event.enrolments.waiting_in_order()) == [other, row]


def test_change_of_contacts_by_the_guest_keeps_her_address(event: Event, head: Person, at: datetime) -> None:
    row = EnrolmentFactory(event=event, guest=True, guest_email="anna@example.org")
    fields = GuestFields("Вербина Анна", "other@example.org", "8 921 000", "школа № 5")

    mine = change(row, at, by=bearer(row), guest=fields)
    assert (mine.name, mine.guest_email, mine.guest_phone) == ("Вербина Анна", "anna@example.org", "8 921 000")

    theirs = change(row, at, by=head, version=2, guest=fields)
    assert theirs.guest_email == "other@example.org"


def test_change_of_the_address_shuts_the_link_of_the_former_one(event: Event, head: Person, at: datetime) -> None:
    row = EnrolmentFactory(event=event, guest=True, guest_email="wrong@example.org")
    former = enrolments.guest_links([row], at=at)[row.pk].rstrip("/").rpartition("/")[2]
    fields = GuestFields("Вербина Анна", "right@example.org", "8 921 000")

    change(row, at, by=head, guest=fields)

    assert open_link(former, ENROLMENT_LINK, at=at) is None
    assert told() == [("made", [row.pk])]
    changes = next(changes for action, _, changes in deeds(row) if action == "enrolment_changed")
    assert (changes["Электронная почта"], changes["Телефон"]) == (["", "изменено"], ["", "изменено"])
    later = at + timedelta(minutes=1)
    row.refresh_from_db()
    assert former not in enrolments.guest_links([row], at=later)[row.pk]


def test_change_that_keeps_the_address_keeps_the_link(event: Event, at: datetime) -> None:
    row = EnrolmentFactory(event=event, guest=True)
    link = enrolments.guest_links([row], at=at)[row.pk].rstrip("/").rpartition("/")[2]

    change(row, at, by=bearer(row), guest=GuestFields("Вербина Анна", "other@example.org"))

    assert open_link(link, ENROLMENT_LINK, at=at) is not None
    assert told() == []


def test_change_to_the_address_of_another_guest_is_refused(event: Event, head: Person, at: datetime) -> None:
    other, row = EnrolmentFactory(event=event, guest=True), EnrolmentFactory(event=event, guest=True)

    nothing_changes(
        lambda: change(row, at, by=head, guest=GuestFields("Вербина Анна", other.guest_email)),
        enrolments.AlreadyEnrolled,
    )


def test_change_meanwhile_after_the_closing_or_of_a_withdrawn_one_is_refused(event: Event, at: datetime) -> None:
    row, gone = EnrolmentFactory(event=event), EnrolmentFactory(event=event, state=State.WITHDRAWN)

    nothing_changes(lambda: change(row, at, version=7, is_name_shown=True), ChangedMeanwhile)
    nothing_changes(lambda: change(gone, at), enrolments.EnrolmentSettled)
    event.enrolment_closes_at = at
    event.save()
    nothing_changes(lambda: change(row, at), PermissionRefused, "закрыта")
