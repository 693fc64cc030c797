"""Sign-in by e-mail and password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from stellazh.people.models import Person


class EmailBackend(BaseBackend):
    """Finds a person by the case-folded address. An unknown address costs as much time as a wrong password."""

    def authenticate(
        self, request: HttpRequest | None, email: str | None = None, password: str | None = None, **_: Any
    ) -> Person | None:
        if not email or password is None:
            return None
        person = Person.objects.present().filter(email=email.strip().casefold(), is_active=True).first()
        if person is None:
            Person().set_password(password)
            return None
        return person if person.check_password(password) else None

    def get_user(self, user_id: int) -> Person | None:
        return Person.objects.present().filter(pk=user_id, is_active=True).first()
