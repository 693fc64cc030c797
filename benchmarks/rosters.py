"""Bringing a list of 10,000 people to a region that knows 30,000: reading, checking, taking in.

`python -m benchmarks.rosters [rows [known]]`; `make bench` measures a tenth of it. CPU time; the queue is left out.
"""

from __future__ import annotations

import io
import logging
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

ROWS, KNOWN, SCHOOLS, MUNICIPALITIES = 10_000, 30_000, 1_500, 40
ROOTS = (
    "Ольх", "Сосн", "Лип", "Рябин", "Клён", "Берест", "Озер", "Лесник", "Топол", "Верб", "Калин", "Осин", "Дубр",
    "Ясен", "Каштан", "Черемух", "Малин", "Брусник", "Клюкв", "Морошк", "Ромашк", "Василёк", "Колокольчик", "Зар",
    "Зорь", "Луг", "Бор", "Рощ", "Полян", "Опушк",
)  # fmt: skip
MIDDLES = ("", "ан", "ел", "ич", "ск", "от", "ин", "ов", "ар", "уш", "ет", "ал", "им", "ур", "ев")
ENDINGS = ("ова", "ева", "ина", "кина", "ская")
GIVEN = ("Анна", "Вера", "Галина", "Дарья", "Елена", "Жанна", "Зоя", "Инна", "Клара", "Лидия", "Мария", "Нина", "Ольга",
         "Полина", "Раиса", "Светлана", "Татьяна", "Ульяна", "Фаина", "Юлия")  # fmt: skip
PATRONYMICS = ("Ивановна", "Петровна", "Сергеевна", "Павловна", "Олеговна", "Юрьевна", "Львовна", "Ильинична",
               "Андреевна", "Борисовна", "Викторовна", "Григорьевна", "Денисовна", "Егоровна", "Захаровна")  # fmt: skip
HEADINGS = ("№ п/п", "Ф.И.О.", "Муниципалитет", "ОУ", "Должность", "Ставка", "Стаж общий", "Стаж библ.", "Образование",
            "Категория", "Дата присвоения", "Телефон", "e-mail", "Курсы")  # fmt: skip
AT = datetime(2024, 9, 10, 9, 0, tzinfo=UTC)


def names(count: int, seed: int) -> Iterator[tuple[str, str, str]]:
    """Invented names, hardly two alike."""
    chance = random.Random(seed)
    for _ in range(count):
        family = chance.choice(ROOTS) + chance.choice(MIDDLES) + chance.choice(ENDINGS)
        yield family, chance.choice(GIVEN), chance.choice(PATRONYMICS)


def fill(known: int) -> tuple[Any, Any]:
    """A region with its schools and people, put straight into the tables; gives it and its methodist."""
    from stellazh.associations.models import Organisation
    from stellazh.common.capabilities import Role
    from stellazh.members.models import Card, Membership, Post
    from stellazh.people.models import Person
    from stellazh.russian.collation import fold, sort_key
    from tests.factories.associations import AssociationFactory, GrantFactory, TerritoryFactory
    from tests.factories.people import PersonFactory

    land = TerritoryFactory(code="rosters", kind="region", name="Заречная область")
    region: Any = AssociationFactory(code="rosters", kind="omo", short_name="ОМО", territory=land)
    places = [TerritoryFactory(code=f"rosters-{n}", parent=land, name=f"{root}ский округ") for n, root in _places()]
    branches = [AssociationFactory(code=place.code, parent=region, territory=place) for place in places]
    methodist: Any = PersonFactory(family_name="Сосновская")
    GrantFactory(person=methodist, role=Role.OPERATOR, association=region)
    schools = Organisation.objects.bulk_create(
        Organisation(
            kind="school", name=f"МБОУ СОШ № {n + 1}", short_name=f"МБОУ СОШ № {n + 1}",
            name_key=fold(f"МБОУ СОШ № {n + 1}"), territory=places[n % len(places)],
        )
        for n in range(SCHOOLS)
    )  # fmt: skip
    people = Person.objects.bulk_create(
        (
            Person(
                family_name=family, given_name=given, patronymic=patronymic, created_at=AT, password="!",
                sort_key=sort_key(f"{family} {given} {patronymic}"),
                name_key=fold(f"{family} {given[0]}.{patronymic[0]}."),
            )
            for family, given, patronymic in names(known, 1)
        ),
        batch_size=1000,
    )  # fmt: skip
    first = date(2020, 9, 1)
    Membership.objects.bulk_create(
        (Membership(person=p, association=branches[n % len(branches)], from_on=first) for n, p in enumerate(people)),
        batch_size=1000,
    )
    Post.objects.bulk_create(
        (Post(person=p, organisation=schools[n % SCHOOLS], title="библиотекарь") for n, p in enumerate(people)),
        batch_size=1000,
    )
    Card.objects.bulk_create((Card(person=one, category="first") for one in people), batch_size=1000)
    return region, methodist


