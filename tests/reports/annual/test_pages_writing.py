"""Writing on the page: begun, saved by itself, put in order, checked and sealed; and who may not."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stellazh.associations.models import Association
from stellazh.common import clock
from stellazh.common.school_year import SchoolYear
from stellazh.events.models import Event
from stellazh.people.models import Person
from stellazh.reports.enums import ReportStatus
from stellazh.reports.live import may_follow_report
from stellazh.reports.models import AnnualReport, ReportBlock
from tests.factories.events import AttendanceFactory
from tests.factories.reports import HandFigureFactory, ReportBlockFactory
from tests.reports.annual.conftest import Seal

ClientFor = Callable[[Person | None], Client]
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"
BY_ITSELF = {"X-Autosave": "1"}


def block_of(report: AnnualReport) -> ReportBlock:
    return report.blocks.order_by("position")[0]


def save(client: Client, block: ReportBlock, *, version: int = 1, **fields: str) -> Any:
    data = {"expected_version": version, "heading": block.heading, "text": block.text, **fields}
    return client.post(f"/reports/{block.report_id}/edit/blocks/{block.pk}/", data, headers=BY_ITSELF)


def test_report_start_begins_and_leads_to_the_editor(
    association: Association, client_for: ClientFor, head: Person
) -> None:
    year = SchoolYear.of(clock.today(association.time_zone)).start
    data = {"form": "report", "school_year": year, "submission_key": str(uuid.uuid4())}

    answers = [client_for(head).post("/o/luga/reports/start/", data) for _ in range(2)]

    report = AnnualReport.objects.get()
    assert [answer["Location"] for answer in answers] == [f"/reports/{report.pk}/edit/"] * 2


def test_report_start_says_why_not(
    report: AnnualReport, client_for: ClientFor, head: Person, member: Person, stranger: Person
) -> None:
    data = {"form": "report", "school_year": 2024}
    answer = client_for(head).post("/o/luga/reports/start/", data, follow=True)

    assert "Этот отчёт уже начат" in answer.content.decode()
    assert client_for(head).post("/o/luga/reports/start/", {"form": "x"})["Location"] == "/o/luga/reports/"
    client_for(member).post("/o/luga/reports/start/", data)
    assert client_for(stranger).post("/o/luga/reports/start/", data).status_code == 404
    assert AnnualReport.objects.count() == 1


def test_editor_is_for_those_who_write(
    report: AnnualReport, client_for: ClientFor, head: Person, methodist: Person, member: Person, region_head: Person,
    stranger: Person, seal: Seal,
) -> None:  # fmt: skip
    everybody = [None, stranger, member, region_head, methodist, head]
    address = f"/reports/{report.pk}/edit/"

    found = [client_for(person).get(address).status_code for person in everybody]
    seal(report)

    assert found == [302, 404, 404, 403, 200, 200]
    assert client_for(head).get(address)["Location"] == f"/reports/{report.pk}/"


def test_editor_shows_texts_written_out_and_the_picker(
    report: AnnualReport, meeting: Event, client_for: ClientFor, head: Person
) -> None:
    HandFigureFactory(report=report)

    page = client_for(head).get(f"/reports/{report.pk}/edit/").content.decode()

    assert re.search(r"<p>Всего проведено <span [^>]+>1\s+мероприятие</span>\.</p>", page)
    assert "<code>{{ участия }}</code>" in page
    assert f"<code>{{{{ участники мероприятия {meeting.pk} «Чтение» }}}}</code>" in page
    assert "<code>{{ участники чата }}</code>" in page


def test_editor_costs_the_same_with_many_and_stays_light(
    report: AnnualReport, meeting: Event, client_for: ClientFor, head: Person
) -> None:
    client, address = client_for(head), f"/reports/{report.pk}/edit/"
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address)
    for number in range(12):
        ReportBlockFactory(
            report=report, text=f"Часть {number}: {{{{ число: участия }}}} и {{{{ мероприятия }}}}. " * 8
        )
    AttendanceFactory.create_batch(2, event=meeting)

    with CaptureQueriesContext(connection) as many:
        page = client.get(address)

    assert len(many) == len(few)
    assert len(many) <= 16 + 25
    assert len(page.content) <= 150_000


def test_block_saves_by_itself_and_is_written_out(
    report: AnnualReport, meeting: Event, client_for: ClientFor, methodist: Person
) -> None:
    block = block_of(report)

    answer = save(client_for(methodist), block, text="Участий — {{ число: участия }}, {{ мероприятя }}.")

    told = answer.json()
    block.refresh_from_db()
    preview = told["parts"][f"#preview-{block.pk}"]
    assert (answer.status_code, told["version"], block.version) == (200, 2, 2)
    assert re.search(r"Участий — <[^>]+>1<", preview)
    assert "Может быть, <code>{{ мероприятия }}</code>?" in preview


def test_block_preview_escapes_whatever_was_typed(report: AnnualReport, client_for: ClientFor, head: Person) -> None:
    answer = save(client_for(head), block_of(report), text="<script>alert(1)</script> {{ <img src=x> }}")

    (preview,) = answer.json()["parts"].values()
    assert ("<script" in preview, "<img" in preview) == (False, False)


def test_block_clash_is_told_with_both_texts(
    report: AnnualReport, client_for: ClientFor, head: Person, methodist: Person
) -> None:
    block = block_of(report)
    save(client_for(methodist), block, text="Их текст.")

    answer = save(client_for(head), block, text="Мой текст.")

    told = answer.json()
    assert (answer.status_code, told["version"]) == (409, 2)
    assert told["who"].startswith("Рябинина")
    assert told["fields"] == [
        {"name": "text", "label": "Текст", "theirs": "Их текст.", "mine": "Мой текст.", "value": "Их текст."}
    ]


def test_block_that_may_not_be_changed_any_more(
    report: AnnualReport, client_for: ClientFor, head: Person, region_head: Person, member: Person, seal: Seal
) -> None:
    block = block_of(report)
    seal(report)

    found = [save(client_for(person), block, text="Иначе.").status_code for person in (head, region_head, member)]

    assert found == [403, 403, 403]
    assert block_of(report).text == "Всего проведено {{ мероприятия }}."


def test_block_too_long_is_refused_beside_its_text(report: AnnualReport, client_for: ClientFor, head: Person) -> None:
    answer = save(client_for(head), block_of(report), text="я" * 20_001)

    assert answer.status_code == 422


def test_block_works_without_scripts(report: AnnualReport, client_for: ClientFor, head: Person) -> None:
    block, client = block_of(report), client_for(head)
    address, back = f"/reports/{report.pk}/edit/blocks/{block.pk}/", f"/reports/{report.pk}/edit/#block-{block.pk}"
    data = {"expected_version": 1, "heading": "Иначе", "text": "Текст."}

    saved, clash = client.post(address, data), client.post(address, {**data, "text": "Другой."})

    assert saved["Location"] == back
    assert clash.status_code == 422
    assert "Другой." in clash.content.decode()
    assert client.get(address).status_code == 200


def test_heading_saves_by_itself(report: AnnualReport, client_for: ClientFor, head: Person) -> None:
    data = {"expected_version": 1, "title": "Отчёт", "counted_on": "2025-06-01", "signer_name": "", "signer_post": ""}

    answer = client_for(head).post(f"/reports/{report.pk}/edit/heading/", data, headers=BY_ITSELF)

    assert answer.json()["version"] == 2
    assert "Не указано, кто подписывает." in answer.json()["parts"]["#heading-facts"]
    report.refresh_from_db()
    assert (report.title, f"{report.counted_on}") == ("Отчёт", "2025-06-01")


def test_blocks_are_added_moved_taken_out_and_brought_back(
    report: AnnualReport, client_for: ClientFor, head: Person
) -> None:
    client, first, edit = client_for(head), block_of(report), f"/reports/{report.pk}/edit/"
    key = str(uuid.uuid4())
    for _ in range(2):
        client.post(f"{edit}blocks/add/?after={first.pk}", {"kind": "territories", "submission_key": key})
    added = report.blocks.get(kind="territories")
    client.post(f"{edit}blocks/{added.pk}/move/", {"way": "up"})
    client.post(f"{edit}blocks/{first.pk}/archive/")
    client.post(f"{edit}blocks/add/", {"kind": "poem"})

    present = report.blocks.filter(archived_at=None).values_list("heading", flat=True)
    assert list(present) == ["Участие муниципалитетов", "Охват", "Итог"]
    assert "Убранные части" in client.get(edit).content.decode()
    client.post(f"{edit}blocks/{first.pk}/restore/")

    assert report.blocks.filter(archived_at=None).count() == 4


def test_hand_figure_and_appendix_are_entered_on_pages(
    report: AnnualReport, client_for: ClientFor, head: Person
) -> None:
    client, edit = client_for(head), f"/reports/{report.pk}/edit/"
    told = {"label": "В чате", "value": "93", "counted_on": "2025-06-24", "source": "Список", "name": "участники чата"}

    saved = client.post(f"{edit}figures/new/", {**told, "submission_key": str(uuid.uuid4())})
    wrong = client.post(f"{edit}figures/new/", {**told, "name": "мероприятия"})
    figure = report.hand_figures.get()
    changed = client.post(f"{edit}figures/{figure.pk}/", {**told, "value": "94", "expected_version": "1"})
    client.post(f"{edit}figures/{figure.pk}/archive/")
    client.post(f"{edit}figures/{figure.pk}/restore/")
    file = SimpleUploadedFile("список.pdf", PDF, "application/pdf")
    laid = client.post(f"{edit}appendices/new/", {"title": "Список", "file": file})
    nothing = client.post(f"{edit}appendices/new/", {"title": "Список"})
    appendix = report.appendices.get()
    out = client.post(f"{edit}appendices/{appendix.pk}/archive/", {"deed": "Убрать"})

    figure.refresh_from_db()
    appendix.refresh_from_db()
    assert [answer.status_code for answer in (saved, wrong, changed, laid, nothing, out)] == [
        302,
        422,
        302,
        302,
        422,
        302,
    ]
    assert (figure.value, figure.archived_at, appendix.archived_at is None) == (94, None, False)


@pytest.mark.parametrize("way", ["edit/figures/new/", "edit/appendices/new/", "edit/heading/", "archive/"])
def test_pages_of_writing_are_shut_to_others(
    report: AnnualReport, client_for: ClientFor, head: Person, member: Person, region_head: Person, stranger: Person,
    way: str,
) -> None:  # fmt: skip
    address = f"/reports/{report.pk}/{way}"

    found = [client_for(person).get(address).status_code for person in (None, stranger, member, region_head, head)]

    assert found == [302, 404, 404, 403, 200]


def shown(page: str) -> str:
    found = re.search(r'name="shown" value="([0-9a-f]{64})"', page)
    assert found is not None
    return found[1]


def test_seal_page_asks_about_grave_doubts_and_seals(report: AnnualReport, client_for: ClientFor, head: Person) -> None:
    ReportBlockFactory(report=report, text="Всего {{ неведомое }}.")
    client, address = client_for(head), f"/reports/{report.pk}/seal/"
    page = client.get(address).content.decode()
    keys = re.findall(r'name="([a-z_]+-[0-9a-f]{12})"', page)
    data = {"shown": shown(page)}

    refused = client.post(address, data)
    sealed = client.post(address, {**data, **dict.fromkeys(keys, "on")})
    again = client.post(address, {**data, **dict.fromkeys(keys, "on")})

    assert "Пометка {{ неведомое }} ничего не значит" in page
    assert (refused.status_code, sealed.status_code, again.status_code) == (422, 302, 302)
    report.refresh_from_db()
    assert (report.status, sealed["Location"]) == (ReportStatus.SEALED, f"/reports/{report.pk}/")


def test_seal_page_asks_to_read_again_what_moved(
    report: AnnualReport, meeting: Event, client_for: ClientFor, head: Person
) -> None:
    client, address = client_for(head), f"/reports/{report.pk}/seal/"
    page = client.get(address).content.decode()
    keys = re.findall(r'name="([a-z_]+-[0-9a-f]{12})"', page)
    AttendanceFactory(event=meeting)

    answer = client.post(address, {"shown": shown(page), **dict.fromkeys(keys, "on")})

    body = answer.content.decode()
    assert answer.status_code == 422
    assert "в отчёте изменились числа или текст" in body
    assert shown(body) != shown(page)


def test_seal_page_is_for_the_head(
    report: AnnualReport, client_for: ClientFor, head: Person, methodist: Person, member: Person, region_head: Person,
    stranger: Person,
) -> None:  # fmt: skip
    address = f"/reports/{report.pk}/seal/"
    people = [None, stranger, member, region_head, methodist, head]

    assert [client_for(person).get(address).status_code for person in people] == [302, 404, 404, 403, 403, 200]


def test_report_goes_on_the_site_and_off_it(
    report: AnnualReport, client_for: ClientFor, head: Person, methodist: Person, seal: Seal
) -> None:
    seal(report)
    client, address = client_for(head), f"/reports/{report.pk}/publish/"

    for _ in range(2):
        client.post(address, {"deed": "Показать на сайте"})
    report.refresh_from_db()
    assert report.published_at is not None
    client.post(address, {"deed": "Убрать с сайта"})

    report.refresh_from_db()
    assert report.published_at is None
    assert client_for(methodist).get(address).status_code == 403


def test_report_archive_asks_and_does(report: AnnualReport, client_for: ClientFor, head: Person) -> None:
    client, address = client_for(head), f"/reports/{report.pk}/archive/"

    for _ in range(2):
        client.post(address, {"deed": "Убрать в архив"})
    report.refresh_from_db()
    assert report.archived_at is not None
    client.post(address, {"deed": "Вернуть из архива"})

    report.refresh_from_db()
    assert report.archived_at is None


def test_news_tell_what_others_changed(
    report: AnnualReport, client_for: ClientFor, head: Person, methodist: Person, stranger: Person
) -> None:
    address = f"/reports/{report.pk}/news/?since=2020-01-01T00:00:00%2B03:00"
    save(client_for(methodist), block_of(report), text="Иначе.")

    for_head, for_methodist = (client_for(one).get(address).content.decode() for one in (head, methodist))

    assert ("Рябинина" in for_head, "Рябинина" in for_methodist) == (True, False)
    assert client_for(head).get(f"/reports/{report.pk}/news/?since=x").status_code == 404
    assert client_for(stranger).get(address).status_code == 404


def test_live_topic_is_for_readers(
    report: AnnualReport, head: Person, member: Person, region_head: Person, stranger: Person
) -> None:
    found = [may_follow_report(person, str(report.pk)) for person in (head, region_head, member, stranger)]

    assert found == [True, True, False, False]
    assert not may_follow_report(head, "x")
