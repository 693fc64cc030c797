"""Requests: homes, the desk, the pages of the sites."""
