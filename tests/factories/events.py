"""Events with boring values; traits for states."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import factory
from factory.django import DjangoModelFactory

from stellazh.events.enums import AttendanceState, EnrolmentState, EventStatus
from stellazh.events.models import Attendance, AttendanceStanding, Enrolment, Event
from stellazh.russian.collation import sort_key
from tests.factories.associations import AssociationFactory
from tests.factories.people import PersonFactory

NOW = datetime(2024, 9, 10, 9, 0, tzinfo=UTC)
STARTS = datetime(2024, 10, 8, 11, 0, tzinfo=UTC)


class EventFactory(DjangoModelFactory[Event]):
    """An announced public event of 8 October 2024, 14:00–16:00 in Moscow, anybody may register."""

    class Meta:
        model = Event

    association = factory.SubFactory(AssociationFactory)
    title = factory.Sequence(lambda n: f"Читаем вместе {n}")
    school_year = 2024
    starts_at = STARTS
    ends_at = factory.LazyAttribute(lambda made: made.starts_at + timedelta(hours=2))
    place = "Центральная библиотека"
    status = EventStatus.ANNOUNCED
    announced_at = NOW
    created_at = NOW
    updated_at = NOW

    class Params:
        draft = factory.Trait(status=EventStatus.DRAFT, announced_at=None)
        held = factory.Trait(status=EventStatus.HELD, held_at=STARTS + timedelta(hours=2))
        cancelled = factory.Trait(status=EventStatus.CANCELLED, cancel_reason="Заболела ведущая")


class EnrolmentFactory(DjangoModelFactory[Enrolment]):
    """A person who holds a place; with `guest` somebody without an account."""

    class Meta:
        model = Enrolment

    event = factory.SubFactory(EventFactory)
    person = factory.SubFactory(PersonFactory)
    name = factory.LazyAttribute(lambda made: made.person.full_name if made.person else "Тополева Анна Петровна")
    sort_key = factory.LazyAttribute(lambda made: sort_key(made.name))
    state = EnrolmentState.CONFIRMED
    registered_at = NOW
    registered_by_kind = "person"
    registered_by_id = factory.LazyAttribute(lambda made: str(made.person.pk) if made.person else "")
    registered_by_name = factory.LazyAttribute(lambda made: made.name)
    updated_at = NOW

    class Params:
        waiting = factory.Trait(state=EnrolmentState.WAITING, queued_at=NOW)
        guest = factory.Trait(
            person=None,
            guest_email=factory.Sequence(lambda n: f"guest{n}@example.org"),
        )


class AttendanceFactory(DjangoModelFactory[Attendance]):
    """A person who was there, since the event's end."""

    class Meta:
        model = Attendance
        skip_postgeneration_save = True

    event = factory.SubFactory(EventFactory)
    person = factory.SubFactory(PersonFactory)
    name = factory.LazyAttribute(lambda made: made.person.full_name if made.person else "Вербина Ольга Ильинична")
    sort_key = factory.LazyAttribute(lambda made: sort_key(made.name))
    state = AttendanceState.PRESENT
    recorded_at = factory.LazyAttribute(lambda made: made.event.ends_at)
    updated_at = factory.LazyAttribute(lambda made: made.event.ends_at)

    @factory.post_generation
    def standing(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create:
            AttendanceStanding.objects.create(
                attendance=self,  # type: ignore[arg-type]
                state=self.state,
                since_at=self.recorded_at,
            )
