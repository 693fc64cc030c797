"""Writes of documents: cards, versions, words of files, sheets of acquaintance."""
