"""Every page of the sites, the documents and the search at both widths: axe finds nothing, nothing scrolls sideways.

Public pages load nothing from elsewhere. The editor of pages is Wagtail's: its screens are held to the same rules; what
it leaves without a name gets one from us (`pages/cms.js`).
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator

from journeys.accessibility import check, complaints, scrolls_sideways
from journeys.conftest import PHONE, WIDE, NewVisitor

REGION, TOWN = "/o/zarechye/", "/o/sosnogorsk/"
PAGES = (
    "/",
    REGION,
    TOWN,
    "/news/",
    "/news/?territory=sosnogorsk",
    "/news/?year=2001",
    f"{REGION}news/",
    f"{REGION}news/?category=contests",
    f"{REGION}news/biblioteka-goda-start/",
    f"{REGION}news/itogi-foruma/",
    f"{REGION}about/",
    f"{REGION}about/novichku/",
    f"{REGION}work/",
    f"{REGION}docs/",
    f"{REGION}minutes/",
    f"{REGION}mediatheque/",
    f"{TOWN}news/",
    f"{TOWN}about/",
    f"{TOWN}work/",
    f"{TOWN}docs/",
    f"{TOWN}minutes/",
    f"{TOWN}mediatheque/",
    f"{TOWN}news/nothing-like-that/",
    "/documents/",
    "/documents/?status=all",
    "/documents/?q=%D1%89%D1%89",
    f"{REGION}documents/",
    f"{TOWN}documents/",
    # 1 has two versions, 5 is a PDF, 6 a regulation in force.
    "/documents/1/",
    "/documents/1/versions/1/",
    "/documents/1/print/",
    "/documents/5/",
    "/documents/6/",
    "/documents/acknowledge/no-such-link-was-ever-sent-to-anybody-1/",
    "/search/",
    "/search/?q=%D1%83%D1%87%D0%B5%D0%B1%D0%BD%D0%B8%D0%BA%D0%B8",
    "/search/?q=%D1%83%D1%87%D0%B5%D0%B1%D0%BD%D0%B8%D0%BA%D0%B8&kind=news&year=2026",
    "/search/?q=%D1%89%D1%89%D1%89%D1%89",
    f"{REGION}protocols/",
    # The hot line, published on the site.
    "/protocols/1/",
)
# Signed in only: what a site and its documents are kept by.
TOWN_PAGES = (
    f"{TOWN}site/",
    f"{TOWN}site/?state=published&kind=news",
    f"{TOWN}site/pictures/",
    f"{TOWN}site/addresses/",
    f"{TOWN}documents/",
    f"{TOWN}documents/new/",
    f"{TOWN}documents/batch/",
    # 12 to 14 are the town's, 21 a meeting that was held.
    "/documents/13/",
    "/documents/13/edit/",
    "/documents/13/status/",
    "/documents/13/version/",
    "/documents/13/replace/",
    "/documents/13/publish/",
    "/documents/13/archive/",
    "/documents/13/history/",
    "/documents/13/ask/",
    "/documents/sheets/",
    "/documents/reading/",
    "/documents/reading/print/",
    "/events/21/news/",
)
REGION_PAGES = (
    f"{REGION}site/",
    f"{REGION}site/?state=draft",
    # 2 is open, most have read; 1 is closed.
    "/documents/sheets/",
    "/documents/sheets/1/",
    "/documents/sheets/1/reopen/",
    "/documents/sheets/2/",
    "/documents/sheets/2/?state=waiting",
    "/documents/sheets/2/change/",
    "/documents/sheets/2/close/",
    "/documents/sheets/2/note/",
    "/documents/sheets/2/again/",
    "/documents/9/ask/",
    "/search/synonyms/",
    "/search/synonyms/1/",
)
EDITOR_PAGES = (
    "/cms/",
    "/cms/pages/{home}/",
    "/cms/pages/{index}/",
    "/cms/pages/add/pages/newspage/{index}/",
    "/cms/pages/{home}/add_subpage/",
    "/cms/pages/{news}/edit/",
    "/cms/pages/{news}/history/",
    "/cms/pages/{news}/move/",
    "/cms/pages/{news}/copy/",
    "/cms/pages/{news}/unpublish/",
    "/cms/pages/search/?q=%D0%BA%D0%BD%D0%B8%D0%B3",
    "/cms/images/",
    "/cms/images/multiple/add/",
)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1366", "390"])
@pytest.mark.parametrize("email", ["", "member@demo.example"], ids=["guest", "member"])
def test_site_pages_are_accessible(visitor: NewVisitor, email: str, size: dict[str, int]) -> None:
    somebody = visitor(email, size=size)
    asked: list[str] = []
    somebody.page.on("request", lambda request: asked.append(request.url))

    found = [one for path in PAGES for one in check(somebody.go(path), path)]

    assert found == []
    assert [error for error in somebody.errors if "404" not in error and "410" not in error] == []
    host = somebody.page.url.split("/")[2]
    assert [url for url in asked if not url.startswith("data:") and url.split("/")[2] != host] == []


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1366", "390"])
@pytest.mark.parametrize(
    ("email", "pages"),
    [("head@demo.example", TOWN_PAGES), ("head-region@demo.example", REGION_PAGES)],
    ids=["town", "region"],
)
def test_screens_of_keepers_are_accessible(
    visitor: NewVisitor, email: str, pages: tuple[str, ...], size: dict[str, int]
) -> None:
    keeper = visitor(email, size=size)

    found = [one for path in pages for one in check(keeper.go(path), path)]

    page = keeper.go(f"{TOWN}site/pictures/" if email == "head@demo.example" else f"{REGION}site/pictures/")
    for words in ("Кто на ней", "Скрыть"):
        path = str(page.get_by_role("link", name=words).first.get_attribute("href"))
        found += check(keeper.go(path), path)
        page.go_back()
    assert found == []
    assert keeper.errors == []


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1366", "390"])
def test_the_editor_of_pages_is_accessible(visitor: NewVisitor, size: dict[str, int]) -> None:
    head = visitor("head@demo.example", size=size)
    page = head.go(f"{TOWN}site/")
    rows = page.locator("main table")
    keys = {
        name: re.search(r"/pages/(\d+)/", str(rows.get_by_role("link", name=words, exact=True).get_attribute("href")))
        for name, words in (
            ("home", "ГМО Сосногорья"),
            ("index", "Новости"),
            ("news", "Готовим неделю детской книги вместе"),
        )
    }
    places = {name: found[1] for name, found in keys.items() if found is not None}

    wrong = []
    for pattern in EDITOR_PAGES:
        path = pattern.format(**places)
        page = head.go(path)
        # Its fields are drawn by scripts after the page has come.
        page.wait_for_load_state("networkidle")
        wrong += [f"{path}: {one}" for one in complaints(page)]
        if scrolls_sideways(page):
            wrong.append(f"{path}: страница шире экрана")
        wrong += [f"{path}: таблица шире экрана" for wide in page.locator("table.listing").all() if _is_cut(wide)]

    assert wrong == []
    assert head.errors == []


def _is_cut(table: Locator) -> bool:
    return bool(table.evaluate("(one) => one.getBoundingClientRect().right > innerWidth + 1"))


def test_a_guest_reads_the_news_from_the_home_and_comes_back(visitor: NewVisitor) -> None:
    guest = visitor("", size=PHONE)
    page = guest.go("/")

    page.get_by_role("link", name="Все новости").click()
    page.get_by_role("link", name="Конкурсы", exact=True).click()
    page.get_by_role("link", name="Открыт приём заявок на конкурс «Библиотека года»").click()

    assert page.get_by_role("heading", level=1).inner_text().startswith("Открыт приём заявок")
    page.get_by_role("navigation", name="Вы здесь").get_by_role("link", name="Новости").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Новости"
    assert guest.errors == []
