"""Letters go out in lots, each addressee once, with what became of every one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from stellazh.common.actor import Actor
from stellazh.events.enums import LetterState
from stellazh.events.models import Enrolment, EventLetter, LetterDelivery
from stellazh.events.notice_kinds import LETTER
from stellazh.events.services.letters.addresses import feedback_path, own_addresses
from stellazh.events.services.letters.parts import Part, recipients
from stellazh.events.services.letters.texts import Told, tell
from stellazh.mail.recipients import LetterIsMalformed, Recipient, parse_recipient
from stellazh.mail.services import Letter, queue_letters
from stellazh.members.services.campaign_letters import address_of
from stellazh.notices.services.letters import about_person, unsubscribe_ending, unsubscribe_tokens
from stellazh.notices.services.wanting import Unwanted, unwanted_letters

# As many as one INSERT of letters holds on both databases: a lot costs the same statements as one letter.
LOT = 40
NO_ADDRESS = "нет электронной почты"
_REFUSALS = {
    Unwanted.OFF: "отключил письма участникам мероприятий",
    Unwanted.BOUNCED: "письма на этот адрес возвращаются",
}


@dataclass(frozen=True, slots=True)
class LotReport:
    """What a lot came to: letters queued, addressees that none could go to, and where the next lot begins."""

    sent_count: int
    refused_count: int
    last_id: int | None


@transaction.atomic
def send_lot(letter_id: int, *, after_id: int, by: Actor, at: datetime) -> LotReport:
    """Write to the next forty registrations of the letter's part with keys after `after_id`.

    Begun anew after a crash it passes over whoever has a delivery: nobody is written to twice. For the job alone, which
    was allowed when the letter was let go.
    """
    rows = EventLetter.objects.select_for_update(of=("self",)).select_related("event__association")
    letter = rows.get(pk=letter_id)
    if letter.state != LetterState.SENT:
        return LotReport(0, 0, None)
    done = LetterDelivery.objects.filter(letter=letter).values("enrolment_id")
    waiting = recipients(letter.event, Part.of(letter.part)).filter(pk__gt=after_id).exclude(pk__in=done)
    lot = list(waiting.select_related("person__card", "territory").order_by("pk")[:LOT])
    if not lot:
        return LotReport(0, 0, None)
    deliveries, letters = _written(letter, lot, by=by, at=at)
    mails = queue_letters([one for one in letters if one is not None], kind=LETTER, by=by, at=at)
    queued = iter(mails)
    for delivery, one in zip(deliveries, letters, strict=True):
        if one is not None:
            delivery.mail = next(queued)
    LetterDelivery.objects.bulk_create(deliveries)
    return LotReport(len(mails), len(lot) - len(mails), lot[-1].pk)


def preview_letter(letter: EventLetter, enrolment: Enrolment) -> Told:
    """The letter as that addressee would read it; secret addresses are shown as their own page without the secret."""
    return tell(
        letter.subject,
        letter.text,
        enrolment,
        letter.event,
        own_path=reverse("events:event_detail", args=[letter.event_id]),
        feedback_path=feedback_path(letter.event),
    )


def _written(
    letter: EventLetter, lot: Sequence[Enrolment], *, by: Actor, at: datetime
) -> tuple[list[LetterDelivery], list[Letter | None]]:
    """A delivery for each, and its letter where one can go."""
    people = [one.person for one in lot if one.person is not None]
    unwanted = unwanted_letters(LETTER, people)
    tokens = unsubscribe_tokens([person for person in people if person.has_account], by=by, at=at)
    addresses = own_addresses(letter.event, lot, at=at)
    deliveries: list[LetterDelivery] = []
    letters: list[Letter | None] = []
    for one in lot:
        address = address_of(one.person) if one.person is not None else one.guest_email
        refusal = _refusal(one, address, unwanted)
        deliveries.append(LetterDelivery(letter=letter, enrolment=one, address=address[:254], refusal=refusal))
        if refusal:
            letters.append(None)
            continue
        told = tell(
            letter.subject,
            letter.text,
            one,
            letter.event,
            own_path=addresses[one.pk].own,
            feedback_path=addresses[one.pk].feedback,
        )
        token = tokens.get(one.person_id or 0, "")
        ending, unsubscribe = unsubscribe_ending(LETTER, token) if token else ("", "")
        letters.append(
            Letter(
                Recipient(one.name, address).header,
                told.subject,
                f"{told.text}\n\n-- \n{ending}\n" if ending else told.text,
                about=about_person(one.person) if one.person is not None else f"enrolment:{one.pk}",
                unsubscribe_url=unsubscribe,
            )
        )
    return deliveries, letters


def _refusal(enrolment: Enrolment, address: str, unwanted: dict[int, Unwanted]) -> str:
    if not address:
        return NO_ADDRESS
    why = unwanted.get(enrolment.person_id or 0)
    if why is not None:
        return _REFUSALS[why]
    try:
        parse_recipient(address)
    except LetterIsMalformed:
        return "адрес записан с ошибкой"
    return ""
