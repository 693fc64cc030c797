"""The programme as a schedule that other programmes read, in the manner of c3voc's schedule.json."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid5

from stellazh.events.models import Event
from stellazh.events.reads.programme import Programme, ShownSlot

GENERATOR = {"name": "stellazh"}
MAIN_ROOM = "Основная площадка"


def schedule_of(event: Event, programme: Programme, *, address: str) -> dict[str, Any]:
    """The schedule: days, rooms, talks with hours; talks whose hours are unknown stand in `unscheduled`.

    `address` is the absolute address of the event's page. Sections are the tracks of their talks.
    """
    days: dict[date, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    unscheduled = []
    for line, track in _talks(programme):
        told = _talk(event, line, track, address)
        if line.slot.starts_at is None:
            unscheduled.append(told)
        else:
            day = line.slot.starts_at.astimezone(event.zone).date()
            days[day][told["room"]].append(told)
    rooms = sorted({room for held in days.values() for room in held})
    return {
        "schedule": {
            "generator": GENERATOR,
            "version": event.updated_at.isoformat(),
            "base_url": address,
            "conference": {
                "acronym": f"event-{event.pk}",
                "title": event.full_title,
                "start": event.first_day.isoformat(),
                "end": event.last_day.isoformat(),
                "daysCount": (event.last_day - event.first_day).days + 1,
                "timeslot_duration": "00:05",
                "time_zone_name": event.zone.key,
                "url": address,
                "rooms": [{"name": room} for room in rooms],
                "days": [_day(event, number, day, days[day]) for number, day in enumerate(sorted(days), start=1)],
            },
            "unscheduled": unscheduled,
        }
    }


def _talks(programme: Programme) -> list[tuple[ShownSlot, str]]:
    found = []
    for day in programme.days:
        for line in day.lines:
            if not line.is_section or (line.slot.starts_at is not None and not line.talks):
                found.append((line, ""))
            found += [(talk, line.slot.title) for talk in line.talks]
    return found


def _day(event: Event, number: int, day: date, rooms: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    first = datetime.combine(day, datetime.min.time(), event.zone)
    return {
        "index": number,
        "date": day.isoformat(),
        "day_start": first.isoformat(),
        "day_end": (first + timedelta(days=1)).isoformat(),
        "rooms": {room: sorted(talks, key=lambda talk: str(talk["date"])) for room, talks in sorted(rooms.items())},
    }


def _talk(event: Event, line: ShownSlot, track: str, address: str) -> dict[str, Any]:
    slot = line.slot
    begins = slot.starts_at.astimezone(event.zone) if slot.starts_at else None
    length = slot.ends_at - slot.starts_at if slot.starts_at and slot.ends_at else timedelta()
    minutes = int(length.total_seconds() // 60)
    return {
        "guid": str(uuid5(event.uid, f"slot:{slot.pk}")),
        "id": slot.pk,
        "date": begins.isoformat() if begins else None,
        "start": f"{begins:%H:%M}" if begins else None,
        "duration": f"{minutes // 60:02}:{minutes % 60:02}",
        "room": slot.place or event.place or MAIN_ROOM,
        "slug": f"event-{event.pk}-{slot.pk}",
        "url": f"{address}#slot-{slot.pk}",
        "title": slot.title,
        "subtitle": "",
        "track": track or None,
        "type": slot.get_kind_display(),
        "language": "ru",
        "abstract": "",
        "description": slot.description,
        "persons": [{"name": one.name, "public_name": one.name, "biography": one.detail} for one in line.speakers],
        "links": [],
        "attachments": [],
    }
