"""Taking a checked paper into the year's plan: one transaction, one version, nothing of what is there is lost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from stellazh.audit.services import compare, record
from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.workplans.access import can_create_plan, can_edit_plan
from stellazh.workplans.drafts.model import PASSPORT_FIELDS, Draft
from stellazh.workplans.drafts.spellings import written_key
from stellazh.workplans.enums import ImportStatus, OwnerKind, PlanForm
from stellazh.workplans.models import OwnerAnswer, Plan, PlanImport
from stellazh.workplans.services.fields import PlanFields
from stellazh.workplans.services.imports.comparing import Comparison, compare_import, plan_of_year
from stellazh.workplans.services.imports.doubts import OwnerBook, owner_book
from stellazh.workplans.services.imports.newcomers import enter_people
from stellazh.workplans.services.imports.opening import locked_import, require_open
from stellazh.workplans.services.imports.refusals import NothingChosen, NothingToTake
from stellazh.workplans.services.imports.writing import PlanWriter, UndoLog
from stellazh.workplans.services.locking import locked_plan
from stellazh.workplans.services.plans import create_plan
from stellazh.workplans.services.texts import PLAN_LABELS
from stellazh.workplans.services.versions import keep_change


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person chose on the screen of differences.

    `taken` are keys of new or changed rows, None for all of them; `put_away` are the items that the paper no longer has
    and that go to the archive. `seen` is `Comparison.seen` of the screen.
    """

    taken: frozenset[str] | None = None
    put_away: frozenset[int] = frozenset()
    takes_passport: bool = True
    seen: str = ""


@transaction.atomic
def confirm_import(import_id: int, *, choices: Choices, expected_version: int, by: Actor, at: datetime) -> PlanImport:
    """Make or update the year's plan from the checked paper. A second click finds it done and changes nothing.

    New rows become items; changed ones give their item what the paper says otherwise; states and outcomes stay.
    An approved plan gets one new version. New people become members without an account.

    Raises:
        PermissionRefused: `by` may not edit plans there, or the plan is closed.
        ImportNotOpen: it is abandoned, undone or still being read.
        ChangedMeanwhile: the draft or the plan changed since `by` looked.
        NothingToTake, NothingChosen: there is nothing to do.
    """
    plan_import = locked_import(import_id)
    require(can_create_plan(by, plan_import.association))
    if plan_import.status == ImportStatus.CONFIRMED:
        return plan_import
    require_open(plan_import)
    require_version(plan_import.version, expected_version)
    draft = Draft.from_json(plan_import.reading)
    if not draft.taken:
        raise NothingToTake("Все пункты оставлены в стороне: верните хотя бы один.")
    plan = _locked_plan_of_year(plan_import, by)
    on = day_of(plan_import, at)
    book = owner_book(draft, plan_import.association, on=on)
    comparison = compare_import(draft, plan, book)
    if plan is not None:
        # «Seen» is the moment of the plan's last change; another moment means another plan than the one looked at.
        require_version(int(comparison.seen != choices.seen), 0)
    chosen = _chosen(comparison, choices)
    log = UndoLog(plan_created=plan is None)
    if plan is None:
        plan = _new_plan(plan_import, draft, by=by, at=at)
        plan = locked_plan(plan.pk)
    else:
        _take_passport(plan, chosen, log, by=by, at=at)
    new_people, log.people = _enter_newcomers(plan_import, draft, book, chosen, on=on, by=by, at=at)
    _write(plan, plan_import, draft, book, chosen, new_people, log, by=by, at=at)
    log.answers = _remember(plan_import, draft, book, new_people, by=by, at=at)
    plan_import.plan = plan
    plan_import.status = ImportStatus.CONFIRMED
    plan_import.confirmed_at = at
    plan_import.undo = log.to_json()
    plan_import.version += 1
    plan_import.save(update_fields=["plan", "status", "confirmed_at", "undo", "version"])
    note = f"новых {len(log.created)}, изменено {len(log.changed)}, убрано {len(log.archived)}"
    record("import_confirmed", plan_import, by=by, at=at, scope=plan_import.association.path, note=note)
    keep_change(plan, note=f"Загружен план из файла «{plan_import}»: {note}", by=by, at=at)
    return plan_import


def day_of(plan_import: PlanImport, at: datetime) -> date:
    """The day that the moment is at the association."""
    return at.astimezone(ZoneInfo(plan_import.association.time_zone)).date()


def _locked_plan_of_year(plan_import: PlanImport, by: Actor) -> Plan | None:
    found = plan_of_year(plan_import)
    if found is None:
        return None
    plan = locked_plan(found.pk)
    require(can_edit_plan(by, plan))
    return plan


