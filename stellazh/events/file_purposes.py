"""Files of events: who may open them."""

from __future__ import annotations

from stellazh.associations.access import can_somewhere
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.verdict import ALLOWED, Verdict, refuse
from stellazh.events.access import can_mark_attendance
from stellazh.events.access.programme import can_read_material_file
from stellazh.events.models import RoomList
from stellazh.events.services.enrolments.exporting import ENROLMENT_LIST_FILE
from stellazh.events.services.materials.bringing import MATERIAL_FILE, MATERIAL_TYPES, MOST_MATERIAL_BYTES
from stellazh.events.services.room_lists import ROOM_LIST_FILE
from stellazh.files.models import StoredFile
from stellazh.files.purposes import FilePurpose, purposes
from stellazh.office.tables.limits import UPLOAD_LIMIT_BYTES

MOST_LIST_BYTES = 100 * 1024 * 1024


def can_read_room_list_file(actor: Actor, stored: StoredFile) -> Verdict:
    """Whoever may mark attendance at the event the list was brought to."""
    room_list = RoomList.objects.filter(file=stored).select_related("event__association__territory").first()
    if room_list is None:
        return refuse("Этого списка больше нет.")
    return can_mark_attendance(actor, room_list.event)


def can_read_enrolment_list_file(actor: Actor, stored: StoredFile) -> Verdict:
    """Only whoever asked for the file, as long as she sees participants of events anywhere."""
    is_own = actor.actor_kind == ActorKind.PERSON == stored.stored_by_kind and actor.actor_id == stored.stored_by_id
    if is_own and can_somewhere(actor, "events.read_participants"):
        return ALLOWED
    return refuse("Этот файл открыт только тому, кто его выгрузил.")


def register() -> None:
    """Add the purposes."""
    purposes.add(
        FilePurpose(
            ENROLMENT_LIST_FILE, "Список зарегистрированных", MOST_LIST_BYTES, None, can_read_enrolment_list_file
        )
    )
    purposes.add(FilePurpose(ROOM_LIST_FILE, "Список видеокомнаты", UPLOAD_LIMIT_BYTES, None, can_read_room_list_file))
    purposes.add(
        FilePurpose(
            MATERIAL_FILE,
            "Материал мероприятия",
            MOST_MATERIAL_BYTES,
            MATERIAL_TYPES,
            can_read_material_file,
            is_read=True,
        )
    )
