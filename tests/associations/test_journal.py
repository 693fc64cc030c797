"""The journal of an association and the history of its roles: who reads which, what they find, nobody changes it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from stellazh.associations import journal
from stellazh.associations.models import Association
from stellazh.audit.models import AuditEntry
from stellazh.audit.services import record
from stellazh.common.capabilities import Role
from stellazh.people.models import Person
from tests.checks import fingerprint
from tests.factories.associations import GrantFactory
from tests.factories.people import PersonFactory

ClientFor = Callable[..., Client]


def values(body: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(body)).get_sheet_by_index(0).to_python()


def note(association: Association, by: Person, at: datetime, **how: Any) -> None:
    with transaction.atomic():
        action, thing = how.pop("action", "association_changed"), how.pop("thing", association)
        record(action, thing, by=by, at=at, scope=association.path, **how)


def address(name: str, code: str = "luga") -> str:
    return reverse(f"associations:{name}", args=[code])


def page(client: Client, name: str = "journal_list", code: str = "luga", **query: str) -> str:
    answer = client.get(address(name, code), query)
    assert answer.status_code == 200
    return answer.content.decode()


def notes(text: str) -> list[str]:
    return re.findall(r"заметка (\w+)", text)


@pytest.mark.parametrize("count", [1, 3])
def test_journal_costs_the_same_for_one_and_three(
    head: Person,
    association: Association,
    client_for: ClientFor,
    at: datetime,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(count):
        note(association, head, at, note="заметка раз", changes={"Название": ("Было", "Стало")})
    client = client_for(head)
    page(client)

    # The session's person and grants, the association, the two lists of choices, the count, the rows;
    # the rail's notices.
    with django_assert_num_queries(8):
        text = page(client)

    assert notes(text) == ["раз"] * count


def test_journal_shows_what_was_and_what_became(
    head: Person, association: Association, client_for: ClientFor, at: datetime
) -> None:
    note(association, head, at, changes={"Название": ("ММО <b>", "ММО Луги"), "Пояс": ("", "Москва")})

    text = page(client_for(head))

    assert "<del>ММО &lt;b&gt;</del> → ММО Луги" in text
    assert "Изменено объединение" in text
    assert "объединение: ММО Лужского округа" in text


def test_journal_is_of_exactly_here_for_heads_and_of_below_for_operators(
    head: Person,
    methodist: Person,
    region_head: Person,
    association: Association,
    region: Association,
    neighbour: Association,
    client_for: ClientFor,
    at: datetime,
) -> None:
    operator: Any = PersonFactory()
    GrantFactory(person=operator, role=Role.OPERATOR, association=region)
    for place, word in ((region, "сверху"), (association, "здесь"), (neighbour, "рядом")):
        note(place, head, at, note=f"заметка {word}")

    assert notes(page(client_for(head))) == ["здесь"]
    assert notes(page(client_for(methodist))) == ["здесь"]
    assert notes(page(client_for(region_head), code="omo")) == ["сверху"]
    assert sorted(notes(page(client_for(operator), code="omo"))) == ["здесь", "рядом", "сверху"]
    assert notes(page(client_for(operator))) == ["здесь"]


def test_journal_is_closed_to_others(
    member: Person, stranger: Person, region_head: Person, association: Association, client_for: ClientFor
) -> None:
    secretary: Any = PersonFactory()
    GrantFactory(person=secretary, role=Role.SECRETARY, association=association)

    for name in ("journal_list", "journal_export", "role_history"):
        for person in (member, stranger, region_head, secretary):
            assert client_for(person).get(address(name)).status_code == 404
        assert client_for().get(address(name)).status_code == 302


def test_nothing_can_be_sent_to_the_journal(head: Person, client_for: ClientFor) -> None:
    client = client_for(head)
    before = fingerprint()

    for name in ("journal_list", "journal_export", "role_history"):
        for send in (client.post, client.put, client.delete):
            assert send(address(name)).status_code == 405

    assert fingerprint() == before


def test_journal_is_filtered(
    head: Person, methodist: Person, association: Association, client_for: ClientFor, at: datetime
) -> None:
    note(association, head, at, note="заметка первая")
    note(association, methodist, at + timedelta(days=2), note="заметка вторая", action="role_granted")
    note(association, head, at + timedelta(days=4), note="заметка третья", thing=methodist)
    client = client_for(head)

    assert notes(page(client)) == ["третья", "вторая", "первая"]
    assert notes(page(client, first="2024-09-12")) == ["третья", "вторая"]
    assert notes(page(client, last="2024-09-12")) == ["вторая", "первая"]
    assert notes(page(client, who="рябинина")) == ["вторая"]
    assert notes(page(client, action="role_granted")) == ["вторая"]
    assert notes(page(client, kind="people.person")) == ["третья"]
    assert notes(page(client, text="ПЕРВАЯ")) == ["первая"]
    assert notes(page(client, text="нет такого")) == []
    assert notes(page(client, first="вчера", action="nothing", page="99")) == ["третья", "вторая", "первая"]


def test_days_of_the_journal_are_of_the_associations_zone(
    head: Person, association: Association, client_for: ClientFor
) -> None:
    association.time_zone = "Asia/Krasnoyarsk"
    association.save()
    note(association, head, datetime(2024, 9, 10, 18, 0, tzinfo=UTC), note="заметка ночью")
    client = client_for(head)

    assert notes(page(client, first="2024-09-11")) == ["ночью"]
    assert notes(page(client, last="2024-09-10")) == []


def test_journal_of_fifty_one_has_two_pages(
    head: Person, association: Association, client_for: ClientFor, at: datetime
) -> None:
    for number in range(51):
        note(association, head, at, note=f"заметка n{number}")
    client = client_for(head)

    assert (len(notes(page(client))), len(notes(page(client, page="2")))) == (50, 1)


def test_journal_is_taken_out_as_filtered_and_without_formulas(
    head: Person, association: Association, client_for: ClientFor, at: datetime
) -> None:
    note(association, head, at, note="=1+1", changes={"Название": ("", "ММО Луги")})
    note(association, head, at, note="заметка лишняя", action="role_granted")

    answer = client_for(head).get(address("journal_export"), {"action": "association_changed"})

    assert values(answer.content)[2:] == [
        [
            "10.09.2024 12:00",
            "Ольхова В.И.",
            "Изменено объединение",
            "объединение",
            "ММО Лужского округа",
            "Название: пусто → ММО Луги",
            "=1+1",
        ]
    ]


def test_journal_file_says_when_it_holds_only_the_newest(
    head: Person, association: Association, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "MOST_ROWS", 2)
    for number in range(3):
        note(association, head, at + timedelta(minutes=number), note=f"заметка n{number}")

    body = journal.journal_sheet(
        association, AuditEntry.objects.filter(scope=association.path).order_by("-at"), made_on=date(2024, 9, 11)
    )

    title, _, *rows = values(body)
    assert "последние 2 записей" in title[0]
    assert [row[6] for row in rows] == ["заметка n2", "заметка n1"]


def test_home_leads_those_who_may_to_the_journal(head: Person, member: Person, client_for: ClientFor) -> None:
    home = reverse("pages:association_home", args=["luga"])

    found = [address("journal_list") in client_for(one).get(home).content.decode() for one in (head, member, None)]

    assert found == [True, False, False]


# Roles


def test_role_history_tells_from_when_to_when_and_by_whom(
    head: Person, region_head: Person, association: Association, client_for: ClientFor
) -> None:
    former: Any = PersonFactory(family_name="Берестова")
    GrantFactory(
        person=former,
        role=Role.HEAD,
        association=association,
        from_on=date(2019, 9, 1),
        to_on=date(2020, 8, 31),
        granted_by=region_head,
    )

    text = page(client_for(head), "role_history")

    assert "Берестова Вера Ильинична" in text
    assert "01.09.2019 — 31.08.2020" in re.sub(r"<[^>]+>", "", text)
    assert "Сосновская В.И." in text


def test_role_history_of_a_day_and_with_members(
    head: Person, member: Person, association: Association, neighbour: Association, client_for: ClientFor
) -> None:
    former: Any = PersonFactory(family_name="Берестова")
    GrantFactory(
        person=former, role=Role.DEPUTY, association=association, from_on=date(2019, 9, 1), to_on=date(2019, 12, 31)
    )
    elsewhere: Any = PersonFactory(family_name="Соседняя")
    GrantFactory(person=elsewhere, role=Role.DEPUTY, association=neighbour)
    client = client_for(head)

    def found(**query: str) -> list[str]:
        text = page(client, "role_history", **query)
        return sorted(re.findall(r'<td data-label="Кто"><b>(\w+)', text))

    assert found() == ["Берестова", "Ольхова"]
    assert found(on="2019-10-01") == ["Берестова"]
    assert found(on="2024-10-01") == ["Ольхова"]
    assert found(members="1") == ["Берестова", "Липина", "Ольхова"]
    assert found(on="никогда") == ["Берестова", "Ольхова"]


@pytest.mark.parametrize("count", [1, 3])
def test_role_history_costs_the_same_for_one_and_three(
    head: Person,
    association: Association,
    client_for: ClientFor,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(count):
        GrantFactory(association=association, role=Role.EDITOR, granted_by=head)
    client = client_for(head)
    page(client, "role_history")

    # The session's person and grants, the association, the count, the rows;
    # the rail's notices.
    with django_assert_num_queries(6):
        text = page(client, "role_history")

    assert text.count('<td data-label="Кто">') == count + 1
