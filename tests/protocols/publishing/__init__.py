"""Protocols and resolutions that everybody may read."""
