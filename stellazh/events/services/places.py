"""Places against the people who hold them already."""

from __future__ import annotations

from django.db.models import Count, Q

from stellazh.common.numerals import agree
from stellazh.events.enums import ComingAs
from stellazh.events.models import Event
from stellazh.events.services.fields import EventFields
from stellazh.events.services.refusals import FewerPlacesThanPeople


def require_room_for_people(event: Event, stored: EventFields) -> None:
    """Pass when those who hold places fit into the places of `event`, as far as there are fewer than `stored` had.

    Raises:
        FewerPlacesThanPeople: they do not; nobody is put out silently.
    """
    online = Q(coming_as=ComingAs.ONLINE)
    held = event.enrolments.coming().aggregate(all=Count("pk"), online=Count("pk", filter=online))
    onsite = held["all"] - held["online"] if event.is_mixed else held["all"]
    _require(event.capacity, stored.capacity, onsite, "Мест")
    if event.is_mixed:
        _require(event.capacity_online, stored.capacity_online, held["online"], "Мест онлайн")


def _require(places: int | None, before: int | None, people: int, label: str) -> None:
    if places is not None and places < people and (before is None or places < before or before >= people):
        told = agree(people, "человек", "человека", "человек")
        verb = agree(people, "зарегистрирован", "зарегистрированы", "зарегистрированы")
        raise FewerPlacesThanPeople(
            f"«{label}»: уже {verb} {people} {told}. Оставьте не меньше {people} или сначала снимите кого-то."
        )
