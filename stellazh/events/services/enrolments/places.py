"""Places of an event: how many are taken, who gets the next one. All of it under the event's lock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q

from stellazh.events.enums import ComingAs, EnrolmentState
from stellazh.events.models import Enrolment, Event
from stellazh.events.services.enrolments.refusals import ComingAsUnknown, NoPlacesLeft

# An event that is not mixed has one pool of places.
WHOLE = ""
_STEP = timedelta(microseconds=1)


def pool_of(event: Event, coming_as: str) -> str:
    """Which places somebody who comes so takes: all are alike unless the format is mixed."""
    if not event.is_mixed:
        return WHOLE
    return ComingAs.ONLINE if coming_as == ComingAs.ONLINE else ComingAs.ONSITE


def in_pool(pool: str) -> Q:
    """The condition for registrations that take places of that pool."""
    if pool == WHOLE:
        return Q()
    online = Q(coming_as=ComingAs.ONLINE)
    return online if pool == ComingAs.ONLINE else ~online


def checked_coming_as(event: Event, coming_as: str) -> str:
    """How somebody comes, as it is kept: nothing unless the format is mixed.

    Raises:
        ComingAsUnknown: the format is mixed and neither way was named.
    """
    if not event.is_mixed:
        return ""
    if coming_as not in ComingAs.values:
        raise ComingAsUnknown("Выберите, как вы будете участвовать: очно или дистанционно.")
    return coming_as


@dataclass(slots=True)
class Places:
    """How many hold a place and how many wait, by pool; kept true while places are given out. One query."""

    event: Event
    taken: dict[str, int] = field(default_factory=dict)
    waiting: dict[str, int] = field(default_factory=dict)
    last_turn: datetime | None = None

    @classmethod
    def of(cls, event: Event) -> Places:
        """As it stands; the caller holds the event's lock."""
        places = cls(event)
        rows = event.enrolments.filter(state__in=(EnrolmentState.CONFIRMED, EnrolmentState.WAITING))
        counted = rows.order_by().values_list("state", "coming_as").annotate(Count("pk"), Max("queued_at"))
        for state, coming_as, count, last_turn in counted:
            pool = pool_of(event, coming_as)
            numbers = places.taken if state == EnrolmentState.CONFIRMED else places.waiting
            numbers[pool] = numbers.get(pool, 0) + count
            if state == EnrolmentState.WAITING and (places.last_turn is None or last_turn > places.last_turn):
                places.last_turn = last_turn
        return places

    def capacity(self, pool: str) -> int | None:
        """Places of the pool; None is any number."""
        return self.event.capacity_online if pool == ComingAs.ONLINE else self.event.capacity

    def free(self, pool: str) -> int | None:
        """Places left; None is any number."""
        capacity = self.capacity(pool)
        return None if capacity is None else max(0, capacity - self.taken.get(pool, 0))

    def give(self, enrolment: Enrolment, *, at: datetime) -> None:
        """Settle the registration's state: a place when one is free and nobody waits for it, else the queue's end.

        Raises:
            NoPlacesLeft: none is free and the event keeps no waiting list.
        """
        pool = pool_of(self.event, enrolment.coming_as)
        if self.free(pool) != 0 and not self.waiting.get(pool):
            enrolment.state, enrolment.decided_at = EnrolmentState.CONFIRMED, at
            self.taken[pool] = self.taken.get(pool, 0) + 1
            return
        if not self.event.has_waiting_list:
            raise NoPlacesLeft(self._no_places(pool))
        # Turns follow the lock and not the clocks of those who tried at once: nobody stands before somebody faster.
        turn = at if self.last_turn is None else max(at, self.last_turn + _STEP)
        enrolment.state, enrolment.queued_at, self.last_turn = EnrolmentState.WAITING, turn, turn
        self.waiting[pool] = self.waiting.get(pool, 0) + 1

    def leave(self, enrolment: Enrolment) -> None:
        """Note that a registration no longer holds its place or its turn."""
        numbers = {EnrolmentState.CONFIRMED: self.taken, EnrolmentState.WAITING: self.waiting}.get(
            EnrolmentState(enrolment.state)
        )
        if numbers is not None:
            pool = pool_of(self.event, enrolment.coming_as)
            numbers[pool] = numbers.get(pool, 0) - 1

    def _no_places(self, pool: str) -> str:
        if pool == ComingAs.ONSITE:
            other = "Можно участвовать дистанционно." if self.free(ComingAs.ONLINE) != 0 else ""
            return f"Очных мест больше нет. {other}".strip()
        if pool == ComingAs.ONLINE:
            other = "Можно прийти очно." if self.free(ComingAs.ONSITE) != 0 else ""
            return f"Дистанционных мест больше нет. {other}".strip()
        return "Свободных мест больше нет."
