"""Every page, for everybody who may open it, at both widths: axe finds nothing, nothing scrolls sideways."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from journeys.conftest import PHONE, WIDE, NewVisitor

GUEST_PAGES = (
    "/",
    "/calendar/",
    "/calendar/?month=2000-01",
    "/structure/",
    "/structure/who-may-what/",
    "/o/ozersky/",
    "/o/sosnogorsk/",
    "/o/ozersky/calendar/",
    "/plans/2/",
    "/plans/2/?form=matrix",
    "/plans/4/",
    "/account/sign-in/",
    "/account/password/forgotten/",
    "/account/password/letter-sent/",
    "/account/invitation/nobody-was-ever-invited-by-this-link-1/",
    "/vision/",
    "/components/",
    "/outbox/",
    "/no-such-page/",
)
HEAD_PAGES = (
    "/desk/",
    "/plans/",
    "/plans/2/",
    "/plans/2/?form=matrix&status=held",
    "/plans/2/edit/",
    "/plans/2/sections/",
    "/plans/2/items/add/",
    "/plans/2/versions/",
    "/plans/2/history/",
    "/plans/2/copy/",
    "/plans/2/close/",
    "/o/zarechye/plans/new/",
    "/o/zarechye/plans/import/",
    "/o/zarechye/plans/imports/",
    "/o/zarechye/members/",
    "/o/zarechye/members/new/",
    "/o/zarechye/members/find/?q=%D0%BE%D0%BB",
    "/o/zarechye/edit/",
    "/o/zarechye/branches/new/",
    "/members/",
    "/structure/organisations/",
    "/structure/organisations/new/",
    "/structure/territories/",
    "/structure/territories/new/",
    "/account/",
    "/account/name/",
    "/account/password/",
    "/account/keys/new/",
    "/calendar/",
)


def complaints(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA, one line per rule and place."""
    options = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
    found = Axe().run(page, options=options).response["violations"]
    nodes = [(rule["id"], node["html"]) for rule in found for node in rule["nodes"]]
    return [f"{rule}: {html[:160]}" for rule, html in nodes if not _is_book(rule, html)]


def _is_book(rule: str, html: str) -> bool:
    # Many books make thin ones. WCAG 2.2 (2.5.8) allows it where the same page offers the same link at full size.
    return rule == "target-size" and html.startswith('<a class="book ')


def books_without_a_twin(page: Page) -> list[str]:
    """Books of the shelf whose address no other link of the page has."""
    return [
        f"книга без строки в списке: {href}"
        for href in page.evaluate(
            """() => {
                const addresses = (what) => [...document.querySelectorAll(what)].map((a) => a.getAttribute("href"));
                const others = new Set(addresses("main a:not(.book)"));
                return addresses("a.book").filter((address) => !others.has(address));
            }"""
        )
    ]


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def check(page: Page, path: str) -> list[str]:
    found = complaints(page)
    # «Витрина» shows shelves that lead nowhere; a filtered plan keeps the whole year on its shelf.
    if "?" not in path and path != "/components/":
        found += books_without_a_twin(page)
    if scrolls_sideways(page):
        found.append("страница шире экрана")
    if not page.title() or page.locator("h1").count() != 1:
        found.append("нужны название и один заголовок")
    return [f"{path}: {one}" for one in found]


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1366", "390"])
def test_guest_pages_are_accessible(visitor: NewVisitor, size: dict[str, int]) -> None:
    guest = visitor(size=size)

    found = [one for path in GUEST_PAGES for one in check(guest.go(path), path)]

    assert found == []
    assert [error for error in guest.errors if "404" not in error and "410" not in error] == []


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1366", "390"])
def test_head_pages_are_accessible(visitor: NewVisitor, size: dict[str, int]) -> None:
    head = visitor("head-region@demo.example", size=size)

    found = [one for path in HEAD_PAGES for one in check(head.go(path), path)]

    assert found == []
    assert head.errors == []


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1366", "390"])
def test_low_vision_version_is_kept_and_accessible(visitor: NewVisitor, size: dict[str, int]) -> None:
    guest = visitor(size=size)
    page = guest.go("/vision/?next=/")
    page.get_by_label("Очень крупный").check()
    page.get_by_role("button", name="Применить").click()

    found = [
        one for path in ("/", "/plans/2/", "/calendar/", "/account/sign-in/") for one in check(guest.go(path), path)
    ]

    assert page.locator("html").get_attribute("data-vision") == "huge"
    assert found == []


def test_keyboard_reaches_the_content(visitor: NewVisitor) -> None:
    page = visitor().go("/")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "К содержанию"
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"
