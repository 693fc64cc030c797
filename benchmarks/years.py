"""The data of the measurements: invented associations, their years and members, put straight into the tables.

Titles are as long as in real plans (about 100 signs), every item has a term, one or two owners, a third has an outcome.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

PLAN_SIZES = (10, 55, 100, 1_000)
MONTH_SIZES = (10, 100, 1_000)
MEMBER_SIZES = (10, 100, 1_000)
ASSOCIATIONS = 40
ITEMS_EACH = 60
DIRECTIONS = (
    "Аналитическое направление",
    "Информационное направление",
    "Организационно-методическое направление",
    "Консультационное направление",
    "Работа с одарёнными читателями",
)
TITLES = (
    "Семинар «Читательская грамотность на уроке и в библиотеке: что умеет школа и чему учит книга», выпуск {}",
    "Заседание № {}. Итоги полугодия, обмен опытом, подготовка к конкурсу профессионального мастерства библиотекарей",
    "Мониторинг обеспеченности учебниками и учебными пособиями общеобразовательных организаций, этап {}",
    "Практикум «Как составить аннотированный список литературы для детей среднего школьного возраста», занятие {}",
    "Круглый стол «Школьная и детская библиотека: общие читатели, общие события, общие заботы», встреча {}",
)
OWNERS = (
    "Ольхова В.И.",
    "Сосновская Н.В.",
    "Липина Н.Б.",
    "Рябинина М.В.",
    "школьные библиотекари",
    "творческая группа",
)
MADE_AT = datetime(2024, 8, 20, 9, 0, tzinfo=UTC)
FAMILIES = ("Ольхова", "Сосновская", "Липина", "Рябинина", "Кленова", "Берестова", "Озерова", "Лесникова")


@dataclass
class Places:
    """Where the measured things are: addresses and session keys."""

    plans: dict[int, str] = field(default_factory=dict)
    plan_ids: dict[int, int] = field(default_factory=dict)
    months: dict[int, str] = field(default_factory=dict)
    members: dict[int, str] = field(default_factory=dict)
    head: str = ""
    region_head: str = ""
    branch: str = ""


def title(number: int) -> str:
    return TITLES[number % len(TITLES)].format(number)


def term(number: int, year: int) -> str:
    """A wording in the usual mixture: days, deadlines, months, ranges, all the year."""
    day = date(year, 9, 1) + timedelta(days=number * 37 % 290)
    month = ("сентябрь", "октябрь", "ноябрь", "декабрь", "январь", "февраль", "март", "апрель", "май")[number % 9]
    return (
        f"{day:%d.%m.%Y}",
        f"{month} {year + (number % 9 > 3)} г.",
        f"до {day:%d.%m.%Y}",
        f"{day:%d.%m.%Y} - {day + timedelta(days=4):%d.%m.%Y}",
        f"{day:%d.%m.%Y} в 14:00",
        "в течение года" if number % 2 else f"{month} {year + (number % 9 > 3)}",
    )[number % 6]


def fill() -> Places:
    """Fill an empty database; gives where everything is."""
    from django.db import connection

    from stellazh.associations.models import Association
    from stellazh.common import clock
    from stellazh.common.capabilities import Role
    from stellazh.common.school_year import SchoolYear
    from tests.factories.associations import AssociationFactory, GrantFactory, TerritoryFactory
    from tests.factories.members import MembershipFactory
    from tests.factories.people import PersonFactory

    today = clock.today()
    year = SchoolYear.of(today).start
    places = Places()
    land = TerritoryFactory(code="zarechye", kind="region", name="Заречная область")
    root = AssociationFactory(code="omo", kind="omo", short_name="ОМО Заречной области", territory=land, sort_key="0")
    _plan(root, year, 55)
    for number in range(ASSOCIATIONS):
        place = TerritoryFactory(code=f"branch-{number}", parent=land)
        branch = AssociationFactory(code=f"branch-{number}", parent=root, territory=place)
        _plan(branch, year, ITEMS_EACH, shift=number * 7)
    places.branch = "/o/branch-0/"
    head = PersonFactory(family_name="Ольхова")
    region_head = PersonFactory(family_name="Сосновская")
    branch = Association.objects.get(code="branch-0")
    for person, place in ((head, branch), (region_head, root)):
        MembershipFactory(person=person, association=place)
        GrantFactory(person=person, role=Role.HEAD, association=place)
    # Outside the region's tree, so that its calendar stays that of forty associations.
    for size in PLAN_SIZES:
        apart = AssociationFactory(code=f"plan-{size}", sort_key=f"1{size}")
        GrantFactory(person=region_head, role=Role.HEAD, association=apart)
        plan = _plan(apart, year, size)
        places.plans[size], places.plan_ids[size] = f"/plans/{plan.pk}/", plan.pk
    for size in MONTH_SIZES:
        apart = AssociationFactory(code=f"month-{size}", sort_key=f"2{size}")
        _plan(apart, year, size, within=today.replace(day=1))
        places.months[size] = f"/o/month-{size}/calendar/"
    for size in MEMBER_SIZES:
        apart = AssociationFactory(code=f"members-{size}", sort_key=f"3{size}")
        GrantFactory(person=region_head, role=Role.HEAD, association=apart)
        _members(apart, size)
        places.members[size] = f"/o/members-{size}/members/"
    places.head, places.region_head = _session(head), _session(region_head)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return places


def _plan(association: Any, year: int, size: int, *, shift: int = 0, within: date | None = None) -> Any:
    from stellazh.workplans.models import ItemOutcome, ItemOwner, Plan, PlanGrif, PlanItem, PlanSection
    from stellazh.workplans.services.terms import put_term

    plan = Plan.objects.create(
        association=association, school_year=year, status="approved", is_public=True, created_at=MADE_AT,
        updated_at=MADE_AT, goal="Помочь школьным библиотекам стать сердцем школы.",
        methodical_theme="Школьная библиотека как место, где учатся читать и думать",
        tasks="Собрать и показать лучший опыт\nНаучить работать с новыми сервисами\nОтвечать на вопросы быстро",
    )  # fmt: skip
    PlanGrif.objects.create(plan=plan, kind="approved", text="приказом", number="14", on=date(year, 9, 5))
    sections = PlanSection.objects.bulk_create(
        PlanSection(plan=plan, title=name, position=place) for place, name in enumerate(DIRECTIONS, start=1)
    )
    items = list(_items(plan, sections, year, size, shift, within, PlanItem, put_term))
    PlanItem.objects.bulk_create(items, batch_size=500)
    ItemOwner.objects.bulk_create(
        ItemOwner(item=item, position=place, name=OWNERS[(number + place) % len(OWNERS)], detail="МБОУ СОШ № 5" * place)
        for number, item in enumerate(items)
        for place in range(1 + number % 2)
    )
    ItemOutcome.objects.bulk_create(
        ItemOutcome(
            item=item, participation_count=14 + number % 90, evidence="список участников",
            recorded_at=MADE_AT, recorded_by="Ольхова В.И.",
        )
        for number, item in enumerate(items) if item.status == "held"
    )  # fmt: skip
    return plan


def _items(
    plan: Any, sections: Any, year: int, size: int, shift: int, within: date | None, model: Any, put_term: Any
) -> Iterator[Any]:
    for number in range(shift, shift + size):
        item = model(
            plan=plan, section=sections[number * len(sections) // (shift + size)], position=number,
            number=str(number - shift + 1), title=title(number), form="seminar", format="online",
            status="held" if number % 3 == 0 else "planned", created_at=MADE_AT, updated_at=MADE_AT,
        )  # fmt: skip
        if within is None:
            raw = term(number, year)
        else:
            # In one month: two of three on a day, one of three through the month.
            raw = f"{within + timedelta(days=number % 28):%d.%m.%Y}" if number % 3 else f"{within:%m.%Y}"
        put_term(item, raw, year)
        yield item


def _members(association: Any, size: int) -> None:
    from stellazh.associations.models import Grant, Organisation
    from stellazh.members.models import Membership, Post
    from stellazh.people.models import Person
    from tests.factories.associations import OrganisationFactory

    schools: list[Organisation] = [OrganisationFactory(territory=association.territory) for _ in range(10)]
    people = Person.objects.bulk_create(
        Person(
            family_name=FAMILIES[number % len(FAMILIES)], given_name="Вера", patronymic="Ильинична",
            sort_key=f"{FAMILIES[number % len(FAMILIES)]} {number:05}".casefold(), created_at=MADE_AT,
            email=f"{association.code}-{number}@example.org" if number % 2 else None,
        )
        for number in range(size)
    )  # fmt: skip
    since = date(2023, 9, 1)
    Membership.objects.bulk_create(Membership(person=one, association=association, from_on=since) for one in people)
    Post.objects.bulk_create(
        Post(person=one, organisation=schools[number % 10], title="педагог-библиотекарь")
        for number, one in enumerate(people)
    )
    Grant.objects.bulk_create(
        Grant(person=one, role="member", association=association, from_on=since, granted_at=MADE_AT) for one in people
    )


def _session(person: Any) -> str:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(person, "stellazh.people.backends.EmailBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def load(text: str) -> Places:
    """The places that another process has made."""
    known = json.loads(text)
    return Places(
        **{
            name: {int(k): v for k, v in value.items()} if isinstance(value, dict) else value
            for name, value in known.items()
        }
    )


def main() -> None:
    """Migrate and fill the database of DATABASE_URL; the places go to the standard output."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    json.dump(asdict(fill()), sys.stdout)


if __name__ == "__main__":
    main()
