from __future__ import annotations

import re

import pytest
from django.test import Client, RequestFactory

from stellazh.ui import vision
from stellazh.ui.vision import Vision

pytestmark = pytest.mark.django_db


def html_attributes(client: Client) -> str:
    match = re.search(r"<html ([^>]*)>", client.get("/vision/").content.decode())
    assert match is not None
    return match[1]


def test_vision_keeps_the_choice_and_returns(client: Client) -> None:
    response = client.post(
        "/vision/?x=1",
        {"size": "huge", "contrast": "inverse", "spacing": "wide", "images": "off", "next": "/plans/?a=1"},
    )

    cookie = response.cookies["vision"]
    assert (response.status_code, response["Location"]) == (302, "/plans/?a=1")
    assert (cookie.value, cookie["max-age"], cookie["samesite"], cookie["httponly"]) == (
        "huge.inverse.wide.off",
        31_536_000,
        "Lax",
        True,
    )
    assert (
        html_attributes(client)
        == 'lang="ru" data-vision="huge" data-contrast="inverse" data-spacing="wide" data-images="off"'
    )


def test_vision_bar_changes_one_choice_and_keeps_the_others(client: Client) -> None:
    client.cookies["vision"] = "large.high.."

    response = client.post("/vision/", {"contrast": "inverse"})

    assert response.cookies["vision"].value == "large.inverse.."


def test_vision_usual_forgets_the_cookie(client: Client) -> None:
    client.cookies["vision"] = "large.high.."

    response = client.post("/vision/", {"usual": "1", "next": "//evil.example"})

    assert (response["Location"], response.cookies["vision"]["max-age"]) == ("/", 0)


@pytest.mark.parametrize("kept", ["", "…", "giant.neon.x.y", '"><script>', "....", "large\x00"])
def test_vision_of_a_garbled_cookie_is_the_usual(rf: RequestFactory, kept: str) -> None:
    request = rf.get("/")
    request.COOKIES["vision"] = kept

    assert vision.of_request(request) == Vision()


def test_vision_page_shows_the_present_choice(client: Client) -> None:
    client.cookies["vision"] = ".high.."

    page = client.get("/vision/?next=/plans/").content.decode()

    assert re.findall(r'name="(\w+)" value="(\w*)" checked', page) == [
        ("size", ""), ("contrast", "high"), ("spacing", ""), ("images", ""),
    ]  # fmt: skip
    assert re.findall(r'name="next" value="([^"]*)"', page) == ["/vision/?next=/plans/", "/plans/"]
