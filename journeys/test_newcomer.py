"""A newcomer asks to be let in, answers about herself, takes her data out, and leaves; the papers stay lawful."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from journeys.accessibility import check_both_widths
from journeys.conftest import PHONE, NewVisitor, Visitor
from journeys.newcomers import CONSENT, SCHOOL, fill_request, open_letter
from journeys.plans import approve, current_year, paste_plan

HEAD, REGION = "head@demo.example", "head-region@demo.example"
ADDRESS = "stranitsyna@demo.example"
NAME = "Страницына Дарья Олеговна"
IN_PLANS = "Страницына Д.О."
NEW_PASSWORD = "лампа-на-столе-77"
CAMPAIGN = "/campaigns/1/"


def row_of(page: Page, name: str) -> Locator:
    return page.locator("main").get_by_role("row").filter(has_text=name)


def numbers_of(page: Page, place: str) -> list[int]:
    """What the map of answers says of a municipality: asked, answered, corrected, not working, waited for."""
    cells = row_of(page, place).first.get_by_role("cell").all()
    return [int(re.sub(r"\D.*", "", cell.inner_text(), flags=re.DOTALL)) for cell in cells[:5]]


def ask_to_be_let_in(guest: Visitor) -> None:
    page = fill_request(guest, *NAME.split(), ADDRESS)
    page.get_by_role("button", name="Отправить заявку").click()
    # Without the consent nothing is kept.
    expect(page.locator(".field__error").first).to_contain_text("Без согласия")
    assert check_both_widths(page, "заявка") == []
    page.get_by_label(CONSENT).check()
    page.get_by_role("button", name="Отправить заявку").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Осталось подтвердить адрес")

    page = open_letter(guest, ADDRESS, "/join/confirm/")
    expect(page.locator("main")).to_contain_text(NAME)
    guest.picture("join-confirm")
    page.get_by_role("button", name="Подтвердить").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Адрес подтверждён")


def let_her_in(head: Visitor) -> None:
    page = head.go("/desk/")
    page.locator("main").get_by_role("link", name="Открыть заявки").click()
    page.get_by_role("link", name=NAME).click()
    expect(page.locator("main")).to_contain_text(SCHOOL)
    expect(page.locator("main")).to_contain_text("адрес подтверждён")
    assert check_both_widths(page, "решение о заявке") == []
    # Colleagues of that school are offered, nobody is chosen for the head.
    page.get_by_label("Новый человек").check()
    page.get_by_role("button", name="Принять", exact=True).click()
    expect(page.locator("#messages")).to_contain_text(f"{NAME}: в объединении")


def make_an_account(newcomer: Visitor) -> None:
    page = open_letter(newcomer, ADDRESS, "/account/invitation/")
    page.get_by_label("Новый пароль", exact=True).fill(NEW_PASSWORD)
    page.get_by_label("Новый пароль ещё раз").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Сохранить пароль и войти").click()
    # The consent she gave with the request holds: she is not asked twice.
    expect(page.get_by_role("heading", level=1)).to_contain_text("Дарья Олеговна")


def answer_by_letter(somebody: Visitor) -> None:
    """Her card by the personal link, in a browser where nobody is signed in."""
    page = open_letter(somebody, ADDRESS, "/confirm/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Дарья Олеговна")
    expect(page.locator("main")).to_contain_text("МБОУ СОШ № 3")
    assert check_both_widths(page, "карточка по ссылке") == []
    somebody.picture("card-by-link")
    page.get_by_role("link", name="Исправить").first.click()
    page.get_by_label("Тема самообразования").fill("Громкие чтения на большой перемене")
    page.get_by_label("Телефон").fill("8 900 000-11-22")
    page.get_by_role("button", name="Сохранить и подтвердить").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Спасибо!")


def take_out(person: Visitor) -> dict[str, object]:
    """The archive of one's own data, as a program reads it."""
    page = person.go("/account/data/")
    assert check_both_widths(page, "мои данные") == []
    person.picture("own-data")
    page.get_by_role("button", name="Собрать архив").click()
    done = page.get_by_role("link", name="Открыть результат")
    expect(done).to_be_visible(timeout=30_000)
    with page.expect_download() as waiting:
        done.click()
    page = person.go("/account/data/")
    expect(page.get_by_role("link", name=re.compile("Скачать архив"))).to_have_count(1)
    with zipfile.ZipFile(Path(waiting.value.path())) as archive:
        assert archive.testzip() is None
        assert {"data.json", "Мои данные.html", "Что здесь.txt"} <= set(archive.namelist())
        told: dict[str, object] = json.loads(archive.read("data.json"))
    return told


