"""Papers made of events."""
