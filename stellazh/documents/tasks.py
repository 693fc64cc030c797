"""Background work of documents: handlers and schedules, each fetching by id and calling a service."""

from stellazh.documents import reading_tasks, reminder_tasks

__all__ = ["reading_tasks", "reminder_tasks"]
