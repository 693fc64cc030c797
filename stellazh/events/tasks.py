"""Background work of events: handlers and schedules, each fetching by id and calling a service."""
