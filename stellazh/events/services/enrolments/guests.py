"""Registering somebody without an account: by herself from the public page, or by those who run the event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from stellazh.associations.models import Territory
from stellazh.common.actor import Actor
from stellazh.common.uniqueness import made_before
from stellazh.common.verdict import require
from stellazh.events.access.enrolments import can_enrol_guest, enrolment_open
from stellazh.events.access.events import can_manage_enrolments
from stellazh.events.enums import EnrolmentMode, EnrolmentState, EventStatus
from stellazh.events.models import Enrolment, Event
from stellazh.events.reads.places import municipality_ids
from stellazh.events.services.enrolments.answering import keep_answers, try_answers
from stellazh.events.services.enrolments.enrolling import STANDING
from stellazh.events.services.enrolments.places import Places, checked_coming_as
from stellazh.events.services.enrolments.refusals import (
    AlreadyEnrolled,
    EnrolmentClosed,
    GuestConsentMissing,
    GuestIsUnnamed,
)
from stellazh.events.services.enrolments.rows import doer, keep_deed, put
from stellazh.events.services.enrolments.telling import News, tell_later
from stellazh.events.services.locking import locked_event
from stellazh.people.enums import ConsentPurpose
from stellazh.people.models import ConsentText
from stellazh.people.services.consents import current_text
from stellazh.people.services.sign_in import allow_guest_letter
from stellazh.questionnaires.values import Values
from stellazh.russian.collation import sort_key


@dataclass(frozen=True, slots=True)
class GuestFields:
    """A guest as typed. `territory_id` is a municipality of ours, or nothing."""

    name: str
    email: str = ""
    phone: str = ""
    organisation_name: str = ""
    territory_id: int | None = None

    def columns(self) -> dict[str, object]:
        """As the row keeps it."""
        name = " ".join(self.name.split())[:200]
        return {
            "name": name,
            "sort_key": sort_key(name)[:220],
            "guest_email": self.email.strip().casefold(),
            "guest_phone": " ".join(self.phone.split())[:40],
            "organisation_name": " ".join(self.organisation_name.split())[:200],
            "territory_id": self.territory_id,
        }

    def shown(self) -> dict[str, str]:
        """In words, for the journal and for two who change it at once."""
        columns = self.columns()
        named = Territory.objects.filter(pk=self.territory_id).first() if self.territory_id else None
        return {
            "Фамилия, имя, отчество": str(columns["name"]),
            "Электронная почта": str(columns["guest_email"]),
            "Телефон": str(columns["guest_phone"]),
            "Школа, организация": str(columns["organisation_name"]),
            "Муниципалитет": str(named or ""),
        }


@transaction.atomic
def enrol_guest(
    event_id: int,
    *,
    fields: GuestFields,
    consent_text_id: int | None,
    place: str,
    coming_as: str = "",
    answers: Values | None = None,
    is_name_shown: bool = False,
    submission_key: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Enrolment:
    """Register somebody without an account; the place is held at once, the letter brings the link to it.

    The answer is the same whether or not the address is known: one that is registered already gets the same letter
    again and its row stays as it is. The address of a person of ours stays a guest's: a guest never acts for a person.
    `consent_text_id` is the edition agreed to, `place` the network address.

    Raises:
        EnrolmentClosed, GuestIsUnnamed, GuestConsentMissing, NoConsentText, ComingAsUnknown.
        PermissionRefused: the event takes no guests. MustWait: too many from that place or about that address.
        NoPlacesLeft; AnswersRefused, PlaceTaken: what is asked besides.
    """
    columns = fields.columns()
    if not columns["name"] or not columns["guest_email"]:
        raise GuestIsUnnamed("Укажите фамилию, имя и адрес почты: на него придёт билет.")
    text = _agreed(consent_text_id)
    columns["territory_id"] = municipality_of(fields.territory_id)
    allow_guest_letter(email=str(columns["guest_email"]), place=place, at=at)
    event = locked_event(event_id)
    made = made_before(event.enrolments.all(), submission_key)
    if made is not None:
        return made
    if closed := enrolment_open(event, at=at).reason:
        raise EnrolmentClosed(closed)
    require(can_enrol_guest(event, at=at))
    coming_as = checked_coming_as(event, coming_as)
    known = event.enrolments.filter(person=None, guest_email=columns["guest_email"]).first()
    if known is not None and known.state != EnrolmentState.WITHDRAWN:
        _refuse_as_others(event, coming_as, at)
        try_answers(event, answers, by=by, at=at)
        tell_later([known], News.MADE, at=at)
        return known
    enrolment = known or Enrolment(event=event)
    before = known.state if known else ""
    put(
        enrolment,
        **columns,
        **doer(by),
        guest_consent=text,
        guest_place=place[:64],
        coming_as=coming_as,
        is_name_shown=is_name_shown,
        registered_at=at,
        updated_at=at,
        submission_key=submission_key,
        reason="",
        queued_at=None,
        version=enrolment.version + 1 if known else 1,
    )
    if event.enrolment_mode == EnrolmentMode.MODERATED:
        enrolment.state, enrolment.decided_at = EnrolmentState.PENDING, None
    else:
        Places.of(event).give(enrolment, at=at)
    enrolment.save()
    keep_answers(event, enrolment, answers, by=by, at=at)
    keep_deed("enrolment_made", enrolment, event, before=before, by=by, at=at)
    tell_later([enrolment], News.MADE, at=at)
    return enrolment


@transaction.atomic
def add_guest(
    event_id: int,
    *,
    fields: GuestFields,
    coming_as: str = "",
    submission_key: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Enrolment:
    """Enter a guest by hand, also after the event; the address may be unknown. The consent then lies on paper.

    Raises:
        PermissionRefused: `by` does not run the event, or it is no announced one.
        GuestIsUnnamed, AlreadyEnrolled, ComingAsUnknown, NoPlacesLeft.
    """
    columns = fields.columns()
    if not columns["name"]:
        raise GuestIsUnnamed("Укажите фамилию и имя.")
    columns["territory_id"] = municipality_of(fields.territory_id)
    event = locked_event(event_id)
    require(can_manage_enrolments(by, event))
    made = made_before(event.enrolments.all(), submission_key)
    if made is not None:
        return made
    if event.status not in (EventStatus.ANNOUNCED, EventStatus.HELD):
        raise EnrolmentClosed("Мероприятие не объявлено или отменено: гостей на него не записывают.")
    known = event.enrolments.filter(person=None).exclude(guest_email="").filter(guest_email=columns["guest_email"])
    found = known.first()
    if found is not None and found.state in STANDING:
        raise AlreadyEnrolled(f"С этим адресом уже зарегистрирован гость: {found.name}.")
    enrolment = found or Enrolment(event=event)
    before = found.state if found else ""
    put(
        enrolment,
        **columns,
        **doer(by),
        coming_as=checked_coming_as(event, coming_as),
        registered_at=at,
        updated_at=at,
        submission_key=submission_key,
        reason="",
        queued_at=None,
        version=enrolment.version + 1 if found else 1,
    )
    Places.of(event).give(enrolment, at=at)
    enrolment.save()
    keep_deed("enrolment_made", enrolment, event, before=before, note="Гость, внесён вручную", by=by, at=at)
    tell_later([enrolment], News.BY_OTHER, at=at)
    return enrolment


def _agreed(consent_text_id: int | None) -> ConsentText:
    text = current_text(ConsentPurpose.PROCESSING)
    if consent_text_id is None:
        raise GuestConsentMissing("Без согласия на обработку персональных данных зарегистрировать вас нельзя.")
    if consent_text_id != text.pk:
        raise GuestConsentMissing("Пока вы заполняли форму, текст согласия обновился. Прочитайте его и отметьте снова.")
    return text


def municipality_of(territory_id: int | None) -> int | None:
    """The municipality in which the territory lies; nothing for one that is unknown."""
    return municipality_ids().get(territory_id) if territory_id is not None else None


def _refuse_as_others(event: Event, coming_as: str, at: datetime) -> None:
    """Where somebody new would be refused, somebody known is refused in the same words: they tell nothing of the
    address.
    """
    if event.enrolment_mode != EnrolmentMode.MODERATED:
        Places.of(event).give(Enrolment(event=event, coming_as=coming_as), at=at)
