"""Changing the preview: every step is kept in the import, and no plan is touched before confirmation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.numerals import whole_number
from stellazh.common.verdict import require
from stellazh.russian.terms import parse_term
from stellazh.workplans.access import can_create_plan
from stellazh.workplans.drafts.model import Draft, DraftAnswer, DraftNote, DraftTerm
from stellazh.workplans.drafts.taking import term_of
from stellazh.workplans.enums import ImportStatus
from stellazh.workplans.models import PlanImport
from stellazh.workplans.services.imports import doubts
from stellazh.workplans.services.imports.confirming import day_of
from stellazh.workplans.services.imports.opening import locked_import, require_open
from stellazh.workplans.services.imports.refusals import ImportNotOpen, UnknownChoice

Edit = Callable[[Draft], Draft]


@transaction.atomic
def edit_draft(import_id: int, edit: Edit, *, by: Actor, at: datetime) -> tuple[PlanImport, Draft]:
    """Put the draft that `edit` makes of the present one in its place.

    Two people may edit different rows at once: `edit` itself checks the revision of what it changes.

    Raises:
        PermissionRefused: `by` may not edit plans there.
        ImportNotOpen: the import no longer waits to be checked.
        Whatever `edit` raises; nothing is stored then.
    """
    plan_import = locked_import(import_id)
    require(can_create_plan(by, plan_import.association))
    require_open(plan_import)
    draft = Draft.from_json(plan_import.reading)
    changed = edit(draft)
    if changed != draft:
        plan_import.reading = changed.to_json()
        plan_import.version += 1
        plan_import.save(update_fields=["reading", "version"])
    return plan_import, changed


def term_reader(school_year: int) -> Callable[[str], tuple[DraftTerm, tuple[DraftNote, ...]]]:
    """Reads wordings of terms within one school year; gives the term and its warnings."""
    return lambda raw: term_of(parse_term(raw, school_year))


def answer_doubts(
    import_id: int, answers: Mapping[str, DraftAnswer], *, by: Actor, at: datetime
) -> tuple[PlanImport, Draft]:
    """Keep who is meant by which spelling; an answer holds for every row of the spelling.

    Raises:
        PermissionRefused, ImportNotOpen: as `edit_draft`.
        UnknownChoice: an answer is about no open question, or names somebody who is not offered.
    """

    def edit(draft: Draft) -> Draft:
        plan_import = PlanImport.objects.select_related("association__territory").defer("reading").get(pk=import_id)
        book = doubts.owner_book(draft, plan_import.association, on=day_of(plan_import, at))
        asked = {doubt.key: doubt for doubt in book.doubts}
        offered = {person.id for person in book.people}
        known = set(asked) | {entry.key for entry in book.settled if entry.person}
        for key, answer in answers.items():
            if key not in asked or not _is_offered(key, answer, offered, known):
                raise UnknownChoice("Такого ответа нет в списке: обновите страницу и выберите снова.")
        return replace(draft, answers={**draft.answers, **answers})

    return edit_draft(import_id, edit, by=by, at=at)


def _is_offered(key: str, answer: DraftAnswer, offered: set[int], known: set[str]) -> bool:
    if answer.choice == doubts.PERSON:
        return whole_number(answer.target) in offered
    if answer.choice == doubts.SAME:
        return answer.target in known and answer.target != key
    return answer.choice in (doubts.NEW, doubts.WORDS, doubts.GROUP) and not answer.target


@transaction.atomic
def abandon_import(import_id: int, *, by: Actor, at: datetime) -> PlanImport:
    """Leave a preview unconfirmed; the paper and what was read stay. Abandoning twice changes nothing.

    Raises:
        PermissionRefused: `by` may not edit plans there.
        ImportNotOpen: it is confirmed or undone.
    """
    plan_import = locked_import(import_id)
    require(can_create_plan(by, plan_import.association))
    if plan_import.status == ImportStatus.ABANDONED:
        return plan_import
    if plan_import.status not in (ImportStatus.PREVIEW, ImportStatus.READING):
        raise ImportNotOpen("Загрузка уже внесена в план: её можно отменить.")
    plan_import.status = ImportStatus.ABANDONED
    plan_import.version += 1
    plan_import.save(update_fields=["status", "version"])
    record("import_abandoned", plan_import, by=by, at=at, scope=plan_import.association.path)
    return plan_import


@transaction.atomic
def resume_import(import_id: int, *, by: Actor, at: datetime) -> PlanImport:
    """Take an abandoned preview up again.

    Raises:
        PermissionRefused: `by` may not edit plans there.
        ImportNotOpen: it is not abandoned, or its paper could not be read.
    """
    plan_import = locked_import(import_id)
    require(can_create_plan(by, plan_import.association))
    if plan_import.status == ImportStatus.PREVIEW:
        return plan_import
    if plan_import.status != ImportStatus.ABANDONED or "rows" not in plan_import.reading:
        raise ImportNotOpen("Эту загрузку нельзя продолжить: загрузите файл заново.")
    plan_import.status = ImportStatus.PREVIEW
    plan_import.version += 1
    plan_import.save(update_fields=["status", "version"])
    record("import_resumed", plan_import, by=by, at=at, scope=plan_import.association.path)
    return plan_import
