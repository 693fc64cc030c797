"""Pages of papers: who sees what, one click writes, twice is once, a stranger finds nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.capabilities import Role
from stellazh.common.school_year import SchoolYear
from stellazh.notices.models import Notice
from stellazh.people.models import Person
from stellazh.reports.enums import KeptPaper
from stellazh.reports.models import BoardLetter, PaperHanded, PaperRule
from stellazh.reports.services import HandedFields, hand_in
from tests.factories.associations import AssociationFactory, GrantFactory
from tests.factories.people import PersonFactory
from tests.factories.workplans import PlanFactory
from tests.reports.conftest import moment

ClientFor = Callable[[Person | None], Client]
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"


@pytest.fixture
def region_methodist(region: Association) -> Person:
    person = PersonFactory(family_name="Берестова")
    GrantFactory(person=person, role=Role.METHODIST, association=region)
    return person


def test_board_shows_each_association_with_words(
    region: Association, association: Association, neighbour: Association, region_methodist: Person,
    client_for: ClientFor,
) -> None:  # fmt: skip
    page = client_for(region_methodist).get("/o/omo/papers/?year=2023&month=2023-11-01").content.decode()

    assert page.count('class="paper-mark paper-mark--missing">нет<') == 9
    assert "<strong>2\xa0объединения не сдали</strong>" in page
    assert page.index("ММО Берегового округа") < page.index("ММО Лужского округа")


def test_board_narrows_to_debts_and_to_one_paper(
    region: Association, association: Association, region_methodist: Person, client_for: ClientFor
) -> None:
    client = client_for(region_methodist)
    PaperRule.objects.bulk_create(
        PaperRule(association=region, kind=kind, is_asked=False, due_day=1, due_month=1) for kind in KeptPaper
    )

    without = client.get("/o/omo/papers/?year=2023&debts=on").content.decode()
    through = client.get("/o/omo/papers/?year=2023&kind=protocol").content.decode()

    assert "Долгов нет" in without
    assert through.count('<th scope="col">') == 13


def test_board_costs_the_same_with_many(
    region: Association,
    region_methodist: Person,
    client_for: ClientFor,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    client = client_for(region_methodist)
    AssociationFactory(parent=region)
    client.get("/o/omo/papers/")
    with django_assert_num_queries(13) as one:
        client.get("/o/omo/papers/")
    AssociationFactory.create_batch(2, parent=region)
    with django_assert_num_queries(len(one)):
        client.get("/o/omo/papers/")


def test_board_as_a_sheet(
    region: Association, association: Association, region_methodist: Person, client_for: ClientFor
) -> None:
    answer = client_for(region_methodist).get("/o/omo/papers/?year=2023&month=2023-11-01&file=xlsx")

    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[1][:5] == ["Объединение", "План на год", "План на месяц", "Протокол", "Отчёт за год"]
    assert [row[0] for row in rows[2:]] == ["ОМО библиотекарей", "ММО Лужского округа"]
    assert rows[3][2] == "нет до 05.11"


def test_addresses_open_to_those_who_may(
    association: Association, head: Person, methodist: Person, member: Person, region_head: Person, stranger: Person,
    client_for: ClientFor,
) -> None:  # fmt: skip
    people = {"head": head, "methodist": methodist, "member": member, "above": region_head, "stranger": stranger}

    found = {
        address: {name: client_for(who).get(f"/o/luga/papers/{address}").status_code for name, who in people.items()}
        for address in ("", "own/", "write/", "rules/", "rules/plan/")
    }

    reads = {"head": 200, "methodist": 200, "member": 404, "above": 200, "stranger": 404}
    writes = reads | {"above": 403}
    assert found == {"": reads, "own/": reads, "write/": writes, "rules/": reads, "rules/plan/": writes}
    assert client_for(None).get("/o/luga/papers/").status_code == 302


def test_homes_lead_to_the_board_and_to_ones_own(
    region: Association, head: Person, member: Person, region_head: Person, client_for: ClientFor
) -> None:
    assert client_for(region_head).get("/papers/").headers["Location"] == "/o/omo/papers/"
    assert client_for(head).get("/papers/own/").headers["Location"] == "/o/luga/papers/own/"
    assert client_for(member).get("/papers/").status_code == 404
    assert client_for(member).get("/papers/own/").status_code == 404


def test_one_click_writes_to_the_late_and_a_double_click_no_more(
    region: Association, association: Association, neighbour: Association, head: Person, region_methodist: Person,
    client_for: ClientFor,
) -> None:  # fmt: skip
    client, key = client_for(region_methodist), str(uuid4())
    page = client.get("/o/omo/papers/write/?year=2023").content.decode()
    sent = {"associations": [association.pk], "text": "Сдайте, пожалуйста.", "last_letter_id": 0, "submission_key": key}

    answers = [client.post("/o/omo/papers/write/?year=2023", sent).status_code for _ in range(2)]
    later = client.get("/o/omo/papers/write/?year=2023").content.decode()

    assert "2\xa0объединения: нет плана на ноябрь 2023 г." in page
    assert "Этим придётся позвонить" in page
    assert answers == [302, 302]
    assert [letter.association for letter in BoardLetter.objects.all()] == [association]
    assert [notice.person for notice in Notice.objects.filter(kind="reports.missing")] == [head]
    assert "Сегодня уже писали" in later
    assert f'value="{association.pk}" checked' in page
    assert f'value="{association.pk}" checked' not in later


def test_writing_after_somebody_else_asks_again(
    association: Association, head: Person, region_methodist: Person, client_for: ClientFor
) -> None:
    client = client_for(region_methodist)
    sent = {"associations": [association.pk], "text": "Сдайте.", "last_letter_id": 0}

    client.post("/o/omo/papers/write/?year=2023", sent | {"submission_key": str(uuid4())})
    refused = client.post("/o/omo/papers/write/?year=2023", sent | {"submission_key": str(uuid4())})
    empty = client.post("/o/omo/papers/write/?year=2023", sent | {"submission_key": str(uuid4()), "associations": []})
    endless = client.post("/o/omo/papers/write/?year=2023", sent | {"associations": ["9" * 5000, "²"]})

    assert (refused.status_code, empty.status_code, endless.status_code) == (422, 422, 422)
    assert "им уже написали" in refused.content.decode()
    assert BoardLetter.objects.count() == 1


def test_own_papers_takes_a_scan_once_and_gives_it_back(
    association: Association, head: Person, region_head: Person, stranger: Person, client_for: ClientFor
) -> None:
    client, key = client_for(head), str(uuid4())
    for _ in range(2):
        file = SimpleUploadedFile("ноябрь.pdf", PDF)
        form = {"what": "month_plan:2023-11-01", "file": file, "submission_key": key}
        assert client.post("/o/luga/papers/own/?year=2023", form).status_code == 302
    paper = PaperHanded.objects.get()
    assert paper.file is not None

    page = client.get("/o/luga/papers/own/?year=2023").content.decode()
    opened = {who.pk: client_for(who).get(paper.file.get_absolute_url()).status_code for who in (head, region_head)}
    closed = client_for(stranger).get(paper.file.get_absolute_url()).status_code
    back = client.post(f"/o/luga/papers/own/{paper.pk}/take-back/").status_code

    assert (paper.month, "ноябрь.pdf" in page) == (date(2023, 11, 1), True)
    assert (opened, closed) == ({head.pk: 200, region_head.pk: 200}, 404)
    assert (back, PaperHanded.objects.present().count()) == (302, 0)
    assert client_for(region_head).get(paper.file.get_absolute_url()).status_code == 404


def test_own_papers_refuses_nothing_and_those_above(
    association: Association, head: Person, region_head: Person, client_for: ClientFor
) -> None:
    form = {"what": "report", "submission_key": str(uuid4())}

    refused = client_for(head).post("/o/luga/papers/own/?year=2023", form)

    assert refused.status_code == 422
    assert "Приложите файл" in refused.content.decode()
    assert client_for(region_head).post("/o/luga/papers/own/?year=2023", form).status_code == 403


def test_take_back_is_of_its_own_association(
    association: Association, head: Person, stranger: Person, client_for: ClientFor
) -> None:
    fields = HandedFields(KeptPaper.REPORT, 2023, words="отчёт")
    paper = hand_in(association.pk, fields=fields, by=head, at=moment(6, 1))

    assert client_for(stranger).post(f"/o/bereg/papers/own/{paper.pk}/take-back/").status_code == 404
    assert client_for(stranger).post(f"/o/luga/papers/own/{paper.pk}/take-back/").status_code == 404
    assert PaperHanded.objects.present().count() == 1


def test_rule_is_edited_and_a_clash_is_shown(region: Association, region_head: Person, client_for: ClientFor) -> None:
    client = client_for(region_head)
    form = {"expected_version": 0, "is_asked": "on", "due_day": 7, "months": [10, 11]}

    saved = client.post("/o/omo/papers/rules/month_plan/", form)
    clash = client.post("/o/omo/papers/rules/month_plan/", form | {"due_day": 9})
    page = client.get("/o/omo/papers/rules/").content.decode()

    assert (saved.status_code, clash.status_code) == (302, 422)
    assert "до 7 числа своего месяца: окт., нояб." in page
    assert client.get("/o/omo/papers/rules/nothing/").status_code == 404


def test_the_desk_asks_for_the_plan_of_this_month(
    region: Association, association: Association, head: Person, member: Person, client_for: ClientFor
) -> None:
    today = clock.today()
    PlanFactory(association=association, approved=True, school_year=SchoolYear.of(today).start)
    PaperRule.objects.create(association=region, kind="month_plan", due_day=5, months=list(range(1, 13)))

    desk = client_for(head).get("/desk/").content.decode()

    assert "Нет плана на" in desk
    assert "Нет плана на" not in client_for(member).get("/desk/").content.decode()
