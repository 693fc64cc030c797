"""Taking a confirmed import back: what was before returns, what others touched since stays and is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from stellazh.audit.services import compare, record
from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.workplans.access import can_create_plan, can_edit_plan
from stellazh.workplans.enums import ImportStatus, PlanStatus
from stellazh.workplans.models import OwnerAnswer, Plan, PlanImport, PlanItem
from stellazh.workplans.services.fields import OwnerFields
from stellazh.workplans.services.imports.newcomers import withdraw_person
from stellazh.workplans.services.imports.opening import locked_import
from stellazh.workplans.services.imports.refusals import NotConfirmed, PlanBecameBinding
from stellazh.workplans.services.imports.writing import UndoLog
from stellazh.workplans.services.locking import locked_plan
from stellazh.workplans.services.owners import owners_of, put_owners
from stellazh.workplans.services.terms import put_term
from stellazh.workplans.services.texts import PLAN_LABELS, item_texts
from stellazh.workplans.services.versions import keep_change


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing did. `kept` names what stayed, each with its reason."""

    plan_import: PlanImport
    archived_count: int
    returned_count: int
    kept: tuple[str, ...]


@transaction.atomic
def undo_import(import_id: int, *, by: Actor, at: datetime) -> Undone:
    """Put away the items that the import made, give changed ones their earlier texts, bring archived ones back.

    An item that somebody changed or marked since stays as it is. A plan made by the import and left without items is
    archived. Undoing twice changes nothing.

    Raises:
        PermissionRefused: `by` may not edit that plan.
        NotConfirmed: the import was never confirmed.
        PlanBecameBinding: the plan that it made was approved since.
    """
    plan_import = locked_import(import_id)
    require(can_create_plan(by, plan_import.association))
    if plan_import.status == ImportStatus.UNDONE:
        return Undone(plan_import, 0, 0, tuple(plan_import.undo.get("kept", ())))
    if plan_import.status != ImportStatus.CONFIRMED or plan_import.plan_id is None:
        raise NotConfirmed("Отменить можно только загрузку, внесённую в план.")
    plan = locked_plan(plan_import.plan_id)
    require_undoable(plan_import, plan, by)
    undoing = _Undoing(plan, plan_import, by=by, at=at)
    undoing.run()
    plan_import.status = ImportStatus.UNDONE
    plan_import.undone_at = at
    plan_import.undo = {**plan_import.undo, "kept": undoing.kept}
    plan_import.version += 1
    plan_import.save(update_fields=["status", "undone_at", "undo", "version"])
    note = f"убрано {undoing.archived_count}, возвращено {undoing.returned_count}, оставлено {len(undoing.kept)}"
    record("import_undone", plan_import, by=by, at=at, scope=plan_import.association.path, note=note)
    keep_change(plan, note=f"Отменена загрузка «{plan_import}»: {note}", by=by, at=at)
    return Undone(plan_import, undoing.archived_count, undoing.returned_count, tuple(undoing.kept))


def require_undoable(plan_import: PlanImport, plan: Plan, by: Actor) -> None:
    """Pass when the plan may still change.

    Raises:
        PermissionRefused: `by` may not edit it, or it is closed or archived.
        PlanBecameBinding: the import made it and it was approved since.
    """
    require(can_edit_plan(by, plan))
    if plan_import.undo["plan_created"] and plan.status != PlanStatus.DRAFT:
        raise PlanBecameBinding(
            "План, составленный из этой загрузки, уже рассмотрен или утверждён: "
            "верните его в черновики или правьте пункты."
        )


