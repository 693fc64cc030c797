"""Files of reports and the plan with its fact: who gets what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import docx
import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from stellazh.associations.models import Association
from stellazh.associations.services.own_forms import own_form_bytes
from stellazh.common.capabilities import Role
from stellazh.people.models import Person
from stellazh.reports.models import AnnualReport
from tests.factories.associations import GrantFactory
from tests.factories.reports import AnnualReportFactory, ReportBlockFactory
from tests.factories.workplans import PlanFactory, PlanItemFactory
from tests.reports.annual_papers.sample import HARD, full_content, sealed
from tests.reports.annual_papers.test_own_forms import put, texts, word
from tests.reports.figures.conftest import came, held

ClientFor = Callable[[Person | None], Client]


@pytest.fixture
def draft(association: Association) -> AnnualReport:
    report: Any = AnnualReportFactory(association=association, counted_on=date(2025, 6, 24))
    ReportBlockFactory(report=report, heading="Мероприятия", kind="events")
    came(held(association))
    return report  # type: ignore[no-any-return]


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_draft_is_made_now_and_bears_its_mark(client_for: ClientFor, draft: AnnualReport, head: Person) -> None:
    client = client_for(head)

    docx_file, pdf = client.get(f"/reports/{draft.pk}/report.docx"), client.get(f"/reports/{draft.pk}/report.pdf")

    found = texts(body(docx_file))
    assert found[0] == "ЧЕРНОВИК"
    assert "Всего проведено 1 мероприятие." in found
    assert "(данные на 24.06.2025)" in found
    assert body(pdf).startswith(b"%PDF-1.")
    assert (docx_file["Cache-Control"], pdf["X-Content-Type-Options"]) == ("private, no-store", "nosniff")


def test_sealed_papers_are_those_of_the_seal(client_for: ClientFor, draft: AnnualReport, member: Person) -> None:
    seal = sealed(draft, full_content())
    client = client_for(member)

    docx_file, pdf = client.get(f"/reports/{draft.pk}/report.docx"), client.get(f"/reports/{draft.pk}/report.pdf")

    assert body(docx_file) == own_form_bytes(seal.docx)
    assert body(pdf) == b"%PDF-1.7\n%%EOF\n"


def test_own_form_is_filled_for_drafts_too(
    client_for: ClientFor, draft: AnnualReport, association: Association, head: Person
) -> None:
    client = client_for(head)
    address = f"/reports/{draft.pk}/own/report.docx"
    assert client.get(address).status_code == 404
    put(association, head, word("{{ черновик }}", "{{ число: мероприятия }}", "{{ мероприятия.мероприятие }}"))

    answer = client.get(address)

    assert texts(body(answer))[:2] == ["ЧЕРНОВИК", "1"]
    assert answer["Content-Type"].endswith("wordprocessingml.document")


@pytest.mark.parametrize("file", ["report.docx", "report.pdf", "own/report.docx"])
@pytest.mark.parametrize(("who", "statuses"), [("stranger", (404, 404)), ("member", (404, 200))])
def test_others_get_no_drafts_and_members_get_sealed_ones(
    client_for: ClientFor,
    draft: AnnualReport,
    association: Association,
    head: Person,
    request: pytest.FixtureRequest,
    file: str,
    who: str,
    statuses: tuple[int, int],
) -> None:
    put(association, head)
    client = client_for(request.getfixturevalue(who))

    before = client.get(f"/reports/{draft.pk}/{file}").status_code
    sealed(draft, full_content())

    assert (before, client.get(f"/reports/{draft.pk}/{file}").status_code) == statuses


@pytest.fixture
def planned(association: Association) -> Association:
    plan: Any = PlanFactory(association=association, approved=True, school_year=2024)
    section = plan.sections.create(position=1, title="Обучение")
    item: Any = PlanItemFactory(plan=plan, section=section, number="1", title="Семинар «Чтение»", status="held")
    came(held(association, plan_item=item))
    return association


def test_plan_stands_beside_its_fact_on_a_page_in_word_and_in_excel(
    client_for: ClientFor, planned: Association, member: Person
) -> None:
    client = client_for(member)

    page = client.get("/o/luga/plan-fact/?school_year=2024")
    typed = client.get("/o/luga/plan-fact/plan-fact.docx?school_year=2024")
    table = client.get("/o/luga/plan-fact/plan-fact.xlsx?school_year=2024")

    said = page.content.decode()
    assert page.status_code == 200
    assert "Пунктов в плане 1: проведено 1." in said
    assert "plan-fact.docx?school_year=2024" in said
    document = docx.Document(BytesIO(typed.content))
    assert document.paragraphs[0].text.split("\n")[0] == "Выполнение плана работы"
    cells = [cell.text.replace(HARD, " ") for cell in document.tables[0].rows[2].cells]
    assert (cells[1], cells[3:]) == ("Семинар «Чтение»", ["проведено", "08.10.2024", "1"])
    rows = CalamineWorkbook.from_filelike(BytesIO(table.content)).get_sheet_by_index(0).to_python()
    line = next(row for row in rows if row[0] == "Обучение")
    assert (line[2], line[6]) == ("Семинар «Чтение»", 1)


def test_year_without_a_plan_says_so_and_has_no_files(
    client_for: ClientFor, planned: Association, member: Person
) -> None:
    client = client_for(member)

    page = client.get("/o/luga/plan-fact/?school_year=2023")

    assert "Плана за этот год нет" in page.content.decode()
    assert client.get("/o/luga/plan-fact/plan-fact.docx?school_year=2023").status_code == 404
    assert client.get("/o/luga/plan-fact/plan-fact.xlsx?school_year=2023").status_code == 404
    assert client.get("/o/luga/plan-fact/?school_year=%D1%85").status_code == 422


def test_fact_of_a_published_plan_is_for_members_and_those_above(
    client_for: ClientFor, planned: Association, association: Association, region: Association, stranger: Person,
    member: Person,
) -> None:  # fmt: skip
    association.plans.update(is_public=True)
    above = GrantFactory(association=region, role=Role.HEAD).person
    address = "/o/luga/plan-fact/?school_year=2024"

    answers = [client_for(one).get(address).status_code for one in (stranger, member, above)]
    files = [client_for(stranger).get(f"/o/luga/plan-fact/plan-fact.{e}?school_year=2024") for e in ("docx", "xlsx")]

    assert answers == [404, 200, 200]
    assert [answer.status_code for answer in files] == [404, 404]


def test_plan_that_one_may_not_read_has_no_fact_either(
    client_for: ClientFor, planned: Association, association: Association, stranger: Person, member: Person
) -> None:
    PlanFactory(association=association, school_year=2025)

    assert client_for(stranger).get("/o/luga/plan-fact/?school_year=2024").status_code == 404
    # A member sees the plan in force, and of a year whose plan is still a draft nothing.
    assert client_for(member).get("/o/luga/plan-fact/plan-fact.docx?school_year=2025").status_code == 404
    assert datetime.now(UTC).year >= 2025
