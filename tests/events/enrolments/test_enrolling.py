"""Registering oneself and others: the place, the queue, the request, what refuses it."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest

from stellazh.associations.models import Association
from stellazh.common.actor import Guest, LinkHolder, System
from stellazh.common.errors import PermissionRefused
from stellazh.common.uniqueness import FormSentTwice
from stellazh.events.enums import ComingAs, EnrolmentMode, EnrolmentState, EventStatus, EventVisibility
from stellazh.events.models import Enrolment, Event
from stellazh.events.services import enrolments
from stellazh.events.services.enrolments.telling import TELL
from stellazh.jobs.models import Job
from stellazh.people.models import Person
from stellazh.workplans.enums import ItemFormat
from tests.checks import deeds, nothing_changes
from tests.factories.associations import OrganisationFactory
from tests.factories.events import EnrolmentFactory, EventFactory
from tests.factories.members import MembershipFactory, PostFactory
from tests.factories.people import PersonFactory

State = EnrolmentState


def enrol(event: Event, person: Person, at: datetime, **how: Any) -> Enrolment:
    how = {"by": person, **how}
    return enrolments.enrol(event.pk, person_id=person.pk, at=at, **how)


def told(news: str) -> list[list[int]]:
    rows = Job.objects.filter(name=TELL).order_by("pk")
    return [job.arguments["ids"] for job in rows if job.arguments["news"] == news]


# Oneself


def test_enrol_keeps_who_where_from_and_tells(event: Event, member: Person, at: datetime) -> None:
    school: Any = OrganisationFactory(territory=event.association.territory, short_name="МБОУ СОШ № 5")
    PostFactory(person=member, organisation=school)

    made = enrol(event, member, at, is_name_shown=True)

    made.refresh_from_db()
    assert (made.name, made.organisation, made.organisation_name) == (member.full_name, school, "МБОУ СОШ № 5")
    assert made.territory == event.association.territory
    assert (made.state, made.decided_at, made.queued_at, made.is_name_shown) == (State.CONFIRMED, at, None, True)
    assert (made.registered_by_kind, made.registered_by_id) == ("person", str(member.pk))
    assert len(made.ticket_code) == 20
    assert deeds(made) == [("enrolment_made", str(member.pk), {"Состояние": ["", "зарегистрирован"]})]
    assert told("made") == [[made.pk]]


def test_enrol_waits_in_turn_when_places_are_gone(event: Event, member: Person, head: Person, at: datetime) -> None:
    event.capacity = 1
    event.save()

    first, second = enrol(event, member, at), enrol(event, head, at)
    third = enrol(event, PersonFactory(), at - timedelta(hours=1))

    assert [one.state for one in (first, second, third)] == [State.CONFIRMED, State.WAITING, State.WAITING]
    assert list(event.enrolments.waiting_in_order()) == [second, third]


def test_enrol_without_a_waiting_list_is_refused_when_full(
    event: Event, member: Person, head: Person, at: datetime
) -> None:
    event.capacity, event.has_waiting_list = 1, False
    event.save()
    enrol(event, member, at)

    nothing_changes(lambda: enrol(event, head, at), enrolments.NoPlacesLeft, "Свободных мест больше нет")


def test_enrol_in_mixed_format_counts_both_kinds_apart(event: Event, at: datetime) -> None:
    event.format, event.capacity, event.capacity_online, event.has_waiting_list = ItemFormat.MIXED, 1, 2, False
    event.save()
    enrol(event, PersonFactory(), at, coming_as=ComingAs.ONSITE)

    late = PersonFactory()

    nothing_changes(
        lambda: enrol(event, late, at, coming_as=ComingAs.ONSITE), enrolments.NoPlacesLeft, "Можно участвовать дистанц"
    )
    online = [enrol(event, PersonFactory(), at, coming_as=ComingAs.ONLINE).state for _ in range(2)]

    assert online == [State.CONFIRMED, State.CONFIRMED]


def test_enrol_in_mixed_format_must_say_how(event: Event, member: Person, at: datetime) -> None:
    event.format = ItemFormat.MIXED
    event.save()

    nothing_changes(lambda: enrol(event, member, at), enrolments.ComingAsUnknown)


def test_enrol_by_one_submission_makes_one(event: Event, member: Person, head: Person, at: datetime) -> None:
    key = uuid.uuid4()

    first, second = enrol(event, member, at, submission_key=key), enrol(event, member, at, submission_key=key)

    assert first == second
    assert event.enrolments.count() == 1
    other: Event = EventFactory(association=event.association)
    nothing_changes(lambda: enrol(other, member, at, submission_key=key), FormSentTwice)


def test_enrol_twice_is_refused(event: Event, member: Person, at: datetime) -> None:
    enrol(event, member, at)

    nothing_changes(lambda: enrol(event, member, at), enrolments.AlreadyEnrolled)


def test_enrol_asks_where_the_organiser_decides(event: Event, member: Person, at: datetime) -> None:
    event.enrolment_mode = EnrolmentMode.MODERATED
    event.save()

    assert enrol(event, member, at).state == State.PENDING


def test_enrol_accepts_an_invitation_without_asking_again(event: Event, member: Person, at: datetime) -> None:
    event.enrolment_mode = EnrolmentMode.MODERATED
    event.save()
    invited = EnrolmentFactory(event=event, person=member, state=State.INVITED)

    made = enrol(event, member, at)

    assert (made.pk, made.state, made.version) == (invited.pk, State.CONFIRMED, 2)


def test_enrol_by_invitation_alone_refuses_others(event: Event, member: Person, at: datetime) -> None:
    event.enrolment_mode = EnrolmentMode.INVITED
    event.save()

    nothing_changes(lambda: enrol(event, member, at), enrolments.NotInvited)


def test_enrol_after_a_rejection_is_refused_with_its_reason(event: Event, member: Person, at: datetime) -> None:
    EnrolmentFactory(event=event, person=member, state=State.REJECTED, reason="Только для новичков")

    nothing_changes(lambda: enrol(event, member, at), enrolments.EnrolmentRejected, "Только для новичков")


def test_enrol_again_after_withdrawing_stands_at_the_end(event: Event, member: Person, at: datetime) -> None:
    event.capacity = 1
    event.save()
    withdrawn = enrol(event, member, at)
    waiting = enrol(event, PersonFactory(), at)
    enrolments.withdraw_enrolment(withdrawn.pk, by=member, at=at)

    again = enrol(event, member, at)

    waiting.refresh_from_db()
    assert (again.pk, again.state, waiting.state) == (withdrawn.pk, State.WAITING, State.CONFIRMED)


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"enrolment_opens_at": timedelta(hours=1)}, "Регистрация откроется 10 сентября 2024 г., 13:00"),
        ({"enrolment_closes_at": timedelta(0)}, "Регистрация закрыта: она шла до 10 сентября 2024 г., 12:00"),
        ({"status": EventStatus.HELD, "held_at": timedelta(0)}, "уже прошло"),
        ({"status": EventStatus.CANCELLED, "cancel_reason": "Заболела ведущая"}, "Заболела ведущая"),
        ({"enrolment_mode": EnrolmentMode.NONE}, "не нужна"),
        ({"starts_at": timedelta(days=-2), "ends_at": timedelta(days=-1)}, "уже прошло"),
    ],
)
def test_enrol_when_closed_says_why(
    event: Event, member: Person, at: datetime, how: dict[str, Any], words: str
) -> None:
    for name, value in how.items():
        setattr(event, name, at + value if isinstance(value, timedelta) else value)
    event.save()

    nothing_changes(lambda: enrol(event, member, at), enrolments.EnrolmentClosed, words)


def test_enrol_for_somebody_else_or_by_a_guest_is_refused(
    event: Event, member: Person, head: Person, at: datetime
) -> None:
    for by in (head, Guest(), LinkHolder(1, "events.enrolment", "events.enrolment", "1")):
        nothing_changes(lambda by=by: enrol(event, member, at, by=by), PermissionRefused)


def test_enrol_in_what_is_not_seen_is_refused(event: Event, stranger: Person, at: datetime) -> None:
    event.visibility = EventVisibility.MEMBERS
    event.save()

    nothing_changes(lambda: enrol(event, stranger, at), PermissionRefused, "Такого мероприятия нет")


def test_enrol_costs_few_statements(
    event: Event, member: Person, at: datetime, django_assert_max_num_queries: Any
) -> None:
    event.capacity = 5
    event.save()

    with django_assert_max_num_queries(17):
        enrol(event, member, at, submission_key=uuid.uuid4())


# Others


def test_enrol_others_by_the_organiser_confirms_even_after_the_event(
    event: Event, head: Person, member: Person, methodist: Person, at: datetime
) -> None:
    event.enrolment_mode = EnrolmentMode.MODERATED
    event.status, event.held_at = EventStatus.HELD, at
    event.save()
    rejected = EnrolmentFactory(event=event, person=methodist, state=State.REJECTED)

    done = enrolments.enrol_others(event.pk, person_ids=[member.pk, methodist.pk], by=head, at=at)

    assert ([one.person for one in done.made], list(done.passed)) == ([member], [rejected])
    made = Enrolment.objects.get(person=member)
    assert (made.state, made.registered_by_id, made.registered_by_name) == (
        State.CONFIRMED,
        str(head.pk),
        head.short_name,
    )
    assert told("by_other") == [[made.pk]]


def test_enrol_others_by_the_head_of_their_list_in_an_event_of_another(
    region: Association, head: Person, member: Person, at: datetime
) -> None:
    event: Event = EventFactory(association=region, enrolment_mode=EnrolmentMode.MODERATED)

    done = enrolments.enrol_others(event.pk, person_ids=[member.pk], by=head, at=at)

    assert [one.state for one in done.made] == [State.PENDING]


def test_enrol_others_of_other_lists_is_refused(
    region: Association, head: Person, member: Person, stranger: Person, at: datetime
) -> None:
    event: Event = EventFactory(association=region)

    for by, wanted in ((head, [member.pk, stranger.pk]), (member, [head.pk]), (Guest(), [member.pk])):
        nothing_changes(
            lambda by=by, wanted=wanted: enrolments.enrol_others(event.pk, person_ids=wanted, by=by, at=at),
            PermissionRefused,
        )


def test_enrol_others_by_a_head_after_the_closing_is_refused(
    region: Association, head: Person, member: Person, at: datetime
) -> None:
    event: Event = EventFactory(association=region, enrolment_closes_at=at)

    nothing_changes(
        lambda: enrolments.enrol_others(event.pk, person_ids=[member.pk], by=head, at=at), PermissionRefused, "закрыта"
    )


def test_enrol_others_who_do_not_all_fit_registers_nobody(
    event: Event, head: Person, member: Person, methodist: Person, at: datetime
) -> None:
    event.capacity, event.has_waiting_list = 1, False
    event.save()

    nothing_changes(
        lambda: enrolments.enrol_others(event.pk, person_ids=[member.pk, methodist.pk], by=head, at=at),
        enrolments.NoPlacesLeft,
        "вы отметили 2 человека",
    )


def test_enrol_others_costs_the_same_for_one_and_three(
    event: Event, head: Person, at: datetime, django_assert_num_queries: Any
) -> None:
    people = [PersonFactory() for _ in range(4)]
    for person in people:
        MembershipFactory(person=person, association=event.association)

    with django_assert_num_queries(18):
        enrolments.enrol_others(event.pk, person_ids=[people[0].pk], by=head, at=at)
    with django_assert_num_queries(18):
        enrolments.enrol_others(event.pk, person_ids=[one.pk for one in people[1:]], by=head, at=at)


def test_enrol_others_too_many_at_once_is_refused(event: Event, at: datetime) -> None:
    nothing_changes(
        lambda: enrolments.enrol_others(event.pk, person_ids=range(1, 502), by=System("проверка"), at=at),
        enrolments.TooManyAtOnce,
    )
