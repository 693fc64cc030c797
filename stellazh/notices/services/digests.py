"""The digest: one letter per person with everything that waits for it."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from stellazh.common.actor import System
from stellazh.mail.services import queue_letters
from stellazh.notices.enums import NoticeMail
from stellazh.notices.models import BouncedAddress, Notice, NoticeSettings
from stellazh.notices.services.letters import DIGEST_KIND, letter_of_digest, unsubscribe_tokens
from stellazh.notices.services.notifying import is_sendable
from stellazh.people.models import Person

DIGEST = System("сводка уведомлений")
LOT = 200


def send_digests(*, at: datetime) -> int:
    """Write to everybody whose digest is due; how many letters. In lots, each in a transaction of its own.

    A notice that was read meanwhile is left out, and so is a person who has no account any more, has switched letters
    off, or whose address is marked. Two runs at once write one letter.
    """
    sent = 0
    while True:
        found, letters = _send_lot(at)
        if not found:
            return sent
        sent += letters


@transaction.atomic
def _send_lot(at: datetime) -> tuple[int, int]:
    """How many people were dealt with, and to how many of them a letter was written."""
    due = list(Notice.objects.due_at(at).order_by("person_id").values_list("person_id", flat=True).distinct()[:LOT])
    # Whoever locks the people first writes to them; the other run then finds nothing of theirs waiting.
    people = {person.pk: person for person in Person.objects.select_for_update().filter(pk__in=due).order_by("pk")}
    waiting = Notice.objects.filter(person_id__in=due).waiting()
    by_person: dict[int, list[Notice]] = defaultdict(list)
    for notice in waiting.unread().order_by("created_at", "id"):
        by_person[notice.person_id].append(notice)
    readers = [person for person in _readers(people) if person.pk in by_person]
    tokens = unsubscribe_tokens(readers, by=DIGEST, at=at) if readers else {}
    written = [
        (person, letter)
        for person in readers
        if is_sendable(letter := letter_of_digest(by_person[person.pk], person, token=tokens[person.pk]))
    ]
    mails = queue_letters([letter for _, letter in written], kind=DIGEST_KIND, by=DIGEST, at=at)
    carried: list[Notice] = []
    for (person, _), mail in zip(written, mails, strict=True):
        for notice in by_person[person.pk]:
            notice.mail_state, notice.mail_due_at, notice.letter = NoticeMail.LETTER, None, mail
            carried.append(notice)
    Notice.objects.bulk_update(carried, ["mail_state", "mail_due_at", "letter"], batch_size=LOT)
    # What nobody is to be written about waits no longer.
    waiting.update(mail_state=NoticeMail.NONE, mail_due_at=None)
    return len(due), len(mails)


def _readers(people: dict[int, Person]) -> list[Person]:
    """Those of the people who get letters now."""
    marked = set(
        BouncedAddress.objects.marked()
        .among(person.email for person in people.values())
        .values_list("address", flat=True)
    )
    silent = set(NoticeSettings.objects.filter(pk__in=people, is_mail_off=True).values_list("pk", flat=True))
    return [
        person
        for person in people.values()
        if person.has_account
        and person.is_active
        and person.archived_at is None
        and person.email not in marked
        and person.pk not in silent
    ]
