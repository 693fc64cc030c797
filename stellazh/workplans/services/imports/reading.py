"""Bringing a paper: read at once when it is small, in the background when it is large; the original is kept."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Final

from django.db import transaction

from stellazh.associations.models import Association
from stellazh.audit.services import record
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.school_year import FIRST_YEAR, LAST_YEAR
from stellazh.common.uniqueness import made_before
from stellazh.common.verdict import require
from stellazh.files.services import open_file, store_file
from stellazh.jobs.services import enqueue
from stellazh.office.apart import ReadingTakesLong
from stellazh.people.models import Person
from stellazh.workplans.access import can_create_plan
from stellazh.workplans.drafts.apart import read_apart
from stellazh.workplans.drafts.model import Draft
from stellazh.workplans.drafts.paper import Paper
from stellazh.workplans.enums import ImportSource, ImportStatus
from stellazh.workplans.models import PlanImport
from stellazh.workplans.services.imports.opening import locked_import
from stellazh.workplans.services.refusals import YearOutOfRange

READ_PLAN: Final = "workplans.read_plan"
PLAN_SOURCE: Final = "plan_source"
# A usual plan is 40 KB and is read within a second; what is larger or slower goes to the background.
LARGE_BYTES: Final = 1024 * 1024
SECONDS_IN_REQUEST: Final = 8
SECONDS_IN_BACKGROUND: Final = 120


def start_import(
    association: Association,
    paper: Paper,
    *,
    school_year: int,
    submission_key: uuid.UUID | None,
    by: Actor,
    at: datetime,
) -> PlanImport:
    """Read the paper into a preview, or put a large one into the queue: then the import is being read.

    The reading runs in a process of its own and outside any transaction. The same `submission_key` gives the import
    it made before.

    Raises:
        PermissionRefused: `by` may not edit plans there.
        YearOutOfRange: no such year can be planned.
        UnreadablePaper: the paper is no plan that could be read.
        DomainError: the file is not acceptable.
    """
    require(can_create_plan(by, association))
    _require_year(school_year)
    if made := _made_before(association, submission_key):
        return made
    draft: Draft | None = None
    if paper.is_pasted or paper.size_bytes <= LARGE_BYTES:
        try:
            draft = read_apart(paper, school_year, seconds=SECONDS_IN_REQUEST)
        except ReadingTakesLong:
            if paper.is_pasted:
                raise
    return _keep(association, paper, draft, school_year, submission_key, by=by, at=at)


def bring_apart(association: Association, paper: Paper, *, school_year: int, by: Actor, at: datetime) -> PlanImport:
    """Read a paper of any size at once, for whoever can wait: the command line.

    Raises:
        As `start_import`.
    """
    require(can_create_plan(by, association))
    _require_year(school_year)
    draft = read_apart(paper, school_year, seconds=SECONDS_IN_BACKGROUND)
    return _keep(association, paper, draft, school_year, None, by=by, at=at)


def read_waiting(import_id: int, *, by: Actor, at: datetime) -> PlanImport:
    """Read the paper of an import that waits for it; one that is read already stays as it is.

    Raises:
        UnreadablePaper: it cannot be read; the import is then abandoned and says why.
    """
    plan_import = PlanImport.objects.select_related("file").get(pk=import_id)
    if plan_import.status != ImportStatus.READING or plan_import.file is None:
        return plan_import
    with open_file(plan_import.file) as stream:
        paper = Paper(plan_import.file_name, stream.read())
    draft = read_apart(paper, plan_import.school_year, seconds=SECONDS_IN_BACKGROUND)
    return _finish(import_id, draft, by=by, at=at)


@transaction.atomic
def give_up_reading(import_id: int, *, reason: str, by: Actor, at: datetime) -> None:
    """Abandon an import whose paper cannot be read; `reason` is shown in the list."""
    plan_import = locked_import(import_id)
    if plan_import.status == ImportStatus.READING:
        plan_import.status = ImportStatus.ABANDONED
        plan_import.reading = {"refusal": reason}
        plan_import.version += 1
        plan_import.save(update_fields=["status", "reading", "version"])
        record("import_unread", plan_import, by=by, at=at, scope=plan_import.association.path, note=reason)


@transaction.atomic
def _finish(import_id: int, draft: Draft, *, by: Actor, at: datetime) -> PlanImport:
    plan_import = locked_import(import_id)
    if plan_import.status == ImportStatus.READING:
        plan_import.status = ImportStatus.PREVIEW
        plan_import.reading = draft.to_json()
        plan_import.version += 1
        plan_import.save(update_fields=["status", "reading", "version"])
        record("import_read", plan_import, by=by, at=at, scope=plan_import.association.path, note=_count(draft))
    return plan_import


def _made_before(association: Association, submission_key: uuid.UUID | None) -> PlanImport | None:
    return made_before(PlanImport.objects.filter(association=association), submission_key)


@transaction.atomic
def _keep(
    association: Association,
    paper: Paper,
    draft: Draft | None,
    school_year: int,
    submission_key: uuid.UUID | None,
    *,
    by: Actor,
    at: datetime,
) -> PlanImport:
    # Locked, so that a double click finds the import of the first one.
    association = Association.objects.select_for_update(of=("self",)).get(pk=association.pk)
    if made := _made_before(association, submission_key):
        return made
    stored = None
    if not paper.is_pasted:
        stored = store_file(paper.content, name=paper.name, purpose=PLAN_SOURCE, scope=association.path, by=by, at=at)
    plan_import = PlanImport.objects.create(
        association=association,
        school_year=school_year,
        source=ImportSource.PASTED if paper.is_pasted else ImportSource.FILE,
        file=stored,
        file_name=stored.name if stored else "",
        status=ImportStatus.READING if draft is None else ImportStatus.PREVIEW,
        reading=draft.to_json() if draft else {},
        made_by=by if by.actor_kind == ActorKind.PERSON and isinstance(by, Person) else None,
        made_at=at,
        submission_key=submission_key,
    )
    note = _count(draft) if draft else "читается в фоне"
    record("import_started", plan_import, by=by, at=at, scope=association.path, note=note)
    if draft is None:
        enqueue(
            READ_PLAN,
            {"import_id": plan_import.pk},
            by=by,
            at=at,
            label=f"Чтение плана «{plan_import}»",
            scope=association.path,
            key=f"{READ_PLAN}:{plan_import.pk}",
        )
    return plan_import


def _require_year(school_year: int) -> None:
    if not FIRST_YEAR <= school_year <= LAST_YEAR:
        raise YearOutOfRange(f"Учебный год должен быть между {FIRST_YEAR} и {LAST_YEAR}.")


def _count(draft: Draft) -> str:
    return f"пунктов {len(draft.rows)}, предупреждений {draft.note_count}"
