# ruff: noqa: E501  (exact HTML reads best unbroken)
from __future__ import annotations

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from stellazh.common.actor import ActorKind, Guest
from stellazh.common.registries import Registry
from stellazh.ui import navigation
from stellazh.ui.context import Page
from stellazh.ui.navigation import NavEntry


@pytest.fixture
def menu(monkeypatch: pytest.MonkeyPatch) -> Registry[NavEntry]:
    """An empty registry in place of the product's."""
    entries: Registry[NavEntry] = Registry("navigation entry", key=lambda entry: entry.code)
    monkeypatch.setattr(navigation, "navigation", entries)
    return entries


def test_links_stand_in_order_and_in_their_area(menu: Registry[NavEntry], rf: RequestFactory) -> None:
    menu.add(NavEntry("b", "Вторая", "/b/", "site", order=2))
    menu.add(NavEntry("a", "Первая", "/a/", "site", order=1))
    menu.add(NavEntry("w", "Рабочая", "/w/", "work"))
    menu.add(NavEntry("hidden", "Тайная", "/h/", "site", visible=lambda request: False))
    menu.add(NavEntry("nowhere", "Нет адреса", lambda request: None, "site"))

    found = navigation.links("site", rf.get("/a/list/"))

    assert [(link.label, link.href, link.is_current) for link in found] == [
        ("Первая", "/a/", True),
        ("Вторая", "/b/", False),
    ]


@pytest.mark.parametrize(
    ("path", "current"),
    [("/", "/"), ("/plans/", "/plans/"), ("/plans/2024/", "/plans/2024/"), ("/plans/2024/items/5/", "/plans/2024/"),
     ("/plansies/", ""), ("/plans/2023/", "/plans/")],
)  # fmt: skip
def test_links_mark_the_longest_address_the_page_lies_under(
    menu: Registry[NavEntry], rf: RequestFactory, path: str, current: str
) -> None:
    for address in ("/", "/plans/", "/plans/2024/"):
        menu.add(NavEntry(address, "Раздел", address, "site"))

    found = navigation.links("site", rf.get(path))

    assert [link.href for link in found if link.is_current] == ([current] if current else [])


def test_groups_follow_the_order_of_the_house(menu: Registry[NavEntry], rf: RequestFactory) -> None:
    for code, group in (("x", "Прочее"), ("people", "Люди"), ("year", "Год")):
        menu.add(NavEntry(code, code, f"/{code}/", "work", group=group, count=lambda request: 1_204))

    found = navigation.groups("work", rf.get("/people/"))

    assert [(group.label, [(link.href, link.is_current, link.count) for link in group.links]) for group in found] == [
        ("Год", [("/year/", False, 1204)]),
        ("Люди", [("/people/", True, 1204)]),
        ("Прочее", [("/x/", False, 1204)]),
    ]


def test_url_names_are_resolved(menu: Registry[NavEntry], rf: RequestFactory) -> None:
    menu.add(NavEntry("vision", "Для слабовидящих", "ui:vision", "footer"))

    assert [link.href for link in navigation.links("footer", rf.get("/"))] == ["/vision/"]


def test_count_is_not_asked_of_a_hidden_entry(menu: Registry[NavEntry], rf: RequestFactory) -> None:
    asked: list[str] = []
    menu.add(
        NavEntry("a", "А", "/a/", "work", visible=lambda request: False, count=lambda request: asked.append("a") or 1)
    )

    navigation.groups("work", rf.get("/"))

    assert asked == []


class Librarian:
    """An actor that is signed in."""

    actor_kind = ActorKind.PERSON
    actor_id = "1"
    actor_name = "Ольхова Марина"


def account(menu: Registry[NavEntry], rf: RequestFactory, actor: object) -> str:
    menu.add(NavEntry("desk", "Мой стол", "/desk/", "account", order=1, is_prominent=True))
    menu.add(NavEntry("out", "Выйти", "/out/", "account", order=2, method="post"))
    request = rf.get("/desk/")
    request.actor = actor  # type: ignore[attr-defined]
    html = render_to_string("ui/parts/account.html", {"ui": Page(request), "csrf_token": "token"})
    return re.sub(r"<svg.*?</svg>|\n\s*", "", html)


def test_account_of_a_person_is_a_button_and_a_menu(menu: Registry[NavEntry], rf: RequestFactory) -> None:
    assert account(menu, rf, Librarian()) == (
        '<a class="button button--quiet" href="/desk/" aria-current="page"><span>Мой стол</span></a>'
        '<details class="menu" data-menu><summary class="button button--plain"><span>Ольхова Марина</span></summary>'
        '<ul class="menu__list" role="list"><li class="menu__who" aria-hidden="true">Ольхова Марина</li>'
        '<li><form method="post" action="/out/">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="token"><button type="submit">Выйти</button></form></li></ul>'
        "</details>"
    )


def test_account_of_a_guest_has_no_menu(menu: Registry[NavEntry], rf: RequestFactory) -> None:
    assert account(menu, rf, Guest()).count("<details") == 0


def test_base_page_for_a_guest_asks_nothing_and_is_light(client: Client) -> None:
    # No mark of the database here: a single query would be an error.
    response = client.get("/vision/")

    assert (response.status_code, len(response.content) <= 12 * 1024) == (200, True)
