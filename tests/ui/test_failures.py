"""The pages of failure say what happened and what to do, to guests and to people signed in."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory

from stellazh.common.actor import Guest
from stellazh.common.requests import request_id
from stellazh.people.models import Person
from stellazh.ui import views


def heading(page: bytes) -> list[str]:
    return re.findall(r"<h1[^>]*>(.*?)</h1>", page.decode())


@pytest.mark.django_db
def test_not_found_tells_a_guest_to_sign_in(client: Client) -> None:
    response = client.get("/no-such-page/")

    assert (response.status_code, heading(response.content)) == (404, ["Такой страницы нет"])
    assert response.content.decode().count("Если вы участник объединения, войдите") == 1


def test_not_found_tells_a_person_no_such_thing(client: Client, head: Person) -> None:
    client.force_login(head)

    response = client.get("/no-such-page/")

    assert (response.status_code, heading(response.content)) == (404, ["Такой страницы нет"])
    assert response.content.decode().count("войдите") == 0


def test_permission_denied_gives_the_reason(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.actor = Guest()  # type: ignore[attr-defined]
    request.user = AnonymousUser()

    page = views.render_failure(
        request, "ui/errors/403.html", 403, reason=str(PermissionDenied("Утверждает <руководитель>."))
    )

    assert (page.status_code, heading(page.content)) == (403, ["Сюда нет доступа"])
    assert page.content.decode().count("Утверждает &lt;руководитель&gt;.") == 1


def test_server_error_asks_nothing_and_names_the_request(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.COOKIES["vision"] = "large..."
    token = request_id.set("7f3a-1")

    page = views.server_error(request)

    request_id.reset(token)
    assert (page.status_code, heading(page.content)) == (500, ["На сайте неполадка"])
    assert re.findall(r"<code>(.*?)</code>|data-vision=\"(\w+)\"|(<nav)", page.content.decode()) == [
        ("", "large", ""),
        ("7f3a-1", "", ""),
    ]


@pytest.mark.django_db
def test_stale_form_is_explained() -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.post("/vision/", {"size": "large"})

    assert (response.status_code, heading(response.content)) == (403, ["Страница устарела"])


@pytest.mark.django_db
def test_bad_request_is_explained(rf: RequestFactory, client: Client) -> None:
    response = client.get("/vision/", headers={"host": "evil.example"})

    assert (response.status_code, heading(response.content)) == (400, ["Запрос не понят"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("q=книга".encode(), 200),
        ("q=книга".encode("cp1251"), 200),
        ("q=café".encode("latin-1"), 200),
        (b"q=%FF", 200),
        (b"q=%ED%A0%80", 200),
        (b"q=%F0%9F%97", 200),
        (b"q=\x00", 400),
        (b"q=a%00b", 400),
        (b"%00=1", 400),
        (b"q=" + b"a" * 100_000, 414),
        (b"&".join(b"q=%d" % number for number in range(2000)), 200),
        (b"page=%D9%A1&year=9999999999999999999999&q=x", 200),
    ],
)
def test_any_query_gives_a_page(client: Client, query: bytes, status: int) -> None:
    answer = client.get("/search/", QUERY_STRING=query.decode("latin-1"))

    assert (answer.status_code, len(heading(answer.content))) == (status, 1)
    assert len(answer.content) < 60_000


@pytest.mark.django_db
def test_too_long_an_address_is_told_to_be_shortened(client: Client) -> None:
    answer = client.get("/" + "x/" * 20_000)

    assert (answer.status_code, heading(answer.content)) == (414, ["Адрес слишком длинный"])
    assert b"x/x/x" not in answer.content
