"""Sessions of a person: begun, seen, ended. Live streams ask again whose session it is."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.live import bus
from stellazh.people import access
from stellazh.people.models import Person, PersonSession
from stellazh.people.sessions import delete_expired_sessions, delete_session


class SessionIsNotYours(DomainError):
    """The session is somebody else's or has ended already."""


@transaction.atomic
def begin_session(person: Person, *, session_key: str, way: str, device: str, place: str, at: datetime) -> None:
    """Put a session that has just begun into its person's list."""
    values = {"way": way, "device": device[:80], "place": place[:64], "began_at": at, "last_seen_at": at}
    PersonSession.objects.update_or_create(session_key=session_key, defaults={"person": person, **values})


def mark_seen(session_key: str, *, place: str, at: datetime) -> None:
    """Keep when and from where a session was last at work: a trace for its owner, nothing is decided by it."""
    PersonSession.objects.filter(session_key=session_key).update(last_seen_at=at, place=place[:64])


def move_session(before: str, after: str) -> None:
    """The session goes on under another key."""
    PersonSession.objects.filter(session_key=before).update(session_key=after)


@transaction.atomic
def end_session(session_id: int, *, by: Actor, at: datetime) -> PersonSession:
    """Sign one browser of one's own out.

    Raises:
        SessionIsNotYours: it is somebody else's or has ended already.
    """
    session = PersonSession.objects.select_for_update().filter(pk=session_id).select_related("person").first()
    if session is None or not access.is_self(by, session.person):
        raise SessionIsNotYours("Такого сеанса у вас нет: возможно, он уже завершён.")
    _delete([session])
    record("session_ended", session.person, by=by, at=at, note=session.device)
    bus.revoke(session.person)
    return session


@transaction.atomic
def end_other_sessions(person: Person, *, keep: str, by: Actor, at: datetime) -> int:
    """Sign the person out everywhere but in the session of the key `keep`; how many browsers that were.

    Raises:
        SessionIsNotYours: `by` is somebody else and not the system.
    """
    if not access.is_self_or_system(by, person):
        raise SessionIsNotYours("Сеансы завершает только сам человек.")
    others = list(PersonSession.objects.select_for_update().of(person.pk).exclude(session_key=keep))
    _delete(others)
    if others:
        record("session_ended", person, by=by, at=at, note=", ".join(sorted({row.device for row in others}))[:500])
        bus.revoke(person)
    return len(others)


def leave_session(session_key: str) -> None:
    """Take a session off the list: its person signs out of it."""
    PersonSession.objects.filter(session_key=session_key).delete()


def forget_sessions(*, at: datetime) -> int:
    """Forget sessions whose time has passed; how many went off their people's lists."""
    delete_expired_sessions()
    gone = PersonSession.objects.exclude(pk__in=PersonSession.objects.alive(at).values("pk"))
    return gone.delete()[0]


def _delete(sessions: list[PersonSession]) -> None:
    for session in sessions:
        delete_session(session.session_key)
    PersonSession.objects.filter(pk__in=[session.pk for session in sessions]).delete()
