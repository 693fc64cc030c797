"""Items of a plan: added, changed, moved, called off, put away."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from stellazh.audit.services import compare, record
from stellazh.common.actor import Actor
from stellazh.common.uniqueness import made_before
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.workplans.access import can_edit_plan
from stellazh.workplans.enums import ItemStatus
from stellazh.workplans.models import Plan, PlanItem
from stellazh.workplans.services.fields import (
    ITEM_TEXTS,
    ItemFields,
    checked_choice,
    checked_item,
    checked_texts,
    needs_reason,
)
from stellazh.workplans.services.locking import locked_item, locked_plan
from stellazh.workplans.services.owners import owners_of, put_owners, require_owners
from stellazh.workplans.services.refusals import (
    ItemAlreadyHeld,
    ItemIsArchived,
    ItemNotInPlan,
    OutcomeNeeded,
    ReasonNeeded,
)
from stellazh.workplans.services.sections import section_of
from stellazh.workplans.services.terms import put_term
from stellazh.workplans.services.texts import fields_texts, item_texts
from stellazh.workplans.services.versions import keep_change

STATUS = "Состояние"
NUMBER = "№"


@transaction.atomic
def add_item(
    plan_id: int,
    *,
    fields: ItemFields,
    submission_key: uuid.UUID | None,
    by: Actor,
    at: datetime,
    position: int | None = None,
) -> PlanItem:
    """Add an item at `position`, or after all others. The same `submission_key` gives the item it made before.

    Raises:
        PermissionRefused: `by` may not change the plan.
        SectionOfAnotherPlan, UnknownOwner, TextMissing, TextTooLong: a field is not acceptable.
    """
    plan = locked_plan(plan_id)
    require(can_edit_plan(by, plan))
    if made := made_before(plan.items.all(), submission_key):
        return made
    checked = checked_item(fields)
    section = section_of(plan, checked.section_id)
    require_owners(checked.owners)
    item = PlanItem(plan=plan, submission_key=submission_key, created_at=at, updated_at=at)
    _put_fields(item, checked)
    item.section = section
    last = plan.items.aggregate(last=Max("position"))["last"] or 0
    item.position = last + 1
    item.save()
    put_owners(item, checked.owners)
    if position is not None and position <= last:
        order = [row for row in _present_ids(plan) if row != item.pk]
        order.insert(max(position - 1, 0), item.pk)
        _put_order(plan, order)
        item.refresh_from_db(fields=["position"])
    changes = compare({}, item_texts(item, checked.owners))
    record("plan_item_added", item, by=by, at=at, scope=plan.association.path, changes=changes)
    keep_change(plan, note=_note("Добавлен пункт", item), by=by, at=at)
    return item


@transaction.atomic
def update_item(item_id: int, *, expected_version: int, fields: ItemFields, by: Actor, at: datetime) -> PlanItem:
    """Change an item and its owners; the term is read anew. Equal fields change nothing.

    Raises:
        PermissionRefused: `by` may not change the plan.
        ChangedMeanwhile: somebody saved first; both texts by their Russian names are in it.
        ItemIsArchived: it has been put away.
        SectionOfAnotherPlan, UnknownOwner, TextMissing, TextTooLong: a field is not acceptable.
    """
    item = _editable(item_id, by)
    checked = checked_item(fields)
    section = section_of(item.plan, checked.section_id)
    stored_owners = owners_of(item)
    before, wanted = item_texts(item, stored_owners), fields_texts(checked, section)
    require_version(item.version, expected_version, theirs=before, mine=wanted)
    changes = compare(before, wanted)
    if not changes and stored_owners == checked.owners:
        return item
    _put_fields(item, checked)
    item.section = section
    if stored_owners != checked.owners:
        require_owners(checked.owners)
        put_owners(item, checked.owners)
    _save(item, at)
    record("plan_item_updated", item, by=by, at=at, scope=item.plan.association.path, changes=changes)
    keep_change(item.plan, note=_note("Изменён пункт", item), by=by, at=at)
    return item


@transaction.atomic
def move_item(item_id: int, *, section_id: int | None, before_id: int | None, by: Actor, at: datetime) -> PlanItem:
    """Put an item into a section, before another item of the plan or, with None, after all others.

    Raises:
        PermissionRefused: `by` may not change the plan.
        ItemIsArchived, SectionOfAnotherPlan, ItemNotInPlan: one of the two, or the place, cannot be used.
    """
    item = _editable(item_id, by)
    section = section_of(item.plan, section_id)
    order = [row for row in _present_ids(item.plan) if row != item.pk]
    if before_id is not None and before_id not in order:
        raise ItemNotInPlan("Пункта, перед которым нужно поставить, в плане больше нет.")
    order.insert(len(order) if before_id is None else order.index(before_id), item.pk)
    places = item.section.title if item.section else "", section.title if section else ""
    if order == _present_ids(item.plan) and places[0] == places[1]:
        return item
    _put_order(item.plan, order)
    item.refresh_from_db(fields=["position"])
    item.section = section
    _save(item, at)
    changes = {"Раздел": places, "Порядок": ("", str(order.index(item.pk) + 1))}
    record("plan_item_moved", item, by=by, at=at, scope=item.plan.association.path, changes=changes)
    keep_change(item.plan, note=_note("Переставлен пункт", item), by=by, at=at)
    return item


@transaction.atomic
def set_status(item_id: int, *, status: str, reason: str, expected_version: int, by: Actor, at: datetime) -> PlanItem:
    """Postpone, cancel or plan an item again. It becomes held by `record_outcome` only.

    Raises:
        PermissionRefused: `by` may not change the plan.
        ChangedMeanwhile: somebody saved first.
        OutcomeNeeded, ReasonNeeded, ItemAlreadyHeld, ItemIsArchived, TextTooLong: the state cannot be set so.
    """
    item = _editable(item_id, by)
    reason = checked_status(status, reason)
    before = _status_text(item.status, item.status_reason)
    wanted = _status_text(status, reason)
    require_version(item.version, expected_version, theirs={STATUS: before}, mine={STATUS: wanted})
    if before == wanted:
        return item
    require_not_held(item)
    item.status, item.status_reason = status, reason
    _save(item, at)
    changes = {STATUS: (before, wanted)}
    record("plan_item_status_set", item, by=by, at=at, scope=item.plan.association.path, changes=changes)
    keep_change(item.plan, note=_note(f"{ItemStatus(status).label.capitalize()}:", item), by=by, at=at)
    return item


@transaction.atomic
def archive_item(item_id: int, *, by: Actor, at: datetime) -> PlanItem:
    """Put an item away; `restore_item` undoes it.

    Raises:
        PermissionRefused: `by` may not change the plan.
        ItemIsArchived: it has been put away before.
        ItemAlreadyHeld: it has an outcome.
    """
    item = _editable(item_id, by)
    require_not_held(item)
    item.archived_at = at
    _save(item, at, "archived_at")
    record("plan_item_archived", item, by=by, at=at, scope=item.plan.association.path)
    keep_change(item.plan, note=_note("Убран пункт", item), by=by, at=at)
    return item


@transaction.atomic
def restore_item(item_id: int, *, by: Actor, at: datetime) -> PlanItem:
    """Bring an archived item back to its place. One that is there stays as it is.

    Raises:
        PermissionRefused: `by` may not change the plan.
    """
    item = locked_item(item_id)
    require(can_edit_plan(by, item.plan))
    if item.archived_at is None:
        return item
    item.archived_at = None
    _save(item, at, "archived_at")
    record("plan_item_restored", item, by=by, at=at, scope=item.plan.association.path)
    keep_change(item.plan, note=_note("Возвращён пункт", item), by=by, at=at)
    return item


@transaction.atomic
def renumber_items(plan_id: int, *, by: Actor, at: datetime) -> int:
    """Number the items 1, 2, 3… through the sections in the order of the paper. Gives how many numbers changed.

    Raises:
        PermissionRefused: `by` may not change the plan.
    """
    plan = locked_plan(plan_id)
    require(can_edit_plan(by, plan))
    items = sorted(
        plan.items.present().in_paper_order().select_related("section"),
        key=lambda item: (item.section is None, item.section.position if item.section else 0),
    )
    changed = []
    before: list[str] = []
    for place, item in enumerate(items, start=1):
        if item.number.rstrip(".") != str(place):
            before.append(item.number)
            item.number, item.version, item.updated_at = str(place), item.version + 1, at
            changed.append(item)
    if not changed:
        return 0
    PlanItem.objects.bulk_update(changed, ["number", "version", "updated_at"])
    changes = {NUMBER: (", ".join(number or "–" for number in before), ", ".join(item.number for item in changed))}
    record("plan_items_renumbered", plan, by=by, at=at, scope=plan.association.path, changes=changes)
    keep_change(plan, note="Пункты перенумерованы", by=by, at=at)
    return len(changed)


def checked_status(status: str, reason: str) -> str:
    """The reason without outer blanks, when the status may be set by hand with it; empty for `planned`.

    Raises:
        OutcomeNeeded: the status is `held`.
        ReasonNeeded: the status needs a reason.
        TextMissing, TextTooLong: there is no such status, or the reason is too long.
    """
    checked_choice(ItemStatus, status, STATUS)
    if status == ItemStatus.HELD:
        raise OutcomeNeeded("Чтобы отметить проведённым, запишите итог: чем это подтверждается.")
    reason = reason.strip()
    if needs_reason(status) and not reason:
        raise ReasonNeeded("Напишите причину: она останется в плане и в отчёте.")
    checked_texts(PlanItem, {"status_reason": reason})
    return reason if needs_reason(status) else ""


def require_not_held(item: PlanItem) -> None:
    """Pass when no outcome stands for the item.

    Raises:
        ItemAlreadyHeld: one does.
    """
    if item.outcomes.filter(withdrawn_at=None).exists():
        raise ItemAlreadyHeld("Мероприятие проведено. Сначала отзовите записанный итог.")


def _editable(item_id: int, by: Actor) -> PlanItem:
    item = locked_item(item_id)
    require(can_edit_plan(by, item.plan))
    if item.archived_at is not None:
        raise ItemIsArchived("Пункт убран из плана: сначала верните его.")
    return item


def _put_fields(item: PlanItem, fields: ItemFields) -> None:
    for name in ITEM_TEXTS:
        setattr(item, name, getattr(fields, name))
    item.form, item.format = fields.form, fields.format
    put_term(item, fields.term_raw, item.plan.school_year)


def _save(item: PlanItem, at: datetime, *names: str) -> None:
    item.version += 1
    item.updated_at = at
    item.save(update_fields=[*names, "version", "updated_at"] if names else None)


def _present_ids(plan: Plan) -> list[int]:
    return list(plan.items.present().in_paper_order().values_list("pk", flat=True))


def _put_order(plan: Plan, order: Sequence[int]) -> None:
    places = {pk: place for place, pk in enumerate(order, start=1)}
    moved = [
        item for item in plan.items.filter(pk__in=order).only("pk", "position") if item.position != places[item.pk]
    ]
    for item in moved:
        item.position = places[item.pk]
    PlanItem.objects.bulk_update(moved, ["position"], batch_size=500)


def _status_text(status: str, reason: str) -> str:
    label = str(ItemStatus(status).label)
    return f"{label}: {reason}" if reason else label


def _note(deed: str, item: PlanItem) -> str:
    return f"{deed} «{item}»"
