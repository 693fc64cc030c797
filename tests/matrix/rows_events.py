"""Rows of the matrix: the calendar of events, an event's page, its workplace and its life, copies and series.

Drafts are seen by those who prepare them alone, events for members by members of that association and of those below
it, and by those who read its lists from above.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from stellazh.common import clock
from stellazh.events.models import Event
from tests.matrix.columns import Cells
from tests.matrix.row import (
    EACH_GETS_ONE,
    LISTS,
    NO_METHOD,
    NO_METHOD_INSIDE,
    NOWHERE,
    NOWHERE_INSIDE,
    OPEN_TO_ALL_BELOW,
    OPEN_TO_INVITED,
    OPEN_TO_MEMBERS,
    OPEN_TO_RUNNERS,
    PUBLIC,
    RUNNERS,
    RUNNERS_DO,
    SIGNED_IN,
    Named,
    Row,
    at,
)
from tests.matrix.world import World, new_key

#                              gue mem edi sec met dep hea | mem hea above | neighbour | operator
# With one association to prepare or read, straight to its list
OWN_LISTS = Cells("             in 404 404  to  to  to  to   404 200           to        200")
# Readers of a list have nothing to tell the plan; the plan knows the number already
NOTHING_TO_TELL = Cells("       in 404 404  to  to  to  to   404 404          404        404")
SUBSCRIBED = Cells(NOWHERE.codes, {"bearer_of_subscription": "200"})
# The interface for programs knows keys only; the key of the matrix is the head's
NO_KEY = "                     401 401 401 401 401 401 401   401 401          401        401"
KEY = Cells(NO_KEY, {"bearer_of_key": "200"})
KEY_OPENS_NOTHING = Cells(NO_KEY, {"bearer_of_key": "404"})

# Who opens the public side of an event in each state.
SEEN_BY: Mapping[str, Cells] = {
    "event": PUBLIC,
    "members_event": OPEN_TO_MEMBERS,
    "regions_members_event": OPEN_TO_ALL_BELOW,
    "invited_event": OPEN_TO_INVITED,
    "draft_event": OPEN_TO_RUNNERS,
    "archived_event": NOWHERE,
}
STATES: Mapping[str, str] = {
    "event": "public",
    "members_event": "for members",
    "regions_members_event": "for members of the region",
    "invited_event": "for those invited",
    "draft_event": "draft",
    "archived_event": "archived",
}


def of(name: str, **more: Callable[[World], Any]) -> Named:
    """That event of the world, and what else the address names."""
    return lambda world: {"event_id": getattr(world, name).pk, **{key: value(world) for key, value in more.items()}}


def on_every_side(address: str) -> tuple[Row, ...]:
    """Rows of an address of the public side, one for each state of an event."""
    return tuple(Row(address, cells, NO_METHOD, of(name), state=STATES[name]) for name, cells in SEEN_BY.items())


def typed_moment(moment: datetime) -> str:
    """As a browser's picker sends it, by the clock of our association."""
    return moment.astimezone(ZoneInfo("Europe/Moscow")).strftime("%Y-%m-%dT%H:%M")


def _fields(world: World) -> Mapping[str, Any]:
    begins = clock.now() + timedelta(days=3)
    return {
        "title": "Новое мероприятие",
        "form": "seminar",
        "format": "onsite",
        "place": "Зал",
        "starts_at": typed_moment(begins),
        "visibility": "public",
        "enrolment_mode": "open",
        "list_shown": "nobody",
        "room_opens_minutes": 15,
        "room_closes_minutes": 60,
        "version": 1,
        "submission_key": new_key(),
    }


def _sure(world: World) -> Mapping[str, Any]:
    """A form without fields: a browser sends at least its token."""
    return {"sure": "on"}


def _copied(world: World) -> Mapping[str, Any]:
    begins = clock.now() + timedelta(days=7)
    return {"title": "Ещё раз", "starts_at": typed_moment(begins), "what": ["enrolment"], "submission_key": new_key()}


def _repeated(world: World) -> Mapping[str, Any]:
    return {"rhythm": "week", "times": 2, "submission_key": new_key()}


def _series(name: str) -> Named:
    return lambda world: {"series_id": getattr(world, name).pk}


def _first_of_series(world: World) -> Mapping[str, Any]:
    event: Any = Event.objects.filter(series=world.series).first()
    return {"event_id": event.pk}


def _clashing(world: World) -> Mapping[str, Any]:
    return {
        "association": world.association.code,
        "starts_at": typed_moment(world.members_event.starts_at),
        "exclude": world.draft_event.pk,
    }


