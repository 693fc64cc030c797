"""A document of `association` and a way to add versions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from stellazh.associations.models import Association
from stellazh.common.capabilities import Role
from stellazh.documents.models import Document, DocumentVersion
from stellazh.documents.services import add_version
from stellazh.people.models import Person
from tests.documents.core.papers import brought, word
from tests.factories.associations import GrantFactory
from tests.factories.documents import DocumentFactory
from tests.factories.people import PersonFactory

ClientFor = Callable[[Person | None], Client]
MakeVersion = Callable[..., DocumentVersion]


@pytest.fixture
def document(association: Association) -> Document:
    made: Document = DocumentFactory.create(association=association, number="12", title="О работе библиотек")
    return made


@pytest.fixture
def make_version(head: Person, at: datetime) -> MakeVersion:
    """The next version of a document, of another text each time."""

    def make(document: Document, text: str = "Первый текст", **changes: Any) -> DocumentVersion:
        document.refresh_from_db()
        given = {"what_changed": "Уточнены сроки", "after": document.version_count, "by": head, "at": at, **changes}
        return add_version(document.pk, file=brought(word(text)), **given)

    return make


@pytest.fixture
def deputy(association: Association) -> Person:
    """Deputy of `association`: keeps documents too."""
    person: Person = PersonFactory.create(family_name="Берестова")
    GrantFactory.create(person=person, role=Role.DEPUTY, association=association)
    return person
