"""People come in by invitation, strangers stay out, guests read what is public."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from journeys.accessibility import check_both_widths
from journeys.conftest import PHONE, NewVisitor


def test_head_invites_a_librarian_who_makes_an_account(visitor: NewVisitor) -> None:
    head = visitor("head@demo.example")
    page = head.go("/o/sosnogorsk/members/new/")
    page.get_by_label("Фамилия").fill("Перелистова")
    page.get_by_label("Имя").fill("Анна")
    page.get_by_label("Отчество").fill("Игоревна")
    page.get_by_label("Электронная почта").fill("perelistova@demo.example")
    page.get_by_role("button", name="Внести").click()
    page.get_by_role("link", name=re.compile("Пригласить.*Перелистова")).click()
    page.get_by_role("button", name="Отправить приглашение").click()
    expect(page.locator("#messages")).to_contain_text("Приглашение отправлено")

    newcomer = visitor(size=PHONE)
    page = newcomer.go("/outbox/")
    page.get_by_text("Приглашение").first.click()
    page.locator("a[href*='/account/invitation/']").first.click()
    page.get_by_label("Новый пароль", exact=True).fill("лампа-на-столе-77")
    page.get_by_label("Новый пароль ещё раз").fill("лампа-на-столе-77")
    page.get_by_role("button", name="Сохранить пароль и войти").click()
    # Whoever was entered by somebody else has not agreed to anything yet: that is a page of its own.
    expect(page.get_by_role("heading", level=1)).to_have_text("Прочитайте, пожалуйста")
    assert check_both_widths(page, "согласие") == []
    page.get_by_role("button", name="Даю согласие").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Анна Игоревна")
    newcomer.picture("desk-of-newcomer")
    assert newcomer.errors == []


def test_head_of_another_municipality_sees_no_drafts(visitor: NewVisitor) -> None:
    # Plans 21 to 23 are drafts of municipalities whose head this is not.
    page = visitor("head@demo.example").go("/plans/22/")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Такой страницы нет")


def test_region_reads_a_draft_below_and_may_not_change_it(visitor: NewVisitor) -> None:
    page = visitor("methodist@demo.example").go("/plans/22/")

    expect(page.locator("main")).to_contain_text("черновик")
    expect(page.get_by_role("link", name="Добавить мероприятие")).to_have_count(0)


def test_guest_on_a_phone_reads_a_published_plan(visitor: NewVisitor) -> None:
    guest = visitor(size=PHONE)
    page = guest.go("/")
    page.get_by_role("link", name="ММО Озёрского округа").last.click()
    page.get_by_role("link", name=re.compile("План на")).first.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("План на")
    guest.picture("guest-plan")
    assert guest.errors == []
