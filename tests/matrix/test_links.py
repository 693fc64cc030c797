"""Secret links: each opens its own page and nothing else, looking changes nothing, and a dead one opens nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import pytest
from django.test import Client
from django.urls import reverse

from stellazh.common import clock
from stellazh.links.models import SecretLink
from stellazh.links.services import create_link
from stellazh.protocols.services.signing import undo_signing
from tests.checks import fingerprint
from tests.factories.events import EnrolmentFactory
from tests.matrix.columns import BEARERS
from tests.matrix.row import Row
from tests.matrix.table import TABLE
from tests.matrix.world import World, new_key
from tests.matrix.world_events import ROOM

# Each kind of link and the pages it opens. The key for programs comes in a header, the others in the address.
PAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "bearer_of_invitation": ("people:invitation",),
    "bearer_of_reset": ("people:password_reset",),
    "bearer_of_calendar": ("workplans:calendar_feed",),
    "bearer_of_confirmation": (
        "members:confirm",
        "members:confirm_correct",
        "members:confirm_gone",
        "members:confirm_training",
        "members:confirm_award",
        "members:confirm_thanks",
    ),
    "bearer_of_registration": ("members:join_confirm",),
    "bearer_of_unsubscribing": ("notices:unsubscribe",),
    "bearer_of_new_address": ("people:address_confirm",),
    "bearer_of_enrolment": (
        "events:guest_enrolment",
        "events:guest_change",
        "events:guest_withdraw",
        "events:guest_ticket",
        "events:guest_ticket_code",
        "events:guest_room",
        "events:guest_materials",
        "events:guest_file",
        "events:guest_feedback",
        "events:check_in_by_link",
    ),
    "bearer_of_door": ("events:door", "events:door_tickets", "events:door_marks"),
    "bearer_of_subscription": ("events:event_feed_personal",),
    "bearer_of_assignment": ("protocols:report_by_link",),
    "bearer_of_acknowledging": (
        "documents:acknowledge_by_link",
        "documents:acknowledge_opened",
        "documents:acknowledge_file",
        "documents:acknowledge_page",
    ),
    "bearer_of_key": ("api-1:association_list",),
}
KEY: Final = "bearer_of_key"
# Addresses that a page of the link sends to, and nobody looks at.
ONLY_SENT_TO: Final = ("events:door_marks", "documents:acknowledge_opened")
OPENED: Final = {200, 302}
CLOSED: Final = {401, 404, 410}
# A moment in one of these columns, and nobody opens anything by it any more.
ENDS: Final = ("expires_at", "revoked_at", "used_up_at")


def browser(world: World, bearer: str) -> Client:
    """A guest's browser; but the letter to a new address is opened by the one who asked for it."""
    return world.client("head" if bearer == "bearer_of_new_address" else "guest")


def ready(world: World, bearer: str) -> str:
    """The token of that bearer; what its pages name besides is there."""
    for page in PAGES[bearer]:
        named(world, page)
    return world.token(bearer)


def named(world: World, page: str) -> dict[str, Any]:
    """What the address names besides its token."""
    return dict(next((row.names(world) for row in TABLE if row.name == page and row.has_token), {}))


def ask(world: World, client: Client, bearer: str, page: str, token: str, method: str = "GET") -> int:
    """The status of the answer to somebody with that token."""
    if bearer == KEY:
        answer = client.generic(method, reverse(page), headers={"Authorization": f"Bearer {token}"})
    else:
        form = {"password": "лампа-над-столом-5", "again": "лампа-над-столом-5", "what": "all"}
        address = reverse(page, kwargs={**named(world, page), "token": token})
        answer = client.post(address, form) if method == "POST" else client.generic(method, address)
    return int(answer.status_code)


def test_every_kind_of_link_and_every_page_with_a_token_is_named() -> None:
    pages = {page for pages in PAGES.values() for page in pages if not page.startswith("api-1:")}

    assert set(PAGES) == set(BEARERS)
    assert pages == {row.name for row in TABLE if row.has_token}


