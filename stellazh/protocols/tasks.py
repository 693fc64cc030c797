"""Background work of protocols: handlers and schedules, each fetching by id and calling a service."""

from stellazh.protocols import follow_up_tasks, intake_tasks

__all__ = ["follow_up_tasks", "intake_tasks"]
