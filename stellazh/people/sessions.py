"""Sessions by their keys, for those who have no request: whose it is, and its end."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from stellazh.common.actor import Actor, Guest
from stellazh.people.models import Person

# In the data of a session that stands in its person's own list.
IS_LISTED = "is_listed"


def actor_of_session(session_key: str) -> Actor:
    """The person signed in under that key; a guest for keys unknown or ended and for people blocked meanwhile."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user = get_user(request)
    if not isinstance(user, Person):
        return Guest()
    user.caches_grants = True
    return user


def delete_session(session_key: str) -> None:
    """End that session: its cookie opens nothing from the next request on."""
    import_module(settings.SESSION_ENGINE).SessionStore().delete(session_key)


def delete_expired_sessions() -> None:
    """Forget the sessions whose time has passed."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
