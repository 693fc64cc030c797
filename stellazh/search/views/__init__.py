"""Requests of the search."""
