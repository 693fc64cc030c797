"""The numbers of the year are those of «Подсчёт участий»; new and lost people are found by who they are."""

from __future__ import annotations

import random
from datetime import date, datetime
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from stellazh.associations.enums import TerritoryKind
from stellazh.associations.models import Association
from stellazh.common.actor import System
from stellazh.common.school_year import SchoolYear
from stellazh.events.enums import AttendanceState, EventLevel, MarkSource
from stellazh.events.reads.figure_lists import FIGURE_LISTS
from stellazh.events.reads.figures import breakdowns, figures
from stellazh.events.services.attendance_marks import Mark, Subject, put_mark, withdraw_mark
from stellazh.people.models import Person
from stellazh.people.services.merging import merge_people
from stellazh.reports.reads.year import PEOPLE_LISTS, Newness, YearAsked, plan_year, year_numbers, year_pictures
from stellazh.workplans.enums import ItemStatus
from tests.factories.associations import AssociationFactory, OrganisationFactory, TerritoryFactory
from tests.factories.events import EnrolmentFactory
from tests.factories.people import PersonFactory
from tests.factories.workplans import ItemOutcomeFactory, PlanFactory, PlanItemFactory, PlanSectionFactory
from tests.reports.year.conftest import BEFORE, THIS, AskedOf, came, held_on

FORMS = ("webinar", "seminar", "meeting")


def names(asked: YearAsked, what: str, query: str = "") -> list[str]:
    one = PEOPLE_LISTS[what]
    return [line.name for line in one.lines(asked, list(one.find(asked, query)))]


def counts(found: Newness) -> tuple[int, int, int]:
    return found.stayed_count, found.new_count, found.lost_count


@pytest.mark.parametrize("seed", range(4))
def test_numbers_are_those_of_the_count_of_attendances(region: Association, seed: int) -> None:
    chance = random.Random(seed)
    places: list[Any] = [TerritoryFactory(parent=region.territory) for _ in range(4)]
    branches: list[Any] = [AssociationFactory(parent=region, territory=place) for place in places[:2]]
    people: list[Any] = PersonFactory.create_batch(8)
    days = [date(2023, 8, 20), date(2023, 11, 7), date(2024, 8, 30), date(2024, 9, 2), date(2025, 3, 4)]
    days.append(date(2025, 8, 28))
    for number in range(20):
        on = chance.choice(days)
        # In August two school years overlap: an event says itself of which one it is.
        year = chance.choice((on.year - 1, on.year)) if on.month == 8 else SchoolYear.of(on).start
        event = held_on(
            chance.choice([region, *branches]), on, form=chance.choice(FORMS), school_year=year,
            level=chance.choice(EventLevel.values),
        )  # fmt: skip
        for person in chance.sample(people, 4):
            state = chance.choice(AttendanceState.values)
            came(event, person=person, territory=chance.choice([None, region.territory, *places]), state=state)
        came(event, person=None, guest_key=f"name:{number}", territory=chance.choice(places))
    asked = YearAsked(region, SchoolYear(2024), with_below=True, today=date(2026, 1, 1))

    numbers = year_numbers(asked)

    parts, earlier = breakdowns(asked.this), breakdowns(asked.before)
    assert numbers.figures == figures(asked.this)
    assert len(numbers.events) == numbers.figures.event_count
    assert sum(event.attendance_count for event in numbers.events) == numbers.figures.attendance_count
    assert numbers.attendance_before == figures(asked.before).attendance_count
    assert len(numbers.events_before) == figures(asked.before).event_count
    months = (asked.year.first_day, *asked.year.months())
    by_month = zip(months, numbers.by_month(months), numbers.by_month_before(months), strict=True)
    theirs = {row.scope.first.replace(day=1): row.figures for row in parts.by_month}
    before = {row.scope.first.replace(day=1): row.figures.attendance_count for row in earlier.by_month}
    for month, mine, was in by_month:
        found = theirs.get(month)
        assert (mine.event_count, mine.attendance_count) == (
            (found.event_count, found.attendance_count) if found else (0, 0)
        )
        assert was == before.get(month.replace(year=month.year - 1), 0)
    forms = {row.scope.form: (row.figures.event_count, row.figures.attendance_count) for row in parts.by_form}
    assert {row.key: (row.event_count, row.attendance_count) for row in numbers.by_form} == forms
    assert sum(row.event_count for row in numbers.by_level) == numbers.figures.event_count
    counted = {row.scope.place_id: row.figures for row in parts.by_municipality}
    for place in numbers.places:
        row = counted.pop(place.pk, None)
        assert (place.attendance_count, place.people_count, place.event_count) == (
            (row.attendance_count, row.people_count, row.event_count) if row else (0, 0, 0)
        )
    assert counted == {}
    assert numbers.newness.stayed_count + numbers.newness.new_count == numbers.figures.people_count
    assert numbers.newness.before_count == figures(asked.before).people_count
    for code, count in zip(("stayed", "new", "lost"), counts(numbers.newness), strict=True):
        assert len(names(asked, code)) == count


