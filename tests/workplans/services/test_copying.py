"""Last year's plan for another year."""

from datetime import date
from uuid import uuid4

import pytest

from stellazh.audit.models import AuditEntry
from stellazh.workplans import services
from stellazh.workplans.models import ItemOwner, Plan, PlanGrif
from tests.factories.workplans import (
    ItemOutcomeFactory,
    ItemOwnerFactory,
    PlanFactory,
    PlanItemFactory,
    PlanSectionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(association, head):
    plan = PlanFactory(
        association=association, published=True, form="matrix", title="План работы на 2024/2025 учебный год"
    )
    PlanGrif.objects.create(plan=plan, kind="approved", text="Приказ", on=date(2024, 9, 1))
    section = PlanSectionFactory(plan=plan, title="Методическое")
    meeting = PlanItemFactory(
        plan=plan, section=section, form="meeting", title="Заседание № 1", term_raw="08.10.2024", status="held",
        place="школа № 3", note="ключ у вахтёра",
    )  # fmt: skip
    ItemOutcomeFactory(item=meeting)
    ItemOwnerFactory(item=meeting, kind="person", name="Ольхова В.И.", person=head)
    PlanItemFactory(plan=plan, form="campaign", title="День школьных библиотек", term_raw="28.10.2024")
    PlanItemFactory(
        plan=plan, title="К юбилею поэта", term_raw="Сентябрь 2024", status="cancelled", status_reason="карантин"
    )
    PlanItemFactory(plan=plan, title="Убрано", archived_at=plan.created_at)
    return plan


def test_copy_plan_moves_terms_and_starts_anew(source, head, at):
    plan = services.copy_plan(source.pk, to_year=2025, submission_key=uuid4(), by=head, at=at)

    assert (plan.school_year, plan.status, plan.is_public, plan.form, plan.title) == (
        2025, "draft", False, "matrix", "План работы на 2025/2026 учебный год",
    )  # fmt: skip
    assert list(plan.items.in_paper_order().values_list("title", "term_raw", "start", "status")) == [
        ("Заседание № 1", "07.10.2025", date(2025, 10, 7), "planned"),
        ("День школьных библиотек", "28.10.2025", date(2025, 10, 28), "planned"),
        ("К юбилею поэта", "Сентябрь 2025", date(2025, 9, 1), "planned"),
    ]
    meeting = plan.items.get(title="Заседание № 1")
    assert (meeting.section.title, meeting.section.plan, meeting.place, meeting.note) == (
        "Методическое", plan, "школа № 3", "",
    )  # fmt: skip
    assert list(ItemOwner.objects.filter(item__plan=plan).values_list("name", "person")) == [("Ольхова В.И.", head.pk)]
    assert not plan.grifs.exists()
    assert AuditEntry.objects.get().note == "Из плана на 2024/2025, пунктов: 3"


def test_copy_plan_leaves_the_source_as_it_was(source, head, at):
    before = services.snapshot(source)

    services.copy_plan(source.pk, to_year=2025, submission_key=None, by=head, at=at)

    assert services.snapshot(Plan.objects.get(pk=source.pk)) == before


def test_copy_plan_twice_by_one_form_makes_one(source, head, at):
    key = uuid4()

    first = services.copy_plan(source.pk, to_year=2025, submission_key=key, by=head, at=at)
    again = services.copy_plan(source.pk, to_year=2025, submission_key=key, by=head, at=at)

    assert (first.pk, Plan.objects.count(), first.items.count()) == (again.pk, 2, 3)


def test_copy_plan_refuses_a_taken_year(source, head, at):
    taken = PlanFactory(association=source.association, school_year=2025)

    with pytest.raises(services.PlanAlreadyExists) as refusal:
        services.copy_plan(source.pk, to_year=2025, submission_key=None, by=head, at=at)

    assert (refusal.value.plan_id, taken.items.count()) == (taken.pk, 0)


def test_preview_copy_says_what_to_look_at(source, django_assert_num_queries):
    with django_assert_num_queries(1):
        copies = services.preview_copy(source, to_year=2025)

    assert [(copy.term_raw, copy.is_moved, copy.notes) for copy in copies] == [
        ("07.10.2025", True, ()),
        ("28.10.2025", True, ()),
        (
            "Сентябрь 2025",
            True,
            ("Юбилей: проверьте, круглая ли это дата в новом году.", "В прошлом плане отменено: карантин"),
        ),
    ]


def test_copy_plan_costs_the_same_for_many_items(association, head, at, django_assert_num_queries):
    small, large = (PlanFactory(association=association, school_year=year) for year in (2021, 2022))
    PlanItemFactory(plan=small)
    for _ in range(30):
        ItemOwnerFactory(item=PlanItemFactory(plan=large))
    ItemOwnerFactory(item=small.items.get())

    with django_assert_num_queries(13):
        services.copy_plan(small.pk, to_year=2031, submission_key=None, by=head, at=at)
    with django_assert_num_queries(13):
        services.copy_plan(large.pk, to_year=2032, submission_key=None, by=head, at=at)
