"""The numbers: what counts and what not, as of which day; each is the length of its list."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stellazh.associations.models import Association
from stellazh.events.enums import AttendanceState, MarkSource
from stellazh.events.models import Attendance, AttendanceStanding, Event
from stellazh.events.reads.figure_lists import FIGURE_LISTS
from stellazh.events.reads.figure_scopes import FigureScope, events_in
from stellazh.events.reads.figures import Figures, breakdowns, event_figures, figures
from stellazh.events.services.attendance_marks import Mark, Subject, put_mark, withdraw_mark
from stellazh.people.models import Person
from tests.events.figures.conftest import AS_OF, ScopeOf, held
from tests.factories.associations import AssociationFactory, OrganisationFactory, TerritoryFactory
from tests.factories.events import AttendanceFactory, EnrolmentFactory, EventFactory
from tests.factories.people import PersonFactory

FORMS = ("webinar", "seminar", "meeting")
STATES = ("present", "online", "late", "absent", "excused")


def came(event: Event, **values: Any) -> Attendance:
    made: Any = AttendanceFactory(event=event, **values)
    return made


def listed(scope: FigureScope) -> dict[str, int]:
    """The length of every list, by the name of its number."""
    return {one.figure: len(one.lines(scope, list(one.find(scope, "")))) for one in FIGURE_LISTS.values()}


def numbers(found: Figures) -> dict[str, int]:
    return {name: getattr(found, name) for name in Figures.__dataclass_fields__}


def test_empty_year_counts_nothing(scope_of: ScopeOf) -> None:
    assert set(numbers(figures(scope_of())).values()) == {0}
    assert set(listed(scope_of()).values()) == {0}


def test_each_number_counts_its_own(association: Association, scope_of: ScopeOf) -> None:
    school: Any = OrganisationFactory(territory=association.territory)
    person: Any = PersonFactory()
    webinar, seminar = held(association), held(association, date(2024, 11, 5))
    for event in (webinar, seminar):
        came(event, person=person, organisation=school, territory=association.territory)
    came(webinar, person=None, guest_key="name:вербина")
    came(webinar, state=AttendanceState.LATE)
    came(webinar, state=AttendanceState.ABSENT)

    assert figures(scope_of()) == Figures(
        event_count=2,
        attendance_count=3,
        people_count=2,
        school_count=1,
        municipality_count=1,
        late_count=1,
        guest_count=1,
        unknown_place_count=1,
        unknown_school_count=1,
    )


def test_guests_are_told_apart_by_address_else_by_name_and_school(association: Association, scope_of: ScopeOf) -> None:
    first, second = held(association), held(association)
    for event in (first, second):
        registered: Any = EnrolmentFactory(event=event, guest=True, guest_email="guest@example.org")
        came(event, person=None, enrolment=registered, guest_key=f"enrolment:{registered.pk}", name="Тополева А.")
    third = held(association)
    came(third, person=None, guest_key="email:Guest@example.org", name="Анна")
    came(third, person=None, guest_key="name:1", name="Вербина Ольга", organisation_name="школа № 1")
    came(first, person=None, guest_key="name:2", name="вербина  Ольга", organisation_name="школа № 1")
    came(first, person=None, guest_key="name:3", name="Вербина Ольга", organisation_name="школа № 2")

    assert (figures(scope_of()).attendance_count, figures(scope_of()).guest_count) == (6, 3)


def test_parts_of_an_umbrella_are_not_added(association: Association, scope_of: ScopeOf) -> None:
    forum = held(association)
    came(forum)
    came(held(association, parent=forum))

    found = figures(scope_of())

    assert (found.event_count, found.attendance_count) == (1, 1)


def test_only_held_events_of_the_days_count(association: Association, scope_of: ScopeOf, at: datetime) -> None:
    came(EventFactory(association=association))  # type: ignore[arg-type]
    came(EventFactory(association=association, cancelled=True))  # type: ignore[arg-type]
    came(held(association, archived_at=at))
    came(held(association, date(2024, 7, 31)))
    came(held(association, date(2025, 9, 1)))
    counted = held(association, date(2024, 8, 1))

    assert list(events_in(scope_of())) == [counted]
    assert figures(scope_of()).attendance_count == 0


def test_august_belongs_to_the_year_that_an_event_is_of(association: Association, scope_of: ScopeOf) -> None:
    old = held(association, date(2024, 8, 28), school_year=2024)
    held(association, date(2025, 8, 28), school_year=2025)
    scope = scope_of(year=2024, as_of=date(2025, 12, 1))

    assert list(events_in(scope)) == [old]
    assert [row.scope.month for row in breakdowns(scope).by_month] == [date(2024, 8, 1)]


def test_days_are_those_of_the_association(association: Association, scope_of: ScopeOf) -> None:
    association.time_zone = "Asia/Krasnoyarsk"
    association.save()
    # Half past midnight of 1 October in Krasnoyarsk is still September in UTC.
    night = datetime(2024, 9, 30, 17, 30, tzinfo=UTC)
    event: Any = EventFactory(association=association, held=True, starts_at=night, held_at=night)
    september = scope_of(association=association, first=date(2024, 9, 1), last=date(2024, 9, 30))
    october = scope_of(association=association, first=date(2024, 10, 1), last=date(2024, 10, 31))

    assert (list(events_in(september)), list(events_in(october))) == ([], [event])
    assert [row.label for row in breakdowns(october).by_month] == ["октябрь 2024 г."]


def test_neighbours_do_not_leak_and_those_below_come_when_asked(
    association: Association, neighbour: Association, region: Association, scope_of: ScopeOf
) -> None:
    below: Any = AssociationFactory(parent=association)
    for owner in (association, below, neighbour, region):
        came(held(owner))

    assert figures(scope_of()).attendance_count == 2
    assert figures(scope_of(with_below=False)).attendance_count == 1
    assert figures(scope_of(association=region)).attendance_count == 4


def test_marked_later_is_not_counted_earlier(association: Association, scope_of: ScopeOf, head: Person) -> None:
    event = held(association)
    later = datetime(2024, 10, 20, 9, 0, tzinfo=UTC)
    person: Any = PersonFactory()
    told = Mark(MarkSource.PAPER, AttendanceState.PRESENT, "paper:1", date(2024, 10, 8), later)

    put_mark(event, Subject(person=person), told, by=head, at=later)

    assert figures(scope_of(as_of=date(2024, 10, 19))).attendance_count == 0
    assert figures(scope_of(as_of=date(2024, 10, 20))).attendance_count == 1


def test_withdrawn_mark_counts_as_of_before(association: Association, scope_of: ScopeOf, head: Person) -> None:
    event = held(association)
    first, later = datetime(2024, 10, 9, 9, 0, tzinfo=UTC), datetime(2024, 10, 20, 20, 59, tzinfo=UTC)
    person: Any = PersonFactory()
    told = Mark(MarkSource.PAPER, AttendanceState.PRESENT, "paper:1", date(2024, 10, 8), first)
    marked = put_mark(event, Subject(person=person), told, by=head, at=first)

    # 23:59 of 20 October in Moscow.
    withdraw_mark(marked.mark, at=later)

    counts = [figures(scope_of(as_of=date(2024, 10, day))).attendance_count for day in (8, 9, 19, 20, 21)]
    assert counts == [0, 1, 1, 0, 0]


def test_event_counts_from_the_day_it_was_said_to_be_held(association: Association, scope_of: ScopeOf) -> None:
    event = held(association)
    event.held_at = datetime(2024, 10, 12, 9, 0, tzinfo=UTC)
    event.save()

    assert [figures(scope_of(as_of=date(2024, 10, day))).event_count for day in (8, 11, 12)] == [0, 0, 1]


def test_state_changed_since_is_counted_as_it_stood(association: Association, scope_of: ScopeOf) -> None:
    one = came(held(association), state=AttendanceState.LATE)
    changed = datetime(2024, 12, 1, 9, 0, tzinfo=UTC)
    AttendanceStanding.objects.filter(attendance=one).update(until_at=changed)
    AttendanceStanding.objects.create(attendance=one, state=AttendanceState.ONLINE, since_at=changed)

    then, now = scope_of(as_of=date(2024, 11, 30)), scope_of()

    assert [(figures(scope).late_count, figures(scope).attendance_count) for scope in (then, now)] == [(1, 0), (0, 1)]
    (line,) = FIGURE_LISTS["late"].lines(then, list(FIGURE_LISTS["late"].find(then, "")))
    assert line.state == "смотрел запись"


def test_root_of_a_region_is_no_municipality(region: Association, association: Association, scope_of: ScopeOf) -> None:
    came(held(association), territory=region.territory)

    found = figures(scope_of())

    assert (found.municipality_count, found.unknown_place_count) == (0, 1)


def test_city_alone_is_its_own_municipality(db: None) -> None:
    city: Any = TerritoryFactory()
    alone: Any = AssociationFactory(territory=city)
    came(held(alone), territory=city)

    found = figures(FigureScope(alone, True, date(2024, 8, 1), date(2025, 8, 31), AS_OF))

    assert (found.municipality_count, found.unknown_place_count) == (1, 0)


def test_merged_people_are_one(association: Association, scope_of: ScopeOf) -> None:
    first, second = came(held(association)), came(held(association))

    Attendance.objects.filter(pk=second.pk).update(person=first.person)

    assert (figures(scope_of()).people_count, figures(scope_of()).attendance_count) == (1, 2)


def test_breakdowns_add_up_where_events_do(association: Association, scope_of: ScopeOf) -> None:
    webinar = held(association, form="webinar")
    seminar = held(association, date(2024, 11, 5), form="seminar")
    held(association, date(2024, 11, 6), form="seminar")
    person: Any = PersonFactory()
    came(webinar, person=person, territory=association.territory)
    came(seminar, person=person, territory=association.territory)
    came(seminar)

    found = breakdowns(scope_of())

    def shown(rows: Any) -> list[tuple[str, int, int, int]]:
        return [
            (row.label, row.figures.event_count, row.figures.attendance_count, row.figures.people_count) for row in rows
        ]

    assert shown(found.by_form) == [("вебинар", 1, 1, 1), ("семинар", 2, 2, 2)]
    assert shown(found.by_month) == [("октябрь 2024 г.", 1, 1, 1), ("ноябрь 2024 г.", 2, 2, 2)]
    assert shown(found.by_municipality) == [("Лужский округ", 2, 2, 1)]


def random_year(association: Association, other: Association, seed: int) -> None:
    """Events of all kinds with people, guests, schools and places by chance."""
    chance = random.Random(seed)
    places: list[Any] = [None, association.territory.parent, association.territory, other.territory]
    schools: list[Any] = [None, *(OrganisationFactory(territory=chance.choice(places[2:])) for _ in range(3))]
    schools.append(OrganisationFactory(territory=association.territory, kind="library"))
    people: list[Any] = [PersonFactory() for _ in range(5)]
    below: Any = AssociationFactory(parent=association)
    events: list[Event] = []
    for _ in range(6):
        day = date(2024, 8, 20) + timedelta(days=chance.randrange(330))
        values = {"form": chance.choice(FORMS), "parent": chance.choice([None, None, None, *events])}
        events.append(held(chance.choice([association, association, below, other]), day, **values))
    events.append(EventFactory(association=association))  # type: ignore[arg-type]
    for event in events:
        for person in chance.sample(people, chance.randrange(4)):
            one = came(event, person=person, **_where(chance, schools, places))
            _history(one, chance)
        for number in range(chance.randrange(3)):
            key = chance.choice([f"name:{number}", f"email:guest{number}@example.org"])
            came(event, person=None, guest_key=key, name=f"Вербина {number}", **_where(chance, schools, places))


def _where(chance: random.Random, schools: list[Any], places: list[Any]) -> dict[str, Any]:
    return {
        "organisation": chance.choice(schools),
        "territory": chance.choice(places),
        "state": chance.choice(STATES),
    }


def _history(one: Attendance, chance: random.Random) -> None:
    since = one.recorded_at
    for state in chance.sample(STATES, chance.randrange(3)):
        changed = since + timedelta(days=chance.randrange(60))
        one.standings.filter(until_at=None).update(until_at=changed)
        AttendanceStanding.objects.create(attendance=one, state=state, since_at=changed)
        since = changed


@pytest.mark.parametrize("seed", range(3))
def test_every_number_is_the_length_of_its_list(
    association: Association, neighbour: Association, region: Association, scope_of: ScopeOf, seed: int
) -> None:
    random_year(association, neighbour, seed)
    chance = random.Random(seed)
    days = [date(2024, 10, 1) + timedelta(days=chance.randrange(400)) for _ in range(2)]
    asked = [
        scope_of(association=whose, with_below=below, as_of=day)
        for whose, day in zip((region, association), days, strict=True)
        for below in (True, False)
    ]
    asked += [one.narrowed(form=form) for one in asked[:2] for form in FORMS]
    asked += [scope_of(association=region, year=2024, as_of=date(2025, 9, 1))]
    asked += [scope_of(association=region, first=date(2024, 11, 1), last=date(2024, 12, 31))]

    for scope in asked:
        assert numbers(figures(scope)) == listed(scope)
        found = breakdowns(scope)
        for row in (*found.by_form, *found.by_month, *found.by_municipality):
            assert numbers(row.figures) == listed(row.scope)
        for one in FIGURE_LISTS["people"].lines(scope, list(FIGURE_LISTS["people"].find(scope, ""))):
            assert listed(scope.narrowed(who=one.who))["attendance_count"] == one.attendance_count
        for one in FIGURE_LISTS["schools"].lines(scope, list(FIGURE_LISTS["schools"].find(scope, ""))):
            narrow = listed(scope.narrowed(school_id=one.key))
            assert (narrow["people_count"], narrow["attendance_count"], narrow["event_count"]) == (
                one.people_count, one.attendance_count, one.event_count,
            )  # fmt: skip
        for event in events_in(scope):
            there = event_figures(scope, [event.pk])[event.pk]
            assert numbers(there) == listed(scope.narrowed(event_id=event.pk))


@pytest.mark.parametrize("code", FIGURE_LISTS)
def test_lists_cost_the_same_for_one_and_three(association: Association, scope_of: ScopeOf, code: str) -> None:
    one = FIGURE_LISTS[code]
    costs = []
    for _ in (1, 3):
        for state in ("present", "late"):
            came(held(association), state=state, organisation=OrganisationFactory(territory=association.territory))
            came(held(association), state=state, person=None, guest_key="name:гость", territory=association.territory)
        scope = scope_of()
        with CaptureQueriesContext(connection) as caught:
            for line in one.lines(scope, list(one.find(scope, ""))):
                str(line)
        costs.append(len(caught))

    assert costs[0] == costs[1] <= 2


def test_numbers_cost_two_queries_and_breakdowns_four(
    association: Association, scope_of: ScopeOf, django_assert_num_queries: Any
) -> None:
    for _ in range(3):
        came(held(association), territory=association.territory)

    with django_assert_num_queries(2):
        figures(scope_of())
    with django_assert_num_queries(4):
        breakdowns(scope_of())


@pytest.mark.parametrize(
    ("code", "query", "count"),
    [("events", "читаем", 1), ("events", "ЁЛКА", 0), ("attendances", "озёрова", 1), ("people", "липина", 0),
     ("schools", "школа", 1), ("municipalities", "лужский", 1), ("municipalities", "береговой", 0)],
)  # fmt: skip
def test_lists_are_searched(association: Association, scope_of: ScopeOf, code: str, query: str, count: int) -> None:
    school: Any = OrganisationFactory(territory=association.territory)
    person: Any = PersonFactory(family_name="Озерова")
    came(held(association), person=person, organisation=school, territory=association.territory)

    assert FIGURE_LISTS[code].find(scope_of(), query).count() == count
