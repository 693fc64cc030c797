"""The draft beside the plan that the association has for that year: what confirming would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Max

from stellazh.workplans.drafts.model import PASSPORT_FIELDS, Draft, DraftRow
from stellazh.workplans.enums import ImportStatus, ItemFormat
from stellazh.workplans.models import Plan, PlanImport, PlanItem
from stellazh.workplans.services.imports.differences import (
    EXTRA_LABELS,
    Comparable,
    Differences,
    FieldChange,
    Match,
    compare_plans,
)
from stellazh.workplans.services.imports.doubts import OwnerBook

_ROW_NAMES = {"place": "place_name"}


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A row of the paper, the item it is, and what differs. `is_ours` when the plan's item was changed after the last
    import: then the difference may be a person's own correction, and the paper is not to win unasked."""

    row: DraftRow
    item: PlanItem
    changes: tuple[FieldChange, ...]
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """What confirming would do. `plan` is None when the year has no plan yet: then every row is new."""

    plan: Plan | None
    new: tuple[DraftRow, ...]
    changed: tuple[ChangedRow, ...]
    same_count: int
    gone: tuple[PlanItem, ...]
    passport: tuple[FieldChange, ...]
    matched: Mapping[str, int]

    @property
    def nothing_differs(self) -> bool:
        """Whether the paper says just what the plan says; what the plan alone has does not count."""
        return self.plan is not None and not (self.new or self.changed or self.passport)

    @property
    def seen(self) -> str:
        """What stands for the state of the plan that was compared, so that confirming notices a later change."""
        return self.plan.updated_at.isoformat() if self.plan is not None else ""


def plan_of_year(plan_import: PlanImport) -> Plan | None:
    """The association's plan for the year of the import, if there is one."""
    plans = Plan.objects.present().for_year(plan_import.school_year)
    return plans.filter(association_id=plan_import.association_id).select_related("association__territory").first()


def compare_import(draft: Draft, plan: Plan | None, book: OwnerBook) -> Comparison:
    """Compare the taken rows with the plan's present items. Four queries, none when there is no plan."""
    if plan is None:
        return Comparison(None, draft.taken, (), 0, (), (), {})
    items = list(plan.items.present().in_paper_order().select_related("section").prefetch_related("owners"))
    found = compare_plans([_of_row(row, book) for row in draft.taken], [_of_item(item) for item in items])
    return _told(draft, plan, items, found)


def _told(draft: Draft, plan: Plan, items: Sequence[PlanItem], found: Differences) -> Comparison:
    rows = {row.key: row for row in draft.taken}
    by_id = {str(item.pk): item for item in items}
    brought_at = plan.imports.filter(status=ImportStatus.CONFIRMED).aggregate(last=Max("confirmed_at"))["last"]

    def changed(match: Match) -> ChangedRow:
        item = by_id[match.item]
        is_ours = brought_at is not None and item.updated_at > brought_at
        return ChangedRow(rows[match.row], item, match.changes, is_ours=is_ours)

    return Comparison(
        plan=plan,
        new=tuple(rows[key] for key in found.new),
        changed=tuple(changed(match) for match in found.changed),
        same_count=len(found.same),
        gone=tuple(by_id[key] for key in found.gone),
        passport=tuple(
            FieldChange(name, label, getattr(plan, name), wanted)
            for name, label in PASSPORT_FIELDS.items()
            if (wanted := getattr(draft.passport, name).strip()) and wanted.split() != getattr(plan, name).split()
        ),
        matched={match.row: int(match.item) for match in (*found.changed, *found.same)},
    )


def _of_row(row: DraftRow, book: OwnerBook) -> Comparable:
    resolved = [book.resolution(owner.name) for owner in row.owners]
    return Comparable(
        key=row.key,
        title=row.title,
        number=row.number,
        section=row.section,
        term=row.term.raw,
        owners=tuple(owner.name for owner in row.owners),
        owner_people=frozenset(found.person_id for found in resolved if found.person_id is not None),
        extras=tuple((name, _shown(name, getattr(row, _ROW_NAMES.get(name, name)))) for name in EXTRA_LABELS),
    )


def _of_item(item: PlanItem) -> Comparable:
    owners = list(item.owners.all())
    return Comparable(
        key=str(item.pk),
        title=item.title,
        number=item.number,
        section=item.section.title if item.section else "",
        term=item.term_raw,
        owners=tuple(owner.name for owner in owners),
        owner_people=frozenset(owner.person_id for owner in owners if owner.person_id is not None),
        extras=tuple((name, _shown(name, getattr(item, name))) for name in EXTRA_LABELS),
    )


def _shown(name: str, value: str) -> str:
    return str(ItemFormat(value).label) if name == "format" and value else value
