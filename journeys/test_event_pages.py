"""Every page of events, for everybody who may open it, at both widths: axe finds nothing, nothing scrolls sideways."""

from __future__ import annotations

import pytest

from journeys.accessibility import check
from journeys.conftest import PHONE, WIDE, NewVisitor

# Of the invented region: 4 is last year's forum, 6 a master class, 7 a round table, 15 this year's forum, 16 a webinar
# that takes guests, 17 a master class without a free place; 18 and 19 are the town's meeting and its draft.
GUEST_PAGES = (
    "/events/",
    "/events/?more=on",
    "/events/?when=past",
    "/events/?q=%D1%89%D1%89",
    "/events/month/",
    "/events/month/?month=2000-01",
    "/events/4/",
    "/events/7/",
    "/events/15/",
    "/events/15/print/",
    "/events/15/screen/",
    "/events/16/",
    "/events/16/enrol/",
    "/events/17/",
    "/events/consent/",
    "/events/18/",
    "/events/18/check-in/",
    "/events/enrolment/no-such-link-was-ever-sent-to-anybody-1/",
    "/events/door/no-such-link-was-ever-sent-to-anybody-1/",
    "/events/check-in/no-such-link-was-ever-sent-to-anybody-1/",
)
REGION_PAGES = (
    "/events/figures/",
    "/o/zarechye/figures/",
    "/o/zarechye/figures/?year=2025",
    "/o/zarechye/figures/events/?year=2025",
    "/o/zarechye/figures/attendances/?year=2025",
    "/o/zarechye/figures/people/?year=2025",
    "/o/zarechye/figures/schools/?year=2025",
    "/o/zarechye/figures/municipalities/?year=2025",
    "/o/zarechye/figures/late/?year=2025",
    "/o/zarechye/events/",
    "/o/zarechye/events/new/",
    "/events/4/work/",
    "/events/4/attendance/",
    "/events/4/enrolments/",
    "/events/4/programme/",
    "/events/4/materials/",
    "/events/4/feedback/",
    "/events/4/letters/",
    "/events/7/feedback/",
    "/events/3/room-lists/",
    "/events/18/work/",
    "/events/18/enrolments/",
)
TOWN_PAGES = (
    "/desk/",
    "/o/sosnogorsk/events/",
    "/o/sosnogorsk/events/new/",
    "/events/18/",
    "/events/18/work/",
    "/events/18/edit/",
    "/events/18/cancel/",
    "/events/18/clone/",
    "/events/18/repeat/",
    "/events/18/archive/",
    "/events/18/programme/",
    "/events/18/materials/",
    "/events/18/enrolments/",
    "/events/18/enrolments/?answers=on",
    "/events/18/enrolments/add/",
    "/events/18/enrolments/guest/",
    "/events/18/enrolments/invite/",
    "/events/18/enrol/others/",
    "/events/18/attendance/",
    "/events/18/attendance/paper/",
    "/events/18/attendance/walk-in/",
    "/events/18/check-in/codes/",
    "/events/18/scan/",
    "/events/18/door/",
    "/events/18/room-lists/",
    "/events/18/letters/",
    "/events/18/letters/new/?kind=reminder",
    "/events/18/letters/1/",
    "/events/18/letters/1/edit/",
    "/events/18/feedback/",
    "/events/19/work/",
    "/events/19/announce/",
    "/o/sosnogorsk/figures/",
)
MEMBER_PAGES = (
    "/desk/",
    "/events/",
    "/events/month/",
    "/events/mine/",
    "/events/18/",
    "/events/18/enrol/",
    "/events/15/",
    "/events/17/",
)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1366", "390"])
@pytest.mark.parametrize(
    ("email", "pages"),
    [
        ("", GUEST_PAGES),
        ("head-region@demo.example", REGION_PAGES),
        ("head@demo.example", TOWN_PAGES),
        ("member@demo.example", MEMBER_PAGES),
    ],
    ids=["guest", "region", "town", "member"],
)
def test_event_pages_are_accessible(
    visitor: NewVisitor, email: str, pages: tuple[str, ...], size: dict[str, int]
) -> None:
    somebody = visitor(email, size=size)

    found = [one for path in pages for one in check(somebody.go(path), path)]

    assert found == []
    assert [error for error in somebody.errors if "404" not in error and "410" not in error] == []
