"""Every standing of every paper: by its term, by the association's own clock, in the month and year it belongs to."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from stellazh.associations.models import Association
from stellazh.people.models import Person
from stellazh.reports.enums import KeptPaper, PaperStanding
from stellazh.reports.models import PaperRule
from stellazh.reports.reads import board, own_row
from stellazh.reports.services import HandedFields, hand_in
from stellazh.workplans.enums import PlanStatus
from stellazh.workplans.models import Plan
from stellazh.workplans.services import confirm_month
from tests.factories.associations import AssociationFactory
from tests.factories.events import EventFactory
from tests.factories.protocols import ProtocolFactory
from tests.factories.workplans import PlanFactory
from tests.reports.conftest import CellAt, moment

OCTOBER = date(2024, 10, 1)
MONTH_PLAN, PROTOCOL, PLAN, REPORT = KeptPaper.MONTH_PLAN, KeptPaper.PROTOCOL, KeptPaper.PLAN, KeptPaper.REPORT


def test_the_plan_of_the_year_goes_through_its_standings(plan: Plan, cell_at: CellAt) -> None:
    there = cell_at(PLAN, None, moment(11, 1))
    plan.grifs.update(on=date(2024, 10, 2))
    late = cell_at(PLAN, None, moment(11, 1))
    Plan.objects.update(status=PlanStatus.CONSIDERED)
    expected, missing = cell_at(PLAN, None, moment(10, 1)), cell_at(PLAN, None, moment(10, 2))

    assert [cell.standing for cell in (there, late, expected, missing)] == ["there", "late", "expected", "missing"]
    assert (there.href, missing.href) == (f"/plans/{plan.pk}/", "")
    assert [debt.words for debt in missing.debts] == ["план на 2024/2025"]


@pytest.mark.parametrize(
    ("at", "standing"),
    [
        # 5 October, 23:30 in Moscow, and 00:30 of the 6th.
        (moment(10, 5, 20), PaperStanding.THERE),
        (moment(10, 5, 21), PaperStanding.LATE),
    ],
)
def test_a_month_is_late_by_the_clock_of_its_association(
    plan: Plan, head: Person, cell_at: CellAt, at: object, standing: str
) -> None:
    Association.objects.update(time_zone="Europe/Moscow")
    confirm_month(plan.pk, month=OCTOBER, by=head, at=at)  # type: ignore[arg-type]

    cell = cell_at(MONTH_PLAN, OCTOBER, moment(12, 1))

    assert cell.standing == standing
    assert cell.href == f"/plans/{plan.pk}/months/2024-10/"


def test_the_same_moment_is_another_day_further_east(plan: Plan, head: Person, cell_at: CellAt) -> None:
    Association.objects.update(time_zone="Asia/Krasnoyarsk")
    confirm_month(plan.pk, month=OCTOBER, by=head, at=moment(10, 5, 20))

    assert cell_at(MONTH_PLAN, OCTOBER, moment(12, 1)).standing == PaperStanding.LATE


def test_a_month_is_waited_for_until_its_last_day_is_over(plan: Plan, cell_at: CellAt) -> None:
    Association.objects.update(time_zone="Europe/Moscow")

    found = [cell_at(MONTH_PLAN, OCTOBER, at) for at in (moment(10, 5, 20), moment(10, 5, 21))]

    assert [cell.standing for cell in found] == [PaperStanding.EXPECTED, PaperStanding.MISSING]
    assert [cell.day for cell in found] == [date(2024, 10, 5)] * 2
    assert found[1].todo_href == f"/plans/{plan.pk}/months/2024-10/"


def test_summer_asks_for_no_monthly_plans(plan: Plan, head: Person, cell_at: CellAt) -> None:
    before = cell_at(MONTH_PLAN, date(2024, 8, 1), moment(12, 1))
    confirm_month(plan.pk, month=date(2024, 8, 1), note="совещание", by=head, at=moment(9, 30))
    after = cell_at(MONTH_PLAN, date(2024, 8, 1), moment(12, 1))

    assert (before.standing, after.standing) == (PaperStanding.NOT_NEEDED, PaperStanding.THERE)


def test_a_protocol_is_due_two_weeks_after_each_meeting(association: Association, cell_at: CellAt) -> None:
    event = EventFactory(association=association, held=True)

    expected, missing = cell_at(PROTOCOL, OCTOBER, moment(10, 22)), cell_at(PROTOCOL, OCTOBER, moment(10, 23))
    ProtocolFactory(association=association, event=event, signed=True, signed_at=moment(10, 22))
    there = cell_at(PROTOCOL, OCTOBER, moment(12, 1))

    assert [cell.standing for cell in (expected, missing, there)] == ["expected", "missing", "there"]
    assert [debt.words for debt in missing.debts] == ["протокол заседания 08.10.2024"]
    assert missing.todo_href == event.get_absolute_url()


def test_the_worst_of_several_meetings_is_shown_with_its_share(association: Association, cell_at: CellAt) -> None:
    first, second = (EventFactory(association=association, held=True, starts_at=moment(10, day)) for day in (3, 8))
    ProtocolFactory(association=association, event=first, signed=True, signed_at=moment(11, 20))
    ProtocolFactory(association=association, event=second)

    cell = cell_at(PROTOCOL, OCTOBER, moment(12, 1))

    assert (cell.standing, cell.note, len(cell.debts)) == (PaperStanding.MISSING, "1 из 2", 1)


def test_a_signed_protocol_without_an_event_shows_its_meeting(association: Association, cell_at: CellAt) -> None:
    ProtocolFactory(association=association, signed=True, signed_at=moment(11, 20))
    ProtocolFactory(association=association)

    assert cell_at(PROTOCOL, OCTOBER, moment(12, 1)).standing == PaperStanding.LATE


def test_only_held_meetings_ask_for_a_protocol(association: Association, cell_at: CellAt) -> None:
    EventFactory(association=association)
    EventFactory(association=association, cancelled=True)
    EventFactory(association=association, held=True, form="seminar")
    EventFactory(association=association, held=True, archived_at=moment(10, 9))

    cell = cell_at(PROTOCOL, OCTOBER, moment(12, 1))

    assert (cell.standing, cell.note) == (PaperStanding.NOT_NEEDED, "заседаний не было")


def test_a_meeting_belongs_to_the_month_of_its_own_clock(association: Association, cell_at: CellAt) -> None:
    Association.objects.update(time_zone="Asia/Krasnoyarsk")
    EventFactory(association=association, held=True, starts_at=moment(10, 31, 18))

    found = {month: cell_at(PROTOCOL, date(2024, month, 1), moment(12, 1)).standing for month in (10, 11)}

    assert found == {10: PaperStanding.NOT_NEEDED, 11: PaperStanding.MISSING}


def test_august_opens_the_next_year(association: Association, cell_at: CellAt) -> None:
    EventFactory(association=association, held=True, starts_at=moment(8, 27, year=2025))

    opened = cell_at(PROTOCOL, date(2025, 8, 1), moment(10, 1, year=2025), year=2025)
    earlier = board(association, school_year=2024, at=moment(10, 1, year=2025))

    assert opened.standing == PaperStanding.MISSING
    assert earlier.months[0] == date(2024, 8, 1)
    assert earlier.months[-1] == date(2025, 7, 1)
    assert not any(debt.words.startswith("протокол") for row in earlier.rows for debt in row.debts)


def test_a_paper_protocol_stands_for_the_oldest_meeting(
    association: Association, head: Person, cell_at: CellAt
) -> None:
    for day in (3, 8):
        EventFactory(association=association, held=True, starts_at=moment(10, day))
    hand_in(association.pk, fields=HandedFields(PROTOCOL, 2024, OCTOBER, words="папка № 3"), by=head, at=moment(10, 10))

    cell = cell_at(PROTOCOL, OCTOBER, moment(12, 1))

    assert [debt.words for debt in cell.debts] == ["протокол заседания 08.10.2024"]


def test_the_report_is_handed_in_until_june(association: Association, head: Person, cell_at: CellAt) -> None:
    expected = cell_at(REPORT, None, moment(6, 10, year=2025))
    missing = cell_at(REPORT, None, moment(6, 11, year=2025))
    fields = HandedFields(REPORT, 2024, url="https://example.org/report.pdf")
    hand_in(association.pk, fields=fields, by=head, at=moment(6, 11, year=2025))
    late = cell_at(REPORT, None, moment(6, 12, year=2025))

    assert [cell.standing for cell in (expected, missing, late)] == ["expected", "missing", "late"]
    assert late.href == "https://example.org/report.pdf"


def test_rules_of_the_board_replace_the_built_in_ones(
    region: Association, association: Association, plan: Plan, cell_at: CellAt
) -> None:
    PaperRule.objects.create(association=region, kind=MONTH_PLAN, due_day=31, months=[10])
    PaperRule.objects.create(association=region, kind=REPORT, is_asked=False, due_day=1, due_month=6)
    PaperRule.objects.create(association=association, kind=PLAN, due_day=1, due_month=9)

    assert cell_at(MONTH_PLAN, OCTOBER, moment(10, 31)).standing == PaperStanding.EXPECTED
    assert cell_at(MONTH_PLAN, date(2024, 9, 1), moment(12, 1)).standing == PaperStanding.NOT_NEEDED
    assert cell_at(REPORT, None, moment(7, 1, year=2025)).standing == PaperStanding.NOT_NEEDED
    assert cell_at(PLAN, None, moment(12, 1)).standing == PaperStanding.THERE
    assert own_row(association, school_year=2024, at=moment(10, 31)).rows[0].of_kind(MONTH_PLAN)[2].day == date(
        2024, 10, 31
    )


def test_the_board_holds_those_right_below_and_itself(
    region: Association, association: Association, neighbour: Association
) -> None:
    AssociationFactory(parent=association)
    AssociationFactory(parent=region, archived_at=moment(9, 1))
    AssociationFactory()

    shown = board(region, school_year=2024, at=moment(12, 1))

    assert [row.association.code for row in shown.rows] == ["omo", "bereg", "luga"]
    assert [row.association.code for row in shown.late] == ["bereg", "luga"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_board_costs_the_same_however_many(
    region: Association, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _ in range(count):
        one = AssociationFactory(parent=region)
        PlanFactory(association=one, approved=True)
        ProtocolFactory(association=one, event=EventFactory(association=one, held=True), signed=True)

    with django_assert_num_queries(10):
        board(region, school_year=2024, at=moment(12, 1))
