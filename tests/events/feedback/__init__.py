"""Feedback after an event."""
