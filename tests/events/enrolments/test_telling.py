"""What people are told, invitations, and who may open the room."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from stellazh.associations.models import Association
from stellazh.common.actor import Guest, LinkHolder
from stellazh.common.errors import PermissionRefused
from stellazh.events.access.enrolments import ENROLMENT_LINK, can_see_room
from stellazh.events.enums import ComingAs, EnrolmentState
from stellazh.events.models import Event
from stellazh.events.services import enrolments
from stellazh.events.services.enrolments import News
from stellazh.mail.models import OutgoingMail
from stellazh.notices.models import Notice
from stellazh.people.models import Person
from stellazh.workplans.enums import ItemFormat
from tests.checks import nothing_changes
from tests.factories.events import EnrolmentFactory, EventFactory
from tests.factories.members import MembershipFactory
from tests.factories.people import PersonFactory

State = EnrolmentState
ROOM = "https://room.example.org/secret-room"


def tell(row: Any, news: News, at: datetime) -> tuple[str, str]:
    """The title and the text of the last notice."""
    enrolments.tell_enrolled([row.pk], news, at=at)
    notice = Notice.objects.order_by("-pk")[0]
    assert notice.person_id == row.person_id
    return notice.title, notice.text


@pytest.mark.parametrize(
    ("state", "news", "title"),
    [
        (State.CONFIRMED, News.MADE, "Вы зарегистрированы"),
        (State.CONFIRMED, News.MOVED_UP, "Для вас освободилось место"),
        (State.WAITING, News.MADE, "Вы в листе ожидания"),
        (State.PENDING, News.MADE, "Заявка отправлена"),
        (State.REJECTED, News.DECIDED, "Заявка отклонена"),
        (State.WITHDRAWN, News.WITHDRAWN, "Регистрация отменена"),
        (State.INVITED, News.INVITED, "Приглашение"),
    ],
)
def test_told_by_what_has_become_of_it(
    event: Event, member: Person, at: datetime, state: str, news: News, title: str
) -> None:
    row = EnrolmentFactory(event=event, person=member, state=state, queued_at=at, reason="Дубль")

    found, text = tell(row, news, at)

    assert found == f"{title}: {event.title}"
    assert "8 октября 2024 г." in text


def test_told_who_did_it(event: Event, member: Person, head: Person, at: datetime) -> None:
    row = EnrolmentFactory(event=event, person=member, registered_by_name="Ольхова В.И.")

    assert "Кто вас зарегистрировал: Ольхова В.И." in tell(row, News.BY_OTHER, at)[1]


def test_told_of_days_with_one_full_stop_and_one_kind_of_quotes(event: Event, member: Person, at: datetime) -> None:
    event.title, event.is_all_day, event.ends_at = "Форум «Полка»", True, event.starts_at + timedelta(days=2)
    event.save()
    row = EnrolmentFactory(event=event, person=member)

    text = tell(row, News.MADE, at)[1]

    assert "«Форум „Полка“», 8–10 октября 2024 г. " in text


def test_the_link_of_the_room_stands_in_no_message(event: Event, member: Person, at: datetime) -> None:
    event.format, event.room_url = ItemFormat.MIXED, ROOM
    event.save()
    rows = [
        EnrolmentFactory(event=event, person=member, coming_as=ComingAs.ONLINE),
        EnrolmentFactory(event=event, guest=True, coming_as=ComingAs.ONLINE),
    ]

    enrolments.tell_enrolled([row.pk for row in rows], News.MADE, at=at)

    said = [*Notice.objects.values_list("text", flat=True), *OutgoingMail.objects.values_list("text", flat=True)]
    assert len(said) >= 2
    assert not any("secret-room" in text for text in said)
    assert all("откроется за 30 мин до начала" in text for text in said)


def test_a_cancelled_event_tells_those_who_were_coming(event: Event, member: Person, at: datetime) -> None:
    EnrolmentFactory(event=event, person=member)
    EnrolmentFactory(event=event, guest=True, guest_email="anna@example.org")
    EnrolmentFactory(event=event, state=State.WITHDRAWN)
    event.status, event.cancel_reason = "cancelled", "Заболела ведущая"
    event.save()

    assert enrolments.tell_cancelled(event, at=at) == 2
    assert [(one.person, one.kind) for one in Notice.objects.all()] == [(member, "events.cancelled")]
    assert "Заболела ведущая" in OutgoingMail.objects.get(to_address="anna@example.org").text
    event.status = "announced"
    assert enrolments.tell_cancelled(event, at=at) == 0


def test_a_spoilt_address_keeps_the_news_from_nobody(event: Event, at: datetime) -> None:
    spoilt = EnrolmentFactory(event=event, guest=True, guest_email="no address")
    fine = EnrolmentFactory(event=event, guest=True, guest_email="fine@example.org")

    enrolments.tell_enrolled([spoilt.pk, fine.pk], News.MADE, at=at)

    assert [mail.to_address for mail in OutgoingMail.objects.all()] == ["fine@example.org"]


def test_the_link_of_a_guest_is_the_same_in_every_letter(event: Event, at: datetime) -> None:
    guest = EnrolmentFactory(event=event, guest=True)

    first = enrolments.guest_links([guest], at=at)

    assert first == enrolments.guest_links([guest], at=at + timedelta(days=3))
    assert list(first) == [guest.pk]


# Inviting


def test_invite_people_once_and_leaves_alone_those_known(
    event: Event, head: Person, member: Person, methodist: Person, at: datetime
) -> None:
    EnrolmentFactory(event=event, person=methodist, state=State.WITHDRAWN)
    wanted = [member.pk, methodist.pk]

    made = [enrolments.invite_people(event.pk, person_ids=wanted, by=head, at=at) for _ in range(2)]

    assert made == [1, 0]
    assert list(event.enrolments.values_list("person", "state").order_by("state")) == [
        (member.pk, State.INVITED),
        (methodist.pk, State.WITHDRAWN),
    ]


def test_invite_members_of_the_association_and_below(
    region: Association, association: Association, region_head: Person, head: Person, member: Person, at: datetime
) -> None:
    event: Event = EventFactory(association=region)

    def invite(is_below: bool) -> int:
        return enrolments.invite_members(
            event.pk, association_ids=[region.pk], is_below=is_below, by=region_head, at=at
        )

    assert [invite(False), invite(True), invite(True)] == [1, 2, 0]
    assert set(event.enrolments.values_list("person", flat=True)) == {region_head.pk, head.pk, member.pk}


def test_invite_by_others_of_others_or_to_a_draft_is_refused(
    event: Event, neighbour: Association, head: Person, member: Person, stranger: Person, at: datetime
) -> None:
    def people(by: Any, *wanted: int) -> Any:
        return lambda: enrolments.invite_people(event.pk, person_ids=wanted, by=by, at=at)

    nothing_changes(people(member, head.pk), PermissionRefused)
    nothing_changes(people(Guest(), head.pk), PermissionRefused)
    nothing_changes(people(head, stranger.pk), PermissionRefused)
    nothing_changes(
        lambda: enrolments.invite_members(event.pk, association_ids=[neighbour.pk], is_below=False, by=head, at=at),
        PermissionRefused,
    )
    nothing_changes(people(head, *range(1, 502)), enrolments.TooManyAtOnce)
    Event.objects.filter(pk=event.pk).update(status="draft")
    nothing_changes(people(head, member.pk), PermissionRefused, "объявите")


@pytest.mark.parametrize("count", [1, 3])
def test_invite_costs_the_same_for_one_and_three(
    event: Event, head: Person, at: datetime, count: int, django_assert_num_queries: Any
) -> None:
    people = [MembershipFactory(association=event.association).person.pk for _ in range(count)]

    with django_assert_num_queries(17):
        enrolments.invite_people(event.pk, person_ids=people, by=head, at=at)


# The room


def test_room_opens_in_its_window_to_those_who_hold_a_place(event: Event, head: Person, member: Person) -> None:
    event.room_url = ROOM
    event.save()
    row = EnrolmentFactory(event=event, person=member)
    guest = EnrolmentFactory(event=event, guest=True)
    bearer = LinkHolder(1, ENROLMENT_LINK, "events.enrolment", str(guest.pk))
    inside = event.starts_at
    early, late = event.room_opens_at - timedelta(seconds=1), event.room_closes_at

    for who in (member, bearer):
        assert [bool(can_see_room(who, event, at=moment)) for moment in (early, inside, late)] == [False, True, False]
    assert "Ссылка откроется 8 октября 2024 г., 13:30" in can_see_room(member, event, at=early).reason
    assert can_see_room(head, event, at=early)
    for who in (PersonFactory(), Guest(), LinkHolder(1, "other", "events.enrolment", str(guest.pk))):
        assert not can_see_room(who, event, at=inside)
    row.state = State.WAITING
    row.queued_at = inside
    row.save()
    assert not can_see_room(member, event, at=inside)
    event.room_url = ""
    assert not can_see_room(head, event, at=inside)
