"""Last year's plan for another year: its items with their dates moved, shown before anything is made."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from stellazh.associations.models import Association
from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.school_year import SchoolYear
from stellazh.common.uniqueness import made_before
from stellazh.common.verdict import require
from stellazh.workplans.access import can_create_plan
from stellazh.workplans.enums import EventForm, ItemStatus
from stellazh.workplans.models import ItemOwner, Plan, PlanItem, PlanSection
from stellazh.workplans.services.fields import PLAN_TEXTS
from stellazh.workplans.services.owners import owner_fields, owner_rows
from stellazh.workplans.services.plans import require_free_year
from stellazh.workplans.services.terms import put_term
from stellazh.workplans.services.wording import Reworded, names_year, shift_school_years, shift_years

# People come together on a weekday; days of memory, contests and papers keep their number.
GATHERINGS = {
    EventForm.MEETING,
    EventForm.CONFERENCE_MEETING,
    EventForm.SEMINAR,
    EventForm.PRACTICUM,
    EventForm.WEBINAR,
    EventForm.HOTLINE,
    EventForm.ROUND_TABLE,
    EventForm.MASTER_CLASS,
    EventForm.CONFERENCE,
    EventForm.CONSULTATION,
    EventForm.COURSES,
    EventForm.OTHER,
}
_ANNIVERSARY = re.compile(r"юбиле|годовщин|\d-?лети|лет со дня|летию", re.IGNORECASE)
_NAMED_DAY = re.compile(r"\bД(?:ень|ня|ню|нём|нем)\s|\bднём\s+[А-ЯЁ]|праздник")
_COPIED = ("number", "form", "description", "place", "format", "audience", "outcome_document", "position")


@dataclass(frozen=True, slots=True)
class CopiedItem:
    """How an item will stand in the new plan. `notes` are Russian sentences for the person who looks it through."""

    item: PlanItem
    title: str
    term_raw: str
    notes: tuple[str, ...]

    @property
    def is_moved(self) -> bool:
        """Whether the wording of the term differs."""
        return self.term_raw != self.item.term_raw


def preview_copy(plan: Plan, *, to_year: int) -> tuple[CopiedItem, ...]:
    """What `copy_plan` would make of the plan's items, in the order of the paper. Stores nothing; one query."""
    years = to_year - plan.school_year
    return tuple(_copied(item, plan, years) for item in plan.items.present().in_paper_order())


@transaction.atomic
def copy_plan(source_plan_id: int, *, to_year: int, submission_key: uuid.UUID | None, by: Actor, at: datetime) -> Plan:
    """A draft for `to_year` with the passport, sections, items and owners of another plan of the association.

    Days move as `shift_years` says: a gathering on a working day to the same weekday nearest to its anniversary, other
    days by whole years. Every item is planned again; grifs, outcomes, reasons and notes stay behind. The same
    `submission_key` gives the plan it made before.

    Raises:
        PermissionRefused: `by` may not make plans there.
        PlanAlreadyExists: the association has a plan for that year.
        YearOutOfRange: there is no such year.
    """
    source = Plan.objects.select_related("association").get(pk=source_plan_id)
    association = (
        Association.objects.select_for_update(of=("self",)).select_related("territory").get(pk=source.association_id)
    )
    require(can_create_plan(by, association))
    if made := made_before(Plan.objects.filter(association=association), submission_key):
        return made
    require_free_year(association, to_year)
    years = to_year - source.school_year
    texts = {name: getattr(source, name) for name in PLAN_TEXTS}
    texts["title"] = shift_school_years(source.title, years)
    plan = Plan.objects.create(
        association=association,
        school_year=to_year,
        form=source.form,
        created_at=at,
        updated_at=at,
        submission_key=submission_key,
        **texts,
    )
    copies = preview_copy(source, to_year=to_year)
    _make_items(plan, source, copies, at)
    note = f"Из плана на {SchoolYear(source.school_year).label}, пунктов: {len(copies)}"
    record("plan_copied", plan, by=by, at=at, scope=association.path, note=note)
    return plan


def _make_items(plan: Plan, source: Plan, copies: tuple[CopiedItem, ...], at: datetime) -> None:
    sections = {}
    for section in source.sections.all():
        sections[section.pk] = PlanSection.objects.create(plan=plan, title=section.title, position=section.position)
    owners: dict[int, list[ItemOwner]] = {}
    for owner in ItemOwner.objects.filter(item__plan=source):
        owners.setdefault(owner.item_id, []).append(owner)
    rows = []
    for copy in copies:
        item = PlanItem(plan=plan, title=copy.title, created_at=at, updated_at=at)
        for name in _COPIED:
            setattr(item, name, getattr(copy.item, name))
        item.section = sections[copy.item.section_id] if copy.item.section_id else None
        put_term(item, copy.term_raw, plan.school_year)
        rows.append(item)
    PlanItem.objects.bulk_create(rows)
    ItemOwner.objects.bulk_create(
        row
        for item, copy in zip(rows, copies, strict=True)
        for row in owner_rows(item, [owner_fields(owner) for owner in owners.get(copy.item.pk, [])])
    )


def _copied(item: PlanItem, plan: Plan, years: int) -> CopiedItem:
    text = f"{item.title} {item.description}"
    keeps_weekday = item.form in GATHERINGS and not _NAMED_DAY.search(text)
    moved = shift_years(item.term_raw, school_year=plan.school_year, years=years, keeps_weekday=keeps_weekday)
    longest = PlanItem._meta.get_field("term_raw").max_length or 0  # noqa: SLF001
    if len(moved.text) > longest:
        moved = Reworded(item.term_raw, "Срок не перенесён: новая запись слишком длинна.")
    notes = [moved.note] if moved.note else []
    if _ANNIVERSARY.search(text):
        notes.append("Юбилей: проверьте, круглая ли это дата в новом году.")
    if names_year(text):
        notes.append("В названии или описании есть год: проверьте его.")
    if item.status == ItemStatus.CANCELLED:
        notes.append(f"В прошлом плане отменено: {item.status_reason}")
    return CopiedItem(item, shift_school_years(item.title, years), moved.text, tuple(notes))
