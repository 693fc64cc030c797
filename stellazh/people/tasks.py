"""Letters that somebody not signed in asks for, written where nobody can measure how long it takes; old counts."""

from __future__ import annotations

from typing import Any

from stellazh.common import clock
from stellazh.jobs.context import JobContext
from stellazh.jobs.handlers import handler
from stellazh.jobs.schedules import Schedule, schedules
from stellazh.people.services.accounts import RESET_LETTER, request_password_reset
from stellazh.people.services.own_data import TAKE_DATA, give_up_archive, make_archive
from stellazh.people.services.retention import keep_to_terms
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


@handler(TAKE_DATA, label="Архив своих данных")
def take_data(context: JobContext, *, request_id: int) -> dict[str, Any]:
    """Put the archive together; when that fails, it can be asked for again."""
    try:
        made = make_archive(request_id, at=clock.now())
    except Exception:
        give_up_archive(request_id, at=clock.now())
        raise
    return {"url": made.file.get_absolute_url()} if made.file else {}


@handler("people.retention", label="Сроки хранения", retries=1)
def keep_terms(context: JobContext) -> dict[str, Any]:
    """Forget whatever is past its term of keeping."""
    return {"forgotten": keep_to_terms(at=clock.now())}


schedules.add(Schedule("people.forget_troubles", "27 3 * * *", "people.forget_troubles"))
schedules.add(Schedule("people.forget_sessions", "33 3 * * *", "people.forget_sessions"))
schedules.add(Schedule("people.retention", "12 4 * * *", "people.retention"))