class _Undoing:
    def __init__(self, plan: Plan, plan_import: PlanImport, *, by: Actor, at: datetime) -> None:
        self.kept: list[str] = []
        self.archived_count = 0
        self.returned_count = 0
        self._plan = plan
        self._import = plan_import
        self._log = UndoLog.from_json(plan_import.undo)
        self._by = by
        self._at = at

    def run(self) -> None:
        wanted = [entry["id"] for entry in (*self._log.created, *self._log.changed, *self._log.archived)]
        found = self._plan.items.filter(pk__in=wanted).select_related("section").prefetch_related("owners", "outcomes")
        items = {item.pk: item for item in found}
        for entry in self._log.created:
            self._put_away(items[entry["id"]], entry["version"])
        for change in self._log.changed:
            self._return_texts(items[change["id"]], change)
        for entry in self._log.archived:
            self._bring_back(items[entry["id"]], entry["version"])
        self._return_passport()
        for entry in self._log.people:
            if reason := withdraw_person(entry["person"], entry["membership"], by=self._by, at=self._at):
                self.kept.append(reason)
        self._return_answers()
        if self._log.plan_created and not self._plan.items.present().exists():
            self._plan.archived_at = self._at
            self._plan.version += 1
            self._plan.save(update_fields=["archived_at", "version"])
            self._record("plan_archived", self._plan, {})
        else:
            self._drop_sections()

    def _put_away(self, item: PlanItem, version: int) -> None:
        if item.archived_at is not None:
            return
        if any(outcome.withdrawn_at is None for outcome in item.outcomes.all()):
            self.kept.append(f"«{item}»: записан итог")
        elif item.version != version:
            self.kept.append(f"«{item}»: после загрузки пункт правили")
        else:
            item.archived_at = self._at
            self._save(item)
            self.archived_count += 1
            self._record("plan_item_archived", item, {})

    def _return_texts(self, item: PlanItem, change: Mapping[str, Any]) -> None:
        if item.version != change["version"]:
            self.kept.append(f"«{item}»: после загрузки пункт правили")
            return
        old = dict(change["before"])
        owners = owners_of(item)
        now = item_texts(item, owners)
        stored_owners = old.pop("owners", None)
        if "section" in old:
            section_id = old.pop("section")
            item.section = self._plan.sections.filter(pk=section_id).first() if section_id else None
        term_raw = old.pop("term_raw", None)
        for name, value in old.items():
            setattr(item, name, value)
        if term_raw is not None:
            put_term(item, term_raw, self._plan.school_year)
        if stored_owners is not None:
            owners = tuple(OwnerFields(**owner) for owner in stored_owners)
            put_owners(item, owners)
        self._save(item)
        self.returned_count += 1
        self._record("plan_item_updated", item, compare(now, item_texts(item, owners)))

    def _bring_back(self, item: PlanItem, version: int) -> None:
        if item.archived_at is None:
            return
        if item.version != version:
            self.kept.append(f"«{item}»: после загрузки пункт правили")
            return
        item.archived_at = None
        self._save(item)
        self.returned_count += 1
        self._record("plan_item_restored", item, {})

    def _save(self, item: PlanItem) -> None:
        item.version += 1
        item.updated_at = self._at
        item.save()

    def _drop_sections(self) -> None:
        made = self._plan.sections.filter(pk__in=self._log.sections)
        gone = [section for section in made if not section.items.present().exists()]
        for section in gone:
            section.items.update(section=None)
            section.delete()
        if gone:
            self._record("plan_section_removed", self._plan, {"Разделы": ("; ".join(map(str, gone)), "")})

    def _return_passport(self) -> None:
        before, after, names = {}, {}, []
        for name, (ours, paper) in self._log.passport.items():
            label = PLAN_LABELS[name]
            if getattr(self._plan, name) != paper:
                self.kept.append(f"{label}: после загрузки текст правили")
                continue
            setattr(self._plan, name, ours)
            names.append(name)
            before[label], after[label] = paper, ours
        if names:
            self._plan.version += 1
            self._plan.save(update_fields=[*names, "version"])
            self._record("plan_updated", self._plan, compare(before, after))

    def _return_answers(self) -> None:
        for entry in self._log.answers:
            answers = OwnerAnswer.objects.filter(association=self._plan.association, written_key=entry["key"])
            if entry["had"]:
                answers.update(person_id=entry["person"])
            else:
                answers.delete()

    def _record(self, action: str, thing: Plan | PlanItem, changes: Mapping[str, tuple[str, str]]) -> None:
        note = f"Отмена загрузки: {self._import}"
        record(action, thing, by=self._by, at=self._at, scope=self._plan.association.path, changes=changes, note=note)
