"""Background work of events: handlers and schedules, each fetching by id and calling a service."""

from stellazh.events import enrolment_tasks, letter_tasks

__all__ = ["enrolment_tasks", "letter_tasks"]
