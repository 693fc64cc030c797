"""A sample of every file that the product makes: papers with everything in them, and what its addresses give.

The addresses are those of the matrix, asked in its world, which has one of everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from django.db import transaction
from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.certificates.designs import SHIPPED
from stellazh.certificates.papers import certificate_pdf, certificates_pdf
from stellazh.certificates.wording import sample_values
from stellazh.documents.models import Document
from stellazh.documents.papers.acquaintance import sheet_docx, sheet_xlsx_of
from stellazh.documents.papers.register import register_xlsx
from stellazh.documents.reads.document_list import document_rows
from stellazh.pages.demo import event_contents
from stellazh.protocols.enums import FormKind
from stellazh.protocols.papers.example import example_form
from stellazh.protocols.papers.extract import ExtractContent, extract_docx, extract_pdf
from stellazh.protocols.papers.own_form import own_extract_docx, own_protocol_docx
from stellazh.protocols.papers.pdf import protocol_pdf
from stellazh.protocols.papers.word import protocol_docx
from stellazh.reports.papers.pdf import report_pdf
from stellazh.reports.papers.word import report_docx
from stellazh.workplans.papers.pdf import matrix_pdf, sections_pdf
from stellazh.workplans.papers.sheet import plan_xlsx
from stellazh.workplans.papers.word_matrix import matrix_docx
from stellazh.workplans.papers.word_sections import sections_docx
from tests.certificates.papers import sheets
from tests.documents.acquaintance.conftest import put_file
from tests.factories.documents import AcquaintanceRowFactory, AcquaintanceSheetFactory, DocumentFactory
from tests.matrix.table import TABLE
from tests.matrix.world import World
from tests.protocols.papers import sample as protocols
from tests.reports.annual_papers import sample as reports
from tests.workplans.papers import sample as plans

AT: Final = datetime(2024, 10, 20, 9, 0, tzinfo=UTC)
ON: Final = AT.date()
FULL: Final = protocols.full_content()
EXTRACT: Final = ExtractContent(FULL, "МБОУ СОШ № 5")

Make = Callable[[], object]

# Papers that need no rows: what is told here, in every form it is printed in.
PAPERS: Final[Mapping[str, Make]] = {
    **{
        f"protocol, {name}, {kind}": make
        for name, content in {
            "full": FULL,
            "short": protocols.short_content(),
            "crowded": protocols.crowded_content(),
            "bare": protocols.bare_content(),
            "hostile": protocols.hostile_content(),
        }.items()
        for kind, make in {
            "pdf": lambda content=content: protocol_pdf(content, made_at=AT),
            "docx": lambda content=content: protocol_docx(content, made_on=ON),
        }.items()
    },
    "extract, pdf": lambda: extract_pdf(EXTRACT, made_at=AT),
    "extract, docx": lambda: extract_docx(EXTRACT, made_on=ON),
    "extract, by a form": lambda: own_extract_docx(example_form(FormKind.EXTRACT), EXTRACT),
    "protocol, by a form": lambda: own_protocol_docx(example_form(FormKind.PROTOCOL), FULL),
    **{
        f"report, {name}, {kind}": make
        for name, content in {
            "full": reports.full_content(),
            "bare": reports.bare_content(),
            "hostile": reports.hostile_content(),
        }.items()
        for kind, make in {
            "pdf": lambda content=content: report_pdf(content, made_at=AT),
            "docx": lambda content=content: report_docx(content, made_on=ON),
        }.items()
    },
    **{
        f"plan, {name}, {kind}": make
        for name, paper in {
            "linear": plans.linear_paper(),
            "matrix": plans.matrix_paper(),
            "hostile": plans.hostile_paper(),
            "long": plans.long_paper(60),
        }.items()
        for kind, make in {
            "sections, pdf": lambda paper=paper: sections_pdf(paper),
            "sections, docx": lambda paper=paper: sections_docx(paper),
            "sections, xlsx": lambda paper=paper: plan_xlsx(paper, "sections"),
        }.items()
    },
    "plan by directions, pdf": lambda: matrix_pdf(plans.matrix_paper()),
    "plan by directions, docx": lambda: matrix_docx(plans.matrix_paper()),
    "plan by directions, xlsx": lambda: plan_xlsx(plans.matrix_paper(), "matrix"),
    **{
        f"certificate, {one.code}": lambda one=one: certificate_pdf(
            sheets.page_of(one, sample_values()), sheets.MADE_AT
        )
        for one in SHIPPED
    },
    "certificates to be printed": lambda: certificates_pdf([sheets.written_page()] * 3, sheets.MADE_AT),
    "memo of the demonstration": lambda: event_contents._memo("РМО", ON),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """An address of the matrix that gives a file to the head, or to the operator. `label` is that of its row."""

    label: str
    method: str = "GET"
    column: str = "head"
    names: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)

    def send(self, world: World) -> None:
        """Ask, and take back what it has written."""
        row = next(one for one in TABLE if str(one) == self.label)
        address = reverse(row.name, kwargs={**row.names(world), **self.names})
        body = {**row.body(world), **row.typed(world, self.column), **self.body}
        client, query = world.client(self.column, is_confirmed=True), {**row.query(world), **self.query}
        with transaction.atomic():
            answer = (
                client.get(address, query)
                if self.method == "GET"
                else client.post(address, body, query_params=query, headers=dict(row.headers(world)))
            )
            assert answer.status_code in (200, 302), f"{self.label}: {answer.status_code}"
            if answer.streaming:
                list(answer)
            transaction.set_rollback(True)


ADDRESSES: Final = (
    Asked("associations:journal_export"),
    Asked("certificates:holder_file"),
    Asked("certificates:register_file (docx)"),
    Asked("certificates:register_file (xlsx)"),
    Asked("certificates:run_sample_file"),
    Asked("certificates:run_table", "POST"),
    Asked("certificates:template_sample"),
    Asked("events:attendance_sheet", "POST"),
    Asked("events:attendance_table", "POST"),
    Asked("events:enrolment_export", "POST"),
    Asked("events:enrolment_export", "POST", body={"kind": "docx"}),
    Asked("events:event_poster (announced)"),
    Asked("events:figure_list (as a file)"),
    Asked("events:programme_word (public)"),
    Asked("members:campaign_papers_file", "POST"),
    Asked("members:campaign_people_file"),
    Asked("members:card_export"),
    Asked("members:card_export", names={"kind": "pdf"}),
    Asked("members:composition_on (as a file)"),
    Asked("members:directory_export", "POST"),
    Asked("members:directory_export", "POST", body={"kind": "docx"}),
    Asked("members:roster_report"),
    Asked("members:roster_sample (people)"),
    Asked("members:roster_sample (schools)"),
    Asked("members:school_directory_export", "POST"),
    Asked("members:school_directory_export", "POST", body={"kind": "docx"}),
    Asked("members:white_spots (as a file)"),
    Asked("protocols:association_assignments_table"),
    Asked("protocols:decision_links", "POST"),
    Asked("protocols:paper_form_example"),
    Asked("protocols:paper_form_sample"),
    Asked("protocols:resolution_closing_pdf (closed)"),
    Asked("protocols:resolution_closing_word (adopted)"),
    Asked("protocols:resolution_pdf (draft)"),
    Asked("protocols:resolution_places_table"),
    Asked("protocols:resolution_word (draft)"),
    Asked("questionnaires:answers_download"),
    Asked("reports:board (as a file)"),
    Asked("reports:figure_list (draft)", query={"as": "xlsx"}),
    Asked("reports:plan_fact_docx (agreed)"),
    Asked("reports:plan_fact_xlsx (agreed)"),
    Asked("reports:report_form_example"),
    Asked("reports:report_form_sample"),
    Asked("reports:report_own_docx (draft)"),
    Asked("reports:year_people (as a file)"),
    Asked("reports:year_tables (somebody came)"),
    Asked("workplans:month_export (agreed)"),
    Asked("workplans:plan_export (published)"),
)


def documents(association: Association) -> Iterator[bytes]:
    """The papers of `documents`: a sheet to be signed and the register."""
    document = DocumentFactory.create(association=association, title="О работе школьных библиотек")
    sheet = AcquaintanceSheetFactory.create(document=document, document_version=put_file(document, AT), due_on=ON)
    AcquaintanceRowFactory.create(sheet=sheet, association=association, read_at=AT, read_version=1, way="herself")
    rows = [AcquaintanceRowFactory.create(sheet=sheet, association=association), *sheet.rows.all()]
    yield sheet_docx(sheet, rows, {}, made_on=ON)
    yield sheet_xlsx_of(sheet, rows, {}, made_on=ON)
    yield register_xlsx(association, document_rows(Document.objects.all()), made_on=ON)
