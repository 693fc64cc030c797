"""Programs sign in with a person's key and have that person's own rights."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from stellazh.common import clock
from stellazh.people.models import Person
from stellazh.people.services import person_of_token


class TokenAuth(HttpBearer):
    """`Authorization: Bearer <key>`; the person becomes `request.actor`."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        person = person_of_token(token, at=clock.now())
        if person is None:
            return None
        person.caches_grants = True
        request.actor = person  # type: ignore[attr-defined]
        return person


def actor_of(request: HttpRequest) -> Person:
    """The person whose key came with the request."""
    actor = request.actor  # type: ignore[attr-defined]
    if not isinstance(actor, Person):
        raise TypeError("Every operation of the interface stands behind TokenAuth.")
    return actor
