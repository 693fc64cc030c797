"""The annual report that writes itself: figures open their lists, doubts are told in words, sealed it stays."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pikepdf
from playwright.sync_api import Page, expect

from journeys.accessibility import check_both_widths
from journeys.conftest import PHONE, NewVisitor, Visitor

HEAD = "head-region@demo.example"
REGION = "/o/zarechye"
# What the year of the invented region comes to: every one of them is counted from rows or told with its source.
FACTS = (
    "Всего мероприятий проведено 11",
    "Общее число участий — 327",
    "96 участников из 27 муниципалитетов",
    "93 специалиста",
    "14 разработок",
    "3 темы",
    "16 библиотек",
    "42 ответа",
    "6 разделов",
    "сертификатов участников — 96",
    "сертификатов о тестировании — 83",
    "Пунктов резолюции выполнено 13 из 15",
)


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\xa0", " "))


def last_years_draft(head: Visitor) -> Page:
    page = head.go(f"{REGION}/reports/")
    head.picture("reports")
    assert check_both_widths(page, "отчёты за год") == []
    page.locator("main").get_by_role("link", name=re.compile(r"^Отчёт\s+о\s+проделанной")).first.click()
    expect(page.locator("main h1")).to_contain_text("2025/2026")
    return page


def figures_open_lists(head: Visitor, page: Page) -> None:
    """327 is a list of 327 rows; 11 is a list of eleven events."""
    told = flat(page.locator("main").inner_text())
    for fact in FACTS:
        assert fact in told, fact
    head.picture("report")
    assert check_both_widths(page, "отчёт") == []
    address = page.url
    page.locator("main").get_by_role("link", name="327", exact=True).first.click()
    expect(page.locator("main")).to_contain_text("327")
    head.picture("figure-list")
    assert check_both_widths(page, "список за числом") == []
    page.goto(address)
    page.locator("main").get_by_role("link", name="11", exact=True).first.click()
    expect(page.locator("main table tbody tr")).to_have_count(11)
    page.goto(address)


def text_is_edited(head: Visitor) -> None:
    """A sentence more with a figure in it: the page shows at once how it will read, and keeps it."""
    page = head.page
    page.get_by_role("link", name="Править", exact=True).first.click()
    head.picture("report-editor")
    assert check_both_widths(page, "правка отчёта") == []
    form = page.locator("form[data-block^='block-']").first
    area = form.locator("textarea").first
    area.fill(f"{area.input_value()}\nШкол, откуда были участники, — {{{{ число: школы }}}}.")
    expect(form).to_have_attribute("data-autosave-state", "saved", timeout=30_000)
    page.get_by_role("link", name="Как будет выглядеть").first.click()
    expect(page.locator("main")).to_contain_text(re.compile(r"Школ, откуда были участники, — \d+\."))


def sealed_with_doubts_told(head: Visitor) -> None:
    page = head.page
    page.get_by_role("link", name="Проверить и запечатать").click()
    expect(page.locator("main")).to_contain_text("Не сходится")
    head.picture("report-seal")
    assert check_both_widths(page, "проверка отчёта") == []
    page.get_by_role("button", name="Запечатать").click()
    expect(page.locator("main")).to_contain_text(re.compile("подтвердите|отметьте", re.IGNORECASE))
    # The browser complains of the refusal itself.
    head.errors.clear()
    for box in page.get_by_role("checkbox", name=re.compile("Так и есть")).all():
        box.check()
    page.get_by_role("button", name="Запечатать").dblclick()
    expect(page.locator("main")).to_contain_text("не электронная подпись")
    head.picture("report-sealed")
    assert check_both_widths(page, "запечатанный отчёт") == []


def papers_say_the_same(page: Page, folder: Path) -> None:
    """The Word file is read back fact by fact; the PDF is tagged and in Russian."""
    for name, path in (("Word", folder / "report.docx"), ("PDF", folder / "report.pdf")):
        with page.expect_download() as waiting:
            page.locator("main").get_by_role("link", name=name, exact=True).first.click()
        waiting.value.save_as(path)
    paper = docx.Document(str(folder / "report.docx"))
    told = flat(" ".join(line.text for line in paper.paragraphs))
    for fact in FACTS:
        assert fact in told, fact
    with pikepdf.open(folder / "report.pdf") as sheets:
        assert str(sheets.Root.Lang).startswith("ru")
        assert bool(sheets.Root.MarkInfo.Marked)


def guests_read_it(head: Visitor, visitor: NewVisitor) -> None:
    page = head.page
    guest = visitor(size=PHONE)
    assert guest.page.goto(f"{guest.site.address}{REGION}/year-report/2025/").status == 404
    guest.errors.clear()
    page.locator("main").get_by_role("link", name=re.compile("на сайте")).first.click()
    page.get_by_role("button", name="Показать на сайте").click()
    expect(page.locator("main")).to_contain_text("Отчёт виден на сайте")
    reader = guest.go(f"{REGION}/year-report/2025/")
    expect(reader.locator("main")).to_contain_text("327")
    guest.picture("report-public")
    assert check_both_widths(reader, "отчёт на сайте") == []
    assert guest.errors == []


def year_in_pictures(head: Visitor) -> None:
    page = head.go(f"{REGION}/year/?school_year=2025")
    expect(page.locator("main")).to_contain_text("327")
    expect(page.locator("main svg[role=img]").first).to_be_visible()
    head.picture("year")
    page = head.go(f"{REGION}/plan-fact/?school_year=2025")
    head.picture("plan-fact")
    assert check_both_widths(page, "план и факт") == []


def test_year_becomes_a_report(visitor: NewVisitor, tmp_path: Path) -> None:
    head = visitor(HEAD)
    page = last_years_draft(head)
    figures_open_lists(head, page)
    text_is_edited(head)
    sealed_with_doubts_told(head)
    papers_say_the_same(page, tmp_path)
    guests_read_it(head, visitor)
    year_in_pictures(head)
    assert head.errors == []
