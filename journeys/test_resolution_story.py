"""The August resolution: proposed by members, answered by link, closed point by point, what is left taken over."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import docx
from playwright.sync_api import Page, expect

from journeys.accessibility import check_both_widths
from journeys.conftest import PHONE, NewVisitor, Visitor

MEMBER, HEAD = "member@demo.example", "head-region@demo.example"
ADOPTED, NEXT = "/resolutions/2/", "/resolutions/3/"
PROPOSED = "открыть при каждой библиотеке кружок чтения вслух"
LEFT = "обновить пространство хотя бы одной школьной библиотеки"
POINTS = 15


def members_propose(visitor: NewVisitor) -> None:
    """On a phone: her own proposal, and a voice for somebody else's."""
    member = visitor(MEMBER, size=PHONE)
    page = member.go(f"{NEXT}proposals/")
    member.picture("proposals")
    assert check_both_widths(page, "предложения") == []
    page.get_by_text("Внести своё предложение").click()
    page.get_by_label("Кому", exact=True).select_option("libraries")
    page.get_by_label(re.compile("^Что предлагаете записать")).fill(PROPOSED)
    page.get_by_role("button", name="Предложить").click()
    expect(page.locator("#proposals")).to_contain_text(PROPOSED)
    other = page.locator(".proposal", has_text="полку обмена книгами")
    button = other.get_by_role("button", name=re.compile("Поддержать|Вы поддержали"))
    if button.inner_text().strip() == "Поддержать":
        button.click()
    expect(other.get_by_role("button", name="Вы поддержали")).to_be_visible()
    assert member.errors == []


def authority_answers_by_link(visitor: NewVisitor, head: Visitor) -> None:
    """A department without an account answers its one point on a phone."""
    page = head.go(f"{ADOPTED}progress/")
    head.picture("resolution-progress")
    assert check_both_widths(page, "ход выполнения") == []
    page.locator("main").get_by_role("link", name=re.compile(LEFT)).first.click()
    decision = page.url
    row = page.locator("#rows tbody tr", has_text="не ответили").first
    name = row.get_by_role("link").inner_text()
    row.get_by_role("link").click()
    page.get_by_role("link", name="Ссылка для ответа без входа").click()
    page.get_by_role("button", name="Сделать ссылку").click()
    address = page.locator("code.secret").inner_text()
    head.picture("reporting-link")
    guest = visitor(size=PHONE)
    opened = guest.page
    opened.goto(address)
    expect(opened.locator("main")).to_contain_text(LEFT)
    expect(opened.locator("main")).to_contain_text(name)
    opened.get_by_label("исполнено", exact=True).check()
    opened.get_by_label(re.compile("^Что сделано")).fill("Открыт читальный уголок в школе № 3.")
    guest.picture("report-by-link")
    opened.get_by_role("button", name="Отправить").click()
    expect(opened.locator("main")).to_contain_text("Открыт читальный уголок в школе № 3.")
    assert check_both_widths(opened, "ответ по ссылке") == []
    assert guest.errors == []
    page.goto(decision)
    expect(page.locator("main")).to_contain_text("Открыт читальный уголок в школе № 3.")


def closed_point_by_point(head: Visitor) -> None:
    """Each of the fifteen gets its outcome in words; one of them only in part."""
    page = head.go(f"{ADOPTED}closing/")
    head.picture("resolution-closing")
    assert check_both_widths(page, "итог по пунктам") == []
    assert page.locator("article[id^='point-']").count() == POINTS
    for key in [str(one.get_attribute("id")) for one in page.locator("article[id^='point-']").all()]:
        article = page.locator(f"#{key}")
        state = "исполнено частично" if LEFT in article.inner_text() else "исполнено"
        article.get_by_text("Записать итог").click()
        article.get_by_label(state, exact=True).check()
        article.get_by_label(re.compile("^Что сделано")).fill("Подтверждают ответы муниципалитетов.")
        article.get_by_role("button", name="Сохранить итог").click()
        expect(page.locator(f"#{key}").get_by_text("Изменить итог")).to_be_visible()
    page.get_by_role("link", name="Закрыть резолюцию").click()
    page.get_by_label(re.compile("^Общий итог")).fill("Один пункт переносится на следующий год.")
    page.get_by_role("button", name=re.compile("Закрыть")).click()
    page.wait_for_url(f"**{ADOPTED}")
    expect(page.locator("main")).to_contain_text("Один пункт переносится на следующий год.")
    head.picture("resolution-closed")


