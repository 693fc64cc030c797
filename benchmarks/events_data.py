"""The events that are measured: invented, put straight into the tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

PUBLIC_EVENTS = 500
LIST_SIZES = (300, 3_000)
FIGURE_SIZES = (300, 3_000, 30_000)
CROWD, CROWDS = 300, 8
TRIES, CAPACITY = 400, 200
FLOWS, FLOW_CAPACITY = 160, 80
MUNICIPALITIES, SCHOOLS_EACH, PEOPLE = 27, 12, 10_000
FORMS = ("meeting", "seminar", "webinar", "round_table", "master_class")


@dataclass
class Scene:
    """Where everything is. `members` are people with an account, each with a session of her own."""

    head: str = ""
    head_id: int = 0
    year: int = 0
    programmes: dict[int, int] = field(default_factory=dict)
    one_by_one: int = 0
    rushed: int = 0
    flowed: int = 0
    lists: dict[int, int] = field(default_factory=dict)
    crowds: list[int] = field(default_factory=list)
    members: list[str] = field(default_factory=list)


def fill() -> Scene:
    """Fill a migrated database."""
    from benchmarks.years import _session
    from stellazh.common import clock
    from stellazh.common.capabilities import Role
    from stellazh.common.school_year import SchoolYear
    from tests.factories.associations import AssociationFactory, GrantFactory, TerritoryFactory
    from tests.factories.members import MembershipFactory
    from tests.factories.people import PersonFactory

    today = clock.today()
    scene = Scene(year=SchoolYear.of(today).start - 1)
    land = TerritoryFactory(code="events", kind="region", name="Заречная область")
    root = AssociationFactory(code="events", kind="omo", short_name="ОМО Заречной области", territory=land)
    places = [TerritoryFactory(code=f"events-{n}", parent=land, name=f"Округ № {n + 1}") for n in range(MUNICIPALITIES)]
    branches = [AssociationFactory(code=place.code, parent=root, territory=place) for place in places]
    head: Any = PersonFactory(family_name="Сосновская")
    MembershipFactory(person=head, association=root)
    GrantFactory(person=head, role=Role.HEAD, association=root)
    scene.head, scene.head_id = _session(head), head.pk
    schools = _schools(places)
    people = _people(branches, schools)
    _public_events(scene, [root, *branches[:9]], today)
    yesterday = datetime.combine(today - timedelta(days=1), time(9), UTC)
    crowd = iter(_enrolled_event(root, yesterday, people, schools, size) for size in (*LIST_SIZES, *[CROWD] * CROWDS))
    for size in LIST_SIZES:
        scene.lists[size], enrolments = next(crowd)
        _attended(enrolments)
    scene.crowds = [key for key, _ in crowd]
    for size in FIGURE_SIZES:
        _counted(size, scene.year, people, schools, head, land)
    for number in range(TRIES):
        # Never entered by anybody, so not hashed: that costs a quarter of a second each.
        one: Any = PersonFactory(email=f"member{number}@example.org", password="never entered")
        MembershipFactory(person=one, association=branches[number % MUNICIPALITIES])
        scene.members.append(_session(one))
    return scene


def _schools(places: Sequence[Any]) -> list[Any]:
    from stellazh.associations.models import Organisation
    from stellazh.russian.collation import fold

    names = [f"МБОУ СОШ № {number + 1}" for number in range(MUNICIPALITIES * SCHOOLS_EACH)]
    return Organisation.objects.bulk_create(
        Organisation(
            kind="school", name=name, short_name=name, name_key=fold(name), territory=places[number % MUNICIPALITIES]
        )
        for number, name in enumerate(names)
    )


def _people(branches: Sequence[Any], schools: Sequence[Any]) -> list[Any]:
    """Ten thousand; every third is a member of her municipality's association with a post."""
    from benchmarks.directory import _GIVEN, _PATRONYMICS, surname
    from benchmarks.years import MADE_AT
    from stellazh.members.models import Membership, Post
    from stellazh.people.models import Person
    from stellazh.russian.collation import fold, sort_key

    people = []
    for number in range(PEOPLE):
        one = Person(
            family_name=surname(number * 17 % 3_600), given_name=_GIVEN[number % 12],
            patronymic=_PATRONYMICS[number // 12 % 8], created_at=MADE_AT, password="!",
        )  # fmt: skip
        one.sort_key, one.name_key = sort_key(one.full_name), fold(one.short_name)
        people.append(one)
    made = Person.objects.bulk_create(people, batch_size=1_000)
    since = date(2023, 9, 1)
    members = list(enumerate(made))[::3]
    Membership.objects.bulk_create(
        (Membership(person=one, association=branches[n % MUNICIPALITIES], from_on=since) for n, one in members),
        batch_size=1_000,
    )
    Post.objects.bulk_create(
        (Post(person=one, organisation=schools[n % len(schools)], title="библиотекарь") for n, one in members),
        batch_size=1_000,
    )
    return made


def _event(association: Any, number: int, starts_at: datetime, **values: Any) -> Any:
    from benchmarks.years import MADE_AT, title
    from stellazh.common.school_year import SchoolYear
    from stellazh.events.models import Event

    known: dict[str, Any] = {
        "title": title(number), "form": FORMS[number % len(FORMS)], "place": "Центральная библиотека, читальный зал",
        "school_year": SchoolYear.of(starts_at.date()).start, "ends_at": starts_at + timedelta(hours=2),
        "status": "announced", "announced_at": MADE_AT, "created_at": MADE_AT, "updated_at": MADE_AT,
        "summary": "Чтение, книга и сцена: что умеет школьная библиотека.", "capacity": (None, 60)[number % 2],
    }  # fmt: skip
    return Event(association=association, starts_at=starts_at, **{**known, **values})


def _public_events(scene: Scene, associations: Sequence[Any], today: date) -> None:
    """Five hundred that come, two a day; the first of them have programmes or take registrations."""
    from stellazh.events.models import Event

    first = datetime.combine(today + timedelta(days=2), time(9), UTC)
    capacities = {2: None, 3: CAPACITY, 4: FLOW_CAPACITY}
    made = Event.objects.bulk_create(
        _event(
            associations[number % len(associations) if number > 4 else 0], number, first + timedelta(days=number // 2),
            **({"capacity": capacities[number]} if number in capacities else {}),
        )
        for number in range(PUBLIC_EVENTS)
    )  # fmt: skip
    for event, sections, talks in ((made[0], 2, 5), (made[1], 10, 19)):
        _programme(event, sections, talks)
        scene.programmes[sections * (talks + 1)] = event.pk
    scene.one_by_one, scene.rushed, scene.flowed = (made[place].pk for place in (2, 3, 4))


def _programme(event: Any, sections: int, talks: int) -> None:
    """Sections with talks, each with a speaker, every fourth with a material."""
    from benchmarks.years import MADE_AT, OWNERS, title
    from stellazh.events.models import Material, MaterialVersion, Slot, Speaker

    for section in range(sections):
        starts_at = event.starts_at + timedelta(minutes=15 * section)
        parent = Slot.objects.create(
            event=event, kind="session", position=section, title=f"Секция № {section + 1}", starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=10 * talks), place=f"Кабинет {section + 1}",
        )  # fmt: skip
        slots = Slot.objects.bulk_create(
            Slot(
                event=event, parent=parent, position=talk, title=title(section * talks + talk),
                starts_at=starts_at + timedelta(minutes=10 * talk),
                ends_at=starts_at + timedelta(minutes=10 * talk + 10),
            )
            for talk in range(talks)
        )  # fmt: skip
        Speaker.objects.bulk_create(
            Speaker(
                slot=slot, name=OWNERS[n % 4], post="педагог-библиотекарь", organisation_name=f"МБОУ СОШ № {n + 1}",
                is_name_public=True,
            )
            for n, slot in enumerate(slots)
        )  # fmt: skip
        materials = Material.objects.bulk_create(
            Material(event=event, slot=slot, title=f"Презентация к выступлению № {n + 1}")
            for n, slot in enumerate(slots)
            if n % 4 == 0
        )
        MaterialVersion.objects.bulk_create(
            MaterialVersion(
                material=one, number=1, url=f"https://example.org/{one.pk}", added_at=MADE_AT, added_by="Ольхова В.И."
            )
            for one in materials
        )


def _enrolled_event(
    association: Any, starts_at: datetime, people: Sequence[Any], schools: Sequence[Any], size: int
) -> tuple[int, list[Any]]:
    """An event of yesterday that guests of the site do not see, with that many who hold a place; a tenth are guests."""
    from stellazh.events.models import Enrolment

    event = _event(association, size, starts_at, visibility="members", capacity=None, status="held", held_at=starts_at)
    event.save()
    return event.pk, Enrolment.objects.bulk_create(_enrolments(event, people, schools, size), batch_size=500)


def _enrolments(event: Any, people: Sequence[Any], schools: Sequence[Any], size: int) -> Iterator[Any]:
    from benchmarks.years import MADE_AT
    from stellazh.events.models import Enrolment

    for number in range(size):
        person, school = people[number], schools[number % len(schools)]
        who = {"person": person, "registered_by_kind": "person", "registered_by_id": str(person.pk)}
        guest = {"guest_email": f"guest{number}@example.org", "registered_by_kind": "guest"}
        yield Enrolment(
            event=event, name=person.full_name, sort_key=person.sort_key, organisation=school,
            organisation_name=school.short_name, territory_id=school.territory_id, state="confirmed",
            registered_at=MADE_AT + timedelta(minutes=number), updated_at=MADE_AT,
            registered_by_name=person.full_name, **(guest if number % 10 == 9 else who),
        )  # fmt: skip


def _attended(enrolments: Sequence[Any]) -> None:
    """Nine of ten were there, known by a code; every third by the room's list too."""
    from stellazh.events.models import Attendance, AttendanceMark, AttendanceStanding

    told = [(n, one) for n, one in enumerate(enrolments) if n % 10]
    at = enrolments[0].event.ends_at
    attendances = Attendance.objects.bulk_create(
        (
            Attendance(
                event=one.event, person_id=one.person_id, enrolment=one, name=one.name, sort_key=one.sort_key,
                guest_key="" if one.person_id else f"enrolment:{one.pk}", organisation_id=one.organisation_id,
                organisation_name=one.organisation_name, territory_id=one.territory_id,
                state=("present", "online")[n % 3 == 0], recorded_at=at, updated_at=at,
            )
            for n, one in told
        ),
        batch_size=500,
    )  # fmt: skip
    AttendanceStanding.objects.bulk_create(
        (AttendanceStanding(attendance=one, state=one.state, since_at=at) for one in attendances), batch_size=500
    )
    AttendanceMark.objects.bulk_create(
        (
            AttendanceMark(
                attendance=one, source=source, state=one.state, key=f"{source}:{one.pk}", on=at.date(), marked_at=at,
                recorded_at=at, recorded_by_kind="person", recorded_by_name="Сосновская В.И.",
            )
            for n, one in enumerate(attendances)
            for source in ("code", "room")[: 1 + (n % 3 == 0)]
        ),
        batch_size=500,
    )  # fmt: skip


def _counted(size: int, year: int, people: Sequence[Any], schools: Sequence[Any], head: Any, land: Any) -> None:
    """An association of its own whose events of one school year have `size` attendances, by a third as many people."""
    from stellazh.common.capabilities import Role
    from stellazh.events.models import Attendance, AttendanceStanding, Event
    from tests.factories.associations import AssociationFactory, GrantFactory

    apart = AssociationFactory(code=f"figures-{size}", short_name=f"Объединение {size}", territory=land)
    GrantFactory(person=head, role=Role.HEAD, association=apart)
    each = 30 if size < 3_000 else 100
    first = datetime(year, 9, 10, 9, tzinfo=UTC)
    moments = [first + timedelta(days=number * 7 % 260) for number in range(size // each)]
    events = Event.objects.bulk_create(
        _event(apart, n, at, visibility="members", status="held", held_at=at) for n, at in enumerate(moments)
    )
    rows = [
        (event, people[(number * each + place) % (size // 3)], number * 31 + place)
        for number, event in enumerate(events)
        for place in range(each)
    ]
    attendances = Attendance.objects.bulk_create(
        (
            Attendance(
                event=event, person=one, name=one.full_name, sort_key=one.sort_key, state="present",
                organisation=schools[n % len(schools)], organisation_name=schools[n % len(schools)].short_name,
                territory_id=schools[n % len(schools)].territory_id, recorded_at=event.ends_at,
                updated_at=event.ends_at,
            )
            for event, one, n in rows
        ),
        batch_size=500,
    )  # fmt: skip
    AttendanceStanding.objects.bulk_create(
        (AttendanceStanding(attendance=one, state="present", since_at=one.recorded_at) for one in attendances),
        batch_size=1_000,
    )
