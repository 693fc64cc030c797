"""Forgetting to whom letters went, what they said and which files went with them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from stellazh.common.actor import Actor
from stellazh.mail.enums import MailState
from stellazh.mail.models import DeliveryTry, MailAttachment, OutgoingMail, OutgoingMailQuerySet

# Ends in the top-level domain that belongs to nobody (RFC 2606).
NOBODY = "forgotten@address.invalid"
FILE_IS_FORGOTTEN = "Вложенный файл удалён раньше, чем письмо ушло."
FORGOTTEN = {
    "to_name": "",
    "to_address": NOBODY,
    "subject": "письмо забыто",
    "text": "",
    "html": "",
    "unsubscribe_url": "",
    "last_error": "",
    "queued_by_name": "",
}


def letters_to(address: str) -> OutgoingMailQuerySet:
    """Letters to that address, in whatever case it was written."""
    return OutgoingMail.objects.filter(to_address__iexact=address)


@transaction.atomic
def forget_letters_to(address: str, *, at: datetime) -> int:
    """Forget address, subject and text of every letter to that address; letters still waiting never leave. How many.

    What the mail server answered is deleted as well, for it repeats the address.
    """
    return _stop_and_forget(letters_to(address), at=at)


@transaction.atomic
def forget_letters_about(about: str, *, at: datetime) -> int:
    """The same for every letter about one thing, «person:17», whatever address it went to. How many."""
    return _stop_and_forget(OutgoingMail.objects.filter(about=about), at=at)


@transaction.atomic
def forget_old_letters(*, before: datetime) -> int:
    """Forget to whom letters went that were settled before that moment; how many."""
    return _forget(OutgoingMail.objects.filter(~Q(to_address=NOBODY), settled_at__lt=before))


@transaction.atomic
def let_go_of_files(file_ids: Iterable[int], *, at: datetime) -> int:
    """Stop the letters still waiting to carry these files, so that the files can be forgotten; how many were stopped.

    Letters already settled lose the files from their row only: they have left.
    """
    held = MailAttachment.objects.filter(file__in=list(file_ids))
    waiting = OutgoingMail.objects.queued().filter(pk__in=list(held.values_list("mail_id", flat=True)))
    count = waiting.update(state=MailState.FAILED, settled_at=at, claimed_until=None, last_error=FILE_IS_FORGOTTEN)
    held.delete()
    return count


def _stop_and_forget(letters: OutgoingMailQuerySet, *, at: datetime) -> int:
    letters = letters.exclude(to_address=NOBODY)
    letters.queued().update(state=MailState.FAILED, settled_at=at, claimed_until=None)
    return _forget(letters)


def _forget(letters: OutgoingMailQuerySet) -> int:
    keys = list(letters.values_list("pk", flat=True))
    for start in range(0, len(keys), 500):
        lot = OutgoingMail.objects.filter(pk__in=keys[start : start + 500])
        DeliveryTry.objects.filter(mail__in=lot).delete()
        MailAttachment.objects.filter(mail__in=lot).delete()
        lot.update(**FORGOTTEN)
    return len(keys)


def rename_sender(actor: Actor, *, name: str) -> int:
    """Put another name to the letters that this actor sent; how many."""
    sent = OutgoingMail.objects.filter(queued_by_kind=str(actor.actor_kind), queued_by_id=actor.actor_id)
    return sent.update(queued_by_name=name)
