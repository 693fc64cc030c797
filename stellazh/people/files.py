"""The files of this app: archives of one's own data, for that person alone, as long as they lie ready."""

from __future__ import annotations

from stellazh.common import clock
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.verdict import ALLOWED, Verdict, refuse
from stellazh.files.models import StoredFile
from stellazh.files.purposes import FilePurpose, purposes
from stellazh.people.models import DataRequest

OWN_DATA = "people.own_data"
MOST_BYTES = 500 * 1024 * 1024


def may_read_archive(actor: Actor, stored: StoredFile) -> Verdict:
    """The person whose data it holds, until its week is over."""
    if actor.actor_kind == ActorKind.PERSON:
        mine = DataRequest.objects.filter(file=stored, person_id=int(actor.actor_id), expires_at__gt=clock.now())
        if mine.exists():
            return ALLOWED
    return refuse("Архив открывает только тот, чьи это данные, в течение недели.")


def register() -> None:
    """Name the purpose."""
    zipped = frozenset({"application/zip"})
    purposes.add(FilePurpose(OWN_DATA, "Архив своих данных", MOST_BYTES, zipped, may_read_archive))
