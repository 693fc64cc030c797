"""Codes of checking in: said on air or shown, for a while."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.events.access.events import can_mark_attendance
from stellazh.events.enums import ComingAs
from stellazh.events.models import CheckInCode, Event
from stellazh.events.services.attendances.grounds import require_not_cancelled
from stellazh.events.services.attendances.refusals import TooManyCodes, WrongWindow
from stellazh.events.services.locking import locked_event
from stellazh.events.wording import moment_words

CODE_LENGTH: Final = 6
# With so many a guess among a million would hit one in ten thousand times; no event needs a tenth of them.
MOST_CODES: Final = 100
# A code that goes round for days opens the door to those who were not there.
LONGEST = timedelta(hours=24)


@transaction.atomic
def open_check_in(
    event_id: int, *, label: str, coming_as: str, opens_at: datetime, closes_at: datetime, by: Actor, at: datetime
) -> CheckInCode:
    """Make a code of six digits, no other of this event, good from `opens_at` until before `closes_at`.

    `coming_as` (`ComingAs` or empty) says where those who type it are: a code read out in the hall, another in the
    broadcast. Empty: as each has registered.

    Raises:
        PermissionRefused: `by` does not mark attendance here.
        EventIsCancelled; TooManyCodes.
        WrongWindow: it would end before it begins, or has ended.
    """
    event = locked_event(event_id)
    require(can_mark_attendance(by, event))
    require_not_cancelled(event)
    if closes_at <= opens_at:
        raise WrongWindow("Код должен действовать хотя бы минуту: конец позже начала.")
    if closes_at <= at:
        raise WrongWindow("Это время уже прошло: назначьте конец позже.")
    if closes_at - opens_at > LONGEST:
        raise WrongWindow("Код действует не дольше суток: на каждый день сделайте свой.")
    taken = set(CheckInCode.objects.filter(event=event).values_list("code", flat=True))
    if len(taken) >= MOST_CODES:
        raise TooManyCodes(f"У мероприятия уже {MOST_CODES} кодов. Пользуйтесь одним из открытых.")
    code = CheckInCode.objects.create(
        event=event,
        code=_fresh_code(taken),
        label=label.strip()[:120],
        coming_as=ComingAs(coming_as) if coming_as else "",
        opens_at=opens_at,
        closes_at=closes_at,
        made_at=at,
        made_by=by.actor_name[:200],
    )
    record(
        "event_check_in_opened",
        event,
        by=by,
        at=at,
        scope=event.association.path,
        note=f"{_named(code)}: {moment_words(opens_at, event.zone)} – {moment_words(closes_at, event.zone)}",
    )
    return code


@transaction.atomic
def close_check_in(code_id: int, *, by: Actor, at: datetime) -> CheckInCode:
    """Let a code open nothing from now on; marks made with it stay. One closed already stays as it was.

    Raises:
        PermissionRefused; CheckInCode.DoesNotExist.
    """
    event = locked_event(CheckInCode.objects.values_list("event_id", flat=True).get(pk=code_id))
    require(can_mark_attendance(by, event))
    code = CheckInCode.objects.get(pk=code_id)
    if code.revoked_at is None and code.closes_at > at:
        code.revoked_at = at
        code.save(update_fields=["revoked_at"])
        record("event_check_in_closed", event, by=by, at=at, scope=event.association.path, note=_named(code))
    return code


def why_not_open(code: CheckInCode, event: Event, *, at: datetime) -> str:
    """Why the code opens nothing at that moment, a sentence; empty while it does."""
    if code.revoked_at is not None and at >= code.revoked_at:
        return f"Отметку по этому коду закрыли: {_moment(code.revoked_at, event, at)}."
    if at < code.opens_at:
        return f"Код начнёт действовать: {_moment(code.opens_at, event, at)}."
    if at >= code.closes_at:
        return f"Код действовал до {_moment(code.closes_at, event, at)}."
    return ""


def _moment(moment: datetime, event: Event, at: datetime) -> str:
    """«15:30» of the same day, with the day of another."""
    local = moment.astimezone(event.zone)
    if local.date() == at.astimezone(event.zone).date():
        return f"{local:%H:%M}"
    return moment_words(moment, event.zone)


def _fresh_code(taken: set[str]) -> str:
    while True:
        code = f"{secrets.randbelow(10**CODE_LENGTH):0{CODE_LENGTH}}"
        if code not in taken:
            return code


def _named(code: CheckInCode) -> str:
    # The digits stay out of the journal: it is read by more people than may hand out the code.
    return code.label or "код отметки"
