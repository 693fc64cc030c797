"""Finished jobs are forgotten after a while: their labels and arguments name people."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from stellazh.common.actor import Actor
from stellazh.jobs.enums import UNFINISHED
from stellazh.jobs.models import Job


@transaction.atomic
def forget_finished(*, before: datetime) -> int:
    """Delete jobs that were finished before that moment; how many."""
    keys = list(Job.objects.exclude(state__in=UNFINISHED).filter(finished_at__lt=before).values_list("pk", flat=True))
    for start in range(0, len(keys), 500):
        Job.objects.filter(pk__in=keys[start : start + 500]).delete()
    return len(keys)


def rename_asker(actor: Actor, *, name: str) -> int:
    """Put another name to the jobs that this actor asked for; how many."""
    return Job.objects.filter(actor_kind=str(actor.actor_kind), actor_id=actor.actor_id).update(actor_name=name)
