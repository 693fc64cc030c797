"""One change for many items: shown first, made whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from stellazh.audit.services import compare, record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.numerals import agree
from stellazh.common.verdict import require
from stellazh.russian.collation import fold
from stellazh.workplans.access import can_edit_plan
from stellazh.workplans.enums import EventForm, ItemFormat, ItemStatus
from stellazh.workplans.models import ItemOwner, Plan, PlanItem, PlanSection
from stellazh.workplans.services.fields import BulkChange, OwnerFields, checked_choice, checked_owner, checked_texts
from stellazh.workplans.services.items import checked_status
from stellazh.workplans.services.locking import locked_plan
from stellazh.workplans.services.owners import owner_fields, owner_rows, require_owners
from stellazh.workplans.services.refusals import ItemAlreadyHeld, ItemNotInPlan, NothingToChange, SomeItemsRefuse
from stellazh.workplans.services.sections import section_of
from stellazh.workplans.services.terms import put_term
from stellazh.workplans.services.texts import item_texts
from stellazh.workplans.services.versions import FieldChange, keep_change
from stellazh.workplans.services.wording import shift_days

STATUS = "Состояние"


@dataclass(frozen=True, slots=True)
class ItemDifference:
    """What the change does to one item: `changes` by Russian names, or the `refusal` that stands in its way."""

    item: PlanItem
    changes: tuple[FieldChange, ...]
    refusal: str = ""


@dataclass(slots=True)
class _Worked:
    """An item with the change put into it, not stored."""

    item: PlanItem
    owners: tuple[OwnerFields, ...]
    owners_changed: bool
    changes: dict[str, tuple[str, str]]


def preview_changes(plan: Plan, *, item_ids: Iterable[int], change: BulkChange) -> tuple[ItemDifference, ...]:
    """What `change_items` would do, item by item in the order of the paper. Stores nothing; five queries at most.

    Raises:
        NothingToChange, ItemNotInPlan, SectionOfAnotherPlan, ReasonNeeded, …: the change itself cannot be made.
    """
    items, change, section = _prepared(plan, tuple(item_ids), change)
    differences = []
    for item in items:
        try:
            worked = _work(plan, item, change, section)
        except DomainError as refusal:
            differences.append(ItemDifference(item, (), str(refusal)))
        else:
            changes = tuple(FieldChange(name, *pair) for name, pair in worked.changes.items())
            differences.append(ItemDifference(item, changes))
    return tuple(differences)


@transaction.atomic
def change_items(
    plan_id: int, *, item_ids: Iterable[int], change: BulkChange, by: Actor, at: datetime
) -> tuple[PlanItem, ...]:
    """Make one change to many items: one entry in the audit, one version. Gives the items that really changed.

    Raises:
        PermissionRefused: `by` may not change the plan.
        SomeItemsRefuse: it cannot be made for some of them, named in it; nothing has changed.
        NothingToChange, ItemNotInPlan, SectionOfAnotherPlan, UnknownOwner, ReasonNeeded, OutcomeNeeded: the change
            itself cannot be made.
    """
    plan = locked_plan(plan_id)
    require(can_edit_plan(by, plan))
    items, change, section = _prepared(plan, tuple(item_ids), change)
    worked: list[_Worked] = []
    refused: list[tuple[str, str]] = []
    for item in items:
        try:
            worked.append(_work(plan, item, change, section))
        except DomainError as refusal:
            refused.append((str(item), str(refusal)))
    if refused:
        raise SomeItemsRefuse("Изменение не подходит части пунктов, поэтому не изменён ни один.", reasons=refused)
    changed = [one for one in worked if one.changes or one.owners_changed]
    if not changed:
        return ()
    _store(changed, at)
    count = len(changed)
    note = f"Изменено сразу {count} {agree(count, 'пункт', 'пункта', 'пунктов')}"
    changes = {f"{_label(one.item)}: {name}": pair for one in changed for name, pair in one.changes.items()}
    record("plan_items_changed", plan, by=by, at=at, scope=plan.association.path, changes=changes, note=note)
    keep_change(plan, note=note, by=by, at=at)
    return tuple(one.item for one in changed)


def _prepared(
    plan: Plan, item_ids: tuple[int, ...], change: BulkChange
) -> tuple[Sequence[PlanItem], BulkChange, PlanSection | None]:
    if not item_ids:
        raise NothingToChange("Сначала отметьте пункты плана.")
    if change.is_empty:
        raise NothingToChange("Выберите, что изменить у отмеченных пунктов.")
    items = list(
        plan.items.present().filter(pk__in=item_ids).in_paper_order()
        .select_related("section").prefetch_related("owners", "outcomes")
    )  # fmt: skip
    if len(items) != len(set(item_ids)):
        raise ItemNotInPlan("Часть отмеченных пунктов уже убрана из плана. Обновите страницу и отметьте заново.")
    if change.status is not None:
        change = replace(change, reason=checked_status(change.status, change.reason))
    if change.form is not None:
        checked_choice(EventForm, change.form, "Форма")
    if change.format:
        checked_choice(ItemFormat, change.format, "Формат")
    named = [owner for owner in (change.add_owner, change.replace_owner and change.replace_owner[1]) if owner]
    for owner in map(checked_owner, named):
        checked_texts(ItemOwner, {"name": owner.name, "detail": owner.detail})
    require_owners(named)
    return items, change, section_of(plan, change.section_id or None)


def _work(plan: Plan, item: PlanItem, change: BulkChange, section: PlanSection | None) -> _Worked:
    owners = tuple(owner_fields(owner) for owner in item.owners.all())
    before = {**item_texts(item, owners), STATUS: _status_text(item)}
    if change.section_id is not None:
        item.section = section
    if change.status is not None and change.status != item.status:
        if any(outcome.withdrawn_at is None for outcome in item.outcomes.all()):
            raise ItemAlreadyHeld("Мероприятие проведено: сначала отзовите записанный итог.")
        item.status = change.status
    if change.status is not None:
        item.status_reason = change.reason
    if change.form is not None:
        item.form = change.form
    if change.format is not None:
        item.format = change.format
    if change.shift_days:
        text = shift_days(item.term_raw, school_year=plan.school_year, days=change.shift_days)
        if text is None:
            raise NothingToChange(f"Срок «{item.term_raw or '–'}» нельзя сдвинуть по дням: исправьте его вручную.")
        put_term(item, text, plan.school_year)
    new_owners = _owners(owners, change)
    after = {**item_texts(item, new_owners), STATUS: _status_text(item)}
    return _Worked(item, new_owners, new_owners != owners, compare(before, after))


def _owners(owners: tuple[OwnerFields, ...], change: BulkChange) -> tuple[OwnerFields, ...]:
    if change.replace_owner is not None:
        name, successor = fold(change.replace_owner[0]), change.replace_owner[1]
        owners = tuple(successor if fold(owner.name) == name else owner for owner in owners)
    if change.add_owner is not None and fold(change.add_owner.name) not in {fold(owner.name) for owner in owners}:
        owners = (*owners, change.add_owner)
    return owners


def _store(changed: Sequence[_Worked], at: datetime) -> None:
    for one in changed:
        one.item.version += 1
        one.item.updated_at = at
    names = (
        "section", "status", "status_reason", "form", "format", "term_raw", "term_kind", "start", "end", "time",
        "months", "version", "updated_at",
    )  # fmt: skip
    PlanItem.objects.bulk_update([one.item for one in changed], names, batch_size=200)
    moved = [one for one in changed if one.owners_changed]
    ItemOwner.objects.filter(item__in=[one.item for one in moved]).delete()
    ItemOwner.objects.bulk_create([row for one in moved for row in owner_rows(one.item, one.owners)])


def _status_text(item: PlanItem) -> str:
    label = str(ItemStatus(item.status).label)
    return f"{label}: {item.status_reason}" if item.status_reason else label


def _label(item: PlanItem) -> str:
    return f"№ {item.number.rstrip('.')}" if item.number else f"«{item}»"
