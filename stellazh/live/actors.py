"""Whose stream it is: a slot that the app of people fills, for this shelf knows no people."""

from __future__ import annotations

from collections.abc import Callable

from stellazh.common.actor import Actor, Guest

Resolver = Callable[[str], Actor]


def _nobody(session_key: str) -> Actor:
    return Guest()


_resolver: Resolver = _nobody


def set_resolver(resolve: Resolver) -> None:
    """Say how a session's key becomes an actor. `resolve` answers `Guest()` for sessions unknown, ended or blocked."""
    global _resolver
    _resolver = resolve


def resolve(session_key: str) -> Actor:
    """The actor of a session, a guest when the key is empty. Reads the database: call it in a thread."""
    return _resolver(session_key) if session_key else Guest()