@pytest.mark.parametrize("bearer", list(PAGES))
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_changes_nothing_and_signs_nobody_in(bearer: str, method: str, world: World) -> None:
    token, client = ready(world, bearer), Client() if bearer == KEY else browser(world, bearer)
    before, session = fingerprint(), dict(client.session)

    statuses = {page: ask(world, client, bearer, page, token, method) for page in PAGES[bearer]}

    # The feed and the interface are asked by programs: they may know no HEAD.
    unknown = {405} if method == "HEAD" else set()
    assert {status for page, status in statuses.items() if page not in ONLY_SENT_TO} <= OPENED | unknown
    assert {status for page, status in statuses.items() if page in ONLY_SENT_TO} <= {405}
    assert fingerprint() == before
    assert dict(client.session) == session
    assert SecretLink.objects.live_at(clock.now()).filter(pk=world.link(bearer).link.pk).exists()


def _closed_to_guests(row: Row) -> bool:
    # By then another row has made the key of badges: what is asked without one is there for everybody.
    is_open_by_now = row.state == "nothing to sign with yet"
    return not (row.has_token or is_open_by_now) and row.get.by_column()["guest"] in ("in", "401", "404")


@pytest.mark.parametrize("bearer", sorted(set(PAGES) - {KEY, "bearer_of_new_address"}))
def test_whoever_has_opened_a_link_stays_a_guest_everywhere_else(bearer: str, world: World) -> None:
    client, token = world.client("guest"), ready(world, bearer)
    opened = {ask(world, client, bearer, page, token) for page in PAGES[bearer] if page not in ONLY_SENT_TO}
    let_in = []

    for row in filter(_closed_to_guests, TABLE):
        address = reverse(row.name, kwargs=dict(row.names(world)))
        answer = client.get(address, dict(row.query(world)))
        is_sent_to_sign_in = answer.status_code == 302 and answer["Location"].startswith(reverse("people:sign_in"))
        if answer.status_code not in CLOSED and not is_sent_to_sign_in:
            let_in.append(str(row))

    assert opened <= OPENED
    assert let_in == []


@pytest.mark.parametrize("bearer", sorted(set(PAGES) - {KEY}))
def test_link_is_no_key_for_programs(bearer: str, world: World) -> None:
    assert ask(world, Client(), KEY, PAGES[KEY][0], world.token(bearer)) == 401


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("end", [*ENDS, "one sign is wrong", "of another kind"])
@pytest.mark.parametrize("bearer", list(PAGES))
def test_dead_link_opens_nothing(bearer: str, end: str, method: str, world: World) -> None:
    token, link = ready(world, bearer), world.link(bearer).link
    other = next(name for name in PAGES if name not in (bearer, KEY))
    if end == "one sign is wrong":
        token = token[:-1] + ("A" if token[-1] != "A" else "B")
    elif end == "of another kind":
        token = world.token(other)
    else:
        now = clock.now()
        dates = {"created_at": now - timedelta(hours=2), end: now - timedelta(seconds=1)}
        SecretLink.objects.filter(pk=link.pk).update(**dates)
    client, before = browser(world, bearer), fingerprint()

    statuses = {page: ask(world, client, bearer, page, token, method) for page in PAGES[bearer]}

    # The feed and the interface know no POST at all, what is only sent to knows no GET.
    unknown = {page for page in PAGES[bearer] if method == "POST" or page in ONLY_SENT_TO}
    assert {page for page, status in statuses.items() if status not in CLOSED | {405}} == set()
    assert {page for page, status in statuses.items() if status == 405} <= unknown
    assert fingerprint() == before


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("bearer", ["bearer_of_enrolment", "bearer_of_door"])
def test_link_to_an_event_that_was_put_away_opens_nothing(bearer: str, method: str, world: World) -> None:
    token, client = ready(world, bearer), world.client("guest")
    type(world.event).objects.filter(pk=world.event.pk).update(archived_at=clock.now())
    before = fingerprint()

    statuses = {ask(world, client, bearer, page, token, method) for page in PAGES[bearer]}

    assert statuses <= CLOSED | ({405} if method == "POST" else set())
    assert fingerprint() == before


