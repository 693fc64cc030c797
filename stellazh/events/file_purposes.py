"""Files of events: who may open them."""

from __future__ import annotations

from stellazh.common.actor import Actor
from stellazh.common.verdict import Verdict, refuse
from stellazh.events.access import can_mark_attendance
from stellazh.events.models import RoomList
from stellazh.events.services.room_lists import ROOM_LIST_FILE
from stellazh.files.models import StoredFile
from stellazh.files.purposes import FilePurpose, purposes
from stellazh.office.tables.limits import UPLOAD_LIMIT_BYTES


def can_read_room_list_file(actor: Actor, stored: StoredFile) -> Verdict:
    """Whoever may mark attendance at the event the list was brought to."""
    room_list = RoomList.objects.filter(file=stored).select_related("event__association__territory").first()
    if room_list is None:
        return refuse("Этого списка больше нет.")
    return can_mark_attendance(actor, room_list.event)


def register() -> None:
    """Add the purposes."""
    purposes.add(FilePurpose(ROOM_LIST_FILE, "Список видеокомнаты", UPLOAD_LIMIT_BYTES, None, can_read_room_list_file))
