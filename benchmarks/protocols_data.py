"""The protocols, decisions and resolutions that are measured: invented, put straight into the tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

PROTOCOLS = 500
QUESTIONS = (5, 20, 40)
PRESENT = 40
DECISIONS, MARKS, MINE = 500, 300, 60
SECTIONS, POINTS_EACH = 5, 3
MUNICIPALITIES, SCHOOLS = 27, 300
WIDE = 200
RUSHED, ALONE = 64, 9
WRITERS = 16
BOUND = 4


@dataclass
class Scene:
    """Where everything is. `drafts` and `signed` are protocols by their number of questions."""

    head: str = ""
    head_id: int = 0
    branch_head: str = ""
    root: int = 0
    code: str = "bench"
    branch_code: str = ""
    wide_code: str = ""
    drafts: dict[int, int] = field(default_factory=dict)
    signed: dict[int, int] = field(default_factory=dict)
    mark_of: int = 0
    marked: int = 0
    resolutions: dict[int, int] = field(default_factory=dict)
    rushed: list[int] = field(default_factory=list)
    alone: list[int] = field(default_factory=list)
    bound: dict[int, list[int]] = field(default_factory=dict)
    writers: list[str] = field(default_factory=list)
    speeches: list[int] = field(default_factory=list)
    written: int = 0


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
    year = SchoolYear.of(today).start
    scene = Scene()
    land = TerritoryFactory(code="bench", kind="region", name="Заречная область")
    root: Any = AssociationFactory(code="bench", kind="omo", short_name="ОМО Заречной области", territory=land)
    places = [TerritoryFactory(code=f"bench-{n}", parent=land, name=f"Округ № {n + 1}") for n in range(MUNICIPALITIES)]
    branches = [AssociationFactory(code=place.code, parent=root, territory=place) for place in places]
    wide: Any = AssociationFactory(code="wide", short_name="ОМО Широкой области", territory=TerritoryFactory())
    for number in range(WIDE):
        AssociationFactory(code=f"wide-{number}", parent=wide, territory=TerritoryFactory())
    head: Any = PersonFactory(family_name="Сосновская")
    MembershipFactory(person=head, association=root)
    for led in (root, wide):
        GrantFactory(person=head, role=Role.HEAD, association=led)
    below: Any = PersonFactory(family_name="Кленова")
    MembershipFactory(person=below, association=branches[0])
    GrantFactory(person=below, role=Role.HEAD, association=branches[0])
    for number in range(WRITERS):
        one: Any = PersonFactory(family_name="Липина", email=f"writer{number}@example.org", password="never entered")
        GrantFactory(person=one, role=Role.METHODIST, association=root)
        scene.writers.append(_session(one))
    scene.head, scene.head_id, scene.branch_head = _session(head), head.pk, _session(below)
    scene.root, scene.branch_code, scene.wide_code = root.pk, branches[0].code, "wide"
    schools = _schools(places)
    people = _people(branches, schools)
    _shelf(root, year)
    for size in QUESTIONS:
        scene.drafts[size] = protocol(root, people, size, today, year).pk
        scene.signed[size] = _sealed(protocol(branches[1], people, size, today, year), below=branches[1])
    _writing(scene, protocol(root, people, 20, today, year))
    for keys, count in ((scene.rushed, RUSHED), (scene.alone, ALONE)):
        apart: Any = AssociationFactory(code=f"apart-{count}", territory=TerritoryFactory(parent=land))
        GrantFactory(person=head, role=Role.HEAD, association=apart)
        keys += [protocol(apart, people, 3, today, year).pk for _ in range(count)]
    for size, unfold in ((MUNICIPALITIES, "municipality"), (SCHOOLS, "school")):
        scene.bound[size] = [_with_class(protocol(root, people, 1, today, year), unfold) for _ in range(BOUND)]
    _decisions(scene, branches[0], below, people, today, year)
    scene.mark_of = _marked(root, schools, today, year)
    for size, spread in ((MUNICIPALITIES, places), (SCHOOLS, schools)):
        scene.resolutions[size] = _resolution(root, spread, today, year)
    return scene


def _schools(places: Sequence[Any]) -> list[Any]:
    from stellazh.associations.models import Organisation
    from stellazh.russian.collation import fold, sort_key

    names = [f"МБОУ СОШ № {number + 1}" for number in range(SCHOOLS)]
    return Organisation.objects.bulk_create(
        Organisation(
            kind="school", name=name, short_name=name, name_key=fold(name), sort_key=sort_key(name),
            territory=places[number % MUNICIPALITIES],
        )
        for number, name in enumerate(names)
    )  # fmt: skip


def _people(branches: Sequence[Any], schools: Sequence[Any]) -> list[Any]:
    """One librarian for each school, a member of her municipality's association."""
    from benchmarks.directory import _GIVEN, _PATRONYMICS, surname
    from benchmarks.years import MADE_AT
    from stellazh.members.models import Membership, Post
    from stellazh.people.models import Person
    from stellazh.russian.collation import fold, sort_key

    people = []
    for number in range(SCHOOLS):
        one = Person(
            family_name=surname(number * 17 % 3_600), given_name=_GIVEN[number % 12],
            patronymic=_PATRONYMICS[number // 12 % 8], created_at=MADE_AT, password="!",
        )  # fmt: skip
        one.sort_key, one.name_key = sort_key(one.full_name), fold(one.short_name)
        people.append(one)
    made = Person.objects.bulk_create(people)
    since = date(2023, 9, 1)
    Membership.objects.bulk_create(
        Membership(person=one, association=branches[n % MUNICIPALITIES], from_on=since) for n, one in enumerate(made)
    )
    Post.objects.bulk_create(
        Post(person=one, organisation=schools[n], title="педагог-библиотекарь") for n, one in enumerate(made)
    )
    return made


def protocol(association: Any, people: Sequence[Any], questions: int, today: date, year: int) -> Any:
    """A draft of yesterday: forty present; each question with two heard or speaking and one decision of one person."""
    from benchmarks.years import MADE_AT, title
    from stellazh.protocols.models import AgendaItem, Decision, DecisionOwner, Protocol, ProtocolPerson, Speech

    made = Protocol.objects.create(
        association=association, school_year=year, title="Библиотека и чтение: год школьных библиотек области",
        meeting_words="заседания методического объединения школьных библиотекарей", held_on=today - timedelta(days=1),
        starts_at=time(14), ends_at=time(16), place="г. Сосногорск", created_at=MADE_AT, updated_at=MADE_AT,
    )  # fmt: skip
    roles = ["chair", "secretary", *["present"] * PRESENT]
    ProtocolPerson.objects.bulk_create(
        ProtocolPerson(
            protocol=made, role=role, person=one, name=one.full_name, sort_key=one.sort_key, position=place,
            post="педагог-библиотекарь", organisation_name=f"МБОУ СОШ № {place + 1}",
        )
        for place, (role, one) in enumerate(zip(roles, [*people[:2], *people[:PRESENT]], strict=True))
    )  # fmt: skip
    items = AgendaItem.objects.bulk_create(
        AgendaItem(protocol=made, position=n + 1, title=title(n), reporters=people[n % PRESENT].short_name)
        for n in range(questions)
    )
    Speech.objects.bulk_create(
        Speech(
            protocol=made, item=item, kind=kind, position=n, name=people[(n * 2 + m) % PRESENT].short_name,
            post="педагог-библиотекарь, МБОУ СОШ № 1", text=_words(n + m),
        )
        for n, item in enumerate(items)
        for m, kind in enumerate(("heard", "spoke"))
    )  # fmt: skip
    decisions = Decision.objects.bulk_create(
        Decision(
            association=association, protocol=made, item=item, position=n,
            text="Провести в школах месячник и прислать отчёт.", term_raw=f"до {today + timedelta(days=30):%d.%m.%Y}",
            due_on=today + timedelta(days=30), term_kind="deadline", sign_of_done="отчёт на сайте объединения",
        )
        for n, item in enumerate(items)
    )  # fmt: skip
    DecisionOwner.objects.bulk_create(
        DecisionOwner(decision=one, kind="person", person=people[n % PRESENT], name=people[n % PRESENT].full_name)
        for n, one in enumerate(decisions)
    )
    return made


def _words(number: int) -> str:
    return (
        f"Рассказала, как библиотека провела выставку № {number + 1}: читали вслух, спорили о книгах, рисовали "
        "обложки и записали буктрейлер.\n- пришли пятые и шестые классы;\n- помогли родители.\nПросила поддержать "
        "такие встречи в каждой школе и рассказать о них на сайте объединения."
    )


def _shelf(association: Any, year: int) -> None:
    """Five hundred signed or not, of ten years, without contents."""
    from benchmarks.years import MADE_AT, title
    from stellazh.protocols.models import Protocol

    Protocol.objects.bulk_create(
        Protocol(
            association=association, school_year=year - number // 50, title=title(number),
            held_on=date(year - number // 50, 9, 2) + timedelta(days=number % 50 * 5),
            meeting_words="заседания методического объединения", created_at=MADE_AT, updated_at=MADE_AT,
            **({"status": "signed", "number": number % 50 + 1, "signed_at": MADE_AT} if number % 10 else {}),
        )
        for number in range(PROTOCOLS)
    )  # fmt: skip


def _sealed(made: Any, *, below: Any) -> int:
    """Signed by the service itself: a seal, both papers, marks."""
    from stellazh.common import clock
    from stellazh.common.capabilities import Role
    from stellazh.protocols.services.signing import sign_protocol
    from tests.factories.associations import GrantFactory
    from tests.factories.people import PersonFactory

    signer: Any = PersonFactory()
    GrantFactory(person=signer, role=Role.HEAD, association=below)
    sign_protocol(made.pk, by=signer, at=clock.now())
    return int(made.pk)


def _with_class(made: Any, unfold: str) -> int:
    from stellazh.protocols.models import Decision, DecisionOwner

    decision = Decision.objects.get(protocol=made)
    decision.owners.all().delete()
    DecisionOwner.objects.create(
        decision=decision, kind="class", addressee_class="librarians", name="все школьные библиотекари",
        unfold_to=unfold,
    )  # fmt: skip
    return int(made.pk)


def _writing(scene: Scene, made: Any) -> None:
    scene.written = made.pk
    keys = made.speeches.order_by("pk").values_list("pk", flat=True)
    scene.speeches = list(keys[:WRITERS])


def _decisions(scene: Scene, branch: Any, mine: Any, people: Sequence[Any], today: date, year: int) -> None:
    """Five hundred in force of one association, a mark each; every few are one person's."""
    from benchmarks.years import MADE_AT
    from stellazh.protocols.models import Assignment, Decision, DecisionOwner, Protocol

    paper = Protocol.objects.create(
        association=branch, school_year=year - 1, number=1, status="signed", signed_at=MADE_AT, title="Итоги года",
        held_on=date(year - 1, 10, 8), created_at=MADE_AT, updated_at=MADE_AT,
    )  # fmt: skip
    decisions = Decision.objects.bulk_create(
        Decision(
            association=branch, protocol=paper, position=n, number_text=str(n + 1), binding_at=MADE_AT,
            text=f"Провести выставку № {n + 1} и рассказать о ней на сайте объединения.",
            due_on=today + timedelta(days=n % 90 - 30), term_kind="deadline", term_raw="в срок",
        )
        for n in range(DECISIONS)
    )  # fmt: skip
    is_mine = [n * MINE // DECISIONS != (n - 1) * MINE // DECISIONS for n in range(DECISIONS)]
    answering = [mine if own else people[n % SCHOOLS] for n, own in enumerate(is_mine)]
    owners = DecisionOwner.objects.bulk_create(
        DecisionOwner(decision=one, kind="person", person=who, name=who.full_name)
        for one, who in zip(decisions, answering, strict=True)
    )
    Assignment.objects.bulk_create(
        Assignment(
            decision=one, owner=owner, key=f"person:{who.pk}", person=who, name=who.full_name, sort_key=who.sort_key,
            due_on=one.due_on, made_at=MADE_AT,
        )
        for one, owner, who in zip(decisions, owners, answering, strict=True)
    )  # fmt: skip


def _marked(root: Any, schools: Sequence[Any], today: date, year: int) -> int:
    """One decision for three hundred schools; every third has reported."""
    from benchmarks.years import MADE_AT
    from stellazh.protocols.models import Decision, DecisionOwner, Protocol

    paper = Protocol.objects.create(
        association=root, school_year=year - 20, number=1, status="signed", signed_at=MADE_AT, title="Паспорта",
        held_on=date(year, 10, 8), created_at=MADE_AT, updated_at=MADE_AT,
    )  # fmt: skip
    decision = Decision.objects.create(
        association=root, protocol=paper, number_text="1", binding_at=MADE_AT, text="Сдать паспорта библиотек.",
        due_on=today + timedelta(days=10), term_kind="deadline", term_raw="до конца месяца",
    )  # fmt: skip
    owner = DecisionOwner.objects.create(
        decision=decision, kind="class", addressee_class="libraries", name="школьные библиотеки", unfold_to="school"
    )
    _marks(decision, owner, "organisation", schools)
    return int(decision.pk)


def _marks(decision: Any, owner: Any, kind: str, spread: Sequence[Any]) -> None:
    from benchmarks.years import MADE_AT
    from stellazh.protocols.models import Assignment, ProgressEntry

    done = {"state": "done", "words": "Сделано.", "closed_at": MADE_AT, "reported_at": MADE_AT}
    rows = Assignment.objects.bulk_create(
        Assignment(
            decision=decision, owner=owner, key=f"{kind}:{one.pk}", name=str(one), sort_key=one.sort_key,
            due_on=decision.due_on, made_at=MADE_AT, **{f"{kind}_id": one.pk},
            **(done if n % 3 == 0 else {}),
        )
        for n, one in enumerate(spread)
    )  # fmt: skip
    ProgressEntry.objects.bulk_create(
        ProgressEntry(
            decision=decision, assignment=one, state="done", text="Сделано.", made_at=MADE_AT, made_by_kind="person",
            made_by_name="Липина Е.С.",
        )
        for one in rows
        if one.state == "done"
    )  # fmt: skip


def _resolution(root: Any, spread: Sequence[Any], today: date, year: int) -> int:
    """Adopted in August; fifteen points in five sections, each with a mark for everybody of `spread`."""
    from benchmarks.years import MADE_AT
    from stellazh.protocols.models import Decision, DecisionOwner, ProblemPoint, Resolution, ResolutionSection

    adopted = date(year, 8, 27)
    made = Resolution.objects.create(
        association=root, school_year=year - len(spread), title="Резолюция секции школьных библиотекарей",
        status="adopted", adopted_on=adopted, created_at=MADE_AT, updated_at=MADE_AT,
    )  # fmt: skip
    ProblemPoint.objects.bulk_create(
        ProblemPoint(resolution=made, position=n, text="В школах мало новых книг.") for n in range(5)
    )
    is_places = len(spread) == MUNICIPALITIES
    kind, unfold = ("territory", "municipality") if is_places else ("organisation", "school")
    for place in range(SECTIONS):
        section = ResolutionSection.objects.create(
            resolution=made, position=place, heading=f"Раздел № {place + 1}", addressee_class="libraries",
            unfold_to=unfold,
        )  # fmt: skip
        for number in range(POINTS_EACH):
            point = Decision.objects.create(
                association=root, resolution=made, section=section, position=number, binding_at=MADE_AT,
                number_text=f"{place + 1}.{number + 1}", text="Обновить страницу библиотеки на сайте школы.",
                due_on=today + timedelta(days=40), term_kind="deadline", term_raw="до конца года",
            )  # fmt: skip
            owner = DecisionOwner.objects.create(
                decision=point, kind="class", addressee_class="libraries", name="школьные библиотеки", unfold_to=unfold
            )
            _marks(point, owner, kind, spread)
    return int(made.pk)


def moment() -> datetime:
    """Now, as services are told it."""
    from stellazh.common import clock

    return clock.now()