def _places() -> Iterator[tuple[int, str]]:
    yield from (
        (number, f"{ROOTS[number % len(ROOTS)]}{MIDDLES[number // len(ROOTS)]}") for number in range(MUNICIPALITIES)
    )


def book(rows: int, known: int) -> bytes:
    """A list as a workbook: a tenth known exactly, a tenth look-alikes of those known, the rest new."""
    import xlsxwriter

    old = list(names(known, 1))
    new = names(rows, 2)
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["Список библиотекарей школ области"])
        sheet.write_row(1, 0, HEADINGS)
        for number in range(rows):
            turn = (number * 7) % known
            if number % 10 < 2:
                family, given, patronymic = old[turn]
                school = turn % SCHOOLS + 1
                name = f"{family} {given} {patronymic}" if number % 10 else f"{family} {given[0]}.{patronymic[0]}."
            else:
                name, school = " ".join(next(new)), number * 13 % SCHOOLS + 1
            cells = (number + 1, name, "", f'МБОУ "СОШ №{school}"', "педагог-библиотекарь", "1 ставка", "12 лет", "5",
                     "высшее библиотечное", "1 кв.кат.", "20.12.2021", f"8921{number:07d}", f"l{number}@example.org",
                     "Школьный ИБЦ, 72 ч., 14.04.2023")  # fmt: skip
            sheet.write_row(number + 2, 0, cells)
    return written.getvalue()


def measure(rows: int = ROWS, known: int = KNOWN) -> None:
    """Print what each step costs."""
    from benchmarks.measuring import table
    from stellazh.members.services import rosters

    began = time.perf_counter()
    region, methodist = fill(known)
    content = book(rows, known)
    print(f"\n{known} people, {SCHOOLS} schools, a list of {rows} rows: {time.perf_counter() - began:.0f} s to make")
    methodist.caches_grants = True
    figures: list[tuple[str, str, str]] = []

    def timed(what: str, deed: Any) -> Any:
        cpu, wall = time.process_time(), time.perf_counter()
        made = deed()
        figures.append((what, f"{time.process_time() - cpu:.1f}", f"{time.perf_counter() - wall:.1f}"))
        return made

    roster = rosters.bring_roster("people", region, content, name="список.xlsx", by=methodist, at=AT)
    roster = timed("reading and judging", lambda: rosters.read_roster(roster.pk, by=methodist, at=AT))
    print(", ".join(f"{decision} {count}" for decision, count in roster.counts.items() if count))
    row = roster.rows.filter(decision="ask").first()
    timed(
        "correcting one cell",
        lambda: rosters.correct_cells(
            roster.pk, row.number, expected_version=1, texts={"post": "библиотекарь"}, by=methodist, at=AT
        ),
    )
    rosters.apply_roster(roster.pk, by=methodist, at=AT)
    timed("taking in", lambda: rosters.apply_waiting(roster.pk, by=methodist, at=AT))
    again = rosters.bring_roster("people", region, content, name="список.xlsx", by=methodist, at=AT)
    again = timed("the same file again", lambda: rosters.read_roster(again.pk, by=methodist, at=AT))
    print(", ".join(f"{decision} {count}" for decision, count in again.counts.items() if count))
    rosters.undo_roster(roster.pk, by=methodist, at=AT)
    timed("taking back", lambda: rosters.undo_waiting(roster.pk, by=methodist, at=AT))
    table("A list of people", ("step", "CPU s", "waited s"), figures)


def main() -> None:
    """Measure on the database of DATABASE_URL; without one, on a SQLite of its own."""
    if os.environ.get("DATABASE_URL"):
        _measure_here()
        return
    from benchmarks.__main__ import _environment

    with tempfile.TemporaryDirectory(prefix="stellazh-bench-", ignore_cleanup_errors=True) as folder:
        command = [sys.executable, "-m", "benchmarks.rosters", *sys.argv[1:]]
        subprocess.run(command, env=_environment(folder), check=True)


def _measure_here() -> None:
    import django

    django.setup()
    logging.disable(logging.INFO)
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    measure(*(int(argument) for argument in sys.argv[1:3]))


if __name__ == "__main__":
    main()
