from __future__ import annotations

from stellazh.common.actor import Actor, ActorKind
from stellazh.common.verdict import ALLOWED, Verdict, refuse
from stellazh.jobs.models import Job


def can_see_job(actor: Actor, job: Job) -> Verdict:
    """Only the person who asked for the job sees it."""
    if actor.actor_kind == ActorKind.PERSON == job.actor_kind and actor.actor_id == job.actor_id:
        return ALLOWED
    return refuse("Это задание поставил другой человек.")


def can_cancel_job(actor: Actor, job: Job) -> Verdict:
    """The person who asked for it, and the part of the system that did."""
    if actor.actor_kind in (ActorKind.PERSON, ActorKind.SYSTEM) and (actor.actor_kind, actor.actor_id) == (
        job.actor_kind,
        job.actor_id,
    ):
        return ALLOWED
    return refuse("Остановить задание может только тот, кто его поставил.")
