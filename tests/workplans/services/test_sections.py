"""Sections: added, renamed, moved, taken away."""

import pytest

from stellazh.audit.models import AuditEntry
from stellazh.common.errors import PermissionRefused
from stellazh.workplans import services
from stellazh.workplans.models import PlanSection
from tests.factories.workplans import PlanFactory, PlanItemFactory, PlanSectionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(association):
    plan = PlanFactory(association=association)
    for title in ("Первый", "Второй", "Третий"):
        PlanSectionFactory(plan=plan, title=title)
    return plan


def titles(plan):
    return list(plan.sections.values_list("position", "title"))


def section(title):
    return PlanSection.objects.get(title=title)


def test_add_section_stands_last(plan, head, at):
    services.add_section(plan.pk, title=" Четвёртый ", by=head, at=at)

    assert titles(plan) == [(1, "Первый"), (2, "Второй"), (3, "Третий"), (4, "Четвёртый")]
    assert AuditEntry.objects.get().changes == {
        "Разделы": ["Первый; Второй; Третий", "Первый; Второй; Третий; Четвёртый"]
    }


@pytest.mark.parametrize(
    ("title", "refusal"),
    [("Первый", services.SectionTitleTaken), (" ", services.TextMissing), ("я" * 301, services.TextTooLong)],
)
def test_sections_refuse_titles(title, refusal, plan, head, at):
    with pytest.raises(refusal):
        services.add_section(plan.pk, title=title, by=head, at=at)
    with pytest.raises(refusal):
        services.rename_section(section("Второй").pk, title=title, by=head, at=at)

    assert titles(plan) == [(1, "Первый"), (2, "Второй"), (3, "Третий")]


def test_rename_section(plan, head, at):
    services.rename_section(section("Второй").pk, title="Средний", by=head, at=at)

    assert titles(plan) == [(1, "Первый"), (2, "Средний"), (3, "Третий")]


@pytest.mark.parametrize(
    ("place", "order"),
    [
        (1, ["Третий", "Первый", "Второй"]),
        (2, ["Первый", "Третий", "Второй"]),
        (9, ["Первый", "Второй", "Третий"]),
        (-3, ["Третий", "Первый", "Второй"]),
    ],
)
def test_move_section(place, order, plan, head, at):
    services.move_section(section("Третий").pk, to_position=place, by=head, at=at)

    assert titles(plan) == list(enumerate(order, start=1))


def test_remove_section_closes_the_gap(plan, head, at):
    moved = services.remove_section(section("Первый").pk, by=head, at=at)

    assert (moved, titles(plan)) == (0, [(1, "Второй"), (2, "Третий")])


def test_remove_section_refuses_one_with_items(plan, head, at):
    PlanItemFactory(plan=plan, section=section("Первый"))

    with pytest.raises(services.SectionHoldsItems):
        services.remove_section(section("Первый").pk, by=head, at=at)

    assert len(titles(plan)) == 3


def test_remove_section_moves_its_items_archived_ones_too(plan, head, at):
    heir = section("Третий")
    present = PlanItemFactory(plan=plan, section=section("Первый"))
    archived = PlanItemFactory(plan=plan, section=section("Первый"), archived_at=at)

    moved = services.remove_section(section("Первый").pk, move_items_to=heir.pk, by=head, at=at)

    present.refresh_from_db()
    archived.refresh_from_db()
    assert (moved, present.section, archived.section) == (1, heir, heir)


def test_remove_section_refuses_itself_as_heir(plan, head, at):
    first = section("Первый")

    with pytest.raises(services.SectionOfAnotherPlan):
        services.remove_section(first.pk, move_items_to=first.pk, by=head, at=at)

    assert len(titles(plan)) == 3


@pytest.mark.parametrize("who", ["member", "stranger"])
def test_sections_are_for_those_who_edit(who, plan, at, request):
    actor, first = request.getfixturevalue(who), section("Первый")

    for deed in (
        lambda: services.rename_section(first.pk, title="Иной", by=actor, at=at),
        lambda: services.move_section(first.pk, to_position=3, by=actor, at=at),
        lambda: services.remove_section(first.pk, by=actor, at=at),
    ):
        with pytest.raises(PermissionRefused):
            deed()

    assert titles(plan) == [(1, "Первый"), (2, "Второй"), (3, "Третий")]
