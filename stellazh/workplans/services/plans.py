"""Plans: started, changed, agreed, approved, published, closed, put away."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from stellazh.associations.models import Association
from stellazh.audit.services import compare, record
from stellazh.common.actor import Actor
from stellazh.common.school_year import FIRST_YEAR, LAST_YEAR
from stellazh.common.uniqueness import made_before
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.workplans.access import can_approve_plan, can_archive_plan, can_create_plan, can_edit_plan
from stellazh.workplans.enums import GrifKind, PlanForm
from stellazh.workplans.models import Plan, PlanGrif, PlanSection
from stellazh.workplans.services.fields import (
    PLAN_TEXTS,
    PlanFields,
    checked_address,
    checked_choice,
    checked_texts,
)
from stellazh.workplans.services.locking import locked_plan
from stellazh.workplans.services.refusals import (
    PlanAlreadyExists,
    PlanAlreadyThere,
    YearOutOfRange,
)
from stellazh.workplans.services.texts import plan_texts
from stellazh.workplans.services.versions import keep_change


@transaction.atomic
def create_plan(
    association_id: int,
    *,
    school_year: int,
    fields: PlanFields,
    submission_key: uuid.UUID | None,
    by: Actor,
    at: datetime,
    sections: Sequence[str] = (),
) -> Plan:
    """Start a draft for one school year, with these sections. The same `submission_key` gives the plan it made before.

    Raises:
        PermissionRefused: `by` may not make plans there.
        PlanAlreadyExists: the association has a plan for that year; `plan_id` names it.
        YearOutOfRange, TextTooLong, TextMissing: the year or a field is not acceptable.
    """
    association = Association.objects.select_for_update(of=("self",)).select_related("territory").get(pk=association_id)
    require(can_create_plan(by, association))
    if made := made_before(Plan.objects.filter(association=association), submission_key):
        return made
    require_free_year(association, school_year)
    checked = _checked(fields)
    plan = Plan.objects.create(
        association=association,
        school_year=school_year,
        created_at=at,
        updated_at=at,
        submission_key=submission_key,
        form=fields.form,
        **checked,
    )
    titles = dict.fromkeys(title.strip() for title in sections if title.strip())
    for position, title in enumerate(titles, start=1):
        checked_texts(PlanSection, {"title": title})
        PlanSection.objects.create(plan=plan, title=title, position=position)
    record("plan_created", plan, by=by, at=at, scope=association.path, changes=compare({}, plan_texts(plan)))
    return plan


@transaction.atomic
def update_plan(plan_id: int, *, expected_version: int, fields: PlanFields, by: Actor, at: datetime) -> Plan:
    """Change the passport. Equal fields change nothing.

    Raises:
        PermissionRefused: `by` may not, or the plan is closed or archived.
        ChangedMeanwhile: somebody saved first; both texts are in it.
        TextTooLong, TextMissing: a field is not acceptable.
    """
    plan = locked_plan(plan_id)
    require(can_edit_plan(by, plan))
    checked = _checked(fields)
    before = plan_texts(plan)
    wanted = plan_texts(PlanFields(form=fields.form, **checked))
    require_version(plan.version, expected_version, theirs=before, mine=wanted)
    changes = compare(before, wanted)
    if not changes:
        return plan
    for name, value in checked.items():
        setattr(plan, name, value)
    plan.form = fields.form
    plan.version += 1
    plan.save(update_fields=[*checked, "form", "version"])
    record("plan_updated", plan, by=by, at=at, scope=plan.association.path, changes=changes)
    keep_change(plan, note="Изменены сведения о плане", by=by, at=at)
    return plan


@transaction.atomic
def set_grif(
    plan_id: int,
    *,
    kind: str,
    text: str,
    number: str = "",
    on: date | None = None,
    url: str = "",
    by: Actor,
    at: datetime,
) -> PlanGrif | None:
    """Write one block of agreement on the title; all empty takes it away and gives None.

    Blocks of consideration and approval need the right to approve.

    Raises:
        PermissionRefused: `by` may not.
        TextMissing, TextTooLong, UnsafeAddress: a field is not acceptable.
    """
    plan = locked_plan(plan_id)
    require(can_edit_plan(by, plan))
    checked_choice(GrifKind, kind, "Гриф")
    if kind in (GrifKind.REVIEWED, GrifKind.APPROVED):
        require(can_approve_plan(by, plan))
    before = _grif_text(plan.grifs.filter(kind=kind).first())
    grif = put_grif(plan, GrifKind(kind), text=text, number=number, on=on, url=url)
    changes = compare({_grif_label(kind): before}, {_grif_label(kind): _grif_text(grif)})
    if changes:
        record("plan_grif_set", plan, by=by, at=at, scope=plan.association.path, changes=changes)
        keep_change(plan, note="Изменён гриф", by=by, at=at)
    return grif


@transaction.atomic
def archive_plan(plan_id: int, *, by: Actor, at: datetime) -> Plan:
    """Put a plan away; nothing of it is lost and the year becomes free for another one.

    Raises:
        PermissionRefused: `by` may not, or the plan is approved.
        PlanAlreadyThere: it is archived.
    """
    plan = locked_plan(plan_id)
    require(can_archive_plan(by, plan))
    if plan.archived_at is not None:
        raise PlanAlreadyThere("План уже в архиве.")
    plan.archived_at = at
    plan.version += 1
    plan.save(update_fields=["archived_at", "version"])
    record("plan_archived", plan, by=by, at=at, scope=plan.association.path)
    return plan


@transaction.atomic
def restore_plan(plan_id: int, *, by: Actor, at: datetime) -> Plan:
    """Take a plan out of the archive.

    Raises:
        PermissionRefused: `by` may not.
        PlanAlreadyThere: it is not archived.
        PlanAlreadyExists: another plan took its year meanwhile.
    """
    plan = locked_plan(plan_id)
    require(can_archive_plan(by, plan))
    if plan.archived_at is None:
        raise PlanAlreadyThere("План не в архиве.")
    require_free_year(plan.association, plan.school_year)
    plan.archived_at = None
    plan.version += 1
    plan.save(update_fields=["archived_at", "version"])
    record("plan_restored", plan, by=by, at=at, scope=plan.association.path)
    return plan


def require_free_year(association: Association, school_year: int) -> None:
    """Pass when the association has no plan for that year.

    Raises:
        YearOutOfRange: the year is outside 2000…2100.
        PlanAlreadyExists: it has one.
    """
    if not FIRST_YEAR <= school_year <= LAST_YEAR:
        raise YearOutOfRange(f"Учебный год должен быть между {FIRST_YEAR} и {LAST_YEAR}.")
    taken = Plan.objects.present().filter(association=association, school_year=school_year).first()
    if taken is not None:
        raise PlanAlreadyExists(f"План на {taken.year.label} у объединения уже есть.", plan_id=taken.pk)


def _checked(fields: PlanFields) -> dict[str, str]:
    texts = {name: str(getattr(fields, name)).strip().replace("\r\n", "\n") for name in PLAN_TEXTS}
    checked_texts(Plan, texts)
    checked_choice(PlanForm, fields.form, "Форма плана")
    return texts


def put_grif(plan: Plan, kind: GrifKind, *, text: str, number: str, on: date | None, url: str) -> PlanGrif | None:
    """Store the block, or take it away when all of it is empty. Refuses as `set_grif`."""
    texts = {"text": text.strip(), "number": number.strip(), "url": checked_address(url)}
    checked_texts(PlanGrif, texts)
    if not any(texts.values()) and on is None:
        plan.grifs.filter(kind=kind).delete()
        return None
    grif, _ = PlanGrif.objects.update_or_create(plan=plan, kind=kind, defaults={**texts, "on": on})
    return grif


def _grif_label(kind: str) -> str:
    return f"Гриф «{GrifKind(kind).label}»"


def _grif_text(grif: PlanGrif | None) -> str:
    if grif is None:
        return ""
    day = f"от {grif.on:%d.%m.%Y}" if grif.on else ""
    return " ".join(part for part in (grif.text, f"№ {grif.number}" if grif.number else "", day, grif.url) if part)
