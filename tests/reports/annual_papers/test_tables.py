"""The tables of blocks: fact by fact, as of a day, in bounded queries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stellazh.associations.models import Association
from stellazh.protocols.models import Decision
from stellazh.reports.enums import BlockKind
from stellazh.reports.figures import Scope, counted
from stellazh.reports.reads.annual.content_model import ContentTable, KeptFigure
from stellazh.reports.reads.annual.tables import TABLES, tables_of
from stellazh.workplans.models import PlanItem
from tests.factories.associations import AssociationFactory, OrganisationFactory, TerritoryFactory
from tests.factories.people import PersonFactory
from tests.factories.protocols import AssignmentFactory, PointFactory, ResolutionFactory, ResolutionSectionFactory
from tests.factories.reports import AnnualReportFactory, HandFigureFactory
from tests.factories.workplans import PlanFactory, PlanItemFactory
from tests.reports.annual_papers.sample import block, full_content, line, sealed
from tests.reports.figures.conftest import ScopeOf, came, closed, full_event, held


def texts(table: ContentTable) -> list[list[str]]:
    return [[cell.text for cell in row] for row in (*table.rows, *((table.total,) if table.total else ()))]


def only(scope: Scope, kind: BlockKind) -> ContentTable:
    (table,) = tables_of(kind, scope)
    return table


def queries(scope: Scope, kind: BlockKind) -> int:
    with CaptureQueriesContext(connection) as found:
        tables_of(kind, scope)
    return len(found)


@pytest.mark.parametrize("kind", TABLES)
def test_tables_cost_the_same_with_one_and_with_three_events(
    scope_of: ScopeOf, full_year: Callable[[int], None], kind: BlockKind, association: Association
) -> None:
    def add_below() -> None:
        below: Any = AssociationFactory(parent=association, territory=association.territory)
        held(below)
        report: Any = AnnualReportFactory(association=below)
        HandFigureFactory(report=report)
        sealed(report, full_content(), at=datetime(2025, 6, 1, tzinfo=UTC))

    add_below()
    full_year(1)
    with_one = queries(scope_of(), kind)
    people: Any = [PersonFactory() for _ in range(3)]
    for number in (1, 2):
        full_event(association, number, people)
        add_below()
    section: Any = ResolutionSectionFactory(resolution=ResolutionFactory(association=association, adopted=True))
    PointFactory(section=section, binding_at=datetime(2024, 8, 27, tzinfo=UTC))
    plan: Any = association.plans.get()
    PlanItemFactory.create_batch(2, plan=plan)

    assert queries(scope_of(), kind) == with_one


@pytest.mark.parametrize("kind", TABLES)
def test_year_without_anything_has_no_table_of_noughts(scope_of: ScopeOf, kind: BlockKind) -> None:
    found = tables_of(kind, scope_of())

    assert [table for table in found if table.rows and kind != BlockKind.TERRITORIES] == []


def test_events_are_counted_as_the_text_says(scope_of: ScopeOf, association: Association) -> None:
    place, person = association.territory, PersonFactory()
    first, second = held(association, date(2024, 10, 8), title="Чтение"), held(association, date(2024, 11, 5))
    for event in (first, second):
        came(event, person=person, territory=place)
    came(second, territory=place)
    held(association, date(2024, 12, 5), cancelled=True, held=False)

    table = only(scope_of(), BlockKind.EVENTS)

    assert [row[:3] for row in texts(table)] == [
        ["1", "08.10.2024", first.full_title],
        ["2", "05.11.2024", second.full_title],
        ["", "", "Всего мероприятий: 2"],
    ]
    assert [row[4:] for row in texts(table)] == [["1", "1"], ["2", "1"], ["3", "1"]]
    assert table.rows[0][2].href == first.get_absolute_url()
    assert "Участников (людей) за год — 2:" in table.note
    figures = counted(scope_of(), ["events.held", "attendances.total", "people.total", "municipalities.covered"])
    assert [one.value for one in figures.values()] == [2, 3, 2, 1]


def test_plan_stands_beside_its_fact_by_sections(scope_of: ScopeOf, association: Association) -> None:
    plan: Any = PlanFactory(association=association, approved=True)
    learning, meetings = (plan.sections.create(position=place, title=title) for place, title in enumerate("AB"))
    later: Any = PlanItemFactory(plan=plan, section=meetings, number="2", title="Заседание", status="postponed",
                                 status_reason="Болезнь", position=0)  # fmt: skip
    item: Any = PlanItemFactory(plan=plan, section=learning, number="1", title="Семинар", status="held", position=1)
    told: Any = PlanItemFactory(plan=plan, section=learning, number="3", title="Анкета", status="held", position=2)
    told.outcomes.create(participation_count=17, evidence="Таблица", held_on=date(2025, 2, 1),
                         recorded_at=datetime(2025, 2, 2, tzinfo=UTC), recorded_by="Ольхова")  # fmt: skip
    event = held(association, date(2024, 10, 8), plan_item=item)
    item.outcomes.create(source_key=event.object_key, participation_count=99, evidence="Мероприятие",
                         recorded_at=datetime(2024, 10, 9, tzinfo=UTC), recorded_by="Ольхова")  # fmt: skip
    came(event)
    off = held(association, date(2024, 12, 3), title="Встреча")

    table = only(scope_of(), BlockKind.PLAN_FACT)

    assert texts(table) == [
        ["A"],
        ["1", "Семинар", item.term_raw, "проведено", "08.10.2024", "1", ""],
        ["3", "Анкета", told.term_raw, "проведено", "01.02.2025", "17", ""],
        ["B"],
        ["2", "Заседание", later.term_raw, "перенесено", "", "", "Болезнь"],
        ["Вне плана"],
        ["", off.full_title, "", "проведено", "03.12.2024", "0", ""],
    ]
    assert table.note == "Пунктов в плане 3: проведено 2, перенесено 1. Вне плана проведено 1."


def test_plan_without_reasons_has_no_column_for_them(scope_of: ScopeOf, association: Association) -> None:
    PlanItemFactory(plan=PlanFactory(association=association))

    assert only(scope_of(), BlockKind.PLAN_FACT).headings[-1] == "Участий"
    assert PlanItem.objects.count() == 1


def test_every_municipality_stands_in_its_rank(
    scope_of: ScopeOf, region: Association, association: Association, neighbour: Association
) -> None:
    TerritoryFactory(name="Безлюдный округ", parent=region.territory)
    event = held(region)
    for territory, count in ((association.territory, 1), (neighbour.territory, 2)):
        for _ in range(count):
            came(event, territory=territory, organisation=OrganisationFactory(territory=territory))

    table = only(scope_of(association=region), BlockKind.TERRITORIES)

    assert texts(table) == [
        ["Береговой округ", "2", "2", "1", "2"],
        ["Лужский округ", "1", "1", "1", "1"],
        ["Безлюдный округ", "0", "0", "0", "0"],
        ["Всего", "3", "3", "1", "3"],
    ]
    assert "Участвовали 2 из 3." in table.note
    assert "Гости" not in table.note


def test_guests_from_elsewhere_stand_apart_and_raise_a_soft_doubt(
    scope_of: ScopeOf, association: Association, neighbour: Association
) -> None:
    event = held(association)
    for territory in (association.territory, neighbour.territory):
        came(event, territory=territory)
    came(event, territory=None)

    table = only(scope_of(), BlockKind.TERRITORIES)

    assert [row[:2] for row in texts(table)] == [
        ["Лужский округ", "1"],
        ["Гости из других территорий"],
        ["Береговой округ", "1"],
        ["Всего", "3"],
    ]
    assert "Муниципалитет не указан: участий 1." in table.note
    assert table.note.endswith("Проверьте, все ли гости из других территорий записаны верно.")


def test_year_before_without_data_is_unknown_and_not_nought(scope_of: ScopeOf, association: Association) -> None:
    held(association)

    table = only(scope_of(), BlockKind.COMPARISON)

    assert table.headings == ("Показатель", "2023/2024", "2024/2025", "Разница")
    assert ["Проведено мероприятий", "нет данных", "1", ""] in texts(table)
    assert table.note == "За прошлый год на платформе данных нет."


def test_year_before_is_counted_when_nothing_was_sealed(scope_of: ScopeOf, association: Association) -> None:
    held(association)
    for month in (9, 10):
        held(association, date(2023, month, 5))

    table = only(scope_of(), BlockKind.COMPARISON)

    assert ["Проведено мероприятий", "2", "1", "−1"] in texts(table)
    assert "посчитан по данным на 24.06.2024" in table.note


def test_year_before_is_told_by_its_sealed_report(scope_of: ScopeOf, association: Association) -> None:
    held(association)
    held(association, date(2023, 10, 5))
    first: Any = AnnualReportFactory(association=association, school_year=2023)
    kept = KeptFigure("events.held", "Проведено мероприятий", 40, "40 мероприятий", "2024-06-20")
    sealed(first, full_content(school_year=2023, counted_on=date(2024, 6, 20), figures=(kept,)))

    table = only(scope_of(), BlockKind.COMPARISON)

    assert texts(table) == [["Проведено мероприятий", "40", "1", "−39"]]
    assert table.note == "Прошлый год — по запечатанному отчёту, данные на 20.06.2024."


def test_resolution_is_told_by_points_as_they_stood(scope_of: ScopeOf, association: Association) -> None:
    resolution: Any = ResolutionFactory(association=association, adopted=True, title="О чтении")
    section: Any = ResolutionSectionFactory(resolution=resolution, heading="Школам", unfold_to="school")
    bound = {"binding_at": datetime(2024, 8, 27, tzinfo=UTC)}
    done: Any = PointFactory(section=section, text="завести уголок", number_text="1.1", position=0, **bound)
    late: Any = PointFactory(section=section, text="провести неделю", number_text="1.2", position=1, **bound)
    Decision.objects.filter(pk=done.pk).update(closing_words="Сделано везде.")
    closed(done, "done", datetime(2025, 3, 1, tzinfo=UTC))
    closed(late, "done", datetime(2025, 7, 1, tzinfo=UTC))
    AssignmentFactory(decision=done, state="done", closed_at=datetime(2025, 2, 1, tzinfo=UTC))
    AssignmentFactory(decision=done)
    AssignmentFactory(decision=done, state="withdrawn", closed_at=datetime(2025, 2, 1, tzinfo=UTC))

    table = only(scope_of(), BlockKind.RESOLUTION)

    assert [[row[0], row[1], *row[3:]] for row in texts(table)[1:]] == [
        ["1.1", "завести уголок", "исполнено", "1 из 2 школ. Сделано везде"],
        ["1.2", "провести неделю", "не исполнено" if late.state == "open" else "в работе", ""],
    ]
    assert texts(table)[0] == ["Школам"]
    assert table.caption.startswith("Резолюция «О чтении», принята ")
    assert table.note == "Пунктов выполнено 1 из 2."


def test_reports_below_feed_the_one_above(
    scope_of: ScopeOf, region: Association, association: Association, neighbour: Association
) -> None:
    for _ in range(2):
        came(held(association))
    held(neighbour)
    done: Any = AnnualReportFactory(association=association)
    kept = (
        KeptFigure("events.held", "", 5, "", "2025-06-20"),
        KeptFigure("attendances.total", "", 50, "", "2025-06-20"),
    )
    opinion = block(1, "assessment", "Самооценка", line("Год удался."), line("Ещё строка."))
    HandFigureFactory(report=done, name="Участники чата", value=12)
    HandFigureFactory(report=done, name="старое", archived_at=datetime(2025, 6, 1, tzinfo=UTC))
    sealed(done, full_content(figures=kept, blocks=(opinion,)), at=datetime(2025, 6, 20, 9, tzinfo=UTC))
    draft: Any = AnnualReportFactory(association=neighbour)
    HandFigureFactory(report=draft, name="участники чата", value=100)

    below, assessed, by_hand = tables_of(BlockKind.BELOW, scope_of(association=region))

    lines = {row[0]: row[1:] for row in texts(below)}
    assert lines["ММО Лужского округа"] == ["запечатан 20.06.2025", "5", "50", "2", "0"]
    assert lines["ММО Берегового округа"] == ["готовится", "1", "0", "0", "0"]
    assert lines["Всего"] == ["запечатано 1 из 2", "6", "50", "", "0"]
    assert (
        below.rows[[row[0].text for row in below.rows].index("ММО Лужского округа")][1].href == done.get_absolute_url()
    )
    assert texts(assessed) == [["ММО Лужского округа", "Год удался."]]
    assert texts(by_hand) == [["Зарегистрировались в чате", "12", "ММО Лужского округа — 12"]]


def test_nothing_known_of_those_without_a_report_is_a_dash(
    scope_of: ScopeOf, region: Association, association: Association, neighbour: Association
) -> None:
    came(held(association))

    table = only(scope_of(association=region), BlockKind.BELOW)

    lines = {row[0]: row[1:] for row in texts(table)}
    assert lines["ММО Лужского округа"] == ["нет", "1", "1", "1", "—"]
    assert lines["ММО Берегового округа"] == ["нет", "—", "—", "—", "—"]
    assert lines["Всего"] == ["запечатано 0 из 2", "1", "1", "", "0"]
    assert table.note.endswith("Прочерк — отчёта нет, и на сайте за этот год ничего не записано.")


def test_report_sealed_later_was_a_draft_on_the_day(
    scope_of: ScopeOf, region: Association, association: Association
) -> None:
    report: Any = AnnualReportFactory(association=association, created_at=datetime(2025, 5, 1, tzinfo=UTC))
    sealed(report, full_content(), at=datetime(2025, 8, 20, 9, tzinfo=UTC))

    table = only(scope_of(association=region), BlockKind.BELOW)

    assert texts(table)[0][1] == "готовится"


def test_tables_name_nobody(scope_of: ScopeOf, full_year: Callable[[int], None]) -> None:
    full_year(2)
    people = PersonFactory._meta.model.objects.values_list("family_name", flat=True)

    said = " ".join(
        cell.text
        for kind in TABLES
        for table in tables_of(kind, scope_of())
        for row in (*table.rows, table.total)
        for cell in row
    )

    assert said
    assert not [name for name in people if name in said]
