"""Reminders: a week before, the day before, once when late; each once, where it is morning."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from stellazh.associations.models import Association
from stellazh.notices.models import Notice
from stellazh.people.models import Person
from stellazh.protocols.models import Assignment, AssignmentReminder, Decision
from stellazh.protocols.services.reminding import send_reminders
from tests.factories.associations import OrganisationFactory
from tests.factories.members import PostFactory
from tests.factories.protocols import AssignmentFactory, DecisionFactory, ProtocolFactory

DUE = date(2024, 12, 11)


def _morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 6, 20, tzinfo=UTC)


@pytest.fixture
def decision(association: Association) -> Decision:
    protocol = ProtocolFactory(association=association, signed=True)
    return DecisionFactory(protocol=protocol, binding_at=protocol.signed_at, number_text="1", due_on=DUE)


@pytest.fixture
def mark(decision: Decision, member: Person) -> Assignment:
    return AssignmentFactory(decision=decision, person=member, due_on=DUE)


@pytest.mark.parametrize(
    ("days", "title"),
    [
        (8, None),
        (7, "Поручение: осталось 7 дней"),
        (1, "Поручение: срок завтра"),
        (-1, "Поручение: просрочено на 1 день"),
        (-20, None),
    ],
)
def test_on_the_day(mark: Assignment, days: int, title: str | None) -> None:
    sent = send_reminders(at=_morning(DUE - timedelta(days=days)))

    assert list(Notice.objects.values_list("title", "person_id")) == ([(title, mark.person_id)] if title else [])
    assert sent == bool(title)


def test_day_by_day_three_reminders(mark: Assignment) -> None:
    for days in range(10, -16, -1):
        at = _morning(DUE - timedelta(days=days))
        send_reminders(at=at)
        send_reminders(at=at + timedelta(hours=1))

    assert list(AssignmentReminder.objects.order_by("pk").values_list("kind", "sent_at")) == [
        ("week", _morning(date(2024, 12, 4))),
        ("day", _morning(date(2024, 12, 10))),
        ("overdue", _morning(date(2024, 12, 12))),
    ]
    assert Notice.objects.filter(person=mark.person, kind="protocols.reminder").count() == 3


def test_only_in_the_morning_of_the_association(mark: Assignment, association: Association) -> None:
    at = _morning(DUE - timedelta(days=7))

    assert send_reminders(at=at - timedelta(hours=3)) == 0
    assert send_reminders(at=at + timedelta(hours=8)) == 0
    Association.objects.filter(pk=association.pk).update(time_zone="Asia/Krasnoyarsk")
    assert send_reminders(at=at) == 0
    assert send_reminders(at=at - timedelta(hours=4)) == 1


def test_a_missed_day_is_made_up_for_in_true_words(mark: Assignment) -> None:
    send_reminders(at=_morning(DUE - timedelta(days=5)))

    assert Notice.objects.get().title == "Поручение: осталось 5 дней"


def test_who_got_it_later_is_not_reminded_of_a_week_gone(mark: Assignment) -> None:
    Assignment.objects.filter(pk=mark.pk).update(made_at=_morning(DUE - timedelta(days=6)))

    assert send_reminders(at=_morning(DUE - timedelta(days=5))) == 0
    assert send_reminders(at=_morning(DUE - timedelta(days=1))) == 1


def test_answered_closed_and_unbound_ones_are_let_be(decision: Decision, mark: Assignment, at: datetime) -> None:
    Assignment.objects.filter(pk=mark.pk).update(state="done", closed_at=at)
    other = AssignmentFactory(decision=decision, due_on=DUE)
    Decision.objects.filter(pk=decision.pk).update(state="withdrawn", closed_at=at, closing_words="нет")

    assert send_reminders(at=_morning(DUE - timedelta(days=1))) == 0
    Decision.objects.filter(pk=decision.pk).update(state="open", closed_at=None, closing_words="", binding_at=None)
    assert send_reminders(at=_morning(DUE - timedelta(days=1))) == 0
    assert other.reminders.count() == 0


def test_workers_and_heads_are_reminded(
    decision: Decision, association: Association, neighbour: Association, head: Person, stranger: Person
) -> None:
    school = OrganisationFactory(territory=association.territory)
    worker = PostFactory(organisation=school).person
    first = AssignmentFactory(decision=decision, due_on=DUE)
    Assignment.objects.filter(pk=first.pk).update(person=None, organisation=school)
    second = AssignmentFactory(decision=decision, due_on=DUE)
    Assignment.objects.filter(pk=second.pk).update(person=None, territory=neighbour.territory)

    assert send_reminders(at=_morning(DUE - timedelta(days=1))) == 2

    assert set(Notice.objects.values_list("person_id", flat=True)) == {worker.pk, stranger.pk}


def test_those_who_follow_get_one_digest_a_week(
    decision: Decision, mark: Assignment, head: Person, region_head: Person
) -> None:
    monday = date(2024, 12, 16)
    for at in (_morning(monday), _morning(monday) + timedelta(hours=1), _morning(monday + timedelta(days=1))):
        send_reminders(at=at)

    digest = Notice.objects.get(kind="protocols.overdue")
    assert digest.person_id == head.pk
    assert digest.title == f"Просрочено: 1 решение, {decision.association.short_name}"
    assert digest.text == f"– {decision.text} (просрочено на 5 дней)"
    assert digest.address == f"/o/{decision.association.code}/assignments/?state=overdue"
    send_reminders(at=_morning(monday + timedelta(days=7)))
    assert Notice.objects.filter(kind="protocols.overdue").count() == 2
