"""Steps of stories with newcomers: the request, the letters that answer it."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from journeys.conftest import Visitor

SCHOOL = "МБОУ СОШ № 3 (Город Сосногорье)"
CONSENT = "Я даю согласие на обработку моих персональных данных"


def fill_request(guest: Visitor, family: str, given: str, patronymic: str, email: str) -> Page:
    """Find the association of Sosnogorsk and fill the form in, but for the consent."""
    page = guest.go("/join/")
    page.get_by_label("Округ, район, город или объединение").fill("сосног")
    page.locator("main").get_by_role("button", name="Найти").click()
    page.get_by_role("link", name="ГМО Сосногорья").click()
    for label, words in (("Фамилия", family), ("Имя", given), ("Отчество", patronymic)):
        page.get_by_label(re.compile(f"^{label}")).fill(words)
    page.get_by_label("Электронная почта").fill(email)
    page.get_by_label(re.compile("^Школа")).select_option(label=SCHOOL)
    page.get_by_label("Должность").fill("педагог-библиотекарь")
    return page


def open_letter(visitor: Visitor, email: str, way: str) -> Page:
    """Open the link of the newest letter to that address that leads to `way`; some letters go in the background."""
    page = visitor.go("/outbox/")
    link = page.locator(".card").filter(has_text=f"<{email}>").locator(f"a[href*='{way}']").first
    for _ in range(40):
        if link.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    page.goto(str(link.get_attribute("href")))
    return page


def ask_to_join(guest: Visitor, family: str, given: str, patronymic: str, email: str) -> None:
    """The whole request: the form, the consent, the confirmed address."""
    page = fill_request(guest, family, given, patronymic, email)
    page.get_by_label(CONSENT).check()
    page.get_by_role("button", name="Отправить заявку").click()
    page.wait_for_url("**/join/sent/")
    page = open_letter(guest, email, "/join/confirm/")
    page.get_by_role("button", name="Подтвердить").click()
    page.wait_for_url("**/join/confirmed/")
