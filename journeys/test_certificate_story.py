"""From those who came to sheets in their hands: names looked at, numbers given, the paper checked by a stranger."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pikepdf
from playwright.sync_api import Page, expect

from journeys.accessibility import check_both_widths
from journeys.conftest import PHONE, NewVisitor, Visitor

HEAD, MEMBER = "head-region@demo.example", "member@demo.example"
LONG = 60_000
CAME = 24


def issue_to_those_who_came(head: Visitor) -> None:
    """Three steps from the event's page: what, to whom, issue; the page says how far it is."""
    page = head.go("/events/3/documents/")
    head.picture("event-documents")
    assert check_both_widths(page, "документы мероприятия") == []
    page.get_by_role("link", name="Выдать участникам").click()
    head.picture("run-new")
    assert check_both_widths(page, "новая выдача") == []
    page.get_by_role("button", name="Дальше: кому").click()
    expect(page.locator("main")).to_contain_text(f"взят: {CAME}")
    head.picture("run-people")
    assert check_both_widths(page, "кому выдаём") == []
    page.get_by_role("link", name="Дальше: выдать").click()
    expect(page.locator("main")).to_contain_text(f"Выдать {CAME} документа?")
    head.picture("run-submit")
    assert check_both_widths(page, "выдать документы") == []
    page.get_by_role("button", name="Выдать", exact=True).dblclick()
    expect(page.locator("main")).to_contain_text(f"Номера с № 1/2026-У по № {CAME}/2026-У", timeout=LONG)
    head.picture("run-issued")
    assert check_both_widths(page, "документы выданы") == []


def sheets_are_whole(page: Page, folder: Path) -> None:
    """The archive holds a sheet for each of them: a tagged archival PDF in Russian with a title."""
    with page.expect_download(timeout=LONG) as waiting:
        page.get_by_role("button", name="Архив листов").click()
    path = folder / "sheets.zip"
    waiting.value.save_as(path)
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert len(names) == CAME
        with pikepdf.open(BytesIO(archive.read(names[0]))) as sheet:
            assert str(sheet.Root.Lang).startswith("ru")
            assert bool(sheet.Root.MarkInfo.Marked)
            with sheet.open_metadata() as told:
                assert "Сертификат участника" in str(told["dc:title"])
        assert max(entry.file_size for entry in archive.infolist()) <= 150 * 1024


def doubtful_names_are_settled(head: Visitor) -> None:
    """A list with names that nobody knows for sure does not go out until somebody has looked."""
    page = head.go("/o/zarechye/certificates/")
    head.picture("runs")
    assert check_both_widths(page, "выдачи") == []
    page.get_by_role("link", name=re.compile("^Выступавшим")).first.click()
    page.get_by_role("link", name="Проверить имена").click()
    expect(page.locator("main")).to_contain_text("Кравец")
    head.picture("run-names")
    assert check_both_widths(page, "падежи имён") == []
    page.get_by_role("button", name="Все на этой странице верны").click()
    expect(page.locator("main")).not_to_contain_text("Проверьте падежи")


def register_has_no_gaps(head: Visitor) -> str:
    """The register says that numbers follow one another; gives the code of the first sheet."""
    page = head.go("/o/zarechye/certificates/register/")
    expect(page.locator("main")).to_contain_text(f"номера с 1 по {CAME} идут подряд")
    expect(page.locator("main")).to_contain_text("номера с 1 по 96 идут подряд")
    head.picture("register")
    assert check_both_widths(page, "журнал регистрации") == []
    page.locator("main table").get_by_role("link", name="№ 1/2026-У").click()
    head.picture("certificate")
    assert check_both_widths(page, "документ") == []
    code = page.locator("main table tbody tr").first.locator("td").nth(1).inner_text()
    return code.split()[0]


def stranger_checks(visitor: NewVisitor, code: str, words: str) -> None:
    """Somebody with a phone and the paper, who types the code in small letters with blanks."""
    guest = visitor(size=PHONE)
    page = guest.go("/c/")
    page.get_by_label(re.compile("[Кк]од")).fill(code.lower().replace("-", " "))
    page.locator("main").get_by_role("button").first.click()
    expect(page.locator("main")).to_contain_text(words)
    guest.picture(f"check-{words[:5]}")
    assert check_both_widths(page, "проверка документа") == []
    assert guest.errors == []


def duplicate_then_withdrawal(head: Visitor, visitor: NewVisitor, code: str) -> None:
    """A lost sheet is replaced under its number; given by mistake, the document is withdrawn: the paper says both."""
    page = head.page
    page.get_by_role("link", name="Выдать дубликат").click()
    page.get_by_label(re.compile("утрачен или испорчен")).check()
    head.picture("duplicate")
    page.locator("main").get_by_role("button", name=re.compile("дубликат")).click()
    expect(page.locator("main")).to_contain_text("взамен утраченного")
    stranger_checks(visitor, code, "дубликат")
    page.get_by_role("link", name="Отозвать").click()
    page.get_by_label(re.compile("Причина|причин")).first.fill("Выдан по ошибке")
    page.locator("main").get_by_role("button", name=re.compile("Отозвать")).click()
    expect(page.locator("main")).to_contain_text("отозван")
    stranger_checks(visitor, code, "отозван")


def own_certificates(visitor: NewVisitor) -> None:
    """A librarian finds hers on her phone."""
    member = visitor(MEMBER, size=PHONE)
    page = member.go("/certificates/mine/")
    expect(page.locator("main")).to_contain_text("Сертификат участника № ")
    expect(page.locator("main")).to_contain_text("Сертификат о прохождении тестирования № ")
    member.picture("own-certificates")
    assert check_both_widths(page, "мои сертификаты") == []
    with page.expect_download() as waiting:
        page.get_by_role("link", name=re.compile("Скачать PDF")).first.click()
    assert Path(waiting.value.path()).read_bytes().startswith(b"%PDF-1.7")
    assert member.errors == []


def test_documents_are_issued_checked_and_withdrawn(visitor: NewVisitor, tmp_path: Path) -> None:
    head = visitor(HEAD)
    issue_to_those_who_came(head)
    sheets_are_whole(head.page, tmp_path)
    doubtful_names_are_settled(head)
    code = register_has_no_gaps(head)
    stranger_checks(visitor, code, "подлин")
    duplicate_then_withdrawal(head, visitor, code)
    own_certificates(visitor)
    assert head.errors == []
