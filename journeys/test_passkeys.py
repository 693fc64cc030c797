"""Signing in by a finger, seeing where one is signed in, and ending it: with a device that Chromium itself plays."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from journeys.accessibility import check
from journeys.conftest import PHONE, WIDE, NewVisitor, Visitor


def give_a_finger(visitor: Visitor) -> None:
    """Chromium's own virtual authenticator: a key inside the computer that knows its owner's finger."""
    session = visitor.page.context.new_cdp_session(visitor.page)
    session.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": device})


def sign_out(page: Page) -> None:
    page.locator(".masthead__account summary").click()
    page.get_by_role("button", name="Выйти", exact=True).click()
    page.wait_for_url(re.compile(r"/$"))


def test_key_is_added_and_signs_in_without_a_password(visitor: NewVisitor) -> None:
    member = visitor("member@demo.example")
    give_a_finger(member)
    page = member.go("/account/security/")
    page.get_by_role("link", name="Добавить ключ").click()
    page.get_by_label("Как назвать ключ").fill("Рабочий компьютер")
    page.get_by_role("button", name="Создать ключ").click()
    expect(page.locator("#messages")).to_contain_text("Ключ «Рабочий компьютер» добавлен")
    member.picture("security")
    sign_out(page)

    page = member.go("/account/sign-in/?next=/account/security/")
    page.get_by_role("button", name="По ключу доступа").click()
    page.wait_for_url("**/account/security/")

    expect(page.get_by_role("row").filter(has_text="это вы сейчас")).to_contain_text("по ключу доступа")
    assert member.errors == []


def test_session_elsewhere_is_seen_and_ended(visitor: NewVisitor) -> None:
    telephone = visitor("methodist@demo.example", size=PHONE)
    here = visitor("methodist@demo.example")
    page = here.go("/account/security/")
    others = page.get_by_role("row").filter(has=page.get_by_role("button", name=re.compile("^Выйти")))
    expect(others).to_have_count(1)

    others.get_by_role("button").click()

    expect(page.locator("#messages")).to_contain_text("Вход завершён")
    expect(others).to_have_count(0)
    telephone.go("/desk/")
    expect(telephone.page.get_by_role("heading", level=1)).to_have_text("Вход")
    assert here.errors == []


def test_key_of_nobody_is_refused_calmly(visitor: NewVisitor) -> None:
    guest = visitor()
    give_a_finger(guest)
    page = guest.go("/account/sign-in/")

    page.get_by_role("button", name="По ключу доступа").click()

    expect(page.locator("#messages")).to_contain_text("Ключ не подтверждён")


def test_pages_of_security_are_open_to_everybody(visitor: NewVisitor) -> None:
    for size in (WIDE, PHONE):
        member = visitor("head@demo.example", size=size)
        for path in (
            "/account/security/",
            "/account/security/passkeys/new/",
            "/account/security/codes/on/",
            "/account/security/sessions/end-others/",
            "/account/confirm/",
            "/account/password/",
        ):
            assert check(member.go(path), path) == []


def test_page_says_what_to_do_without_scripts(visitor: NewVisitor) -> None:
    page = visitor("member@demo.example", scripts=False).go("/account/security/passkeys/new/")

    expect(page.locator("main")).to_contain_text("скрипты выключены")
    expect(page.get_by_role("button", name="Создать ключ")).to_have_count(0)
