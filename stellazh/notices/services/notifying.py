"""Telling people: a row for each in the product, and a letter as each has chosen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.utils.http import url_has_allowed_host_and_scheme

from stellazh.common.actor import Actor
from stellazh.live import bus
from stellazh.mail.models import OutgoingMail
from stellazh.mail.recipients import LetterIsMalformed, parse_recipient
from stellazh.mail.services import Letter, queue_letters
from stellazh.notices.enums import Delivery, NoticeMail
from stellazh.notices.kinds import NoticeKind, notice_kinds
from stellazh.notices.models import BouncedAddress, Notice, NoticePreference, NoticeSettings
from stellazh.notices.moments import after_quiet_hours, next_digest
from stellazh.notices.services.letters import letter_at_once, unsubscribe_tokens
from stellazh.people.models import Person

LOT = 500
# Each open list is told by a message of its own; beyond this many, lists show the news when they are next opened.
TOLD_LIVE = 50
LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class _News:
    """What is told, the same for everybody."""

    kind: NoticeKind
    title: str
    text: str
    address: str
    about: str

    def to(self, person: Person, at: datetime) -> Notice:
        return Notice(
            person=person,
            kind=self.kind.code,
            title=self.title,
            text=self.text,
            address=self.address,
            about=self.about,
            created_at=at,
        )


@transaction.atomic
def notify(
    kind: str,
    person_ids: Iterable[int],
    *,
    title: str,
    text: str,
    address: str,
    about: str = "",
    by: Actor,
    at: datetime,
) -> int:
    """Tell these people something, in the caller's transaction; how many were told.

    Told are only people with an account: nobody else could read it here, choose about the letters or unsubscribe. Those
    without one, archived and shut out are passed over, and so is a person named twice.

    Each gets a row in the product. The letter comes by the person's choice for the kind: at once, or after the person's
    quiet hours; in the next digest; or not at all. No letter goes to an address that is marked as bounced. A required
    kind writes at once, at night too. `text` is plain, `address` is a path of ours where the thing is seen. Statements
    stay the same from one person to five hundred, and so on by the five hundred.

    Raises:
        KeyError: no app registered that kind. ValueError: the address leads elsewhere. Both are faults of ours.
    """
    news = _News(notice_kinds[kind], " ".join(title.split())[:LONGEST_TITLE], text, _our_path(address), about)
    told = 0
    for lot in _lots(sorted(set(person_ids))):
        people = list(Person.objects.present().with_account().filter(pk__in=lot, is_active=True).order_by("pk"))
        if people:
            _tell(news, people, by=by, at=at)
            told += len(people)
    return told


def _tell(news: _News, people: Sequence[Person], *, by: Actor, at: datetime) -> None:
    choices = _Choices(news.kind, people)
    notices = [news.to(person, at) for person in people]
    at_once = []
    for notice in notices:
        delivery = choices.delivery(notice.person)
        settings = choices.settings(notice.person)
        if delivery == Delivery.AT_ONCE:
            at_once.append(notice)
        elif delivery == Delivery.DIGEST:
            notice.mail_state = NoticeMail.WAITING
            notice.mail_due_at = next_digest(at, settings.digest_days, settings.digest_hour, settings.zone)
    _write(news.kind, at_once, choices, by=by, at=at)
    Notice.objects.bulk_create(notices)
    if len(notices) <= TOLD_LIVE:
        for notice in notices:
            bus.publish(topic_of(notice.person_id), {})


def _write(kind: NoticeKind, notices: Sequence[Notice], choices: _Choices, *, by: Actor, at: datetime) -> None:
    """Queue the letters of these notices, and note in each which letter carries it."""
    if not notices:
        return
    tokens = {} if kind.is_required else unsubscribe_tokens([notice.person for notice in notices], by=by, at=at)
    written: list[tuple[Notice, Letter]] = []
    for notice in notices:
        settings = choices.settings(notice.person)
        quiet = (None, None) if kind.is_required else (settings.quiet_from, settings.quiet_to)
        due_at = after_quiet_hours(at, *quiet, settings.zone)
        letter = letter_at_once(notice, notice.person, kind, token=tokens.get(notice.person_id, ""), due_at=due_at)
        if is_sendable(letter):
            written.append((notice, letter))
    mails: list[OutgoingMail] = queue_letters([letter for _, letter in written], kind=kind.code, by=by, at=at)
    for (notice, _), mail in zip(written, mails, strict=True):
        notice.mail_state, notice.letter = NoticeMail.LETTER, mail


class _Choices:
    """What each of these people chose about one kind. Three queries."""

    def __init__(self, kind: NoticeKind, people: Sequence[Person]) -> None:
        ids = [person.pk for person in people]
        self._kind = kind
        self._chosen = dict(
            NoticePreference.objects.filter(person__in=ids, kind=kind.code).values_list("person_id", "delivery")
        )
        self._settings = NoticeSettings.objects.in_bulk(ids)
        marked = BouncedAddress.objects.marked().among(person.email for person in people)
        self._bounced = set(marked.values_list("address", flat=True))

    def settings(self, person: Person) -> NoticeSettings:
        return self._settings.get(person.pk) or NoticeSettings(person=person)

    def delivery(self, person: Person) -> str:
        if person.email in self._bounced:
            return Delivery.OFF
        if self._kind.is_required:
            return Delivery.AT_ONCE
        if self.settings(person).is_mail_off:
            return Delivery.OFF
        return self._chosen.get(person.pk, self._kind.default)


def is_sendable(letter: Letter) -> bool:
    """Whether the letter can be addressed: a card with a spoilt address must not keep the news from the others."""
    try:
        parse_recipient(letter.to)
    except LetterIsMalformed:
        return False
    return True


def topic_of(person_id: int) -> str:
    """Where the live bus tells of one person's notices."""
    return f"notices:{person_id}"


def _our_path(address: str) -> str:
    if not address.startswith("/") or not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        raise ValueError(f"A notice leads to a path of ours, this one does not: {address!r}")
    return address


def _lots(ids: Sequence[int]) -> Iterator[list[int]]:
    remaining = iter(ids)
    while lot := list(islice(remaining, LOT)):
        yield lot
