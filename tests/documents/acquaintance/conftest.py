"""A published document with a file, people to ask, sheets of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from stellazh.associations.models import Association
from stellazh.common.actor import System
from stellazh.documents.models import AcquaintanceRow, AcquaintanceSheet, Document, DocumentVersion
from stellazh.documents.services.bringing import VERSION_FILE
from stellazh.files.services import store_file
from stellazh.people.models import Person
from tests.factories.documents import AcquaintanceRowFactory, AcquaintanceSheetFactory, DocumentFactory
from tests.factories.members import MembershipFactory
from tests.factories.people import PersonFactory

FILER = System("проверка")
DUE = date(2024, 9, 20)

AddVersion = Callable[[Document], DocumentVersion]
MakeSheet = Callable[..., AcquaintanceSheet]


def put_file(document: Document, at: datetime) -> DocumentVersion:
    """The next version of the document, as the service leaves it; nobody reads its words."""
    number = document.version_count + 1
    content = f"%PDF-1.4\n% {document.pk} {number}\n%%EOF\n".encode()
    stored = store_file(content, name=f"Приказ {number}.pdf", purpose=VERSION_FILE, by=FILER, at=at)
    version = DocumentVersion.objects.create(
        document=document, number=number, file=stored, added_at=at, added_by_name="Ольхова В.И."
    )
    Document.objects.filter(pk=document.pk).update(version_count=number)
    document.version_count = number
    return version


@pytest.fixture
def add_version(at: datetime) -> AddVersion:
    return lambda document: put_file(document, at)


@pytest.fixture
def order(association: Association, at: datetime) -> Document:
    """A published order of `association` with its first version."""
    document = DocumentFactory.create(association=association, title="О работе школьных библиотек")
    put_file(document, at)
    return document


@pytest.fixture
def regional(region: Association, at: datetime) -> Document:
    """A published regulation of the region with its first version."""
    document = DocumentFactory.create(association=region, title="Положение о форуме")
    put_file(document, at)
    return document


@pytest.fixture
def make_sheet() -> MakeSheet:
    """An open sheet of the document until 20 September 2024 that asks these people, each through that association."""

    def make(document: Document, people: list[tuple[Person, Association]], **fields: Any) -> AcquaintanceSheet:
        fields.setdefault("due_on", DUE)
        sheet = AcquaintanceSheetFactory.create(
            document=document, document_version=document.versions.get(number=document.version_count), **fields
        )
        for person, place in people:
            AcquaintanceRowFactory.create(sheet=sheet, person=person, association=place)
        return sheet

    return make


@pytest.fixture
def sheet(order: Document, make_sheet: MakeSheet, member: Person, association: Association) -> AcquaintanceSheet:
    """The order, asked of `member`."""
    return make_sheet(order, [(member, association)])


@pytest.fixture
def row(sheet: AcquaintanceSheet) -> AcquaintanceRow:
    return sheet.rows.get()


def members_of(association: Association, count: int, **person: Any) -> list[Person]:
    """So many more members."""
    people = [PersonFactory.create(**person) for _ in range(count)]
    for one in people:
        MembershipFactory.create(person=one, association=association)
    return people