def erase(person: Visitor) -> None:
    page = person.go("/account/data/")
    page.get_by_role("link", name="Посмотреть и решить").click()
    expect(page.locator("main")).to_contain_text("имя в нём остаётся таким, как напечатано")
    assert check_both_widths(page, "удалить мои данные") == []
    page.get_by_label("Напишите слово «удалить»").fill("удалит")
    page.get_by_label("Ваш пароль").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Удалить навсегда").click()
    expect(page.locator(".field__error").first).to_contain_text("ошиблись страницей")
    page.get_by_label("Напишите слово «удалить»").fill("удалить")
    page.get_by_label("Ваш пароль").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Удалить навсегда").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ваши данные удалены")
    assert check_both_widths(page, "данные удалены") == []
    person.picture("erased")


def test_newcomer_comes_answers_takes_her_data_and_leaves(visitor: NewVisitor) -> None:
    guest, head, region = visitor(size=PHONE), visitor(HEAD), visitor(REGION)

    ask_to_be_let_in(guest)
    let_her_in(head)
    make_an_account(guest)
    card = str(head.go("/o/sosnogorsk/members/").get_by_role("link", name=NAME, exact=True).get_attribute("href"))

    # The head puts her into a plan and approves it: a paper that binds.
    table = f"№\tМероприятие\tСроки\tОтветственный\n1\tУрок у новой полки\tМай {current_year() + 1}\t{IN_PLANS}\n"
    plan = paste_plan(head, "/o/sosnogorsk/plans/import/", current_year(), table)
    approve(head, plan)

    # The region asks those who came since; the map of answers moves when she answers.
    page = region.go(CAMPAIGN)
    asked, answered, corrected, _, waiting = numbers_of(page, "Город Сосногорье")
    page.locator("#main").get_by_text("Ещё", exact=True).click()
    page.get_by_role("button", name="Добавить новых участников").click()
    expect(page.locator("#messages")).to_contain_text("Добавлено")
    assert numbers_of(region.go(CAMPAIGN), "Город Сосногорье")[4] > waiting
    waiting = numbers_of(page, "Город Сосногорье")[4]
    answer_by_letter(visitor(size=PHONE))
    after = numbers_of(region.go(CAMPAIGN), "Город Сосногорье")
    assert after[1:3] == [answered + 1, corrected + 1]
    assert after[4] == waiting - 1
    assert after[0] > asked
    region.picture("campaign-map")

    told = take_out(guest)
    assert "Громкие чтения на большой перемене" in json.dumps(told["Карточка библиотекаря"], ensure_ascii=False)
    assert "Страницына" in json.dumps(told, ensure_ascii=False)
    assert "Урок у новой полки" in json.dumps(told["Поручения в планах работы"], ensure_ascii=False)

    erase(guest)
    guest.go("/desk/")
    expect(guest.page.get_by_role("heading", level=1)).to_have_text("Вход")
    members = head.go("/o/sosnogorsk/members/").locator("main")
    expect(members).to_contain_text("Ольхова Вера Ильинична")
    expect(members).not_to_contain_text(re.compile("Страницына|Удалённая карточка"))
    head.go(card)
    expect(head.page.get_by_role("heading", level=1)).to_contain_text("Такой страницы нет")
    journal = head.go("/o/sosnogorsk/journal/").locator("main")
    expect(journal).to_contain_text("Заявка на вступление принята")
    expect(journal).to_contain_text(re.compile("Человек вышел из объединения.*Персональные данные удалены", re.DOTALL))
    head.picture("journal")
    head.page.goto(plan)
    expect(head.page.locator("main")).to_contain_text(IN_PLANS)
    assert [error for error in guest.errors if "422" not in error] == []
    assert [error for error in head.errors if "404" not in error] == []
    assert region.errors == []
