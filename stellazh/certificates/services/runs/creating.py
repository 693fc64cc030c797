"""Beginning a run, and what it says on its sheets until it is submitted."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from stellazh.associations.models import Association
from stellazh.audit.services import compare, record
from stellazh.certificates import access
from stellazh.certificates.models import IssueRun
from stellazh.certificates.services.locking import locked_run
from stellazh.certificates.services.runs.fields import RunFields, put_fields, put_signers, put_subject, shown_fields
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.uniqueness import made_before
from stellazh.common.verdict import require
from stellazh.common.versions import require_version


@transaction.atomic
def create_run(
    association_id: int, *, fields: RunFields, submission_key: UUID | None = None, by: Actor, at: datetime
) -> IssueRun:
    """Begin an issue with an empty list. The same `submission_key` gives the run it made before.

    Raises:
        PermissionRefused: `by` may not issue documents there. FormSentTwice: the form began a run elsewhere.
        RunFieldUnfit, KindUnfit, TemplateUnfit, SignatoryUnfit: what it should say.
        ListUnfit: the thing the documents are for is not one that `by` may see.
    """
    # Held, so that a form sent twice at once begins one run.
    association = Association.objects.select_for_update(of=("self",)).select_related("territory").get(pk=association_id)
    sent = made_before(IssueRun.objects.filter(association=association), submission_key)
    if sent is not None:
        return sent
    require(access.can_prepare_run(by, association))
    run = IssueRun(
        association=association,
        prepared_by_id=int(by.actor_id) if by.actor_kind == ActorKind.PERSON else None,
        prepared_name=by.actor_name[:200],
        created_at=at,
        submission_key=submission_key,
    )
    signatories = put_fields(run, fields, by=by)
    put_subject(run, fields, by=by)
    run.save(force_insert=True)
    put_signers(run, signatories)
    record("run_created", run, by=by, at=at, scope=association.path, changes=compare({}, shown_fields(run)))
    return run


@transaction.atomic
def change_run(run_id: int, *, fields: RunFields, expected_version: int, by: Actor, at: datetime) -> IssueRun:
    """Change what the sheets will say. What the documents are given for stays as the run was begun.

    Raises:
        PermissionRefused: `by` may not, or the run is submitted. ChangedMeanwhile: somebody has changed it.
        RunFieldUnfit, KindUnfit, TemplateUnfit, SignatoryUnfit: what it should say.
    """
    run = locked_run(run_id)
    require(access.can_edit_run(by, run))
    stored = shown_fields(run) | {"Подписи": _signers(run)}
    version = run.version
    signatories = put_fields(run, fields, by=by)
    wanted = shown_fields(run) | {"Подписи": ", ".join(one.name for one in signatories)}
    require_version(version, expected_version, theirs=stored, mine=wanted)
    if stored == wanted:
        return run
    put_signers(run, signatories)
    run.version += 1
    run.save()
    record("run_changed", run, by=by, at=at, scope=run.association.path, changes=compare(stored, wanted))
    return run


def _signers(run: IssueRun) -> str:
    return ", ".join(signer.name for signer in run.signers.all())
