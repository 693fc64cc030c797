"""Who reads which report: the list, the report, the list behind a figure, the page for guests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from stellazh.associations.models import Association
from stellazh.common.capabilities import Role
from stellazh.events.models import Event
from stellazh.people.models import CardLook, Person
from stellazh.reports.models import AnnualReport
from stellazh.reports.services.annual.sealing import publish_report, withdraw_report
from stellazh.reports.services.annual.writing import archive_report
from tests.factories.associations import AssociationFactory, GrantFactory
from tests.factories.events import AttendanceFactory
from tests.factories.people import PersonFactory
from tests.factories.reports import AnnualReportFactory, HandFigureFactory, ReportBlockFactory
from tests.reports.annual.conftest import WRITING, Seal

ClientFor = Callable[[Person | None], Client]
EVIL = '<script>alert("1")</script> {{ <b>мероприятия</b> }} {% now "Y" %}'


@pytest.fixture
def editor(association: Association) -> Person:
    """Keeps materials of the association; reads sealed reports and writes none."""
    person: Person = PersonFactory(family_name="Вербина")
    GrantFactory(person=person, role=Role.EDITOR, association=association)
    return person


def codes(client_for: ClientFor, people: list[Person | None], address: str) -> list[int]:
    return [client_for(person).get(address).status_code for person in people]


def test_report_list_is_for_readers(
    report: AnnualReport, client_for: ClientFor, head: Person, methodist: Person, member: Person, editor: Person,
    region_head: Person, stranger: Person,
) -> None:  # fmt: skip
    found = codes(client_for, [None, stranger, member, editor, methodist, head, region_head], "/o/luga/reports/")

    assert found == [302, 404, 200, 200, 200, 200, 200]


def test_report_list_shows_drafts_to_those_who_write_and_gather(
    report: AnnualReport, client_for: ClientFor, head: Person, member: Person, region_head: Person
) -> None:
    seen = [
        report.title in client_for(person).get("/o/luga/reports/").content.decode()
        for person in (head, region_head, member)
    ]

    assert seen == [True, True, False]


def test_report_list_shows_those_below_to_the_head_above(
    report: AnnualReport, neighbour: Association, client_for: ClientFor, region_head: Person, seal: Seal
) -> None:
    seal(report)

    page = client_for(region_head).get("/o/omo/reports/?year=2024").content.decode()

    table = page[page.index('id="below"') :]
    assert table.index("ММО Берегового округа") < table.index("не начат") < table.index("ММО Лужского округа")
    assert f'href="/reports/{report.pk}/"' in table
    assert "24.06.2025" in table


def test_report_list_costs_the_same_with_many(
    region: Association, association: Association, client_for: ClientFor, region_head: Person,
    django_assert_num_queries: Callable[..., object],
) -> None:  # fmt: skip
    client = client_for(region_head)
    AnnualReportFactory(association=association)
    client.get("/o/omo/reports/?year=2024")
    with django_assert_num_queries(9):
        client.get("/o/omo/reports/?year=2024")
    for _ in range(2):
        AnnualReportFactory(association=AssociationFactory(parent=region))
        AnnualReportFactory(association=region, school_year=2020 + _)
    with django_assert_num_queries(9):
        client.get("/o/omo/reports/?year=2024")


def test_report_list_offers_plan_and_fact_only_where_a_plan_is(
    association: Association, client_for: ClientFor, head: Person
) -> None:
    page = client_for(head).get(f"/o/{association.code}/reports/").content.decode()

    assert "План и факт" not in page


def test_report_home_leads_to_the_reports_one_writes(
    association: Association, neighbour: Association, client_for: ClientFor, head: Person, region_head: Person
) -> None:
    stray: Person = PersonFactory()

    assert client_for(head).get("/reports/")["Location"] == "/o/luga/reports/"
    assert client_for(region_head).get("/reports/")["Location"] == "/o/omo/reports/"
    assert client_for(stray).get("/reports/").status_code == 404


def test_report_detail_is_for_its_readers(
    report: AnnualReport, client_for: ClientFor, head: Person, methodist: Person, member: Person, editor: Person,
    region_head: Person, stranger: Person, seal: Seal,
) -> None:  # fmt: skip
    everybody = [None, stranger, member, editor, methodist, head, region_head]
    address = f"/reports/{report.pk}/"

    assert codes(client_for, everybody, address) == [302, 404, 404, 404, 200, 200, 200]
    seal(report)
    assert codes(client_for, everybody, address) == [302, 404, 200, 200, 200, 200, 200]


def test_report_detail_links_figures_for_those_who_may_open_them(
    report: AnnualReport, meeting: Event, client_for: ClientFor, head: Person, member: Person, seal: Seal
) -> None:
    seal(report)
    address = f"/reports/{report.pk}/"

    for_head, for_member = (client_for(one).get(address).content.decode() for one in (head, member))

    link = f'<a class="figure-link" href="{address}figures/events.held/" title="на 24.06.2025: открыть список">1'
    assert link in for_head
    assert "figures/attendances.total" not in for_member
    assert '<span class="figure-said" title="на 24.06.2025">1</span>' in for_member
    assert "Тополева" not in for_member
    assert report.seal.sha256 in for_member


def test_report_detail_escapes_whatever_was_typed(report: AnnualReport, client_for: ClientFor, head: Person) -> None:
    AnnualReport.objects.filter(pk=report.pk).update(title=EVIL, signer_name=EVIL, signer_post=EVIL)
    ReportBlockFactory(report=report, heading=EVIL, text=f"{EVIL}\n- {EVIL}")
    HandFigureFactory(report=report, label=EVIL, source=EVIL, one="<i>", few="<i>", many="<i>")

    pages = [client_for(head).get(f"/reports/{report.pk}/{page}").content.decode() for page in ("", "edit/", "seal/")]

    assert [("<script>alert" in page, "<i>" in page, "<b>мероприятия" in page) for page in pages] == [(False,) * 3] * 3
    assert "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;" in pages[0]


def test_figure_list_asks_for_the_right_of_the_list(
    report: AnnualReport, meeting: Event, client_for: ClientFor, head: Person, methodist: Person, member: Person,
    editor: Person, region_head: Person, stranger: Person, seal: Seal,
) -> None:  # fmt: skip
    seal(report)
    address = f"/reports/{report.pk}/figures/attendances.total/"

    found = codes(client_for, [None, stranger, member, editor, methodist, head, region_head], address)

    assert found == [302, 404, 403, 403, 200, 200, 200]
    assert "Тополева" not in client_for(member).get(address).content.decode()
    assert "Тополева Анна Ильинична" in client_for(head).get(address).content.decode()


def test_figure_list_of_nothing_is_not_found(report: AnnualReport, client_for: ClientFor, head: Person) -> None:
    names = ["nothing", "hand.1", "hand.x", "event.people:x"]

    found = [client_for(head).get(f"/reports/{report.pk}/figures/{name}/").status_code for name in names]

    assert found == [404] * 4


def test_figure_list_of_a_sealed_report_says_what_differs(
    report: AnnualReport, meeting: Event, client_for: ClientFor, head: Person, seal: Seal
) -> None:
    seal(report)
    address = f"/reports/{report.pk}/figures/attendances.total/"
    assert "сейчас по записям" not in client_for(head).get(address).content.decode()

    AttendanceFactory(event=meeting)

    assert "В отчёте 1, сейчас по записям 2." in client_for(head).get(address).content.decode()


def test_figure_list_costs_the_same_with_many(
    report: AnnualReport, meeting: Event, client_for: ClientFor, head: Person,
    django_assert_num_queries: Callable[..., object],
) -> None:  # fmt: skip
    client, address = client_for(head), f"/reports/{report.pk}/figures/attendances.total/"
    client.get(address)
    with django_assert_num_queries(8):
        client.get(address)
    AttendanceFactory.create_batch(3, event=meeting)
    with django_assert_num_queries(8):
        client.get(address)


def test_figure_list_taken_out_is_noted_at_the_cards(
    report: AnnualReport, meeting: Event, client_for: ClientFor, head: Person
) -> None:
    AttendanceFactory(event=meeting, person=PersonFactory(family_name="Берестова"))

    answer = client_for(head).get(f"/reports/{report.pk}/figures/people.total/?as=xlsx")

    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[2:]] == [1, 2]
    assert set(CardLook.objects.values_list("what", flat=True)) == {"список за числом отчёта"}


def test_figure_list_of_a_figure_by_hand_shows_its_source(
    report: AnnualReport, client_for: ClientFor, head: Person
) -> None:
    row = HandFigureFactory(report=report)

    page = client_for(head).get(f"/reports/{report.pk}/figures/hand.{row.pk}/").content.decode()

    assert "Список участников чата" in page


def test_public_report_is_there_only_while_published(
    report: AnnualReport, meeting: Event, client_for: ClientFor, head: Person, seal: Seal
) -> None:
    guest, address = client_for(None), "/o/luga/year-report/2024/"
    found = [guest.get(address).status_code]
    seal(report)
    found.append(guest.get(address).status_code)
    publish_report(report.pk, by=head, at=WRITING)
    found.append(guest.get(address).status_code)
    page = guest.get(address).content.decode()
    files = [guest.get(file.get_absolute_url()).status_code for file in (report.seal.pdf, report.seal.docx)]
    withdraw_report(report.pk, by=head, at=WRITING)
    found.append(guest.get(address).status_code)

    assert found == [404, 404, 200, 404]
    assert files == [200, 200]
    assert "Всего проведено" in page
    assert '<meta property="og:title" content="Отчёт о работе объединения">' in page
    text = page[page.index("<article") : page.index("</article>")]
    assert ("<a " in text, "Тополева" in page) == (False, False)
    assert guest.get("/o/luga/year-report/2023/").status_code == 404
    assert guest.get("/o/luga/year-report/2024/?form=analysis").status_code == 404


def test_public_report_is_the_latest_published_edition(
    report: AnnualReport, client_for: ClientFor, head: Person, seal: Seal
) -> None:
    seal(report)
    publish_report(report.pk, by=head, at=WRITING)
    second = AnnualReportFactory(
        association=report.association, edition=2, title="Вторая редакция", counted_on=date(2025, 6, 24)
    )
    ReportBlockFactory(report=second, text="Исправлено.")
    seal(second)
    guest, address = client_for(None), "/o/luga/year-report/2024/"

    before = guest.get(address).content.decode()
    publish_report(second.pk, by=head, at=WRITING)

    assert ("Исправлено." in before, "Исправлено." in guest.get(address).content.decode()) == (False, True)


def test_public_report_escapes_whatever_was_typed(
    report: AnnualReport, client_for: ClientFor, head: Person, seal: Seal
) -> None:
    AnnualReport.objects.filter(pk=report.pk).update(title='"><script>alert(1)</script>')
    ReportBlockFactory(report=report, heading=EVIL, text=EVIL)
    seal(AnnualReport.objects.get(pk=report.pk))
    publish_report(report.pk, by=head, at=WRITING)

    page = client_for(None).get("/o/luga/year-report/2024/").content.decode()

    assert "<script>alert" not in page


def test_archived_draft_is_shown_to_its_writers_only(
    report: AnnualReport, client_for: ClientFor, head: Person, member: Person
) -> None:
    archive_report(report.pk, by=head, at=WRITING)

    for_head = client_for(head).get("/o/luga/reports/").content.decode()

    assert "Черновики в архиве" in for_head
    assert "Черновики в архиве" not in client_for(member).get("/o/luga/reports/").content.decode()
    assert client_for(head).get(f"/reports/{report.pk}/edit/").status_code == 403
