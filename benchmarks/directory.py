"""The directory of people at 300, 3,000 and 30,000: `python -m benchmarks.directory`, or `make bench`.

Invented people of 27 municipalities with posts, cards, courses and, every ninth, something hidden. Each size has a
region of its own in one database, so the largest stands beside the others.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

SIZES = (300, 3_000, 30_000)
MUNICIPALITIES = 27
SCHOOLS_EACH = 12
_STARTS = (
    "Ольх", "Сосн", "Лип", "Рябин", "Клен", "Берест", "Озер", "Лесник", "Топол", "Верб", "Калин", "Дубр",
    "Ясен", "Осин", "Ракит", "Бузин", "Малин", "Смород", "Вишн", "Черемш", "Полян", "Родник", "Ручь", "Холм",
)  # fmt: skip
_MIDDLES = ("", "ич", "ат", "ил", "ан", "ун", "ык", "ел", "ош", "ар", "ух", "аш", "ей", "ок", "инк")
_ENDS = ("ова", "ева", "ина", "ская", "цева", "нина", "кина", "чук", "енко", "ных")
_GIVEN = ("Вера", "Анна", "Нина", "Ольга", "Мария", "Инна", "Лидия", "Раиса", "Зоя", "Тамара", "Елена", "Ирина")
_PATRONYMICS = ("Ильинична", "Львовна", "Васильевна", "Петровна", "Павловна", "Андреевна", "Юрьевна", "Олеговна")


def surname(number: int) -> str:
    """One of 3,600."""
    start, rest = number % len(_STARTS), number // len(_STARTS)
    return f"{_STARTS[start]}{_MIDDLES[rest % len(_MIDDLES)]}{_ENDS[rest // len(_MIDDLES) % len(_ENDS)]}"


def fill() -> dict[int, str]:
    """Fill a migrated database; gives the session of each region's head by the region's size."""
    from benchmarks.years import _session
    from stellazh.common.capabilities import Role
    from tests.factories.associations import AssociationFactory, GrantFactory, TerritoryFactory
    from tests.factories.members import MembershipFactory
    from tests.factories.people import PersonFactory

    sessions = {}
    for size in SIZES:
        land = TerritoryFactory(code=f"land-{size}", kind="region", name=f"Заречная область {size}")
        root = AssociationFactory(code=f"omo-{size}", kind="omo", short_name=f"ОМО {size}", territory=land)
        head = PersonFactory(family_name="Сосновская")
        MembershipFactory(person=head, association=root)
        GrantFactory(person=head, role=Role.HEAD, association=root)
        for number in range(MUNICIPALITIES):
            place = TerritoryFactory(code=f"place-{size}-{number}", parent=land, name=f"Округ № {number + 1}")
            branch = AssociationFactory(code=f"mmo-{size}-{number}", parent=root, territory=place)
            share = size // MUNICIPALITIES + (number < size % MUNICIPALITIES)
            _municipality(branch, share, seed=number * 7_919 + size)
        sessions[size] = _session(head)
    return sessions


def _municipality(branch: Any, size: int, *, seed: int) -> None:
    from benchmarks.years import MADE_AT
    from stellazh.associations.models import Organisation
    from stellazh.members.models import Card, Membership, Post, SchoolCard, Training
    from stellazh.people.models import Person
    from stellazh.russian.collation import fold, sort_key

    schools = Organisation.objects.bulk_create(
        Organisation(
            kind="school", territory=branch.territory, short_name=f"МБОУ СОШ № {place + 1}",
            name=f"Муниципальное бюджетное общеобразовательное учреждение средняя школа № {place + 1}",
            sort_key=sort_key(f"МБОУ СОШ № {place + 1}"),
        )
        for place in range(SCHOOLS_EACH)
    )  # fmt: skip
    SchoolCard.objects.bulk_create(
        SchoolCard(
            organisation=school,
            settlement=("town", "village")[place % 2],
            library_kind=("sb", "shibc")[place % 3 == 0],
        )
        for place, school in enumerate(schools)
    )
    people = []
    for number in range(seed, seed + size):
        one = Person(
            family_name=surname(number * 17 % 3_600), given_name=_GIVEN[number % 12],
            patronymic=_PATRONYMICS[number // 12 % 8], created_at=MADE_AT, password="!",
        )  # fmt: skip
        one.sort_key, one.name_key = sort_key(one.full_name), fold(one.short_name)
        people.append(one)
    Person.objects.bulk_create(people, batch_size=1_000)
    Membership.objects.bulk_create(
        (Membership(person=one, association=branch, from_on=date(2019 + n % 6, 9, 1)) for n, one in enumerate(people)),
        batch_size=1_000,
    )
    Post.objects.bulk_create(
        (
            Post(person=one, organisation=schools[n % SCHOOLS_EACH], rate=("0.5", "1")[n % 2],
                 title=("педагог-библиотекарь", "библиотекарь", "заведующий библиотекой")[n % 3],
                 kind=("teacher_librarian", "librarian", "head_of_library")[n % 3])
            for n, one in enumerate(people)
        ),
        batch_size=1_000,
    )  # fmt: skip
    cards = Card.objects.bulk_create((_card(one, n) for n, one in enumerate(people)), batch_size=1_000)
    Training.objects.bulk_create(
        (
            Training(card=card, title="Школьная библиотека как центр чтения", hours=(36, 72, 108)[n % 3],
                     ended_on=date(2020 + n % 6, 3, 15) + timedelta(days=n % 200))
            for n, card in enumerate(cards) if n % 4
        ),
        batch_size=1_000,
    )  # fmt: skip


def _card(person: Any, number: int) -> Any:
    from stellazh.members.models import Card

    chosen = ({"category": "self"}, {"experience": "head"}, {"phone": "region"})[number // 9 % 3]
    return Card(
        person=person, phone=f"+7900{number:07}", birth_on=date(1958 + number % 40, 1 + number % 12, 1 + number % 28),
        experience_library=number % 35, experience_total=number % 40, experience_stated_on=date(2024, 9, 1),
        education_level=("higher_library", "higher_other", "secondary_library", "secondary_other")[number % 4],
        category=("none", "fitness", "first", "highest")[number % 4], category_on=date(2019 + number % 7, 4, 1),
        visibility={} if number % 9 else chosen,
    )  # fmt: skip
