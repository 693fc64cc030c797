"""Everything known of a person, for the person: asked for, put into one archive, forgotten after a week."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.files.forgetting import forget_file
from stellazh.files.services import store_file
from stellazh.jobs.models import Job
from stellazh.jobs.services import enqueue
from stellazh.people import access
from stellazh.people.archive import archive_of
from stellazh.people.enums import DataRequestKind, DataRequestState
from stellazh.people.files import OWN_DATA
from stellazh.people.holders import holders
from stellazh.people.models import DataRequest, DataRequestQuerySet, Person

TAKE_DATA = "people.take_data"
ARCHIVE_LIVES = timedelta(days=7)
ARCHIVE_NAME = "Мои данные.zip"


@transaction.atomic
def ask_for_archive(person_id: int, *, place: str, by: Actor, at: datetime) -> tuple[DataRequest, Job]:
    """Have everything known of the person put into one archive, in the background. Asked twice, it is made once.

    Raises:
        PermissionRefused: somebody else's data.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    require(access.can_take_data(by, person))
    wanted, is_new = DataRequest.objects.get_or_create(
        person=person,
        kind=DataRequestKind.ARCHIVE,
        state=DataRequestState.WAITING,
        defaults={"asked_at": at, "place": place},
    )
    if is_new:
        record("data_asked", person, by=by, at=at)
    job = enqueue(
        TAKE_DATA, {"request_id": wanted.pk}, by=by, at=at, label="Архив своих данных", key=f"{TAKE_DATA}:{wanted.pk}"
    )
    return wanted, job


@transaction.atomic
def make_archive(request_id: int, *, at: datetime) -> DataRequest:
    """Put together the archive that was asked for: of every holder what it knows. One made already stays as it is."""
    wanted = DataRequest.objects.select_for_update(of=("self",)).select_related("person").get(pk=request_id)
    if wanted.state != DataRequestState.WAITING:
        return wanted
    person = wanted.person
    parts = [(holder.label, holder.export(person)) for holder in holders]
    wanted.file = store_file(archive_of(person, parts, at=at), name=ARCHIVE_NAME, purpose=OWN_DATA, by=person, at=at)
    wanted.state, wanted.done_at, wanted.expires_at = DataRequestState.DONE, at, at + ARCHIVE_LIVES
    wanted.save(update_fields=["file", "state", "done_at", "expires_at"])
    record("data_taken", person, by=person, at=at)
    return wanted


@transaction.atomic
def give_up_archive(request_id: int, *, at: datetime) -> None:
    """Say that the archive could not be made, so that it can be asked for again."""
    DataRequest.objects.filter(pk=request_id, state=DataRequestState.WAITING).update(
        state=DataRequestState.FAILED, done_at=at
    )


def forget_archives(*, by: Actor, at: datetime) -> int:
    """Delete archives whose week is over; how many. That they were asked for stays."""
    return _forget(DataRequest.objects.archives().filter(expires_at__lte=at), by=by, at=at)


def forget_archives_of(person: Person, *, by: Actor, at: datetime) -> int:
    """Delete every archive of that person; how many."""
    return _forget(DataRequest.objects.archives().filter(person=person), by=by, at=at)


@transaction.atomic
def _forget(requests: DataRequestQuerySet, *, by: Actor, at: datetime) -> int:
    ready = list(requests.exclude(file=None).select_for_update(of=("self",)))
    for one in ready:
        file_id = one.file_id
        one.file = None
        one.save(update_fields=["file"])
        if file_id is not None:
            forget_file(file_id, why="срок архива истёк", by=by, at=at)
    return len(ready)
