"""What the interface says of documents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.test import Client

from stellazh.associations.models import Association
from stellazh.documents import services
from stellazh.people.models import Person
from tests.api.conftest import ROOT, rows_of
from tests.documents.core.papers import brought
from tests.factories.documents import DocumentFactory

Program = Callable[[Person], Client]


def test_document_list_gives_what_the_owner_of_the_key_may_read(
    program: Program, association: Association, neighbour: Association, member: Person
) -> None:
    DocumentFactory.create(association=association, title="Наш")
    DocumentFactory.create(association=association, title="Черновик", published_at=None)
    DocumentFactory.create(association=neighbour, title="Соседский")
    DocumentFactory.create(association=neighbour, title="Открытый", public=True)

    assert sorted(row["title"] for row in rows_of(program(member), "/documents")) == ["Наш", "Открытый"]


def test_document_list_is_narrowed(
    program: Program, region: Association, association: Association, head: Person
) -> None:
    DocumentFactory.create(association=association, title="Лужский", kind="letter")
    DocumentFactory.create(association=region, title="Областной", status="repealed", number="77")
    asked: list[tuple[dict[str, Any], list[str]]] = [
        ({"association": "luga"}, ["Лужский"]),
        ({"association": "omo"}, ["Областной", "Лужский"]),
        ({"association": "nowhere"}, []),
        ({"territory": "luga"}, ["Лужский"]),
        ({"territory": "nowhere"}, []),
        ({"kind": "letter"}, ["Лужский"]),
        ({"status": "repealed"}, ["Областной"]),
        ({"q": "77"}, ["Областной"]),
        ({"year": 2023}, []),
    ]

    found = [[row["title"] for row in rows_of(program(head), "/documents", **query)] for query, _ in asked]

    assert found == [titles for _, titles in asked]


def test_document_with_its_versions_and_links(
    program: Program, association: Association, head: Person, member: Person, at: datetime
) -> None:
    newer, older = (DocumentFactory.create(association=association) for _ in range(2))
    services.add_version(newer.pk, file=brought(name="Приказ.docx"), after=0, by=head, at=at)
    services.replace_documents(newer.pk, [older.pk], is_repealing=True, by=head, at=at)

    told = program(member).get(f"{ROOT}/documents/{newer.pk}").json()

    assert (told["replaces"], told["replaced_by"], told["version_count"]) == ([older.pk], [], 1)
    assert [(one["number"], one["name"]) for one in told["versions"]] == [(1, "Приказ.docx")]


def test_foreign_document_is_not_there(program: Program, neighbour: Association, member: Person) -> None:
    document = DocumentFactory.create(association=neighbour)

    assert program(member).get(f"{ROOT}/documents/{document.pk}").status_code == 404
