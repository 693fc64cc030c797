"""Files that members make: who may open them."""

from __future__ import annotations

from stellazh.associations.access import can_somewhere
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.verdict import ALLOWED, Verdict, refuse
from stellazh.files.models import StoredFile
from stellazh.files.purposes import FilePurpose, purposes
from stellazh.members.services.directory_files import DIRECTORY_FILE

MOST_BYTES = 100 * 1024 * 1024


def can_read_directory_file(actor: Actor, stored: StoredFile) -> Verdict:
    """Only whoever asked for the file, as long as she reads some list of members."""
    is_own = actor.actor_kind == ActorKind.PERSON == stored.stored_by_kind and actor.actor_id == stored.stored_by_id
    if is_own and can_somewhere(actor, "members.read_members"):
        return ALLOWED
    return refuse("Этот файл открыт только тому, кто его выгрузил.")


def register() -> None:
    """Add the purposes."""
    purposes.add(FilePurpose(DIRECTORY_FILE, "Выгрузка справочника", MOST_BYTES, None, can_read_directory_file))
