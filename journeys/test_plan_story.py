"""The main job: a Word plan becomes a living year."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from journeys.accessibility import check_both_widths
from journeys.conftest import PHONE, SHARED_INPUTS, NewVisitor, Visitor
from journeys.papers import write_matrix_plan, write_sections_plan
from journeys.plans import approve, confirm_as_words, current_year
from stellazh.office.intake import open_paper
from stellazh.workplans.reading import read_plan

HEAD = "head@demo.example"
START = "/o/sosnogorsk/plans/import/"


def upload(head: Visitor, paper: Path, year: int) -> Page:
    page = head.go(START)
    page.get_by_label("На какой учебный год план").select_option(str(year))
    page.get_by_label("Файл с планом").set_input_files(paper)
    page.get_by_role("button", name="Прочитать план").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Проверьте, что прочитано")
    return page


def download(page: Page, name: str, kind: str) -> bytes:
    page.get_by_role("button", name="Скачать").click()
    with page.expect_download() as waiting:
        page.get_by_role("listitem").filter(has_text=name).get_by_role("link", name=kind, exact=True).first.click()
    page.keyboard.press("Escape")
    return Path(waiting.value.path()).read_bytes()


def items_of(paper: bytes) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """What a plan says, whatever its form: section, title, term, owners."""
    reading = read_plan(open_paper(paper, "plan.docx"))
    return sorted(
        (
            item.section or item.direction,
            item.title.rstrip(". "),
            item.term.raw,
            tuple(owner.name for owner in item.owners),
        )
        for item in reading.items
    )


def test_head_brings_a_plan_from_word(visitor: NewVisitor, tmp_path: Path) -> None:
    year = current_year()
    paper = write_sections_plan(tmp_path / "План ГМО.docx", year)
    head = visitor(HEAD)
    page = head.page
    expect(page.get_by_text("плана на этот год ещё нет")).to_be_visible()

    page = upload(head, paper, year)
    head.picture("import-preview")
    assert check_both_widths(page, "import-preview") == []
    expect(page.get_by_text("открытых после ремонта")).not_to_have_count(0)
    # A broken word is offered joined; a day outside the year is named, not corrected.
    expect(page.locator("#list")).to_contain_text("за пределы")
    page.get_by_role("button", name=re.compile("профессиональных")).first.click()
    expect(page.locator("h3", has_text="Викторина о профессиональных праздниках")).to_be_visible()

    page.get_by_role("link", name=re.compile("Дальше: ответить")).first.click()
    head.picture("import-doubts")
    assert check_both_widths(page, "import-doubts") == []
    doubt = page.locator("fieldset", has_text="Лисникова")
    expect(doubt).to_contain_text("Лесникова")
    doubt.get_by_role("radio").first.check()
    page.get_by_role("button", name="Сохранить ответы и дальше").click()
    head.picture("import-confirm")
    assert check_both_widths(page, "import-confirm") == []
    page.get_by_role("button", name="Внести в план").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("План внесён")
    assert check_both_widths(page, "import-done") == []
    page.get_by_role("link", name="Открыть план").click()
    expect(page.locator("main")).to_contain_text("5 мероприятий")
    plan_address = page.url

    approve(head, plan_address)

    sections = download(page, "По разделам", "Word")
    matrix = download(page, "По датам", "Word")
    assert items_of(sections) == items_of(matrix)
    assert len(items_of(sections)) == 5
    assert ("II. Работа с читателями", "Неделя громких чтений в библиотеках, открытых после ремонта") in [
        item[:2] for item in items_of(sections)
    ]

    subscribe_and_revoke(head)
    assert head.errors == []


def subscribe_and_revoke(head: Visitor) -> None:
    page = head.go("/o/sosnogorsk/calendar/")
    page.get_by_role("button", name="Получить свою ссылку").click()
    assert check_both_widths(page, "subscription") == []
    feed = page.locator("code.secret").inner_text()
    calendar = urllib.request.urlopen(feed).read().decode()
    assert "BEGIN:VCALENDAR" in calendar
    assert "Утверждение плана работы на год" in calendar.replace("\r\n ", "")

    page = head.go("/account/")
    page.get_by_role("button", name="Отозвать").first.click()
    page.get_by_role("button", name=re.compile("^(Да|Отозвать|Продолжить)")).last.click()
    expect(page.locator("main")).to_contain_text("отозвана")
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(feed)
    assert refused.value.code == 404


# Real papers where they lie beside the repository; a public clone has none and takes one of its own.
REAL = sorted(SHARED_INPUTS.glob("plan_*.docx"))


@pytest.mark.parametrize("paper", REAL or [None], ids=[paper.stem for paper in REAL] or ["own"])
def test_plans_pass_through_both_forms(visitor: NewVisitor, tmp_path: Path, paper: Path | None) -> None:
    if paper is None:
        year = current_year() - 2
        paper = write_matrix_plan(tmp_path / "матрица.docx", year)
    else:
        year = json.loads(paper.with_suffix(".expected.json").read_text(encoding="utf-8"))["school_year"]
    expected = items_of(paper.read_bytes())
    head = visitor(HEAD)

    page = upload(head, paper, year)
    head.picture(f"{paper.stem}-preview")
    confirm_as_words(page)
    page.get_by_role("link", name="Открыть план").click()
    head.picture(f"{paper.stem}-plan")

    sections, matrix = download(page, "По разделам", "Word"), download(page, "По датам", "Word")
    assert items_of(sections) == items_of(matrix) == expected
    assert head.errors == []


def test_the_same_file_again_brings_nothing_new_and_can_be_undone(visitor: NewVisitor, tmp_path: Path) -> None:
    year = current_year() + 1
    paper = write_matrix_plan(tmp_path / "матрица.docx", year)
    head = visitor(HEAD)
    page = upload(head, paper, year)
    confirm_as_words(page)
    done = page.url

    page = upload(head, paper, year)
    page.get_by_role("link", name=re.compile("Дальше")).first.click()
    if page.get_by_role("button", name="Сохранить ответы и дальше").count():
        page.get_by_role("button", name="Сохранить ответы и дальше").click()
    expect(page.locator("main")).to_contain_text("Нового нет")

    page.goto(done)
    page.get_by_role("link", name="Отменить загрузку").click()
    page.get_by_role("button", name=re.compile("Отменить")).last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Загрузка отменена")
    assert head.errors == []


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("пусто.docx", b"", "пуст"),
        ("текст.docx", "План работы на год".encode("cp1251"), "Word"),
        ("старый.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".docx"),
    ],
)
def test_bad_file_gets_a_sentence_and_the_choice_stays(
    visitor: NewVisitor, tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    paper = tmp_path / name
    paper.write_bytes(content)
    page = visitor(HEAD).go(START)
    page.get_by_label("На какой учебный год план").select_option(str(current_year() - 1))
    page.get_by_label("Файл с планом").set_input_files(paper)

    page.get_by_role("button", name="Прочитать план").click()

    expect(page.locator(".field__error").first).to_contain_text(says)
    expect(page.get_by_label("На какой учебный год план")).to_have_value(str(current_year() - 1))


def test_plan_is_brought_without_scripts_too(visitor: NewVisitor) -> None:
    year = current_year() - 1
    page = visitor(HEAD, scripts=False, size=PHONE).go(START)
    page.get_by_label("На какой учебный год план").select_option(str(year))
    page.get_by_label("Или вставьте таблицу").fill(
        "№\tМероприятие\tСроки\tОтветственный\n"
        f"1\tЗаседание о новых книгах\t12.10.{year}\tОльхова В.И.\n"
        f"2\tСписок литературы на лето\tМай {year + 1}\tшкольные библиотекари\n"
    )

    page.get_by_role("button", name="Прочитать план").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Проверьте, что прочитано")
    confirm_as_words(page)
    page.get_by_role("link", name="Открыть план").click()

    expect(page.locator("main")).to_contain_text("2 мероприятия")


def test_table_pasted_from_word_is_read_with_its_merged_cells(visitor: NewVisitor) -> None:
    year = current_year() + 1
    head = visitor(HEAD)
    page = head.go(START)
    page.get_by_label("На какой учебный год план").select_option(str(year))
    # What Word puts on the clipboard: a page with a table, and the same as plain text.
    page.get_by_label("Или вставьте таблицу").evaluate(
        """(field, html) => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            data.setData("text/plain", "№\\tМероприятие\\tСроки\\tОтветственный");
            field.focus();
            field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        "<html><body><table><tr><td>№</td><td>Мероприятие</td><td>Сроки</td><td>Ответственный</td></tr>"
        "<tr><td colspan=4><p>I. Осень</p></td></tr>"
        f"<tr><td>1</td><td>Встреча с писателем</td><td rowspan=2>Октябрь {year}</td><td>Ольхова В.И.</td></tr>"
        "<tr><td>2</td><td>Выставка одной книги</td><td>школьные библиотекари</td></tr></table></body></html>",
    )

    page.get_by_role("button", name="Прочитать план").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Проверьте, что прочитано")

    expect(page.locator("#list")).to_contain_text("I. Осень")
    expect(page.locator("article", has_text="Выставка одной книги").first).to_contain_text(f"1–31 октября {year}")
    assert head.errors == []