def _chosen(comparison: Comparison, choices: Choices) -> Comparison:
    """The comparison without what is not to be taken.

    Raises:
        NothingChosen: nothing is left of it.
    """
    taken = choices.taken
    chosen = replace(
        comparison,
        new=tuple(row for row in comparison.new if taken is None or row.key in taken),
        changed=tuple(changed for changed in comparison.changed if taken is None or changed.row.key in taken),
        gone=tuple(item for item in comparison.gone if item.pk in choices.put_away),
        passport=comparison.passport if choices.takes_passport else (),
    )
    if not (chosen.new or chosen.changed or chosen.gone or chosen.passport):
        if comparison.nothing_differs:
            raise NothingChosen("В этом файле всё то же, что уже есть в плане: вносить нечего.")
        raise NothingChosen("Не выбрано ничего: отметьте хотя бы одну строку.")
    return chosen


def _new_plan(plan_import: PlanImport, draft: Draft, *, by: Actor, at: datetime) -> Plan:
    fields = PlanFields(
        form=draft.form if draft.form in PlanForm.values else PlanForm.SECTIONS,
        **{name: getattr(draft.passport, name) for name in PASSPORT_FIELDS},
    )
    return create_plan(
        plan_import.association_id,
        school_year=plan_import.school_year,
        fields=fields,
        submission_key=None,
        by=by,
        at=at,
    )


def _take_passport(plan: Plan, comparison: Comparison, log: UndoLog, *, by: Actor, at: datetime) -> None:
    if not comparison.passport:
        return
    before, after = {}, {}
    for change in comparison.passport:
        label = PLAN_LABELS[change.field]
        before[label], after[label] = change.ours, change.paper
        log.passport[change.field] = [change.ours, change.paper]
        setattr(plan, change.field, change.paper)
    plan.version += 1
    plan.save(update_fields=[*log.passport, "version"])
    record("plan_updated", plan, by=by, at=at, scope=plan.association.path, changes=compare(before, after))


def _enter_newcomers(
    plan_import: PlanImport, draft: Draft, book: OwnerBook, chosen: Comparison, *, on: date, by: Actor, at: datetime
) -> tuple[dict[str, int], list[dict[str, int]]]:
    taken = [*chosen.new, *(changed.row for changed in chosen.changed)]
    used = {found.new_key for row in taken for owner in row.owners if (found := book.resolution(owner.name)).is_new}
    spellings = {written_key(owner.name): owner.name for row in draft.taken for owner in row.owners}
    written = {key: spellings[key] for key in spellings if key in used}
    return enter_people(written, plan_import.association, on=on, by=by, at=at)


def _write(
    plan: Plan,
    plan_import: PlanImport,
    draft: Draft,
    book: OwnerBook,
    chosen: Comparison,
    new_people: dict[str, int],
    log: UndoLog,
    *,
    by: Actor,
    at: datetime,
) -> None:
    writer = PlanWriter(plan, plan_import, book, new_people, log, by=by, at=at)
    named = {row.section for row in chosen.new} | {changed.row.section for changed in chosen.changed}
    writer.add_sections(title for title in draft.sections_in_use if log.plan_created or title in named)
    for changed in chosen.changed:
        writer.change_item(changed.item, changed.row, (change.field for change in changed.changes))
    writer.add_rows(chosen.new, _followed(draft, chosen))
    for item in chosen.gone:
        writer.archive_item(item)


def _followed(draft: Draft, chosen: Comparison) -> dict[str, int | None]:
    """For each new row the item that stands before it in the paper."""
    after: dict[str, int | None] = {}
    last: int | None = None
    for row in draft.taken:
        last = chosen.matched.get(row.key, last)
        after[row.key] = last
    return after


def _remember(
    plan_import: PlanImport, draft: Draft, book: OwnerBook, new_people: dict[str, int], *, by: Actor, at: datetime
) -> list[dict[str, object]]:
    """Keep the answers given on the screen of questions; what was there before goes into the undo log."""
    given = {doubt.key: doubt.written for doubt in book.doubts if doubt.answer is not None}
    stored = {
        answer.written_key: answer
        for answer in OwnerAnswer.objects.filter(association=plan_import.association, written_key__in=list(given))
    }
    log: list[dict[str, object]] = []
    for key, written in given.items():
        found = book.resolution(written)
        person_id = new_people.get(found.new_key) if found.is_new else found.person_id
        if found.kind == OwnerKind.PERSON and person_id is None:
            # A newcomer whose rows were not taken has no card, so there is nothing to remember.
            continue
        earlier = stored.get(key)
        log.append({"key": key, "had": earlier is not None, "person": earlier.person_id if earlier else None})
        OwnerAnswer.objects.update_or_create(
            association=plan_import.association,
            written_key=key,
            defaults={
                "written": written[:200],
                "person_id": person_id,
                "answered_by": by.actor_name[:200],
                "answered_at": at,
            },
        )
    return log
