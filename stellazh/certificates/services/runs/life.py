"""A run goes its way: submitted, approved or returned, cancelled; stopped while it is issued and gone on with."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from stellazh.associations.models import Association, Grant
from stellazh.audit.services import compare, record
from stellazh.certificates import access
from stellazh.certificates.enums import RunStatus
from stellazh.certificates.layout import LayoutUnfit, layout_from_json, layout_to_json
from stellazh.certificates.models import IssueRun
from stellazh.certificates.notice_kinds import APPROVAL, RETURNED
from stellazh.certificates.services.locking import locked_run
from stellazh.certificates.services.runs.fields import put_signers, signatories_of
from stellazh.certificates.services.runs.names import printed_cases
from stellazh.certificates.services.runs.refusals import (
    NamesUnsettled,
    ReasonMissing,
    RunIsEmpty,
    SignatoryUnfit,
    SignaturesNotAllowed,
    TemplateUnfit,
    WrongRunStatus,
)
from stellazh.certificates.services.templates import ensure_template
from stellazh.common import clock
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.capabilities import Role, capabilities
from stellazh.common.numerals import agree
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.jobs.services import enqueue
from stellazh.notices.services import notify
from stellazh.people.models import Person
from stellazh.russian.text_lines import one_line

ISSUE: Final = "certificates.issue_run"
LONGEST_REASON: Final = 400
NAMES_SHOWN: Final = 5


@transaction.atomic
def submit_run(run_id: int, *, expected_version: int, by: Actor, at: datetime) -> IssueRun:
    """Close the list: what the sheets look like is copied into the run. It is issued at once, or waits for a second
    person when the kind asks for one, or when signatures or a seal are placed that `by` may not place. From now on `by`
    is who prepared it, whoever began it. A run that is submitted already stays as it is.

    Raises:
        PermissionRefused: `by` may not issue there. ChangedMeanwhile: the list is not the one `by` has seen.
        RunIsEmpty: nobody gets a document. NamesUnsettled: cases are printed that nobody has confirmed.
        TemplateUnfit: the sheet cannot be printed. SignatoryUnfit: somebody signs no papers there any more.
    """
    run = locked_run(run_id)
    require(access.can_drive_run(by, run))
    if run.status in (RunStatus.AWAITING, RunStatus.ISSUING, RunStatus.ISSUED):
        return run
    require(access.can_edit_run(by, run))
    require_version(run.version, expected_version)
    rows = run.rows.going()
    if not rows.exists():
        raise RunIsEmpty("В списке никого нет: добавьте людей, потом выдавайте документы.")
    _copy_sheet(run, by=by, at=at)
    _require_names(run)
    waits = needs_second(run, by)
    before = _shown(run)
    run.status = RunStatus.AWAITING if waits else RunStatus.ISSUING
    run.return_reason, run.submitted_at = "", at
    if by.actor_kind == ActorKind.PERSON:
        # Whoever closes the list answers for it: she may have written it anew, and must not approve it herself.
        run.prepared_by_id, run.prepared_name = int(by.actor_id), by.actor_name[:200]
    run.version += 1
    run.save()
    note = f"Документов: {rows.count()}"
    record("run_submitted", run, by=by, at=at, scope=run.association.path, changes=_changed(before, run), note=note)
    if waits:
        _tell_approvers(run, rows.count(), by=by, at=at)
    else:
        _begin(run, by=by, at=at)
    return run


@transaction.atomic
def approve_run(run_id: int, *, by: Actor, at: datetime) -> IssueRun:
    """Let a run go that another person prepared; it is issued at once. Approved twice, it is issued once.

    Raises:
        PermissionRefused: `by` may not, or prepared it. WrongRunStatus: it waits for nobody.
        SignaturesNotAllowed: it bears signatures or a seal that `by` may not place.
    """
    run = locked_run(run_id)
    if run.status in (RunStatus.ISSUING, RunStatus.ISSUED) and _is_approver(run, by):
        return run
    require(access.can_approve_run(by, run))
    if (run.with_signatures or run.with_seal) and not access.can_use_signatures(by, run.association):
        raise SignaturesNotAllowed("На листах стоят подписи или печать: утвердить их может тот, кто вправе их ставить.")
    before = _shown(run)
    run.status, run.approved_at, run.approved_name = RunStatus.ISSUING, at, by.actor_name[:200]
    run.approved_by_id = int(by.actor_id) if by.actor_kind == ActorKind.PERSON else None
    run.version += 1
    run.save()
    record("run_approved", run, by=by, at=at, scope=run.association.path, changes=_changed(before, run))
    _begin(run, by=by, at=at)
    return run


@transaction.atomic
def return_run(run_id: int, *, reason: str, by: Actor, at: datetime) -> IssueRun:
    """Give a run that waits back to be put right; whoever prepared it is told why. Whoever prepared it may take it
    back herself.

    Raises:
        PermissionRefused: `by` neither approves there nor prepared it. WrongRunStatus: it does not wait.
        ReasonMissing: no reason, or one too long.
    """
    run = locked_run(run_id)
    own = by.actor_kind == ActorKind.PERSON and run.prepared_by_id == int(by.actor_id)
    require(access.can_drive_run(by, run) if own else access.can_approve_run(by, run))
    if run.status != RunStatus.AWAITING:
        raise WrongRunStatus("Эта выдача не ждёт утверждения.")
    words = one_line(reason)
    if not words:
        raise ReasonMissing("Напишите, что исправить.")
    if len(words) > LONGEST_REASON:
        raise ReasonMissing(f"Причина: не больше {LONGEST_REASON} знаков, а набрано {len(words)}.")
    before = _shown(run)
    run.status, run.return_reason = RunStatus.DRAFT, words
    # What the sheets look like is copied anew when it is submitted again.
    run.layout = {}
    run.background = run.emblem = run.seal = None
    run.submitted_at = None
    run.version += 1
    run.save()
    record("run_returned", run, by=by, at=at, scope=run.association.path, changes=_changed(before, run), note=words)
    if run.prepared_by_id is not None and not own:
        notify(
            RETURNED,
            {run.prepared_by_id},
            title=f"Выдачу вернули: {run.title}",
            text=f"{by.actor_name}: {words}",
            address=run.get_absolute_url(),
            about=about_run(run),
            by=by,
            at=at,
        )
    return run


@transaction.atomic
def cancel_run(run_id: int, *, by: Actor, at: datetime) -> IssueRun:
    """Give up a run from which nothing was issued. The list stays to be looked at.

    Raises:
        PermissionRefused: `by` may not issue there. WrongRunStatus: documents of it are out, or it is cancelled.
    """
    run = locked_run(run_id)
    require(access.can_drive_run(by, run))
    if run.status not in (RunStatus.DRAFT, RunStatus.AWAITING):
        raise WrongRunStatus("Эту выдачу уже не отменить: документы выданы или выдаются. Их можно отозвать.")
    _put(run, RunStatus.CANCELLED, "run_cancelled", by=by, at=at)
    return run


@transaction.atomic
def stop_run(run_id: int, *, by: Actor, at: datetime) -> IssueRun:
    """Pause the issue after the lot that is being made; what is out stays out.

    Raises:
        PermissionRefused: `by` may not issue there. WrongRunStatus: it is not being issued.
    """
    run = locked_run(run_id)
    require(access.can_drive_run(by, run))
    if run.status == RunStatus.STOPPED:
        return run
    if run.status != RunStatus.ISSUING:
        raise WrongRunStatus("Эта выдача сейчас не идёт.")
    _put(run, RunStatus.STOPPED, "run_stopped", by=by, at=at)
    return run


@transaction.atomic
def continue_run(run_id: int, *, by: Actor, at: datetime) -> IssueRun:
    """Go on with a run that was stopped, or whose work broke off: each number, sheet and letter is made once.

    Raises:
        PermissionRefused: `by` may not issue there. WrongRunStatus: there is nothing to go on with.
    """
    run = locked_run(run_id)
    require(access.can_drive_run(by, run))
    if run.status not in (RunStatus.STOPPED, RunStatus.ISSUING):
        raise WrongRunStatus("Продолжать нечего: эта выдача не остановлена.")
    if run.status == RunStatus.STOPPED:
        _put(run, RunStatus.ISSUING, "run_continued", by=by, at=at)
    # Of an issue under way the key gives the very work that goes on.
    _begin(run, by=by, at=at)
    return run


def needs_second(run: IssueRun, by: Actor) -> bool:
    """Whether a second person must approve what `by` submits."""
    has_pictures = run.with_signatures or run.with_seal
    return run.kind.needs_approval or (has_pictures and not access.can_use_signatures(by, run.association))


def about_run(run: IssueRun) -> str:
    """How notices of a run are found again."""
    return f"issue_run:{run.pk}"


def approvers(association: Association, *, at: datetime) -> set[int]:
    """The keys of those who approve there. One query."""
    roles: set[Role] = set(capabilities["certificates.approve"].roles)
    on = clock.day_of(at, association.time_zone)
    rows = Grant.objects.active_on(on).filter(association=association, role__in=roles)
    return set(rows.values_list("person_id", flat=True))


def _copy_sheet(run: IssueRun, *, by: Actor, at: datetime) -> None:
    """From now on the sheets look as the template does at this moment, and are signed by those who sign now."""
    template = run.template or ensure_template(run.kind, by, at)
    if template.archived_at is not None:
        raise TemplateUnfit("Шаблон этой выдачи убран в архив: выберите другой.")
    try:
        run.layout = layout_to_json(layout_from_json(template.layout))
    except LayoutUnfit as unfit:
        raise TemplateUnfit(f"Шаблон «{template}» пока нельзя напечатать. {unfit}") from unfit
    run.template, run.background_id, run.emblem_id = template, template.background_id, template.emblem_id
    run.seal_id = template.seal_id if run.with_seal else None
    signatories = signatories_of(run)
    if len(signatories) != run.signers.count():
        raise SignatoryUnfit("Кто-то из подписывающих больше не подписывает документы: выберите подписи заново.")
    put_signers(run, signatories)
    if not run.with_signatures:
        run.signers.update(signature=None)


def _require_names(run: IssueRun) -> None:
    if not printed_cases(layout_from_json(run.layout), run.letter):
        return
    rows = run.rows.doubtful().in_order()
    count = rows.count()
    if count:
        names = list(rows.values_list("name", flat=True)[:NAMES_SHOWN])
        more = f" и ещё {count - len(names)}" if count > len(names) else ""
        words = agree(count, "имени", "имён", "имён")
        raise NamesUnsettled(f"Проверьте падежи {count} {words}: {', '.join(names)}{more}.", names)


def _begin(run: IssueRun, *, by: Actor, at: datetime) -> None:
    job = enqueue(
        ISSUE,
        {"run_id": run.pk},
        by=by,
        at=at,
        label=f"Выдача документов «{run.title}»"[:200],
        scope=run.association.path[:100],
        key=f"{ISSUE}:{run.pk}",
    )
    if run.job_id != job.public_id:
        run.job_id = job.public_id
        run.save(update_fields=["job_id"])


def _put(run: IssueRun, status: RunStatus, action: str, *, by: Actor, at: datetime) -> None:
    before = _shown(run)
    run.status = status
    run.version += 1
    run.save(update_fields=["status", "version"])
    record(action, run, by=by, at=at, scope=run.association.path, changes=_changed(before, run))


def _tell_approvers(run: IssueRun, count: int, *, by: Actor, at: datetime) -> None:
    others = approvers(run.association, at=at) - ({int(by.actor_id)} if isinstance(by, Person) else set())
    words = agree(count, "документ", "документа", "документов")
    notify(
        APPROVAL,
        others,
        title=f"Утвердите выдачу: {run.title}",
        text=f"{run.prepared_name} просит выдать {count} {words}: {run.kind.title}.",
        address=run.get_absolute_url(),
        about=about_run(run),
        by=by,
        at=at,
    )


def _is_approver(run: IssueRun, by: Actor) -> bool:
    return by.actor_kind == ActorKind.PERSON and run.approved_by_id == int(by.actor_id)


def _shown(run: IssueRun) -> dict[str, str]:
    return {"Состояние": str(RunStatus(run.status).label)}


def _changed(before: dict[str, str], run: IssueRun) -> dict[str, tuple[str, str]]:
    return compare(before, _shown(run))
