"""Requests to services and reads, and back. No rule of the domain lives here."""