def closing_paper(page: Page, folder: Path) -> str:
    with page.expect_download() as waiting:
        page.get_by_role("link", name="О выполнении, Word").click()
    path = folder / "closing.docx"
    waiting.value.save_as(path)
    return "\n".join(line.text.replace("\xa0", " ") for line in docx.Document(str(path)).paragraphs)


def next_one_is_adopted(head: Visitor) -> None:
    """What is left and what was proposed go into the draft; adopted, it unfolds into marks again."""
    page = head.go(f"{NEXT}edit/")
    page.get_by_role("button", name="Пять обычных разделов").click()
    expect(page.locator("section[id^='section-']")).to_have_count(5)
    page.get_by_role("link", name=re.compile("^Осталось из прошлой")).click()
    page.get_by_label(re.compile(LEFT)).check()
    page.get_by_role("button", name="Взять отмеченные").click()
    expect(page.locator("main")).to_contain_text(LEFT)
    head.go(f"{NEXT}proposals/")
    page.locator(".proposal", has_text=PROPOSED).get_by_role("link", name="Включить в проект").click()
    page.get_by_role("group", name=re.compile("Куда")).get_by_label("новым пунктом").nth(3).check()
    page.get_by_role("button", name="Включить").click()
    head.go(f"{NEXT}edit/")
    expect(page.locator("main")).to_contain_text(PROPOSED)
    head.picture("resolution-edit")
    assert check_both_widths(page, "проект резолюции") == []
    head.go(NEXT)
    page.get_by_role("link", name="Закончить сбор").click()
    page.get_by_role("button", name=re.compile("Закончить")).click()
    page.get_by_role("link", name="Принять резолюцию").click()
    page.get_by_label("Принята").fill(f"{datetime.now(UTC):%Y-%m-%d}")
    page.get_by_role("button", name="Принять резолюцию").click()
    expect(page.locator("main")).to_contain_text("0 из 27 муниципалитетов")
    head.picture("resolution-adopted")
    assert check_both_widths(page, "принятая резолюция") == []


def test_resolution_is_proposed_answered_closed_and_followed(visitor: NewVisitor, tmp_path: Path) -> None:
    members_propose(visitor)
    head = visitor(HEAD)
    authority_answers_by_link(visitor, head)
    closed_point_by_point(head)
    words = closing_paper(head.page, tmp_path).lower()
    assert LEFT in words
    assert "исполнено частично" in words
    assert "из 15 пунктов: исполнено — 14, исполнено частично — 1" in words
    next_one_is_adopted(head)
    assert head.errors == [], head.errors


def test_late_papers_are_asked_for(visitor: NewVisitor) -> None:
    head = visitor(HEAD)
    page = head.go("/papers/")
    expect(page.locator("main h1")).to_have_text("Документы объединений")
    assert page.locator("main tbody tr").count() == 28
    assert check_both_widths(page, "документы объединений") == []
    page.get_by_role("link", name="Написать тем, кто не сдал").click()
    head.picture("papers-write")
    assert check_both_widths(page, "письмо должникам") == []
    page.get_by_role("button", name=re.compile("Отправить|Написать")).click()
    expect(page.locator("body")).to_contain_text(re.compile("Отправлено|Письма ушли|Написали"))
    own = visitor("head@demo.example").go("/papers/own/")
    expect(own.locator("main")).to_contain_text("нет")
    assert check_both_widths(own, "наши бумаги") == []
    assert head.errors == []
