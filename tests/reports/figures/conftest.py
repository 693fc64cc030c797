"""A year with something of everything that is counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from stellazh.associations.models import Association
from stellazh.common.actor import System
from stellazh.common.school_year import SchoolYear
from stellazh.events.models import Attendance, Event, FeedbackGiven, Recording, Slot, Speaker
from stellazh.media.enums import MediaKind, MediaSource
from stellazh.media.models import MediaItem
from stellazh.people.models import Person
from stellazh.protocols.models import Decision
from stellazh.reports.figures import Scope, counted
from tests.factories.associations import OrganisationFactory
from tests.factories.events import AttendanceFactory, EnrolmentFactory, EventFactory
from tests.factories.people import PersonFactory
from tests.factories.protocols import (
    AssignmentFactory,
    DecisionFactory,
    PointFactory,
    ProtocolFactory,
    ResolutionFactory,
    ResolutionSectionFactory,
)
from tests.factories.questionnaires import AnswerFactory, QuestionFactory, QuestionnaireFactory, SubmissionFactory
from tests.factories.workplans import PlanFactory, PlanItemFactory

YEAR = 2024
AS_OF = datetime(2025, 6, 24, 12, tzinfo=UTC)
ScopeOf = Callable[..., Scope]
ANYBODY = System("tests")


@pytest.fixture
def scope_of(association: Association) -> ScopeOf:
    """The year of the association as of the summer after; always counted anew."""

    def make(**values: Any) -> Scope:
        return Scope(**{"association": association, "school_year": YEAR, "as_of": AS_OF, **values})

    return make


@pytest.fixture
def scope(scope_of: ScopeOf) -> Scope:
    return scope_of()


def held(association: Association, on: date = date(2024, 10, 8), **values: Any) -> Event:
    """An event of two hours from 14:00 in Moscow, held at its end."""
    starts_at = datetime(on.year, on.month, on.day, 11, 0, tzinfo=UTC)
    known = {"held": True, "starts_at": starts_at, "held_at": starts_at, "school_year": SchoolYear.of(on).start}
    made: Any = EventFactory(association=association, **{**known, **values})
    return made


def came(event: Event, **values: Any) -> Attendance:
    made: Any = AttendanceFactory(event=event, **values)
    return made


def recorded(event: Event, **values: Any) -> Recording:
    """A film of the event, added on the day after."""
    known = {
        "use": "events.recording",
        "object_key": event.object_key,
        "kind": MediaKind.VIDEO,
        "source": MediaSource.EMBEDDED,
        "title": "Запись встречи",
        "provider": "rutube",
        "video_id": "a1b2c3",
        "added_at": event.ends_at + timedelta(days=1),
        "added_by_kind": "system",
        "added_by_name": "Система",
    }
    return Recording.objects.create(event=event, item=MediaItem.objects.create(**{**known, **values}))


def answered(event: Event, *grades: int) -> None:
    """Answers without a name, each with a mark."""
    asked: Any = QuestionnaireFactory(use="events.feedback", object_key=event.object_key, anonymous=True)
    scale = QuestionFactory(questionnaire=asked, kind="scale", minimum=Decimal(1), maximum=Decimal(5))
    for grade in grades:
        told = SubmissionFactory(questionnaire=asked, submitted_at=event.ends_at)
        AnswerFactory(submission=told, question=scale, number=Decimal(grade))
        FeedbackGiven.objects.create(event=event, enrolment=EnrolmentFactory(event=event, guest=True))


def closed(decision: Decision, state: str, at: datetime) -> Decision:
    Decision.objects.filter(pk=decision.pk).update(state=state, closed_at=at)
    decision.refresh_from_db()
    return decision


def full_event(association: Association, number: int, people: list[Person]) -> Event:
    """A webinar with something of everything; of the people each came."""
    school = OrganisationFactory(territory=association.territory)
    event = held(
        association, date(2024, 10, 1) + timedelta(days=number), form="webinar", format="online", level="municipal"
    )
    for person in people:
        came(event, person=person, organisation=school, territory=association.territory)
        EnrolmentFactory(event=event, person=person)
    came(event, state="late", territory=association.territory)
    slot = Slot.objects.create(event=event, title="О каталоге", position=1)
    Speaker.objects.create(slot=slot, person=people[0], name=people[0].full_name)
    Speaker.objects.create(slot=slot, name="Тополева Анна")
    recorded(event)
    event.materials.create(title="Презентация").versions.create(
        number=1, url="https://example.org/slides", added_at=event.ends_at, added_by="Ольхова В.И."
    )
    answered(event, 5, 4, 4)
    protocol: Any = ProtocolFactory(association=association, event=event, signed=True, number=number + 1)
    known = {"protocol": protocol, "binding_at": protocol.signed_at, "number_text": "1"}
    closed(DecisionFactory(**known), "done", datetime(2025, 3, 1, tzinfo=UTC))
    DecisionFactory(**known, due_on=date(2025, 5, 1))
    return event


@pytest.fixture
def full_year(association: Association) -> Callable[[int], None]:
    """A plan, a resolution, and that many events with something of everything."""

    def make(event_count: int) -> None:
        people: Any = [PersonFactory() for _ in range(3)]
        for number in range(event_count):
            full_event(association, number, people)
        plan = PlanFactory(association=association, approved=True)
        PlanItemFactory(plan=plan, status="held")
        PlanItemFactory(plan=plan, status="postponed", status_reason="Болезнь")
        PlanItemFactory(plan=plan, status="cancelled", status_reason="Болезнь")
        PlanItemFactory(plan=plan)
        section: Any = ResolutionSectionFactory(resolution=ResolutionFactory(association=association, adopted=True))
        for state in ("open", "done", "partly"):
            bound = datetime(2024, 8, 27, tzinfo=UTC)
            point: Any = PointFactory(section=section, binding_at=bound)
            when = None if state == "open" else datetime(2025, 6, 1, tzinfo=UTC)
            Decision.objects.filter(pk=point.pk).update(state=state, closed_at=when)
            AssignmentFactory(decision=point, state=state, closed_at=when)
            AssignmentFactory(decision=point)

    return make


def values(scope: Scope, *codes: str) -> list[int | None]:
    """The numbers of these codes."""
    found = counted(scope, codes)
    return [found[code].value for code in codes]
