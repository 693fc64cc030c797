"""An association's own Word form of its report: services, filling, pages."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from stellazh.associations.models import Association
from stellazh.associations.services.own_forms import OwnFormNotInUse, OwnFormOfAnotherPlace
from stellazh.common.errors import PermissionRefused
from stellazh.files.models import StoredFile
from stellazh.files.services import FileTypeNotAccepted
from stellazh.office.word_forms import FormUnfit, check_form
from stellazh.people.models import Person
from stellazh.reports.enums import ReportForm
from stellazh.reports.models import ReportTextForm
from stellazh.reports.papers.example import example_form, sample_figures, sample_report
from stellazh.reports.papers.making import figures_by_name, report_by_own_form
from stellazh.reports.papers.own_form import own_report_docx, report_filling, vocabulary_of
from stellazh.reports.reads.annual.content import report_content
from stellazh.reports.reads.annual.content_model import KeptFigure
from stellazh.reports.services.annual.forms import (
    bring_report_form,
    report_form_in_use,
    report_on_form,
    retire_report_form,
    set_report_form,
    vocabulary_for,
)
from tests.checks import at_once, deeds, nothing_changes
from tests.factories.reports import AnnualReportFactory, HandFigureFactory, ReportBlockFactory
from tests.reports.annual_papers.sample import AT, HARD, full_content, hostile_content, sealed
from tests.reports.figures.conftest import came, held

ClientFor = Callable[[Person | None], Client]
LINES = ("{{ заголовок }}", "Мероприятий {{ число: мероприятия }}", "{{ текст }}", "{{ подпись }}")


def word(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def texts(data: bytes) -> list[str]:
    return [one.text.replace(HARD, " ") for one in docx.Document(BytesIO(data)).paragraphs]


def brought(association: Association, by: Person, data: bytes = b"", name: str = "Наша форма.docx") -> StoredFile:
    return bring_report_form(association.pk, BytesIO(data or word(*LINES)), name=name, by=by, at=AT)


def put(association: Association, by: Person, data: bytes = b"") -> ReportTextForm:
    return set_report_form(association.pk, ReportForm.REPORT, brought(association, by, data), by=by, at=AT)


@pytest.mark.parametrize("form", ReportForm)
def test_example_is_fit_and_is_filled_without_a_trace_of_fields(form: ReportForm) -> None:
    vocabulary = vocabulary_of(form)

    report = check_form(example_form(form), vocabulary)
    paper = sample_report(form, example_form(form), Association(name="ММО библиотекарей", short_name="ММО"), vocabulary)

    assert report.errors == ()
    assert "мероприятия.мероприятие" in report.used
    assert not [text for text in texts(paper) if "{{" in text or "}}" in text]
    cells = [cell.text for row in docx.Document(BytesIO(paper)).tables[-1].rows for cell in row.cells]
    assert "Заседание № 1. План на год".replace("№ ", f"№{HARD}") in cells
    assert example_form(form) == example_form(form)


@pytest.mark.parametrize("form", ReportForm)
def test_every_name_of_the_vocabulary_may_stand_in_a_form(form: ReportForm) -> None:
    vocabulary = vocabulary_of(form, ["участники чата"])

    report = check_form(word(*(f"{{{{ {name} }}}}" for name in vocabulary.names)), vocabulary)

    assert report.errors == ()
    assert report.used == set(vocabulary.names)
    assert "число: участники чата" in report.used


def test_every_field_of_the_vocabulary_is_given() -> None:
    vocabulary = vocabulary_of(ReportForm.REPORT)

    filling = report_filling(full_content(), sample_figures(), is_draft=True)

    assert set(filling.values) == set(vocabulary.fields)
    assert set(filling.rows) == set(vocabulary.rows)
    for name, rows in filling.rows.items():
        assert all(set(row) == set(vocabulary.rows[name]) for row in rows)


def test_form_says_what_the_report_says() -> None:
    form = word(
        "{{ черновик }} {{учебный год}} {{ данные на }}",
        "{{ часть Состав объединения }}",
        "{{ мероприятия }}, {{число:мероприятия}}, из {{ из: муниципалитеты }}, {{ на: мероприятия }}",
        "{{ мероприятия.номер }} {{ мероприятия.мероприятие }} {{ мероприятия.участий }}",
        "{{ план.раздел }}: {{ план.мероприятие }} {{ план.причина }}",
        "{{ приложения.номер }} {{ приложения.где }}",
        "{{ источники }}",
    )

    found = texts(
        own_report_docx(
            form, full_content(), sample_figures(), is_draft=True, vocabulary=vocabulary_of(ReportForm.REPORT)
        )
    )

    assert found == [
        "ЧЕРНОВИК 2024/2025 24.06.2025",
        "Специалистов — 9.",
        "– страница: https://example.org/a/b?c=1",
        "– в чате 93 участника",
        "11 мероприятий, 11, из 11 муниципалитетов, 24.06.2025",
        "1 Семинар «Чтение» 24",
        "2 Веб-форум 96",
        "Обучение: Семинар ",
        "1 chat.pdf",
        "2 https://example.org/rules",
        "Зарегистрировались в чате — 93 участника: Список чата, https://chat.example.org/list (на 20.06.2025).",
    ]


def test_what_is_typed_is_never_a_field() -> None:
    made = own_report_docx(
        word("{{ заголовок }}"), hostile_content(), {}, is_draft=False, vocabulary=vocabulary_of(ReportForm.REPORT)
    )

    assert "{{ заголовок }} <b> =SUM(A1)" in texts(made)[0]


def test_sealed_report_is_filled_with_what_was_sealed(association: Association, head: Person) -> None:
    came(held(association))
    report: Any = AnnualReportFactory(association=association)
    HandFigureFactory(report=report)
    kept = (KeptFigure("events.held", "Проведено мероприятий", 40, "40 мероприятий", "2025-06-24"),)
    sealed(report, full_content(figures=kept))
    form = put(association, head, word("{{ мероприятия }}", "{{ участия }}", "{{ участники чата }}", "{{ черновик }}"))

    made = report_by_own_form(form, report, at=datetime(2026, 1, 1, tzinfo=UTC))

    assert texts(made.body) == ["40 мероприятий", "1 участие", "93 участника", ""]
    figures = figures_by_name(report, report_content(report, at=AT), at=AT)
    assert (figures["мероприятия"].number, figures["участия"].number) == ("40", "1")


def test_form_is_put_and_the_one_before_stays_in_the_history(association: Association, head: Person) -> None:
    first = put(association, head)

    second = put(association, head, word("{{ заголовок }}"))

    first.refresh_from_db()
    assert (first.retired_at, second.retired_at, second.added_by) == (AT, None, head.actor_name)
    assert report_form_in_use(association, ReportForm.REPORT) == second
    assert report_form_in_use(association, ReportForm.ANALYSIS) is None
    changes = {"Форма: отчёт о проделанной работе": ["встроенная", "Наша форма.docx"]}
    assert deeds(first) == [("report_form_set", str(head.pk), changes)]


def test_retired_form_gives_way_to_the_built_in_one(association: Association, head: Person) -> None:
    form = put(association, head)

    retire_report_form(association.pk, ReportForm.REPORT, by=head, at=AT)

    form.refresh_from_db()
    assert form.retired_at == AT
    assert report_form_in_use(association, ReportForm.REPORT) is None
    nothing_changes(lambda: retire_report_form(association.pk, ReportForm.REPORT, by=head, at=AT), OwnFormNotInUse)


def test_unfit_form_is_explained_and_not_put(association: Association, head: Person) -> None:
    stored = brought(association, head, word("{{ мероприятя }}"))

    report = report_on_form(stored, association, ReportForm.REPORT)

    assert "такого поля нет" in report.errors[0]
    nothing_changes(lambda: set_report_form(association.pk, ReportForm.REPORT, stored, by=head, at=AT), FormUnfit)


def test_form_without_what_offices_ask_for_is_doubted_once(association: Association, head: Person) -> None:
    report = report_on_form(brought(association, head, word("{{ заголовок }}")), association, ReportForm.REPORT)

    assert report.is_fit
    assert report.warnings[-2:] == (
        "В форме нет полей «объединение», «данные на», «должность», «подпись»: в отчёте этого не будет.",
        "В форме нет поля «текст» и ни одной части: текста отчёта в файле не будет.",
    )
    assert len(report.warnings) == 2


def test_strangers_and_members_bring_put_and_retire_nothing(
    association: Association, head: Person, stranger: Person, methodist: Person
) -> None:
    put(association, head)
    stored = brought(association, head)

    for person in (stranger, methodist):
        nothing_changes(lambda: brought(association, person), PermissionRefused)  # noqa: B023
        nothing_changes(
            lambda: set_report_form(association.pk, ReportForm.REPORT, stored, by=person, at=AT),  # noqa: B023
            PermissionRefused,
        )
        nothing_changes(
            lambda: retire_report_form(association.pk, ReportForm.REPORT, by=person, at=AT),  # noqa: B023
            PermissionRefused,
        )


def test_file_of_another_place_and_of_another_kind_is_no_form(
    association: Association, neighbour: Association, head: Person, stranger: Person
) -> None:
    foreign = brought(neighbour, stranger)

    nothing_changes(
        lambda: set_report_form(association.pk, ReportForm.REPORT, foreign, by=head, at=AT), OwnFormOfAnotherPlace
    )
    nothing_changes(lambda: brought(association, head, b"%PDF-1.7\n", "Форма.pdf"), FileTypeNotAccepted)


def test_one_form_of_a_kind_is_in_use(association: Association, head: Person) -> None:
    form = put(association, head)

    with pytest.raises(IntegrityError), transaction.atomic():
        ReportTextForm.objects.create(
            association=association, form="report", file=form.file, added_at=AT, added_by="Ольхова"
        )


@pytest.mark.django_db(transaction=True)
def test_two_forms_put_at_once_leave_one_in_use(association: Association, head: Person) -> None:
    files = [brought(association, head), brought(association, head, word("{{ заголовок }}"))]
    turn = threading.Lock()

    def deed() -> str:
        with turn:
            stored = files.pop()
        set_report_form(association.pk, ReportForm.REPORT, stored, by=head, at=AT)
        return "put"

    assert at_once(deed) == ["put", "put"]
    assert ReportTextForm.objects.filter(association=association, retired_at=None).count() == 1


def test_hand_figures_of_the_association_are_fields(association: Association, neighbour: Association) -> None:
    HandFigureFactory(report=AnnualReportFactory(association=association))
    HandFigureFactory(report=AnnualReportFactory(association=neighbour), name="чужое число")

    fields = vocabulary_for(association, ReportForm.REPORT).fields

    assert "участники чата" in fields
    assert "из: участники чата" in fields
    assert "чужое число" not in fields


def test_form_page_leads_through_upload_check_and_use(
    client_for: ClientFor, association: Association, head: Person
) -> None:
    client = client_for(head)
    page = "/o/luga/reports/form/"

    assert client.get(page).status_code == 200
    assert client.get(f"{page}report/example.docx").content == example_form(ReportForm.REPORT)
    sent = client.post(f"{page}report/bring/", {"file": SimpleUploadedFile("Наша.docx", word(*LINES))})
    assert sent.status_code == 302
    check = sent["Location"]
    assert "Форма подходит" in client.get(check).content.decode()
    assert client.get(f"{check}sample.docx").status_code == 200
    assert client.post(check).status_code == 302
    assert "Наша.docx" in client.get(page).content.decode()
    assert client.get(f"{page}report/retire/").status_code == 200
    assert client.post(f"{page}report/retire/").status_code == 302
    assert client.get(f"{page}report/retire/").status_code == 404
    assert "Прежние формы" in client.get(page).content.decode()


def test_unfit_form_of_the_page_is_refused_with_reasons(
    client_for: ClientFor, association: Association, head: Person
) -> None:
    stored = brought(association, head, word("{{ ничего }}"))
    address = f"/o/luga/reports/form/report/check/{stored.public_id}/"
    client = client_for(head)

    answer = client.post(address)

    assert answer.status_code == 422
    assert "Что исправить" in answer.content.decode()
    assert client.get(f"{address}sample.docx").status_code == 404
    empty = client.post("/o/luga/reports/form/report/bring/", {"file": SimpleUploadedFile("a.docx", b"")})
    assert empty.status_code == 422


@pytest.mark.parametrize("who", ["stranger", "member", "methodist"])
def test_form_pages_are_closed_to_others(
    client_for: ClientFor, association: Association, head: Person, who: str, request: pytest.FixtureRequest
) -> None:
    stored = brought(association, head)
    client = client_for(request.getfixturevalue(who))

    for address in ("", "report/bring/", f"report/check/{stored.public_id}/", "report/example.docx", "report/retire/"):
        assert client.get(f"/o/luga/reports/form/{address}").status_code == 404, address


def test_unknown_paper_and_foreign_file_are_not_found(
    client_for: ClientFor, association: Association, neighbour: Association, head: Person, stranger: Person
) -> None:
    foreign = brought(neighbour, stranger)
    client = client_for(head)

    assert client.get("/o/luga/reports/form/letter/bring/").status_code == 404
    assert client.get(f"/o/luga/reports/form/report/check/{foreign.public_id}/").status_code == 404


def test_failing_form_is_explained_beside_the_built_in_one(
    client_for: ClientFor, association: Association, head: Person, member: Person
) -> None:
    form = put(association, head)
    unfit = brought(association, head, word("{{ ничего }}"))
    ReportTextForm.objects.filter(pk=form.pk).update(file=unfit)
    report: Any = AnnualReportFactory(association=association)
    ReportBlockFactory(report=report)

    page = client_for(head).get(f"/reports/{report.pk}/own/report.docx").content.decode()

    assert "По своей форме напечатать не удалось" in page
    assert f"/reports/{report.pk}/report.docx" in page
    assert "Формы отчётов" in page


def test_content_without_a_block_leaves_its_field_empty() -> None:
    content = replace(full_content(), blocks=())

    filling = report_filling(content, {}, is_draft=False)

    assert filling.values["часть Охват"] == ""
    assert filling.rows["мероприятия"] == []
