"""What the matrix names of annual reports: a draft with all that belongs to it, sealed ones, own Word forms."""

from __future__ import annotations

from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Any

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.events.models import Event
from stellazh.files.models import StoredFile
from stellazh.people.models import Person
from stellazh.reports.enums import ReportForm
from stellazh.reports.models import AnnualReport, HandFigure, ReportAppendix, ReportBlock, ReportTextForm
from stellazh.reports.papers.example import example_form
from stellazh.reports.reads.annual.content import report_content
from stellazh.reports.reads.annual.doubtful import doubt_key, report_doubts
from stellazh.reports.services.annual.blocks import archive_block
from stellazh.reports.services.annual.forms import bring_report_form, set_report_form
from stellazh.reports.services.annual.hand import add_appendix, archive_appendix, archive_hand_figure
from stellazh.reports.services.annual.sealing import fingerprint, publish_report, seal_report
from tests.factories.reports import AnnualReportFactory, HandFigureFactory, ReportBlockFactory

PDF = b"%PDF-1.7 not a real appendix"


class AnnualReports:
    """The part of the world that is about the report of a year."""

    if TYPE_CHECKING:
        association: Association
        neighbour: Association
        people: dict[str, Person]
        year: int

        @cached_property
        def past_event(self) -> Event: ...

    def _report(self, years_ago: int, *, association: Association | None = None, **changes: Any) -> AnnualReport:
        """A draft with two blocks, the second with a figure of an event."""
        made = AnnualReportFactory.create(
            **{
                "association": association or self.association,
                "school_year": self.year - years_ago,
                "created_at": clock.now(),
                "updated_at": clock.now(),
                **changes,
            }
        )
        ReportBlockFactory.create(report=made, position=0, heading="Итоги года", text="Год прошёл.")
        ReportBlockFactory.create(report=made, position=1, text="Всего проведено {{ мероприятия }}.")
        return made

    @cached_property
    def draft_report(self) -> AnnualReport:
        """Of the year before this one."""
        return self._report(1)

    @cached_property
    def archived_report(self) -> AnnualReport:
        """A draft put away: the analysis of that year."""
        return self._report(1, form=ReportForm.ANALYSIS, archived_at=clock.now())

    @cached_property
    def sealed_report(self) -> AnnualReport:
        """On the site for nobody."""
        return self._sealed(self._report(2))

    @cached_property
    def published_report(self) -> AnnualReport:
        """On the site for everybody, with an appendix."""
        made = self._report(3)
        self._appendix(made)
        self._sealed(made)
        return publish_report(made.pk, by=self.people["head"], at=clock.now())

    @cached_property
    def neighbours_report(self) -> AnnualReport:
        """The stranger's own draft."""
        return self._report(1, association=self.neighbour)

    def _sealed(self, report: AnnualReport) -> AnnualReport:
        at = clock.now()
        doubts = report_doubts(report, report_content(report, at=at), at=at)
        accepted = [doubt_key(doubt) for doubt in doubts]
        seal_report(report.pk, expected_sha256="", accepted_doubts=accepted, by=self.people["head"], at=at)
        return AnnualReport.objects.select_related("seal__docx", "seal__pdf").get(pk=report.pk)

    @property
    def seal_form(self) -> dict[str, str]:
        """The form of the seal: what is wrong is right so."""
        report, at = AnnualReport.objects.get(pk=self.draft_report.pk), clock.now()
        content = report_content(report, at=at)
        doubts = report_doubts(report, content, at=at)
        return {"shown": fingerprint(content), **{doubt_key(doubt): "on" for doubt in doubts if not doubt.is_soft}}

    # What belongs to the draft

    @cached_property
    def report_block(self) -> ReportBlock:
        """The first of two."""
        return self.draft_report.blocks.order_by("position")[0]

    @cached_property
    def archived_block(self) -> ReportBlock:
        made = ReportBlockFactory.create(report=self.draft_report, position=7, text="Лишнее.")
        archive_block(made.pk, by=self.people["head"], at=clock.now())
        made.refresh_from_db()
        return made

    @cached_property
    def hand_figure(self) -> HandFigure:
        return HandFigureFactory.create(report=self.draft_report)

    @cached_property
    def archived_hand_figure(self) -> HandFigure:
        made = HandFigureFactory.create(report=self.draft_report, name="подписчики", label="Подписались")
        return archive_hand_figure(made.pk, by=self.people["head"], at=clock.now())

    def _appendix(self, report: AnnualReport) -> ReportAppendix:
        return add_appendix(
            report.pk,
            title="Программа форума",
            content=PDF + str(report.pk).encode(),
            filename="программа.pdf",
            submission_key=None,
            by=self.people["head"],
            at=clock.now(),
        )

    @cached_property
    def report_appendix(self) -> ReportAppendix:
        """Of the draft."""
        return self._appendix(self.draft_report)

    @cached_property
    def published_appendix(self) -> ReportAppendix:
        return self.published_report.appendices.get()

    @cached_property
    def archived_appendix(self) -> ReportAppendix:
        made = self._appendix(self.draft_report)
        return archive_appendix(made.pk, by=self.people["head"], at=clock.now())

    # Own Word forms

    @cached_property
    def brought_report_form(self) -> StoredFile:
        """Looked over, not in use."""
        return bring_report_form(
            self.association.pk,
            BytesIO(example_form(ReportForm.REPORT)),
            name="форма.docx",
            by=self.people["head"],
            at=clock.now(),
        )

    @cached_property
    def own_report_form(self) -> ReportTextForm:
        """In use."""
        return set_report_form(
            self.association.pk,
            ReportForm.REPORT,
            self.brought_report_form,
            by=self.people["head"],
            at=clock.now(),
        )
