"""A report on 2024/2025 that is being written, and the way to its seal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from stellazh.associations.models import Association
from stellazh.events.models import Event
from stellazh.people.models import Person
from stellazh.reports.models import AnnualReport, ReportSeal
from stellazh.reports.reads.annual.content import report_content
from stellazh.reports.reads.annual.doubtful import report_doubts
from stellazh.reports.services.annual.sealing import seal_report
from tests.factories.events import AttendanceFactory, EventFactory
from tests.factories.reports import AnnualReportFactory, ReportBlockFactory

# After the last day of the school year 2024/2025, in Moscow.
WRITING = datetime(2025, 6, 24, 9, 0, tzinfo=UTC)
YEAR = 2024
Seal = Callable[[AnnualReport], ReportSeal]


@pytest.fixture
def report(association: Association) -> AnnualReport:
    """A draft of `association` with three blocks of text, counted as of the 24th of June."""
    made: Any = AnnualReportFactory(association=association, counted_on=date(2025, 6, 24))
    ReportBlockFactory(report=made, heading="Мероприятия", text="Всего проведено {{ мероприятия }}.")
    ReportBlockFactory(report=made, heading="Охват", text="Участий — {{ число: участия }}.\n- Приехали гости.")
    ReportBlockFactory(report=made, heading="Итог", text="Год был хороший.")
    return made


@pytest.fixture
def meeting(association: Association) -> Event:
    """A meeting of the year that was held, and Тополева came to it."""
    starts_at = datetime(2024, 10, 8, 11, 0, tzinfo=UTC)
    made: Any = EventFactory(
        association=association, held=True, starts_at=starts_at, held_at=starts_at, school_year=YEAR, title="Чтение"
    )
    AttendanceFactory(event=made, name="Тополева Анна Ильинична")
    return made


def accepted(report: AnnualReport, at: datetime = WRITING) -> list[str]:
    """Every doubt about the report, said to be right so."""
    return [doubt.code for doubt in report_doubts(report, report_content(report, at=at), at=at)]


@pytest.fixture
def seal(head: Person) -> Seal:
    """Seal a report as the head does, with all its doubts accepted."""

    def make(report: AnnualReport) -> ReportSeal:
        return seal_report(
            report.pk, expected_sha256="", accepted_doubts=accepted(report), by=head, at=WRITING
        )  # fmt: skip

    return make