CALENDAR = (
    Row("events:event_list", PUBLIC, NO_METHOD),
    Row("events:event_month", PUBLIC, NO_METHOD),
    Row("events:clashes", SIGNED_IN, NO_METHOD_INSIDE, query=_clashing),
    Row("events:event_feed", PUBLIC, NO_METHOD),
    Row("events:event_rss", PUBLIC, NO_METHOD),
    Row("events:event_subscribe", NO_METHOD_INSIDE, EACH_GETS_ONE, state="one's own events"),
    Row(
        "events:event_subscribe",
        NO_METHOD_INSIDE,
        EACH_GETS_ONE,
        body=lambda w: {"association": w.association.code},
        state="an association's",
    ),
    Row("events:event_feed_personal", SUBSCRIBED, NO_METHOD, has_token=True),
)

PUBLIC_SIDE = (
    *on_every_side("events:event_detail"),
    *on_every_side("events:event_ics"),
    *on_every_side("events:event_print"),
    *on_every_side("events:event_screen"),
)

WORK = (
    Row("events:own_events", OWN_LISTS, NO_METHOD_INSIDE),
    Row("events:association_events", LISTS, NO_METHOD_INSIDE, at),
    Row("events:event_create", RUNNERS, RUNNERS_DO, at, _fields),
    Row(
        "events:event_create",
        RUNNERS,
        RUNNERS_DO,
        at,
        _fields,
        query=lambda w: {"parent": w.draft_event.pk},
        state="a part of an umbrella",
    ),
    Row("events:event_from_item", NO_METHOD_INSIDE, RUNNERS_DO, lambda w: {"item_id": w.item.pk}),
    Row("events:event_work", LISTS, NO_METHOD_INSIDE, of("event"), state="announced"),
    Row("events:event_work", RUNNERS, NO_METHOD_INSIDE, of("draft_event"), state="draft"),
    Row("events:event_work", RUNNERS, NO_METHOD_INSIDE, of("archived_event"), state="archived"),
    Row("events:event_poster", LISTS, NO_METHOD_INSIDE, of("event"), state="announced"),
    Row("events:event_poster", RUNNERS, NO_METHOD_INSIDE, of("draft_event"), state="draft"),
    Row("events:event_edit", RUNNERS, RUNNERS_DO, of("event"), _fields, state="announced"),
    Row("events:event_edit", RUNNERS, RUNNERS_DO, of("draft_event"), _fields, state="draft"),
    Row("events:event_edit", NOWHERE_INSIDE, NOWHERE_INSIDE, of("archived_event"), _fields, state="archived"),
    Row("events:event_announce", RUNNERS, RUNNERS_DO, of("draft_event"), _sure),
    Row("events:event_cancel", RUNNERS, RUNNERS_DO, of("event"), lambda w: {"reason": "Заболела ведущая"}),
    Row("events:event_finish", RUNNERS, RUNNERS_DO, of("event"), _sure),
    Row("events:event_reopen", RUNNERS, RUNNERS_DO, of("held_event"), _sure),
    Row("events:event_tell_plan", NO_METHOD_INSIDE, RUNNERS_DO, of("planned_event"), state="it knows too little"),
    Row("events:event_tell_plan", NO_METHOD_INSIDE, NOTHING_TO_TELL, of("event"), state="of no plan"),
    Row("events:event_archive", RUNNERS, RUNNERS_DO, of("held_event"), _sure, state="putting away"),
    Row("events:event_archive", RUNNERS, RUNNERS_DO, of("archived_event"), _sure, state="bringing back"),
)

COPIES = (
    Row("events:event_clone", RUNNERS, RUNNERS_DO, of("event"), _copied),
    Row("events:event_repeat", RUNNERS, RUNNERS_DO, of("event"), _repeated),
    Row(
        "events:event_following",
        RUNNERS,
        RUNNERS_DO,
        _first_of_series,
        lambda w: {"title": "Среда", "place": "Зал"},
    ),
    Row("events:series_detail", PUBLIC, NO_METHOD, _series("series"), state="public"),
    Row("events:series_detail", OPEN_TO_MEMBERS, NO_METHOD, _series("members_series"), state="for members"),
    Row("events:series_detail", OPEN_TO_RUNNERS, NO_METHOD, _series("draft_series"), state="of drafts"),
    Row("events:series_announce", NO_METHOD_INSIDE, RUNNERS_DO, _series("draft_series")),
)

INTERFACE = (
    Row("api-1:event_list", KEY, NO_METHOD),
    Row("api-1:event_detail", KEY, NO_METHOD, of("draft_event"), state="a draft of ours"),
    Row("api-1:event_detail", KEY_OPENS_NOTHING, NO_METHOD, of("archived_event"), state="archived"),
)

ROWS = (*CALENDAR, *PUBLIC_SIDE, *WORK, *COPIES, *INTERFACE)
