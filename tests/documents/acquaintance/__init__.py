"""Sheets of acquaintance: asking, reminding, marks, pages, links."""
