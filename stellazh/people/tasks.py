"""Letters that somebody not signed in asks for: found and written where nobody can measure how long it takes."""

from __future__ import annotations

from stellazh.common import clock
from stellazh.jobs.context import JobContext
from stellazh.jobs.handlers import handler
from stellazh.people.services.accounts import RESET_LETTER, request_password_reset


@handler(RESET_LETTER, label="Письмо для смены пароля", retries=3)
def send_reset_letter(context: JobContext, *, email: str) -> None:
    """Send a reset link, if that address signs in."""
    request_password_reset(email, at=clock.now())
