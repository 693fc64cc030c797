"""The directory of people at 300, 3,000 and 30,000: `python -m benchmarks.directory`, or `make bench`.

Invented people of 27 municipalities with posts, cards, courses and, every ninth, something hidden. Each size has a
region of its own in one database, so the largest stands beside the others.
"""

from __future__ import annotations

import logging
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from benchmarks.measuring import Floor, in_turns, once_ms, table

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


def fill() -> dict[int, tuple[str, str]]:
    """Fill a migrated database; gives the sessions of each region's head, and of the head of its first municipality
    (who sees telephones), by the region's size."""
    from benchmarks.years import _session
    from stellazh.common.capabilities import Role
    from tests.factories.associations import AssociationFactory, GrantFactory, TerritoryFactory
    from tests.factories.members import MembershipFactory
    from tests.factories.people import PersonFactory

    sessions = {}
    for size in SIZES:
        land = TerritoryFactory(code=f"land-{size}", kind="region", name=f"Заречная область {size}")
        root = AssociationFactory(code=f"omo-{size}", kind="omo", short_name=f"ОМО {size}", territory=land)
        leads = [root]
        for number in range(MUNICIPALITIES):
            place = TerritoryFactory(code=f"place-{size}-{number}", parent=land, name=f"Округ № {number + 1}")
            branch = AssociationFactory(code=f"mmo-{size}-{number}", parent=root, territory=place)
            share = size // MUNICIPALITIES + (number < size % MUNICIPALITIES)
            _municipality(branch, share, seed=number * 7_919 + size)
            leads.append(branch)
        heads = []
        for place in leads[:2]:
            head = PersonFactory(family_name="Сосновская")
            MembershipFactory(person=head, association=place)
            GrantFactory(person=head, role=Role.HEAD, association=place)
            heads.append(_session(head))
        sessions[size] = (heads[0], heads[1])
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


# What is asked of each size, and the bar: SPEED's list of participants; a search page may cost more by 25 ms and 5
# queries. A bar in milliseconds stands there beside a floor of 5.8 ms.
ASKED = {
    "first page": ("", 5.2, 10),
    "search, a surname": ("q=Ольховой", 9.5, 15),
    "search, misspelt": ("q=Альховой", 9.5, 15),
    "search, a word of a third": ("q=педагог-библиотекарь", 9.5, 15),
    "three filters": ("category=first&post=librarian&experience_from=10", None, 10),
    "by the newest members": ("order=joined", None, 10),
    "last page": ("page=100000", None, 10),
}


# What the head of a municipality sees of her own people: telephones, so everybody on the page is told who looked.
AT_HOME = "first page at home, with telephones"


def measure(sessions: dict[int, tuple[str, str]], floor: Floor) -> None:
    """Print a table for each thing asked, and the cost of taking everything out."""
    from django.db import connection

    from benchmarks.pages import _facts, request

    for name, (query, most_ratio, most_queries) in {**ASKED, AT_HOME: ("", 5.2, 10)}.items():
        floor.measure()
        asks = [request(f"/people/?{query}", sessions[size][name == AT_HOME]) for size in SIZES]
        facts = [_facts(ask) for ask in asks]
        spent = in_turns(asks)
        waited = [_waited_ms(ask) for ask in asks]
        floor.measure()
        rows = []
        for size, (queries, raw, _), cpu, wait in zip(SIZES, facts, spent, waited, strict=True):
            ratio = cpu / floor.ms
            over = [
                *([f"> {most_ratio} × floor"] if most_ratio and ratio > most_ratio else []),
                *([f"> {most_queries} queries"] if queries > most_queries else []),
                *(["> 80 KB"] if raw > 80 * 1024 else []),
            ]
            figures = (queries, f"{cpu:.1f}", f"{ratio:.2f}", f"{wait:.1f}", f"{raw / 1024:.0f}")
            rows.append((f"{size:,} people", *figures, ", ".join(over) or "ok"))
        heads = (f"{connection.vendor}: {name}", "queries", "CPU ms", "× floor", "waited ms", "raw KB", "must")
        table(f"Directory, {name} (floor {floor.ms:.1f} ms)", heads, rows)


def _waited_ms(ask: Callable[[], object]) -> float:
    found = []
    for _ in range(7):
        began = time.perf_counter()
        ask()
        found.append((time.perf_counter() - began) * 1000)
    return statistics.median(found)


def export(sessions: dict[int, tuple[str, str]]) -> None:
    """Print what taking everybody out into Excel costs; more than five hundred are written by a job."""
    from django.db import connection
    from django.http import QueryDict

    from stellazh.common import clock
    from stellazh.members.forms.directory import DirectoryForm
    from stellazh.members.reads.directory.listing import Directory
    from stellazh.members.reads.directory.scope import Scope
    from stellazh.members.services.directory_files import export_directory
    from stellazh.people.models import Person

    rows = []
    for size in SIZES:
        head = Person.objects.get(grants__association__code=f"omo-{size}")
        form = DirectoryForm(QueryDict(""), scope=Scope.of(head, on=clock.today()))
        found, made = Directory.find(form.wanted, form.scope), []

        def write(found: Any = found, form: Any = form, made: list[bytes] = made, head: Any = head) -> None:
            made.append(export_directory(found, form.columns, kind="xlsx", narrowed="", by=head, at=clock.now()))

        spent = once_ms(write)
        rows.append((f"{size:,} people", f"{spent:,.0f}", f"{found.count / spent * 1000:,.0f}", len(made[0]) // 1024))
    table("Directory into Excel", (connection.vendor, "CPU ms", "people/s", "KB"), rows)


def main() -> None:
    """Measure on the database of DATABASE_URL; without one, on SQLite and on a PostgreSQL from the wheel."""
    if os.environ.get("DATABASE_URL"):
        _measure_here()
        return
    import subprocess

    from benchmarks.__main__ import _environment, _postgres

    with tempfile.TemporaryDirectory(prefix="stellazh-bench-", ignore_cleanup_errors=True) as folder:
        home = _environment(folder)
        subprocess.run([sys.executable, "-m", "benchmarks.directory"], env=home, check=True)
        with _postgres() as url:
            if url:
                there = {**home, "DATABASE_URL": url, "STELLAZH_LIVE_BUS": "postgres"}
                subprocess.run([sys.executable, "-m", "benchmarks.directory"], env=there, check=True)


def _measure_here() -> None:
    import django

    django.setup()
    logging.disable(logging.INFO)
    from django.core.management import call_command

    from stellazh.members.services.indexing import reindex_all

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    began = time.perf_counter()
    sessions = fill()
    print(f"\n{sum(SIZES):,} people made: {time.perf_counter() - began:.0f} s", end="; ")
    spent = once_ms(reindex_all)
    print(f"let be found: {spent / 1000:.1f} CPU s, {sum(SIZES) / spent * 1000:,.0f} people/s", flush=True)
    _analyse()
    measure(sessions, Floor())
    export(sessions)


def _analyse() -> None:
    """What autovacuum does within minutes of such a change, and SQLite at `PRAGMA optimize`."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
