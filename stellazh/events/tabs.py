"""The tabs of an event's workplace: one line a subject, shown to whoever may."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from stellazh.common.actor import Actor
from stellazh.common.registries import Registry
from stellazh.common.verdict import Verdict
from stellazh.events.access.events import can_edit_event, can_read_participants, can_see_workplace, can_write_letters
from stellazh.events.access.rooms import can_see_rooms_tab
from stellazh.events.models import Event


@dataclass(frozen=True, slots=True)
class EventTab:
    """One tab: `code` says which is current, `address` is the url name that takes the event's key."""

    code: str
    label: str
    address: str
    may: Callable[[Actor, Event], Verdict]


@dataclass(frozen=True, slots=True)
class ShownTab:
    """A tab on a page."""

    label: str
    href: str
    is_current: bool


# In the order of an event's life.
TABS: tuple[EventTab, ...] = (
    EventTab("overview", "Обзор", "events:event_work", can_see_workplace),
    EventTab("programme", "Программа", "events:programme_edit", can_edit_event),
    EventTab("enrolments", "Регистрации", "events:enrolment_list", can_read_participants),
    EventTab("attendance", "Участие", "events:attendance_list", can_read_participants),
    EventTab("rooms", "Видеокомната", "events:room_lists", can_see_rooms_tab),
    EventTab("materials", "Материалы", "events:material_list", can_edit_event),
    EventTab("letters", "Письма", "events:letter_list", can_write_letters),
    EventTab("feedback", "Отзывы", "events:feedback", can_read_participants),
    EventTab("documents", "Документы", "events:documents", can_read_participants),
)

# Higher apps add theirs from `AppConfig.ready()`: «Протокол». They stand after ours.
more_tabs: Registry[EventTab] = Registry("tab of an event's workplace", key=lambda tab: tab.code)


def tabs_for(actor: Actor, event: Event, current: str) -> list[ShownTab]:
    """The tabs that the actor may open; no query besides the actor's grants."""
    return [
        ShownTab(tab.label, reverse(tab.address, args=[event.pk]), tab.code == current)
        for tab in (*TABS, *more_tabs)
        if tab.may(actor, event)
    ]
