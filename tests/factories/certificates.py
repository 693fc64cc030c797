"""Kinds, runs and documents with boring values; traits for states."""

from __future__ import annotations

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from stellazh.certificates.enums import CertificateStatus, DocumentGenre, RunStatus
from stellazh.certificates.models import (
    Certificate,
    CertificateCopy,
    CertificateKind,
    IssueRun,
    RunRow,
    Signatory,
    SpoiledNumber,
)
from stellazh.russian.collation import sort_key
from tests.factories.associations import AssociationFactory
from tests.factories.people import PersonFactory

NOW = datetime(2024, 11, 28, 9, 0, tzinfo=UTC)
ISSUED_ON = date(2024, 11, 28)


class CertificateKindFactory(DjangoModelFactory[CertificateKind]):
    """Certificates of participants, numbered anew each school year: «№ 1/2024-Ф»."""

    class Meta:
        model = CertificateKind

    association = factory.SubFactory(AssociationFactory)
    genre = DocumentGenre.PARTICIPANT
    name = factory.Sequence(lambda n: f"Сертификат участника {n}")
    title = "Сертификат участника"
    pattern = "№ {n}/{год}-Ф"
    created_at = NOW


class SignatoryFactory(DjangoModelFactory[Signatory]):
    class Meta:
        model = Signatory

    association = factory.SubFactory(AssociationFactory)
    name = "В. И. Ольхова"
    post = "руководитель объединения"


class IssueRunFactory(DjangoModelFactory[IssueRun]):
    """A run being prepared, of a list of one's own."""

    class Meta:
        model = IssueRun

    association = factory.SubFactory(AssociationFactory)
    kind = factory.SubFactory(CertificateKindFactory, association=factory.SelfAttribute("..association"))
    title = "Участникам форума"
    basis = "участие в форуме «Чтение и школа»"
    dates_words = "с 20 по 27 ноября 2024 г."
    issued_on = ISSUED_ON
    prepared_by = factory.SubFactory(PersonFactory)
    prepared_name = factory.LazyAttribute(lambda made: made.prepared_by.full_name if made.prepared_by else "Ольхова")
    created_at = NOW

    class Params:
        issued = factory.Trait(status=RunStatus.ISSUED, submitted_at=NOW, issued_at=NOW)


class RunRowFactory(DjangoModelFactory[RunRow]):
    """A recipient known to us, whose name is clear."""

    class Meta:
        model = RunRow

    run = factory.SubFactory(IssueRunFactory)
    position = factory.Sequence(lambda n: n)
    person = factory.SubFactory(PersonFactory)
    name = factory.LazyAttribute(lambda made: made.person.full_name if made.person else "Вербина Ольга Ильинична")
    dative = "Вербиной Ольге Ильиничне"
    genitive = "Вербиной Ольги Ильиничны"
    school = "МБОУ СОШ № 3"


class CertificateFactory(DjangoModelFactory[Certificate]):
    """A document given out on 28 November 2024, without sheets."""

    class Meta:
        model = Certificate

    row = factory.SubFactory(RunRowFactory, run__issued=True)
    run = factory.LazyAttribute(lambda made: made.row.run)
    kind = factory.LazyAttribute(lambda made: made.run.kind)
    association = factory.LazyAttribute(lambda made: made.run.association)
    genre = factory.LazyAttribute(lambda made: made.kind.genre)
    period_year = 2024
    number = factory.Sequence(lambda n: n + 1)
    number_words = factory.LazyAttribute(lambda made: f"№ {made.number}/2024-Ф")
    title = "Сертификат участника"
    basis = factory.LazyAttribute(lambda made: made.run.basis)
    subject_key = factory.LazyAttribute(lambda made: made.run.subject_key)
    person = factory.LazyAttribute(lambda made: made.row.person)
    name = factory.LazyAttribute(lambda made: made.row.name)
    sort_key = factory.LazyAttribute(lambda made: sort_key(made.name))
    school = factory.LazyAttribute(lambda made: made.row.school)
    issued_on = ISSUED_ON
    created_at = NOW

    class Params:
        withdrawn = factory.Trait(
            status=CertificateStatus.WITHDRAWN, status_reason="Выдан по ошибке", status_at=NOW, status_by="Ольхова В.И."
        )


class CertificateCopyFactory(DjangoModelFactory[CertificateCopy]):
    """The original sheet, not made yet."""

    class Meta:
        model = CertificateCopy

    certificate = factory.SubFactory(CertificateFactory)
    code = factory.Sequence(lambda n: "-".join(f"{n:016d}"[place : place + 4] for place in range(0, 16, 4)))
    made_at = NOW
    made_by = "Ольхова В.И."


class SpoiledNumberFactory(DjangoModelFactory[SpoiledNumber]):
    class Meta:
        model = SpoiledNumber

    kind = factory.SubFactory(CertificateKindFactory)
    period_year = 2024
    number = factory.Sequence(lambda n: n + 900)
    number_words = factory.LazyAttribute(lambda made: f"№ {made.number}/2024-Ф")
    reason = "Лист испорчен при печати"
    spoiled_on = ISSUED_ON
    spoiled_at = NOW
    spoiled_by = "Ольхова В.И."
