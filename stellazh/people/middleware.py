"""Every request gets an id and an actor."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from stellazh.common import clock
from stellazh.common.actor import Actor, Guest
from stellazh.common.requests import request_id
from stellazh.people.devices import place_of
from stellazh.people.models import Person
from stellazh.people.services.sessions import mark_seen
from stellazh.people.sessions import IS_LISTED

Handler = Callable[[HttpRequest], HttpResponse]
_FOREIGN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class RequestIdMiddleware:
    """Names the request; the name stands in the audit, the log and the answer's `X-Request-Id`."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        name = given if _FOREIGN_ID.fullmatch(given) else uuid.uuid4().hex
        request.request_id = name  # type: ignore[attr-defined]
        token = request_id.set(name)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response["X-Request-Id"] = name
        return response


class ActorMiddleware:
    """Sets `request.actor`: the signed-in person or a guest, asked of the database only when somebody looks."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)


class SeenMiddleware:
    """Keeps when a listed session was last at work, exact to a quarter of an hour; no other request costs a query."""

    EVERY_SECONDS = 15 * 60

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        session = request.session
        # Asked only of a session that the page itself has read already.
        if (
            session.accessed
            and session.get(IS_LISTED)
            and cache.add(f"seen:{session.session_key}", 1, self.EVERY_SECONDS)
        ):
            mark_seen(session.session_key or "", place=place_of(request), at=clock.now())
        return response


def _actor_of(request: HttpRequest) -> Actor:
    user = request.user
    if user.is_authenticated and isinstance(user, Person):
        user.caches_grants = True
        return user
    return Guest()
