"""Sections of a plan, which are the directions of its matrix."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.workplans.access import can_edit_plan
from stellazh.workplans.models import Plan, PlanSection
from stellazh.workplans.services.fields import checked_texts
from stellazh.workplans.services.locking import locked_plan
from stellazh.workplans.services.refusals import (
    SectionHoldsItems,
    SectionOfAnotherPlan,
    SectionTitleTaken,
    TextMissing,
)
from stellazh.workplans.services.versions import keep_change

LABEL = "Разделы"


@transaction.atomic
def add_section(plan_id: int, *, title: str, by: Actor, at: datetime) -> PlanSection:
    """Add a section after the others.

    Raises:
        PermissionRefused: `by` may not change the plan.
        TextMissing, TextTooLong: the title is not acceptable.
        SectionTitleTaken: the plan has one of that title.
    """
    plan = _editable(plan_id, by)
    before = _titles(plan)
    section = PlanSection.objects.create(plan=plan, title=_free_title(plan, title), position=len(before) + 1)
    _keep(plan, "plan_section_added", before, f"Добавлен раздел «{section.title}»", by=by, at=at)
    return section


@transaction.atomic
def rename_section(section_id: int, *, title: str, by: Actor, at: datetime) -> PlanSection:
    """Give a section another title. Refuses as `add_section`."""
    section = PlanSection.objects.get(pk=section_id)
    plan = _editable(section.plan_id, by)
    if title.strip() == section.title:
        return section
    before = _titles(plan)
    section.title = _free_title(plan, title)
    section.save(update_fields=["title"])
    _keep(plan, "plan_section_renamed", before, f"Раздел назван «{section.title}»", by=by, at=at)
    return section


@transaction.atomic
def move_section(section_id: int, *, to_position: int, by: Actor, at: datetime) -> PlanSection:
    """Put a section at a place, counted from 1; places beyond the ends mean the ends.

    Raises:
        PermissionRefused: `by` may not change the plan.
    """
    plan = _editable(PlanSection.objects.values_list("plan_id", flat=True).get(pk=section_id), by)
    before = _titles(plan)
    sections = list(plan.sections.all())
    moved = next(section for section in sections if section.pk == section_id)
    sections.remove(moved)
    sections.insert(max(0, min(to_position - 1, len(sections))), moved)
    _renumber(sections)
    if _titles(plan) != before:
        _keep(plan, "plan_sections_moved", before, f"Переставлен раздел «{moved.title}»", by=by, at=at)
    return moved


@transaction.atomic
def remove_section(section_id: int, *, move_items_to: int | None = None, by: Actor, at: datetime) -> int:
    """Take a section away; its items, archived ones too, go to the section `move_items_to`. Gives how many moved.

    Raises:
        PermissionRefused: `by` may not change the plan.
        SectionHoldsItems: it holds items and no place is named for them.
        SectionOfAnotherPlan: the place named is not of this plan, or is the section itself.
    """
    section = PlanSection.objects.get(pk=section_id)
    plan = _editable(section.plan_id, by)
    before = _titles(plan)
    held = section.items.present().count()
    if held and move_items_to is None:
        raise SectionHoldsItems("В разделе есть мероприятия: выберите, в какой раздел их перенести.")
    heir = section_of(plan, move_items_to)
    if heir is not None and heir.pk == section.pk:
        raise SectionOfAnotherPlan("Выберите другой раздел этого плана.")
    section.items.update(section=heir)
    section.delete()
    _renumber(list(plan.sections.all()))
    _keep(plan, "plan_section_removed", before, f"Убран раздел «{section.title}»", by=by, at=at)
    return held


def section_of(plan: Plan, section_id: int | None) -> PlanSection | None:
    """The section of that plan; None for None.

    Raises:
        SectionOfAnotherPlan: there is none of that key in the plan.
    """
    if section_id is None:
        return None
    section = plan.sections.filter(pk=section_id).first()
    if section is None:
        raise SectionOfAnotherPlan("Такого раздела в этом плане нет: выберите раздел из списка.")
    return section


def _editable(plan_id: int, by: Actor) -> Plan:
    plan = locked_plan(plan_id)
    require(can_edit_plan(by, plan))
    return plan


def _titles(plan: Plan) -> list[str]:
    return list(plan.sections.values_list("title", flat=True))


def _free_title(plan: Plan, title: str) -> str:
    title = title.strip()
    if not title:
        raise TextMissing("Напишите название раздела.")
    checked_texts(PlanSection, {"title": title})
    if plan.sections.filter(title=title).exists():
        raise SectionTitleTaken("Раздел с таким названием в плане уже есть.")
    return title


def _renumber(sections: list[PlanSection]) -> None:
    for position, section in enumerate(sections, start=1):
        section.position = position
    PlanSection.objects.bulk_update(sections, ["position"])


def _keep(plan: Plan, action: str, before: list[str], note: str, *, by: Actor, at: datetime) -> None:
    changes = {LABEL: ("; ".join(before), "; ".join(_titles(plan)))}
    record(action, plan, by=by, at=at, scope=plan.association.path, changes=changes)
    keep_change(plan, note=note, by=by, at=at)
