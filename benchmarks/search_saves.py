"""What the triggers of the search cost whoever saves: a person, an item of a plan, with them and without.

`python -m benchmarks.search_saves` makes a database of its own; with DATABASE_URL it measures there, once migrated.
"""

from __future__ import annotations

import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

from benchmarks.measuring import ROOT, table

TIMES = 40
ROUNDS = 6
_NAMES = ("Озерова", "Вербина")
Deed = Callable[[str], None]


def measure() -> None:
    """Print a table: saves in turns with triggers and without."""
    from django.db import connection

    from stellazh.textindex.entries import install_triggers
    from stellazh.textindex.entries.triggers import remove_triggers, standing_triggers

    people, items = _made()
    deeds = {
        "a person by the service": _by_person_service(people),
        "a plan's item by the service": _by_item_service(items),
        "a person by the ORM alone": _by_orm(people, "family_name"),
        "a plan's item by the ORM alone": _by_orm(items, "title"),
    }
    spent: dict[tuple[str, bool], list[tuple[float, float]]] = {}
    count = 0
    for turn in range(2 * ROUNDS):
        with_triggers = turn % 2 == 0
        (install_triggers if with_triggers else remove_triggers)()
        count = max(count, len(standing_triggers()))
        for name, deed in deeds.items():
            deed(_NAMES[0])
            cpu, began = time.process_time(), time.perf_counter()
            deed(_NAMES[1])
            ended = (time.process_time() - cpu) * 1000 / TIMES, (time.perf_counter() - began) * 1000 / TIMES
            spent.setdefault((name, with_triggers), []).append(ended)
    rows = []
    for name in deeds:
        (cpu, wait), (cpu_with, wait_with) = (
            (statistics.median(one[0] for one in spent[name, way]), min(one[1] for one in spent[name, way]))
            for way in (False, True)
        )
        rows.append((name, f"{cpu:.2f}", f"{cpu_with:.2f}", f"{wait:.2f}", f"{wait_with:.2f}"))
    heads = ("saved", "CPU ms", "with triggers", "waited ms, least", "with triggers")
    table(f"Saves, {connection.vendor}, {count} triggers of the search", heads, rows)


def _made() -> tuple[list[Any], list[Any]]:
    """People of an association, and items of its plan with their owners."""
    from tests.factories.associations import AssociationFactory
    from tests.factories.members import MembershipFactory
    from tests.factories.people import PersonFactory
    from tests.factories.workplans import ItemOwnerFactory, PlanFactory, PlanItemFactory

    association = AssociationFactory()
    people = [PersonFactory() for _ in range(TIMES)]
    for person in people:
        MembershipFactory(person=person, association=association)
    plan = PlanFactory(association=association, school_year=2026)
    items = [PlanItemFactory(plan=plan) for _ in range(TIMES)]
    for item in items:
        ItemOwnerFactory(item=item)
    return people, items


def _by_person_service(people: list[Any]) -> Deed:
    from stellazh.common import clock
    from stellazh.common.actor import System
    from stellazh.people.services.persons import PersonFields, update_person

    by, at = System("bench"), clock.now()

    def deed(name: str) -> None:
        for person in people:
            person.refresh_from_db(fields=["version"])
            fields = PersonFields(name, "Вера", "Ильинична")
            update_person(person.pk, expected_version=person.version, fields=fields, by=by, at=at)

    return deed


def _by_item_service(items: list[Any]) -> Deed:
    from stellazh.common import clock
    from stellazh.common.actor import System
    from stellazh.workplans.services.fields import ItemFields
    from stellazh.workplans.services.items import update_item

    by, at = System("bench"), clock.now()

    def deed(name: str) -> None:
        for item in items:
            item.refresh_from_db(fields=["version"])
            fields = ItemFields(section_id=None, title=f"Семинар {name}")
            update_item(item.pk, expected_version=item.version, fields=fields, by=by, at=at)

    return deed


def _by_orm(rows: list[Any], field: str) -> Deed:
    def deed(name: str) -> None:
        for row in rows:
            setattr(row, field, f"{name}а")
            row.save(update_fields=[field])

    return deed


def main() -> None:
    """On the database of DATABASE_URL; without one, on both databases."""
    if not os.environ.get("DATABASE_URL"):
        from benchmarks.__main__ import _environment, _postgres

        with tempfile.TemporaryDirectory(prefix="stellazh-bench-", ignore_cleanup_errors=True) as folder:
            home = _environment(folder)
            subprocess.run([sys.executable, "-m", "benchmarks.search_saves"], cwd=ROOT, env=home, check=False)
            with _postgres() as url:
                if url:
                    there = {**home, "DATABASE_URL": url, "STELLAZH_LIVE_BUS": "postgres"}
                    subprocess.run([sys.executable, "-m", "benchmarks.search_saves"], cwd=ROOT, env=there, check=False)
        return
    import django

    django.setup()
    logging.disable(logging.INFO)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    measure()


if __name__ == "__main__":
    main()
