"""Who asks, on pages that guests never see."""

from __future__ import annotations

from stellazh.common.requests import Request
from stellazh.people.models import Person


def me(request: Request) -> Person:
    """The signed-in person."""
    person = request.user
    if not isinstance(person, Person):
        raise TypeError("A page of one's own account is never shown to guests.")
    return person
