"""Addresses that letters do not reach: marked by what servers say, cleared by the person."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from stellazh.audit.services import record
from stellazh.common.actor import Actor, System
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.mail.models import OutgoingMail
from stellazh.mail.services import queue_letters, return_mail
from stellazh.notices.access import can_choose, can_clear_address
from stellazh.notices.bounces import read_bounce
from stellazh.notices.kinds import SECURITY
from stellazh.notices.models import BouncedAddress
from stellazh.notices.services.letters import letter_of_check, letter_to_former_address
from stellazh.people.models import Person

POST = System("почта")
CHECK_KIND = "notices.check"


class AddressIsNotMarked(DomainError):
    """Letters reach the address, as far as we know."""


@transaction.atomic
def mark_bounced(address: str, *, code: str, answer: str, at: datetime) -> BouncedAddress:
    """Mark an address that letters do not reach; one marked already stays as it was. No letters go there any more."""
    address = address.strip().casefold()
    marked = BouncedAddress.objects.marked().filter(address=address).first()
    if marked is not None:
        return marked
    try:
        with transaction.atomic():
            made = BouncedAddress.objects.create(address=address, marked_at=at, code=code[:20], answer=answer)
    except IntegrityError:
        # Another delivery was refused in the same moment.
        return BouncedAddress.objects.marked().get(address=address)
    record("address_bounced", made, by=POST, at=at, note=f"{code} {answer}".strip())
    return made


@transaction.atomic
def clear_address(address: str, *, by: Actor, at: datetime) -> bool:
    """Take the mark off an address, which somebody has just set anew; whether there was one.

    Raises:
        PermissionRefused: it is somebody else's address.
    """
    require(can_clear_address(by, address))
    marked = BouncedAddress.objects.select_for_update().marked().filter(address=address.strip().casefold()).first()
    if marked is None:
        return False
    marked.cleared_at = at
    marked.save(update_fields=["cleared_at"])
    record("address_cleared", marked, by=by, at=at)
    return True


@transaction.atomic
def check_again(person_id: int, *, by: Actor, at: datetime) -> OutgoingMail:
    """Take the mark off one's own address and send a letter there: when it is refused, the mark is back.

    Raises:
        PermissionRefused: it is somebody else's address.
        AddressIsNotMarked: there is nothing to check.
    """
    person = Person.objects.get(pk=person_id)
    require(can_choose(by, person))
    if not person.email or not clear_address(person.email, by=by, at=at):
        raise AddressIsNotMarked("Ваш адрес не отмечен: письма на него уходят.")
    (mail,) = queue_letters([letter_of_check(person)], kind=CHECK_KIND, by=by, at=at)
    return mail


@transaction.atomic
def tell_former_address(person: Person, *, before: str, by: Actor, at: datetime) -> None:
    """Write to the address with which the person signed in until now that another one has taken its place."""
    queue_letters([letter_to_former_address(person, before)], kind=SECURITY, by=by, at=at)


@transaction.atomic
def take_bounce(raw: bytes, *, at: datetime) -> BouncedAddress | None:
    """Take a letter that came back, as the mail server hands it over, and mark the address; None when it marks nothing.

    It counts only when it names a letter of ours by its Message-ID, which strangers cannot know, and the address that
    letter went to. Delays (4.x.x), refusals for content or policy, and letters forwarded elsewhere mark nothing.
    """
    bounce = read_bounce(raw)
    if bounce is None:
        return None
    mail = OutgoingMail.objects.filter(message_id=bounce.message_id).first()
    if mail is None or mail.to_address.casefold() not in bounce.recipients:
        return None
    answer = bounce.answer or bounce.code
    marked = mark_bounced(mail.to_address, code=bounce.code, answer=answer, at=at)
    return_mail(mail.pk, code=None, answer=answer, at=at)
    return marked
