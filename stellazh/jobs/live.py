"""Who may follow a job's progress: whoever may see its page."""

from __future__ import annotations

from uuid import UUID

from stellazh.common.actor import Actor
from stellazh.jobs.models import Job
from stellazh.live.topics import LiveTopic, topics


def may_follow_job(actor: Actor, key: str) -> bool:
    """Whether the actor asked for the job of that public id."""
    try:
        public_id = UUID(key)
    except ValueError:
        return False
    return Job.objects.visible_to(actor).filter(public_id=public_id).exists()


def follow_jobs() -> None:
    """Register the topic `job:<public id>`."""
    topics.add(LiveTopic("job", may_follow_job))
