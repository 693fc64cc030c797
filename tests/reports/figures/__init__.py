"""Figures of a year."""
