"""Where somebody came from, said afterwards: the school and the municipality that an attendance keeps."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from stellazh.associations.models import Organisation, Territory
from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.events.access import can_mark_attendance
from stellazh.events.models import Attendance
from stellazh.events.reads.places import municipality_ids
from stellazh.events.services.locking import locked_event


class PlaceMissing(DomainError):
    """Neither a school nor a municipality was named."""


@transaction.atomic
def place_attendance(
    attendance_id: int,
    *,
    expected_version: int,
    organisation_id: int | None,
    territory_id: int | None,
    by: Actor,
    at: datetime,
) -> Attendance:
    """Say from which school and municipality somebody came; of a school the municipality follows.

    Figures of every day count by it: it is what should have been known from the beginning.

    Raises:
        PermissionRefused; ChangedMeanwhile.
        PlaceMissing: nothing was named.
    """
    event = locked_event(Attendance.objects.only("event_id").get(pk=attendance_id).event_id)
    require(can_mark_attendance(by, event))
    attendance = Attendance.objects.select_related("organisation", "territory").get(pk=attendance_id)
    organisation = Organisation.objects.filter(pk=organisation_id).first() if organisation_id else None
    wanted = organisation.territory_id if organisation is not None else territory_id
    place = municipality_ids().get(wanted, wanted) if wanted else None
    territory = Territory.objects.filter(pk=place).first() if place else None
    if organisation is None and territory is None:
        raise PlaceMissing("Выберите школу или муниципалитет.")
    before = (attendance.organisation_name, attendance.territory.name if attendance.territory is not None else "")
    after = (
        organisation.short_name if organisation is not None else attendance.organisation_name,
        territory.name if territory is not None else "",
    )
    require_version(
        attendance.version, expected_version, theirs=dict(zip(_NAMES, before, strict=True)),
        mine=dict(zip(_NAMES, after, strict=True)),
    )  # fmt: skip
    if organisation is not None:
        attendance.organisation, attendance.organisation_name = organisation, organisation.short_name[:200]
    attendance.territory, attendance.updated_at = territory, at
    attendance.version += 1
    attendance.save(update_fields=["organisation", "organisation_name", "territory", "updated_at", "version"])
    changes = {name: (old, new) for name, old, new in zip(_NAMES, before, after, strict=True) if old != new}
    record(
        "attendance_placed", event, by=by, at=at, scope=event.association.path, changes=changes, note=attendance.name
    )
    return attendance


_NAMES = ("Школа", "Муниципалитет")
