"""Two people at once, and one person twice: nobody's text is lost, nothing is made double."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from journeys.conftest import NewVisitor, Visitor

REGION_PLAN = "/plans/2/"


def open_first_item(visitor: Visitor) -> Page:
    page = visitor.go(REGION_PLAN)
    page.goto(
        visitor.site.address + str(page.locator("main table a[href*='/items/']").first.get_attribute("href")) + "edit/"
    )
    return page


def test_two_edit_one_item_and_both_texts_stay(visitor: NewVisitor) -> None:
    head, methodist = visitor("head-region@demo.example"), visitor("methodist@demo.example")
    first, second = open_first_item(head), open_first_item(methodist)

    first.get_by_label("Мероприятие").first.fill("Текст руководителя")
    first.get_by_role("button", name="Сохранить").first.click()
    expect(first.locator("main")).to_contain_text("Текст руководителя")
    second.get_by_label("Мероприятие").first.fill("Текст методиста")
    second.get_by_role("button", name="Сохранить").first.click()

    expect(second.locator("main")).to_contain_text("изменил кто-то другой")
    expect(second.locator("main")).to_contain_text("Текст руководителя")
    expect(second.get_by_label("Мероприятие").first).to_have_value("Текст методиста")
    methodist.picture("conflict")


def test_double_click_makes_one_row(visitor: NewVisitor) -> None:
    page = visitor("head-region@demo.example").go("/plans/2/items/add/")
    title = "Встреча, о которой нажали дважды"
    page.get_by_label("Мероприятие").first.fill(title)
    page.get_by_label("Срок").first.fill("12 мая")

    page.get_by_role("button", name=re.compile("Добавить|Сохранить")).first.dblclick()
    page.wait_for_url(re.compile(r"/plans/2/(?!items/add)"))

    page.goto(page.url.split("/plans/")[0] + REGION_PLAN)
    expect(page.locator("main table").get_by_text(title)).to_have_count(1)


def test_double_click_without_scripts_makes_one_row(visitor: NewVisitor) -> None:
    head = visitor("head-region@demo.example", scripts=False)
    page = head.go("/plans/2/items/add/")
    title = "Встреча без скриптов"
    page.get_by_label("Мероприятие").first.fill(title)
    form = page.locator("form").filter(has=page.get_by_label("Мероприятие").first)
    fields = {
        str(field.get_attribute("name")): field.input_value()
        for field in form.locator(
            "input[name]:not([type=checkbox]):not([type=radio]), textarea[name], select[name]"
        ).all()
    }

    for _ in range(2):
        answer = page.request.post(page.url, form=fields, headers={"Referer": page.url})
        assert answer.ok

    page = head.go(REGION_PLAN)
    expect(page.locator("main table").get_by_text(title)).to_have_count(1)
