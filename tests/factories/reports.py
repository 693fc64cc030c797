"""Annual reports with boring values."""

from __future__ import annotations

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from stellazh.reports.models import AnnualReport, HandFigure, ReportBlock
from tests.factories.associations import AssociationFactory

NOW = datetime(2025, 6, 24, 9, 0, tzinfo=UTC)


class AnnualReportFactory(DjangoModelFactory[AnnualReport]):
    """A draft of the report on 2024/2025."""

    class Meta:
        model = AnnualReport

    association = factory.SubFactory(AssociationFactory)
    school_year = 2024
    title = "Отчёт о работе объединения"
    signer_name = "В. И. Ольхова"
    signer_post = "Руководитель объединения"
    created_at = NOW
    updated_at = NOW


class ReportBlockFactory(DjangoModelFactory[ReportBlock]):
    class Meta:
        model = ReportBlock

    report = factory.SubFactory(AnnualReportFactory)
    position = factory.Sequence(lambda n: n)
    text = "Всего проведено {{ мероприятия }}."


class HandFigureFactory(DjangoModelFactory[HandFigure]):
    class Meta:
        model = HandFigure

    report = factory.SubFactory(AnnualReportFactory)
    name = "участники чата"
    label = "Зарегистрировались в чате"
    value = 93
    one = "участник"
    few = "участника"
    many = "участников"
    source = "Список участников чата"
    counted_on = date(2025, 6, 24)
    entered_at = NOW
    entered_by = "Ольхова В.И."
