"""An order in the register: read where it lies, members asked to read it, the head sees who has, reminds, prints."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import docx
from playwright.sync_api import Page, expect

from journeys.conftest import PHONE, NewVisitor, Site, Visitor
from journeys.looking import look

HEAD, MEMBER = "head-region@demo.example", "member@demo.example"
TITLE = "О проведении областной переписи школьных фондов"
ASK = "Прочтите до совещания: в приказе названы ваши сроки."
CHANGED = "Срок сдачи ведомостей продлён до 20 декабря"
# Words that stand in the file alone: they are seen on the page only if its text was read.
INSIDE = "Ведомость сдаёт библиотекарь каждой школы"
INSIDE_LATER = "Ведомость сдаёт библиотекарь каждой школы до 20 декабря"
# A cold worker of a busy computer reads the file.
LONG = 90_000


def order(path: Path, last_day: str) -> Path:
    """An order in Word as such orders are: a head of the paper, its number and day, points, a table."""
    paper = docx.Document()
    paper.add_paragraph("МИНИСТЕРСТВО ОБРАЗОВАНИЯ ЗАРЕЧНОЙ ОБЛАСТИ")
    paper.add_paragraph("ПРИКАЗ")
    paper.add_paragraph("от 12.11.2025 № 318-о")
    paper.add_paragraph(TITLE)
    paper.add_heading("Порядок", 1)
    paper.add_paragraph(f"1. {INSIDE} до {last_day}.")
    paper.add_paragraph("2. Сводную таблицу муниципалитета готовит руководитель объединения.")
    table = paper.add_table(rows=0, cols=2)
    for line in (("Что", "Срок"), ("Ведомость школы", f"до {last_day}"), ("Сводная таблица", "до 25 декабря")):
        cells = table.add_row().cells
        for cell, words in zip(cells, line, strict=True):
            cell.text = words
    paper.save(str(path))
    return path


def a_day_passes(site: Site) -> None:
    """Letters of today become yesterday's: nobody is written to twice on one day."""
    with sqlite3.connect(site.folder / "stellazh.sqlite3", timeout=30) as database:
        for column in ("told_at", "reminded_at"):
            database.execute(f"UPDATE documents_acquaintancerow SET {column} = datetime({column}, '-1 day')")


def brought(head: Visitor, folder: Path) -> str:
    """The card with its file, published at once; its address."""
    page = head.go("/o/zarechye/documents/")
    assert look(head, "documents") == []
    page.get_by_role("link", name="Новый документ").click()
    page.locator("input[type=file]").set_input_files(order(folder / "order.docx", "10 декабря"))
    page.get_by_label("Название").fill(TITLE)
    page.get_by_label("Вид", exact=True).select_option(label="приказ")
    page.get_by_label("Номер").fill("318-о")
    page.get_by_label("Дата документа").fill("2025-11-12")
    page.get_by_label("Кем издан").fill("Министерство образования Заречной области")
    page.get_by_label("Сразу опубликовать").check()
    assert look(head, "document-new") == []
    page.get_by_role("button", name="Сохранить").click()
    expect(page.locator("main h1")).to_have_text(TITLE)
    return page.url


def shown_in_the_page(page: Page, words: str) -> None:
    """The worker has read the file, and the page shows it as text: nothing is downloaded."""
    expect(page.locator("#paper")).to_contain_text(words, timeout=LONG)
    expect(page.locator("#paper table")).to_contain_text("Сводная таблица")


def asked(head: Visitor) -> str:
    """Everybody of two municipalities is asked; the head sees how many that is before letters go."""
    page = head.page
    page.get_by_role("link", name="Попросить ознакомиться").click()
    page.get_by_label("всех участников").check()
    page.get_by_text("Только некоторые объединения").click()
    page.get_by_label("ГМО Сосногорья").check()
    page.get_by_label("ММО Озёрского округа").check()
    page.get_by_label("Что просим").fill(ASK)
    assert look(head, "sheet-ask") == []
    page.get_by_role("button", name="Показать, кого спросим").click()
    expect(page.locator("main")).to_contain_text(re.compile(r"Будет\s+спрошено"))
    assert look(head, "sheet-preview") == []
    page.get_by_role("button", name="Отправить").click()
    expect(page.locator("main h1")).to_have_text("Кто ознакомлен")
    return page.url


def letters_to(visitor: NewVisitor, address: str) -> Visitor:
    """The outbox, where letters that went to the address lie."""
    reader = visitor(size=PHONE)
    page = reader.go("/outbox/")
    expect(page.locator(".card").filter(has_text=f"<{address}>").filter(has_text=TITLE).first).to_be_visible()
    return reader


def read_by_the_letter(visitor: NewVisitor) -> None:
    """The member has no password at hand: the link of her letter opens the document on a phone, and one button."""
    reader = letters_to(visitor, MEMBER)
    card = reader.page.locator(".card").filter(has_text=f"<{MEMBER}>").filter(has_text=TITLE).first
    card.locator("a[href*='/documents/acknowledge/']").first.click()
    page = reader.page
    expect(page.locator("main")).to_contain_text(ASK)
    expect(page.locator("main")).to_contain_text(INSIDE)
    assert look(reader, "acknowledge") == []
    page.get_by_role("button", name="Отметить прочитанным").click()
    expect(page.locator("main h1")).to_have_text("Спасибо, отмечено")
    assert look(reader, "acknowledge-done") == []
    assert reader.errors == []


