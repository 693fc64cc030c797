"""A list from Excel: columns named, look-alikes decided, taken in, brought again, taken back; and hostile ones."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from journeys.accessibility import check_both_widths
from journeys.conftest import NewVisitor, Visitor
from journeys.spreadsheets import (
    PEOPLE,
    write_bomb,
    write_formulas,
    write_merged,
    write_mojibake,
    write_separated,
    write_workbook,
)
from stellazh.office.tables import open_table

HEAD = "head@demo.example"
ROSTERS = "/o/sosnogorsk/rosters/"
UNKNOWN = re.compile("Не взяты: .?Куда звонить")
MEMBERS = "/o/sosnogorsk/members/"


def press(page: Page, name: str) -> Page:
    """Send a form, and follow the work it begins to what came of it; a refusal stays where it is."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()
    if "/jobs/" in page.url:
        result = page.get_by_role("link", name="Открыть результат")
        expect(result.or_(page.get_by_text("Не получилось"))).to_be_visible(timeout=60_000)
        if result.count():
            with page.expect_navigation():
                result.click()
    return page


def bring(head: Visitor, paper: Path) -> Page:
    """Upload the list and wait until it is read, or is refused at once."""
    page = head.go(f"{ROSTERS}new/")
    page.get_by_label("Файл со списком").set_input_files(paper)
    return press(page, "Прочитать список")


def take_in(page: Page) -> Page:
    page.get_by_role("link", name="Дальше: внести").click()
    assert check_both_widths(page, "внести список") == []
    press(page, "Внести")
    expect(page.get_by_role("heading", level=1)).to_have_text("Список внесён")
    return page


def tab(page: Page, name: str) -> Page:
    page.get_by_role("navigation", name="Решения").get_by_role("link", name=re.compile(name)).click()
    return page


def test_head_brings_a_list_in_any_order_decides_takes_in_and_takes_back(visitor: NewVisitor, tmp_path: Path) -> None:
    head = visitor(HEAD)
    page = bring(head, write_workbook(tmp_path / "Библиотекари города.xlsx", PEOPLE))

    # One heading could mean anything: the head says what it is.
    expect(page.locator("main")).to_contain_text(UNKNOWN)
    page.get_by_role("link", name="Изменить столбцы").click()
    assert check_both_widths(page, "столбцы списка") == []
    head.picture("roster-columns")
    page.get_by_role("combobox", name="Куда звонить").select_option(label="Телефон")
    press(page, "Дальше: проверить строки")
    expect(page.locator("main")).not_to_contain_text(UNKNOWN)
    expect(page.locator("main")).to_contain_text("Телефон")

    # Initials like somebody's: both stand side by side, and nothing is decided for the head.
    tab(page, "Решить")
    pair = page.locator("article").filter(has_text="Лесникова О. С.")
    expect(pair).to_contain_text("Лесникова Ольга Степановна")
    assert check_both_widths(page, "похожие строки") == []
    head.picture("roster-alike")
    pair.get_by_role("button", name=re.compile("^Это она же")).first.click()
    expect(page.locator("article").filter(has_text="Лесникова О. С.")).to_have_count(0)

    take_in(page)
    head.picture("roster-report")
    assert check_both_widths(page, "отчёт о загрузке") == []
    report = page.url
    expect(page.get_by_role("row").filter(has_text="Форзацева Алла Ивановна")).to_have_count(1)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Отчёт (.xlsx)").click()
    told = open_table(Path(waiting.value.path()).read_bytes(), "Отчёт.xlsx").sheets
    assert "Форзацева" in str(told)
    assert "Голубинская" in str(told) or "ГОЛУБИНСКАЯ" in str(told)
    members = head.go(MEMBERS).locator("main")
    expect(members).to_contain_text("Форзацева Алла Ивановна")
    expect(members.get_by_role("row").filter(has_text="Лесникова")).to_have_count(1)
    page.get_by_role("link", name="Форзацева Алла Ивановна", exact=True).click()
    expect(page.locator("main")).to_contain_text("+7 900 000-55-01")

    # The same list again, as text from Windows: all is known; of initials it asks again, and nothing waits to come in.
    again = bring(head, write_separated(tmp_path / "тот же список.csv", PEOPLE, "cp1251"))
    expect(again.locator("main")).to_contain_text("Вносить нечего")
    expect(tab(again, "Без изменений").locator("main")).to_contain_text("Корешкова Яна Петровна")
    assert check_both_widths(again, "тот же список") == []

    page.goto(report)
    page.get_by_role("link", name="Отменить загрузку").click()
    press(page, "Отменить загрузку")
    expect(page.get_by_role("heading", level=1)).to_have_text("Загрузка отменена")
    assert check_both_widths(page, "загрузка отменена") == []
    head.picture("roster-undone")
    members = head.go(MEMBERS).locator("main")
    expect(members).not_to_contain_text("Форзацева")
    expect(members).to_contain_text("Лесникова Ольга Степановна")
    assert head.errors == []


