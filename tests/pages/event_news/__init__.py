"""News of an event in one step."""
