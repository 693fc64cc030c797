"""Background work of brought lists: reading, taking in, taking back. Each begins anew where it stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stellazh.common import clock
from stellazh.common.errors import DomainError, PermissionRefused
from stellazh.jobs.context import JobContext
from stellazh.jobs.handlers import handler
from stellazh.members.models import RosterImport
from stellazh.members.services import rosters
from stellazh.people.models import Person


@handler(rosters.READ_ROSTER, label="Чтение списка", restarts=5)
def read_roster(context: JobContext, *, roster_id: int, person_id: int) -> dict[str, Any]:
    """Read a list and judge its rows; the job's page leads to the check."""
    by = _person(person_id)
    try:
        roster = rosters.read_roster(roster_id, by=by, at=clock.now(), step=_step(context))
    except DomainError as refusal:
        rosters.give_up_reading(roster_id, reason=str(refusal), by=by, at=clock.now())
        raise
    return {"url": roster.get_absolute_url()}


@handler(rosters.APPLY_ROSTER, label="Внесение списка", restarts=20)
def apply_roster(context: JobContext, *, roster_id: int, person_id: int) -> dict[str, Any]:
    """Take a checked list in; the job's page leads to the report."""
    return _url(rosters.apply_waiting(roster_id, by=_person(person_id), at=clock.now(), step=_step(context)))


@handler(rosters.UNDO_ROSTER, label="Отмена загрузки", restarts=20)
def undo_roster(context: JobContext, *, roster_id: int, person_id: int) -> dict[str, Any]:
    """Take a list back; the job's page leads to the report."""
    return _url(rosters.undo_waiting(roster_id, by=_person(person_id), at=clock.now(), step=_step(context)))


def _person(person_id: int) -> Person:
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        raise PermissionRefused("Учётная запись того, кто начал эту работу, закрыта.")
    # The grants are asked for once a lot, not for each row; whoever takes a lot in forgets them before the next.
    person.caches_grants = True
    return person


def _step(context: JobContext) -> Callable[[int, int, str], None]:
    def step(done: int, total: int, message: str) -> None:
        context.progress(done, total, message)
        context.check_cancelled()

    return step


def _url(roster: RosterImport) -> dict[str, Any]:
    return {"url": roster.get_absolute_url()}
