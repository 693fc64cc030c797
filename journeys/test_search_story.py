"""Half a word remembered: a guest on a phone finds the protocol, a member the paper, nobody what is not hers to see."""

from __future__ import annotations

import re
from urllib.parse import quote

from playwright.sync_api import Locator, Page, expect

from journeys.conftest import PHONE, NewVisitor, Visitor
from journeys.looking import look

HEAD, MEMBER = "head@demo.example", "member@demo.example"
# A decision of the published protocol says «памятку с ответами»; of a meeting that only members read, «таблицу обмена».
OTHER_FORM = "памяткой с ответом"
MEMBERS_WORDS = "таблицы обмена учебниками"
# The file of a memo for members says «даже если ничего не найдено»; its card does not.
OF_THE_FILE = "записями в журнале ничего не найдено"
MEMO = "Памятка по сверке фонда с федеральным списком экстремистских материалов"
# A paper of one association alone.
HIDDEN = "О составе рабочей группы областного объединения"
LONG = 90_000


def ask(visitor: Visitor, words: str, **narrowed: str) -> Page:
    more = "".join(f"&{name}={quote(value)}" for name, value in narrowed.items())
    return visitor.go(f"/search/?q={quote(words)}{more}")


def found(page: Page, title: str | re.Pattern[str]) -> Locator:
    return page.locator(".search-result").filter(has=page.get_by_role("heading", name=title))


def wait_until_found(visitor: Visitor, words: str, title: str | re.Pattern[str]) -> Page:
    """The worker reads files and the index catches up by itself: the page is asked again until then."""
    for _ in range(30):
        page = ask(visitor, words)
        if found(page, title).count():
            return page
        page.wait_for_timeout(2_000)
    raise AssertionError(f"«{words}» не находит «{title}»: {page.locator('main').inner_text()}")


def test_a_guest_on_a_phone_finds_a_protocol_by_another_form_of_a_word(visitor: NewVisitor) -> None:
    guest = visitor(size=PHONE)
    # The index of a demonstration that was filled a moment ago is still being written.
    wait_until_found(guest, OTHER_FORM, re.compile("протокол", re.IGNORECASE))
    page = guest.go("/")
    page.get_by_role("banner").get_by_role("link", name="Поиск").first.click()
    assert look(guest, "search-empty") == []

    page.locator("main").get_by_role("combobox", name="Что найти").fill(OTHER_FORM)
    page.locator("main").get_by_role("button", name="Найти").click()

    results = page.locator(".search-result").filter(has_text=re.compile("протокол", re.IGNORECASE))
    expect(results.first.locator("mark").first).to_be_visible()
    assert look(guest, "search-results") == []
    results.first.get_by_role("link").first.click()
    expect(page.locator("main")).to_contain_text("памятку с ответами")
    assert look(guest, "protocol-of-guest") == []
    assert guest.errors == []


def test_a_guest_meets_no_trace_of_what_she_may_not_see(visitor: NewVisitor) -> None:
    guest, head = visitor(size=PHONE), visitor(HEAD)
    inside = ask(head, MEMBERS_WORDS)
    assert inside.locator(".search-result").filter(has_text="таблиц").count() > 0

    page = ask(guest, MEMBERS_WORDS)
    assert page.locator(".search-result").filter(has_text=re.compile("Составить таблицу", re.IGNORECASE)).count() == 0
    page = ask(guest, f"«{HIDDEN}»")
    expect(page.locator("main")).not_to_contain_text("рабочей группы областного объединения", use_inner_text=True)
    assert page.locator(".search-kinds").count() == 0
    assert look(guest, "search-nothing") == []
    offered = page.request.get(f"{guest.site.address}/search/offers/?q={quote('О составе рабочей')}").text()
    assert "рабочей группы областного" not in offered
    assert guest.errors == []


def test_a_member_finds_a_paper_by_the_words_of_its_file(visitor: NewVisitor) -> None:
    member = visitor(MEMBER)
    page = wait_until_found(member, OF_THE_FILE, MEMO)
    result = found(page, MEMO)

    expect(result).to_contain_text("документ")
    expect(result.locator("mark").filter(has_text=re.compile("журнал", re.IGNORECASE)).first).to_be_visible()
    member.picture("search-by-file")
    result.get_by_role("link").first.click()

    expect(page.locator("main h1")).to_have_text(MEMO)
    # The paper is for members: the same words give a guest nothing.
    guest = visitor(size=PHONE)
    assert found(ask(guest, OF_THE_FILE), MEMO).count() == 0
    assert member.errors == []
    assert guest.errors == []


def test_a_slip_is_mended_and_said_so(visitor: NewVisitor) -> None:
    member = visitor(MEMBER, size=PHONE)
    page = ask(member, "экстримисских материалов")

    expect(page.get_by_role("status").filter(has_text="Показано")).to_contain_text("экстремистск")
    expect(found(page, MEMO)).to_have_count(1)
    assert look(member, "search-mended") == []
    assert member.errors == []


def test_titles_are_offered_and_chosen_by_keys(visitor: NewVisitor) -> None:
    member = visitor(MEMBER)
    page = member.go("/search/")
    field = page.locator("main").get_by_role("combobox", name="Что найти")
    field.press_sequentially("памятка по св", delay=30)

    options = page.get_by_role("option")
    expect(options.first).to_contain_text("Памятка по сверке")
    expect(field).to_have_attribute("aria-expanded", "true")
    assert look(member, "search-offers") == []
    field.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press("End")
    field.press_sequentially("ерке", delay=30)
    expect(options.first).to_be_visible()
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    field.press("Enter")

    expect(page.locator("main h1")).to_have_text(MEMO)
    assert member.errors == []


def test_filters_narrow_by_kind_territory_and_year(visitor: NewVisitor) -> None:
    head = visitor(HEAD)
    page = ask(head, "учебники")
    kinds = page.get_by_role("navigation", name="Что искать")
    everything = page.locator("[role=status]").last.inner_text()
    head.picture("search-kinds")
    kinds.get_by_role("link", name=re.compile("^Документы")).click()
    labels = page.locator(".search-result p:first-child")
    assert labels.count() > 0
    assert all(text.strip().startswith("документ") for text in labels.all_inner_texts())
    expect(page.locator("[role=status]").last).not_to_have_text(everything)

    page = ask(head, "учебники")
    page.get_by_text("Уточнить: территория").click()
    page.get_by_label("Территория").select_option(label="Город Сосногорье")
    page.locator("main").get_by_role("button", name="Найти").click()
    expect(page.locator("[role=status]").last).not_to_have_text(everything)
    expect(page.get_by_label("Территория")).to_be_visible()
    assert look(head, "search-narrowed") == []
    page.get_by_label("Учебный год").select_option(index=5)
    page.locator("main").get_by_role("button", name="Найти").click()
    expect(page.locator("main")).to_contain_text("Ничего не нашлось")
    page.get_by_role("link", name="Искать везде").click()
    expect(page.get_by_label("Территория")).to_have_value("")
    expect(page.locator(".search-result").first).to_be_visible()
    assert head.errors == []
