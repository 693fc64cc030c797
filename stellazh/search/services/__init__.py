"""Writes of the search: words that mean the same."""
