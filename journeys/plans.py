"""Steps of stories that need a plan: putting one in, leaving unknown names as words, approving it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from journeys.conftest import Visitor
from stellazh.common.school_year import SchoolYear


def current_year() -> int:
    """The year in which the present school year began."""
    return SchoolYear.of(datetime.now(UTC).date()).start


def confirm_as_words(page: Page) -> None:
    """Leave every unknown name as words, then put the plan in."""
    page.get_by_role("link", name=re.compile("Дальше")).first.click()
    answer_rest = page.get_by_role("button", name="Оставить их словами")
    if answer_rest.count():
        answer_rest.click()
    save = page.get_by_role("button", name="Сохранить ответы и дальше")
    if save.count():
        save.click()
    page.get_by_role("button", name="Внести в план").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("План внесён")


def approve(head: Visitor, plan_address: str) -> None:
    """Consider and approve the plan."""
    page = head.page
    page.goto(plan_address)
    page.get_by_role("link", name="Рассмотреть").click()
    page.get_by_label("Где рассмотрен").fill("на заседании ГМО")
    page.get_by_role("button", name="Отметить рассмотренным").click()
    expect(page.locator("main")).to_contain_text("рассмотрен")
    page.get_by_role("link", name="Утвердить", exact=True).click()
    page.get_by_label("Чем утверждён").fill("приказом по управлению образования")
    page.get_by_role("button", name="Утвердить план").click()
    expect(page.locator("main")).to_contain_text("утверждён")


def paste_plan(head: Visitor, start: str, year: int, table: str) -> str:
    """Put in a pasted table as the plan of a year; gives the address of the plan."""
    page = head.go(start)
    page.get_by_label("На какой учебный год план").select_option(str(year))
    page.get_by_label("Или вставьте таблицу").fill(table)
    page.get_by_role("button", name="Прочитать план").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Проверьте, что прочитано")
    confirm_as_words(page)
    page.get_by_role("link", name="Открыть план").click()
    return page.url