def test_people_are_new_lost_or_stayed(association: Association, asked_of: AskedOf) -> None:
    this, before = held_on(association, THIS), held_on(association, BEFORE)
    both: Any = PersonFactory(family_name="Липина")
    came(this, person=both)
    came(before, person=both)
    came(this, person=PersonFactory(family_name="Рябинина"))
    came(before, person=PersonFactory(family_name="Кленова"))

    asked = asked_of()

    assert counts(year_numbers(asked).newness) == (1, 1, 1)
    assert [names(asked, what)[0].split()[0] for what in ("stayed", "new", "lost")] == ["Липина", "Рябинина", "Кленова"]
    assert names(asked, "lost", "клёнова") == names(asked, "lost")
    assert names(asked, "lost", "Липина") == []


def test_two_cards_made_one_are_nobody_lost(association: Association, asked_of: AskedOf, at: datetime) -> None:
    survivor: Any = PersonFactory(family_name="Озерова")
    double: Any = PersonFactory(family_name="Озерова", without_account=True)
    came(held_on(association, THIS), person=survivor)
    came(held_on(association, BEFORE), person=double)
    assert counts(year_numbers(asked_of()).newness) == (0, 1, 1)

    merge_people(survivor.pk, double.pk, by=System("проверка"), at=at)

    assert counts(year_numbers(asked_of()).newness) == (1, 0, 0)
    assert len(names(asked_of(), "stayed")) == 1
    assert names(asked_of(), "lost") == names(asked_of(), "new") == []


def test_attendance_that_was_taken_back_makes_nobody_come(
    association: Association, asked_of: AskedOf, at: datetime
) -> None:
    person: Any = PersonFactory()
    came(held_on(association, BEFORE), person=person)
    event = held_on(association, THIS)
    told = Mark(source=MarkSource.HAND, state=AttendanceState.PRESENT, key="hand:1", on=THIS, marked_at=at)
    marked = put_mark(event, Subject(person=person), told, by=System("проверка"), at=at)
    assert counts(year_numbers(asked_of()).newness) == (1, 0, 0)

    withdraw_mark(marked.mark, at=at)

    assert counts(year_numbers(asked_of()).newness) == (0, 0, 1)
    assert len(names(asked_of(), "lost")) == 1


@pytest.mark.parametrize("state", [AttendanceState.LATE, AttendanceState.ABSENT, AttendanceState.EXCUSED])
def test_only_those_who_were_there_came(association: Association, asked_of: AskedOf, state: AttendanceState) -> None:
    person: Any = PersonFactory()
    came(held_on(association, BEFORE), person=person)
    came(held_on(association, THIS), person=person, state=state)

    assert counts(year_numbers(asked_of()).newness) == (0, 0, 1)


def test_guests_are_known_again_by_their_address(association: Association, asked_of: AskedOf) -> None:
    this, before = held_on(association, THIS), held_on(association, BEFORE)
    enrolled: Any = EnrolmentFactory(event=before, guest=True, guest_email="Guest@example.org")
    came(before, person=None, enrolment=enrolled, guest_key=f"enrolment:{enrolled.pk}")
    came(this, person=None, guest_key="email:guest@example.org")

    assert counts(year_numbers(asked_of()).newness) == (1, 0, 0)


def test_neighbours_are_not_counted(
    association: Association, neighbour: Association, region: Association, asked_of: AskedOf
) -> None:
    for foreign in (neighbour, region):
        came(held_on(foreign, THIS), territory=association.territory)
        came(held_on(foreign, BEFORE))
        PlanItemFactory(plan=PlanFactory(association=foreign, approved=True))
    asked = asked_of()

    numbers, plans = year_numbers(asked), plan_year(asked, reader=System("проверка"))

    assert numbers.events == numbers.events_before == numbers.places == ()
    assert counts(numbers.newness) == (0, 0, 0)
    assert plans.facts == ()
    assert year_pictures(asked, numbers, plans).present() == []


def test_own_events_alone_are_counted_without_reach_below(region: Association, association: Association) -> None:
    came(held_on(association, THIS))
    came(held_on(region, THIS))
    PlanItemFactory(plan=PlanFactory(association=association, approved=True))
    asked = YearAsked(region, SchoolYear(2024), with_below=False, today=date(2025, 6, 1))

    numbers = year_numbers(asked)

    assert (len(numbers.events), numbers.figures.attendance_count, numbers.newness.new_count) == (1, 1, 1)
    assert plan_year(asked, reader=System("проверка")).facts == ()


