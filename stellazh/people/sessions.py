"""Whose session it is, for those who hold its key and no request: the live streams."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from stellazh.common.actor import Actor, Guest
from stellazh.people.models import Person


def actor_of_session(session_key: str) -> Actor:
    """The person signed in under that key; a guest for keys unknown or ended and for people blocked meanwhile."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user = get_user(request)
    if not isinstance(user, Person):
        return Guest()
    user.caches_grants = True
    return user
