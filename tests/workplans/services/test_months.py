"""The plan of one month: what is confirmed stays, once, until it is taken back."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from stellazh.associations.models import Association
from stellazh.common.errors import PermissionRefused
from stellazh.people.models import Person
from stellazh.workplans.models import MonthPlan, Plan
from stellazh.workplans.reads import month_lines, month_page
from stellazh.workplans.services import (
    MonthAlreadyConfirmed,
    MonthIsEmpty,
    MonthNotConfirmed,
    MonthOfAnotherYear,
    PlanIsDraft,
    TextTooLong,
    confirm_month,
    withdraw_month,
)
from tests.checks import at_once, deeds, nothing_changes
from tests.factories.workplans import ItemOwnerFactory, PlanFactory, PlanItemFactory

OCTOBER = date(2024, 10, 1)


@pytest.fixture
def plan(association: Association) -> Plan:
    plan = PlanFactory(association=association, approved=True)
    ItemOwnerFactory(item=PlanItemFactory(plan=plan, title="Семинар «Книга и время»", place="Школа № 3"))
    return plan


def test_confirming_keeps_what_the_plan_holds_now(plan: Plan, head: Person, at: datetime) -> None:
    made = confirm_month(plan.pk, month=date(2024, 10, 17), note=" с  гостями ", by=head, at=at)
    plan.items.update(title="Совсем другое")

    kept = MonthPlan.objects.get(pk=made.pk)
    assert (kept.month, kept.note, kept.confirmed_at, kept.confirmed_by) == (OCTOBER, "с гостями", at, head.actor_name)
    assert kept.items == [
        {"title": "Семинар «Книга и время»", "term": "октябрь 2024", "owners": ["Ольхова В.И."], "place": "Школа № 3"}
    ]
    assert month_page(plan, OCTOBER).has_moved_on
    assert month_page(plan, OCTOBER).lines[0].title == "Семинар «Книга и время»"
    assert deeds(plan) == [("plan_month_confirmed", str(head.pk), {"Месяц": ["", "октябрь 2024 г."]})]


def test_a_considered_plan_can_be_confirmed_by_a_methodist(
    association: Association, methodist: Person, at: datetime
) -> None:
    plan = PlanItemFactory(plan=PlanFactory(association=association, considered=True)).plan

    made = confirm_month(plan.pk, month=OCTOBER, by=methodist, at=at)

    assert made.withdrawn_at is None


def test_confirming_is_refused_with_nothing_changed(
    plan: Plan, association: Association, head: Person, member: Person, stranger: Person, at: datetime
) -> None:
    draft = PlanItemFactory(plan=PlanFactory(association=association, school_year=2025)).plan
    closed = PlanItemFactory(plan=PlanFactory(association=association, school_year=2023, closed=True)).plan

    for who in (member, stranger):
        nothing_changes(lambda who=who: confirm_month(plan.pk, month=OCTOBER, by=who, at=at), PermissionRefused)
    nothing_changes(lambda: confirm_month(closed.pk, month=date(2023, 10, 1), by=head, at=at), PermissionRefused)
    nothing_changes(lambda: confirm_month(draft.pk, month=date(2025, 10, 1), by=head, at=at), PlanIsDraft)
    nothing_changes(lambda: confirm_month(plan.pk, month=date(2024, 7, 1), by=head, at=at), MonthOfAnotherYear)
    nothing_changes(lambda: confirm_month(plan.pk, month=date(2025, 9, 1), by=head, at=at), MonthOfAnotherYear)
    nothing_changes(lambda: confirm_month(plan.pk, month=date(2025, 7, 1), by=head, at=at), MonthIsEmpty)
    nothing_changes(lambda: confirm_month(plan.pk, month=OCTOBER, note="ы" * 301, by=head, at=at), TextTooLong)


def test_an_empty_month_is_confirmed_with_a_word_why(plan: Plan, head: Person, at: datetime) -> None:
    made = confirm_month(plan.pk, month=date(2025, 8, 1), note="каникулы", by=head, at=at)

    assert (made.items, made.month) == ([], date(2025, 8, 1))


def test_the_second_confirmation_is_refused(plan: Plan, head: Person, at: datetime) -> None:
    confirm_month(plan.pk, month=OCTOBER, by=head, at=at)

    nothing_changes(lambda: confirm_month(plan.pk, month=OCTOBER, by=head, at=at), MonthAlreadyConfirmed)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_confirm_once(plan: Plan, head: Person, at: datetime) -> None:
    found = at_once(lambda: type(confirm_month(plan.pk, month=OCTOBER, by=head, at=at)).__name__)

    assert sorted(found) == ["MonthAlreadyConfirmed", "MonthPlan"]
    assert MonthPlan.objects.count() == 1


def test_taken_back_it_stays_and_can_be_confirmed_anew(plan: Plan, head: Person, at: datetime) -> None:
    first = confirm_month(plan.pk, month=OCTOBER, by=head, at=at)

    withdraw_month(plan.pk, month=OCTOBER, by=head, at=at)
    second = confirm_month(plan.pk, month=OCTOBER, by=head, at=at)

    first.refresh_from_db()
    assert (first.withdrawn_at, first.version, second.pk != first.pk) == (at, 2, True)
    assert list(MonthPlan.objects.present()) == [second]
    assert [deed for deed, _, _ in deeds(plan)] == [
        "plan_month_confirmed",
        "plan_month_withdrawn",
        "plan_month_confirmed",
    ]


def test_taking_back_is_refused(plan: Plan, head: Person, stranger: Person, at: datetime) -> None:
    nothing_changes(lambda: withdraw_month(plan.pk, month=OCTOBER, by=head, at=at), MonthNotConfirmed)
    confirm_month(plan.pk, month=OCTOBER, by=head, at=at)

    nothing_changes(lambda: withdraw_month(plan.pk, month=OCTOBER, by=stranger, at=at), PermissionRefused)


def test_constraints_of_a_month_hold(plan: Plan, at: datetime) -> None:
    MonthPlan.objects.create(plan=plan, month=OCTOBER, confirmed_at=at)

    for month in (OCTOBER, date(2024, 11, 2)):
        with pytest.raises(IntegrityError), transaction.atomic():
            MonthPlan.objects.create(plan=plan, month=month, confirmed_at=at)


def test_lines_of_a_month_are_what_touches_it(plan: Plan) -> None:
    for title, start, end, months, status in (
        ("Октябрь–ноябрь", date(2024, 10, 20), date(2024, 11, 3), [], "planned"),
        ("Отменено", date(2024, 11, 5), date(2024, 11, 5), [], "cancelled"),
        ("Весь год", date(2024, 9, 1), date(2025, 5, 31), [], "planned"),
        ("Ноябрь и март", date(2024, 11, 1), date(2025, 3, 31), ["2024-11-01", "2025-03-01"], "planned"),
        ("Убрано", date(2024, 11, 7), date(2024, 11, 7), [], "planned"),
    ):
        PlanItemFactory(
            plan=plan, title=title, start=start, end=end, months=months, status=status,
            status_reason="болезнь" if status == "cancelled" else "",
            archived_at=plan.created_at if title == "Убрано" else None,
        )  # fmt: skip

    november, all_year = month_lines(plan, date(2024, 11, 1))
    december, _ = month_lines(plan, date(2024, 12, 1))

    assert [line.title for line in november] == ["Октябрь–ноябрь", "Ноябрь и март"]
    assert (all_year, december) == (1, ())