def head_sees_and_reminds(head: Visitor, sheet: str, folder: Path) -> None:
    """Who has read and who has not, by municipality; the others get a letter, but not twice on one day."""
    page = head.page
    page.goto(sheet)
    expect(page.locator("main")).to_contain_text("По объединениям")
    read = page.locator("tbody tr").filter(has_text="отметила на сайте")
    expect(read).to_have_count(1)
    assert look(head, "sheet") == []
    page.get_by_role("link", name="Напомнить").click()
    expect(page.locator("#messages")).to_contain_text("Сейчас напоминать некому")
    a_day_passes(head.site)
    page.get_by_role("link", name="Напомнить").click()
    expect(page.locator("main h1")).to_contain_text("Напомнить")
    assert look(head, "sheet-remind") == []
    page.get_by_role("button", name="Отправить напоминание").click()
    expect(page.locator("#messages")).to_contain_text("Напоминания уходят")
    for link, name in (("Лист для подписей", "sheet.docx"), ("Excel", "sheet.xlsx")):
        with page.expect_download() as waiting:
            page.get_by_role("link", name=link).first.click()
        waiting.value.save_as(folder / name)
    paper = docx.Document(str(folder / "sheet.docx"))
    words = " ".join(
        [line.text for line in paper.paragraphs]
        + [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    )
    assert TITLE in words.replace("\xa0", " ")
    assert (folder / "sheet.xlsx").stat().st_size > 0


def reminder_came(visitor: NewVisitor, head: Visitor) -> None:
    """To the neighbours' member, who had not read; the one who had was left alone."""
    reader = visitor(size=PHONE)
    page = reader.go("/outbox/")
    reminders = page.locator(".card").filter(has_text="Напоминание: прочитайте").filter(has_text=TITLE)
    expect(reminders.filter(has_text="<member-ozersky@demo.example>")).to_have_count(1)
    expect(reminders.filter(has_text=f"<{MEMBER}>")).to_have_count(0)


def new_version(head: Visitor, document: str, sheet: str, folder: Path) -> None:
    """Another file in its place: what has changed is told, and those who read the former one are asked again."""
    page = head.page
    page.goto(document)
    page.get_by_role("link", name="Добавить новую версию").click()
    page.locator("input[type=file]").set_input_files(order(folder / "order-2.docx", "20 декабря"))
    page.get_by_label("Что изменено").fill(CHANGED)
    assert look(head, "version-add") == []
    page.get_by_role("button", name="Добавить").click()
    shown_in_the_page(page, INSIDE_LATER)
    expect(page.locator("aside")).to_contain_text(CHANGED)
    assert look(head, "document-versions") == []
    page.goto(sheet)
    expect(page.locator("main")).to_contain_text("прочитана прежняя версия")
    page.get_by_role("link", name="Попросить их прочесть новую").click()
    assert look(head, "sheet-again") == []
    page.get_by_role("button", name="Спросить снова").click()
    expect(page.locator("main h1")).to_have_text("Кто ознакомлен")


def read_from_her_desk(visitor: NewVisitor) -> None:
    """The member signs in on a phone: it lies on her desk, she reads what has changed and marks it."""
    member = visitor(MEMBER, size=PHONE)
    page = member.page
    expect(page.locator("main")).to_contain_text(TITLE)
    assert look(member, "desk-to-read") == []
    page.get_by_role("link", name=re.compile(TITLE)).first.click()
    if "/reading/" in page.url:
        page.get_by_role("link", name=re.compile(TITLE)).first.click()
    expect(page.locator("main")).to_contain_text(INSIDE_LATER)
    expect(page.locator("main")).to_contain_text(CHANGED)
    assert look(member, "document-to-read") == []
    page.get_by_role("button", name="Отметить прочитанным").click()
    expect(page.locator("#messages")).to_contain_text("вы ознакомились")
    page = member.go("/documents/reading/")
    expect(page.locator("main")).to_contain_text(TITLE)
    assert look(member, "reading-list") == []
    assert member.errors == []


def test_members_read_a_document_and_the_head_sees_who_has(visitor: NewVisitor, tmp_path: Path) -> None:
    head = visitor(HEAD)
    document = brought(head, tmp_path)
    shown_in_the_page(head.page, f"{INSIDE} до 10 декабря")
    assert look(head, "document") == []
    sheet = asked(head)
    read_by_the_letter(visitor)
    head_sees_and_reminds(head, sheet, tmp_path)
    reminder_came(visitor, head)
    new_version(head, document, sheet, tmp_path)
    read_from_her_desk(visitor)
    guest = visitor(size=PHONE)
    # For members only: a guest meets no trace of it.
    assert guest.page.goto(document).status == 404  # type: ignore[union-attr]
    assert head.errors == []
