"""Numbers written off: a sheet filled by hand was spoiled, a stamp failed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from stellazh.audit.services import record
from stellazh.certificates.access import can_spoil_number
from stellazh.certificates.models import CertificateKind, SpoiledNumber
from stellazh.certificates.services.kinds import number_words
from stellazh.certificates.services.refusals import KindUnfit
from stellazh.certificates.services.withdrawing import checked_reason
from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.school_year import FIRST_YEAR
from stellazh.common.uniqueness import made_before
from stellazh.common.verdict import require
from stellazh.numbering.services import take_number

LONGEST_REASON: Final = 300


@transaction.atomic
def spoil_number(
    kind_id: int, *, reason: str, on: date | None, submission_key: UUID | None, by: Actor, at: datetime
) -> SpoiledNumber:
    """Write the next number of the kind off: it stands in the register with its reason, and no document ever has it.

    `on` is the day it stands under, today by default, and says of which year's series. The same `submission_key` gives
    the number written off before.

    Raises:
        PermissionRefused: `by` keeps no register there, or the association is closed.
        ReasonMissing: none, or too long. KindUnfit: the day lies ahead or long ago. NumberUnfit: the series is full.
    """
    # Of two clicks at once the second finds the number of the first.
    rows = CertificateKind.objects.select_for_update(of=("self",)).select_related("association__territory")
    kind = rows.get(pk=kind_id)
    require(can_spoil_number(by, kind.association))
    if made := made_before(SpoiledNumber.objects.filter(kind=kind), submission_key):
        return made
    words = checked_reason(reason, LONGEST_REASON)
    today = clock.day_of(at, kind.association.time_zone)
    day = on or today
    if day > today or day.year < FIRST_YEAR:
        raise KindUnfit("Номер списывают сегодняшним или прошедшим днём.")
    period_year = kind.period_year(day)
    spoiled = SpoiledNumber.objects.create(
        kind=kind,
        period_year=period_year,
        # Numbers are taken for what has a key, and late: nobody waits for this row's making. Nought is nobody's number.
        number=0,
        reason=words,
        spoiled_on=day,
        spoiled_at=at,
        spoiled_by=by.actor_name[:200],
        submission_key=submission_key,
    )
    spoiled.number = take_number(kind.series_code(period_year), object_key=spoiled.object_key, by=by, at=at)
    spoiled.number_words = number_words(kind, period_year, spoiled.number)
    spoiled.save(update_fields=["number", "number_words"])
    record("number_spoiled", spoiled, by=by, at=at, scope=kind.association.path, note=f"{kind.name}: {words}"[:300])
    return spoiled
