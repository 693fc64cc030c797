"""Every public page of the sites at both widths: axe finds nothing, nothing is loaded from elsewhere."""

from __future__ import annotations

import pytest

from journeys.accessibility import check
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
)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1366", "390"])
@pytest.mark.parametrize("email", ["", "member@demo.example"], ids=["guest", "member"])
def test_site_pages_are_accessible(visitor: NewVisitor, email: str, size: dict[str, int]) -> None:
    somebody = visitor(email, size=size)
    asked: list[str] = []
    somebody.page.on("request", lambda request: asked.append(request.url))

    found = [one for path in PAGES for one in check(somebody.go(path), path)]

    assert found == []
    assert [error for error in somebody.errors if "404" not in error] == []
    host = somebody.page.url.split("/")[2]
    assert [url for url in asked if not url.startswith("data:") and url.split("/")[2] != host] == []


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
