"""What pages show of notices, and what other shelves may ask about addresses."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from stellazh.mail.forgetting import NOBODY
from stellazh.mail.models import OutgoingMail
from stellazh.notices.kinds import notice_kinds
from stellazh.notices.models import BouncedAddress, Notice, NoticeSettings
from stellazh.notices.services.letters import ALL_MAIL, WHOLE_DIGEST, about_person
from stellazh.people.models import Person

LETTERS_SHOWN = 50


def bounced_addresses(emails: Iterable[str | None]) -> set[str]:
    """Those of the addresses that letters do not reach, case-folded. One query, none for no addresses."""
    wanted = [email for email in emails if email]
    if not wanted:
        return set()
    return set(BouncedAddress.objects.marked().among(wanted).values_list("address", flat=True))


def mark_of(person: Person) -> BouncedAddress | None:
    """The mark on the person's own address, if there is one."""
    return BouncedAddress.objects.marked().among([person.email]).first()


def unread_count(person_id: int) -> int:
    """How many notices the person has not read."""
    return Notice.objects.filter(person_id=person_id).unread().count()


def letters_to(person: Person) -> QuerySet[OutgoingMail]:
    """The latest letters to the person, whatever they were about, with what became of each; forgotten ones left out."""
    letters = OutgoingMail.objects.about(about_person(person)).exclude(to_address=NOBODY).defer("text", "html")
    return letters.order_by("-queued_at", "-id")[:LETTERS_SHOWN]


def version_of_choices(person: Person) -> int:
    """The version of the person's choices; 0 while nothing has been chosen."""
    return NoticeSettings.objects.filter(person=person).values_list("version", flat=True).first() or 0


def words_of(what: str) -> str:
    """What will not come any more, fit before «больше не будет»; empty for what is not known."""
    if what == ALL_MAIL:
        return "Писем с уведомлениями"
    if what == WHOLE_DIGEST:
        return "Сводки с уведомлениями"
    kind = notice_kinds.get(what)
    return f"Писем «{kind.label}»" if kind is not None and not kind.is_required else ""
