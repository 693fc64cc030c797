"""The pages of resolutions: proposals, the draft in place, tracking, closing, files; who gets which."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.actor import System
from stellazh.office.tables import open_table
from stellazh.people.models import Person
from stellazh.protocols.enums import AddresseeClass, DoneState, ProposalState, ResolutionStatus
from stellazh.protocols.models import Proposal, Resolution
from stellazh.protocols.services import resolutions as services
from stellazh.protocols.services.evidence import LINK, EvidenceFields
from stellazh.protocols.services.marks import report_assignment
from tests.factories.protocols import ProposalFactory, ResolutionFactory
from tests.protocols.resolutions.conftest import point, written

ClientFor = Callable[..., Client]


def _url(name: str, *args: object) -> str:
    return reverse(f"protocols:{name}", args=args)


def _page(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


def test_a_member_proposes_and_supports(
    collecting: Resolution, member: Person, colleague: Person, client_for: ClientFor, at: datetime
) -> None:
    made = services.propose(collecting.pk, addressee_class="heads", text="делиться опытом", by=colleague, at=at)
    client, url = client_for(member), _url("proposal_list", collecting.pk)
    support = _url("proposal_support", made.pk)

    assert client.post(url, {"addressee_class": "libraries", "text": "вести блог"}).status_code == 302
    assert client.post(url, {"addressee_class": "libraries", "text": " "}).status_code == 422
    assert client.post(support, {"do": "support"}).headers["Location"] == f"{url}#proposal-{made.pk}"

    text = _page(client, url)
    assert ("Вы поддержали" in text, "вести блог" in text, "Включить в проект" in text) == (True, True, False)
    client.post(support, {"do": "unsupport"})
    assert "Вы поддержали" not in _page(client, url)
    own = Proposal.objects.get(person=member)
    assert client.get(_url("proposal_edit", made.pk)).status_code == 404
    assert client.post(_url("proposal_withdraw", own.pk)).status_code == 302
    own.refresh_from_db()
    assert own.state == ProposalState.WITHDRAWN


def test_a_first_proposal_is_taken_once_the_usual_sections_are_there(
    collecting: Resolution, member: Person, region_head: Person, client_for: ClientFor, at: datetime
) -> None:
    made = services.propose(collecting.pk, addressee_class="heads", text="вести дневник", by=member, at=at)
    client, url = client_for(region_head), _url("proposal_take", made.pk)

    assert "Добавить пять обычных разделов" in _page(client, url)
    for _ in range(2):
        assert client.post(url, {"then": "usual"}).headers["Location"] == url

    assert collecting.sections.count() == 5
    assert client_for(member).post(url, {"then": "usual"}).status_code == 404
    assert "новым пунктом" in _page(client, url)
    assert "Без ответа: 1" in _page(client, _url("resolution_adopt", collecting.pk))


def test_editors_merge_take_and_decline(
    collecting: Resolution, member: Person, region_head: Person, client_for: ClientFor, at: datetime
) -> None:
    rows = [
        services.propose(collecting.pk, addressee_class="heads", text=f"дело {n}", by=member, at=at) for n in range(4)
    ]
    section = services.add_section(
        collecting.pk, fields=services.SectionFields("Руководителям", "heads", "one"), by=region_head, at=at
    )
    client = client_for(region_head)
    merge = _url("proposal_merge", collecting.pk)

    assert client.get(merge, {"proposal": [rows[0].pk]}).status_code == 302
    assert "дело 1" in client.get(merge, {"proposal": [rows[0].pk, rows[1].pk]}).content.decode()
    client.post(merge, {"ids": f"{rows[0].pk},{rows[1].pk}", "into": rows[0].pk})
    client.post(_url("proposal_take", rows[0].pk), {"place": f"section-{section.pk}", "text": "Дело"})
    client.post(_url("proposal_take", rows[2].pk), {"place": f"point-{section.points.get().pk}", "text": ""})
    assert client.post(_url("proposal_decline", rows[3].pk), {"answer": ""}).status_code == 422
    client.post(_url("proposal_decline", rows[3].pk), {"answer": "Не к нам"})

    states = [Proposal.objects.get(pk=row.pk).state for row in rows]
    assert states == ["taken", "merged", "taken", "declined"]
    assert section.points.get().text == "Дело"


def test_the_draft_is_written_in_place(
    collecting: Resolution, region_head: Person, association: Association, client_for: ClientFor
) -> None:
    client = client_for(region_head)
    edit = _url("resolution_edit", collecting.pk)

    client.post(_url("resolution_problems", collecting.pk), {"texts": "Чтение\nФонды", "expected_version": 1})
    clash = client.post(_url("resolution_problems", collecting.pk), {"texts": "Иное", "expected_version": 1})
    client.post(_url("sections_usual", collecting.pk))
    first, second = collecting.sections.all()[:2]
    client.post(_url("point_add", first.pk), {"text": "вести блог", "term_raw": "постоянно"})
    wrong = client.post(_url("point_add", first.pk), {"text": ""})
    made = first.points.get()
    client.post(
        _url("point_edit", made.pk), {"text": "вести сайт", "section_id": second.pk, "expected_version": made.version}
    )
    client.post(_url("section_edit", second.pk), {"then": "up"})
    client.post(_url("section_edit", second.pk), {"then": "remove"})
    client.post(_url("point_edit", made.pk), {"then": "archive"})

    assert (clash.status_code, wrong.status_code) == (422, 422)
    assert "Сейчас сохранено" in clash.content.decode()
    text = _page(client, edit)
    assert "Убранные пункты" in text
    assert "сначала перенесите их в другой раздел" in text
    made.refresh_from_db()
    assert (made.text, made.section) == ("вести сайт", second)
    assert collecting.sections.first() == second
    client.post(_url("point_edit", made.pk), {"then": "restore"})
    made.refresh_from_db()
    assert made.archived_at is None


def test_from_new_to_adopted(region: Association, region_head: Person, client_for: ClientFor, at: datetime) -> None:
    client = client_for(region_head)
    year = clock.today().year
    sent = {"title": "О чтении", "school_year": year}

    assert client.post(_url("resolution_new", region.code), {"title": ""}).status_code == 422
    made = client.post(_url("resolution_new", region.code), sent)
    resolution = Resolution.objects.get()
    assert made.headers["Location"] == resolution.get_absolute_url()
    client.post(_url("resolution_call", resolution.pk))
    heading = {"title": "О книге", "school_year": year, "expected_version": 1}
    assert client.post(_url("resolution_heading", resolution.pk), heading).status_code == 302
    written(resolution, by=region_head, at=at)
    assert "Принять резолюцию" in _page(client, resolution.get_absolute_url())
    day = clock.today().isoformat()
    assert client.post(_url("resolution_adopt", resolution.pk), {"adopted_on": "2999-01-01"}).status_code == 422
    client.post(_url("resolution_adopt", resolution.pk), {"adopted_on": day})
    resolution.refresh_from_db()
    assert (resolution.title, resolution.status) == ("О книге", ResolutionStatus.ADOPTED)
    for name in ("resolution_word", "resolution_pdf", "resolution_closing_word", "resolution_closing_pdf"):
        assert client.get(_url(name, resolution.pk)).status_code == 200


def test_followed_and_closed_in_the_browser(
    adopted: Resolution, region_head: Person, member: Person, client_for: ClientFor, at: datetime
) -> None:
    client = client_for(region_head)
    mark = point(adopted, "3.1").assignments.all()[0]
    shown = EvidenceFields(kind="link", url="https://library.example/report", label="Отчёт округа")
    report_assignment(
        mark.pk, state=DoneState.DONE, words="Назначили.", evidence=[shown], expected_version=1, by=region_head, at=at
    )
    progress, places = _page(client, _url("resolution_progress", adopted.pk)), _url("resolution_places", adopted.pk)
    assert ("Назначили." in progress, "1 из 3 муниципалитетов" in progress) == (True, True)
    section = adopted.sections.get(addressee_class=AddresseeClass.AUTHORITIES)
    assert "просрочено" in _page(client, f"{places}?section={section.pk}")
    body = client.get(_url("resolution_places_table", adopted.pk)).content
    (sheet,) = open_table(body, "places.xlsx").sheets
    assert [row[0] for row in sheet.rows[1:]] == [
        "Муниципалитет",
        "Береговой округ",
        "Лужский округ",
        "Тихий округ",
        "Вся территория",
    ]

    closing = _url("resolution_closing", adopted.pk)
    assert "Отчёт округа" in _page(client, closing)
    row = point(adopted, "3.1")
    refused = client.post(_url("point_close", row.pk), {"state": "partly", "words": ""})
    assert refused.status_code == 422
    client.post(
        _url("point_close", row.pk),
        {"state": "partly", "words": "Не везде", "offered": ["link|https://library.example/report"]},
    )
    row.refresh_from_db()
    assert (row.state, row.closing_words) == ("partly", "Не везде")
    assert row.entries.get(assignment=None).evidence.get().label == "Отчёт округа"
    client.post(_url("point_reopen", row.pk), {"reason": "Ещё не всё"})
    assert client.post(_url("resolution_close", adopted.pk), {"closed_on": "2024-09-01"}).status_code == 422
    for one in adopted.points.all():
        client.post(_url("point_close", one.pk), {"state": "done", "words": "Сделано"})
    client.post(_url("resolution_close", adopted.pk), {"closed_on": clock.today().isoformat()})
    adopted.refresh_from_db()
    assert adopted.status == ResolutionStatus.CLOSED
    assert client_for(member).get(_url("resolution_closing_word", adopted.pk)).status_code == 200


def test_left_points_are_taken_in_the_browser(
    adopted: Resolution, region: Association, region_head: Person, client_for: ClientFor, at: datetime
) -> None:
    fields = services.ResolutionFields(title="Следующая", school_year=2025)
    following = services.create_resolution(region.pk, fields=fields, submission_key=None, by=region_head, at=at)
    client, url = client_for(region_head), _url("resolution_left", following.pk)

    client.post(url, {"point": [point(adopted, "1.1").pk, point(adopted, "5.2").pk, "x"]})

    assert following.points.count() == 2
    assert _page(client, url).count("уже в проекте") == 2


EDITORS_ONLY = (
    "resolution_edit", "resolution_heading", "resolution_problems", "section_add", "sections_usual", "proposal_merge",
    "resolution_call", "resolution_collecting", "resolution_adopt", "resolution_archive", "resolution_left",
    "resolution_closing", "resolution_close", "resolution_progress", "resolution_places", "resolution_places_table",
    "resolution_word", "resolution_pdf", "resolution_closing_word",
)  # fmt: skip


@pytest.mark.parametrize("name", EDITORS_ONLY)
def test_members_and_strangers_get_nothing_of_a_draft(
    draft: Resolution, member: Person, client_for: ClientFor, name: str
) -> None:
    posted = ("resolution_problems", "section_add", "sections_usual")
    client = client_for(member)

    answer = client.post(_url(name, draft.pk)) if name in posted else client.get(_url(name, draft.pk))

    assert answer.status_code == 404


def test_the_text_of_a_draft_is_not_shown_below(
    draft: Resolution, member: Person, client_for: ClientFor, client: Client
) -> None:
    text = _page(client_for(member), draft.get_absolute_url())

    assert ("Проект готовится" in text, "уголок тихого чтения" in text) == (True, False)
    assert client.get(draft.get_absolute_url()).status_code == 302
    assert client.get(_url("resolution_list")).status_code == 302


def test_a_neighbours_tree_is_not_there(
    association: Association, head: Person, stranger: Person, client_for: ClientFor, at: datetime
) -> None:
    own = ResolutionFactory.create(association=association, adopted=True)
    client = client_for(stranger)

    for name in ("resolution_detail", "proposal_list", "resolution_progress", "resolution_word"):
        assert client.get(_url(name, own.pk)).status_code == 404
    assert own.title not in _page(client, _url("resolution_list"))
    assert client.get(_url("resolution_new", association.code)).status_code == 404
    assert client_for(head).get(own.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_for_one_and_three(
    region: Association, region_head: Person, client_for: ClientFor, count: int
) -> None:
    made = [ResolutionFactory.create(association=region) for _ in range(count)]
    for _ in range(count):
        ProposalFactory.create(resolution=made[0])
    client = client_for(region_head)
    asked = []

    for url in (_url("resolution_list"), _url("proposal_list", made[0].pk)):
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            _page(client, url)
        asked.append(len(captured))

    assert asked == QUERIES


QUERIES = [10, 8]


def test_pages_of_an_adopted_one_cost_few_queries(
    adopted: Resolution, region_head: Person, client_for: ClientFor
) -> None:
    client = client_for(region_head)
    asked = {}
    for name in ("resolution_detail", "resolution_progress", "resolution_places", "resolution_closing"):
        client.get(_url(name, adopted.pk))
        with CaptureQueriesContext(connection) as captured:
            _page(client, _url(name, adopted.pk))
        asked[name] = len(captured)

    assert asked == {
        "resolution_detail": 11,
        "resolution_progress": 9,
        "resolution_places": 10,
        "resolution_closing": 11,
    }
    assert adopted.adopted_on == date(2024, 8, 27)


@pytest.mark.parametrize("count", [1, 3])
def test_progress_costs_the_same_however_much_was_answered(
    adopted: Resolution, region_head: Person, client_for: ClientFor, at: datetime, count: int
) -> None:
    for mark in point(adopted, "2.1").assignments.all()[:count]:
        proof = EvidenceFields(LINK, label="Фото", url="https://school.example/photo")
        report_assignment(
            mark.pk, state="done", words="Сделано.", evidence=[proof], expected_version=mark.version,
            by=System("проверка"), at=at,
        )  # fmt: skip
    client, url = client_for(region_head), _url("resolution_progress", adopted.pk)
    client.get(url)

    with CaptureQueriesContext(connection) as captured:
        page = _page(client, url)

    assert (len(captured), page.count("school.example/photo")) == (11, count)
