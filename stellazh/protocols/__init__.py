"""Protocols of meetings, their decisions and assignments, and the resolution that is answered for."""
