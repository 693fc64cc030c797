"""Versions of an approved plan: the whole plan as it stood, and what differs between two of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from stellazh.common.actor import Actor
from stellazh.common.requests import request_id
from stellazh.workplans.enums import EventForm, ItemFormat, ItemStatus, PlanForm, VersionReason
from stellazh.workplans.models import Plan, PlanItem, PlanVersion
from stellazh.workplans.services.texts import ITEM_LABELS, PLAN_LABELS

NOTE_LENGTH = 300
STATUS_LABEL = "Состояние"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field by its Russian name, before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item in one of the two versions or in both. `changes` is empty for an item that came or went."""

    uid: str
    label: str
    term: str
    section: str
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class VersionComparison:
    """What differs: the passport, items that came, that changed, that went."""

    passport: tuple[FieldChange, ...]
    added: tuple[ItemChange, ...]
    changed: tuple[ItemChange, ...]
    gone: tuple[ItemChange, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the two are the same."""
        return not (self.passport or self.added or self.changed or self.gone)


def snapshot(plan: Plan) -> dict[str, Any]:
    """The plan as JSON: passport, agreement, sections and present items with their owners, in the order of the paper.

    That an item has been held is no change of the plan and is not kept; that it was called off is. Four queries.
    """
    items = plan.items.present().in_paper_order().select_related("section").prefetch_related("owners")
    return {
        "plan": {name: str(getattr(plan, name)) for name in PLAN_LABELS},
        "grifs": [
            {
                "kind": grif.kind,
                "text": grif.text,
                "number": grif.number,
                "on": grif.on.isoformat() if grif.on else None,
                "url": grif.url,
            }
            for grif in plan.grifs.order_by("kind")
        ],
        "sections": list(plan.sections.values_list("title", flat=True)),
        "items": [_item(item) for item in items],
    }


def keep_version(plan: Plan, *, reason: VersionReason, note: str, by: Actor, at: datetime) -> PlanVersion:
    """Keep the plan as it stands now. Changes of one request make one version. The plan is locked by the caller."""
    request = request_id.get()[:64]
    last = plan.versions.order_by("-number").first()
    if last is not None and request and last.request_id == request and last.reason == reason == VersionReason.CHANGED:
        last.snapshot = snapshot(plan)
        last.save(update_fields=["snapshot"])
        return last
    return PlanVersion.objects.create(
        plan=plan,
        number=(last.number if last else 0) + 1,
        reason=reason,
        note=note[:NOTE_LENGTH],
        snapshot=snapshot(plan),
        made_at=at,
        made_by=by.actor_name[:200],
        request_id=request,
    )


def keep_change(plan: Plan, *, note: str, by: Actor, at: datetime) -> None:
    """What every change of a plan ends with: the moment, and a version when the plan is approved."""
    plan.updated_at = at
    plan.save(update_fields=["updated_at"])
    if plan.is_binding:
        keep_version(plan, reason=VersionReason.CHANGED, note=note, by=by, at=at)


def compare_versions(
    before: PlanVersion | Mapping[str, Any], after: PlanVersion | Mapping[str, Any]
) -> VersionComparison:
    """What changed from one version, or snapshot, to another. No queries."""
    old, new = _snapshot_of(before), _snapshot_of(after)
    old_items = {item["uid"]: item for item in old["items"]}
    new_items = {item["uid"]: item for item in new["items"]}
    changed = []
    for uid, item in new_items.items():
        if uid in old_items and (differences := _differences(_item_words(old_items[uid]), _item_words(item))):
            changed.append(_item_change(item, differences))
    return VersionComparison(
        passport=_differences(_passport_words(old), _passport_words(new)),
        added=tuple(_item_change(item) for uid, item in new_items.items() if uid not in old_items),
        changed=tuple(changed),
        gone=tuple(_item_change(item) for uid, item in old_items.items() if uid not in new_items),
    )


def _snapshot_of(version: PlanVersion | Mapping[str, Any]) -> Mapping[str, Any]:
    return version.snapshot if isinstance(version, PlanVersion) else version


def _item(item: PlanItem) -> dict[str, Any]:
    called_off = item.status in (ItemStatus.POSTPONED, ItemStatus.CANCELLED)
    return {
        "uid": str(item.uid),
        "section": item.section.title if item.section else "",
        "number": item.number,
        "title": item.title,
        "form": item.form,
        "description": item.description,
        "term_raw": item.term_raw,
        "term_kind": item.term_kind,
        "start": item.start.isoformat() if item.start else None,
        "end": item.end.isoformat() if item.end else None,
        "place": item.place,
        "format": item.format,
        "audience": item.audience,
        "outcome_document": item.outcome_document,
        "note": item.note,
        "status": item.status if called_off else ItemStatus.PLANNED.value,
        "status_reason": item.status_reason if called_off else "",
        "owners": [{"name": owner.name, "detail": owner.detail} for owner in item.owners.all()],
    }


def _item_words(item: Mapping[str, Any]) -> dict[str, str]:
    words = {label: str(item[name]) for name, label in ITEM_LABELS.items() if name != "owners"}
    words[ITEM_LABELS["form"]] = str(EventForm(item["form"]).label)
    words[ITEM_LABELS["format"]] = str(ItemFormat(item["format"]).label) if item["format"] else ""
    words[ITEM_LABELS["owners"]] = "; ".join(
        f"{owner['name']}, {owner['detail']}" if owner["detail"] else owner["name"] for owner in item["owners"]
    )
    status = str(ItemStatus(item["status"]).label)
    words[STATUS_LABEL] = f"{status}: {item['status_reason']}" if item["status_reason"] else status
    return words


def _passport_words(kept: Mapping[str, Any]) -> dict[str, str]:
    words = {label: str(kept["plan"][name]) for name, label in PLAN_LABELS.items()}
    words[PLAN_LABELS["form"]] = str(PlanForm(kept["plan"]["form"]).label)
    words["Разделы"] = "; ".join(kept["sections"])
    return words


def _differences(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(name, before.get(name, ""), text) for name, text in after.items() if text != before.get(name, "")
    )


def _item_change(item: Mapping[str, Any], changes: tuple[FieldChange, ...] = ()) -> ItemChange:
    label = f"{item['number'].rstrip('.')}. {item['title']}" if item["number"] else item["title"]
    return ItemChange(uid=item["uid"], label=label, term=item["term_raw"], section=item["section"], changes=changes)
