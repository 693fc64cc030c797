"""A campaign of 3,000 people in 27 municipalities: `python -m benchmarks.campaigns`. Half a minute, SQLite in a folder.

What is measured: opening it, the job that writes to everybody, the page of progress, the list of who has not answered.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from datetime import timedelta
from typing import Any

SIZE = 3_000
MUNICIPALITIES = 27


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="stellazh-bench-", ignore_cleanup_errors=True) as folder:
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections

        call_command("migrate", verbosity=0)
        _measure()
        connections.close_all()
    return 0


def _measure() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from benchmarks.measuring import cpu_ms, table
    from stellazh.common import clock
    from stellazh.members.forms.campaigns import USUAL_LETTER
    from stellazh.members.services import campaigns
    from stellazh.members.services.campaign_letters import send_lot
    from stellazh.members.services.campaigns import CampaignFields

    root, head = _fill()
    at = clock.now()
    fields = CampaignFields("Проверка карточек", USUAL_LETTER, (at + timedelta(days=20)).date(), includes_below=True)
    campaign = campaigns.create_campaign(root.pk, fields=fields, by=head, at=at)
    rows: list[tuple[object, ...]] = []
    with CaptureQueriesContext(connection) as opened:
        began = time.perf_counter()
        campaigns.open_campaign(campaign.pk, by=head, at=at)
        rows.append(("open_campaign, 3,001 answers", len(opened), f"{(time.perf_counter() - began) * 1000:.0f}"))
    began, after_id, lots, statements = time.perf_counter(), 0, 0, set()
    while True:
        with CaptureQueriesContext(connection) as sent:
            report = send_lot(
                campaign.pk, after_id=after_id, answer_ids=None, silent_since=None, by=head, at=clock.now()
            )
        if report.last_id is None:
            break
        after_id, lots = report.last_id, lots + 1
        statements.add(len(sent))
    spent = (time.perf_counter() - began) * 1000
    rows.append((f"letters, {lots} lots of 40 (wall)", f"{min(statements)}-{max(statements)} a lot", f"{spent:.0f}"))
    _answer(campaign)
    rows += [_page(head, name, path, cpu_ms) for name, path in _pages(campaign)]
    table("A campaign of 3,001 people in 27 municipalities", ("what", "queries", "CPU ms"), rows)


def _pages(campaign: Any) -> list[tuple[str, str]]:
    page = campaign.get_absolute_url()
    return [
        ("page of progress, 27 lines", page),
        ("who has not answered, first 50", f"{page}people/"),
        ("the same, last page", f"{page}people/?page=last"),
        ("without mail, first 50", f"{page}letters/"),
        ("desk of the head", "/desk/"),
    ]


def _page(head: Any, name: str, path: str, cpu_ms: Any) -> tuple[object, ...]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.force_login(head, "stellazh.people.backends.EmailBackend")
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")
    return name, len(asked), f"{cpu_ms(lambda: client.get(path)):.1f}"


def _answer(campaign: Any) -> None:
    from stellazh.common import clock

    keys = list(campaign.answers.values_list("pk", flat=True))
    for place, state in enumerate(("confirmed", "corrected", "gone")):
        chosen = [key for key in keys if key % 20 in ((0, 1, 2, 3, 4, 5, 6, 7), (8, 9, 10), (11,))[place]]
        campaign.answers.filter(pk__in=chosen).update(state=state, answered_at=clock.now())


def _fill() -> tuple[Any, Any]:
    from stellazh.common.capabilities import Role
    from stellazh.members.models import Card, Membership, Post
    from stellazh.people.models import Person
    from stellazh.russian.collation import fold, sort_key
    from tests.factories.associations import AssociationFactory, GrantFactory, OrganisationFactory, TerritoryFactory
    from tests.factories.members import MembershipFactory
    from tests.factories.people import PersonFactory

    land: Any = TerritoryFactory(code="land", kind="region", name="Заречная область")
    root: Any = AssociationFactory(code="omo", kind="omo", short_name="ОМО", territory=land)
    head: Any = PersonFactory(family_name="Сосновская")
    MembershipFactory(person=head, association=root)
    GrantFactory(person=head, role=Role.HEAD, association=root)
    for number in range(MUNICIPALITIES):
        territory: Any = TerritoryFactory(code=f"place-{number}", parent=land, name=f"Округ № {number + 1}")
        place: Any = AssociationFactory(code=f"mmo-{number}", parent=root, territory=territory)
        school: Any = OrganisationFactory(territory=territory)
        share = SIZE // MUNICIPALITIES + (number < SIZE % MUNICIPALITIES)
        names = [(f"Ольхова{n:04}", number * 1_000 + n) for n in range(share)]
        people = Person.objects.bulk_create(
            Person(
                family_name=name, given_name="Вера", patronymic="Ильинична", created_at=head.created_at,
                email=None if key % 9 == 0 else f"person{key}@example.org", sort_key=sort_key(name),
                name_key=fold(name),
            )
            for name, key in names
        )  # fmt: skip
        Membership.objects.bulk_create(Membership(person=p, association=place, from_on="2020-01-01") for p in people)
        Card.objects.bulk_create(Card(person=p, phone="+7 921 000-11-22") for p in people)
        Post.objects.bulk_create(Post(person=p, organisation=school, title="педагог-библиотекарь") for p in people)
    return root, head


if __name__ == "__main__":
    sys.exit(main())