def test_region_is_told_by_municipalities_and_a_town_by_schools(
    region: Association, association: Association, neighbour: Association, asked_of: AskedOf
) -> None:
    school: Any = OrganisationFactory(territory=association.territory, short_name="Школа № 3")
    came(held_on(association, THIS), organisation=school, territory=association.territory)
    whole = year_numbers(asked_of(association=region))
    town = year_numbers(asked_of())

    assert [(place.name, place.attendance_count, place.is_tile) for place in whole.places] == [
        ("Береговой округ", 0, True), ("Лужский округ", 1, True),
    ]  # fmt: skip
    assert whole.reached_count == 1
    assert town.are_schools
    assert [(place.name, place.attendance_count, place.is_tile) for place in town.places] == [("Школа № 3", 1, False)]


def test_places_outside_of_the_tiles_are_told_too(region: Association, asked_of: AskedOf) -> None:
    city: Any = TerritoryFactory(kind=TerritoryKind.CITY, name="Ярск", parent=region.territory)
    TerritoryFactory(kind=TerritoryKind.DISTRICT, name="Заводской", parent=city)
    came(held_on(region, THIS), territory=city)

    numbers = year_numbers(asked_of(association=region))

    assert [(place.name, place.attendance_count, place.is_tile) for place in numbers.places] == [
        ("Заводской", 0, True), ("Лужский округ", 0, True), ("Ярск", 1, False),
    ]  # fmt: skip


def test_plan_is_told_by_what_came_of_it(association: Association, asked_of: AskedOf, head: Person) -> None:
    plan: Any = PlanFactory(association=association, approved=True)
    section: Any = PlanSectionFactory(plan=plan)
    reason = {"status_reason": "Заболела ведущая"}
    done: Any = PlanItemFactory(plan=plan, status=ItemStatus.HELD, section=section)
    ItemOutcomeFactory(item=done, participation_count=40)
    PlanItemFactory(plan=plan, status=ItemStatus.POSTPONED, **reason)
    PlanItemFactory(plan=plan, status=ItemStatus.CANCELLED, **reason)
    PlanItemFactory(plan=plan, end=date(2025, 5, 31))
    PlanItemFactory(plan=plan, end=date(2025, 6, 1))
    PlanItemFactory(plan=plan, archived_at=plan.created_at)
    PlanFactory(association=association, archived=True)

    found = plan_year(asked_of(), reader=head)

    assert found.own is not None
    assert [getattr(found.own, f"{kind}_count") for kind in ("done", "moved", "cancelled", "late", "ahead", "total")] \
        == [1, 1, 1, 1, 1, 5]  # fmt: skip
    assert found.shelf is not None
    assert sorted(book.state for book in found.shelf.books()) == ["cancelled", "done", "late", "planned", "planned"]


def test_nothing_of_a_draft_is_late(association: Association, asked_of: AskedOf, head: Person) -> None:
    PlanItemFactory(plan=PlanFactory(association=association), end=date(2025, 1, 1))

    found = plan_year(asked_of(), reader=head).own

    assert found is not None
    assert (found.late_count, found.ahead_count) == (0, 1)


def test_plans_nobody_may_read_are_not_told(
    region: Association, association: Association, asked_of: AskedOf, member: Person
) -> None:
    PlanItemFactory(plan=PlanFactory(association=association))

    assert plan_year(asked_of(association=region), reader=member).facts == ()


def test_full_shelf_holds_the_most_attended(association: Association, asked_of: AskedOf, head: Person) -> None:
    plan: Any = PlanFactory(association=association, approved=True)
    items: list[Any] = [PlanItemFactory(plan=plan, title=f"Дело {number}") for number in range(95)]
    ItemOutcomeFactory(item=items[94], participation_count=300)

    shelf = plan_year(asked_of(), reader=head).shelf

    assert shelf is not None
    assert len(list(shelf.books())) == 90
    assert "Дело 94" in {book.title for book in shelf.books()}
    assert shelf.label == "90 дел из 95"


@pytest.mark.parametrize("count", [1, 3])
def test_numbers_cost_the_same_for_one_and_three(
    region: Association, asked_of: AskedOf, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        place: Any = TerritoryFactory(parent=region.territory)
        branch: Any = AssociationFactory(parent=region, territory=place)
        came(held_on(branch, THIS), territory=place)
        came(held_on(branch, BEFORE), territory=place)
        PlanItemFactory(plan=PlanFactory(association=branch, approved=True))
    asked = asked_of(association=region)

    with django_assert_num_queries(7):
        numbers = year_numbers(asked)
    with django_assert_num_queries(1):
        plans = plan_year(asked, reader=System("проверка"))
    with django_assert_num_queries(0):
        year_pictures(asked, numbers, plans)


def test_top_leaves_out_what_nobody_came_to(association: Association, asked_of: AskedOf) -> None:
    held_on(association, THIS, title="Пустой зал")
    full = held_on(association, THIS, title="Читаем вместе", form="meeting", number=3)
    came(full)

    numbers = year_numbers(asked_of())

    assert [event.full_title for event in numbers.top(10)] == [full.full_title]
    assert numbers.top(10)[0].attendance_count == len(FIGURE_LISTS["attendances"].find(asked_of().this, ""))
