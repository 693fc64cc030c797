"""Changing a registration: the way of coming, what was answered, a guest's contacts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db import transaction

from stellazh.audit.services import compare, record
from stellazh.common.actor import Actor
from stellazh.common.uniqueness import unique_or
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.events.access.enrolments import ENROLMENT_LINK, can_change_enrolment
from stellazh.events.access.events import can_manage_enrolments
from stellazh.events.enums import EnrolmentState
from stellazh.events.models import Enrolment, Event
from stellazh.events.services.enrolments.answering import keep_answers
from stellazh.events.services.enrolments.enrolling import STANDING
from stellazh.events.services.enrolments.guests import GuestFields, municipality_of
from stellazh.events.services.enrolments.places import Places, checked_coming_as, pool_of
from stellazh.events.services.enrolments.refusals import (
    AlreadyEnrolled,
    EnrolmentSettled,
    GuestIsUnnamed,
    NoPlacesLeft,
)
from stellazh.events.services.enrolments.rows import coming_label, locked_enrolment, put
from stellazh.events.services.enrolments.telling import TELLER, News, tell_later
from stellazh.events.services.enrolments.withdrawing import move_up_waiting
from stellazh.links.models import SecretLink
from stellazh.links.services import revoke_links
from stellazh.questionnaires.values import Values

_CONTACTS: Final = frozenset({"Электронная почта", "Телефон"})


@dataclass(frozen=True, slots=True)
class EnrolmentChange:
    """What is to stand: `guest` is for guests alone, and None leaves their contacts as they are."""

    coming_as: str = ""
    is_name_shown: bool = False
    guest: GuestFields | None = None


@transaction.atomic
def change_enrolment(
    enrolment_id: int,
    *,
    expected_version: int,
    change: EnrolmentChange,
    answers: Values | None = None,
    answers_version: int | None = None,
    by: Actor,
    at: datetime,
) -> Enrolment:
    """Change a registration. Whoever holds a place keeps it until the other way of coming has one for her.

    A guest's address is changed by those who run the event alone: the letters with the link go there, and the link that
    the former address has got opens nothing any more.

    Raises:
        PermissionRefused, ChangedMeanwhile, ComingAsUnknown, GuestIsUnnamed.
        EnrolmentSettled: it was withdrawn or rejected.
        NoPlacesLeft: the other way of coming is full; nothing has changed.
        AlreadyEnrolled: another guest is registered with that address.
        AnswersRefused, PlaceTaken: what is asked besides.
    """
    enrolment, event = locked_enrolment(enrolment_id)
    require(can_change_enrolment(by, enrolment, event, at=at))
    if enrolment.state not in STANDING:
        raise EnrolmentSettled("Регистрации уже нет: зарегистрируйтесь заново.")
    coming_as, former_address = checked_coming_as(event, change.coming_as), enrolment.guest_email
    before, guest = _shown(enrolment), _guest(enrolment, event, change.guest, by)
    after = {**before, "Участие": coming_label(coming_as), "Показывать имя": _yes(change.is_name_shown)}
    if guest is not None:
        after |= guest.shown()
    require_version(enrolment.version, expected_version, theirs=before, mine=after)
    if pool_of(event, coming_as) != pool_of(event, enrolment.coming_as):
        _move_to(event, enrolment, coming_as, at=at)
    put(enrolment, coming_as=coming_as, is_name_shown=change.is_name_shown, updated_at=at)
    if guest is not None:
        put(enrolment, **{**guest.columns(), "territory_id": municipality_of(guest.territory_id)})
    enrolment.version += 1
    with unique_or(AlreadyEnrolled("С этим адресом уже зарегистрирован другой гость.")):
        enrolment.save()
    keep_answers(event, enrolment, answers, version=answers_version, by=by, at=at)
    # How to reach a guest is forgotten a year later, and the journal forgets nothing.
    changes = {name: ("", "изменено") if name in _CONTACTS else pair for name, pair in compare(before, after).items()}
    note = "Ответы на вопросы" if answers is not None else ""
    record("enrolment_changed", enrolment, by=by, at=at, scope=event.association.path, changes=changes, note=note)
    if enrolment.guest_email != former_address:
        _lead_elsewhere(enrolment, at=at)
    move_up_waiting(event, at=at)
    return enrolment


def _lead_elsewhere(enrolment: Enrolment, *, at: datetime) -> None:
    """Shut the link that went to the former address, maybe a stranger's; the new one gets a letter with its own."""
    revoke_links(SecretLink.objects.about(enrolment).filter(purpose=ENROLMENT_LINK), by=TELLER, at=at)
    if enrolment.guest_email:
        tell_later([enrolment], News.MADE, at=at)


def _move_to(event: Event, enrolment: Enrolment, coming_as: str, *, at: datetime) -> None:
    if enrolment.state == EnrolmentState.PENDING:
        return
    places = Places.of(event)
    held_a_place = enrolment.state == EnrolmentState.CONFIRMED
    pool = pool_of(event, coming_as)
    if held_a_place and (places.free(pool) == 0 or places.waiting.get(pool)):
        raise NoPlacesLeft("Таких мест больше нет, поэтому вы остаётесь с прежним местом.")
    places.leave(enrolment)
    enrolment.coming_as, enrolment.queued_at = coming_as, None
    places.give(enrolment, at=at)


def _guest(enrolment: Enrolment, event: Event, wanted: GuestFields | None, by: Actor) -> GuestFields | None:
    if wanted is None or enrolment.person_id is not None:
        return None
    if not wanted.name.strip():
        raise GuestIsUnnamed("Укажите фамилию и имя.")
    return wanted if can_manage_enrolments(by, event) else replace(wanted, email=enrolment.guest_email)


def _shown(enrolment: Enrolment) -> dict[str, str]:
    shown = {"Участие": coming_label(enrolment.coming_as), "Показывать имя": _yes(enrolment.is_name_shown)}
    if enrolment.person_id is None:
        shown |= GuestFields(
            enrolment.name,
            enrolment.guest_email,
            enrolment.guest_phone,
            enrolment.organisation_name,
            enrolment.territory_id,
        ).shown()
    return shown


def _yes(is_so: bool) -> str:
    return "да" if is_so else "нет"
