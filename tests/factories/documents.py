"""Documents with boring values."""

from __future__ import annotations

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from stellazh.documents.enums import DocumentAudience, DocumentKind
from stellazh.documents.models import AcquaintanceRow, AcquaintanceSheet, Document
from tests.factories.associations import AssociationFactory
from tests.factories.people import PersonFactory

NOW = datetime(2024, 9, 2, 9, 0, tzinfo=UTC)


class DocumentFactory(DjangoModelFactory[Document]):
    """A published order of an association, without a file, read by its members and those below."""

    class Meta:
        model = Document

    class Params:
        unpublished = factory.Trait(published_at=None)
        public = factory.Trait(audience=DocumentAudience.PUBLIC)

    association = factory.SubFactory(AssociationFactory)
    kind = DocumentKind.ORDER
    title = factory.Sequence(lambda n: f"О работе школьных библиотек, {n}")
    number = factory.Sequence(lambda n: f"{n + 1}-о")
    dated_on = date(2024, 8, 26)
    published_at = NOW
    created_at = NOW
    updated_at = NOW


class AcquaintanceRowFactory(DjangoModelFactory[AcquaintanceRow]):
    """Somebody asked to read, who has not yet."""

    class Meta:
        model = AcquaintanceRow

    person = factory.SubFactory(PersonFactory)
    person_name = factory.LazyAttribute(lambda row: row.person.full_name)


class AcquaintanceSheetFactory(DjangoModelFactory[AcquaintanceSheet]):
    """An open sheet; the document and its version are given."""

    class Meta:
        model = AcquaintanceSheet

    asked_at = NOW
    asked_by_name = "Ольхова В.И."
