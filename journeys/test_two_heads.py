"""Two who may decide have the same request open: one decides, the other is told who was faster, nothing is lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from journeys.accessibility import check_both_widths
from journeys.conftest import NewVisitor, Visitor
from journeys.newcomers import ask_to_join

HEAD, DEPUTY = "head@demo.example", "member@demo.example"
REQUESTS = "/o/sosnogorsk/registrations/"
MEMBERS = "/o/sosnogorsk/members/"


@pytest.fixture
def two(visitor: NewVisitor) -> tuple[Visitor, Visitor]:
    """The head of Sosnogorsk and her deputy, who was only a member until now."""
    head = visitor(HEAD)
    page = head.go(MEMBERS)
    row = page.get_by_role("row").filter(has_text="Лесникова")
    if not row.get_by_text("Заместитель руководителя").count():
        row.get_by_role("link", name=re.compile("^Дать роль")).click()
        page.get_by_label("Роль").select_option(label="Заместитель руководителя")
        page.get_by_role("button", name="Назначить").click()
        expect(page.get_by_role("row").filter(has_text="Лесникова")).to_contain_text("Заместитель руководителя")
    return head, visitor(DEPUTY)


def open_request(one: Visitor, name: str) -> Page:
    page = one.go(REQUESTS)
    page.get_by_role("link", name=name).click()
    choice = page.get_by_label("Новый человек")
    if choice.count():
        choice.check()
    return page


def press_at_once(pages: tuple[Page, Page], button: str) -> None:
    """Both browsers press at the same moment of the clock, not one after the other."""
    moment = pages[0].evaluate("Date.now() + 1500")
    for page in pages:
        page.get_by_role("button", name=button, exact=True).evaluate(
            """(button, moment) => {
                document.body.dataset.pressed = "";
                setTimeout(() => button.click(), moment - Date.now());
            }""",
            moment,
        )
    for page in pages:
        # A new page has come in the place of the one where the button was.
        expect(page.locator("body[data-pressed]")).to_have_count(0)
        page.wait_for_load_state()


def test_two_approve_at_the_same_moment_and_one_person_comes_in(
    visitor: NewVisitor, two: tuple[Visitor, Visitor]
) -> None:
    name = "Тополева Анна Романовна"
    head, deputy = two
    pages = open_request(head, name), open_request(deputy, name)

    press_at_once(pages, "Принять")

    (won,) = [page for page in pages if page.url.endswith(REQUESTS)]
    (lost,) = [page for page in pages if page is not won]
    faster = "Ольхова" if won is pages[0] else "Лесникова"
    expect(won.locator("#messages")).to_contain_text(f"{name}: в объединении")
    expect(lost.locator("body")).to_contain_text(re.compile(f"Заявку уже.*{faster}"))
    assert check_both_widths(lost, "уже решено") == []
    (head if lost is pages[0] else deputy).picture("decided-before")
    expect(head.go(MEMBERS).get_by_role("row").filter(has_text=name)).to_have_count(1)
    expect(head.go(f"{REQUESTS}?state=approved").get_by_role("row").filter(has_text=name)).to_contain_text(faster)
    letters = visitor().go("/outbox/").locator(".card").filter(has_text="topoleva@demo.example")
    expect(letters.filter(has_text="/account/invitation/")).to_have_count(1)


def test_whoever_declines_after_the_other_has_approved_is_told_and_keeps_the_words(
    visitor: NewVisitor, two: tuple[Visitor, Visitor]
) -> None:
    name, reason = "Закладкина Инна Павловна", "В вашей школе библиотекаря ещё не назначили."
    head, deputy = two
    ask_to_join(visitor(), *name.split(), "zakladkina@demo.example")
    first, second = open_request(head, name), open_request(deputy, name)
    second.get_by_role("link", name="Отклонить").click()
    second.get_by_label("Почему").fill(reason)

    first.get_by_role("button", name="Принять", exact=True).click()
    expect(first.locator("#messages")).to_contain_text(f"{name}: в объединении")
    second.get_by_role("button", name="Отклонить").click()

    expect(second.locator("main")).to_contain_text(re.compile("Ольхова"))
    expect(second.get_by_label("Почему")).to_have_value(reason)
    assert check_both_widths(second, "отклонено поздно") == []
    deputy.picture("declined-too-late")
    expect(head.go(MEMBERS).get_by_role("row").filter(has_text=name)).to_have_count(1)
    letters = visitor().go("/outbox/").locator(".card").filter(has_text="zakladkina@demo.example")
    expect(letters.filter(has_text="отклонена")).to_have_count(0)


def test_two_let_in_one_person_by_two_requests(visitor: NewVisitor, two: tuple[Visitor, Visitor]) -> None:
    # She asked twice from two addresses; each of the two opened one of her requests.
    name = "Ярлыкова Тамара Ильинична"
    head, deputy = two
    for address in ("yarlykova@demo.example", "t.yarlykova@demo.example"):
        ask_to_join(visitor(), *name.split(), address)
    page = head.go(REQUESTS)
    addresses = [str(link.get_attribute("href")) for link in page.locator("main").get_by_role("link", name=name).all()]
    first, second = head.go(addresses[0]), deputy.go(addresses[1])

    first.get_by_role("button", name="Принять", exact=True).click()
    expect(first.locator("#messages")).to_contain_text(f"{name}: в объединении")
    second.reload()

    # Her card is offered now: nothing is merged by itself, nothing is made twice unseen.
    expect(second.locator("main")).to_contain_text("Похоже, она уже есть")
    expect(second.locator("main")).to_contain_text(f"Это она: {name}")
