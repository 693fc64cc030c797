"""What happens when somebody signs in: her consent is asked for, once a sign-in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from stellazh.people.models import Person
from stellazh.people.services.consents import asks_for_consent

# In the session of somebody who has not been shown the text yet.
ASKS_CONSENT = "asks_consent"


def connect() -> None:
    """Begin to listen."""
    user_logged_in.connect(_ask_for_consent, dispatch_uid="people.ask_for_consent")


def _ask_for_consent(sender: object, *, request: HttpRequest, user: object, **_: Any) -> None:
    # Sessions that programs make (tests, scripts) have no method; nobody stands before them to be asked.
    if request.method and isinstance(user, Person) and asks_for_consent(user) is not None:
        request.session[ASKS_CONSENT] = True
