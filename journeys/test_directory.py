"""Finding people: by a word with a slip, on the wrong keyboard, by filters; keeping what is seen, taking it out."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Locator, Page, expect

from journeys.accessibility import check, check_both_widths
from journeys.conftest import PHONE, WIDE, NewVisitor
from stellazh.office.tables import open_table

HEAD, REGION = "head@demo.example", "head-region@demo.example"
# «Лесникова», typed without changing the keyboard to Russian.
ON_LATIN_KEYS = "ktcybrjdf"


def show(page: Page) -> None:
    """Press the button and wait for the answer: the address names what is shown."""
    before = page.url
    page.get_by_role("button", name="Показать").click()
    page.wait_for_url(lambda address: address != before)


def search(page: Page, words: str) -> None:
    page.get_by_label("Кого найти").fill(words)
    show(page)


def choose(page: Page, label: str, words: str) -> None:
    """Choose the option that holds these words, however deep it is indented."""
    box = page.get_by_role("combobox", name=label, exact=True)
    box.select_option(str(box.locator("option").filter(has_text=words).first.get_attribute("value")))


def names(page: Page) -> list[str]:
    """Those on the page, in its order."""
    return [name.strip() for name in page.locator("#rows tbody th a").all_inner_texts()]


def count_of(page: Page) -> int:
    told = page.locator("#rows [role=status]").inner_text()
    return int(re.sub(r"\D", "", told.split("из")[0]) or "0")


def heads_of(page: Page) -> Locator:
    return page.locator("#rows thead th")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1366", "390"])
@pytest.mark.parametrize(
    "words", ["лесникова", "Лисникова", "лесникву ольгу", ON_LATIN_KEYS, "лесниковой"],
    ids=["plain", "slip", "two slips", "latin keys", "another case"],
)  # fmt: skip
def test_person_is_found_however_she_is_typed(visitor: NewVisitor, words: str, size: dict[str, int]) -> None:
    head = visitor(HEAD, size=size)
    page = head.go("/people/")

    search(page, words)

    expect(page.locator("#rows tbody th a").first).to_have_text("Лесникова Ольга Степановна")
    assert check(page, f"справочник: {words}") == []
    assert head.errors == []


def test_region_narrows_chooses_columns_keeps_the_view_and_takes_it_out(visitor: NewVisitor) -> None:
    region = visitor(REGION)
    page = region.go("/people/")
    everybody = count_of(page)
    assert everybody > 300

    choose(page, "Территория", "Озёрский округ")
    page.get_by_text("Ещё отбор", exact=True).click()
    choose(page, "Категория", "соответствие")
    show(page)
    expect(page.get_by_role("list", name="Отбор")).to_contain_text("Озёрский округ")
    narrowed = count_of(page)
    assert 0 < narrowed < everybody
    assert check_both_widths(page, "справочник с отбором") == []

    page.get_by_text("Столбцы", exact=True).click()
    page.get_by_label("Тема самообразования", exact=True).last.check()
    show(page)
    expect(heads_of(page).filter(has_text="Тема самообразования")).to_have_count(1)
    region.picture("directory")

    page.get_by_role("link", name="Сохранить этот вид").click()
    page.get_by_label("Название").fill("Озёрские с СЗД")
    assert check_both_widths(page, "сохранить вид") == []
    page.get_by_role("button", name="Сохранить").click()
    expect(page.locator("#messages")).to_contain_text("сохранён")
    seen = names(page)

    page = region.go("/people/")
    page.get_by_role("navigation", name="Мои виды").get_by_role("link", name="Озёрские с СЗД").click()
    assert names(page) == seen
    assert count_of(page) == narrowed
    expect(heads_of(page).filter(has_text="Тема самообразования")).to_have_count(1)

    with page.expect_download() as waiting:
        page.get_by_role("button", name="Скачать Excel").click()
    sheet = open_table(Path(waiting.value.path()).read_bytes(), "Справочник.xlsx").sheets[0]
    cells = list(sheet.rows)
    written = " ".join(" ".join(row) for row in cells)
    assert all(name in written for name in seen)
    assert "Тема самообразования" in written
    assert sum(any(name in cell for cell in row) for row in cells for name in seen) == narrowed
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Скачать Word").click()
    table = docx.Document(str(waiting.value.path())).tables[0]
    assert len(table.rows) - 1 == narrowed

    page.get_by_role("list", name="Отбор").get_by_role("link").first.click()
    expect(page.locator("#rows [role=status]")).not_to_contain_text(f"Найдено: {narrowed} ")
    assert count_of(page) > narrowed
    assert region.errors == []


def test_view_is_seen_by_its_owner_only_and_can_be_renamed_and_removed(visitor: NewVisitor) -> None:
    head = visitor(HEAD)
    page = head.go("/people/?account=no")
    page.get_by_role("link", name="Сохранить этот вид").click()
    page.get_by_label("Название").fill("Кого пригласить")
    page.get_by_role("button", name="Сохранить").click()

    expect(visitor(REGION).go("/people/").locator("main")).not_to_contain_text("Кого пригласить")
    page.get_by_text("Изменить мои виды").click()
    page.get_by_role("link", name=re.compile("^Переименовать")).click()
    page.get_by_label("Название").fill("Без входа")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_role("navigation", name="Мои виды")).to_contain_text("Без входа")
    page.get_by_text("Изменить мои виды").click()
    page.get_by_role("link", name=re.compile("^Удалить")).click()
    page.get_by_role("button", name="Удалить вид").click()
    expect(page.get_by_role("navigation", name="Мои виды")).to_have_count(0)
    assert head.errors == []


def test_member_sees_colleagues_and_no_telephones(visitor: NewVisitor) -> None:
    member = visitor("member@demo.example", size=PHONE)
    page = member.go("/people/")

    expect(page.locator("#rows")).to_contain_text("Ольхова Вера Ильинична")
    expect(page.locator("#rows")).not_to_contain_text(re.compile(r"\+7"))
    # Nobody of another municipality.
    search(page, "Вербина Раиса")
    expect(page.locator("#rows")).not_to_contain_text("Вербина Раиса")
    assert check(page, "справочник участницы") == []
    assert member.errors == []


def test_schools_are_found_by_number_and_lead_to_their_people(visitor: NewVisitor) -> None:
    region = visitor(REGION, size=PHONE)
    page = region.go("/schools/")
    choose(page, "Территория", "Озёрский округ")
    page.get_by_role("searchbox").first.fill("школа 3")
    show(page)
    region.picture("schools-found")

    expect(page.locator("#rows tbody tr")).to_have_count(1)
    assert check_both_widths(page, "справочник школ") == []
    page.get_by_role("link", name=re.compile("кто работает")).click()

    expect(page.get_by_role("list", name="Отбор")).to_contain_text("№ 3")
    assert count_of(page) > 0
    assert region.errors == []


def test_nothing_found_says_what_to_do(visitor: NewVisitor) -> None:
    head = visitor(HEAD, size=PHONE)
    page = head.go("/people/")

    search(page, "щщщщщ=cmd|' /C calc'!A0")

    expect(page.locator("#rows")).to_contain_text("Никого не нашлось")
    expect(page.get_by_role("link", name="Показать всех")).to_be_visible()
    assert check(page, "ничего не нашлось") == []


def test_directory_works_without_scripts(visitor: NewVisitor) -> None:
    page = visitor(HEAD, scripts=False).go("/people/")

    search(page, "Лисникова")

    expect(page.locator("#rows")).to_contain_text("Лесникова Ольга Степановна")
    assert "q=" in page.url
