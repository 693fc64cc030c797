"""Every write to events."""
