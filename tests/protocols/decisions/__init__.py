"""Decisions, those who answer for them, votes and counting."""