def test_bearers_reach_no_other_event(world: World) -> None:
    door, guest = world.token("bearer_of_door"), world.token("bearer_of_enrolment")
    elsewhere = EnrolmentFactory(event=world.neighbours_event)
    scans = json.dumps([{"key": new_key(), "ticket": elsewhere.ticket_code}])
    code = world.members_code.code
    before = fingerprint()
    client = world.client("guest")

    answer = client.post(reverse("events:door_marks", args=[door]), {"scans": scans}).json()["answers"][0]
    tickets = client.get(reverse("events:door_tickets", args=[door])).content.decode()
    refused = client.post(reverse("events:check_in_by_link", args=[guest]), {"code": code})

    assert (answer["verdict"], answer["name"]) == ("elsewhere", "")
    assert elsewhere.name not in tickets
    assert refused.status_code == 422
    assert changed_since(before) <= {"events_checkinfailure: rows"}


def changed_since(before: Mapping[str, int]) -> set[str]:
    """Of which tables something has changed."""
    return {name for name, count in fingerprint().items() if count != before[name]}


def test_calendar_of_events_holds_what_its_owner_may_see(world: World) -> None:
    link = create_link(
        "events.subscription",
        thing=world.association,
        owner_id=str(world.people["head_of_neighbour"].pk),
        label="Мероприятия",
        expires_at=None,
        by=world.people["head_of_neighbour"],
        at=clock.now(),
    )
    unseen = (world.members_event, world.invited_event, world.draft_event, world.archived_event)

    assert world.event
    feed = world.client("guest").get(reverse("events:event_feed_personal", args=[link.token])).content.decode()

    assert str(world.event.uid) in feed
    assert [event for event in unseen if str(event.uid) in feed] == []
    assert ROOM not in feed


def test_bearer_of_an_assignment_is_shown_no_other_addressee(world: World) -> None:
    token, client = world.token("bearer_of_assignment"), world.client("guest")
    others = [world.schools_mark, world.groups_mark, world.neighbours_mark]
    for place, mark in enumerate(others):
        type(mark).objects.filter(pk=mark.pk).update(name=f"Тайнопись {place}", words="Тайнопись")

    page = client.get(reverse("protocols:report_by_link", args=[token])).content.decode()

    assert world.mark.decision.text in page
    assert "Тайнопись" not in page
    assert "творческая группа" not in page


def test_report_of_a_bearer_changes_her_mark_alone_and_takes_no_things_of_ours(world: World) -> None:
    token, mark = world.token("bearer_of_assignment"), world.mark
    form = {
        "state": "done",
        "words": "Провели.",
        "version": mark.version,
        # None of these is asked of her.
        "assignment_id": world.schools_mark.pk,
        "chosen": [f"protocol:{world.signed_protocol.pk}", f"event:{world.event.pk}"],
        "search": "1",
    }

    answer = world.client("guest").post(reverse("protocols:report_by_link", args=[token]), form)

    assert answer.status_code == 302
    assert mark.entries.get().evidence.count() == 0
    assert type(mark).objects.get(pk=mark.pk).state == "done"
    assert type(mark).objects.exclude(pk=mark.pk).exclude(state="open").count() == 0


@pytest.mark.parametrize("state", ["not_done", "withdrawn"])
def test_bearer_of_an_assignment_says_nothing_that_is_for_those_who_follow(state: str, world: World) -> None:
    token, before = world.token("bearer_of_assignment"), fingerprint()
    form = {"state": state, "words": "Не стали.", "version": world.mark.version}

    answer = world.client("guest").post(reverse("protocols:report_by_link", args=[token]), form)

    assert answer.status_code == 422
    assert fingerprint() == before


def test_link_to_an_assignment_dies_with_the_signature(world: World) -> None:
    token = world.token("bearer_of_assignment")
    undo_signing(world.signed_protocol.pk, reason="Ошибка в дате", by=world.people["head"], at=clock.now())
    before = fingerprint()

    statuses = {
        ask(world, world.client("guest"), "bearer_of_assignment", "protocols:report_by_link", token, method)
        for method in ("GET", "POST")
    }

    assert statuses == {410}
    assert fingerprint() == before
