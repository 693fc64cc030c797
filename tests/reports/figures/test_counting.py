"""Figures: each counts its own, as of a day, in few queries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stellazh.associations.models import Association
from stellazh.events.models import AttendanceStanding
from stellazh.events.reads.figures import figures as attendance_figures
from stellazh.people.models import Person
from stellazh.reports.figures import (
    Scope,
    compared,
    counted,
    event_marks,
    figure_list,
    figures,
    grouped,
    last_year,
)
from tests.factories.associations import OrganisationFactory, TerritoryFactory
from tests.factories.members import MembershipFactory, PostFactory
from tests.factories.people import PersonFactory
from tests.factories.protocols import DecisionFactory, ProtocolFactory
from tests.factories.workplans import PlanFactory, PlanItemFactory
from tests.reports.figures.conftest import (
    ANYBODY,
    AS_OF,
    ScopeOf,
    answered,
    came,
    closed,
    full_event,
    held,
    recorded,
    values,
)


def queries_of(scope: Scope) -> int:
    with CaptureQueriesContext(connection) as asked:
        counted(scope)
    return len(asked)


def test_every_code_and_every_name_stands_once() -> None:
    names = [rule.name for rule in figures]

    assert len(set(names)) == len(names)
    assert all(rule.label and rule.group and all(rule.forms) and rule.rows for rule in figures)
    assert sum(len(rules) for rules in grouped().values()) == len(figures)


def test_full_year_is_counted(scope: Scope, full_year: Callable[[int], None]) -> None:
    full_year(2)

    found = {code: figure.value for code, figure in counted(scope).items() if figure.value}

    assert found == {
        "events.held": 2,
        "events.online": 2,
        "events.recorded": 2,
        "events.form.webinar": 2,
        "events.level.municipal": 2,
        "attendances.total": 6,
        "people.total": 3,
        "municipalities.covered": 1,
        "schools.covered": 2,
        "attendances.late": 2,
        "events.held.below": 2,
        "attendances.total.below": 6,
        "people.total.below": 3,
        "municipalities.covered.below": 1,
        "schools.covered.below": 2,
        "territory.municipalities": 1,
        "territory.schools": 2,
        "talks": 2,
        "speakers": 2,
        "enrolments": 12,
        "recordings.year": 2,
        "recordings.all": 2,
        "materials": 2,
        "feedback.given": 6,
        "feedback.mark": 43,
        "protocols.signed": 2,
        "decisions.made": 4,
        "decisions.done": 2,
        "decisions.open": 2,
        "decisions.late": 2,
        "points.total": 3,
        "points.done": 1,
        "points.partly": 1,
        "points.open": 1,
        "marks.total": 6,
        "marks.done": 1,
        "plan.total": 4,
        "plan.held": 1,
        "plan.postponed": 1,
        "plan.cancelled": 1,
        "plan.untold": 1,
        "plan.off": 2,
    }


def test_nothing_known_is_no_nought(scope: Scope) -> None:
    unknown = {code for code, figure in counted(scope).items() if figure.value is None}

    assert unknown == {
        "structure.people",
        "structure.municipalities",
        "territory.schools",
        "feedback.given",
        "feedback.mark",
        *(f"points.{name}" for name in ("total", "done", "partly", "open")),
        *("marks.total", "marks.done"),
        *(f"plan.{name}" for name in ("total", "held", "postponed", "cancelled", "untold", "off")),
    }


def test_counted_costs_the_same_with_one_and_with_three_events(
    scope_of: ScopeOf, full_year: Callable[[int], None], association: Association
) -> None:
    MembershipFactory(association=association)
    full_year(1)
    with_one = queries_of(scope_of())
    people: Any = [PersonFactory() for _ in range(3)]
    for number in (1, 2):
        full_event(association, number, people)

    assert queries_of(scope_of()) == with_one == 24


def test_only_the_sources_asked_for_are_counted_and_only_once(
    scope: Scope, association: Association, django_assert_num_queries: Any
) -> None:
    came(held(association))

    with django_assert_num_queries(2):
        counted(scope, ["attendances.total", "people.total"])
    with django_assert_num_queries(0):
        counted(scope, ["schools.covered"])


def test_numbers_are_those_of_the_count_of_attendances(
    scope: Scope, association: Association, full_year: Callable[[int], None], head: Person, client_for: Any
) -> None:
    full_year(2)
    theirs = attendance_figures(scope.attendances())
    client: Client = client_for(head)

    ours = values(
        scope, "events.held", "attendances.total", "people.total", "municipalities.covered", "schools.covered"
    )  # fmt: skip

    assert ours == [
        theirs.event_count,
        theirs.attendance_count,
        theirs.people_count,
        theirs.municipality_count,
        theirs.school_count,
    ]
    for code in ("events.held", "attendances.total", "people.total", "attendances.total.below"):
        found = figure_list(scope, code, reader=head)
        page = client.get(found.elsewhere)
        assert page.status_code == 200
        assert page.context["page"].paginator.count == len(found.rows)


def test_events_below_count_apart(region: Association, association: Association) -> None:
    came(held(region))
    came(held(association))
    scope = Scope(region, 2024, AS_OF)

    assert values(scope, "events.held", "attendances.total") == [1, 1]
    assert values(scope, "events.held.below", "attendances.total.below") == [2, 2]


def test_figures_stand_as_of_their_day(scope_of: ScopeOf, association: Association) -> None:
    first = held(association)
    came(first)
    late: Any = came(first)
    AttendanceStanding.objects.filter(attendance=late).update(since_at=datetime(2024, 12, 1, tzinfo=UTC))
    held(association, date(2025, 2, 4))
    recorded(first, added_at=datetime(2025, 1, 20, tzinfo=UTC))
    protocol: Any = ProtocolFactory(association=association, signed=True, signed_at=datetime(2025, 1, 10, tzinfo=UTC))
    decision: Any = DecisionFactory(protocol=protocol, binding_at=protocol.signed_at)
    closed(decision, "done", datetime(2025, 3, 1, tzinfo=UTC))
    codes = ("events.held", "attendances.total", "events.recorded", "protocols.signed", "decisions.done")

    def on(year: int, month: int, day: int) -> list[int | None]:
        return values(scope_of(as_of=datetime(year, month, day, 12, tzinfo=UTC)), *codes)

    assert on(2024, 11, 1) == [1, 1, 0, 0, 0]
    assert on(2025, 1, 15) == [1, 2, 0, 1, 0]
    assert on(2025, 2, 10) == [2, 2, 1, 1, 0]
    assert on(2025, 6, 1) == [2, 2, 1, 1, 1]
    assert values(scope_of(as_of=datetime(2025, 2, 10, tzinfo=UTC)), "decisions.open") == [1]


def test_day_is_that_of_the_association(scope_of: ScopeOf, association: Association) -> None:
    # 22:00 in London of the 7th is the 8th in Moscow already.
    scope = scope_of(as_of=datetime(2024, 10, 7, 22, tzinfo=UTC))

    assert scope.day == date(2024, 10, 8)
    assert counted(scope, ["events.held"])["events.held"].as_of == date(2024, 10, 8)


def test_structure_stands_on_the_last_day_of_a_year_that_is_over(scope_of: ScopeOf, association: Association) -> None:
    MembershipFactory(association=association, from_on=date(2024, 9, 1), to_on=date(2025, 8, 31))
    MembershipFactory(association=association, from_on=date(2025, 9, 1))
    MembershipFactory(association=association, from_on=date(2023, 9, 1), to_on=date(2024, 12, 31))

    assert values(scope_of(as_of=datetime(2025, 11, 22, tzinfo=UTC)), "structure.people", "members.all") == [1, 1]
    assert values(scope_of(as_of=datetime(2024, 10, 8, tzinfo=UTC)), "structure.people") == [2]


def test_territory_is_counted_by_its_municipalities(region: Association, association: Association) -> None:
    TerritoryFactory(parent=region.territory, archived_at=datetime(2024, 1, 1, tzinfo=UTC))
    OrganisationFactory(territory=association.territory)
    OrganisationFactory(territory=association.territory, kind="library")

    codes = ("territory.municipalities", "territory.schools", "associations.below")

    assert values(Scope(region, 2024, AS_OF), *codes) == [1, 1, 1]
    assert values(Scope(association, 2024, AS_OF), *codes) == [1, 1, 0]


def test_mean_mark_tells_nothing_of_fewer_than_three(scope_of: ScopeOf, association: Association) -> None:
    answered(held(association), 1, 1)
    assert values(scope_of(), "feedback.given", "feedback.mark") == [2, None]

    answered(held(association, date(2024, 11, 5)), 5, 4, 4)
    assert values(scope_of(), "feedback.given", "feedback.mark") == [5, 43]
    assert counted(scope_of(), ["feedback.mark"])["feedback.mark"].words == "4,3 балла"


def test_what_stands_in_no_plan_is_counted_when_there_is_a_plan(scope: Scope, association: Association) -> None:
    plan = PlanFactory(association=association, approved=True)
    held(association, plan_item=PlanItemFactory(plan=plan))
    held(association, date(2024, 11, 5))

    assert values(scope, "plan.off", "plan.total") == [1, 1]
    assert len(figure_list(scope, "plan.off", reader=ANYBODY).rows) == 1


def test_figures_of_single_events(scope: Scope, association: Association, neighbour: Association) -> None:
    event, foreign = held(association), held(neighbour)
    came(event, territory=association.territory)
    came(event, territory=neighbour.territory)
    came(foreign)
    people, places = f"event.people:{event.pk}", f"event.municipalities:{event.pk}"

    found = counted(scope, [people, places, f"event.people:{foreign.pk}", "event.people:99999999999"])

    assert {code: figure.words for code, figure in found.items()} == {
        people: "2 участника",
        places: "2 муниципалитета",
    }
    assert len(figure_list(scope, people, reader=ANYBODY).rows) == 2
    assert list(figure_list(scope, f"event.people:{foreign.pk}", reader=ANYBODY).rows[:50]) == []


def test_figures_of_many_events_cost_as_those_of_one(
    scope_of: ScopeOf, association: Association, django_assert_num_queries: Any
) -> None:
    events = [held(association, date(2024, 10, 1) + timedelta(days=day)) for day in range(3)]

    for codes in ([f"event.people:{events[0].pk}"], [f"event.people:{event.pk}" for event in events]):
        with django_assert_num_queries(2):
            assert len(counted(scope_of(), codes)) == len(codes)


def test_event_marks_are_for_the_picker(scope: Scope, association: Association) -> None:
    event = held(association, title="Форум {{о чтении}}")

    (found,) = event_marks(scope)

    assert dict(found.marks)["участники"] == f"{{{{ участники мероприятия {event.pk} «Форум о чтении» }}}}"


def test_last_year_is_told_as_of_the_same_day(scope: Scope, association: Association) -> None:
    for on in (date(2023, 10, 8), date(2024, 10, 8), date(2024, 11, 8)):
        came(held(association, on, held_at=datetime(on.year, on.month, on.day, 13, tzinfo=UTC)))

    before = last_year(scope)
    events, mark = compared(scope, ["events.held", "feedback.mark"])

    assert (before.school_year, before.day) == (2023, date(2024, 6, 24))
    assert (events.label, events.this.value, events.last.value) == ("Проведено мероприятий", 2, 1)
    assert (events.difference_words, mark.difference_words, mark.difference) == ("+1", "", None)


def test_leap_day_has_a_year_before(association: Association) -> None:
    assert last_year(Scope(association, 2023, datetime(2024, 2, 29, 9, tzinfo=UTC))).day == date(2023, 2, 28)


def test_specialists_come_from_municipalities(region: Association, association: Association) -> None:
    for place in (association.territory, TerritoryFactory(parent=region.territory), None):
        one = MembershipFactory(association=region)
        if place is not None:
            PostFactory(person=one.person, organisation=OrganisationFactory(territory=place))

    assert values(Scope(region, 2024, AS_OF), "structure.people", "structure.municipalities") == [3, 2]
