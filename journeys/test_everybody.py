"""Every page, for everybody who may open it, at both widths: axe finds nothing, nothing scrolls sideways."""

from __future__ import annotations

import pytest

from journeys.accessibility import check
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
    "/plans/2/versions/1/",
    "/plans/2/publish/",
    "/plans/2/items/change/",
    "/plans/2/items/renumber/",
    "/plans/2/items/18/",
    "/plans/2/items/18/edit/",
    "/plans/2/items/18/status/",
    "/plans/2/items/18/outcome/",
    "/plans/2/items/18/move/",
    "/plans/2/items/22/archive/",
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
    "/notices/",
    "/notices/choices/",
    "/calendar/",
)


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
