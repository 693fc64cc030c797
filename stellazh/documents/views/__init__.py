"""Requests about documents."""
