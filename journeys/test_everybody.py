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
    "/account/address/no-such-link-was-ever-sent-to-anybody-1/",
    "/join/",
    "/join/?q=%D1%89%D1%89",
    "/o/ozersky/join/",
    "/join/sent/",
    "/join/consent/",
    "/join/confirmed/",
    "/join/confirm/no-such-link-was-ever-sent-to-anybody-1/",
    "/confirm/no-such-link-was-ever-sent-to-anybody-1/",
    "/notices/unsubscribe/no-such-link-was-ever-sent-to-anybody-1/",
    "/privacy/",
    # The card of a head who agreed to be named.
    "/people/13/",
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
    "/account/address/",
    "/account/security/",
    "/account/security/codes/on/",
    "/account/security/passkeys/new/",
    "/account/confirm/",
    "/account/data/",
    "/account/data/consent/processing/",
    "/account/data/consent/processing/withdraw/",
    "/account/data/consent/distribution/withdraw/",
    "/account/data/consent/distribution/withdraw/name/",
    "/account/data/declined/",
    "/account/data/name/",
    "/account/data/looks/",
    "/account/data/erase/",
    "/notices/",
    "/notices/choices/",
    "/calendar/",
    "/structure/who-may-what/why/",
    "/structure/who-may-what/why/?person=2&association=2",
    "/o/zarechye/journal/",
    "/o/zarechye/roles/",
    "/o/zarechye/composition/",
    "/o/sosnogorsk/composition/?on=2026-01-15",
    "/o/zarechye/members/invite/",
    "/o/zarechye/registrations/",
    "/o/zarechye/registrations/?state=approved",
    "/white-spots/",
    "/white-spots/orekhovy/responsible/",
    "/white-spots/responsible/1/end/",
    "/merges/",
    "/people/",
    "/people/?q=%D0%BB%D0%B8%D1%81%D0%BD%D0%B8%D0%BA%D0%BE%D0%B2%D0%B0",
    "/people/views/save/?query=account%3Dno",
    "/schools/",
    "/schools/2/",
    "/schools/2/edit/",
    "/people/2/",
    "/people/299/",
    "/people/299/edit/",
    "/people/299/confirm/",
    "/people/299/visibility/",
    "/people/299/print/",
    "/people/299/posts/new/",
    "/people/299/rows/trainings/new/",
    "/people/299/rows/awards/new/",
    "/people/299/rows/results/new/",
    "/campaigns/",
    "/campaigns/1/",
    "/campaigns/1/edit/",
    "/campaigns/1/close/",
    "/campaigns/1/extend/",
    "/campaigns/1/remind/",
    "/campaigns/1/people/",
    "/campaigns/1/people/?state=gone",
    "/campaigns/1/letters/",
    "/campaigns/answers/1/record/",
    "/campaigns/mine/",
    "/o/zarechye/campaigns/",
    "/o/zarechye/campaigns/new/",
    "/o/zarechye/rosters/",
    "/o/zarechye/rosters/new/",
)
# What only the head of the town may open: her own requests and members.
TOWN_PAGES = (
    "/desk/",
    "/o/sosnogorsk/registrations/",
    "/registrations/1/",
    "/registrations/1/decline/",
    "/registrations/1/redirect/",
    "/o/sosnogorsk/members/",
    "/o/sosnogorsk/members/2/",
    "/o/sosnogorsk/members/2/role/",
    "/o/sosnogorsk/members/3/invite/",
    "/o/sosnogorsk/members/3/end/",
    "/o/sosnogorsk/members/invite/",
    "/o/sosnogorsk/journal/",
    "/o/sosnogorsk/roles/",
    "/merges/",
    "/merges/find/308/",
    "/merges/new/308/10/",
    "/people/308/archive/",
    "/o/sosnogorsk/rosters/",
    "/o/sosnogorsk/rosters/new/",
    "/o/sosnogorsk/rosters/new/?kind=schools",
    "/people/3/",
    "/people/3/edit/",
    "/people/3/posts/new/",
    "/people/3/posts/2/",
    "/people/3/posts/2/end/",
    "/people/2/rows/trainings/1/",
    "/people/2/rows/trainings/1/remove/",
    "/campaigns/",
    "/campaigns/mine/",
    "/campaigns/mine/1/correct/",
    "/campaigns/mine/1/gone/",
    "/campaigns/mine/1/training/",
    "/campaigns/mine/1/award/",
    "/campaigns/mine/1/thanks/",
)
OPERATOR_PAGES = (
    "/desk/",
    "/consents/",
    "/consents/processing/new/",
    "/people-data/",
    "/people-data/?name=%D0%9B%D1%83%D0%B3%D0%BE%D0%B2%D0%B0%D1%8F",
    "/people-data/4/erase/",
    "/structure/who-may-what/why/",
    "/white-spots/",
)
MEMBER_PAGES = (
    "/desk/",
    "/people/",
    "/schools/",
    "/people/3/",
    "/people/2/",
    "/members/",
    "/campaigns/",
    "/notices/",
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
@pytest.mark.parametrize(
    ("email", "pages"),
    [
        ("head@demo.example", TOWN_PAGES),
        ("operator@demo.example", OPERATOR_PAGES),
        ("member@demo.example", MEMBER_PAGES),
    ],
    ids=["town", "operator", "member"],
)
def test_pages_of_others_are_accessible(
    visitor: NewVisitor, email: str, pages: tuple[str, ...], size: dict[str, int]
) -> None:
    somebody = visitor(email, size=size)

    found = [one for path in pages for one in check(somebody.go(path), path)]

    assert found == []
    assert somebody.errors == []


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1366", "390"])
def test_pages_behind_a_personal_link_are_accessible(visitor: NewVisitor, size: dict[str, int]) -> None:
    guest = visitor(size=size)
    first = str(guest.go("/outbox/").locator("a[href*='/confirm/']").first.get_attribute("href"))
    path = first.removeprefix(guest.site.address)

    found = [
        one for page in ("", "correct/", "gone/", "training/", "award/") for one in check(guest.go(path + page), path)
    ]

    assert found == []
    assert guest.errors == []


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
