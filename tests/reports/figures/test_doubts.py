"""Doubts: each is told when there is a reason, and not told when there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from stellazh.associations.models import Association
from stellazh.events.models import Event
from stellazh.reports.figures import Figure, Scope, counted
from stellazh.reports.figures.doubts import Doubt, doubts
from tests.factories.associations import OrganisationFactory
from tests.factories.events import EventFactory
from tests.factories.protocols import DecisionFactory, PointFactory, ProtocolFactory, ResolutionFactory
from tests.factories.protocols import ResolutionSectionFactory as SectionFactory
from tests.factories.workplans import PlanFactory, PlanItemFactory
from tests.reports.figures.conftest import AS_OF, ScopeOf, came, closed, held

NOW = datetime(2025, 6, 25, 9, tzinfo=UTC)
CHAT = Figure(
    "chat", 93, ("специалист", "специалиста", "специалистов"), date(2025, 6, 1), "Чат", is_by_hand=True, source="Чат"
)


def found(scope: Scope, hand: dict[str, Figure] | None = None, **values: Any) -> list[Doubt]:
    """The doubts; figures given as numbers stand for those counted."""
    figures = dict(counted(scope))
    for code, value in values.pop("said", {}).items():
        figures[code] = replace(figures[code], value=value)
    return doubts(scope, figures, hand or {}, **{"at": NOW, **values})


def codes(told: list[Doubt]) -> set[str]:
    return {doubt.code for doubt in told}


def one(told: list[Doubt], code: str) -> Doubt:
    (doubt,) = (doubt for doubt in told if doubt.code == code)
    return doubt


def good_event(association: Association, **values: Any) -> Event:
    event = held(association, form="webinar", **values)
    school = OrganisationFactory(territory=association.territory)
    came(event, organisation=school, territory=association.territory)
    return event


def test_year_without_reproach_raises_no_doubt(scope: Scope, association: Association) -> None:
    good_event(association)

    assert found(scope, {"чат": CHAT}, used=["events.held"]) == []


def test_empty_year_raises_no_doubt(scope: Scope) -> None:
    assert found(scope) == []


def test_sums_of_events(scope: Scope, association: Association) -> None:
    good_event(association)

    doubt = one(found(scope, said={"attendances.total": 2}), "sums_of_events")

    assert doubt.sentence.startswith("По мероприятиям набирается 1 участие, а всего названо 2.")
    assert doubt.href.startswith(f"/o/{association.code}/figures/events/?")


def test_events_counted_anew(scope: Scope, association: Association) -> None:
    good_event(association)

    assert codes(found(scope, said={"events.held": 3})) == {"held_events_counted"}


def test_people_over_attendances(scope: Scope, association: Association) -> None:
    good_event(association)

    assert codes(found(scope, said={"people.total": 2})) == {"people_over_attendances"}


def test_attendances_over_people_at_events(scope: Scope, association: Association) -> None:
    good_event(association)

    doubt = one(found(scope, said={"attendances.total": 5}), "attendances_over_people")

    assert doubt.sentence == "Участий 5, а 1 участник на 1 мероприятие дают не больше 1."


def test_more_places_than_there_are(scope: Scope, association: Association) -> None:
    good_event(association)
    said = {"municipalities.covered": 3, "structure.municipalities": 2, "schools.covered": 4}

    told = found(scope, said=said)

    # To a municipality its neighbours may have come: worth a look.
    assert [(doubt.code, doubt.is_soft) for doubt in told] == [
        ("structure_over_territory", False),
        ("municipalities_over_territory", True),
        ("schools_over_territory", True),
    ]


def test_region_covers_no_more_than_it_has(region: Association, association: Association) -> None:
    good_event(association)

    told = found(Scope(region, 2024, AS_OF), said={"municipalities.covered": 2})

    assert not one(told, "municipalities_over_territory").is_soft
    assert codes(found(Scope(region, 2024, AS_OF), said={"municipalities.covered": 1})) == set()


def test_places_unknown_is_soft(scope: Scope, association: Association) -> None:
    came(held(association, form="webinar"))

    doubt = one(found(scope), "places_unknown")

    assert doubt.is_soft
    assert "unknown-place" in doubt.href


def test_day_to_come(scope: Scope, association: Association) -> None:
    assert codes(found(scope, at=datetime(2025, 6, 23, 9, tzinfo=UTC))) == {"day_to_come"}
    assert codes(found(scope, at=AS_OF)) == set()


def test_figure_in_the_text_of_which_nothing_is_known(scope: Scope) -> None:
    told = found(scope, used=["plan.total", "events.held"], unknown=["{{ неведомое }}"])

    assert [doubt.code for doubt in told] == ["nothing_known", "unknown_mark"]
    assert "«Пунктов в плане»" in told[0].sentence
    assert "{{ неведомое }}" in told[1].sentence


def test_great_change_against_last_year(scope: Scope, association: Association) -> None:
    good_event(association)
    figures = counted(scope)
    was = {code: replace(figure, value=60) for code, figure in figures.items()}
    near = {code: replace(figure, value=5) for code, figure in figures.items()}
    used = ["attendances.total"]

    doubt = one(found(scope, used=used, before=was), "great_change")

    assert doubt.is_soft
    assert doubt.sentence.startswith("Показатель «Участий» упал больше чем в 5 раз: было 60, стало 1.")
    assert codes(found(scope, used=used, before=near)) == set()
    assert codes(found(scope, used=[], before=was)) == set()


def test_event_outside_the_year(scope_of: ScopeOf, association: Association) -> None:
    good_event(association)
    inside: Any = EventFactory(
        association=association, school_year=2024, starts_at=datetime(2025, 8, 31, 9, tzinfo=UTC)
    )
    assert codes(found(scope_of())) == set()

    Event.objects.filter(pk=inside.pk).update(ends_at=datetime(2025, 9, 2, tzinfo=UTC))

    doubt = one(found(scope_of()), "events_outside_the_year")
    assert doubt.href == inside.get_absolute_url()
    assert inside.title in doubt.sentence


def test_held_without_people(scope: Scope, association: Association) -> None:
    good_event(association)
    empty = held(association, form="webinar", title="Пустой зал")
    came(empty, state="absent")

    doubt = one(found(scope), "held_without_people")

    assert doubt.sentence == "1 мероприятие проведено без единого участия: «Пустой зал». Отметьте, кто был."
    assert doubt.href == f"/events/{empty.pk}/attendance/"


def test_past_and_not_told(scope: Scope, association: Association) -> None:
    good_event(association)
    to_come = datetime(2025, 6, 30, 9, tzinfo=UTC)
    EventFactory(association=association, starts_at=to_come)
    EventFactory(association=association, cancelled=True)
    assert codes(found(scope)) == set()

    for number in range(5):
        EventFactory(association=association, title=f"Встреча {number}")

    doubt = one(found(scope), "past_and_not_told")
    assert doubt.sentence.startswith("5 мероприятий прошли, и никто не сказал, состоялись ли они: «Встреча 0»,")
    assert "и ещё 2" in doubt.sentence


def test_meeting_without_protocol(scope_of: ScopeOf, association: Association) -> None:
    event = good_event(association)
    Event.objects.filter(pk=event.pk).update(form="meeting", title="О чтении")
    draft: Any = ProtocolFactory(association=association, event=event)

    doubt = one(found(scope_of()), "meetings_without_protocol")

    assert "(1): «О чтении»" in doubt.sentence
    draft.delete()
    ProtocolFactory(association=association, event=event, signed=True)
    assert codes(found(scope_of())) == set()


def test_decision_without_answer(scope: Scope, association: Association) -> None:
    known = {
        "protocol": ProtocolFactory(association=association, signed=True),
        "binding_at": datetime(2024, 10, 8, tzinfo=UTC),
    }
    DecisionFactory(**known, due_on=date(2025, 8, 1))
    DecisionFactory(**known, due_on=date(2025, 3, 1), is_for_information=True)
    closed(DecisionFactory(**known, due_on=date(2025, 3, 1)), "done", datetime(2025, 2, 1, tzinfo=UTC))
    assert codes(found(scope)) == set()

    DecisionFactory(**known, due_on=date(2025, 3, 1))

    doubt = one(found(scope), "decisions_late")
    assert doubt.sentence.startswith("1 решение с прошедшим сроком осталось без ответа.")
    assert doubt.href == f"/o/{association.code}/assignments/?state=overdue"


def test_point_of_the_resolution_open(scope: Scope, association: Association) -> None:
    section: Any = SectionFactory(resolution=ResolutionFactory(association=association, adopted=True))
    known = {"section": section, "binding_at": datetime(2024, 8, 27, tzinfo=UTC), "due_on": date(2025, 5, 1)}
    closed(PointFactory(**known), "done", datetime(2025, 6, 1, tzinfo=UTC))
    assert codes(found(scope)) == set()

    PointFactory(**known)

    told = found(scope)
    assert codes(told) == {"points_open"}
    assert told[0].href == f"/resolutions/{section.resolution_id}/closing/"


def test_plan_item_without_outcome(scope_of: ScopeOf, association: Association) -> None:
    plan: Any = PlanFactory(association=association, approved=True)
    PlanItemFactory(plan=plan, status="held")
    PlanItemFactory(plan=plan, start=None, end=date(2025, 8, 1))
    assert codes(found(scope_of())) == set()

    item = PlanItemFactory(plan=plan)

    doubt = one(found(scope_of()), "plan_not_told")
    assert item.title in doubt.sentence
    assert doubt.href == plan.get_absolute_url()


def test_figure_by_hand_without_source_or_of_another_year(scope: Scope) -> None:
    assert codes(found(scope, {"чат": replace(CHAT, source=" ")})) == {"hand_without_source"}
    assert codes(found(scope, {"чат": replace(CHAT, as_of=date(2024, 7, 31))})) == {"hand_outside_the_year"}
    assert codes(found(scope, {"чат": replace(CHAT, as_of=date(2025, 7, 1))})) == {"hand_to_come"}


def test_figure_by_hand_against_the_rows(scope: Scope, association: Association) -> None:
    good_event(association)

    for hand in ({"Мероприятия": CHAT}, {"x": replace(CHAT, label="проведено мероприятий")}):
        assert codes(found(scope, hand)) == {"hand_against_rows"}
    assert codes(found(scope, {"мероприятия": replace(CHAT, value=1)})) == set()


def test_doubts_cost_the_same_with_one_and_with_three_events(scope_of: ScopeOf, association: Association) -> None:
    def cost() -> int:
        scope = scope_of()
        figures = counted(scope)
        with CaptureQueriesContext(connection) as asked:
            doubts(scope, figures, {}, at=NOW)
        return len(asked)

    held(association)
    with_one = cost()
    held(association, date(2024, 11, 5))
    held(association, date(2024, 12, 5))

    assert cost() == with_one <= 20