def test_same_workbook_twice_brings_nothing_new(visitor: NewVisitor, tmp_path: Path) -> None:
    head = visitor(HEAD)
    rows = (PEOPLE[0], ("1", "", PEOPLE[1][2], "библиотекарь", "Переносова Ада Глебовна", ""))
    paper = write_workbook(tmp_path / "список.xlsx", rows)
    take_in(bring(head, paper))

    page = bring(head, paper)

    expect(page.locator("main")).to_contain_text("Вносить нечего")
    expect(page.get_by_role("link", name="Дальше: внести")).to_have_count(0)
    expect(
        head.go(f"{MEMBERS}?q=Переносова").get_by_role("link", name="Переносова Ада Глебовна", exact=True)
    ).to_have_count(1)


def test_merged_headings_in_two_rows_are_read_right(visitor: NewVisitor, tmp_path: Path) -> None:
    head = visitor(HEAD)

    page = bring(head, write_merged(tmp_path / "объединённые.xlsx"))

    for words in ("Титулова Инна Олеговна", "Суперобложкина Вера Львовна", "titulova@demo.example", "МБОУ СОШ № 3"):
        expect(page.locator("main")).to_contain_text(words)
    assert head.errors == []


def test_windows_text_and_two_byte_text_are_read_right(visitor: NewVisitor, tmp_path: Path) -> None:
    head = visitor(HEAD)
    rows = (PEOPLE[0], ("1", "", PEOPLE[1][2], "библиотекарь", "Кегельская Юлия Львовна", "съёмная «ёлочка» — №"))
    for encoding in ("cp1251", "utf-16", "utf-8-sig"):
        page = bring(head, write_separated(tmp_path / f"{encoding}.csv", rows, encoding))
        expect(tab(page, "Новы").locator("main")).to_contain_text("Кегельская Юлия Львовна")
    assert head.errors == []


def test_formulas_are_words_or_a_remark_and_never_run(visitor: NewVisitor, tmp_path: Path) -> None:
    head = visitor(HEAD)

    page = bring(head, write_formulas(tmp_path / "формулы.xlsx"))

    # Of a formula counts what Excel has stored; one without a value is named by its cell.
    expect(tab(page, "Новы").locator("main")).to_contain_text("Закладкина Нина Ильинична")
    expect(tab(page, "Нельзя").locator("main")).to_contain_text("cmd|")
    head.picture("roster-formulas")
    assert check_both_widths(page, "формулы") == []
    assert head.errors == []


def write_nothing(path: Path) -> Path:
    path.write_bytes(b"\x00" * 4096)
    return path


def write_old_excel(path: Path) -> Path:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook".encode("utf-16-le") + bytes(600))
    return path


def write_page(path: Path) -> Path:
    path.write_text("<html><body><table><tr><td>ФИО</td></tr></table></body></html>", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "write", "says"),
    [
        ("гигабайт нулей.xlsx", write_bomb, "при распаковке становится непомерно большим"),
        ("испорченные буквы.csv", write_mojibake, "кодировк|букв"),
        ("нули.xlsx", write_nothing, "пуст"),
        ("старый.xls", write_old_excel, "старого Excel"),
        ("страница.xlsx", write_page, "страница"),
    ],
    ids=["bomb", "mojibake", "nothing", "old", "page"],
)
def test_hostile_file_gets_a_calm_sentence(
    visitor: NewVisitor, tmp_path: Path, name: str, write: Callable[[Path], Path], says: str
) -> None:
    head = visitor(HEAD)

    page = bring(head, write(tmp_path / name))

    expect(page.locator(".field__error, .notice").filter(has_text=re.compile(says)).first).to_be_visible()
    assert check_both_widths(page, name) == []
    head.picture(f"roster-{Path(name).stem}")
    assert [error for error in head.errors if "422" not in error] == []
    expect(head.go(MEMBERS).get_by_role("heading", level=1)).to_have_text("Участники")
