"""What every page must hold: axe finds nothing, nothing scrolls sideways, one heading and a title."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from journeys.conftest import PHONE, WIDE


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


def check_both_widths(page: Page, name: str) -> list[str]:
    """`check` at the width of a school PC and of a phone; the page keeps its state."""
    found = []
    for size in (PHONE, WIDE):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        found += check(page, f"{name} {size['width']}")
    return found
