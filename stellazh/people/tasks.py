"""Letters that somebody not signed in asks for, written where nobody can measure how long it takes; old counts."""

from __future__ import annotations

from typing import Any

from stellazh.common import clock
from stellazh.jobs.context import JobContext
from stellazh.jobs.handlers import handler
from stellazh.jobs.schedules import Schedule, schedules
from stellazh.people.services.accounts import RESET_LETTER, request_password_reset
from stellazh.people.services.sessions import forget_sessions
from stellazh.people.services.sign_in import forget_troubles


@handler(RESET_LETTER, label="Письмо для смены пароля", retries=3)
def send_reset_letter(context: JobContext, *, email: str) -> None:
    """Send a reset link, if that address signs in."""
    request_password_reset(email, at=clock.now())


@handler("people.forget_troubles", label="Уборка счётчиков неудачных входов")
def forget(context: JobContext) -> dict[str, Any]:
    """Forget wrong tries a day old: whoever types random addresses must not fill the database."""
    return {"deleted": forget_troubles(at=clock.now())}


@handler("people.forget_sessions", label="Уборка истёкших сеансов")
def forget_old_sessions(context: JobContext) -> dict[str, Any]:
    """Forget sessions whose time has passed: they sign nobody in and hold places and devices of people."""
    return {"deleted": forget_sessions(at=clock.now())}


schedules.add(Schedule("people.forget_troubles", "27 3 * * *", "people.forget_troubles"))
schedules.add(Schedule("people.forget_sessions", "33 3 * * *", "people.forget_sessions"))
